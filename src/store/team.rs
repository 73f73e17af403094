//! The plain records as they stand: people, customers, shifts, absences, requirements, views, and those kept whole.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime};
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};
use serde::de::DeserializeOwned;

use super::codec::{json, person_opt, word, word_opt};
use super::{Error, Store};
use crate::domain::coaching::Training;
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::desk::{DAYS_AHEAD, DAYS_BACK, REVIEW_DAYS, Team};
use crate::domain::event::Author;
use crate::domain::person::{Person, PersonId, PersonNote};
use crate::domain::record::{Numbered, RecordKind, SavedView};
use crate::domain::shift::{Absence, Hours, Requirement, Shift, Template};
use crate::domain::text::fold;

impl Store {
    pub fn team(&self, around: NaiveDate) -> Result<Team, Error> {
        team(&self.db, around)
    }

    /// The same with the shifts and whatever else is found by its day from `first` to `last`, both included.
    pub fn team_of(&self, first: NaiveDate, last: NaiveDate) -> Result<Team, Error> {
        team_of(&self.db, first, last)
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

    /// The same for customers, `most` of them. One by the e-mail address comes before all others.
    pub fn customers_like(&self, text: &str, most: usize) -> Result<Vec<(CustomerId, String)>, Error> {
        let text = text.trim();
        let by_email = Customer { email: Some(text.to_owned()), ..Customer::default() };
        if let Some(id) = customer_like(&self.db, &by_email)? {
            return Ok(customer(&self.db, id)?.map(|customer| (id, customer.name)).into_iter().collect());
        }
        let mut statement = self.db.prepare_cached(
            "SELECT id, name FROM customer WHERE removed = 0 AND instr(folded, ?1) > 0
             ORDER BY folded <> ?1, instr(folded, ?1), folded LIMIT ?2",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let found = statement.query_map(params![crate::domain::text::fold(text), most], |row| {
            Ok((CustomerId(row.get(0)?), row.get(1)?))
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// A customer by their number.
    pub fn customer(&self, id: CustomerId) -> Result<Option<Customer>, Error> {
        customer(&self.db, id)
    }

    /// The customer with that e-mail address, else with that name.
    pub fn customer_like(&self, wanted: &Customer) -> Result<Option<CustomerId>, Error> {
        customer_like(&self.db, wanted)
    }

    /// Every shift from `first` to `last`, both included, with its number.
    pub fn shifts(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<Numbered<Shift>>, Error> {
        shifts(&self.db, first, last)
    }

    /// A shift by its number.
    pub fn shift(&self, id: i64) -> Result<Option<Numbered<Shift>>, Error> {
        shift(&self.db, id)
    }

    /// An absence by its number.
    pub fn absence(&self, id: i64) -> Result<Option<Numbered<Absence>>, Error> {
        // The days that can be typed.
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        let all = absences(&self.db, day(1, 1, 1), day(9999, 12, 31))?;
        Ok(all.into_iter().find(|absence| absence.id == id))
    }

    /// The shifts that the team has names for, in order of their hours.
    pub fn templates(&self) -> Result<Vec<Numbered<Template>>, Error> {
        templates(&self.db)
    }

    /// Every absence that touches the days from `first` to `last`, with its number.
    pub fn absences(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<Numbered<Absence>>, Error> {
        absences(&self.db, first, last)
    }

    /// Every requirement, with its number.
    pub fn requirements(&self) -> Result<Vec<Numbered<Requirement>>, Error> {
        requirements(&self.db)
    }
}

pub(super) fn names(db: &Connection) -> Result<BTreeMap<PersonId, String>, Error> {
    let mut statement = db.prepare_cached("SELECT id, name FROM person")?;
    let names = statement.query_map([], |row| Ok((PersonId(row.get(0)?), row.get(1)?)))?;
    Ok(names.collect::<Result<_, _>>()?)
}

const PERSON: &str = "SELECT id, name, primary_profile, second_profile, email, title, reports_to, capacity,
    weekly_minutes, lead, level, mentor, employer, languages, channels, skills, since, target_level, mentor_since,
    next_profile, development FROM person WHERE removed = 0";

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
        target_level: row.get(17)?,
        mentor_since: row.get::<_, Option<String>>(18)?.and_then(|day| day.parse().ok()),
        next_profile: word_opt(row, 19)?,
        development: row.get(20)?,
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
pub(super) fn team(db: &Connection, around: NaiveDate) -> Result<Team, Error> {
    team_of(db, around - Days::new(DAYS_BACK), around + Days::new(DAYS_AHEAD))
}

fn team_of(db: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Team, Error> {
    let mut statement = db.prepare_cached(PERSON)?;
    let people = statement.query_map([], person_row)?.collect::<Result<_, _>>()?;
    let mut notes: Vec<Numbered<PersonNote>> = kept(db, RecordKind::Note)?;
    notes.sort_by_key(|note| (note.on, note.id));
    let mut trainings: Vec<Numbered<Training>> = kept(db, RecordKind::Training)?;
    trainings.sort_by_cached_key(|training| (fold(&training.name), training.id));
    Ok(Team {
        people,
        shifts: shifts(db, first, last)?,
        absences: absences(db, first, last)?,
        requirements: requirements(db)?,
        attendance: kept_between(db, RecordKind::Attendance, first, last)?,
        templates: templates(db)?,
        notes,
        trainings,
        trained: kept(db, RecordKind::Trained)?,
        reviews: kept_between(db, RecordKind::Review, first - Days::new(REVIEW_DAYS), last)?,
        hand_overs: kept_between(db, RecordKind::HandOver, first, last)?,
        goals: kept(db, RecordKind::Goal)?,
        actions: kept(db, RecordKind::Action)?,
        feedback: kept(db, RecordKind::Feedback)?,
        notices: kept(db, RecordKind::Notice)?,
        views: views(db)?,
    })
}

fn templates(db: &Connection) -> Result<Vec<Numbered<Template>>, Error> {
    let mut templates: Vec<Numbered<Template>> = kept(db, RecordKind::Template)?;
    templates.sort_by_key(|template| (template.hours, template.id));
    Ok(templates)
}

/// Every record of a kind that is kept whole, by number.
pub(super) fn kept<T: DeserializeOwned>(db: &Connection, kind: RecordKind) -> Result<Vec<Numbered<T>>, Error> {
    let mut statement = db.prepare_cached("SELECT id, data FROM kept WHERE kind = ?1 AND removed = 0 ORDER BY id")?;
    let found = statement.query_map([kind.name()], |row| Ok(Numbered { id: row.get(0)?, it: json(row, 1)? }))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Those of some days in UTC, both included and one more on either side, for no zone is further away; in order of time.
pub(super) fn kept_between<T: DeserializeOwned>(
    db: &Connection,
    kind: RecordKind,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Numbered<T>>, Error> {
    let ms = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let mut statement = db.prepare_cached(
        "SELECT id, data FROM kept WHERE kind = ?1 AND removed = 0 AND at BETWEEN ?2 AND ?3 ORDER BY at, id",
    )?;
    let window = params![kind.name(), ms(first - Days::new(1)), ms(last + Days::new(2))];
    let found = statement.query_map(window, |row| Ok(Numbered { id: row.get(0)?, it: json(row, 1)? }))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Where a name of the kind is taken, the number of the record that has it.
pub(super) fn template_named(db: &Connection, name: &str) -> Result<Option<i64>, Error> {
    let templates: Vec<Numbered<Template>> = kept(db, RecordKind::Template)?;
    Ok(templates.into_iter().find(|template| fold(&template.name) == fold(name)).map(|template| template.id))
}

/// A person's shifts from `first` to `last`, both included.
pub(super) fn shifts_of(
    db: &Connection,
    person: PersonId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Numbered<Shift>>, Error> {
    let sql = format!("{SHIFT} AND s.person = ?1 AND s.day BETWEEN ?2 AND ?3 ORDER BY s.day, s.from_min");
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map(params![person.0, first.to_string(), last.to_string()], shift_row)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn day(row: &SqlRow, index: usize) -> rusqlite::Result<NaiveDate> {
    let text: String = row.get(index)?;
    text.parse()
        .map_err(|_| super::codec::unreadable(index, rusqlite::types::Type::Text, format!("‘{text}’ is no day")))
}

const SHIFT: &str = "SELECT s.id, s.person, s.day, s.from_min, s.to_min, s.name,
    (SELECT json_group_array(json_object('from', b.from_min, 'to', b.to_min)) FROM shift_break b WHERE b.shift = s.id)
  FROM shift s WHERE s.removed = 0";

fn shift_row(row: &SqlRow) -> rusqlite::Result<Numbered<Shift>> {
    let shift = Shift {
        person: PersonId(row.get(1)?),
        day: day(row, 2)?,
        hours: Hours { from: row.get(3)?, to: row.get(4)? },
        name: row.get(5)?,
        breaks: json(row, 6)?,
    };
    Ok(Numbered { id: row.get(0)?, it: shift })
}

pub(super) fn shift(db: &Connection, id: i64) -> Result<Option<Numbered<Shift>>, Error> {
    Ok(db.prepare_cached(&format!("{SHIFT} AND s.id = ?1"))?.query_row([id], shift_row).optional()?)
}

fn shifts(db: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Vec<Numbered<Shift>>, Error> {
    let mut statement =
        db.prepare_cached(&format!("{SHIFT} AND s.day BETWEEN ?1 AND ?2 ORDER BY s.day, s.from_min, s.person"))?;
    let found = statement.query_map([first.to_string(), last.to_string()], shift_row)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn absences(db: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Vec<Numbered<Absence>>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT id, person, kind, first, last, from_min, to_min, note FROM absence
         WHERE removed = 0 AND last >= ?1 AND first <= ?2 ORDER BY first, person",
    )?;
    let found = statement.query_map([first.to_string(), last.to_string()], |row| {
        let hours: (Option<u32>, Option<u32>) = (row.get(5)?, row.get(6)?);
        let absence = Absence {
            person: PersonId(row.get(1)?),
            kind: word(row, 2)?,
            first: day(row, 3)?,
            last: day(row, 4)?,
            hours: hours.0.zip(hours.1).map(|(from, to)| Hours { from, to }),
            note: row.get(7)?,
        };
        Ok(Numbered { id: row.get(0)?, it: absence })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn requirements(db: &Connection) -> Result<Vec<Numbered<Requirement>>, Error> {
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
        Ok(Numbered { id: row.get(0)?, it: requirement })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn views(db: &Connection) -> Result<BTreeMap<i64, SavedView>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT id, name, by_person, login, filter, sort, columns FROM view WHERE removed = 0 ORDER BY id",
    )?;
    let found = statement.query_map([], |row| {
        let view = SavedView {
            name: row.get(1)?,
            owner: Author { person: person_opt(row, 2)?, login: row.get(3)? },
            filter: row.get(4)?,
            sort: row.get(5)?,
            columns: row.get(6)?,
        };
        Ok((row.get(0)?, view))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}
