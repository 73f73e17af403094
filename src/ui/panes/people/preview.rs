//! Preview of the selected person below the table: open tickets and next shifts.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::model::ids::PersonId;
use crate::model::text::{clean_line, fit, pad_left};
use crate::presentation::numbers;
use crate::ui::dialogs;
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// Minimum width and height for the full card.
const FULL_CARD_MIN_SIZE: (u16, u16) = (150, 18);

pub fn draw_preview(frame: &mut Frame, area: Rect, person: PersonId, view: &View) {
    if area.width >= FULL_CARD_MIN_SIZE.0 && area.height >= FULL_CARD_MIN_SIZE.1 {
        return dialogs::person::draw_person(frame, area, person, view);
    }
    let [left, _, right] =
        Layout::horizontal([Constraint::Fill(3), Constraint::Length(3), Constraint::Length(34)]).areas(area);
    draw_lines(frame, left, ticket_lines(person, usize::from(left.width), usize::from(area.height), view));
    draw_lines(frame, right, shift_lines(person, usize::from(area.height), view));
}

fn draw_lines(frame: &mut Frame, area: Rect, lines: Vec<Line>) {
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}

/// The person's open tickets in queue order.
fn ticket_lines(person: PersonId, columns: usize, room: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let load = view.board.load.get(&person).copied().unwrap_or(0);
    let head = view.tt("open-of", &[("who", view.person_name(Some(person)).into())]);
    let mut lines = vec![Line::styled(format!("{head} · {load}"), theme.dim)];
    let first = view.board.first_tickets_of(person, room.saturating_sub(1));
    lines.extend(first.into_iter().filter_map(|id| view.open_ticket(id)).map(|row| {
        let left = view.queue_status(row).time_left.map_or_else(|| numbers::NO_VALUE.into(), numbers::format_time_left);
        Line::from(vec![
            Span::styled(format!("{} {} ", pad_left(&left, 6), pad_left(&row.id.to_string(), 6)), theme.dim),
            Span::styled(fit(row.title(), columns.saturating_sub(14)), theme.text),
        ])
    }));
    lines
}

/// The person's shifts from today on, with absences.
fn shift_lines(person: PersonId, room: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let today = view.zone().date(view.now);
    let team = &view.desk.team;
    let mut days: Vec<_> = team
        .shifts
        .iter()
        .filter(|shift| shift.person == person && shift.day >= today)
        .map(|shift| {
            let hours = shift.hours.to_string();
            let name = clean_line(shift.name.as_deref().unwrap_or_default()).into_owned();
            let away = team.absences.iter().find(|absence| {
                absence.person == person
                    && absence.overlaps(view.zone(), shift.starts(view.zone()), shift.ends(view.zone()))
            });
            let away = away.map(|absence| view.t(&format!("away-{}", absence.kind.name())));
            (shift.day, hours, name, away)
        })
        .collect();
    days.sort();
    let mut lines =
        vec![Line::styled(view.tt("shifts-of", &[("who", view.person_name(Some(person)).into())]), theme.dim)];
    lines.extend(days.into_iter().take(room.saturating_sub(1)).map(|(day, hours, name, away)| {
        let mut line = Line::from(vec![
            Span::styled(format!("{} ", pad_left(&dates::format_day(day, view), 11)), theme.dim),
            Span::styled(format!("{hours} {name}"), theme.text),
        ]);
        line.spans.extend(away.map(|away| Span::styled(format!(" {away}"), theme.warn)));
        line
    }));
    lines
}
