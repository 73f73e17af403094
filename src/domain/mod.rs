//! The desk's words and sums: what a ticket, a person, a shift and a figure are, and how each number is worked out.
//!
//! Nothing here knows a terminal, a database, a file or a clock: every moment is an argument, so every sum can be
//! tested by a story with expected numbers.

pub mod plan;
pub mod roster;
