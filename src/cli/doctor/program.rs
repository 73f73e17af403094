//! Checks the program version and its built-in SQLite.

use std::env::consts::{ARCH, OS};

use crate::cli::doctor::finding::Finding;
use crate::store::{StoreError, open};

pub fn check() -> Vec<Finding> {
    let program = Finding::ok("program", format!("shiftdesk {} on {OS}, {ARCH}", env!("CARGO_PKG_VERSION")));
    let (found, safe) = open::sqlite_version();
    let sqlite = Finding::ok("SQLite", found);
    let sqlite = match safe {
        true => sqlite,
        false => sqlite.fault(StoreError::SqliteTooOld { found }.to_string(), "`cargo install --locked shiftdesk`"),
    };
    vec![program, sqlite]
}
