//! The current shift and who is present.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::engine::presence::{Presence, presence_of};
use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::shift::{AbsenceKind, Hours};
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

/// The shift in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentShift {
    pub name: Option<String>,
    pub hours: Hours,
    pub ends: Instant,
    /// People scheduled, absent ones included.
    pub rostered: usize,
    /// People at work. A break counts as present here, unlike in [`present_people`] and coverage.
    pub present: usize,
}

/// The shift most people work at `now`; ties go to the one that ends first. `None` if no shift is in progress.
pub fn current_shift(team: &Team, zone: Zone, now: Instant) -> Option<CurrentShift> {
    let on: Vec<_> = team.shifts.iter().filter(|shift| shift.covers(zone, now)).collect();
    let mut groups: BTreeMap<(Instant, Instant), Vec<_>> = BTreeMap::new();
    for shift in &on {
        groups.entry((shift.ends(zone), shift.starts(zone))).or_default().push(*shift);
    }
    let (&(ends, _), shifts) =
        groups.iter().max_by_key(|((ends, starts), shifts)| (shifts.len(), Reverse((*ends, *starts))))?;
    let is_in = |person: PersonId| matches!(presence_of(team, person, zone, now), Presence::In | Presence::Break);
    Some(CurrentShift {
        name: shifts[0].name.clone(),
        hours: shifts[0].hours,
        ends,
        rostered: on.len(),
        present: on.iter().filter(|shift| is_in(shift.person)).count(),
    })
}

/// People on shift at `now` who are not absent, not on a break and not awaited.
pub fn present_people(team: &Team, zone: Zone, now: Instant) -> Vec<PersonId> {
    team.roster(zone, Profile::ALL).as_of(now).present_during(instant_period(now))
}

/// People absent at `now`, with the kind of absence.
pub(super) fn absent_people(team: &Team, zone: Zone, now: Instant) -> BTreeMap<PersonId, AbsenceKind> {
    let moment = instant_period(now);
    let touching = team.absences.iter().filter(|absence| absence.overlaps(zone, moment.from, moment.to));
    touching.map(|absence| (absence.person, absence.kind)).collect()
}

/// The shortest non-empty period, starting at `now`.
fn instant_period(now: Instant) -> Period {
    Period { from: now, to: now + TimeDelta::milliseconds(1) }
}
