//! Small things that several panes draw.

pub mod list;
pub mod numbers;
