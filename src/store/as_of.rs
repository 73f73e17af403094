//! The live set as of a past instant, computed from the log.

use rusqlite::{Connection, params};

use super::event_log::read_ticket_events;
use super::read::TicketSelection;
use super::team::read_customer;
use super::{Store, StoreError, projection};
use crate::engine::desk::{Desk, TicketRow};
use crate::engine::sla::{self, PolicyHistory};
use crate::events::replay;
use crate::model::ids::TicketId;
use crate::model::ticket::Ticket;
use crate::model::time::{Instant, Zone};

impl Store {
    /// Whether the file holds anything that happened after `at`.
    pub fn has_events_after(&self, at: Instant) -> Result<bool, StoreError> {
        // The log is almost in time order; histories that were imported ticket by ticket are covered by the ticket
        // tables.
        let sql = "SELECT EXISTS (SELECT 1 FROM event WHERE seq > (SELECT max(seq) FROM event) - 1000 AND at > ?1)
              OR EXISTS (SELECT 1 FROM past WHERE until_at > ?1 AND until_at < ?2)
              OR EXISTS (SELECT 1 FROM past p CROSS JOIN ticket t ON t.id = p.ticket
                         WHERE p.until_at = ?2 AND t.last_event_at > ?1)
              OR EXISTS (SELECT 1 FROM ticket WHERE open = 1 AND last_event_at > ?1)";
        Ok(self.db.query_row(sql, [at.timestamp_millis(), projection::UNKNOWN_END], |row| row.get(0))?)
    }

    /// The live set as of a past instant. People and shifts are those of today.
    pub fn desk_at(&self, zone: Zone, at: Instant) -> Result<Desk, StoreError> {
        let tickets = self.rows_at(at, &TicketSelection::Open)?.into_iter().map(|row| (row.id, row)).collect();
        Ok(Desk { seq: self.newest_seq()?, tickets, team: self.team(zone.date(at))? })
    }

    /// [`Store::rows`] as of a past instant. A clock keeps its recorded terms.
    pub fn rows_at(&self, at: Instant, which: &TicketSelection) -> Result<Vec<TicketRow>, StoreError> {
        let db = self.db.unchecked_transaction()?;
        let then = match which {
            TicketSelection::Open => backlog_at(&db, at)?,
            TicketSelection::All => {
                replay_tickets(&db, &query_ticket_ids(&db, "SELECT id FROM ticket WHERE removed = 0", params![])?, at)?
            }
            TicketSelection::Ids(ids) => replay_tickets(&db, ids, at)?,
        };
        let book = self.policy_history.load(&db)?.as_of(at);
        then.into_iter().map(|ticket| self.row_as_of(&db, &book, ticket)).collect()
    }

    fn row_as_of(&self, db: &Connection, book: &PolicyHistory, ticket: Ticket) -> Result<TicketRow, StoreError> {
        let customer = ticket.customer.map(|id| read_customer(db, id)).transpose()?.flatten();
        let clocks = projection::ticket_clocks(db, &ticket, book)?;
        Ok(TicketRow::from_ticket(&ticket, customer.as_ref(), sla::nearest_clock(&clocks).cloned()))
    }

    /// The backlog as of a past instant, with each ticket's state then.
    pub fn backlog_at(&self, at: Instant) -> Result<Vec<Ticket>, StoreError> {
        backlog_at(&*self.db.unchecked_transaction()?, at)
    }
}

fn backlog_at(db: &Connection, at: Instant) -> Result<Vec<Ticket>, StoreError> {
    // Tickets solved for good by then, or created later, cannot have been in the backlog.
    let possible =
        "SELECT ticket FROM past INDEXED BY past_reach WHERE until_at > ?1 AND from_at <= ?1 ORDER BY ticket";
    let mut backlog = replay_tickets(db, &query_ticket_ids(db, possible, params![at.timestamp_millis()])?, at)?;
    backlog.retain(|ticket| ticket.status.in_backlog() && ticket.created.is_some());
    Ok(backlog)
}

fn query_ticket_ids(db: &Connection, sql: &str, params: &[&dyn rusqlite::ToSql]) -> Result<Vec<TicketId>, StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    Ok(statement.query_map(params, |row| Ok(TicketId(row.get(0)?)))?.collect::<Result<_, _>>()?)
}

/// The tickets as of an instant, without those that did not exist yet.
pub(super) fn replay_tickets(db: &Connection, ids: &[TicketId], at: Instant) -> Result<Vec<Ticket>, StoreError> {
    let mut then = Vec::new();
    for id in ids {
        let ticket = replay::replay_ticket(*id, &read_ticket_events(db, *id)?, Some(at));
        then.extend(ticket.filter(|ticket| !ticket.removed));
    }
    Ok(then)
}
