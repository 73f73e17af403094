//! Tables for export: named columns and typed cells, independent of the file format.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use chrono::TimeDelta;

use crate::model::time::{Instant, Zone};

/// A typed value; each writer formats it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Unknown, or not applicable.
    Empty,
    Text(String),
    Count(i64),
    Number(f64),
    Moment(Instant),
    /// Files get whole seconds.
    Span(TimeDelta),
    YesNo(bool),
}

/// Columns and rows; every row has one cell per column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Stable names, as in files: `first_reply_at`.
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

/// File format of a table.
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

    /// Name on the command line, and file extension.
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Json => "json",
            Format::Markdown => "md",
            Format::Xlsx => "xlsx",
        }
    }

    /// Format for a file extension.
    pub fn of(path: &Path) -> Option<Format> {
        path.extension()?.to_str()?.to_ascii_lowercase().parse().ok()
    }

    /// Whether it is text that a terminal can show.
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

/// A table to write to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    pub table: Table,
    pub format: Format,
    /// Zone of the timestamps.
    pub zone: Zone,
    /// File path as typed.
    pub path: String,
}
