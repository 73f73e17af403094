//! Text to cells: a reader of delimited records that takes no more memory than it is allowed, whatever the file holds.
//!
//! It reads what the `csv` crate reads (a test holds it to that), and says two things more: when a cell, a row or the
//! number of cells passes all measure, and when a quote is never closed, so that the rest of a file does not end up
//! inside one ticket unnoticed.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

/// A cell may be so many bytes long: more than any desk's export has, less than hurts.
pub const LONGEST_CELL: usize = 1 << 20;
/// So many bytes for all cells of a row.
pub const LONGEST_ROW: usize = 1 << 24;
/// So many cells in a row.
pub const MOST_CELLS: usize = 2_000;

/// How cells are set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    pub delimiter: u8,
    pub quote: u8,
}

/// Why a record cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    LongCell { column: usize },
    LongRow,
    ManyCells,
    OpenQuote { column: usize },
}

/// One row of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The line on which it begins, from 1.
    pub line: u64,
    pub fault: Option<Fault>,
    text: Vec<u8>,
    /// Where in `text` each cell ends.
    ends: Vec<usize>,
}

impl Record {
    /// How many cells it has.
    pub fn width(&self) -> usize {
        self.ends.len()
    }

    /// The cell at `index`; empty where the row is shorter.
    pub fn cell(&self, index: usize) -> Cow<'_, str> {
        let from = if index == 0 { 0 } else { self.ends.get(index - 1).copied().unwrap_or(self.text.len()) };
        let to = self.ends.get(index).copied().unwrap_or(from);
        String::from_utf8_lossy(&self.text[from..to])
    }

    pub fn cells(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.width()).map(|index| self.cell(index))
    }

    /// Nothing but blanks.
    pub fn is_blank(&self) -> bool {
        self.fault.is_none() && self.text.iter().all(u8::is_ascii_whitespace)
    }

    fn end_cell(&mut self) {
        if self.ends.len() < MOST_CELLS {
            self.ends.push(self.text.len());
        } else {
            self.fault.get_or_insert(Fault::ManyCells);
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        if self.fault.is_some() {
            return;
        }
        let cell = self.text.len() - self.ends.last().copied().unwrap_or(0);
        if cell + bytes.len() > LONGEST_CELL {
            self.fault = Some(Fault::LongCell { column: self.ends.len() });
        } else if self.text.len() + bytes.len() > LONGEST_ROW {
            self.fault = Some(Fault::LongRow);
        } else {
            self.text.extend_from_slice(bytes);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first byte of a record.
    Between,
    /// Before the first byte of a cell.
    CellStart,
    Plain,
    Quoted,
    /// After a quote within quotes: the end of them, or the first half of a quote that is meant.
    Quote,
}

/// Reads records one by one.
pub struct Records<R> {
    input: BufReader<R>,
    dialect: Dialect,
    /// The line that is being read, from 1.
    line: u64,
    after_cr: bool,
}

impl<R: Read> Records<R> {
    pub fn new(input: R, dialect: Dialect) -> Records<R> {
        Records { input: BufReader::with_capacity(64 * 1024, input), dialect, line: 1, after_cr: false }
    }

    /// Reads the next record, passing over empty lines. Returns false at the end.
    pub fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        let Dialect { delimiter, quote } = self.dialect;
        record.text.clear();
        record.ends.clear();
        record.fault = None;
        let mut state = State::Between;
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                if state == State::Quoted {
                    record.fault.get_or_insert(Fault::OpenQuote { column: record.ends.len() });
                }
                if state != State::Between {
                    record.end_cell();
                }
                return Ok(state != State::Between);
            }
            let mut at = 0;
            let mut ended = false;
            while at < buffer.len() && !ended {
                let byte = buffer[at];
                let breaks = byte == b'\n' || byte == b'\r';
                if state == State::Between {
                    // Also passes over the second half of a line end, which belongs to the record before.
                    if !breaks {
                        record.line = self.line;
                        state = State::CellStart;
                    }
                } else if breaks && state != State::Quoted {
                    record.end_cell();
                    ended = true;
                }
                if breaks {
                    self.line += u64::from(!(byte == b'\n' && self.after_cr));
                    self.after_cr = byte == b'\r';
                    if state == State::Quoted {
                        record.push(&[byte]);
                    }
                    at += 1;
                    continue;
                }
                self.after_cr = false;
                match state {
                    State::Quoted => {
                        let stops = |b: &u8| *b == quote || *b == b'\n' || *b == b'\r';
                        let run = buffer[at..].iter().position(stops).unwrap_or(buffer.len() - at);
                        record.push(&buffer[at..at + run]);
                        at += run;
                        if run == 0 {
                            state = State::Quote;
                            at += 1;
                        }
                    }
                    State::CellStart if byte == quote => {
                        state = State::Quoted;
                        at += 1;
                    }
                    State::Quote if byte == quote => {
                        record.push(&[quote]);
                        state = State::Quoted;
                        at += 1;
                    }
                    _ if byte == delimiter => {
                        record.end_cell();
                        state = State::CellStart;
                        at += 1;
                    }
                    _ => {
                        state = State::Plain;
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMA: Dialect = Dialect { delimiter: b',', quote: b'"' };

    fn read(text: &[u8]) -> Vec<Record> {
        let mut records = Records::new(text, COMMA);
        let mut all = Vec::new();
        let mut record = Record::default();
        while records.read(&mut record).unwrap() {
            all.push(record.clone());
        }
        all
    }

    fn cells(record: &Record) -> Vec<String> {
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
        assert_eq!((all[1].line, all[1].fault), (2, Some(Fault::OpenQuote { column: 1 })));
    }

    #[test]
    fn what_passes_all_measure_is_a_fault_and_the_next_row_is_none() {
        let long = "x".repeat(LONGEST_CELL + 1);
        let all = read(format!("1,{long}\n2,y\n").as_bytes());
        assert_eq!(all[0].fault, Some(Fault::LongCell { column: 1 }));
        assert_eq!((all[1].fault, cells(&all[1])), (None, vec!["2".into(), "y".into()]));
        let all = read(format!("{}\n2,y\n", ",".repeat(MOST_CELLS)).as_bytes());
        assert_eq!((all[0].fault, all[0].width()), (Some(Fault::ManyCells), MOST_CELLS));
        assert_eq!(all[1].fault, None);
        let wide = vec!["x".repeat(LONGEST_CELL); 17].join(",");
        assert_eq!(read(wide.as_bytes())[0].fault, Some(Fault::LongRow));
    }

    /// What the `csv` crate reads.
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
