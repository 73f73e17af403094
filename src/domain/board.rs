//! What is said of the desk at a moment: the order of the queue, the shift that is on, the head line of Today.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::aging::{self, Aging, Buckets, StuckRules};
use super::coverage;
use super::desk::{Desk, Row, Team};
use super::person::{PersonId, Profile};
use super::shift::{AbsenceKind, Hours};
use super::sla::State;
use super::ticket::{TicketId, WaitsOn};
use super::time::{Instant, Period, Zone};

/// The shift that is on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftNow {
    pub name: Option<String>,
    pub hours: Hours,
    pub ends: Instant,
    /// How many were to work in it, absent ones included.
    pub rostered: usize,
    /// How many of them are in.
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
    let soon = now + TimeDelta::milliseconds(1);
    let away = |person: PersonId| team.absences.iter().any(|a| a.person == person && a.touches(zone, now, soon));
    Some(ShiftNow {
        name: shifts[0].name.clone(),
        hours: shifts[0].hours,
        ends,
        rostered: on.len(),
        present: on.iter().filter(|shift| !away(shift.person)).count(),
    })
}

/// Who is on shift, not absent and not on a break at `now`.
pub fn in_now(team: &Team, zone: Zone, now: Instant) -> Vec<PersonId> {
    let moment = Period { from: now, to: now + TimeDelta::milliseconds(1) };
    team.roster(zone, Profile::ALL).present(moment)
}

/// A ticket's place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queued {
    pub id: TicketId,
    /// In the clock's own time; negative once it is used up. `None` without a clock.
    pub left: Option<TimeDelta>,
    pub state: Option<State>,
}

/// How one ticket stands at `now`.
pub fn queued(row: &Row, now: Instant, shift_end: Option<Instant>) -> Queued {
    Queued {
        id: row.id,
        left: row.clock.as_ref().and_then(|clock| clock.left(now)),
        state: row.clock.as_ref().map(|clock| clock.state(now, shift_end)),
    }
}

/// The order of the queue: what waits on us first, by the instant at which the clock runs out, then by age, oldest
/// first, then by number. Tickets without a running clock come after those with one.
pub fn order(row: &Row) -> impl Ord + use<> {
    let due = row.clock.as_ref().and_then(|clock| clock.due());
    let elsewhere = row.waits_on() != Some(WaitsOn::Us);
    (elsewhere, due.is_none(), due, row.created.is_none(), row.created, row.id)
}

/// The numbers above the panes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headline {
    /// Clocks that are used up, or will be before the shift ends.
    pub breaching: Vec<TicketId>,
    /// Of those, the ones that are used up already.
    pub breached: usize,
    pub unassigned: Vec<TicketId>,
    /// Promises of people that have lapsed, or are due before the shift ends.
    pub promises: Vec<TicketId>,
    /// Of those, the ones that have lapsed already.
    pub lapsed: usize,
    pub open: usize,
}

pub fn headline(desk: &Desk, now: Instant, shift_end: Option<Instant>) -> Headline {
    let mut headline = Headline { open: desk.tickets.len(), ..Headline::default() };
    let horizon = shift_end.unwrap_or(now);
    for row in desk.tickets.values() {
        let due = row.clock.as_ref().and_then(|clock| clock.due());
        if due.is_some_and(|due| due < horizon || due <= now) {
            headline.breaching.push(row.id);
            headline.breached += usize::from(due.is_some_and(|due| due <= now));
        }
        if row.promise.is_some_and(|due| due < horizon || due <= now) {
            headline.promises.push(row.id);
            headline.lapsed += usize::from(row.promise.is_some_and(|due| due <= now));
        }
        if row.assignee.is_none() {
            headline.unassigned.push(row.id);
        }
    }
    headline
}

/// How many open tickets each person has.
pub fn load(desk: &Desk) -> BTreeMap<PersonId, usize> {
    let mut load = BTreeMap::new();
    for person in desk.tickets.values().filter_map(|row| row.assignee) {
        *load.entry(person).or_default() += 1;
    }
    load
}

/// By what the board is judged: the settings that it needs.
#[derive(Debug, Clone, Copy)]
pub struct House<'a> {
    pub zone: Zone,
    pub buckets: &'a Buckets,
    pub stuck: &'a StuckRules,
    pub importance: [Profile; 6],
    /// Length of a coverage slot, in minutes.
    pub slot_minutes: u32,
}

/// All that the screen says of the desk at a moment, worked out once and drawn many times.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Board {
    pub shift: Option<ShiftNow>,
    pub headline: Headline,
    /// Every open ticket, in the order of the queue.
    pub queue: Vec<TicketId>,
    pub load: BTreeMap<PersonId, usize>,
    pub here: Vec<PersonId>,
    /// Those who are absent now, and why.
    pub away: BTreeMap<PersonId, AbsenceKind>,
    /// Today's, profile by profile.
    pub coverage: Vec<coverage::Row>,
    pub aging: Aging,
}

impl Board {
    pub fn of(desk: &Desk, now: Instant, house: House) -> Board {
        let zone = house.zone;
        let shift = shift_now(&desk.team, zone, now);
        let mut queue: Vec<&Row> = desk.tickets.values().collect();
        queue.sort_by_cached_key(|row| order(row));
        let soon = now + TimeDelta::milliseconds(1);
        Board {
            headline: headline(desk, now, shift.as_ref().map(|shift| shift.ends)),
            shift,
            queue: queue.into_iter().map(|row| row.id).collect(),
            load: load(desk),
            here: in_now(&desk.team, zone, now),
            away: desk
                .team
                .absences
                .iter()
                .filter(|a| a.touches(zone, now, soon))
                .map(|a| (a.person, a.kind))
                .collect(),
            coverage: desk.team.roster(zone, house.importance).day(zone.date(now), house.slot_minutes),
            aging: aging::aging(desk.tickets.values().filter_map(Row::aging), now, house.buckets, house.stuck),
        }
    }

    /// How many slots are gaps, and how many are stretched.
    pub fn weak_spots(&self) -> (usize, usize) {
        let count = |state| self.coverage.iter().flat_map(|row| &row.slots).filter(|slot| slot.state == state).count();
        (count(coverage::State::Gap), count(coverage::State::Stretched))
    }
}
