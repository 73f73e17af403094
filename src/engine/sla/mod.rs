//! SLA policies and clocks: targets of a ticket, and the time left.
//!
//! The first matching policy applies. Target and calendar are fixed when a clock starts, from the policies in force
//! ([`PolicyHistory`]) and the ticket at that time. A later change of priority or policies opens a new clock for what
//! is still running; ended clocks are never changed. Everything derives from the event log; stored clocks are only a
//! cache.

pub mod ledger;
pub mod run;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::engine::sla::ledger::{Ledger, Span, Why, ledger};
use crate::engine::sla::run::{TierOf, clocks, lapse};
use crate::model::calendar::Calendar;
use crate::model::policy::{ClockKind, ResolutionMode, Rules};
use crate::model::ticket::{Facet, Priority, Status};
use crate::model::time::Instant;

/// Serializes targets as whole seconds.

/// Policy sets by the time they came into force.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    /// Ascending. The first one applies to all earlier time.
    versions: Vec<(Instant, Arc<Rules>)>,
}

impl Book {
    /// One policy set for all time.
    pub fn of(rules: Arc<Rules>) -> Book {
        Book { versions: vec![(Instant::MIN_UTC, rules)] }
    }

    /// Puts a policy set in force from `since` on. If the machine's clock was set back, it starts when the last one
    /// did.
    pub fn add(&mut self, since: Instant, rules: Arc<Rules>) {
        let since = self.versions.last().map_or(since, |(last, _)| since.max(*last));
        self.versions.push((since, rules));
    }

    pub fn newest(&self) -> Option<&Arc<Rules>> {
        self.versions.last().map(|(_, rules)| rules)
    }

    /// The n-th policy set.
    pub fn version(&self, n: usize) -> Option<&Arc<Rules>> {
        self.versions.get(n).map(|(_, rules)| rules)
    }

    /// Index of the policy set in force at an instant.
    pub fn place(&self, at: Instant) -> usize {
        self.versions.iter().rposition(|(since, _)| *since <= at).unwrap_or(0)
    }

    /// Whether this policy set was ever in force.
    pub fn knows(&self, rules: &Rules) -> bool {
        self.versions.iter().any(|(_, known)| **known == *rules)
    }

    /// Whether any policy ever depended on the customer tier.
    pub fn asks_for_tiers(&self) -> bool {
        self.versions.iter().flat_map(|(_, rules)| &rules.policies).any(|policy| !policy.tiers.is_empty())
    }

    /// The policy set in force at an instant; `None` if there is none.
    pub fn at(&self, at: Instant) -> Option<&Arc<Rules>> {
        self.version(self.place(at))
    }

    /// The history as known at an instant.
    pub fn until(&self, at: Instant) -> Book {
        let known = self.versions.iter().enumerate().filter(|(n, (since, _))| *n == 0 || *since <= at);
        Book { versions: known.map(|(_, version)| version.clone()).collect() }
    }

    /// Instants at which the policy set changed.
    fn changes(&self) -> impl Iterator<Item = Instant> {
        self.versions.iter().skip(1).map(|(since, _)| *since)
    }
}

/// Terms fixed when a clock is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub kind: ClockKind,
    /// Start of the counted time.
    pub started: Instant,
    /// When these terms took effect: `started`, or a later change of priority or policies.
    pub opened: Instant,
    pub policy: Arc<str>,
    pub priority: Priority,
    pub target: TimeDelta,
    pub mode: ResolutionMode,
    /// The business calendar at that time; `None` is calendar time.
    pub calendar: Option<Arc<Calendar>>,
    /// Index of the policy set in the [`PolicyHistory`].
    pub rules: usize,
}

impl Terms {
    /// Whether the clock runs while a ticket is in `status`.
    pub fn runs_in(&self, status: Status) -> bool {
        match self.kind {
            ClockKind::FirstReply | ClockKind::NextReply => status.in_backlog(),
            ClockKind::Resolution => self.mode.runs_in(status),
        }
    }

    /// Calendar or business time in `[from, to)`.
    pub fn elapsed(&self, from: Instant, to: Instant) -> TimeDelta {
        match &self.calendar {
            Some(calendar) => calendar.business(from, to),
            None => (to - from).max(TimeDelta::zero()),
        }
    }

    /// When `amount` of calendar or business time has passed since `from`.
    pub fn due(&self, from: Instant, amount: TimeDelta) -> Instant {
        // A calendar without opening hours for ten years never breaches.
        let never = from + TimeDelta::days(3650);
        match &self.calendar {
            Some(calendar) => calendar.due(from, amount).unwrap_or(never),
            None => from.checked_add_signed(amount).unwrap_or(never),
        }
    }
}

/// A clock and its progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub terms: Terms,
    pub run: Run,
}

/// Running clocks have a due instant; paused ones only time left, negative once exceeded; the others have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// `left` of the target when it last started running, at `since`.
    Running {
        due: Instant,
        since: Instant,
        left: TimeDelta,
    },
    Paused {
        left: TimeDelta,
    },
    Met {
        at: Instant,
    },
    /// Ended late, at `at`.
    Breached {
        at: Instant,
        due: Instant,
    },
    /// Cancelled before the target elapsed: replaced by other terms, or no longer owed.
    Off {
        at: Instant,
    },
}

/// Displayed state of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Breached,
    AtRisk,
    Ok,
    Paused,
    Met,
    /// Cancelled: replaced by other terms, or no longer owed.
    Off,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            State::Breached => "breached",
            State::AtRisk => "at_risk",
            State::Ok => "ok",
            State::Paused => "paused",
            State::Met => "met",
            State::Off => "off",
        }
    }
}

impl Clock {
    /// State at `now`, in a shift that ends at `shift_end`.
    pub fn state(&self, now: Instant, shift_end: Option<Instant>) -> State {
        match self.run {
            Run::Met { .. } => State::Met,
            Run::Off { .. } => State::Off,
            Run::Breached { .. } => State::Breached,
            // A breach before the pause remains a breach.
            Run::Paused { left } if left <= TimeDelta::zero() => State::Breached,
            Run::Paused { .. } => State::Paused,
            Run::Running { due, .. } if due <= now => State::Breached,
            Run::Running { due, .. } => {
                let short = self.left(now).is_some_and(|left| left * 4 <= self.terms.target);
                if short || shift_end.is_some_and(|end| due < end) { State::AtRisk } else { State::Ok }
            }
        }
    }

    /// Time left of the target, in calendar or business time; negative once exceeded. `None` once ended.
    pub fn left(&self, now: Instant) -> Option<TimeDelta> {
        // A clock set back does not add time.
        let now = now.max(self.terms.started);
        match self.run {
            Run::Paused { left } => Some(left),
            Run::Running { due, .. } if now <= due => Some(self.terms.elapsed(now, due)),
            Run::Running { due, since, .. } if since <= due => Some(-self.terms.elapsed(due, now)),
            // Exceeded before a pause, which does not count.
            Run::Running { since, left, .. } => Some(left - self.terms.elapsed(since, now)),
            Run::Met { .. } | Run::Breached { .. } | Run::Off { .. } => None,
        }
    }

    /// When it ended, in any way.
    pub fn ended(&self) -> Option<Instant> {
        match self.run {
            Run::Met { at } | Run::Breached { at, .. } | Run::Off { at } => Some(at),
            Run::Running { .. } | Run::Paused { .. } => None,
        }
    }

    pub fn has_ended(&self) -> bool {
        self.ended().is_some()
    }

    /// Due instant while running.
    pub fn due(&self) -> Option<Instant> {
        match self.run {
            Run::Running { due, .. } => Some(due),
            _ => None,
        }
    }
}

/// The clock that is due first; a paused one only if none is running. `None` if all have ended.
pub fn nearest(clocks: &[Clock]) -> Option<&Clock> {
    let running = clocks.iter().filter(|clock| clock.due().is_some()).min_by_key(|clock| clock.due());
    running.or_else(|| clocks.iter().find(|clock| matches!(clock.run, Run::Paused { .. })))
}

/// The latest clock of each kind.
pub fn newest(clocks: &[Clock]) -> impl Iterator<Item = &Clock> {
    let newest = |kind| {
        clocks
            .iter()
            .filter(move |clock| clock.terms.kind == kind)
            .max_by_key(|clock| (clock.terms.started, clock.terms.opened))
    };
    ClockKind::ALL.into_iter().filter_map(newest)
}
