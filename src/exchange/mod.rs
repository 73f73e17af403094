//! Foreign files in and out.

pub mod csv;
pub mod customers;
pub mod demo;
pub mod export;
mod guard;
pub mod report;
pub mod roster;
pub mod surveys;
