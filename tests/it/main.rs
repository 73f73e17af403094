//! One test binary for all that needs a file, a process or a terminal.

mod scenarios;
