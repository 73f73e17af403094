//! Ticket state, statuses and priorities.
//!
//! A [`Ticket`] is never edited; it is replayed from its events.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use chrono::TimeDelta;
use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use serde::{Deserialize, Serialize};

use crate::model::ids::{CustomerId, PersonId, Seq, SourceRef, TicketId};
use crate::model::rating::{Credits, Rating, Score};
use crate::model::survey::DissatisfactionDriver;
use crate::model::time::{Instant, Period};

/// Who a ticket waits on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsOn {
    Us,
    Customer,
    ThirdParty,
}

impl WaitsOn {
    pub const ALL: [WaitsOn; 3] = [WaitsOn::Us, WaitsOn::Customer, WaitsOn::ThirdParty];

    pub fn name(self) -> &'static str {
        match self {
            WaitsOn::Us => "us",
            WaitsOn::Customer => "customer",
            WaitsOn::ThirdParty => "third_party",
        }
    }
}

/// Ticket status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Unassigned.
    #[default]
    New,
    Open,
    /// Waits on the customer.
    Pending,
    /// Waits on a third party.
    OnHold,
    Solved,
    Closed,
}

impl Status {
    pub const ALL: [Status; 6] =
        [Status::New, Status::Open, Status::Pending, Status::OnHold, Status::Solved, Status::Closed];

    /// Stable name, in files, JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Status::New => "new",
            Status::Open => "open",
            Status::Pending => "pending",
            Status::OnHold => "on_hold",
            Status::Solved => "solved",
            Status::Closed => "closed",
        }
    }

    /// Who the ticket waits on; `None` once it is solved or closed.
    pub fn waits_on(self) -> Option<WaitsOn> {
        match self {
            Status::New | Status::Open => Some(WaitsOn::Us),
            Status::Pending => Some(WaitsOn::Customer),
            Status::OnHold => Some(WaitsOn::ThirdParty),
            Status::Solved | Status::Closed => None,
        }
    }

    /// Whether the status counts as backlog.
    pub fn in_backlog(self) -> bool {
        self.waits_on().is_some()
    }
}

/// Ticket priority, lowest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
    Urgent,
}

impl Priority {
    pub const ALL: [Priority; 4] = [Priority::Low, Priority::Normal, Priority::High, Priority::Urgent];

    pub fn name(self) -> &'static str {
        match self {
            Priority::Low => "low",
            Priority::Normal => "normal",
            Priority::High => "high",
            Priority::Urgent => "urgent",
        }
    }
}

/// Parses one of the names of `all`, or an unambiguous prefix.
fn parse_name<T: Copy>(text: &str, what: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    // Fast path: stored names are exact.
    if let Some(one) = all.iter().find(|one| name(**one) == text) {
        return Ok(*one);
    }
    let wanted = text.trim().to_lowercase().replace([' ', '-'], "_");
    let exact = all.iter().find(|one| name(**one) == wanted);
    let mut near = all.iter().filter(|one| !wanted.is_empty() && name(**one).starts_with(&wanted));
    match (exact, near.next(), near.next()) {
        (Some(one), _, _) | (None, Some(one), None) => Ok(*one),
        _ => {
            let names: Vec<_> = all.iter().map(|one| name(*one)).collect();
            Err(format!("‘{text}’ is not a {what}; it is one of {}", names.join(", ")))
        }
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(text: &str) -> Result<Status, String> {
        parse_name(text, "status", &Status::ALL, Status::name)
    }
}

impl FromStr for Priority {
    type Err = String;

    fn from_str(text: &str) -> Result<Priority, String> {
        parse_name(text, "priority", &Priority::ALL, Priority::name)
    }
}

/// An interval in which neither status nor assignee changed. It ends where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusInterval {
    #[serde(with = "ts_milliseconds")]
    pub from: Instant,
    pub status: Status,
    pub assignee: Option<PersonId>,
    /// Who made the change that began it; for imports, the agent.
    pub by: Option<PersonId>,
    /// It began with a solve: a move out of the backlog.
    pub solve: bool,
    /// It began with a reopen.
    pub reopen: bool,
    /// It began with an assignment to `assignee`.
    pub assigned: bool,
}

/// The oldest unanswered customer message, and the public reply to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponsePair {
    #[serde(with = "ts_milliseconds")]
    pub asked: Instant,
    #[serde(with = "ts_milliseconds")]
    pub replied: Instant,
    pub by: Option<PersonId>,
    /// When the replier was assigned, if that is known and after `asked`.
    #[serde(with = "ts_milliseconds_option")]
    pub assigned: Option<Instant>,
    /// Whether it was the ticket's first reply.
    pub first: bool,
}

/// An impossible time in an imported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImpossibleTime {
    FirstReplyBeforeCreation(#[serde(with = "ts_milliseconds")] Instant),
    SolveBeforeCreation(#[serde(with = "ts_milliseconds")] Instant),
}

/// State of a ticket, replayed from its events.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    pub id: TicketId,
    pub source: Option<SourceRef>,
    pub subject: String,
    pub customer: Option<CustomerId>,
    pub channel: Option<String>,
    pub category: Option<String>,
    pub group: Option<String>,
    pub tags: Vec<String>,
    /// The customer's language.
    pub language: Option<String>,
    /// Root cause, once known.
    pub cause: Option<String>,
    /// Stage of the customer journey: looking for information, buying, after the sale.
    pub stage: Option<String>,
    pub priority: Priority,
    pub status: Status,
    pub assignee: Option<PersonId>,
    /// `None` if an imported file did not say: then it has no age and no first response.
    pub created: Option<Instant>,
    /// Opened by staff before the customer asked; it has no first response.
    pub proactive: bool,
    /// Number of public replies; `None` if an imported file did not say.
    pub replies: Option<u32>,
    /// First public reply, even if the message it answers is unknown.
    pub first_reply_at: Option<Instant>,
    /// Response pairs in order, where both times are known and possible.
    pub responses: Vec<ResponsePair>,
    /// All messages are in the history. False for imports, which only summarize them.
    pub conversation_known: bool,
    /// Oldest customer message without a public reply.
    pub waiting_since: Option<Instant>,
    pub first_solved: Option<Instant>,
    pub last_solved: Option<Instant>,
    pub solved_by: Option<PersonId>,
    pub reopened: u32,
    pub last_reopened: Option<Instant>,
    pub reassigned: u32,
    pub last_event: Instant,
    pub status_intervals: Vec<StatusInterval>,
    pub ratings: Vec<Rating>,
    /// Number of surveys sent; `None` if an imported file did not say.
    pub surveys: Option<u32>,
    /// Further columns of an imported file, by header.
    pub extra: BTreeMap<String, String>,
    /// Impossible times in an imported file; excluded from every figure.
    pub impossible_times: Vec<ImpossibleTime>,
    /// Current escalation, if any.
    pub escalation: Option<Escalation>,
    /// All promises to the customer, in order.
    pub promises: Vec<Promise>,
    pub concessions: Vec<(Instant, Concession)>,
    /// The customer is upset and has not recovered.
    pub upset: Option<UpsetState>,
    /// When the customer first became upset, recovered or not.
    pub first_upset_at: Option<Instant>,
    /// What a customer who rated it badly was dissatisfied with.
    pub dissatisfaction_driver: Option<DissatisfactionDriver>,
    /// Completed checklist items.
    pub done_checklist_items: BTreeSet<String>,
    pub links: BTreeSet<(TicketId, LinkKind)>,
    /// Waits that came with merged tickets: from the question to the merge.
    pub waits_before_merge: Vec<Period>,
    /// Tickets merged into this one.
    pub merged_from: BTreeSet<TicketId>,
    /// The ticket this one was merged into.
    pub merged_into: Option<TicketId>,
    /// The last hand-off.
    pub last_hand_off: Option<TicketHandOff>,
    /// SLA attributes, at every change.
    pub sla_attributes: Vec<SlaAttributes>,
    /// Its creation was undone.
    pub removed: bool,
}

/// Escalation to a higher tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// 1 lead, 2 experts, 3 management.
    pub level: u8,
    pub since: Instant,
    pub reason: String,
}

impl Escalation {
    /// Highest level.
    pub const MAX_LEVEL: u8 = 3;
}

/// A promise to the customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The event that made it.
    pub seq: Seq,
    pub what: String,
    pub made: Instant,
    pub by: Option<PersonId>,
    pub due: Instant,
    /// When it ended, and whether it was fulfilled (else withdrawn).
    pub ended: Option<(Instant, bool)>,
}

/// State of an upset customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpsetState {
    pub since: Instant,
    /// Recovery plan.
    pub recovery: String,
    /// When to follow up.
    pub follow_up: Option<Instant>,
}

/// A hand-off between people, with notes for the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketHandOff {
    pub at: Instant,
    pub from: Option<PersonId>,
    pub to: Option<PersonId>,
    pub why: String,
    pub next: String,
}

/// Attributes SLA policies match on, from `since`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlaAttributes {
    pub since: Instant,
    pub priority: Priority,
    pub channel: Option<String>,
    pub category: Option<String>,
    pub customer: Option<CustomerId>,
}

impl Ticket {
    /// An empty ticket; only the time of its last event is known.
    pub fn blank(id: TicketId, last_event: Instant) -> Ticket {
        Ticket {
            id,
            source: None,
            subject: String::new(),
            customer: None,
            channel: None,
            category: None,
            group: None,
            tags: Vec::new(),
            language: None,
            cause: None,
            stage: None,
            priority: Default::default(),
            status: Status::New,
            assignee: None,
            created: None,
            proactive: false,
            replies: Some(0),
            first_reply_at: None,
            responses: Vec::new(),
            conversation_known: true,
            waiting_since: None,
            first_solved: None,
            last_solved: None,
            solved_by: None,
            reopened: 0,
            last_reopened: None,
            reassigned: 0,
            last_event,
            status_intervals: Vec::new(),
            ratings: Vec::new(),
            surveys: Some(0),
            extra: BTreeMap::new(),
            impossible_times: Vec::new(),
            escalation: None,
            promises: Vec::new(),
            concessions: Vec::new(),
            upset: None,
            first_upset_at: None,
            dissatisfaction_driver: None,
            done_checklist_items: BTreeSet::new(),
            links: BTreeSet::new(),
            waits_before_merge: Vec::new(),
            merged_from: BTreeSet::new(),
            merged_into: None,
            last_hand_off: None,
            sla_attributes: Vec::new(),
            removed: false,
        }
    }

    /// Time since creation; 0 if it was created after `now` (a clock was set back).
    pub fn age(&self, now: Instant) -> Option<TimeDelta> {
        self.created.map(|created| (now - created).max(TimeDelta::zero()))
    }

    /// The first public reply to the first customer message.
    pub fn first_response(&self) -> Option<&ResponsePair> {
        self.responses.first().filter(|pair| pair.first)
    }

    /// The open promise that is due first.
    pub fn next_promise(&self) -> Option<&Promise> {
        self.promises.iter().filter(|promise| promise.ended.is_none()).min_by_key(|promise| (promise.due, promise.seq))
    }

    /// Adds a rating given at `at`, whenever it was imported. Credits the last replier, the solver and the assignee of
    /// that time; if the creation is unknown, the current ones.
    pub fn apply_survey_answer(&mut self, at: Instant, score: Score, replied: Option<PersonId>) {
        let mut then = self.status_intervals.iter().rev().filter(|stretch| stretch.from <= at);
        let credits = match self.created {
            None => Credits { replied, solved: self.solved_by, had: self.assignee },
            Some(_) => Credits {
                replied,
                had: then.clone().next().and_then(|stretch| stretch.assignee),
                solved: then.find(|stretch| stretch.solve).and_then(|stretch| stretch.by),
            },
        };
        self.ratings.push(Rating { at: Some(at), score, credits });
        // An answer implies a survey.
        let answers = u32::try_from(self.ratings.len()).unwrap_or(u32::MAX);
        self.surveys = self.surveys.map(|asked| asked.max(answers));
        self.last_event = self.last_event.max(at);
    }

    /// When the current solved or closed state began.
    pub fn solved_at(&self) -> Option<Instant> {
        if self.status.in_backlog() { None } else { self.last_solved }
    }
}

/// A concession: what a customer received as compensation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concession {
    /// In hundredths of the currency unit.
    pub amount: i64,
    /// Currency as the team writes it: `EUR`, `VND`.
    pub currency: String,
    pub reason: String,
}

/// How two tickets are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    Related,
    /// The other ticket was split off this one.
    SplitInto,
    /// This ticket was split off the other one.
    SplitFrom,
}

impl LinkKind {
    pub fn name(self) -> &'static str {
        match self {
            LinkKind::Related => "related",
            LinkKind::SplitInto => "split_into",
            LinkKind::SplitFrom => "split_from",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_abbreviate() {
        for status in Status::ALL {
            assert_eq!(status.name().parse(), Ok(status));
        }
        assert_eq!("on hold".parse(), Ok(Status::OnHold));
        assert!("o".parse::<Status>().is_err(), "open or on_hold");
        assert_eq!("urg".parse(), Ok(Priority::Urgent));
        assert!("".parse::<Priority>().is_err());
    }
}
