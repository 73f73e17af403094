//! The people, their shifts and the records around them.

use std::collections::BTreeMap;

use crate::model::action_item::ActionItem;
use crate::model::coaching::{PersonNote, Training, TrainingCompletion};
use crate::model::feedback::Feedback;
use crate::model::goal::Goal;
use crate::model::handover::HandOver;
use crate::model::ids::{PersonId, WithId};
use crate::model::notice::Notice;
use crate::model::person::Person;
use crate::model::review::Review;
use crate::model::saved_view::SavedView;
use crate::model::shift::{Absence, Attendance, Requirement, Shift, ShiftTemplate};

/// People, shifts and team records, from a month back to two months ahead.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Team {
    pub people: BTreeMap<PersonId, Person>,
    pub shifts: Vec<WithId<Shift>>,
    pub absences: Vec<WithId<Absence>>,
    pub requirements: Vec<WithId<Requirement>>,
    /// Check-ins and check-outs of the same weeks, in time order.
    pub attendance: Vec<WithId<Attendance>>,
    /// Shift templates, ordered by hours.
    pub templates: Vec<WithId<ShiftTemplate>>,
    /// Leads' notes on people, by day.
    pub notes: Vec<WithId<PersonNote>>,
    /// Trainings by name, and who completed them.
    pub trainings: Vec<WithId<Training>>,
    pub trained: Vec<WithId<TrainingCompletion>>,
    /// Reviews of the last quarter, in time order.
    pub reviews: Vec<WithId<Review>>,
    /// Hand-overs of the same weeks, in time order.
    pub hand_overs: Vec<WithId<HandOver>>,
    /// Goals, action items, customer feedback and notices, by ID.
    pub goals: Vec<WithId<Goal>>,
    pub actions: Vec<WithId<ActionItem>>,
    pub feedback: Vec<WithId<Feedback>>,
    pub notices: Vec<WithId<Notice>>,
    /// Saved queue views, by ID.
    pub views: BTreeMap<i64, SavedView>,
}

impl Team {
    pub fn name(&self, person: PersonId) -> Option<&str> {
        self.people.get(&person).map(|person| person.name.as_str())
    }
}
