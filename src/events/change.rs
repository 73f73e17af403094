//! Write commands.
//!
//! A [`Change`] is a value. The store reads what [`Change::prerequisites`] names, [`Change::validate`] decides on that
//! alone, and the events are appended in the same transaction, which is undone as one. So the rules can be tested
//! without a database.

use thiserror::Error;

use crate::events::check::{Known, Needs, On, Step, changed_since, may_return, may_turn};
use crate::events::records::{apart, current};
use crate::model::customer::Customer;
use crate::model::event::{Edit, Opened};
use crate::model::ids::{PersonId, Seq, TicketId};
use crate::model::person::Author;
use crate::model::record::{Record, RecordKind};
use crate::model::survey::Survey;
use crate::model::ticket::rating::Score;
use crate::model::ticket::{Concession, Priority, Source, Status};
use crate::model::time::Instant;

/// A requested write (command).
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    Open(Opened),
    /// Same, for a customer known only by name: looked up, or created.
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
    Edit {
        ticket: TicketId,
        edit: Edit,
    },
    /// Escalate to a level; 0 de-escalates.
    Escalate {
        ticket: TicketId,
        level: u8,
        reason: String,
    },
    /// Promise something to the customer by a time.
    Promise {
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
    HandOff {
        ticket: TicketId,
        to: Option<PersonId>,
        why: String,
        next: String,
    },
    Concede {
        ticket: TicketId,
        concession: Concession,
    },
    Upset {
        ticket: TicketId,
        recovery: String,
        follow_up: Option<Instant>,
    },
    Soothe {
        ticket: TicketId,
    },
    Tick {
        ticket: TicketId,
        item: String,
        done: bool,
    },
    /// A customer rating from a survey import, given at its own time. The same answer counts once.
    Rate {
        ticket: TicketId,
        score: Score,
        at: Instant,
        source: Source,
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
        opened: Opened,
    },
    /// A survey answer of a customer known only by name: looked up, or created.
    SurveyOf {
        customer: Customer,
        survey: Survey,
    },
    /// Add a record.
    Add(Record),
    /// Replace a record, or delete it.
    Replace {
        kind: RecordKind,
        id: i64,
        record: Option<Record>,
    },
    /// The author has read a notice. Concurrent acknowledgements do not conflict.
    Acknowledge {
        notice: i64,
        at: Instant,
    },
    /// All or nothing, as one transaction.
    Many(Vec<Change>),
    /// Undo the author's last transaction in effect.
    Undo,
    /// Redo what the author's last undo reverted.
    Redo,
    /// Undo or redo one of the author's transactions, given by its first event.
    Turn(Seq),
}

/// A change, its author, and the log version they had seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub change: Change,
    pub by: Author,
    /// Newest event the author's screen knew; `None` skips the conflict check.
    pub seen: Option<Seq>,
}

/// Why a change is rejected: a full sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("There is no {what} {id}; list them to see the numbers in use.")]
    NotFound { what: &'static str, id: i64 },
    #[error("{0}")]
    Invalid(String),
    #[error("Ticket {ticket} goes on in ticket {into}; do it there.")]
    Merged { ticket: TicketId, into: TicketId },
    #[error("Somebody else changed the {field} of ticket {ticket} meanwhile; look at it again, then decide.")]
    Moved { ticket: TicketId, field: &'static str },
    #[error("Somebody else changed this {what} meanwhile; look at it again, then decide.")]
    RecordMoved { what: &'static str },
    #[error("There is nothing of yours left to undo.")]
    NothingToUndo,
    #[error("There is nothing to do again: nothing of yours was undone since your last change.")]
    NothingToRedo,
    #[error("That cannot be undone any more: somebody else has changed the {field} of ticket {ticket} since.")]
    Overtaken { ticket: TicketId, field: &'static str },
    #[error("That cannot be undone any more: {0} is in use since.")]
    InUse(String),
    #[error("{}", several(.0))]
    Several(Vec<Refusal>),
}

/// A summary, then one reason per line.
fn several(refusals: &[Refusal]) -> String {
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
            | Change::Note { ticket, .. }
            | Change::Reply { ticket, .. }
            | Change::Ask { ticket, .. }
            | Change::Edit { ticket, .. }
            | Change::Escalate { ticket, .. }
            | Change::Promise { ticket, .. }
            | Change::EndPromise { ticket, .. }
            | Change::HandOff { ticket, .. }
            | Change::Concede { ticket, .. }
            | Change::Upset { ticket, .. }
            | Change::Soothe { ticket }
            | Change::Tick { ticket, .. }
            | Change::Rate { ticket, .. }
            | Change::Merge { ticket, .. }
            | Change::Link { ticket, .. }
            | Change::Split { ticket, .. } => Some(*ticket),
            Change::Many(changes) => changes.first().and_then(Change::ticket),
            Change::Open(_)
            | Change::OpenFor { .. }
            | Change::SurveyOf { .. }
            | Change::Add(_)
            | Change::Replace { .. }
            | Change::Acknowledge { .. }
            | Change::Undo
            | Change::Redo
            | Change::Turn(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::events::change::*;
    use crate::model::event::{Event, What};
    use crate::events::replay;
    use crate::model::person::Person;
    use crate::model::notice::Notice;
    use crate::model::time::from_millis;

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
        let ticket = replay::replay(TicketId(1), &events, None);
        let tickets = BTreeMap::from([(TicketId(1), (ticket, events))]);
        Known { tickets, person: Some(Person::named("Minh")), ..Known::default() }
    }

    #[test]
    fn a_change_that_changes_nothing_is_no_event() {
        let known = known(vec![event(1, lan(), opened())]);
        let same = Change::SetPriority { ticket: TicketId(1), priority: Priority::Normal };
        assert_eq!(same.check(&known, None, &lan()), Ok(Vec::new()));
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
        let put = |before: Option<Notice>, after: Notice| What::Put {
            before: before.map(Record::Notice),
            after: Some(Record::Notice(after)),
            came_along: false,
        };
        let read = notice.acknowledge(PersonId(2), from_millis(1).unwrap()).unwrap();
        let mut record =
            vec![event(1, lan(), put(None, notice.clone())), event(2, minh(), put(Some(notice.clone()), read.clone()))];
        let change = Change::Acknowledge { notice: 1, at: from_millis(2).unwrap() };
        let known = Known { record: record.clone(), ..Known::default() };
        let steps = change.check(&known, Some(Seq(1)), &lan()).unwrap();
        let [Step { what: What::Put { after: Some(Record::Notice(both)), .. }, .. }] = &steps[..] else {
            panic!("{steps:?}")
        };
        assert_eq!(both.read.iter().map(|read| read.by).collect::<Vec<_>>(), [PersonId(2), PersonId(1)]);
        assert_eq!(change.check(&known, None, &minh()), Ok(Vec::new()), "once");
        record.push(event(3, minh(), put(Some(read.clone()), read.rewritten("Refunds".into(), "None.".into()))));
        let known = Known { record, ..Known::default() };
        assert!(matches!(change.check(&known, Some(Seq(1)), &lan()), Err(Refusal::RecordMoved { .. })));
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
        assert_eq!(may_turn(TicketId(1), &mine, mine.seq, &events), Ok(()));
        events.push(event(3, minh(), What::Assigned { to: None }));
        assert!(matches!(may_turn(TicketId(1), &mine, mine.seq, &events), Err(Refusal::Overtaken { .. })));
    }

    #[test]
    fn an_undone_opening_leaves_a_removed_ticket_that_nothing_can_change() {
        let events = vec![event(1, lan(), opened()), event(2, lan(), What::Undone { event: Seq(1) })];
        let known = known(events);
        assert!(known.tickets[&TicketId(1)].0.as_ref().unwrap().removed);
        let note = Change::Note { ticket: TicketId(1), body: "hello".into() };
        assert!(matches!(note.check(&known, None, &lan()), Err(Refusal::NotFound { .. })));
    }
}
