//! Writes the records' tables; checks references before a removal.

use std::collections::HashSet;

use rusqlite::{Connection, params};
use serde::Serialize;

use super::StoreError;
use super::codec::millis_opt;
use super::event_log::read_ticket_events;
use crate::engine::metrics::ticket_facts::TicketFacts;
use crate::events::change::ValidationError;
use crate::events::replay;
use crate::model::ids::{PersonId, TicketId};
use crate::model::record::{Record, RecordKind};
use crate::model::shift::Hours;
use crate::model::text::fold;
use crate::model::ticket::Ticket;

/// Inserts or updates a record's row; a removed record keeps its row, marked as removed.
pub(super) fn write_record(
    db: &Connection,
    kind: RecordKind,
    id: i64,
    record: Option<&Record>,
) -> Result<(), StoreError> {
    let hours = |hours: Option<Hours>| (hours.map(|h| h.from), hours.map(|h| h.to));
    match record {
        None if kind.uses_record_table() => {
            db.prepare_cached("UPDATE kept SET removed = 1 WHERE kind = ?1 AND id = ?2")?
                .execute(params![kind.name(), id])?;
        }
        None => {
            let sql = format!("UPDATE {} SET removed = 1 WHERE id = ?1", kind.name());
            db.prepare_cached(&sql)?.execute([id])?;
        }
        Some(Record::Person(p)) => {
            db.prepare_cached(
                "INSERT INTO person (id, name, folded, primary_profile, second_profile, email, title, level, reports_to,
                   mentor, employer, languages, channels, skills, capacity, weekly_minutes, since, lead, target_level,
                   mentor_since, next_profile, development)
                 VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22)
                 ON CONFLICT (id) DO UPDATE SET name=excluded.name, folded=excluded.folded,
                   primary_profile=excluded.primary_profile, second_profile=excluded.second_profile, email=excluded.email,
                   title=excluded.title, level=excluded.level, reports_to=excluded.reports_to, mentor=excluded.mentor,
                   employer=excluded.employer, languages=excluded.languages, channels=excluded.channels,
                   skills=excluded.skills, capacity=excluded.capacity, weekly_minutes=excluded.weekly_minutes,
                   since=excluded.since, lead=excluded.lead, target_level=excluded.target_level,
                   mentor_since=excluded.mentor_since, next_profile=excluded.next_profile,
                   development=excluded.development, removed=0",
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
                p.target_level,
                p.mentor_since.map(|day| day.to_string()),
                p.next_profile.map(|profile| profile.name()),
                p.development,
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
        Some(Record::View(v)) => {
            db.prepare_cached(
                "INSERT INTO view (id, name, by_person, login, filter, sort, columns) VALUES (?1,?2,?3,?4,?5,?6,?7)
                 ON CONFLICT (id) DO UPDATE SET name=excluded.name, by_person=excluded.by_person, login=excluded.login,
                   filter=excluded.filter, sort=excluded.sort, columns=excluded.columns, removed=0",
            )?
            .execute(params![
                id,
                v.name,
                v.owner.person.map(|id| id.0),
                v.owner.login,
                v.filter,
                v.sort,
                v.columns,
            ])?;
        }
        Some(Record::Template(it)) => write_json_record(db, kind, id, record, it)?,
        Some(Record::Attendance(it)) => write_json_record(db, kind, id, record, it)?,
        Some(Record::Note(it)) => write_json_record(db, kind, id, record, it)?,
        Some(Record::HandOver(it)) => write_json_record(db, kind, id, record, it)?,
        Some(Record::Survey(it)) => write_json_record(db, kind, id, record, it)?,
        Some(Record::Review(it)) => write_json_record(db, kind, id, record, it)?,
        Some(Record::Goal(it)) => write_json_record(db, kind, id, record, it)?,
        Some(Record::Action(it)) => write_json_record(db, kind, id, record, it)?,
        Some(Record::Feedback(it)) => write_json_record(db, kind, id, record, it)?,
        Some(Record::Notice(it)) => write_json_record(db, kind, id, record, it)?,
        Some(Record::Training(it)) => write_json_record(db, kind, id, record, it)?,
        Some(Record::Trained(it)) => write_json_record(db, kind, id, record, it)?,
    }
    Ok(())
}

/// Upserts a record that is stored as JSON.
fn write_json_record(
    db: &Connection,
    kind: RecordKind,
    id: i64,
    record: Option<&Record>,
    whole: &impl Serialize,
) -> Result<(), StoreError> {
    let (person, at) = (record.and_then(Record::person), record.and_then(Record::timestamp));
    db.prepare_cached(
        "INSERT INTO kept (kind, id, person, at, data) VALUES (?1,?2,?3,?4,?5)
         ON CONFLICT (kind, id) DO UPDATE SET person=excluded.person, at=excluded.at, data=excluded.data, removed=0",
    )?
    .execute(params![
        kind.name(),
        id,
        person.map(|id| id.0),
        millis_opt(at).unwrap_or(0),
        serde_json::to_string(whole)?
    ])?;
    Ok(())
}

/// Fails if anything refers to a record that is about to be removed.
pub(super) fn ensure_unreferenced(db: &Connection, kind: RecordKind, id: i64) -> Result<(), StoreError> {
    let uses = match kind {
        RecordKind::Person => {
            "SELECT (SELECT count(*) FROM ticket WHERE open = 1 AND assignee = ?1)
                  + (SELECT count(*) FROM shift WHERE person = ?1 AND removed = 0)
                  + (SELECT count(*) FROM absence WHERE person = ?1 AND removed = 0)
                  + (SELECT count(*) FROM kept WHERE person = ?1 AND removed = 0)"
        }
        RecordKind::Customer => "SELECT count(*) FROM ticket WHERE customer = ?1 AND removed = 0",
        _ => return Ok(()),
    };
    let count: i64 = db.query_row(uses, [id], |row| row.get(0))?;
    let named = kind == RecordKind::Person && is_referenced_in_history(db, PersonId(id))?;
    if count > 0 || named { Err(ValidationError::InUse(format!("the {}", kind.name())).into()) } else { Ok(()) }
}

/// Events since a person was added that may refer to them; earlier ones cannot.
const REFERENCING_EVENTS: &str = "SELECT by_person = ?1, subject, subject_id FROM event NOT INDEXED
    WHERE seq > ?2 AND (by_person = ?1 OR instr(data, ?3) > 0 OR instr(data, ?4) > 0) ORDER BY seq DESC";

/// Whether a ticket's history refers to a person, or they have done anything. Reads from the newest event backwards,
/// because anyone who works here has recent events.
fn is_referenced_in_history(db: &Connection, person: PersonId) -> Result<bool, StoreError> {
    let added =
        "SELECT coalesce(min(seq), 0) FROM event WHERE subject = 'person' AND subject_id = ?1 AND subject <> 'ticket'";
    let added: i64 = db.prepare_cached(added)?.query_row([person.0], |row| row.get(0))?;
    let mut seen = HashSet::new();
    let mut statement = db.prepare_cached(REFERENCING_EVENTS)?;
    let (to, assignee) = (format!("\"to\":{}", person.0), format!("\"assignee\":{}", person.0));
    let mut rows = statement.query(params![person.0, added, to, assignee])?;
    while let Some(row) = rows.next()? {
        if row.get::<_, Option<bool>>(0)? == Some(true) {
            return Ok(true);
        }
        let about: (String, i64) = (row.get(1)?, row.get(2)?);
        if about.0 != "ticket" || !seen.insert(about.1) {
            continue;
        }
        let id = TicketId(about.1);
        let ticket = replay::replay_ticket(id, &read_ticket_events(db, id)?, None);
        let theirs =
            |ticket: &Ticket| ticket.assignee == Some(person) || TicketFacts::from_ticket(ticket, &[]).involves(person);
        if ticket.is_some_and(|ticket| !ticket.removed && theirs(&ticket)) {
            return Ok(true);
        }
    }
    Ok(false)
}
