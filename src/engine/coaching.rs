//! Coaching: notes on people, 1:1s, reviews, trainings, and what of these is due.
//!
//! Visible to leads only: excluded from exports, search and other people's lists.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::model::coaching::{NoteKind, Rules, Training};
use crate::model::ids::PersonId;
use crate::model::person::{Person, PersonNote, Profile};
use crate::model::team::Team;

/// Trainings that expire within this many days are reported as expiring.
pub const SOON: u64 = 30;

/// Period over which recognition is counted, in days.
pub const PRAISE_DAYS: u64 = 90;

/// Whether the feedback of a coaching note was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Delivered `after` days.
    Given { after: i64 },
    /// To be delivered by the end of that day.
    Open { by: NaiveDate },
}

/// Feedback status of a coaching note; `None` for other kinds of note.
pub fn clock(note: &PersonNote, rules: &Rules) -> Option<Clock> {
    (note.kind == NoteKind::Coaching).then(|| match note.given {
        Some(given) => Clock::Given { after: (given - note.on).num_days() },
        None => Clock::Open { by: later(note.on, rules.feedback_days) },
    })
}

/// Status of a required training for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Learnt {
    Missing,
    /// First day on which it is no longer valid.
    Expired(NaiveDate),
    /// Last valid day, within [`EXPIRY_WARNING_DAYS`].
    Expiring(NaiveDate),
    /// Last valid day; `None` for no expiry.
    Valid(Option<NaiveDate>),
}

impl Learnt {
    pub fn name(self) -> &'static str {
        match self {
            Learnt::Missing => "missing",
            Learnt::Expired(_) => "expired",
            Learnt::Expiring(_) => "expiring",
            Learnt::Valid(_) => "valid",
        }
    }

    /// Not valid today.
    pub fn lacks(self) -> bool {
        matches!(self, Learnt::Missing | Learnt::Expired(_))
    }
}

/// Last completion of a training up to `today`, and its status.
pub fn learnt(team: &Team, person: PersonId, training: i64, today: NaiveDate) -> (Option<NaiveDate>, Learnt) {
    let done = team.trained.iter().filter(|done| done.person == person && done.training == training);
    let last = done.map(|done| done.on).filter(|on| *on <= today).max();
    let Some(last) = last else { return (None, Learnt::Missing) };
    let item = team.trainings.iter().find(|item| item.id == training);
    let learnt = match item.and_then(|item| item.until(last)) {
        Some(until) if until < today => Learnt::Expired(until + Days::new(1)),
        Some(until) if until <= today + Days::new(SOON) => Learnt::Expiring(until),
        until => Learnt::Valid(until),
    };
    (Some(last), learnt)
}

/// Every training required of a person: id, last completion, status.
pub fn trainings(team: &Team, id: PersonId, today: NaiveDate) -> Vec<(i64, Option<NaiveDate>, Learnt)> {
    let Some(person) = team.people.get(&id) else { return Vec::new() };
    let theirs = team.trainings.iter().filter(|training| training.is_for(person));
    let stand = |training: i64| {
        let (last, learnt) = learnt(team, id, training, today);
        (training, last, learnt)
    };
    theirs.map(|training| stand(training.id)).collect()
}

/// A person's coaching status: one row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    pub person: PersonId,
    /// Last 1:1 and last quarterly review.
    pub one_on_one: Option<NaiveDate>,
    pub review: Option<NaiveDate>,
    /// When the next of each is due; `None` for people who are not coached.
    pub one_on_one_by: Option<NaiveDate>,
    pub review_by: Option<NaiveDate>,
    /// Due days of undelivered feedback, earliest first.
    pub coaching: Vec<NaiveDate>,
    /// Trainings missing or expired, and trainings that expire soon.
    pub lacking: usize,
    pub expiring: usize,
    /// Recognitions in the last [`RECOGNITION_WINDOW_DAYS`] days.
    pub praise: usize,
}

/// Whether a person has 1:1s and reviews: not leads, and not people known only from imports (no primary profile).
pub fn is_led(person: &Person) -> bool {
    !person.lead && person.primary.is_some()
}

pub fn care(team: &Team, id: PersonId, today: NaiveDate, rules: &Rules) -> Care {
    let person = team.people.get(&id);
    let of = |kind: NoteKind| team.notes.iter().filter(move |note| note.person == id && note.kind == kind);
    let last = |kind| of(kind).map(|note| note.on).filter(|on| *on <= today).max();
    // Without an earlier meeting it is due from the first day of employment, or today if that is unknown.
    let next = |last: Option<NaiveDate>, days: u32| {
        let person = person.filter(|person| is_led(person))?;
        Some(last.or(person.since).map_or(today, |from| later(from, days)))
    };
    let (one_on_one, review) = (last(NoteKind::OneOnOne), last(NoteKind::Review));
    let mut coaching: Vec<_> = (of(NoteKind::Coaching))
        .filter_map(|note| match clock(note, rules)? {
            Clock::Open { by } => Some(by),
            Clock::Given { .. } => None,
        })
        .collect();
    coaching.sort_unstable();
    let since = today.checked_sub_days(Days::new(PRAISE_DAYS)).unwrap_or(today);
    let learnt = trainings(team, id, today);
    Care {
        person: id,
        one_on_one,
        review,
        one_on_one_by: next(one_on_one, rules.one_on_one_days),
        review_by: next(review, rules.review_days),
        coaching,
        lacking: learnt.iter().filter(|(.., learnt)| learnt.lacks()).count(),
        expiring: learnt.iter().filter(|(.., learnt)| matches!(learnt, Learnt::Expiring(_))).count(),
        praise: of(NoteKind::Recognition).filter(|note| (since..=today).contains(&note.on)).count(),
    }
}

/// Kind of coaching task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owed {
    /// Deliver the feedback of a note, by its id.
    Feedback {
        note: i64,
    },
    OneOnOne,
    Review,
    /// Have them complete a training, by its id.
    Training {
        training: i64,
    },
}

impl Owed {
    /// Stable name; also the message key.
    pub fn name(self) -> &'static str {
        match self {
            Owed::Feedback { .. } => "feedback",
            Owed::OneOnOne => "one_on_one",
            Owed::Review => "review",
            Owed::Training { .. } => "training",
        }
    }
}

/// Something a lead has to do for a person, with its due day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    pub by: NaiveDate,
    pub person: PersonId,
    pub owed: Owed,
}

impl Due {
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.by < today
    }
}

/// Open coaching tasks of the team: undelivered feedback, 1:1s and reviews due within a week, trainings missing,
/// expired or expiring within [`EXPIRY_WARNING_DAYS`]. Longest overdue first.
pub fn due(team: &Team, today: NaiveDate, rules: &Rules) -> Vec<Due> {
    let mut all = Vec::new();
    let near = |by: &NaiveDate| *by <= today + Days::new(7);
    for (id, person) in &team.people {
        let care = care(team, *id, today, rules);
        let owes = |by: NaiveDate, owed| Due { by, person: *id, owed };
        all.extend(care.one_on_one_by.filter(near).map(|by| owes(by, Owed::OneOnOne)));
        all.extend(care.review_by.filter(near).map(|by| owes(by, Owed::Review)));
        let notes = team.notes.iter().filter(|note| note.person == *id);
        all.extend(notes.filter_map(|note| match clock(note, rules)? {
            Clock::Open { by } => Some(owes(by, Owed::Feedback { note: note.id })),
            Clock::Given { .. } => None,
        }));
        if person.primary.is_none() {
            continue;
        }
        all.extend(trainings(team, *id, today).into_iter().filter_map(|(training, _, learnt)| {
            let by = match learnt {
                Learnt::Missing => today,
                Learnt::Expired(since) => since,
                Learnt::Expiring(until) => until,
                Learnt::Valid(_) => return None,
            };
            Some(owes(by, Owed::Training { training }))
        }));
    }
    all.sort_unstable();
    all
}

fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests;
