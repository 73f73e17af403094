//! Coaching notes and trainings.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::model::ids::{PersonId, TicketId};
use crate::model::person::{Author, Person, Profile};

/// Kind of a note on a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    #[default]
    Note,
    /// Feedback on observed behaviour, to be delivered within days.
    Coaching,
    /// 1:1 between lead and person.
    OneOnOne,
    /// Quarterly review.
    Review,
    /// Feedback from others: from a peer, or on a lead from a team member.
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

    /// Stable name in files, JSON and on the command line.
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

    /// Accepts a name, an unambiguous prefix, or `1:1`.
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

/// A person completed a training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingCompletion {
    pub person: PersonId,
    /// Id of the training.
    pub training: i64,
    pub on: NaiveDate,
}

/// A training that people complete, possibly again after it expires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    pub name: String,
    /// Link, room or person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Days until it expires after completion; `None` for no expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_days: Option<u32>,
    /// Required for holders of any of these profiles; empty means everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,
}

impl Training {
    pub fn applies_to(&self, person: &Person) -> bool {
        self.profiles.is_empty() || self.profiles.iter().any(|profile| person.has_profile(*profile))
    }

    /// Last valid day after completion on `done`.
    pub fn valid_until(&self, done: NaiveDate) -> Option<NaiveDate> {
        self.valid_days.and_then(|days| done.checked_add_days(Days::new(days.into())))
    }
}

/// Intervals after which coaching tasks are due, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoachingRules {
    /// From the observed behaviour to its feedback.
    pub feedback_days: u32,
    /// Between 1:1s.
    pub one_on_one_days: u32,
    /// Between quarterly reviews, and from somebody's first day to the first review.
    pub review_days: u32,
}

/// A lead's note on a person. Visible to leads only, and never exported in lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonNote {
    pub person: PersonId,
    /// The day it is about.
    pub on: NaiveDate,
    pub author: Author,
    pub body: String,
    #[serde(default, skip_serializing_if = "NoteKind::is_plain")]
    pub kind: NoteKind,
    /// For coaching: the day it was delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<NaiveDate>,
    /// For feedback: who gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PersonId>,
    /// The ticket it refers to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketId>,
}

impl PersonNote {
    /// A note of the plain kind.
    pub fn plain(person: PersonId, on: NaiveDate, author: Author, body: impl Into<String>) -> PersonNote {
        let body = body.into();
        PersonNote { person, on, author, body, kind: NoteKind::Note, given: None, from: None, ticket: None }
    }
}
