//! Every write that a person can ask for: what it needs to know, whether it may be, and the event that it becomes.
//!
//! A [`Change`] is a value. The store looks up what [`Change::needs`] names, [`Change::check`] decides on that alone,
//! and the event goes into the log in the same transaction. So the rules can be tested without a file.

use thiserror::Error;

use super::customer::{Customer, CustomerId};
use super::event::{Author, Event, Field, Opened, Seq, What};
use super::history;
use super::person::{Person, PersonId};
use super::record::{Record, RecordKind};
use super::ticket::{Priority, Status, Ticket, TicketId};

/// One wish of a person.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Open(Opened),
    /// The same, for a customer known only by name: taken from the file, or added to it.
    OpenFor {
        customer: Customer,
        opened: Opened,
    },
    Assign {
        ticket: TicketId,
        to: Option<PersonId>,
    },
    SetStatus {
        ticket: TicketId,
        status: Status,
    },
    SetPriority {
        ticket: TicketId,
        priority: Priority,
    },
    Note {
        ticket: TicketId,
        body: String,
    },
    Reply {
        ticket: TicketId,
        body: String,
        then: Option<Status>,
    },
    /// The customer wrote or called again.
    Ask {
        ticket: TicketId,
        body: String,
    },
    /// A new plain record.
    Add(Record),
    /// Takes back the author's last event that still counts.
    Undo,
}

/// A change, who wants it, and what they had seen of the file when they decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub change: Change,
    pub by: Author,
    /// The newest event that the author's screen knew; `None` accepts whatever stands.
    pub seen: Option<Seq>,
}

/// What [`Change::check`] has to know of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    pub ticket: Option<TicketId>,
    pub person: Option<PersonId>,
    pub customer: Option<CustomerId>,
    /// The record with this name must not exist yet.
    pub unnamed: Option<(RecordKind, String)>,
}

/// What the file says of a [`Needs`].
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub ticket: Option<Ticket>,
    pub events: Vec<Event>,
    pub person: Option<Person>,
    pub customer: Option<Customer>,
    pub name_taken: bool,
}

/// Why a change was not made. Each is a whole sentence for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("There is no {what} {id}; list them to see the numbers in use.")]
    NotFound { what: &'static str, id: i64 },
    #[error("{0}")]
    Invalid(String),
    #[error("Somebody else changed the {field} of ticket {ticket} meanwhile; look at it again, then decide.")]
    Moved { ticket: TicketId, field: &'static str },
    #[error("There is nothing of yours left to undo.")]
    NothingToUndo,
    #[error("That cannot be undone any more: somebody else has changed the {field} of ticket {ticket} since.")]
    Overtaken { ticket: TicketId, field: &'static str },
    #[error("That cannot be undone any more: {0} is in use since.")]
    InUse(String),
}

impl Change {
    /// The ticket that the change is about, where there is one already.
    pub fn ticket(&self) -> Option<TicketId> {
        match self {
            Change::Assign { ticket, .. }
            | Change::SetStatus { ticket, .. }
            | Change::SetPriority { ticket, .. }
            | Change::Note { ticket, .. }
            | Change::Reply { ticket, .. }
            | Change::Ask { ticket, .. } => Some(*ticket),
            Change::Open(_) | Change::OpenFor { .. } | Change::Add(_) | Change::Undo => None,
        }
    }

    pub fn needs(&self) -> Needs {
        let mut needs = Needs { ticket: self.ticket(), ..Needs::default() };
        match self {
            Change::Assign { to, .. } => needs.person = *to,
            Change::Open(opened) | Change::OpenFor { opened, .. } => {
                needs.person = opened.assignee;
                needs.customer = opened.customer;
            }
            Change::Add(Record::Shift(shift)) => needs.person = Some(shift.person),
            Change::Add(Record::Absence(absence)) => needs.person = Some(absence.person),
            Change::Add(Record::Person(person)) => needs.unnamed = Some((RecordKind::Person, person.name.clone())),
            _ => {}
        }
        needs
    }

    /// The event that the change becomes, or why it may not be. `None` if it would change nothing.
    pub fn check(&self, known: &Known, seen: Option<Seq>, by: &Author) -> Result<Option<What>, Refusal> {
        self.present(known)?;
        let ticket = known.ticket.as_ref();
        let what = match self {
            Change::Open(opened) | Change::OpenFor { opened, .. } => {
                filled(&opened.subject, "A ticket needs a subject.")?;
                What::Opened(opened.clone())
            }
            Change::Assign { to, .. } => What::Assigned { to: *to },
            Change::SetStatus { status: Status::New, .. } if ticket.is_some_and(|ticket| ticket.assignee.is_some()) => {
                return Err(Refusal::Invalid(
                    "New means that nobody has it. Give the ticket back to nobody first, or set it to open.".into(),
                ));
            }
            Change::SetStatus { status, .. } => What::StatusSet { status: *status },
            Change::SetPriority { priority, .. } => What::PrioritySet { priority: *priority },
            Change::Note { body, .. } => {
                filled(body, "The note is empty; write something first.")?;
                What::Noted { body: body.clone() }
            }
            Change::Reply { body, then, .. } => {
                filled(body, "The reply is empty; write what the customer was told.")?;
                What::Replied { body: body.clone(), then: *then }
            }
            Change::Ask { body, .. } => {
                filled(body, "The message is empty; write what the customer said.")?;
                What::Asked { body: body.clone() }
            }
            Change::Add(record) => {
                sound(record)?;
                What::Put { before: None, after: Some(record.clone()), came_along: false }
            }
            Change::Undo => return Err(Refusal::NothingToUndo),
        };
        if let (Some(ticket), Some(field)) = (ticket, what.field()) {
            unmoved(ticket.id, field, &known.events, seen, by)?;
        }
        Ok(Some(what).filter(|what| !ticket.is_some_and(|ticket| changes_nothing(what, ticket))))
    }

    /// Everything that the change names is there.
    fn present(&self, known: &Known) -> Result<(), Refusal> {
        let needs = self.needs();
        if let Some(id) = needs.ticket
            && known.ticket.as_ref().is_none_or(|ticket| ticket.removed)
        {
            return Err(Refusal::NotFound { what: "ticket", id: id.0 });
        }
        if let (Some(id), None) = (needs.person, &known.person) {
            return Err(Refusal::NotFound { what: "person", id: id.0 });
        }
        if let (Some(id), None) = (needs.customer, &known.customer) {
            return Err(Refusal::NotFound { what: "customer", id: id.0 });
        }
        if let (Some((kind, name)), true) = (needs.unnamed, known.name_taken) {
            return Err(Refusal::Invalid(format!(
                "There is a {} named {name} already; give the new one a name of their own.",
                kind.name()
            )));
        }
        Ok(())
    }
}

fn filled(text: &str, otherwise: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(Refusal::Invalid(otherwise.into())) } else { Ok(()) }
}

fn sound(record: &Record) -> Result<(), Refusal> {
    match record {
        Record::Person(person) => {
            filled(&person.name, "A person needs a name.")?;
            if person.second.is_some() && person.second == person.primary {
                return Err(Refusal::Invalid(format!(
                    "{}’s two profiles are the same; leave the second one out.",
                    person.name
                )));
            }
        }
        Record::Customer(customer) => filled(&customer.name, "A customer needs a name.")?,
        Record::Shift(shift) => {
            let hours = shift.hours;
            if hours.to <= hours.from || hours.from >= 24 * 60 || hours.minutes() > 24 * 60 {
                return Err(Refusal::Invalid("A shift begins within its day and lasts at most 24 hours.".into()));
            }
            if shift.breaks.iter().any(|b| b.to <= b.from || b.from < hours.from || hours.to < b.to) {
                return Err(Refusal::Invalid("A break lies outside its shift; give it hours within the shift.".into()));
            }
        }
        Record::Absence(absence) if absence.last < absence.first => {
            return Err(Refusal::Invalid("The absence ends before it begins; swap its two days.".into()));
        }
        Record::Requirement(requirement) if requirement.weekdays & 0x7f == 0 => {
            return Err(Refusal::Invalid("A requirement needs at least one weekday.".into()));
        }
        Record::Absence(_) | Record::Requirement(_) => {}
    }
    Ok(())
}

fn changes_nothing(what: &What, ticket: &Ticket) -> bool {
    match what {
        What::Assigned { to } => *to == ticket.assignee,
        What::StatusSet { status } => *status == ticket.status,
        What::PrioritySet { priority } => *priority == ticket.priority,
        _ => false,
    }
}

/// Nobody else has set `field` since the author looked.
fn unmoved(ticket: TicketId, field: Field, events: &[Event], seen: Option<Seq>, by: &Author) -> Result<(), Refusal> {
    let Some(seen) = seen else { return Ok(()) };
    // An undo moves the field that its event had set; one that was undone itself has moved it there and back.
    let sets = |event: &Event| match event.what {
        What::Undone { event: target } => {
            events.iter().any(|event| event.seq == target && event.what.field() == Some(field))
        }
        _ => event.what.field() == Some(field),
    };
    let gone = history::undone(events);
    let counts = |event: &&Event| !gone.contains(&event.seq) && event.seq > seen && event.by != *by;
    let moved = events.iter().filter(counts).any(sets);
    if moved { Err(Refusal::Moved { ticket, field: field.name() }) } else { Ok(()) }
}

/// Whether `event`, one of the `events` of a ticket, may still be taken back: nobody else has set the same field since.
pub fn may_undo(ticket: TicketId, event: &Event, events: &[Event]) -> Result<(), Refusal> {
    let Some(field) = event.what.field() else {
        let opened = matches!(event.what, What::Opened(_));
        let followed = history::active(events).any(|later| later.seq > event.seq && later.by != event.by);
        return if opened && followed { Err(Refusal::InUse(format!("ticket {ticket}"))) } else { Ok(()) };
    };
    let overtaken = history::active(events)
        .any(|later| later.seq > event.seq && later.what.field() == Some(field) && later.by != event.by);
    if overtaken { Err(Refusal::Overtaken { ticket, field: field.name() }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::from_millis;

    fn lan() -> Author {
        Author { person: Some(PersonId(1)), login: "desk".into() }
    }

    fn minh() -> Author {
        Author { person: Some(PersonId(2)), login: "desk".into() }
    }

    fn event(seq: i64, by: Author, what: What) -> Event {
        Event { seq: Seq(seq), at: from_millis(seq * 60_000).unwrap(), by, what }
    }

    fn opened() -> What {
        What::Opened(Opened { subject: "Refund".into(), ..Opened::default() })
    }

    fn known(events: Vec<Event>) -> Known {
        let ticket = history::replay(TicketId(1), &events, None);
        Known { ticket, events, person: Some(Person::named("Minh")), ..Known::default() }
    }

    #[test]
    fn a_change_that_changes_nothing_is_no_event() {
        let known = known(vec![event(1, lan(), opened())]);
        let same = Change::SetPriority { ticket: TicketId(1), priority: Priority::Normal };
        assert_eq!(same.check(&known, None, &lan()), Ok(None));
    }

    #[test]
    fn two_people_clash_only_over_the_same_field() {
        let events = vec![event(1, lan(), opened()), event(2, minh(), What::StatusSet { status: Status::Pending })];
        let known = known(events);
        let status = Change::SetStatus { ticket: TicketId(1), status: Status::Solved };
        let priority = Change::SetPriority { ticket: TicketId(1), priority: Priority::High };
        assert!(matches!(status.check(&known, Some(Seq(1)), &lan()), Err(Refusal::Moved { .. })));
        assert!(status.check(&known, Some(Seq(2)), &lan()).is_ok());
        assert!(priority.check(&known, Some(Seq(1)), &lan()).is_ok());
    }

    #[test]
    fn an_undo_by_somebody_else_is_a_change_of_its_field_too() {
        let solved = event(2, minh(), What::StatusSet { status: Status::Solved });
        let undone = event(3, minh(), What::Undone { event: Seq(2) });
        let known = known(vec![event(1, lan(), opened()), solved, undone]);
        let status = Change::SetStatus { ticket: TicketId(1), status: Status::Closed };
        let priority = Change::SetPriority { ticket: TicketId(1), priority: Priority::High };
        assert!(matches!(status.check(&known, Some(Seq(2)), &lan()), Err(Refusal::Moved { .. })));
        assert!(status.check(&known, Some(Seq(3)), &lan()).is_ok());
        assert!(priority.check(&known, Some(Seq(2)), &lan()).is_ok());
    }

    #[test]
    fn an_undo_is_refused_once_somebody_else_has_set_the_field() {
        let mine = event(2, lan(), What::Assigned { to: Some(PersonId(2)) });
        let mut events = vec![event(1, lan(), opened()), mine.clone()];
        assert_eq!(may_undo(TicketId(1), &mine, &events), Ok(()));
        events.push(event(3, minh(), What::Assigned { to: None }));
        assert!(matches!(may_undo(TicketId(1), &mine, &events), Err(Refusal::Overtaken { .. })));
    }

    #[test]
    fn an_undone_opening_leaves_a_removed_ticket_that_nothing_can_change() {
        let events = vec![event(1, lan(), opened()), event(2, lan(), What::Undone { event: Seq(1) })];
        let known = known(events);
        assert!(known.ticket.as_ref().unwrap().removed);
        let note = Change::Note { ticket: TicketId(1), body: "hello".into() };
        assert!(matches!(note.check(&known, None, &lan()), Err(Refusal::NotFound { .. })));
    }
}
