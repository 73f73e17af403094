//! Sanitizes every text of changes and imported rows before it is stored.
//!
//! The store calls [`Sanitize::sanitized`] at its boundary, so no other layer has to. Single-line fields are reduced to
//! one line; an optional text that becomes empty becomes `None`.

use crate::events::change::Change;
use crate::model::action_item::{ActionItem, Origin, Step};
use crate::model::coaching::Training;
use crate::model::customer::Customer;
use crate::model::event::{Edit, Facts, Incoming, Opened};
use crate::model::feedback::Feedback;
use crate::model::goal::{Goal, GoalReview};
use crate::model::handover::HandOver;
use crate::model::notice::Notice;
use crate::model::person::{Person, PersonNote, Skill};
use crate::model::record::{Record, SavedView};
use crate::model::review::{Mark, Review};
use crate::model::shift::{Absence, Shift, Template};
use crate::model::survey::Survey;
use crate::model::text::{clean, clean_line};
use crate::model::ticket::{Concession, Source};

/// A value that contains text from outside.
pub trait Sanitize {
    /// The value with every text in its stored form. Idempotent.
    fn sanitized(self) -> Self;
}

fn sanitize_line(text: &str) -> String {
    clean_line(text).into_owned()
}

fn sanitize_optional(text: Option<String>) -> Option<String> {
    text.map(|text| sanitize_line(&text)).filter(|text| !text.is_empty())
}

fn sanitize_body(text: &str) -> String {
    clean(text).into_owned()
}

fn sanitize_tags(tags: Vec<String>) -> Vec<String> {
    tags.iter().map(|tag| sanitize_line(tag)).filter(|tag| !tag.is_empty()).collect()
}

impl Sanitize for Change {
    fn sanitized(self) -> Change {
        match self {
            Change::Open(opened) => Change::Open(opened.sanitized()),
            Change::OpenFor { customer, opened } => {
                Change::OpenFor { customer: customer.sanitized(), opened: opened.sanitized() }
            }
            Change::Note { ticket, body: text } => Change::Note { ticket, body: sanitize_body(&text) },
            Change::Reply { ticket, body: text, then } => Change::Reply { ticket, body: sanitize_body(&text), then },
            Change::Ask { ticket, body: text } => Change::Ask { ticket, body: sanitize_body(&text) },
            Change::Edit { ticket, edit } => Change::Edit { ticket, edit: edit.sanitized() },
            Change::Escalate { ticket, level, reason } => Change::Escalate { ticket, level, reason: sanitize_line(&reason) },
            Change::Promise { ticket, what, due } => Change::Promise { ticket, what: sanitize_line(&what), due },
            Change::HandOff { ticket, to, why, next } => {
                Change::HandOff { ticket, to, why: sanitize_body(&why), next: sanitize_body(&next) }
            }
            Change::Concede { ticket, concession } => {
                let (currency, reason) = (sanitize_line(&concession.currency), sanitize_line(&concession.reason));
                Change::Concede { ticket, concession: Concession { currency, reason, ..concession } }
            }
            Change::Upset { ticket, recovery, follow_up } => {
                Change::Upset { ticket, recovery: sanitize_line(&recovery), follow_up }
            }
            Change::Tick { ticket, item, done } => Change::Tick { ticket, item: sanitize_line(&item), done },
            Change::Rate { ticket, score, at, source, comment } => {
                Change::Rate { ticket, score, at, source: source.sanitized(), comment: sanitize_body(&comment) }
            }
            Change::SurveyOf { customer, survey } => {
                Change::SurveyOf { customer: customer.sanitized(), survey: survey.sanitized() }
            }
            Change::Split { ticket, opened } => Change::Split { ticket, opened: opened.sanitized() },
            Change::Add(record) => Change::Add(record.sanitized()),
            Change::Replace { kind, id, record } => Change::Replace { kind, id, record: record.map(Record::sanitized) },
            Change::Many(changes) => Change::Many(changes.into_iter().map(Change::sanitized).collect()),
            textless @ (Change::Assign { .. }
            | Change::SetStatus { .. }
            | Change::SetPriority { .. }
            | Change::EndPromise { .. }
            | Change::Soothe { .. }
            | Change::Merge { .. }
            | Change::Link { .. }
            | Change::Acknowledge { .. }
            | Change::Undo
            | Change::Redo
            | Change::Turn(_)) => textless,
        }
    }
}

impl Sanitize for Edit {
    fn sanitized(self) -> Edit {
        match self {
            Edit::Subject(subject) => Edit::Subject(sanitize_line(&subject)),
            Edit::Customer(customer) => Edit::Customer(customer),
            Edit::Channel(channel) => Edit::Channel(sanitize_optional(channel)),
            Edit::Category(category) => Edit::Category(sanitize_optional(category)),
            Edit::Tags(all) => Edit::Tags(sanitize_tags(all)),
            Edit::Language(language) => Edit::Language(sanitize_optional(language)),
            Edit::Cause(cause) => Edit::Cause(sanitize_optional(cause)),
            Edit::Stage(stage) => Edit::Stage(sanitize_optional(stage)),
            Edit::Dissatisfied(with) => Edit::Dissatisfied(with),
        }
    }
}

impl Sanitize for SavedView {
    fn sanitized(self) -> SavedView {
        SavedView {
            name: sanitize_line(&self.name),
            filter: sanitize_line(&self.filter),
            sort: sanitize_line(&self.sort),
            columns: sanitize_line(&self.columns),
            ..self
        }
    }
}

impl Sanitize for Opened {
    fn sanitized(self) -> Opened {
        Opened {
            subject: sanitize_line(&self.subject),
            body: sanitize_body(&self.body),
            channel: sanitize_optional(self.channel),
            category: sanitize_optional(self.category),
            tags: sanitize_tags(self.tags),
            language: sanitize_optional(self.language),
            ..self
        }
    }
}

impl Sanitize for Facts {
    fn sanitized(self) -> Facts {
        Facts {
            source: sanitize_line(&self.source),
            source_id: sanitize_line(&self.source_id),
            subject: sanitize_line(&self.subject),
            body: sanitize_body(&self.body),
            group: sanitize_optional(self.group),
            channel: sanitize_optional(self.channel),
            category: sanitize_optional(self.category),
            tags: sanitize_tags(self.tags),
            extra: self.extra.iter().map(|(name, value)| (sanitize_line(name), sanitize_body(value))).collect(),
            ..self
        }
    }
}

impl Sanitize for Incoming {
    fn sanitized(self) -> Incoming {
        Incoming {
            facts: self.facts.sanitized(),
            customer: self.customer.map(Sanitize::sanitized),
            assignee: sanitize_optional(self.assignee),
        }
    }
}

impl Sanitize for Record {
    fn sanitized(self) -> Record {
        match self {
            Record::Person(person) => Record::Person(person.sanitized()),
            Record::Customer(customer) => Record::Customer(customer.sanitized()),
            Record::Shift(shift) => Record::Shift(Shift { name: sanitize_optional(shift.name), ..shift }),
            Record::Absence(absence) => Record::Absence(Absence { note: sanitize_optional(absence.note), ..absence }),
            Record::Requirement(requirement) => Record::Requirement(requirement),
            Record::View(view) => Record::View(view.sanitized()),
            Record::Template(template) => Record::Template(Template { name: sanitize_line(&template.name), ..template }),
            Record::Attendance(attendance) => Record::Attendance(attendance),
            Record::Note(note) => Record::Note(PersonNote { body: sanitize_body(&note.body), ..note }),
            Record::HandOver(left) => {
                Record::HandOver(HandOver { shift: sanitize_optional(left.shift), body: sanitize_body(&left.body), ..left })
            }
            Record::Survey(survey) => Record::Survey(survey.sanitized()),
            Record::Review(review) => Record::Review(review.sanitized()),
            Record::Goal(goal) => Record::Goal(goal.sanitized()),
            Record::Action(item) => Record::Action(item.sanitized()),
            Record::Feedback(feedback) => Record::Feedback(feedback.sanitized()),
            Record::Notice(notice) => {
                Record::Notice(Notice { title: sanitize_line(&notice.title), body: sanitize_body(&notice.body), ..notice })
            }
            Record::Training(training) => {
                Record::Training(Training { name: sanitize_line(&training.name), place: sanitize_optional(training.place), ..training })
            }
            Record::Trained(done) => Record::Trained(done),
        }
    }
}

impl Sanitize for Source {
    fn sanitized(self) -> Source {
        Source { name: sanitize_line(&self.name), id: sanitize_line(&self.id) }
    }
}

impl Sanitize for Survey {
    fn sanitized(self) -> Survey {
        let source = self.source.map(Sanitize::sanitized);
        let comment = self.comment.map(|comment| sanitize_body(&comment)).filter(|comment| !comment.trim().is_empty());
        Survey { about: sanitize_optional(self.about), comment, source, ..self }
    }
}

impl Sanitize for Review {
    fn sanitized(self) -> Review {
        let marks = self.marks.into_iter().map(|mark| Mark { item: sanitize_line(&mark.item), ..mark }).collect();
        Review { card: sanitize_line(&self.card), comment: sanitize_body(&self.comment), marks, ..self }
    }
}

impl Sanitize for Goal {
    fn sanitized(self) -> Goal {
        let review = |review: GoalReview| GoalReview { note: sanitize_body(&review.note), ..review };
        let reviews = self.reviews.into_iter().map(review).collect();
        Goal { name: sanitize_line(&self.name), figure: sanitize_line(&self.figure), reviews, ..self }
    }
}

impl Sanitize for ActionItem {
    fn sanitized(self) -> ActionItem {
        let steps = self.steps.into_iter().map(|step| Step { what: sanitize_line(&step.what), ..step });
        let from = self.from.map(|from| match from {
            Origin::TouchPoint(point) => Origin::TouchPoint(sanitize_line(&point)),
            other => other,
        });
        let steps = steps.filter(|step| !step.what.is_empty()).collect();
        ActionItem { title: sanitize_line(&self.title), criterion: sanitize_line(&self.criterion), steps, from, ..self }
    }
}

impl Sanitize for Feedback {
    fn sanitized(self) -> Feedback {
        Feedback {
            theme: sanitize_line(&self.theme),
            touch_point: sanitize_optional(self.touch_point),
            department: sanitize_line(&self.department),
            said: sanitize_body(&self.said),
            answer: sanitize_body(&self.answer),
            ..self
        }
    }
}

impl Sanitize for Person {
    fn sanitized(self) -> Person {
        let skills = self.skills.into_iter().map(|skill| Skill { name: sanitize_line(&skill.name), ..skill }).collect();
        Person {
            name: sanitize_line(&self.name),
            email: sanitize_optional(self.email),
            title: sanitize_optional(self.title),
            level: sanitize_optional(self.level),
            target_level: sanitize_optional(self.target_level),
            development: sanitize_optional(self.development),
            employer: sanitize_optional(self.employer),
            languages: sanitize_tags(self.languages),
            channels: sanitize_tags(self.channels),
            skills,
            ..self
        }
    }
}

impl Sanitize for Customer {
    fn sanitized(self) -> Customer {
        Customer {
            name: sanitize_line(&self.name),
            email: sanitize_optional(self.email),
            phone: sanitize_optional(self.phone),
            organization: sanitize_optional(self.organization),
            tier: sanitize_optional(self.tier),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::events::sanitize::*;

    #[test]
    fn nothing_hostile_is_left_in_what_is_kept() {
        let hostile = || "\x1b]0;x\x07pay\u{202e}lap\nof\u{9b}31m\t2".to_owned();
        let opened = Opened {
            subject: hostile(),
            body: hostile(),
            channel: Some("\x1b[2J".into()),
            tags: vec![hostile(), "\u{200b}".into()],
            ..Opened::default()
        };
        let customer = Customer { name: hostile(), email: Some(hostile()), ..Customer::default() };
        let Change::OpenFor { customer, opened } = (Change::OpenFor { customer, opened }).sanitized() else {
            panic!("the same change")
        };
        assert_eq!((opened.subject.as_str(), opened.body.as_str()), ("paylap of 2", "paylap\nof\t2"));
        assert_eq!((opened.channel, opened.tags), (None, vec!["paylap of 2".to_owned()]));
        assert_eq!((customer.name.as_str(), customer.email.as_deref()), ("paylap of 2", Some("paylap of 2")));
    }
}
