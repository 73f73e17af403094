//! Reads and appends events of the log.

use rusqlite::{Connection, params};

use super::StoreError;
use super::codec::{EVENT_COLUMNS, millis, read_event};
use super::text_index::index_event_text;
use crate::events::transaction::EventSubject;
use crate::model::event::{Event, EventPayload};
use crate::model::ids::{Seq, TicketId};
use crate::model::person::Author;
use crate::model::record::RecordKind;
use crate::model::time::Instant;

/// The log's two subject columns.
fn subject_columns(subject: EventSubject) -> (&'static str, i64) {
    match subject {
        EventSubject::Ticket(id) => ("ticket", id.0),
        EventSubject::Record(kind, id) => (kind.name(), id),
    }
}

pub(super) fn parse_subject(name: &str, id: i64) -> EventSubject {
    match RecordKind::ALL.into_iter().find(|kind| kind.name() == name) {
        Some(kind) => EventSubject::Record(kind, id),
        None => EventSubject::Ticket(TicketId(id)),
    }
}

/// All events of a subject, in order.
pub(super) fn read_subject_events(db: &Connection, subject: EventSubject) -> Result<Vec<Event>, StoreError> {
    if let EventSubject::Ticket(id) = subject {
        return read_ticket_events(db, id);
    }
    let sql = format!(
        "SELECT {EVENT_COLUMNS} FROM event WHERE subject = ?1 AND subject_id = ?2 AND subject <> 'ticket' ORDER BY seq"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let events = statement.query_map(subject_columns(subject), read_event)?.collect::<Result<_, _>>()?;
    Ok(events)
}

/// The events written by one transaction.
#[derive(Default)]
pub(super) struct TransactionEvents {
    pub events: Vec<(EventSubject, Event)>,
}

impl TransactionEvents {
    pub fn append(
        &mut self,
        db: &Connection,
        subject: EventSubject,
        at: Instant,
        by: &Author,
        what: EventPayload,
    ) -> Result<(), StoreError> {
        let first = self.events.first().map(|(_, event)| event.seq);
        let event = append_event(db, subject, at, by, what, first)?;
        self.events.push((subject, event));
        Ok(())
    }
}

/// Appends an event to the log as part of the transaction that began with event `act`, and indexes its text.
pub(super) fn append_event(
    db: &Connection,
    subject: EventSubject,
    at: Instant,
    by: &Author,
    what: EventPayload,
    act: Option<Seq>,
) -> Result<Event, StoreError> {
    // Implicit and imported events are not undo steps of their author.
    let alone = !matches!(
        what,
        EventPayload::RulesSet(_) | EventPayload::Imported(_) | EventPayload::Put { came_along: true, .. }
    );
    let entry = EventHeader { subject, at, by, transaction: act, undoable: act.is_none() && alone };
    let event = insert_event(db, &entry, what)?;
    index_event_text(db, event.seq, &event.what)?;
    Ok(event)
}

/// Log columns of an event besides its payload.
pub(super) struct EventHeader<'a> {
    pub subject: EventSubject,
    pub at: Instant,
    pub by: &'a Author,
    /// First event of the transaction, unless this is the first.
    pub transaction: Option<Seq>,
    /// Starts a transaction that its author can undo.
    pub undoable: bool,
}

/// Appends an event without indexing its text. `OR FAIL` spares the statement journal: a failure rolls back the whole
/// transaction anyway.
pub(super) fn insert_event(db: &Connection, entry: &EventHeader, what: EventPayload) -> Result<Event, StoreError> {
    let (name, id) = match what {
        EventPayload::RulesSet(_) => ("rules", 0),
        _ => subject_columns(entry.subject),
    };
    let undoes = match what {
        EventPayload::Undone { event } => Some(event.0),
        _ => None,
    };
    db.prepare_cached(
        "INSERT OR FAIL INTO event (at, by_person, login, subject, subject_id, act, undoes, turnable, data)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)",
    )?
    .execute(params![
        millis(entry.at),
        entry.by.person.map(|id| id.0),
        entry.by.login,
        name,
        id,
        entry.transaction.map(|act| act.0),
        undoes,
        entry.undoable,
        serde_json::to_string(&what)?
    ])?;
    Ok(Event { seq: Seq(db.last_insert_rowid()), at: entry.at, by: entry.by.clone(), what })
}

/// All events of a ticket, in order.
pub fn read_ticket_events(db: &Connection, ticket: TicketId) -> Result<Vec<Event>, StoreError> {
    let sql = format!("SELECT {EVENT_COLUMNS} FROM event WHERE subject = 'ticket' AND subject_id = ?1 ORDER BY seq");
    let mut statement = db.prepare_cached(&sql)?;
    let events = statement.query_map([ticket.0], read_event)?.collect::<Result<_, _>>()?;
    Ok(events)
}
