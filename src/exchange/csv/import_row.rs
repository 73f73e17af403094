//! Result of one row: a ticket with its implausible values, or a rejection.

use serde::Serialize;

use crate::model::event::TicketImportRow;

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
