//! Text that other people wrote: made harmless, compared, and cut to columns.
//!
//! A customer writes our tickets, so every string from outside may try to move the cursor, set the clipboard or turn
//! a name around. [`clean`] and [`clean_line`] take that power away once, at the store's boundary, and again at every
//! sink that is not a text widget. Widths are counted the way the screen is drawn: one grapheme after the other.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;



/// Ends an operating-system command on terminals, though no standard says so.
const BEL: char = '\x07';
const CAN: char = '\x18';
const SUB: char = '\x1a';
const ESC: char = '\x1b';
/// String terminator, the 8-bit form of `ESC \`.
const ST: char = '\u{9c}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// How many marks one letter may carry. Real words need fewer; letters that climb over the lines above need more.
const MARKS_PER_LETTER: usize = 8;
/// A tab has no width on the screen, so [`wrap`] writes these blanks instead.
const TAB: &str = "    ";

/// Text of several lines in the only form in which it is kept: NFC, lines ended by `\n`, no control character but `\n`
/// and `\t`, no escape sequence, no character that turns or hides others, and at most eight marks on a letter. The
/// joiner and the variation selectors that emoji need stay.
///
/// An escape sequence that never ends is removed up to the end of the text, as a terminal would swallow it.
/// Cleaning twice changes nothing more.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    match scrub(text).0 {
        same if same == text => Cow::Borrowed(text),
        cleaned => Cow::Owned(cleaned),
    }
}

/// [`clean`] for a field or a sink of one line: line breaks and tabs, with the blanks around them, become one blank,
/// and the ends are trimmed.
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

/// How many characters [`clean`] removes from `raw`, for "3 hidden characters removed". What it only rewrites, such as
/// line ends and decomposed letters, does not count.
pub fn hidden(raw: &str) -> usize {
    scrub(raw).1
}

/// The form in which text is searched and sorted: decomposed, without marks, đ as d, in lower case. "Đặng" and "dang"
/// are the same. Lower case is taken letter by letter, so that the start of a word folds like the whole word.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_onto(&mut folded, text);
    folded
}

/// [`fold`], put behind what `folded` holds already.
pub fn fold_onto(folded: &mut String, text: &str) {
    for letter in text.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
            continue;
        }
        // Marks are dropped, so it does not matter that the order of those of several letters is not canonical.
        decompose_canonical(letter, |part| {
            if !is_combining_mark(part) {
                folded.extend(part.to_lowercase().map(|c| if c == 'đ' { 'd' } else { c }));
            }
        });
    }
}

/// How many columns `text` takes on the screen. Control characters take none: they are not drawn.
pub fn width(text: &str) -> usize {
    graphemes(text).map(|(_, columns)| columns).sum()
}

/// One line of clean text in at most `columns` columns; what is cut off is replaced by `…`. Graphemes are never split, so the result
/// can be narrower by a column.
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

/// One line in exactly `columns` columns: [`fit`], then blanks on the right.
pub fn pad(text: &str, columns: usize) -> String {
    let line = fit(text, columns);
    let blanks = columns - width(&line);
    line + &" ".repeat(blanks)
}

/// One line in exactly `columns` columns: [`fit`], with blanks on the left, for numbers.
pub fn pad_left(text: &str, columns: usize) -> String {
    let line = fit(text, columns);
    " ".repeat(columns - width(&line)) + &line
}

/// The rows in which cleaned text of several lines is shown, none wider than `columns` (0 is taken as 1). Rows break at
/// blanks and lose the blanks at their end; a word wider than a row breaks between graphemes; a grapheme wider than a
/// row becomes `…`. Blank lines stay, and so does indentation that leaves room for the first word.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut rows = Vec::new();
    let mut row = String::new();
    for line in text.lines() {
        let (mut used, mut broken) = (0, false);
        for piece in line.replace('\t', TAB).split_inclusive(' ') {
            let word = piece.trim_end_matches(' ');
            if !word.is_empty() && (broken || used + width(word) > columns) {
                turn(&mut rows, &mut row);
                (used, broken) = (0, false);
            }
            for (grapheme, wide) in graphemes(word) {
                let (grapheme, wide) = if wide > columns { ("…", 1) } else { (grapheme, wide) };
                if used + wide > columns {
                    turn(&mut rows, &mut row);
                    used = 0;
                }
                row.push_str(grapheme);
                used += wide;
            }
            // A blank for which there is no room is the one at which the row breaks, also before a sign without width.
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

/// Ends a full row within a line. Indentation alone makes no row.
fn turn(rows: &mut Vec<String>, row: &mut String) {
    let full = row.trim_end_matches(' ');
    if !full.is_empty() {
        rows.push(full.to_owned());
    }
    row.clear();
}

/// Each grapheme with its columns. Those of a whole string can differ from their sum where letters join across
/// graphemes, as in Arabic; the screen has one cell or two for each grapheme all the same.
fn graphemes(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true).map(|grapheme| {
        let drawn = !grapheme.contains(char::is_control);
        (grapheme, if drawn { grapheme.width() } else { 0 })
    })
}

/// The clean text and the number of characters that were removed from `raw`.
fn scrub(raw: &str) -> (String, usize) {
    let (visible, mut removed) = without_hidden(raw);
    let mut text = String::with_capacity(visible.len());
    let mut marks = 0;
    for c in visible.nfc() {
        // A run of joiners hides as much as a run of marks does.
        marks = if is_combining_mark(c) || c == ZERO_WIDTH_JOINER { marks + 1 } else { 0 };
        if marks <= MARKS_PER_LETTER {
            text.push(c);
        } else {
            removed += 1;
        }
    }
    (text, removed)
}

/// `raw` with plain line ends and without what cannot be seen, and the number of characters left out.
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

/// What follows the escape sequence that begins `text`, by ECMA-48: the first character is ESC or a C1 control.
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
        // A shift takes one letter from another character set.
        Some('N' | 'O') => body.strip_prefix(|c| matches!(c, ' '..='~')).unwrap_or(body),
        Some(' '..='/') => after_final(body, '0'),
        Some('0'..='~') => body,
        _ => text.strip_prefix(ESC).unwrap_or(body),
    }
}

/// What follows the intermediate characters and the final one, which lies between `lowest` and `~`. A sequence that is
/// not well-formed ends where it goes wrong.
fn after_final(text: &str, lowest: char) -> &str {
    let end = text.trim_start_matches(|c| matches!(c, ' '..='/'));
    end.strip_prefix(|c| (lowest..='~').contains(&c)).unwrap_or(end)
}

/// What follows a control string such as a window title: nothing, where it does not end.
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

/// Characters without a picture that turn, hide or forge the others: direction marks and overrides, zero-width blanks,
/// invisible operators, annotations, tags. The joiners stay: emoji need U+200D and Persian words U+200C.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests;

/// Closest name: it starts with `text`, or has an edit distance of at most two (less for short texts).
pub fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 32;
    let folded = fold(text);
    let wanted: Vec<char> = folded.chars().take(LONGEST + 1).collect();
    if wanted.len() > LONGEST || wanted.len() < 2 {
        return None;
    }
    let most = (wanted.len() / 2).min(2);
    let apart = |name: &str| {
        let name = fold(name);
        if name.starts_with(&folded) { 0 } else { apart(&wanted, &name) }
    };
    names.map(|name| (apart(name), name)).filter(|(apart, _)| *apart <= most).min().map(|(_, name)| name)
}

/// Edit distance with insertions, deletions, substitutions and transpositions of neighbours.
fn apart(wanted: &[char], name: &str) -> usize {
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
