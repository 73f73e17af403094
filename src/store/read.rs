//! What is asked of the file: one record, one ticket with its history, the live set, and what changed since.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};

use super::codec::{instant, instant_opt, json, person_opt, span, word};
use super::team::{customer, names, team};
use super::{Error, Store, project};
use crate::domain::desk::{Delta, Desk, Row, Words};
pub use crate::domain::dialogue::Detail;
use crate::domain::event::Seq;
use crate::domain::history;
use crate::domain::sla::{Book, Clock, ClockKind, ResolutionMode, Run, Terms};
use crate::domain::ticket::{Source, Status, TicketId};
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
        seq(&self.db)
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
        let clocks = project::clocks(&db, &ticket, &book)?;
        let names = names(&db)?;
        let others = match ticket.customer {
            Some(customer) => {
                let mut reader = Reader::new(&db, &book);
                reader.read(OTHERS_OF, params![customer.0, id.0, OTHERS])?;
                reader.rows
            }
            None => Vec::new(),
        };
        let mut absorbed = Vec::new();
        for other in &ticket.absorbed {
            absorbed.push((*other, project::events_of(&db, *other)?));
        }
        Ok(Some(Detail { ticket, events, customer, others, clocks, absorbed, names }))
    }

    /// The first `most` of the backlog in the order of the queue ([`order`](crate::domain::board::order)), and how many
    /// there are in all.
    pub fn first(&self, most: usize) -> Result<(Vec<Row>, usize), Error> {
        let db = self.db.unchecked_transaction()?;
        let book = self.book.read(&db)?;
        let mut reader = Reader::new(&db, &book);
        reader.read(FIRST, params![i64::try_from(most).unwrap_or(i64::MAX)])?;
        let all: i64 = db.query_row(
            "SELECT count(*) FROM ticket INDEXED BY ticket_open WHERE open = 1 AND removed = 0",
            [],
            |row| row.get(0),
        )?;
        Ok((reader.rows, usize::try_from(all).unwrap_or_default()))
    }

    /// How many tickets, events and people there are, for `doctor`.
    pub fn counts(&self) -> Result<[(&'static str, i64); 4], Error> {
        let count = |sql: &str| self.db.query_row(sql, [], |row| row.get(0));
        Ok([
            ("tickets", count("SELECT count(*) FROM ticket WHERE removed = 0")?),
            ("open", count("SELECT count(*) FROM ticket INDEXED BY ticket_open WHERE open = 1")?),
            ("people", count("SELECT count(*) FROM person WHERE removed = 0")?),
            ("events", count("SELECT count(*) FROM event")?),
        ])
    }
}

pub(super) fn seq(db: &Connection) -> Result<Seq, Error> {
    let mut newest = db.prepare_cached("SELECT coalesce(max(seq), 0) FROM event")?;
    Ok(Seq(newest.query_row([], |row| row.get(0))?))
}

/// The columns of a list's row, which `ticket_open` holds for the backlog.
const COLUMNS: &str =
    "t.id, t.source, t.source_id, t.subject, t.customer, t.channel, t.category, t.team, t.tags, t.language,
    t.priority, t.status, t.assignee, t.created_at, t.proactive, t.replies, t.first_reply_at, t.waiting_since,
    t.last_solved_at, t.reopened, t.reassigned, t.last_event_at, t.escalation, t.promise_at, t.upset, t.due_at, t.clock,
    t.clock_since_at, t.clock_left_ms, t.clock_started_at, t.clock_opened_at, t.clock_policy, t.clock_priority,
    t.clock_target_ms, t.clock_mode, t.clock_calendar, t.clock_rules";

/// Which rows a list has, each asked for by number or found in an index.
const OPEN: &str = "FROM ticket t INDEXED BY ticket_open WHERE t.open = 1 AND t.removed = 0 ORDER BY t.id";
const FIRST: &str = "FROM ticket t INDEXED BY ticket_open WHERE t.open = 1 AND t.removed = 0
    ORDER BY t.status NOT IN ('new', 'open'), t.due_at IS NULL, t.due_at, t.created_at IS NULL, t.created_at, t.id LIMIT ?1";
const ALL: &str = "FROM ticket t WHERE t.removed = 0 ORDER BY t.id";
const ONE: &str = "FROM ticket t WHERE t.id = ?1 AND t.removed = 0";
const OTHERS_OF: &str =
    "FROM ticket t WHERE t.customer = ?1 AND t.id <> ?2 AND t.removed = 0 ORDER BY t.id DESC LIMIT ?3";

/// The tickets of a list, by number.
pub(super) fn rows(db: &Connection, book: &Book, which: &Which) -> Result<Vec<Row>, Error> {
    let mut reader = Reader::new(db, book);
    match which {
        Which::Open => reader.read(OPEN, params![])?,
        Which::All => reader.read(ALL, params![])?,
        Which::These(ids) => {
            for id in ids {
                reader.read(ONE, params![id.0])?;
            }
        }
    }
    Ok(reader.rows)
}

/// A customer's name and tier.
type Named = (Option<Arc<str>>, Option<Arc<str>>);

/// Reads rows. A customer of several tickets is looked up once.
struct Reader<'a> {
    db: &'a Connection,
    book: &'a Book,
    customers: HashMap<i64, Named>,
    words: Words,
    rows: Vec<Row>,
}

impl<'a> Reader<'a> {
    fn new(db: &'a Connection, book: &'a Book) -> Reader<'a> {
        Reader { db, book, customers: HashMap::new(), words: Words::default(), rows: Vec::new() }
    }

    fn read(&mut self, which: &str, params: &[&dyn rusqlite::ToSql]) -> Result<(), Error> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {COLUMNS} {which}"))?;
        let mut found = statement.query(params)?;
        let mut customer = self.db.prepare_cached("SELECT name, tier FROM customer WHERE id = ?1")?;
        while let Some(row) = found.next()? {
            let (name, tier) = match row.get::<_, Option<i64>>(4)? {
                None => (None, None),
                Some(id) => match self.customers.entry(id) {
                    Entry::Occupied(known) => known.get().clone(),
                    Entry::Vacant(place) => {
                        let words = &mut self.words;
                        let told = customer.query_row([id], |row| {
                            let name: String = row.get(0)?;
                            Ok((Some(Arc::from(name)), shared(row, 1, words)?))
                        });
                        place.insert(told.optional()?.unwrap_or_default()).clone()
                    }
                },
            };
            self.rows.push(Row { customer: name, tier, ..list_row(row, self.book, &mut self.words)? });
        }
        Ok(())
    }
}

/// A word that many rows have.
fn shared(row: &SqlRow, index: usize, words: &mut Words) -> rusqlite::Result<Option<Arc<str>>> {
    Ok(row.get_ref(index)?.as_str_or_null()?.map(|text| words.share(text)))
}

fn list_row(row: &SqlRow, book: &Book, words: &mut Words) -> rusqlite::Result<Row> {
    let source: Option<String> = row.get(1)?;
    let status: Status = word(row, 11)?;
    let tags = row.get_ref(8)?.as_str().unwrap_or("[]");
    Ok(Row {
        source: source.map(|name| Ok::<_, rusqlite::Error>(Source { name, id: row.get(2)? })).transpose()?,
        subject: row.get(3)?,
        channel: shared(row, 5, words)?,
        category: shared(row, 6, words)?,
        group: shared(row, 7, words)?,
        tags: if tags == "[]" { Vec::new() } else { json(row, 8)? },
        language: shared(row, 9, words)?,
        priority: word(row, 10)?,
        status,
        assignee: person_opt(row, 12)?,
        created: instant_opt(row, 13)?,
        proactive: row.get(14)?,
        replies: row.get(15)?,
        first_reply: instant_opt(row, 16)?,
        waiting_since: instant_opt(row, 17)?,
        solved: if status.in_backlog() { None } else { instant_opt(row, 18)? },
        reopened: row.get(19)?,
        reassigned: row.get(20)?,
        escalation: row.get(22)?,
        promise: instant_opt(row, 23)?,
        upset: row.get(24)?,
        clock: clock(row, book, words)?,
        ..Row::blank(TicketId(row.get(0)?), instant(row, 21)?)
    })
}

/// The clock that runs out first; one that has ended is in no list.
fn clock(row: &SqlRow, book: &Book, words: &mut Words) -> rusqlite::Result<Option<Clock>> {
    let Some(kind) = row.get_ref(26)?.as_str_or_null()? else { return Ok(None) };
    let kind = ClockKind::ALL.into_iter().find(|one| one.name() == kind).unwrap_or(ClockKind::Resolution);
    let left = span(row, 28)?;
    let run = match (instant_opt(row, 25)?, instant_opt(row, 27)?) {
        (Some(due), Some(since)) => Run::Running { due, since, left },
        _ => Run::Paused { left },
    };
    let mode = row.get_ref(34)?.as_str().unwrap_or_default();
    let calendar = row.get_ref(35)?.as_str_or_null()?;
    let rules = usize::try_from(row.get::<_, i64>(36)?).unwrap_or(usize::MAX);
    let terms = Terms {
        kind,
        started: instant(row, 29)?,
        opened: instant(row, 30)?,
        policy: shared(row, 31, words)?.unwrap_or_default(),
        priority: word(row, 32)?,
        target: span(row, 33)?,
        mode: [ResolutionMode::AgentWork, ResolutionMode::Total]
            .into_iter()
            .find(|one| one.name() == mode)
            .unwrap_or_default(),
        calendar: book.version(rules).and_then(|rules| rules.calendar(calendar).cloned()),
        rules,
    };
    Ok(Some(Clock { terms, run }))
}
