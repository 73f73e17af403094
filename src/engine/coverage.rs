//! Coverage: which profiles are needed hour by hour, who covers them, and who could step in.
//!
//! A civil day is cut into slots of elapsed time. In a slot each present person fills at most one seat, of either of
//! their profiles. [`seat_assignment`] assigns the seats, [`slot_detail`] explains them, [`history`] sums them up over
//! weeks.

pub mod history;
pub mod presence;
pub mod seat_assignment;
pub mod slot_detail;

use std::collections::BTreeMap;
use std::iter;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

use crate::engine::coverage::history::CoverageTally;
use crate::engine::coverage::presence::{MemberTimes, present_members};
use crate::engine::coverage::seat_assignment::PerProfile;
use crate::engine::coverage::slot_detail::SlotPresence;
use crate::engine::spans;
use crate::model::ids::PersonId;
use crate::model::person::{Person, Profile};
use crate::model::ids::WithId;
use crate::model::shift::{Absence, Attendance, Requirement, Shift};
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

/// Input of the coverage computation. Shifts and absences of other days or unknown people are ignored.
#[derive(Debug, Clone, Copy)]
pub struct CoverageInput<'a> {
    pub zone: Zone,
    /// Each profile once, most important first.
    pub importance: [Profile; 6],
    pub people: &'a BTreeMap<PersonId, Person>,
    pub shifts: &'a [WithId<Shift>],
    pub absences: &'a [WithId<Absence>],
    /// Overlapping requirements for a profile add up: two in the morning plus one from 10 to 12 are three from 10 to
    /// 12.
    pub requirements: &'a [WithId<Requirement>],
    /// If a person was checked in during a shift, only that time counts. Other shifts count in full, except no-shows by
    /// `now` (see `attendance`).
    pub attendance: &'a [WithId<Attendance>],
    /// No-shows are known up to this instant; `None` ignores them.
    pub now: Option<Instant>,
}

/// How well a profile is covered in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverageState {
    /// Every seat has its own person.
    Covered,
    /// Enough present people hold the profile, but some are needed in their other one.
    Stretched,
    /// Fewer present people hold the profile than are needed.
    Gap,
}

impl CoverageState {
    pub const ALL: [CoverageState; 3] = [CoverageState::Covered, CoverageState::Stretched, CoverageState::Gap];

    /// Stable name in files, JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            CoverageState::Covered => "covered",
            CoverageState::Stretched => "stretched",
            CoverageState::Gap => "gap",
        }
    }
}

/// One profile in one slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageSlot {
    pub time: Period,
    /// Seats needed; at least 1.
    pub need: u32,
    /// Present people who hold the profile, wherever they are seated.
    pub present: u32,
    /// At most `need` people: primary holders first, then by id.
    pub seated: Vec<PersonId>,
    /// Holders seated in their other profile, with that profile; by id.
    pub elsewhere: Vec<(PersonId, Profile)>,
    pub state: CoverageState,
}

/// One profile over a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileCoverage {
    pub profile: Profile,
    /// In order of time; only slots with a need.
    pub slots: Vec<CoverageSlot>,
}

/// Consecutive slots of a profile with the same state and counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoverageSpan<'a> {
    pub profile: Profile,
    pub time: Period,
    pub first_slot: &'a CoverageSlot,
}

/// Somebody who could step in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepInCandidate {
    pub person: PersonId,
    /// Why they fill no seat here; [`SlotPresence::Unseated`] if they are present and free.
    pub presence: SlotPresence,
    /// Scheduled minutes of shifts that begin in the slot's ISO week: breaks included, absences not subtracted.
    pub minutes_this_week: u32,
}

impl ProfileCoverage {
    /// Merges consecutive equal slots, in order of time.
    pub fn spans(&self) -> impl Iterator<Item = CoverageSpan<'_>> {
        let alike = |a: &CoverageSlot, b: &CoverageSlot| {
            let of = |slot: &CoverageSlot| (slot.state, slot.need, slot.seated.len(), slot.present);
            a.time.to == b.time.from && of(a) == of(b)
        };
        self.slots.chunk_by(alike).filter_map(|slots| {
            let (first, last) = (slots.first()?, slots.last()?);
            let time = Period { from: first.time.from, to: last.time.to };
            Some(CoverageSpan { profile: self.profile, time, first_slot: first })
        })
    }

    /// Time per coverage state over the day.
    pub fn tally(&self) -> CoverageTally {
        self.slots.iter().fold(CoverageTally::default(), |tally, slot| tally.with_slot(slot.state, slot.time))
    }
}

impl Team {
    /// The roster as scheduled; [`Roster::as_of`] removes no-shows.
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
        self.for_each_slot(date, slot_minutes, |time, dealt| {
            for row in rows.iter_mut().filter(|row| dealt.need[row.profile as usize] > 0) {
                row.slots.push(dealt.slot(row.profile, time));
            }
        });
        rows.into_iter().filter(|row| !row.slots.is_empty()).collect()
    }

    /// Visits each slot of a day in order of time.
    fn for_each_slot(&self, date: NaiveDate, slot_minutes: u32, mut see: impl FnMut(Period, &SlotSeating)) {
        let day = Period::days(self.zone, date, date + Days::new(1));
        let step = TimeDelta::minutes(i64::from(slot_minutes.max(1)));
        let team = self.member_times(day);
        let mut dealt = SlotSeating::default();
        for from in iter::successors(Some(day.from), |from| Some(*from + step)).take_while(|from| *from < day.to) {
            let time = Period { from, to: day.to.min(from + step) };
            let (need, here) = (self.required_seats(from), present_members(&team, time));
            if dealt.need != need || dealt.present != here {
                dealt = SlotSeating::new(need, here, self.people, self.importance);
            }
            see(time, &dealt);
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
        let dealt = self.seating(&team, time);
        self.candidates(profile, time, &team, &dealt)
    }

    fn candidates(
        &self,
        profile: Profile,
        time: Period,
        team: &BTreeMap<PersonId, MemberTimes>,
        dealt: &SlotSeating,
    ) -> Vec<StepInCandidate> {
        let could = |id: &PersonId, member: &MemberTimes| {
            can_fill(member.person, profile) && !member.is_absent(time) && dealt.seat_of(*id).is_none()
        };
        let mut candidates: Vec<_> = team
            .iter()
            .filter(|(id, member)| could(id, member))
            .map(|(&person, member)| {
                let minutes_this_week = self.minutes_in_week(person, self.zone.date(time.from));
                let candidate =
                    StepInCandidate { person, presence: self.presence_in_slot(person, time, dealt), minutes_this_week };
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

/// Whether a person can fill a seat of a profile; nobody without a primary profile can.
fn can_fill(person: &Person, profile: Profile) -> bool {
    person.primary.is_some() && person.has_profile(profile)
}

/// Seat assignment for one set of needs and people. Most slots equal the one before, so a day recomputes it only on
/// changes.
#[derive(Default)]
struct SlotSeating {
    need: PerProfile<u32>,
    present: Vec<PersonId>,
    /// Holders of each profile, wherever they are seated; by id.
    holders: PerProfile<Vec<PersonId>>,
    seats: PerProfile<Vec<PersonId>>,
}

impl SlotSeating {
    fn new(
        need: PerProfile<u32>,
        here: Vec<PersonId>,
        people: &BTreeMap<PersonId, Person>,
        importance: [Profile; 6],
    ) -> SlotSeating {
        let known = || here.iter().filter_map(|id| Some((*id, people.get(id)?)));
        let hold = |profile| known().filter(|(_, person)| can_fill(person, profile)).map(|(id, _)| id).collect();
        let (holders, seats) = (Profile::ALL.map(hold), seat_assignment::assign_seats(known(), need, importance));
        SlotSeating { need, holders, seats, present: here }
    }

    /// The profile in which a person is seated.
    fn seat_of(&self, person: PersonId) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| self.seats[*profile as usize].contains(&person))
    }

    fn slot(&self, profile: Profile, time: Period) -> CoverageSlot {
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

#[cfg(test)]
mod tests;
