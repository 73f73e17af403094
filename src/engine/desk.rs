//! What is live: the open tickets, the people, and the shifts around now, held in memory.
//!
//! The store fills a [`Desk`] once and then sends a [`Delta`] whenever the log has grown, so sorting, filtering and
//! aging cost microseconds and never wait for the disk. What is past stays in the file and is asked for.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::engine::aging;
use crate::engine::coverage::Roster;
use crate::engine::sla::Clock;
use crate::model::action_item::ActionItem;
use crate::model::coaching::{Trained, Training};
use crate::model::customer::Customer;
use crate::model::feedback::Feedback;
use crate::model::goal::Goal;
use crate::model::handover::HandOver;
use crate::model::ids::{PersonId, Seq, TicketId};
use crate::model::notice::Notice;
use crate::model::person::{Person, PersonNote, Profile};
use crate::model::record::{Numbered, SavedView};
use crate::model::review::Review;
use crate::model::shift::{Absence, Attendance, Requirement, Shift, Template};
use crate::model::team::Team;
use crate::model::ticket::{Priority, Source, Status, Ticket, WaitsOn};
use crate::model::time::{Instant, Zone};

/// A ticket as a list shows it. Words that many tickets have in common can be shared ([`Words`]).
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub id: TicketId,
    pub source: Option<Source>,
    pub subject: String,
    /// The customer's name.
    pub customer: Option<Arc<str>>,
    /// The customer's tier, as the policies know it.
    pub tier: Option<Arc<str>>,
    pub channel: Option<Arc<str>>,
    pub category: Option<Arc<str>>,
    /// The group or team that a foreign file names.
    pub group: Option<Arc<str>>,
    /// The language that the customer writes in, as the team calls it: `vi`.
    pub language: Option<Arc<str>>,
    pub tags: Vec<String>,
    pub priority: Priority,
    pub status: Status,
    pub assignee: Option<PersonId>,
    pub created: Option<Instant>,
    pub first_reply: Option<Instant>,
    pub solved: Option<Instant>,
    pub last_event: Instant,
    /// The oldest customer message that has no public reply yet.
    pub waiting_since: Option<Instant>,
    /// The number of public replies; `None` where an imported file did not say.
    pub replies: Option<u32>,
    /// Opened by staff before the customer asked.
    pub proactive: bool,
    pub reassigned: u32,
    pub reopened: u32,
    /// How far up it has been passed: 0 is nowhere, 1 the lead, 2 the experts, 3 management.
    pub escalation: u8,
    /// The first of the promises made to the customer that are still to be kept.
    pub promise: Option<Instant>,
    /// The customer is upset and has not been won back yet.
    pub upset: bool,
    /// The clock that runs out first, of those that have not ended.
    pub clock: Option<Clock>,
}

impl Row {
    /// A ticket in its first state, of which nothing else is known.
    pub fn blank(id: TicketId, last_event: Instant) -> Row {
        Row {
            id,
            source: None,
            subject: String::new(),
            customer: None,
            tier: None,
            channel: None,
            category: None,
            group: None,
            language: None,
            tags: Vec::new(),
            priority: Priority::Normal,
            status: Status::New,
            assignee: None,
            created: None,
            first_reply: None,
            solved: None,
            last_event,
            waiting_since: None,
            replies: Some(0),
            proactive: false,
            reassigned: 0,
            reopened: 0,
            escalation: 0,
            promise: None,
            upset: false,
            clock: None,
        }
    }

    /// A ticket as its history leaves it, whose it is, and the clock that runs out first.
    pub fn of(ticket: &Ticket, customer: Option<&Customer>, clock: Option<Clock>) -> Row {
        let word = |text: &Option<String>| text.as_deref().map(Arc::from);
        Row {
            source: ticket.source.clone(),
            subject: ticket.subject.clone(),
            customer: customer.map(|customer| customer.name.as_str().into()),
            tier: customer.and_then(|customer| word(&customer.tier)),
            channel: word(&ticket.channel),
            category: word(&ticket.category),
            group: word(&ticket.group),
            language: word(&ticket.language),
            tags: ticket.tags.clone(),
            priority: ticket.priority,
            status: ticket.status,
            assignee: ticket.assignee,
            created: ticket.created,
            first_reply: ticket.first_reply_at,
            solved: ticket.solved(),
            waiting_since: ticket.waiting_since,
            replies: ticket.replies,
            proactive: ticket.proactive,
            reassigned: ticket.reassigned,
            reopened: ticket.reopened,
            escalation: ticket.escalation.as_ref().map_or(0, |up| up.level),
            promise: ticket.next_promise().map(|promise| promise.due),
            upset: ticket.upset.is_some(),
            clock,
            ..Row::blank(ticket.id, ticket.last_event)
        }
    }

    /// What a list calls the ticket: its subject, or what it is about where a foreign file had no subject.
    pub fn title(&self) -> &str {
        if self.subject.is_empty() { self.category.as_deref().unwrap_or("–") } else { &self.subject }
    }

    pub fn waits_on(&self) -> Option<WaitsOn> {
        self.status.waits_on()
    }

    /// What the aging pane has to know of the ticket; `None` once it has left the backlog.
    pub fn aging(&self) -> Option<aging::Item> {
        Some(aging::Item {
            id: self.id,
            created: self.created,
            waits_on: self.waits_on()?,
            last_event: self.last_event,
            reassigned: self.reassigned,
            reopened: self.reopened,
        })
    }
}

/// Words that stand in many tickets, each kept once: thousands of open tickets have a handful of channels.
#[derive(Debug, Clone, Default)]
pub struct Words(HashSet<Arc<str>>);

impl Words {
    /// The word, shared with everybody who asked for it before.
    pub fn share(&mut self, word: &str) -> Arc<str> {
        if let Some(known) = self.0.get(word) {
            return known.clone();
        }
        let word: Arc<str> = word.into();
        self.0.insert(word.clone());
        word
    }
}

/// The live set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Desk {
    /// The newest event that it knows.
    pub seq: Seq,
    /// Every ticket in the backlog.
    pub tickets: BTreeMap<TicketId, Row>,
    pub team: Team,
}

/// The live team has the shifts of so many days before today, and of so many after it.
pub const DAYS_BACK: u64 = 31;
pub const DAYS_AHEAD: u64 = 62;

/// The live team has the reviews of so many days before its shifts begin: of a quarter in all.
pub const REVIEW_DAYS: u64 = 62;

/// What changed since an earlier event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Delta {
    pub seq: Seq,
    /// Every ticket touched; `None` for those that have left the backlog.
    pub tickets: Vec<(TicketId, Option<Row>)>,
    /// The whole team anew, if any of it changed.
    pub team: Option<Team>,
}

/// What became another by a [`Delta`].
#[derive(Debug, Default)]
pub struct News {
    /// Every ticket touched, and what it was before; `None` for those that were not in the backlog.
    pub tickets: BTreeMap<TicketId, Option<Row>>,
    pub team: bool,
    /// Those who are called differently now.
    pub renamed: BTreeSet<PersonId>,
}

impl Desk {
    pub fn apply(&mut self, delta: Delta) -> News {
        let mut news = News::default();
        self.seq = self.seq.max(delta.seq);
        for (id, row) in delta.tickets {
            let before = match row {
                Some(row) => self.tickets.insert(id, row),
                None => self.tickets.remove(&id),
            };
            news.tickets.entry(id).or_insert(before);
        }
        if let Some(team) = delta.team {
            let everybody = self.team.people.keys().chain(team.people.keys()).copied();
            news.renamed = everybody.filter(|person| self.team.name(*person) != team.name(*person)).collect();
            news.team = true;
            self.team = team;
        }
        news
    }
}
