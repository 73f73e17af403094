//! Markdown as rows of the screen.

use ratatui::text::Line;

use crate::model::text::wrap;
use crate::presentation::plain_text::markdown_to_plain_text;
use crate::ui::view::View;

/// Renders Markdown as rows: headings highlighted, list items wrapped with a hanging indent.
pub fn markdown_rows(body: &str, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let mut rows = Vec::new();
    for line in body.lines() {
        let heading = line.trim_start().starts_with('#') && line.trim_start_matches('#').starts_with(' ');
        let words = markdown_to_plain_text(line);
        let words = words.lines().next().unwrap_or_default();
        if heading {
            rows.extend(wrap(words, columns).into_iter().map(|text| Line::styled(text, theme.accent)));
            continue;
        }
        let indent = if words.starts_with("• ") { 2 } else { 0 };
        for (n, text) in wrap(words, columns.saturating_sub(indent)).into_iter().enumerate() {
            let before = if n > 0 { " ".repeat(indent) } else { String::new() };
            rows.push(Line::styled(before + &text, theme.text));
        }
        if words.is_empty() {
            rows.push(Line::default());
        }
    }
    rows
}
