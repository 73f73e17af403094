//! Caring for people: what is said to them and when, what they have learnt, and what of that is due.
//!
//! All of it is for leads alone. Nothing here is in an export, a search or anybody else's list.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::desk::Team;
use super::person::{Person, PersonId, PersonNote, Profile};

/// What a note on a person is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    #[default]
    Note,
    /// Feedback on something that they did; it should reach them within days.
    Coaching,
    /// A talk between the two of them.
    OneOnOne,
    /// The talk of a quarter: how it went and what comes next.
    Review,
    /// What somebody else says of them: a peer, or of a lead somebody of the team.
    Feedback,
    Recognition,
    Incident,
}

impl NoteKind {
    pub const ALL: [NoteKind; 7] = [
        NoteKind::Note,
        NoteKind::Coaching,
        NoteKind::OneOnOne,
        NoteKind::Review,
        NoteKind::Feedback,
        NoteKind::Recognition,
        NoteKind::Incident,
    ];

    /// The stable name, in files, JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            NoteKind::Note => "note",
            NoteKind::Coaching => "coaching",
            NoteKind::OneOnOne => "one_on_one",
            NoteKind::Review => "review",
            NoteKind::Feedback => "feedback",
            NoteKind::Recognition => "recognition",
            NoteKind::Incident => "incident",
        }
    }

    /// For `skip_serializing_if`.
    pub fn is_plain(&self) -> bool {
        *self == NoteKind::Note
    }
}

impl fmt::Display for NoteKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for NoteKind {
    type Err = String;

    /// Takes a name, or the beginning of one alone; `1:1` too.
    fn from_str(text: &str) -> Result<NoteKind, String> {
        let wanted = text.trim().to_lowercase().replace(['-', ' '], "_");
        if ["1:1", "1_1", "1on1"].contains(&wanted.as_str()) {
            return Ok(NoteKind::OneOnOne);
        }
        let mut begun = NoteKind::ALL.into_iter().filter(|kind| kind.name().starts_with(&wanted));
        let whole = NoteKind::ALL.into_iter().find(|kind| kind.name() == wanted);
        match (whole, begun.next(), begun.next(), wanted.is_empty()) {
            (Some(kind), ..) | (None, Some(kind), None, false) => Ok(kind),
            _ => {
                let names = NoteKind::ALL.map(NoteKind::name).join(", ");
                Err(format!("‘{text}’ is no kind of note; there are {names}"))
            }
        }
    }
}

/// Something that people learn and, it may be, learn again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    pub name: String,
    /// Where it is: a link, a room, a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// How long it counts once done; `None` for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<u32>,
    /// Whose it is: of those who hold one of these profiles; everybody's where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,
}

impl Training {
    pub fn is_for(&self, person: &Person) -> bool {
        self.profiles.is_empty() || self.profiles.iter().any(|profile| person.holds(*profile))
    }

    /// The last day on which it counts, when it was done on a day.
    pub fn until(&self, done: NaiveDate) -> Option<NaiveDate> {
        self.valid_days.and_then(|days| done.checked_add_days(Days::new(days.into())))
    }
}

/// Somebody has done a training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trained {
    pub person: PersonId,
    /// The number of the training.
    pub training: i64,
    pub on: NaiveDate,
}

/// After how many days what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// From the day of a behaviour to the talk about it.
    pub feedback_days: u32,
    /// From one talk to the next.
    pub one_on_one_days: u32,
    /// From one quarterly review to the next, and from somebody's first day to the first.
    pub review_days: u32,
}

/// A training that runs out within so many days is worth a word.
pub const SOON: u64 = 30;

/// Recognition counts over so many days.
pub const PRAISE_DAYS: u64 = 90;

/// How a coaching note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// They were told, so many days after what it is about.
    Given { after: i64 },
    /// They are to be told by the end of a day.
    Open { by: NaiveDate },
}

/// How a coaching note stands; `None` for every other note.
pub fn clock(note: &PersonNote, rules: &Rules) -> Option<Clock> {
    (note.kind == NoteKind::Coaching).then(|| match note.given {
        Some(given) => Clock::Given { after: (given - note.on).num_days() },
        None => Clock::Open { by: later(note.on, rules.feedback_days) },
    })
}

/// How somebody stands with a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Learnt {
    Missing,
    /// It no longer counts since that day.
    Expired(NaiveDate),
    /// It counts up to that day, which is near.
    Expiring(NaiveDate),
    /// It counts up to that day, or for ever.
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

    /// Whether they lack it today.
    pub fn lacks(self) -> bool {
        matches!(self, Learnt::Missing | Learnt::Expired(_))
    }
}

/// When somebody last did a training, and how they stand with it.
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

/// Everything that a person should have learnt, by the number of the training.
pub fn trainings(team: &Team, id: PersonId, today: NaiveDate) -> Vec<(i64, Option<NaiveDate>, Learnt)> {
    let Some(person) = team.people.get(&id) else { return Vec::new() };
    let theirs = team.trainings.iter().filter(|training| training.is_for(person));
    let stand = |training: i64| {
        let (last, learnt) = learnt(team, id, training, today);
        (training, last, learnt)
    };
    theirs.map(|training| stand(training.id)).collect()
}

/// How somebody is cared for, in a row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    pub person: PersonId,
    /// The last talk of the two, and the last quarterly review.
    pub one_on_one: Option<NaiveDate>,
    pub review: Option<NaiveDate>,
    /// When the next of each is due; `None` of those with whom a lead has none.
    pub one_on_one_by: Option<NaiveDate>,
    pub review_by: Option<NaiveDate>,
    /// Coaching that they have not been told of, by the day on which that is due.
    pub coaching: Vec<NaiveDate>,
    /// Trainings that they lack, and those that run out soon.
    pub lacking: usize,
    pub expiring: usize,
    /// How often they were recognised in [`PRAISE_DAYS`].
    pub praise: usize,
}

/// Whether somebody is led: whoever leads the team, and whoever is known only from a file, has no talks here.
pub fn is_led(person: &Person) -> bool {
    !person.lead && person.primary.is_some()
}

/// How a person is cared for.
pub fn care(team: &Team, id: PersonId, today: NaiveDate, rules: &Rules) -> Care {
    let person = team.people.get(&id);
    let of = |kind: NoteKind| team.notes.iter().filter(move |note| note.person == id && note.kind == kind);
    let last = |kind| of(kind).map(|note| note.on).filter(|on| *on <= today).max();
    // Who has never been talked to is due from their first day on, and at once where nobody knows it.
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

/// What a lead owes somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owed {
    /// To tell them what a note says, by its number.
    Feedback {
        note: i64,
    },
    OneOnOne,
    Review,
    /// That they do a training, by its number.
    Training {
        training: i64,
    },
}

impl Owed {
    /// The stable name; also that of its words in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Owed::Feedback { .. } => "feedback",
            Owed::OneOnOne => "one_on_one",
            Owed::Review => "review",
            Owed::Training { .. } => "training",
        }
    }
}

/// Something that a lead owes somebody, and the day on which it is due.
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

/// All that leads owe the people of the team: what is over, feedback that is open, talks that are due within a week and
/// trainings that run out within [`SOON`] days. The longest overdue come first.
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
