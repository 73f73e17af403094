//! Glyph, text and colour for each state, so that no meaning relies on colour alone.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::engine::sla::{ClockState, SlaClock};
use crate::model::event::EventPayload;
use crate::model::ticket::{Priority, Status};
use crate::presentation::numbers::format_time_left;
use crate::ui::view::View;

/// A state as displayed.
pub struct StateLabel {
    pub glyph: &'static str,
    pub style: Style,
    pub text: String,
}

impl StateLabel {
    /// Glyph and text.
    pub fn span(self) -> Span<'static> {
        let blank = if self.glyph.is_empty() { "" } else { " " };
        Span::styled(format!("{}{blank}{}", self.glyph, self.text), self.style)
    }
}

pub fn status(status: Status, view: &View) -> StateLabel {
    let theme = view.theme;
    let (glyph, style) = match status {
        Status::New => ("○", theme.warn),
        Status::Open => ("●", theme.accent),
        Status::Pending | Status::OnHold => ("‖", theme.dim),
        Status::Solved => ("✓", theme.good),
        Status::Closed => ("■", theme.dim),
    };
    StateLabel { glyph, style, text: view.t(&format!("status-{}", status.name())) }
}

pub fn priority(priority: Priority, view: &View) -> StateLabel {
    let theme = view.theme;
    let (glyph, style) = match priority {
        Priority::Low => ("↓", theme.dim),
        Priority::Normal => ("", theme.text),
        Priority::High => ("↑", theme.mark),
        Priority::Urgent => ("!", theme.mark.patch(theme.strong)),
    };
    StateLabel { glyph, style, text: view.t(&format!("priority-{}", priority.name())) }
}

/// Glyph of an event by author: customer, reply to the customer, or internal.
pub fn event_glyph(what: &EventPayload, view: &View) -> (&'static str, Style) {
    let theme = view.theme;
    match what {
        EventPayload::Opened(_) | EventPayload::Asked { .. } | EventPayload::Imported(_) => ("◂", theme.accent),
        EventPayload::Replied { .. } => ("▸", theme.good),
        EventPayload::Noted { .. } => ("✎", theme.mark),
        _ => ("·", theme.dim),
    }
}

/// State of an SLA clock: `◆ 0:25 at risk`.
pub fn sla_clock_span(one: &SlaClock, view: &View) -> Span<'static> {
    let state = one.state(view.now, view.shift_end());
    let mark = sla_state(state, view);
    let remains = one.time_left(view.now).map(|delta| format_time_left(delta) + " ").unwrap_or_default();
    let word = if state == ClockState::Ok { view.t("clock-left") } else { mark.text };
    Span::styled(format!("{} {remains}{word}", mark.glyph), mark.style)
}

pub fn sla_state(state: ClockState, view: &View) -> StateLabel {
    let theme = view.theme;
    let (glyph, style) = match state {
        ClockState::Breached => ("▲", theme.bad),
        ClockState::AtRisk => ("◆", theme.warn),
        ClockState::Ok => ("●", theme.good),
        ClockState::Paused => ("‖", theme.dim),
        ClockState::Met => ("✓", theme.good),
        ClockState::Off => ("·", theme.dim),
    };
    StateLabel { glyph, style, text: view.t(&format!("clock-{}", state.name())) }
}
