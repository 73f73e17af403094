//! The roster: cells of people and days, edits, import and working-time checks.

pub mod cell_input;
pub mod cells;
pub mod edit;
pub mod import_plan;
pub mod rules;
pub mod table;
