//! Texts in many scripts, and hostile ones.

use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// A file of the shared collection of difficult strings; `None`, with a printed reason, if it is absent.
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
        assert_eq!(count_hidden(text), 0, "{text:?}");
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
    assert_eq!(count_hidden(&zalgo), 992);
    assert_eq!(clean(&"\u{200d}".repeat(99)).chars().count(), 8);
}

#[test]
fn hidden_counts_what_is_removed_and_not_what_is_rewritten() {
    assert_eq!(count_hidden("pay\u{202e}pal\u{200b}"), 2);
    assert_eq!(count_hidden("\x1b[31mred\x1b[0m"), 9);
    assert_eq!(count_hidden("Ha\u{306}\u{300}ng\r\nb\u{2028}c"), 0);
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
    assert_eq!(count_hidden(&once), 0);

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
        "\x1b", "\x1b[", "\x1b]", "\x1bP", "\x1b\\", "\x07", "\x18", "\u{9b}", "\u{9c}", "\u{9d}", "31;4m", "\r", "\n",
        "\t", " ", "a", "Đ", "e\u{302}", "\u{301}", "\u{323}", "\u{200d}", "\u{fe0f}", "\u{202e}", "👩", "日",
        "\u{1100}", "\u{600}", "\u{ff9e}",
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
