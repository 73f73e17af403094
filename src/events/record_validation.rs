//! Validates plain records and replaces them.

use crate::events::active_events::active_events;
use crate::events::change::ValidationError;
use crate::events::change_context::{ChangeContext, EventTarget, PendingEvent};
use crate::model::event::{Event, EventPayload};
use crate::model::goal::Goal;
use crate::model::ids::WithId;
use crate::model::person::Author;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Hours, Shift};
use crate::model::time::{Instant, MINUTES_PER_DAY, format_clock};

pub(super) fn replace_events(
    kind: RecordKind,
    id: i64,
    record: Option<&Record>,
    known: &ChangeContext,
) -> Result<Vec<PendingEvent>, ValidationError> {
    if let Some(record) = record {
        validate_record(record)?;
    }
    let before = current_record(&known.record_events).cloned();
    if before.as_ref() == record {
        return Ok(Vec::new());
    }
    let what = EventPayload::Put { before, after: record.cloned(), came_along: false };
    Ok(vec![PendingEvent { target: EventTarget::Record(kind, id), payload: what }])
}

/// Marks a notice as read by the author.
pub(super) fn acknowledge_events(
    id: i64,
    at: Instant,
    by: &Author,
    known: &ChangeContext,
) -> Result<Vec<PendingEvent>, ValidationError> {
    let reader = by.person.ok_or_else(|| {
        ValidationError::Invalid(
            "Nobody knows who you are, so nobody would know who has read it; say who you are first.".into(),
        )
    })?;
    let Some(Record::Notice(notice)) = current_record(&known.record_events) else { return Ok(Vec::new()) };
    match notice.acknowledge(reader, at) {
        Some(read) => replace_events(RecordKind::Notice, id, Some(&Record::Notice(read)), known),
        None => Ok(Vec::new()),
    }
}

/// Whether an event changes the text of a notice or deletes it.
pub(super) fn changes_notice_text(what: &EventPayload) -> bool {
    match what {
        EventPayload::Put { before: Some(Record::Notice(before)), after: Some(Record::Notice(after)), .. } => {
            (&before.title, &before.body) != (&after.title, &after.body)
        }
        _ => true,
    }
}

/// The current state of a record.
pub fn current_record(events: &[Event]) -> Option<&Record> {
    let puts = active_events(events).filter_map(|event| match &event.what {
        EventPayload::Put { after, .. } => Some(after.as_ref()),
        _ => None,
    });
    puts.last().flatten()
}

pub(super) fn require_text(text: &str, otherwise: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() { Err(ValidationError::Invalid(otherwise.into())) } else { Ok(()) }
}

pub(super) fn validate_record(record: &Record) -> Result<(), ValidationError> {
    match record {
        Record::Person(person) => {
            require_text(&person.name, "A person needs a name.")?;
            if person.second.is_some() && person.second == person.primary {
                return Err(ValidationError::Invalid(format!(
                    "{}’s two profiles are the same; leave the second one out.",
                    person.name
                )));
            }
        }
        Record::Customer(customer) => {
            require_text(&customer.name, "A customer needs a name.")?;
            if let (Some(since), Some(lost)) = (customer.since, customer.lost)
                && lost < since
            {
                return Err(ValidationError::Invalid(format!(
                    "{} cannot be lost on {lost}, before they came on {since}; correct one of the two days.",
                    customer.name
                )));
            }
        }
        Record::Shift(shift) => validate_shift_hours(shift.hours, &shift.breaks)?,
        Record::Template(template) => {
            require_text(&template.name, "A shift template needs a name.")?;
            validate_shift_hours(template.hours, &template.breaks)?;
        }
        Record::Attendance(attendance) if attendance.to.is_some_and(|to| to <= attendance.from) => {
            return Err(ValidationError::Invalid("They check out before they check in; swap the two moments.".into()));
        }
        Record::Note(note) => {
            require_text(&note.body, "The note is empty; write something first.")?;
            if note.given.is_some_and(|given| given < note.on) {
                return Err(ValidationError::Invalid(
                    "It was said before it happened; swap the two days of the note.".into(),
                ));
            }
        }
        Record::Training(training) => require_text(&training.name, "A training needs a name.")?,
        Record::HandOver(left) => require_text(&left.body, "The hand-over is empty; write something first.")?,
        Record::Absence(absence) if absence.last < absence.first => {
            return Err(ValidationError::Invalid("The absence ends before it begins; swap its two days.".into()));
        }
        Record::Requirement(requirement) if requirement.weekdays & 0x7f == 0 => {
            return Err(ValidationError::Invalid("A requirement needs at least one weekday.".into()));
        }
        Record::View(view) => require_text(&view.name, "A view needs a name.")?,
        Record::Survey(survey) if survey.score.is_some_and(|score| !survey.scale.contains(score)) => {
            let (score, scale) = (survey.score.unwrap_or_default(), survey.scale);
            return Err(ValidationError::Invalid(format!(
                "A score of {score} is not on the scale from {} to {}; check the number, or give the scale.",
                scale.from, scale.to
            )));
        }
        Record::Survey(survey) if !survey.kind.accepts_scale(survey.scale) => {
            return Err(ValidationError::Invalid(format!(
                "A recommendation is told on the scale 0-10 or 1-10, not on {}; give that scale, or another kind.",
                survey.scale
            )));
        }
        Record::Review(review) if review.score().is_none() => {
            return Err(ValidationError::Invalid("The review marks nothing; mark one item at least.".into()));
        }
        Record::Review(review) if review.reviewer.person == Some(review.agent) => {
            return Err(ValidationError::Invalid(
                "Nobody reviews their own answers; let another reviewer read them.".into(),
            ));
        }
        Record::Goal(goal) => validate_goal(goal)?,
        Record::Action(item) => require_text(&item.title, "An action item needs a title; say what is to be done.")?,
        Record::Feedback(feedback) => {
            require_text(&feedback.theme, "Feedback needs a theme; say in few words what it is about.")?;
            require_text(&feedback.department, "Feedback needs the department that it is for.")?;
            require_text(&feedback.said, "The feedback is empty; write what the customer said.")?;
        }
        Record::Notice(notice) => {
            require_text(&notice.title, "A notice needs a title.")?;
            require_text(&notice.body, "The notice is empty; write something first.")?;
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

fn validate_goal(goal: &Goal) -> Result<(), ValidationError> {
    require_text(&goal.name, "A goal needs a name.")?;
    require_text(&goal.figure, "A goal needs a figure; `shiftdesk goal add --help` names them.")?;
    if goal.start == goal.target {
        return Err(ValidationError::Invalid(
            "The goal is where it starts; name a target that differs from the start.".into(),
        ));
    }
    if goal.due <= goal.begun {
        return Err(ValidationError::Invalid("The goal is due before it begins; give it a later day.".into()));
    }
    Ok(())
}

fn validate_shift_hours(hours: Hours, breaks: &[Hours]) -> Result<(), ValidationError> {
    if hours.to <= hours.from || hours.from >= 24 * 60 || hours.minutes() > 24 * 60 {
        return Err(ValidationError::Invalid("A shift begins within its day and lasts at most 24 hours.".into()));
    }
    if breaks.iter().any(|b| b.to <= b.from || b.from < hours.from || hours.to < b.to) {
        return Err(ValidationError::Invalid("A break lies outside its shift; give it hours within the shift.".into()));
    }
    Ok(())
}

/// Rejects a shift that overlaps the person's others; `others` are theirs around that day.
pub fn reject_overlap(shift: &Shift, others: &[WithId<Shift>], name: &str) -> Result<(), ValidationError> {
    match others.iter().find(|other| other.overlaps(shift)) {
        None => Ok(()),
        Some(other) => Err(ValidationError::Invalid(format!(
            "{name} has a shift on {} from {} to {} already (number {}); change or remove that one first.",
            other.day,
            format_clock(other.hours.from % MINUTES_PER_DAY),
            format_clock(other.hours.to % MINUTES_PER_DAY),
            other.id
        ))),
    }
}
