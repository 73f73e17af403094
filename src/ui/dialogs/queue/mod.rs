//! Dialogs that arrange the queue: views, sorting, columns, filter help.

pub mod columns;
pub mod help;
pub mod sort;
pub mod views;
