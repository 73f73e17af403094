//! Many tickets at once: from a foreign file, or from a demo that tells whole histories.
//!
//! A [`Batch`] is one transaction. It is kept short (a few thousand rows), so that others can write in between.

use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{OptionalExtension, Transaction};

use super::codec::json;
use super::project::Heard;
use super::read::seq;
use super::write::{Entry, Subject, add_record, customer_for, enter};
use super::{Error, Store, book, project, team};
use crate::domain::cleaned::Cleaned;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::event::{Author, Event, Facts, Field, Incoming, Seq, What};
use crate::domain::history;
use crate::domain::person::{Person, PersonId};
use crate::domain::record::Record;
use crate::domain::sla::Book;
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::Instant;

/// Rows in one transaction: others wait for a batch of this size less than a tenth of a second.
pub const BATCH: usize = 1_000;

/// A row of a foreign file with its texts cleaned. That needs no file, so it can be done while another row is written.
pub struct Ready(Incoming);

impl From<Incoming> for Ready {
    fn from(incoming: Incoming) -> Ready {
        Ready(incoming.cleaned())
    }
}

impl Ready {
    /// The ticket's number in the desk that it comes from.
    pub fn source_id(&self) -> &str {
        &self.0.facts.source_id
    }
}

/// What became of one row of a foreign file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landed {
    Imported(TicketId),
    /// A newer export. The fields named were set here since, and differ from it; they were kept.
    Updated(TicketId, Vec<Field>),
    Unchanged(TicketId),
}

/// A running transaction of many rows. Dropped without [`Batch::commit`], it leaves no trace.
pub struct Batch<'a> {
    tx: Transaction<'a>,
    book: Arc<Book>,
    by: Author,
    now: Instant,
    met: Met,
    /// Where they are kept for the next batch.
    keep: Arc<Mutex<Met>>,
    next_ticket: i64,
    heard: Heard,
}

/// Who was met in a batch: most rows of a file are by the same few people, and many by the same customers. The next batch
/// knows them still if nothing was written in between.
#[derive(Default)]
pub struct Met {
    people: HashMap<String, PersonId>,
    customers: HashMap<(String, Option<String>), CustomerId>,
    /// The newest event when the batch was written.
    seq: Seq,
}

impl Met {
    /// Once so many customers are known, all are forgotten: a long import needs no more room than a short one.
    const MOST: usize = 50_000;
}

impl Store {
    /// Begins a batch on behalf of `by`.
    pub fn batch(&mut self, by: Author, now: Instant) -> Result<Batch<'_>, Error> {
        let (rules, kept, keep) = (self.rules.clone(), self.book.clone(), self.met.clone());
        // What a batch touches is all over the file: in memory most of it is written once, not again and again.
        self.db.execute_batch("PRAGMA cache_size = -16000")?;
        let tx = self.begin()?;
        let known = mem::take(&mut *keep.lock().unwrap_or_else(PoisonError::into_inner));
        let met = if known.seq == seq(&tx)? && known.customers.len() < Met::MOST { known } else { Met::default() };
        let book = book::adopt(&tx, &kept, &rules, &by, now)?;
        let next_ticket = tx.query_row("SELECT coalesce(max(id), 0) + 1 FROM ticket", [], |row| row.get(0))?;
        let heard = Heard::default();
        Ok(Batch { tx, book, by, now, met, keep, next_ticket, heard })
    }
}

impl Batch<'_> {
    /// Takes one row of a foreign file: a ticket that is not here yet is added, one that the file tells anew is
    /// brought up to date, and one about which it tells nothing new is left alone.
    pub fn import(&mut self, row: impl Into<Ready>) -> Result<Landed, Error> {
        let Ready(incoming) = row.into();
        let mut facts = incoming.facts;
        facts.customer = incoming.customer.as_ref().map(|customer| self.customer(customer)).transpose()?;
        facts.assignee = incoming.assignee.as_ref().map(|name| self.person_called(name)).transpose()?;
        let known: Option<i64> = self
            .tx
            .prepare_cached("SELECT id FROM ticket WHERE source = ?1 AND source_id = ?2")?
            .query_row([&facts.source, &facts.source_id], |row| row.get(0))
            .optional()?;
        match known {
            Some(id) => self.update(TicketId(id), facts),
            None => {
                let id = TicketId(self.next_ticket);
                self.next_ticket += 1;
                let what = What::Imported(Box::new(facts));
                let event = self.enter(id, self.now, &self.by.clone(), what)?;
                self.land(id, std::slice::from_ref(&event), true)?;
                Ok(Landed::Imported(id))
            }
        }
    }

    fn update(&mut self, id: TicketId, facts: Facts) -> Result<Landed, Error> {
        let last: Option<What> = self
            .tx
            .prepare_cached(
                "SELECT data FROM event WHERE subject = 'ticket' AND subject_id = ?1 AND data ->> 'kind' = 'imported'
                 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row([id.0], |row| json(row, 0))
            .optional()?;
        if matches!(&last, Some(What::Imported(before)) if **before == facts) {
            return Ok(Landed::Unchanged(id));
        }
        let theirs = facts.clone();
        self.enter(id, self.now, &self.by.clone(), What::Imported(Box::new(facts)))?;
        let events = project::events_of(&self.tx, id)?;
        let ticket = self.land(id, &events, false)?;
        let differs = |field: &Field| match field {
            Field::Assignee => ticket.assignee != theirs.assignee,
            Field::Status => ticket.status != theirs.status,
            Field::Priority => ticket.priority != theirs.priority,
            Field::Subject => ticket.subject != theirs.subject,
            Field::Customer => ticket.customer != theirs.customer,
            Field::Channel => ticket.channel != theirs.channel,
            Field::Category => ticket.category != theirs.category,
            Field::Tags => ticket.tags != theirs.tags,
            // No foreign file tells of these.
            Field::Language | Field::Cause | Field::Stage | Field::Dissatisfied | Field::Escalation | Field::Upset => {
                false
            }
        };
        Ok(Landed::Updated(id, history::set_here(&events).into_iter().filter(differs).collect()))
    }

    /// Adds a ticket with its whole history, in order; each event with its own time and author. It is told, not done:
    /// nobody finds any of it among the acts that they can take back.
    pub fn tell(&mut self, story: impl IntoIterator<Item = (Instant, Author, What)>) -> Result<TicketId, Error> {
        let id = TicketId(self.next_ticket);
        self.next_ticket += 1;
        let mut events = Vec::new();
        for (at, by, what) in story {
            events.push(self.enter(id, at, &by, what)?);
        }
        self.land(id, &events, true)?;
        Ok(id)
    }

    /// Nothing of it can be taken back: it is told, not done.
    fn enter(&mut self, ticket: TicketId, at: Instant, by: &Author, what: What) -> Result<Event, Error> {
        let entry = Entry { subject: Subject::Ticket(ticket), at, by, act: None, turnable: false };
        let event = enter(&self.tx, &entry, what)?;
        self.heard.add(event.seq, &event.what);
        self.heard.put_if_much(&self.tx)?;
        Ok(event)
    }

    fn land(&mut self, id: TicketId, events: &[Event], new: bool) -> Result<Ticket, Error> {
        let seq = events.last().map_or(Seq(0), |event| event.seq);
        let ticket = history::replay(id, events, None)
            .ok_or_else(|| Error::Unreadable(format!("ticket {id} has no beginning")))?;
        project::put(&self.tx, &ticket, seq, &self.book, new)?;
        Ok(ticket)
    }

    /// The person of that name; added if there is none yet, without a profile.
    pub fn person_called(&mut self, name: &str) -> Result<PersonId, Error> {
        if let Some(id) = self.met.people.get(name) {
            return Ok(*id);
        }
        let id = match team::person_named(&self.tx, name)? {
            Some(id) => id,
            None => self.person(&Person::named(name))?,
        };
        self.met.people.insert(name.to_owned(), id);
        Ok(id)
    }

    /// Adds a person.
    pub fn person(&mut self, person: &Person) -> Result<PersonId, Error> {
        self.record(&Record::Person(person.clone())).map(PersonId)
    }

    /// The customer of that e-mail address, else of that name; added if there is none yet.
    pub fn customer(&mut self, customer: &Customer) -> Result<CustomerId, Error> {
        let key = (customer.name.clone(), customer.email.clone());
        if let Some(id) = self.met.customers.get(&key) {
            return Ok(*id);
        }
        let id = customer_for(&self.tx, customer, &self.by, self.now)?;
        self.met.customers.insert(key, id);
        Ok(id)
    }

    /// Adds a plain record, with its event.
    pub fn record(&mut self, record: &Record) -> Result<i64, Error> {
        add_record(&self.tx, record, &self.by, self.now)
    }

    pub fn commit(mut self) -> Result<(), Error> {
        self.heard.put(&self.tx)?;
        self.met.seq = seq(&self.tx)?;
        self.tx.commit()?;
        *self.keep.lock().unwrap_or_else(PoisonError::into_inner) = self.met;
        Ok(())
    }
}
