//! The plain records beside the tickets: people, customers, shifts, absences, requirements.
//!
//! A record is put as a whole, and its event keeps what stood there before, so every such write has an inverse.

use serde::{Deserialize, Serialize};

use super::customer::Customer;
use super::event::Author;
use super::person::Person;
use super::shift::{Absence, Requirement, Shift};

/// The kinds of plain record; the name is that of their table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    Person,
    Customer,
    Shift,
    Absence,
    Requirement,
    View,
}

impl RecordKind {
    pub const ALL: [RecordKind; 6] = [
        RecordKind::Person,
        RecordKind::Customer,
        RecordKind::Shift,
        RecordKind::Absence,
        RecordKind::Requirement,
        RecordKind::View,
    ];

    pub fn name(self) -> &'static str {
        match self {
            RecordKind::Person => "person",
            RecordKind::Customer => "customer",
            RecordKind::Shift => "shift",
            RecordKind::Absence => "absence",
            RecordKind::Requirement => "requirement",
            RecordKind::View => "view",
        }
    }
}

/// A way to look at the queue that somebody has kept for themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub name: String,
    pub owner: Author,
    /// As it was typed.
    pub filter: String,
    /// As it was typed: `left,-age`; empty is the order of the queue.
    #[serde(default)]
    pub sort: String,
    /// The names of the columns in order, with commas between them; empty is the usual ones.
    #[serde(default)]
    pub columns: String,
}

/// One plain record, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    Person(Person),
    Customer(Customer),
    Shift(Shift),
    Absence(Absence),
    Requirement(Requirement),
    View(SavedView),
}

impl Record {
    pub fn kind(&self) -> RecordKind {
        match self {
            Record::Person(_) => RecordKind::Person,
            Record::Customer(_) => RecordKind::Customer,
            Record::Shift(_) => RecordKind::Shift,
            Record::Absence(_) => RecordKind::Absence,
            Record::Requirement(_) => RecordKind::Requirement,
            Record::View(_) => RecordKind::View,
        }
    }
}
