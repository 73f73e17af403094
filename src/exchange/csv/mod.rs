//! Tickets from a CSV, whoever exported it.
//!
//! A file is read twice. The first reading ([`Plan::make`]) finds its [`format`] (encoding, delimiter, quote), surveys
//! what every column holds ([`survey`]), and settles which [`columns`] give which of our fields, by the table in
//! [`names`], by a [`map`] and by what they hold. What it leaves open is asked for, while nothing has been written. The
//! second ([`Rows`]) hands out one [`Entry`] after the other and holds no more than a row.

pub mod columns;
pub mod dates;
pub mod decode;
pub mod dialect;
pub mod format;
pub mod map;
pub mod names;
pub mod plan;
pub mod records;
pub mod row;
pub mod rows;
pub mod survey;
pub mod table;
pub mod values;
pub mod words;

use std::fmt::Display;

use serde::Serialize;

pub use map::Map;
pub use plan::{Options, Plan};
pub use rows::Rows;

use crate::domain::event::Incoming;
use crate::domain::text::fit;

/// What a row turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    Ticket(Box<Incoming>, Vec<Suspect>),
    Refused(Refused),
}

/// A row that cannot be taken for a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// From 1, the header's line included.
    pub line: u64,
    pub reason: String,
}

/// A value that cannot be, in a row that was taken all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suspect {
    pub line: u64,
    pub field: &'static str,
    pub reason: String,
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The file leaves something open that somebody has to say.
    #[error("{0}")]
    Ask(String),
    #[error("{0}")]
    NotTickets(String),
}

/// `‘a’, ‘b’ and 3 more`: at most `most` of them, each cut to a readable length.
fn listed<T: Display>(items: impl ExactSizeIterator<Item = T>, most: usize) -> String {
    let more = items.len().saturating_sub(most);
    let named: Vec<String> = items.take(most).map(|item| format!("‘{}’", fit(&item.to_string(), 40))).collect();
    let named = named.join(", ");
    if more > 0 { format!("{named} and {more} more") } else { named }
}
