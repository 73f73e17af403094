//! Streaming CSV reader with bounded memory.
//!
//! Compatible with the `csv` crate (a property test compares them). In addition it reports oversized cells, rows and
//! cell counts, and an unclosed quote, which would otherwise swallow the rest of the file into one ticket.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

/// Maximum bytes per cell: far above any real export.
pub const MAX_CELL_BYTES: usize = 1 << 20;
/// Maximum bytes per row.
pub const MAX_ROW_BYTES: usize = 1 << 24;
/// Maximum cells per row.
pub const MAX_CELLS: usize = 2_000;

/// Delimiter and quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CsvDialect {
    pub delimiter: u8,
    pub quote: u8,
}

/// Why a record cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordFault {
    CellTooLong { column: usize },
    RowTooLong,
    TooManyCells,
    UnclosedQuote { column: usize },
}

/// One record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CsvRecord {
    /// Line on which it begins, from 1.
    pub line: u64,
    pub fault: Option<RecordFault>,
    text: Vec<u8>,
    /// End offset of each cell in `text`.
    ends: Vec<usize>,
}

impl CsvRecord {
    /// Number of cells.
    pub fn width(&self) -> usize {
        self.ends.len()
    }

    /// The cell at `index`; empty if the row is shorter.
    pub fn cell(&self, index: usize) -> Cow<'_, str> {
        let from = if index == 0 { 0 } else { self.ends.get(index - 1).copied().unwrap_or(self.text.len()) };
        let to = self.ends.get(index).copied().unwrap_or(from);
        String::from_utf8_lossy(&self.text[from..to])
    }

    /// All cells, in order.
    pub fn cells(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.width()).map(|index| self.cell(index))
    }

    /// Whether all cells are blank.
    pub fn is_blank(&self) -> bool {
        self.fault.is_none() && self.text.iter().all(u8::is_ascii_whitespace)
    }

    fn end_cell(&mut self) {
        if self.ends.len() < MAX_CELLS {
            self.ends.push(self.text.len());
        } else {
            self.fault.get_or_insert(RecordFault::TooManyCells);
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.fault.is_some() {
            return;
        }
        let cell = self.text.len() - self.ends.last().copied().unwrap_or(0);
        if cell + bytes.len() > MAX_CELL_BYTES {
            self.fault = Some(RecordFault::CellTooLong { column: self.ends.len() });
        } else if self.text.len() + bytes.len() > MAX_ROW_BYTES {
            self.fault = Some(RecordFault::RowTooLong);
        } else {
            self.text.extend_from_slice(bytes);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CsvReaderState {
    /// Before the first byte of a record.
    BetweenRecords,
    /// Before the first byte of a cell.
    CellStart,
    Plain,
    Quoted,
    /// After a quote within quotes: the closing quote, or the first of an escaped pair.
    QuoteInQuoted,
}

/// Reads records one by one.
pub struct CsvReader<R> {
    input: BufReader<R>,
    dialect: CsvDialect,
    /// Current line, from 1.
    line: u64,
    after_cr: bool,
}

impl<R: Read> CsvReader<R> {
    pub fn new(input: R, dialect: CsvDialect) -> CsvReader<R> {
        CsvReader { input: BufReader::with_capacity(64 * 1024, input), dialect, line: 1, after_cr: false }
    }

    /// Reads the next record, skipping empty lines. Returns false at the end.
    pub fn read(&mut self, record: &mut CsvRecord) -> io::Result<bool> {
        let CsvDialect { delimiter, quote } = self.dialect;
        record.text.clear();
        record.ends.clear();
        record.fault = None;
        let mut state = CsvReaderState::BetweenRecords;
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                if state == CsvReaderState::Quoted {
                    record.fault.get_or_insert(RecordFault::UnclosedQuote { column: record.ends.len() });
                }
                if state != CsvReaderState::BetweenRecords {
                    record.end_cell();
                }
                return Ok(state != CsvReaderState::BetweenRecords);
            }
            let mut at = 0;
            let mut ended = false;
            while at < buffer.len() && !ended {
                let byte = buffer[at];
                let breaks = byte == b'\n' || byte == b'\r';
                if state == CsvReaderState::BetweenRecords {
                    // Also skips the second half of a CRLF of the previous record.
                    if !breaks {
                        record.line = self.line;
                        state = CsvReaderState::CellStart;
                    }
                } else if breaks && state != CsvReaderState::Quoted {
                    record.end_cell();
                    ended = true;
                }
                if breaks {
                    self.line += u64::from(!(byte == b'\n' && self.after_cr));
                    self.after_cr = byte == b'\r';
                    if state == CsvReaderState::Quoted {
                        record.push(&[byte]);
                    }
                    at += 1;
                    continue;
                }
                self.after_cr = false;
                match state {
                    CsvReaderState::Quoted => {
                        let stops = |b: &u8| *b == quote || *b == b'\n' || *b == b'\r';
                        let run = buffer[at..].iter().position(stops).unwrap_or(buffer.len() - at);
                        record.push(&buffer[at..at + run]);
                        at += run;
                        if run == 0 {
                            state = CsvReaderState::QuoteInQuoted;
                            at += 1;
                        }
                    }
                    CsvReaderState::CellStart if byte == quote => {
                        state = CsvReaderState::Quoted;
                        at += 1;
                    }
                    CsvReaderState::QuoteInQuoted if byte == quote => {
                        record.push(&[quote]);
                        state = CsvReaderState::Quoted;
                        at += 1;
                    }
                    _ if byte == delimiter => {
                        record.end_cell();
                        state = CsvReaderState::CellStart;
                        at += 1;
                    }
                    _ => {
                        state = CsvReaderState::Plain;
                        let stops = |b: &u8| *b == delimiter || *b == b'\n' || *b == b'\r';
                        let run = buffer[at..].iter().position(stops).unwrap_or(buffer.len() - at);
                        record.push(&buffer[at..at + run]);
                        at += run;
                    }
                }
            }
            self.input.consume(at);
            if ended {
                return Ok(true);
            }
        }
    }
}

/// Describes a record fault, as a clause without punctuation.
pub fn describe_fault(fault: RecordFault) -> String {
    let mib = |bytes: usize| bytes / (1 << 20);
    match fault {
        RecordFault::CellTooLong { column } => {
            format!("cell {} is longer than {} MiB", column + 1, mib(MAX_CELL_BYTES))
        }
        RecordFault::RowTooLong => format!("it is longer than {} MiB", mib(MAX_ROW_BYTES)),
        RecordFault::TooManyCells => format!("it has more than {MAX_CELLS} cells"),
        RecordFault::UnclosedQuote { column } => {
            format!("the quote that begins cell {} is never closed, so the file ends inside it", column + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMA: CsvDialect = CsvDialect { delimiter: b',', quote: b'"' };

    fn read(text: &[u8]) -> Vec<CsvRecord> {
        let mut records = CsvReader::new(text, COMMA);
        let mut all = Vec::new();
        let mut record = CsvRecord::default();
        while records.read(&mut record).unwrap() {
            all.push(record.clone());
        }
        all
    }

    fn cells(record: &CsvRecord) -> Vec<String> {
        record.cells().map(Cow::into_owned).collect()
    }

    #[test]
    fn lines_are_counted_where_records_begin() {
        let all = read(b"a,b\r\n\r\n1,\"x\ny\r\nz\"\r2,\"\"\n\"3\",");
        let lines: Vec<_> = all.iter().map(|record| record.line).collect();
        assert_eq!(lines, [1, 3, 6, 7]);
        assert_eq!(cells(&all[1]), ["1", "x\ny\r\nz"]);
        assert_eq!(cells(&all[3]), ["3", ""]);
        assert_eq!(all[3].cell(7), "", "a cell that is not there is empty");
    }

    #[test]
    fn a_quote_that_is_never_closed_is_a_fault() {
        let all = read(b"a,b\n1,\"x\n2,y\n");
        assert_eq!(all.len(), 2);
        assert_eq!((all[1].line, all[1].fault), (2, Some(RecordFault::UnclosedQuote { column: 1 })));
    }

    #[test]
    fn what_passes_all_measure_is_a_fault_and_the_next_row_is_none() {
        let long = "x".repeat(MAX_CELL_BYTES + 1);
        let all = read(format!("1,{long}\n2,y\n").as_bytes());
        assert_eq!(all[0].fault, Some(RecordFault::CellTooLong { column: 1 }));
        assert_eq!((all[1].fault, cells(&all[1])), (None, vec!["2".into(), "y".into()]));
        let all = read(format!("{}\n2,y\n", ",".repeat(MAX_CELLS)).as_bytes());
        assert_eq!((all[0].fault, all[0].width()), (Some(RecordFault::TooManyCells), MAX_CELLS));
        assert_eq!(all[1].fault, None);
        let wide = vec!["x".repeat(MAX_CELL_BYTES); 17].join(",");
        assert_eq!(read(wide.as_bytes())[0].fault, Some(RecordFault::RowTooLong));
    }

    /// Parses with the `csv` crate.
    fn reference(text: &[u8]) -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
        let records = reader.byte_records().map(|record| record.unwrap());
        records.map(|r| r.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn cells_are_those_of_the_csv_crate(text in "[a,\"\n\r é]{0,40}") {
            let ours: Vec<_> = read(text.as_bytes()).iter().map(cells).collect();
            prop_assert_eq!(ours, reference(text.as_bytes()));
        }
    }
}
