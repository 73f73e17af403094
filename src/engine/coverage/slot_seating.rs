//! Seats and states of every profile for one set of needs and present people.

use std::collections::BTreeMap;

use crate::engine::coverage::seat_assignment::{PerProfile, assign_seats};
use crate::engine::coverage::types::{CoverageSlot, CoverageState};
use crate::model::ids::PersonId;
use crate::model::person::{Person, Profile};
use crate::model::time::Period;

/// Seat assignment for one set of needs and people. Most slots equal the one before, so a day recomputes it only on
/// changes.
#[derive(Default)]
pub(super) struct SlotSeating {
    pub need: PerProfile<u32>,
    pub present: Vec<PersonId>,
    /// Holders of each profile, wherever they are seated; by id.
    pub holders: PerProfile<Vec<PersonId>>,
    pub seats: PerProfile<Vec<PersonId>>,
}

impl SlotSeating {
    pub fn new(
        need: PerProfile<u32>,
        here: Vec<PersonId>,
        people: &BTreeMap<PersonId, Person>,
        importance: [Profile; 6],
    ) -> SlotSeating {
        let known = || here.iter().filter_map(|id| Some((*id, people.get(id)?)));
        let hold = |profile| known().filter(|(_, person)| can_fill(person, profile)).map(|(id, _)| id).collect();
        let (holders, seats) = (Profile::ALL.map(hold), assign_seats(known(), need, importance));
        SlotSeating { need, holders, seats, present: here }
    }

    /// The profile in which a person is seated.
    pub fn seat_of(&self, person: PersonId) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| self.seats[*profile as usize].contains(&person))
    }

    pub fn slot(&self, profile: Profile, time: Period) -> CoverageSlot {
        let index = profile as usize;
        let (need, holders, seated) = (self.need[index], &self.holders[index], self.seats[index].clone());
        let present = u32::try_from(holders.len()).unwrap_or(u32::MAX);
        let state = if seated.len() as u32 == need {
            CoverageState::Covered
        } else if present >= need {
            CoverageState::Stretched
        } else {
            CoverageState::Gap
        };
        let others = holders.iter().filter_map(|id| Some((*id, self.seat_of(*id)?)));
        let elsewhere = others.filter(|(_, other)| *other != profile).collect();
        CoverageSlot { time, need, present, seated, elsewhere, state }
    }
}

/// Whether a person can fill a seat of a profile; nobody without a primary profile can.
pub(super) fn can_fill(person: &Person, profile: Profile) -> bool {
    person.primary.is_some() && person.has_profile(profile)
}
