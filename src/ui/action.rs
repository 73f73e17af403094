//! The action table: name, default keys, scope. Labels are in the language files under `do-NAME` (a few words, for the
//! footer) and `about-NAME` (a sentence, for the help).

use std::fmt;

/// A user action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Open,
    Back,
    NextPane,
    PreviousPane,
    NextFace,
    PreviousFace,
    Today,
    Queue,
    Coverage,
    People,
    Metrics,
    Plan,
    Filter,
    Sort,
    Columns,
    Views,
    Mark,
    MarkRange,
    MarkAll,
    NewTicket,
    Assign,
    Deal,
    Drop,
    Status,
    Priority,
    Note,
    Reply,
    Message,
    Edit,
    HandOff,
    Escalate,
    Promise,
    Checklist,
    Upset,
    Concede,
    Ledger,
    Merge,
    Link,
    Split,
    Save,
    Export,
    Report,
    Editor,
    Person,
    Customers,
    Tickets,
    Skills,
    Shift,
    Absence,
    Requirement,
    HandOver,
    Huddle,
    Notices,
    Voice,
    Requirements,
    Suppose,
    Period,
    Against,
    Apart,
    Business,
    Page,
    Earlier,
    Later,
    ToNow,
    Template,
    Again,
    Copy,
    Take,
    Paste,
    Swap,
    Weekdays,
    NextWeek,
    Away,
    Break,
    CheckIn,
    CheckOut,
    Coach,
    Talk,
    Praise,
    Trainings,
    Search,
    Undo,
    Redo,
    Acts,
    Commands,
    Help,
    Redraw,
    Quit,
}

/// Where an action is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Everywhere except in a text field.
    Anywhere,
    /// Where the focused pane or dialog offers it.
    Here,
    /// Like `Focused`, but limited to these contexts; elsewhere its keys may mean something else.
    On(&'static [Spot]),
}

/// A part of the screen with its own key bindings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    Coverage,
    People,
    Roster,
    Care,
    Reviews,
    Metrics,
}

impl Place {
    /// Whether both can apply at once, in which case they must not share a key.
    pub fn meets(self, other: Place) -> bool {
        match (self, other) {
            (Place::On(here), Place::On(there)) => here.iter().any(|spot| there.contains(spot)),
            _ => true,
        }
    }
}

/// A row of the action table.
#[derive(Debug)]
pub struct Entry {
    pub action: Action,
    /// Stable name, used in the settings, the language files and the palette.
    pub name: &'static str,
    pub keys: &'static [&'static str],
    pub place: Place,
}

const fn entry(action: Action, name: &'static str, keys: &'static [&'static str], place: Place) -> Entry {
    Entry { action, name, keys, place }
}

/// Every action, in the order of the help.
pub const TABLE: &[Entry] = &[
    entry(Action::Up, "up", &["up", "k"], Place::Here),
    entry(Action::Down, "down", &["down", "j"], Place::Here),
    entry(Action::Left, "left", &["left", "h"], Place::Here),
    entry(Action::Right, "right", &["right", "l"], Place::Here),
    entry(Action::PageUp, "page-up", &["pgup", "ctrl-u"], Place::Here),
    entry(Action::PageDown, "page-down", &["pgdn", "ctrl-d"], Place::Here),
    entry(Action::Top, "top", &["home", "g"], Place::Here),
    entry(Action::Bottom, "bottom", &["end", "G"], Place::Here),
    entry(Action::Open, "open", &["enter"], Place::Here),
    entry(Action::Assign, "assign", &["a"], Place::Here),
    entry(Action::Deal, "deal", &["d"], Place::Anywhere),
    entry(Action::Drop, "drop", &["x"], Place::Here),
    entry(Action::Status, "status", &["s"], Place::Here),
    entry(Action::Priority, "priority", &["p"], Place::Here),
    entry(Action::Note, "note", &["n"], Place::Here),
    entry(Action::Reply, "reply", &["r"], Place::Here),
    entry(Action::Message, "message", &["m"], Place::Here),
    entry(Action::Edit, "edit", &["e"], Place::Here),
    entry(Action::HandOff, "hand-off", &["H"], Place::Here),
    entry(Action::Escalate, "escalate", &["E"], Place::Here),
    entry(Action::Promise, "promise", &["P"], Place::Here),
    entry(Action::Checklist, "checklist", &["T"], Place::Here),
    entry(Action::Upset, "upset", &["U"], Place::Here),
    entry(Action::Concede, "concession", &["C"], Place::Here),
    entry(Action::Ledger, "ledger", &["L"], Place::Here),
    entry(Action::Merge, "merge", &["M"], Place::Here),
    entry(Action::Link, "link", &["K"], Place::Here),
    entry(Action::Split, "split", &["X"], Place::Here),
    entry(Action::Voice, "feedback", &["#"], Place::Here),
    entry(Action::Save, "save", &["ctrl-s"], Place::Here),
    entry(Action::Editor, "editor", &["ctrl-e"], Place::Here),
    entry(Action::Filter, "filter", &["/"], Place::Here),
    entry(Action::Sort, "sort", &["o"], Place::Here),
    entry(Action::Columns, "columns", &["v"], Place::Here),
    entry(Action::Views, "views", &["F"], Place::Anywhere),
    entry(Action::Mark, "mark", &["space"], Place::Here),
    entry(Action::MarkRange, "mark-range", &["V"], Place::Here),
    entry(Action::MarkAll, "mark-all", &["*"], Place::Here),
    entry(Action::Export, "export", &["w"], Place::Here),
    entry(Action::Report, "report", &["%"], Place::Anywhere),
    entry(Action::NewTicket, "new-ticket", &["c"], Place::Anywhere),
    entry(Action::Person, "new-person", &["+"], Place::Anywhere),
    entry(Action::Customers, "customers", &["@"], Place::Anywhere),
    entry(Action::Tickets, "tickets", &["t"], Place::On(&[Spot::People])),
    entry(Action::Skills, "skills", &["A"], Place::On(&[Spot::People])),
    entry(Action::Shift, "new-shift", &["W"], Place::Anywhere),
    entry(Action::Absence, "new-absence", &["b"], Place::Anywhere),
    entry(Action::Requirement, "new-requirement", &["R"], Place::Anywhere),
    entry(Action::HandOver, "hand-over", &["Z"], Place::Anywhere),
    entry(Action::Huddle, "huddle", &["&"], Place::Anywhere),
    entry(Action::Notices, "notices", &["!"], Place::Anywhere),
    entry(Action::Requirements, "requirements", &["N"], Place::On(&[Spot::Coverage])),
    entry(Action::Suppose, "what-if", &["I"], Place::On(&[Spot::Coverage])),
    entry(Action::Period, "period", &["D"], Place::On(&[Spot::Metrics])),
    entry(Action::Against, "against", &["="], Place::On(&[Spot::Metrics])),
    entry(Action::Apart, "apart", &["t"], Place::On(&[Spot::Metrics])),
    entry(Action::Business, "business", &["B"], Place::On(&[Spot::Metrics])),
    entry(Action::Page, "page", &["i"], Place::On(&[Spot::Metrics, Spot::People])),
    entry(Action::Earlier, "earlier", &["<"], Place::On(&[Spot::Coverage, Spot::Roster, Spot::Metrics])),
    entry(Action::Later, "later", &[">"], Place::On(&[Spot::Coverage, Spot::Roster, Spot::Metrics])),
    entry(Action::ToNow, "to-now", &["0"], Place::On(&[Spot::Coverage, Spot::Roster, Spot::Metrics])),
    entry(Action::Template, "template", &["t"], Place::On(&[Spot::Roster])),
    entry(Action::Again, "again", &["."], Place::On(&[Spot::Roster])),
    entry(Action::Copy, "copy", &["y"], Place::On(&[Spot::Roster])),
    entry(Action::Take, "take", &["D"], Place::On(&[Spot::Roster])),
    entry(Action::Paste, "paste", &["i"], Place::On(&[Spot::Roster])),
    entry(Action::Swap, "swap", &["z"], Place::On(&[Spot::Roster])),
    entry(Action::Weekdays, "weekdays", &["J"], Place::On(&[Spot::Roster])),
    entry(Action::NextWeek, "next-week", &["N"], Place::On(&[Spot::Roster])),
    entry(Action::Away, "away", &["A"], Place::On(&[Spot::Roster])),
    entry(Action::Break, "break", &["B"], Place::On(&[Spot::Roster])),
    entry(Action::CheckIn, "check-in", &["I"], Place::On(&[Spot::People, Spot::Roster])),
    entry(Action::CheckOut, "check-out", &["O"], Place::On(&[Spot::People, Spot::Roster])),
    entry(Action::Coach, "coach", &["f"], Place::On(&[Spot::Care, Spot::Reviews])),
    entry(Action::Talk, "talk", &["t"], Place::On(&[Spot::Care])),
    entry(Action::Praise, "praise", &["y"], Place::On(&[Spot::Care])),
    entry(Action::Trainings, "trainings", &["i"], Place::On(&[Spot::Care])),
    entry(Action::Search, "search", &["S"], Place::Anywhere),
    entry(Action::Undo, "undo", &["u"], Place::Anywhere),
    entry(Action::Redo, "redo", &["ctrl-r"], Place::Anywhere),
    entry(Action::Acts, "acts", &["Y"], Place::Anywhere),
    entry(Action::NextPane, "next-pane", &["tab"], Place::Anywhere),
    entry(Action::PreviousPane, "previous-pane", &["backtab"], Place::Anywhere),
    entry(Action::NextFace, "next-face", &["]"], Place::Anywhere),
    entry(Action::PreviousFace, "previous-face", &["["], Place::Anywhere),
    entry(Action::Today, "today", &["1"], Place::Anywhere),
    entry(Action::Queue, "queue", &["2"], Place::Anywhere),
    entry(Action::Coverage, "coverage", &["3"], Place::Anywhere),
    entry(Action::People, "people", &["4"], Place::Anywhere),
    entry(Action::Metrics, "metrics", &["5"], Place::Anywhere),
    entry(Action::Plan, "plan", &["6"], Place::Anywhere),
    entry(Action::Commands, "commands", &[":", "ctrl-p"], Place::Anywhere),
    entry(Action::Help, "help", &["?", "f1"], Place::Anywhere),
    entry(Action::Redraw, "redraw", &["ctrl-l"], Place::Anywhere),
    entry(Action::Back, "back", &["esc", "q"], Place::Anywhere),
    entry(Action::Quit, "quit", &["Q", "ctrl-c"], Place::Anywhere),
];

impl Action {
    fn entry(self) -> Option<&'static Entry> {
        TABLE.iter().find(|entry| entry.action == self)
    }

    pub fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }

    pub fn named(name: &str) -> Option<Action> {
        TABLE.iter().find(|entry| entry.name == name).map(|entry| entry.action)
    }

    pub fn place(self) -> Option<Place> {
        self.entry().map(|entry| entry.place)
    }

    pub fn anywhere(self) -> bool {
        self.entry().is_some_and(|entry| entry.place == Place::Anywhere)
    }

    /// Cursor movement, offered by every list.
    pub const MOVES: [Action; 6] =
        [Action::Up, Action::Down, Action::PageUp, Action::PageDown, Action::Top, Action::Bottom];

    /// Actions on the ticket under the cursor.
    pub const ON_TICKET: [Action; 19] = [
        Action::Open,
        Action::Assign,
        Action::Status,
        Action::Priority,
        Action::Note,
        Action::Reply,
        Action::Message,
        Action::Ledger,
        Action::Edit,
        Action::HandOff,
        Action::Escalate,
        Action::Promise,
        Action::Checklist,
        Action::Upset,
        Action::Concede,
        Action::Merge,
        Action::Link,
        Action::Split,
        Action::Voice,
    ];

    /// Actions on roster cells or listed people.
    pub const ON_ROSTER: [Action; 12] = [
        Action::Template,
        Action::Again,
        Action::Copy,
        Action::Take,
        Action::Paste,
        Action::Swap,
        Action::Weekdays,
        Action::NextWeek,
        Action::Away,
        Action::Break,
        Action::CheckIn,
        Action::CheckOut,
    ];

    /// Coaching actions of leads and reviewers.
    pub const ON_CARE: [Action; 4] = [Action::Coach, Action::Talk, Action::Praise, Action::Trainings];

    /// The ticket actions that apply to several tickets at once.
    pub const ON_TICKETS: [Action; 9] = [
        Action::Assign,
        Action::Status,
        Action::Priority,
        Action::Note,
        Action::Reply,
        Action::Edit,
        Action::HandOff,
        Action::Escalate,
        Action::Merge,
    ];
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_stands_for_one_action() {
        for entry in TABLE {
            assert_eq!(Action::named(entry.name), Some(entry.action), "{}", entry.name);
            assert_eq!(entry.action.name(), entry.name);
            assert!(!entry.keys.is_empty());
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for (n, entry) in TABLE.iter().enumerate() {
            for other in &TABLE[n + 1..] {
                let meet = entry.place.meets(other.place);
                let shared = entry.keys.iter().find(|key| meet && other.keys.contains(key));
                assert_eq!(shared, None, "{} and {}", entry.name, other.name);
            }
        }
    }
}
