//! Plain records beside the tickets: people, customers, shifts, absences, requirements and more.
//!
//! A record is written as a whole, and its event holds the previous version, so every write can be undone.

use serde::{Deserialize, Serialize};

use crate::model::action_item::ActionItem;
use crate::model::coaching::{PersonNote, Training, TrainingCompletion};
use crate::model::customer::Customer;
use crate::model::feedback::Feedback;
use crate::model::goal::Goal;
use crate::model::handover::HandOver;
use crate::model::ids::PersonId;
use crate::model::notice::Notice;
use crate::model::person::Person;
use crate::model::review::Review;
use crate::model::saved_view::SavedView;
use crate::model::shift::{Absence, Attendance, Requirement, Shift, ShiftTemplate};
use crate::model::survey::Survey;
use crate::model::time::Instant;

/// Record kinds; the name is that of the table, for kinds with a table of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    Person,
    Customer,
    Shift,
    Absence,
    Requirement,
    View,
    Template,
    Attendance,
    Note,
    HandOver,
    Survey,
    Review,
    Goal,
    Action,
    Feedback,
    Notice,
    Training,
    Trained,
}

impl RecordKind {
    pub const ALL: [RecordKind; 18] = [
        RecordKind::Person,
        RecordKind::Customer,
        RecordKind::Shift,
        RecordKind::Absence,
        RecordKind::Requirement,
        RecordKind::View,
        RecordKind::Template,
        RecordKind::Attendance,
        RecordKind::Note,
        RecordKind::HandOver,
        RecordKind::Survey,
        RecordKind::Review,
        RecordKind::Goal,
        RecordKind::Action,
        RecordKind::Feedback,
        RecordKind::Notice,
        RecordKind::Training,
        RecordKind::Trained,
    ];

    /// Whether the kind is stored as JSON in the shared record table, by ID or timestamp; the others have their own
    /// tables.
    pub fn uses_record_table(self) -> bool {
        match self {
            RecordKind::Template
            | RecordKind::Attendance
            | RecordKind::Note
            | RecordKind::HandOver
            | RecordKind::Survey
            | RecordKind::Review
            | RecordKind::Goal
            | RecordKind::Action
            | RecordKind::Feedback
            | RecordKind::Notice
            | RecordKind::Training
            | RecordKind::Trained => true,
            RecordKind::Person
            | RecordKind::Customer
            | RecordKind::Shift
            | RecordKind::Absence
            | RecordKind::Requirement
            | RecordKind::View => false,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            RecordKind::Person => "person",
            RecordKind::Customer => "customer",
            RecordKind::Shift => "shift",
            RecordKind::Absence => "absence",
            RecordKind::Requirement => "requirement",
            RecordKind::View => "view",
            RecordKind::Template => "template",
            RecordKind::Attendance => "attendance",
            RecordKind::Note => "note",
            RecordKind::HandOver => "hand_over",
            RecordKind::Survey => "survey",
            RecordKind::Review => "review",
            RecordKind::Goal => "goal",
            RecordKind::Action => "action",
            RecordKind::Feedback => "feedback",
            RecordKind::Notice => "notice",
            RecordKind::Training => "training",
            RecordKind::Trained => "trained",
        }
    }
}

/// A plain record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    Person(Person),
    Customer(Customer),
    Shift(Shift),
    Absence(Absence),
    Requirement(Requirement),
    View(SavedView),
    Template(ShiftTemplate),
    Attendance(Attendance),
    Note(PersonNote),
    HandOver(HandOver),
    Survey(Survey),
    Review(Review),
    Goal(Goal),
    Action(ActionItem),
    Feedback(Feedback),
    Notice(Notice),
    Training(Training),
    Trained(TrainingCompletion),
}

impl Record {
    pub fn kind(&self) -> RecordKind {
        match self {
            Record::Person(_) => RecordKind::Person,
            Record::Customer(_) => RecordKind::Customer,
            Record::Shift(_) => RecordKind::Shift,
            Record::Absence(_) => RecordKind::Absence,
            Record::Requirement(_) => RecordKind::Requirement,
            Record::View(_) => RecordKind::View,
            Record::Template(_) => RecordKind::Template,
            Record::Attendance(_) => RecordKind::Attendance,
            Record::Note(_) => RecordKind::Note,
            Record::HandOver(_) => RecordKind::HandOver,
            Record::Survey(_) => RecordKind::Survey,
            Record::Review(_) => RecordKind::Review,
            Record::Goal(_) => RecordKind::Goal,
            Record::Action(_) => RecordKind::Action,
            Record::Feedback(_) => RecordKind::Feedback,
            Record::Notice(_) => RecordKind::Notice,
            Record::Training(_) => RecordKind::Training,
            Record::Trained(_) => RecordKind::Trained,
        }
    }

    /// Timestamp the record is indexed by; `None` if it has none or a table of its own.
    pub fn timestamp(&self) -> Option<Instant> {
        match self {
            Record::Attendance(attendance) => Some(attendance.from),
            Record::HandOver(left) => Some(left.at),
            Record::Survey(survey) => Some(survey.at),
            Record::Review(review) => Some(review.at),
            Record::Feedback(feedback) => Some(feedback.at),
            Record::Notice(notice) => Some(notice.at),
            _ => None,
        }
    }

    /// The person the record belongs to.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Record::Shift(shift) => Some(shift.person),
            Record::Absence(absence) => Some(absence.person),
            Record::Attendance(attendance) => Some(attendance.person),
            Record::Note(note) => Some(note.person),
            Record::Survey(survey) => survey.credit,
            Record::Review(review) => Some(review.agent),
            Record::Goal(goal) => goal.owner,
            Record::Action(item) => item.owner,
            Record::Trained(done) => Some(done.person),
            Record::Person(_)
            | Record::Customer(_)
            | Record::Requirement(_)
            | Record::View(_)
            | Record::Template(_)
            | Record::HandOver(_)
            | Record::Feedback(_)
            | Record::Notice(_)
            | Record::Training(_) => None,
        }
    }
}
