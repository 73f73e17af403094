//! The live set in memory: open tickets, people, and shifts around now.
//!
//! The store fills a [`Desk`] once, then sends a [`DeskDelta`] whenever the log has grown. Sorting, filtering and aging
//! never wait for the disk; history is queried.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::engine::aging;
use crate::engine::sla::SlaClock;
use crate::model::customer::Customer;
use crate::model::ids::{PersonId, Seq, SourceRef, TicketId};
use crate::model::team::Team;
use crate::model::ticket::{Priority, Status, Ticket, WaitsOn};
use crate::model::time::Instant;

/// A row of the ticket list. Repeated strings can be shared ([`StringInterner`]).
#[derive(Debug, Clone, PartialEq)]
pub struct TicketRow {
    pub id: TicketId,
    pub source: Option<SourceRef>,
    pub subject: String,
    /// The customer's name.
    pub customer: Option<Arc<str>>,
    /// The customer's tier, for SLA policies.
    pub tier: Option<Arc<str>>,
    pub channel: Option<Arc<str>>,
    pub category: Option<Arc<str>>,
    /// Group or team from an imported file.
    pub group: Option<Arc<str>>,
    /// The customer's language: `vi`.
    pub language: Option<Arc<str>>,
    pub tags: Vec<String>,
    pub priority: Priority,
    pub status: Status,
    pub assignee: Option<PersonId>,
    pub created: Option<Instant>,
    pub first_reply: Option<Instant>,
    pub solved: Option<Instant>,
    pub last_event: Instant,
    /// Oldest customer message without a public reply.
    pub waiting_since: Option<Instant>,
    /// Number of public replies; `None` if an imported file did not say.
    pub replies: Option<u32>,
    /// Opened by staff before the customer asked.
    pub proactive: bool,
    pub reassigned: u32,
    pub reopened: u32,
    /// Escalation level: 0 none, 1 lead, 2 experts, 3 management.
    pub escalation: u8,
    /// Due instant of the next open promise.
    pub promise: Option<Instant>,
    /// The customer is upset and has not recovered.
    pub upset: bool,
    /// The clock due first, of those that have not ended.
    pub clock: Option<SlaClock>,
}

impl TicketRow {
    /// A new ticket without other data.
    pub fn blank(id: TicketId, last_event: Instant) -> TicketRow {
        TicketRow {
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

    /// Row of a replayed ticket, its customer and its next-due clock.
    pub fn from_ticket(ticket: &Ticket, customer: Option<&Customer>, clock: Option<SlaClock>) -> TicketRow {
        let word = |text: &Option<String>| text.as_deref().map(Arc::from);
        TicketRow {
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
            solved: ticket.solved_at(),
            waiting_since: ticket.waiting_since,
            replies: ticket.replies,
            proactive: ticket.proactive,
            reassigned: ticket.reassigned,
            reopened: ticket.reopened,
            escalation: ticket.escalation.as_ref().map_or(0, |up| up.level),
            promise: ticket.next_promise().map(|promise| promise.due),
            upset: ticket.upset.is_some(),
            clock,
            ..TicketRow::blank(ticket.id, ticket.last_event)
        }
    }

    /// Title in lists: the subject, or the category if an imported file had none.
    pub fn title(&self) -> &str {
        if self.subject.is_empty() { self.category.as_deref().unwrap_or("–") } else { &self.subject }
    }

    pub fn waits_on(&self) -> Option<WaitsOn> {
        self.status.waits_on()
    }

    /// Input of the aging report; `None` outside the backlog.
    pub fn aging_item(&self) -> Option<aging::AgingTicket> {
        Some(aging::AgingTicket {
            id: self.id,
            created: self.created,
            waits_on: self.waits_on()?,
            last_event: self.last_event,
            reassigned: self.reassigned,
            reopened: self.reopened,
        })
    }
}

/// String interner: thousands of open tickets share a handful of channels.
#[derive(Debug, Clone, Default)]
pub struct StringInterner(HashSet<Arc<str>>);

impl StringInterner {
    /// The shared copy of a string.
    pub fn intern(&mut self, word: &str) -> Arc<str> {
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
    /// Newest event included.
    pub seq: Seq,
    /// Every ticket in the backlog.
    pub tickets: BTreeMap<TicketId, TicketRow>,
    pub team: Team,
}

/// Range of the shifts in the live set, in days before and after today.
pub const SHIFT_DAYS_BACK: u64 = 31;
pub const SHIFT_DAYS_AHEAD: u64 = 62;

/// Reviews reach this many days further back than shifts: a quarter in all.
pub const REVIEW_EXTRA_DAYS: u64 = 62;

/// Changes since an earlier event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeskDelta {
    pub seq: Seq,
    /// Changed tickets; `None` for those that left the backlog.
    pub tickets: Vec<(TicketId, Option<TicketRow>)>,
    /// The whole team, if any of it changed.
    pub team: Option<Team>,
}

/// What a [`DeskDelta`] changed.
#[derive(Debug, Default)]
pub struct DeskChange {
    /// Changed tickets with their previous row; `None` if they were not in the backlog.
    pub tickets: BTreeMap<TicketId, Option<TicketRow>>,
    pub team_changed: bool,
    /// People whose name changed.
    pub renamed: BTreeSet<PersonId>,
}

impl Desk {
    pub fn apply(&mut self, delta: DeskDelta) -> DeskChange {
        let mut news = DeskChange::default();
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
            news.team_changed = true;
            self.team = team;
        }
        news
    }
}
