//! A single-line text field.
//!
//! Keys are applied in order, and the terminal's own cursor is at the caret: Vietnamese, Chinese and Japanese input
//! methods need this to rewrite a letter and to place their window.

use std::ops::Range;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use tui_input::backend::crossterm::EventHandler;
use tui_input::{Input, InputRequest};
use unicode_normalization::char::compose;
use unicode_segmentation::UnicodeSegmentation;

use crate::model::text::{clean_line, width};

/// Single-line text with a caret.
#[derive(Debug, Clone, Default)]
pub struct TextField {
    input: Input,
    /// It still holds the default, which the first letter replaces.
    is_default: bool,
}

impl TextField {
    /// A field with `text`, the caret at its end.
    pub fn with_text(text: impl Into<String>) -> TextField {
        TextField { input: Input::new(text.into()), is_default: false }
    }

    /// A field with a default: the first letter typed replaces it, any other key edits it.
    pub fn with_default(text: impl Into<String>) -> TextField {
        TextField { is_default: true, ..TextField::with_text(text) }
    }

    /// The text as typed, surrounding blanks included.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// The byte offset of the caret.
    pub fn caret(&self) -> usize {
        self.text().char_indices().nth(self.input.cursor()).map_or(self.text().len(), |(at, _)| at)
    }

    /// Replaces a byte range by `text`, and puts the caret behind it.
    pub fn replace(&mut self, bytes: Range<usize>, text: &str) {
        let mut whole = self.text().to_owned();
        let caret = whole[..bytes.start].chars().count() + text.chars().count();
        whole.replace_range(bytes, text);
        self.is_default = false;
        self.input = Input::new(whole).with_cursor(caret);
    }

    /// Whether the caret is at the end.
    pub fn at_end(&self) -> bool {
        self.input.cursor() == self.text().chars().count()
    }

    /// Handles a key; returns whether it was used.
    pub fn on_key(&mut self, key: KeyEvent) -> bool {
        let given = std::mem::take(&mut self.is_default);
        if given && matches!(key.code, KeyCode::Char(_)) && !key.modifiers.contains(KeyModifiers::CONTROL) {
            self.input.reset();
        }
        let before = self.text().chars().take(self.input.cursor()).last();
        let key = match compose_with_previous(before, key) {
            Some(letter) => {
                self.input.handle(InputRequest::DeletePrevChar);
                KeyEvent { code: KeyCode::Char(letter), ..key }
            }
            None => key,
        };
        self.input.handle_event(&Event::Key(key)).is_some()
    }

    /// Inserts pasted text at the caret, its lines joined into one.
    pub fn paste(&mut self, text: &str) {
        let at = self.input.cursor();
        let head: String = self.text().chars().take(at).collect();
        let tail: String = self.text().chars().skip(at).collect();
        let pasted = clean_line(text);
        let caret = at + pasted.chars().count();
        self.is_default = false;
        self.input = Input::new(format!("{head}{pasted}{tail}")).with_cursor(caret);
    }

    /// For a field of `room` columns: bytes scrolled out on the left, and the column of the caret.
    pub fn scroll_offset(&self, room: u16) -> (usize, usize) {
        let before = &self.text()[..self.caret()];
        let room = usize::from(room.saturating_sub(1));
        // Drop whole graphemes, so that a wide one is never cut in two.
        let (mut hidden, mut columns) = (0, width(before));
        for letter in before.graphemes(true) {
            if columns <= room {
                break;
            }
            columns -= width(letter);
            hidden += letter.len();
        }
        (hidden, columns)
    }

    /// Draws the text on the first row of `area`, scrolled to show the caret. With `caret`, places the terminal's
    /// cursor.
    pub fn draw(&self, frame: &mut Frame, area: Rect, style: Style, caret: bool) {
        let (hidden, columns) = self.scroll_offset(area.width);
        let row = Rect { height: area.height.min(1), ..area };
        frame.render_widget(Line::styled(&self.text()[hidden..], style), row);
        if caret && row.height > 0 && row.width > 0 {
            frame.set_cursor_position((row.x + u16::try_from(columns).unwrap_or(0).min(row.width - 1), row.y));
        }
    }
}

/// Composes a combining mark with the previous letter: some keyboards send "e" and "̂" for "ê".
pub(super) fn compose_with_previous(before: Option<char>, key: KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char(mark) if !mark.is_ascii() => before.and_then(|letter| compose(letter, mark)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    fn type_into(field: &mut TextField, codes: impl IntoIterator<Item = KeyCode>) {
        for code in codes {
            field.on_key(code.into());
        }
    }

    #[test]
    fn what_an_input_method_sends_is_applied_in_order() {
        // "tieesng" in Telex: the input method sends a backspace and the rewritten letter without a pause.
        let mut field = TextField::default();
        type_into(&mut field, "tie".chars().map(KeyCode::Char));
        type_into(&mut field, [KeyCode::Backspace, KeyCode::Char('ê'), KeyCode::Backspace, KeyCode::Char('ế')]);
        type_into(&mut field, "ng".chars().map(KeyCode::Char));
        assert_eq!(field.text(), "tiếng");
    }

    #[test]
    fn the_first_letter_takes_the_place_of_a_proposal_and_any_other_key_keeps_it() {
        let mut field = TextField::with_default("8:00");
        type_into(&mut field, "9:30".chars().map(KeyCode::Char));
        assert_eq!(field.text(), "9:30");
        let mut field = TextField::with_default("8:00");
        type_into(&mut field, [KeyCode::Backspace, KeyCode::Char('5')]);
        assert_eq!(field.text(), "8:05");
    }

    #[test]
    fn marks_sent_by_themselves_join_their_letter() {
        let mut field = TextField::default();
        type_into(&mut field, "e\u{302}\u{301}".chars().map(KeyCode::Char));
        assert_eq!(field.text(), "ế");
        type_into(&mut field, [KeyCode::Backspace]);
        assert_eq!(field.text(), "");
    }

    #[test]
    fn pasted_lines_become_one_at_the_caret() {
        let mut field = TextField::with_text("ad");
        type_into(&mut field, [KeyCode::Left]);
        field.paste("b\r\n\x1b[2Jc");
        type_into(&mut field, [KeyCode::Char('!')]);
        assert_eq!(field.text(), "ab c!d");
    }

    #[test]
    fn the_caret_stays_in_sight() {
        let field = TextField::with_text("Nguyễn Thị 你好 Hằng");
        let mut terminal = Terminal::new(TestBackend::new(8, 1)).unwrap();
        terminal.draw(|frame| field.draw(frame, frame.area(), Style::new(), true)).unwrap();
        terminal.backend_mut().assert_cursor_position((7, 0));
        terminal.backend().assert_buffer_lines(["好 Hằng "]);
    }
}
