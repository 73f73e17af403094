//! The roster: people by day of a week, edited in place. One or two keys fill a cell, row or block; each edit is one
//! undo step. Rule violations are flagged, not blocked.

mod asks;
mod blocks;
mod draw;
mod sheet;
mod told;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::{Days, NaiveDate, TimeDelta};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::engine::roster::cells::{Cell, Shape, absences, shifts};
use crate::engine::roster::edit::{self, Block};
use crate::engine::roster::rules::monday;
use crate::engine::roster::table::table;
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::record::Record;
use crate::ui::action::Action;
use crate::ui::dialogs::{attend, form};
use crate::ui::keymap::Key;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::Cursor;
use crate::ui::widgets::when;
use self::asks::{Asked, Then};
use self::sheet::{Sheet, days, is_loaded};

pub use self::sheet::loaded;
/// The pane. The cursor is on a person and a day.
#[derive(Default)]
pub struct Roster {
    cursor: Cursor<PersonId>,
    /// `None` until the cursor moves: today.
    day: Option<NaiveDate>,
    /// Cells marked individually.
    marks: BTreeSet<Cell>,
    /// The other corner of a block selection that ends at the cursor.
    anchor: Option<Cell>,
    copied: Option<Block>,
    /// Cut shifts and the cells they come from; the next paste moves them.
    taken: Option<(Block, BTreeSet<Cell>)>,
    /// The cell of a paste that does not fit entirely; pasting there again drops what does not fit.
    partly: Option<Cell>,
    /// The first cell of a pending swap.
    swap: Option<Cell>,
    /// The last fill, for repeating it.
    last: Option<Vec<Shape>>,
    asked: Option<Asked>,
    sheet: RefCell<(u64, Rc<Sheet>)>,
    /// The following week, for tall screens.
    after: RefCell<(u64, Rc<Sheet>)>,
}

impl Roster {
    fn day(&self, view: &View) -> NaiveDate {
        let (first, last) = loaded(view.zone(), view);
        self.day.unwrap_or_else(|| view.zone().date(view.now)).clamp(first, last)
    }

    /// The selected week.
    fn sheet(&self, view: &View) -> Rc<Sheet> {
        worked_out(&self.sheet, monday(self.day(view)), view)
    }

    fn week_after(&self, view: &View) -> Rc<Sheet> {
        worked_out(&self.after, monday(self.day(view)) + Days::new(7), view)
    }

    fn cell(&self, view: &View) -> Option<Cell> {
        Some((self.cursor.item(&self.sheet(view).people)?, self.day(view)))
    }

    /// Marked cells, individually or as a block; empty if none.
    fn marked(&self, view: &View) -> BTreeSet<Cell> {
        let mut cells = self.marks.clone();
        if let (Some((person, day)), Some(here)) = (self.anchor, self.cell(view)) {
            let people = &self.sheet(view).people;
            let row = |person: PersonId| people.iter().position(|one| *one == person);
            if let (Some(a), Some(b)) = (row(person), row(here.0)) {
                for person in &people[a.min(b)..=a.max(b)] {
                    let on = day.min(here.1).iter_days().take_while(|on| *on <= day.max(here.1));
                    cells.extend(on.map(|on| (*person, on)));
                }
            }
        }
        cells
    }

    /// Cells that the next edit applies to: the marked ones, else the selected one.
    fn targets(&self, view: &View) -> BTreeSet<Cell> {
        let marked = self.marked(view);
        if marked.is_empty() { self.cell(view).into_iter().collect() } else { marked }
    }

    fn unmark(&mut self) {
        self.marks.clear();
        self.anchor = None;
    }

    /// Submits changes as one transaction and clears the marks. Refuses days that are not loaded, whose shifts are
    /// unknown.
    fn act(&mut self, changes: Vec<Change>, view: &View) -> Effect {
        let (first, last) = loaded(view.zone(), view);
        let targets = self.targets(view);
        let shifts = changes.iter().filter_map(day_of_shift);
        if let Some(day) = targets.iter().map(|cell| cell.1).chain(shifts).find(|day| !(first..=last).contains(day)) {
            return Effect::Say(view.t(if day < first { "roster-no-earlier" } else { "roster-no-later" }));
        }
        match edit::act(changes) {
            Some(change) => {
                self.unmark();
                Effect::Change(change)
            }
            None => Effect::Say(view.t("nothing-changed")),
        }
    }

    fn fill(&mut self, shapes: Vec<Shape>, view: &View) -> Effect {
        let changes = edit::fill(&view.desk.team, &self.targets(view), &shapes);
        self.last = Some(shapes);
        self.act(changes, view)
    }

    /// Selects a day; says so at the end of the loaded range.
    fn go(&mut self, to: NaiveDate, view: &View) -> Effect {
        let (first, last) = loaded(view.zone(), view);
        self.day = Some(to.clamp(first, last));
        match (first..=last).contains(&to) {
            true => Effect::Done,
            false => Effect::Say(view.t(if to < first { "roster-no-earlier" } else { "roster-no-later" })),
        }
    }

    fn mark(&mut self, cell: Cell, view: &View) -> Effect {
        if !self.marks.remove(&cell) {
            self.marks.insert(cell);
        }
        self.go(cell.1 + Days::new(1), view)
    }

    /// Marks a person's loaded week; a second time, everybody's.
    fn mark_all(&mut self, person: PersonId, view: &View) {
        let sheet = self.sheet(view);
        let loaded: Vec<NaiveDate> = days(sheet.monday).into_iter().filter(|day| is_loaded(*day, view)).collect();
        let row = |person: PersonId| loaded.iter().map(move |day| (person, *day));
        let whole = row(person).all(|cell| self.marks.contains(&cell));
        match whole {
            true => self.marks.extend(sheet.people.iter().flat_map(|person| row(*person))),
            false => self.marks.extend(row(person)),
        }
    }

    /// Repeats this week in the next one and shows it.
    fn next_week(&mut self, view: &View) -> Effect {
        let monday = self.sheet(view).monday;
        let next = monday + Days::new(7);
        if !view.desk.team.shifts.iter().any(|shift| edit::same_week(shift.day, monday)) {
            return Effect::Say(view.t("roster-week-empty"));
        }
        let (first, last) = loaded(view.zone(), view);
        if monday < first {
            return Effect::Say(view.t("roster-no-earlier"));
        }
        if next + Days::new(6) > last {
            return Effect::Say(view.t("roster-no-later"));
        }
        let changes = edit::repeat_week(&view.desk.team, monday, next, 1, None);
        let effect = self.act(changes, view);
        self.day = Some(self.day(view) + Days::new(7));
        effect
    }

    fn edit(&self, cell: Cell, view: &View) -> Effect {
        let team = &view.desk.team;
        match (shifts(team, cell).first(), absences(team, cell).next()) {
            (Some(shift), _) => form::open(form::shift::NewShift::edit((*shift).clone(), view), view),
            (None, Some(absence)) => form::open(form::absence::NewAbsence::edit(absence.clone(), view), view),
            (None, None) => form::open(form::shift::NewShift::new(Some(cell.0), Some(cell.1), view), view),
        }
    }

    fn ask(&mut self, asked: Asked) -> Effect {
        self.asked = Some(asked);
        Effect::Done
    }

    /// Handles an action on the selected cell.
    fn on_cell(&mut self, action: Action, cell: Cell, view: &View) -> Effect {
        let team = &view.desk.team;
        let people = self.sheet(view).people.clone();
        match action {
            Action::Open => self.ask(Asked::hours(team, cell)),
            Action::Template => self.ask(Asked::Template(Then::Fill)),
            Action::Away => self.ask(Asked::Away),
            Action::Break => self.ask(Asked::line("roster-ask-break", "")),
            Action::Split => self.ask(Asked::line("roster-ask-split", "")),
            Action::Again => match self.last.clone() {
                Some(shapes) => self.fill(shapes, view),
                None => Effect::Say(view.t("roster-nothing-filled")),
            },
            Action::Drop => {
                let changes = edit::clear(team, &self.targets(view));
                self.act(changes, view)
            }
            Action::Copy => {
                self.copied = Some(Block::copy(team, &self.targets(view), &people));
                self.taken = None;
                self.unmark();
                Effect::Say(view.t("roster-copied"))
            }
            Action::Take => {
                let cells = self.targets(view);
                let block = Block::copy(team, &cells, &people);
                if block.is_empty() {
                    return Effect::Say(view.t("roster-nothing-taken"));
                }
                self.taken = Some((block, cells));
                self.unmark();
                Effect::Say(view.t("roster-taken"))
            }
            Action::Paste => self.paste(cell, view),
            Action::Swap => self.swapped(cell, view),
            Action::Weekdays => {
                let changes = edit::over_weekdays(team, &self.targets(view));
                self.act(changes, view)
            }
            Action::Edit => self.edit(cell, view),
            Action::Shift => form::open(form::shift::NewShift::new(Some(cell.0), Some(cell.1), view), view),
            Action::Absence => form::open(form::absence::NewAbsence::new(Some(cell.0), Some(cell.1), view), view),
            Action::Mark => self.mark(cell, view),
            Action::MarkRange => {
                self.anchor = if self.anchor.is_some() { None } else { Some(cell) };
                Effect::Done
            }
            Action::MarkAll => {
                self.mark_all(cell.0, view);
                Effect::Done
            }
            Action::CheckIn => attend::check_in(cell.0, view),
            Action::CheckOut => attend::check_out(cell.0, view),
            _ => Effect::Pass,
        }
    }
}

/// The day of a shift that a change adds or moves.
fn day_of_shift(change: &Change) -> Option<NaiveDate> {
    match change {
        Change::Add(Record::Shift(shift)) | Change::Replace { record: Some(Record::Shift(shift)), .. } => {
            Some(shift.day)
        }
        _ => None,
    }
}

/// A week, recomputed only if team, clock or settings changed; ticket changes do not matter.
fn worked_out(cache: &RefCell<(u64, Rc<Sheet>)>, monday: NaiveDate, view: &View) -> Rc<Sheet> {
    let mut cache = cache.borrow_mut();
    let version = view.trail.version();
    if view.trail.since(cache.0).is_none() || cache.1.monday != monday {
        cache.1 = Rc::new(Sheet::of(monday, view));
    }
    cache.0 = version;
    cache.1.clone()
}

/// `Week 47 · Mon 16 Nov – Sun 22 Nov`.
fn week_title(monday: NaiveDate, view: &View) -> String {
    let week = monday.format("%V").to_string();
    let (from, to) = (when::day(monday, view), when::day(monday + Days::new(6), view));
    view.tt("roster-week", &[("week", week.into()), ("from", from.into()), ("to", to.into())])
}

impl Pane for Roster {
    fn title(&self, view: &View) -> String {
        week_title(self.sheet(view).monday, view)
    }

    fn badge(&self, view: &View) -> String {
        let marked = self.marked(view).len();
        let flagged = self.sheet(view).flags.len();
        match (marked, flagged) {
            (0, 0) => String::new(),
            (0, n) => view.tt("roster-n-flagged", &[("n", n.into())]),
            (n, _) => view.tt("roster-n-marked", &[("n", n.into())]),
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        if let Some(asked) = &self.asked {
            return asked.actions();
        }
        if self.cell(view).is_none() {
            return vec![Action::Person];
        }
        let paste = (self.copied.is_some() || self.taken(view).is_some()).then_some(Action::Paste);
        let swap = self.swap.map(|_| Action::Swap);
        let rest = [
            Action::Template,
            Action::Open,
            Action::Earlier,
            Action::Later,
            Action::Weekdays,
            Action::NextWeek,
            Action::Away,
            Action::Drop,
            Action::MarkRange,
            Action::Copy,
            Action::ToNow,
            Action::Swap,
            Action::Take,
            Action::Paste,
            Action::Again,
            Action::Split,
            Action::Break,
            Action::Edit,
            Action::Shift,
            Action::Absence,
            Action::CheckIn,
            Action::CheckOut,
            Action::Mark,
            Action::MarkAll,
            Action::Export,
            Action::Person,
            Action::Left,
            Action::Right,
        ];
        let first: Vec<Action> = swap.into_iter().chain(paste).collect();
        let others = rest.into_iter().filter(|action| !first.contains(action));
        first.iter().copied().chain(others).chain(Action::MOVES).collect()
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        let key = match (&self.asked, action) {
            (Some(asked), action) => return asked.verb(action, view),
            (None, Action::Open) => "do-hours",
            (None, Action::Drop) => "do-clear",
            (None, Action::Split) => "do-split-shift",
            (None, Action::Swap) if self.swap.is_some() => "do-swap-here",
            _ => return None,
        };
        Some(view.t(key))
    }

    fn typing(&self) -> bool {
        self.asked.is_some()
    }

    fn typed(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        let asked = self.asked.as_mut()?;
        let bound = view.keys.action(Key::from(key)).filter(|_| !Key::from(key).is_text());
        if let Some(Action::Open | Action::Back | Action::Quit | Action::Redraw) = bound {
            return None;
        }
        match (asked, key.code) {
            (Asked::Line { field, wrong, .. }, _) => {
                if field.typed(key) {
                    *wrong = None;
                }
                Some(Effect::Done)
            }
            (_, KeyCode::Char(letter)) => Some(self.chosen(letter, view)),
            _ => Some(Effect::Done),
        }
    }

    fn pasted(&mut self, text: &str, _view: &View) {
        if let Some(Asked::Line { field, .. }) = &mut self.asked {
            field.paste(text);
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if self.asked.is_some() {
            return match action {
                Action::Open => self.answered(view),
                Action::Back => {
                    self.asked = None;
                    Effect::Done
                }
                _ => Effect::Pass,
            };
        }
        // Shifts that were moved or edited since are no longer cut.
        self.taken = self.taken(view).cloned();
        self.partly = self.partly.take().filter(|_| action == Action::Paste);
        let people = self.sheet(view).people.clone();
        if self.cursor.act(action, &people) {
            return Effect::Done;
        }
        let day = self.day(view);
        let week = TimeDelta::days(7);
        match action {
            Action::Left => return self.go(day - TimeDelta::days(1), view),
            Action::Right => return self.go(day + TimeDelta::days(1), view),
            Action::Earlier => return self.go(day - week, view),
            Action::Later => return self.go(day + week, view),
            Action::ToNow => {
                self.day = None;
                return Effect::Done;
            }
            Action::NextWeek => return self.next_week(view),
            Action::Export => {
                let monday = self.sheet(view).monday;
                let week = table(&view.desk.team, monday, monday + Days::new(6));
                return form::export::of_table(&format!("roster-{}", monday.format("%G-W%V")), week, view);
            }
            Action::Back if !self.marked(view).is_empty() || self.swap.is_some() || self.taken.is_some() => {
                self.unmark();
                (self.swap, self.taken) = (None, None);
                return Effect::Done;
            }
            _ => {}
        }
        match self.cell(view) {
            Some(cell) => {
                self.cursor.hold(&people);
                self.on_cell(action, cell, view)
            }
            None => Effect::Pass,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        draw::draw(self, frame, area, view);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::person::Author;
    use crate::model::ids::TicketId;
    use crate::model::time::from_millis;
    use crate::ui::scene::Scene;

    #[test]
    fn a_ticket_alone_makes_no_week_anew() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("config.toml");
        std::fs::write(&own, "").unwrap();
        let settings = crate::config::load(Some(&own), &folder.path().join("team.db")).settings;
        let mut scene = Scene::new(settings, Author::default(), from_millis(0).unwrap(), false).0;
        scene.trail.anew();
        let (kept, day) = (RefCell::default(), NaiveDate::default());
        let first = worked_out(&kept, day, &scene.view(true));
        scene.trail.touch([TicketId(1)]);
        assert!(Rc::ptr_eq(&first, &worked_out(&kept, day, &scene.view(true))), "a ticket");
        assert!(!Rc::ptr_eq(&first, &worked_out(&kept, day + Days::new(7), &scene.view(true))), "another week");
        let first = worked_out(&kept, day, &scene.view(true));
        scene.trail.anew();
        assert!(
            !Rc::ptr_eq(&first, &worked_out(&kept, day, &scene.view(true))),
            "the team, the moment or the settings"
        );
    }
}
