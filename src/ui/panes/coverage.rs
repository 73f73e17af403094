//! Coverage of a day: profiles by half hour (covered, stretched, gap) and who could step in. [`week`] and [`month`] are
//! the other tabs.

pub mod description;
pub mod grid;
pub mod labels;
pub mod month;
pub mod state_period;
pub mod week;

use std::rc::Rc;

use chrono::{Datelike, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use self::grid::CoverageGrid;
use crate::engine::coverage::types::{CoverageSlot, CoverageState, CoverageTally, ProfileCoverage};
use crate::events::change::Change;
use crate::model::person::Profile;
use crate::model::shift::Requirement;
use crate::model::text::{fit, width, wrap};
use crate::model::time::Instant;
use crate::query::protocol::Response;
use crate::ui::action::Action;
use crate::ui::dialogs::form::requirement::RequirementForm;
use crate::ui::dialogs::{coverage_slot, form, requirements, what_if};
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::coverage::labels::format_minutes_as_hours;
use crate::ui::panes::coverage::state_period::state_period_hours;
use crate::ui::state::coverage::{DayCoverage, SetCoverageView};
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// The pane. The cursor is on a profile and a time slot.
pub struct CoveragePane {
    /// Always shows the actual today, regardless of the day and scenario of the coverage view.
    is_today: bool,
    selected_profile: Option<Profile>,
    selected_time: Option<Instant>,
}

/// Actions of every coverage tab.
const SHARED_ACTIONS: [Action; 6] =
    [Action::WhatIf, Action::Earlier, Action::Later, Action::Requirements, Action::NewRequirement, Action::Open];

/// Handles the actions of every tab: change day, what-if scenario, requirements. `None` if not one of them; `step` is
/// in days.
fn handle_shared_action(action: Action, step: i64, view: &View) -> Option<Effect> {
    let supposed = view.coverage_view.scenario().is_some();
    Some(match action {
        Action::Earlier | Action::Later => {
            let days = if action == Action::Later { step } else { -step };
            let (before, after) = (view.coverage_view.day(view), view.coverage_view.shifted_day(days, view));
            match after == before {
                true => Effect::Message(view.t("coverage-no-further")),
                false => Effect::SetCoverageView(view.coverage_view.set_date(after, view)),
            }
        }
        Action::ToNow => Effect::SetCoverageView(SetCoverageView::Date(None)),
        Action::WhatIf => what_if::open(view),
        Action::Requirements => requirements::open(view),
        Action::Save if supposed => match view.coverage_view.what_if_team(view).as_deref() {
            Some(Ok(supposed)) => match supposed.changes.as_slice() {
                [] => Effect::Message(view.t("nothing-changed")),
                changes => {
                    view.coverage_view.mark_apply_requested();
                    Effect::Change(Change::Batch(changes.to_vec()))
                }
            },
            Some(Err(wrong)) => Effect::Message(what_if::error_text(wrong, view)),
            None => return None,
        },
        Action::Back if supposed => Effect::SetCoverageView(SetCoverageView::Scenario(None)),
        Action::Back if view.coverage_view.is_other_day(view) => Effect::SetCoverageView(SetCoverageView::Date(None)),
        _ => return None,
    })
}

/// The tab's actions. An active scenario puts saving it first.
fn tab_actions(view: &View) -> Vec<Action> {
    let save = view.coverage_view.scenario().map(|_| Action::Save);
    let to_now = view.coverage_view.is_other_day(view).then_some(Action::ToNow);
    let own = [Action::Open, Action::WhatIf].into_iter().chain(to_now);
    let rest = SHARED_ACTIONS.into_iter().filter(|action| ![Action::Open, Action::WhatIf].contains(action));
    save.into_iter().chain(own).chain(rest).collect()
}

/// Shows the active scenario and the keys that save or end it.
fn scenario_banner(columns: usize, view: &View) -> Vec<Line<'static>> {
    let Some(thought) = view.coverage_view.scenario() else { return Vec::new() };
    let key = |action| view.keymap.first_key(action).map(|key| key.to_string()).unwrap_or_default();
    let (text, style) = match view.coverage_view.what_if_team(view).as_deref() {
        Some(Err(wrong)) => (format!("{} · {}", thought.text, what_if::error_text(wrong, view)), view.theme.bad),
        _ => (thought.text.clone(), view.theme.mark.patch(view.theme.strong)),
    };
    let text = view.tt("what-if-banner", &[("text", text.into())]);
    let ends = view.tt("what-if-ends", &[("back", key(Action::Back).into()), ("save", key(Action::Save).into())]);
    let room = columns.saturating_sub(width(&ends) + 3);
    let mut lines = Vec::new();
    if width(&text) <= room {
        lines.push(Line::from(vec![Span::styled(text, style), Span::styled(format!(" — {ends}"), view.theme.dim)]));
    } else {
        lines.push(Line::styled(fit(&text, columns), style));
        lines.push(Line::styled(fit(&ends, columns), view.theme.dim));
    }
    lines
}

impl CoveragePane {
    /// The compact pane of Today.
    pub fn for_today() -> CoveragePane {
        CoveragePane { is_today: true, selected_profile: None, selected_time: None }
    }

    /// The pane of the coverage view: any day, with the scenario applied.
    pub fn for_any_day() -> CoveragePane {
        CoveragePane { is_today: false, ..CoveragePane::for_today() }
    }

    fn date(&self, view: &View) -> NaiveDate {
        if self.is_today { view.zone().date(view.now) } else { view.coverage_view.day(view) }
    }

    fn day_coverage(&self, view: &View) -> Rc<DayCoverage> {
        let date = self.date(view);
        match self.is_today {
            true => Rc::new(DayCoverage { date, rows: view.board.coverage.clone(), changes: Vec::new() }),
            false => view.coverage_view.day_coverage(date, view),
        }
    }

    /// The selected slot: the user's choice, else the first shortfall from now on, else the current slot.
    fn selected_slot<'a>(
        &self,
        shown: &'a DayCoverage,
        view: &View,
    ) -> Option<(&'a ProfileCoverage, &'a CoverageSlot)> {
        let rows = &shown.rows;
        let chosen = self.selected_profile.and_then(|profile| rows.iter().find(|row| row.profile == profile));
        if let (Some(row), Some(at)) = (chosen, self.selected_time) {
            let slot = row.slots.iter().find(|slot| slot.time.contains(at)).or(row.slots.first());
            return slot.map(|slot| (row, slot));
        }
        first_shortfall(shown, view).or_else(|| {
            let row = rows.first()?;
            let slot = row.slots.iter().find(|slot| slot.time.to > view.now).or(row.slots.last())?;
            Some((row, slot))
        })
    }

    fn select(&mut self, row: &ProfileCoverage, at: Instant) {
        self.selected_profile = Some(row.profile);
        // Profiles have different hours: take the nearest slot.
        let distance = |slot: &&CoverageSlot| (slot.time.from - at).num_milliseconds().abs();
        self.selected_time = row.slots.iter().min_by_key(distance).map(|slot| slot.time.from);
    }

    /// Opens the requirement form, prefilled with the profile and interval under the cursor.
    fn open_requirement_form(&self, shown: &DayCoverage, view: &View) -> Effect {
        let begun = self.selected_slot(shown, view).map(|(row, slot)| {
            let hours = state_period_hours(row, slot, shown.date, view);
            let weekdays = 1 << shown.date.weekday().num_days_from_monday();
            Requirement { profile: row.profile, weekdays, hours, need: 1 }
        });
        form::open(begun.map_or_else(RequirementForm::new, RequirementForm::prefilled), view)
    }
}

/// The first gap from now on, else the first stretched slot.
fn first_shortfall<'a>(shown: &'a DayCoverage, view: &View) -> Option<(&'a ProfileCoverage, &'a CoverageSlot)> {
    let from = view.coverage_view.relevant_from(shown.date, view);
    let ahead = || {
        let rows = shown.rows.iter();
        rows.flat_map(|row| row.slots.iter().map(move |slot| (row, slot))).filter(|(_, slot)| slot.time.to > from)
    };
    let first = |state| ahead().filter(|(_, slot)| slot.state == state).min_by_key(|(_, slot)| slot.time.from);
    first(CoverageState::Gap).or_else(|| first(CoverageState::Stretched))
}

/// Border badge: total gap and stretched hours.
fn shortfall_badge<'a>(rows: impl Iterator<Item = &'a ProfileCoverage> + Clone, view: &View) -> String {
    let sum = rows.clone().map(ProfileCoverage::tally).fold(CoverageTally::default(), CoverageTally::plus);
    match (rows.count(), sum.gap.num_minutes(), sum.stretched.num_minutes()) {
        (0, ..) => String::new(),
        (_, 0, 0) => view.t("all-covered"),
        (_, gap, stretched) => view.tt(
            "coverage-badge",
            &[("gaps", format_minutes_as_hours(gap).into()), ("stretched", format_minutes_as_hours(stretched).into())],
        ),
    }
}

impl Pane for CoveragePane {
    fn title(&self, view: &View) -> String {
        let date = self.date(view);
        match date == view.zone().date(view.now) {
            true => view.t("coverage-today"),
            false => view.tt("coverage-on", &[("day", dates::format_day(date, view).into())]),
        }
    }

    fn badge(&self, view: &View) -> String {
        shortfall_badge(self.day_coverage(view).rows.iter(), view)
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let acts =
            [Action::NewAbsence, Action::NewShift, Action::Left, Action::Right].into_iter().chain(Action::CURSOR_MOVES);
        match self.is_today {
            true => [Action::Open, Action::NewRequirement, Action::Requirements].into_iter().chain(acts).collect(),
            false => tab_actions(view).into_iter().chain(acts).collect(),
        }
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        tab_verb(action, "verb-who", view)
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if !self.is_today {
            if matches!(action, Action::Earlier | Action::Later | Action::ToNow) {
                // Reset the selection on the new day.
                (self.selected_profile, self.selected_time) = (None, None);
            }
            // `Back` ends the scenario before it resets the selection, as the banner says.
            let own = action == Action::Back && self.selected_time.is_some() && view.coverage_view.scenario().is_none();
            if let Some(effect) = handle_shared_action(action, 1, view).filter(|_| !own) {
                return effect;
            }
        }
        let shown = self.day_coverage(view);
        match action {
            Action::NewRequirement => return self.open_requirement_form(&shown, view),
            Action::Requirements => return requirements::open(view),
            _ => {}
        }
        let rows = &shown.rows;
        let Some((row, slot)) = self.selected_slot(&shown, view) else { return Effect::Ignored };
        let at = rows.iter().position(|one| one.profile == row.profile).unwrap_or(0);
        let within = row.slots.iter().position(|one| one.time == slot.time).unwrap_or(0);
        match action {
            Action::Open => return coverage_slot::open(row.profile, slot.time, !self.is_today, view),
            Action::Up => self.select(&rows[at.saturating_sub(1)], slot.time.from),
            Action::Down => self.select(&rows[(at + 1).min(rows.len() - 1)], slot.time.from),
            Action::Left => self.select(row, row.slots[within.saturating_sub(1)].time.from),
            Action::Right => self.select(row, row.slots[(within + 1).min(row.slots.len() - 1)].time.from),
            Action::Top | Action::PageUp => self.select(&rows[0], slot.time.from),
            Action::Bottom | Action::PageDown => self.select(&rows[rows.len() - 1], slot.time.from),
            Action::Back if self.selected_time.is_some() => (self.selected_profile, self.selected_time) = (None, None),
            _ => return Effect::Ignored,
        }
        Effect::Handled
    }

    fn on_response(&mut self, answer: &Response, view: &View) -> Effect {
        if self.is_today { Effect::Handled } else { on_scenario_applied(answer, view) }
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let shown = self.day_coverage(view);
        let mut lines = if self.is_today { Vec::new() } else { scenario_banner(columns, view) };
        let Some(grid) = CoverageGrid::fit(&shown, columns, view) else {
            lines.extend(empty_lines(columns, view));
            return draw_lines(frame, area, lines);
        };
        let chosen = self.selected_slot(&shown, view);
        lines.push(grid.header_line(view));
        for row in &shown.rows {
            let cursor =
                chosen.filter(|(one, _)| one.profile == row.profile && view.focused).map(|(_, slot)| slot.time);
            lines.push(grid.profile_line(row, cursor, &shown, view));
        }
        let left = usize::from(area.height).saturating_sub(lines.len());
        if let Some((row, slot)) = chosen.filter(|_| left > 0) {
            let spacing = usize::from(left >= 3);
            lines.extend(vec![Line::default(); spacing]);
            let description = description::CoverageDescription {
                day: &shown,
                grid: &grid,
                columns,
                applies_scenario: !self.is_today,
            };
            lines.extend(description.lines(row, slot, left - spacing, view));
        }
        draw_lines(frame, area, lines);
    }
}

/// Label of an action on a coverage tab; `open` is the key for opening a cell.
fn tab_verb(action: Action, open: &str, view: &View) -> Option<String> {
    match action {
        Action::Open => Some(view.t(open)),
        Action::Save => Some(view.t("verb-apply")),
        _ => None,
    }
}

/// Ends the scenario once the store has applied it.
fn on_scenario_applied(answer: &Response, view: &View) -> Effect {
    match answer {
        Response::Applied(request, outcome)
            if matches!(request.change, Change::Batch(_)) && view.coverage_view.take_apply_requested() =>
        {
            if outcome.is_ok() { Effect::SetCoverageView(SetCoverageView::Scenario(None)) } else { Effect::Handled }
        }
        Response::Failed(_) => {
            view.coverage_view.take_apply_requested();
            Effect::Handled
        }
        _ => Effect::Handled,
    }
}

/// Explains that nobody is needed and how to add a requirement.
fn empty_lines(columns: usize, view: &View) -> Vec<Line<'static>> {
    let key = view.keymap.first_key(Action::NewRequirement).map(|key| key.to_string()).unwrap_or_default();
    let text = match view.desk.team.requirements.is_empty() {
        true => view.tt("coverage-empty", &[("key", key.into())]),
        false => view.tt("coverage-not-that-day", &[("key", key.into())]),
    };
    wrap(&text, columns).into_iter().map(|text| Line::styled(text, view.theme.dim)).collect()
}

fn draw_lines(frame: &mut Frame, area: Rect, lines: Vec<Line>) {
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}
