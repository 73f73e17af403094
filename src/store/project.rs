//! Keeps the worked-out tables in step with the log: a ticket's events are replayed and its rows written anew.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use serde_json::json;

use super::codec::{EVENT_COLUMNS, event, instant, ms, ms_opt};
use super::team;
use super::write::events_about;
use super::{Error, Store};
use crate::domain::customer::CustomerId;
use crate::domain::dialogue::Subject;
use crate::domain::event::{Event, Seq, What};
use crate::domain::history;
use crate::domain::record::{Record, RecordKind};
use crate::domain::sla::{self, Book, Clock, Run};
use crate::domain::text::fold;
use crate::domain::ticket::{Impossible, Ticket, TicketId};
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
        let book = kept.read(&tx)?;
        for table in ["ticket", "stretch", "response", "rating", "clock"] {
            tx.execute(&format!("DELETE FROM {table}"), [])?;
        }
        let mut ids =
            tx.prepare("SELECT DISTINCT subject_id FROM event WHERE subject = 'ticket' ORDER BY subject_id")?;
        for id in ids.query_map([], |row| Ok(TicketId(row.get(0)?)))? {
            refresh(&tx, id?, &book)?;
        }
        tx.execute("INSERT INTO said (said) VALUES ('delete-all')", [])?;
        let mut all = tx.prepare(&format!("SELECT {EVENT_COLUMNS} FROM event ORDER BY seq"))?;
        for event in all.query_map([], event)? {
            let event = event?;
            put_said(&tx, event.seq, &event.what)?;
        }
        drop((ids, all));
        Ok(tx.commit()?)
    }
}

/// Puts what an event says where it is found.
pub fn put_said(db: &Connection, seq: Seq, what: &What) -> Result<(), Error> {
    let said = what.said();
    if !said.is_empty() {
        let folded = fold(&said.join("\n"));
        db.prepare_cached("INSERT INTO said (rowid, body) VALUES (?1, ?2)")?.execute(params![seq.0, folded])?;
    }
    Ok(())
}

/// Replays a ticket from the log and writes down what it adds up to.
pub fn refresh(db: &Connection, id: TicketId, book: &Book) -> Result<Option<Ticket>, Error> {
    let events = events_of(db, id)?;
    let Some(ticket) = history::replay(id, &events, None) else { return Ok(None) };
    let seq = events.last().map_or(Seq(0), |event| event.seq);
    put(db, &ticket, seq, book, true)?;
    Ok(Some(ticket))
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

/// Writes the rows of a ticket; `again` if there may be older ones.
pub fn put(db: &Connection, ticket: &Ticket, seq: Seq, book: &Book, again: bool) -> Result<(), Error> {
    put_ticket(db, ticket, seq)?;
    if again {
        for table in ["stretch", "response", "rating", "clock"] {
            db.prepare_cached(&format!("DELETE FROM {table} WHERE ticket = ?1"))?.execute([ticket.id.0])?;
        }
    }
    if !ticket.removed {
        put_past(db, ticket)?;
        put_clocks(db, ticket, book)?;
    }
    Ok(())
}

fn put_ticket(db: &Connection, ticket: &Ticket, seq: Seq) -> Result<(), Error> {
    let odd_reply = ticket.impossible.iter().find_map(|odd| match odd {
        Impossible::FirstReplyBeforeCreation(at) => Some(ms(*at)),
        Impossible::SolveBeforeCreation(_) => None,
    });
    let odd_solve = ticket.impossible.iter().find_map(|odd| match odd {
        Impossible::SolveBeforeCreation(at) => Some(ms(*at)),
        Impossible::FirstReplyBeforeCreation(_) => None,
    });
    let open = ticket.status.in_backlog() && !ticket.removed;
    db.prepare_cached(
        "INSERT OR REPLACE INTO ticket (id, seq, source, source_id, subject, customer, channel, category, team, tags,
           priority, status, open, assignee, created_at, proactive, replies, first_reply_at, known, waiting_since,
           first_solved_at, last_solved_at, solved_by, reopened, reopened_at, reassigned, last_event_at, surveys,
           odd_reply_at, odd_solve_at, removed, language, escalation, promise_at, upset, merged_into)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,
           ?29,?30,?31,?32,?33,?34,?35,?36)",
    )?
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
        json!(ticket.tags).to_string(),
        ticket.priority.name(),
        ticket.status.name(),
        open,
        ticket.assignee.map(|id| id.0),
        ms_opt(ticket.created),
        ticket.proactive,
        ticket.replies,
        ms_opt(ticket.first_reply_at),
        ticket.conversation_known,
        ms_opt(ticket.waiting_since),
        ms_opt(ticket.first_solved),
        ms_opt(ticket.last_solved),
        ticket.solved_by.map(|id| id.0),
        ticket.reopened,
        ms_opt(ticket.last_reopened),
        ticket.reassigned,
        ms(ticket.last_event),
        ticket.surveys,
        odd_reply,
        odd_solve,
        ticket.removed,
        ticket.language,
        ticket.escalation.as_ref().map_or(0, |up| up.level),
        ms_opt(ticket.next_promise().map(|promise| promise.due)),
        ticket.upset.is_some(),
        ticket.merged_into.map(|id| id.0),
    ])?;
    Ok(())
}

fn put_past(db: &Connection, ticket: &Ticket) -> Result<(), Error> {
    let mut statement = db.prepare_cached(
        "INSERT INTO stretch (ticket, n, from_at, status, assignee, by_person, solve, reopen, assigned)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)",
    )?;
    for (n, stretch) in (0i64..).zip(&ticket.stretches) {
        statement.execute(params![
            ticket.id.0,
            n,
            ms(stretch.from),
            stretch.status.name(),
            stretch.assignee.map(|id| id.0),
            stretch.by.map(|id| id.0),
            stretch.solve,
            stretch.reopen,
            stretch.assigned,
        ])?;
    }
    let mut statement = db.prepare_cached(
        "INSERT INTO response (ticket, n, asked_at, replied_at, by_person, assigned_at, first)
         VALUES (?1,?2,?3,?4,?5,?6,?7)",
    )?;
    for (n, pair) in (0i64..).zip(&ticket.responses) {
        statement.execute(params![
            ticket.id.0,
            n,
            ms(pair.asked),
            ms(pair.replied),
            pair.by.map(|id| id.0),
            ms_opt(pair.assigned),
            pair.first,
        ])?;
    }
    let mut statement =
        db.prepare_cached("INSERT INTO rating (ticket, n, at, score, out_of, credit) VALUES (?1,?2,?3,?4,?5,?6)")?;
    for (n, rating) in (0i64..).zip(&ticket.ratings) {
        let credit = rating.credit.map(|id| id.0);
        statement.execute(params![
            ticket.id.0,
            n,
            ms_opt(rating.at),
            rating.score.score,
            rating.score.out_of,
            credit
        ])?;
    }
    Ok(())
}

fn put_clocks(db: &Connection, ticket: &Ticket, book: &Book) -> Result<(), Error> {
    let clocks = clocks(db, ticket, book)?;
    let nearest = sla::nearest(&clocks).cloned();
    let mut statement = db.prepare_cached(
        "INSERT INTO clock (ticket, kind, started_at, opened_at, priority, policy, calendar, rules, target_ms, mode,
           due_at, since_at, left_ms, ended_at, outcome, nearest, n)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17)",
    )?;
    for (n, clock) in (0i64..).zip(&clocks) {
        let terms = &clock.terms;
        let (mut due, mut since, mut left, mut ended, mut outcome) = (None, None, None, None, None);
        match clock.run {
            Run::Running { due: at, since: from, left: span } => {
                (due, since, left) = (Some(at), Some(from), Some(span.num_milliseconds()));
            }
            Run::Paused { left: span } => left = Some(span.num_milliseconds()),
            Run::Met { at } => (ended, outcome) = (Some(at), Some("met")),
            Run::Breached { at, due: was } => (due, ended, outcome) = (Some(was), Some(at), Some("breached")),
            Run::Off { at } => (ended, outcome) = (Some(at), Some("off")),
        }
        statement.execute(params![
            ticket.id.0,
            terms.kind.name(),
            ms(terms.started),
            ms(terms.opened),
            terms.priority.name(),
            terms.policy,
            terms.calendar.as_ref().map(|calendar| calendar.name()),
            i64::try_from(terms.rules).unwrap_or(i64::MAX),
            terms.target.num_milliseconds(),
            terms.mode.name(),
            ms_opt(due),
            ms_opt(since),
            left,
            ms_opt(ended),
            outcome,
            nearest.as_ref() == Some(clock),
            n,
        ])?;
    }
    Ok(())
}

/// The clocks of a ticket, by the rules that were in force and the tiers that its customers were of.
pub fn clocks(db: &Connection, ticket: &Ticket, book: &Book) -> Result<Vec<Clock>, Error> {
    let customers: BTreeSet<CustomerId> = ticket.facets.iter().filter_map(|facet| facet.customer).collect();
    let mut tiers = BTreeMap::new();
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
    let mut statement =
        db.prepare_cached("SELECT seq, at FROM event WHERE subject = 'customer' AND subject_id = ?1 LIMIT 2")?;
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
