//! Coverage: which profiles the desk needs hour by hour, who is there for them, and who could step in.
//!
//! A civil day is cut into slots of elapsed time. In each slot every person who is present fills at most one seat, of
//! either of their profiles; [`seats`] says who sits where, [`why`] says why, and [`past`] sums it up over weeks.

mod past;
mod seats;
mod there;
mod why;

use std::collections::BTreeMap;
use std::iter;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

pub use self::past::{FOUR_WEEKS, Hats, Past, TOO_OFTEN, Tally};
use self::seats::PerProfile;
pub use self::there::AtWork;
use self::there::{Member, present};
pub use self::why::{Because, Elsewhere, FirstIs, Seat, Sits, Standing};
use super::attendance::Attendance;
use super::person::{Person, PersonId, Profile};
use super::record::Numbered;
use super::shift::{Absence, Requirement, Shift};
use super::spans;
use super::time::{Instant, Period, Zone};

/// All that coverage is worked out from. Shifts and absences of other days and of people who are not listed do no harm.
#[derive(Debug, Clone, Copy)]
pub struct Roster<'a> {
    pub zone: Zone,
    /// Each profile once, the most important first.
    pub importance: [Profile; 6],
    pub people: &'a BTreeMap<PersonId, Person>,
    pub shifts: &'a [Numbered<Shift>],
    pub absences: &'a [Numbered<Absence>],
    /// What is asked for the same profile at the same time adds up: two in the morning and one more from 10 to 12 are
    /// three from 10 to 12.
    pub requirements: &'a [Numbered<Requirement>],
    /// Of a shift during which its person was checked in for any time, only that time counts; of the others all, but for
    /// those to which they did not come by `now`, see [`attendance::there`].
    ///
    /// [`attendance::there`]: super::attendance::there
    pub attendance: &'a [Numbered<Attendance>],
    /// Up to when it is known who did not come; `None` where that does not matter.
    pub now: Option<Instant>,
}

/// How well a profile is covered in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Every seat has its own person.
    Covered,
    /// Enough people who are present hold the profile, but some of them are needed in their other one.
    Stretched,
    /// Fewer people who are present hold the profile than are needed.
    Gap,
}

impl State {
    pub const ALL: [State; 3] = [State::Covered, State::Stretched, State::Gap];

    /// The stable name, in files, JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            State::Covered => "covered",
            State::Stretched => "stretched",
            State::Gap => "gap",
        }
    }
}

/// One profile in one slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub time: Period,
    /// How many people are needed, each in a seat of their own; at least 1.
    pub need: u32,
    /// How many of the people who are present hold the profile, wherever they sit.
    pub present: u32,
    /// Who sits in the seats, at most `need`: primary holders first, then by id.
    pub seated: Vec<PersonId>,
    /// Those who hold the profile and sit in their other one, and which that is; by id.
    pub elsewhere: Vec<(PersonId, Profile)>,
    pub state: State,
}

/// One profile over a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub profile: Profile,
    /// In order of time, and only those in which somebody is needed.
    pub slots: Vec<Slot>,
}

/// Slots of a profile that follow each other and are as well covered, with as many people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell<'a> {
    pub profile: Profile,
    pub time: Period,
    pub first: &'a Slot,
}

/// Somebody who could step in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    pub person: PersonId,
    /// What keeps them from being there; [`Standing::Spare`] if they are at hand and only need a seat.
    pub standing: Standing,
    /// Length of their shifts that begin in the ISO week of the slot: breaks are in it, absences are not taken off.
    pub minutes_this_week: u32,
}

impl Row {
    /// What is alike taken together, in order of time.
    pub fn spells(&self) -> impl Iterator<Item = Spell<'_>> {
        let alike = |a: &Slot, b: &Slot| {
            let of = |slot: &Slot| (slot.state, slot.need, slot.seated.len(), slot.present);
            a.time.to == b.time.from && of(a) == of(b)
        };
        self.slots.chunk_by(alike).filter_map(|slots| {
            let (first, last) = (slots.first()?, slots.last()?);
            let time = Period { from: first.time.from, to: last.time.to };
            Some(Spell { profile: self.profile, time, first })
        })
    }

    /// How well the profile is covered over the day.
    pub fn tally(&self) -> Tally {
        self.slots.iter().fold(Tally::default(), |tally, slot| tally.with(slot.state, slot.time))
    }
}

impl Roster<'_> {
    /// As it is known at `now` who came and who did not.
    pub fn at(self, now: Instant) -> Self {
        Self { now: Some(now), ..self }
    }

    /// The profiles that are needed on `date`, in order of importance. The day is cut from its first moment in steps of
    /// `slot_minutes` (at least 1) of elapsed time, so a day of 23 hours has 46 half hours and one of 25 has 50; the last
    /// slot ends with the day. What began the evening before, a night shift or the need for one, is in it.
    pub fn day(&self, date: NaiveDate, slot_minutes: u32) -> Vec<Row> {
        let mut rows = self.importance.map(|profile| Row { profile, slots: Vec::new() });
        self.walk(date, slot_minutes, |time, dealt| {
            for row in rows.iter_mut().filter(|row| dealt.need[row.profile as usize] > 0) {
                row.slots.push(dealt.slot(row.profile, time));
            }
        });
        rows.into_iter().filter(|row| !row.slots.is_empty()).collect()
    }

    /// The seats of each slot of a day, in order of time.
    fn walk(&self, date: NaiveDate, slot_minutes: u32, mut see: impl FnMut(Period, &Dealt)) {
        let day = Period::days(self.zone, date, date + Days::new(1));
        let step = TimeDelta::minutes(i64::from(slot_minutes.max(1)));
        let team = self.team(day);
        let mut dealt = Dealt::default();
        for from in iter::successors(Some(day.from), |from| Some(*from + step)).take_while(|from| *from < day.to) {
            let time = Period { from, to: day.to.min(from + step) };
            let (need, here) = (self.need(from), present(&team, time));
            if dealt.need != need || dealt.here != here {
                dealt = Dealt::new(need, here, self.people, self.importance);
            }
            see(time, &dealt);
        }
    }

    /// Who is on shift for the whole of `time`, and neither absent nor on a break for any part of it, by id. A quarter
    /// of an hour of break empties the half hour around it: coverage promises only what holds to the minute.
    pub fn present(&self, time: Period) -> Vec<PersonId> {
        present(&self.team(time), time)
    }

    /// Who could take a seat of `profile` in the slot `time`: they hold the profile, are absent for no part of it, and
    /// are either not on shift or on shift without a seat, be it for a break. Primary holders come first, then those
    /// with the fewest hours this week, then by id.
    pub fn step_in(&self, profile: Profile, time: Period) -> Vec<Candidate> {
        let team = self.team(time);
        let dealt = self.dealt(&team, time);
        self.could(profile, time, &team, &dealt)
    }

    fn could(
        &self,
        profile: Profile,
        time: Period,
        team: &BTreeMap<PersonId, Member>,
        dealt: &Dealt,
    ) -> Vec<Candidate> {
        let could = |id: &PersonId, member: &Member| {
            sits_for(member.person, profile) && !member.absent(time) && dealt.sits(*id).is_none()
        };
        let mut candidates: Vec<_> = team
            .iter()
            .filter(|(id, member)| could(id, member))
            .map(|(&person, member)| {
                let minutes_this_week = self.minutes_in_week(person, self.zone.date(time.from));
                let candidate = Candidate { person, standing: self.standing(person, time, dealt), minutes_this_week };
                (member.person.primary != Some(profile), candidate)
            })
            .collect();
        candidates.sort_by_key(|(second, candidate)| (*second, candidate.minutes_this_week, candidate.person));
        candidates.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// How many of each profile the desk needs at a moment: those whose hours on the clock cover it, today's or the tail
    /// of yesterday's. By the clock, so in an hour that comes twice the need comes twice.
    fn need(&self, at: Instant) -> PerProfile<u32> {
        let civil = self.zone.civil(at);
        let minute = civil.hour() * 60 + civil.minute();
        let mut need = PerProfile::default();
        for requirement in self.requirements {
            let hours = requirement.hours.from..requirement.hours.to;
            let today = requirement.on(civil.date()) && hours.contains(&minute);
            let tail = requirement.on(civil.date() - Days::new(1)) && hours.contains(&(minute + 24 * 60));
            if today || tail {
                let need: &mut u32 = &mut need[requirement.profile as usize];
                *need = need.saturating_add(requirement.need);
            }
        }
        need
    }

    /// The seats of one slot.
    fn dealt(&self, team: &BTreeMap<PersonId, Member>, time: Period) -> Dealt {
        Dealt::new(self.need(time.from), present(team, time), self.people, self.importance)
    }

    /// A person's hours in the ISO week of a day, in minutes, as [`spans::worked`] counts them.
    pub fn minutes_in_week(&self, person: PersonId, date: NaiveDate) -> u32 {
        let week = date.iso_week();
        let shifts = self.shifts.iter().filter(|shift| shift.person == person && shift.day.iso_week() == week);
        let absences = self.absences.iter().filter(|absence| absence.person == person);
        u32::try_from(spans::worked(self.zone, shifts, absences).num_minutes()).unwrap_or(0)
    }
}

/// Whether a person can fill a seat of a profile; who has no primary profile fills none.
fn sits_for(person: &Person, profile: Profile) -> bool {
    person.primary.is_some() && person.holds(profile)
}

/// The seats as they were dealt for these needs and these people. Most slots are like the one before, so a day deals
/// anew only where somebody comes, goes or is asked for.
#[derive(Default)]
struct Dealt {
    need: PerProfile<u32>,
    here: Vec<PersonId>,
    /// Who holds each profile, wherever they sit; by id.
    holders: PerProfile<Vec<PersonId>>,
    seats: PerProfile<Vec<PersonId>>,
}

impl Dealt {
    fn new(
        need: PerProfile<u32>,
        here: Vec<PersonId>,
        people: &BTreeMap<PersonId, Person>,
        importance: [Profile; 6],
    ) -> Dealt {
        let known = || here.iter().filter_map(|id| Some((*id, people.get(id)?)));
        let hold = |profile| known().filter(|(_, person)| sits_for(person, profile)).map(|(id, _)| id).collect();
        let (holders, seats) = (Profile::ALL.map(hold), seats::deal(known(), need, importance));
        Dealt { need, holders, seats, here }
    }

    /// The profile in whose seat somebody sits.
    fn sits(&self, person: PersonId) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| self.seats[*profile as usize].contains(&person))
    }

    fn slot(&self, profile: Profile, time: Period) -> Slot {
        let index = profile as usize;
        let (need, holders, seated) = (self.need[index], &self.holders[index], self.seats[index].clone());
        let present = u32::try_from(holders.len()).unwrap_or(u32::MAX);
        let state = if seated.len() as u32 == need {
            State::Covered
        } else if present >= need {
            State::Stretched
        } else {
            State::Gap
        };
        let others = holders.iter().filter_map(|id| Some((*id, self.sits(*id)?)));
        let elsewhere = others.filter(|(_, other)| *other != profile).collect();
        Slot { time, need, present, seated, elsewhere, state }
    }
}

#[cfg(test)]
mod tests;
