//! One test binary for all that needs a file, a process or a terminal.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

mod faults;
mod keys;
mod scenarios;
mod support;
mod terminal;
