//! Events: the entries of the append-only log, from which all state is derived.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::ids::{CustomerId, PersonId, Seq, SourceRef, TicketId};
use crate::model::person::Author;
use crate::model::policy::PolicySet;
use crate::model::rating::Score;
use crate::model::record::Record;
use crate::model::survey::DissatisfactionDriver;
use crate::model::ticket::{Concession, LinkKind, Priority, Status};
use crate::model::time::Instant;

/// A log entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub seq: Seq,
    /// When it was recorded. Times from an imported file are inside [`EventPayload::Imported`].
    pub at: Instant,
    pub by: Author,
    pub what: EventPayload,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventPayload {
    Opened(OpenedTicket),
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
    Edited(TicketEdit),
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
        how: LinkKind,
    },
    /// A survey was sent.
    Surveyed,
    Rated(Score),
    /// A rating from a survey import, given at its own time.
    Answered {
        score: Score,
        at: Instant,
        /// The file's name and the answer's ID there; the same answer counts once.
        source: SourceRef,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        comment: String,
    },
    /// A row of an imported file.
    Imported(Box<ImportedTicket>),
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

impl EventPayload {
    /// Stable name, in the log and in JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            EventPayload::Opened(_) => "opened",
            EventPayload::Asked { .. } => "asked",
            EventPayload::Replied { .. } => "replied",
            EventPayload::Noted { .. } => "noted",
            EventPayload::Assigned { .. } => "assigned",
            EventPayload::StatusSet { .. } => "status_set",
            EventPayload::PrioritySet { .. } => "priority_set",
            EventPayload::Edited(_) => "edited",
            EventPayload::Escalated { .. } => "escalated",
            EventPayload::Promised { .. } => "promised",
            EventPayload::PromiseEnded { .. } => "promise_ended",
            EventPayload::HandedOff { .. } => "handed_off",
            EventPayload::Conceded(_) => "conceded",
            EventPayload::Upset { .. } => "upset",
            EventPayload::Soothed => "soothed",
            EventPayload::Ticked { .. } => "ticked",
            EventPayload::MergedInto { .. } => "merged_into",
            EventPayload::Absorbed { .. } => "absorbed",
            EventPayload::Linked { .. } => "linked",
            EventPayload::Surveyed => "surveyed",
            EventPayload::Rated(_) => "rated",
            EventPayload::Answered { .. } => "answered",
            EventPayload::Imported(_) => "imported",
            EventPayload::RulesSet(_) => "rules_set",
            EventPayload::Put { .. } => "put",
            EventPayload::Undone { .. } => "undone",
        }
    }

    /// All text in the event, for full-text search.
    pub fn texts(&self) -> Vec<&str> {
        let texts = match self {
            EventPayload::Opened(opened) => vec![opened.subject.as_str(), &opened.body],
            EventPayload::Imported(facts) => vec![facts.subject.as_str(), &facts.body],
            EventPayload::Asked { body } | EventPayload::Replied { body, .. } | EventPayload::Noted { body } => {
                vec![body.as_str()]
            }
            EventPayload::Edited(TicketEdit::Subject(subject)) => vec![subject.as_str()],
            EventPayload::Edited(TicketEdit::Cause(Some(cause))) => vec![cause.as_str()],
            EventPayload::Escalated { reason, .. } => vec![reason.as_str()],
            EventPayload::Promised { what, .. } => vec![what.as_str()],
            EventPayload::HandedOff { why, next, .. } => vec![why.as_str(), next],
            EventPayload::Conceded(concession) => vec![concession.reason.as_str()],
            EventPayload::Upset { recovery, .. } => vec![recovery.as_str()],
            EventPayload::Answered { comment, .. } => vec![comment.as_str()],
            _ => Vec::new(),
        };
        texts.into_iter().filter(|text| !text.is_empty()).collect()
    }

    /// The ticket field the event sets, if any. Two people conflict only on the same field.
    pub fn field(&self) -> Option<TicketField> {
        match self {
            EventPayload::Assigned { .. } | EventPayload::HandedOff { .. } => Some(TicketField::Assignee),
            EventPayload::StatusSet { .. }
            | EventPayload::Replied { then: Some(_), .. }
            | EventPayload::MergedInto { .. } => Some(TicketField::Status),
            EventPayload::PrioritySet { .. } => Some(TicketField::Priority),
            EventPayload::Edited(edit) => Some(edit.field()),
            EventPayload::Escalated { .. } => Some(TicketField::Escalation),
            EventPayload::Upset { .. } | EventPayload::Soothed => Some(TicketField::Upset),
            _ => None,
        }
    }
}

/// A ticket field that people can edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketField {
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

impl TicketField {
    pub const ALL: [TicketField; 14] = [
        TicketField::Assignee,
        TicketField::Status,
        TicketField::Priority,
        TicketField::Subject,
        TicketField::Customer,
        TicketField::Channel,
        TicketField::Category,
        TicketField::Tags,
        TicketField::Language,
        TicketField::Cause,
        TicketField::Stage,
        TicketField::Dissatisfied,
        TicketField::Escalation,
        TicketField::Upset,
    ];

    pub fn name(self) -> &'static str {
        match self {
            TicketField::Assignee => "assignee",
            TicketField::Status => "status",
            TicketField::Priority => "priority",
            TicketField::Subject => "subject",
            TicketField::Customer => "customer",
            TicketField::Channel => "channel",
            TicketField::Category => "category",
            TicketField::Tags => "tags",
            TicketField::Language => "language",
            TicketField::Cause => "cause",
            TicketField::Stage => "stage",
            TicketField::Dissatisfied => "dissatisfied",
            TicketField::Escalation => "escalation",
            TicketField::Upset => "upset",
        }
    }
}

/// A field and its new value; `None` clears it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
pub enum TicketEdit {
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
    Dissatisfied(Option<DissatisfactionDriver>),
}

impl TicketEdit {
    pub fn field(&self) -> TicketField {
        match self {
            TicketEdit::Subject(_) => TicketField::Subject,
            TicketEdit::Customer(_) => TicketField::Customer,
            TicketEdit::Channel(_) => TicketField::Channel,
            TicketEdit::Category(_) => TicketField::Category,
            TicketEdit::Tags(_) => TicketField::Tags,
            TicketEdit::Language(_) => TicketField::Language,
            TicketEdit::Cause(_) => TicketField::Cause,
            TicketEdit::Stage(_) => TicketField::Stage,
            TicketEdit::Dissatisfied(_) => TicketField::Dissatisfied,
        }
    }
}

/// Initial data of a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedTicket {
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
pub struct ImportedTicket {
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
pub struct TicketImportRow {
    /// `facts.customer` and `facts.assignee` are still empty.
    pub facts: ImportedTicket,
    pub customer: Option<crate::model::customer::Customer>,
    pub assignee: Option<String>,
}
