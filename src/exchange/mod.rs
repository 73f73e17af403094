//! Foreign files in and out.

pub mod csv;
pub mod demo;
pub mod export;
mod guard;
pub mod roster;
