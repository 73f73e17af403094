//! A roster as a file: a table for spreadsheets ([`csv`]) and a calendar ([`ics`]), in and out.
//!
//! The table has the columns `person, day, from, to, shift, breaks, absence, note`, and a row for each shift and for each
//! day of an absence:
//!
//! ```text
//! person,day,from,to,shift,breaks,absence,note
//! Minh,2026-11-23,08:00,16:00,Morning,12:00-12:30,,
//! Minh,2026-11-24,22:00,06:00,Night,02:00-02:30,,
//! Thảo,2026-11-23,,,,,sick,flu
//! Thảo,2026-11-24,09:00,11:00,,,training,
//! ```
//!
//! - An end at or before the beginning is on the next day; midnight at the end is `24:00`. Breaks are set apart by `;`.
//! - A row without hours is a shift by the name of its template, or an absence for the whole day.
//! - A row with an absence is no shift. A note belongs to an absence.
//!
//! What the rows mean for the roster that is there is decided in [`crate::domain::roster::plan`].

pub mod csv;
pub mod ics;

use crate::domain::roster::plan::{Refused, Row};

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Read {
    pub rows: Vec<Row>,
    /// Rows that cannot be read; with any, nothing of the file is to be taken.
    pub refused: Vec<Refused>,
    /// Whether the file speaks of absences, so that those it does not name are gone.
    pub absences: bool,
}

#[cfg(test)]
mod tests;
