//! Error in a settings file, with an excerpt of the offending line.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use crate::model::text::{clean, clean_line, floor_char_boundary, width};

/// Characters of the line shown before the error, and in total.
const CONTEXT_BEFORE: usize = 60;
const MAX_EXCERPT: usize = 100;

/// Human-readable error: several lines, without control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl ConfigError {
    /// Error about the whole file; `why` follows its path: "… cannot be read".
    pub fn for_file(path: &Path, why: &str) -> ConfigError {
        ConfigError(format!("{} {}", display_path(path), clean_line(why)))
    }

    /// Error at a byte range of the text, formatted like the toml crate's errors plus the path.
    pub fn at_span(path: &Path, text: &str, bytes: Range<usize>, message: &str) -> ConfigError {
        let start = floor_char_boundary(text, bytes.start);
        let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        let end = floor_char_boundary(text, bytes.end).clamp(start, line_end);

        let line = text[..start].matches('\n').count() + 1;
        let column = text[line_start..start].chars().count() + 1;
        // Show only the part of a long line around the error.
        let skipped = text[line_start..start].chars().count().saturating_sub(CONTEXT_BEFORE);
        let page_start = text[line_start..].char_indices().nth(skipped).map_or(line_start, |(at, _)| line_start + at);
        let page_end =
            text[page_start..line_end].char_indices().nth(MAX_EXCERPT).map_or(line_end, |(at, _)| page_start + at);

        let gutter = " ".repeat(line.to_string().len());
        let page = visible_text(&text[page_start..page_end]);
        let indent = " ".repeat(width(&visible_text(&text[page_start..start])));
        let carets = "^".repeat(width(&visible_text(&text[start..end.min(page_end).max(start)])).max(1));
        ConfigError(format!(
            "{path}, line {line}, column {column}:\n{gutter} |\n{line} | {page}\n{gutter} | {indent}{carets}\n{message}",
            path = display_path(path),
            page = page.trim_end(),
            message = clean(message).trim_end(),
        ))
    }
}

fn display_path(path: &Path) -> String {
    clean_line(&path.display().to_string()).into_owned()
}

/// Replaces every control character by one visible dot, so that the carets line up.
fn visible_text(text: &str) -> String {
    let visible = |c: char| match c {
        '\t' => ' ',
        c if c.is_control() => '·',
        c => c,
    };
    clean(&text.chars().map(visible).collect::<String>()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, bytes: Range<usize>) -> String {
        ConfigError::at_span(Path::new("a.toml"), text, bytes, "is wrong").to_string()
    }

    #[test]
    fn the_carets_stand_under_what_is_wrong() {
        assert_eq!(
            at("me = \"Thảo\"\nthéme = \"x\"\n", 14..20),
            "a.toml, line 2, column 1:\n  |\n2 | théme = \"x\"\n  | ^^^^^\nis wrong"
        );
        assert_eq!(
            at("x = \"你好\" # \u{1b}[31m\n", 4..12),
            "a.toml, line 1, column 5:\n  |\n1 | x = \"你好\" # ·[31m\n  |     ^^^^^^\nis wrong"
        );
    }

    #[test]
    fn any_bytes_of_any_text_can_be_pointed_at() {
        let long = format!("{}é{}", "ab ".repeat(300), "c".repeat(300));
        for text in ["", "\n", "é", "\r\n\u{9b}\u{202e}é\n", &long] {
            for start in 0..text.len() + 2 {
                for end in [start, start + 1, text.len(), text.len() + 5] {
                    let fault = at(text, start..end);
                    assert!(fault.contains("line ") && fault.lines().all(|line| width(line) < 120), "{fault}");
                    assert!(!fault.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\r']), "{fault:?}");
                }
            }
        }
    }
}
