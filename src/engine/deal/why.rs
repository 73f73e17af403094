//! Reasons for assigning a ticket to somebody or to nobody, as data for screen and command line.

use serde::Serialize;

use crate::engine::deal::Deal;
use crate::engine::deal::flow::Fit;
use crate::engine::deal::need::{self, Need};
use crate::engine::deal::seat::{Standing, takers};
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::Profile;
use crate::model::shift::AbsenceKind;

/// A rule that speaks against an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "bar", rename_all = "snake_case")]
pub enum Bar {
    OffShift,
    Away {
        why: AbsenceKind,
    },
    Lacks(Need),
    /// At capacity.
    Full,
}

/// Why a ticket is assigned to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// The lead chose them.
    ByHand,
    /// The lead overrode a rule.
    Despite {
        rule: Bar,
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
    Nobody { needs: Vec<Need> },
    /// The eligible people are at capacity with more urgent tickets.
    AllFull { people: Vec<PersonId> },
}

impl Deal {
    /// Rules against assigning a ticket to a person; empty if eligible.
    pub fn bars(&self, ticket: TicketId, person: PersonId) -> Vec<Bar> {
        let Some(seat) = self.seats.get(&person) else { return Vec::new() };
        let standing = match seat.standing {
            Standing::In | Standing::OnBreak => None,
            Standing::Away(why) => Some(Bar::Away { why }),
            Standing::Off => Some(Bar::OffShift),
        };
        let lacked = self.needs_of(ticket).iter().filter(|need| !need.met_by(&seat.person)).cloned().map(Bar::Lacks);
        let has_it = self.lines.iter().any(|line| line.ticket == ticket && line.kept && line.to == person);
        let full = self.load(person).is_some_and(|load| load.after + u32::from(!has_it) > load.capacity);
        standing.into_iter().chain(lacked).chain(full.then_some(Bar::Full)).collect()
    }

    /// Why a ticket is, or would be, assigned to a person.
    pub fn why(&self, ticket: TicketId, person: PersonId) -> Vec<Reason> {
        let Some(seat) = self.seats.get(&person) else { return Vec::new() };
        let proposed = self.proposed.get(&ticket) == Some(&person);
        let mut why = Vec::new();
        if !proposed {
            why.push(Reason::ByHand);
            why.extend(self.bars(ticket, person).into_iter().map(|rule| Reason::Despite { rule }));
        }
        for need in self.needs_of(ticket).iter().filter(|need| need.met_by(&seat.person)) {
            why.extend(match need.clone() {
                Need::Profile { profile } if seat.person.primary == Some(profile) => Some(Reason::First { profile }),
                Need::Profile { profile } => Some(Reason::Second { profile }),
                Need::Skill { skill, .. } => {
                    need::level(&seat.person, &skill).map(|level| Reason::Skill { skill, level })
                }
                Need::Language { language } if seat.person.languages.is_empty() => {
                    Some(Reason::LanguageUnknown { language })
                }
                Need::Language { language } => Some(Reason::Language { language }),
                Need::Channel { .. } => None,
            });
        }
        if let Some(own) = self.fits(ticket).find(|(id, _)| proposed && *id == person).map(|(_, fit)| fit) {
            let count = |is: &dyn Fn(Fit) -> bool| self.fits(ticket).filter(|(_, fit)| is(*fit)).count();
            let (all, better, alike) = (count(&|_| true), count(&|fit| fit < own), count(&|fit| fit == own));
            why.extend(
                match (all, better, alike) {
                    (1, ..) => [Some(Reason::Only), None],
                    (_, 0, 1) => [Some(Reason::Best { of: all }), None],
                    (_, 0, of) => [Some(Reason::Even { of }), None],
                    (_, n, 1) => [Some(Reason::BetterFull { n }), None],
                    (_, n, of) => [Some(Reason::BetterFull { n }), Some(Reason::Even { of })],
                }
                .into_iter()
                .flatten(),
            );
        }
        why.extend((seat.standing == Standing::OnBreak).then_some(Reason::OnBreak));
        why
    }

    /// Why an unassigned ticket has no assignee.
    pub(super) fn shortage(&self, ticket: TicketId) -> Shortage {
        if takers(&self.seats, self.which).next().is_none() {
            return Shortage::NobodyIn;
        }
        let people: Vec<_> = self.fits(ticket).map(|(id, _)| id).collect();
        if !people.is_empty() {
            return Shortage::AllFull { people };
        }
        // Minimal set: drops requirements without which still nobody qualifies.
        let mut needs = self.needs_of(ticket).to_vec();
        for at in (0..needs.len()).rev() {
            let mut fewer = needs.clone();
            fewer.remove(at);
            if !takers(&self.seats, self.which).any(|(_, seat)| fewer.iter().all(|need| need.met_by(&seat.person))) {
                needs = fewer;
            }
        }
        Shortage::Nobody { needs }
    }
}
