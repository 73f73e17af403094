//! Parses comma-separated column names.

use crate::query::columns::QueueColumn;
use crate::query::filter::error::{FilterError, FilterErrorKind};

impl QueueColumn {
    /// Parses comma-separated names.
    pub fn parse_list(text: &str) -> Result<Vec<QueueColumn>, FilterError> {
        comma_separated(text)
            .map(|(at, name)| QueueColumn::from_name(name).ok_or_else(|| unknown_column(text, at, name)))
            .collect()
    }
}

/// Non-empty comma-separated parts with their byte offsets.
pub(super) fn comma_separated(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    let placed = text.split(',').map(move |part| {
        let at = next + part.len() - part.trim_start().len();
        next += part.len() + 1;
        (at, part.trim())
    });
    placed.filter(|(_, part)| !part.is_empty())
}

pub(super) fn unknown_column(text: &str, at: usize, name: &str) -> FilterError {
    FilterError::new(text, at..at + name.len(), FilterErrorKind::UnknownColumn { text: name.to_owned() })
}
