//! Candidates for assignment: availability and capacity.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::engine::board;
use crate::engine::desk::{Desk, TicketRow};
use crate::engine::distribution::min_cost_flow::{Fit, Workload};
use crate::engine::distribution::requirements::{self, TicketRequirement};
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::settings::DistributionConfig;
use crate::model::shift::{AbsenceKind, Hours};
use crate::model::team::Team;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, Zone};

/// Whether a person is available.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    OnShift,
    OnBreak,
    Absent(AbsenceKind),
    /// No shift in progress.
    OffShift,
}

/// A person at the time of the proposal.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AssigneeCandidate {
    pub person: Person,
    pub availability: Availability,
    pub workload: Workload,
}

impl AssigneeCandidate {
    /// On shift, including breaks.
    pub(super) fn is_on_shift(&self) -> bool {
        matches!(self.availability, Availability::OnShift | Availability::OnBreak)
    }

    /// Fit for a ticket; `None` if not eligible.
    pub(super) fn fit(&self, needs: &[TicketRequirement]) -> Option<Fit> {
        if !self.is_on_shift() || !needs.iter().all(|need| need.is_met_by(&self.person)) {
            return None;
        }
        let mut fit = Fit { secondary_profile: false, language_unknown: false, skill_level: Reverse(0) };
        for need in needs {
            match need {
                TicketRequirement::Profile { profile } => fit.secondary_profile = self.person.primary != Some(*profile),
                TicketRequirement::Skill { skill, .. } => {
                    fit.skill_level = Reverse(requirements::skill_level(&self.person, skill).unwrap_or(0))
                }
                TicketRequirement::Language { .. } => fit.language_unknown = self.person.languages.is_empty(),
                TicketRequirement::Channel { .. } => {}
            }
        }
        Some(fit)
    }
}

/// People on shift who may receive tickets, by id.
pub(super) fn available_candidates(
    seats: &BTreeMap<PersonId, AssigneeCandidate>,
    which: DistributionScope,
) -> impl Iterator<Item = (PersonId, &AssigneeCandidate)> {
    let takers = seats.iter().filter(move |(id, seat)| seat.is_on_shift() && Some(**id) != which.holder());
    takers.map(|(id, seat)| (*id, seat))
}

/// Everybody, with workload and availability.
pub(super) fn candidates(
    desk: &Desk,
    now: Instant,
    config: DistributionConfig,
) -> BTreeMap<PersonId, AssigneeCandidate> {
    let load = board::open_tickets_per_person(desk);
    let availability = availability_at(&desk.team, config.zone, now);
    let people = desk.team.people.iter().map(|(id, person)| {
        let load = u32::try_from(load.get(id).copied().unwrap_or(0)).unwrap_or(u32::MAX);
        let room = Workload { load, capacity: person.capacity.unwrap_or(config.capacity) };
        let availability = availability.get(id).copied().unwrap_or(Availability::OffShift);
        (*id, AssigneeCandidate { person: person.clone(), availability, workload: room })
    });
    people.collect()
}

/// Availability at `now`; people not listed are off shift.
fn availability_at(team: &Team, zone: Zone, now: Instant) -> BTreeMap<PersonId, Availability> {
    let mut availability = BTreeMap::new();
    for shift in team.shifts.iter().filter(|shift| shift.covers(zone, now)) {
        let during =
            |hours: &Hours| zone.at_minute(shift.day, hours.from) <= now && now < zone.at_minute(shift.day, hours.to);
        let on = if shift.breaks.iter().any(during) { Availability::OnBreak } else { Availability::OnShift };
        // With two overlapping shifts, a break in either counts.
        let known = availability.entry(shift.person).or_insert(on);
        if on == Availability::OnBreak {
            *known = on;
        }
    }
    let soon = now + TimeDelta::milliseconds(1);
    let mut away: Vec<_> = team.absences.iter().filter(|absence| absence.overlaps(zone, now, soon)).collect();
    away.sort_by_key(|absence| Reverse(absence.kind.name()));
    availability.extend(away.into_iter().map(|absence| (absence.person, Availability::Absent(absence.kind))));
    availability
}

/// Which tickets are distributed; only tickets that wait on us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DistributionScope {
    /// Tickets without an assignee.
    Unassigned,
    /// Tickets of a person who cannot handle them; that person receives none of them.
    HeldBy(PersonId),
}

impl DistributionScope {
    /// Current assignee of these tickets.
    pub fn holder(self) -> Option<PersonId> {
        match self {
            DistributionScope::Unassigned => None,
            DistributionScope::HeldBy(person) => Some(person),
        }
    }

    pub(super) fn includes(self, row: &TicketRow) -> bool {
        row.waits_on() == Some(WaitsOn::Us) && row.assignee == self.holder()
    }
}
