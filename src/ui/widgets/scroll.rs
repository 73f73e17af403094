//! Rows to scroll through, with a sign at the edge of what lies beyond.

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::ui::action::Action;

/// How far down a window on some rows has been moved.
#[derive(Debug, Clone, Default)]
pub struct Scroll {
    above: usize,
    /// How many rows there were and how many the window showed when it was last drawn, for the keys that move it.
    room: Cell<(usize, usize)>,
}

impl Scroll {
    /// Moves as the action says; false if it is no movement.
    pub fn act(&mut self, action: Action) -> bool {
        let (rows, shown) = self.room.get();
        let most = rows.saturating_sub(shown);
        let page = shown.saturating_sub(1).max(1);
        let above = self.above.min(most);
        let to = match action {
            Action::Up => above.saturating_sub(1),
            Action::Down => above + 1,
            Action::PageUp => above.saturating_sub(page),
            Action::PageDown => above + page,
            Action::Top => 0,
            Action::Bottom => most,
            _ => return false,
        };
        self.above = to.min(most);
        true
    }

    pub fn to_top(&mut self) {
        self.above = 0;
    }

    /// Whether the window is smaller than what it shows.
    pub fn overflows(&self) -> bool {
        let (rows, shown) = self.room.get();
        rows > shown
    }

    /// How many rows lie above and below the window of `shown` rows.
    pub fn beyond(&self, rows: usize, shown: usize) -> (usize, usize) {
        let most = rows.saturating_sub(shown);
        let above = self.above.min(most);
        (above, most - above)
    }

    /// Says at the right end of `area` how many rows lie beyond a window of `shown` of the `rows`.
    pub fn draw_more(&self, frame: &mut Frame, area: Rect, rows: usize, shown: usize, style: Style) {
        let more = Line::styled(arrows(self.beyond(rows, shown)), style);
        frame.render_widget(more.right_aligned(), Rect { height: area.height.min(1), ..area });
    }

    /// Draws the rows that the window shows.
    pub fn draw(&self, frame: &mut Frame, area: Rect, rows: Vec<Line<'static>>) {
        self.draw_each(frame, area, rows.len(), |n| rows[n].clone());
    }

    /// Draws the rows that the window shows, and makes no others: `row` makes one of the `rows`.
    pub fn draw_each(&self, frame: &mut Frame, area: Rect, rows: usize, row: impl Fn(usize) -> Line<'static>) {
        let shown = usize::from(area.height);
        self.room.set((rows, shown));
        let (above, _) = self.beyond(rows, shown);
        for (n, place) in (above..rows).zip(area.rows()) {
            frame.render_widget(row(n), place);
        }
    }
}

/// `↑ 3  ↓ 12`: how many rows lie beyond a window.
pub fn arrows((above, below): (usize, usize)) -> String {
    let more = [("↑", above), ("↓", below)].into_iter().filter(|(_, n)| *n > 0);
    more.map(|(arrow, n)| format!("{arrow} {n}")).collect::<Vec<_>>().join("  ")
}
