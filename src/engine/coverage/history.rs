//! Coverage over days and weeks: time per state, and people stretched between two profiles.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta, Timelike};

use crate::engine::coverage::seat_assignment::PerProfile;
use crate::engine::coverage::slot_seating::SlotSeating;
use crate::engine::coverage::types::{CoverageInput, CoverageState, CoverageTally, time_share};
use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::time::{Instant, Period};

/// Length of the look-back period in days, today included.
pub const LOOKBACK_DAYS: u32 = 28;

/// Share of the worked hours stretched between the same two profiles above which the role should be split.
pub const SPLIT_ROLE_SHARE: f64 = 0.2;

/// A person stretched between their two profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DualRole {
    pub person: PersonId,
    /// Primary and secondary profile.
    pub profiles: [Profile; 2],
    /// Time in which one profile was stretched while they were seated in the other.
    pub stretched: TimeDelta,
    /// Time in which they were the only present holder of either profile, with both needed.
    pub sole_holder: TimeDelta,
    /// Time present, in whole slots.
    pub worked: TimeDelta,
    /// When they were stretched and which profile lacked them, in order of time; consecutive slots are merged.
    pub stretched_spans: Vec<(Profile, Period)>,
}

impl DualRole {
    /// Stretched share of the worked time, 0 to 1.
    pub fn stretched_share(&self) -> f64 {
        time_share(self.stretched, self.worked).unwrap_or(0.0)
    }

    /// Whether this pair of profiles needs two people.
    pub fn should_split(&self) -> bool {
        self.stretched_share() > SPLIT_ROLE_SHARE
    }
}

/// Coverage over a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoverageHistory {
    /// Per day and profile; empty tally if the profile was not needed.
    pub days: Vec<(NaiveDate, PerProfile<CoverageTally>)>,
    /// The same by civil hour over all days; only hours with a need.
    pub hours: BTreeMap<u32, PerProfile<CoverageTally>>,
    /// People stretched between two profiles, largest share first.
    pub dual_roles: Vec<DualRole>,
}

impl CoverageHistory {
    /// Needed profiles with their totals over all days, in the given order.
    pub fn totals(&self, importance: [Profile; 6]) -> Vec<(Profile, CoverageTally)> {
        let sum = |profile: Profile| {
            self.days.iter().fold(CoverageTally::default(), |sum, day| sum.plus(day.1[profile as usize]))
        };
        let totals = importance.into_iter().map(|profile| (profile, sum(profile)));
        totals.filter(|(_, tally)| tally.needed() > TimeDelta::zero()).collect()
    }

    /// People whose two profiles need two people.
    pub fn split_candidates(&self) -> impl Iterator<Item = &DualRole> {
        self.dual_roles.iter().filter(|hats| hats.should_split())
    }
}

/// Accumulator per person.
#[derive(Default)]
struct PresenceTotals {
    stretched: TimeDelta,
    sole_holder: TimeDelta,
    worked: TimeDelta,
    stretched_spans: Vec<(Profile, Period)>,
}

impl CoverageInput<'_> {
    /// Coverage of the days `[first, end)`; only slots that ended by `until` count.
    pub fn history(&self, first: NaiveDate, end: NaiveDate, until: Instant, slot_minutes: u32) -> CoverageHistory {
        let mut past = CoverageHistory::default();
        let mut sums: BTreeMap<PersonId, PresenceTotals> = BTreeMap::new();
        for date in first.iter_days().take_while(|date| *date < end) {
            let mut tallies = PerProfile::<CoverageTally>::default();
            self.for_each_slot(date, slot_minutes, |time, seating| {
                if time.to <= until {
                    count_slot(time, seating, &mut tallies, &mut sums);
                    if seating.need.iter().any(|need| *need > 0) {
                        let hour = past.hours.entry(self.zone.civil(time.from).hour()).or_default();
                        tally_slot(time, seating, hour);
                    }
                }
            });
            past.days.push((date, tallies));
        }
        let hats = sums.into_iter().filter(|(_, sum)| sum.stretched > TimeDelta::zero());
        let hats = hats.filter_map(|(person, sum)| {
            let known = self.people.get(&person)?;
            let pair = [known.primary?, known.second?];
            let PresenceTotals { stretched, sole_holder: alone, worked, stretched_spans: when } = sum;
            Some(DualRole { person, profiles: pair, stretched, sole_holder: alone, worked, stretched_spans: when })
        });
        past.dual_roles = hats.collect();
        past.dual_roles
            .sort_by(|a, b| b.stretched_share().total_cmp(&a.stretched_share()).then(a.person.cmp(&b.person)));
        past
    }

    /// People who are the only present holder of both of their profiles, and when: if they leave, two profiles are
    /// uncovered. By person.
    pub fn sole_holders(&self, date: NaiveDate, slot_minutes: u32) -> Vec<(PersonId, Vec<Period>)> {
        let mut found: BTreeMap<PersonId, Vec<Period>> = BTreeMap::new();
        self.for_each_slot(date, slot_minutes, |time, seating| {
            for person in sole_holders_in_slot(seating) {
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
fn count_slot(
    time: Period,
    seating: &SlotSeating,
    tallies: &mut PerProfile<CoverageTally>,
    sums: &mut BTreeMap<PersonId, PresenceTotals>,
) {
    let long = time.to - time.from;
    for person in &seating.present {
        sums.entry(*person).or_default().worked += long;
    }
    tally_slot(time, seating, tallies);
    for profile in Profile::ALL.into_iter().filter(|profile| seating.need[*profile as usize] > 0) {
        let slot = seating.slot(profile, time);
        if slot.state != CoverageState::Stretched {
            continue;
        }
        for (person, _) in slot.elsewhere {
            let sum = sums.entry(person).or_default();
            sum.stretched += long;
            match sum.stretched_spans.iter_mut().rev().find(|(of, _)| *of == profile) {
                Some((_, last)) if last.to == time.from => last.to = time.to,
                _ => sum.stretched_spans.push((profile, time)),
            }
        }
    }
    for person in sole_holders_in_slot(seating) {
        sums.entry(person).or_default().sole_holder += long;
    }
}

/// Adds one slot to the tally of each needed profile.
fn tally_slot(time: Period, seating: &SlotSeating, tallies: &mut PerProfile<CoverageTally>) {
    for profile in Profile::ALL.into_iter().filter(|profile| seating.need[*profile as usize] > 0) {
        let tally = &mut tallies[profile as usize];
        *tally = tally.with_slot(seating.slot(profile, time).state, time);
    }
}

/// People who are the only present holder of two needed profiles.
fn sole_holders_in_slot(seating: &SlotSeating) -> Vec<PersonId> {
    let only = Profile::ALL.into_iter().filter_map(|profile| match seating.holders[profile as usize].as_slice() {
        [person] if seating.need[profile as usize] > 0 => Some(*person),
        _ => None,
    });
    let mut count: BTreeMap<PersonId, usize> = BTreeMap::new();
    only.for_each(|person| *count.entry(person).or_default() += 1);
    count.into_iter().filter(|(_, profiles)| *profiles > 1).map(|(person, _)| person).collect()
}
