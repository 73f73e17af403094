//! What a screen asks of the file, and what the file answers: the words between `ui` and `store`, which do not know
//! each other.

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
use crate::engine::sla::Clock;
use crate::engine::staffing::Past;
use crate::events::change::Request;
use crate::events::transaction::{Act, Did, Subject};
use crate::model::customer::Customer;
use crate::model::event::{Event, What};
use crate::model::ids::{CustomerId, PersonId, Seq, TicketId};
use crate::model::person::Author;
use crate::model::policy::Rules;
use crate::model::record::{Numbered, RecordKind};
use crate::model::settings::{Counting, Setting};
use crate::model::survey::Survey;
use crate::model::ticket::{Status, Ticket};
use crate::model::time::{Instant, Period, Zone};

/// How many finds a search of the screen is answered with.
pub const HITS: usize = 100;

/// What the screen wants of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// The whole live set.
    Desk,
    Apply(Request),
    Ticket(TicketId),
    Rows(Vec<TicketId>),
    /// Where words were said, newest first, up to [`HITS`].
    Search(String),
    /// What an author did, newest first, as far back as it can be taken back.
    Acts(Author),
    /// The figures of a period, for one of the places that show any.
    Figures(Slot, Period),
    /// The customers, as somebody wants to see them.
    Customers(Box<Wanted>),
    /// What is known of a customer beside their record.
    Customer(CustomerId),
    /// What is known of things that are no tickets: answers, reviews, customers.
    Behind(Vec<Of>),
    /// What has changed since the last hand-over.
    SinceHandOver,
    /// The figures that a huddle looks back on.
    LookBack(Form),
    /// What came and was solved, and what follows from so many weeks of it.
    Staffing(u32),
    /// Who solved what in some weeks, each by its Monday, for whoever reviews answers.
    Solved(Vec<NaiveDate>),
    /// From now on, go by these settings; answered with the whole live set.
    GoBy(Setting),
}

/// Who looks at figures: each place has a period of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The last days, on Today and in People; a glance.
    Lately,
    /// The period that is looked at in Metrics.
    Looked,
    /// What that period is held against.
    Beside,
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
    /// What was looked for, and where it was said.
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
    /// What came of a list that was to be written: where it is, or the sentence that says why it is not.
    Written(Result<Written, String>),
    /// A question that could not be answered, or a watch that could not be kept; a sentence.
    Failed(String),
}

/// What is known of an answer to a survey, a review or a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The name of the customer.
    pub customer: Option<String>,
    /// What was said beside the score.
    pub words: Option<String>,
}

/// A list or a report that was written into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Of a list; a report has none.
    pub rows: Option<usize>,
    pub path: String,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What the change was about first of all.
    pub subject: Subject,
    /// The events as they went into the log, in order; none if everything stood that way already.
    pub events: Vec<(Subject, Event)>,
    /// Of an undo or a redo, what was turned.
    pub turned: Option<Turned>,
}

impl Outcome {
    /// How many tickets it was done to.
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

/// What an undo took back, or a redo did again.
#[derive(Debug, Clone, PartialEq)]
pub struct Turned {
    pub again: bool,
    pub did: Did,
    /// The first of its events.
    pub what: What,
}

/// Something said, in which the words that were looked for stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub ticket: TicketId,
    pub event: Event,
    /// What the ticket is called now.
    pub subject: String,
    pub status: Status,
}

/// A ticket with all that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail {
    pub ticket: Ticket,
    pub events: Vec<Event>,
    pub customer: Option<Customer>,
    /// The customer's other tickets, newest first.
    pub others: Vec<Row>,
    /// Every clock of the ticket, those that have ended included.
    pub clocks: Vec<Clock>,
    /// What was said in the tickets that go on in this one.
    pub absorbed: Vec<(TicketId, Vec<Event>)>,
    /// The names of everybody whom the history mentions.
    pub names: BTreeMap<PersonId, String>,
}

/// A customer with what they asked and answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Account {
    /// `None` where there is no such customer any more.
    pub customer: Option<Customer>,
    /// Their tickets, the newest first.
    pub tickets: Vec<TicketId>,
    /// Their answers to surveys, the newest first.
    pub surveys: Vec<Numbered<Survey>>,
}

/// A report and the samples it sums up, so that a number can open into its tickets without another question.
#[derive(Debug, Clone)]
pub struct Metrics {
    pub report: Report,
    pub samples: Samples,
    /// The newest event that they include.
    pub seq: Seq,
}
