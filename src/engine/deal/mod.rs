//! Distribution: proposes who on shift should take which tickets, and why.
//!
//! [`distribute`] computes a [`Distribution`] from the desk at one instant. The lead edits it line by line; applying it
//! is one transaction ([`Distribution::to_change`]).
//!
//! A person is proposed only if they are on shift, not absent, below capacity, and meet the required profile, skill,
//! channel and language ([`requirements`]; channel and language only where theirs are known). A break does not exclude
//! anybody: it is short. Among the valid distributions, [`mod@min_cost_flow`] finds the best one. The result depends
//! only on the content of the desk, not on insertion order: tickets are ordered by urgency then id, people by id.

pub mod flow;
pub mod need;
pub mod seat;
pub mod why;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::engine::deal::flow::{Fit, Room, flow};
use crate::engine::deal::need::Need;
use crate::engine::deal::seat::{Seat, Standing, seats, takers};
use crate::engine::deal::why::{Bar, Reason, Shortage};
use crate::engine::desk::{Desk, Row};
use crate::events::change::Change;
use crate::model::ids::{PersonId, TicketId};
use crate::model::settings::Rule;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, Zone};

/// Which tickets are distributed; only tickets that wait on us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Tickets without an assignee.
    Unassigned,
    /// Tickets of a person who cannot handle them; that person receives none of them.
    Of(PersonId),
}

impl Which {
    /// Current assignee of these tickets.
    pub fn holder(self) -> Option<PersonId> {
        match self {
            Which::Unassigned => None,
            Which::Of(person) => Some(person),
        }
    }

    fn takes(self, row: &Row) -> bool {
        row.waits_on() == Some(WaitsOn::Us) && row.assignee == self.holder()
    }
}

/// Distribution settings.
#[derive(Debug, Clone, Copy)]
pub struct House<'a> {
    pub zone: Zone,
    /// Default number of open tickets a person can carry; their record can override it.
    pub capacity: u32,
    pub rules: &'a [Rule],
}

/// One proposed assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub ticket: TicketId,
    pub from: Option<PersonId>,
    pub to: PersonId,
    /// False once the lead has deselected it: the ticket keeps its assignee.
    pub kept: bool,
    /// The ticket has changed since the proposal was computed.
    pub overtaken: bool,
    /// The lead chose the assignee.
    pub by_hand: bool,
    pub why: Vec<Reason>,
}

/// A ticket for which nobody is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub ticket: TicketId,
    pub why: Shortage,
}

/// A person's load before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    pub person: PersonId,
    pub before: u32,
    pub after: u32,
    pub capacity: u32,
}

/// A proposal with everything needed to edit it.
#[derive(Debug, Clone, PartialEq)]
pub struct Deal {
    pub which: Which,
    /// Most urgent first.
    pub lines: Vec<Line>,
    /// Most urgent first.
    pub left: Vec<Left>,
    seats: BTreeMap<PersonId, Seat>,
    wants: Vec<Want>,
    /// Index into `requirement_sets`.
    wanted: BTreeMap<TicketId, usize>,
    /// Assignee proposed for each ticket.
    proposed: BTreeMap<TicketId, PersonId>,
}

/// A set of requirements and the fit of each candidate, regardless of capacity.
#[derive(Debug, Clone, PartialEq)]
struct Want {
    needs: Vec<Need>,
    fits: Vec<Option<Fit>>,
}

/// Proposes assignees at `now`.
pub fn deal(desk: &Desk, now: Instant, which: Which, house: House) -> Deal {
    let mut rows: Vec<&Row> = desk.tickets.values().filter(|row| which.takes(row)).collect();
    rows.sort_by_cached_key(|row| urgency(row));
    let seats = seats(desk, now, house);
    let takers: Vec<PersonId> = takers(&seats, which).map(|(id, _)| id).collect();

    let (mut wants, mut places) = (Vec::new(), BTreeMap::new());
    let wanted: Vec<usize> = rows
        .iter()
        .map(|row| {
            *places.entry(Need::of(row, house.rules)).or_insert_with_key(|needs| {
                let fits = takers.iter().map(|id| seats[id].fit(needs)).collect();
                wants.push(Want { needs: needs.clone(), fits });
                wants.len() - 1
            })
        })
        .collect();
    // Tickets with different requirements can have the same fits.
    let (mut kinds, mut alike) = (Vec::new(), BTreeMap::new());
    let kind_of: Vec<usize> = wants
        .iter()
        .map(|want| {
            *alike.entry(&want.fits).or_insert_with_key(|fits| {
                kinds.push(fits.to_vec());
                kinds.len() - 1
            })
        })
        .collect();
    let tickets: Vec<usize> = wanted.iter().map(|want| kind_of[*want]).collect();
    let mut rooms: Vec<Room> = takers.iter().map(|id| seats[id].room).collect();
    let mut flowed = flow(&kinds, &tickets, &rooms);

    let wanted = rows.iter().map(|row| row.id).zip(wanted).collect();
    let mut deal = Deal { which, lines: Vec::new(), left: Vec::new(), seats, wants, wanted, proposed: BTreeMap::new() };
    for ((row, kind), dealt) in rows.iter().zip(tickets).zip(flowed.dealt) {
        // Of the people assigned tickets of this kind, the best fit, then the lowest load share, gets the most urgent.
        let share = |taker: usize| u64::from(rooms[taker].load) * 1_000_000 / u64::from(rooms[taker].capacity.max(1));
        let among = (0..takers.len()).filter(|taker| dealt && flowed.taken[kind][*taker] > 0);
        match among.min_by_key(|taker| (kinds[kind][*taker], share(*taker), *taker)) {
            Some(taker) => {
                flowed.taken[kind][taker] -= 1;
                rooms[taker].load += 1;
                deal.proposed.insert(row.id, takers[taker]);
                deal.put(row.id, takers[taker]);
            }
            None => {
                let why = deal.shortage(row.id);
                deal.left.push(Left { ticket: row.id, why });
            }
        }
    }
    deal
}

/// Distribution order: priority, then due instant, then age.
pub fn urgency(row: &Row) -> impl Ord + use<> {
    let due = row.clock.as_ref().and_then(|clock| clock.due());
    (Reverse(row.priority), due.is_none(), due, row.created.is_none(), row.created, row.id)
}

impl Deal {
    /// No tickets to distribute.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.left.is_empty()
    }

    /// Every ticket in scope: assigned ones, then unassigned ones.
    pub fn tickets(&self) -> impl Iterator<Item = TicketId> {
        self.lines.iter().map(|line| line.ticket).chain(self.left.iter().map(|left| left.ticket))
    }

    /// The proposal for a ticket.
    pub fn line(&self, ticket: TicketId) -> Option<&Line> {
        self.lines.iter().find(|line| line.ticket == ticket)
    }

    /// Number of accepted assignments.
    pub fn count(&self) -> usize {
        self.lines.iter().filter(|line| line.kept).count()
    }

    /// The accepted assignments as one atomic change; `None` if none is accepted.
    pub fn change(&self) -> Option<Change> {
        let kept = self.lines.iter().filter(|line| line.kept);
        let each: Vec<_> = kept.map(|line| Change::Assign { ticket: line.ticket, to: Some(line.to) }).collect();
        (!each.is_empty()).then_some(Change::Many(each))
    }

    /// Assigns a ticket to a person, overriding the rules; also an unassigned or deselected one. No-op for the current
    /// assignee.
    pub fn give(&mut self, ticket: TicketId, to: PersonId) {
        if self.which.holder() == Some(to) || !self.seats.contains_key(&to) {
            return;
        }
        let was_left = self.left.len();
        self.left.retain(|left| left.ticket != ticket);
        if self.left.len() < was_left {
            self.put(ticket, to);
        }
        if let Some(line) = self.lines.iter_mut().find(|line| line.ticket == ticket && !line.overtaken) {
            (line.to, line.kept) = (to, true);
            line.by_hand = self.proposed.get(&ticket) != Some(&to);
            line.why = Vec::new();
        }
        self.explain();
    }

    fn put(&mut self, ticket: TicketId, to: PersonId) {
        let from = self.which.holder();
        let why = self.why(ticket, to);
        self.lines.push(Line { ticket, from, to, kept: true, overtaken: false, by_hand: false, why });
    }

    /// Deselects an assignment, or selects it again.
    pub fn toggle(&mut self, ticket: TicketId) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.ticket == ticket && !line.overtaken) {
            line.kept = !line.kept;
        }
        self.explain();
    }

    /// Applies outside changes: tickets that are reassigned or no longer wait on us leave the proposal.
    pub fn overtake(&mut self, tickets: &[(TicketId, Option<Row>)]) {
        for (id, row) in tickets {
            let stands = row.as_ref().is_some_and(|row| self.which.takes(row));
            let line = self.lines.iter_mut().find(|line| line.ticket == *id);
            if let Some(line) = line.filter(|_| !stands) {
                (line.kept, line.overtaken) = (false, true);
            }
            self.left.retain(|left| stands || left.ticket != *id);
        }
        self.explain();
    }

    /// Recomputes the reasons of manual assignments: whether somebody is at capacity depends on the others.
    fn explain(&mut self) {
        for at in 0..self.lines.len() {
            let line = &self.lines[at];
            if line.by_hand || line.why.is_empty() {
                self.lines[at].why = self.why(line.ticket, line.to);
            }
        }
    }

    /// Loads of everybody on shift, everybody who receives a ticket, and the current assignee; by id.
    pub fn loads(&self) -> Vec<Load> {
        let there = self.seats.iter().filter(|(_, seat)| seat.there()).map(|(id, _)| *id);
        let touched = self.lines.iter().filter(|line| line.kept).map(|line| line.to);
        let people: BTreeSet<PersonId> = there.chain(touched).chain(self.which.holder()).collect();
        let mut loads: Vec<Load> = people
            .into_iter()
            .filter_map(|person| {
                let Room { load, capacity } = self.seats.get(&person)?.room;
                Some(Load { person, before: load, after: load, capacity })
            })
            .collect();
        let mut places: BTreeMap<PersonId, &mut Load> = loads.iter_mut().map(|load| (load.person, load)).collect();
        for line in self.lines.iter().filter(|line| line.kept) {
            if let Some(load) = places.get_mut(&line.to) {
                load.after += 1;
            }
            if let Some(load) = line.from.and_then(|from| places.get_mut(&from)) {
                load.after = load.after.saturating_sub(1);
            }
        }
        loads
    }

    /// One person's load before and after.
    pub fn load(&self, person: PersonId) -> Option<Load> {
        let Room { load, capacity } = self.seats.get(&person)?.room;
        let kept = |is: &dyn Fn(&Line) -> bool| {
            u32::try_from(self.lines.iter().filter(|line| line.kept && is(line)).count()).unwrap_or(u32::MAX)
        };
        let (more, less) = (kept(&|line| line.to == person), kept(&|line| line.from == Some(person)));
        Some(Load { person, before: load, after: (load + more).saturating_sub(less), capacity })
    }

    /// Everybody who can be given a ticket, by id.
    pub fn everybody(&self) -> impl Iterator<Item = PersonId> {
        self.seats.keys().copied().filter(|id| Some(*id) != self.which.holder())
    }

    pub fn standing(&self, person: PersonId) -> Standing {
        self.seats.get(&person).map_or(Standing::Off, |seat| seat.standing)
    }

    fn want(&self, ticket: TicketId) -> Option<&Want> {
        self.wanted.get(&ticket).and_then(|want| self.wants.get(*want))
    }

    fn needs_of(&self, ticket: TicketId) -> &[Need] {
        self.want(ticket).map_or(&[], |want| want.needs.as_slice())
    }

    /// Eligible people with their fit, regardless of capacity.
    fn fits(&self, ticket: TicketId) -> impl Iterator<Item = (PersonId, Fit)> {
        let fits = self.want(ticket).map_or(&[][..], |want| &want.fits);
        takers(&self.seats, self.which).zip(fits).filter_map(|((id, _), fit)| Some((id, (*fit)?)))
    }
}

#[cfg(test)]
mod tests;
