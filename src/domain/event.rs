//! What happened: the entries of the append-only log from which everything else is worked out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::customer::CustomerId;
use super::person::PersonId;
use super::record::Record;
use super::ticket::{Priority, Score, Status};
use super::time::Instant;

/// An event's place in the log. It only grows; the largest one is the version of the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub i64);

/// Who did something: the person of the team they act as, and the login that they used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub person: Option<PersonId>,
    pub login: String,
}

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub seq: Seq,
    /// When it happened here. What an imported file tells of the past is inside [`What::Imported`].
    pub at: Instant,
    pub by: Author,
    pub what: What,
}

/// What a person, a file or the program did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    Opened(Opened),
    /// The customer wrote or called again.
    Asked {
        #[serde(default)]
        body: String,
    },
    /// A human staff message that the customer sees, and the status that it leaves behind.
    Replied {
        #[serde(default)]
        body: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        then: Option<Status>,
    },
    Noted {
        body: String,
    },
    Assigned {
        to: Option<PersonId>,
    },
    StatusSet {
        status: Status,
    },
    PrioritySet {
        priority: Priority,
    },
    /// A survey went out.
    Surveyed,
    Rated(Score),
    /// A row of a foreign file: all that it says of the ticket.
    Imported(Box<Facts>),
    /// A plain record was put where `before` stood; `None` stands for no record.
    Put {
        before: Option<Record>,
        after: Option<Record>,
        /// It came along with a ticket or in a batch; nobody asked for it alone, so nobody takes it back alone.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        came_along: bool,
    },
    /// An earlier event no longer counts. Undoing this one brings it back.
    Undone {
        event: Seq,
    },
}

impl What {
    /// The stable name of the kind, as the log and the JSON have it.
    pub fn kind(&self) -> &'static str {
        match self {
            What::Opened(_) => "opened",
            What::Asked { .. } => "asked",
            What::Replied { .. } => "replied",
            What::Noted { .. } => "noted",
            What::Assigned { .. } => "assigned",
            What::StatusSet { .. } => "status_set",
            What::PrioritySet { .. } => "priority_set",
            What::Surveyed => "surveyed",
            What::Rated(_) => "rated",
            What::Imported(_) => "imported",
            What::Put { .. } => "put",
            What::Undone { .. } => "undone",
        }
    }

    /// The field of a ticket that the event sets, where it sets one. Two people can clash only over the same field.
    pub fn field(&self) -> Option<Field> {
        match self {
            What::Assigned { .. } => Some(Field::Assignee),
            What::StatusSet { .. } | What::Replied { then: Some(_), .. } => Some(Field::Status),
            What::PrioritySet { .. } => Some(Field::Priority),
            _ => None,
        }
    }
}

/// A field of a ticket that people set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Assignee,
    Status,
    Priority,
}

impl Field {
    pub const ALL: [Field; 3] = [Field::Assignee, Field::Status, Field::Priority];

    pub fn name(self) -> &'static str {
        match self {
            Field::Assignee => "assignee",
            Field::Status => "status",
            Field::Priority => "priority",
        }
    }
}

/// The beginning of a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub subject: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(default)]
    pub priority: Priority,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonId>,
    /// Opened by staff before the customer asked.
    #[serde(default)]
    pub proactive: bool,
}

/// All that one row of a foreign file says of a ticket. What it leaves out is `None`, never a guess.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    pub source: String,
    pub source_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub subject: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    pub priority: Priority,
    pub status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_reply: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solved: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Instant>,
    /// Public replies; `None` where the file has no such count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replies: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Score>,
    /// Whether a survey went out; `None` where the file does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surveyed: Option<bool>,
    /// Every column that has no field of its own, by its header.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// A row of a foreign file as it was read: people and customers by name, not yet by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incoming {
    /// `facts.customer` and `facts.assignee` are still empty.
    pub facts: Facts,
    pub customer: Option<super::customer::Customer>,
    pub assignee: Option<String>,
}
