//! Derived state of the desk at one instant: queue order, current shift, headline numbers, coverage, aging.
//!
//! A [`Board`] is built once ([`Board::from_desk`]) and then updated incrementally. Cost with n open tickets:
//! - a changed ticket ([`Board::apply_changes`]): binary search for its brief and its queue position, then one pass
//!   over n briefs for headline and aging.
//! - another instant ([`Board::tick`]): one pass over n briefs and the shifts.
//! - another team or day: coverage is recomputed, by far the most expensive part.

pub mod brief;
pub mod headline;
pub mod shift;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::engine::aging::{self, Aging};
use crate::engine::board::brief::{Brief, Queued, order, queued};
use crate::engine::board::headline::{Headline, headline};
use crate::engine::board::shift::{ShiftNow, in_now, shift_now};
use crate::engine::coverage;
use crate::engine::desk::{Desk, News};
use crate::model::aging::{Buckets, StuckRules};
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::Profile;
use crate::model::shift::AbsenceKind;
use crate::model::team::Team;
use crate::model::time::{Instant, Zone};

/// From this many changed tickets on, sorting the whole queue is cheaper than moving each ticket.
const MANY: usize = 200;

/// Open tickets per assignee.
pub fn load(desk: &Desk) -> BTreeMap<PersonId, usize> {
    counted(desk.tickets.values().filter_map(|row| row.assignee))
}

fn counted(people: impl Iterator<Item = PersonId>) -> BTreeMap<PersonId, usize> {
    let mut counts = BTreeMap::new();
    for person in people {
        *counts.entry(person).or_default() += 1;
    }
    counts
}

/// Board settings.
#[derive(Debug, Clone, Copy)]
pub struct House<'a> {
    pub zone: Zone,
    pub buckets: &'a Buckets,
    pub stuck: &'a StuckRules,
    pub importance: [Profile; 6],
    /// In minutes.
    pub slot_minutes: u32,
}

/// Everything the screens show of the desk at one instant; computed once, drawn many times.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Board {
    pub shift: Option<ShiftNow>,
    pub headline: Headline,
    /// Open tickets in queue order.
    pub queue: Vec<TicketId>,
    pub load: BTreeMap<PersonId, usize>,
    pub here: Vec<PersonId>,
    /// People absent now, with the kind of absence.
    pub away: BTreeMap<PersonId, AbsenceKind>,
    /// Today's coverage per profile.
    pub coverage: Vec<coverage::Row>,
    pub aging: Aging,
    /// Open tickets by id.
    briefs: Vec<Brief>,
    /// Minute `coverage` was computed for: a no-show becomes a gap as time passes.
    minute: Option<i64>,
}

impl Board {
    pub fn of(desk: &Desk, now: Instant, house: House) -> Board {
        let mut board = Board::default();
        board.read(desk);
        board.tick(&desk.team, now, house);
        board
    }

    /// Applies a delta that `desk` already contains. `now` and `house` must equal those of the last update.
    pub fn follow(&mut self, desk: &Desk, news: &News, now: Instant, house: House) {
        if news.tickets.len() < MANY {
            news.tickets.keys().for_each(|id| self.put(*id, desk.tickets.get(id).map(Brief::of)));
        } else {
            self.read(desk);
        }
        if news.team {
            self.minute = None;
            self.tick(&desk.team, now, house);
        } else {
            self.judge(now, house);
        }
    }

    /// Advances the clock. Tickets and settings must be unchanged.
    pub fn tick(&mut self, team: &Team, now: Instant, house: House) {
        let zone = house.zone;
        let minute = now.timestamp().div_euclid(60);
        if self.minute != Some(minute) {
            let today = zone.date(now);
            self.coverage = team.roster(zone, house.importance).at(now).day(today, house.slot_minutes);
            self.minute = Some(minute);
        }
        self.shift = shift_now(team, zone, now);
        self.here = in_now(team, zone, now);
        self.away = shift::away_now(team, zone, now);
        self.judge(now, house);
    }

    /// Whether an open ticket waits on somebody other than us.
    pub fn is_elsewhere(&self, id: TicketId) -> bool {
        self.brief(id).is_some_and(Brief::is_elsewhere)
    }

    /// Tickets with a pending promise, with the due instant of the earliest.
    pub fn promises(&self) -> impl Iterator<Item = (TicketId, Instant)> {
        self.briefs.iter().filter_map(|brief| Some((brief.id, brief.promise?)))
    }

    /// A person's open tickets in queue order, at most `most`.
    pub fn first_of(&self, person: PersonId, most: usize) -> Vec<TicketId> {
        let mut theirs: Vec<&Brief> = self.briefs.iter().filter(|brief| brief.assignee == Some(person)).collect();
        if most < theirs.len() {
            theirs.select_nth_unstable_by_key(most, |brief| brief.order());
            theirs.truncate(most);
        }
        theirs.sort_unstable_by_key(|brief| brief.order());
        theirs.into_iter().map(|brief| brief.id).collect()
    }

    /// Number of gap slots and of stretched slots.
    pub fn weak_spots(&self) -> (usize, usize) {
        let count = |state| self.coverage.iter().flat_map(|row| &row.slots).filter(|slot| slot.state == state).count();
        (count(coverage::State::Gap), count(coverage::State::Stretched))
    }

    /// Rebuilds everything from all tickets.
    fn read(&mut self, desk: &Desk) {
        self.briefs = desk.tickets.values().map(Brief::of).collect();
        let mut queue: Vec<&Brief> = self.briefs.iter().collect();
        queue.sort_unstable_by_key(|brief| brief.order());
        self.queue = queue.into_iter().map(|brief| brief.id).collect();
        self.load = counted(self.briefs.iter().filter_map(|brief| brief.assignee));
    }

    /// Replaces a ticket's brief; `None` removes it from the backlog.
    fn put(&mut self, id: TicketId, new: Option<Brief>) {
        let at = self.briefs.binary_search_by_key(&id, |brief| brief.id);
        if let Ok(at) = at {
            let old = self.briefs[at];
            let place = self.place(&old);
            self.queue.remove(place);
            if let Some(load) = old.assignee.and_then(|person| self.load.get_mut(&person)) {
                *load -= 1;
            }
            // People without open tickets have no entry.
            self.load.retain(|_, load| *load > 0);
        }
        if let Some(new) = new {
            let place = self.place(&new);
            self.queue.insert(place, id);
            if let Some(person) = new.assignee {
                *self.load.entry(person).or_default() += 1;
            }
        }
        match (at, new) {
            (Ok(at), Some(new)) => self.briefs[at] = new,
            (Ok(at), None) => drop(self.briefs.remove(at)),
            (Err(at), Some(new)) => self.briefs.insert(at, new),
            (Err(_), None) => {}
        }
    }

    /// Number of queue entries before this one.
    fn place(&self, brief: &Brief) -> usize {
        let order = brief.order();
        self.queue.partition_point(|id| self.brief(*id).is_some_and(|other| other.order() < order))
    }

    fn brief(&self, id: TicketId) -> Option<&Brief> {
        let at = self.briefs.binary_search_by_key(&id, |brief| brief.id);
        at.ok().map(|at| &self.briefs[at])
    }

    /// Recomputes what depends on the instant, in one pass over the tickets.
    fn judge(&mut self, now: Instant, house: House) {
        let shift_end = self.shift.as_ref().map(|shift| shift.ends);
        self.headline = headline::told(self.briefs.iter().copied(), now, shift_end);
        self.aging = aging::aging(self.briefs.iter().filter_map(Brief::aging), now, house.buckets, house.stuck);
    }
}
