//! TODO purpose

pub mod wanted;
pub mod views;
pub mod listing;
pub mod filter;
pub mod columns;
pub mod protocol;

