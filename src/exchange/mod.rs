//! File formats: import and export, rosters, surveys, reports, demo data.

pub mod csv;
pub mod customers;
pub mod demo;
pub mod export;
mod formula_guard;
pub mod report;
pub mod roster;
pub mod surveys;
