//! Glyph, word and colour for each state, so that no meaning rests on colour alone.

use ratatui::style::Style;
use ratatui::text::Span;

use crate::domain::event::What;
use crate::domain::sla::{Clock, State};
use crate::domain::ticket::{Priority, Status};
use crate::ui::view::View;
use crate::ui::widgets::numbers::left;

/// A meaning as the screen shows it.
pub struct Mark {
    pub glyph: &'static str,
    pub style: Style,
    pub word: String,
}

impl Mark {
    /// Glyph and word.
    pub fn span(self) -> Span<'static> {
        let blank = if self.glyph.is_empty() { "" } else { " " };
        Span::styled(format!("{}{blank}{}", self.glyph, self.word), self.style)
    }
}

pub fn status(status: Status, view: &View) -> Mark {
    let theme = view.theme;
    let (glyph, style) = match status {
        Status::New => ("○", theme.warn),
        Status::Open => ("●", theme.accent),
        Status::Pending | Status::OnHold => ("‖", theme.dim),
        Status::Solved => ("✓", theme.good),
        Status::Closed => ("■", theme.dim),
    };
    Mark { glyph, style, word: view.t(&format!("status-{}", status.name())) }
}

pub fn priority(priority: Priority, view: &View) -> Mark {
    let theme = view.theme;
    let (glyph, style) = match priority {
        Priority::Low => ("↓", theme.dim),
        Priority::Normal => ("", theme.text),
        Priority::High => ("↑", theme.mark),
        Priority::Urgent => ("!", theme.mark.patch(theme.strong)),
    };
    Mark { glyph, style, word: view.t(&format!("priority-{}", priority.name())) }
}

/// Who speaks in what was said: the customer, we to them, or we among us.
pub fn said(what: &What, view: &View) -> (&'static str, Style) {
    let theme = view.theme;
    match what {
        What::Opened(_) | What::Asked { .. } | What::Imported(_) => ("◂", theme.accent),
        What::Replied { .. } => ("▸", theme.good),
        What::Noted { .. } => ("✎", theme.mark),
        _ => ("·", theme.dim),
    }
}

/// How a clock stands: `◆ 0:25 at risk`.
pub fn clock_stands(one: &Clock, view: &View) -> Span<'static> {
    let state = one.state(view.now, view.shift_end());
    let mark = clock(state, view);
    let remains = one.left(view.now).map(|delta| left(delta) + " ").unwrap_or_default();
    let word = if state == State::Ok { view.t("clock-left") } else { mark.word };
    Span::styled(format!("{} {remains}{word}", mark.glyph), mark.style)
}

pub fn clock(state: State, view: &View) -> Mark {
    let theme = view.theme;
    let (glyph, style) = match state {
        State::Breached => ("▲", theme.bad),
        State::AtRisk => ("◆", theme.warn),
        State::Ok => ("●", theme.good),
        State::Paused => ("‖", theme.dim),
        State::Met => ("✓", theme.good),
        State::Off => ("·", theme.dim),
    };
    Mark { glyph, style, word: view.t(&format!("clock-{}", state.name())) }
}
