//! Roster: cells, bulk edits, import, working-time rules, export table.
//!
//! - [`cells`]: shifts and absences per person and day, and minimal changes between states;
//! - [`edit`]: bulk edits: fill, paste, swap, split, repeat, mark absent;
//! - [`cell_input`]: parser for hours typed into a cell;
//! - [`import_plan`]: preview of an imported roster against the existing one;
//! - [`rules`]: days in a row, rest, weekly hours: flagged, never enforced.
