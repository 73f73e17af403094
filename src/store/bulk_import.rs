//! Bulk import: tickets from a file, or whole histories from the demo.
//!
//! An [`ImportBatch`] is one transaction, kept short (about a thousand rows) so that others can write in between.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{OptionalExtension, Transaction};

use super::codec::read_json;
use super::event_log::{EventHeader, insert_event, read_ticket_events};
use super::lookup_cache::LookupCache;
use super::read::newest_seq;
use super::text_index::TextIndexBatch;
use super::write::{add_implicit_record, find_or_add_customer};
use super::{Store, StoreError, policies, projection, team};
use crate::engine::sla::PolicyHistory;
use crate::events::replay;
use crate::events::sanitize::Sanitize;
use crate::events::transaction::EventSubject;
use crate::model::customer::Customer;
use crate::model::event::{Event, EventPayload, ImportedTicket, TicketField, TicketImportRow};
use crate::model::ids::{CustomerId, PersonId, Seq, TicketId};
use crate::model::person::{Author, Person};
use crate::model::record::Record;
use crate::model::ticket::Ticket;
use crate::model::time::Instant;

/// Rows per transaction; other writers wait less than 0.1 s for a batch of this size.
pub const ROWS_PER_BATCH: usize = 1_000;

/// An imported row with sanitized text. Sanitizing needs no database, so it can run while another row is written.
pub struct CleanRow(TicketImportRow);

impl From<TicketImportRow> for CleanRow {
    fn from(incoming: TicketImportRow) -> CleanRow {
        CleanRow(incoming.sanitized())
    }
}

impl CleanRow {
    /// The ticket's id in the source system.
    pub fn source_id(&self) -> &str {
        &self.0.facts.source_id
    }
}

/// What the import did with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportOutcome {
    Imported(TicketId),
    /// A newer export. The listed fields differ but were set here since, so the local values stay.
    Updated(TicketId, Vec<TicketField>),
    Unchanged(TicketId),
}

/// A running transaction of many rows. Dropping it without [`ImportBatch::commit`] rolls back.
pub struct ImportBatch<'a> {
    tx: Transaction<'a>,
    policy_history: Arc<PolicyHistory>,
    by: Author,
    now: Instant,
    lookup_cache: LookupCache,
    /// Where the cache goes for the next batch.
    shared_cache: Arc<Mutex<LookupCache>>,
    next_ticket: i64,
    text_index: TextIndexBatch,
}

impl Store {
    /// Begins a batch on behalf of `by`.
    pub fn begin_import_batch(&mut self, by: Author, now: Instant) -> Result<ImportBatch<'_>, StoreError> {
        let (rules, kept, keep) = (self.policies.clone(), self.policy_history.clone(), self.lookup_cache.clone());
        // A batch touches pages all over the file: a larger cache writes most of them once.
        self.db.execute_batch("PRAGMA cache_size = -16000")?;
        let tx = self.begin_write()?;
        let known = mem::take(&mut *keep.lock().unwrap_or_else(PoisonError::into_inner));
        let met = if known.newest_seq == newest_seq(&tx)? && known.customers.len() < LookupCache::MAX_CUSTOMERS {
            known
        } else {
            LookupCache::default()
        };
        let book = policies::policies_for_write(&tx, &kept, &rules, &by, now)?;
        let next_ticket = tx.query_row("SELECT coalesce(max(id), 0) + 1 FROM ticket", [], |row| row.get(0))?;
        let heard = TextIndexBatch::default();
        Ok(ImportBatch {
            tx,
            policy_history: book,
            by,
            now,
            lookup_cache: met,
            shared_cache: keep,
            next_ticket,
            text_index: heard,
        })
    }
}

impl ImportBatch<'_> {
    /// Imports one row: adds a new ticket, updates one that the file changed, and leaves an unchanged one alone.
    pub fn import(&mut self, row: impl Into<CleanRow>) -> Result<ImportOutcome, StoreError> {
        let CleanRow(incoming) = row.into();
        let mut facts = incoming.facts;
        facts.customer = incoming.customer.as_ref().map(|customer| self.find_or_add_customer(customer)).transpose()?;
        facts.assignee = incoming.assignee.as_ref().map(|name| self.find_or_add_person(name)).transpose()?;
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
                let what = EventPayload::Imported(Box::new(facts));
                let event = self.insert_event(id, self.now, &self.by.clone(), what)?;
                self.write_ticket(id, std::slice::from_ref(&event), true)?;
                Ok(ImportOutcome::Imported(id))
            }
        }
    }

    fn update(&mut self, id: TicketId, facts: ImportedTicket) -> Result<ImportOutcome, StoreError> {
        let last: Option<EventPayload> = self
            .tx
            .prepare_cached(
                "SELECT data FROM event WHERE subject = 'ticket' AND subject_id = ?1 AND data ->> 'kind' = 'imported'
                 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row([id.0], |row| read_json(row, 0))
            .optional()?;
        if matches!(&last, Some(EventPayload::Imported(before)) if **before == facts) {
            return Ok(ImportOutcome::Unchanged(id));
        }
        let theirs = facts.clone();
        self.insert_event(id, self.now, &self.by.clone(), EventPayload::Imported(Box::new(facts)))?;
        let events = read_ticket_events(&self.tx, id)?;
        let ticket = self.write_ticket(id, &events, false)?;
        let differs = |field: &TicketField| match field {
            TicketField::Assignee => ticket.assignee != theirs.assignee,
            TicketField::Status => ticket.status != theirs.status,
            TicketField::Priority => ticket.priority != theirs.priority,
            TicketField::Subject => ticket.subject != theirs.subject,
            TicketField::Customer => ticket.customer != theirs.customer,
            TicketField::Channel => ticket.channel != theirs.channel,
            TicketField::Category => ticket.category != theirs.category,
            TicketField::Tags => ticket.tags != theirs.tags,
            // No import format has these fields.
            TicketField::Language
            | TicketField::Cause
            | TicketField::Stage
            | TicketField::Dissatisfied
            | TicketField::Escalation
            | TicketField::Upset => false,
        };
        Ok(ImportOutcome::Updated(id, replay::locally_set_fields(&events).into_iter().filter(differs).collect()))
    }

    /// Adds a ticket with its whole history, in order, each event with its own time and author. None of it can be
    /// undone.
    pub fn add_ticket_history(
        &mut self,
        story: impl IntoIterator<Item = (Instant, Author, EventPayload)>,
    ) -> Result<TicketId, StoreError> {
        let id = TicketId(self.next_ticket);
        self.next_ticket += 1;
        let mut events = Vec::new();
        for (at, by, what) in story {
            events.push(self.insert_event(id, at, &by, what)?);
        }
        self.write_ticket(id, &events, true)?;
        Ok(id)
    }

    /// Inserts an event that cannot be undone.
    fn insert_event(
        &mut self,
        ticket: TicketId,
        at: Instant,
        by: &Author,
        what: EventPayload,
    ) -> Result<Event, StoreError> {
        let entry = EventHeader { subject: EventSubject::Ticket(ticket), at, by, transaction: None, undoable: false };
        let event = insert_event(&self.tx, &entry, what)?;
        self.text_index.add(event.seq, &event.what);
        self.text_index.flush_if_full(&self.tx)?;
        Ok(event)
    }

    fn write_ticket(&mut self, id: TicketId, events: &[Event], new: bool) -> Result<Ticket, StoreError> {
        let seq = events.last().map_or(Seq(0), |event| event.seq);
        let ticket = replay::replay_ticket(id, events, None)
            .ok_or_else(|| StoreError::Unreadable(format!("ticket {id} has no beginning")))?;
        projection::write_ticket(&self.tx, &ticket, seq, &self.policy_history, new)?;
        Ok(ticket)
    }

    /// Finds the person by name; adds one without a profile if there is none.
    pub fn find_or_add_person(&mut self, name: &str) -> Result<PersonId, StoreError> {
        if let Some(id) = self.lookup_cache.people.get(name) {
            return Ok(*id);
        }
        let id = match team::find_person(&self.tx, name)? {
            Some(id) => id,
            None => self.add_person(&Person::with_name(name))?,
        };
        self.lookup_cache.people.insert(name.to_owned(), id);
        Ok(id)
    }

    /// Adds a person.
    pub fn add_person(&mut self, person: &Person) -> Result<PersonId, StoreError> {
        self.add_record(&Record::Person(person.clone())).map(PersonId)
    }

    /// Finds the customer by e-mail address, else by name; adds one if there is none.
    pub fn find_or_add_customer(&mut self, customer: &Customer) -> Result<CustomerId, StoreError> {
        let key = (customer.name.clone(), customer.email.clone());
        if let Some(id) = self.lookup_cache.customers.get(&key) {
            return Ok(*id);
        }
        let id = find_or_add_customer(&self.tx, customer, &self.by, self.now)?;
        self.lookup_cache.customers.insert(key, id);
        Ok(id)
    }

    /// Adds a record with its event.
    pub fn add_record(&mut self, record: &Record) -> Result<i64, StoreError> {
        add_implicit_record(&self.tx, record, &self.by, self.now)
    }

    /// Commits the batch and passes the cache on to the next one.
    pub fn commit(mut self) -> Result<(), StoreError> {
        self.text_index.flush(&self.tx)?;
        self.lookup_cache.newest_seq = newest_seq(&self.tx)?;
        self.tx.commit()?;
        *self.shared_cache.lock().unwrap_or_else(PoisonError::into_inner) = self.lookup_cache;
        Ok(())
    }
}
