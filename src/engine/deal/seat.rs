//! Candidates for assignment: availability and capacity.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::engine::board;
use crate::engine::deal::flow::{Fit, Room};
use crate::engine::deal::need::{self, Need};
use crate::engine::deal::{House, Which};
use crate::engine::desk::Desk;
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::shift::{AbsenceKind, Hours};
use crate::model::team::Team;
use crate::model::time::{Instant, Zone};

/// Whether a person is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    In,
    OnBreak,
    Away(AbsenceKind),
    /// No shift in progress.
    Off,
}

/// A person at the time of the proposal.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seat {
    pub person: Person,
    pub standing: Standing,
    pub room: Room,
}

impl Seat {
    /// On shift, including breaks.
    pub(super) fn there(&self) -> bool {
        matches!(self.standing, Standing::In | Standing::OnBreak)
    }

    /// Fit for a ticket; `None` if not eligible.
    pub(super) fn fit(&self, needs: &[Need]) -> Option<Fit> {
        if !self.there() || !needs.iter().all(|need| need.met_by(&self.person)) {
            return None;
        }
        let mut fit = Fit { second: false, unspoken: false, level: Reverse(0) };
        for need in needs {
            match need {
                Need::Profile { profile } => fit.second = self.person.primary != Some(*profile),
                Need::Skill { skill, .. } => fit.level = Reverse(need::level(&self.person, skill).unwrap_or(0)),
                Need::Language { .. } => fit.unspoken = self.person.languages.is_empty(),
                Need::Channel { .. } => {}
            }
        }
        Some(fit)
    }
}

/// People on shift who may receive tickets, by id.
pub(super) fn takers(seats: &BTreeMap<PersonId, Seat>, which: Which) -> impl Iterator<Item = (PersonId, &Seat)> {
    let takers = seats.iter().filter(move |(id, seat)| seat.there() && Some(**id) != which.holder());
    takers.map(|(id, seat)| (*id, seat))
}

/// Everybody, with workload and availability.
pub(super) fn seats(desk: &Desk, now: Instant, house: House) -> BTreeMap<PersonId, Seat> {
    let load = board::load(desk);
    let standing = standing(&desk.team, house.zone, now);
    let people = desk.team.people.iter().map(|(id, person)| {
        let load = u32::try_from(load.get(id).copied().unwrap_or(0)).unwrap_or(u32::MAX);
        let room = Room { load, capacity: person.capacity.unwrap_or(house.capacity) };
        let standing = standing.get(id).copied().unwrap_or(Standing::Off);
        (*id, Seat { person: person.clone(), standing, room })
    });
    people.collect()
}

/// Availability at `now`; people not listed are off shift.
fn standing(team: &Team, zone: Zone, now: Instant) -> BTreeMap<PersonId, Standing> {
    let mut standing = BTreeMap::new();
    for shift in team.shifts.iter().filter(|shift| shift.covers(zone, now)) {
        let during =
            |hours: &Hours| zone.at_minute(shift.day, hours.from) <= now && now < zone.at_minute(shift.day, hours.to);
        let on = if shift.breaks.iter().any(during) { Standing::OnBreak } else { Standing::In };
        // With two overlapping shifts, a break in either counts.
        let known = standing.entry(shift.person).or_insert(on);
        if on == Standing::OnBreak {
            *known = on;
        }
    }
    let soon = now + TimeDelta::milliseconds(1);
    let mut away: Vec<_> = team.absences.iter().filter(|absence| absence.touches(zone, now, soon)).collect();
    away.sort_by_key(|absence| Reverse(absence.kind.name()));
    standing.extend(away.into_iter().map(|absence| (absence.person, Standing::Away(absence.kind))));
    standing
}
