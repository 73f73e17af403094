//! TODO purpose

pub mod change;
pub mod check;
pub mod ratings;
pub mod records;
pub mod replay;
pub mod sanitize;
pub mod transaction;
