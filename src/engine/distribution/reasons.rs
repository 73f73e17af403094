//! Reasons for assigning a ticket to somebody or to nobody, as data for screen and command line.

use serde::Serialize;

use crate::engine::distribution::Distribution;
use crate::engine::distribution::candidates::{Availability, available_candidates};
use crate::engine::distribution::min_cost_flow::Fit;
use crate::engine::distribution::requirements::{self, TicketRequirement};
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::Profile;
use crate::model::shift::AbsenceKind;

/// A rule that speaks against an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "bar", rename_all = "snake_case")]
pub enum AssignmentBlocker {
    OffShift,
    Away {
        why: AbsenceKind,
    },
    Lacks(TicketRequirement),
    /// At capacity.
    Full,
}

/// Why a ticket is assigned to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum AssignmentReason {
    /// The lead chose them.
    ByHand,
    /// The lead overrode a rule.
    Despite {
        rule: AssignmentBlocker,
    },
    /// Holds the required profile as primary.
    First {
        profile: Profile,
    },
    /// Holds the required profile as secondary.
    Second {
        profile: Profile,
    },
    Skill {
        skill: String,
        level: u8,
    },
    Language {
        language: String,
    },
    /// Their languages are unknown.
    LanguageUnknown {
        language: String,
    },
    /// Nobody else on shift is eligible.
    Only,
    /// `n` people fit better but are at capacity.
    BetterFull {
        n: usize,
    },
    /// `of` people fit equally well; this gives the most even load.
    Even {
        of: usize,
    },
    /// Best fit of `of` eligible people.
    Best {
        of: usize,
    },
    OnBreak,
}

/// Why a ticket is assigned to nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Shortage {
    /// Nobody is on shift.
    NobodyIn,
    /// Nobody on shift meets all of these requirements.
    Nobody { needs: Vec<TicketRequirement> },
    /// The eligible people are at capacity with more urgent tickets.
    AllFull { people: Vec<PersonId> },
}

impl Distribution {
    /// Rules against assigning a ticket to a person; empty if eligible.
    pub fn blockers(&self, ticket: TicketId, person: PersonId) -> Vec<AssignmentBlocker> {
        let Some(seat) = self.candidates.get(&person) else { return Vec::new() };
        let availability = match seat.availability {
            Availability::OnShift | Availability::OnBreak => None,
            Availability::Absent(why) => Some(AssignmentBlocker::Away { why }),
            Availability::OffShift => Some(AssignmentBlocker::OffShift),
        };
        let lacked = self
            .requirements(ticket)
            .iter()
            .filter(|need| !need.is_met_by(&seat.person))
            .cloned()
            .map(AssignmentBlocker::Lacks);
        let has_it = self.assignments.iter().any(|line| line.ticket == ticket && line.accepted && line.to == person);
        let full = self.load(person).is_some_and(|load| load.after + u32::from(!has_it) > load.capacity);
        availability.into_iter().chain(lacked).chain(full.then_some(AssignmentBlocker::Full)).collect()
    }

    /// Why a ticket is, or would be, assigned to a person.
    pub fn reasons(&self, ticket: TicketId, person: PersonId) -> Vec<AssignmentReason> {
        let Some(seat) = self.candidates.get(&person) else { return Vec::new() };
        let proposed = self.proposed.get(&ticket) == Some(&person);
        let mut why = Vec::new();
        if !proposed {
            why.push(AssignmentReason::ByHand);
            why.extend(self.blockers(ticket, person).into_iter().map(|rule| AssignmentReason::Despite { rule }));
        }
        for need in self.requirements(ticket).iter().filter(|need| need.is_met_by(&seat.person)) {
            why.extend(match need.clone() {
                TicketRequirement::Profile { profile } if seat.person.primary == Some(profile) => {
                    Some(AssignmentReason::First { profile })
                }
                TicketRequirement::Profile { profile } => Some(AssignmentReason::Second { profile }),
                TicketRequirement::Skill { skill, .. } => requirements::skill_level(&seat.person, &skill)
                    .map(|level| AssignmentReason::Skill { skill, level }),
                TicketRequirement::Language { language } if seat.person.languages.is_empty() => {
                    Some(AssignmentReason::LanguageUnknown { language })
                }
                TicketRequirement::Language { language } => Some(AssignmentReason::Language { language }),
                TicketRequirement::Channel { .. } => None,
            });
        }
        if let Some(own) = self.eligible_people(ticket).find(|(id, _)| proposed && *id == person).map(|(_, fit)| fit) {
            let count = |is: &dyn Fn(Fit) -> bool| self.eligible_people(ticket).filter(|(_, fit)| is(*fit)).count();
            let (all, better, alike) = (count(&|_| true), count(&|fit| fit < own), count(&|fit| fit == own));
            why.extend(
                match (all, better, alike) {
                    (1, ..) => [Some(AssignmentReason::Only), None],
                    (_, 0, 1) => [Some(AssignmentReason::Best { of: all }), None],
                    (_, 0, of) => [Some(AssignmentReason::Even { of }), None],
                    (_, n, 1) => [Some(AssignmentReason::BetterFull { n }), None],
                    (_, n, of) => [Some(AssignmentReason::BetterFull { n }), Some(AssignmentReason::Even { of })],
                }
                .into_iter()
                .flatten(),
            );
        }
        why.extend((seat.availability == Availability::OnBreak).then_some(AssignmentReason::OnBreak));
        why
    }

    /// Why an unassigned ticket has no assignee.
    pub(super) fn shortage(&self, ticket: TicketId) -> Shortage {
        if available_candidates(&self.candidates, self.scope).next().is_none() {
            return Shortage::NobodyIn;
        }
        let people: Vec<_> = self.eligible_people(ticket).map(|(id, _)| id).collect();
        if !people.is_empty() {
            return Shortage::AllFull { people };
        }
        // Minimal set: drops requirements without which still nobody qualifies.
        let mut needs = self.requirements(ticket).to_vec();
        for at in (0..needs.len()).rev() {
            let mut fewer = needs.clone();
            fewer.remove(at);
            if !available_candidates(&self.candidates, self.scope)
                .any(|(_, seat)| fewer.iter().all(|need| need.is_met_by(&seat.person)))
            {
                needs = fewer;
            }
        }
        Shortage::Nobody { needs }
    }
}
