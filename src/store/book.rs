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
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM event WHERE subject = 'rules' AND subject_id = 0")?
            .query_row([], |row| row.get(0))?;
        let mut kept = self.get();
        if kept.0 != Seq(newest) {
            let mut book = Book::default();
            let mut statement = db.prepare_cached("SELECT at, data FROM event WHERE subject = 'rules' ORDER BY seq")?;
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
        adopt(&tx, &kept, &rules, by, now)?;
        tx.commit()?;
        Ok(())
    }
}

fn in_force(book: &Book, rules: &Rules) -> bool {
    book.newest().map_or(rules.is_empty(), |newest| **newest == *rules)
}

/// See [`Store::adopt`]; returns the book as it is then.
pub fn adopt(db: &Connection, kept: &Kept, rules: &Rules, by: &Author, now: Instant) -> Result<Arc<Book>, Error> {
    let book = kept.read(db)?;
    if in_force(&book, rules) {
        return Ok(book);
    }
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
