//! Which policies and calendars were in force when, as the log has it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::codec::{instant, json};
use super::write::append;
use super::{Error, Store, project};
use crate::domain::dialogue::Subject;
use crate::domain::event::{Author, Seq, What};
use crate::domain::sla::{Book, Rules};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;

/// The book as it was last read, and the newest event of it; shared by a store and its transactions.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<(Seq, Arc<Book>)>>);

impl Kept {
    fn get(&self) -> MutexGuard<'_, (Seq, Arc<Book>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The book as it is in the file now.
    pub fn read(&self, db: &Connection) -> Result<Arc<Book>, Error> {
        let newest: i64 = db
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM event WHERE subject = 'rules' AND subject_id = 0 AND subject <> 'ticket'")?
            .query_row([], |row| row.get(0))?;
        let mut kept = self.get();
        if kept.0 != Seq(newest) {
            let mut book = Book::default();
            let mut statement = db.prepare_cached(
                "SELECT at, data FROM event WHERE subject = 'rules' AND subject <> 'ticket' ORDER BY seq",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if let What::RulesSet(rules) = json(row, 1)? {
                    book.add(instant(row, 0)?, Arc::new(*rules));
                }
            }
            *kept = (Seq(newest), Arc::new(book));
        }
        Ok(kept.1.clone())
    }
}

impl Store {
    /// From now on, promises go by the store's rules: clocks that run get new terms, those that have ended stay as they
    /// were judged. Nothing happens if these rules are in force already.
    pub fn adopt(&mut self, by: &Author, now: Instant) -> Result<(), Error> {
        let (rules, kept) = (self.rules.clone(), self.book.clone());
        let book = kept.read(&self.db)?;
        if in_force(&book, &rules) {
            return Ok(());
        }
        let tx = self.begin()?;
        put_in_force(&tx, book, &rules, by, now)?;
        tx.commit()?;
        Ok(())
    }
}

fn in_force(book: &Book, rules: &Rules) -> bool {
    // Somebody without policies takes nobody's away.
    rules.is_empty() || book.newest().is_some_and(|newest| **newest == *rules)
}

/// The book for a write: rules that this file has never seen are put in force with it. Older ones are not put back by the
/// way, or two people with settings of their own would change everybody's promises back and forth; a screen that is
/// opened with them does that.
pub fn adopt(db: &Connection, kept: &Kept, rules: &Rules, by: &Author, now: Instant) -> Result<Arc<Book>, Error> {
    let book = kept.read(db)?;
    if in_force(&book, rules) || book.knows(rules) { Ok(book) } else { put_in_force(db, book, rules, by, now) }
}

fn put_in_force(
    db: &Connection,
    book: Arc<Book>,
    rules: &Rules,
    by: &Author,
    now: Instant,
) -> Result<Arc<Book>, Error> {
    // The log's columns want a subject; the rules are about no ticket.
    append(db, Subject::Ticket(TicketId(0)), now, by, What::RulesSet(Box::new(rules.clone())), None)?;
    // Not kept yet: the transaction may come to nothing.
    let mut book = Book::clone(&book);
    book.add(now, Arc::new(rules.clone()));
    let mut statement = db.prepare("SELECT id FROM ticket WHERE open = 1")?;
    let open = statement.query_map([], |row| Ok(TicketId(row.get(0)?)))?.collect::<Result<Vec<_>, _>>()?;
    for id in open {
        project::refresh(db, id, &book)?;
    }
    Ok(Arc::new(book))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::domain::change::{Change, Request};
    use crate::domain::event::Opened;
    use crate::domain::sla::{Policy, ResolutionMode, Run};
    use crate::domain::time::{Zone, from_millis};

    fn minute(n: i64) -> Instant {
        from_millis(n * 60_000).unwrap()
    }

    fn rules(minutes: i64) -> Arc<Rules> {
        let policy = Policy {
            name: "any".into(),
            priorities: Vec::new(),
            channels: Vec::new(),
            categories: Vec::new(),
            tiers: Vec::new(),
            first_reply: Some(TimeDelta::minutes(minutes)),
            next_reply: None,
            resolution: None,
            mode: ResolutionMode::default(),
            calendar: None,
        };
        Arc::new(Rules { policies: vec![policy], calendars: Vec::new() })
    }

    #[test]
    fn other_policies_move_what_runs_and_everybody_hears_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        let mut store = Store::open_or_create(&path, rules(60)).unwrap();
        let change = Change::Open(Opened { subject: "Refund".into(), ..Opened::default() });
        store.apply(&Request { change, by: Author::default(), seen: None }, minute(0)).unwrap();
        let seen = store.seq().unwrap();

        let mut other = Store::open(&path, rules(90)).unwrap();
        other.adopt(&Author::default(), minute(10)).unwrap();
        other.adopt(&Author::default(), minute(20)).unwrap();
        assert_eq!(other.seq().unwrap().0, seen.0 + 1, "once");

        let delta = store.delta(seen, Zone::UTC, minute(20)).unwrap().unwrap();
        let row = delta.tickets[0].1.as_ref().unwrap();
        assert_eq!(row.clock.as_ref().unwrap().due(), Some(minute(90)));
        let clocks = store.ticket(TicketId(1)).unwrap().unwrap().clocks;
        assert_eq!(clocks[0].run, Run::Off { at: minute(10) }, "the clock that ran is kept as it was");
        assert_eq!(clocks.len(), 2);
    }
}
