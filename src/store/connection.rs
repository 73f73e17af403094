//! An open file: its connection, caches and write transactions.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;
use super::lookup_cache::LookupCache;
use super::policy_history::PolicyHistoryCache;
use super::schema::{SCHEMA_VERSION, user_version};
use crate::model::policy::PolicySet;

/// An open file.
pub struct Store {
    pub(super) db: Connection,
    pub(super) policies: Arc<PolicySet>,
    pub(super) policy_history: PolicyHistoryCache,
    pub(super) lookup_cache: Arc<Mutex<LookupCache>>,
    pub(super) path: PathBuf,
    pub(super) inode: (u64, u64),
    pub(super) data_version: i64,
}

impl Store {
    /// Path the file was opened with.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether another connection has written since the last call. Costs a few microseconds.
    pub fn changed_externally(&mut self) -> Result<bool, StoreError> {
        let version = self.db.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(std::mem::replace(&mut self.data_version, version) != version)
    }

    /// Fails if the path no longer names the opened file, for instance because a backup was restored over it.
    pub fn ensure_same_file(&self) -> Result<(), StoreError> {
        if device_and_inode(&self.path) == Some(self.inode) {
            Ok(())
        } else {
            Err(StoreError::FileMoved(self.path.clone()))
        }
    }

    /// Begins a write transaction. `IMMEDIATE` waits for other writers now instead of failing later. Fails if a newer
    /// program has migrated the file meanwhile.
    pub(super) fn begin_write(&mut self) -> Result<rusqlite::Transaction<'_>, StoreError> {
        self.ensure_same_file()?;
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let theirs = user_version(&tx)?;
        if theirs != SCHEMA_VERSION {
            return Err(StoreError::NewerFormat { path: self.path.clone(), theirs, ours: SCHEMA_VERSION });
        }
        Ok(tx)
    }

    /// The schema version of the file: [`SCHEMA_VERSION`] once opened for writing, 0 while it is empty.
    pub fn schema_version(&self) -> Result<i64, StoreError> {
        Ok(user_version(&self.db)?)
    }

    /// The journal mode: `wal` once opened for writing.
    pub fn journal_mode(&self) -> Result<String, StoreError> {
        Ok(self.db.query_row("PRAGMA journal_mode", [], |row| row.get(0))?)
    }

    /// Problems that SQLite's quick check finds; empty if none.
    pub fn quick_check(&self) -> Result<Vec<String>, StoreError> {
        let mut check = self.db.prepare("PRAGMA quick_check(20)")?;
        let found = check.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok(found.into_iter().filter(|line| line != "ok").collect())
    }
}

pub(super) fn device_and_inode(path: &Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|data| (data.dev(), data.ino()))
}
