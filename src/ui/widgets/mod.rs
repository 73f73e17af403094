//! Drawing and formatting helpers shared by panes and dialogs.

pub mod body;
pub mod field;
pub mod list;
pub mod mark;
pub mod numbers;
pub mod plot;
pub mod scroll;
pub mod tale;
pub mod when;
