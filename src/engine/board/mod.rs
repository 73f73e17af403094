//! Derived state of the desk at one instant: queue order, current shift, headline numbers, coverage, aging.
//!
//! A [`Board`] is built once ([`Board::from_desk`]) and then updated incrementally. Cost with n open tickets:
//! - a changed ticket ([`Board::apply_changes`]): binary search for its brief and its queue position, then one pass
//!   over n briefs for headline and aging.
//! - another instant ([`Board::tick`]): one pass over n briefs and the shifts.
//! - another team or day: coverage is recomputed, by far the most expensive part.

pub mod brief;
pub mod current_shift;
pub mod headline;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::engine::aging::{self, BacklogAging};
use crate::engine::board::brief::TicketBrief;
use crate::engine::board::current_shift::{CurrentShift, current_shift, present_people};
use crate::engine::board::headline::BoardHeadline;
use crate::engine::coverage::types::{CoverageState, ProfileCoverage};
use crate::engine::desk::{Desk, DeskChange};
use crate::model::ids::{PersonId, TicketId};
use crate::model::settings::BoardConfig;
use crate::model::shift::AbsenceKind;
use crate::model::team::Team;
use crate::model::time::Instant;

/// From this many changed tickets on, sorting the whole queue is cheaper than moving each ticket.
const REBUILD_THRESHOLD: usize = 200;

/// Open tickets per assignee.
pub fn open_tickets_per_person(desk: &Desk) -> BTreeMap<PersonId, usize> {
    count_per_person(desk.tickets.values().filter_map(|row| row.assignee))
}

fn count_per_person(people: impl Iterator<Item = PersonId>) -> BTreeMap<PersonId, usize> {
    let mut counts = BTreeMap::new();
    for person in people {
        *counts.entry(person).or_default() += 1;
    }
    counts
}

/// Everything the screens show of the desk at one instant; computed once, drawn many times.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Board {
    pub shift: Option<CurrentShift>,
    pub headline: BoardHeadline,
    /// Open tickets in queue order.
    pub queue: Vec<TicketId>,
    pub load: BTreeMap<PersonId, usize>,
    pub present: Vec<PersonId>,
    /// People absent now, with the kind of absence.
    pub absent: BTreeMap<PersonId, AbsenceKind>,
    /// Today's coverage per profile.
    pub coverage: Vec<ProfileCoverage>,
    pub aging: BacklogAging,
    /// Open tickets by id.
    briefs: Vec<TicketBrief>,
    /// Minute `coverage` was computed for: a no-show becomes a gap as time passes.
    coverage_minute: Option<i64>,
}

impl Board {
    pub fn from_desk(desk: &Desk, now: Instant, config: BoardConfig) -> Board {
        let mut board = Board::default();
        board.rebuild(desk);
        board.tick(&desk.team, now, config);
        board
    }

    /// Applies a delta that `desk` already contains. `now` and `config` must equal those of the last update.
    pub fn apply_changes(&mut self, desk: &Desk, news: &DeskChange, now: Instant, config: BoardConfig) {
        if news.tickets.len() < REBUILD_THRESHOLD {
            news.tickets
                .keys()
                .for_each(|id| self.replace_ticket(*id, desk.tickets.get(id).map(TicketBrief::from_row)));
        } else {
            self.rebuild(desk);
        }
        if news.team_changed {
            self.coverage_minute = None;
            self.tick(&desk.team, now, config);
        } else {
            self.update_time_dependent(now, config);
        }
    }

    /// Advances the clock. Tickets and settings must be unchanged.
    pub fn tick(&mut self, team: &Team, now: Instant, config: BoardConfig) {
        let zone = config.zone;
        let minute = now.timestamp().div_euclid(60);
        if self.coverage_minute != Some(minute) {
            let today = zone.date(now);
            self.coverage = team.roster(zone, config.importance).as_of(now).coverage_of_day(today, config.slot_minutes);
            self.coverage_minute = Some(minute);
        }
        self.shift = current_shift(team, zone, now);
        self.present = present_people(team, zone, now);
        self.absent = current_shift::absent_people(team, zone, now);
        self.update_time_dependent(now, config);
    }

    /// Whether an open ticket waits on somebody other than us.
    pub fn waits_on_others(&self, id: TicketId) -> bool {
        self.find_brief(id).is_some_and(TicketBrief::waits_on_others)
    }

    /// Tickets with a pending promise, with the due instant of the earliest.
    pub fn promises(&self) -> impl Iterator<Item = (TicketId, Instant)> {
        self.briefs.iter().filter_map(|brief| Some((brief.id, brief.promise?)))
    }

    /// A person's open tickets in queue order, at most `most`.
    pub fn first_tickets_of(&self, person: PersonId, most: usize) -> Vec<TicketId> {
        let mut theirs: Vec<&TicketBrief> = self.briefs.iter().filter(|brief| brief.assignee == Some(person)).collect();
        if most < theirs.len() {
            theirs.select_nth_unstable_by_key(most, |brief| brief.queue_order());
            theirs.truncate(most);
        }
        theirs.sort_unstable_by_key(|brief| brief.queue_order());
        theirs.into_iter().map(|brief| brief.id).collect()
    }

    /// Number of gap slots and of stretched slots.
    pub fn count_gaps_and_stretched(&self) -> (usize, usize) {
        let count = |state| self.coverage.iter().flat_map(|row| &row.slots).filter(|slot| slot.state == state).count();
        (count(CoverageState::Gap), count(CoverageState::Stretched))
    }

    /// Rebuilds everything from all tickets.
    fn rebuild(&mut self, desk: &Desk) {
        self.briefs = desk.tickets.values().map(TicketBrief::from_row).collect();
        let mut queue: Vec<&TicketBrief> = self.briefs.iter().collect();
        queue.sort_unstable_by_key(|brief| brief.queue_order());
        self.queue = queue.into_iter().map(|brief| brief.id).collect();
        self.load = count_per_person(self.briefs.iter().filter_map(|brief| brief.assignee));
    }

    /// Replaces a ticket's brief; `None` removes it from the backlog.
    fn replace_ticket(&mut self, id: TicketId, new: Option<TicketBrief>) {
        let at = self.briefs.binary_search_by_key(&id, |brief| brief.id);
        if let Ok(at) = at {
            let old = self.briefs[at];
            let place = self.queue_position(&old);
            self.queue.remove(place);
            if let Some(load) = old.assignee.and_then(|person| self.load.get_mut(&person)) {
                *load -= 1;
            }
            // People without open tickets have no entry.
            self.load.retain(|_, load| *load > 0);
        }
        if let Some(new) = new {
            let place = self.queue_position(&new);
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
    fn queue_position(&self, brief: &TicketBrief) -> usize {
        let order = brief.queue_order();
        self.queue.partition_point(|id| self.find_brief(*id).is_some_and(|other| other.queue_order() < order))
    }

    fn find_brief(&self, id: TicketId) -> Option<&TicketBrief> {
        let at = self.briefs.binary_search_by_key(&id, |brief| brief.id);
        at.ok().map(|at| &self.briefs[at])
    }

    /// Recomputes what depends on the instant, in one pass over the tickets.
    fn update_time_dependent(&mut self, now: Instant, config: BoardConfig) {
        let shift_end = self.shift.as_ref().map(|shift| shift.ends);
        self.headline = headline::headline_from_briefs(self.briefs.iter().copied(), now, shift_end);
        self.aging = aging::backlog_aging(
            self.briefs.iter().filter_map(TicketBrief::aging_ticket),
            now,
            config.buckets,
            config.stuck,
        );
    }
}
