//! The program itself and what is built into it.

use std::env::consts::{ARCH, OS};

use super::Finding;
use crate::store::{Error, open};

pub fn check() -> Vec<Finding> {
    let program = Finding::ok("program", format!("shiftdesk {} on {OS}, {ARCH}", env!("CARGO_PKG_VERSION")));
    let (found, safe) = open::sqlite();
    let sqlite = Finding::ok("SQLite", found);
    let sqlite = match safe {
        true => sqlite,
        false => sqlite.fault(Error::OldSqlite { found }.to_string(), "`cargo install --locked shiftdesk`"),
    };
    vec![program, sqlite]
}
