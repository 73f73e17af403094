//! What the metrics of a period are drawn from: every ticket of which anything falls in it, read from the worked-out
//! tables without touching the log.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::codec::{instant, instant_opt, ms, person_opt, word};
use super::{Error, Store};
use crate::domain::metrics::{AtEnd, Material, Past};
use crate::domain::ticket::{Impossible, Rating, ResponsePair, Score, Status, Stretch, Ticket, TicketId};
use crate::domain::time::{Instant, Period};

impl Store {
    /// The material of a period, judged at `now`.
    pub fn material(&self, period: Period, now: Instant, fcr_window: chrono::TimeDelta) -> Result<Material, Error> {
        let db = self.db.unchecked_transaction()?;
        gather(&db, period)?;
        let mut tickets = tickets(&db)?;
        stretches(&db, &mut tickets)?;
        responses(&db, &mut tickets)?;
        ratings(&db, &mut tickets)?;
        let tickets = tickets.into_values().map(|ticket| Past { at_end: at_end(&ticket, period.to), ticket }).collect();
        Ok(Material { period, now, fcr_window, tickets })
    }
}

/// Puts the numbers of the tickets in question into a table of this connection's own.
fn gather(db: &Connection, period: Period) -> Result<(), Error> {
    db.execute_batch("CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY); DELETE FROM wanted;")?;
    db.prepare_cached(
        "INSERT OR IGNORE INTO wanted
           SELECT ticket FROM stretch  WHERE from_at    >= ?1 AND from_at    < ?2
           UNION ALL SELECT ticket FROM response WHERE replied_at >= ?1 AND replied_at < ?2
           UNION ALL SELECT ticket FROM rating   WHERE at         >= ?1 AND at         < ?2
           UNION ALL SELECT id FROM ticket WHERE created_at >= ?1 AND created_at < ?2
           UNION ALL SELECT id FROM ticket WHERE open = 1
           UNION ALL SELECT id FROM ticket WHERE last_solved_at >= ?2
           UNION ALL SELECT id FROM ticket WHERE created_at IS NULL OR odd_reply_at IS NOT NULL OR odd_solve_at IS NOT NULL",
    )?
    .execute(params![ms(period.from), ms(period.to)])?;
    Ok(())
}

fn tickets(db: &Connection) -> Result<BTreeMap<TicketId, Ticket>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT t.id, t.priority, t.status, t.assignee, t.created_at, t.proactive, t.replies, t.first_reply_at, t.known,
           t.waiting_since, t.first_solved_at, t.last_solved_at, t.solved_by, t.reopened, t.reopened_at, t.reassigned,
           t.last_event_at, t.surveys, t.odd_reply_at, t.odd_solve_at, t.merged_into
         FROM wanted w CROSS JOIN ticket t ON t.id = w.id WHERE t.removed = 0",
    )?;
    let found = statement.query_map([], |row| {
        let id = TicketId(row.get(0)?);
        let odd_reply = instant_opt(row, 18)?.map(Impossible::FirstReplyBeforeCreation);
        let odd_solve = instant_opt(row, 19)?.map(Impossible::SolveBeforeCreation);
        let ticket = Ticket {
            priority: word(row, 1)?,
            status: word(row, 2)?,
            assignee: person_opt(row, 3)?,
            created: instant_opt(row, 4)?,
            proactive: row.get(5)?,
            replies: row.get(6)?,
            first_reply_at: instant_opt(row, 7)?,
            conversation_known: row.get(8)?,
            waiting_since: instant_opt(row, 9)?,
            first_solved: instant_opt(row, 10)?,
            last_solved: instant_opt(row, 11)?,
            solved_by: person_opt(row, 12)?,
            reopened: row.get(13)?,
            last_reopened: instant_opt(row, 14)?,
            reassigned: row.get(15)?,
            surveys: row.get(17)?,
            merged_into: row.get::<_, Option<i64>>(20)?.map(TicketId),
            impossible: odd_reply.into_iter().chain(odd_solve).collect(),
            ..Ticket::blank(id, instant(row, 16)?)
        };
        Ok((id, ticket))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Runs `sql` over every wanted ticket's rows of a table and hands each row, read by `read`, to its ticket.
fn each<T>(
    db: &Connection,
    sql: &str,
    tickets: &mut BTreeMap<TicketId, Ticket>,
    read: impl Fn(&rusqlite::Row) -> rusqlite::Result<T>,
    put: impl Fn(&mut Ticket, T),
) -> Result<(), Error> {
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        if let Some(ticket) = tickets.get_mut(&TicketId(row.get(0)?)) {
            put(ticket, read(row)?);
        }
    }
    Ok(())
}

fn stretches(db: &Connection, tickets: &mut BTreeMap<TicketId, Ticket>) -> Result<(), Error> {
    let sql = "SELECT s.ticket, s.from_at, s.status, s.assignee, s.by_person, s.solve, s.reopen, s.assigned
               FROM wanted w CROSS JOIN stretch s ON s.ticket = w.id ORDER BY s.ticket, s.n";
    let read = |row: &rusqlite::Row| {
        Ok(Stretch {
            from: instant(row, 1)?,
            status: word(row, 2)?,
            assignee: person_opt(row, 3)?,
            by: person_opt(row, 4)?,
            solve: row.get(5)?,
            reopen: row.get(6)?,
            assigned: row.get(7)?,
        })
    };
    each(db, sql, tickets, read, |ticket, stretch| ticket.stretches.push(stretch))
}

fn responses(db: &Connection, tickets: &mut BTreeMap<TicketId, Ticket>) -> Result<(), Error> {
    let sql = "SELECT r.ticket, r.asked_at, r.replied_at, r.by_person, r.assigned_at, r.first
               FROM wanted w CROSS JOIN response r ON r.ticket = w.id ORDER BY r.ticket, r.n";
    let read = |row: &rusqlite::Row| {
        Ok(ResponsePair {
            asked: instant(row, 1)?,
            replied: instant(row, 2)?,
            by: person_opt(row, 3)?,
            assigned: instant_opt(row, 4)?,
            first: row.get(5)?,
        })
    };
    each(db, sql, tickets, read, |ticket, pair| ticket.responses.push(pair))
}

fn ratings(db: &Connection, tickets: &mut BTreeMap<TicketId, Ticket>) -> Result<(), Error> {
    let sql = "SELECT r.ticket, r.at, r.score, r.out_of, r.credit
               FROM wanted w CROSS JOIN rating r ON r.ticket = w.id ORDER BY r.ticket, r.n";
    let read = |row: &rusqlite::Row| {
        let score = Score { score: row.get(2)?, out_of: row.get(3)? };
        Ok(Rating { at: instant_opt(row, 1)?, score, credit: person_opt(row, 4)? })
    };
    each(db, sql, tickets, read, |ticket, rating| ticket.ratings.push(rating))
}

/// How the ticket stood in the backlog just before `at`.
fn at_end(ticket: &Ticket, at: Instant) -> Option<AtEnd> {
    let stretch = ticket.stretches.iter().take_while(|stretch| stretch.from < at).last()?;
    ticket.created?;
    let answered_later = ticket.first_reply_at.is_some_and(|replied| replied >= at);
    let unanswered = match ticket.replies {
        Some(0) => Some(true),
        _ if answered_later => Some(true),
        None if ticket.first_reply_at.is_none() => None,
        _ => Some(false),
    };
    let status: Status = stretch.status;
    status.waits_on().map(|waits_on| AtEnd { waits_on, assignee: stretch.assignee, unanswered })
}
