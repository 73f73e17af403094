//! Keeps the worked-out tables in step with the log: a ticket's events are replayed and its rows written anew.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::codec::{EVENT_COLUMNS, event, instant, ms, ms_opt};
use super::write::events_about;
use super::{Error, Store};
use super::{codec, team};
use crate::domain::customer::CustomerId;
use crate::domain::dialogue::Subject;
use crate::domain::event::{Event, Seq, What};
use crate::domain::history;
use crate::domain::metrics::Past;
use crate::domain::record::{Record, RecordKind};
use crate::domain::sla::{self, Book, Clock, Run};
use crate::domain::text::fold;
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::Instant;

/// Every event of a ticket, in order.
pub fn events_of(db: &Connection, ticket: TicketId) -> Result<Vec<Event>, Error> {
    let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE subject = 'ticket' AND subject_id = ?1 ORDER BY seq");
    let mut statement = db.prepare_cached(&sql)?;
    let events = statement.query_map([ticket.0], event)?.collect::<Result<_, _>>()?;
    Ok(events)
}

impl Store {
    /// Works everything out anew that follows from the log: tickets, clocks, figures, and what was said where. If it
    /// was in step with the log, nothing is different afterwards.
    pub fn rebuild(&mut self) -> Result<(), Error> {
        let kept = self.book.clone();
        let tx = self.begin()?;
        rebuild(&tx, &*kept.read(&tx)?)?;
        Ok(tx.commit()?)
    }
}

/// [`Store::rebuild`], within a transaction.
pub fn rebuild(db: &Connection, book: &Book) -> Result<(), Error> {
    for table in ["ticket", "past"] {
        db.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let mut ids = db.prepare("SELECT DISTINCT subject_id FROM event WHERE subject = 'ticket' ORDER BY subject_id")?;
    for id in ids.query_map([], |row| Ok(TicketId(row.get(0)?)))? {
        work_out(db, id?, book, true)?;
    }
    db.execute("INSERT INTO said (said) VALUES ('delete-all')", [])?;
    let mut all = db.prepare(&format!("SELECT {EVENT_COLUMNS} FROM event ORDER BY seq"))?;
    let mut heard = Heard::default();
    for event in all.query_map([], event)? {
        let event = event?;
        heard.add(event.seq, &event.what);
        heard.put_if_much(db)?;
    }
    heard.put(db)
}

/// What many events say, to be put where it is found in one go: the index sorts what each statement brings, so one
/// statement for all of it takes a fifth of the time that one for each takes.
#[derive(Default)]
pub struct Heard {
    said: Vec<(i64, String)>,
    bytes: usize,
}

impl Heard {
    /// So much is worth a statement of its own.
    const MUCH: usize = 1 << 20;

    pub fn add(&mut self, seq: Seq, what: &What) {
        if let Some(folded) = folded(what) {
            self.bytes += folded.len();
            self.said.push((seq.0, folded));
        }
    }

    pub fn put_if_much(&mut self, db: &Connection) -> Result<(), Error> {
        if self.bytes < Heard::MUCH { Ok(()) } else { self.put(db) }
    }

    pub fn put(&mut self, db: &Connection) -> Result<(), Error> {
        if !self.said.is_empty() {
            let sql = "INSERT INTO said (rowid, body) SELECT value ->> 0, value ->> 1 FROM json_each(?1)";
            db.prepare_cached(sql)?.execute([serde_json::to_string(&self.said)?])?;
        }
        self.said.clear();
        self.bytes = 0;
        Ok(())
    }
}

fn folded(what: &What) -> Option<String> {
    let said = what.said();
    (!said.is_empty()).then(|| fold(&said.join("\n")))
}

/// Puts what an event says where it is found.
pub fn put_said(db: &Connection, seq: Seq, what: &What) -> Result<(), Error> {
    if let Some(folded) = folded(what) {
        db.prepare_cached("INSERT INTO said (rowid, body) VALUES (?1, ?2)")?.execute(params![seq.0, folded])?;
    }
    Ok(())
}

/// Replays a ticket from the log and writes down what it adds up to.
pub fn refresh(db: &Connection, id: TicketId, book: &Book) -> Result<(), Error> {
    work_out(db, id, book, false)
}

fn work_out(db: &Connection, id: TicketId, book: &Book, new: bool) -> Result<(), Error> {
    let events = events_of(db, id)?;
    let Some(ticket) = history::replay(id, &events, None) else { return Ok(()) };
    let seq = events.last().map_or(Seq(0), |event| event.seq);
    put(db, &ticket, seq, book, new)
}

/// The tickets of a customer.
pub fn tickets_of(db: &Connection, customer: i64) -> Result<Vec<TicketId>, Error> {
    let mut statement = db.prepare_cached("SELECT id FROM ticket WHERE customer = ?1")?;
    Ok(statement.query_map([customer], |row| Ok(TicketId(row.get(0)?)))?.collect::<Result<_, _>>()?)
}

/// Those of them that are in the backlog.
pub fn open_tickets_of(db: &Connection, customer: i64) -> Result<Vec<TicketId>, Error> {
    let mut statement = db.prepare_cached("SELECT id FROM ticket WHERE customer = ?1 AND open = 1")?;
    Ok(statement.query_map([customer], |row| Ok(TicketId(row.get(0)?)))?.collect::<Result<_, _>>()?)
}

/// Writes the rows of a ticket; of a `new` one there are none yet, which spares looking for them. A row that cannot be
/// written ends the whole transaction, so nothing is kept with which that one statement could be taken back (FAIL).
pub fn put(db: &Connection, ticket: &Ticket, seq: Seq, book: &Book, new: bool) -> Result<(), Error> {
    let clocks = if ticket.removed { Vec::new() } else { clocks(db, ticket, book)? };
    let or = if new { "FAIL" } else { "REPLACE" };
    put_ticket(db, ticket, seq, sla::nearest(&clocks), or)?;
    match ticket.removed {
        false => put_past(db, ticket.id, &Past::of(ticket, &clocks), or),
        true => {
            db.prepare_cached("DELETE FROM past WHERE ticket = ?1")?.execute([ticket.id.0])?;
            Ok(())
        }
    }
}

fn put_ticket(db: &Connection, ticket: &Ticket, seq: Seq, clock: Option<&Clock>, or: &str) -> Result<(), Error> {
    let terms = clock.map(|clock| &clock.terms);
    let (mut due, mut since, mut left) = (None, None, None);
    match clock.map(|clock| clock.run) {
        Some(Run::Running { due: at, since: from, left: span }) => {
            (due, since, left) = (Some(at), Some(from), Some(span))
        }
        Some(Run::Paused { left: span }) => left = Some(span),
        Some(Run::Met { .. } | Run::Breached { .. } | Run::Off { .. }) | None => {}
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
        ms_opt(ticket.created),
        ticket.proactive,
        ticket.replies,
        ms_opt(ticket.first_reply_at),
        ms_opt(ticket.waiting_since),
        ms_opt(ticket.last_solved),
        ticket.reopened,
        ticket.reassigned,
        ms(ticket.last_event),
        ticket.escalation.as_ref().map_or(0, |up| up.level),
        ms_opt(ticket.next_promise().map(|promise| promise.due)),
        ticket.upset.is_some(),
        ticket.removed,
        ms_opt(due),
        terms.map(|terms| terms.kind.name()),
        ms_opt(since),
        left.map(|left| left.num_milliseconds()),
        ms_opt(terms.map(|terms| terms.started)),
        ms_opt(terms.map(|terms| terms.opened)),
        terms.map(|terms| &terms.policy),
        terms.map(|terms| terms.priority.name()),
        terms.map(|terms| terms.target.num_milliseconds()),
        terms.map(|terms| terms.mode.name()),
        terms.and_then(|terms| terms.calendar.as_ref().map(|calendar| calendar.name())),
        terms.map(|terms| i64::try_from(terms.rules).unwrap_or(i64::MAX)),
    ])?;
    Ok(())
}

/// Where the reach of a ticket ends that is done with, but of which a time that is needed is not known or cannot be. One
/// that is open ends beyond it.
pub const UNBOUNDED: i64 = i64::MAX - 1;

fn put_past(db: &Connection, ticket: TicketId, past: &Past, or: &str) -> Result<(), Error> {
    let (from, until) = past.reach();
    let endless = if past.status.in_backlog() { i64::MAX } else { UNBOUNDED };
    let (from, until) = (from.map_or(i64::MIN, ms), until.map_or(endless, ms));
    db.prepare_cached(&format!("INSERT OR {or} INTO past (ticket, from_at, until_at, data) VALUES (?1,?2,?3,?4)"))?
        .execute(params![ticket.0, from, until, codec::packed(past)?])?;
    Ok(())
}

/// The clocks of a ticket, by the rules that were in force and the tiers that its customers were of.
pub fn clocks(db: &Connection, ticket: &Ticket, book: &Book) -> Result<Vec<Clock>, Error> {
    let mut tiers = BTreeMap::new();
    let customers: BTreeSet<CustomerId> = match book.asks_for_tiers() {
        true => ticket.facets.iter().filter_map(|facet| facet.customer).collect(),
        false => BTreeSet::new(),
    };
    for customer in customers {
        tiers.insert(customer, tiers_of(db, customer)?);
    }
    let tier = |customer: CustomerId, at: Instant| {
        let history: &Vec<(Instant, Option<String>)> = tiers.get(&customer)?;
        let then = history.iter().rev().find(|(since, _)| *since <= at).or(history.first());
        then.and_then(|(_, tier)| tier.clone())
    };
    Ok(sla::clocks(ticket, &tier, book))
}

/// Since when a customer is of which tier. Most never were of another one than now.
fn tiers_of(db: &Connection, id: CustomerId) -> Result<Vec<(Instant, Option<String>)>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT seq, at FROM event WHERE subject = 'customer' AND subject_id = ?1 AND subject <> 'ticket' LIMIT 2",
    )?;
    let few = statement.query_map([id.0], |row| instant(row, 1))?.collect::<Result<Vec<_>, _>>()?;
    if few.len() < 2 {
        let tier = team::customer(db, id)?.and_then(|customer| customer.tier);
        return Ok(few.into_iter().map(|at| (at, tier.clone())).collect());
    }
    let events = events_about(db, Subject::Record(RecordKind::Customer, id.0))?;
    let tier = |event: &Event| match &event.what {
        What::Put { after: Some(Record::Customer(customer)), .. } => Some((event.at, customer.tier.clone())),
        _ => None,
    };
    Ok(history::active(&events).filter_map(tier).collect())
}
