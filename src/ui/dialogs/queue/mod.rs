//! Dialogs that arrange the queue: views, sorting, columns, filter help.

pub mod columns;
pub mod filter_help;
pub mod sort;
pub mod views;
