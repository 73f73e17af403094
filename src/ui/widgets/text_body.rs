//! A multi-line text field, for notes, replies and messages.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui_textarea::{TextArea, WrapMode};

use super::text_field::compose_with_previous;
use crate::model::text::clean;

/// Multi-line text with a caret.
#[derive(Debug, Clone)]
pub struct TextBody {
    area: TextArea<'static>,
}

impl Default for TextBody {
    fn default() -> TextBody {
        let mut area = TextArea::default();
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_cursor_line_style(Style::new());
        // The terminal's own cursor marks the caret.
        area.set_cursor_style(Style::new());
        TextBody { area }
    }
}

impl TextBody {
    /// The text as typed.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// Whether the caret is on the first row.
    pub fn at_top(&self) -> bool {
        self.area.screen_cursor().row == 0
    }

    /// Handles a key.
    pub fn on_key(&mut self, key: KeyEvent) {
        let at = self.area.cursor();
        let before = at.1.checked_sub(1).and_then(|n| self.area.lines().get(at.0)?.chars().nth(n));
        match compose_with_previous(before, key) {
            Some(letter) => {
                self.area.delete_char();
                self.area.insert_char(letter);
            }
            // `TextArea` would insert a tab as spaces; Tab moves between fields instead.
            None if key.code == KeyCode::Tab => {}
            None => {
                self.area.input(key);
            }
        }
    }

    /// Inserts pasted text at the caret.
    pub fn paste(&mut self, text: &str) {
        self.area.insert_str(clean(text));
    }

    /// Draws the text; with `caret`, places the terminal's cursor.
    pub fn draw(&self, frame: &mut Frame, area: Rect, caret: bool) {
        if area.is_empty() {
            return;
        }
        frame.render_widget(&self.area, area);
        if caret {
            let cursor = self.area.screen_cursor();
            let (row, column) = self.area.scroll_offset();
            let within = |at: usize, first: u16, room: u16| {
                u16::try_from(at).unwrap_or(u16::MAX).saturating_sub(first).min(room.saturating_sub(1))
            };
            let x = area.x + within(cursor.col, column, area.width);
            frame.set_cursor_position((x, area.y + within(cursor.row, row, area.height)));
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    #[test]
    fn text_wraps_and_the_caret_follows() {
        let mut body = TextBody::default();
        body.paste("Xin chào\r\nchị \x1b[31mHằng");
        body.on_key(KeyCode::Char('a').into());
        body.on_key(KeyCode::Char('\u{302}').into());
        assert_eq!(body.text(), "Xin chào\nchị Hằngâ");
        let mut terminal = Terminal::new(TestBackend::new(6, 4)).unwrap();
        terminal.draw(|frame| body.draw(frame, frame.area(), true)).unwrap();
        terminal.backend().assert_buffer_lines(["Xin   ", "chào  ", "chị   ", "Hằngâ "]);
        terminal.backend_mut().assert_cursor_position((5, 3));
        assert!(!body.at_top());
    }
}
