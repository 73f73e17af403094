//! Queries and responses between `ui` and `store`, which do not know each other.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::engine::desk::{Desk, DeskDelta, TicketRow};
use crate::engine::handover::SinceLastHandOver;
use crate::engine::huddle::{HuddleFigures, HuddleKind};
use crate::engine::metrics::sample::SampleSubject;
use crate::engine::metrics::{Samples, TeamFigures};
use crate::engine::quality::sampling::SolvedWeek;
use crate::engine::sla::SlaClock;
use crate::engine::staffing::StaffingHistory;
use crate::events::change::ChangeRequest;
use crate::events::transaction::{EventSubject, Transaction, TransactionSummary};
use crate::model::customer::Customer;
use crate::model::event::{Event, EventPayload};
use crate::model::ids::{CustomerId, PersonId, Seq, TicketId, WithId};
use crate::model::person::Author;
use crate::model::settings::StoreConfig;
use crate::model::survey::Survey;
use crate::model::ticket::{Status, Ticket};
use crate::model::time::Period;
use crate::query::customers::{CustomerList, CustomerQuery};

/// Maximum number of search results.
pub const MAX_SEARCH_HITS: usize = 100;

/// A query to the store.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// The whole live set.
    Desk,
    Apply(ChangeRequest),
    Ticket(TicketId),
    TicketRows(Vec<TicketId>),
    /// Full-text search, newest first, up to [`MAX_SEARCH_HITS`].
    Search(String),
    /// An author's transactions, newest first, as far back as they can be undone.
    Transactions(Author),
    /// Figures of a period, for one of the places that show them.
    Figures(MetricsSlot, Period),
    /// The customer list.
    Customers(Box<CustomerQuery>),
    /// Details of a customer.
    Customer(CustomerId),
    /// Details of samples that are not tickets: survey answers, reviews, customers.
    SampleContexts(Vec<SampleSubject>),
    /// Changes since the last hand-over.
    SinceHandOver,
    /// Figures that a huddle reviews.
    HuddleFigures(HuddleKind),
    /// Arrivals and solves of this many weeks, and what follows from them.
    Staffing(u32),
    /// Tickets solved in the weeks that begin on these Mondays, for QA sampling.
    SolvedByWeek(Vec<NaiveDate>),
    /// Switch to other settings; answered with the whole live set.
    Reconfigure(StoreConfig),
}

/// Which place shows the figures: each has its own period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MetricsSlot {
    /// The last days, on Today and in People.
    Recent,
    /// The period selected in Metrics.
    Selected,
    /// The period it is compared with.
    Comparison,
}

/// A response. Each names its query, so that late ones can be recognized.
#[derive(Debug, Clone)]
pub enum Response {
    Desk(Box<Desk>),
    Delta(DeskDelta),
    /// Result of a change, or the sentence that says why it was rejected.
    Applied(ChangeRequest, Box<Result<ChangeOutcome, String>>),
    Ticket(TicketId, Option<Box<TicketDetail>>),
    TicketRows(Vec<TicketId>, Vec<TicketRow>),
    /// The search text and its results.
    SearchResults(String, Vec<SearchHit>),
    Transactions(Vec<Transaction>),
    Figures(MetricsSlot, Box<MetricsSnapshot>),
    Customers(Box<CustomerList>),
    Customer(CustomerId, Box<CustomerDetail>),
    SampleContexts(Vec<(SampleSubject, SampleContext)>),
    SinceHandOver(Box<SinceLastHandOver>),
    HuddleFigures(Box<HuddleFigures>),
    Staffing(Box<StaffingHistory>),
    SolvedByWeek(Vec<SolvedWeek>),
    /// Result of an export: the file, or an error sentence.
    Written(Result<ExportedFile, String>),
    /// A query or the change watch failed; a sentence.
    Failed(String),
}

/// Details of a survey answer, a review or a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SampleContext {
    /// Customer name.
    pub customer: Option<String>,
    /// Comment given with the score.
    pub comment: Option<String>,
}

/// An exported list or report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// Number of rows; `None` for a report.
    pub rows: Option<usize>,
    pub path: String,
}

/// Result of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeOutcome {
    /// What the change is primarily about.
    pub subject: EventSubject,
    /// Events as logged, in order; empty if nothing changed.
    pub events: Vec<(EventSubject, Event)>,
    /// For an undo or redo, what was reverted.
    pub undo_step: Option<UndoStep>,
}

impl ChangeOutcome {
    /// Number of tickets affected.
    pub fn affected_count(&self) -> usize {
        self.summary().count
    }

    pub fn summary(&self) -> TransactionSummary {
        TransactionSummary::from_events(self.events.iter().map(|(subject, event)| (*subject, &event.what)))
    }

    /// The first event.
    pub fn first_event(&self) -> Option<&Event> {
        self.events.first().map(|(_, event)| event)
    }
}

/// What an undo or redo reverted.
#[derive(Debug, Clone, PartialEq)]
pub struct UndoStep {
    pub is_redo: bool,
    pub summary: TransactionSummary,
    /// Its first event.
    pub first_event: EventPayload,
}

/// A search result.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    pub ticket: TicketId,
    pub event: Event,
    /// The ticket's current subject.
    pub subject: String,
    pub status: Status,
}

/// A ticket with its history and related data.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketDetail {
    pub ticket: Ticket,
    pub events: Vec<Event>,
    pub customer: Option<Customer>,
    /// The customer's other tickets, newest first.
    pub other_tickets: Vec<TicketRow>,
    /// All clocks of the ticket, ended ones included.
    pub clocks: Vec<SlaClock>,
    /// Histories of the tickets merged into this one.
    pub merged_tickets: Vec<(TicketId, Vec<Event>)>,
    /// Names of everybody in the history.
    pub names: BTreeMap<PersonId, String>,
}

/// A customer with their tickets and survey answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CustomerDetail {
    /// `None` if the customer no longer exists.
    pub customer: Option<Customer>,
    /// Tickets, newest first.
    pub tickets: Vec<TicketId>,
    /// Survey answers, newest first.
    pub surveys: Vec<WithId<Survey>>,
}

/// A report with its samples, so that drill-down needs no further query.
#[derive(Debug, Clone)]
pub struct MetricsSnapshot {
    pub report: TeamFigures,
    pub samples: Samples,
    /// Newest event included.
    pub seq: Seq,
}
