//! Distribution: proposes who on shift should take which tickets, and why.
//!
//! [`distribute`] computes a [`Distribution`] from the desk at one instant. The lead edits it line by line; applying it
//! is one transaction ([`Distribution::to_change`]).
//!
//! A person is proposed only if they are on shift, not absent, below capacity, and meet the required profile, skill,
//! channel and language ([`requirements`]; channel and language only where theirs are known). A break does not exclude
//! anybody: it is short. Among the valid distributions, [`mod@min_cost_flow`] finds the best one. The result depends
//! only on the content of the desk, not on insertion order: tickets are ordered by urgency then id, people by id.

pub mod candidates;
pub mod min_cost_flow;
pub mod reasons;
pub mod requirements;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::engine::desk::{Desk, TicketRow};
use crate::engine::distribution::candidates::{
    AssigneeCandidate, Availability, DistributionScope, available_candidates, candidates,
};
use crate::engine::distribution::min_cost_flow::{Fit, Workload, min_cost_flow};
use crate::engine::distribution::reasons::{AssignmentReason, Shortage};
use crate::engine::distribution::requirements::TicketRequirement;
use crate::events::change::Change;
use crate::model::ids::{PersonId, TicketId};
use crate::model::settings::DistributionConfig;
use crate::model::time::Instant;

/// One proposed assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    pub ticket: TicketId,
    pub from: Option<PersonId>,
    pub to: PersonId,
    /// False once the lead has deselected it: the ticket keeps its assignee.
    pub accepted: bool,
    /// The ticket has changed since the proposal was computed.
    pub outdated: bool,
    /// The lead chose the assignee.
    pub manual: bool,
    pub reasons: Vec<AssignmentReason>,
}

/// A ticket for which nobody is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnassignedTicket {
    pub ticket: TicketId,
    pub shortage: Shortage,
}

/// A person's load before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadChange {
    pub person: PersonId,
    pub before: u32,
    pub after: u32,
    pub capacity: u32,
}

/// A proposal with everything needed to edit it.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    pub scope: DistributionScope,
    /// Most urgent first.
    pub assignments: Vec<Assignment>,
    /// Most urgent first.
    pub unassigned: Vec<UnassignedTicket>,
    candidates: BTreeMap<PersonId, AssigneeCandidate>,
    requirement_sets: Vec<RequirementSet>,
    /// Index into `requirement_sets`.
    requirement_set_of: BTreeMap<TicketId, usize>,
    /// Assignee proposed for each ticket.
    proposed: BTreeMap<TicketId, PersonId>,
}

/// A set of requirements and the fit of each candidate, regardless of capacity.
#[derive(Debug, Clone, PartialEq)]
struct RequirementSet {
    requirements: Vec<TicketRequirement>,
    fits: Vec<Option<Fit>>,
}

/// Proposes assignees at `now`.
pub fn distribute(desk: &Desk, now: Instant, which: DistributionScope, config: DistributionConfig) -> Distribution {
    let mut rows: Vec<&TicketRow> = desk.tickets.values().filter(|row| which.includes(row)).collect();
    rows.sort_by_cached_key(|row| urgency_order(row));
    let seats = candidates(desk, now, config);
    let takers: Vec<PersonId> = available_candidates(&seats, which).map(|(id, _)| id).collect();

    let (mut wants, mut places) = (Vec::new(), BTreeMap::new());
    let wanted: Vec<usize> = rows
        .iter()
        .map(|row| {
            *places.entry(TicketRequirement::for_ticket(row, config.rules)).or_insert_with_key(|needs| {
                let fits = takers.iter().map(|id| seats[id].fit(needs)).collect();
                wants.push(RequirementSet { requirements: needs.clone(), fits });
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
    let mut rooms: Vec<Workload> = takers.iter().map(|id| seats[id].workload).collect();
    let mut flowed = min_cost_flow(&kinds, &tickets, &rooms);

    let wanted = rows.iter().map(|row| row.id).zip(wanted).collect();
    let mut proposal = Distribution {
        scope: which,
        assignments: Vec::new(),
        unassigned: Vec::new(),
        candidates: seats,
        requirement_sets: wants,
        requirement_set_of: wanted,
        proposed: BTreeMap::new(),
    };
    for ((row, kind), assigned) in rows.iter().zip(tickets).zip(flowed.assigned) {
        // Of the people assigned tickets of this kind, the best fit, then the lowest load share, gets the most urgent.
        let share = |taker: usize| u64::from(rooms[taker].load) * 1_000_000 / u64::from(rooms[taker].capacity.max(1));
        let among = (0..takers.len()).filter(|taker| assigned && flowed.counts[kind][*taker] > 0);
        match among.min_by_key(|taker| (kinds[kind][*taker], share(*taker), *taker)) {
            Some(taker) => {
                flowed.counts[kind][taker] -= 1;
                rooms[taker].load += 1;
                proposal.proposed.insert(row.id, takers[taker]);
                proposal.add_assignment(row.id, takers[taker]);
            }
            None => {
                let why = proposal.shortage(row.id);
                proposal.unassigned.push(UnassignedTicket { ticket: row.id, shortage: why });
            }
        }
    }
    proposal
}

/// Distribution order: priority, then due instant, then age.
pub fn urgency_order(row: &TicketRow) -> impl Ord + use<> {
    let due = row.clock.as_ref().and_then(|clock| clock.due_at());
    (Reverse(row.priority), due.is_none(), due, row.created.is_none(), row.created, row.id)
}

impl Distribution {
    /// No tickets to distribute.
    pub fn is_empty(&self) -> bool {
        self.assignments.is_empty() && self.unassigned.is_empty()
    }

    /// Every ticket in scope: assigned ones, then unassigned ones.
    pub fn tickets(&self) -> impl Iterator<Item = TicketId> {
        self.assignments.iter().map(|line| line.ticket).chain(self.unassigned.iter().map(|left| left.ticket))
    }

    /// The proposal for a ticket.
    pub fn assignment_of(&self, ticket: TicketId) -> Option<&Assignment> {
        self.assignments.iter().find(|line| line.ticket == ticket)
    }

    /// Number of accepted assignments.
    pub fn assigned_count(&self) -> usize {
        self.assignments.iter().filter(|line| line.accepted).count()
    }

    /// The accepted assignments as one atomic change; `None` if none is accepted.
    pub fn to_change(&self) -> Option<Change> {
        let kept = self.assignments.iter().filter(|line| line.accepted);
        let each: Vec<_> = kept.map(|line| Change::Assign { ticket: line.ticket, to: Some(line.to) }).collect();
        (!each.is_empty()).then_some(Change::Batch(each))
    }

    /// Assigns a ticket to a person, overriding the rules; also an unassigned or deselected one. No-op for the current
    /// assignee.
    pub fn assign(&mut self, ticket: TicketId, to: PersonId) {
        if self.scope.holder() == Some(to) || !self.candidates.contains_key(&to) {
            return;
        }
        let was_left = self.unassigned.len();
        self.unassigned.retain(|left| left.ticket != ticket);
        if self.unassigned.len() < was_left {
            self.add_assignment(ticket, to);
        }
        if let Some(line) = self.assignments.iter_mut().find(|line| line.ticket == ticket && !line.outdated) {
            (line.to, line.accepted) = (to, true);
            line.manual = self.proposed.get(&ticket) != Some(&to);
            line.reasons = Vec::new();
        }
        self.refresh_reasons();
    }

    fn add_assignment(&mut self, ticket: TicketId, to: PersonId) {
        let from = self.scope.holder();
        let why = self.reasons(ticket, to);
        self.assignments.push(Assignment {
            ticket,
            from,
            to,
            accepted: true,
            outdated: false,
            manual: false,
            reasons: why,
        });
    }

    /// Deselects an assignment, or selects it again.
    pub fn toggle_accepted(&mut self, ticket: TicketId) {
        if let Some(line) = self.assignments.iter_mut().find(|line| line.ticket == ticket && !line.outdated) {
            line.accepted = !line.accepted;
        }
        self.refresh_reasons();
    }

    /// Applies outside changes: tickets that are reassigned or no longer wait on us leave the proposal.
    pub fn mark_outdated(&mut self, tickets: &[(TicketId, Option<TicketRow>)]) {
        for (id, row) in tickets {
            let in_scope = row.as_ref().is_some_and(|row| self.scope.includes(row));
            let line = self.assignments.iter_mut().find(|line| line.ticket == *id);
            if let Some(line) = line.filter(|_| !in_scope) {
                (line.accepted, line.outdated) = (false, true);
            }
            self.unassigned.retain(|left| in_scope || left.ticket != *id);
        }
        self.refresh_reasons();
    }

    /// Recomputes the reasons of manual assignments: whether somebody is at capacity depends on the others.
    fn refresh_reasons(&mut self) {
        for at in 0..self.assignments.len() {
            let line = &self.assignments[at];
            if line.manual || line.reasons.is_empty() {
                self.assignments[at].reasons = self.reasons(line.ticket, line.to);
            }
        }
    }

    /// Loads of everybody on shift, everybody who receives a ticket, and the current assignee; by id.
    pub fn loads(&self) -> Vec<LoadChange> {
        let there = self.candidates.iter().filter(|(_, seat)| seat.is_on_shift()).map(|(id, _)| *id);
        let touched = self.assignments.iter().filter(|line| line.accepted).map(|line| line.to);
        let people: BTreeSet<PersonId> = there.chain(touched).chain(self.scope.holder()).collect();
        let mut loads: Vec<LoadChange> = people
            .into_iter()
            .filter_map(|person| {
                let Workload { load, capacity } = self.candidates.get(&person)?.workload;
                Some(LoadChange { person, before: load, after: load, capacity })
            })
            .collect();
        let mut places: BTreeMap<PersonId, &mut LoadChange> =
            loads.iter_mut().map(|load| (load.person, load)).collect();
        for line in self.assignments.iter().filter(|line| line.accepted) {
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
    pub fn load(&self, person: PersonId) -> Option<LoadChange> {
        let Workload { load, capacity } = self.candidates.get(&person)?.workload;
        let kept = |is: &dyn Fn(&Assignment) -> bool| {
            u32::try_from(self.assignments.iter().filter(|line| line.accepted && is(line)).count()).unwrap_or(u32::MAX)
        };
        let (more, less) = (kept(&|line| line.to == person), kept(&|line| line.from == Some(person)));
        Some(LoadChange { person, before: load, after: (load + more).saturating_sub(less), capacity })
    }

    /// Everybody who can be given a ticket, by id.
    pub fn assignable_people(&self) -> impl Iterator<Item = PersonId> {
        self.candidates.keys().copied().filter(|id| Some(*id) != self.scope.holder())
    }

    pub fn availability(&self, person: PersonId) -> Availability {
        self.candidates.get(&person).map_or(Availability::OffShift, |seat| seat.availability)
    }

    fn requirement_set(&self, ticket: TicketId) -> Option<&RequirementSet> {
        self.requirement_set_of.get(&ticket).and_then(|want| self.requirement_sets.get(*want))
    }

    fn requirements(&self, ticket: TicketId) -> &[TicketRequirement] {
        self.requirement_set(ticket).map_or(&[], |want| want.requirements.as_slice())
    }

    /// Eligible people with their fit, regardless of capacity.
    fn eligible_people(&self, ticket: TicketId) -> impl Iterator<Item = (PersonId, Fit)> {
        let fits = self.requirement_set(ticket).map_or(&[][..], |want| &want.fits);
        available_candidates(&self.candidates, self.scope).zip(fits).filter_map(|((id, _), fit)| Some((id, (*fit)?)))
    }
}

#[cfg(test)]
mod tests;
