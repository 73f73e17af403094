//! The first reading of a file: what its columns hold, from the first row to the last.
//!
//! Nothing is written before a file has been read to its end once, so that a day-first date in the last row, or a
//! status that nobody knows, is found while nothing has happened yet.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Read, Seek};

use super::dates::{self, Day, Order, Stamp, Written};
use super::format::Format;
use super::map::Map;
use super::names::{Field, HEADERS, key};
use super::records::{Fault, Record};
use super::values::{self, Span};
use super::words;

/// So many different words are kept of a column; a column of statuses has far fewer.
const MOST_WORDS: usize = 1_000;

/// What a whole file holds.
#[derive(Debug, Default)]
pub struct Survey {
    /// What is wrong with the header, if it cannot be read.
    pub fault: Option<Fault>,
    /// The headers as they are shown: a repeated one is numbered, a blank one named by its place.
    pub headers: Vec<String>,
    /// The same, as they are compared; of a repeated one without its number.
    pub keys: Vec<String>,
    /// One for each header.
    pub columns: Vec<Profile>,
    /// Rows after the header, those that cannot be read included.
    pub rows: u64,
}

/// What a column holds. Only columns that may give a time or a word of the desk's own are looked at closely.
#[derive(Debug, Default)]
pub struct Profile {
    /// Cells that say something.
    pub filled: u64,
    pub times: Times,
    /// The column's words; of each, the word beside it in the column of status categories.
    pub words: BTreeMap<String, String>,
}

/// A cell, and the line on which it stands.
pub type Seen = (u64, String);

/// What a column of times holds.
#[derive(Debug, Default)]
pub struct Times {
    /// Cells that name a moment, and how many of them name a day only.
    pub stamps: u64,
    pub days: u64,
    /// A moment without a zone is among them.
    pub zoneless: bool,
    /// Durations with units of their own, and plain numbers.
    pub spans: u64,
    pub numbers: u64,
    /// The first moment whose three numbers can only be day-first; only month-first; either, and not the same.
    pub day_first: Option<Seen>,
    pub month_first: Option<Seen>,
    pub either: Option<Seen>,
    /// The first cell that names no moment.
    pub other: Option<Seen>,
}

/// What is looked at in a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Filled,
    Times,
    Words,
}

impl Survey {
    /// Reads all of `file`.
    pub fn take(file: impl Read + Seek, format: &Format, map: &Map, written: Option<&Written>) -> io::Result<Survey> {
        let mut records = format.records(file)?;
        let mut record = Record::default();
        if !records.read(&mut record)? {
            return Ok(Survey::default());
        }
        let mut survey = Survey::of_header(&record);
        let looks: Vec<Look> = (0..survey.headers.len()).map(|index| survey.look(index, map)).collect();
        let category = survey.keys.iter().position(|key| *key == self::key("Status Category"));
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
                if words::is_missing(&cell) {
                    continue;
                }
                profile.filled += 1;
                match look {
                    Look::Filled => {}
                    Look::Times => profile.times.see(&cell, record.line, written),
                    Look::Words => {
                        profile.hear(&cell, || category.map(|at| values::line(&record.cell(at)).into_owned()))
                    }
                }
            }
        }
        Ok(survey)
    }

    fn of_header(record: &Record) -> Survey {
        let mut survey = Survey { fault: record.fault, ..Survey::default() };
        let mut times_seen: HashMap<String, u32> = HashMap::new();
        for (index, cell) in record.cells().enumerate() {
            let plain = match values::line(&cell) {
                blank if blank.is_empty() => format!("Column {}", index + 1),
                header => header.into_owned(),
            };
            let n = times_seen.entry(plain.clone()).or_default();
            *n += 1;
            survey.keys.push(key(&plain));
            survey.headers.push(if *n == 1 { plain } else { format!("{plain} ({n})") });
            survey.columns.push(Profile::default());
        }
        survey
    }

    /// The column of that header, as shown or as compared.
    pub fn find(&self, header: &str) -> Option<usize> {
        let exact = self.headers.iter().position(|one| one == header);
        exact.or_else(|| self.keys.iter().position(|one| *one == key(header)))
    }

    fn look(&self, index: usize, map: &Map) -> Look {
        let listed = HEADERS.iter().filter(|(_, names)| names.iter().any(|name| key(name) == self.keys[index]));
        let mapped = map
            .columns
            .iter()
            .filter(|(_, headers)| headers.as_slice().iter().any(|header| self.find(header) == Some(index)));
        let fields: Vec<Field> = listed.map(|(field, _)| *field).chain(mapped.map(|(field, _)| *field)).collect();
        if fields.iter().any(|field| field.is_time()) {
            Look::Times
        } else if fields.iter().any(|field| matches!(field, Field::Status | Field::Priority | Field::Rating)) {
            Look::Words
        } else {
            Look::Filled
        }
    }
}

impl Profile {
    fn hear(&mut self, cell: &str, beside: impl Fn() -> Option<String>) {
        let word = values::line(cell);
        if !self.words.contains_key(&*word) && self.words.len() < MOST_WORDS {
            self.words.insert(word.into_owned(), beside().unwrap_or_default());
        }
    }
}

impl Times {
    fn see(&mut self, cell: &str, line: u64, written: Option<&Written>) {
        if no_time(cell) {
            return;
        }
        let seen = || (line, values::line(cell).into_owned());
        match values::span(cell) {
            Some(Span::Told(_)) => self.spans += 1,
            Some(Span::Number(_)) => self.numbers += 1,
            None => {}
        }
        let Some(Stamp { day, time, offset }) = stamp(cell, written) else {
            self.other.get_or_insert_with(seen);
            return;
        };
        self.stamps += 1;
        self.days += u64::from(time.is_none());
        self.zoneless |= offset.is_none();
        if let Day::Numbers { .. } = day {
            let place = match (day.read(Order::DayFirst), day.read(Order::MonthFirst)) {
                (Some(a), Some(b)) if a == b => return,
                (Some(_), None) => &mut self.day_first,
                (None, Some(_)) => &mut self.month_first,
                _ => &mut self.either,
            };
            place.get_or_insert_with(seen);
        }
    }
}

/// Reads a moment, by the pattern that somebody gave if there is one, else as desks write them.
pub fn stamp(cell: &str, written: Option<&Written>) -> Option<Stamp> {
    match written {
        Some(Written::As(pattern)) => dates::read_as(cell, pattern).or_else(|| dates::read(cell)),
        _ => dates::read(cell),
    }
}

/// Whether a cell of a column of times says that there was no such moment. 0 is how some databases write it.
pub fn no_time(cell: &str) -> bool {
    words::is_missing(cell) || matches!(cell.trim(), "0" | "0.0") || cell.trim().starts_with("0000-00-00")
}
