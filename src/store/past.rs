//! The desk as it was at a past instant, worked out from the log.

use rusqlite::{Connection, params};

use super::read::Which;
use super::team::customer;
use super::{Error, Store, project};
use crate::domain::desk::Desk;
use crate::domain::desk::Row;
use crate::domain::history;
use crate::domain::sla::{self, Book};
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::{Instant, Zone};

impl Store {
    /// Whether anything that the file tells happened after `at`.
    pub fn knows_later(&self, at: Instant) -> Result<bool, Error> {
        // The log is nearly in the order of time; a history that was told ticket by ticket is in the tickets.
        let sql = "SELECT EXISTS (SELECT 1 FROM event WHERE seq > (SELECT max(seq) FROM event) - 1000 AND at > ?1)
              OR EXISTS (SELECT 1 FROM past WHERE until_at > ?1 AND until_at < ?2)
              OR EXISTS (SELECT 1 FROM past p CROSS JOIN ticket t ON t.id = p.ticket
                         WHERE p.until_at = ?2 AND t.last_event_at > ?1)
              OR EXISTS (SELECT 1 FROM ticket WHERE open = 1 AND last_event_at > ?1)";
        Ok(self.db.query_row(sql, [at.timestamp_millis(), project::UNBOUNDED], |row| row.get(0))?)
    }

    /// The live set as it would have been at a past instant. People and shifts are those of today's file.
    pub fn desk_at(&self, zone: Zone, at: Instant) -> Result<Desk, Error> {
        let tickets = self.rows_at(at, &Which::Open)?.into_iter().map(|row| (row.id, row)).collect();
        Ok(Desk { seq: self.seq()?, tickets, team: self.team(zone.date(at))? })
    }

    /// [`Store::rows`] as they would have been at a past instant. A clock keeps the terms that were written down for it.
    pub fn rows_at(&self, at: Instant, which: &Which) -> Result<Vec<Row>, Error> {
        let db = self.db.unchecked_transaction()?;
        let then = match which {
            Which::Open => backlog_at(&db, at)?,
            Which::All => replayed(&db, &ids(&db, "SELECT id FROM ticket WHERE removed = 0", params![])?, at)?,
            Which::These(ids) => replayed(&db, ids, at)?,
        };
        let book = self.book.read(&db)?.until(at);
        then.into_iter().map(|ticket| self.row_then(&db, &book, ticket)).collect()
    }

    fn row_then(&self, db: &Connection, book: &Book, ticket: Ticket) -> Result<Row, Error> {
        let customer = ticket.customer.map(|id| customer(db, id)).transpose()?.flatten();
        let clocks = project::clocks(db, &ticket, book)?;
        Ok(Row::of(&ticket, customer.as_ref(), sla::nearest(&clocks).cloned()))
    }

    /// The backlog as it stood at a past instant, each ticket as it was then.
    pub fn backlog_at(&self, at: Instant) -> Result<Vec<Ticket>, Error> {
        backlog_at(&*self.db.unchecked_transaction()?, at)
    }
}

fn backlog_at(db: &Connection, at: Instant) -> Result<Vec<Ticket>, Error> {
    // Whatever was solved for good by then, or came later, cannot have been in the backlog.
    let possible =
        "SELECT ticket FROM past INDEXED BY past_reach WHERE until_at > ?1 AND from_at <= ?1 ORDER BY ticket";
    let mut backlog = replayed(db, &ids(db, possible, params![at.timestamp_millis()])?, at)?;
    backlog.retain(|ticket| ticket.status.in_backlog() && ticket.created.is_some());
    Ok(backlog)
}

fn ids(db: &Connection, sql: &str, params: &[&dyn rusqlite::ToSql]) -> Result<Vec<TicketId>, Error> {
    let mut statement = db.prepare_cached(sql)?;
    Ok(statement.query_map(params, |row| Ok(TicketId(row.get(0)?)))?.collect::<Result<_, _>>()?)
}

/// The tickets as they stood at an instant; those that were not there yet are left out.
pub(super) fn replayed(db: &Connection, ids: &[TicketId], at: Instant) -> Result<Vec<Ticket>, Error> {
    let mut then = Vec::new();
    for id in ids {
        let ticket = history::replay(*id, &project::events_of(db, *id)?, Some(at));
        then.extend(ticket.filter(|ticket| !ticket.removed));
    }
    Ok(then)
}
