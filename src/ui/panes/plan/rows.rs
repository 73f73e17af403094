//! Rows of a plan pane: how many it can use, and how they are laid out and drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::model::text::{pad_left, width, wrap};
use crate::ui::action::Action;
use crate::ui::view::View;

/// Indent of detail lines below a row.
pub const INDENT: usize = 4;

/// Rows that a plan pane can use.
#[derive(Debug, Clone, Copy)]
pub struct PaneRows {
    /// Rows of the list.
    pub list: usize,
    /// Maximum detail rows of a selected item.
    pub details: usize,
    /// Blank rows between list items.
    pub spacers: usize,
}

impl PaneRows {
    /// Minimum rows for details; fewer are not worth showing.
    pub const MIN_DETAILS: usize = 5;

    /// Splits rows between two panes: lists first, then minimal details, then full details; the remainder is halved. If
    /// the lists do not fit, each pane gets what it can use of its half.
    pub fn split(first: PaneRows, second: PaneRows, rows: usize) -> (usize, usize) {
        let list = |need: PaneRows| need.list.max(PaneRows::MIN_DETAILS);
        if list(first) + list(second) > rows {
            let half = rows / 2;
            let first = list(first).min(half.max(rows.saturating_sub(list(second))));
            return (first, rows - first);
        }
        let (mut a, mut b) = (list(first), list(second));
        let give = |to: &mut usize, wanted: usize, taken: usize| *to += wanted.min(rows - *to - taken);
        give(&mut a, first.details.min(PaneRows::MIN_DETAILS), b);
        give(&mut b, second.details.min(PaneRows::MIN_DETAILS + 1), a);
        give(&mut a, first.details.saturating_sub(PaneRows::MIN_DETAILS), b);
        give(&mut b, second.details.saturating_sub(PaneRows::MIN_DETAILS + 1), a);
        give(&mut a, first.spacers, b);
        let rest = rows - a - b;
        (a + rest / 2, b + rest - rest / 2)
    }
}

/// Draws every row with its details if all of them fit; returns whether they did.
pub fn draw_expanded(
    n: usize,
    row_lines: impl Fn(usize) -> Vec<Line<'static>>,
    rest: impl Fn(usize) -> Vec<Line<'static>>,
    frame: &mut Frame,
    area: Rect,
) -> bool {
    let height = usize::from(area.height);
    // Skip building details for a list that nearly fills the pane.
    if n * PaneRows::MIN_DETAILS > height {
        return false;
    }
    let indented = |mut line: Line<'static>| {
        line.spans.insert(0, Span::raw(" ".repeat(INDENT)));
        line
    };
    let all = (0..n).flat_map(|n| {
        let rest = rest(n).into_iter().map(indented);
        row_lines(n).into_iter().chain(rest).chain([Line::default()]).collect::<Vec<_>>()
    });
    let all: Vec<_> = all.collect();
    if all.len() > height + 1 {
        return false;
    }
    all.into_iter().zip(area.rows()).for_each(|(line, place)| frame.render_widget(line, place));
    true
}

/// Draws the empty state: what the pane is for and how to add an entry.
pub fn draw_empty_state(key: &str, frame: &mut Frame, area: Rect, view: &View) {
    let new = view.keymap.first_key(Action::NewTicket).map(|key| key.to_string()).unwrap_or_default();
    let text = view.tt(key, &[("key", new.into())]);
    for (row, place) in wrap(&text, usize::from(area.width)).into_iter().zip(area.rows()) {
        frame.render_widget(Line::styled(row, view.theme.dim), place);
    }
}

/// Left-aligned and right-aligned parts on one line; truncates the left part.
pub fn align_ends(mut left: Line<'static>, right: Vec<Span<'static>>, columns: usize) -> Line<'static> {
    let taken: usize = right.iter().map(Span::width).sum();
    let room = columns.saturating_sub(taken);
    while left.width() > room.saturating_sub(1) {
        let Some(last) = left.spans.pop() else { break };
        let before = left.width();
        let spare = room.saturating_sub(1).saturating_sub(before);
        if spare > 1 {
            left.push_span(Span::styled(crate::model::text::fit(&last.content, spare), last.style));
        }
    }
    left.push_span(Span::raw(" ".repeat(room.saturating_sub(left.width()))));
    left.spans.extend(right);
    left
}

/// Right-aligns text in `columns`.
pub fn right_align(text: &str, columns: usize) -> String {
    if width(text) >= columns { text.to_owned() } else { pad_left(text, columns) }
}
