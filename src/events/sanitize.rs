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
pub trait Cleaned {
    /// The value with every text in its stored form. Idempotent.
    fn cleaned(self) -> Self;
}

fn line(text: &str) -> String {
    clean_line(text).into_owned()
}

fn maybe(text: Option<String>) -> Option<String> {
    text.map(|text| line(&text)).filter(|text| !text.is_empty())
}

fn body(text: &str) -> String {
    clean(text).into_owned()
}

fn tags(tags: Vec<String>) -> Vec<String> {
    tags.iter().map(|tag| line(tag)).filter(|tag| !tag.is_empty()).collect()
}

impl Cleaned for Change {
    fn cleaned(self) -> Change {
        match self {
            Change::Open(opened) => Change::Open(opened.cleaned()),
            Change::OpenFor { customer, opened } => {
                Change::OpenFor { customer: customer.cleaned(), opened: opened.cleaned() }
            }
            Change::Note { ticket, body: text } => Change::Note { ticket, body: body(&text) },
            Change::Reply { ticket, body: text, then } => Change::Reply { ticket, body: body(&text), then },
            Change::Ask { ticket, body: text } => Change::Ask { ticket, body: body(&text) },
            Change::Edit { ticket, edit } => Change::Edit { ticket, edit: edit.cleaned() },
            Change::Escalate { ticket, level, reason } => Change::Escalate { ticket, level, reason: line(&reason) },
            Change::Promise { ticket, what, due } => Change::Promise { ticket, what: line(&what), due },
            Change::HandOff { ticket, to, why, next } => {
                Change::HandOff { ticket, to, why: body(&why), next: body(&next) }
            }
            Change::Concede { ticket, concession } => {
                let (currency, reason) = (line(&concession.currency), line(&concession.reason));
                Change::Concede { ticket, concession: Concession { currency, reason, ..concession } }
            }
            Change::Upset { ticket, recovery, follow_up } => {
                Change::Upset { ticket, recovery: line(&recovery), follow_up }
            }
            Change::Tick { ticket, item, done } => Change::Tick { ticket, item: line(&item), done },
            Change::Rate { ticket, score, at, source, comment } => {
                Change::Rate { ticket, score, at, source: source.cleaned(), comment: body(&comment) }
            }
            Change::SurveyOf { customer, survey } => {
                Change::SurveyOf { customer: customer.cleaned(), survey: survey.cleaned() }
            }
            Change::Split { ticket, opened } => Change::Split { ticket, opened: opened.cleaned() },
            Change::Add(record) => Change::Add(record.cleaned()),
            Change::Replace { kind, id, record } => Change::Replace { kind, id, record: record.map(Record::cleaned) },
            Change::Many(changes) => Change::Many(changes.into_iter().map(Change::cleaned).collect()),
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

impl Cleaned for Edit {
    fn cleaned(self) -> Edit {
        match self {
            Edit::Subject(subject) => Edit::Subject(line(&subject)),
            Edit::Customer(customer) => Edit::Customer(customer),
            Edit::Channel(channel) => Edit::Channel(maybe(channel)),
            Edit::Category(category) => Edit::Category(maybe(category)),
            Edit::Tags(all) => Edit::Tags(tags(all)),
            Edit::Language(language) => Edit::Language(maybe(language)),
            Edit::Cause(cause) => Edit::Cause(maybe(cause)),
            Edit::Stage(stage) => Edit::Stage(maybe(stage)),
            Edit::Dissatisfied(with) => Edit::Dissatisfied(with),
        }
    }
}

impl Cleaned for SavedView {
    fn cleaned(self) -> SavedView {
        SavedView {
            name: line(&self.name),
            filter: line(&self.filter),
            sort: line(&self.sort),
            columns: line(&self.columns),
            ..self
        }
    }
}

impl Cleaned for Opened {
    fn cleaned(self) -> Opened {
        Opened {
            subject: line(&self.subject),
            body: body(&self.body),
            channel: maybe(self.channel),
            category: maybe(self.category),
            tags: tags(self.tags),
            language: maybe(self.language),
            ..self
        }
    }
}

impl Cleaned for Facts {
    fn cleaned(self) -> Facts {
        Facts {
            source: line(&self.source),
            source_id: line(&self.source_id),
            subject: line(&self.subject),
            body: body(&self.body),
            group: maybe(self.group),
            channel: maybe(self.channel),
            category: maybe(self.category),
            tags: tags(self.tags),
            extra: self.extra.iter().map(|(name, value)| (line(name), body(value))).collect(),
            ..self
        }
    }
}

impl Cleaned for Incoming {
    fn cleaned(self) -> Incoming {
        Incoming {
            facts: self.facts.cleaned(),
            customer: self.customer.map(Cleaned::cleaned),
            assignee: maybe(self.assignee),
        }
    }
}

impl Cleaned for Record {
    fn cleaned(self) -> Record {
        match self {
            Record::Person(person) => Record::Person(person.cleaned()),
            Record::Customer(customer) => Record::Customer(customer.cleaned()),
            Record::Shift(shift) => Record::Shift(Shift { name: maybe(shift.name), ..shift }),
            Record::Absence(absence) => Record::Absence(Absence { note: maybe(absence.note), ..absence }),
            Record::Requirement(requirement) => Record::Requirement(requirement),
            Record::View(view) => Record::View(view.cleaned()),
            Record::Template(template) => Record::Template(Template { name: line(&template.name), ..template }),
            Record::Attendance(attendance) => Record::Attendance(attendance),
            Record::Note(note) => Record::Note(PersonNote { body: body(&note.body), ..note }),
            Record::HandOver(left) => {
                Record::HandOver(HandOver { shift: maybe(left.shift), body: body(&left.body), ..left })
            }
            Record::Survey(survey) => Record::Survey(survey.cleaned()),
            Record::Review(review) => Record::Review(review.cleaned()),
            Record::Goal(goal) => Record::Goal(goal.cleaned()),
            Record::Action(item) => Record::Action(item.cleaned()),
            Record::Feedback(feedback) => Record::Feedback(feedback.cleaned()),
            Record::Notice(notice) => {
                Record::Notice(Notice { title: line(&notice.title), body: body(&notice.body), ..notice })
            }
            Record::Training(training) => {
                Record::Training(Training { name: line(&training.name), place: maybe(training.place), ..training })
            }
            Record::Trained(done) => Record::Trained(done),
        }
    }
}

impl Cleaned for Source {
    fn cleaned(self) -> Source {
        Source { name: line(&self.name), id: line(&self.id) }
    }
}

impl Cleaned for Survey {
    fn cleaned(self) -> Survey {
        let source = self.source.map(Cleaned::cleaned);
        let comment = self.comment.map(|comment| body(&comment)).filter(|comment| !comment.trim().is_empty());
        Survey { about: maybe(self.about), comment, source, ..self }
    }
}

impl Cleaned for Review {
    fn cleaned(self) -> Review {
        let marks = self.marks.into_iter().map(|mark| Mark { item: line(&mark.item), ..mark }).collect();
        Review { card: line(&self.card), comment: body(&self.comment), marks, ..self }
    }
}

impl Cleaned for Goal {
    fn cleaned(self) -> Goal {
        let review = |review: GoalReview| GoalReview { note: body(&review.note), ..review };
        let reviews = self.reviews.into_iter().map(review).collect();
        Goal { name: line(&self.name), figure: line(&self.figure), reviews, ..self }
    }
}

impl Cleaned for ActionItem {
    fn cleaned(self) -> ActionItem {
        let steps = self.steps.into_iter().map(|step| Step { what: line(&step.what), ..step });
        let from = self.from.map(|from| match from {
            Origin::TouchPoint(point) => Origin::TouchPoint(line(&point)),
            other => other,
        });
        let steps = steps.filter(|step| !step.what.is_empty()).collect();
        ActionItem { title: line(&self.title), criterion: line(&self.criterion), steps, from, ..self }
    }
}

impl Cleaned for Feedback {
    fn cleaned(self) -> Feedback {
        Feedback {
            theme: line(&self.theme),
            touch_point: maybe(self.touch_point),
            department: line(&self.department),
            said: body(&self.said),
            answer: body(&self.answer),
            ..self
        }
    }
}

impl Cleaned for Person {
    fn cleaned(self) -> Person {
        let skills = self.skills.into_iter().map(|skill| Skill { name: line(&skill.name), ..skill }).collect();
        Person {
            name: line(&self.name),
            email: maybe(self.email),
            title: maybe(self.title),
            level: maybe(self.level),
            target_level: maybe(self.target_level),
            development: maybe(self.development),
            employer: maybe(self.employer),
            languages: tags(self.languages),
            channels: tags(self.channels),
            skills,
            ..self
        }
    }
}

impl Cleaned for Customer {
    fn cleaned(self) -> Customer {
        Customer {
            name: line(&self.name),
            email: maybe(self.email),
            phone: maybe(self.phone),
            organization: maybe(self.organization),
            tier: maybe(self.tier),
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
        let Change::OpenFor { customer, opened } = (Change::OpenFor { customer, opened }).cleaned() else {
            panic!("the same change")
        };
        assert_eq!((opened.subject.as_str(), opened.body.as_str()), ("paylap of 2", "paylap\nof\t2"));
        assert_eq!((opened.channel, opened.tags), (None, vec!["paylap of 2".to_owned()]));
        assert_eq!((customer.name.as_str(), customer.email.as_deref()), ("paylap of 2", Some("paylap of 2")));
    }
}
