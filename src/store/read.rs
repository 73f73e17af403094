//! What is asked of the file: one record, one ticket with its history, the live set, and what changed since.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row as SqlRow, params};

use super::codec::{instant, instant_opt, json, person_opt, span, word};
use super::team::{customer, names, team};
use super::{Error, Store, project};
use crate::domain::desk::{Delta, Desk, Row};
pub use crate::domain::dialogue::Detail;
use crate::domain::event::Seq;
use crate::domain::history;
use crate::domain::sla::{Book, Clock, ClockKind, ResolutionMode, Run, Terms};
use crate::domain::ticket::{Source, TicketId};
use crate::domain::time::{Instant, Zone};

/// More changed tickets than this are not worth asking for one by one.
const MANY: usize = 2_000;

/// How many other tickets of a customer are worth a look.
const OTHERS: i64 = 50;

/// Which tickets a list is of.
#[derive(Debug, Clone, PartialEq)]
pub enum Which {
    Open,
    All,
    These(Vec<TicketId>),
}

impl Store {
    /// The newest event of the log.
    pub fn seq(&self) -> Result<Seq, Error> {
        Ok(Seq(self.db.query_row("SELECT coalesce(max(seq), 0) FROM event", [], |row| row.get(0))?))
    }

    /// The whole live set. `now` says which shifts are near.
    pub fn desk(&self, zone: Zone, now: Instant) -> Result<Desk, Error> {
        let tx = self.db.unchecked_transaction()?;
        let book = self.book.read(&tx)?;
        let tickets = rows(&tx, &book, &Which::Open)?.into_iter().map(|row| (row.id, row)).collect();
        let desk = Desk { seq: self.seq()?, tickets, team: team(&tx, zone.date(now))? };
        Ok(desk)
    }

    /// What has changed since `since`; `None` if nothing has.
    pub fn delta(&self, since: Seq, zone: Zone, now: Instant) -> Result<Option<Delta>, Error> {
        let tx = self.db.unchecked_transaction()?;
        let seq = self.seq()?;
        if seq == since {
            return Ok(None);
        }
        if seq < since {
            // An older file was restored into this one: what the screen knows has not happened.
            return Err(Error::Restored);
        }
        let mut touched = BTreeSet::new();
        let mut customers = BTreeSet::new();
        let (mut team_touched, mut all_touched) = (false, false);
        // NOT INDEXED: by number the log is read from its end; by subject it would be read whole.
        let mut statement = tx.prepare_cached("SELECT subject, subject_id FROM event NOT INDEXED WHERE seq > ?1")?;
        let mut found = statement.query([since.0])?;
        while let Some(row) = found.next()? {
            match row.get_ref(0)?.as_str().unwrap_or_default() {
                "ticket" => {
                    touched.insert(TicketId(row.get(1)?));
                }
                "customer" => {
                    customers.insert(row.get::<_, i64>(1)?);
                }
                // Every clock may have moved.
                "rules" => all_touched = true,
                _ => team_touched = true,
            }
        }
        // Their names and tiers stand in the rows of their tickets.
        for customer in customers {
            touched.extend(project::open_tickets_of(&tx, customer)?);
        }
        let book = self.book.read(&tx)?;
        if all_touched {
            let mut open = tx.prepare_cached("SELECT id FROM ticket WHERE open = 1")?;
            let open = open.query_map([], |row| Ok(TicketId(row.get(0)?)))?;
            for id in open {
                touched.insert(id?);
            }
        }
        let all: BTreeMap<TicketId, Row> = if touched.len() > MANY {
            rows(&tx, &book, &Which::Open)?.into_iter().map(|row| (row.id, row)).collect()
        } else {
            rows(&tx, &book, &Which::These(touched.iter().copied().collect()))?
                .into_iter()
                .map(|row| (row.id, row))
                .collect()
        };
        let open = |id: TicketId| all.get(&id).filter(|row| row.status.in_backlog()).cloned();
        let tickets = touched.into_iter().map(|id| (id, open(id))).collect();
        let team = if team_touched { Some(team(&tx, zone.date(now))?) } else { None };
        Ok(Some(Delta { seq, tickets, team }))
    }

    pub fn rows(&self, which: &Which) -> Result<Vec<Row>, Error> {
        rows(&self.db, &*self.book.read(&self.db)?, which)
    }

    /// A ticket and its history; `None` if there is no such ticket, or its opening was undone.
    pub fn ticket(&self, id: TicketId) -> Result<Option<Detail>, Error> {
        let db = self.db.unchecked_transaction()?;
        let events = project::events_of(&db, id)?;
        let Some(ticket) = history::replay(id, &events, None).filter(|ticket| !ticket.removed) else { return Ok(None) };
        let customer = ticket.customer.map(|id| customer(&db, id)).transpose()?.flatten();
        let book = self.book.read(&db)?;
        let clocks = clocks_of(&db, &book, id)?;
        let names = names(&db)?;
        let others = match ticket.customer {
            Some(customer) => {
                let mut others = Vec::new();
                let end = " AND t.customer = ?1 AND t.id <> ?2 ORDER BY t.id DESC LIMIT ?3";
                collect(&db, &book, end, params![customer.0, id.0, OTHERS], &mut others)?;
                others
            }
            None => Vec::new(),
        };
        let mut absorbed = Vec::new();
        for other in &ticket.absorbed {
            absorbed.push((*other, project::events_of(&db, *other)?));
        }
        Ok(Some(Detail { ticket, events, customer, others, clocks, absorbed, names }))
    }

    /// How many tickets, events and people there are, for `doctor`.
    pub fn counts(&self) -> Result<[(&'static str, i64); 4], Error> {
        let count = |sql: &str| self.db.query_row(sql, [], |row| row.get(0));
        Ok([
            ("tickets", count("SELECT count(*) FROM ticket WHERE removed = 0")?),
            ("open", count("SELECT count(*) FROM ticket WHERE open = 1")?),
            ("people", count("SELECT count(*) FROM person WHERE removed = 0")?),
            ("events", count("SELECT count(*) FROM event")?),
        ])
    }
}

const ROW: &str = "SELECT t.id, t.source, t.source_id, t.subject, c.name, t.channel, t.category, t.priority, t.status,
    t.assignee, t.created_at, t.first_reply_at, t.open, t.last_solved_at, t.last_event_at, t.reassigned, t.reopened,
    c.tier, t.team, t.language, t.tags, t.waiting_since, t.replies, t.proactive, t.escalation, t.promise_at, t.upset,
    k.kind, k.started_at, k.opened_at, k.policy, k.priority, k.target_ms, k.mode, k.calendar, k.rules, k.due_at,
    k.since_at, k.left_ms, k.ended_at, k.outcome
  FROM ticket t
  LEFT JOIN customer c ON c.id = t.customer
  LEFT JOIN clock k ON k.ticket = t.id AND k.nearest = 1
  WHERE t.removed = 0";

/// Where the columns of the clock begin.
const CLOCK: usize = 27;

/// The tickets of a list, by number.
pub(super) fn rows(db: &Connection, book: &Book, which: &Which) -> Result<Vec<Row>, Error> {
    let mut out = Vec::new();
    match which {
        Which::Open => collect(db, book, " AND t.open = 1 ORDER BY t.id", params![], &mut out)?,
        Which::All => collect(db, book, " ORDER BY t.id", params![], &mut out)?,
        Which::These(ids) => {
            for id in ids {
                collect(db, book, " AND t.id = ?1", params![id.0], &mut out)?;
            }
        }
    }
    Ok(out)
}

fn collect(
    db: &Connection,
    book: &Book,
    end: &str,
    params: &[&dyn rusqlite::ToSql],
    out: &mut Vec<Row>,
) -> Result<(), Error> {
    let mut statement = db.prepare_cached(&format!("{ROW}{end}"))?;
    for row in statement.query_map(params, |row| list_row(row, book))? {
        out.push(row?);
    }
    Ok(())
}

fn list_row(row: &SqlRow, book: &Book) -> rusqlite::Result<Row> {
    let source: Option<String> = row.get(1)?;
    let open: bool = row.get(12)?;
    let clock: Option<String> = row.get(CLOCK)?;
    let tags = row.get_ref(20)?.as_str().unwrap_or("[]");
    Ok(Row {
        id: TicketId(row.get(0)?),
        source: source.map(|name| Ok::<_, rusqlite::Error>(Source { name, id: row.get(2)? })).transpose()?,
        subject: row.get(3)?,
        customer: row.get(4)?,
        tier: row.get(17)?,
        channel: row.get(5)?,
        category: row.get(6)?,
        group: row.get(18)?,
        language: row.get(19)?,
        tags: if tags == "[]" { Vec::new() } else { json(row, 20)? },
        priority: word(row, 7)?,
        status: word(row, 8)?,
        assignee: person_opt(row, 9)?,
        created: instant_opt(row, 10)?,
        first_reply: instant_opt(row, 11)?,
        solved: if open { None } else { instant_opt(row, 13)? },
        last_event: instant(row, 14)?,
        waiting_since: instant_opt(row, 21)?,
        replies: row.get(22)?,
        proactive: row.get(23)?,
        reassigned: row.get(15)?,
        reopened: row.get(16)?,
        escalation: row.get(24)?,
        promise: instant_opt(row, 25)?,
        upset: row.get(26)?,
        clock: clock.map(|_| clock_at(row, CLOCK, book)).transpose()?,
    })
}

/// A clock from fourteen columns, the first of which is at `at`.
fn clock_at(row: &SqlRow, at: usize, book: &Book) -> rusqlite::Result<Clock> {
    let kind: String = row.get(at)?;
    let mode: String = row.get(at + 6)?;
    let calendar: Option<String> = row.get(at + 7)?;
    let rules = usize::try_from(row.get::<_, i64>(at + 8)?).unwrap_or(usize::MAX);
    let (due, since) = (instant_opt(row, at + 9)?, instant_opt(row, at + 10)?);
    let (ended, outcome) = (instant_opt(row, at + 12)?, row.get::<_, Option<String>>(at + 13)?);
    let run = match (ended, outcome.as_deref(), due, since) {
        (Some(at), Some("breached"), Some(due), _) => Run::Breached { at, due },
        (Some(at), Some("off"), ..) => Run::Off { at },
        (Some(at), ..) => Run::Met { at },
        (None, _, Some(due), Some(since)) => Run::Running { due, since, left: span(row, at + 11)? },
        (None, ..) => Run::Paused { left: span(row, at + 11)? },
    };
    let terms = Terms {
        kind: ClockKind::ALL.into_iter().find(|one| one.name() == kind).unwrap_or(ClockKind::Resolution),
        started: instant(row, at + 1)?,
        opened: instant(row, at + 2)?,
        policy: row.get(at + 3)?,
        priority: word(row, at + 4)?,
        target: span(row, at + 5)?,
        mode: [ResolutionMode::AgentWork, ResolutionMode::Total]
            .into_iter()
            .find(|one| one.name() == mode)
            .unwrap_or_default(),
        calendar: book.version(rules).and_then(|rules| rules.calendar(calendar.as_deref()).cloned()),
        rules,
    };
    Ok(Clock { terms, run })
}

pub(super) fn clocks_of(db: &Connection, book: &Book, ticket: TicketId) -> Result<Vec<Clock>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT kind, started_at, opened_at, policy, priority, target_ms, mode, calendar, rules, due_at, since_at, left_ms,
           ended_at, outcome
         FROM clock WHERE ticket = ?1 ORDER BY n",
    )?;
    Ok(statement.query_map([ticket.0], |row| clock_at(row, 0, book))?.collect::<Result<_, _>>()?)
}
