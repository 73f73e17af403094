//! Store errors, as sentences that say what to do next.

use std::path::PathBuf;

use thiserror::Error;

use crate::events::change::ValidationError;

/// Why the store could not do what was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    #[error(transparent)]
    Validation(#[from] ValidationError),
    #[error("There is no file {}. `shiftdesk import FILE`, `shiftdesk ticket new` or `shiftdesk` itself makes one; `shiftdesk demo` shows an invented team.", .0.display())]
    Missing(PathBuf),
    #[error("{} is not a shiftdesk file, and nothing in it was changed. Name another one with --db.", .0.display())]
    ForeignFile(PathBuf),
    #[error("{path} was written by a newer shiftdesk (format {theirs}, this one knows {ours}). Update this program; nothing was changed.", path = .path.display())]
    NewerFormat { path: PathBuf, theirs: i64, ours: i64 },
    #[error("{} was moved or replaced while it was open. Nothing more is written to it; start again.", .0.display())]
    FileMoved(PathBuf),
    #[error("{path} lies on {kind}, where several programs cannot safely share it. Put it on a local disk, or set SHIFTDESK_ANY_FS=1 if only one machine ever opens it.", path = .path.display())]
    NetworkFileSystem { path: PathBuf, kind: &'static str },
    #[error(
        "This program was built with SQLite {found}; it needs 3.51.3 or newer, which fixed a fault that can damage shared files. Build it anew with `cargo install --locked`."
    )]
    SqliteTooOld { found: &'static str },
    #[error("{path} cannot be opened: {why}. {next}", path = .path.display())]
    CannotOpen { path: PathBuf, why: String, next: String },
    #[error("An older state of the file was restored while it was open. Everything is read anew.")]
    FileRestored,
    #[error("The file is busy: somebody else has been writing for more than five seconds. Try again.")]
    Busy,
    #[error("The disk is full; nothing was lost or half written. Make room, then try again.")]
    DiskFull,
    #[error("The file is damaged ({0}). Keep a copy of it with its -wal file, and run `shiftdesk doctor`.")]
    Damaged(String),
    #[error("The file answered with an error: {0}")]
    Sqlite(rusqlite::Error),
    #[error("An entry of the log cannot be read: {0}. Run `shiftdesk doctor`.")]
    Unreadable(String),
}

impl StoreError {
    /// The program's exit code for this error.
    pub fn exit_code(&self) -> i32 {
        match self {
            StoreError::Missing(_) | StoreError::Validation(ValidationError::NotFound { .. }) => 3,
            StoreError::Validation(ValidationError::FieldConflict { .. } | ValidationError::UndoConflict { .. })
            | StoreError::FileMoved(_) => 4,
            StoreError::Validation(_) => 1,
            StoreError::Busy => 5,
            StoreError::Damaged(_) | StoreError::Unreadable(_) => 7,
            StoreError::NewerFormat { .. } => 8,
            StoreError::DiskFull => 75,
            _ => 1,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        use rusqlite::ffi::ErrorCode;
        /// SQLITE_IOERR_SHMSIZE: no room for the shared-memory file, whatever the message says.
        const SQLITE_IOERR_SHMSIZE: i32 = 4874;
        match &error {
            rusqlite::Error::SqliteFailure(failure, message) => match failure.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
                ErrorCode::DiskFull => StoreError::DiskFull,
                _ if failure.extended_code == SQLITE_IOERR_SHMSIZE => StoreError::DiskFull,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                    StoreError::Damaged(message.clone().unwrap_or_else(|| failure.to_string()))
                }
                _ => StoreError::Sqlite(error),
            },
            _ => StoreError::Sqlite(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> StoreError {
        StoreError::Unreadable(error.to_string())
    }
}
