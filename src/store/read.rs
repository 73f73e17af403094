//! What is asked of the file: one record, one ticket with its history, the live set, and what changed since.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};

use super::codec::{instant, instant_opt, json, person_opt, span, word, word_opt};
use super::{Error, Store, project};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::desk::{Delta, Desk, Row, Team};
pub use crate::domain::dialogue::Detail;
use crate::domain::event::Seq;
use crate::domain::history;
use crate::domain::person::{Person, PersonId};
use crate::domain::shift::{Absence, AbsenceKind, Hours, Requirement, Shift};
use crate::domain::sla::{Clock, ClockKind, ResolutionMode, Run, Terms};
use crate::domain::ticket::{Source, TicketId};
use crate::domain::time::{Instant, Zone};

/// More changed tickets than this are not worth asking for one by one.
const MANY: usize = 2_000;

/// Which tickets a list is of.
#[derive(Debug, Clone, PartialEq)]
pub enum Which {
    Open,
    All,
    These(Vec<TicketId>),
}

impl Store {
    /// The newest event of the log.
    pub fn seq(&self) -> Result<Seq, Error> {
        Ok(Seq(self.db.query_row("SELECT coalesce(max(seq), 0) FROM event", [], |row| row.get(0))?))
    }

    /// The whole live set. `now` says which shifts are near.
    pub fn desk(&self, zone: Zone, now: Instant) -> Result<Desk, Error> {
        let tx = self.db.unchecked_transaction()?;
        let tickets = rows(&tx, &Which::Open)?.into_iter().map(|row| (row.id, row)).collect();
        let desk = Desk { seq: self.seq()?, tickets, team: team(&tx, zone.date(now))? };
        Ok(desk)
    }

    /// What has changed since `since`; `None` if nothing has.
    pub fn delta(&self, since: Seq, zone: Zone, now: Instant) -> Result<Option<Delta>, Error> {
        let tx = self.db.unchecked_transaction()?;
        let seq = self.seq()?;
        if seq == since {
            return Ok(None);
        }
        if seq < since {
            // An older file was restored into this one: what the screen knows has not happened.
            return Err(Error::Restored);
        }
        let mut touched = BTreeSet::new();
        let mut team_touched = false;
        // NOT INDEXED: by number the log is read from its end; by subject it would be read whole.
        let mut statement = tx.prepare_cached("SELECT subject, subject_id FROM event NOT INDEXED WHERE seq > ?1")?;
        let mut found = statement.query([since.0])?;
        while let Some(row) = found.next()? {
            match row.get_ref(0)?.as_str().unwrap_or_default() {
                "ticket" => {
                    touched.insert(TicketId(row.get(1)?));
                }
                _ => team_touched = true,
            }
        }
        let all: BTreeMap<TicketId, Row> = if touched.len() > MANY {
            rows(&tx, &Which::Open)?.into_iter().map(|row| (row.id, row)).collect()
        } else {
            rows(&tx, &Which::These(touched.iter().copied().collect()))?.into_iter().map(|row| (row.id, row)).collect()
        };
        let open = |id: TicketId| all.get(&id).filter(|row| row.status.in_backlog()).cloned();
        let tickets = touched.into_iter().map(|id| (id, open(id))).collect();
        let team = if team_touched { Some(team(&tx, zone.date(now))?) } else { None };
        Ok(Some(Delta { seq, tickets, team }))
    }

    pub fn rows(&self, which: &Which) -> Result<Vec<Row>, Error> {
        rows(&self.db, which)
    }

    pub fn team(&self, around: NaiveDate) -> Result<Team, Error> {
        team(&self.db, around)
    }

    /// A ticket and its history; `None` if there is no such ticket, or its opening was undone.
    pub fn ticket(&self, id: TicketId) -> Result<Option<Detail>, Error> {
        let db = self.db.unchecked_transaction()?;
        let events = project::events_of(&db, id)?;
        let Some(ticket) = history::replay(id, &events, None).filter(|ticket| !ticket.removed) else { return Ok(None) };
        let customer = ticket.customer.map(|id| customer(&db, id)).transpose()?.flatten();
        let clocks = clocks_of(&db, id)?;
        let names = names(&db)?;
        Ok(Some(Detail { ticket, events, customer, clocks, names }))
    }

    /// The name of everybody who is or was in the team.
    pub fn names(&self) -> Result<BTreeMap<PersonId, String>, Error> {
        names(&self.db)
    }

    pub fn person_named(&self, name: &str) -> Result<Option<PersonId>, Error> {
        person_named(&self.db, name)
    }

    /// The live people whose name, folded, begins with or holds `text`, best match first.
    pub fn people_like(&self, text: &str) -> Result<Vec<(PersonId, String)>, Error> {
        let folded = crate::domain::text::fold(text.trim());
        let mut statement = self.db.prepare_cached(
            "SELECT id, name FROM person WHERE removed = 0 AND instr(folded, ?1) > 0
             ORDER BY folded <> ?1, instr(folded, ?1), folded",
        )?;
        let found = statement.query_map([folded], |row| Ok((PersonId(row.get(0)?), row.get(1)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Every shift from `first` to `last`, both included, with its number.
    pub fn shifts(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<(i64, Shift)>, Error> {
        shifts(&self.db, first, last)
    }

    /// Every absence that touches the days from `first` to `last`, with its number.
    pub fn absences(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<(i64, Absence)>, Error> {
        absences(&self.db, first, last)
    }

    /// Every requirement, with its number.
    pub fn requirements(&self) -> Result<Vec<(i64, Requirement)>, Error> {
        requirements(&self.db)
    }

    /// How many tickets, events and people there are, for `doctor`.
    pub fn counts(&self) -> Result<[(&'static str, i64); 4], Error> {
        let count = |sql: &str| self.db.query_row(sql, [], |row| row.get(0));
        Ok([
            ("tickets", count("SELECT count(*) FROM ticket WHERE removed = 0")?),
            ("open", count("SELECT count(*) FROM ticket WHERE open = 1")?),
            ("people", count("SELECT count(*) FROM person WHERE removed = 0")?),
            ("events", count("SELECT count(*) FROM event")?),
        ])
    }
}

const ROW: &str = "SELECT t.id, t.source, t.source_id, t.subject, c.name, t.channel, t.category, t.priority, t.status,
    t.assignee, t.created_at, t.first_reply_at, t.open, t.last_solved_at, t.last_event_at, t.reassigned, t.reopened,
    k.kind, k.started_at, p.name, k.priority, k.target_ms, k.mode, b.name, k.due_at, k.left_ms, k.ended_at, k.breached
  FROM ticket t
  LEFT JOIN customer c ON c.id = t.customer
  LEFT JOIN clock k ON k.ticket = t.id AND k.nearest = 1
  LEFT JOIN sla_policy p ON p.id = k.policy
  LEFT JOIN business_calendar b ON b.id = k.calendar
  WHERE t.removed = 0";

/// The tickets of a list, by number.
pub(super) fn rows(db: &Connection, which: &Which) -> Result<Vec<Row>, Error> {
    let mut out = Vec::new();
    match which {
        Which::Open => collect(db, " AND t.open = 1 ORDER BY t.id", params![], &mut out)?,
        Which::All => collect(db, " ORDER BY t.id", params![], &mut out)?,
        Which::These(ids) => {
            for id in ids {
                collect(db, " AND t.id = ?1", params![id.0], &mut out)?;
            }
        }
    }
    Ok(out)
}

fn collect(db: &Connection, end: &str, params: &[&dyn rusqlite::ToSql], out: &mut Vec<Row>) -> Result<(), Error> {
    let mut statement = db.prepare_cached(&format!("{ROW}{end}"))?;
    for row in statement.query_map(params, list_row)? {
        out.push(row?);
    }
    Ok(())
}

fn list_row(row: &SqlRow) -> rusqlite::Result<Row> {
    let source: Option<String> = row.get(1)?;
    let open: bool = row.get(12)?;
    let clock: Option<String> = row.get(17)?;
    let blank = Row::blank(TicketId(row.get(0)?), instant(row, 14)?);
    Ok(Row {
        source: source.map(|name| Ok::<_, rusqlite::Error>(Source { name, id: row.get(2)? })).transpose()?,
        subject: row.get(3)?,
        customer: row.get(4)?,
        channel: row.get(5)?,
        category: row.get(6)?,
        priority: word(row, 7)?,
        status: word(row, 8)?,
        assignee: person_opt(row, 9)?,
        created: instant_opt(row, 10)?,
        first_reply: instant_opt(row, 11)?,
        solved: if open { None } else { instant_opt(row, 13)? },
        reassigned: row.get(15)?,
        reopened: row.get(16)?,
        clock: clock.map(|_| clock_at(row, 17)).transpose()?,
        ..blank
    })
}

/// A clock from eleven columns, the first of which is at `at`.
fn clock_at(row: &SqlRow, at: usize) -> rusqlite::Result<Clock> {
    let kind: String = row.get(at)?;
    let mode: String = row.get(at + 5)?;
    let ended = instant_opt(row, at + 9)?;
    let due = instant_opt(row, at + 7)?;
    let run = match (ended, due, row.get(at + 10)?) {
        (Some(at), Some(due), true) => Run::Breached { at, due },
        (Some(at), _, _) => Run::Met { at },
        (None, Some(due), _) => Run::Running { due },
        (None, None, _) => Run::Paused { left: span(row, at + 8)? },
    };
    let terms = Terms {
        kind: ClockKind::ALL.into_iter().find(|one| one.name() == kind).unwrap_or(ClockKind::Resolution),
        started: instant(row, at + 1)?,
        policy: row.get(at + 2)?,
        priority: word(row, at + 3)?,
        target: span(row, at + 4)?,
        mode: [ResolutionMode::AgentWork, ResolutionMode::Total]
            .into_iter()
            .find(|one| project::mode_name(*one) == mode)
            .unwrap_or_default(),
        calendar: row.get(at + 6)?,
    };
    Ok(Clock { terms, run })
}

pub(super) fn clocks_of(db: &Connection, ticket: TicketId) -> Result<Vec<Clock>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT k.kind, k.started_at, p.name, k.priority, k.target_ms, k.mode, b.name, k.due_at, k.left_ms, k.ended_at,
           k.breached
         FROM clock k LEFT JOIN sla_policy p ON p.id = k.policy LEFT JOIN business_calendar b ON b.id = k.calendar
         WHERE k.ticket = ?1 ORDER BY k.started_at, k.kind",
    )?;
    Ok(statement.query_map([ticket.0], |row| clock_at(row, 0))?.collect::<Result<_, _>>()?)
}

fn names(db: &Connection) -> Result<BTreeMap<PersonId, String>, Error> {
    let mut statement = db.prepare_cached("SELECT id, name FROM person")?;
    let names = statement.query_map([], |row| Ok((PersonId(row.get(0)?), row.get(1)?)))?;
    Ok(names.collect::<Result<_, _>>()?)
}

const PERSON: &str = "SELECT id, name, primary_profile, second_profile, email, title, reports_to, capacity,
    weekly_minutes, lead, level, mentor, employer, languages, channels, skills, since FROM person WHERE removed = 0";

fn person_row(row: &SqlRow) -> rusqlite::Result<(PersonId, Person)> {
    let person = Person {
        name: row.get(1)?,
        primary: word_opt(row, 2)?,
        second: word_opt(row, 3)?,
        email: row.get(4)?,
        title: row.get(5)?,
        reports_to: person_opt(row, 6)?,
        capacity: row.get(7)?,
        weekly_minutes: row.get(8)?,
        lead: row.get(9)?,
        level: row.get(10)?,
        mentor: person_opt(row, 11)?,
        employer: row.get(12)?,
        languages: json(row, 13)?,
        channels: json(row, 14)?,
        skills: json(row, 15)?,
        since: row.get::<_, Option<String>>(16)?.and_then(|day| day.parse().ok()),
    };
    Ok((PersonId(row.get(0)?), person))
}

pub(super) fn person(db: &Connection, id: PersonId) -> Result<Option<Person>, Error> {
    let mut statement = db.prepare_cached(&format!("{PERSON} AND id = ?1"))?;
    Ok(statement.query_row([id.0], person_row).optional()?.map(|(_, person)| person))
}

pub(super) fn person_named(db: &Connection, name: &str) -> Result<Option<PersonId>, Error> {
    let mut statement = db.prepare_cached("SELECT id FROM person WHERE removed = 0 AND name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?.map(PersonId))
}

pub(super) fn customer(db: &Connection, id: CustomerId) -> Result<Option<Customer>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT name, email, phone, organization, tier, owner, since, lost FROM customer WHERE id = ?1 AND removed = 0",
    )?;
    let found = statement.query_row([id.0], |row| {
        let day = |index| row.get::<_, Option<String>>(index).map(|day| day.and_then(|day| day.parse().ok()));
        Ok(Customer {
            name: row.get(0)?,
            email: row.get(1)?,
            phone: row.get(2)?,
            organization: row.get(3)?,
            tier: row.get(4)?,
            owner: person_opt(row, 5)?,
            since: day(6)?,
            lost: day(7)?,
        })
    });
    Ok(found.optional()?)
}

/// The customer with that e-mail address, else with that name and no other address.
pub(super) fn customer_like(db: &Connection, wanted: &Customer) -> Result<Option<CustomerId>, Error> {
    if let Some(email) = &wanted.email {
        let mut by_email = db.prepare_cached("SELECT id FROM customer WHERE email = ?1 AND removed = 0")?;
        return Ok(by_email.query_row([email], |row| row.get(0)).optional()?.map(CustomerId));
    }
    let mut by_name = db.prepare_cached("SELECT id FROM customer WHERE name = ?1 AND removed = 0 ORDER BY id")?;
    Ok(by_name.query_row([&wanted.name], |row| row.get(0)).optional()?.map(CustomerId))
}

/// The people, and the shifts from a month before `around` to two months after.
fn team(db: &Connection, around: NaiveDate) -> Result<Team, Error> {
    let (first, last) = (around - Days::new(31), around + Days::new(62));
    let mut statement = db.prepare_cached(PERSON)?;
    let people = statement.query_map([], person_row)?.collect::<Result<_, _>>()?;
    let unnumbered = |numbered: Vec<(i64, Shift)>| numbered.into_iter().map(|(_, shift)| shift).collect();
    Ok(Team {
        people,
        shifts: unnumbered(shifts(db, first, last)?),
        absences: absences(db, first, last)?.into_iter().map(|(_, absence)| absence).collect(),
        requirements: requirements(db)?.into_iter().map(|(_, requirement)| requirement).collect(),
    })
}

fn day(row: &SqlRow, index: usize) -> rusqlite::Result<NaiveDate> {
    let text: String = row.get(index)?;
    text.parse()
        .map_err(|_| super::codec::unreadable(index, rusqlite::types::Type::Text, format!("‘{text}’ is no day")))
}

fn shifts(db: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Vec<(i64, Shift)>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT s.id, s.person, s.day, s.from_min, s.to_min, s.name,
           (SELECT json_group_array(json_object('from', b.from_min, 'to', b.to_min)) FROM shift_break b WHERE b.shift = s.id)
         FROM shift s WHERE s.removed = 0 AND s.day BETWEEN ?1 AND ?2 ORDER BY s.day, s.from_min, s.person",
    )?;
    let found = statement.query_map([first.to_string(), last.to_string()], |row| {
        let shift = Shift {
            person: PersonId(row.get(1)?),
            day: day(row, 2)?,
            hours: Hours { from: row.get(3)?, to: row.get(4)? },
            name: row.get(5)?,
            breaks: json(row, 6)?,
        };
        Ok((row.get(0)?, shift))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn absences(db: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Vec<(i64, Absence)>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT id, person, kind, first, last, from_min, to_min, note FROM absence
         WHERE removed = 0 AND last >= ?1 AND first <= ?2 ORDER BY first, person",
    )?;
    let found = statement.query_map([first.to_string(), last.to_string()], |row| {
        let kind: String = row.get(2)?;
        let hours: (Option<u32>, Option<u32>) = (row.get(5)?, row.get(6)?);
        let absence = Absence {
            person: PersonId(row.get(1)?),
            kind: AbsenceKind::ALL.into_iter().find(|one| one.name() == kind).unwrap_or(AbsenceKind::Other),
            first: day(row, 3)?,
            last: day(row, 4)?,
            hours: hours.0.zip(hours.1).map(|(from, to)| Hours { from, to }),
            note: row.get(7)?,
        };
        Ok((row.get(0)?, absence))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn requirements(db: &Connection) -> Result<Vec<(i64, Requirement)>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT id, profile, weekdays, from_min, to_min, need FROM requirement WHERE removed = 0 ORDER BY id",
    )?;
    let found = statement.query_map([], |row| {
        let requirement = Requirement {
            profile: word(row, 1)?,
            weekdays: row.get(2)?,
            hours: Hours { from: row.get(3)?, to: row.get(4)? },
            need: row.get(5)?,
        };
        Ok((row.get(0)?, requirement))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}
