//! Small things that several panes draw.

pub mod numbers;
