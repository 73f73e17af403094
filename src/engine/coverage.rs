//! Coverage: which profiles are needed hour by hour, who covers them, and who could step in.
//!
//! A civil day is cut into slots of elapsed time. In a slot each present person fills at most one seat, of either of
//! their profiles. [`seat_assignment`] assigns the seats, [`slot_detail`] explains them, [`history`] sums them up over
//! weeks.

pub mod history;
pub mod presence;
pub mod seat_assignment;
pub mod slot_detail;
pub mod slot_seating;
pub mod types;

use std::collections::BTreeMap;
use std::iter;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Timelike};

use crate::engine::coverage::presence::{MemberTimes, present_members};
use crate::engine::coverage::seat_assignment::PerProfile;
use crate::engine::coverage::slot_seating::{SlotSeating, can_fill};
use crate::engine::coverage::types::{CoverageInput, ProfileCoverage, StepInCandidate};
use crate::engine::spans;
use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

impl Team {
    /// The roster as scheduled; [`CoverageInput::as_of`] removes no-shows.
    pub fn roster(&self, zone: Zone, importance: [Profile; 6]) -> CoverageInput<'_> {
        CoverageInput {
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
}

impl CoverageInput<'_> {
    /// Takes no-shows up to `now` into account.
    pub fn as_of(self, now: Instant) -> Self {
        Self { now: Some(now), ..self }
    }

    /// Coverage per needed profile on `date`, in order of importance. The day is cut into steps of `slot_minutes` (at
    /// least 1) of elapsed time, so a 23-hour day has 46 half hours and a 25-hour day 50; the last slot ends with the
    /// day. Night shifts and requirements that began the evening before are included.
    pub fn coverage_of_day(&self, date: NaiveDate, slot_minutes: u32) -> Vec<ProfileCoverage> {
        let mut rows = self.importance.map(|profile| ProfileCoverage { profile, slots: Vec::new() });
        self.for_each_slot(date, slot_minutes, |time, seating| {
            for row in rows.iter_mut().filter(|row| seating.need[row.profile as usize] > 0) {
                row.slots.push(seating.slot(row.profile, time));
            }
        });
        rows.into_iter().filter(|row| !row.slots.is_empty()).collect()
    }

    /// Visits each slot of a day in order of time.
    fn for_each_slot(&self, date: NaiveDate, slot_minutes: u32, mut see: impl FnMut(Period, &SlotSeating)) {
        let day = Period::days(self.zone, date, date + Days::new(1));
        let step = TimeDelta::minutes(i64::from(slot_minutes.max(1)));
        let team = self.member_times(day);
        let mut seating = SlotSeating::default();
        for from in iter::successors(Some(day.from), |from| Some(*from + step)).take_while(|from| *from < day.to) {
            let time = Period { from, to: day.to.min(from + step) };
            let (need, here) = (self.required_seats(from), present_members(&team, time));
            if seating.need != need || seating.present != here {
                seating = SlotSeating::new(need, here, self.people, self.importance);
            }
            see(time, &seating);
        }
    }

    /// People on shift for all of `time` and neither absent nor on a break in any part of it, by id. A 15-minute break
    /// empties the half hour around it: coverage promises only what holds to the minute.
    pub fn present_during(&self, time: Period) -> Vec<PersonId> {
        present_members(&self.member_times(time), time)
    }

    /// People who could take a seat of `profile` in `time`: they hold it, are not absent in any part of it, and have no
    /// seat (off shift, on a break, or unseated). Primary holders first, then fewest hours this week, then id.
    pub fn step_in_candidates(&self, profile: Profile, time: Period) -> Vec<StepInCandidate> {
        let team = self.member_times(time);
        let seating = self.seating(&team, time);
        self.candidates(profile, time, &team, &seating)
    }

    fn candidates(
        &self,
        profile: Profile,
        time: Period,
        team: &BTreeMap<PersonId, MemberTimes>,
        seating: &SlotSeating,
    ) -> Vec<StepInCandidate> {
        let could = |id: &PersonId, member: &MemberTimes| {
            can_fill(member.person, profile) && !member.is_absent(time) && seating.seat_of(*id).is_none()
        };
        let mut candidates: Vec<_> = team
            .iter()
            .filter(|(id, member)| could(id, member))
            .map(|(&person, member)| {
                let minutes_this_week = self.minutes_in_week(person, self.zone.date(time.from));
                let candidate = StepInCandidate {
                    person,
                    presence: self.presence_in_slot(person, time, seating),
                    minutes_this_week,
                };
                (member.person.primary != Some(profile), candidate)
            })
            .collect();
        candidates.sort_by_key(|(second, candidate)| (*second, candidate.minutes_this_week, candidate.person));
        candidates.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// Seats needed per profile at an instant, from today's requirements and the tail of yesterday's. Requirements are
    /// civil times: an hour that occurs twice is needed twice.
    fn required_seats(&self, at: Instant) -> PerProfile<u32> {
        let civil = self.zone.civil(at);
        let minute = civil.hour() * 60 + civil.minute();
        let mut need = PerProfile::default();
        for requirement in self.requirements {
            let hours = requirement.hours.from..requirement.hours.to;
            let today = requirement.applies_on(civil.date()) && hours.contains(&minute);
            let tail = requirement.applies_on(civil.date() - Days::new(1)) && hours.contains(&(minute + 24 * 60));
            if today || tail {
                let need: &mut u32 = &mut need[requirement.profile as usize];
                *need = need.saturating_add(requirement.need);
            }
        }
        need
    }

    fn seating(&self, team: &BTreeMap<PersonId, MemberTimes>, time: Period) -> SlotSeating {
        SlotSeating::new(self.required_seats(time.from), present_members(team, time), self.people, self.importance)
    }

    /// A person's minutes in the ISO week of `date`, as counted by `spans`.
    pub fn minutes_in_week(&self, person: PersonId, date: NaiveDate) -> u32 {
        let week = date.iso_week();
        let shifts = self.shifts.iter().filter(|shift| shift.person == person && shift.day.iso_week() == week);
        let absences = self.absences.iter().filter(|absence| absence.person == person);
        u32::try_from(spans::worked_time(self.zone, shifts, absences).num_minutes()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
