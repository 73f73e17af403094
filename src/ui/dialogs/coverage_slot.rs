//! One coverage slot in detail: who is assigned and why, who is needed elsewhere, who is out, and who could step in,
//! with a shift for them or as a what-if scenario.

use chrono::{Datelike, NaiveDate};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::form;
use super::form::cover_shift::CoverShiftForm;
use super::form::requirement::RequirementForm;
use crate::engine::coverage::slot_detail::{ElsewhereReason, PrimaryUnused, SeatOccupant, SlotDetail};
use crate::engine::coverage::types::{CoverageState, ProfileCoverage, SlotPresence, StepInCandidate};
use crate::engine::what_if::WhatIfChange;
use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::shift::{Hours, Requirement, ShiftTemplate};
use crate::model::text::{fit, pad, pad_left, width, wrap};
use crate::model::time::Period;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::coverage::description;
use crate::ui::panes::coverage::labels::{profile_name, state_glyph, state_style};
use crate::ui::panes::coverage::state_period::state_period_hours;
use crate::ui::state::coverage::{SetCoverageView, WhatIfScenario};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// Columns of a name.
const NAME_COLUMNS: usize = 14;

/// The dialog; the cursor is on step-in candidates.
struct CoverageSlotDialog {
    profile: Profile,
    time: Period,
    /// Whether the what-if scenario applies.
    what_if: bool,
    cursor: Cursor<PersonId>,
}

/// Opens a profile's slot.
pub fn open(profile: Profile, time: Period, supposing: bool, _view: &View) -> Effect {
    Effect::Open(Box::new(CoverageSlotDialog { profile, time, what_if: supposing, cursor: Cursor::default() }))
}

impl CoverageSlotDialog {
    fn date(&self, view: &View) -> NaiveDate {
        view.zone().date(self.time.from)
    }

    /// The slot as saved, or under the scenario; `None` once nobody is needed.
    fn seat(&self, view: &View) -> Option<SlotDetail> {
        if !self.what_if {
            return view
                .desk
                .team
                .roster(view.zone(), view.settings.profile_order)
                .as_of(view.now)
                .slot_detail(self.profile, self.time);
        }
        let seat = view.coverage_view.with_roster(view, |roster| roster.slot_detail(self.profile, self.time))?;
        Some(SlotDetail { candidates: view.coverage_view.step_in_candidates(self.profile, self.time, view), ..seat })
    }

    /// The contiguous hours with the same coverage state.
    fn spell_hours(&self, seat: &SlotDetail, view: &View) -> Hours {
        let (date, minutes) = (self.date(view), view.settings.slot_minutes);
        let rows: Vec<ProfileCoverage> = match self.what_if {
            true => view.coverage_view.with_roster(view, |roster| roster.coverage_of_day(date, minutes)),
            false => view
                .desk
                .team
                .roster(view.zone(), view.settings.profile_order)
                .as_of(view.now)
                .coverage_of_day(date, minutes),
        };
        let row = rows.iter().find(|row| row.profile == self.profile);
        let slot = row.and_then(|row| Some((row, row.slots.iter().find(|slot| slot.time.from == self.time.from)?)));
        match slot {
            Some((row, slot)) => state_period_hours(row, slot, date, view),
            None => state_period_hours(
                &ProfileCoverage { profile: self.profile, slots: vec![seat.slot.clone()] },
                &seat.slot,
                date,
                view,
            ),
        }
    }

    /// The lines, and the rows of the step-in candidates.
    fn lines(&self, seat: &SlotDetail, columns: usize, view: &View) -> (Vec<Line<'static>>, Vec<usize>) {
        let theme = view.theme;
        let mut lines = Vec::new();
        let slot = &seat.slot;
        let state = view.t(slot.state.name());
        let seats = view.tt("n-of-m-seats", &[("n", slot.seated.len().into()), ("m", (slot.need as usize).into())]);
        lines.push(Line::from(vec![
            Span::styled(format!("{} {state}", state_glyph(slot.state)), state_style(slot.state, view)),
            Span::styled(format!(" · {seats}"), theme.text),
        ]));
        let who = |person: PersonId| view.person_name(Some(person)).to_owned();
        let mut row = |mark: Span<'static>, name: String, text: String| {
            let name = pad(&name, NAME_COLUMNS);
            let room = columns.saturating_sub(2 + width(&name) + 1).max(10);
            for (n, text) in wrap(&text, room).into_iter().enumerate() {
                let head = if n == 0 { name.clone() } else { " ".repeat(width(&name)) };
                let mark = if n == 0 { mark.clone() } else { Span::raw("  ") };
                lines.push(Line::from(vec![
                    mark,
                    Span::styled(format!("{head} "), theme.text),
                    Span::styled(text, theme.dim),
                ]));
            }
        };
        let mark = |state: CoverageState| Span::styled(format!("{} ", state_glyph(state)), state_style(state, view));
        for sits in &seat.occupants {
            row(mark(CoverageState::Covered), who(sits.person), seat_reason_text(sits, view));
        }
        let empty = (slot.need as usize).saturating_sub(slot.seated.len());
        if empty > 0 {
            row(mark(slot.state), view.t("nobody"), view.tt("seats-empty", &[("n", empty.into())]));
        }
        for elsewhere in &seat.elsewhere {
            let text = elsewhere_reason_text(elsewhere.seated_in, &elsewhere.reason, view);
            row(mark(CoverageState::Stretched), who(elsewhere.person), text);
        }
        for (person, standing) in &seat.rostered_not_present {
            let held = if holds_profile(*person, self.profile, view) { String::new() } else { view.t("lacks-profile") };
            let text = description::describe_availability(*standing, self.time, view);
            row(
                Span::styled("○ ", theme.dim),
                who(*person),
                if held.is_empty() { text } else { format!("{text}; {held}") },
            );
        }
        if !seat.unseated.is_empty() {
            let names: Vec<String> = seat.unseated.iter().map(|person| who(*person)).collect();
            lines.extend([Line::default(), Line::styled(view.t("seat-spare"), theme.dim)]);
            let rows = wrap(&names.join(", "), columns.saturating_sub(2));
            lines.extend(rows.into_iter().map(|text| Line::styled(format!("  {text}"), theme.text)));
        }
        let mut at = Vec::new();
        lines.extend([Line::default(), Line::styled(view.t("seat-could"), theme.dim)]);
        if seat.candidates.is_empty() {
            lines.push(Line::styled(format!("  {}", view.t("nobody-could-step-in")), theme.text));
        }
        let hours = seat.candidates.iter().map(|one| width(&format_week_hours(one, view))).max().unwrap_or(0);
        for candidate in &seat.candidates {
            at.push(lines.len());
            lines.push(self.candidate_line(candidate, hours, columns, view));
        }
        (lines, at)
    }

    fn candidate_line(&self, candidate: &StepInCandidate, hours: usize, columns: usize, view: &View) -> Line<'static> {
        let hat = match primary_profile(candidate.person, view) == Some(self.profile) {
            true => view.t("first-profile"),
            false => view.t("second-profile"),
        };
        let standing = description::describe_availability(candidate.presence, self.time, view);
        let week = pad_left(&format_week_hours(candidate, view), hours);
        let text =
            format!("{} {week}  {standing} · {hat}", pad(view.person_name(Some(candidate.person)), NAME_COLUMNS));
        Line::styled(pad(&format!("  {text}"), columns), view.theme.text)
    }
}

/// A candidate's hours this week.
fn format_week_hours(candidate: &StepInCandidate, view: &View) -> String {
    let hours = ((candidate.minutes_this_week + 30) / 60) as usize;
    view.tt("n-h-this-week", &[("n", hours.into())])
}

fn primary_profile(person: PersonId, view: &View) -> Option<Profile> {
    view.coverage_view.with_team(view, |team| team.people.get(&person)?.primary)
}

fn holds_profile(person: PersonId, profile: Profile, view: &View) -> bool {
    view.coverage_view
        .with_team(view, |team| team.people.get(&person).is_some_and(|person| person.has_profile(profile)))
}

/// Why a person is assigned here, from the matching.
fn seat_reason_text(sits: &SeatOccupant, view: &View) -> String {
    match sits.not_in_primary {
        None => view.t("sits-first"),
        Some((first, why)) => {
            let key = match why {
                PrimaryUnused::NotNeeded => "sits-second-not-needed",
                PrimaryUnused::Filled => "sits-second-filled",
            };
            view.tt(key, &[("first", profile_name(first, view).into())])
        }
    }
}

/// Why a holder of the profile is assigned elsewhere.
fn elsewhere_reason_text(sits: Profile, because: &ElsewhereReason, view: &View) -> String {
    let here = profile_name(sits, view);
    match because {
        ElsewhereReason::OthersShort(short) => {
            let short: Vec<String> = short.iter().map(|profile| profile_name(*profile, view)).collect();
            view.tt("elsewhere-else-short", &[("profile", here.into()), ("short", short.join(", ").into())])
        }
        ElsewhereReason::PrimaryProfile => view.tt("elsewhere-first", &[("profile", here.into())]),
        ElsewhereReason::Equal => view.tt("elsewhere-equal", &[("profile", here.into())]),
    }
}

impl Pane for CoverageSlotDialog {
    fn title(&self, view: &View) -> String {
        let day = dates::format_day(self.date(view), view);
        format!("{} · {day} {}", profile_name(self.profile, view), description::format_period(self.time, view))
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let could = self.seat(view).is_some_and(|seat| !seat.candidates.is_empty());
        let own = [Action::Open, Action::WhatIf].into_iter().filter(|_| could);
        own.chain([Action::NewRequirement]).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Open).then(|| view.t("verb-add-shift"))
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let Some(seat) = self.seat(view) else { return Effect::Ignored };
        let people: Vec<PersonId> = seat.candidates.iter().map(|candidate| candidate.person).collect();
        if self.cursor.on_action(action, &people) {
            return Effect::Handled;
        }
        let chosen = self.cursor.row(&people).map(|at| seat.candidates[at]);
        let date = self.date(view);
        match (action, chosen) {
            (Action::Open | Action::NewShift | Action::WhatIf, Some(candidate))
                if matches!(
                    candidate.presence,
                    SlotPresence::Unseated | SlotPresence::OnBreak { .. } | SlotPresence::NotCheckedIn
                ) =>
            {
                Effect::Message(
                    view.tt("on-shift-already", &[("who", view.person_name(Some(candidate.person)).into())]),
                )
            }
            (Action::NewRequirement, _) => {
                let (profile, hours) = (self.profile, self.spell_hours(&seat, view));
                let weekdays = 1 << date.weekday().num_days_from_monday();
                form::open(RequirementForm::prefilled(Requirement { profile, weekdays, hours, need: 1 }), view)
            }
            (Action::Open | Action::NewShift, Some(candidate)) => {
                form::open(CoverShiftForm::new(Some(candidate.person), date, self.spell_hours(&seat, view), view), view)
            }
            (Action::WhatIf, Some(candidate)) => {
                let hours = self.spell_hours(&seat, view);
                let shift = ShiftTemplate { name: String::new(), hours, breaks: Vec::new() };
                let one = WhatIfChange::AddShift { person: candidate.person, day: date, shift };
                let span = hours.to_string();
                let values = [("who", view.person_name(Some(candidate.person)).into()), ("hours", span.into())];
                let text = view.tt("what-if-text-works", &values);
                // Added to the current scenario.
                let thought = match view.coverage_view.scenario().filter(|_| self.what_if) {
                    Some(old) => WhatIfScenario {
                        text: format!("{}, {text}", old.text),
                        assumptions: old.assumptions.iter().cloned().chain([one]).collect(),
                    },
                    None => WhatIfScenario { text, assumptions: vec![one] },
                };
                let look = Effect::SetCoverageView(SetCoverageView::Scenario(Some(thought)));
                Effect::All(vec![Effect::Close, Effect::SetCoverageView(SetCoverageView::ShowDay(date)), look])
            }
            _ => Effect::Ignored,
        }
    }

    fn size(&self, view: &View) -> (u16, u16) {
        let rows = self.seat(view).map_or(4, |seat| self.lines(&seat, 72, view).0.len() + 4);
        (78, u16::try_from(rows).unwrap_or(u16::MAX).clamp(10, 40))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let Some(seat) = self.seat(view) else {
            return frame.render_widget(Line::styled(view.t("seat-not-needed"), view.theme.dim), area);
        };
        let [list, foot] = Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(area);
        let (mut lines, could) = self.lines(&seat, columns, view);
        let people: Vec<PersonId> = seat.candidates.iter().map(|candidate| candidate.person).collect();
        let chosen = self.cursor.row(&people).and_then(|at| could.get(at).copied());
        if let Some(at) = chosen {
            lines[at] = view.theme.highlight_row(lines[at].clone(), view.focused);
        }
        // The first page shows the assigned people.
        let height = usize::from(list.height);
        let shown = visible_rows(if lines.len() <= height { 0 } else { chosen.unwrap_or(0) }, lines.len(), height);
        for (line, row) in lines.drain(shown).zip(list.rows()) {
            frame.render_widget(line, row);
        }
        if chosen.is_some() {
            let hours = self.spell_hours(&seat, view);
            let span = hours.to_string();
            let hint = view.tt("seat-hint", &[("hours", span.into())]);
            frame.render_widget(Span::styled(fit(&hint, columns), view.theme.dim), foot);
        }
    }
}
