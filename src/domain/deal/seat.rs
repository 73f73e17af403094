//! Who is there to take tickets, and what each can carry.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::flow::{Fit, Room};
use super::need::{self, Need};
use super::{House, Which};
use crate::domain::board;
use crate::domain::desk::{Desk, Team};
use crate::domain::person::{Person, PersonId};
use crate::domain::shift::{AbsenceKind, Hours};
use crate::domain::time::{Instant, Zone};

/// Whether somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    In,
    OnBreak,
    Away(AbsenceKind),
    /// Their shift is not on.
    Off,
}

/// A person as the deal saw them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seat {
    pub person: Person,
    pub standing: Standing,
    pub room: Room,
}

impl Seat {
    /// On shift, be it on a break.
    pub(super) fn there(&self) -> bool {
        matches!(self.standing, Standing::In | Standing::OnBreak)
    }

    /// How well they fit a ticket; `None` if they may not take it.
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

/// Those on shift to whom tickets are dealt, by number.
pub(super) fn takers(seats: &BTreeMap<PersonId, Seat>, which: Which) -> impl Iterator<Item = (PersonId, &Seat)> {
    let takers = seats.iter().filter(move |(id, seat)| seat.there() && Some(**id) != which.holder());
    takers.map(|(id, seat)| (*id, seat))
}

/// Everybody, with what they carry and whether they are there.
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

/// Who is there at `now`, on a break, or absent; whoever is not named is off.
fn standing(team: &Team, zone: Zone, now: Instant) -> BTreeMap<PersonId, Standing> {
    let mut standing = BTreeMap::new();
    for shift in team.shifts.iter().filter(|shift| shift.covers(zone, now)) {
        let during =
            |hours: &Hours| zone.at_minute(shift.day, hours.from) <= now && now < zone.at_minute(shift.day, hours.to);
        let on = if shift.breaks.iter().any(during) { Standing::OnBreak } else { Standing::In };
        // Who has two shifts at once is on a break if one of them says so.
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
