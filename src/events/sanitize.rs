//! Sanitizes every text of changes and imported rows before it is stored.
//!
//! The store calls [`Sanitize::sanitized`] at its boundary, so no other layer has to. Single-line fields are reduced to
//! one line; an optional text that becomes empty becomes `None`.

use crate::events::change::Change;
use crate::model::action_item::{ActionItem, ActionOrigin, ActionStep};
use crate::model::coaching::{PersonNote, Training};
use crate::model::customer::Customer;
use crate::model::event::{ImportedTicket, OpenedTicket, TicketEdit, TicketImportRow};
use crate::model::feedback::Feedback;
use crate::model::goal::{Goal, GoalReview};
use crate::model::handover::HandOver;
use crate::model::ids::SourceRef;
use crate::model::notice::Notice;
use crate::model::person::{Person, Skill};
use crate::model::record::Record;
use crate::model::review::{Review, ReviewMark};
use crate::model::saved_view::SavedView;
use crate::model::shift::{Absence, Shift, ShiftTemplate};
use crate::model::survey::Survey;
use crate::model::text::{clean, clean_line};
use crate::model::ticket::Concession;

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
            Change::OpenTicket(opened) => Change::OpenTicket(opened.sanitized()),
            Change::OpenTicketForCustomer { customer, opened } => {
                Change::OpenTicketForCustomer { customer: customer.sanitized(), opened: opened.sanitized() }
            }
            Change::AddNote { ticket, body: text } => Change::AddNote { ticket, body: sanitize_body(&text) },
            Change::Reply { ticket, body: text, then } => Change::Reply { ticket, body: sanitize_body(&text), then },
            Change::AddCustomerMessage { ticket, body: text } => {
                Change::AddCustomerMessage { ticket, body: sanitize_body(&text) }
            }
            Change::EditTicket { ticket, edit } => Change::EditTicket { ticket, edit: edit.sanitized() },
            Change::Escalate { ticket, level, reason } => {
                Change::Escalate { ticket, level, reason: sanitize_line(&reason) }
            }
            Change::AddPromise { ticket, what, due } => Change::AddPromise { ticket, what: sanitize_line(&what), due },
            Change::HandOffTicket { ticket, to, why, next } => {
                Change::HandOffTicket { ticket, to, why: sanitize_body(&why), next: sanitize_body(&next) }
            }
            Change::GrantConcession { ticket, concession } => {
                let (currency, reason) = (sanitize_line(&concession.currency), sanitize_line(&concession.reason));
                Change::GrantConcession { ticket, concession: Concession { currency, reason, ..concession } }
            }
            Change::MarkUpset { ticket, recovery, follow_up } => {
                Change::MarkUpset { ticket, recovery: sanitize_line(&recovery), follow_up }
            }
            Change::SetChecklistItem { ticket, item, done } => {
                Change::SetChecklistItem { ticket, item: sanitize_line(&item), done }
            }
            Change::Rate { ticket, score, at, source, comment } => {
                Change::Rate { ticket, score, at, source: source.sanitized(), comment: sanitize_body(&comment) }
            }
            Change::AddSurveyForCustomer { customer, survey } => {
                Change::AddSurveyForCustomer { customer: customer.sanitized(), survey: survey.sanitized() }
            }
            Change::Split { ticket, opened } => Change::Split { ticket, opened: opened.sanitized() },
            Change::AddRecord(record) => Change::AddRecord(record.sanitized()),
            Change::ReplaceRecord { kind, id, record } => {
                Change::ReplaceRecord { kind, id, record: record.map(Record::sanitized) }
            }
            Change::Batch(changes) => Change::Batch(changes.into_iter().map(Change::sanitized).collect()),
            textless @ (Change::Assign { .. }
            | Change::SetStatus { .. }
            | Change::SetPriority { .. }
            | Change::EndPromise { .. }
            | Change::MarkRecovered { .. }
            | Change::Merge { .. }
            | Change::Link { .. }
            | Change::AcknowledgeNotice { .. }
            | Change::Undo
            | Change::Redo
            | Change::UndoOrRedo(_)) => textless,
        }
    }
}

impl Sanitize for TicketEdit {
    fn sanitized(self) -> TicketEdit {
        match self {
            TicketEdit::Subject(subject) => TicketEdit::Subject(sanitize_line(&subject)),
            TicketEdit::Customer(customer) => TicketEdit::Customer(customer),
            TicketEdit::Channel(channel) => TicketEdit::Channel(sanitize_optional(channel)),
            TicketEdit::Category(category) => TicketEdit::Category(sanitize_optional(category)),
            TicketEdit::Tags(all) => TicketEdit::Tags(sanitize_tags(all)),
            TicketEdit::Language(language) => TicketEdit::Language(sanitize_optional(language)),
            TicketEdit::Cause(cause) => TicketEdit::Cause(sanitize_optional(cause)),
            TicketEdit::Stage(stage) => TicketEdit::Stage(sanitize_optional(stage)),
            TicketEdit::Dissatisfied(with) => TicketEdit::Dissatisfied(with),
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

impl Sanitize for OpenedTicket {
    fn sanitized(self) -> OpenedTicket {
        OpenedTicket {
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

impl Sanitize for ImportedTicket {
    fn sanitized(self) -> ImportedTicket {
        ImportedTicket {
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

impl Sanitize for TicketImportRow {
    fn sanitized(self) -> TicketImportRow {
        TicketImportRow {
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
            Record::Template(template) => {
                Record::Template(ShiftTemplate { name: sanitize_line(&template.name), ..template })
            }
            Record::Attendance(attendance) => Record::Attendance(attendance),
            Record::Note(note) => Record::Note(PersonNote { body: sanitize_body(&note.body), ..note }),
            Record::HandOver(left) => Record::HandOver(HandOver {
                shift: sanitize_optional(left.shift),
                body: sanitize_body(&left.body),
                ..left
            }),
            Record::Survey(survey) => Record::Survey(survey.sanitized()),
            Record::Review(review) => Record::Review(review.sanitized()),
            Record::Goal(goal) => Record::Goal(goal.sanitized()),
            Record::Action(item) => Record::Action(item.sanitized()),
            Record::Feedback(feedback) => Record::Feedback(feedback.sanitized()),
            Record::Notice(notice) => Record::Notice(Notice {
                title: sanitize_line(&notice.title),
                body: sanitize_body(&notice.body),
                ..notice
            }),
            Record::Training(training) => Record::Training(Training {
                name: sanitize_line(&training.name),
                place: sanitize_optional(training.place),
                ..training
            }),
            Record::Trained(done) => Record::Trained(done),
        }
    }
}

impl Sanitize for SourceRef {
    fn sanitized(self) -> SourceRef {
        SourceRef { name: sanitize_line(&self.name), id: sanitize_line(&self.id) }
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
        let marks = self.marks.into_iter().map(|mark| ReviewMark { item: sanitize_line(&mark.item), ..mark }).collect();
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
        let steps = self.steps.into_iter().map(|step| ActionStep { what: sanitize_line(&step.what), ..step });
        let from = self.from.map(|from| match from {
            ActionOrigin::TouchPoint(point) => ActionOrigin::TouchPoint(sanitize_line(&point)),
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
    use super::*;

    #[test]
    fn nothing_hostile_is_left_in_what_is_kept() {
        let hostile = || "\x1b]0;x\x07pay\u{202e}lap\nof\u{9b}31m\t2".to_owned();
        let opened = OpenedTicket {
            subject: hostile(),
            body: hostile(),
            channel: Some("\x1b[2J".into()),
            tags: vec![hostile(), "\u{200b}".into()],
            ..OpenedTicket::default()
        };
        let customer = Customer { name: hostile(), email: Some(hostile()), ..Customer::default() };
        let Change::OpenTicketForCustomer { customer, opened } =
            (Change::OpenTicketForCustomer { customer, opened }).sanitized()
        else {
            panic!("the same change")
        };
        assert_eq!((opened.subject.as_str(), opened.body.as_str()), ("paylap of 2", "paylap\nof\t2"));
        assert_eq!((opened.channel, opened.tags), (None, vec!["paylap of 2".to_owned()]));
        assert_eq!((customer.name.as_str(), customer.email.as_deref()), ("paylap of 2", Some("paylap of 2")));
    }
}
