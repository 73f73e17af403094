//! TODO purpose

pub mod typed;
pub mod table;
pub mod rules;
pub mod plan;
pub mod edit;
pub mod cells;

