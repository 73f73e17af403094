//! The roster: people by day of a week, edited in place. One or two keys fill a cell, row or block; each edit is one
//! undo step. Rule violations are flagged, not blocked.

pub mod clipboard;
pub mod details;
pub mod grid;
pub mod prompt;
pub mod prompt_input;
pub mod week;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::{Days, NaiveDate, TimeDelta};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;

use self::prompt::{RosterPrompt, TemplateAction};
use self::week::{RosterWeek, is_loaded, week_days};
use crate::engine::roster::cells::{RosterCell, ShiftPattern, absences_in_cell, shifts_in_cell};
use crate::engine::roster::edit::{self, RosterBlock};
use crate::engine::roster::rules::monday;
use crate::engine::roster::table::roster_table;
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::record::Record;
use crate::ui::action::Action;
use crate::ui::dialogs::{attendance, form};
use crate::ui::keymap::Key;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::Cursor;

pub use self::week::loaded_days;
/// The pane. The cursor is on a person and a day.
#[derive(Default)]
pub struct RosterPane {
    cursor: Cursor<PersonId>,
    /// `None` until the cursor moves: today.
    day: Option<NaiveDate>,
    /// Cells marked individually.
    marked_individually: BTreeSet<RosterCell>,
    /// The other corner of a block selection that ends at the cursor.
    anchor: Option<RosterCell>,
    copied_block: Option<RosterBlock>,
    /// Cut shifts and the cells they come from; the next paste moves them.
    cut_block: Option<(RosterBlock, BTreeSet<RosterCell>)>,
    /// The cell of a paste that does not fit entirely; pasting there again drops what does not fit.
    partial_paste_at: Option<RosterCell>,
    /// The first cell of a pending swap.
    swap_from: Option<RosterCell>,
    /// The last fill, for repeating it.
    last_fill: Option<Vec<ShiftPattern>>,
    prompt: Option<RosterPrompt>,
    week_cache: RefCell<(u64, Rc<RosterWeek>)>,
    /// The following week, for tall screens.
    next_week_cache: RefCell<(u64, Rc<RosterWeek>)>,
}

impl RosterPane {
    fn selected_day(&self, view: &View) -> NaiveDate {
        let (first, last) = loaded_days(view.zone(), view);
        self.day.unwrap_or_else(|| view.zone().date(view.now)).clamp(first, last)
    }

    /// The selected week.
    fn week(&self, view: &View) -> Rc<RosterWeek> {
        cached_week(&self.week_cache, monday(self.selected_day(view)), view)
    }

    fn following_week(&self, view: &View) -> Rc<RosterWeek> {
        cached_week(&self.next_week_cache, monday(self.selected_day(view)) + Days::new(7), view)
    }

    fn selected_cell(&self, view: &View) -> Option<RosterCell> {
        Some((self.cursor.item(&self.week(view).people)?, self.selected_day(view)))
    }

    /// Marked cells, individually or as a block; empty if none.
    fn marked_cells(&self, view: &View) -> BTreeSet<RosterCell> {
        let mut cells = self.marked_individually.clone();
        if let (Some((person, day)), Some(here)) = (self.anchor, self.selected_cell(view)) {
            let people = &self.week(view).people;
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
    fn target_cells(&self, view: &View) -> BTreeSet<RosterCell> {
        let marked = self.marked_cells(view);
        if marked.is_empty() { self.selected_cell(view).into_iter().collect() } else { marked }
    }

    fn clear_marks(&mut self) {
        self.marked_individually.clear();
        self.anchor = None;
    }

    /// Submits changes as one transaction and clears the marks. Refuses days that are not loaded, whose shifts are
    /// unknown.
    fn submit(&mut self, changes: Vec<Change>, view: &View) -> Effect {
        let (first, last) = loaded_days(view.zone(), view);
        let targets = self.target_cells(view);
        let shifts = changes.iter().filter_map(shift_day);
        if let Some(day) = targets.iter().map(|cell| cell.1).chain(shifts).find(|day| !(first..=last).contains(day)) {
            return Effect::Message(view.t(if day < first { "roster-no-earlier" } else { "roster-no-later" }));
        }
        match edit::combine_changes(changes) {
            Some(change) => {
                self.clear_marks();
                Effect::Change(change)
            }
            None => Effect::Message(view.t("nothing-changed")),
        }
    }

    fn fill(&mut self, shapes: Vec<ShiftPattern>, view: &View) -> Effect {
        let changes = edit::fill(&view.desk.team, &self.target_cells(view), &shapes);
        self.last_fill = Some(shapes);
        self.submit(changes, view)
    }

    /// Selects a day; says so at the end of the loaded range.
    fn go_to_day(&mut self, to: NaiveDate, view: &View) -> Effect {
        let (first, last) = loaded_days(view.zone(), view);
        self.day = Some(to.clamp(first, last));
        match (first..=last).contains(&to) {
            true => Effect::Handled,
            false => Effect::Message(view.t(if to < first { "roster-no-earlier" } else { "roster-no-later" })),
        }
    }

    fn toggle_mark(&mut self, cell: RosterCell, view: &View) -> Effect {
        if !self.marked_individually.remove(&cell) {
            self.marked_individually.insert(cell);
        }
        self.go_to_day(cell.1 + Days::new(1), view)
    }

    /// Marks a person's loaded week; a second time, everybody's.
    fn mark_all(&mut self, person: PersonId, view: &View) {
        let sheet = self.week(view);
        let loaded: Vec<NaiveDate> = week_days(sheet.monday).into_iter().filter(|day| is_loaded(*day, view)).collect();
        let row = |person: PersonId| loaded.iter().map(move |day| (person, *day));
        let whole = row(person).all(|cell| self.marked_individually.contains(&cell));
        match whole {
            true => self.marked_individually.extend(sheet.people.iter().flat_map(|person| row(*person))),
            false => self.marked_individually.extend(row(person)),
        }
    }

    /// Repeats this week in the next one and shows it.
    fn repeat_in_next_week(&mut self, view: &View) -> Effect {
        let monday = self.week(view).monday;
        let next = monday + Days::new(7);
        if !view.desk.team.shifts.iter().any(|shift| edit::is_in_week(shift.day, monday)) {
            return Effect::Message(view.t("roster-week-empty"));
        }
        let (first, last) = loaded_days(view.zone(), view);
        if monday < first {
            return Effect::Message(view.t("roster-no-earlier"));
        }
        if next + Days::new(6) > last {
            return Effect::Message(view.t("roster-no-later"));
        }
        let changes = edit::repeat_week(&view.desk.team, monday, next, 1, None);
        let effect = self.submit(changes, view);
        self.day = Some(self.selected_day(view) + Days::new(7));
        effect
    }

    fn open_edit_form(&self, cell: RosterCell, view: &View) -> Effect {
        let team = &view.desk.team;
        match (shifts_in_cell(team, cell).first(), absences_in_cell(team, cell).next()) {
            (Some(shift), _) => form::open(form::shift::ShiftForm::edit((*shift).clone(), view), view),
            (None, Some(absence)) => form::open(form::absence::AbsenceForm::edit(absence.clone(), view), view),
            (None, None) => form::open(form::shift::ShiftForm::new(Some(cell.0), Some(cell.1), view), view),
        }
    }

    fn open_prompt(&mut self, asked: RosterPrompt) -> Effect {
        self.prompt = Some(asked);
        Effect::Handled
    }

    /// Handles an action on the selected cell.
    fn handle_cell_action(&mut self, action: Action, cell: RosterCell, view: &View) -> Effect {
        let team = &view.desk.team;
        let people = self.week(view).people.clone();
        match action {
            Action::Open => self.open_prompt(RosterPrompt::for_hours(team, cell)),
            Action::ApplyTemplate => self.open_prompt(RosterPrompt::Template(TemplateAction::Fill)),
            Action::SetAbsence => self.open_prompt(RosterPrompt::Absence),
            Action::SetBreak => self.open_prompt(RosterPrompt::input("roster-ask-break", "")),
            Action::Split => self.open_prompt(RosterPrompt::input("roster-ask-split", "")),
            Action::RepeatLast => match self.last_fill.clone() {
                Some(shapes) => self.fill(shapes, view),
                None => Effect::Message(view.t("roster-nothing-filled")),
            },
            Action::Remove => {
                let changes = edit::clear(team, &self.target_cells(view));
                self.submit(changes, view)
            }
            Action::Copy => {
                self.copied_block = Some(RosterBlock::copy(team, &self.target_cells(view), &people));
                self.cut_block = None;
                self.clear_marks();
                Effect::Message(view.t("roster-copied"))
            }
            Action::PickUp => {
                let cells = self.target_cells(view);
                let block = RosterBlock::copy(team, &cells, &people);
                if block.is_empty() {
                    return Effect::Message(view.t("roster-nothing-to-cut"));
                }
                self.cut_block = Some((block, cells));
                self.clear_marks();
                Effect::Message(view.t("roster-cut"))
            }
            Action::Paste => self.paste(cell, view),
            Action::Swap => self.swap_with(cell, view),
            Action::FillWeekdays => {
                let changes = edit::fill_weekdays(team, &self.target_cells(view));
                self.submit(changes, view)
            }
            Action::Edit => self.open_edit_form(cell, view),
            Action::NewShift => form::open(form::shift::ShiftForm::new(Some(cell.0), Some(cell.1), view), view),
            Action::NewAbsence => form::open(form::absence::AbsenceForm::new(Some(cell.0), Some(cell.1), view), view),
            Action::Mark => self.toggle_mark(cell, view),
            Action::MarkRange => {
                self.anchor = if self.anchor.is_some() { None } else { Some(cell) };
                Effect::Handled
            }
            Action::MarkAll => {
                self.mark_all(cell.0, view);
                Effect::Handled
            }
            Action::CheckIn => attendance::check_in(cell.0, view),
            Action::CheckOut => attendance::check_out(cell.0, view),
            _ => Effect::Ignored,
        }
    }
}

/// The day of a shift that a change adds or moves.
fn shift_day(change: &Change) -> Option<NaiveDate> {
    match change {
        Change::AddRecord(Record::Shift(shift)) | Change::ReplaceRecord { record: Some(Record::Shift(shift)), .. } => {
            Some(shift.day)
        }
        _ => None,
    }
}

/// A week, recomputed only if team, clock or settings changed; ticket changes do not matter.
fn cached_week(cache: &RefCell<(u64, Rc<RosterWeek>)>, monday: NaiveDate, view: &View) -> Rc<RosterWeek> {
    let mut cache = cache.borrow_mut();
    let version = view.changes.version();
    if view.changes.changed_since(cache.0).is_none() || cache.1.monday != monday {
        cache.1 = Rc::new(RosterWeek::for_week(monday, view));
    }
    cache.0 = version;
    cache.1.clone()
}

/// `Week 47 · Mon 16 Nov – Sun 22 Nov`.
fn week_title(monday: NaiveDate, view: &View) -> String {
    let week = monday.format("%V").to_string();
    let (from, to) = (dates::format_day(monday, view), dates::format_day(monday + Days::new(6), view));
    view.tt("roster-week", &[("week", week.into()), ("from", from.into()), ("to", to.into())])
}

impl Pane for RosterPane {
    fn title(&self, view: &View) -> String {
        week_title(self.week(view).monday, view)
    }

    fn badge(&self, view: &View) -> String {
        let marked = self.marked_cells(view).len();
        let flagged = self.week(view).flags.len();
        match (marked, flagged) {
            (0, 0) => String::new(),
            (0, n) => view.tt("roster-n-flagged", &[("n", n.into())]),
            (n, _) => view.tt("roster-n-marked", &[("n", n.into())]),
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        if let Some(asked) = &self.prompt {
            return asked.actions();
        }
        if self.selected_cell(view).is_none() {
            return vec![Action::NewPerson];
        }
        let paste = (self.copied_block.is_some() || self.valid_cut_block(view).is_some()).then_some(Action::Paste);
        let swap = self.swap_from.map(|_| Action::Swap);
        let rest = [
            Action::ApplyTemplate,
            Action::Open,
            Action::Earlier,
            Action::Later,
            Action::FillWeekdays,
            Action::RepeatWeek,
            Action::SetAbsence,
            Action::Remove,
            Action::MarkRange,
            Action::Copy,
            Action::ToNow,
            Action::Swap,
            Action::PickUp,
            Action::Paste,
            Action::RepeatLast,
            Action::Split,
            Action::SetBreak,
            Action::Edit,
            Action::NewShift,
            Action::NewAbsence,
            Action::CheckIn,
            Action::CheckOut,
            Action::Mark,
            Action::MarkAll,
            Action::Export,
            Action::NewPerson,
            Action::Left,
            Action::Right,
        ];
        let first: Vec<Action> = swap.into_iter().chain(paste).collect();
        let others = rest.into_iter().filter(|action| !first.contains(action));
        first.iter().copied().chain(others).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        let key = match (&self.prompt, action) {
            (Some(asked), action) => return asked.verb(action, view),
            (None, Action::Open) => "do-hours",
            (None, Action::Remove) => "do-clear",
            (None, Action::Split) => "do-split-shift",
            (None, Action::Swap) if self.swap_from.is_some() => "do-swap-here",
            _ => return None,
        };
        Some(view.t(key))
    }

    fn captures_text(&self) -> bool {
        self.prompt.is_some()
    }

    fn on_key(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        let asked = self.prompt.as_mut()?;
        let bound = view.keymap.action_for(Key::from(key)).filter(|_| !Key::from(key).is_text());
        if let Some(Action::Open | Action::Back | Action::Quit | Action::Redraw) = bound {
            return None;
        }
        match (asked, key.code) {
            (RosterPrompt::Input { field, wrong, .. }, _) => {
                if field.on_key(key) {
                    *wrong = None;
                }
                Some(Effect::Handled)
            }
            (_, KeyCode::Char(letter)) => Some(self.on_choice(letter, view)),
            _ => Some(Effect::Handled),
        }
    }

    fn on_paste(&mut self, text: &str, _view: &View) {
        if let Some(RosterPrompt::Input { field, .. }) = &mut self.prompt {
            field.paste(text);
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if self.prompt.is_some() {
            return match action {
                Action::Open => self.submit_prompt(view),
                Action::Back => {
                    self.prompt = None;
                    Effect::Handled
                }
                _ => Effect::Ignored,
            };
        }
        // Shifts that were moved or edited since are no longer cut.
        self.cut_block = self.valid_cut_block(view).cloned();
        self.partial_paste_at = self.partial_paste_at.take().filter(|_| action == Action::Paste);
        let people = self.week(view).people.clone();
        if self.cursor.on_action(action, &people) {
            return Effect::Handled;
        }
        let day = self.selected_day(view);
        let week = TimeDelta::days(7);
        match action {
            Action::Left => return self.go_to_day(day - TimeDelta::days(1), view),
            Action::Right => return self.go_to_day(day + TimeDelta::days(1), view),
            Action::Earlier => return self.go_to_day(day - week, view),
            Action::Later => return self.go_to_day(day + week, view),
            Action::ToNow => {
                self.day = None;
                return Effect::Handled;
            }
            Action::RepeatWeek => return self.repeat_in_next_week(view),
            Action::Export => {
                let monday = self.week(view).monday;
                let week = roster_table(&view.desk.team, monday, monday + Days::new(6));
                return form::export::export_table(&format!("roster-{}", monday.format("%G-W%V")), week, view);
            }
            Action::Back
                if !self.marked_cells(view).is_empty() || self.swap_from.is_some() || self.cut_block.is_some() =>
            {
                self.clear_marks();
                (self.swap_from, self.cut_block) = (None, None);
                return Effect::Handled;
            }
            _ => {}
        }
        match self.selected_cell(view) {
            Some(cell) => {
                self.cursor.pin(&people);
                self.handle_cell_action(action, cell, view)
            }
            None => Effect::Ignored,
        }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        self.draw_grid(frame, area, view);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::TicketId;
    use crate::model::person::Author;
    use crate::model::time::from_millis;
    use crate::ui::app_state::AppState;

    #[test]
    fn a_ticket_change_does_not_recompute_the_week() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("config.toml");
        std::fs::write(&own, "").unwrap();
        let settings = crate::config::load(Some(&own), &folder.path().join("team.db")).unwrap().settings;
        let mut scene = AppState::new(settings, Author::default(), from_millis(0).unwrap(), false).0;
        scene.changes.invalidate_all();
        let (kept, day) = (RefCell::default(), NaiveDate::default());
        let first = cached_week(&kept, day, &scene.view(true));
        scene.changes.invalidate([TicketId(1)]);
        assert!(Rc::ptr_eq(&first, &cached_week(&kept, day, &scene.view(true))), "a ticket change");
        assert!(!Rc::ptr_eq(&first, &cached_week(&kept, day + Days::new(7), &scene.view(true))), "another week");
        let first = cached_week(&kept, day, &scene.view(true));
        scene.changes.invalidate_all();
        assert!(
            !Rc::ptr_eq(&first, &cached_week(&kept, day, &scene.view(true))),
            "a change of team, clock or settings"
        );
    }
}
