//! Reads the records: people, customers, shifts, absences, requirements, views, and those stored as JSON.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveTime};
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};
use serde::de::DeserializeOwned;

use super::codec::{read_enum, read_enum_opt, read_json, read_person_id_opt};
use super::{Store, StoreError};
use crate::engine::desk::{REVIEW_EXTRA_DAYS, SHIFT_DAYS_AHEAD, SHIFT_DAYS_BACK};
use crate::model::coaching::{PersonNote, Training};
use crate::model::customer::Customer;
use crate::model::ids::{CustomerId, PersonId, WithId};
use crate::model::person::{Author, Person};
use crate::model::record::RecordKind;
use crate::model::saved_view::SavedView;
use crate::model::shift::{Absence, Hours, Requirement, Shift, ShiftTemplate};
use crate::model::team::Team;
use crate::model::text::fold;

impl Store {
    /// People and records, with shifts around the day `around`.
    pub fn team(&self, around: NaiveDate) -> Result<Team, StoreError> {
        read_team(&self.db, around)
    }

    /// The same, with dated records from `first` to `last`, both included.
    pub fn team_between(&self, first: NaiveDate, last: NaiveDate) -> Result<Team, StoreError> {
        read_team_between(&self.db, first, last)
    }

    /// Names of all people, including removed ones.
    pub fn person_names(&self) -> Result<BTreeMap<PersonId, String>, StoreError> {
        read_person_names(&self.db)
    }

    /// The person with exactly that name.
    pub fn find_person(&self, name: &str) -> Result<Option<PersonId>, StoreError> {
        find_person(&self.db, name)
    }

    /// Active people whose folded name contains `text`, best match first.
    pub fn search_people(&self, text: &str) -> Result<Vec<(PersonId, String)>, StoreError> {
        let folded = crate::model::text::fold(text.trim());
        let mut statement = self.db.prepare_cached(
            "SELECT id, name FROM person WHERE removed = 0 AND instr(folded, ?1) > 0
             ORDER BY folded <> ?1, instr(folded, ?1), folded",
        )?;
        let found = statement.query_map([folded], |row| Ok((PersonId(row.get(0)?), row.get(1)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Customers whose folded name contains `text`, at most `most`. An exact e-mail address is the only match.
    pub fn search_customers(&self, text: &str, most: usize) -> Result<Vec<(CustomerId, String)>, StoreError> {
        let text = text.trim();
        let by_email = Customer { email: Some(text.to_owned()), ..Customer::default() };
        if let Some(id) = find_customer(&self.db, &by_email)? {
            return Ok(read_customer(&self.db, id)?.map(|customer| (id, customer.name)).into_iter().collect());
        }
        let mut statement = self.db.prepare_cached(
            "SELECT id, name FROM customer WHERE removed = 0 AND instr(folded, ?1) > 0
             ORDER BY folded <> ?1, instr(folded, ?1), folded LIMIT ?2",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let found = statement.query_map(params![crate::model::text::fold(text), most], |row| {
            Ok((CustomerId(row.get(0)?), row.get(1)?))
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// A customer by id.
    pub fn customer(&self, id: CustomerId) -> Result<Option<Customer>, StoreError> {
        read_customer(&self.db, id)
    }

    /// The customer with that e-mail address, else with that name.
    pub fn find_customer(&self, wanted: &Customer) -> Result<Option<CustomerId>, StoreError> {
        find_customer(&self.db, wanted)
    }

    /// All shifts from `first` to `last`, both included.
    pub fn shifts(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<WithId<Shift>>, StoreError> {
        read_shifts(&self.db, first, last)
    }

    /// A shift by id.
    pub fn shift(&self, id: i64) -> Result<Option<WithId<Shift>>, StoreError> {
        read_shift(&self.db, id)
    }

    /// An absence by id.
    pub fn absence(&self, id: i64) -> Result<Option<WithId<Absence>>, StoreError> {
        // The range of dates that can be entered.
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        let all = read_absences(&self.db, day(1, 1, 1), day(9999, 12, 31))?;
        Ok(all.into_iter().find(|absence| absence.id == id))
    }

    /// Shift templates, ordered by their hours.
    pub fn templates(&self) -> Result<Vec<WithId<ShiftTemplate>>, StoreError> {
        read_templates(&self.db)
    }

    /// All absences that overlap the days from `first` to `last`.
    pub fn absences(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<WithId<Absence>>, StoreError> {
        read_absences(&self.db, first, last)
    }

    /// All coverage requirements.
    pub fn requirements(&self) -> Result<Vec<WithId<Requirement>>, StoreError> {
        read_requirements(&self.db)
    }
}

pub(super) fn read_person_names(db: &Connection) -> Result<BTreeMap<PersonId, String>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id, name FROM person")?;
    let names = statement.query_map([], |row| Ok((PersonId(row.get(0)?), row.get(1)?)))?;
    Ok(names.collect::<Result<_, _>>()?)
}

const SELECT_PERSON: &str = "SELECT id, name, primary_profile, second_profile, email, title, reports_to, capacity,
    weekly_minutes, lead, level, mentor, employer, languages, channels, skills, since, target_level, mentor_since,
    next_profile, development FROM person WHERE removed = 0";

fn parse_person_row(row: &SqlRow) -> rusqlite::Result<(PersonId, Person)> {
    let person = Person {
        name: row.get(1)?,
        primary: read_enum_opt(row, 2)?,
        second: read_enum_opt(row, 3)?,
        email: row.get(4)?,
        title: row.get(5)?,
        reports_to: read_person_id_opt(row, 6)?,
        capacity: row.get(7)?,
        weekly_minutes: row.get(8)?,
        lead: row.get(9)?,
        level: row.get(10)?,
        mentor: read_person_id_opt(row, 11)?,
        employer: row.get(12)?,
        languages: read_json(row, 13)?,
        channels: read_json(row, 14)?,
        skills: read_json(row, 15)?,
        since: row.get::<_, Option<String>>(16)?.and_then(|day| day.parse().ok()),
        target_level: row.get(17)?,
        mentor_since: row.get::<_, Option<String>>(18)?.and_then(|day| day.parse().ok()),
        next_profile: read_enum_opt(row, 19)?,
        development: row.get(20)?,
    };
    Ok((PersonId(row.get(0)?), person))
}

pub(super) fn read_person(db: &Connection, id: PersonId) -> Result<Option<Person>, StoreError> {
    let mut statement = db.prepare_cached(&format!("{SELECT_PERSON} AND id = ?1"))?;
    Ok(statement.query_row([id.0], parse_person_row).optional()?.map(|(_, person)| person))
}

pub(super) fn find_person(db: &Connection, name: &str) -> Result<Option<PersonId>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id FROM person WHERE removed = 0 AND name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?.map(PersonId))
}

pub(super) fn read_customer(db: &Connection, id: CustomerId) -> Result<Option<Customer>, StoreError> {
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
            owner: read_person_id_opt(row, 5)?,
            since: day(6)?,
            lost: day(7)?,
        })
    });
    Ok(found.optional()?)
}

/// The customer with that e-mail address; without an address, the one with that name.
pub(super) fn find_customer(db: &Connection, wanted: &Customer) -> Result<Option<CustomerId>, StoreError> {
    if let Some(email) = &wanted.email {
        let mut by_email = db.prepare_cached("SELECT id FROM customer WHERE email = ?1 AND removed = 0")?;
        return Ok(by_email.query_row([email], |row| row.get(0)).optional()?.map(CustomerId));
    }
    let mut by_name = db.prepare_cached("SELECT id FROM customer WHERE name = ?1 AND removed = 0 ORDER BY id")?;
    Ok(by_name.query_row([&wanted.name], |row| row.get(0)).optional()?.map(CustomerId))
}

/// The people, and the shifts from [`DAYS_BACK`] before `around` to [`DAYS_AHEAD`] after.
pub(super) fn read_team(db: &Connection, around: NaiveDate) -> Result<Team, StoreError> {
    read_team_between(db, around - Days::new(SHIFT_DAYS_BACK), around + Days::new(SHIFT_DAYS_AHEAD))
}

fn read_team_between(db: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Team, StoreError> {
    let mut statement = db.prepare_cached(SELECT_PERSON)?;
    let people = statement.query_map([], parse_person_row)?.collect::<Result<_, _>>()?;
    let mut notes: Vec<WithId<PersonNote>> = read_records(db, RecordKind::Note)?;
    notes.sort_by_key(|note| (note.on, note.id));
    let mut trainings: Vec<WithId<Training>> = read_records(db, RecordKind::Training)?;
    trainings.sort_by_cached_key(|training| (fold(&training.name), training.id));
    Ok(Team {
        people,
        shifts: read_shifts(db, first, last)?,
        absences: read_absences(db, first, last)?,
        requirements: read_requirements(db)?,
        attendance: read_records_between(db, RecordKind::Attendance, first, last)?,
        templates: read_templates(db)?,
        notes,
        trainings,
        trained: read_records(db, RecordKind::Trained)?,
        reviews: read_records_between(db, RecordKind::Review, first - Days::new(REVIEW_EXTRA_DAYS), last)?,
        hand_overs: read_records_between(db, RecordKind::HandOver, first, last)?,
        goals: read_records(db, RecordKind::Goal)?,
        actions: read_records(db, RecordKind::Action)?,
        feedback: read_records(db, RecordKind::Feedback)?,
        notices: read_records(db, RecordKind::Notice)?,
        views: read_views(db)?,
    })
}

fn read_templates(db: &Connection) -> Result<Vec<WithId<ShiftTemplate>>, StoreError> {
    let mut templates: Vec<WithId<ShiftTemplate>> = read_records(db, RecordKind::Template)?;
    templates.sort_by_key(|template| (template.hours, template.id));
    Ok(templates)
}

/// All records of a kind that is stored as JSON, by id.
pub(super) fn read_records<T: DeserializeOwned>(
    db: &Connection,
    kind: RecordKind,
) -> Result<Vec<WithId<T>>, StoreError> {
    let mut statement = db.prepare_cached("SELECT id, data FROM kept WHERE kind = ?1 AND removed = 0 ORDER BY id")?;
    let found = statement.query_map([kind.name()], |row| Ok(WithId { id: row.get(0)?, it: read_json(row, 1)? }))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Those from `first` to `last` (UTC, both included), with a day's margin on either side for time zones; in time order.
pub(super) fn read_records_between<T: DeserializeOwned>(
    db: &Connection,
    kind: RecordKind,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<WithId<T>>, StoreError> {
    let ms = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let mut statement = db.prepare_cached(
        "SELECT id, data FROM kept WHERE kind = ?1 AND removed = 0 AND at BETWEEN ?2 AND ?3 ORDER BY at, id",
    )?;
    let window = params![kind.name(), ms(first - Days::new(1)), ms(last + Days::new(2))];
    let found = statement.query_map(window, |row| Ok(WithId { id: row.get(0)?, it: read_json(row, 1)? }))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The id of the shift template with that name.
pub(super) fn find_template(db: &Connection, name: &str) -> Result<Option<i64>, StoreError> {
    let templates: Vec<WithId<ShiftTemplate>> = read_records(db, RecordKind::Template)?;
    Ok(templates.into_iter().find(|template| fold(&template.name) == fold(name)).map(|template| template.id))
}

/// A person's shifts from `first` to `last`, both included.
pub(super) fn read_shifts_of_person(
    db: &Connection,
    person: PersonId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<WithId<Shift>>, StoreError> {
    let sql = format!("{SELECT_SHIFT} AND s.person = ?1 AND s.day BETWEEN ?2 AND ?3 ORDER BY s.day, s.from_min");
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map(params![person.0, first.to_string(), last.to_string()], parse_shift_row)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn read_day(row: &SqlRow, index: usize) -> rusqlite::Result<NaiveDate> {
    let text: String = row.get(index)?;
    text.parse()
        .map_err(|_| super::codec::conversion_error(index, rusqlite::types::Type::Text, format!("‘{text}’ is no day")))
}

const SELECT_SHIFT: &str = "SELECT s.id, s.person, s.day, s.from_min, s.to_min, s.name,
    (SELECT json_group_array(json_object('from', b.from_min, 'to', b.to_min)) FROM shift_break b WHERE b.shift = s.id)
  FROM shift s WHERE s.removed = 0";

fn parse_shift_row(row: &SqlRow) -> rusqlite::Result<WithId<Shift>> {
    let shift = Shift {
        person: PersonId(row.get(1)?),
        day: read_day(row, 2)?,
        hours: Hours { from: row.get(3)?, to: row.get(4)? },
        name: row.get(5)?,
        breaks: read_json(row, 6)?,
    };
    Ok(WithId { id: row.get(0)?, it: shift })
}

pub(super) fn read_shift(db: &Connection, id: i64) -> Result<Option<WithId<Shift>>, StoreError> {
    Ok(db.prepare_cached(&format!("{SELECT_SHIFT} AND s.id = ?1"))?.query_row([id], parse_shift_row).optional()?)
}

fn read_shifts(db: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Vec<WithId<Shift>>, StoreError> {
    let mut statement =
        db.prepare_cached(&format!("{SELECT_SHIFT} AND s.day BETWEEN ?1 AND ?2 ORDER BY s.day, s.from_min, s.person"))?;
    let found = statement.query_map([first.to_string(), last.to_string()], parse_shift_row)?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn read_absences(db: &Connection, first: NaiveDate, last: NaiveDate) -> Result<Vec<WithId<Absence>>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id, person, kind, first, last, from_min, to_min, note FROM absence
         WHERE removed = 0 AND last >= ?1 AND first <= ?2 ORDER BY first, person",
    )?;
    let found = statement.query_map([first.to_string(), last.to_string()], |row| {
        let hours: (Option<u32>, Option<u32>) = (row.get(5)?, row.get(6)?);
        let absence = Absence {
            person: PersonId(row.get(1)?),
            kind: read_enum(row, 2)?,
            first: read_day(row, 3)?,
            last: read_day(row, 4)?,
            hours: hours.0.zip(hours.1).map(|(from, to)| Hours { from, to }),
            note: row.get(7)?,
        };
        Ok(WithId { id: row.get(0)?, it: absence })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn read_requirements(db: &Connection) -> Result<Vec<WithId<Requirement>>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id, profile, weekdays, from_min, to_min, need FROM requirement WHERE removed = 0 ORDER BY id",
    )?;
    let found = statement.query_map([], |row| {
        let requirement = Requirement {
            profile: read_enum(row, 1)?,
            weekdays: row.get(2)?,
            hours: Hours { from: row.get(3)?, to: row.get(4)? },
            need: row.get(5)?,
        };
        Ok(WithId { id: row.get(0)?, it: requirement })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

fn read_views(db: &Connection) -> Result<BTreeMap<i64, SavedView>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id, name, by_person, login, filter, sort, columns FROM view WHERE removed = 0 ORDER BY id",
    )?;
    let found = statement.query_map([], |row| {
        let view = SavedView {
            name: row.get(1)?,
            owner: Author { person: read_person_id_opt(row, 2)?, login: row.get(3)? },
            filter: row.get(4)?,
            sort: row.get(5)?,
            columns: row.get(6)?,
        };
        Ok((row.get(0)?, view))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}
