//! TODO purpose

pub mod columns;
pub mod filter;
pub mod listing;
pub mod protocol;
pub mod search_terms;
pub mod views;
