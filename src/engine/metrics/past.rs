//! What a ticket's past adds to the figures: the part of it that is kept beside the log, so that the figures of a period
//! are read without telling every history anew.

use std::collections::BTreeMap;

use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use serde::{Deserialize, Serialize};

use crate::engine::sla::{self, SlaClock, ClockProgress};
use crate::model::ids::{CustomerId, PersonId};
use crate::model::policy::ClockKind;
use crate::model::survey::Blame;
use crate::model::ticket::rating::{Credits, Rating};
use crate::model::ticket::{Impossible, Priority, ResponsePair, Status, Stretch, Ticket, WaitsOn};
use crate::model::time::Instant;

/// All of a ticket that any figure looks at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Past {
    pub status: Status,
    #[serde(with = "ts_milliseconds_option")]
    pub created: Option<Instant>,
    pub proactive: bool,
    /// It goes on in another ticket.
    pub merged: bool,
    pub conversation_known: bool,
    pub replies: Option<u32>,
    pub surveys: Option<u32>,
    #[serde(with = "ts_milliseconds_option")]
    pub first_reply_at: Option<Instant>,
    #[serde(with = "ts_milliseconds_option")]
    pub first_solved: Option<Instant>,
    #[serde(with = "ts_milliseconds_option")]
    pub last_solved: Option<Instant>,
    pub solved_by: Option<PersonId>,
    #[serde(with = "ts_milliseconds_option")]
    pub last_reopened: Option<Instant>,
    #[serde(with = "ts_milliseconds")]
    pub last_event: Instant,
    pub impossible: Vec<Impossible>,
    pub stretches: Vec<Stretch>,
    pub responses: Vec<ResponsePair>,
    pub ratings: Vec<Rating>,
    pub channel: Option<String>,
    pub category: Option<String>,
    pub priority: Priority,
    pub customer: Option<CustomerId>,
    /// How the promises ended that were made of it.
    pub judged: Vec<Judged>,
    /// Its customer was upset at some time.
    pub angered: bool,
    pub blame: Option<Blame>,
    /// Reopenings that a foreign file counts without saying when they were.
    pub unseen_reopens: u32,
    /// The group or team that a foreign file names.
    pub group: Option<String>,
}

/// A promise that was kept, or broken, or will be broken unless somebody keeps it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub kind: ClockKind,
    /// When it was kept, or when its time was used up.
    #[serde(with = "ts_milliseconds")]
    pub at: Instant,
    pub met: bool,
    /// Who kept it, or who had the ticket when it was broken.
    pub by: Option<PersonId>,
}

/// How a ticket stood in the backlog at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtEnd {
    pub waits_on: WaitsOn,
    pub assignee: Option<PersonId>,
    /// Nobody had replied yet; `None` where that is not known.
    pub unanswered: Option<bool>,
}

impl Past {
    /// With every clock of the ticket, those that have ended included.
    pub fn of(ticket: &Ticket, clocks: &[SlaClock]) -> Past {
        let seen = ticket.stretches.iter().filter(|stretch| stretch.reopen).count();
        Past {
            channel: ticket.channel.clone(),
            category: ticket.category.clone(),
            priority: ticket.priority,
            customer: ticket.customer,
            group: ticket.group.clone(),
            judged: all_judged(clocks, ticket),
            angered: ticket.angered.is_some(),
            blame: ticket.blame,
            unseen_reopens: ticket.reopened.saturating_sub(u32::try_from(seen).unwrap_or(u32::MAX)),
            status: ticket.status,
            created: ticket.created,
            proactive: ticket.proactive,
            merged: ticket.merged_into.is_some(),
            conversation_known: ticket.conversation_known,
            replies: ticket.replies,
            surveys: ticket.surveys,
            first_reply_at: ticket.first_reply_at,
            first_solved: ticket.first_solved,
            last_solved: ticket.last_solved,
            solved_by: ticket.solved_by,
            last_reopened: ticket.last_reopened,
            last_event: ticket.last_event,
            impossible: ticket.impossible.clone(),
            stretches: ticket.stretches.clone(),
            responses: ticket.responses.clone(),
            ratings: ticket.ratings.clone(),
        }
    }

    /// From the first to the last instant at which it can be in the figures of a period; without an end while it is in
    /// the backlog, and without either where a time that is needed is not known or cannot be.
    pub fn reach(&self) -> (Option<Instant>, Option<Instant>) {
        let Some(created) = self.created.filter(|_| self.impossible.is_empty()) else { return (None, None) };
        let known = [self.first_reply_at, self.first_solved, self.last_solved, self.last_reopened];
        let all = (self.stretches.iter().map(|stretch| stretch.from))
            .chain(self.responses.iter().map(|pair| pair.replied))
            .chain(self.ratings.iter().filter_map(|rating| rating.at))
            .chain(known.into_iter().flatten())
            // A question that came with a merged ticket was asked, and may have lapsed, before this one was opened.
            .chain(self.judged.iter().map(|judged| judged.at))
            .chain([self.last_event]);
        let (first, last) = all.fold((created, created), |(first, last), at| (first.min(at), last.max(at)));
        (Some(first), Some(last).filter(|_| !self.status.in_backlog()))
    }

    /// How the ticket stood in the backlog just before `at`; `None` if it was not in it.
    pub fn at_end(&self, at: Instant) -> Option<AtEnd> {
        let stretch = self.stretches.iter().take_while(|stretch| stretch.from < at).last()?;
        self.created?;
        let answered_later = self.first_reply_at.is_some_and(|replied| replied >= at);
        let unanswered = match self.replies {
            Some(0) => Some(true),
            _ if answered_later => Some(true),
            None if self.first_reply_at.is_none() => None,
            _ => Some(false),
        };
        stretch.status.waits_on().map(|waits_on| AtEnd { waits_on, assignee: stretch.assignee, unanswered })
    }

    /// Whether `person` had it, or did anything in it that counts.
    pub fn names(&self, person: PersonId) -> bool {
        let who = Some(person);
        self.stretches.iter().any(|stretch| stretch.assignee == who || stretch.by == who)
            || self.responses.iter().any(|pair| pair.by == who)
            || self.ratings.iter().any(|rating| rating.credits.names(person))
    }
}

/// How each promise ended. Where its terms changed on the way it counts once: broken, if it was under any of them.
fn all_judged(clocks: &[SlaClock], ticket: &Ticket) -> Vec<Judged> {
    let mut lives: BTreeMap<(ClockKind, Instant), Judged> = BTreeMap::new();
    for clock in clocks {
        let Some(one) = judged(clock, ticket) else { continue };
        let life = lives.entry((one.kind, clock.terms.started)).or_insert(one);
        if (one.met, one.at) < (life.met, life.at) {
            *life = one;
        }
    }
    lives.into_values().collect()
}

/// How a clock ended, or when it will run out.
fn judged(clock: &SlaClock, ticket: &Ticket) -> Option<Judged> {
    let kind = clock.terms.kind;
    let had = |at: Instant| {
        let then = ticket.stretches.iter().take_while(|stretch| stretch.from <= at).last();
        then.and_then(|stretch| stretch.assignee)
    };
    match clock.progress {
        ClockProgress::Met { at } => {
            let by = match kind {
                ClockKind::FirstReply | ClockKind::NextReply => {
                    ticket.responses.iter().find(|pair| pair.replied == at).and_then(|pair| pair.by)
                }
                ClockKind::Resolution => {
                    ticket.stretches.iter().find(|stretch| stretch.solve && stretch.from == at).and_then(|it| it.by)
                }
            };
            Some(Judged { kind, at, met: true, by: by.or_else(|| had(at)) })
        }
        ClockProgress::Cancelled { .. } => None,
        ClockProgress::Running { .. } | ClockProgress::Paused { .. } | ClockProgress::Breached { .. } => {
            let at = crate::engine::sla::run::target_elapsed_at(clock, ticket)?;
            Some(Judged { kind, at, met: false, by: had(at) })
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::metrics::past::*;
    use crate::model::person::Author;
    use crate::model::event::{Event, Opened, What};
    use crate::model::ids::Seq;
    use crate::events::replay;
    use crate::model::ticket::rating::Score;
    use crate::model::ids::TicketId;
    use crate::model::time::from_millis;

    /// A past with something in every place: another order of fields or of words would read old files wrong, and is a
    /// new format of the file.
    #[test]
    fn its_packed_form_is_kept_in_files() {
        let by = |n| Author { person: Some(PersonId(n)), login: "lan".into() };
        let event = |n, what| Event { seq: Seq(n), at: from_millis(n).unwrap(), by: by(n), what };
        let events = [
            event(
                1,
                What::Opened(Opened { subject: "Refund".into(), assignee: Some(PersonId(2)), ..Opened::default() }),
            ),
            event(3, What::Replied { body: "Done".into(), then: Some(Status::Solved) }),
            event(5, What::Rated(Score { score: 4, out_of: 5 })),
        ];
        let mut past = Past::of(&replay::replay(TicketId(1), &events, None).unwrap(), &[]);
        past.impossible = vec![Impossible::SolveBeforeCreation(from_millis(-1).unwrap())];
        past.last_reopened = from_millis(7);
        (past.channel, past.category, past.group) = (Some("a".into()), Some("b".into()), Some("c".into()));
        past.customer = Some(CustomerId(8));
        let (at, by) = (from_millis(9).unwrap(), Some(PersonId(3)));
        past.judged = vec![Judged { kind: ClockKind::NextReply, at, met: true, by }];
        (past.angered, past.blame, past.unseen_reopens) = (true, Some(Blame::Process), 2);
        let packed = postcard::to_stdvec(&past).unwrap();
        let kept = [
            4, 1, 2, 0, 0, 1, 1, 1, 1, 0, 1, 6, 1, 6, 1, 6, 1, 6, 1, 14, 10, 1, 1, 1, 2, 2, 1, 1, 4, 1, 2, 0, 0, 1, 6,
            4, 1, 4, 1, 6, 1, 0, 0, 1, 2, 6, 1, 6, 0, 1, 1, 1, 10, 4, 5, 1, 6, 1, 6, 1, 4, 1, 1, 97, 1, 1, 98, 1, 1,
            16, 1, 1, 18, 1, 1, 6, 1, 1, 1, 2, 1, 1, 99,
        ];
        assert_eq!(packed, kept);
        assert_eq!(postcard::from_bytes::<Past>(&packed), Ok(past));
    }
}
