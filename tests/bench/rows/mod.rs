//! What is measured, one file for each part.

pub mod act;
pub mod aging;
pub mod bytes;
pub mod figures;
pub mod forecast;
pub mod import;
pub mod keys;
pub mod rest;
pub mod search;
pub mod seen;
pub mod size;
pub mod start;
pub mod task;
pub mod writers;
