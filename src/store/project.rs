//! Keeps the worked-out tables in step with the log: a ticket's events are replayed and its rows written anew.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;

use super::Error;
use super::codec::{EVENT_COLUMNS, event, ms, ms_opt};
use super::read;
use crate::domain::event::{Event, Seq};
use crate::domain::history;
use crate::domain::sla::{self, Clock, Policy, ResolutionMode, Rules, Run};
use crate::domain::ticket::{Impossible, Ticket, TicketId};

/// Every event of a ticket, in order.
pub fn events_of(db: &Connection, ticket: TicketId) -> Result<Vec<Event>, Error> {
    let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE subject = 'ticket' AND subject_id = ?1 ORDER BY seq");
    let mut statement = db.prepare_cached(&sql)?;
    let events = statement.query_map([ticket.0], event)?.collect::<Result<_, _>>()?;
    Ok(events)
}

/// Replays a ticket from the log and writes down what it adds up to.
pub fn refresh(db: &Connection, id: TicketId, rules: &Rules) -> Result<Option<Ticket>, Error> {
    let events = events_of(db, id)?;
    let Some(ticket) = history::replay(id, &events, None) else { return Ok(None) };
    let seq = events.last().map_or(Seq(0), |event| event.seq);
    put(db, &ticket, seq, rules, true)?;
    Ok(Some(ticket))
}

/// Writes the rows of a ticket; `again` if there may be older ones.
pub fn put(db: &Connection, ticket: &Ticket, seq: Seq, rules: &Rules, again: bool) -> Result<(), Error> {
    let before = if again { read::clocks_of(db, ticket.id)? } else { Vec::new() };
    put_ticket(db, ticket, seq)?;
    if again {
        for table in ["stretch", "response", "rating", "clock"] {
            db.prepare_cached(&format!("DELETE FROM {table} WHERE ticket = ?1"))?.execute([ticket.id.0])?;
        }
    }
    if !ticket.removed {
        put_past(db, ticket)?;
        put_clocks(db, ticket, rules, &before)?;
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
           odd_reply_at, odd_solve_at, removed)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,
           ?29,?30,?31)",
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

fn put_clocks(db: &Connection, ticket: &Ticket, rules: &Rules, before: &[Clock]) -> Result<(), Error> {
    // What another desk solved was promised there, not here.
    if ticket.source.is_some() && before.is_empty() && !ticket.status.in_backlog() {
        return Ok(());
    }
    let tier: Option<String> = match ticket.customer {
        None => None,
        Some(id) => {
            db.prepare_cached("SELECT tier FROM customer WHERE id = ?1")?.query_row([id.0], |row| row.get(0))?
        }
    };
    let clocks = sla::clocks(ticket, tier.as_deref(), rules, before);
    let nearest = sla::nearest(&clocks).cloned();
    let mut statement = db.prepare_cached(
        "INSERT OR REPLACE INTO clock (ticket, kind, started_at, priority, policy, calendar, target_ms, mode, due_at,
           left_ms, ended_at, breached, nearest)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
    )?;
    for clock in &clocks {
        let terms = &clock.terms;
        let (due, left, ended, breached) = match clock.run {
            Run::Running { due } => (Some(due), None, None, false),
            Run::Paused { left } => (None, Some(left.num_milliseconds()), None, false),
            Run::Met { at } => (None, None, Some(at), false),
            Run::Breached { at, due } => (Some(due), None, Some(at), true),
        };
        statement.execute(params![
            ticket.id.0,
            terms.kind.name(),
            ms(terms.started),
            terms.priority.name(),
            policy_id(db, &terms.policy, rules)?,
            calendar_id(db, terms.calendar.as_deref(), rules)?,
            terms.target.num_milliseconds(),
            mode_name(terms.mode),
            ms_opt(due),
            left,
            ms_opt(ended),
            breached,
            nearest.as_ref() == Some(clock),
        ])?;
    }
    Ok(())
}

pub fn mode_name(mode: ResolutionMode) -> &'static str {
    match mode {
        ResolutionMode::RequesterWait => "requester_wait",
        ResolutionMode::AgentWork => "agent_work",
        ResolutionMode::Total => "total",
    }
}

/// The row that keeps a policy word for word. A policy that the settings no longer have keeps its newest row.
fn policy_id(db: &Connection, name: &str, rules: &Rules) -> Result<i64, Error> {
    match rules.policies.iter().find(|policy| policy.name == name) {
        Some(policy) => kept(db, "sla_policy", name, &policy_body(policy)),
        None => Ok(db
            .prepare_cached("SELECT max(id) FROM sla_policy WHERE name = ?1")?
            .query_row([name], |row| row.get(0))?),
    }
}

fn calendar_id(db: &Connection, name: Option<&str>, rules: &Rules) -> Result<Option<i64>, Error> {
    match rules.calendar(name) {
        Some(calendar) => kept(db, "business_calendar", calendar.name(), &serde_json::to_string(calendar)?).map(Some),
        None => Ok(None),
    }
}

fn kept(db: &Connection, table: &str, name: &str, body: &str) -> Result<i64, Error> {
    let known =
        db.prepare_cached(&format!("SELECT id FROM {table} WHERE body = ?1"))?.query_row([body], |row| row.get(0));
    if let Some(id) = known.optional()? {
        return Ok(id);
    }
    db.prepare_cached(&format!("INSERT INTO {table} (name, body) VALUES (?1, ?2)"))?.execute([name, body])?;
    Ok(db.last_insert_rowid())
}

fn policy_body(policy: &Policy) -> String {
    let seconds = |target: Option<chrono::TimeDelta>| target.map(|target| target.num_seconds());
    json!({
        "name": policy.name, "priorities": policy.priorities, "channels": policy.channels,
        "categories": policy.categories, "tiers": policy.tiers, "mode": policy.mode, "calendar": policy.calendar,
        "first_reply": seconds(policy.first_reply), "next_reply": seconds(policy.next_reply),
        "resolution": seconds(policy.resolution),
    })
    .to_string()
}
