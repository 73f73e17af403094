//! Coaching: notes on people, 1:1s, reviews, trainings, and what of these is due.
//!
//! Visible to leads only: excluded from exports, search and other people's lists.

use chrono::{Days, NaiveDate};

use crate::model::coaching::{CoachingRules, NoteKind, PersonNote};
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::team::Team;

/// Trainings that expire within this many days are reported as expiring.
pub const EXPIRY_WARNING_DAYS: u64 = 30;

/// Period over which recognition is counted, in days.
pub const RECOGNITION_WINDOW_DAYS: u64 = 90;

/// Whether the feedback of a coaching note was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedbackStatus {
    /// Delivered `after` days.
    Delivered { after: i64 },
    /// To be delivered by the end of that day.
    Due { by: NaiveDate },
}

/// Feedback status of a coaching note; `None` for other kinds of note.
pub fn feedback_status(note: &PersonNote, rules: &CoachingRules) -> Option<FeedbackStatus> {
    (note.kind == NoteKind::Coaching).then(|| match note.given {
        Some(given) => FeedbackStatus::Delivered { after: (given - note.on).num_days() },
        None => FeedbackStatus::Due { by: add_days(note.on, rules.feedback_days) },
    })
}

/// Status of a required training for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrainingStatus {
    Missing,
    /// First day on which it is no longer valid.
    Expired(NaiveDate),
    /// Last valid day, within [`EXPIRY_WARNING_DAYS`].
    Expiring(NaiveDate),
    /// Last valid day; `None` for no expiry.
    Valid(Option<NaiveDate>),
}

impl TrainingStatus {
    pub fn name(self) -> &'static str {
        match self {
            TrainingStatus::Missing => "missing",
            TrainingStatus::Expired(_) => "expired",
            TrainingStatus::Expiring(_) => "expiring",
            TrainingStatus::Valid(_) => "valid",
        }
    }

    /// Not valid today.
    pub fn is_missing_or_expired(self) -> bool {
        matches!(self, TrainingStatus::Missing | TrainingStatus::Expired(_))
    }
}

/// Last completion of a training up to `today`, and its status.
pub fn training_status(
    team: &Team,
    person: PersonId,
    training: i64,
    today: NaiveDate,
) -> (Option<NaiveDate>, TrainingStatus) {
    let done = team.trained.iter().filter(|done| done.person == person && done.training == training);
    let last = done.map(|done| done.on).filter(|on| *on <= today).max();
    let Some(last) = last else { return (None, TrainingStatus::Missing) };
    let item = team.trainings.iter().find(|item| item.id == training);
    let learnt = match item.and_then(|item| item.valid_until(last)) {
        Some(until) if until < today => TrainingStatus::Expired(until + Days::new(1)),
        Some(until) if until <= today + Days::new(EXPIRY_WARNING_DAYS) => TrainingStatus::Expiring(until),
        until => TrainingStatus::Valid(until),
    };
    (Some(last), learnt)
}

/// Every training required of a person: id, last completion, status.
pub fn required_trainings(
    team: &Team,
    id: PersonId,
    today: NaiveDate,
) -> Vec<(i64, Option<NaiveDate>, TrainingStatus)> {
    let Some(person) = team.people.get(&id) else { return Vec::new() };
    let theirs = team.trainings.iter().filter(|training| training.applies_to(person));
    let stand = |training: i64| {
        let (last, learnt) = training_status(team, id, training, today);
        (training, last, learnt)
    };
    theirs.map(|training| stand(training.id)).collect()
}

/// A person's coaching status: one row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoachingStatus {
    pub person: PersonId,
    /// Last 1:1 and last quarterly review.
    pub last_one_on_one: Option<NaiveDate>,
    pub last_review: Option<NaiveDate>,
    /// When the next of each is due; `None` for people who are not coached.
    pub next_one_on_one: Option<NaiveDate>,
    pub next_review: Option<NaiveDate>,
    /// Due days of undelivered feedback, earliest first.
    pub feedback_due: Vec<NaiveDate>,
    /// Trainings missing or expired, and trainings that expire soon.
    pub missing_trainings: usize,
    pub expiring_trainings: usize,
    /// Recognitions in the last [`RECOGNITION_WINDOW_DAYS`] days.
    pub recognitions: usize,
}

/// Whether a person has 1:1s and reviews: not leads, and not people known only from imports (no primary profile).
pub fn is_coached(person: &Person) -> bool {
    !person.lead && person.primary.is_some()
}

pub fn coaching_status(team: &Team, id: PersonId, today: NaiveDate, rules: &CoachingRules) -> CoachingStatus {
    let person = team.people.get(&id);
    let of = |kind: NoteKind| team.notes.iter().filter(move |note| note.person == id && note.kind == kind);
    let last = |kind| of(kind).map(|note| note.on).filter(|on| *on <= today).max();
    // Without an earlier meeting it is due from the first day of employment, or today if that is unknown.
    let next = |last: Option<NaiveDate>, days: u32| {
        let person = person.filter(|person| is_coached(person))?;
        Some(last.or(person.since).map_or(today, |from| add_days(from, days)))
    };
    let (one_on_one, review) = (last(NoteKind::OneOnOne), last(NoteKind::Review));
    let mut coaching: Vec<_> = (of(NoteKind::Coaching))
        .filter_map(|note| match feedback_status(note, rules)? {
            FeedbackStatus::Due { by } => Some(by),
            FeedbackStatus::Delivered { .. } => None,
        })
        .collect();
    coaching.sort_unstable();
    let since = today.checked_sub_days(Days::new(RECOGNITION_WINDOW_DAYS)).unwrap_or(today);
    let learnt = required_trainings(team, id, today);
    CoachingStatus {
        person: id,
        last_one_on_one: one_on_one,
        last_review: review,
        next_one_on_one: next(one_on_one, rules.one_on_one_days),
        next_review: next(review, rules.review_days),
        feedback_due: coaching,
        missing_trainings: learnt.iter().filter(|(.., learnt)| learnt.is_missing_or_expired()).count(),
        expiring_trainings: learnt.iter().filter(|(.., learnt)| matches!(learnt, TrainingStatus::Expiring(_))).count(),
        recognitions: of(NoteKind::Recognition).filter(|note| (since..=today).contains(&note.on)).count(),
    }
}

/// Kind of coaching task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoachingTaskKind {
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

impl CoachingTaskKind {
    /// Stable name; also the message key.
    pub fn name(self) -> &'static str {
        match self {
            CoachingTaskKind::Feedback { .. } => "feedback",
            CoachingTaskKind::OneOnOne => "one_on_one",
            CoachingTaskKind::Review => "review",
            CoachingTaskKind::Training { .. } => "training",
        }
    }
}

/// Something a lead has to do for a person, with its due day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CoachingTask {
    pub due: NaiveDate,
    pub person: PersonId,
    pub kind: CoachingTaskKind,
}

impl CoachingTask {
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.due < today
    }
}

/// Open coaching tasks of the team: undelivered feedback, 1:1s and reviews due within a week, trainings missing,
/// expired or expiring within [`EXPIRY_WARNING_DAYS`]. Longest overdue first.
pub fn due_coaching_tasks(team: &Team, today: NaiveDate, rules: &CoachingRules) -> Vec<CoachingTask> {
    let mut all = Vec::new();
    let near = |by: &NaiveDate| *by <= today + Days::new(7);
    for (id, person) in &team.people {
        let care = coaching_status(team, *id, today, rules);
        let owes = |by: NaiveDate, owed| CoachingTask { due: by, person: *id, kind: owed };
        all.extend(care.next_one_on_one.filter(near).map(|by| owes(by, CoachingTaskKind::OneOnOne)));
        all.extend(care.next_review.filter(near).map(|by| owes(by, CoachingTaskKind::Review)));
        let notes = team.notes.iter().filter(|note| note.person == *id);
        all.extend(notes.filter_map(|note| match feedback_status(note, rules)? {
            FeedbackStatus::Due { by } => Some(owes(by, CoachingTaskKind::Feedback { note: note.id })),
            FeedbackStatus::Delivered { .. } => None,
        }));
        if person.primary.is_none() {
            continue;
        }
        all.extend(required_trainings(team, *id, today).into_iter().filter_map(|(training, _, learnt)| {
            let by = match learnt {
                TrainingStatus::Missing => today,
                TrainingStatus::Expired(since) => since,
                TrainingStatus::Expiring(until) => until,
                TrainingStatus::Valid(_) => return None,
            };
            Some(owes(by, CoachingTaskKind::Training { training }))
        }));
    }
    all.sort_unstable();
    all
}

fn add_days(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests;
