//! Errors with an exit code.

use crate::store;

/// An error with an explicit exit code.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub struct Failure {
    pub code: i32,
    pub sentence: String,
}

impl Failure {
    /// Exit code 2: invalid arguments.
    pub fn usage(sentence: impl Into<String>) -> anyhow::Error {
        Failure { code: 2, sentence: sentence.into() }.into()
    }

    /// [`Failure::usage`] from a parse error of the domain, completed to a sentence.
    pub fn from_parse_error(why: String) -> anyhow::Error {
        Failure::usage(format!("{}.", why.trim_end_matches('.')))
    }

    /// Exit code 3: not found.
    pub fn not_found(sentence: impl Into<String>) -> anyhow::Error {
        Failure { code: NOT_FOUND, sentence: sentence.into() }.into()
    }

    /// Exit code 6: input was read, but some of it was rejected.
    pub fn invalid(sentence: impl Into<String>) -> anyhow::Error {
        Failure { code: 6, sentence: sentence.into() }.into()
    }
}

/// Exit code for a missing record.
pub const NOT_FOUND: i32 = 3;

/// The exit code of an error; 1 unless it specifies one.
pub fn exit_code(error: &anyhow::Error) -> i32 {
    error
        .chain()
        .find_map(|cause| {
            cause
                .downcast_ref::<Failure>()
                .map(|failure| failure.code)
                .or_else(|| cause.downcast_ref::<store::StoreError>().map(store::StoreError::exit_code))
        })
        .unwrap_or(1)
}

/// Whether the reader closed the pipe.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref().is_some_and(broken))
}
