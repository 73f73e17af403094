//! Why a table was not exported.

use std::io;
use std::path::PathBuf;

/// Why a table was not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The format cannot hold it; a sentence.
    #[error("{0}")]
    DoesNotFit(String),
    /// The file exists and may not be replaced.
    #[error("{} is there already and was left as it is. Choose another name.", .0.display())]
    AlreadyExists(PathBuf),
    /// The target cannot be written; a sentence.
    #[error("{0}")]
    Unwritable(String),
}
