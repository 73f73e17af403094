//! Keeps the derived tables in step with the log: replays a ticket's events and rewrites its rows.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::codec::{self, EVENT_COLUMNS, millis, millis_opt, read_event, read_instant};
use super::event_log::{read_subject_events, read_ticket_events};
use super::text_index::TextIndexBatch;
use super::{Store, StoreError, team};
use crate::engine::metrics::ticket_facts::TicketFacts;
use crate::engine::sla::{self, ClockProgress, PolicyHistory, SlaClock};
use crate::events::active_events::active_events;
use crate::events::replay;
use crate::events::transaction::EventSubject;
use crate::model::event::{Event, EventPayload};
use crate::model::ids::{CustomerId, Seq, TicketId};
use crate::model::record::{Record, RecordKind};
use crate::model::ticket::Ticket;
use crate::model::time::Instant;

impl Store {
    /// Rebuilds every derived table from the log: tickets, clocks, figures, full-text index. Changes nothing if they
    /// were in step.
    pub fn rebuild(&mut self) -> Result<(), StoreError> {
        let history = self.policy_history.clone();
        let tx = self.begin_write()?;
        rebuild_all(&tx, &*history.load(&tx)?)?;
        Ok(tx.commit()?)
    }
}

/// [`Store::rebuild`], within a transaction.
pub fn rebuild_all(db: &Connection, book: &PolicyHistory) -> Result<(), StoreError> {
    for table in ["ticket", "past"] {
        db.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let mut ids = db.prepare("SELECT DISTINCT subject_id FROM event WHERE subject = 'ticket' ORDER BY subject_id")?;
    for id in ids.query_map([], |row| Ok(TicketId(row.get(0)?)))? {
        project_ticket(db, id?, book, true)?;
    }
    db.execute("INSERT INTO said (said) VALUES ('delete-all')", [])?;
    let mut all = db.prepare(&format!("SELECT {EVENT_COLUMNS} FROM event ORDER BY seq"))?;
    let mut batch = TextIndexBatch::default();
    for event in all.query_map([], read_event)? {
        let event = event?;
        batch.add(event.seq, &event.what);
        batch.flush_if_full(db)?;
    }
    batch.flush(db)
}

/// Replays a ticket from the log and rewrites its rows.
pub fn refresh_ticket(db: &Connection, id: TicketId, book: &PolicyHistory) -> Result<(), StoreError> {
    project_ticket(db, id, book, false)
}

fn project_ticket(db: &Connection, id: TicketId, book: &PolicyHistory, new: bool) -> Result<(), StoreError> {
    let events = read_ticket_events(db, id)?;
    let Some(ticket) = replay::replay_ticket(id, &events, None) else { return Ok(()) };
    let seq = events.last().map_or(Seq(0), |event| event.seq);
    write_ticket(db, &ticket, seq, book, new)
}

/// The ids of a customer's tickets.
pub fn ticket_ids_of_customer(db: &Connection, customer: i64) -> Result<Vec<TicketId>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id FROM ticket WHERE customer = ?1")?;
    Ok(statement.query_map([customer], |row| Ok(TicketId(row.get(0)?)))?.collect::<Result<_, _>>()?)
}

/// The ids of a customer's tickets in the backlog.
pub fn open_ticket_ids_of_customer(db: &Connection, customer: i64) -> Result<Vec<TicketId>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id FROM ticket WHERE customer = ?1 AND open = 1")?;
    Ok(statement.query_map([customer], |row| Ok(TicketId(row.get(0)?)))?.collect::<Result<_, _>>()?)
}

/// Writes the rows of a ticket. `new` skips the lookup of existing rows. `OR FAIL` spares the statement journal: a
/// failure rolls back the whole transaction anyway.
pub fn write_ticket(
    db: &Connection,
    ticket: &Ticket,
    seq: Seq,
    book: &PolicyHistory,
    new: bool,
) -> Result<(), StoreError> {
    let clocks = if ticket.removed { Vec::new() } else { ticket_clocks(db, ticket, book)? };
    let or = if new { "FAIL" } else { "REPLACE" };
    write_ticket_row(db, ticket, seq, sla::nearest_clock(&clocks), or)?;
    match ticket.removed {
        false => write_ticket_facts(db, ticket.id, &TicketFacts::from_ticket(ticket, &clocks), or),
        true => {
            db.prepare_cached("DELETE FROM past WHERE ticket = ?1")?.execute([ticket.id.0])?;
            Ok(())
        }
    }
}

fn write_ticket_row(
    db: &Connection,
    ticket: &Ticket,
    seq: Seq,
    clock: Option<&SlaClock>,
    or: &str,
) -> Result<(), StoreError> {
    let terms = clock.map(|clock| &clock.terms);
    let (mut due, mut since, mut left) = (None, None, None);
    match clock.map(|clock| clock.progress) {
        Some(ClockProgress::Running { due: at, since: from, left: span }) => {
            (due, since, left) = (Some(at), Some(from), Some(span))
        }
        Some(ClockProgress::Paused { left: span }) => left = Some(span),
        Some(ClockProgress::Met { .. } | ClockProgress::Breached { .. } | ClockProgress::Cancelled { .. }) | None => {}
    }
    db.prepare_cached(&format!(
        "INSERT OR {or} INTO ticket (id, seq, source, source_id, subject, customer, channel, category, team, tags,
           language, priority, status, open, assignee, created_at, proactive, replies, first_reply_at, waiting_since,
           last_solved_at, reopened, reassigned, last_event_at, escalation, promise_at, upset, removed, due_at, clock,
           clock_since_at, clock_left_ms, clock_started_at, clock_opened_at, clock_policy, clock_priority,
           clock_target_ms, clock_mode, clock_calendar, clock_rules)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,
           ?29,?30,?31,?32,?33,?34,?35,?36,?37,?38,?39,?40)"
    ))?
    .execute(params![
        ticket.id.0,
        seq.0,
        ticket.source.as_ref().map(|source| &source.name),
        ticket.source.as_ref().map(|source| &source.id),
        ticket.subject,
        ticket.customer.map(|id| id.0),
        ticket.channel,
        ticket.category,
        ticket.group,
        if ticket.tags.is_empty() { "[]".to_owned() } else { serde_json::to_string(&ticket.tags)? },
        ticket.language,
        ticket.priority.name(),
        ticket.status.name(),
        ticket.status.in_backlog() && !ticket.removed,
        ticket.assignee.map(|id| id.0),
        millis_opt(ticket.created),
        ticket.proactive,
        ticket.replies,
        millis_opt(ticket.first_reply_at),
        millis_opt(ticket.waiting_since),
        millis_opt(ticket.last_solved),
        ticket.reopened,
        ticket.reassigned,
        millis(ticket.last_event),
        ticket.escalation.as_ref().map_or(0, |up| up.level),
        millis_opt(ticket.next_promise().map(|promise| promise.due)),
        ticket.upset.is_some(),
        ticket.removed,
        millis_opt(due),
        terms.map(|terms| terms.kind.name()),
        millis_opt(since),
        left.map(|left| left.num_milliseconds()),
        millis_opt(terms.map(|terms| terms.started)),
        millis_opt(terms.map(|terms| terms.effective_from)),
        terms.map(|terms| &terms.policy),
        terms.map(|terms| terms.priority.name()),
        terms.map(|terms| terms.target.num_milliseconds()),
        terms.map(|terms| terms.mode.name()),
        terms.and_then(|terms| terms.calendar.as_ref().map(|calendar| calendar.name())),
        terms.map(|terms| i64::try_from(terms.policy_version).unwrap_or(i64::MAX)),
    ])?;
    Ok(())
}

/// Upper bound of the period range of a finished ticket with a missing or impossible time. An open ticket has a larger
/// one.
pub const UNKNOWN_END: i64 = i64::MAX - 1;

fn write_ticket_facts(db: &Connection, ticket: TicketId, past: &TicketFacts, or: &str) -> Result<(), StoreError> {
    let (from, until) = past.relevant_range();
    let endless = if past.status.in_backlog() { i64::MAX } else { UNKNOWN_END };
    let (from, until) = (from.map_or(i64::MIN, millis), until.map_or(endless, millis));
    db.prepare_cached(&format!("INSERT OR {or} INTO past (ticket, from_at, until_at, data) VALUES (?1,?2,?3,?4)"))?
        .execute(params![ticket.0, from, until, codec::encode_blob(past)?])?;
    Ok(())
}

/// The SLA clocks of a ticket, by the policies and customer tiers that applied at the time.
pub fn ticket_clocks(db: &Connection, ticket: &Ticket, book: &PolicyHistory) -> Result<Vec<SlaClock>, StoreError> {
    let mut tiers = BTreeMap::new();
    let customers: BTreeSet<CustomerId> = match book.uses_tiers() {
        true => ticket.sla_attributes.iter().filter_map(|facet| facet.customer).collect(),
        false => BTreeSet::new(),
    };
    for customer in customers {
        tiers.insert(customer, tier_history(db, customer)?);
    }
    let tier = |customer: CustomerId, at: Instant| {
        let history: &Vec<(Instant, Option<String>)> = tiers.get(&customer)?;
        let then = history.iter().rev().find(|(since, _)| *since <= at).or(history.first());
        then.and_then(|(_, tier)| tier.clone())
    };
    Ok(crate::engine::sla::clocks::ticket_clocks(ticket, &tier, book))
}

/// A customer's tiers with their start. Most never changed, which one short query tells.
fn tier_history(db: &Connection, id: CustomerId) -> Result<Vec<(Instant, Option<String>)>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT seq, at FROM event WHERE subject = 'customer' AND subject_id = ?1 AND subject <> 'ticket' LIMIT 2",
    )?;
    let few = statement.query_map([id.0], |row| read_instant(row, 1))?.collect::<Result<Vec<_>, _>>()?;
    if few.len() < 2 {
        let tier = team::read_customer(db, id)?.and_then(|customer| customer.tier);
        return Ok(few.into_iter().map(|at| (at, tier.clone())).collect());
    }
    let events = read_subject_events(db, EventSubject::Record(RecordKind::Customer, id.0))?;
    let tier = |event: &Event| match &event.what {
        EventPayload::Put { after: Some(Record::Customer(customer)), .. } => Some((event.at, customer.tier.clone())),
        _ => None,
    };
    Ok(active_events(&events).filter_map(tier).collect())
}
