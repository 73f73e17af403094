//! Text that other people wrote: made harmless, compared, and cut to columns.
//!
//! A customer writes our tickets, so every string from outside may try to move the cursor, set the clipboard or turn
//! a name around. [`clean`] and [`clean_line`] take that power away once, at the store's boundary, and again at every
//! sink that is not a text widget. Widths are counted the way the screen is drawn: one grapheme after the other.

use std::borrow::Cow;

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
mod tests {
    use std::path::Path;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    /// A file of the shared collection of difficult strings, or `None`, with a printed reason, where it is absent.
    fn collection(name: &str) -> Option<Value> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/strings").join(name);
        match std::fs::read_to_string(&path) {
            Ok(json) => Some(serde_json::from_str(&json).expect("the collection is JSON")),
            Err(why) => {
                println!("skipped: {} cannot be read: {why}", path.display());
                None
            }
        }
    }

    fn texts<'a>(entries: &'a Value, key: &str) -> Vec<&'a str> {
        let entries = entries.as_array().expect("a list");
        entries.iter().map(|entry| entry[key].as_str().or(entry.as_str()).expect("a text")).collect()
    }

    #[test]
    fn plain_text_is_borrowed() {
        for text in ["", "Refund still missing\n\t– Hoa", "Nguyễn Thị Thu Hằng", "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}"]
        {
            assert!(matches!(clean(text), Cow::Borrowed(same) if same == text), "{text:?}");
            assert_eq!(hidden(text), 0, "{text:?}");
        }
        assert!(matches!(clean_line("  two  words "), Cow::Borrowed("two  words")));
    }

    #[test]
    fn folding_letter_by_letter_is_folding_the_whole() {
        let whole = |text: &str| -> String {
            let bare = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
            bare.map(|c| if c == 'đ' { 'd' } else { c }).collect()
        };
        for letter in '\0'..='\u{ffff}' {
            let text = format!("a{letter}\u{323}\u{301}");
            assert_eq!(fold(&text), whole(&text), "{letter:?}");
        }
        assert_eq!(fold("Đặng Thị Ỷ İ 한"), whole("Đặng Thị Ỷ İ 한"));
    }

    #[test]
    fn escape_sequences_go_as_a_whole() {
        for (raw, cleaned) in [
            ("\x1b[31;1mred\x1b[0m", "red"),
            ("\u{9b}31mred\u{9b}0m", "red"),
            ("a\x1b[?1;2$pb", "ab"),
            ("a\x1b]52;c;ZXZpbA==\x07b", "ab"),
            ("a\x1b]0;title\x1b\\b", "ab"),
            ("a\u{9d}0;title\u{9c}b", "ab"),
            ("a\x1bPtmux;\x1b\x1b]0;x\x07\x1b\\b", "ab"),
            ("a\x1bXsos\u{9c}b\x1b^pm\x1b\\c\x1b_apc\x1b\\d", "abcd"),
            ("a\x1b(Bb\x1b7c\x1bcd\x1bOAe", "abcde"),
            ("swallowed \x1b]0;to the\nend", "swallowed "),
            ("lost \x1b[3", "lost "),
            // Not well-formed: the sequence ends where it goes wrong, and what follows is text.
            ("\x1b[3é", "é"),
            ("\x1b\nnext", "\nnext"),
            ("\x1bé\x1b", "é"),
        ] {
            assert_eq!(clean(raw), cleaned, "{raw:?}");
        }
    }

    #[test]
    fn controls_and_what_turns_or_hides_text_go() {
        assert_eq!(clean("a\0b\x08c\x7fd\u{85}e"), "abcde");
        assert_eq!(clean("pay\u{202e}lap\u{2066}\u{200b}\u{feff}\u{61c}\u{e0041}\u{fff9}"), "paylap");
        assert_eq!(clean("a\r\nb\rc\u{2028}d\u{2029}e\n\rf"), "a\nb\nc\nd\ne\n\nf");
        assert_eq!(clean_line(" a\r\n\r\n b\t\u{2028}c  d\n"), "a b c  d");
    }

    #[test]
    fn a_letter_carries_at_most_eight_marks() {
        let zalgo = format!("z{}o", "\u{335}".repeat(1000));
        assert_eq!(clean(&zalgo), format!("z{}o", "\u{335}".repeat(8)));
        assert_eq!(hidden(&zalgo), 992);
        assert_eq!(clean(&"\u{200d}".repeat(99)).chars().count(), 8);
    }

    #[test]
    fn hidden_counts_what_is_removed_and_not_what_is_rewritten() {
        assert_eq!(hidden("pay\u{202e}pal\u{200b}"), 2);
        assert_eq!(hidden("\x1b[31mred\x1b[0m"), 9);
        assert_eq!(hidden("Ha\u{306}\u{300}ng\r\nb\u{2028}c"), 0);
    }

    #[test]
    fn folded_words_are_found_without_their_marks() {
        assert_eq!(fold("ĐẶNG Thị Thu Hằng"), "dang thi thu hang");
        assert_eq!(fold("Ha\u{306}\u{300}ng ướt"), "hang uot");
        assert_eq!(fold("İstanbul Ångström Ω"), "istanbul angstrom ω");
        // The lower case of a Greek word ends in ς, but the beginning of a longer word does not.
        assert!(fold("ΟΔΟΣΗ").starts_with(&fold("ΟΔΟΣ")));
    }

    #[test]
    fn lines_are_cut_between_graphemes() {
        assert_eq!(fit("Refund", 6), "Refund");
        assert_eq!(fit("Refund", 5), "Refu…");
        assert_eq!(fit("Refund", 1), "…");
        assert_eq!(fit("Refund", 0), "");
        assert_eq!(fit("日本語", 5), "日本…");
        assert_eq!(pad("日本語", 4), "日… ");
        assert_eq!(pad_left("日本語", 4), " 日…");
        assert_eq!(pad_left("42", 4), "  42");
        assert_eq!(fit("Ha\u{306}\u{300}ng", 3), "Ha\u{306}\u{300}…");
        assert_eq!(pad("👨\u{200d}👩\u{200d}👧 x", 3), "👨\u{200d}👩\u{200d}👧…");
    }

    #[test]
    fn lines_wrap_at_blanks() {
        assert_eq!(wrap("the quick brown fox", 9), ["the quick", "brown fox"]);
        assert_eq!(wrap("one\n\ntwo   three\n", 5), ["one", "", "two", "three"]);
        assert_eq!(wrap("a incomprehensible b", 6), ["a", "incomp", "rehens", "ible b"]);
        assert_eq!(wrap("  - item\n\tcode", 8), ["  - item", "    code"]);
        assert_eq!(wrap("        deep", 4), ["deep"]);
        assert_eq!(wrap("日本語", 4), ["日本", "語"]);
        assert_eq!(wrap("日本", 1), ["…", "…"]);
        assert_eq!(wrap("ab", 0), ["a", "b"]);
        assert!(wrap("", 9).is_empty());
    }

    #[test]
    fn known_escape_sequences_leave_no_trace() {
        let Some(json) = collection("terminal_escapes.json") else { return };
        let shown = |raw: &str| match raw {
            "Hello\nWorld" => "Hello\nWorld",
            "x\x1b]10;data\x1ay" => "xy",
            // A private sequence of VT52; by ECMA-48 `ESC ?` is complete.
            "\x1b?y" => "y",
            raw if raw.ends_with("Hello") => "Hello",
            _ => "",
        };
        for raw in texts(&json["cases"], "text") {
            assert_eq!(clean(raw), shown(raw), "{raw:?}");
        }
    }

    #[test]
    fn naughty_strings_are_tame() {
        let Some(json) = collection("blns/blns.json") else { return };
        for raw in texts(&json, "") {
            check_clean(raw);
            for columns in [1, 2, 7, 40] {
                check_columns(&clean_line(raw), columns);
                check_wrap(&clean(raw), columns);
            }
        }
    }

    #[test]
    fn widths_agree_with_wcwidth() {
        let Some(json) = collection("width_cases.json") else { return };
        for case in json["cases"].as_array().expect("a list") {
            let text = case["text"].as_str().expect("a text");
            let (text, columns) = match case["name"].as_str().expect("a name") {
                // The original test measures the first seven characters only.
                "test_wcswidth_substr" => (&text[..text.find('セ').expect("the rest")], 12),
                // Terminals disagree on joined consonants; the screen library, which we follow, counts each.
                "test_devanagari_script" => (text, 3),
                _ => (text, case["cells"].as_u64().expect("a number")),
            };
            assert_eq!(width(text) as u64, columns, "{}", case["name"]);
        }
    }

    #[test]
    fn vietnamese_is_the_same_however_it_was_typed() {
        let Some(json) = collection("unicode/vietnamese_normalization.json") else { return };
        for letter in json.as_array().expect("a list") {
            let [nfc, nfd, source] = ["nfc", "nfd", "source"].map(|form| letter[form].as_str().expect("a text"));
            for typed in [nfc, nfd, source] {
                assert_eq!(clean(typed), nfc);
                assert_eq!(fold(typed), fold(nfc));
                assert!(fold(typed).is_ascii(), "{typed}");
            }
        }
    }

    fn check_clean(raw: &str) {
        let once = clean(raw);
        assert!(!once.contains(|c: char| c.is_control() && c != '\n' && c != '\t' || is_hidden(c)), "{once:?}");
        assert!(unicode_normalization::is_nfc(&once), "{once:?}");
        assert!(matches!(clean(&once), Cow::Borrowed(twice) if twice == once), "{once:?}");
        assert_eq!(hidden(&once), 0);

        let line = clean_line(raw);
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(matches!(clean_line(&line), Cow::Borrowed(twice) if twice == line), "{line:?}");

        assert_eq!(fold(&fold(raw)), fold(raw));
    }

    fn check_columns(text: &str, columns: usize) {
        let line = fit(text, columns);
        assert!(width(&line) <= columns, "{line:?}");
        assert_eq!(line == text, width(text) <= columns, "{line:?}");
        assert_eq!(width(&pad(text, columns)), columns, "{text:?}");
        assert_eq!(width(&pad_left(text, columns)), columns, "{text:?}");
    }

    fn check_wrap(text: &str, columns: usize) {
        let rows = wrap(text, columns);
        assert!(rows.iter().all(|row| width(row) <= columns), "{rows:?}");
        if graphemes(text).all(|(_, wide)| wide <= columns) {
            let solid = |text: &str| text.replace([' ', '\t', '\n'], "");
            assert_eq!(solid(&rows.concat()), solid(text));
        }
    }

    /// Strings made of the pieces that do harm, with some of every other character between them.
    fn hostile() -> impl Strategy<Value = String> {
        const PIECES: [&str; 28] = [
            "\x1b", "\x1b[", "\x1b]", "\x1bP", "\x1b\\", "\x07", "\x18", "\u{9b}", "\u{9c}", "\u{9d}", "31;4m", "\r",
            "\n", "\t", " ", "a", "Đ", "e\u{302}", "\u{301}", "\u{323}", "\u{200d}", "\u{fe0f}", "\u{202e}", "👩",
            "日", "\u{1100}", "\u{600}", "\u{ff9e}",
        ];
        let piece = prop_oneof![
            4 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
            1 => any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    #[test]
    fn a_sign_without_width_does_not_join_a_full_row() {
        assert_eq!(wrap(&clean("👩0\t\u{fe0f}x"), 3), ["👩0", "\u{fe0f}x"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn cleaning_is_final(raw in hostile()) {
            check_clean(&raw);
        }

        #[test]
        fn columns_are_exact(raw in hostile(), columns in 0..60usize) {
            check_columns(&raw, columns);
            check_columns(&clean_line(&raw), columns);
        }

        #[test]
        fn rows_hold_everything_and_are_never_too_wide(raw in hostile(), columns in 1..60usize) {
            check_wrap(&clean(&raw), columns);
        }
    }
}
