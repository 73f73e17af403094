//! Everything that is tested from outside, in one binary.

// A test that cannot go on says so by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

mod acts;
mod cli;
mod clock;
mod config;
mod coverage;
mod customers;
mod deal;
mod demo;
mod dialogs;
mod export;
mod faults;
mod handover;
mod histories;
mod hostile;
mod import;
mod keys;
mod metrics;
mod obvious;
mod people;
mod plan;
mod quality;
mod queue;
mod report;
mod roster;
mod scenarios;
mod staffing;
mod store;
mod support;
mod terminal;
mod tidy;
mod truth;
