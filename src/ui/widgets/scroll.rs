//! A scrollable list of rows, with the number of hidden rows.

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::ui::action::Action;

/// Scroll position.
#[derive(Debug, Clone, Default)]
pub struct Scroll {
    offset: usize,
    /// Rows and visible rows when last drawn, for the keys.
    last_drawn: Cell<(usize, usize)>,
}

impl Scroll {
    /// Applies a scroll action; false for other actions.
    pub fn on_action(&mut self, action: Action) -> bool {
        let (rows, shown) = self.last_drawn.get();
        let most = rows.saturating_sub(shown);
        let page = shown.saturating_sub(1).max(1);
        let above = self.offset.min(most);
        let to = match action {
            Action::Up => above.saturating_sub(1),
            Action::Down => above + 1,
            Action::PageUp => above.saturating_sub(page),
            Action::PageDown => above + page,
            Action::Top => 0,
            Action::Bottom => most,
            _ => return false,
        };
        self.offset = to.min(most);
        true
    }

    pub fn scroll_to_top(&mut self) {
        self.offset = 0;
    }

    /// Whether there are more rows than are visible.
    pub fn overflows(&self) -> bool {
        let (rows, shown) = self.last_drawn.get();
        rows > shown
    }

    /// Number of rows hidden above and below a window of `shown` rows.
    pub fn hidden_rows(&self, rows: usize, shown: usize) -> (usize, usize) {
        let most = rows.saturating_sub(shown);
        let above = self.offset.min(most);
        (above, most - above)
    }

    /// Draws the number of hidden rows at the right end of `area`.
    pub fn draw_hidden_count(&self, frame: &mut Frame, area: Rect, rows: usize, shown: usize, style: Style) {
        let more = Line::styled(format_hidden_rows(self.hidden_rows(rows, shown)), style);
        frame.render_widget(more.right_aligned(), Rect { height: area.height.min(1), ..area });
    }

    /// Draws the visible rows.
    pub fn draw(&self, frame: &mut Frame, area: Rect, rows: Vec<Line<'static>>) {
        self.draw_rows(frame, area, rows.len(), |n| rows[n].clone());
    }

    /// Draws the visible rows, calling `row` only for those.
    pub fn draw_rows(&self, frame: &mut Frame, area: Rect, rows: usize, row: impl Fn(usize) -> Line<'static>) {
        let shown = usize::from(area.height);
        self.last_drawn.set((rows, shown));
        let (above, _) = self.hidden_rows(rows, shown);
        for (n, place) in (above..rows).zip(area.rows()) {
            frame.render_widget(row(n), place);
        }
    }
}

/// Number of hidden rows: `↑ 3  ↓ 12`.
pub fn format_hidden_rows((above, below): (usize, usize)) -> String {
    let more = [("↑", above), ("↓", below)].into_iter().filter(|(_, n)| *n > 0);
    more.map(|(arrow, n)| format!("{arrow} {n}")).collect::<Vec<_>>().join("  ")
}
