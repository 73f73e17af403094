//! Why a file is not imported.

use std::fmt::Display;

use crate::model::text::fit;

/// Why a file was not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The file is ambiguous: the user has to decide.
    #[error("{0}")]
    NeedsInput(String),
    #[error("{0}")]
    NotTickets(String),
}

/// `‘a’, ‘b’ and 3 more`: at most `most` items, each truncated to 40 columns.
pub(super) fn quote_list<T: Display>(items: impl ExactSizeIterator<Item = T>, most: usize) -> String {
    let more = items.len().saturating_sub(most);
    let named: Vec<String> = items.take(most).map(|item| format!("‘{}’", fit(&item.to_string(), 40))).collect();
    let named = named.join(", ");
    if more > 0 { format!("{named} and {more} more") } else { named }
}
