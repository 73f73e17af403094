//! Why a ticket goes to somebody, or to nobody: what the screen and the command line put into words.

use serde::Serialize;

use super::Deal;
use super::flow::Fit;
use super::need::{self, Need};
use super::seat::{Standing, takers};
use crate::domain::person::{PersonId, Profile};
use crate::domain::shift::AbsenceKind;
use crate::domain::ticket::TicketId;

/// A rule that stands between a person and a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "bar", rename_all = "snake_case")]
pub enum Bar {
    OffShift,
    Away {
        why: AbsenceKind,
    },
    Lacks(Need),
    /// They carry all that they can.
    Full,
}

/// Why a ticket goes to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// The lead chose them.
    ByHand,
    /// The lead passed over a rule.
    Despite {
        rule: Bar,
    },
    /// They hold the profile that it takes as their first one.
    First {
        profile: Profile,
    },
    /// They hold it as their second one.
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
    /// Nobody has said which languages they speak.
    LanguageUnknown {
        language: String,
    },
    /// Nobody else who is on shift may take it.
    Only,
    /// So many fit it better, and carry all that they can.
    BetterFull {
        n: usize,
    },
    /// So many fit it alike; this way their load is the most even.
    Even {
        of: usize,
    },
    /// They fit it better than the others of so many who may take it.
    Best {
        of: usize,
    },
    OnBreak,
}

/// Why a ticket goes to nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Shortage {
    /// Nobody is on shift.
    NobodyIn,
    /// Nobody on shift gives all of this at once.
    Nobody { needs: Vec<Need> },
    /// Those who may take it carry all that they can, and what they were dealt is more urgent.
    AllFull { people: Vec<PersonId> },
}

impl Deal {
    /// The rules that stand between somebody and a ticket; none if they may take it.
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

    /// Why a ticket goes, or would go, to somebody.
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

    /// Why nobody gets a ticket that was not dealt.
    pub(super) fn shortage(&self, ticket: TicketId) -> Shortage {
        if takers(&self.seats, self.which).next().is_none() {
            return Shortage::NobodyIn;
        }
        let people: Vec<_> = self.fits(ticket).map(|(id, _)| id).collect();
        if !people.is_empty() {
            return Shortage::AllFull { people };
        }
        // As little as it takes to say: what one person could give is not what is missing.
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
