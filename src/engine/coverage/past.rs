//! Coverage over days and weeks: time per state, and people stretched between two profiles.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta, Timelike};

use crate::engine::coverage::seats::PerProfile;
use crate::engine::coverage::{Dealt, Roster, State};
use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::time::{Instant, Period};

/// Length of the look-back period in days, today included.
pub const FOUR_WEEKS: u32 = 28;

/// Share of the worked hours stretched between the same two profiles above which the role should be split.
pub const TOO_OFTEN: f64 = 0.2;

/// Time a profile was needed, by state. A slot counts once, however many seats it has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub covered: TimeDelta,
    pub stretched: TimeDelta,
    pub gap: TimeDelta,
}

impl Tally {
    /// Total time with a need.
    pub fn needed(&self) -> TimeDelta {
        self.covered + self.stretched + self.gap
    }

    pub fn of(&self, state: State) -> TimeDelta {
        match state {
            State::Covered => self.covered,
            State::Stretched => self.stretched,
            State::Gap => self.gap,
        }
    }

    /// Share of the needed time that was covered, 0 to 1; `None` without a need.
    pub fn share_covered(&self) -> Option<f64> {
        share(self.covered, self.needed())
    }

    /// The worst state that occurred; `None` without a need.
    pub fn worst(&self) -> Option<State> {
        State::ALL.into_iter().rev().find(|state| self.of(*state) > TimeDelta::zero())
    }

    /// Adds one slot.
    pub fn with(mut self, state: State, time: Period) -> Tally {
        let part = match state {
            State::Covered => &mut self.covered,
            State::Stretched => &mut self.stretched,
            State::Gap => &mut self.gap,
        };
        *part += time.to - time.from;
        self
    }

    pub fn plus(self, other: Tally) -> Tally {
        Tally {
            covered: self.covered + other.covered,
            stretched: self.stretched + other.stretched,
            gap: self.gap + other.gap,
        }
    }
}

fn share(part: TimeDelta, whole: TimeDelta) -> Option<f64> {
    (whole > TimeDelta::zero()).then(|| part.num_seconds() as f64 / whole.num_seconds() as f64)
}

/// A person stretched between their two profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hats {
    pub person: PersonId,
    /// Primary and secondary profile.
    pub pair: [Profile; 2],
    /// Time in which one profile was stretched while they were seated in the other.
    pub stretched: TimeDelta,
    /// Time in which they were the only present holder of either profile, with both needed.
    pub alone: TimeDelta,
    /// Time present, in whole slots.
    pub worked: TimeDelta,
    /// When they were stretched and which profile lacked them, in order of time; consecutive slots are merged.
    pub when: Vec<(Profile, Period)>,
}

impl Hats {
    /// Stretched share of the worked time, 0 to 1.
    pub fn share(&self) -> f64 {
        share(self.stretched, self.worked).unwrap_or(0.0)
    }

    /// Whether this pair of profiles needs two people.
    pub fn needs_two(&self) -> bool {
        self.share() > TOO_OFTEN
    }
}

/// Coverage over a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// Per day and profile; empty tally if the profile was not needed.
    pub days: Vec<(NaiveDate, PerProfile<Tally>)>,
    /// The same by civil hour over all days; only hours with a need.
    pub hours: BTreeMap<u32, PerProfile<Tally>>,
    /// People stretched between two profiles, largest share first.
    pub hats: Vec<Hats>,
}

impl Past {
    /// Needed profiles with their totals over all days, in the given order.
    pub fn totals(&self, importance: [Profile; 6]) -> Vec<(Profile, Tally)> {
        let sum =
            |profile: Profile| self.days.iter().fold(Tally::default(), |sum, day| sum.plus(day.1[profile as usize]));
        let totals = importance.into_iter().map(|profile| (profile, sum(profile)));
        totals.filter(|(_, tally)| tally.needed() > TimeDelta::zero()).collect()
    }

    /// People whose two profiles need two people.
    pub fn need_two(&self) -> impl Iterator<Item = &Hats> {
        self.hats.iter().filter(|hats| hats.needs_two())
    }
}

/// Accumulator per person.
#[derive(Default)]
struct Sum {
    stretched: TimeDelta,
    alone: TimeDelta,
    worked: TimeDelta,
    when: Vec<(Profile, Period)>,
}

impl Roster<'_> {
    /// Coverage of the days `[first, end)`; only slots that ended by `until` count.
    pub fn past(&self, first: NaiveDate, end: NaiveDate, until: Instant, slot_minutes: u32) -> Past {
        let mut past = Past::default();
        let mut sums: BTreeMap<PersonId, Sum> = BTreeMap::new();
        for date in first.iter_days().take_while(|date| *date < end) {
            let mut tallies = PerProfile::<Tally>::default();
            self.walk(date, slot_minutes, |time, dealt| {
                if time.to <= until {
                    look(time, dealt, &mut tallies, &mut sums);
                    if dealt.need.iter().any(|need| *need > 0) {
                        let hour = past.hours.entry(self.zone.civil(time.from).hour()).or_default();
                        tally(time, dealt, hour);
                    }
                }
            });
            past.days.push((date, tallies));
        }
        let hats = sums.into_iter().filter(|(_, sum)| sum.stretched > TimeDelta::zero());
        let hats = hats.filter_map(|(person, sum)| {
            let known = self.people.get(&person)?;
            let pair = [known.primary?, known.second?];
            let Sum { stretched, alone, worked, when } = sum;
            Some(Hats { person, pair, stretched, alone, worked, when })
        });
        past.hats = hats.collect();
        past.hats.sort_by(|a, b| b.share().total_cmp(&a.share()).then(a.person.cmp(&b.person)));
        past
    }

    /// People who are the only present holder of both of their profiles, and when: if they leave, two profiles are
    /// uncovered. By person.
    pub fn alone(&self, date: NaiveDate, slot_minutes: u32) -> Vec<(PersonId, Vec<Period>)> {
        let mut found: BTreeMap<PersonId, Vec<Period>> = BTreeMap::new();
        self.walk(date, slot_minutes, |time, dealt| {
            for person in alone(dealt) {
                let times = found.entry(person).or_default();
                match times.last_mut() {
                    Some(last) if last.to == time.from => last.to = time.to,
                    _ => times.push(time),
                }
            }
        });
        found.into_iter().collect()
    }
}

/// Adds one slot to all accumulators.
fn look(time: Period, dealt: &Dealt, tallies: &mut PerProfile<Tally>, sums: &mut BTreeMap<PersonId, Sum>) {
    let long = time.to - time.from;
    for person in &dealt.here {
        sums.entry(*person).or_default().worked += long;
    }
    tally(time, dealt, tallies);
    for profile in Profile::ALL.into_iter().filter(|profile| dealt.need[*profile as usize] > 0) {
        let slot = dealt.slot(profile, time);
        if slot.state != State::Stretched {
            continue;
        }
        for (person, _) in slot.elsewhere {
            let sum = sums.entry(person).or_default();
            sum.stretched += long;
            match sum.when.iter_mut().rev().find(|(of, _)| *of == profile) {
                Some((_, last)) if last.to == time.from => last.to = time.to,
                _ => sum.when.push((profile, time)),
            }
        }
    }
    for person in alone(dealt) {
        sums.entry(person).or_default().alone += long;
    }
}

/// Adds one slot to the tally of each needed profile.
fn tally(time: Period, dealt: &Dealt, tallies: &mut PerProfile<Tally>) {
    for profile in Profile::ALL.into_iter().filter(|profile| dealt.need[*profile as usize] > 0) {
        let tally = &mut tallies[profile as usize];
        *tally = tally.with(dealt.slot(profile, time).state, time);
    }
}

/// People who are the only present holder of two needed profiles.
fn alone(dealt: &Dealt) -> Vec<PersonId> {
    let only = Profile::ALL.into_iter().filter_map(|profile| match dealt.holders[profile as usize].as_slice() {
        [person] if dealt.need[profile as usize] > 0 => Some(*person),
        _ => None,
    });
    let mut count: BTreeMap<PersonId, usize> = BTreeMap::new();
    only.for_each(|person| *count.entry(person).or_default() += 1);
    count.into_iter().filter(|(_, profiles)| *profiles > 1).map(|(person, _)| person).collect()
}
