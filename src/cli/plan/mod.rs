//! Subcommands for planning: goals, action items, customer feedback, notices and the huddle.

pub mod action;
pub mod feedback;
pub mod figures;
pub mod goal;
pub mod huddle;
pub mod notice;
