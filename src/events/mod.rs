//! TODO purpose

pub mod sanitize;
pub mod ratings;
pub mod replay;
pub mod records;
pub mod check;
pub mod change;
pub mod transaction;

