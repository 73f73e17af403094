//! Identifiers of records and events.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// Ticket ID in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketId(pub i64);

impl fmt::Display for TicketId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Person ID in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub i64);

/// Customer ID in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CustomerId(pub i64);

/// Sequence number in the log. It only grows; the largest one is the version of the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub i64);

/// A record with its ID; 0 if it is not stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithId<T> {
    pub id: i64,
    pub it: T,
}

impl<T> From<T> for WithId<T> {
    fn from(it: T) -> WithId<T> {
        WithId { id: 0, it }
    }
}

impl<T> Deref for WithId<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.it
    }
}

/// Source system and the ID there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SourceRef {
    pub name: String,
    pub id: String,
}
