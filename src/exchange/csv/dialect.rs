//! Detects delimiter and quote from the beginning of a file.

use super::records::{CsvDialect, CsvReader, CsvRecord};

/// Rows sampled.
const SAMPLE_ROWS: usize = 1_000;

/// Detects the dialect of `sample`: the delimiter for which most rows have as many cells as the header; in a tie, the
/// one that gives more cells.
pub fn sniff(sample: &str) -> CsvDialect {
    let header = sample.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let quote = |delimiter: u8| if uses_single_quotes(header, delimiter) { b'\'' } else { b'"' };
    let best = [b',', b';', b'\t', b'|']
        .map(|delimiter| CsvDialect { delimiter, quote: quote(delimiter) })
        .into_iter()
        .rev()
        .max_by_key(|dialect| score(sample, *dialect));
    best.unwrap_or(CsvDialect { delimiter: b',', quote: b'"' })
}

/// The delimiter declared by a first line such as `sep=;`, which spreadsheets write.
pub fn declared_delimiter(line: &str) -> Option<u8> {
    match line.trim_end_matches(['\r', '\n']).to_ascii_lowercase().strip_prefix("sep=")?.as_bytes() {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
}

/// Whether header cells are quoted as `'Subject'` and none as `"Subject"`.
fn uses_single_quotes(header: &str, delimiter: u8) -> bool {
    let quoted = |cell: &str| cell.len() > 2 && cell.starts_with('\'') && cell.ends_with('\'');
    !header.contains('"') && header.split(char::from(delimiter)).any(quoted)
}

/// Tenths of rows as wide as the header, then that width. A wrong delimiter gives a single column.
fn score(sample: &str, dialect: CsvDialect) -> (usize, usize) {
    let mut records = CsvReader::new(sample.as_bytes(), dialect);
    let mut record = CsvRecord::default();
    let mut widths = Vec::new();
    while widths.len() <= SAMPLE_ROWS && matches!(records.read(&mut record), Ok(true)) {
        widths.push(record.width());
    }
    // The sample may end within a row.
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
        assert_eq!(declared_delimiter("sep=;\r\n"), Some(b';'));
        assert_eq!(declared_delimiter("SEP=\t"), Some(b'\t'));
        assert_eq!(declared_delimiter("separator"), None);
    }
}
