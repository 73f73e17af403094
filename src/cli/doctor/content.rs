//! What is in the file, as far as SQLite can tell without changing anything.

use std::path::Path;

use rustix::fs::Access;

use super::Finding;
use super::file::reachable;
use crate::store::{Error, Store, open};

/// What SQLite finds in the file.
pub fn check(db: &Path) -> Vec<Finding> {
    let found = Finding::ok("content", "not looked at");
    // SQLite would open it for reading, and leave files behind that its owner may not write to.
    if !reachable(db, Access::READ_OK | Access::WRITE_OK) {
        return vec![found.note("Only who may write to the file can check it.", "See the file's mode above.")];
    }
    inside(db).unwrap_or_else(|error| {
        let why = error.to_string();
        vec![match error {
            Error::Damaged(why) => damaged(found, &why),
            Error::NotOurs(_) => found.fault("Another program made it.", "Name another file with --db."),
            Error::Newer { theirs, ours, .. } => found.fault(
                format!("A newer shiftdesk wrote it: format {theirs}; this one knows {ours}."),
                "Update this program: `cargo install --locked shiftdesk`.",
            ),
            Error::Busy => found.note(why, "Run this again."),
            Error::Network { .. } => found.note("It is not opened on this file system.", "See the file system above."),
            _ => found.fault(why, "See the file, its mode and its folder above."),
        }]
    })
}

fn inside(db: &Path) -> Result<Vec<Finding>, Error> {
    let store = Store::look(db)?;
    let format = store.format()?;
    let value = format!("format {format} of {}, journal {}", open::FORMAT, store.journal()?);
    let faults = store.quick_check()?;
    let mut findings = vec![match faults.is_empty() {
        true => Finding::ok("content", format!("{value}, quick check sound")),
        false => damaged(Finding::ok("content", value), &faults.join("\n")),
    }];
    if format == open::FORMAT {
        let counts = store.counts()?.map(|(name, n)| format!("{n} {name}"));
        findings.push(Finding::ok("counts", counts.join(", ")));
    }
    Ok(findings)
}

fn damaged(found: Finding, why: &str) -> Finding {
    found.damage(
        format!("The file is damaged: {why}"),
        "Let nobody write to it; keep a copy of it together with its -wal and -shm; then put your last backup in its place.",
    )
}
