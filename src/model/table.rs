//! Tables for export: named columns and typed cells, independent of the file format.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use chrono::TimeDelta;

use crate::model::time::{Instant, Zone};

/// A typed value; each writer formats it.
#[derive(Debug, Clone, PartialEq)]
pub enum TableCell {
    /// Unknown, or not applicable.
    Empty,
    Text(String),
    Count(i64),
    Number(f64),
    Moment(Instant),
    /// Files get whole seconds.
    Duration(TimeDelta),
    YesNo(bool),
}

/// Columns and rows; every row has one cell per column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DataTable {
    /// Stable names, as in files: `first_reply_at`.
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<TableCell>>,
}

impl From<Option<&str>> for TableCell {
    fn from(text: Option<&str>) -> TableCell {
        text.map_or(TableCell::Empty, |text| TableCell::Text(text.to_owned()))
    }
}

impl From<Option<Instant>> for TableCell {
    fn from(at: Option<Instant>) -> TableCell {
        at.map_or(TableCell::Empty, TableCell::Moment)
    }
}

/// File format of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    Csv,
    Tsv,
    Json,
    Markdown,
    Xlsx,
}

impl TableFormat {
    pub const ALL: [TableFormat; 5] =
        [TableFormat::Csv, TableFormat::Tsv, TableFormat::Json, TableFormat::Markdown, TableFormat::Xlsx];

    /// Name on the command line, and file extension.
    pub fn name(self) -> &'static str {
        match self {
            TableFormat::Csv => "csv",
            TableFormat::Tsv => "tsv",
            TableFormat::Json => "json",
            TableFormat::Markdown => "md",
            TableFormat::Xlsx => "xlsx",
        }
    }

    /// Format for a file extension.
    pub fn from_path(path: &Path) -> Option<TableFormat> {
        path.extension()?.to_str()?.to_ascii_lowercase().parse().ok()
    }

    /// Whether it is text that a terminal can show.
    pub fn is_text(self) -> bool {
        self != TableFormat::Xlsx
    }
}

impl fmt::Display for TableFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for TableFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<TableFormat, String> {
        let found = TableFormat::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| {
            format!("‘{name}’ is not a format; there are {}", TableFormat::ALL.map(TableFormat::name).join(", "))
        })
    }
}

/// A table to write to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct TableExport {
    pub table: DataTable,
    pub format: TableFormat,
    /// Zone of the timestamps.
    pub zone: Zone,
    /// File path as typed.
    pub path: String,
}
