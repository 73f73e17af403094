//! Roster import and export: a table ([`csv`]) and a calendar ([`ics`]).
//!
//! The table has the columns `person, day, from, to, shift, breaks, absence, note`, with one row per shift and per day
//! of absence:
//!
//! ```text
//! person,day,from,to,shift,breaks,absence,note
//! Minh,2026-11-23,08:00,16:00,Morning,12:00-12:30,,
//! Minh,2026-11-24,22:00,06:00,Night,02:00-02:30,,
//! Thảo,2026-11-23,,,,,sick,flu
//! Thảo,2026-11-24,09:00,11:00,,,training,
//! ```
//!
//! - An end at or before the start is on the next day; midnight at the end is `24:00`. Breaks are separated by `;`.
//! - A row without hours is a shift by the name of its template, or an all-day absence.
//! - A row is a shift or an absence. Only an absence has a note.
//!
//! The change against the current roster is computed in the roster import plan, not here.

pub mod csv;
pub mod ics;

use crate::engine::roster::import_plan::{RosterImportRow, RosterRowError};

/// A parsed roster file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RosterFile {
    pub rows: Vec<RosterImportRow>,
    /// Unreadable rows; if there are any, nothing is imported.
    pub rejected: Vec<RosterRowError>,
    /// Whether the file lists absences, so that unlisted ones are removed.
    pub has_absences: bool,
}

#[cfg(test)]
mod tests;
