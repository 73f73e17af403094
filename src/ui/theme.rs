//! Colours by meaning. The default uses the terminal's 16 colours, so the user's theme applies; every meaning also has
//! a glyph or a word.

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;

/// A style for each meaning.
#[derive(Debug, Clone)]
pub struct Theme {
    pub text: Style,
    /// Labels, units, secondary text.
    pub dim: Style,
    /// Emphasis.
    pub strong: Style,
    /// The accent colour: keys, the focused pane, the present hour.
    pub accent: Style,
    pub good: Style,
    pub warn: Style,
    pub bad: Style,
    /// Priorities, notes and selection marks.
    pub mark: Style,
    /// The row under the cursor, in the focused pane.
    pub selected: Style,
    /// The row under the cursor, in a pane without focus.
    pub selected_unfocused: Style,
    /// The active view and tab.
    pub tab: Style,
    pub border: Style,
    pub focused: Style,
}

impl Theme {
    /// Highlights the row under the cursor: dim text becomes plain to stay readable, urgent text stays red.
    pub fn highlight_row(&self, line: Line<'static>, focused: bool) -> Line<'static> {
        let style = if focused { self.selected } else { self.selected_unfocused };
        let urgent = |one: Style| one.fg.is_some() && one.fg == self.bad.fg;
        let spans = line.spans.into_iter().map(|span| match focused && !urgent(span.style) {
            true => {
                let bold = span.style.add_modifier & Modifier::BOLD;
                span.style(style.add_modifier(bold))
            }
            false => span.patch_style(style),
        });
        Line::from_iter(spans).style(style)
    }

    /// The theme of that name, in colour or without; unknown names give the default.
    pub fn from_name(name: &str, color: bool) -> Theme {
        match (name, color) {
            (_, false) | ("mono", _) => Theme::mono(),
            ("high-contrast", _) => Theme::high_contrast(),
            _ => Theme::terminal(),
        }
    }

    fn terminal() -> Theme {
        let plain = Style::new();
        Theme {
            text: plain,
            dim: plain.fg(Color::DarkGray),
            strong: plain.add_modifier(Modifier::BOLD),
            accent: plain.fg(Color::Cyan),
            good: plain.fg(Color::Green),
            warn: plain.fg(Color::Yellow),
            bad: plain.fg(Color::Red),
            mark: plain.fg(Color::Magenta),
            selected: plain.add_modifier(Modifier::REVERSED),
            selected_unfocused: plain,
            tab: plain.fg(Color::Cyan).add_modifier(Modifier::REVERSED),
            border: plain.fg(Color::DarkGray),
            focused: plain.fg(Color::Cyan),
        }
    }

    fn high_contrast() -> Theme {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        Theme {
            dim: plain,
            accent: bold.fg(Color::Cyan),
            good: bold.fg(Color::Green),
            warn: bold.fg(Color::Yellow),
            bad: bold.fg(Color::Red).add_modifier(Modifier::UNDERLINED),
            mark: bold.fg(Color::Magenta),
            border: plain,
            focused: bold.fg(Color::Cyan),
            ..Theme::terminal()
        }
    }

    fn mono() -> Theme {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        Theme {
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            strong: bold,
            accent: bold,
            good: plain,
            warn: bold,
            bad: bold,
            mark: bold,
            selected: plain.add_modifier(Modifier::REVERSED),
            selected_unfocused: plain,
            tab: plain.add_modifier(Modifier::REVERSED),
            border: plain.add_modifier(Modifier::DIM),
            focused: bold,
        }
    }
}
