//! Applies a change as events and updated rows: one transaction, all or nothing.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::event_log::{TransactionEvents, append_event, read_subject_events, read_ticket_events};
use super::record_write::{ensure_unreferenced, write_record};
use super::shift_overlap::find_shift_overlaps;
use super::{Store, StoreError, policies, projection, team, undo};
use crate::events::change::{Change, ChangeRequest, ValidationError};
use crate::events::change_context::{ChangeContext, EventTarget, PendingEvent};
use crate::events::replay;
use crate::events::sanitize::Sanitize;
use crate::model::customer::Customer;
use crate::model::event::EventPayload;
use crate::model::ids::{CustomerId, TicketId};
use crate::model::person::Author;
use crate::model::record::{Record, RecordKind};
use crate::model::time::Instant;

pub use crate::events::transaction::EventSubject;
pub use crate::query::protocol::ChangeOutcome;

impl Store {
    /// Applies a change and returns once it is durable. Its text is sanitized here, once.
    pub fn apply(&mut self, request: &ChangeRequest, now: Instant) -> Result<ChangeOutcome, StoreError> {
        let request = &ChangeRequest { change: request.change.clone().sanitized(), ..request.clone() };
        let (rules, history) = (self.policies.clone(), self.policy_history.clone());
        let tx = self.begin_write()?;
        let book = policies::policies_for_write(&tx, &history, &rules, &request.by, now)?;
        let outcome = match &request.change {
            Change::Undo => undo::undo_or_redo(&tx, &request.by, undo::UndoTarget::Undo, now)?,
            Change::Redo => undo::undo_or_redo(&tx, &request.by, undo::UndoTarget::Redo, now)?,
            Change::UndoOrRedo(act) => undo::undo_or_redo(&tx, &request.by, undo::UndoTarget::Transaction(*act), now)?,
            change => apply_all(&tx, change, request, now)?,
        };
        let mut touched = BTreeSet::new();
        for (subject, _) in &outcome.events {
            match subject {
                EventSubject::Ticket(id) => drop(touched.insert(*id)),
                // Undo may change the tier that a customer had when a clock started.
                EventSubject::Record(RecordKind::Customer, id) if outcome.undo_step.is_some() => {
                    touched.extend(projection::ticket_ids_of_customer(&tx, *id)?);
                }
                EventSubject::Record(..) => {}
            }
        }
        for id in touched {
            projection::refresh_ticket(&tx, id, &book)?;
        }
        tx.commit()?;
        Ok(outcome)
    }
}

/// Applies a change, or a list of them atomically; on failure returns every reason.
fn apply_all(
    db: &Connection,
    change: &Change,
    request: &ChangeRequest,
    now: Instant,
) -> Result<ChangeOutcome, StoreError> {
    let mut act = TransactionEvents::default();
    let mut refused = Vec::new();
    let mut about = None;
    let each = flatten(change);
    let alone = each.len() == 1;
    for change in each {
        match apply_one(db, change, request, now, &mut act) {
            Ok(subject) => about = about.or(subject),
            Err(StoreError::Validation(why)) if !alone => refused.push(why),
            Err(error) => return Err(error),
        }
    }
    if refused.is_empty() {
        refused = find_shift_overlaps(db, &act.events)?;
    }
    if refused.len() > 1 {
        return Err(ValidationError::Multiple(refused).into());
    }
    if let Some(why) = refused.pop() {
        return Err(why.into());
    }
    let first = act.events.first().map(|(subject, _)| *subject);
    let subject =
        first.or(about).ok_or_else(|| ValidationError::Invalid("Nothing was chosen to be changed.".into()))?;
    Ok(ChangeOutcome { subject, events: act.events, undo_step: None })
}

fn flatten(change: &Change) -> Vec<&Change> {
    match change {
        Change::Batch(changes) => changes.iter().flat_map(flatten).collect(),
        change => vec![change],
    }
}

/// Applies one change; returns its subject, even if it wrote no event.
fn apply_one(
    db: &Connection,
    change: &Change,
    request: &ChangeRequest,
    now: Instant,
    act: &mut TransactionEvents,
) -> Result<Option<EventSubject>, StoreError> {
    let known = load_validation_context(db, change)?;
    for PendingEvent { target: on, payload: mut what } in change.validate(&known, request.seen_seq, &request.by)? {
        let subject = match on {
            EventTarget::Ticket(id) => EventSubject::Ticket(id),
            EventTarget::NewTicket => EventSubject::Ticket(TicketId(next_ticket_id(db)?)),
            EventTarget::Record(kind, id) => EventSubject::Record(kind, id),
            EventTarget::NewRecord(kind) => EventSubject::Record(kind, next_record_id(db, kind)?),
        };
        if let (Change::OpenTicketForCustomer { customer, .. }, EventPayload::Opened(opened)) = (change, &mut what) {
            opened.customer = Some(find_or_add_customer(db, customer, &request.by, now)?);
        }
        if let (
            Change::AddSurveyForCustomer { customer, .. },
            EventPayload::Put { after: Some(Record::Survey(survey)), .. },
        ) = (change, &mut what)
        {
            survey.customer = Some(find_or_add_customer(db, customer, &request.by, now)?);
        }
        if let (EventPayload::Put { after, .. }, EventSubject::Record(kind, id)) = (&what, subject) {
            if after.is_none() {
                ensure_unreferenced(db, kind, id)?;
            }
            write_record(db, kind, id, after.as_ref())?;
        }
        act.append(db, subject, now, &request.by, what)?;
    }
    Ok(change.ticket().map(EventSubject::Ticket).or(match change {
        Change::ReplaceRecord { kind, id, .. } => Some(EventSubject::Record(*kind, *id)),
        Change::AcknowledgeNotice { notice, .. } => Some(EventSubject::Record(RecordKind::Notice, *notice)),
        _ => None,
    }))
}

fn load_validation_context(db: &Connection, change: &Change) -> Result<ChangeContext, StoreError> {
    let needs = change.prerequisites();
    let mut known = ChangeContext { next_ticket_id: Some(TicketId(next_ticket_id(db)?)), ..ChangeContext::default() };
    for id in needs.tickets {
        let events = read_ticket_events(db, id)?;
        known.tickets.insert(id, (replay::replay_ticket(id, &events, None), events));
    }
    if let Some(id) = needs.person {
        known.person = team::read_person(db, id)?;
    }
    if let Some(id) = needs.customer {
        known.customer = team::read_customer(db, id)?;
    }
    if let Some((kind, id)) = needs.record {
        known.record_events = read_subject_events(db, EventSubject::Record(kind, id))?;
    }
    known.name_holder = match &needs.unique_name {
        Some((RecordKind::Template, name)) => team::find_template(db, name)?,
        Some((_, name)) => team::find_person(db, name)?.map(|id| id.0),
        None => None,
    };
    Ok(known)
}

/// The next free id. Removed rows keep theirs, so an id is never reused.
fn next_record_id(db: &Connection, kind: RecordKind) -> Result<i64, StoreError> {
    if kind.uses_record_table() {
        let sql = "SELECT coalesce(max(id), 0) + 1 FROM kept WHERE kind = ?1";
        return Ok(db.prepare_cached(sql)?.query_row([kind.name()], |row| row.get(0))?);
    }
    let sql = format!("SELECT coalesce(max(id), 0) + 1 FROM {}", kind.name());
    Ok(db.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}

/// The next free ticket id. Also looks in the log: a ticket's row is written after its first event.
fn next_ticket_id(db: &Connection) -> Result<i64, StoreError> {
    let sql = "SELECT max((SELECT coalesce(max(id), 0) FROM ticket),
                 (SELECT coalesce(max(subject_id), 0) FROM event WHERE subject = 'ticket')) + 1";
    Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Finds the customer by e-mail address, else by name; adds one if there is none.
pub(super) fn find_or_add_customer(
    db: &Connection,
    customer: &Customer,
    by: &Author,
    at: Instant,
) -> Result<CustomerId, StoreError> {
    match team::find_customer(db, customer)? {
        Some(id) => Ok(id),
        None => add_implicit_record(db, &Record::Customer(customer.clone()), by, at).map(CustomerId),
    }
}

/// Adds a record implied by another write, with its event; returns its id.
pub(super) fn add_implicit_record(
    db: &Connection,
    record: &Record,
    by: &Author,
    at: Instant,
) -> Result<i64, StoreError> {
    let id = next_record_id(db, record.kind())?;
    write_record(db, record.kind(), id, Some(record))?;
    let what = EventPayload::Put { before: None, after: Some(record.clone()), came_along: true };
    append_event(db, EventSubject::Record(record.kind(), id), at, by, what, None)?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::{Days, NaiveDate};
    use rusqlite::params;

    use super::*;
    use crate::model::event::{ImportedTicket, OpenedTicket, TicketImportRow};
    use crate::model::ids::PersonId;
    use crate::model::person::Person;
    use crate::model::shift::Shift;
    use crate::model::ticket::{Priority, Status};
    use crate::model::time::from_millis;

    fn desk() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_or_create(&folder.path().join("team.db"), Arc::default()).unwrap();
        (folder, store)
    }

    fn lan() -> Author {
        Author { person: None, login: "lan".into() }
    }

    fn now() -> Instant {
        from_millis(0).unwrap()
    }

    fn does(store: &mut Store, change: Change) -> ChangeOutcome {
        store.apply(&ChangeRequest { change, by: lan(), seen_seq: None }, now()).unwrap()
    }

    #[test]
    fn whoever_the_history_names_stays() {
        let (_folder, mut store) = desk();
        let add = |name: &str| Change::AddRecord(Record::Person(Person::with_name(name)));
        let minh = Author { person: None, login: "minh".into() };
        let (ticket, first) = (TicketId(1), Some(PersonId(1)));
        does(&mut store, Change::OpenTicket(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() }));
        does(&mut store, add("An"));
        for to in [first, None] {
            let change = Change::Assign { ticket, to };
            store.apply(&ChangeRequest { change, by: minh.clone(), seen_seq: None }, now()).unwrap();
        }
        let undo = |by: Author| ChangeRequest { change: Change::Undo, by, seen_seq: None };
        let refused = store.apply(&undo(lan()), now());
        assert!(matches!(refused, Err(StoreError::Validation(ValidationError::InUse(_)))), "{refused:?}");
        for _ in 0..2 {
            store.apply(&undo(minh.clone()), now()).unwrap();
        }
        assert!(
            matches!(
                does(&mut store, Change::Undo).undo_step.map(|turned| turned.first_event),
                Some(EventPayload::Put { .. })
            ),
            "nobody names An any more"
        );
    }

    #[test]
    fn a_ticket_that_was_taken_back_names_nobody() {
        let (_folder, mut store) = desk();
        does(&mut store, Change::AddRecord(Record::Person(Person::with_name("An"))));
        let opened = OpenedTicket { subject: "Refund".into(), assignee: Some(PersonId(1)), ..OpenedTicket::default() };
        does(&mut store, Change::OpenTicket(opened));
        does(&mut store, Change::Undo);
        does(&mut store, Change::Undo);
        assert!(store.team(Default::default()).unwrap().people.is_empty());
    }

    #[test]
    fn whoever_an_imported_ticket_names_stays() {
        let (_folder, mut store) = desk();
        does(&mut store, Change::AddRecord(Record::Person(Person::with_name("Minh"))));
        let mut batch = store.begin_import_batch(lan(), now()).unwrap();
        let facts = ImportedTicket {
            source: "kaggle".into(),
            source_id: "7".into(),
            status: Status::Closed,
            ..ImportedTicket::default()
        };
        batch.import(TicketImportRow { facts, customer: None, assignee: Some("Minh".into()) }).unwrap();
        batch.commit().unwrap();
        let undo = store.apply(&ChangeRequest { change: Change::Undo, by: lan(), seen_seq: None }, now());
        assert!(matches!(undo, Err(StoreError::Validation(ValidationError::InUse(_)))), "{undo:?}");
    }

    fn opening(subject: &str) -> Change {
        let opened = OpenedTicket { subject: subject.into(), ..OpenedTicket::default() };
        Change::OpenTicketForCustomer { customer: Customer { name: "Hoa".into(), ..Customer::default() }, opened }
    }

    #[test]
    fn an_undo_takes_back_acts_and_not_what_came_along_with_them() {
        let (_folder, mut store) = desk();
        does(&mut store, opening("Refund"));
        does(&mut store, Change::SetPriority { ticket: TicketId(1), priority: Priority::High });
        let mut batch = store.begin_import_batch(lan(), now()).unwrap();
        let customer = Some(Customer { name: "Acme".into(), ..Customer::default() });
        let facts = ImportedTicket { source: "zammad".into(), source_id: "7".into(), ..ImportedTicket::default() };
        batch.import(TicketImportRow { facts, customer, assignee: Some("Minh".into()) }).unwrap();
        batch.commit().unwrap();
        assert!(matches!(
            does(&mut store, Change::Undo).undo_step.map(|turned| turned.first_event),
            Some(EventPayload::PrioritySet { .. })
        ));
        assert!(matches!(
            does(&mut store, Change::Undo).undo_step.map(|turned| turned.first_event),
            Some(EventPayload::Opened(_))
        ));
        let nothing = store.apply(&ChangeRequest { change: Change::Undo, by: lan(), seen_seq: None }, now());
        assert!(matches!(nothing, Err(StoreError::Validation(ValidationError::NothingToUndo))), "the customer stays");
        does(&mut store, opening("Login"));
        assert_eq!(store.ticket(TicketId(3)).unwrap().unwrap().ticket.customer, Some(CustomerId(1)));
    }

    #[test]
    fn an_act_is_asked_about_each_person_once_and_about_every_shift() {
        let (_folder, mut store) = desk();
        let day = |n: u64| NaiveDate::default() + Days::new(n);
        let shift = |person: i64, n: u64, from: u32, to: u32| {
            let (person, day) = (PersonId(person), day(n));
            let hours = crate::model::shift::Hours::new(from * 60, to * 60);
            Change::AddRecord(Record::Shift(Shift { person, day, hours, name: None, breaks: Vec::new() }))
        };
        for name in ["An", "Minh"] {
            does(&mut store, Change::AddRecord(Record::Person(Person::with_name(name))));
        }
        does(&mut store, shift(1, 2, 22, 6));
        let beside = vec![shift(2, 2, 22, 6), shift(1, 1, 14, 22), shift(1, 3, 6, 14), shift(1, 40, 5, 9)];
        does(&mut store, Change::Batch(beside));
        let mut put =
            |changes| store.apply(&ChangeRequest { change: Change::Batch(changes), by: lan(), seen_seq: None }, now());
        let Err(StoreError::Validation(ValidationError::Multiple(why))) =
            put(vec![shift(1, 3, 5, 6), shift(2, 9, 8, 9), shift(2, 3, 5, 7)])
        else {
            panic!("two of them meet the night before")
        };
        let told: Vec<_> = why.iter().map(ToString::to_string).collect();
        assert!(told.len() == 2 && told[0].starts_with("An has") && told[1].starts_with("Minh has"), "{told:?}");
        assert!(put(vec![shift(2, 9, 8, 12), shift(2, 9, 11, 13)]).is_err(), "they meet each other");
    }

    #[test]
    fn the_shifts_of_one_person_are_found_without_those_of_others() {
        let (_folder, store) = desk();
        let sql = "EXPLAIN QUERY PLAN SELECT id FROM shift s WHERE s.removed = 0 AND s.person = ?1
                   AND s.day BETWEEN ?2 AND ?3 ORDER BY s.day, s.from_min";
        let step: String =
            store.db.query_row(sql, params![1, "2026-03-01", "2026-03-03"], |row| row.get("detail")).unwrap();
        assert!(step.contains("INDEX shift_of (person=? AND day>? AND day<?)"), "{step}");
    }

    #[test]
    fn an_absence_of_an_unknown_kind_is_not_read_as_another() {
        let (_folder, mut store) = desk();
        does(&mut store, Change::AddRecord(Record::Person(Person::with_name("An"))));
        let (person, first) = (PersonId(1), NaiveDate::default());
        let kind = crate::model::shift::AbsenceKind::Sick;
        let away = crate::model::shift::Absence { person, kind, first, last: first, hours: None, note: None };
        does(&mut store, Change::AddRecord(Record::Absence(away)));
        assert_eq!(store.absences(first, first).unwrap()[0].kind, kind);
        store.db.execute("UPDATE absence SET kind = 'sabbatical'", []).unwrap();
        let why = store.absences(first, first).unwrap_err().to_string();
        assert!(why.contains("‘sabbatical’ is no reason to be away"), "{why}");
    }
}
