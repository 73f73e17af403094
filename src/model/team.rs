//! The people, their shifts and the records around them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashSet;
use std::sync::Arc;

use crate::engine::coverage::Roster;
use crate::model::action_item::ActionItem;
use crate::model::coaching::{Trained, Training};
use crate::model::feedback::Feedback;
use crate::model::goal::Goal;
use crate::model::handover::HandOver;
use crate::model::ids::PersonId;
use crate::model::notice::Notice;
use crate::model::person::{Person, PersonNote, Profile};
use crate::model::record::{Numbered, SavedView};
use crate::model::review::Review;
use crate::model::shift::{Absence, Attendance, Requirement, Shift, Template};
use crate::model::time::Zone;

/// The people and their shifts, from a month back to two months ahead.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Team {
    pub people: BTreeMap<PersonId, Person>,
    pub shifts: Vec<Numbered<Shift>>,
    pub absences: Vec<Numbered<Absence>>,
    pub requirements: Vec<Numbered<Requirement>>,
    /// Who checked in and out, in the same weeks, in order of time.
    pub attendance: Vec<Numbered<Attendance>>,
    /// The shifts that the team has names for, in order of their hours.
    pub templates: Vec<Numbered<Template>>,
    /// What leads keep in mind about people, in order of the days.
    pub notes: Vec<Numbered<PersonNote>>,
    /// What people learn, by name, and who has done what of it.
    pub trainings: Vec<Numbered<Training>>,
    pub trained: Vec<Numbered<Trained>>,
    /// The reviews of answers of the last quarter, in order of time.
    pub reviews: Vec<Numbered<Review>>,
    /// What was handed over in the same weeks, in order of time.
    pub hand_overs: Vec<Numbered<HandOver>>,
    /// What the team wants to reach, what it does for that, what customers say and what is to be read, by number.
    pub goals: Vec<Numbered<Goal>>,
    pub actions: Vec<Numbered<ActionItem>>,
    pub feedback: Vec<Numbered<Feedback>>,
    pub notices: Vec<Numbered<Notice>>,
    /// Kept ways to look at the queue, by number.
    pub views: BTreeMap<i64, SavedView>,
}

impl Team {
    /// The roster at its word; with [`Roster::at`], less those who did not come.
    pub fn roster(&self, zone: Zone, importance: [Profile; 6]) -> Roster<'_> {
        Roster {
            zone,
            importance,
            people: &self.people,
            shifts: &self.shifts,
            absences: &self.absences,
            requirements: &self.requirements,
            attendance: &self.attendance,
            now: None,
        }
    }

    pub fn name(&self, person: PersonId) -> Option<&str> {
        self.people.get(&person).map(|person| person.name.as_str())
    }
}
