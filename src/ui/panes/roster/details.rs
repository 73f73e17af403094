//! Text below the roster grid: details of the selected cell, or the open prompt with its keys.

use chrono::TimeDelta;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::prompt::{
    ABSENCE_KEYS, EDIT_KEY, NEW_KEY, PRESENT_KEY, REMOVE_KEY, RosterPrompt, TemplateAction, default_templates,
    template_keys,
};
use super::week::{RosterWeek, is_loaded};
use crate::engine::attendance::{current_attendance, shift_attendance};
use crate::engine::coverage::types::CoverageState;
use crate::engine::roster::cell_input::format_hours;
use crate::engine::roster::cells::{RosterCell, absences_in_cell, shifts_in_cell};
use crate::engine::roster::rules::RosterFlagKind;
use crate::model::shift::{AbsenceKind, Shift};
use crate::model::text::{clean_line, fit, width, wrap};
use crate::presentation::numbers;
use crate::ui::action::Action;
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// Formats hours of work: `40 h`, `37.5 h`.
pub fn format_work_hours(delta: TimeDelta) -> String {
    format!("{} h", (delta.num_minutes() as f64 / 6.0).round() / 10.0)
}

fn format_duration(delta: TimeDelta) -> String {
    numbers::format_duration(Some(crate::model::time::seconds(delta)))
}

/// Describes a rule violation.
fn describe_flag(what: RosterFlagKind, view: &View) -> String {
    let say = |key: &str, a: String, b: String| view.tt(key, &[("a", a.into()), ("b", b.into())]);
    match what {
        RosterFlagKind::DaysInRow { n, most } => say("roster-flag-days", n.to_string(), most.to_string()),
        RosterFlagKind::Turnaround { rest, least } => {
            say("roster-flag-turnaround", format_work_hours(rest), format_work_hours(least))
        }
        RosterFlagKind::WeekHours { worked, most } => {
            let over = format_work_hours(worked - most);
            view.tt(
                "roster-flag-hours",
                &[
                    ("a", format_work_hours(worked).into()),
                    ("b", format_work_hours(most).into()),
                    ("over", over.into()),
                ],
            )
        }
        RosterFlagKind::WeeklyRest { rest, least } => {
            say("roster-flag-rest", format_work_hours(rest), format_work_hours(least))
        }
        RosterFlagKind::NoBreak { worked, after } => {
            say("roster-flag-break", format_work_hours(worked), format_work_hours(after))
        }
    }
}

/// Details of a cell, most important first, in at most `rows` lines.
pub fn cell_lines(
    cell: RosterCell,
    sheet: &RosterWeek,
    columns: usize,
    rows: usize,
    view: &View,
) -> Vec<Line<'static>> {
    let theme = view.theme;
    let team = &view.desk.team;
    let mut lines = vec![cell_heading(cell, sheet, columns, view)];
    if !is_loaded(cell.1, view) {
        lines.push(Line::styled(view.t("roster-not-loaded"), theme.dim));
        return lines;
    }
    let own = shifts_in_cell(team, cell);
    for shift in &own {
        let mut text = shift.hours.to_string();
        if let Some(name) = &shift.name {
            text = format!("{} {text}", clean_line(name));
        }
        if !shift.breaks.is_empty() {
            let breaks: Vec<String> = shift.breaks.iter().map(|pause| pause.to_string()).collect();
            text = format!("{text} · {}", view.tt("roster-breaks", &[("breaks", breaks.join(", ").into())]));
        }
        let mut line = Line::styled(fit(&text, columns), theme.text);
        if let Some((text, warns)) = describe_attendance(cell, shift, view) {
            line.push_span(Span::styled(format!(" · {text}"), if warns { theme.warn } else { theme.dim }));
        }
        lines.push(line);
    }
    for absence in absences_in_cell(team, cell) {
        let mut text = view.t(&format!("away-{}", absence.kind.name()));
        if let Some(hours) = absence.hours {
            text = format!("{text} {}", hours);
        }
        if absence.first < absence.last {
            let (first, last) = (dates::format_day(absence.first, view), dates::format_day(absence.last, view));
            text = format!("{text} · {first} – {last}");
        }
        if let Some(note) = &absence.note {
            text = format!("{text} · {}", clean_line(note));
        }
        lines.push(Line::styled(fit(&text, columns), theme.warn));
    }
    for flag in sheet.flags_of(cell) {
        lines.push(Line::styled(fit(&format!("▲ {}", describe_flag(flag.kind, view)), columns), theme.warn));
    }
    if own.is_empty() && lines.len() == 1 {
        let key = |action| view.keymap.first_key(action).map(|key| key.to_string()).unwrap_or_default();
        let keys = [("fill", key(Action::ApplyTemplate).into()), ("hours", key(Action::Open).into())];
        lines.push(Line::styled(fit(&view.tt("roster-nothing-here", &keys), columns), theme.dim));
    }
    let others: Vec<_> = sheet.flags.iter().filter(|flag| (flag.person, flag.day) != cell).collect();
    if rows > lines.len() + 2 && !others.is_empty() {
        lines.push(Line::default());
        lines.push(Line::styled(view.t("roster-flagged"), theme.dim));
        let room = rows.saturating_sub(lines.len() + 2).max(1);
        let shown = if others.len() > room { room - 1 } else { others.len() };
        for flag in &others[..shown] {
            let who = format!("▲ {} · {}: ", dates::format_day(flag.day, view), view.person_name(Some(flag.person)));
            let rest = columns.saturating_sub(width(&who));
            let text = fit(&describe_flag(flag.kind, view), rest);
            lines.push(Line::from(vec![Span::styled(who, theme.warn), Span::styled(text, theme.text)]));
        }
        if shown < others.len() {
            lines
                .push(Line::styled(view.tt("roster-more-flagged", &[("n", (others.len() - shown).into())]), theme.dim));
        }
    }
    let lately = (columns >= WIDE_COLUMNS).then(|| view.t("roster-legend-lately"));
    let legend = [Some(view.t("roster-legend")), Some(view.t("roster-legend-coverage")), lately];
    let legend: Vec<String> = legend.into_iter().flatten().collect();
    let legend = match width(&legend.join("   ")) <= columns {
        true => vec![legend.join("   ")],
        false => legend,
    };
    if rows > lines.len() + legend.len() {
        lines.push(Line::default());
        lines.extend(legend.into_iter().map(|text| Line::styled(fit(&text, columns), theme.dim)));
    }
    lines
}

/// Heading: person, day, weekly hours and the day's coverage.
fn cell_heading(cell: RosterCell, sheet: &RosterWeek, columns: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let (person, day) = cell;
    let who = format!("{} · {}", view.person_name(Some(person)), dates::format_day(day, view));
    let mut line = Line::from(Span::styled(who, theme.strong));
    if let Some(week) = sheet.weeks.get(&person) {
        let most = week.limit.map(|most| format!(" / {}", format_work_hours(most))).unwrap_or_default();
        let text = view.tt("roster-this-week", &[("hours", format!("{}{most}", format_work_hours(week.hours)).into())]);
        line.push_span(Span::styled(format!(" · {text}"), theme.dim));
        if week.overtime() > TimeDelta::zero() {
            let over = view.tt("roster-overtime", &[("hours", format_work_hours(week.overtime()).into())]);
            line.push_span(Span::styled(format!(" · {over}"), theme.warn));
        }
    }
    let n = (day - sheet.monday).num_days().unsigned_abs() as usize;
    if let Some(covered) = sheet.coverage.get(n).copied().flatten().filter(|it| it.worst != CoverageState::Covered) {
        let key = if covered.worst == CoverageState::Gap { "roster-day-gap" } else { "roster-day-stretched" };
        let text = view.tt(key, &[("hours", covered.hours_in_worst.to_string().into())]);
        if line.width() + width(&text) + 3 <= columns {
            line.push_span(Span::styled(format!(" · {text}"), theme.dim));
        }
    }
    line
}

/// Attendance of a shift, and whether it needs attention.
fn describe_attendance(cell: RosterCell, shift: &Shift, view: &View) -> Option<(String, bool)> {
    let (team, zone) = (&view.desk.team, view.zone());
    let attendance = shift_attendance(team, zone, shift, view.now)?;
    let here = current_attendance(team, cell.0, view.now).filter(|_| shift.covers(zone, view.now));
    let late = attendance.late_by.map(|late| view.tt("roster-late", &[("span", format_duration(late).into())]));
    let early =
        attendance.left_early_by.map(|early| view.tt("roster-early", &[("span", format_duration(early).into())]));
    let warns = late.is_some() || early.is_some() || attendance.missed;
    let presence = match here {
        Some(here) => Some(view.tt("roster-in-since", &[("time", dates::format_moment(here.from, view).into())])),
        None if attendance.missed && shift.covers(zone, view.now) => Some(view.t("roster-awaited")),
        None if attendance.missed => Some(view.t("roster-missed")),
        None if warns => None,
        None => Some(view.t("roster-on-time")),
    };
    let parts: Vec<String> = [presence, late, early].into_iter().flatten().collect();
    Some((parts.join(", "), warns))
}

fn wrap_lines(text: &str, columns: usize, style: Style) -> Vec<Line<'static>> {
    wrap(text, columns).into_iter().map(|text| Line::styled(text, style)).collect()
}

/// The prompt and its keys; `n` is the number of cells it applies to.
pub fn prompt_lines(asked: &RosterPrompt, n: usize, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let choices: Vec<(String, String)> = match asked {
        RosterPrompt::Input { key, wrong, .. } => {
            let mut lines = wrap_lines(&view.tt(key, &[("n", n.into())]), columns, theme.strong);
            if let Some(why) = wrong {
                lines.splice(0..0, wrap_lines(&format!("▲ {why}"), columns, theme.bad));
            }
            return lines;
        }
        RosterPrompt::Absence => {
            let reason = |(letter, kind): &(char, AbsenceKind)| {
                (letter.to_string(), view.t(&format!("absence-{}", kind.name())))
            };
            let back = (PRESENT_KEY.to_string(), view.t("roster-present"));
            ABSENCE_KEYS.iter().map(reason).chain([back]).collect()
        }
        RosterPrompt::Template(then) => {
            let none = view.desk.team.templates.is_empty();
            let templates = if none { default_templates(view) } else { view.desk.team.templates.clone() };
            let named = template_keys(&templates).into_iter().zip(&templates).map(|(letter, template)| {
                (letter.to_string(), format!("{} {}", clean_line(&template.name), format_hours(template.hours)))
            });
            let own = [
                (NEW_KEY, "roster-template-new"),
                (EDIT_KEY, "roster-template-edit"),
                (REMOVE_KEY, "roster-template-remove"),
            ];
            let own = own.into_iter().filter(|(key, _)| *then == TemplateAction::Fill && (!none || *key == NEW_KEY));
            named.chain(own.map(|(key, words)| (key.to_string(), view.t(words)))).collect()
        }
    };
    let head = match asked {
        RosterPrompt::Absence => "roster-ask-away",
        RosterPrompt::Template(TemplateAction::Edit) => "roster-ask-edit",
        RosterPrompt::Template(TemplateAction::Remove) => "roster-ask-remove",
        _ if view.desk.team.templates.is_empty() => "roster-ask-first",
        _ => "roster-ask-template",
    };
    let mut lines = wrap_lines(&view.tt(head, &[("n", n.into())]), columns, theme.strong);
    let mut line = Line::default();
    for (key, words) in choices {
        if line.width() + width(&key) + width(&words) + 1 > columns && !line.spans.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        line.push_span(Span::styled(key, theme.accent));
        line.push_span(Span::styled(format!(" {words}   "), theme.text));
    }
    lines.push(line);
    lines
}

/// Minimum width for adherence and late arrivals.
pub const WIDE_COLUMNS: usize = 140;
