//! Domain types and computations: tickets, people, shifts and figures.
//!
//! No terminal, database, file or clock access: time is an argument, so every computation can be tested by a story with
//! expected numbers.

pub mod plan;
pub mod roster;
