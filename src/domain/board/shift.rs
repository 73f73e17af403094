//! The shift that is on, and who is in.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::domain::desk::Team;
use crate::domain::person::presence::{Presence, presence};
use crate::domain::person::{PersonId, Profile};
use crate::domain::shift::{AbsenceKind, Hours};
use crate::domain::time::{Instant, Period, Zone};

/// The shift that is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftNow {
    pub name: Option<String>,
    pub hours: Hours,
    pub ends: Instant,
    /// How many were to work in it, absent ones included.
    pub rostered: usize,
    /// How many of them are in, whoever is on a break included: they are at work. [`in_now`] and coverage leave breaks
    /// out.
    pub present: usize,
}

/// The shift that most people work at `now`; of equals the one that ends first. `None` if nobody's shift is on.
pub fn shift_now(team: &Team, zone: Zone, now: Instant) -> Option<ShiftNow> {
    let on: Vec<_> = team.shifts.iter().filter(|shift| shift.covers(zone, now)).collect();
    let mut groups: BTreeMap<(Instant, Instant), Vec<_>> = BTreeMap::new();
    for shift in &on {
        groups.entry((shift.ends(zone), shift.starts(zone))).or_default().push(*shift);
    }
    let (&(ends, _), shifts) =
        groups.iter().max_by_key(|((ends, starts), shifts)| (shifts.len(), Reverse((*ends, *starts))))?;
    let is_in = |person: PersonId| matches!(presence(team, person, zone, now), Presence::In | Presence::Break);
    Some(ShiftNow {
        name: shifts[0].name.clone(),
        hours: shifts[0].hours,
        ends,
        rostered: on.len(),
        present: on.iter().filter(|shift| is_in(shift.person)).count(),
    })
}

/// Who is on shift, not absent and not on a break at `now`, and not awaited.
pub fn in_now(team: &Team, zone: Zone, now: Instant) -> Vec<PersonId> {
    team.roster(zone, Profile::ALL).at(now).present(moment(now))
}

/// Who is absent at `now`, and why.
pub(super) fn away_now(team: &Team, zone: Zone, now: Instant) -> BTreeMap<PersonId, AbsenceKind> {
    let moment = moment(now);
    let touching = team.absences.iter().filter(|absence| absence.touches(zone, moment.from, moment.to));
    touching.map(|absence| (absence.person, absence.kind)).collect()
}

/// The shortest time there is, at `now`.
fn moment(now: Instant) -> Period {
    Period { from: now, to: now + TimeDelta::milliseconds(1) }
}
