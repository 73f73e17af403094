//! How the queue is shown: its views, its order, its columns, and the language of its filter.

pub mod columns;
pub mod help;
pub mod sort;
pub mod views;
