//! TODO purpose

pub mod cells;
pub mod edit;
pub mod plan;
pub mod rules;
pub mod table;
pub mod typed;
