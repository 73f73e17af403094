//! SLA policies and clocks: targets of a ticket, and the time left.
//!
//! The first matching policy applies. Target and calendar are fixed when a clock starts, from the policies in force
//! ([`PolicyHistory`]) and the ticket at that time. A later change of priority or policies opens a new clock for what
//! is still running; ended clocks are never changed. Everything derives from the event log; stored clocks are only a
//! cache.

pub mod clocks;
pub mod ledger;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::model::calendar::Calendar;
use crate::model::policy::{ClockKind, PolicySet, ResolutionMode};
use crate::model::ticket::{Priority, Status};
use crate::model::time::Instant;

/// Policy sets by the time they came into force.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PolicyHistory {
    /// Ascending. The first one applies to all earlier time.
    versions: Vec<(Instant, Arc<PolicySet>)>,
}

impl PolicyHistory {
    /// One policy set for all time.
    pub fn unchanging(rules: Arc<PolicySet>) -> PolicyHistory {
        PolicyHistory { versions: vec![(Instant::MIN_UTC, rules)] }
    }

    /// Puts a policy set in force from `since` on. If the machine's clock was set back, it starts when the last one
    /// did.
    pub fn activate(&mut self, since: Instant, rules: Arc<PolicySet>) {
        let since = self.versions.last().map_or(since, |(last, _)| since.max(*last));
        self.versions.push((since, rules));
    }

    pub fn latest(&self) -> Option<&Arc<PolicySet>> {
        self.versions.last().map(|(_, rules)| rules)
    }

    /// The n-th policy set.
    pub fn version(&self, n: usize) -> Option<&Arc<PolicySet>> {
        self.versions.get(n).map(|(_, rules)| rules)
    }

    /// Index of the policy set in force at an instant.
    pub fn version_at(&self, at: Instant) -> usize {
        self.versions.iter().rposition(|(since, _)| *since <= at).unwrap_or(0)
    }

    /// Whether this policy set was ever in force.
    pub fn contains(&self, rules: &PolicySet) -> bool {
        self.versions.iter().any(|(_, known)| **known == *rules)
    }

    /// Whether any policy ever depended on the customer tier.
    pub fn uses_tiers(&self) -> bool {
        self.versions.iter().flat_map(|(_, rules)| &rules.policies).any(|policy| !policy.tiers.is_empty())
    }

    /// The policy set in force at an instant; `None` if there is none.
    pub fn policies_at(&self, at: Instant) -> Option<&Arc<PolicySet>> {
        self.version(self.version_at(at))
    }

    /// The history as known at an instant.
    pub fn as_of(&self, at: Instant) -> PolicyHistory {
        let known = self.versions.iter().enumerate().filter(|(n, (since, _))| *n == 0 || *since <= at);
        PolicyHistory { versions: known.map(|(_, version)| version.clone()).collect() }
    }

    /// Instants at which the policy set changed.
    fn change_instants(&self) -> impl Iterator<Item = Instant> {
        self.versions.iter().skip(1).map(|(since, _)| *since)
    }
}

/// Terms fixed when a clock is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockTerms {
    pub kind: ClockKind,
    /// Start of the counted time.
    pub started: Instant,
    /// When these terms took effect: `started`, or a later change of priority or policies.
    pub effective_from: Instant,
    pub policy: Arc<str>,
    pub priority: Priority,
    pub target: TimeDelta,
    pub mode: ResolutionMode,
    /// The business calendar at that time; `None` is calendar time.
    pub calendar: Option<Arc<Calendar>>,
    /// Index of the policy set in the [`PolicyHistory`].
    pub policy_version: usize,
}

impl ClockTerms {
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
            Some(calendar) => calendar.business_time(from, to),
            None => (to - from).max(TimeDelta::zero()),
        }
    }

    /// When `amount` of calendar or business time has passed since `from`.
    pub fn due_after(&self, from: Instant, amount: TimeDelta) -> Instant {
        // A calendar without opening hours for ten years never breaches.
        let never = from + TimeDelta::days(3650);
        match &self.calendar {
            Some(calendar) => calendar.due_at(from, amount).unwrap_or(never),
            None => from.checked_add_signed(amount).unwrap_or(never),
        }
    }
}

/// A clock and its progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlaClock {
    pub terms: ClockTerms,
    pub progress: ClockProgress,
}

/// Running clocks have a due instant; paused ones only time left, negative once exceeded; the others have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockProgress {
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
    Cancelled {
        at: Instant,
    },
}

/// Displayed state of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    Breached,
    AtRisk,
    Ok,
    Paused,
    Met,
    /// Cancelled: replaced by other terms, or no longer owed.
    Off,
}

impl ClockState {
    pub fn name(self) -> &'static str {
        match self {
            ClockState::Breached => "breached",
            ClockState::AtRisk => "at_risk",
            ClockState::Ok => "ok",
            ClockState::Paused => "paused",
            ClockState::Met => "met",
            ClockState::Off => "off",
        }
    }
}

impl SlaClock {
    /// State at `now`, in a shift that ends at `shift_end`.
    pub fn state(&self, now: Instant, shift_end: Option<Instant>) -> ClockState {
        match self.progress {
            ClockProgress::Met { .. } => ClockState::Met,
            ClockProgress::Cancelled { .. } => ClockState::Off,
            ClockProgress::Breached { .. } => ClockState::Breached,
            // A breach before the pause remains a breach.
            ClockProgress::Paused { left } if left <= TimeDelta::zero() => ClockState::Breached,
            ClockProgress::Paused { .. } => ClockState::Paused,
            ClockProgress::Running { due, .. } if due <= now => ClockState::Breached,
            ClockProgress::Running { due, .. } => {
                let short = self.time_left(now).is_some_and(|left| left * 4 <= self.terms.target);
                if short || shift_end.is_some_and(|end| due < end) { ClockState::AtRisk } else { ClockState::Ok }
            }
        }
    }

    /// Time left of the target, in calendar or business time; negative once exceeded. `None` once ended.
    pub fn time_left(&self, now: Instant) -> Option<TimeDelta> {
        // A clock set back does not add time.
        let now = now.max(self.terms.started);
        match self.progress {
            ClockProgress::Paused { left } => Some(left),
            ClockProgress::Running { due, .. } if now <= due => Some(self.terms.elapsed(now, due)),
            ClockProgress::Running { due, since, .. } if since <= due => Some(-self.terms.elapsed(due, now)),
            // Exceeded before a pause, which does not count.
            ClockProgress::Running { since, left, .. } => Some(left - self.terms.elapsed(since, now)),
            ClockProgress::Met { .. } | ClockProgress::Breached { .. } | ClockProgress::Cancelled { .. } => None,
        }
    }

    /// When it ended, in any way.
    pub fn ended_at(&self) -> Option<Instant> {
        match self.progress {
            ClockProgress::Met { at } | ClockProgress::Breached { at, .. } | ClockProgress::Cancelled { at } => {
                Some(at)
            }
            ClockProgress::Running { .. } | ClockProgress::Paused { .. } => None,
        }
    }

    pub fn has_ended(&self) -> bool {
        self.ended_at().is_some()
    }

    /// Due instant while running.
    pub fn due_at(&self) -> Option<Instant> {
        match self.progress {
            ClockProgress::Running { due, .. } => Some(due),
            _ => None,
        }
    }
}

/// The clock that is due first; a paused one only if none is running. `None` if all have ended.
pub fn nearest_clock(clocks: &[SlaClock]) -> Option<&SlaClock> {
    let running = clocks.iter().filter(|clock| clock.due_at().is_some()).min_by_key(|clock| clock.due_at());
    running.or_else(|| clocks.iter().find(|clock| matches!(clock.progress, ClockProgress::Paused { .. })))
}

/// The latest clock of each kind.
pub fn latest_clocks(clocks: &[SlaClock]) -> impl Iterator<Item = &SlaClock> {
    let newest = |kind| {
        clocks
            .iter()
            .filter(move |clock| clock.terms.kind == kind)
            .max_by_key(|clock| (clock.terms.started, clock.terms.effective_from))
    };
    ClockKind::ALL.into_iter().filter_map(newest)
}
