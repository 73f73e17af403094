//! Imports tickets from a CSV export of any help desk.
//!
//! A file is read twice. The first pass ([`ImportPlan::build`]) detects its [`format`] (encoding, delimiter, quote),
//! scans every column ([`column_scan`]) and maps [`columns`] to fields by known headers ([`headers`]), a [`map`] file
//! and content. Anything ambiguous is asked before a row is written. The second pass ([`TicketReader`]) yields one
//! [`ImportRow`] at a time and holds only one row in memory.

pub mod column_scan;
pub mod columns;
pub mod dates;
pub mod decode;
pub mod dialect;
pub mod format;
pub mod headers;
pub mod map;
pub mod plan;
pub mod records;
pub mod row;
pub mod table;
pub mod ticket_reader;
pub mod values;
pub mod vocabulary;

use std::fmt::Display;

use serde::Serialize;

use crate::model::event::TicketImportRow;
use crate::model::text::fit;

pub use map::ImportMap;
pub use plan::{ImportOptions, ImportPlan};
pub use ticket_reader::TicketReader;

/// Result of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportRow {
    Ticket(Box<TicketImportRow>, Vec<SuspectValue>),
    Rejected(RejectedRow),
}

/// A row that is not imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RejectedRow {
    /// From 1, including the header line.
    pub line: u64,
    pub reason: String,
}

/// An implausible value in a row that is imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuspectValue {
    pub line: u64,
    pub field: &'static str,
    pub reason: String,
}

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
fn quote_list<T: Display>(items: impl ExactSizeIterator<Item = T>, most: usize) -> String {
    let more = items.len().saturating_sub(most);
    let named: Vec<String> = items.take(most).map(|item| format!("‘{}’", fit(&item.to_string(), 40))).collect();
    let named = named.join(", ");
    if more > 0 { format!("{named} and {more} more") } else { named }
}
