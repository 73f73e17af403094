//! Events: the entries of the append-only log, from which all state is derived.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::ids::{CustomerId, PersonId, Seq, TicketId};
use crate::model::person::Author;
use crate::model::policy::PolicySet;
use crate::model::record::Record;
use crate::model::survey::Blame;
use crate::model::ticket::rating::Score;
use crate::model::ticket::{Concession, Link, Priority, Source, Status};
use crate::model::time::Instant;

/// A log entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub seq: Seq,
    /// When it was recorded. Times from an imported file are inside [`EventPayload::Imported`].
    pub at: Instant,
    pub by: Author,
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    Opened(Opened),
    /// The customer wrote or called again.
    Asked {
        #[serde(default)]
        body: String,
    },
    /// A public reply, and the status it sets.
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
    /// A field was edited.
    Edited(Edit),
    /// Escalated to a level (0 de-escalates), with the reason.
    Escalated {
        level: u8,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// The customer was promised something by a time.
    Promised {
        what: String,
        due: Instant,
    },
    /// A promise was fulfilled or withdrawn.
    PromiseEnded {
        promise: Seq,
        kept: bool,
    },
    /// Handed off to another person (or unassigned), with notes for the next one.
    HandedOff {
        to: Option<PersonId>,
        why: String,
        next: String,
    },
    /// A concession was granted.
    Conceded(Concession),
    /// The customer is upset; the recovery plan, and when to follow up.
    Upset {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        recovery: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        follow_up: Option<Instant>,
    },
    /// The customer has recovered.
    Soothed,
    /// An item of the category's checklist.
    Ticked {
        item: String,
        done: bool,
    },
    /// Merged into another ticket.
    MergedInto {
        ticket: TicketId,
    },
    /// Another ticket was merged into this one; since when its customer waits, if they do.
    Absorbed {
        ticket: TicketId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiting_since: Option<Instant>,
        /// It still needed work.
        #[serde(default)]
        open: bool,
    },
    /// Linked to another ticket.
    Linked {
        ticket: TicketId,
        how: Link,
    },
    /// A survey was sent.
    Surveyed,
    Rated(Score),
    /// A rating from a survey import, given at its own time.
    Answered {
        score: Score,
        at: Instant,
        /// The file's name and the answer's ID there; the same answer counts once.
        source: Source,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        comment: String,
    },
    /// A row of an imported file.
    Imported(Box<Facts>),
    /// The SLA policies and calendars in force from here on.
    RulesSet(Box<PolicySet>),
    /// A record replaced `before`; `None` means no record.
    Put {
        before: Option<Record>,
        after: Option<Record>,
        /// A side effect of another write (a ticket, a batch); not undone on its own.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        came_along: bool,
    },
    /// Cancels an earlier event. Undoing this one restores it.
    Undone {
        event: Seq,
    },
}

impl What {
    /// Stable name, in the log and in JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            What::Opened(_) => "opened",
            What::Asked { .. } => "asked",
            What::Replied { .. } => "replied",
            What::Noted { .. } => "noted",
            What::Assigned { .. } => "assigned",
            What::StatusSet { .. } => "status_set",
            What::PrioritySet { .. } => "priority_set",
            What::Edited(_) => "edited",
            What::Escalated { .. } => "escalated",
            What::Promised { .. } => "promised",
            What::PromiseEnded { .. } => "promise_ended",
            What::HandedOff { .. } => "handed_off",
            What::Conceded(_) => "conceded",
            What::Upset { .. } => "upset",
            What::Soothed => "soothed",
            What::Ticked { .. } => "ticked",
            What::MergedInto { .. } => "merged_into",
            What::Absorbed { .. } => "absorbed",
            What::Linked { .. } => "linked",
            What::Surveyed => "surveyed",
            What::Rated(_) => "rated",
            What::Answered { .. } => "answered",
            What::Imported(_) => "imported",
            What::RulesSet(_) => "rules_set",
            What::Put { .. } => "put",
            What::Undone { .. } => "undone",
        }
    }

    /// All text in the event, for full-text search.
    pub fn said(&self) -> Vec<&str> {
        let texts = match self {
            What::Opened(opened) => vec![opened.subject.as_str(), &opened.body],
            What::Imported(facts) => vec![facts.subject.as_str(), &facts.body],
            What::Asked { body } | What::Replied { body, .. } | What::Noted { body } => vec![body.as_str()],
            What::Edited(Edit::Subject(subject)) => vec![subject.as_str()],
            What::Edited(Edit::Cause(Some(cause))) => vec![cause.as_str()],
            What::Escalated { reason, .. } => vec![reason.as_str()],
            What::Promised { what, .. } => vec![what.as_str()],
            What::HandedOff { why, next, .. } => vec![why.as_str(), next],
            What::Conceded(concession) => vec![concession.reason.as_str()],
            What::Upset { recovery, .. } => vec![recovery.as_str()],
            What::Answered { comment, .. } => vec![comment.as_str()],
            _ => Vec::new(),
        };
        texts.into_iter().filter(|text| !text.is_empty()).collect()
    }

    /// The ticket field the event sets, if any. Two people conflict only on the same field.
    pub fn field(&self) -> Option<Field> {
        match self {
            What::Assigned { .. } | What::HandedOff { .. } => Some(Field::Assignee),
            What::StatusSet { .. } | What::Replied { then: Some(_), .. } | What::MergedInto { .. } => {
                Some(Field::Status)
            }
            What::PrioritySet { .. } => Some(Field::Priority),
            What::Edited(edit) => Some(edit.field()),
            What::Escalated { .. } => Some(Field::Escalation),
            What::Upset { .. } | What::Soothed => Some(Field::Upset),
            _ => None,
        }
    }
}

/// A ticket field that people can edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Assignee,
    Status,
    Priority,
    Subject,
    Customer,
    Channel,
    Category,
    Tags,
    Language,
    Cause,
    Stage,
    Dissatisfied,
    Escalation,
    Upset,
}

impl Field {
    pub const ALL: [Field; 14] = [
        Field::Assignee,
        Field::Status,
        Field::Priority,
        Field::Subject,
        Field::Customer,
        Field::Channel,
        Field::Category,
        Field::Tags,
        Field::Language,
        Field::Cause,
        Field::Stage,
        Field::Dissatisfied,
        Field::Escalation,
        Field::Upset,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Field::Assignee => "assignee",
            Field::Status => "status",
            Field::Priority => "priority",
            Field::Subject => "subject",
            Field::Customer => "customer",
            Field::Channel => "channel",
            Field::Category => "category",
            Field::Tags => "tags",
            Field::Language => "language",
            Field::Cause => "cause",
            Field::Stage => "stage",
            Field::Dissatisfied => "dissatisfied",
            Field::Escalation => "escalation",
            Field::Upset => "upset",
        }
    }
}

/// A field and its new value; `None` clears it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum Edit {
    Subject(String),
    Customer(Option<CustomerId>),
    Channel(Option<String>),
    Category(Option<String>),
    Tags(Vec<String>),
    /// The customer's language.
    Language(Option<String>),
    /// Root cause, once known.
    Cause(Option<String>),
    /// Stage of the customer journey: looking for information, buying, after the sale.
    Stage(Option<String>),
    /// What a dissatisfied customer was dissatisfied with.
    Dissatisfied(Option<Blame>),
}

impl Edit {
    pub fn field(&self) -> Field {
        match self {
            Edit::Subject(_) => Field::Subject,
            Edit::Customer(_) => Field::Customer,
            Edit::Channel(_) => Field::Channel,
            Edit::Category(_) => Field::Category,
            Edit::Tags(_) => Field::Tags,
            Edit::Language(_) => Field::Language,
            Edit::Cause(_) => Field::Cause,
            Edit::Stage(_) => Field::Stage,
            Edit::Dissatisfied(_) => Field::Dissatisfied,
        }
    }
}

/// Initial data of a ticket.
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default)]
    pub priority: Priority,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<PersonId>,
    /// Opened by staff before the customer asked.
    #[serde(default)]
    pub proactive: bool,
}

/// A ticket as one row of an imported file describes it. Missing values are `None`, never guessed.
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
    /// Number of public replies; `None` if the file has no such count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replies: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Score>,
    /// Whether a survey was sent; `None` if the file does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surveyed: Option<bool>,
    /// Columns without a field of their own, by header.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// An imported row before people and customers are resolved to IDs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incoming {
    /// `facts.customer` and `facts.assignee` are still empty.
    pub facts: Facts,
    pub customer: Option<crate::model::customer::Customer>,
    pub assignee: Option<String>,
}
