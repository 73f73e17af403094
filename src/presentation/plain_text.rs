//! Converts Markdown to plain text for chat and print.

/// Removes Markdown syntax: headings are underlined, list items get a bullet, emphasis marks are dropped. Other text is
/// unchanged.
pub fn markdown_to_plain_text(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for line in markdown.lines() {
        let text = line.trim_start();
        let indent = &line[..line.len() - text.len()];
        if let Some(heading) = ["### ", "## ", "# "].iter().find_map(|mark| text.strip_prefix(mark)) {
            let heading = strip_inline_markup(heading);
            let rule = if text.starts_with("# ") { '=' } else { '-' };
            out.push_str(&heading);
            out.push('\n');
            out.extend(std::iter::repeat_n(rule, crate::model::text::width(&heading)));
        } else if let Some(item) = ["- ", "* "].iter().find_map(|mark| text.strip_prefix(mark)) {
            out.push_str(indent);
            out.push_str("• ");
            out.push_str(&strip_inline_markup(item));
        } else {
            out.push_str(indent);
            out.push_str(&strip_inline_markup(text));
        }
        out.push('\n');
    }
    out
}

/// Removes emphasis marks and backslash escapes from a line.
fn strip_inline_markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek().is_some_and(char::is_ascii_punctuation) => out.extend(letters.next()),
            '*' if letters.peek() == Some(&'*') => drop(letters.next()),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_gone_and_words_stay() {
        let text = "# Giao ca\n\n## At risk\n- **#12** Refund \\*now\\*\n  - left 2 h\nJust words\n";
        let expected = "Giao ca\n=======\n\nAt risk\n-------\n• #12 Refund *now*\n  • left 2 h\nJust words\n";
        assert_eq!(markdown_to_plain_text(text), expected);
    }
}
