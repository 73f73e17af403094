//! What a screen asks of the file, and what the file answers: the words between `ui` and `store`, which do not know
//! each other.

use std::collections::BTreeMap;

use super::change::Request;
use super::customer::Customer;
use super::desk::{Delta, Desk, Row};
use super::event::{Event, Seq, What};
use super::metrics::{Report, Samples};
use super::person::PersonId;
use super::record::RecordKind;
use super::sla::Clock;
use super::ticket::{Ticket, TicketId};
use super::time::Period;

/// What the screen wants of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// The whole live set.
    Desk,
    Apply(Request),
    Ticket(TicketId),
    Rows(Vec<TicketId>),
    /// The figures of a period.
    Figures(Period),
}

/// What the file says. Each answer names its question, so that a late one can be told from a timely one.
#[derive(Debug, Clone)]
pub enum Answer {
    Desk(Box<Desk>),
    Changed(Delta),
    /// What came of a change, or the sentence that says why nothing did.
    Applied(Request, Box<Result<Outcome, String>>),
    Ticket(TicketId, Option<Box<Detail>>),
    Rows(Vec<TicketId>, Vec<Row>),
    Figures(Box<Metrics>),
    /// A question that could not be answered, or a watch that could not be kept; a sentence.
    Failed(String),
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Ticket(TicketId),
    Record(RecordKind, i64),
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub subject: Subject,
    /// The event as it went into the log; `None` if everything stood that way already.
    pub event: Option<Event>,
    /// Of an undo, what was taken back.
    pub undid: Option<What>,
}

/// A ticket with all that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail {
    pub ticket: Ticket,
    pub events: Vec<Event>,
    pub customer: Option<Customer>,
    pub clocks: Vec<Clock>,
    /// The names of everybody whom the history mentions.
    pub names: BTreeMap<PersonId, String>,
}

/// A report and the samples it sums up, so that a number can open into its tickets without another question.
#[derive(Debug, Clone)]
pub struct Metrics {
    pub report: Report,
    pub samples: Samples,
    /// The newest event that they include.
    pub seq: Seq,
}
