//! Checks the database content read-only.

use std::path::Path;

use rustix::fs::{Access, access};

use crate::cli::doctor::finding::Finding;
use crate::store::{Store, StoreError, open};

/// Opens the file for inspection, runs SQLite's quick check and counts the rows.
pub fn check(db: &Path) -> Vec<Finding> {
    let found = Finding::ok("content", "not looked at");
    // Opened read-only, SQLite would create -wal and -shm files that the owner cannot write to.
    if access(db, Access::READ_OK | Access::WRITE_OK).is_err() {
        return vec![found.note("Only who may write to the file can check it.", "See the file's mode above.")];
    }
    check_content(db).unwrap_or_else(|error| {
        let why = error.to_string();
        vec![match error {
            StoreError::Damaged(why) => damage_finding(found, &why),
            StoreError::ForeignFile(_) => found.fault("Another program made it.", "Name another file with --db."),
            StoreError::NewerFormat { theirs, ours, .. } => found.fault(
                format!("A newer shiftdesk wrote it: format {theirs}; this one knows {ours}."),
                "Update this program: `cargo install --locked shiftdesk`.",
            ),
            StoreError::Busy => found.note(why, "Run this again."),
            StoreError::NetworkFileSystem { .. } => {
                found.note("It is not opened on this file system.", "See the file system above.")
            }
            _ => found.fault(why, "See the file, its mode and its folder above."),
        }]
    })
}

fn check_content(db: &Path) -> Result<Vec<Finding>, StoreError> {
    let store = Store::open_for_inspection(db)?;
    let format = store.schema_version()?;
    let value = format!("format {format} of {}, journal {}", open::SCHEMA_VERSION, store.journal_mode()?);
    let faults = store.quick_check()?;
    let mut findings = vec![match faults.is_empty() {
        true => Finding::ok("content", format!("{value}, quick check sound")),
        false => damage_finding(Finding::ok("content", value), &faults.join("\n")),
    }];
    if format == open::SCHEMA_VERSION {
        let counts = store.counts()?.map(|(name, n)| format!("{n} {name}"));
        findings.push(Finding::ok("counts", counts.join(", ")));
    }
    Ok(findings)
}

fn damage_finding(found: Finding, why: &str) -> Finding {
    found.damage(
        format!("The file is damaged: {why}"),
        "Let nobody write to it; keep a copy of it together with its -wal and -shm; then put your last backup in its place.",
    )
}
