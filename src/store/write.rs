//! A change becomes an event and what follows from it: one transaction, all or nothing.

use rusqlite::{Connection, params};

use super::codec::{EVENT_COLUMNS, event, ms};
use super::{Error, Store, project, read};
use crate::domain::change::{Change, Known, Refusal, Request, may_undo};
use crate::domain::cleaned::Cleaned;
use crate::domain::customer::{Customer, CustomerId};
pub use crate::domain::dialogue::{Outcome, Subject};
use crate::domain::event::{Author, Event, Seq, What};
use crate::domain::history;
use crate::domain::record::{Record, RecordKind};
use crate::domain::shift::Hours;
use crate::domain::text::fold;
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;

/// How far back an author can undo.
const UNDO_DEPTH: i64 = 100;

/// A subject as the log's two columns keep it.
fn columns(subject: Subject) -> (&'static str, i64) {
    match subject {
        Subject::Ticket(id) => ("ticket", id.0),
        Subject::Record(kind, id) => (kind.name(), id),
    }
}

fn subject(name: &str, id: i64) -> Subject {
    match RecordKind::ALL.into_iter().find(|kind| kind.name() == name) {
        Some(kind) => Subject::Record(kind, id),
        None => Subject::Ticket(TicketId(id)),
    }
}

impl Store {
    /// Makes a change and returns once it is safe on the disk. Its texts are cleaned here, once.
    pub fn apply(&mut self, request: &Request, now: Instant) -> Result<Outcome, Error> {
        let request = &Request { change: request.change.clone().cleaned(), ..request.clone() };
        let rules = self.rules.clone();
        let tx = self.begin()?;
        let outcome = match &request.change {
            Change::Undo => undo(&tx, &request.by, now)?,
            change => make(&tx, change, request, now)?,
        };
        if let (Subject::Ticket(id), Some(_)) = (outcome.subject, &outcome.event) {
            project::refresh(&tx, id, &rules)?;
        }
        tx.commit()?;
        Ok(outcome)
    }
}

fn make(db: &Connection, change: &Change, request: &Request, now: Instant) -> Result<Outcome, Error> {
    let known = look_up(db, change)?;
    let what = change.check(&known, request.seen, &request.by)?;
    let subject = match (change, &what) {
        (Change::Add(record), _) => Subject::Record(record.kind(), next_id(db, record.kind().name())?),
        _ => match change.ticket() {
            Some(id) => Subject::Ticket(id),
            None => Subject::Ticket(TicketId(next_id(db, "ticket")?)),
        },
    };
    let Some(mut what) = what else { return Ok(Outcome { subject, event: None, undid: None }) };
    if let (Change::OpenFor { customer, .. }, What::Opened(opened)) = (change, &mut what) {
        opened.customer = Some(customer_for(db, customer, &request.by, now)?);
    }
    if let (What::Put { after, .. }, Subject::Record(kind, id)) = (&what, subject) {
        put_record(db, kind, id, after.as_ref())?;
    }
    let event = append(db, subject, now, &request.by, what)?;
    Ok(Outcome { subject, event: Some(event), undid: None })
}

fn look_up(db: &Connection, change: &Change) -> Result<Known, Error> {
    let needs = change.needs();
    let mut known = Known::default();
    if let Some(id) = needs.ticket {
        known.events = project::events_of(db, id)?;
        known.ticket = history::replay(id, &known.events, None);
    }
    if let Some(id) = needs.person {
        known.person = read::person(db, id)?;
    }
    if let Some(id) = needs.customer {
        known.customer = read::customer(db, id)?;
    }
    if let Some((RecordKind::Person, name)) = &needs.unnamed {
        known.name_taken = read::person_named(db, name)?.is_some();
    }
    Ok(known)
}

/// Takes back the newest of the author's events that still counts.
fn undo(db: &Connection, by: &Author, now: Instant) -> Result<Outcome, Error> {
    let recent = recent_of(db, by)?;
    let last = history::active(&recent).last().cloned().ok_or(Refusal::NothingToUndo)?;
    let (name, id): (String, i64) = db
        .prepare_cached("SELECT subject, subject_id FROM event WHERE seq = ?1")?
        .query_row([last.seq.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let subject = subject(&name, id);
    match (subject, &last.what) {
        (Subject::Ticket(ticket), _) => may_undo(ticket, &last, &project::events_of(db, ticket)?)?,
        (Subject::Record(kind, id), What::Put { before, .. }) => {
            if before.is_none() {
                unused(db, kind, id)?;
            }
            put_record(db, kind, id, before.as_ref())?;
        }
        (Subject::Record(..), _) => {}
    }
    let event = append(db, subject, now, by, What::Undone { event: last.seq })?;
    Ok(Outcome { subject, event: Some(event), undid: Some(last.what) })
}

/// The author's newest events by hand, oldest first. Of each one, an undo of it may stand among them too. A record that
/// came along with a ticket is no act of its own: it stays.
fn recent_of(db: &Connection, by: &Author) -> Result<Vec<Event>, Error> {
    let sql = format!(
        "SELECT {EVENT_COLUMNS} FROM event WHERE login = ?1 AND by_person IS ?2 AND kind <> 'imported'
           AND data ->> 'came_along' IS NULL
         ORDER BY seq DESC LIMIT ?3"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let newest = statement.query_map(params![by.login, by.person.map(|id| id.0), 2 * UNDO_DEPTH], event)?;
    let mut events: Vec<Event> = newest.collect::<Result<_, _>>()?;
    events.reverse();
    Ok(events)
}

/// Nothing in the file rests on a record whose adding is about to be undone.
fn unused(db: &Connection, kind: RecordKind, id: i64) -> Result<(), Error> {
    let uses = match kind {
        RecordKind::Person => {
            "SELECT (SELECT count(*) FROM ticket WHERE assignee = ?1 AND removed = 0)
                  + (SELECT count(*) FROM shift WHERE person = ?1 AND removed = 0)
                  + (SELECT count(*) FROM absence WHERE person = ?1 AND removed = 0)
                  + EXISTS (SELECT 1 FROM stretch WHERE assignee = ?1 OR by_person = ?1)
                  + EXISTS (SELECT 1 FROM event WHERE by_person = ?1)"
        }
        RecordKind::Customer => "SELECT count(*) FROM ticket WHERE customer = ?1 AND removed = 0",
        RecordKind::Shift | RecordKind::Absence | RecordKind::Requirement => return Ok(()),
    };
    let count: i64 = db.query_row(uses, [id], |row| row.get(0))?;
    if count > 0 { Err(Refusal::InUse(format!("the {}", kind.name())).into()) } else { Ok(()) }
}

/// The number after the largest in use. Removed rows keep theirs, so a number is never given twice.
fn next_id(db: &Connection, table: &str) -> Result<i64, Error> {
    Ok(db.prepare_cached(&format!("SELECT coalesce(max(id), 0) + 1 FROM {table}"))?.query_row([], |row| row.get(0))?)
}

/// The customer of that e-mail address, else of that name; added if there is none yet.
pub(super) fn customer_for(
    db: &Connection,
    customer: &Customer,
    by: &Author,
    at: Instant,
) -> Result<CustomerId, Error> {
    match read::customer_like(db, customer)? {
        Some(id) => Ok(id),
        None => add_record(db, &Record::Customer(customer.clone()), by, at).map(CustomerId),
    }
}

/// Puts one event at the end of the log.
pub(super) fn append(db: &Connection, subject: Subject, at: Instant, by: &Author, what: What) -> Result<Event, Error> {
    let (name, id) = columns(subject);
    let undoes = match what {
        What::Undone { event } => Some(event.0),
        _ => None,
    };
    db.prepare_cached(
        "INSERT INTO event (at, by_person, login, subject, subject_id, undoes, data) VALUES (?1,?2,?3,?4,?5,?6,?7)",
    )?
    .execute(params![
        ms(at),
        by.person.map(|id| id.0),
        by.login,
        name,
        id,
        undoes,
        serde_json::to_string(&what)?
    ])?;
    Ok(Event { seq: Seq(db.last_insert_rowid()), at, by: by.clone(), what })
}

/// Adds a record that comes along with something else, with its event; returns its number.
pub(super) fn add_record(db: &Connection, record: &Record, by: &Author, at: Instant) -> Result<i64, Error> {
    let id = next_id(db, record.kind().name())?;
    put_record(db, record.kind(), id, Some(record))?;
    let what = What::Put { before: None, after: Some(record.clone()), came_along: true };
    append(db, Subject::Record(record.kind(), id), at, by, what)?;
    Ok(id)
}

/// Makes the row say what the record says; a record that is no more keeps its row, marked.
fn put_record(db: &Connection, kind: RecordKind, id: i64, record: Option<&Record>) -> Result<(), Error> {
    let hours = |hours: Option<Hours>| (hours.map(|h| h.from), hours.map(|h| h.to));
    match record {
        None => {
            let sql = format!("UPDATE {} SET removed = 1 WHERE id = ?1", kind.name());
            db.prepare_cached(&sql)?.execute([id])?;
        }
        Some(Record::Person(p)) => {
            db.prepare_cached(
                "INSERT INTO person (id, name, folded, primary_profile, second_profile, email, title, level, reports_to,
                   mentor, employer, languages, channels, skills, capacity, weekly_minutes, since, lead)
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18)
                 ON CONFLICT (id) DO UPDATE SET name=excluded.name, folded=excluded.folded,
                   primary_profile=excluded.primary_profile, second_profile=excluded.second_profile, email=excluded.email,
                   title=excluded.title, level=excluded.level, reports_to=excluded.reports_to, mentor=excluded.mentor,
                   employer=excluded.employer, languages=excluded.languages, channels=excluded.channels,
                   skills=excluded.skills, capacity=excluded.capacity, weekly_minutes=excluded.weekly_minutes,
                   since=excluded.since, lead=excluded.lead, removed=0",
            )?
            .execute(params![
                id,
                p.name,
                fold(&p.name),
                p.primary.map(|profile| profile.name()),
                p.second.map(|profile| profile.name()),
                p.email,
                p.title,
                p.level,
                p.reports_to.map(|id| id.0),
                p.mentor.map(|id| id.0),
                p.employer,
                serde_json::to_string(&p.languages)?,
                serde_json::to_string(&p.channels)?,
                serde_json::to_string(&p.skills)?,
                p.capacity,
                p.weekly_minutes,
                p.since.map(|day| day.to_string()),
                p.lead,
            ])?;
        }
        Some(Record::Customer(c)) => {
            db.prepare_cached(
                "INSERT INTO customer (id, name, folded, email, phone, organization, tier, owner, since, lost)
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)
                 ON CONFLICT (id) DO UPDATE SET name=excluded.name, folded=excluded.folded, email=excluded.email,
                   phone=excluded.phone, organization=excluded.organization, tier=excluded.tier, owner=excluded.owner,
                   since=excluded.since, lost=excluded.lost, removed=0",
            )?
            .execute(params![
                id,
                c.name,
                fold(&c.name),
                c.email,
                c.phone,
                c.organization,
                c.tier,
                c.owner.map(|id| id.0),
                c.since.map(|day| day.to_string()),
                c.lost.map(|day| day.to_string()),
            ])?;
        }
        Some(Record::Shift(s)) => {
            db.prepare_cached(
                "INSERT INTO shift (id, person, day, from_min, to_min, name) VALUES (?1,?2,?3,?4,?5,?6)
                 ON CONFLICT (id) DO UPDATE SET person=excluded.person, day=excluded.day, from_min=excluded.from_min,
                   to_min=excluded.to_min, name=excluded.name, removed=0",
            )?
            .execute(params![id, s.person.0, s.day.to_string(), s.hours.from, s.hours.to, s.name])?;
            db.prepare_cached("DELETE FROM shift_break WHERE shift = ?1")?.execute([id])?;
            for b in &s.breaks {
                db.prepare_cached("INSERT OR REPLACE INTO shift_break (shift, from_min, to_min) VALUES (?1,?2,?3)")?
                    .execute(params![id, b.from, b.to])?;
            }
        }
        Some(Record::Absence(a)) => {
            let (from, to) = hours(a.hours);
            db.prepare_cached(
                "INSERT INTO absence (id, person, kind, first, last, from_min, to_min, note) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)
                 ON CONFLICT (id) DO UPDATE SET person=excluded.person, kind=excluded.kind, first=excluded.first,
                   last=excluded.last, from_min=excluded.from_min, to_min=excluded.to_min, note=excluded.note, removed=0",
            )?
            .execute(params![
                id,
                a.person.0,
                a.kind.name(),
                a.first.to_string(),
                a.last.to_string(),
                from,
                to,
                a.note,
            ])?;
        }
        Some(Record::Requirement(r)) => {
            db.prepare_cached(
                "INSERT INTO requirement (id, profile, weekdays, from_min, to_min, need) VALUES (?1,?2,?3,?4,?5,?6)
                 ON CONFLICT (id) DO UPDATE SET profile=excluded.profile, weekdays=excluded.weekdays,
                   from_min=excluded.from_min, to_min=excluded.to_min, need=excluded.need, removed=0",
            )?
            .execute(params![
                id,
                r.profile.name(),
                r.weekdays & 0x7f,
                r.hours.from,
                r.hours.to,
                r.need
            ])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::event::{Facts, Incoming, Opened};
    use crate::domain::person::{Person, PersonId};
    use crate::domain::ticket::Priority;
    use crate::domain::time::from_millis;

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

    fn does(store: &mut Store, change: Change) -> Outcome {
        store.apply(&Request { change, by: lan(), seen: None }, now()).unwrap()
    }

    #[test]
    fn whoever_the_history_names_stays() {
        let (_folder, mut store) = desk();
        let add = |name: &str| Change::Add(Record::Person(Person::named(name)));
        let minh = Author { person: None, login: "minh".into() };
        let (ticket, first) = (TicketId(1), Some(PersonId(1)));
        does(&mut store, Change::Open(Opened { subject: "Refund".into(), ..Opened::default() }));
        does(&mut store, add("An"));
        for to in [first, None] {
            let change = Change::Assign { ticket, to };
            store.apply(&Request { change, by: minh.clone(), seen: None }, now()).unwrap();
        }
        let undo = |by: Author| Request { change: Change::Undo, by, seen: None };
        let refused = store.apply(&undo(lan()), now());
        assert!(matches!(refused, Err(Error::Refused(Refusal::InUse(_)))), "{refused:?}");
        for _ in 0..2 {
            store.apply(&undo(minh.clone()), now()).unwrap();
        }
        assert!(matches!(does(&mut store, Change::Undo).undid, Some(What::Put { .. })), "nobody names An any more");
    }

    fn opening(subject: &str) -> Change {
        let opened = Opened { subject: subject.into(), ..Opened::default() };
        Change::OpenFor { customer: Customer { name: "Hoa".into(), ..Customer::default() }, opened }
    }

    #[test]
    fn an_undo_takes_back_acts_and_not_what_came_along_with_them() {
        let (_folder, mut store) = desk();
        does(&mut store, opening("Refund"));
        does(&mut store, Change::SetPriority { ticket: TicketId(1), priority: Priority::High });
        let mut batch = store.batch(lan(), now()).unwrap();
        let customer = Some(Customer { name: "Acme".into(), ..Customer::default() });
        let facts = Facts { source: "zammad".into(), source_id: "7".into(), ..Facts::default() };
        batch.import(&Incoming { facts, customer, assignee: Some("Minh".into()) }).unwrap();
        batch.commit().unwrap();
        assert!(matches!(does(&mut store, Change::Undo).undid, Some(What::PrioritySet { .. })));
        assert!(matches!(does(&mut store, Change::Undo).undid, Some(What::Opened(_))));
        let nothing = store.apply(&Request { change: Change::Undo, by: lan(), seen: None }, now());
        assert!(matches!(nothing, Err(Error::Refused(Refusal::NothingToUndo))), "the customer stays");
        does(&mut store, opening("Login"));
        assert_eq!(store.ticket(TicketId(3)).unwrap().unwrap().ticket.customer, Some(CustomerId(1)));
    }
}
