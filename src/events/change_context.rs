//! What the validation of a change reads, and the events it produces.

use std::collections::BTreeMap;

use crate::model::customer::Customer;
use crate::model::event::{Event, EventPayload};
use crate::model::ids::{CustomerId, PersonId, TicketId};
use crate::model::person::Person;
use crate::model::record::RecordKind;
use crate::model::ticket::Ticket;

/// The state [`Change::validate`](crate::events::change::Change::validate) needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangePrerequisites {
    /// The changed ticket, and others that must exist.
    pub tickets: Vec<TicketId>,
    pub person: Option<PersonId>,
    pub customer: Option<CustomerId>,
    pub record: Option<(RecordKind, i64)>,
    /// A name that no other record of this kind may have.
    pub unique_name: Option<(RecordKind, String)>,
}

/// The state read for [`ChangePrerequisites`].
#[derive(Debug, Clone, Default)]
pub struct ChangeContext {
    pub tickets: BTreeMap<TicketId, (Option<Ticket>, Vec<Event>)>,
    pub person: Option<Person>,
    pub customer: Option<Customer>,
    /// Events of the record.
    pub record_events: Vec<Event>,
    /// The record that already has the unique name.
    pub name_holder: Option<i64>,
    /// The ID a new ticket would get.
    pub next_ticket_id: Option<TicketId>,
}

impl ChangeContext {
    pub(super) fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        self.tickets.get(&id).and_then(|(ticket, _)| ticket.as_ref()).filter(|ticket| !ticket.removed)
    }
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventTarget {
    Ticket(TicketId),
    NewTicket,
    Record(RecordKind, i64),
    NewRecord(RecordKind),
}

/// One event of a change, not yet in the log.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingEvent {
    pub target: EventTarget,
    pub payload: EventPayload,
}
