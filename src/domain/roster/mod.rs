//! The roster: what stands in it day by day, how it is made to stand otherwise, and what is flagged in it.
//!
//! - [`cells`]: the shifts and absences of a person's day, and the changes that make others stand there;
//! - [`edit`]: what is done to cells at once: fill, paste, swap, split, repeat, send away;
//! - [`typed`]: hours as they are typed into a cell;
//! - [`plan`]: a roster that comes from elsewhere, held against the one that is there;
//! - [`rules`]: days in a row, rest, hours of the week: flagged, never enforced;
//! - [`table`]: the roster as it is handed on;
//! - [`spans`]: sums over stretches of time.

pub mod cells;
pub mod edit;
pub mod plan;
pub mod rules;
pub mod table;
pub mod typed;
