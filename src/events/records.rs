//! Validates plain records and replaces them.

use crate::events::change::Refusal;
use crate::events::check::{Known, On, Step};
use crate::events::replay;
use crate::model::event::{Event, What};
use crate::model::goal::Goal;
use crate::model::person::Author;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::shift::{Hours, Shift};
use crate::model::time::{Instant, clock};

const DAY: u32 = 24 * 60;

pub(super) fn replace(kind: RecordKind, id: i64, record: Option<&Record>, known: &Known) -> Result<Vec<Step>, Refusal> {
    if let Some(record) = record {
        sound(record)?;
    }
    let before = current(&known.record).cloned();
    if before.as_ref() == record {
        return Ok(Vec::new());
    }
    let what = What::Put { before, after: record.cloned(), came_along: false };
    Ok(vec![Step { on: On::Record(kind, id), what }])
}

/// Marks a notice as read by the author.
pub(super) fn acknowledge(id: i64, at: Instant, by: &Author, known: &Known) -> Result<Vec<Step>, Refusal> {
    let reader = by.person.ok_or_else(|| {
        Refusal::Invalid(
            "Nobody knows who you are, so nobody would know who has read it; say who you are first.".into(),
        )
    })?;
    let Some(Record::Notice(notice)) = current(&known.record) else { return Ok(Vec::new()) };
    match notice.acknowledge(reader, at) {
        Some(read) => replace(RecordKind::Notice, id, Some(&Record::Notice(read)), known),
        None => Ok(Vec::new()),
    }
}

/// Whether an event changes the text of a notice or deletes it.
pub(super) fn rewrites(what: &What) -> bool {
    match what {
        What::Put { before: Some(Record::Notice(before)), after: Some(Record::Notice(after)), .. } => {
            (&before.title, &before.body) != (&after.title, &after.body)
        }
        _ => true,
    }
}

/// The current state of a record.
pub fn current(events: &[Event]) -> Option<&Record> {
    let puts = replay::active(events).filter_map(|event| match &event.what {
        What::Put { after, .. } => Some(after.as_ref()),
        _ => None,
    });
    puts.last().flatten()
}

pub(super) fn filled(text: &str, otherwise: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(Refusal::Invalid(otherwise.into())) } else { Ok(()) }
}

pub(super) fn sound(record: &Record) -> Result<(), Refusal> {
    match record {
        Record::Person(person) => {
            filled(&person.name, "A person needs a name.")?;
            if person.second.is_some() && person.second == person.primary {
                return Err(Refusal::Invalid(format!(
                    "{}’s two profiles are the same; leave the second one out.",
                    person.name
                )));
            }
        }
        Record::Customer(customer) => {
            filled(&customer.name, "A customer needs a name.")?;
            if let (Some(since), Some(lost)) = (customer.since, customer.lost)
                && lost < since
            {
                return Err(Refusal::Invalid(format!(
                    "{} cannot be lost on {lost}, before they came on {since}; correct one of the two days.",
                    customer.name
                )));
            }
        }
        Record::Shift(shift) => hours_of_shift(shift.hours, &shift.breaks)?,
        Record::Template(template) => {
            filled(&template.name, "A shift template needs a name.")?;
            hours_of_shift(template.hours, &template.breaks)?;
        }
        Record::Attendance(attendance) if attendance.to.is_some_and(|to| to <= attendance.from) => {
            return Err(Refusal::Invalid("They check out before they check in; swap the two moments.".into()));
        }
        Record::Note(note) => {
            filled(&note.body, "The note is empty; write something first.")?;
            if note.given.is_some_and(|given| given < note.on) {
                return Err(Refusal::Invalid("It was said before it happened; swap the two days of the note.".into()));
            }
        }
        Record::Training(training) => filled(&training.name, "A training needs a name.")?,
        Record::HandOver(left) => filled(&left.body, "The hand-over is empty; write something first.")?,
        Record::Absence(absence) if absence.last < absence.first => {
            return Err(Refusal::Invalid("The absence ends before it begins; swap its two days.".into()));
        }
        Record::Requirement(requirement) if requirement.weekdays & 0x7f == 0 => {
            return Err(Refusal::Invalid("A requirement needs at least one weekday.".into()));
        }
        Record::View(view) => filled(&view.name, "A view needs a name.")?,
        Record::Survey(survey) if survey.score.is_some_and(|score| !survey.scale.has(score)) => {
            let (score, scale) = (survey.score.unwrap_or_default(), survey.scale);
            return Err(Refusal::Invalid(format!(
                "A score of {score} is not on the scale from {} to {}; check the number, or give the scale.",
                scale.from, scale.to
            )));
        }
        Record::Survey(survey) if !survey.kind.fits(survey.scale) => {
            return Err(Refusal::Invalid(format!(
                "A recommendation is told on the scale 0-10 or 1-10, not on {}; give that scale, or another kind.",
                survey.scale
            )));
        }
        Record::Review(review) if review.score().is_none() => {
            return Err(Refusal::Invalid("The review marks nothing; mark one item at least.".into()));
        }
        Record::Review(review) if review.reviewer.person == Some(review.agent) => {
            return Err(Refusal::Invalid("Nobody reviews their own answers; let another reviewer read them.".into()));
        }
        Record::Goal(goal) => goal_is_sound(goal)?,
        Record::Action(item) => filled(&item.title, "An action item needs a title; say what is to be done.")?,
        Record::Feedback(feedback) => {
            filled(&feedback.theme, "Feedback needs a theme; say in few words what it is about.")?;
            filled(&feedback.department, "Feedback needs the department that it is for.")?;
            filled(&feedback.said, "The feedback is empty; write what the customer said.")?;
        }
        Record::Notice(notice) => {
            filled(&notice.title, "A notice needs a title.")?;
            filled(&notice.body, "The notice is empty; write something first.")?;
        }
        Record::Absence(_)
        | Record::Requirement(_)
        | Record::Attendance(_)
        | Record::Survey(_)
        | Record::Review(_)
        | Record::Trained(_) => {}
    }
    Ok(())
}

fn goal_is_sound(goal: &Goal) -> Result<(), Refusal> {
    filled(&goal.name, "A goal needs a name.")?;
    filled(&goal.figure, "A goal needs a figure; `shiftdesk goal add --help` names them.")?;
    if goal.start == goal.target {
        return Err(Refusal::Invalid("The goal is where it starts; name a target that differs from the start.".into()));
    }
    if goal.due <= goal.begun {
        return Err(Refusal::Invalid("The goal is due before it begins; give it a later day.".into()));
    }
    Ok(())
}

fn hours_of_shift(hours: Hours, breaks: &[Hours]) -> Result<(), Refusal> {
    if hours.to <= hours.from || hours.from >= 24 * 60 || hours.minutes() > 24 * 60 {
        return Err(Refusal::Invalid("A shift begins within its day and lasts at most 24 hours.".into()));
    }
    if breaks.iter().any(|b| b.to <= b.from || b.from < hours.from || hours.to < b.to) {
        return Err(Refusal::Invalid("A break lies outside its shift; give it hours within the shift.".into()));
    }
    Ok(())
}

/// Rejects a shift that overlaps the person's others; `others` are theirs around that day.
pub fn apart(shift: &Shift, others: &[Numbered<Shift>], name: &str) -> Result<(), Refusal> {
    match others.iter().find(|other| other.meets(shift)) {
        None => Ok(()),
        Some(other) => Err(Refusal::Invalid(format!(
            "{name} has a shift on {} from {} to {} already (number {}); change or remove that one first.",
            other.day,
            clock(other.hours.from % DAY),
            clock(other.hours.to % DAY),
            other.id
        ))),
    }
}
