//! What is said of the desk at a moment: the order of the queue, the shift that is on, the head line of Today.
//!
//! A [`Board`] is worked out once ([`Board::of`]) and then follows. What each thing costs, with n open tickets:
//! - another row of a ticket ([`Board::follow`]): its brief is found and replaced, its place in the queue too, by
//!   halving; then n briefs are gone through once for the head line and the ages.
//! - another moment ([`Board::tick`]): n briefs are gone through once, and the shifts.
//! - another team, or another day: who covers what, which is by far the dearest, is worked out only then.

mod brief;
mod headline;
mod shift;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use self::brief::Brief;
pub use self::brief::{Queued, order, queued};
pub use self::headline::{Headline, headline};
pub use self::shift::{ShiftNow, in_now, shift_now};
use super::aging::{self, Aging, Buckets, StuckRules};
use super::coverage;
use super::desk::{Desk, News, Team};
use super::person::{PersonId, Profile};
use super::shift::AbsenceKind;
use super::ticket::TicketId;
use super::time::{Instant, Zone};

/// From so many changed tickets on, putting all in order anew is cheaper than moving each to its place.
const MANY: usize = 200;

/// How many open tickets each person has.
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
    /// Every open ticket, by number.
    briefs: Vec<Brief>,
    /// The minute as of which the coverage is: who does not come makes a gap with the time.
    minute: Option<i64>,
}

impl Board {
    pub fn of(desk: &Desk, now: Instant, house: House) -> Board {
        let mut board = Board::default();
        board.read(desk);
        board.tick(&desk.team, now, house);
        board
    }

    /// Takes in what has changed; `desk` has taken it in already. The moment and the house are those of before.
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

    /// Takes in that it is another moment. The tickets and the house are those of before.
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

    /// Whether an open ticket waits on others.
    pub fn is_elsewhere(&self, id: TicketId) -> bool {
        self.brief(id).is_some_and(Brief::is_elsewhere)
    }

    /// The tickets for which something was promised that is still to be kept, and when the first of it is due.
    pub fn promises(&self) -> impl Iterator<Item = (TicketId, Instant)> {
        self.briefs.iter().filter_map(|brief| Some((brief.id, brief.promise?)))
    }

    /// The open tickets of a person, in the order of the queue, but no more than `most`.
    pub fn first_of(&self, person: PersonId, most: usize) -> Vec<TicketId> {
        let mut theirs: Vec<&Brief> = self.briefs.iter().filter(|brief| brief.assignee == Some(person)).collect();
        if most < theirs.len() {
            theirs.select_nth_unstable_by_key(most, |brief| brief.order());
            theirs.truncate(most);
        }
        theirs.sort_unstable_by_key(|brief| brief.order());
        theirs.into_iter().map(|brief| brief.id).collect()
    }

    /// How many slots are gaps, and how many are stretched.
    pub fn weak_spots(&self) -> (usize, usize) {
        let count = |state| self.coverage.iter().flat_map(|row| &row.slots).filter(|slot| slot.state == state).count();
        (count(coverage::State::Gap), count(coverage::State::Stretched))
    }

    /// Reads every ticket.
    fn read(&mut self, desk: &Desk) {
        self.briefs = desk.tickets.values().map(Brief::of).collect();
        let mut queue: Vec<&Brief> = self.briefs.iter().collect();
        queue.sort_unstable_by_key(|brief| brief.order());
        self.queue = queue.into_iter().map(|brief| brief.id).collect();
        self.load = counted(self.briefs.iter().filter_map(|brief| brief.assignee));
    }

    /// Puts a ticket in the place of what it was; `None` once it has left the backlog.
    fn put(&mut self, id: TicketId, new: Option<Brief>) {
        let at = self.briefs.binary_search_by_key(&id, |brief| brief.id);
        if let Ok(at) = at {
            let old = self.briefs[at];
            let place = self.place(&old);
            self.queue.remove(place);
            if let Some(load) = old.assignee.and_then(|person| self.load.get_mut(&person)) {
                *load -= 1;
            }
            // Who has none is not there.
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

    /// How many tickets of the queue come before one.
    fn place(&self, brief: &Brief) -> usize {
        let order = brief.order();
        self.queue.partition_point(|id| self.brief(*id).is_some_and(|other| other.order() < order))
    }

    fn brief(&self, id: TicketId) -> Option<&Brief> {
        let at = self.briefs.binary_search_by_key(&id, |brief| brief.id);
        at.ok().map(|at| &self.briefs[at])
    }

    /// Goes through every ticket for what depends on the moment.
    fn judge(&mut self, now: Instant, house: House) {
        let shift_end = self.shift.as_ref().map(|shift| shift.ends);
        self.headline = headline::told(self.briefs.iter().copied(), now, shift_end);
        self.aging = aging::aging(self.briefs.iter().filter_map(Brief::aging), now, house.buckets, house.stuck);
    }
}
