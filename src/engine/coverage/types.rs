//! Input and results of the coverage computation.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::model::ids::{PersonId, WithId};
use crate::model::person::{Person, Profile};
use crate::model::shift::{Absence, AbsenceKind, Attendance, Requirement, Shift};
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

/// Where a person is in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotPresence {
    /// Present without a seat.
    Unseated,
    /// Seated in this profile.
    Seated(Profile),
    OnBreak {
        until: Instant,
    },
    Absent {
        kind: AbsenceKind,
        until: Instant,
    },
    /// Scheduled, but not checked in for all of the slot.
    NotCheckedIn,
    /// Their shift of the day starts later.
    StartsLater {
        from: Instant,
    },
    /// Their shift of the day has ended.
    Ended {
        since: Instant,
    },
    /// No shift on that day.
    NoShift,
}

/// Time a profile was needed, by state. A slot counts once, however many seats it has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CoverageTally {
    pub covered: TimeDelta,
    pub stretched: TimeDelta,
    pub gap: TimeDelta,
}

impl CoverageTally {
    /// Total time with a need.
    pub fn needed(&self) -> TimeDelta {
        self.covered + self.stretched + self.gap
    }

    pub fn time_in(&self, state: CoverageState) -> TimeDelta {
        match state {
            CoverageState::Covered => self.covered,
            CoverageState::Stretched => self.stretched,
            CoverageState::Gap => self.gap,
        }
    }

    /// Share of the needed time that was covered, 0 to 1; `None` without a need.
    pub fn covered_share(&self) -> Option<f64> {
        time_share(self.covered, self.needed())
    }

    /// The worst state that occurred; `None` without a need.
    pub fn worst(&self) -> Option<CoverageState> {
        CoverageState::ALL.into_iter().rev().find(|state| self.time_in(*state) > TimeDelta::zero())
    }

    /// Adds one slot.
    pub fn with_slot(mut self, state: CoverageState, time: Period) -> CoverageTally {
        let part = match state {
            CoverageState::Covered => &mut self.covered,
            CoverageState::Stretched => &mut self.stretched,
            CoverageState::Gap => &mut self.gap,
        };
        *part += time.to - time.from;
        self
    }

    pub fn plus(self, other: CoverageTally) -> CoverageTally {
        CoverageTally {
            covered: self.covered + other.covered,
            stretched: self.stretched + other.stretched,
            gap: self.gap + other.gap,
        }
    }
}

pub(super) fn time_share(part: TimeDelta, whole: TimeDelta) -> Option<f64> {
    (whole > TimeDelta::zero()).then(|| part.num_seconds() as f64 / whole.num_seconds() as f64)
}
