//! A ticket as it stands, and the words for its states.
//!
//! A [`Ticket`] is never edited: it is what its history adds up to (see [`super::history`]).

pub mod rating;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use serde::{Deserialize, Serialize};

use crate::model::ids::{CustomerId, PersonId, Seq, TicketId};
use crate::model::survey::Blame;
use crate::model::ticket::rating::{Credits, Rating, Score};
use crate::model::time::{Instant, Period};

/// Whose move it is.
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

/// Where a ticket is between the first word and the last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has it.
    #[default]
    New,
    Open,
    /// Waits for the customer.
    Pending,
    /// Waits for a third party.
    OnHold,
    Solved,
    Closed,
}

impl Status {
    pub const ALL: [Status; 6] =
        [Status::New, Status::Open, Status::Pending, Status::OnHold, Status::Solved, Status::Closed];

    /// The stable name, in files, JSON and on the command line.
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

    /// Whom the desk waits for; `None` once the ticket is solved or closed.
    pub fn waits_on(self) -> Option<WaitsOn> {
        match self {
            Status::New | Status::Open => Some(WaitsOn::Us),
            Status::Pending => Some(WaitsOn::Customer),
            Status::OnHold => Some(WaitsOn::ThirdParty),
            Status::Solved | Status::Closed => None,
        }
    }

    /// Whether a ticket in this state is part of the backlog.
    pub fn in_backlog(self) -> bool {
        self.waits_on().is_some()
    }
}

/// How much it matters; the order is the order of urgency.
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

/// The name among `all` that `text` is, or unmistakably begins with.
fn by_name<T: Copy>(text: &str, what: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    // As the file has it; nothing else is asked for so often.
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
        by_name(text, "status", &Status::ALL, Status::name)
    }
}

impl FromStr for Priority {
    type Err = String;

    fn from_str(text: &str) -> Result<Priority, String> {
        by_name(text, "priority", &Priority::ALL, Priority::name)
    }
}

/// The desk that a ticket was brought from, and its number there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    pub name: String,
    pub id: String,
}

/// A stretch of a ticket's life in which neither its status nor its assignee changed. It ends where the next begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    #[serde(with = "ts_milliseconds")]
    pub from: Instant,
    pub status: Status,
    pub assignee: Option<PersonId>,
    /// Who made the move that began it; of an imported ticket its agent.
    pub by: Option<PersonId>,
    /// It began with a move out of the backlog.
    pub solve: bool,
    /// It began with a move back from solved or closed.
    pub reopen: bool,
    /// It began with `assignee` taking the ticket over.
    pub assigned: bool,
}

/// The oldest unanswered customer message and the public reply to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponsePair {
    #[serde(with = "ts_milliseconds")]
    pub asked: Instant,
    #[serde(with = "ts_milliseconds")]
    pub replied: Instant,
    pub by: Option<PersonId>,
    /// When the person who replied had got the ticket, where that is known and was after `asked`.
    #[serde(with = "ts_milliseconds_option")]
    pub assigned: Option<Instant>,
    /// Whether the reply was the ticket's first.
    pub first: bool,
}

/// A time that an imported file gives and that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Impossible {
    FirstReplyBeforeCreation(#[serde(with = "ts_milliseconds")] Instant),
    SolveBeforeCreation(#[serde(with = "ts_milliseconds")] Instant),
}

/// A ticket as its history leaves it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    pub id: TicketId,
    pub source: Option<Source>,
    pub subject: String,
    pub customer: Option<CustomerId>,
    pub channel: Option<String>,
    pub category: Option<String>,
    pub group: Option<String>,
    pub tags: Vec<String>,
    /// The language that the customer writes in.
    pub language: Option<String>,
    /// The root cause, once somebody has found it.
    pub cause: Option<String>,
    /// Where on their way the customer is: looking for information, buying, after the sale.
    pub stage: Option<String>,
    pub priority: Priority,
    pub status: Status,
    pub assignee: Option<PersonId>,
    /// `None` where an imported file did not say: then it has no age and no first response.
    pub created: Option<Instant>,
    /// Opened by staff before the customer asked; it has no first response.
    pub proactive: bool,
    /// The number of public replies; `None` where an imported file did not say.
    pub replies: Option<u32>,
    /// The first public reply, also where no question is known that it answers.
    pub first_reply_at: Option<Instant>,
    /// Question and reply, in order, wherever both times are known and possible.
    pub responses: Vec<ResponsePair>,
    /// The replies and questions are all in the history. False for what a file only summed up.
    pub conversation_known: bool,
    /// The oldest customer message that has no public reply yet.
    pub waiting_since: Option<Instant>,
    pub first_solved: Option<Instant>,
    pub last_solved: Option<Instant>,
    pub solved_by: Option<PersonId>,
    pub reopened: u32,
    pub last_reopened: Option<Instant>,
    pub reassigned: u32,
    pub last_event: Instant,
    pub stretches: Vec<Stretch>,
    pub ratings: Vec<Rating>,
    /// How many surveys went out; `None` where an imported file did not say.
    pub surveys: Option<u32>,
    /// What an imported file said beyond the fields above, by its own headers.
    pub extra: BTreeMap<String, String>,
    /// What an imported file said that cannot be; such a value is in no figure.
    pub impossible: Vec<Impossible>,
    /// How far up it was passed, since when and why; `None` while it is nobody's but the agent's.
    pub escalation: Option<Escalation>,
    /// All that the customer was promised, in order.
    pub promises: Vec<Promise>,
    pub concessions: Vec<(Instant, Concession)>,
    /// The customer is upset and has not been won back yet.
    pub upset: Option<Upset>,
    /// When the customer first became upset, whether or not they were won back.
    pub angered: Option<Instant>,
    /// What a customer who rated it badly was dissatisfied with.
    pub blame: Option<Blame>,
    /// The items of the checklist that are done.
    pub ticked: BTreeSet<String>,
    pub links: BTreeSet<(TicketId, Link)>,
    /// Questions that came with a merged ticket: from when they were asked to when they came here.
    pub asked_elsewhere: Vec<Period>,
    /// The tickets that go on in this one.
    pub absorbed: BTreeSet<TicketId>,
    /// The ticket that it goes on in.
    pub merged_into: Option<TicketId>,
    /// The last hand-off.
    pub handed: Option<HandOff>,
    /// What a policy goes by, at every change of it.
    pub facets: Vec<Facet>,
    /// Its opening was undone.
    pub removed: bool,
}

/// Passed up, because it is beyond whoever had it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// 1 the lead, 2 the experts, 3 management.
    pub level: u8,
    pub since: Instant,
    pub reason: String,
}

impl Escalation {
    /// The highest level there is.
    pub const TOP: u8 = 3;
}

/// Something that the customer was promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The event that made it.
    pub seq: Seq,
    pub what: String,
    pub made: Instant,
    pub by: Option<PersonId>,
    pub due: Instant,
    /// When it ended, and whether it was kept then or called off.
    pub ended: Option<(Instant, bool)>,
}

/// The customer is upset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upset {
    pub since: Instant,
    /// What is done to win them back.
    pub recovery: String,
    /// When somebody looks again.
    pub follow_up: Option<Instant>,
}

/// From hand to hand, with what the next one has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOff {
    pub at: Instant,
    pub from: Option<PersonId>,
    pub to: Option<PersonId>,
    pub why: String,
    pub next: String,
}

/// What the policies' conditions look at, as it was from an instant on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    pub since: Instant,
    pub priority: Priority,
    pub channel: Option<String>,
    pub category: Option<String>,
    pub customer: Option<CustomerId>,
}

impl Ticket {
    /// A ticket of which nothing is known yet, but that something happened to it at `last_event`.
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
            stretches: Vec::new(),
            ratings: Vec::new(),
            surveys: Some(0),
            extra: BTreeMap::new(),
            impossible: Vec::new(),
            escalation: None,
            promises: Vec::new(),
            concessions: Vec::new(),
            upset: None,
            angered: None,
            blame: None,
            ticked: BTreeSet::new(),
            links: BTreeSet::new(),
            asked_elsewhere: Vec::new(),
            absorbed: BTreeSet::new(),
            merged_into: None,
            handed: None,
            facets: Vec::new(),
            removed: false,
        }
    }

    /// Time since creation; a creation after `now` (a clock that was set back) counts as no time at all.
    pub fn age(&self, now: Instant) -> Option<TimeDelta> {
        self.created.map(|created| (now - created).max(TimeDelta::zero()))
    }

    /// The first public reply to the customer's first word.
    pub fn first_response(&self) -> Option<&ResponsePair> {
        self.responses.first().filter(|pair| pair.first)
    }

    /// The first of the promises that are still to be kept.
    pub fn next_promise(&self) -> Option<&Promise> {
        self.promises.iter().filter(|promise| promise.ended.is_none()).min_by_key(|promise| (promise.due, promise.seq))
    }

    /// A rating of its own time, however much later it was read: `replied` had replied last by then, and whoever had
    /// solved it and had it then are credited. Of a ticket whose creation nobody knows, it is whoever did so at all.
    pub fn answered(&mut self, at: Instant, score: Score, replied: Option<PersonId>) {
        let mut then = self.stretches.iter().rev().filter(|stretch| stretch.from <= at);
        let credits = match self.created {
            None => Credits { replied, solved: self.solved_by, had: self.assignee },
            Some(_) => Credits {
                replied,
                had: then.clone().next().and_then(|stretch| stretch.assignee),
                solved: then.find(|stretch| stretch.solve).and_then(|stretch| stretch.by),
            },
        };
        self.ratings.push(Rating { at: Some(at), score, credits });
        // Whoever answered was asked.
        let answers = u32::try_from(self.ratings.len()).unwrap_or(u32::MAX);
        self.surveys = self.surveys.map(|asked| asked.max(answers));
        self.last_event = self.last_event.max(at);
    }

    /// When the present stretch outside the backlog began.
    pub fn solved(&self) -> Option<Instant> {
        if self.status.in_backlog() { None } else { self.last_solved }
    }
}

/// What was given to a customer to make up for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concession {
    /// In hundredths of the currency's unit.
    pub amount: i64,
    /// As the team writes it: `EUR`, `VND`.
    pub currency: String,
    pub reason: String,
}

/// What two tickets have to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    Related,
    /// A part of this one was made a ticket of its own.
    SplitInto,
    /// This one was a part of the other.
    SplitFrom,
}

impl Link {
    pub fn name(self) -> &'static str {
        match self {
            Link::Related => "related",
            Link::SplitInto => "split_into",
            Link::SplitFrom => "split_from",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::ticket::*;

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
