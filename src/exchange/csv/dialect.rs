//! Which delimiter and which quote a file uses, told from its beginning.

use super::records::{Dialect, Record, Records};

/// So many rows are looked at.
const ROWS: usize = 1_000;

/// How the cells of a file are set apart, told from a `sample` of its text: by the delimiter that cuts the most rows
/// into as many cells as the header has; where two do so equally well, by the one that makes more cells.
pub fn sniff(sample: &str) -> Dialect {
    let header = sample.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let quote = |delimiter: u8| if single_quoted(header, delimiter) { b'\'' } else { b'"' };
    let best = [b',', b';', b'\t', b'|']
        .map(|delimiter| Dialect { delimiter, quote: quote(delimiter) })
        .into_iter()
        .rev()
        .max_by_key(|dialect| score(sample, *dialect));
    best.unwrap_or(Dialect { delimiter: b',', quote: b'"' })
}

/// The delimiter that a first line such as `sep=;` names. Spreadsheets write it, and it is no row.
pub fn named(line: &str) -> Option<u8> {
    match line.trim_end_matches(['\r', '\n']).to_ascii_lowercase().strip_prefix("sep=")?.as_bytes() {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
}

/// The header writes a cell as `'Subject'`, and none as `"Subject"`.
fn single_quoted(header: &str, delimiter: u8) -> bool {
    let quoted = |cell: &str| cell.len() > 2 && cell.starts_with('\'') && cell.ends_with('\'');
    !header.contains('"') && header.split(char::from(delimiter)).any(quoted)
}

/// In tenths, the share of rows that have as many cells as the header; then how many those are. A single column is
/// what every wrong delimiter makes.
fn score(sample: &str, dialect: Dialect) -> (usize, usize) {
    let mut records = Records::new(sample.as_bytes(), dialect);
    let mut record = Record::default();
    let mut widths = Vec::new();
    while widths.len() <= ROWS && matches!(records.read(&mut record), Ok(true)) {
        widths.push(record.width());
    }
    // The sample may end in the middle of a row.
    if widths.len() > 2 {
        widths.pop();
    }
    let header = widths.first().copied().unwrap_or(0);
    let alike = widths.iter().filter(|width| **width == header).count();
    if header < 2 { (0, 0) } else { (alike * 10 / widths.len(), header) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(sample: &str) -> char {
        sniff(sample).delimiter.into()
    }

    #[test]
    fn the_delimiter_that_makes_even_rows_wins() {
        assert_eq!(delimiter("Id,Subject\n1,a;b;c\n2,d;e;f\n"), ',');
        assert_eq!(delimiter("Id;Amount;Note\n1;3,5;x\n2;4,5;y, z\n"), ';');
        assert_eq!(delimiter("Id\tSubject\n1\tone, two\n"), '\t');
        assert_eq!(delimiter("Id|Subject|Status\n1|a|b\n2|c|d\n"), '|');
        assert_eq!(delimiter("Id;Subject\n1;\"a\nb;c,d\"\n2;\"e,f\"\n"), ';', "quoted cells are one cell");
        assert_eq!(delimiter("Id\n1\n2\n"), ',', "one column has no delimiter");
        assert_eq!(delimiter(""), ',');
    }

    #[test]
    fn single_quotes_count_where_the_header_has_them() {
        assert_eq!(sniff("Id,'The subject'\n1,'a, b'\n").quote, b'\'');
        assert_eq!(sniff("Id,Subject\n1,'tis late\n").quote, b'"');
    }

    #[test]
    fn a_first_line_may_name_the_delimiter() {
        assert_eq!(named("sep=;\r\n"), Some(b';'));
        assert_eq!(named("SEP=\t"), Some(b'\t'));
        assert_eq!(named("separator"), None);
    }
}
