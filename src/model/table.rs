//! A list as it is handed on: named columns and typed cells, whatever the format that they are written in.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use chrono::TimeDelta;

use crate::model::time::{Instant, Zone};

/// One value. What it looks like is the business of whoever writes it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known, or nothing fits.
    Empty,
    Text(String),
    Count(i64),
    Number(f64),
    Moment(Instant),
    /// A duration; files get it in whole seconds.
    Span(TimeDelta),
    YesNo(bool),
}

/// Columns and rows; every row has a cell for each column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The stable names, as files have them: `first_reply_at`.
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<Cell>>,
}

impl From<Option<&str>> for Cell {
    fn from(text: Option<&str>) -> Cell {
        text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()))
    }
}

impl From<Option<Instant>> for Cell {
    fn from(at: Option<Instant>) -> Cell {
        at.map_or(Cell::Empty, Cell::Moment)
    }
}

/// What a table can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Tsv,
    Json,
    Markdown,
    Xlsx,
}

impl Format {
    pub const ALL: [Format; 5] = [Format::Csv, Format::Tsv, Format::Json, Format::Markdown, Format::Xlsx];

    /// The name that is typed, which is also the ending of a file.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Json => "json",
            Format::Markdown => "md",
            Format::Xlsx => "xlsx",
        }
    }

    /// The format that the ending of a file stands for.
    pub fn of(path: &Path) -> Option<Format> {
        path.extension()?.to_str()?.to_ascii_lowercase().parse().ok()
    }

    /// Whether it is text, which a terminal can show.
    pub fn is_text(self) -> bool {
        self != Format::Xlsx
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Format, String> {
        let found = Format::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| format!("‘{name}’ is not a format; there are {}", Format::ALL.map(Format::name).join(", ")))
    }
}

/// A table that somebody wants in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    pub table: Table,
    pub format: Format,
    /// The zone in which its moments are shown.
    pub zone: Zone,
    /// The file, as it was typed.
    pub path: String,
}
