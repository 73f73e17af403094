//! Write commands.
//!
//! A [`Change`] is a value. The store reads what [`Change::prerequisites`] names, [`Change::validate`] decides on that
//! alone, and the events are appended in the same transaction, which is undone as one. So the rules can be tested
//! without a database.

use thiserror::Error;

use crate::model::customer::Customer;
use crate::model::event::{OpenedTicket, TicketEdit};
use crate::model::ids::{PersonId, Seq, SourceRef, TicketId};
use crate::model::person::Author;
use crate::model::rating::Score;
use crate::model::record::{Record, RecordKind};
use crate::model::survey::Survey;
use crate::model::ticket::{Concession, Priority, Status};
use crate::model::time::Instant;

/// A requested write (command).
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    OpenTicket(OpenedTicket),
    /// Same, for a customer known only by name: looked up, or created.
    OpenTicketForCustomer {
        customer: Customer,
        opened: OpenedTicket,
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
    AddNote {
        ticket: TicketId,
        body: String,
    },
    Reply {
        ticket: TicketId,
        body: String,
        then: Option<Status>,
    },
    /// The customer wrote or called again.
    AddCustomerMessage {
        ticket: TicketId,
        body: String,
    },
    EditTicket {
        ticket: TicketId,
        edit: TicketEdit,
    },
    /// Escalate to a level; 0 de-escalates.
    Escalate {
        ticket: TicketId,
        level: u8,
        reason: String,
    },
    /// Promise something to the customer by a time.
    AddPromise {
        ticket: TicketId,
        what: String,
        due: Instant,
    },
    /// A promise was fulfilled (`kept`) or withdrawn.
    EndPromise {
        ticket: TicketId,
        promise: Seq,
        kept: bool,
    },
    HandOffTicket {
        ticket: TicketId,
        to: Option<PersonId>,
        why: String,
        next: String,
    },
    GrantConcession {
        ticket: TicketId,
        concession: Concession,
    },
    MarkUpset {
        ticket: TicketId,
        recovery: String,
        follow_up: Option<Instant>,
    },
    MarkRecovered {
        ticket: TicketId,
    },
    SetChecklistItem {
        ticket: TicketId,
        item: String,
        done: bool,
    },
    /// A customer rating from a survey import, given at its own time. The same answer counts once.
    Rate {
        ticket: TicketId,
        score: Score,
        at: Instant,
        source: SourceRef,
        comment: String,
    },
    /// Merge into another ticket.
    Merge {
        ticket: TicketId,
        into: TicketId,
    },
    Link {
        ticket: TicketId,
        to: TicketId,
    },
    /// Split a part off into a new ticket.
    Split {
        ticket: TicketId,
        opened: OpenedTicket,
    },
    /// A survey answer of a customer known only by name: looked up, or created.
    AddSurveyForCustomer {
        customer: Customer,
        survey: Survey,
    },
    /// Add a record.
    AddRecord(Record),
    /// Replace a record, or delete it.
    ReplaceRecord {
        kind: RecordKind,
        id: i64,
        record: Option<Record>,
    },
    /// The author has read a notice. Concurrent acknowledgements do not conflict.
    AcknowledgeNotice {
        notice: i64,
        at: Instant,
    },
    /// All or nothing, as one transaction.
    Batch(Vec<Change>),
    /// Undo the author's last transaction in effect.
    Undo,
    /// Redo what the author's last undo reverted.
    Redo,
    /// Undo or redo one of the author's transactions, given by its first event.
    UndoOrRedo(Seq),
}

/// A change, its author, and the log version they had seen.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRequest {
    pub change: Change,
    pub by: Author,
    /// Newest event the author's screen knew; `None` skips the conflict check.
    pub seen_seq: Option<Seq>,
}

/// Why a change is rejected: a full sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ValidationError {
    #[error("There is no {what} {id}; list them to see the numbers in use.")]
    NotFound { what: &'static str, id: i64 },
    #[error("{0}")]
    Invalid(String),
    #[error("Ticket {ticket} goes on in ticket {into}; do it there.")]
    TicketMerged { ticket: TicketId, into: TicketId },
    #[error("Somebody else changed the {field} of ticket {ticket} meanwhile; look at it again, then decide.")]
    FieldConflict { ticket: TicketId, field: &'static str },
    #[error("Somebody else changed this {what} meanwhile; look at it again, then decide.")]
    RecordConflict { what: &'static str },
    #[error("There is nothing of yours left to undo.")]
    NothingToUndo,
    #[error("There is nothing to do again: nothing of yours was undone since your last change.")]
    NothingToRedo,
    #[error("That cannot be undone any more: somebody else has changed the {field} of ticket {ticket} since.")]
    UndoConflict { ticket: TicketId, field: &'static str },
    #[error("That cannot be undone any more: {0} is in use since.")]
    InUse(String),
    #[error("{}", several(.0))]
    Multiple(Vec<ValidationError>),
}

/// A summary, then one reason per line.
fn several(refusals: &[ValidationError]) -> String {
    let lines: String = refusals.iter().map(|refusal| format!("\n{refusal}")).collect();
    format!("Nothing was changed, because {} of it could not be:{lines}", refusals.len())
}

impl Change {
    /// The ticket the change is about, if it exists already.
    pub fn ticket(&self) -> Option<TicketId> {
        match self {
            Change::Assign { ticket, .. }
            | Change::SetStatus { ticket, .. }
            | Change::SetPriority { ticket, .. }
            | Change::AddNote { ticket, .. }
            | Change::Reply { ticket, .. }
            | Change::AddCustomerMessage { ticket, .. }
            | Change::EditTicket { ticket, .. }
            | Change::Escalate { ticket, .. }
            | Change::AddPromise { ticket, .. }
            | Change::EndPromise { ticket, .. }
            | Change::HandOffTicket { ticket, .. }
            | Change::GrantConcession { ticket, .. }
            | Change::MarkUpset { ticket, .. }
            | Change::MarkRecovered { ticket }
            | Change::SetChecklistItem { ticket, .. }
            | Change::Rate { ticket, .. }
            | Change::Merge { ticket, .. }
            | Change::Link { ticket, .. }
            | Change::Split { ticket, .. } => Some(*ticket),
            Change::Batch(changes) => changes.first().and_then(Change::ticket),
            Change::OpenTicket(_)
            | Change::OpenTicketForCustomer { .. }
            | Change::AddSurveyForCustomer { .. }
            | Change::AddRecord(_)
            | Change::ReplaceRecord { .. }
            | Change::AcknowledgeNotice { .. }
            | Change::Undo
            | Change::Redo
            | Change::UndoOrRedo(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::events::change_context::ChangeContext;
    use crate::events::change_context::PendingEvent;
    use crate::events::validation::can_undo;
    use std::collections::BTreeMap;

    use super::*;
    use crate::events::replay;
    use crate::model::event::{Event, EventPayload};
    use crate::model::notice::Notice;
    use crate::model::person::Person;
    use crate::model::time::from_millis;

    fn lan() -> Author {
        Author { person: Some(PersonId(1)), login: "desk".into() }
    }

    fn minh() -> Author {
        Author { person: Some(PersonId(2)), login: "desk".into() }
    }

    fn event(seq: i64, by: Author, what: EventPayload) -> Event {
        Event { seq: Seq(seq), at: from_millis(seq * 60_000).unwrap(), by, what }
    }

    fn opened() -> EventPayload {
        EventPayload::Opened(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() })
    }

    fn known(events: Vec<Event>) -> ChangeContext {
        let ticket = replay::replay_ticket(TicketId(1), &events, None);
        let tickets = BTreeMap::from([(TicketId(1), (ticket, events))]);
        ChangeContext { tickets, person: Some(Person::with_name("Minh")), ..ChangeContext::default() }
    }

    #[test]
    fn a_change_that_changes_nothing_is_no_event() {
        let known = known(vec![event(1, lan(), opened())]);
        let same = Change::SetPriority { ticket: TicketId(1), priority: Priority::Normal };
        assert_eq!(same.validate(&known, None, &lan()), Ok(Vec::new()));
    }

    #[test]
    fn two_people_clash_only_over_the_same_field() {
        let events =
            vec![event(1, lan(), opened()), event(2, minh(), EventPayload::StatusSet { status: Status::Pending })];
        let known = known(events);
        let status = Change::SetStatus { ticket: TicketId(1), status: Status::Solved };
        let priority = Change::SetPriority { ticket: TicketId(1), priority: Priority::High };
        assert!(matches!(status.validate(&known, Some(Seq(1)), &lan()), Err(ValidationError::FieldConflict { .. })));
        assert!(status.validate(&known, Some(Seq(2)), &lan()).is_ok());
        assert!(priority.validate(&known, Some(Seq(1)), &lan()).is_ok());
    }

    #[test]
    fn two_who_read_a_notice_at_once_are_both_kept_and_a_new_text_is_read_first() {
        let notice = Notice {
            title: "Refunds".into(),
            body: "Up to 20 €.".into(),
            by: Author { person: Some(PersonId(9)), login: "desk".into() },
            at: from_millis(0).unwrap(),
            until: None,
            to: None,
            read: Vec::new(),
        };
        let put = |before: Option<Notice>, after: Notice| EventPayload::Put {
            before: before.map(Record::Notice),
            after: Some(Record::Notice(after)),
            came_along: false,
        };
        let read = notice.acknowledge(PersonId(2), from_millis(1).unwrap()).unwrap();
        let mut record =
            vec![event(1, lan(), put(None, notice.clone())), event(2, minh(), put(Some(notice.clone()), read.clone()))];
        let change = Change::AcknowledgeNotice { notice: 1, at: from_millis(2).unwrap() };
        let known = ChangeContext { record_events: record.clone(), ..ChangeContext::default() };
        let steps = change.validate(&known, Some(Seq(1)), &lan()).unwrap();
        let [PendingEvent { payload: EventPayload::Put { after: Some(Record::Notice(both)), .. }, .. }] = &steps[..]
        else {
            panic!("{steps:?}")
        };
        assert_eq!(both.read.iter().map(|read| read.by).collect::<Vec<_>>(), [PersonId(2), PersonId(1)]);
        assert_eq!(change.validate(&known, None, &minh()), Ok(Vec::new()), "once");
        record.push(event(3, minh(), put(Some(read.clone()), read.with_text("Refunds".into(), "None.".into()))));
        let known = ChangeContext { record_events: record, ..ChangeContext::default() };
        assert!(matches!(change.validate(&known, Some(Seq(1)), &lan()), Err(ValidationError::RecordConflict { .. })));
    }

    #[test]
    fn an_undo_by_somebody_else_is_a_change_of_its_field_too() {
        let solved = event(2, minh(), EventPayload::StatusSet { status: Status::Solved });
        let undone = event(3, minh(), EventPayload::Undone { event: Seq(2) });
        let known = known(vec![event(1, lan(), opened()), solved, undone]);
        let status = Change::SetStatus { ticket: TicketId(1), status: Status::Closed };
        let priority = Change::SetPriority { ticket: TicketId(1), priority: Priority::High };
        assert!(matches!(status.validate(&known, Some(Seq(2)), &lan()), Err(ValidationError::FieldConflict { .. })));
        assert!(status.validate(&known, Some(Seq(3)), &lan()).is_ok());
        assert!(priority.validate(&known, Some(Seq(2)), &lan()).is_ok());
    }

    #[test]
    fn an_undo_is_refused_once_somebody_else_has_set_the_field() {
        let mine = event(2, lan(), EventPayload::Assigned { to: Some(PersonId(2)) });
        let mut events = vec![event(1, lan(), opened()), mine.clone()];
        assert_eq!(can_undo(TicketId(1), &mine, mine.seq, &events), Ok(()));
        events.push(event(3, minh(), EventPayload::Assigned { to: None }));
        assert!(matches!(can_undo(TicketId(1), &mine, mine.seq, &events), Err(ValidationError::UndoConflict { .. })));
    }

    #[test]
    fn an_undone_opening_leaves_a_removed_ticket_that_nothing_can_change() {
        let events = vec![event(1, lan(), opened()), event(2, lan(), EventPayload::Undone { event: Seq(1) })];
        let known = known(events);
        assert!(known.tickets[&TicketId(1)].0.as_ref().unwrap().removed);
        let note = Change::AddNote { ticket: TicketId(1), body: "hello".into() };
        assert!(matches!(note.validate(&known, None, &lan()), Err(ValidationError::NotFound { .. })));
    }
}
