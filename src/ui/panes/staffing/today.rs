//! Today by hour: forecast, arrived, due, needed, rostered and present.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::staffing::Staffing;
use crate::engine::staffing::need::{Slot, State};
use crate::model::text::width;
use crate::ui::view::View;
use crate::ui::widgets::numbers::NO_VALUE;
use super::columns::{HourColumns, ROW_KEYS, hour_of_day, format_short};

fn state_glyph(state: State) -> &'static str {
    match state {
        State::Enough => "●",
        State::Short => "✖",
        State::Closed => "·",
        State::Unknown => "?",
    }
}

fn state_style(state: State, view: &View) -> Style {
    match state {
        State::Enough => view.theme.good,
        State::Short => view.theme.bad.patch(view.theme.strong),
        State::Closed | State::Unknown => view.theme.dim,
    }
}

/// As many rows as fit; need, roster and state before arrivals.
pub fn today_lines(staffing: &Staffing, columns: &HourColumns, room: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let slot = |hour: usize| staffing.day.iter().find(|slot| hour_of_day(slot.time.from, view.zone()) == hour);
    let cell = |key: &str, slot: &Slot| -> (String, Style) {
        let number = |number: Option<f64>| number.map_or_else(|| NO_VALUE.into(), format_short);
        let count = |count: Option<u32>| match count {
            None => NO_VALUE.into(),
            Some(0) => "·".into(),
            Some(count) => count.to_string(),
        };
        let short_of = slot.state() == State::Short;
        match key {
            "staffing-forecast" => (number(slot.forecast), theme.text),
            "staffing-came" => (count(slot.arrived), theme.dim),
            "staffing-due" => (count(Some(slot.due)), if slot.due > 0 { theme.warn } else { theme.dim }),
            "staffing-needed" => {
                (number(slot.needed_in_all()), if short_of { state_style(State::Short, view) } else { theme.strong })
            }
            "staffing-rostered" => (number(Some(slot.there)), theme.text),
            "staffing-present" => (number(slot.present), theme.dim),
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
    let ahead = || staffing.day.iter().filter(|slot| slot.time.to > view.now && slot.state() == State::Short);
    let mut line = Line::default();
    for (place, slot) in ahead().enumerate() {
        let missing = slot.needed_in_all().map_or(0.0, |needed| needed - slot.there);
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
        for state in [State::Enough, State::Short, State::Closed, State::Unknown] {
            if staffing.day.iter().any(|slot| slot.state() == state) {
                line.push_span(Span::styled(state_glyph(state), state_style(state, view)));
                line.push_span(Span::styled(format!(" {}  ", view.t(&format!("hour-{}", state.name()))), theme.dim));
            }
        }
    }
    line
}
