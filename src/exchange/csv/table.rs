//! A whole small file at once, for what is read as one act: a header, its rows, and what another file adds to each.

use std::collections::HashMap;
use std::io::{Read, Seek};

use super::dates::{Day, Order, Stamp, Written};
use super::format::Format;
use super::names::key;
use super::records::Record;
use super::survey::stamp;
use super::values::line;
use super::words::is_missing;
use super::{Error, Refused, listed};
use crate::domain::time::{Instant, Zone};

/// So many rows are read at once; a file with more is no list of answers or of customers.
const MOST_ROWS: usize = 2_000_000;

/// A row: the line on which it begins, and its cells, blanks taken off. One that says nothing is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    cells: Vec<String>,
}

impl Row {
    /// What a column says here; nothing where it is missing.
    pub fn cell(&self, column: Option<usize>) -> Option<&str> {
        let cell = self.cells.get(column?)?.as_str();
        Some(cell).filter(|cell| !is_missing(cell))
    }

    /// All of its cells, to tell it from another.
    pub fn cells(&self) -> &[String] {
        &self.cells
    }
}

/// A file that has been read to its end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub headers: Vec<String>,
    keys: Vec<String>,
    pub rows: Vec<Row>,
    /// Rows that cannot be read at all.
    pub refused: Vec<Refused>,
}

/// What came of a join.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The column that both files have.
    pub on: String,
    /// Rows for which the other file has none.
    pub unmatched: usize,
}

impl Table {
    /// Reads a file.
    ///
    /// # Errors
    /// Where it cannot be read, is empty, or is too long.
    pub fn read(mut file: impl Read + Seek) -> Result<Table, Error> {
        let format = Format::detect(&mut file)?;
        let mut records = format.records(file)?;
        let mut record = Record::default();
        if !records.read(&mut record)? {
            return Err(Error::Ask("The file is empty; it begins with a line of column names.".into()));
        }
        let headers: Vec<String> = record.cells().map(|cell| line(&cell).into_owned()).collect();
        let keys = headers.iter().map(|header| key(header)).collect();
        let mut table = Table { headers, keys, ..Table::default() };
        while records.read(&mut record)? {
            if record.is_blank() {
                continue;
            }
            if table.rows.len() == MOST_ROWS {
                return Err(Error::Ask(format!("The file has more than {MOST_ROWS} rows; bring it in in parts.")));
            }
            if record.fault.is_some() {
                let reason = "this row cannot be read: a quotation mark is never closed, or it is far too long".into();
                table.refused.push(Refused { line: record.line, reason });
                continue;
            }
            let cells = (0..table.headers.len()).map(|at| line(&record.cell(at)).into_owned()).collect();
            table.rows.push(Row { line: record.line, cells });
        }
        Ok(table)
    }

    /// The column with the first of these headers that there is.
    pub fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.named(name))
    }

    /// The column of that header, whatever its case and punctuation.
    pub fn named(&self, header: &str) -> Option<usize> {
        let exact = self.headers.iter().position(|one| one == header);
        exact.or_else(|| self.keys.iter().position(|one| *one == key(header)))
    }

    /// The headers, as a sentence lists them.
    pub fn told(&self) -> String {
        listed(self.headers.iter(), 20)
    }

    /// Adds to each row what `other` says of it: the row with the same value in the first column of `other` that this
    /// file has too. Where there is none, the new cells are empty; of several, the first counts.
    ///
    /// # Errors
    /// [`Error::Ask`] where the two have no column in common.
    pub fn join(&mut self, other: Table) -> Result<Joined, Error> {
        let common = other.keys.iter().position(|key| self.keys.contains(key));
        let Some(theirs) = common else {
            let (ours, others) = (self.told(), other.told());
            return Err(Error::Ask(format!(
                "The two files have no column in common, so nothing says which rows belong together. One has {ours}; \
                 the other {others}."
            )));
        };
        let ours = self.keys.iter().position(|key| *key == other.keys[theirs]).unwrap_or(0);
        // A column that is here already says what it says here.
        let added: Vec<usize> = (0..other.keys.len()).filter(|at| !self.keys.contains(&other.keys[*at])).collect();
        let mut places: HashMap<&str, &Row> = HashMap::new();
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
        Ok(Joined { on: other.headers[theirs].clone(), unmatched })
    }

    /// In which order the dates of three numbers are in some columns: as somebody has said, else as all of them together
    /// tell.
    ///
    /// # Errors
    /// [`Error::Ask`] where they leave it open, or say both.
    pub fn dates(&self, columns: &[usize], written: Option<&Written>) -> Result<Dates, Error> {
        if let Some(Written::In(order)) = written {
            return Ok(Dates { order: *order, written: None });
        }
        let (mut day_first, mut month_first, mut open) = (None, None, None);
        for row in &self.rows {
            for cell in columns.iter().filter_map(|at| row.cell(Some(*at))) {
                let Some(Stamp { day: day @ Day::Numbers { .. }, .. }) = stamp(cell, written) else { continue };
                let seen = Some((row.line, cell));
                match (day.read(Order::DayFirst), day.read(Order::MonthFirst)) {
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
                return Err(Error::Ask(format!(
                    "The dates are written in two ways: ‘{day}’ (line {line}) and ‘{month}’ (line {other}). {say}"
                )));
            }
            (None, None, Some((line, day))) => {
                return Err(Error::Ask(format!("Line {line}: ‘{day}’ can be two different days. {say}")));
            }
            (None, Some(_), _) => Order::MonthFirst,
            _ => Order::DayFirst,
        };
        Ok(Dates { order, written: written.cloned() })
    }
}

/// How the dates of a file are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    order: Order,
    written: Option<Written>,
}

impl Dates {
    /// A moment; of a cell that names a day only, its midnight.
    pub fn moment(&self, cell: &str, zone: Zone) -> Option<Instant> {
        stamp(cell, self.written.as_ref())?.instant(self.order, zone)
    }

    pub fn day(&self, cell: &str) -> Option<chrono::NaiveDate> {
        stamp(cell, self.written.as_ref())?.day.read(self.order)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn table(text: &str) -> Table {
        Table::read(Cursor::new(text.as_bytes().to_vec())).unwrap()
    }

    #[test]
    fn another_file_adds_its_columns_by_the_one_in_common() {
        let mut answers = table("id;Visit_ID;nps\na;7;9\nb;8;3\nc;;5\n");
        let joined = answers.join(table("visit id,work type,nps\n8,repair,0\n7,install,0\n7,again,0\n")).unwrap();
        assert_eq!(joined, Joined { on: "visit id".into(), unmatched: 1 });
        let (kind, score) = (answers.named("Work Type"), answers.named("nps"));
        let told: Vec<_> = answers.rows.iter().map(|row| (row.cell(score), row.cell(kind))).collect();
        assert_eq!(told, [(Some("9"), Some("install")), (Some("3"), Some("repair")), (Some("5"), None)]);
        assert!(table("a,b\n1,2\n").join(table("c\n1\n")).is_err());
    }

    #[test]
    fn the_whole_column_says_which_number_is_the_day() {
        let of = |text: &str| table(text).dates(&[0], None).map(|dates| dates.day("03/04/2026").unwrap().to_string());
        assert_eq!(of("d\n03/04/2026\n13/04/2026\n").unwrap(), "2026-04-03");
        assert_eq!(of("d\n03/04/2026\n04/13/2026\n").unwrap(), "2026-03-04");
        assert!(of("d\n03/04/2026\n").unwrap_err().to_string().contains("two different days"));
        assert!(of("d\n13/04/2026\n04/13/2026\n").unwrap_err().to_string().contains("two ways"));
    }
}
