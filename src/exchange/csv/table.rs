//! A small CSV file in memory, for imports that are one undo step; supports a join with a second file.

use std::collections::HashMap;
use std::io::{Read, Seek};

use super::column_scan::parse_cell_timestamp;
use super::dates::{DateFormat, DateOrder, ParsedDate, ParsedTimestamp};
use super::error::{ImportError, quote_list};
use super::format::CsvFormat;
use super::headers::match_key;
use super::import_row::RejectedRow;
use super::records::CsvRecord;
use super::values::clean_line_cell;
use super::vocabulary::is_missing;
use crate::model::time::{Instant, Zone};

/// Maximum rows; no list of survey answers or customers is longer.
const MAX_ROWS: usize = 2_000_000;

/// A row: its line number and trimmed cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvTableRow {
    pub line: u64,
    cells: Vec<String>,
}

impl CsvTableRow {
    /// The cell of a column; `None` if missing.
    pub fn cell(&self, column: Option<usize>) -> Option<&str> {
        let cell = self.cells.get(column?)?.as_str();
        Some(cell).filter(|cell| !is_missing(cell))
    }

    /// All cells, to compare rows.
    pub fn cells(&self) -> &[String] {
        &self.cells
    }
}

/// A whole file in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CsvTable {
    pub headers: Vec<String>,
    keys: Vec<String>,
    pub rows: Vec<CsvTableRow>,
    /// Unreadable rows.
    pub rejected: Vec<RejectedRow>,
}

/// Result of a join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinResult {
    /// The common column.
    pub column: String,
    /// Rows without a match in the other file.
    pub unmatched: usize,
}

impl CsvTable {
    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, is empty, or is too long.
    pub fn read(mut file: impl Read + Seek) -> Result<CsvTable, ImportError> {
        let format = CsvFormat::detect(&mut file)?;
        let mut records = format.records(file)?;
        let mut record = CsvRecord::default();
        if !records.read(&mut record)? {
            return Err(ImportError::NeedsInput("The file is empty; it begins with a line of column names.".into()));
        }
        let headers: Vec<String> = record.cells().map(|cell| clean_line_cell(&cell).into_owned()).collect();
        let keys = headers.iter().map(|header| match_key(header)).collect();
        let mut table = CsvTable { headers, keys, ..CsvTable::default() };
        while records.read(&mut record)? {
            if record.is_blank() {
                continue;
            }
            if table.rows.len() == MAX_ROWS {
                return Err(ImportError::NeedsInput(format!(
                    "The file has more than {MAX_ROWS} rows; bring it in in parts."
                )));
            }
            if record.fault.is_some() {
                let reason = "this row cannot be read: a quotation mark is never closed, or it is far too long".into();
                table.rejected.push(RejectedRow { line: record.line, reason });
                continue;
            }
            let cells = (0..table.headers.len()).map(|at| clean_line_cell(&record.cell(at)).into_owned()).collect();
            table.rows.push(CsvTableRow { line: record.line, cells });
        }
        Ok(table)
    }

    /// The column of the first known header in `names`.
    pub fn find_column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.column(name))
    }

    /// The column of a header, ignoring case and punctuation.
    pub fn column(&self, header: &str) -> Option<usize> {
        let exact = self.headers.iter().position(|one| one == header);
        exact.or_else(|| self.keys.iter().position(|one| *one == match_key(header)))
    }

    /// The headers, quoted for a message.
    pub fn header_list(&self) -> String {
        quote_list(self.headers.iter(), 20)
    }

    /// Adds the columns of `other` to the rows with the same value in the first common column. Without a match the new
    /// cells are empty; of several matches the first counts.
    ///
    /// # Errors
    /// [`ImportError::NeedsInput`] if the files have no column in common.
    pub fn join(&mut self, other: CsvTable) -> Result<JoinResult, ImportError> {
        let common = other.keys.iter().position(|key| self.keys.contains(key));
        let Some(theirs) = common else {
            let (ours, others) = (self.header_list(), other.header_list());
            return Err(ImportError::NeedsInput(format!(
                "The two files have no column in common, so nothing says which rows belong together. One has {ours}; \
                 the other {others}."
            )));
        };
        let ours = self.keys.iter().position(|key| *key == other.keys[theirs]).unwrap_or(0);
        // Columns that exist here already keep their values.
        let added: Vec<usize> = (0..other.keys.len()).filter(|at| !self.keys.contains(&other.keys[*at])).collect();
        let mut places: HashMap<&str, &CsvTableRow> = HashMap::new();
        for row in &other.rows {
            if let Some(cell) = row.cell(Some(theirs)) {
                places.entry(cell).or_insert(row);
            }
        }
        let mut unmatched = 0;
        for row in &mut self.rows {
            let found = row.cell(Some(ours)).and_then(|cell| places.get(cell)).copied();
            unmatched += usize::from(found.is_none());
            let cells = added.iter().map(|at| found.map(|row| row.cells[*at].clone()).unwrap_or_default());
            row.cells.extend(cells);
        }
        self.headers.extend(added.iter().map(|at| other.headers[*at].clone()));
        self.keys.extend(added.iter().map(|at| other.keys[*at].clone()));
        Ok(JoinResult { column: other.headers[theirs].clone(), unmatched })
    }

    /// Decides the date order of some columns: as specified, else from all their cells.
    ///
    /// # Errors
    /// [`ImportError::NeedsInput`] if it is ambiguous or contradictory.
    pub fn date_parser(&self, columns: &[usize], written: Option<&DateFormat>) -> Result<DateParser, ImportError> {
        if let Some(DateFormat::Order(order)) = written {
            return Ok(DateParser { order: *order, date_format: None });
        }
        let (mut day_first, mut month_first, mut open) = (None, None, None);
        for row in &self.rows {
            for cell in columns.iter().filter_map(|at| row.cell(Some(*at))) {
                let Some(ParsedTimestamp { day: day @ ParsedDate::Ambiguous { .. }, .. }) =
                    parse_cell_timestamp(cell, written)
                else {
                    continue;
                };
                let seen = Some((row.line, cell));
                match (day.resolve(DateOrder::DayFirst), day.resolve(DateOrder::MonthFirst)) {
                    (Some(a), Some(b)) if a != b => open = open.or(seen),
                    (Some(_), None) => day_first = day_first.or(seen),
                    (None, Some(_)) => month_first = month_first.or(seen),
                    _ => {}
                }
            }
        }
        let say = "Say --dates dmy if the day comes first, or --dates mdy.";
        let order = match (day_first, month_first, open) {
            (Some((line, day)), Some((other, month)), _) => {
                return Err(ImportError::NeedsInput(format!(
                    "The dates are written in two ways: ‘{day}’ (line {line}) and ‘{month}’ (line {other}). {say}"
                )));
            }
            (None, None, Some((line, day))) => {
                return Err(ImportError::NeedsInput(format!("Line {line}: ‘{day}’ can be two different days. {say}")));
            }
            (None, Some(_), _) => DateOrder::MonthFirst,
            _ => DateOrder::DayFirst,
        };
        Ok(DateParser { order, date_format: written.cloned() })
    }
}

/// How the dates of a file are parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateParser {
    order: DateOrder,
    date_format: Option<DateFormat>,
}

impl DateParser {
    /// Parses a timestamp; a date only is its midnight.
    pub fn timestamp(&self, cell: &str, zone: Zone) -> Option<Instant> {
        parse_cell_timestamp(cell, self.date_format.as_ref())?.instant(self.order, zone)
    }

    /// Parses a date.
    pub fn day(&self, cell: &str) -> Option<chrono::NaiveDate> {
        parse_cell_timestamp(cell, self.date_format.as_ref())?.day.resolve(self.order)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn table(text: &str) -> CsvTable {
        CsvTable::read(Cursor::new(text.as_bytes().to_vec())).unwrap()
    }

    #[test]
    fn another_file_adds_its_columns_by_the_one_in_common() {
        let mut answers = table("id;Visit_ID;nps\na;7;9\nb;8;3\nc;;5\n");
        let joined = answers.join(table("visit id,work type,nps\n8,repair,0\n7,install,0\n7,again,0\n")).unwrap();
        assert_eq!(joined, JoinResult { column: "visit id".into(), unmatched: 1 });
        let (kind, score) = (answers.column("Work Type"), answers.column("nps"));
        let told: Vec<_> = answers.rows.iter().map(|row| (row.cell(score), row.cell(kind))).collect();
        assert_eq!(told, [(Some("9"), Some("install")), (Some("3"), Some("repair")), (Some("5"), None)]);
        assert!(table("a,b\n1,2\n").join(table("c\n1\n")).is_err());
    }

    #[test]
    fn the_whole_column_says_which_number_is_the_day() {
        let of =
            |text: &str| table(text).date_parser(&[0], None).map(|dates| dates.day("03/04/2026").unwrap().to_string());
        assert_eq!(of("d\n03/04/2026\n13/04/2026\n").unwrap(), "2026-04-03");
        assert_eq!(of("d\n03/04/2026\n04/13/2026\n").unwrap(), "2026-03-04");
        assert!(of("d\n03/04/2026\n").unwrap_err().to_string().contains("two different days"));
        assert!(of("d\n13/04/2026\n04/13/2026\n").unwrap_err().to_string().contains("two ways"));
    }
}
