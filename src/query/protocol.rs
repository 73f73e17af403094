//! Queries and responses between `ui` and `store`, which do not know each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::engine::customers::{Listed, Wanted};
use crate::engine::desk::{Delta, Desk, Row};
use crate::engine::handover::Since;
use crate::engine::huddle::{Form, LookBack};
use crate::engine::metrics::sample::Of;
use crate::engine::metrics::{Report, Samples};
use crate::engine::quality::sample::Week;
use crate::engine::sla::SlaClock;
use crate::engine::staffing::Past;
use crate::events::change::Request;
use crate::events::transaction::{Act, Did, Subject};
use crate::model::customer::Customer;
use crate::model::event::{Event, What};
use crate::model::ids::{CustomerId, PersonId, Seq, TicketId};
use crate::model::person::Author;
use crate::model::policy::PolicySet;
use crate::model::record::{Numbered, RecordKind};
use crate::model::settings::{Counting, Setting};
use crate::model::survey::Survey;
use crate::model::ticket::{Status, Ticket};
use crate::model::time::{Instant, Period, Zone};

/// Maximum number of search results.
pub const HITS: usize = 100;

/// A query to the store.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// The whole live set.
    Desk,
    Apply(Request),
    Ticket(TicketId),
    Rows(Vec<TicketId>),
    /// Full-text search, newest first, up to [`MAX_SEARCH_HITS`].
    Search(String),
    /// An author's transactions, newest first, as far back as they can be undone.
    Acts(Author),
    /// Figures of a period, for one of the places that show them.
    Figures(Slot, Period),
    /// The customer list.
    Customers(Box<Wanted>),
    /// Details of a customer.
    Customer(CustomerId),
    /// Details of samples that are not tickets: survey answers, reviews, customers.
    Behind(Vec<Of>),
    /// Changes since the last hand-over.
    SinceHandOver,
    /// Figures that a huddle reviews.
    LookBack(Form),
    /// Arrivals and solves of this many weeks, and what follows from them.
    Staffing(u32),
    /// Tickets solved in the weeks that begin on these Mondays, for QA sampling.
    Solved(Vec<NaiveDate>),
    /// Switch to other settings; answered with the whole live set.
    GoBy(Setting),
}

/// Which place shows the figures: each has its own period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The last days, on Today and in People.
    Lately,
    /// The period selected in Metrics.
    Looked,
    /// The period it is compared with.
    Beside,
}

/// A response. Each names its query, so that late ones can be recognized.
#[derive(Debug, Clone)]
pub enum Answer {
    Desk(Box<Desk>),
    Changed(Delta),
    /// Result of a change, or the sentence that says why it was rejected.
    Applied(Request, Box<Result<Outcome, String>>),
    Ticket(TicketId, Option<Box<Detail>>),
    Rows(Vec<TicketId>, Vec<Row>),
    /// The search text and its results.
    Found(String, Vec<Hit>),
    Acts(Vec<Act>),
    Figures(Slot, Box<Metrics>),
    Customers(Box<Listed>),
    Customer(CustomerId, Box<Account>),
    Behind(Vec<(Of, Known)>),
    SinceHandOver(Box<Since>),
    LookBack(Box<LookBack>),
    Staffing(Box<Past>),
    Solved(Vec<Week>),
    /// Result of an export: the file, or an error sentence.
    Written(Result<Written, String>),
    /// A query or the change watch failed; a sentence.
    Failed(String),
}

/// Details of a survey answer, a review or a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Customer name.
    pub customer: Option<String>,
    /// Comment given with the score.
    pub words: Option<String>,
}

/// An exported list or report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Number of rows; `None` for a report.
    pub rows: Option<usize>,
    pub path: String,
}

/// Result of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What the change is primarily about.
    pub subject: Subject,
    /// Events as logged, in order; empty if nothing changed.
    pub events: Vec<(Subject, Event)>,
    /// For an undo or redo, what was reverted.
    pub turned: Option<Turned>,
}

impl Outcome {
    /// Number of tickets affected.
    pub fn tickets(&self) -> usize {
        self.did().n
    }

    pub fn did(&self) -> Did {
        Did::of(self.events.iter().map(|(subject, event)| (*subject, &event.what)))
    }

    /// The first event.
    pub fn event(&self) -> Option<&Event> {
        self.events.first().map(|(_, event)| event)
    }
}

/// What an undo or redo reverted.
#[derive(Debug, Clone, PartialEq)]
pub struct Turned {
    pub again: bool,
    pub did: Did,
    /// Its first event.
    pub what: What,
}

/// A search result.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub ticket: TicketId,
    pub event: Event,
    /// The ticket's current subject.
    pub subject: String,
    pub status: Status,
}

/// A ticket with its history and related data.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail {
    pub ticket: Ticket,
    pub events: Vec<Event>,
    pub customer: Option<Customer>,
    /// The customer's other tickets, newest first.
    pub others: Vec<Row>,
    /// All clocks of the ticket, ended ones included.
    pub clocks: Vec<SlaClock>,
    /// Histories of the tickets merged into this one.
    pub absorbed: Vec<(TicketId, Vec<Event>)>,
    /// Names of everybody in the history.
    pub names: BTreeMap<PersonId, String>,
}

/// A customer with their tickets and survey answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Account {
    /// `None` if the customer no longer exists.
    pub customer: Option<Customer>,
    /// Tickets, newest first.
    pub tickets: Vec<TicketId>,
    /// Survey answers, newest first.
    pub surveys: Vec<Numbered<Survey>>,
}

/// A report with its samples, so that drill-down needs no further query.
#[derive(Debug, Clone)]
pub struct Metrics {
    pub report: Report,
    pub samples: Samples,
    /// Newest event included.
    pub seq: Seq,
}
