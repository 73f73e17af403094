//! Facts about a ticket that figures need, stored beside the event log so that figures are read without replaying it.

use std::collections::BTreeMap;

use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use serde::{Deserialize, Serialize};

use crate::engine::sla::{ClockProgress, SlaClock};
use crate::model::ids::{CustomerId, PersonId};
use crate::model::policy::ClockKind;
use crate::model::rating::Rating;
use crate::model::survey::DissatisfactionDriver;
use crate::model::ticket::{ImpossibleTime, Priority, ResponsePair, Status, StatusInterval, Ticket, WaitsOn};
use crate::model::time::Instant;

/// Everything the figures need of a ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TicketFacts {
    pub status: Status,
    #[serde(with = "ts_milliseconds_option")]
    pub created: Option<Instant>,
    pub proactive: bool,
    /// Merged into another ticket.
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
    pub impossible_times: Vec<ImpossibleTime>,
    pub status_intervals: Vec<StatusInterval>,
    pub responses: Vec<ResponsePair>,
    pub ratings: Vec<Rating>,
    pub channel: Option<String>,
    pub category: Option<String>,
    pub priority: Priority,
    pub customer: Option<CustomerId>,
    /// Outcomes of its SLA clocks.
    pub sla_outcomes: Vec<SlaOutcome>,
    /// Whether the customer was ever upset.
    pub was_upset: bool,
    pub dissatisfaction_driver: Option<DissatisfactionDriver>,
    /// Imported reopens without a timestamp.
    pub untimed_reopens: u32,
    /// Group or team from an import.
    pub group: Option<String>,
}

/// SLA outcome: met, breached, or the future breach of a running clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlaOutcome {
    pub kind: ClockKind,
    /// When it was met, or when the target elapsed.
    #[serde(with = "ts_milliseconds")]
    pub at: Instant,
    pub met: bool,
    /// Who met it, or the assignee at the breach.
    pub by: Option<PersonId>,
}

/// State of a ticket in the backlog at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BacklogState {
    pub waits_on: WaitsOn,
    pub assignee: Option<PersonId>,
    /// No public reply yet; `None` if unknown.
    pub unanswered: Option<bool>,
}

impl TicketFacts {
    /// `clocks` must include ended ones.
    pub fn from_ticket(ticket: &Ticket, clocks: &[SlaClock]) -> TicketFacts {
        let seen = ticket.status_intervals.iter().filter(|stretch| stretch.reopen).count();
        TicketFacts {
            channel: ticket.channel.clone(),
            category: ticket.category.clone(),
            priority: ticket.priority,
            customer: ticket.customer,
            group: ticket.group.clone(),
            sla_outcomes: sla_outcomes(clocks, ticket),
            was_upset: ticket.first_upset_at.is_some(),
            dissatisfaction_driver: ticket.dissatisfaction_driver,
            untimed_reopens: ticket.reopened.saturating_sub(u32::try_from(seen).unwrap_or(u32::MAX)),
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
            impossible_times: ticket.impossible_times.clone(),
            status_intervals: ticket.status_intervals.clone(),
            responses: ticket.responses.clone(),
            ratings: ticket.ratings.clone(),
        }
    }

    /// First and last instant at which the ticket can affect figures. No end while it is in the backlog; neither if a
    /// required time is unknown or impossible.
    pub fn relevant_range(&self) -> (Option<Instant>, Option<Instant>) {
        let Some(created) = self.created.filter(|_| self.impossible_times.is_empty()) else { return (None, None) };
        let known = [self.first_reply_at, self.first_solved, self.last_solved, self.last_reopened];
        let all = (self.status_intervals.iter().map(|stretch| stretch.from))
            .chain(self.responses.iter().map(|pair| pair.replied))
            .chain(self.ratings.iter().filter_map(|rating| rating.at))
            .chain(known.into_iter().flatten())
            // Messages of a merged ticket can precede the creation of this one.
            .chain(self.sla_outcomes.iter().map(|judged| judged.at))
            .chain([self.last_event]);
        let (first, last) = all.fold((created, created), |(first, last), at| (first.min(at), last.max(at)));
        (Some(first), Some(last).filter(|_| !self.status.in_backlog()))
    }

    /// State in the backlog just before `at`; `None` if it was not in it.
    pub fn backlog_state_at(&self, at: Instant) -> Option<BacklogState> {
        let stretch = self.status_intervals.iter().take_while(|stretch| stretch.from < at).last()?;
        self.created?;
        let answered_later = self.first_reply_at.is_some_and(|replied| replied >= at);
        let unanswered = match self.replies {
            Some(0) => Some(true),
            _ if answered_later => Some(true),
            None if self.first_reply_at.is_none() => None,
            _ => Some(false),
        };
        stretch.status.waits_on().map(|waits_on| BacklogState { waits_on, assignee: stretch.assignee, unanswered })
    }

    /// Whether `person` was ever assigned or credited.
    pub fn involves(&self, person: PersonId) -> bool {
        let who = Some(person);
        self.status_intervals.iter().any(|stretch| stretch.assignee == who || stretch.by == who)
            || self.responses.iter().any(|pair| pair.by == who)
            || self.ratings.iter().any(|rating| rating.credits.includes(person))
    }
}

/// Outcome per obligation. If its terms changed it counts once: as breached if breached under any of them.
fn sla_outcomes(clocks: &[SlaClock], ticket: &Ticket) -> Vec<SlaOutcome> {
    let mut lives: BTreeMap<(ClockKind, Instant), SlaOutcome> = BTreeMap::new();
    for clock in clocks {
        let Some(one) = sla_outcome(clock, ticket) else { continue };
        let life = lives.entry((one.kind, clock.terms.started)).or_insert(one);
        if (one.met, one.at) < (life.met, life.at) {
            *life = one;
        }
    }
    lives.into_values().collect()
}

/// Outcome of a clock, or its future breach.
fn sla_outcome(clock: &SlaClock, ticket: &Ticket) -> Option<SlaOutcome> {
    let kind = clock.terms.kind;
    let had = |at: Instant| {
        let then = ticket.status_intervals.iter().take_while(|stretch| stretch.from <= at).last();
        then.and_then(|stretch| stretch.assignee)
    };
    match clock.progress {
        ClockProgress::Met { at } => {
            let by = match kind {
                ClockKind::FirstReply | ClockKind::NextReply => {
                    ticket.responses.iter().find(|pair| pair.replied == at).and_then(|pair| pair.by)
                }
                ClockKind::Resolution => ticket
                    .status_intervals
                    .iter()
                    .find(|stretch| stretch.solve && stretch.from == at)
                    .and_then(|it| it.by),
            };
            Some(SlaOutcome { kind, at, met: true, by: by.or_else(|| had(at)) })
        }
        ClockProgress::Cancelled { .. } => None,
        ClockProgress::Running { .. } | ClockProgress::Paused { .. } | ClockProgress::Breached { .. } => {
            let at = crate::engine::sla::clocks::target_elapsed_at(clock, ticket)?;
            Some(SlaOutcome { kind, at, met: false, by: had(at) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::replay;
    use crate::model::event::{Event, EventPayload, OpenedTicket};
    use crate::model::ids::Seq;
    use crate::model::ids::TicketId;
    use crate::model::person::Author;
    use crate::model::rating::Score;
    use crate::model::time::from_millis;

    /// The packed form is stored: changing the order of fields or variants needs a new schema version.
    #[test]
    fn its_packed_form_is_kept_in_files() {
        let by = |n| Author { person: Some(PersonId(n)), login: "lan".into() };
        let event = |n, what| Event { seq: Seq(n), at: from_millis(n).unwrap(), by: by(n), what };
        let events = [
            event(
                1,
                EventPayload::Opened(OpenedTicket {
                    subject: "Refund".into(),
                    assignee: Some(PersonId(2)),
                    ..OpenedTicket::default()
                }),
            ),
            event(3, EventPayload::Replied { body: "Done".into(), then: Some(Status::Solved) }),
            event(5, EventPayload::Rated(Score { score: 4, out_of: 5 })),
        ];
        let mut past = TicketFacts::from_ticket(&replay::replay_ticket(TicketId(1), &events, None).unwrap(), &[]);
        past.impossible_times = vec![ImpossibleTime::SolveBeforeCreation(from_millis(-1).unwrap())];
        past.last_reopened = from_millis(7);
        (past.channel, past.category, past.group) = (Some("a".into()), Some("b".into()), Some("c".into()));
        past.customer = Some(CustomerId(8));
        let (at, by) = (from_millis(9).unwrap(), Some(PersonId(3)));
        past.sla_outcomes = vec![SlaOutcome { kind: ClockKind::NextReply, at, met: true, by }];
        (past.was_upset, past.dissatisfaction_driver, past.untimed_reopens) =
            (true, Some(DissatisfactionDriver::Process), 2);
        let packed = postcard::to_stdvec(&past).unwrap();
        let kept = [
            4, 1, 2, 0, 0, 1, 1, 1, 1, 0, 1, 6, 1, 6, 1, 6, 1, 6, 1, 14, 10, 1, 1, 1, 2, 2, 1, 1, 4, 1, 2, 0, 0, 1, 6,
            4, 1, 4, 1, 6, 1, 0, 0, 1, 2, 6, 1, 6, 0, 1, 1, 1, 10, 4, 5, 1, 6, 1, 6, 1, 4, 1, 1, 97, 1, 1, 98, 1, 1,
            16, 1, 1, 18, 1, 1, 6, 1, 1, 1, 2, 1, 1, 99,
        ];
        assert_eq!(packed, kept);
        assert_eq!(postcard::from_bytes::<TicketFacts>(&packed), Ok(past));
    }
}
