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
    NextTab,
    PreviousTab,
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
    Distribute,
    Remove,
    Status,
    Priority,
    Note,
    Reply,
    CustomerMessage,
    Edit,
    HandOff,
    Escalate,
    Promise,
    Checklist,
    MarkUpset,
    LogConcession,
    SlaLedger,
    Merge,
    Link,
    Split,
    Save,
    Export,
    Report,
    Editor,
    NewPerson,
    Customers,
    PersonTickets,
    Skills,
    NewShift,
    NewAbsence,
    NewRequirement,
    HandOver,
    Huddle,
    Notices,
    LogFeedback,
    Requirements,
    WhatIf,
    Period,
    Comparison,
    GroupBy,
    BusinessTime,
    PersonMetrics,
    Earlier,
    Later,
    ToNow,
    ApplyTemplate,
    RepeatLast,
    Copy,
    PickUp,
    Paste,
    Swap,
    FillWeekdays,
    RepeatWeek,
    SetAbsence,
    SetBreak,
    CheckIn,
    CheckOut,
    LogCoaching,
    LogOneOnOne,
    LogPraise,
    Trainings,
    Search,
    Undo,
    Redo,
    MyChanges,
    CommandPalette,
    Help,
    Redraw,
    Quit,
}

/// Where an action is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere except in a text field.
    Global,
    /// Where the focused pane or dialog offers it.
    Focused,
    /// Like `Focused`, but limited to these contexts; elsewhere its keys may mean something else.
    Only(&'static [Context]),
}

/// A part of the screen with its own key bindings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    Coverage,
    People,
    Roster,
    Coaching,
    Reviews,
    Metrics,
}

impl Scope {
    /// Whether both can apply at once, in which case they must not share a key.
    pub fn overlaps(self, other: Scope) -> bool {
        match (self, other) {
            (Scope::Only(here), Scope::Only(there)) => here.iter().any(|spot| there.contains(spot)),
            _ => true,
        }
    }
}

/// A row of the action table.
#[derive(Debug)]
pub struct ActionEntry {
    pub action: Action,
    /// Stable name, used in the settings, the language files and the palette.
    pub name: &'static str,
    pub keys: &'static [&'static str],
    pub scope: Scope,
}

const fn entry(action: Action, name: &'static str, keys: &'static [&'static str], place: Scope) -> ActionEntry {
    ActionEntry { action, name, keys, scope: place }
}

/// Every action, in the order of the help.
pub const ACTIONS: &[ActionEntry] = &[
    entry(Action::Up, "up", &["up", "k"], Scope::Focused),
    entry(Action::Down, "down", &["down", "j"], Scope::Focused),
    entry(Action::Left, "left", &["left", "h"], Scope::Focused),
    entry(Action::Right, "right", &["right", "l"], Scope::Focused),
    entry(Action::PageUp, "page-up", &["pgup", "ctrl-u"], Scope::Focused),
    entry(Action::PageDown, "page-down", &["pgdn", "ctrl-d"], Scope::Focused),
    entry(Action::Top, "top", &["home", "g"], Scope::Focused),
    entry(Action::Bottom, "bottom", &["end", "G"], Scope::Focused),
    entry(Action::Open, "open", &["enter"], Scope::Focused),
    entry(Action::Assign, "assign", &["a"], Scope::Focused),
    entry(Action::Distribute, "deal", &["d"], Scope::Global),
    entry(Action::Remove, "drop", &["x"], Scope::Focused),
    entry(Action::Status, "status", &["s"], Scope::Focused),
    entry(Action::Priority, "priority", &["p"], Scope::Focused),
    entry(Action::Note, "note", &["n"], Scope::Focused),
    entry(Action::Reply, "reply", &["r"], Scope::Focused),
    entry(Action::CustomerMessage, "message", &["m"], Scope::Focused),
    entry(Action::Edit, "edit", &["e"], Scope::Focused),
    entry(Action::HandOff, "hand-off", &["H"], Scope::Focused),
    entry(Action::Escalate, "escalate", &["E"], Scope::Focused),
    entry(Action::Promise, "promise", &["P"], Scope::Focused),
    entry(Action::Checklist, "checklist", &["T"], Scope::Focused),
    entry(Action::MarkUpset, "upset", &["U"], Scope::Focused),
    entry(Action::LogConcession, "concession", &["C"], Scope::Focused),
    entry(Action::SlaLedger, "ledger", &["L"], Scope::Focused),
    entry(Action::Merge, "merge", &["M"], Scope::Focused),
    entry(Action::Link, "link", &["K"], Scope::Focused),
    entry(Action::Split, "split", &["X"], Scope::Focused),
    entry(Action::LogFeedback, "feedback", &["#"], Scope::Focused),
    entry(Action::Save, "save", &["ctrl-s"], Scope::Focused),
    entry(Action::Editor, "editor", &["ctrl-e"], Scope::Focused),
    entry(Action::Filter, "filter", &["/"], Scope::Focused),
    entry(Action::Sort, "sort", &["o"], Scope::Focused),
    entry(Action::Columns, "columns", &["v"], Scope::Focused),
    entry(Action::Views, "views", &["F"], Scope::Global),
    entry(Action::Mark, "mark", &["space"], Scope::Focused),
    entry(Action::MarkRange, "mark-range", &["V"], Scope::Focused),
    entry(Action::MarkAll, "mark-all", &["*"], Scope::Focused),
    entry(Action::Export, "export", &["w"], Scope::Focused),
    entry(Action::Report, "report", &["%"], Scope::Global),
    entry(Action::NewTicket, "new-ticket", &["c"], Scope::Global),
    entry(Action::NewPerson, "new-person", &["+"], Scope::Global),
    entry(Action::Customers, "customers", &["@"], Scope::Global),
    entry(Action::PersonTickets, "tickets", &["t"], Scope::Only(&[Context::People])),
    entry(Action::Skills, "skills", &["A"], Scope::Only(&[Context::People])),
    entry(Action::NewShift, "new-shift", &["W"], Scope::Global),
    entry(Action::NewAbsence, "new-absence", &["b"], Scope::Global),
    entry(Action::NewRequirement, "new-requirement", &["R"], Scope::Global),
    entry(Action::HandOver, "hand-over", &["Z"], Scope::Global),
    entry(Action::Huddle, "huddle", &["&"], Scope::Global),
    entry(Action::Notices, "notices", &["!"], Scope::Global),
    entry(Action::Requirements, "requirements", &["N"], Scope::Only(&[Context::Coverage])),
    entry(Action::WhatIf, "what-if", &["I"], Scope::Only(&[Context::Coverage])),
    entry(Action::Period, "period", &["D"], Scope::Only(&[Context::Metrics])),
    entry(Action::Comparison, "against", &["="], Scope::Only(&[Context::Metrics])),
    entry(Action::GroupBy, "apart", &["t"], Scope::Only(&[Context::Metrics])),
    entry(Action::BusinessTime, "business", &["B"], Scope::Only(&[Context::Metrics])),
    entry(Action::PersonMetrics, "page", &["i"], Scope::Only(&[Context::Metrics, Context::People])),
    entry(Action::Earlier, "earlier", &["<"], Scope::Only(&[Context::Coverage, Context::Roster, Context::Metrics])),
    entry(Action::Later, "later", &[">"], Scope::Only(&[Context::Coverage, Context::Roster, Context::Metrics])),
    entry(Action::ToNow, "to-now", &["0"], Scope::Only(&[Context::Coverage, Context::Roster, Context::Metrics])),
    entry(Action::ApplyTemplate, "template", &["t"], Scope::Only(&[Context::Roster])),
    entry(Action::RepeatLast, "again", &["."], Scope::Only(&[Context::Roster])),
    entry(Action::Copy, "copy", &["y"], Scope::Only(&[Context::Roster])),
    entry(Action::PickUp, "take", &["D"], Scope::Only(&[Context::Roster])),
    entry(Action::Paste, "paste", &["i"], Scope::Only(&[Context::Roster])),
    entry(Action::Swap, "swap", &["z"], Scope::Only(&[Context::Roster])),
    entry(Action::FillWeekdays, "weekdays", &["J"], Scope::Only(&[Context::Roster])),
    entry(Action::RepeatWeek, "next-week", &["N"], Scope::Only(&[Context::Roster])),
    entry(Action::SetAbsence, "away", &["A"], Scope::Only(&[Context::Roster])),
    entry(Action::SetBreak, "break", &["B"], Scope::Only(&[Context::Roster])),
    entry(Action::CheckIn, "check-in", &["I"], Scope::Only(&[Context::People, Context::Roster])),
    entry(Action::CheckOut, "check-out", &["O"], Scope::Only(&[Context::People, Context::Roster])),
    entry(Action::LogCoaching, "coach", &["f"], Scope::Only(&[Context::Coaching, Context::Reviews])),
    entry(Action::LogOneOnOne, "talk", &["t"], Scope::Only(&[Context::Coaching])),
    entry(Action::LogPraise, "praise", &["y"], Scope::Only(&[Context::Coaching])),
    entry(Action::Trainings, "trainings", &["i"], Scope::Only(&[Context::Coaching])),
    entry(Action::Search, "search", &["S"], Scope::Global),
    entry(Action::Undo, "undo", &["u"], Scope::Global),
    entry(Action::Redo, "redo", &["ctrl-r"], Scope::Global),
    entry(Action::MyChanges, "acts", &["Y"], Scope::Global),
    entry(Action::NextPane, "next-pane", &["tab"], Scope::Global),
    entry(Action::PreviousPane, "previous-pane", &["backtab"], Scope::Global),
    entry(Action::NextTab, "next-face", &["]"], Scope::Global),
    entry(Action::PreviousTab, "previous-face", &["["], Scope::Global),
    entry(Action::Today, "today", &["1"], Scope::Global),
    entry(Action::Queue, "queue", &["2"], Scope::Global),
    entry(Action::Coverage, "coverage", &["3"], Scope::Global),
    entry(Action::People, "people", &["4"], Scope::Global),
    entry(Action::Metrics, "metrics", &["5"], Scope::Global),
    entry(Action::Plan, "plan", &["6"], Scope::Global),
    entry(Action::CommandPalette, "commands", &[":", "ctrl-p"], Scope::Global),
    entry(Action::Help, "help", &["?", "f1"], Scope::Global),
    entry(Action::Redraw, "redraw", &["ctrl-l"], Scope::Global),
    entry(Action::Back, "back", &["esc", "q"], Scope::Global),
    entry(Action::Quit, "quit", &["Q", "ctrl-c"], Scope::Global),
];

impl Action {
    fn entry(self) -> Option<&'static ActionEntry> {
        ACTIONS.iter().find(|entry| entry.action == self)
    }

    pub fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }

    pub fn from_name(name: &str) -> Option<Action> {
        ACTIONS.iter().find(|entry| entry.name == name).map(|entry| entry.action)
    }

    pub fn scope(self) -> Option<Scope> {
        self.entry().map(|entry| entry.scope)
    }

    pub fn is_global(self) -> bool {
        self.entry().is_some_and(|entry| entry.scope == Scope::Global)
    }

    /// Cursor movement, offered by every list.
    pub const CURSOR_MOVES: [Action; 6] =
        [Action::Up, Action::Down, Action::PageUp, Action::PageDown, Action::Top, Action::Bottom];

    /// Actions on the ticket under the cursor.
    pub const TICKET_ACTIONS: [Action; 19] = [
        Action::Open,
        Action::Assign,
        Action::Status,
        Action::Priority,
        Action::Note,
        Action::Reply,
        Action::CustomerMessage,
        Action::SlaLedger,
        Action::Edit,
        Action::HandOff,
        Action::Escalate,
        Action::Promise,
        Action::Checklist,
        Action::MarkUpset,
        Action::LogConcession,
        Action::Merge,
        Action::Link,
        Action::Split,
        Action::LogFeedback,
    ];

    /// Actions on roster cells or listed people.
    pub const ROSTER_ACTIONS: [Action; 12] = [
        Action::ApplyTemplate,
        Action::RepeatLast,
        Action::Copy,
        Action::PickUp,
        Action::Paste,
        Action::Swap,
        Action::FillWeekdays,
        Action::RepeatWeek,
        Action::SetAbsence,
        Action::SetBreak,
        Action::CheckIn,
        Action::CheckOut,
    ];

    /// Coaching actions of leads and reviewers.
    pub const COACHING_ACTIONS: [Action; 4] =
        [Action::LogCoaching, Action::LogOneOnOne, Action::LogPraise, Action::Trainings];

    /// The ticket actions that apply to several tickets at once.
    pub const BULK_TICKET_ACTIONS: [Action; 9] = [
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
        for entry in ACTIONS {
            assert_eq!(Action::from_name(entry.name), Some(entry.action), "{}", entry.name);
            assert_eq!(entry.action.name(), entry.name);
            assert!(!entry.keys.is_empty());
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for (n, entry) in ACTIONS.iter().enumerate() {
            for other in &ACTIONS[n + 1..] {
                let meet = entry.scope.overlaps(other.scope);
                let shared = entry.keys.iter().find(|key| meet && other.keys.contains(key));
                assert_eq!(shared, None, "{} and {}", entry.name, other.name);
            }
        }
    }
}
