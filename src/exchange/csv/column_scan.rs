//! First pass over a file: scans what each column holds, from the first row to the last.
//!
//! The whole file is scanned before anything is written, so that a day-first date or an unknown status in the last row
//! is found in time.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Read, Seek};

use super::dates::{self, DateFormat, DateOrder, ParsedDate, ParsedTimestamp};
use super::format::CsvFormat;
use super::headers::{HEADERS, ImportField, match_key};
use super::map::ImportMap;
use super::records::{CsvRecord, RecordFault};
use super::values::{self, ParsedDuration};
use super::vocabulary;

/// Distinct words recorded per column; a status column has far fewer.
const MAX_WORDS: usize = 1_000;

/// Scan result of a file.
#[derive(Debug, Default)]
pub struct FileScan {
    /// Why the header cannot be read.
    pub fault: Option<RecordFault>,
    /// Headers as displayed: duplicates are numbered, blank ones named by position.
    pub headers: Vec<String>,
    /// Match keys of the headers, duplicates without their number.
    pub keys: Vec<String>,
    /// One per header.
    pub columns: Vec<ColumnScan>,
    /// Rows after the header, including unreadable ones.
    pub rows: u64,
}

/// What a column holds. Only columns that may give a time, status, priority or rating are inspected closely.
#[derive(Debug, Default)]
pub struct ColumnScan {
    /// Non-missing cells.
    pub filled: u64,
    pub times: TimeColumnStats,
    /// Distinct words, each with its value in the status-category column.
    pub words: BTreeMap<String, String>,
}

/// Line number and cell text.
pub type SampleCell = (u64, String);

/// Counts and samples of a time column.
#[derive(Debug, Default)]
pub struct TimeColumnStats {
    /// Cells that are timestamps, and how many of these are dates only.
    pub timestamps: u64,
    pub date_only: u64,
    /// Whether any timestamp has no zone.
    pub zoneless: bool,
    /// Durations with units, and plain numbers.
    pub durations: u64,
    pub numbers: u64,
    /// First timestamp that can only be day-first; only month-first; ambiguous.
    pub day_first: Option<SampleCell>,
    pub month_first: Option<SampleCell>,
    pub ambiguous: Option<SampleCell>,
    /// First cell that is not a timestamp.
    pub unreadable: Option<SampleCell>,
}

/// How closely a column is inspected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ColumnInspection {
    Presence,
    Times,
    Words,
}

impl FileScan {
    /// Scans all of `file`.
    pub fn scan(
        file: impl Read + Seek,
        format: &CsvFormat,
        map: &ImportMap,
        written: Option<&DateFormat>,
    ) -> io::Result<FileScan> {
        let mut records = format.records(file)?;
        let mut record = CsvRecord::default();
        if !records.read(&mut record)? {
            return Ok(FileScan::default());
        }
        let mut survey = FileScan::from_header(&record);
        let looks: Vec<ColumnInspection> =
            (0..survey.headers.len()).map(|index| survey.inspection_for(index, map)).collect();
        let category = survey.keys.iter().position(|key| *key == self::match_key("Status Category"));
        while records.read(&mut record)? {
            if record.is_blank() {
                continue;
            }
            survey.rows += 1;
            if record.fault.is_some() {
                continue;
            }
            for ((index, profile), look) in survey.columns.iter_mut().enumerate().zip(&looks) {
                let cell = record.cell(index);
                if vocabulary::is_missing(&cell) {
                    continue;
                }
                profile.filled += 1;
                match look {
                    ColumnInspection::Presence => {}
                    ColumnInspection::Times => profile.times.add_cell(&cell, record.line, written),
                    ColumnInspection::Words => profile
                        .add_word(&cell, || category.map(|at| values::clean_line_cell(&record.cell(at)).into_owned())),
                }
            }
        }
        Ok(survey)
    }

    fn from_header(record: &CsvRecord) -> FileScan {
        let mut survey = FileScan { fault: record.fault, ..FileScan::default() };
        let mut times_seen: HashMap<String, u32> = HashMap::new();
        for (index, cell) in record.cells().enumerate() {
            let plain = match values::clean_line_cell(&cell) {
                blank if blank.is_empty() => format!("Column {}", index + 1),
                header => header.into_owned(),
            };
            let n = times_seen.entry(plain.clone()).or_default();
            *n += 1;
            survey.keys.push(match_key(&plain));
            survey.headers.push(if *n == 1 { plain } else { format!("{plain} ({n})") });
            survey.columns.push(ColumnScan::default());
        }
        survey
    }

    /// The column with that header, as displayed or by match key.
    pub fn find(&self, header: &str) -> Option<usize> {
        let exact = self.headers.iter().position(|one| one == header);
        exact.or_else(|| self.keys.iter().position(|one| *one == match_key(header)))
    }

    fn inspection_for(&self, index: usize, map: &ImportMap) -> ColumnInspection {
        let listed = HEADERS.iter().filter(|(_, names)| names.iter().any(|name| match_key(name) == self.keys[index]));
        let mapped = map
            .columns
            .iter()
            .filter(|(_, headers)| headers.as_slice().iter().any(|header| self.find(header) == Some(index)));
        let fields: Vec<ImportField> = listed.map(|(field, _)| *field).chain(mapped.map(|(field, _)| *field)).collect();
        if fields.iter().any(|field| field.is_time()) {
            ColumnInspection::Times
        } else if fields
            .iter()
            .any(|field| matches!(field, ImportField::Status | ImportField::Priority | ImportField::Rating))
        {
            ColumnInspection::Words
        } else {
            ColumnInspection::Presence
        }
    }
}

impl ColumnScan {
    fn add_word(&mut self, cell: &str, beside: impl Fn() -> Option<String>) {
        let word = values::clean_line_cell(cell);
        if !self.words.contains_key(&*word) && self.words.len() < MAX_WORDS {
            self.words.insert(word.into_owned(), beside().unwrap_or_default());
        }
    }
}

impl TimeColumnStats {
    fn add_cell(&mut self, cell: &str, line: u64, written: Option<&DateFormat>) {
        if is_missing_time(cell) {
            return;
        }
        let seen = || (line, values::clean_line_cell(cell).into_owned());
        match values::parse_duration_cell(cell) {
            Some(ParsedDuration::WithUnits(_)) => self.durations += 1,
            Some(ParsedDuration::Plain(_)) => self.numbers += 1,
            None => {}
        }
        let Some(ParsedTimestamp { day, time, offset }) = parse_cell_timestamp(cell, written) else {
            self.unreadable.get_or_insert_with(seen);
            return;
        };
        self.timestamps += 1;
        self.date_only += u64::from(time.is_none());
        self.zoneless |= offset.is_none();
        if let ParsedDate::Ambiguous { .. } = day {
            let place = match (day.resolve(DateOrder::DayFirst), day.resolve(DateOrder::MonthFirst)) {
                (Some(a), Some(b)) if a == b => return,
                (Some(_), None) => &mut self.day_first,
                (None, Some(_)) => &mut self.month_first,
                _ => &mut self.ambiguous,
            };
            place.get_or_insert_with(seen);
        }
    }
}

/// Parses a timestamp by the given pattern, else by known formats.
pub fn parse_cell_timestamp(cell: &str, written: Option<&DateFormat>) -> Option<ParsedTimestamp> {
    match written {
        Some(DateFormat::Pattern(pattern)) => {
            dates::parse_with_pattern(cell, pattern).or_else(|| dates::parse_timestamp(cell))
        }
        _ => dates::parse_timestamp(cell),
    }
}

/// Whether a time cell means "never". Some databases write 0.
pub fn is_missing_time(cell: &str) -> bool {
    vocabulary::is_missing(cell) || matches!(cell.trim(), "0" | "0.0") || cell.trim().starts_with("0000-00-00")
}
