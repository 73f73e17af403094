//! Untrusted text: sanitizing, folding for search, and layout in terminal columns.
//!
//! Strangers write our tickets, so a string may try to move the cursor, set the clipboard or reverse a name. [`clean`]
//! and [`clean_line`] prevent that at the store boundary, and again at every sink that is not a text widget. Widths are
//! counted per grapheme, as the screen library draws them.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Ends an operating-system command on real terminals, though no standard says so.
const BEL: char = '\x07';
const CAN: char = '\x18';
const SUB: char = '\x1a';
const ESC: char = '\x1b';
/// String terminator, the 8-bit form of `ESC \`.
const ST: char = '\u{9c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// Combining marks allowed per letter. Real words need fewer; "Zalgo" text needs more.
const MARKS_PER_LETTER: usize = 8;
/// Replaces a tab in [`wrap`], as tabs have no width on the screen.
const TAB: &str = "    ";

/// Sanitizes text of several lines: NFC, lines ended by `\n`, no control characters but `\n` and `\t`, no escape
/// sequences, no bidi or hidden characters, at most eight marks per letter. Joiners and variation selectors stay: emoji
/// need them.
///
/// An unterminated escape sequence is removed up to the end of the text, as a terminal would swallow it. Idempotent.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    match scrub(text).0 {
        same if same == text => Cow::Borrowed(text),
        cleaned => Cow::Owned(cleaned),
    }
}

/// [`clean`] for a single line: line breaks and tabs, with the blanks around them, become one blank, and the ends are
/// trimmed.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    const BREAKS: [char; 2] = ['\n', '\t'];
    match clean(text) {
        Cow::Borrowed(line) if !line.contains(BREAKS) => Cow::Borrowed(line.trim()),
        cleaned => {
            let parts = cleaned.split(BREAKS).map(str::trim).filter(|part| !part.is_empty());
            Cow::Owned(parts.collect::<Vec<_>>().join(" "))
        }
    }
}

/// Number of characters that [`clean`] removes from `raw`, for "3 hidden characters removed". Rewritten line ends and
/// decomposed letters do not count.
pub fn count_hidden(raw: &str) -> usize {
    scrub(raw).1
}

/// Key for search and sorting: decomposed, without marks, đ as d, lower case. "Đặng" and "dang" are equal. Letters are
/// folded one by one, so that a prefix folds like the whole word.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(&mut folded, text);
    folded
}

/// Appends [`fold`] of `text` to `folded`.
pub fn fold_into(folded: &mut String, text: &str) {
    for letter in text.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
            continue;
        }
        // Marks are dropped, so canonical order across letters does not matter.
        decompose_canonical(letter, |part| {
            if !is_combining_mark(part) {
                folded.extend(part.to_lowercase().map(|c| if c == 'đ' { 'd' } else { c }));
            }
        });
    }
}

/// Width of `text` in terminal columns. Control characters are not drawn and count 0.
pub fn width(text: &str) -> usize {
    graphemes(text).map(|(_, columns)| columns).sum()
}

/// Truncates one line of clean text to at most `columns`, with `…` at the cut. Graphemes are never split, so the result
/// can be one column narrower.
pub fn fit(text: &str, columns: usize) -> String {
    let mut line = String::new();
    let mut used = 0;
    let mut before_ellipsis = 0;
    for (grapheme, wide) in graphemes(text) {
        if used + wide > columns {
            line.truncate(before_ellipsis);
            if columns > 0 {
                line.push('…');
            }
            break;
        }
        line.push_str(grapheme);
        used += wide;
        if used < columns {
            before_ellipsis = line.len();
        }
    }
    line
}

/// One line of exactly `columns`: [`fit`], then blanks on the right.
pub fn pad(text: &str, columns: usize) -> String {
    let line = fit(text, columns);
    let blanks = columns - width(&line);
    line + &" ".repeat(blanks)
}

/// One line of exactly `columns`: [`fit`], with blanks on the left, for numbers.
pub fn pad_left(text: &str, columns: usize) -> String {
    let line = fit(text, columns);
    " ".repeat(columns - width(&line)) + &line
}

/// Wraps clean text of several lines to rows of at most `columns` (0 counts as 1). Rows break at blanks and lose
/// trailing ones; a word wider than a row breaks between graphemes; a grapheme wider than a row becomes `…`. Blank
/// lines stay, and so does indentation that leaves room for the first word.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut rows = Vec::new();
    let mut row = String::new();
    for line in text.lines() {
        let (mut used, mut broken) = (0, false);
        for piece in line.replace('\t', TAB).split_inclusive(' ') {
            let word = piece.trim_end_matches(' ');
            if !word.is_empty() && (broken || used + width(word) > columns) {
                end_row(&mut rows, &mut row);
                (used, broken) = (0, false);
            }
            for (grapheme, wide) in graphemes(word) {
                let (grapheme, wide) = if wide > columns { ("…", 1) } else { (grapheme, wide) };
                if used + wide > columns {
                    end_row(&mut rows, &mut row);
                    used = 0;
                }
                row.push_str(grapheme);
                used += wide;
            }
            // A blank that does not fit is where the row breaks, even before a zero-width character.
            if word.len() < piece.len() {
                match used < columns {
                    true => {
                        row.push(' ');
                        used += 1;
                    }
                    false => broken = true,
                }
            }
        }
        rows.push(row.trim_end_matches(' ').to_owned());
        row.clear();
    }
    rows
}

/// Ends a full row within a line. Indentation alone is not a row.
fn end_row(rows: &mut Vec<String>, row: &mut String) {
    let full = row.trim_end_matches(' ');
    if !full.is_empty() {
        rows.push(full.to_owned());
    }
    row.clear();
}

/// Graphemes with their widths. The width of a whole string can differ from the sum where letters join across graphemes
/// (Arabic), but the screen draws each grapheme on its own.
fn graphemes(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true).map(|grapheme| {
        let drawn = !grapheme.contains(char::is_control);
        (grapheme, if drawn { grapheme.width() } else { 0 })
    })
}

/// The clean text, and the number of characters removed from `raw`.
fn scrub(raw: &str) -> (String, usize) {
    let (visible, mut removed) = without_hidden(raw);
    let mut text = String::with_capacity(visible.len());
    let mut marks = 0;
    for c in visible.nfc() {
        // A run of joiners hides as much as a run of marks.
        marks = if is_combining_mark(c) || c == ZERO_WIDTH_JOINER { marks + 1 } else { 0 };
        if marks <= MARKS_PER_LETTER {
            text.push(c);
        } else {
            removed += 1;
        }
    }
    (text, removed)
}

/// Normalizes line ends and drops invisible characters; also returns how many were dropped.
fn without_hidden(raw: &str) -> (String, usize) {
    let mut text = String::with_capacity(raw.len());
    let mut removed = 0;
    let mut rest = raw;
    while let Some(c) = rest.chars().next() {
        let next = &rest[c.len_utf8()..];
        let (kept, after) = match c {
            '\r' => (Some('\n'), next.strip_prefix('\n').unwrap_or(next)),
            '\u{2028}' | '\u{2029}' => (Some('\n'), next),
            '\n' | '\t' => (Some(c), next),
            ESC | '\u{80}'..='\u{9f}' => (None, after_escape(rest)),
            _ if c.is_control() || is_hidden(c) => (None, next),
            _ => (Some(c), next),
        };
        match kept {
            Some(c) => text.push(c),
            None => removed += rest[..rest.len() - after.len()].chars().count(),
        }
        rest = after;
    }
    (text, removed)
}

/// The rest after the escape sequence that begins `text`, by ECMA-48: the first character is ESC or a C1 control.
fn after_escape(text: &str) -> &str {
    let mut chars = text.chars();
    let kind = match chars.next() {
        Some(ESC) => chars.next(),
        // The C1 control U+009B is short for `ESC [`, and so on: 64 apart.
        c1 => c1.and_then(|c| char::from_u32(u32::from(c) - 0x40)),
    };
    let body = chars.as_str();
    match kind {
        Some('[') => {
            let parameters_end = body.trim_start_matches(|c| matches!(c, '0'..='?'));
            after_final(parameters_end, '@')
        }
        Some(']') => after_string(body, true),
        Some('P' | 'X' | '^' | '_') => after_string(body, false),
        // A single shift takes one letter from another character set.
        Some('N' | 'O') => body.strip_prefix(|c| matches!(c, ' '..='~')).unwrap_or(body),
        Some(' '..='/') => after_final(body, '0'),
        Some('0'..='~') => body,
        _ => text.strip_prefix(ESC).unwrap_or(body),
    }
}

/// The rest after the intermediate characters and the final one, between `lowest` and `~`. A malformed sequence ends
/// where it breaks.
fn after_final(text: &str, lowest: char) -> &str {
    let end = text.trim_start_matches(|c| matches!(c, ' '..='/'));
    end.strip_prefix(|c| (lowest..='~').contains(&c)).unwrap_or(end)
}

/// The rest after a control string such as a window title; empty if it does not end.
fn after_string(text: &str, ends_at_bell: bool) -> &str {
    let end = text.char_indices().find_map(|(at, c)| match c {
        ST => Some(at + ST.len_utf8()),
        ESC if text[at..].starts_with("\x1b\\") => Some(at + 2),
        CAN | SUB => Some(at + 1),
        BEL if ends_at_bell => Some(at + 1),
        _ => None,
    });
    end.map_or("", |end| &text[end..])
}

/// Invisible characters that reorder, hide or forge text: direction marks and overrides, zero-width spaces, invisible
/// operators, annotations, tags. Joiners stay: emoji need U+200D and Persian words U+200C.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests;

/// Closest name: it starts with `text`, or has an edit distance of at most two (less for short texts).
pub fn closest_name<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 32;
    let folded = fold(text);
    let wanted: Vec<char> = folded.chars().take(LONGEST + 1).collect();
    if wanted.len() > LONGEST || wanted.len() < 2 {
        return None;
    }
    let most = (wanted.len() / 2).min(2);
    let distance = |name: &str| {
        let name = fold(name);
        if name.starts_with(&folded) { 0 } else { distance(&wanted, &name) }
    };
    names.map(|name| (distance(name), name)).filter(|(distance, _)| *distance <= most).min().map(|(_, name)| name)
}

/// Edit distance with insertions, deletions, substitutions and transpositions of neighbours.
fn distance(wanted: &[char], name: &str) -> usize {
    let name: Vec<char> = name.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=name.len()).collect();
    for (i, a) in wanted.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in name.iter().enumerate() {
            let mut least = (last[j + 1] + 1).min(row[j] + 1).min(last[j] + usize::from(a != b));
            if i > 0 && j > 0 && *a == name[j - 1] && wanted[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[name.len()]
}

/// The last character boundary at or before byte `at`; the end of the text if that is shorter. (The method of `str` is
/// newer than the Rust version this crate supports.)
pub fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The first character boundary at or after byte `at`; the end of the text if that is shorter.
pub fn ceil_char_boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}
