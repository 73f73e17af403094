//! Queries: one ticket with its history, the live set, and deltas.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};

use super::codec::{read_duration, read_enum, read_instant, read_instant_opt, read_json, read_person_id_opt};
use super::event_log::read_ticket_events;
use super::team::{read_customer, read_person_names, read_team};
use super::{Store, StoreError, projection};
use crate::engine::desk::{Desk, DeskDelta, StringInterner, TicketRow};
use crate::engine::sla::{ClockProgress, ClockTerms, PolicyHistory, SlaClock};
use crate::events::replay;
use crate::model::ids::{Seq, SourceRef, TicketId};
use crate::model::policy::{ClockKind, ResolutionMode};
use crate::model::ticket::Status;
use crate::model::time::{Instant, Zone};

pub use crate::query::protocol::TicketDetail;
/// With more changed tickets than this, all open ones are read instead of one by one.
const MAX_SINGLE_LOOKUPS: usize = 2_000;

/// How many other tickets of a customer are listed.
const MAX_OTHER_TICKETS: i64 = 50;

/// Which tickets to read.
#[derive(Debug, Clone, PartialEq)]
pub enum TicketSelection {
    Open,
    All,
    Ids(Vec<TicketId>),
}

impl Store {
    /// The newest event of the log.
    pub fn newest_seq(&self) -> Result<Seq, StoreError> {
        newest_seq(&self.db)
    }

    /// The whole live set. `now` decides which shifts are included.
    pub fn desk(&self, zone: Zone, now: Instant) -> Result<Desk, StoreError> {
        let tx = self.db.unchecked_transaction()?;
        let book = self.policy_history.load(&tx)?;
        let tickets =
            read_ticket_rows(&tx, &book, &TicketSelection::Open)?.into_iter().map(|row| (row.id, row)).collect();
        let desk = Desk { seq: self.newest_seq()?, tickets, team: read_team(&tx, zone.date(now))? };
        Ok(desk)
    }

    /// What has changed since `since`; `None` if nothing has.
    pub fn delta(&self, since: Seq, zone: Zone, now: Instant) -> Result<Option<DeskDelta>, StoreError> {
        let tx = self.db.unchecked_transaction()?;
        let seq = self.newest_seq()?;
        if seq == since {
            return Ok(None);
        }
        if seq < since {
            // A backup was restored into this file: the screen knows events that no longer exist.
            return Err(StoreError::FileRestored);
        }
        let mut touched = BTreeSet::new();
        let mut customers = BTreeSet::new();
        let (mut team_touched, mut all_touched) = (false, false);
        // NOT INDEXED: walks the log backwards by seq; the subject index would be scanned whole.
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
                // Every clock may have changed.
                "rules" => all_touched = true,
                _ => team_touched = true,
            }
        }
        // Ticket rows contain the customer's name and tier.
        for customer in customers {
            touched.extend(projection::open_ticket_ids_of_customer(&tx, customer)?);
        }
        let book = self.policy_history.load(&tx)?;
        if all_touched {
            let mut open = tx.prepare_cached("SELECT id FROM ticket WHERE open = 1")?;
            let open = open.query_map([], |row| Ok(TicketId(row.get(0)?)))?;
            for id in open {
                touched.insert(id?);
            }
        }
        let all: BTreeMap<TicketId, TicketRow> = if touched.len() > MAX_SINGLE_LOOKUPS {
            read_ticket_rows(&tx, &book, &TicketSelection::Open)?.into_iter().map(|row| (row.id, row)).collect()
        } else {
            read_ticket_rows(&tx, &book, &TicketSelection::Ids(touched.iter().copied().collect()))?
                .into_iter()
                .map(|row| (row.id, row))
                .collect()
        };
        let open = |id: TicketId| all.get(&id).filter(|row| row.status.in_backlog()).cloned();
        let tickets = touched.into_iter().map(|id| (id, open(id))).collect();
        let team = if team_touched { Some(read_team(&tx, zone.date(now))?) } else { None };
        Ok(Some(DeskDelta { seq, tickets, team }))
    }

    /// The list rows of the selected tickets.
    pub fn rows(&self, which: &TicketSelection) -> Result<Vec<TicketRow>, StoreError> {
        read_ticket_rows(&self.db, &*self.policy_history.load(&self.db)?, which)
    }

    /// A ticket and its history; `None` if it does not exist or its opening was undone.
    pub fn ticket(&self, id: TicketId) -> Result<Option<TicketDetail>, StoreError> {
        let db = self.db.unchecked_transaction()?;
        let events = read_ticket_events(&db, id)?;
        let Some(ticket) = replay::replay_ticket(id, &events, None).filter(|ticket| !ticket.removed) else {
            return Ok(None);
        };
        let customer = ticket.customer.map(|id| read_customer(&db, id)).transpose()?.flatten();
        let book = self.policy_history.load(&db)?;
        let clocks = projection::ticket_clocks(&db, &ticket, &book)?;
        let names = read_person_names(&db)?;
        let others = match ticket.customer {
            Some(customer) => {
                let mut reader = TicketRowReader::new(&db, &book);
                reader.read(OTHER_TICKETS_OF_CUSTOMER, params![customer.0, id.0, MAX_OTHER_TICKETS])?;
                reader.rows
            }
            None => Vec::new(),
        };
        let mut absorbed = Vec::new();
        for other in &ticket.merged_from {
            absorbed.push((*other, read_ticket_events(&db, *other)?));
        }
        Ok(Some(TicketDetail {
            ticket,
            events,
            customer,
            other_tickets: others,
            clocks,
            merged_tickets: absorbed,
            names,
        }))
    }

    /// The first `most` tickets of the backlog in queue order, and the backlog's size.
    pub fn queue_head(&self, most: usize) -> Result<(Vec<TicketRow>, usize), StoreError> {
        let db = self.db.unchecked_transaction()?;
        let book = self.policy_history.load(&db)?;
        let mut reader = TicketRowReader::new(&db, &book);
        reader.read(QUEUE_HEAD, params![i64::try_from(most).unwrap_or(i64::MAX)])?;
        let all: i64 = db.query_row(
            "SELECT count(*) FROM ticket INDEXED BY ticket_open WHERE open = 1 AND removed = 0",
            [],
            |row| row.get(0),
        )?;
        Ok((reader.rows, usize::try_from(all).unwrap_or_default()))
    }

    /// Row counts for `doctor`.
    pub fn counts(&self) -> Result<[(&'static str, i64); 4], StoreError> {
        let count = |sql: &str| self.db.query_row(sql, [], |row| row.get(0));
        Ok([
            ("tickets", count("SELECT count(*) FROM ticket WHERE removed = 0")?),
            ("open", count("SELECT count(*) FROM ticket INDEXED BY ticket_open WHERE open = 1")?),
            ("people", count("SELECT count(*) FROM person WHERE removed = 0")?),
            ("events", count("SELECT count(*) FROM event")?),
        ])
    }
}

pub(super) fn newest_seq(db: &Connection) -> Result<Seq, StoreError> {
    let mut newest = db.prepare_cached("SELECT coalesce(max(seq), 0) FROM event")?;
    Ok(Seq(newest.query_row([], |row| row.get(0))?))
}

/// The columns of a list row; for the backlog, the index `ticket_open` covers them.
const TICKET_ROW_COLUMNS: &str =
    "t.id, t.source, t.source_id, t.subject, t.customer, t.channel, t.category, t.team, t.tags, t.language,
    t.priority, t.status, t.assignee, t.created_at, t.proactive, t.replies, t.first_reply_at, t.waiting_since,
    t.last_solved_at, t.reopened, t.reassigned, t.last_event_at, t.escalation, t.promise_at, t.upset, t.due_at, t.clock,
    t.clock_since_at, t.clock_left_ms, t.clock_started_at, t.clock_opened_at, t.clock_policy, t.clock_priority,
    t.clock_target_ms, t.clock_mode, t.clock_calendar, t.clock_rules";

/// FROM clauses of the ticket lists, each answered by id or by an index.
const OPEN_TICKETS: &str = "FROM ticket t INDEXED BY ticket_open WHERE t.open = 1 AND t.removed = 0 ORDER BY t.id";
const QUEUE_HEAD: &str = "FROM ticket t INDEXED BY ticket_open WHERE t.open = 1 AND t.removed = 0
    ORDER BY t.status NOT IN ('new', 'open'), t.due_at IS NULL, t.due_at, t.created_at IS NULL, t.created_at, t.id LIMIT ?1";
const ALL_TICKETS: &str = "FROM ticket t WHERE t.removed = 0 ORDER BY t.id";
const TICKET_BY_ID: &str = "FROM ticket t WHERE t.id = ?1 AND t.removed = 0";
const OTHER_TICKETS_OF_CUSTOMER: &str =
    "FROM ticket t WHERE t.customer = ?1 AND t.id <> ?2 AND t.removed = 0 ORDER BY t.id DESC LIMIT ?3";

/// The selected tickets, by id.
pub(super) fn read_ticket_rows(
    db: &Connection,
    book: &PolicyHistory,
    which: &TicketSelection,
) -> Result<Vec<TicketRow>, StoreError> {
    let mut reader = TicketRowReader::new(db, book);
    match which {
        TicketSelection::Open => reader.read(OPEN_TICKETS, params![])?,
        TicketSelection::All => reader.read(ALL_TICKETS, params![])?,
        TicketSelection::Ids(ids) => {
            for id in ids {
                reader.read(TICKET_BY_ID, params![id.0])?;
            }
        }
    }
    Ok(reader.rows)
}

/// A customer's name and tier.
type CustomerNameAndTier = (Option<Arc<str>>, Option<Arc<str>>);

/// Reads list rows; looks up each customer once.
struct TicketRowReader<'a> {
    db: &'a Connection,
    policy_history: &'a PolicyHistory,
    customers: HashMap<i64, CustomerNameAndTier>,
    interner: StringInterner,
    rows: Vec<TicketRow>,
}

impl<'a> TicketRowReader<'a> {
    fn new(db: &'a Connection, book: &'a PolicyHistory) -> TicketRowReader<'a> {
        TicketRowReader {
            db,
            policy_history: book,
            customers: HashMap::new(),
            interner: StringInterner::default(),
            rows: Vec::new(),
        }
    }

    fn read(&mut self, which: &str, params: &[&dyn rusqlite::ToSql]) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(&format!("SELECT {TICKET_ROW_COLUMNS} {which}"))?;
        let mut found = statement.query(params)?;
        let mut customer = self.db.prepare_cached("SELECT name, tier FROM customer WHERE id = ?1")?;
        while let Some(row) = found.next()? {
            let (name, tier) = match row.get::<_, Option<i64>>(4)? {
                None => (None, None),
                Some(id) => match self.customers.entry(id) {
                    Entry::Occupied(known) => known.get().clone(),
                    Entry::Vacant(place) => {
                        let words = &mut self.interner;
                        let name_and_tier = customer.query_row([id], |row| {
                            let name: String = row.get(0)?;
                            Ok((Some(Arc::from(name)), read_interned(row, 1, words)?))
                        });
                        place.insert(name_and_tier.optional()?.unwrap_or_default()).clone()
                    }
                },
            };
            self.rows.push(TicketRow {
                customer: name,
                tier,
                ..read_ticket_row(row, self.policy_history, &mut self.interner)?
            });
        }
        Ok(())
    }
}

/// A string that many rows share, interned.
fn read_interned(row: &SqlRow, index: usize, words: &mut StringInterner) -> rusqlite::Result<Option<Arc<str>>> {
    Ok(row.get_ref(index)?.as_str_or_null()?.map(|text| words.intern(text)))
}

fn read_ticket_row(row: &SqlRow, book: &PolicyHistory, words: &mut StringInterner) -> rusqlite::Result<TicketRow> {
    let source: Option<String> = row.get(1)?;
    let status: Status = read_enum(row, 11)?;
    let tags = row.get_ref(8)?.as_str().unwrap_or("[]");
    Ok(TicketRow {
        source: source.map(|name| Ok::<_, rusqlite::Error>(SourceRef { name, id: row.get(2)? })).transpose()?,
        subject: row.get(3)?,
        channel: read_interned(row, 5, words)?,
        category: read_interned(row, 6, words)?,
        group: read_interned(row, 7, words)?,
        tags: if tags == "[]" { Vec::new() } else { read_json(row, 8)? },
        language: read_interned(row, 9, words)?,
        priority: read_enum(row, 10)?,
        status,
        assignee: read_person_id_opt(row, 12)?,
        created: read_instant_opt(row, 13)?,
        proactive: row.get(14)?,
        replies: row.get(15)?,
        first_reply: read_instant_opt(row, 16)?,
        waiting_since: read_instant_opt(row, 17)?,
        solved: if status.in_backlog() { None } else { read_instant_opt(row, 18)? },
        reopened: row.get(19)?,
        reassigned: row.get(20)?,
        escalation: row.get(22)?,
        promise: read_instant_opt(row, 23)?,
        upset: row.get(24)?,
        clock: read_nearest_clock(row, book, words)?,
        ..TicketRow::blank(TicketId(row.get(0)?), read_instant(row, 21)?)
    })
}

/// The clock that is due first. Finished clocks are not in the list tables.
fn read_nearest_clock(
    row: &SqlRow,
    book: &PolicyHistory,
    words: &mut StringInterner,
) -> rusqlite::Result<Option<SlaClock>> {
    let Some(kind) = row.get_ref(26)?.as_str_or_null()? else { return Ok(None) };
    let kind = ClockKind::ALL.into_iter().find(|one| one.name() == kind).unwrap_or(ClockKind::Resolution);
    let left = read_duration(row, 28)?;
    let run = match (read_instant_opt(row, 25)?, read_instant_opt(row, 27)?) {
        (Some(due), Some(since)) => ClockProgress::Running { due, since, left },
        _ => ClockProgress::Paused { left },
    };
    let mode = row.get_ref(34)?.as_str().unwrap_or_default();
    let calendar = row.get_ref(35)?.as_str_or_null()?;
    let rules = usize::try_from(row.get::<_, i64>(36)?).unwrap_or(usize::MAX);
    let terms = ClockTerms {
        kind,
        started: read_instant(row, 29)?,
        effective_from: read_instant(row, 30)?,
        policy: read_interned(row, 31, words)?.unwrap_or_default(),
        priority: read_enum(row, 32)?,
        target: read_duration(row, 33)?,
        mode: [ResolutionMode::AgentWork, ResolutionMode::Total]
            .into_iter()
            .find(|one| one.name() == mode)
            .unwrap_or_default(),
        calendar: book.version(rules).and_then(|rules| rules.calendar(calendar).cloned()),
        policy_version: rules,
    };
    Ok(Some(SlaClock { terms, progress: run }))
}
