//! Draws the roster grid: people by day, hours and flags on the right, daily totals below, then the selected cell's
//! details or the open prompt.

use std::collections::BTreeSet;

use chrono::{Datelike, TimeDelta};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::prompt::RosterPrompt;
use super::week::{RosterWeek, is_loaded, week_days};
use super::{RosterPane, details};
use crate::engine::attendance::{AttendanceSummary, current_attendance, shift_attendance};
use crate::engine::coverage::types::CoverageState;
use crate::engine::roster::cell_input::format_hours;
use crate::engine::roster::cells::{RosterCell, absences_in_cell, shifts_in_cell};
use crate::model::ids::PersonId;
use crate::model::text::{clean_line, fit, pad, pad_left, width, wrap};
use crate::presentation::numbers;
use crate::ui::action::Action;
use crate::ui::panes::roster::details::WIDE_COLUMNS;
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::visible_rows;

/// Column widths on the right: weekly hours, flags and, on wide screens, adherence and late arrivals.
const HOURS_WIDTH: usize = 7;
const FLAGS_WIDTH: usize = 4;
const ADHERENCE_WIDTH: usize = 12;
const LATE_COUNT_WIDTH: usize = 7;
/// Rows reserved for details before a second week is drawn.
const MIN_DETAIL_ROWS: usize = 10;

/// Column widths of the grid.
pub struct RosterLayout {
    name_width: usize,
    /// Width of a day, leading blank included.
    day_width: usize,
    is_wide: bool,
}

impl RosterLayout {
    fn fit(sheet: &RosterWeek, columns: usize, view: &View) -> RosterLayout {
        let longest = sheet.people.iter().map(|id| width(view.person_name(Some(*id)))).max().unwrap_or(0);
        let label = width(&view.t("roster-people")).max(width(&view.t("roster-cover")));
        let name = longest.max(label).min((columns / 7).max(10));
        let wide = columns >= WIDE_COLUMNS;
        let right = HOURS_WIDTH + FLAGS_WIDTH + if wide { ADHERENCE_WIDTH + LATE_COUNT_WIDTH } else { 0 };
        let cell = (columns.saturating_sub(name + right) / 7).clamp(6, 23);
        RosterLayout { name_width: name, day_width: cell, is_wide: wide }
    }
}

impl RosterPane {
    /// Draws the grid, and below it the details or the prompt.
    pub(super) fn draw_grid(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let sheet = self.week(view);
        let columns = usize::from(area.width);
        if sheet.people.is_empty() {
            let key = view.keymap.first_key(Action::NewPerson).map(|key| key.to_string()).unwrap_or_default();
            let text = view.tt("roster-empty", &[("key", key.into())]);
            for (row, text) in area.rows().zip(wrap(&text, columns)) {
                frame.render_widget(Line::styled(text, theme.dim), row);
            }
            return;
        }
        let layout = RosterLayout::fit(&sheet, columns, view);
        let height = usize::from(area.height);
        // Below the header: people, two total rows, at least three detail rows.
        let foot = 2;
        let min_details = 4.min(height.saturating_sub(foot + 5));
        let rows = height.saturating_sub(1 + foot + min_details).min(sheet.people.len());
        let row = self.cursor.row(&sheet.people).unwrap_or(0);
        let shown = visible_rows(row, sheet.people.len(), rows);
        let mut places = area.rows();
        let mut put = |frame: &mut Frame, line: Line<'static>| {
            if let Some(place) = places.next() {
                frame.render_widget(line, place);
            }
        };
        put(frame, header_line(&layout, &sheet, view));
        let marked = self.marked_cells(view);
        let here = self.selected_cell(view);
        for person in &sheet.people[shown.clone()] {
            put(frame, self.person_line(*person, &sheet, &layout, &marked, view));
        }
        let more = sheet.people.len() - shown.len();
        put(frame, people_per_day_line(&layout, &sheet, more, view));
        put(frame, coverage_line(&layout, &sheet, view));
        let used = u16::try_from(1 + shown.len() + foot).unwrap_or(u16::MAX);
        let mut rest = Rect { y: area.y.saturating_add(used), height: area.height.saturating_sub(used), ..area };
        if rest.height > 3 {
            rest = Rect { y: rest.y + 1, height: rest.height - 1, ..rest };
        }
        // A tall screen also shows the following week.
        let all = sheet.people.len();
        if shown.len() == all && usize::from(rest.height) >= all + 5 + MIN_DETAIL_ROWS {
            let next = self.following_week(view);
            let title = Line::styled(super::week_title(next.monday, view), theme.strong);
            let people = next.people.iter().map(|person| self.person_line(*person, &next, &layout, &marked, view));
            let sums = [people_per_day_line(&layout, &next, 0, view), coverage_line(&layout, &next, view)];
            let lines = [title, header_line(&layout, &next, view)].into_iter().chain(people).chain(sums);
            for (place, line) in rest.rows().zip(lines) {
                frame.render_widget(line, place);
            }
            let used = u16::try_from(all + 5).unwrap_or(u16::MAX).min(rest.height);
            rest = Rect { y: rest.y + used, height: rest.height - used, ..rest };
        }
        let lines = match &self.prompt {
            Some(asked) => details::prompt_lines(asked, self.target_cells(view).len(), columns, view),
            None => here.map_or_else(Vec::new, |cell| {
                details::cell_lines(cell, &sheet, columns, usize::from(rest.height), view)
            }),
        };
        for (place, line) in rest.rows().zip(lines) {
            frame.render_widget(line, place);
        }
        if let (Some(RosterPrompt::Input { field, .. }), Some((person, day))) = (&self.prompt, here) {
            let down = shown.clone().position(|n| sheet.people[n] == person).unwrap_or(0);
            let right =
                layout.name_width + 1 + (day - sheet.monday).num_days().unsigned_abs() as usize * layout.day_width;
            // Text longer than the cell overlaps its neighbours.
            let room = (width(field.text()) + 1).max(layout.day_width - 1).min(columns);
            let at = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
            let (x, y) = (area.x + at(right.min(columns - room)), area.y + 1 + at(down));
            let place = Rect { x, y, width: at(room), height: 1 }.intersection(area);
            let cleared = if room < layout.day_width { place } else { Rect { width: area.right() - x, ..place } };
            frame.render_widget(Clear, cleared.intersection(area));
            field.draw(frame, place, theme.accent, view.focused);
        }
    }

    /// A person's row.
    fn person_line(
        &self,
        person: PersonId,
        sheet: &RosterWeek,
        layout: &RosterLayout,
        marked: &BTreeSet<RosterCell>,
        view: &View,
    ) -> Line<'static> {
        let theme = view.theme;
        let (here, taken) = (self.selected_cell(view), self.valid_cut_block(view));
        let mut line = Line::default();
        let on = here.is_some_and(|(one, _)| one == person) && view.focused;
        let name = pad(&fit(view.person_name(Some(person)), layout.name_width), layout.name_width);
        line.push_span(Span::styled(name, if on { theme.accent.patch(theme.strong) } else { theme.strong }));
        for day in week_days(sheet.monday) {
            let cell = (person, day);
            let glyph = match () {
                () if self.swap_from == Some(cell) => "⇄",
                () if taken.is_some_and(|(_, from)| from.contains(&cell)) => "↷",
                () if marked.contains(&cell) => "◆",
                () => " ",
            };
            line.push_span(Span::styled(glyph, theme.mark));
            let mut spans = cell_spans(cell, sheet, layout.day_width - 1, view);
            if here == Some(cell) {
                spans = theme.highlight_row(Line::from(spans), view.focused).spans;
            }
            line.spans.extend(spans);
        }
        line.spans.extend(total_spans(person, sheet, layout, view));
        line
    }
}

fn header_line(layout: &RosterLayout, sheet: &RosterWeek, view: &View) -> Line<'static> {
    let theme = view.theme;
    let today = view.zone().date(view.now);
    let mut line = Line::raw(" ".repeat(layout.name_width));
    for day in week_days(sheet.monday) {
        let style = if day == today { theme.accent.patch(theme.strong) } else { theme.dim };
        let text = format!("{} {}", dates::weekday_name(day, view), day.day());
        line.push_span(Span::styled(
            format!(" {}", pad(&fit(&text, layout.day_width - 1), layout.day_width - 1)),
            style,
        ));
    }
    line.push_span(Span::styled(pad_left(&view.t("roster-hours"), HOURS_WIDTH), theme.dim));
    line.push_span(Span::styled(pad_left("▲", FLAGS_WIDTH), theme.dim));
    if layout.is_wide {
        line.push_span(Span::styled(pad_left(&view.t("roster-adherence"), ADHERENCE_WIDTH), theme.dim));
        line.push_span(Span::styled(pad_left(&view.t("roster-lates"), LATE_COUNT_WIDTH), theme.dim));
    }
    line
}

/// Weekly hours and flags; on wide screens adherence and late arrivals.
fn total_spans(person: PersonId, sheet: &RosterWeek, layout: &RosterLayout, view: &View) -> Vec<Span<'static>> {
    let theme = view.theme;
    let week = sheet.weeks.get(&person);
    let hours = week.map_or(TimeDelta::zero(), |week| week.hours);
    let over = week.is_some_and(|week| week.overtime() > TimeDelta::zero());
    let style = match (over, hours.is_zero()) {
        (true, _) => theme.warn,
        (_, true) => theme.dim,
        _ => theme.text,
    };
    let text = if hours.is_zero() { "–".into() } else { details::format_work_hours(hours) };
    let flagged = sheet.flags.iter().filter(|flag| flag.person == person).count();
    let flags = if flagged == 0 { String::new() } else { format!("▲{flagged}") };
    let mut spans = vec![
        Span::styled(pad_left(&text, HOURS_WIDTH), style),
        Span::styled(pad_left(&flags, FLAGS_WIDTH), theme.warn),
    ];
    if layout.is_wide {
        let tally = sheet.attendance_tallies.get(&person);
        let adherence = numbers::format_share(tally.and_then(AttendanceSummary::adherence));
        let late = tally.map_or_else(|| numbers::NO_VALUE.into(), |tally| tally.late.to_string());
        spans.push(Span::styled(
            pad_left(&adherence, ADHERENCE_WIDTH),
            if tally.is_none() { theme.dim } else { theme.text },
        ));
        let often = tally.is_some_and(|tally| tally.late > 0);
        spans.push(Span::styled(pad_left(&late, LATE_COUNT_WIDTH), if often { theme.warn } else { theme.dim }));
    }
    spans
}

fn people_per_day_line(layout: &RosterLayout, sheet: &RosterWeek, more: usize, view: &View) -> Line<'static> {
    let theme = view.theme;
    let mut line = Line::styled(pad(&fit(&view.t("roster-people"), layout.name_width), layout.name_width), theme.dim);
    for (day, n) in week_days(sheet.monday).into_iter().zip(sheet.people_per_day) {
        let text = if is_loaded(day, view) { n.to_string() } else { "┄".into() };
        let style = if n == 0 { theme.dim } else { theme.text };
        line.push_span(Span::styled(format!(" {}", pad(&text, layout.day_width - 1)), style));
    }
    if more > 0 {
        line.push_span(Span::styled(view.tt("roster-more", &[("n", more.into())]), theme.dim));
    }
    line
}

fn coverage_line(layout: &RosterLayout, sheet: &RosterWeek, view: &View) -> Line<'static> {
    let theme = view.theme;
    let room = layout.day_width - 1;
    let mut line = Line::styled(pad(&fit(&view.t("roster-cover"), layout.name_width), layout.name_width), theme.dim);
    for covered in sheet.coverage {
        let (glyph, key, style) = match covered.map(|covered| covered.worst) {
            None => ("–", "", theme.dim),
            Some(CoverageState::Covered) => ("●", "roster-covered", theme.good),
            Some(CoverageState::Stretched) => ("◐", "roster-stretched", theme.warn),
            Some(CoverageState::Gap) => ("✖", "roster-gap", theme.bad),
        };
        let word = if key.is_empty() { String::new() } else { view.t(key) };
        let long = covered
            .filter(|it| it.worst != CoverageState::Covered)
            .map(|it| format!("{glyph} {word} {} h", it.hours_in_worst));
        let short = format!("{glyph} {word}").trim_end().to_owned();
        let fits = [long, Some(short)].into_iter().flatten().find(|text| width(text) <= room);
        let text = fits.unwrap_or_else(|| glyph.to_owned());
        line.push_span(Span::styled(format!(" {}", pad(&text, room)), style));
    }
    line
}

/// A cell's content, `room` columns wide.
fn cell_spans(cell: RosterCell, sheet: &RosterWeek, room: usize, view: &View) -> Vec<Span<'static>> {
    let theme = view.theme;
    let team = &sheet.team;
    if !is_loaded(cell.1, view) {
        return vec![Span::styled(pad("┄", room), theme.dim)];
    }
    let flag = sheet.flags_of(cell).next().map(|_| Span::styled("▲", theme.warn));
    let (text, style) = match absences_in_cell(team, cell).find(|absence| absence.hours.is_none()) {
        Some(absence) => {
            let word = view.t(&format!("away-{}", absence.kind.name()));
            let word = if width(&word) > room { word.replacen(' ', "", 1) } else { word };
            (word, theme.warn)
        }
        None => format_cell_shifts(cell, sheet, room - usize::from(flag.is_some()), view),
    };
    let partly =
        absences_in_cell(team, cell).any(|absence| absence.hours.is_some()).then(|| Span::styled("◔", theme.warn));
    let there = attendance_mark(cell, sheet, view);
    let marks: Vec<Span<'static>> = [there, partly, flag].into_iter().flatten().collect();
    let text_room = room.saturating_sub(marks.len());
    let text = fit(&text, text_room);
    let blank = " ".repeat(text_room - width(&text).min(text_room));
    // Put the marks right behind the text and pad the rest.
    let mut spans = vec![Span::styled(text, style)];
    spans.extend(marks);
    spans.push(Span::raw(blank));
    spans
}

/// The shifts of a cell at the level of detail that fits.
fn format_cell_shifts(cell: RosterCell, sheet: &RosterWeek, room: usize, view: &View) -> (String, Style) {
    let theme = view.theme;
    let own = shifts_in_cell(&sheet.team, cell);
    let today = view.zone().date(view.now);
    let style = if cell.1 < today { theme.dim } else { theme.text };
    let room = room.saturating_sub(usize::from(cell.1 <= today));
    let text = match own.as_slice() {
        [] => return ("·".into(), theme.dim),
        [one] => {
            let hours = format_hours(one.hours);
            let named = one.name.as_deref().map(|name| format!("{} {hours}", clean_line(name)));
            named.filter(|text| width(text) <= room).unwrap_or(hours)
        }
        [first, rest @ ..] => {
            let all: Vec<String> = own.iter().map(|shift| format_hours(shift.hours)).collect();
            let all = all.join(" ");
            if width(&all) <= room { all } else { format!("{}+{}", format_hours(first.hours), rest.len()) }
        }
    };
    (text, style)
}

/// Attendance glyph: present or expected today, late or missed on past days.
fn attendance_mark(cell: RosterCell, sheet: &RosterWeek, view: &View) -> Option<Span<'static>> {
    let (team, theme, zone) = (&sheet.team, view.theme, view.zone());
    if cell.1 > zone.date(view.now) {
        return None;
    }
    let shift = shifts_in_cell(team, cell).into_iter().next()?;
    let attendance = shift_attendance(team, zone, &shift.it, view.now)?;
    let is_in = shift.covers(zone, view.now) && current_attendance(team, cell.0, view.now).is_some();
    match () {
        () if attendance.missed => Some(Span::styled("○", theme.warn)),
        () if attendance.late_by.is_some() => Some(Span::styled("◷", theme.warn)),
        () if is_in => Some(Span::styled("●", theme.good)),
        () => None,
    }
}
