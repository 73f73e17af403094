//! Coverage of a week: profiles by day, each day a strip of its hours with the length of its shortfalls. The selected
//! day is shared with the other tabs.

use std::rc::Rc;

use chrono::{Datelike, Days, NaiveDate, Timelike};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::description::{self, change_lines, shortfall_line, shortfalls};
use super::{draw_lines, empty_lines, handle_shared_action, scenario_banner, tab_actions, tab_verb};
use crate::engine::coverage::types::{CoverageState, CoverageTally, ProfileCoverage};
use crate::model::person::Profile;
use crate::model::shift::{Hours, Requirement};
use crate::model::text::{fit, pad, width, wrap};
use crate::ui::action::Action;
use crate::ui::dialogs::form;
use crate::ui::dialogs::form::requirement::RequirementForm;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::coverage::labels::{
    changed_style, format_minutes_as_hours, profile_name, state_glyph, state_style,
};
use crate::ui::state::coverage::{DayCoverage, SetCoverageView};
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// Minutes per glyph of a strip, finest first.
const GLYPH_MINUTES: [u32; 9] = [30, 60, 120, 180, 240, 360, 480, 720, 1440];
const MINUTES_PER_DAY: u32 = 24 * 60;

/// The week pane.
#[derive(Default)]
pub struct CoverageWeekPane {
    selected_profile: Option<Profile>,
}

/// Column layout of the week.
struct WeekLayout {
    label_width: usize,
    /// Width of a day, trailing blank included.
    day_width: usize,
    /// Minutes of the day covered by the strips.
    from_minute: u32,
    to_minute: u32,
    minutes_per_glyph: u32,
}

impl CoverageWeekPane {
    fn days(view: &View) -> Vec<Rc<DayCoverage>> {
        let day = view.coverage_view.day(view);
        let monday = day - Days::new(u64::from(day.weekday().num_days_from_monday()));
        let days = monday.iter_days().take(7);
        // Without a known roster show nothing, not gaps.
        let shown = |day: NaiveDate| match view.coverage_view.has_roster(day, view) {
            true => view.coverage_view.day_coverage(day, view),
            false => Rc::new(DayCoverage { date: day, rows: Vec::new(), changes: Vec::new() }),
        };
        days.map(shown).collect()
    }

    /// Profiles needed in the week, by importance.
    fn profiles(days: &[Rc<DayCoverage>], view: &View) -> Vec<Profile> {
        let needed = |profile: &Profile| days.iter().any(|day| day.rows.iter().any(|row| row.profile == *profile));
        view.settings.profile_order.into_iter().filter(needed).collect()
    }

    /// The selected profile: the user's choice, else the day's worst shortfall.
    fn effective_profile(&self, profiles: &[Profile], days: &[Rc<DayCoverage>], view: &View) -> Option<Profile> {
        let today = days.iter().find(|day| day.date == view.coverage_view.day(view))?;
        let own = self.selected_profile.filter(|profile| profiles.contains(profile));
        let worst =
            || today.rows.iter().max_by_key(|row| (row.tally().gap, row.tally().stretched)).map(|row| row.profile);
        let weak = || today.rows.iter().any(|row| row.tally().worst() > Some(CoverageState::Covered));
        own.or_else(|| worst().filter(|_| weak())).or(profiles.first().copied())
    }
}

impl WeekLayout {
    fn fit(days: &[Rc<DayCoverage>], profiles: &[Profile], columns: usize, view: &View) -> Option<WeekLayout> {
        let zone = view.zone();
        let slots = || days.iter().flat_map(|day| &day.rows).flat_map(|row| &row.slots);
        let hour = |at| zone.civil(at).hour();
        let from = slots().map(|slot| hour(slot.time.from)).min()? * 60;
        let to = (slots().map(|slot| hour(slot.time.from)).max()? + 1) * 60;
        let names = profiles.iter().map(|profile| width(&profile_name(*profile, view))).max().unwrap_or(0);
        let label = names.min(if columns < 100 { 10 } else { 20 });
        let day = columns.saturating_sub(label + 1) / 7;
        let fits = |unit: &u32| ((to - from).div_ceil(*unit) as usize) < day;
        let unit = GLYPH_MINUTES.into_iter().find(fits)?;
        Some(WeekLayout {
            label_width: label,
            day_width: day,
            from_minute: from,
            to_minute: to,
            minutes_per_glyph: unit,
        })
    }

    fn cells(&self) -> impl Iterator<Item = Hours> {
        let (to, unit) = (self.to_minute, self.minutes_per_glyph);
        (self.from_minute..to).step_by(unit as usize).map(move |from| Hours { from, to: (from + unit).min(to) })
    }

    /// Day names, with the hours of the strips below.
    fn header_lines(&self, days: &[Rc<DayCoverage>], view: &View) -> Vec<Line<'static>> {
        let theme = view.theme;
        let today = view.zone().date(view.now);
        let mut names = Line::raw(" ".repeat(self.label_width + 1));
        for day in days {
            let full = dates::format_day(day.date, view);
            let short = format!("{} {}", dates::weekday_name(day.date, view), day.date.day());
            let text = if width(&full) < self.day_width { full } else { short };
            let style = match () {
                () if day.date == view.coverage_view.day(view) && view.focused => theme.accent.patch(theme.strong),
                () if day.date == today => theme.strong,
                () => theme.dim,
            };
            let mark = if day.date == view.coverage_view.day(view) { "▾" } else { "" };
            names.push_span(Span::styled(pad(&format!("{text}{mark}"), self.day_width), style));
        }
        let hours = format!("{:02}–{:02}", self.from_minute / 60, self.to_minute / 60);
        let hours = pad(&hours, self.day_width).repeat(days.len());
        // The label column explains one glyph: `● = 30 m`.
        let sign = fit(
            &format!("{} = {}", state_glyph(CoverageState::Covered), format_minutes(self.minutes_per_glyph)),
            self.label_width,
        );
        vec![names, Line::styled(format!("{}{hours}", pad(&sign, self.label_width + 1)), theme.dim)]
    }

    /// A profile's strip of a day.
    fn day_spans(
        &self,
        row: Option<&ProfileCoverage>,
        shown: &DayCoverage,
        chosen: bool,
        view: &View,
    ) -> Vec<Span<'static>> {
        let zone = view.zone();
        let minute = |at| {
            let civil = zone.civil(at);
            civil.hour() * 60 + civil.minute()
        };
        let cell = |cell: Hours| {
            let inside = |at| (cell.from..cell.to).contains(&minute(at));
            let slots = row.into_iter().flat_map(|row| &row.slots).filter(|slot| inside(slot.time.from));
            let mut span = match slots.max_by_key(|slot| slot.state) {
                Some(slot) => Span::styled(state_glyph(slot.state), state_style(slot.state, view)),
                None => Span::styled("·", view.theme.dim),
            };
            let of_row = |profile| row.is_some_and(|row| row.profile == profile);
            let step = i64::from(view.settings.slot_minutes.max(1));
            let turned = shown.changes.iter().filter(|turn| of_row(turn.profile)).any(|turn| {
                let long = (turn.time.to - turn.time.from).num_minutes();
                (0..long).step_by(step as usize).any(|n| inside(turn.time.from + chrono::TimeDelta::minutes(n)))
            });
            if turned {
                span.style = changed_style(span.style);
            }
            if chosen { span.patch_style(view.theme.selected) } else { span }
        };
        let mut spans: Vec<_> = self.cells().map(cell).collect();
        spans.push(Span::raw(" ".repeat(self.day_width - spans.len())));
        spans
    }

    /// Gap and stretched hours of a day: `✖ 2 h ◐ 1 h`, or the worse one if room is short.
    fn shortfall_spans(&self, tally: CoverageTally, view: &View) -> Vec<Span<'static>> {
        let part = |state: CoverageState| {
            let minutes = tally.time_in(state).num_minutes();
            let span = Span::styled(
                format!("{} {} h", state_glyph(state), format_minutes_as_hours(minutes)),
                state_style(state, view),
            );
            (minutes > 0).then_some(span)
        };
        let mut spans = Vec::new();
        let mut used = 0;
        for span in [CoverageState::Gap, CoverageState::Stretched].into_iter().filter_map(part) {
            let spacing = usize::from(used > 0);
            if used + spacing + span.width() < self.day_width {
                used += spacing + span.width();
                spans.extend([Span::raw(" ".repeat(spacing)), span]);
            }
        }
        spans.push(Span::styled(" ".repeat(self.day_width.saturating_sub(used)), Style::new()));
        spans
    }
}

impl Pane for CoverageWeekPane {
    fn title(&self, view: &View) -> String {
        let week = view.coverage_view.day(view).iso_week();
        view.tt("coverage-week", &[("week", (week.week() as usize).into())])
    }

    fn badge(&self, view: &View) -> String {
        let days = CoverageWeekPane::days(view);
        super::shortfall_badge(days.iter().flat_map(|day| &day.rows), view)
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        tab_actions(view).into_iter().chain([Action::Left, Action::Right]).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        tab_verb(action, "verb-open-day", view)
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if let Some(effect) = handle_shared_action(action, 7, view) {
            return effect;
        }
        let days = CoverageWeekPane::days(view);
        let profiles = CoverageWeekPane::profiles(&days, view);
        let (day, chosen) = (view.coverage_view.day(view), self.effective_profile(&profiles, &days, view));
        let at = profiles.iter().position(|profile| Some(*profile) == chosen).unwrap_or(0);
        let last = profiles.len().saturating_sub(1);
        let put = |at: usize| profiles.get(at).copied();
        match action {
            Action::Open => return Effect::SetCoverageView(SetCoverageView::ShowDay(day)),
            Action::Left => {
                return Effect::SetCoverageView(
                    view.coverage_view.set_date(view.coverage_view.shifted_day(-1, view), view),
                );
            }
            Action::Right => {
                return Effect::SetCoverageView(
                    view.coverage_view.set_date(view.coverage_view.shifted_day(1, view), view),
                );
            }
            Action::Up => self.selected_profile = put(at.saturating_sub(1)),
            Action::Down => self.selected_profile = put((at + 1).min(last)),
            Action::Top | Action::PageUp => self.selected_profile = put(0),
            Action::Bottom | Action::PageDown => self.selected_profile = put(last),
            Action::NewRequirement => {
                let weekdays = 1 << day.weekday().num_days_from_monday();
                let hours = Hours { from: 8 * 60, to: 16 * 60 };
                let like =
                    chosen.map(|profile| RequirementForm::prefilled(Requirement { profile, weekdays, hours, need: 1 }));
                return form::open(like.unwrap_or_default(), view);
            }
            _ => return Effect::Ignored,
        }
        Effect::Handled
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let (columns, theme) = (usize::from(area.width), view.theme);
        let days = CoverageWeekPane::days(view);
        let profiles = CoverageWeekPane::profiles(&days, view);
        let mut lines = scenario_banner(columns, view);
        let Some(strip) = WeekLayout::fit(&days, &profiles, columns, view) else {
            lines.extend(empty_lines(columns, view));
            return draw_lines(frame, area, lines);
        };
        let chosen = self.effective_profile(&profiles, &days, view);
        lines.extend(strip.header_lines(&days, view));
        let spacing = usize::from(area.height) >= lines.len() + profiles.len() * 3 + 8;
        for profile in &profiles {
            let row = |day: &DayCoverage| day.rows.iter().position(|row| row.profile == *profile);
            let mut line =
                Line::styled(format!("{} ", pad(&profile_name(*profile, view), strip.label_width)), theme.text);
            let mut below = Line::raw(" ".repeat(strip.label_width + 1));
            for day in &days {
                let found = row(day).map(|at| &day.rows[at]);
                let here = Some(*profile) == chosen && day.date == view.coverage_view.day(view) && view.focused;
                line.spans.extend(strip.day_spans(found, day, here, view));
                below.spans.extend(strip.shortfall_spans(found.map(ProfileCoverage::tally).unwrap_or_default(), view));
            }
            lines.extend([line, below]);
            lines.extend(spacing.then(Line::default));
        }
        let room = usize::from(area.height).saturating_sub(lines.len());
        lines.extend(detail_lines(&days, chosen, columns, room, view));
        draw_lines(frame, area, lines);
    }
}

/// Below the strips: the selected cell in words, scenario changes, shortfalls ahead, the legend.
fn detail_lines(
    days: &[Rc<DayCoverage>],
    chosen: Option<Profile>,
    columns: usize,
    room: usize,
    view: &View,
) -> Vec<Line<'static>> {
    let theme = view.theme;
    let Some(day) = days.iter().find(|day| day.date == view.coverage_view.day(view)) else { return Vec::new() };
    let tally = day.rows.iter().find(|row| Some(row.profile) == chosen).map(ProfileCoverage::tally);
    let values = |profile, tally: CoverageTally| {
        let long = |delta: chrono::TimeDelta| format_minutes_as_hours(delta.num_minutes()).into();
        [
            ("day", dates::format_day(day.date, view).into()),
            ("profile", profile_name(profile, view).into()),
            ("needed", long(tally.needed())),
            ("covered", long(tally.covered)),
            ("stretched", long(tally.stretched)),
            ("gap", long(tally.gap)),
        ]
    };
    let text = match (chosen, tally) {
        (Some(profile), Some(tally)) => view.tt("week-cell", &values(profile, tally)),
        (Some(profile), None) => view.tt("week-cell-not-needed", &values(profile, CoverageTally::default())),
        _ => String::new(),
    };
    let mut lines: Vec<Line> = wrap(&text, columns).into_iter().map(|text| Line::styled(text, theme.text)).collect();
    lines.truncate(room.saturating_sub(1));
    let supposed: Vec<Line> =
        days.iter().flat_map(|day| dated_lines(day, change_lines(day, columns, view), columns, view)).collect();
    let ahead = days.iter().filter(|day| day.date >= view.zone().date(view.now));
    let day_lines = |day: &Rc<DayCoverage>| {
        let weak = shortfalls(day, view)
            .into_iter()
            .map(|(state, text)| shortfall_line(state, &text, columns, view))
            .collect();
        dated_lines(day, weak, columns, view)
    };
    let ahead: Vec<Line> = ahead.flat_map(day_lines).collect();
    for (key, part) in [("what-if-changes", supposed), ("gaps-from-today", ahead)] {
        let left = room.saturating_sub(lines.len() + 3);
        if part.is_empty() || left == 0 {
            continue;
        }
        lines.extend([Line::default(), Line::styled(view.t(key), theme.dim)]);
        let over = part.len().saturating_sub(left);
        let shown = if over > 0 { left - 1 } else { part.len() };
        let more = part.len() - shown;
        lines.extend(part.into_iter().take(shown));
        if over > 0 {
            lines.push(Line::styled(view.tt("and-n-more", &[("n", more.into())]), theme.dim));
        }
    }
    if room > lines.len() {
        lines.extend(vec![Line::default(); room - lines.len() - 1]);
        let sign = view.t("week-sign");
        let mut legend = description::legend_line(columns, view);
        if legend.width() + width(&sign) <= columns {
            legend.push_span(Span::styled(sign, theme.dim));
        }
        lines.push(legend);
    }
    lines
}

/// Prefixes each line with the day's name.
fn dated_lines(day: &DayCoverage, lines: Vec<Line<'static>>, columns: usize, view: &View) -> Vec<Line<'static>> {
    let name = pad(&dates::format_day(day.date, view), 11);
    let line = |line: Line<'static>| {
        let mut spans = line.spans.into_iter();
        let mark = spans.next().unwrap_or_default();
        let text: String = spans.map(|span| span.content.into_owned()).collect();
        let text = fit(&text, columns.saturating_sub(14));
        Line::from(vec![mark, Span::styled(format!("{name} "), view.theme.dim), Span::styled(text, view.theme.text)])
    };
    lines.into_iter().map(line).collect()
}

/// Formats minutes: `30 m`, `2 h`.
fn format_minutes(minutes: u32) -> String {
    match minutes {
        MINUTES_PER_DAY => "24 h".into(),
        _ if minutes.is_multiple_of(60) => format!("{} h", minutes / 60),
        _ => format!("{minutes} m"),
    }
}
