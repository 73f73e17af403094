//! Coverage of the last four weeks: profiles by day, share of needed time covered, and people whose two profiles need
//! splitting. `Enter` opens the selected day.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::description::{self, shortfall_line, shortfalls};
use super::{draw_lines, empty_lines, handle_shared_action, tab_actions, tab_verb};
use crate::engine::coverage::history::{CoverageHistory, DualRole, LOOKBACK_DAYS, SPLIT_ROLE_SHARE};
use crate::engine::coverage::types::{CoverageState, CoverageTally};
use crate::model::person::Profile;
use crate::model::text::{fit, pad, pad_left, width, wrap};
use crate::presentation::numbers;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::panes::coverage::labels::{format_minutes_as_hours, profile_name, state_glyph, state_style};
use crate::ui::state::coverage::SetCoverageView;
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// Share columns at the end of a row.
const SHARE_COLUMNS: [CoverageState; 3] = CoverageState::ALL;

/// The four-week pane.
#[derive(Default)]
pub struct CoverageMonthPane {
    selected_profile: Option<Profile>,
}

/// Column layout of the four weeks.
struct MonthLayout {
    label_width: usize,
    /// Width of a day.
    day_width: usize,
    /// Width of a share column.
    share_width: usize,
}

impl CoverageMonthPane {
    /// The day of the coverage view, clamped to the past four weeks.
    fn selected_day(past: &CoverageHistory, view: &View) -> Option<NaiveDate> {
        let (first, last) = (past.days.first()?.0, past.days.last()?.0);
        Some(view.coverage_view.day(view).clamp(first, last))
    }

    fn effective_profile(&self, totals: &[(Profile, CoverageTally)]) -> Option<(Profile, CoverageTally)> {
        let own = totals.iter().find(|(profile, _)| Some(*profile) == self.selected_profile);
        own.or(totals.first()).copied()
    }
}

impl MonthLayout {
    fn fit(totals: &[(Profile, CoverageTally)], days: usize, columns: usize, view: &View) -> MonthLayout {
        let names = totals.iter().map(|(profile, _)| width(&profile_name(*profile, view))).max().unwrap_or(0);
        let label = names.min(if columns < 100 { 10 } else { 20 });
        // Reserves a blank before each Monday.
        let share = if columns < 100 { 7 } else { 11 };
        let room = columns.saturating_sub(label + 1 + share * SHARE_COLUMNS.len() + 5);
        MonthLayout { label_width: label, day_width: (room / days.max(1)).clamp(1, 5), share_width: share }
    }

    /// Blanks before a day: one before each Monday.
    fn week_gap(&self, n: usize, day: NaiveDate) -> usize {
        usize::from(n > 0 && day.weekday() == Weekday::Mon)
    }

    /// Dates of the Mondays, and the share headings.
    fn header_line(&self, past: &CoverageHistory, view: &View) -> Line<'static> {
        let mut text = " ".repeat(self.label_width + 1);
        let mut at = self.label_width + 1;
        for (n, (day, _)) in past.days.iter().enumerate() {
            at += self.week_gap(n, *day);
            if day.weekday() == Weekday::Mon || n == 0 {
                let month = view.t(&format!("month-{}", day.month()));
                let name = view.tt("date", &[("day", day.day().to_string().into()), ("month", month.into())]);
                // A partial first week may be too narrow for a date.
                let days = past.days[n..].iter().take_while(|(one, _)| one.iso_week() == day.iso_week()).count();
                if width(&name) < days * self.day_width + 1 && width(&text) <= at {
                    text = pad(&text, at) + &name;
                }
            }
            at += self.day_width;
        }
        let mut text = pad(&text, at);
        for state in SHARE_COLUMNS {
            let key = if self.share_width > 7 { state.name().to_owned() } else { format!("{}-short", state.name()) };
            text += &pad_left(&fit(&view.t(&key), self.share_width - 1), self.share_width);
        }
        Line::styled(text, view.theme.dim)
    }

    fn profile_line(
        &self,
        past: &CoverageHistory,
        (profile, total): (Profile, CoverageTally),
        cursor: Option<NaiveDate>,
        view: &View,
    ) -> Line<'static> {
        let mut line =
            Line::styled(format!("{} ", pad(&profile_name(profile, view), self.label_width)), view.theme.text);
        for (n, (day, tallies)) in past.days.iter().enumerate() {
            line.push_span(Span::raw(" ".repeat(self.week_gap(n, *day))));
            let mut span = self.day_span(tallies[profile as usize], view);
            if cursor == Some(*day) {
                span = span.patch_style(view.theme.selected);
            }
            line.push_span(span);
        }
        for state in SHARE_COLUMNS {
            let share = total.time_in(state).num_seconds() as f64 / total.needed().num_seconds().max(1) as f64;
            let style = if share > 0.0 { state_style(state, view) } else { view.theme.dim };
            line.push_span(Span::styled(pad_left(&numbers::format_share(Some(share)), self.share_width), style));
        }
        line
    }

    /// A day: the worst state's glyph and, where it fits, the share covered.
    fn day_span(&self, tally: CoverageTally, view: &View) -> Span<'static> {
        let Some(worst) = tally.worst() else { return Span::styled(pad("·", self.day_width), view.theme.dim) };
        let text = match tally.covered_share().filter(|_| self.day_width >= 5) {
            Some(share) => format!("{}{}", state_glyph(worst), pad_left(&format!("{:.0}", (share * 100.0).floor()), 3)),
            None => state_glyph(worst).to_owned(),
        };
        Span::styled(pad(&text, self.day_width), state_style(worst, view))
    }
}

impl Pane for CoverageMonthPane {
    fn title(&self, view: &View) -> String {
        view.tt("coverage-past", &[("n", (LOOKBACK_DAYS as usize).into())])
    }

    fn badge(&self, view: &View) -> String {
        let past = view.coverage_view.past_weeks(view);
        let all = past
            .totals(view.settings.profile_order)
            .into_iter()
            .fold(CoverageTally::default(), |all, one| all.plus(one.1));
        match all.covered_share() {
            Some(share) => view.tt("n-covered", &[("share", numbers::format_share(Some(share)).into())]),
            None => String::new(),
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let own = tab_actions(view).into_iter().filter(|action| *action != Action::NewRequirement);
        own.chain([Action::Left, Action::Right]).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        tab_verb(action, "verb-open-day", view)
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let past = view.coverage_view.past_weeks(view);
        let totals = past.totals(view.settings.profile_order);
        let Some(day) = CoverageMonthPane::selected_day(&past, view) else { return Effect::Ignored };
        let by = |days: i64| {
            let (first, last) = (past.days[0].0, past.days[past.days.len() - 1].0);
            Effect::SetCoverageView(view.coverage_view.set_date((day + TimeDelta::days(days)).clamp(first, last), view))
        };
        match action {
            Action::Left => return by(-1),
            Action::Right => return by(1),
            Action::Earlier => return by(-7),
            Action::Later => return by(7),
            Action::Open => return Effect::SetCoverageView(SetCoverageView::ShowDay(day)),
            _ => {}
        }
        if let Some(effect) = handle_shared_action(action, 7, view) {
            return effect;
        }
        let chosen = self.effective_profile(&totals).map(|(profile, _)| profile);
        let at = totals.iter().position(|(profile, _)| Some(*profile) == chosen).unwrap_or(0);
        let last = totals.len().saturating_sub(1);
        let put = |at: usize| totals.get(at).map(|(profile, _)| *profile);
        match action {
            Action::Up => self.selected_profile = put(at.saturating_sub(1)),
            Action::Down => self.selected_profile = put((at + 1).min(last)),
            Action::Top | Action::PageUp => self.selected_profile = put(0),
            Action::Bottom | Action::PageDown => self.selected_profile = put(last),
            _ => return Effect::Ignored,
        }
        Effect::Handled
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let (columns, theme) = (usize::from(area.width), view.theme);
        let past = view.coverage_view.past_weeks(view);
        let totals = past.totals(view.settings.profile_order);
        let (Some(day), Some(chosen)) = (CoverageMonthPane::selected_day(&past, view), self.effective_profile(&totals))
        else {
            return draw_lines(frame, area, empty_lines(columns, view));
        };
        let strip = MonthLayout::fit(&totals, past.days.len(), columns, view);
        let mut lines = vec![strip.header_line(&past, view)];
        for total in &totals {
            let cursor = Some(day).filter(|_| total.0 == chosen.0 && view.focused);
            lines.push(strip.profile_line(&past, *total, cursor, view));
        }
        let height = usize::from(area.height);
        lines.push(Line::default());
        lines.extend(day_detail_lines(&past, day, chosen.0, columns, view));
        let hats = dual_role_lines(&past, columns, height.saturating_sub(lines.len() + 3), view);
        if height > lines.len() + hats.len() {
            lines.push(Line::default());
        }
        lines.extend(hats);
        let hours = hourly_lines(&past, &totals, &strip, columns, view);
        if height > lines.len() + hours.len() + 1 {
            lines.extend(hours);
        }
        if height > lines.len() {
            lines.extend(vec![Line::default(); height - lines.len() - 1]);
            let mut legend = description::legend_line(columns, view);
            let explanation = view.t("month-legend");
            if legend.width() + width(&explanation) <= columns {
                legend.push_span(Span::styled(explanation, theme.dim));
            }
            lines.push(legend);
        }
        draw_lines(frame, area, lines);
    }
}

/// The selected cell in words, and that day's shortfalls.
fn day_detail_lines(
    past: &CoverageHistory,
    day: NaiveDate,
    profile: Profile,
    columns: usize,
    view: &View,
) -> Vec<Line<'static>> {
    let tally = past.days.iter().find(|(one, _)| *one == day).map(|(_, of)| of[profile as usize]).unwrap_or_default();
    let long = |delta: TimeDelta| format_minutes_as_hours(delta.num_minutes()).into();
    let values = [
        ("day", dates::format_day(day, view).into()),
        ("profile", profile_name(profile, view).into()),
        ("needed", long(tally.needed())),
        ("covered", long(tally.covered)),
        ("stretched", long(tally.stretched)),
        ("gap", long(tally.gap)),
    ];
    let key = if tally.worst().is_some() { "week-cell" } else { "week-cell-not-needed" };
    let mut lines: Vec<Line> =
        wrap(&view.tt(key, &values), columns).into_iter().map(|text| Line::styled(text, view.theme.text)).collect();
    let shown = view.coverage_view.day_coverage(day, view);
    let weak = shortfalls(&shown, view).into_iter().take(4);
    if day < view.zone().date(view.now) {
        lines.extend(weak.map(|(state, text)| self::shortfall_line(state, &text, columns, view)));
    }
    lines
}

/// "Split this role?": people above the limit with the times as evidence, else the nearest ones.
fn dual_role_lines(past: &CoverageHistory, columns: usize, room: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let limit = numbers::format_share(Some(SPLIT_ROLE_SHARE));
    let mut lines =
        vec![Line::styled(fit(&view.tt("split-role-title", &[("limit", limit.into())]), columns), theme.dim)];
    let many: Vec<&DualRole> = past.split_candidates().collect();
    for hats in &many {
        let text = describe_dual_role(hats, "split-role-needed", view);
        let mut own: Vec<Line> = wrap(&text, columns.saturating_sub(2))
            .into_iter()
            .enumerate()
            .map(|(n, text)| {
                let mark = Span::styled(if n == 0 { "▲ " } else { "  " }, theme.warn);
                Line::from(vec![mark, Span::styled(text, theme.text)])
            })
            .collect();
        // Limit the evidence to the rows available.
        let rows = (room / 8).clamp(1, 6);
        let proof = format_latest_times(hats, columns.saturating_sub(4) * rows, view);
        let proof = wrap(&proof, columns.saturating_sub(2)).into_iter();
        own.extend(proof.map(|text| Line::styled(format!("  {text}"), theme.dim)));
        if lines.len() + own.len() > room {
            break;
        }
        lines.extend(own);
    }
    let few: Vec<&DualRole> = past.dual_roles.iter().filter(|hats| !hats.should_split()).take(3).collect();
    if few.is_empty() && many.is_empty() {
        lines.push(Line::styled(fit(&view.t("split-role-none"), columns), theme.text));
    } else if many.is_empty() {
        lines.push(Line::styled(fit(&view.t("split-role-nearest"), columns), theme.text));
    }
    for hats in few {
        let own = [
            Line::styled(
                format!(
                    "  {}",
                    fit(&describe_dual_role(hats, "split-role-closest-person", view), columns.saturating_sub(2))
                ),
                theme.text,
            ),
            Line::styled(format!("    {}", format_latest_times(hats, columns.saturating_sub(4), view)), theme.dim),
        ];
        if lines.len() + own.len() <= room {
            lines.extend(own);
        }
    }
    lines.truncate(room);
    lines
}

/// Share covered by hour of day over the four weeks, in percent.
fn hourly_lines(
    past: &CoverageHistory,
    totals: &[(Profile, CoverageTally)],
    strip: &MonthLayout,
    columns: usize,
    view: &View,
) -> Vec<Line<'static>> {
    const CELL: usize = 4;
    if strip.label_width + 1 + past.hours.len() * CELL > columns {
        return Vec::new();
    }
    let theme = view.theme;
    let mut head = " ".repeat(strip.label_width + 1);
    past.hours.keys().for_each(|hour| head.push_str(&pad_left(&format!("{hour:02}"), CELL)));
    let title = fit(&view.t("split-role-title-hours"), columns);
    let mut lines = vec![Line::default(), Line::styled(title, theme.dim), Line::styled(head, theme.dim)];
    for (profile, _) in totals {
        let mut line = Line::styled(format!("{} ", pad(&profile_name(*profile, view), strip.label_width)), theme.text);
        for tallies in past.hours.values() {
            let tally = tallies[*profile as usize];
            let text = tally.covered_share().map(|share| format!("{:.0}", (share * 100.0).floor()));
            // Colour by the more frequent shortfall.
            let style = match tally.covered_share() {
                None => theme.dim,
                Some(share) if share >= 0.95 => state_style(CoverageState::Covered, view),
                Some(_) if tally.gap > tally.stretched => state_style(CoverageState::Gap, view),
                Some(_) => state_style(CoverageState::Stretched, view),
            };
            line.push_span(Span::styled(pad_left(text.as_deref().unwrap_or("·"), CELL), style));
        }
        lines.push(line);
    }
    lines
}

fn describe_dual_role(hats: &DualRole, key: &str, view: &View) -> String {
    let long = |delta: TimeDelta| format_minutes_as_hours(delta.num_minutes()).into();
    let values = [
        ("one", profile_name(hats.profiles[0], view).into()),
        ("other", profile_name(hats.profiles[1], view).into()),
        ("who", view.person_name(Some(hats.person)).into()),
        ("hours", long(hats.stretched)),
        ("worked", long(hats.worked)),
        ("share", numbers::format_share(Some(hats.stretched_share())).into()),
        ("alone", long(hats.sole_holder)),
    ];
    let alone = hats.sole_holder > TimeDelta::zero();
    let text = view.tt(key, &values);
    if alone && key == "split-role-needed" {
        format!("{text} {}", view.tt("split-role-nobody-else", &values))
    } else {
        text
    }
}

/// The latest stretched times that fit into `columns`.
fn format_latest_times(hats: &DualRole, columns: usize, view: &View) -> String {
    let each = hats.stretched_spans.iter().rev().map(|(_, time)| {
        format!("{} {}", dates::format_day(view.zone().date(time.from), view), description::format_period(*time, view))
    });
    let each: Vec<String> = each.collect();
    let mut text = String::new();
    for (n, one) in each.iter().enumerate() {
        let more = each.len() - n;
        let rest = view.tt("and-n-more", &[("n", more.into())]);
        if width(&text) + width(one) + width(&rest) + 4 > columns {
            return format!("{text}{}{rest}", if text.is_empty() { "" } else { ", " });
        }
        text = if text.is_empty() { one.clone() } else { format!("{text}, {one}") };
    }
    text
}
