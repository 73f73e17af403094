//! Undo and redo. An undone event stays in the log and is skipped on replay, so no inverse operation can be wrong.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::codec::{EVENT_COLUMNS, read_event};
use super::event_log::{TransactionEvents, parse_subject, read_subject_events, read_ticket_events};
use super::record_write::{ensure_unreferenced, write_record};
use super::shift_overlap::find_shift_overlaps;
use super::{Store, StoreError, team};
use crate::events::change::ValidationError;
use crate::events::change_context::ChangeContext;
use crate::events::record_validation::current_record;
use crate::events::replay;
use crate::events::transaction::{
    self, EventSubject, LoggedTransaction, RevertedTransaction, TransactionSummary, UndoStacks,
};
use crate::events::validation::{can_restore, can_undo, changed_since};
use crate::model::event::{Event, EventPayload};
use crate::model::ids::Seq;
use crate::model::person::Author;
use crate::model::record::Record;
use crate::model::time::Instant;
use crate::query::protocol::{ChangeOutcome, UndoStep};

/// Which transaction to undo or redo.
pub enum UndoTarget {
    /// The author's last transaction in force.
    Undo,
    /// The author's last undone transaction.
    Redo,
    /// The transaction with this seq, whichever way.
    Transaction(Seq),
}

impl Store {
    /// An author's transactions that can be undone or redone, newest first.
    pub fn undo_history(&self, by: &Author) -> Result<Vec<transaction::Transaction>, StoreError> {
        let db = self.db.unchecked_transaction()?;
        let UndoStacks { undo, redo } = transaction::undo_stacks(&read_undo_marks(&db, by)?);
        let counting = undo.into_iter().map(|seq| (seq, false));
        let mut acts = Vec::new();
        for (seq, undone) in counting.chain(redo.into_iter().map(|(seq, _)| (seq, true))) {
            let events = read_transaction_events(&db, seq)?;
            let Some((_, first)) = events.first() else { continue };
            let (did, what) =
                TransactionSummary::with_first_event(events.iter().map(|(subject, event)| (*subject, &event.what)));
            let what = what.unwrap_or(&first.what).clone();
            acts.push(transaction::Transaction { seq, at: first.at, summary: did, first_event: what, undone });
        }
        acts.sort_by_key(|act| std::cmp::Reverse(act.seq));
        Ok(acts)
    }
}

/// Undoes or redoes atomically; returns all conflicts.
pub fn undo_or_redo(
    db: &Connection,
    by: &Author,
    which: UndoTarget,
    now: Instant,
) -> Result<ChangeOutcome, StoreError> {
    let stacks = transaction::undo_stacks(&read_undo_marks(db, by)?);
    let (seq, undo) = match which {
        UndoTarget::Undo => (*stacks.undo.last().ok_or(ValidationError::NothingToUndo)?, None),
        UndoTarget::Redo => {
            stacks.redo.last().map(|(act, undo)| (*act, Some(*undo))).ok_or(ValidationError::NothingToRedo)?
        }
        UndoTarget::Transaction(seq) => {
            let undone = stacks.redo.iter().find(|(act, _)| *act == seq).map(|(_, undo)| *undo);
            if undone.is_none() && !stacks.undo.contains(&seq) {
                return Err(ValidationError::Invalid(format!(
                    "Act {} is none of your last {}.",
                    seq.0,
                    transaction::UNDO_DEPTH
                ))
                .into());
            }
            (seq, undone)
        }
    };
    let originals = read_transaction_events(db, seq)?;
    let mut refused = Vec::new();
    for (subject, event) in &originals {
        let since = match undo {
            Some(undo) => undo,
            None => event.seq,
        };
        let checked = match subject {
            EventSubject::Ticket(id) => can_undo(*id, event, since, &read_ticket_events(db, *id)?),
            EventSubject::Record(kind, _) => {
                let moved = changed_since(&read_subject_events(db, *subject)?, since, by).next().is_some();
                if moved { Err(ValidationError::RecordConflict { what: kind.name() }) } else { Ok(()) }
            }
        };
        let returns =
            if undo.is_some() { can_restore(&event.what, &load_referenced(db, &event.what)?) } else { Ok(()) };
        refused.extend(checked.and(returns).err());
    }
    combine_errors(refused)?;
    let targets = match undo {
        Some(undo) => read_transaction_events(db, undo)?,
        None => originals.clone(),
    };
    let mut act = TransactionEvents::default();
    let mut people = BTreeSet::new();
    for (subject, target) in targets.iter().rev() {
        act.append(db, *subject, now, by, EventPayload::Undone { event: target.seq })?;
        if let EventSubject::Record(kind, id) = *subject {
            let history = read_subject_events(db, *subject)?;
            let record = current_record(&history);
            if record.is_none() {
                ensure_unreferenced(db, kind, id)?;
            }
            people.extend(record.and_then(Record::person));
            write_record(db, kind, id, record)?;
        }
    }
    // Checked at the end: the same transaction may restore the person.
    let mut refused = find_shift_overlaps(db, &act.events)?;
    for id in people {
        if team::read_person(db, id)?.is_none() {
            refused.push(ValidationError::NotFound { what: "person", id: id.0 });
        }
    }
    combine_errors(refused)?;
    let did = TransactionSummary::from_events(originals.iter().map(|(subject, event)| (*subject, &event.what)));
    let (subject, first) = originals.into_iter().next().ok_or(ValidationError::NothingToUndo)?;
    let turned = UndoStep { is_redo: undo.is_some(), summary: did, first_event: first.what };
    Ok(ChangeOutcome { subject, events: act.events, undo_step: Some(turned) })
}

/// Combines all conflicts into one error.
fn combine_errors(mut refused: Vec<ValidationError>) -> Result<(), ValidationError> {
    match refused.pop() {
        None => Ok(()),
        Some(why) if refused.is_empty() => Err(why),
        Some(why) => Err(ValidationError::Multiple(refused.into_iter().chain([why]).collect())),
    }
}

/// Loads the ticket and the person that an event refers to.
fn load_referenced(db: &Connection, what: &EventPayload) -> Result<ChangeContext, StoreError> {
    let mut known = ChangeContext::default();
    if let EventPayload::MergedInto { ticket: other } | EventPayload::Absorbed { ticket: other, .. } = what {
        let events = read_ticket_events(db, *other)?;
        known.tickets.insert(*other, (replay::replay_ticket(*other, &events, None), events));
    }
    if let EventPayload::Assigned { to: Some(id) } | EventPayload::HandedOff { to: Some(id), .. } = what {
        known.person = team::read_person(db, *id)?;
    }
    Ok(known)
}

/// The author's newest undoable transactions, oldest first. Implicit records are none of their own.
fn read_undo_marks(db: &Connection, by: &Author) -> Result<Vec<LoggedTransaction>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT e.seq, coalesce(t.act, t.seq), t.undoes IS NOT NULL
         FROM (SELECT seq, undoes FROM event
               WHERE login = ?1 AND by_person IS ?2 AND turnable = 1 ORDER BY seq DESC LIMIT ?3) e
         LEFT JOIN event t ON t.seq = e.undoes",
    )?;
    // Each transaction may have been undone, redone and undone again.
    let newest = statement.query_map(
        params![by.login, by.person.map(|id| id.0), 4 * transaction::UNDO_DEPTH as i64],
        |row| {
            let turned: Option<i64> = row.get(1)?;
            let again = row.get(2)?;
            Ok(LoggedTransaction {
                seq: Seq(row.get(0)?),
                reverts: turned.map(|act| RevertedTransaction { transaction: Seq(act), is_redo: again }),
            })
        },
    )?;
    let mut marks: Vec<LoggedTransaction> = newest.collect::<Result<_, _>>()?;
    marks.sort_by_key(|mark| mark.seq);
    Ok(marks)
}

/// The events of a transaction, in order.
fn read_transaction_events(db: &Connection, act: Seq) -> Result<Vec<(EventSubject, Event)>, StoreError> {
    let sql = format!(
        "SELECT {EVENT_COLUMNS}, subject, subject_id FROM event WHERE seq = ?1
         UNION ALL SELECT {EVENT_COLUMNS}, subject, subject_id FROM event WHERE act = ?1 ORDER BY seq"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let events = statement.query_map([act.0], |row| {
        let name: String = row.get(5)?;
        Ok((parse_subject(&name, row.get(6)?), read_event(row)?))
    })?;
    Ok(events.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::events::change::{Change, ChangeRequest};
    use crate::model::event::OpenedTicket;
    use crate::model::ids::TicketId;
    use crate::model::ticket::Status;
    use crate::model::time::from_millis;

    struct UndoFixture {
        _folder: tempfile::TempDir,
        store: Store,
    }

    impl UndoFixture {
        fn new(tickets: i64) -> UndoFixture {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::open_or_create(&folder.path().join("team.db"), Arc::default()).unwrap();
            let mut desk = UndoFixture { _folder: folder, store };
            for n in 1..=tickets {
                desk.does(
                    "an",
                    Change::OpenTicket(OpenedTicket { subject: format!("Ticket {n}"), ..OpenedTicket::default() }),
                )
                .unwrap();
            }
            desk
        }

        fn asks(&mut self, login: &str, change: Change, seen: Option<Seq>) -> Result<ChangeOutcome, StoreError> {
            let by = Author { person: None, login: login.into() };
            let at = from_millis(self.store.newest_seq().unwrap().0 * 60_000).unwrap();
            self.store.apply(&ChangeRequest { change, by, seen_seq: seen }, at)
        }

        fn does(&mut self, login: &str, change: Change) -> Result<ChangeOutcome, StoreError> {
            self.asks(login, change, None)
        }
    }

    fn merge(ticket: i64, into: i64) -> Change {
        Change::Merge { ticket: TicketId(ticket), into: TicketId(into) }
    }

    fn set(status: Status) -> Change {
        Change::SetStatus { ticket: TicketId(1), status }
    }

    #[test]
    fn two_tickets_never_go_on_in_each_other() {
        let mut desk = UndoFixture::new(2);
        desk.does("an", merge(1, 2)).unwrap();
        desk.does("an", Change::Undo).unwrap();
        desk.does("binh", merge(2, 1)).unwrap();
        let refused = desk.does("an", Change::Redo).unwrap_err();
        assert!(refused.to_string().contains("goes on in ticket 1"), "{refused}");
    }

    #[test]
    fn a_ticket_that_others_go_on_in_is_not_taken_back() {
        let mut desk = UndoFixture::new(1);
        let opened = desk
            .does("an", Change::OpenTicket(OpenedTicket { subject: "Ticket 2".into(), ..OpenedTicket::default() }))
            .unwrap();
        desk.does("an", merge(1, 2)).unwrap();
        let act = opened.events[0].1.seq;
        assert!(matches!(
            desk.does("an", Change::UndoOrRedo(act)),
            Err(StoreError::Validation(ValidationError::InUse(_)))
        ));
    }

    #[test]
    fn a_merge_stays_once_somebody_else_has_answered_there() {
        let mut desk = UndoFixture::new(2);
        desk.does("an", merge(1, 2)).unwrap();
        let reply = Change::Reply { ticket: TicketId(2), body: "Both are paid.".into(), then: None };
        desk.does("binh", reply).unwrap();
        assert!(matches!(desk.does("an", Change::Undo), Err(StoreError::Validation(ValidationError::InUse(_)))));
    }

    #[test]
    fn what_somebody_does_again_is_a_change_too() {
        let mut desk = UndoFixture::new(1);
        desk.does("binh", set(Status::Solved)).unwrap();
        desk.does("binh", Change::Undo).unwrap();
        let seen = Some(desk.store.newest_seq().unwrap());
        desk.does("an", set(Status::Pending)).unwrap();
        desk.does("an", Change::Undo).unwrap();
        desk.does("binh", Change::Redo).unwrap();
        assert!(matches!(
            desk.asks("an", set(Status::OnHold), seen),
            Err(StoreError::Validation(ValidationError::FieldConflict { .. }))
        ));
        assert!(matches!(
            desk.does("an", Change::Redo),
            Err(StoreError::Validation(ValidationError::UndoConflict { .. }))
        ));
    }

    #[test]
    fn what_is_still_to_be_done_goes_along_with_a_merge() {
        let mut desk = UndoFixture::new(2);
        let due = from_millis(9_000_000).unwrap();
        desk.does("an", Change::Reply { ticket: TicketId(1), body: "We look.".into(), then: None }).unwrap();
        desk.does("an", Change::AddPromise { ticket: TicketId(1), what: "call back".into(), due }).unwrap();
        desk.does("an", Change::SetStatus { ticket: TicketId(2), status: Status::Solved }).unwrap();
        desk.does("an", merge(1, 2)).unwrap();
        let ticket = desk.store.ticket(TicketId(2)).unwrap().unwrap().ticket;
        assert_eq!((ticket.status, ticket.next_promise().map(|promise| promise.due)), (Status::Open, Some(due)));
        desk.does("an", Change::Undo).unwrap();
        let ticket = desk.store.ticket(TicketId(2)).unwrap().unwrap().ticket;
        assert_eq!((ticket.status, ticket.next_promise()), (Status::Solved, None));
    }

    #[test]
    fn nothing_comes_back_for_somebody_who_is_no_more() {
        use crate::model::coaching::PersonNote;
        use crate::model::event::EventPayload;
        use crate::model::ids::PersonId;
        use crate::model::person::Person;
        use crate::model::record::RecordKind;
        use crate::model::shift::{Absence, AbsenceKind, Hours, Shift};
        let (person, on) = (PersonId(1), chrono::NaiveDate::default());
        let shift = Shift { person, day: on, hours: Hours::new(480, 960), name: None, breaks: Vec::new() };
        let absence = Absence { person, kind: AbsenceKind::Sick, first: on, last: on, hours: None, note: None };
        let note = PersonNote::plain(person, on, Author::default(), "Well done.");
        for record in [Record::Shift(shift), Record::Absence(absence), Record::Note(note)] {
            let (kind, remove) = (record.kind(), |kind, id| Change::ReplaceRecord { kind, id, record: None });
            let gone = |outcome: Result<ChangeOutcome, StoreError>| {
                let why = outcome.unwrap_err();
                assert!(
                    matches!(why, StoreError::Validation(ValidationError::NotFound { what: "person", id: 1 })),
                    "{kind:?}: {why}"
                );
            };
            for undo in [true, false] {
                let mut desk = UndoFixture::new(0);
                desk.does("binh", Change::AddRecord(Record::Person(Person::with_name("Minh")))).unwrap();
                desk.does("an", Change::AddRecord(record.clone())).unwrap();
                let take = if undo { remove(kind, 1) } else { Change::Undo };
                desk.does("an", take).unwrap();
                desk.does("binh", remove(RecordKind::Person, 1)).unwrap();
                gone(desk.does("an", if undo { Change::Undo } else { Change::Redo }));
                let back = desk.does("binh", Change::Undo).unwrap();
                assert!(matches!(back.undo_step.unwrap().first_event, EventPayload::Put { .. }));
                desk.does("an", if undo { Change::Undo } else { Change::Redo }).unwrap();
            }
        }
    }

    #[test]
    fn a_person_and_their_shift_come_back_together() {
        use crate::model::ids::PersonId;
        use crate::model::person::Person;
        use crate::model::record::RecordKind;
        use crate::model::shift::{Hours, Shift};
        let (person, day) = (PersonId(1), chrono::NaiveDate::default());
        let shift = Shift { person, day, hours: Hours::new(480, 960), name: None, breaks: Vec::new() };
        let mut desk = UndoFixture::new(0);
        desk.does("an", Change::AddRecord(Record::Person(Person::with_name("Minh")))).unwrap();
        desk.does("an", Change::AddRecord(Record::Shift(shift))).unwrap();
        let remove = |kind| Change::ReplaceRecord { kind, id: 1, record: None };
        desk.does("an", Change::Batch(vec![remove(RecordKind::Shift), remove(RecordKind::Person)])).unwrap();
        for change in [Change::Undo, Change::Redo, Change::Undo] {
            desk.does("an", change).unwrap();
        }
        assert_eq!(desk.store.shifts(day, day).unwrap().len(), 1);
    }
}
