//! Today by hour: forecast, arrived, due, needed, rostered and present.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::columns::{HourColumns, ROW_KEYS, format_short, hour_of_day};
use crate::engine::staffing::Staffing;
use crate::engine::staffing::requirements::{StaffingSlot, StaffingState};
use crate::model::text::width;
use crate::presentation::numbers::NO_VALUE;
use crate::ui::view::View;

fn state_glyph(state: StaffingState) -> &'static str {
    match state {
        StaffingState::Sufficient => "●",
        StaffingState::Short => "✖",
        StaffingState::Closed => "·",
        StaffingState::Unknown => "?",
    }
}

fn state_style(state: StaffingState, view: &View) -> Style {
    match state {
        StaffingState::Sufficient => view.theme.good,
        StaffingState::Short => view.theme.bad.patch(view.theme.strong),
        StaffingState::Closed | StaffingState::Unknown => view.theme.dim,
    }
}

/// As many rows as fit; need, roster and state before arrivals.
pub fn today_lines(staffing: &Staffing, columns: &HourColumns, room: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let slot = |hour: usize| staffing.day.iter().find(|slot| hour_of_day(slot.time.from, view.zone()) == hour);
    let cell = |key: &str, slot: &StaffingSlot| -> (String, Style) {
        let number = |number: Option<f64>| number.map_or_else(|| NO_VALUE.into(), format_short);
        let count = |count: Option<u32>| match count {
            None => NO_VALUE.into(),
            Some(0) => "·".into(),
            Some(count) => count.to_string(),
        };
        let short_of = slot.state() == StaffingState::Short;
        match key {
            "staffing-forecast" => (number(slot.forecast), theme.text),
            "staffing-received" => (count(slot.arrived), theme.dim),
            "staffing-due" => (count(Some(slot.due_count)), if slot.due_count > 0 { theme.warn } else { theme.dim }),
            "staffing-needed" => (
                number(slot.total_hours_needed()),
                if short_of { state_style(StaffingState::Short, view) } else { theme.strong },
            ),
            "staffing-rostered" => (number(Some(slot.attended_hours)), theme.text),
            "staffing-present" => (number(slot.present_hours), theme.dim),
            _ => (state_glyph(slot.state()).into(), state_style(slot.state(), view)),
        }
    };
    // Rows kept for each height.
    let dear: &[&str] = match room {
        0..4 => &[],
        4 => &["staffing-needed", "staffing-rostered", "staffing-state"],
        5 => &["staffing-due", "staffing-needed", "staffing-rostered", "staffing-state"],
        6 => &["staffing-forecast", "staffing-due", "staffing-needed", "staffing-rostered", "staffing-state"],
        7 => &[
            "staffing-forecast",
            "staffing-due",
            "staffing-needed",
            "staffing-rostered",
            "staffing-present",
            "staffing-state",
        ],
        _ => &ROW_KEYS,
    };
    if dear.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![columns.header_line(&view.t("staffing-today"), view)];
    for key in dear {
        lines.push(columns.row_line(&view.t(key), theme.dim, |hour| match slot(hour) {
            Some(slot) => cell(key, slot),
            None => (String::new(), theme.dim),
        }));
    }
    if room > lines.len() {
        lines.push(shortage_line(staffing, columns, view));
    }
    lines
}

/// Coming hours short of people and by how much; if none, the glyph legend.
fn shortage_line(staffing: &Staffing, columns: &HourColumns, view: &View) -> Line<'static> {
    let theme = view.theme;
    let room = columns.label_width + 1 + columns.hours.len() * columns.hour_width;
    let ahead = || staffing.day.iter().filter(|slot| slot.time.to > view.now && slot.state() == StaffingState::Short);
    let mut line = Line::default();
    for (place, slot) in ahead().enumerate() {
        let missing = slot.total_hours_needed().map_or(0.0, |needed| needed - slot.attended_hours);
        let time = view.zone().civil(slot.time.from).format("%H:%M").to_string();
        let text = view.tt("staffing-gap", &[("time", time.into()), ("n", format!("{missing:.1}").into())]);
        let text = if place == 0 { format!("✖ {text}") } else { format!(" · {text}") };
        let more = usize::from(place + 1 < ahead().count()) * 2;
        if line.width() + width(&text) + more > room {
            line.push_span(Span::styled(" …", theme.dim));
            return line;
        }
        line.push_span(Span::styled(text, theme.text));
    }
    if line.spans.is_empty() {
        for state in [StaffingState::Sufficient, StaffingState::Short, StaffingState::Closed, StaffingState::Unknown] {
            if staffing.day.iter().any(|slot| slot.state() == state) {
                line.push_span(Span::styled(state_glyph(state), state_style(state, view)));
                line.push_span(Span::styled(format!(" {}  ", view.t(&format!("hour-{}", state.name()))), theme.dim));
            }
        }
    }
    line
}
