//! A list as it is handed on: named columns and typed cells, whatever the format that they are written in.

use chrono::TimeDelta;

use super::time::Instant;

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
