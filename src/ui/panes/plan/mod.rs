//! The plan: goals, what is to be done, what customers say, what is to be read. One pane for each.

pub mod actions;
pub mod goals;
pub mod notices;
pub mod voice;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::text::{pad_left, width, wrap};
use crate::ui::action::Action;
use crate::ui::view::View;

/// Says what the pane is for while there is nothing in it, and how something comes in.
fn nothing(key: &str, frame: &mut Frame, area: Rect, view: &View) {
    let new = view.keys.key(Action::NewTicket).map(|key| key.to_string()).unwrap_or_default();
    let text = view.tt(key, &[("key", new.into())]);
    for (row, place) in wrap(&text, usize::from(area.width)).into_iter().zip(area.rows()) {
        frame.render_widget(Line::styled(row, view.theme.dim), place);
    }
}

/// A line with something on its right end; what is on the left is cut where both do not fit.
fn ends(mut left: Line<'static>, right: Vec<Span<'static>>, columns: usize) -> Line<'static> {
    let taken: usize = right.iter().map(Span::width).sum();
    let room = columns.saturating_sub(taken);
    while left.width() > room.saturating_sub(1) {
        let Some(last) = left.spans.pop() else { break };
        let before = left.width();
        let spare = room.saturating_sub(1).saturating_sub(before);
        if spare > 1 {
            left.push_span(Span::styled(crate::domain::text::fit(&last.content, spare), last.style));
        }
    }
    left.push_span(Span::raw(" ".repeat(room.saturating_sub(left.width()))));
    left.spans.extend(right);
    left
}

/// A number on the right edge of so many columns.
fn right(text: &str, columns: usize) -> String {
    if width(text) >= columns { text.to_owned() } else { pad_left(text, columns) }
}
