//! The clocks of a service-level agreement: what was promised for a ticket, and how much of it is left.
//!
//! A policy is the first whose conditions fit. Which target and which calendar count is decided when a clock starts, by
//! the policies in force then ([`Book`]) and the ticket as it was then. A later change of the priority or of the
//! policies opens a new clock for what still runs; whatever has ended stays as it was judged. All of it follows from the
//! log, so nothing of it is kept anywhere else but to be read fast.

mod ledger;
mod run;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::TimeDelta;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::ledger::{Ledger, Span, Why, ledger};
pub use self::run::{TierOf, clocks, lapse};
use super::calendar::Calendar;
use super::ticket::{Facet, Priority, Status};
use super::time::Instant;

/// What a clock measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    FirstReply,
    NextReply,
    Resolution,
}

impl ClockKind {
    pub const ALL: [ClockKind; 3] = [ClockKind::FirstReply, ClockKind::NextReply, ClockKind::Resolution];

    pub fn name(self) -> &'static str {
        match self {
            ClockKind::FirstReply => "first_reply",
            ClockKind::NextReply => "next_reply",
            ClockKind::Resolution => "resolution",
        }
    }
}

/// In which states the resolution clock runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionMode {
    /// While the customer waits: new, open, on hold.
    #[default]
    RequesterWait,
    /// While an agent works: new, open.
    AgentWork,
    /// Always.
    Total,
}

impl ResolutionMode {
    pub fn name(self) -> &'static str {
        match self {
            ResolutionMode::RequesterWait => "requester_wait",
            ResolutionMode::AgentWork => "agent_work",
            ResolutionMode::Total => "total",
        }
    }

    fn runs_in(self, status: Status) -> bool {
        match self {
            ResolutionMode::RequesterWait => matches!(status, Status::New | Status::Open | Status::OnHold),
            ResolutionMode::AgentWork => matches!(status, Status::New | Status::Open),
            ResolutionMode::Total => status.in_backlog(),
        }
    }
}

/// A promise, and for which tickets it is made. An empty condition fits every ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub name: String,
    pub priorities: Vec<Priority>,
    pub channels: Vec<String>,
    pub categories: Vec<String>,
    pub tiers: Vec<String>,
    #[serde(with = "seconds")]
    pub first_reply: Option<TimeDelta>,
    #[serde(with = "seconds")]
    pub next_reply: Option<TimeDelta>,
    #[serde(with = "seconds")]
    pub resolution: Option<TimeDelta>,
    pub mode: ResolutionMode,
    /// The business calendar that the targets count in; `None` is calendar time.
    pub calendar: Option<String>,
}

/// Targets are kept in whole seconds.
mod seconds {
    use super::*;

    pub fn serialize<S: Serializer>(span: &Option<TimeDelta>, to: S) -> Result<S::Ok, S::Error> {
        span.map(|span| span.num_seconds()).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<TimeDelta>, D::Error> {
        Ok(Option::<i64>::deserialize(from)?.and_then(TimeDelta::try_seconds))
    }
}

impl Policy {
    fn fits(&self, facet: &Facet, tier: Option<&str>) -> bool {
        let one_of = |wanted: &[String], has: Option<&str>| {
            wanted.is_empty() || has.is_some_and(|has| wanted.iter().any(|one| one.eq_ignore_ascii_case(has)))
        };
        (self.priorities.is_empty() || self.priorities.contains(&facet.priority))
            && one_of(&self.channels, facet.channel.as_deref())
            && one_of(&self.categories, facet.category.as_deref())
            && one_of(&self.tiers, tier)
    }

    fn target(&self, kind: ClockKind) -> Option<TimeDelta> {
        match kind {
            ClockKind::FirstReply => self.first_reply,
            ClockKind::NextReply => self.next_reply,
            ClockKind::Resolution => self.resolution,
        }
    }
}

/// Every policy and calendar of the team.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    pub policies: Vec<Policy>,
    pub calendars: Vec<Arc<Calendar>>,
}

impl Rules {
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty() && self.calendars.is_empty()
    }

    pub fn calendar(&self, name: Option<&str>) -> Option<&Arc<Calendar>> {
        name.and_then(|name| self.calendars.iter().find(|calendar| calendar.name() == name))
    }
}

/// Which rules were in force when.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    /// In order. The first one goes back to the beginning of time.
    versions: Vec<(Instant, Arc<Rules>)>,
}

impl Book {
    /// The same rules since ever.
    pub fn of(rules: Arc<Rules>) -> Book {
        Book { versions: vec![(Instant::MIN_UTC, rules)] }
    }

    /// From `since` on, these are in force. Time does not run backwards here, even where the machine's clock did.
    pub fn add(&mut self, since: Instant, rules: Arc<Rules>) {
        let since = self.versions.last().map_or(since, |(last, _)| since.max(*last));
        self.versions.push((since, rules));
    }

    pub fn newest(&self) -> Option<&Arc<Rules>> {
        self.versions.last().map(|(_, rules)| rules)
    }

    /// The rules by their place in the order of time.
    pub fn version(&self, n: usize) -> Option<&Arc<Rules>> {
        self.versions.get(n).map(|(_, rules)| rules)
    }

    /// The place of the rules in force at an instant.
    pub fn place(&self, at: Instant) -> usize {
        self.versions.iter().rposition(|(since, _)| *since <= at).unwrap_or(0)
    }

    /// Whether these rules were ever in force.
    pub fn knows(&self, rules: &Rules) -> bool {
        self.versions.iter().any(|(_, known)| **known == *rules)
    }

    /// Whether any policy ever went by the tier of the customer.
    pub fn asks_for_tiers(&self) -> bool {
        self.versions.iter().flat_map(|(_, rules)| &rules.policies).any(|policy| !policy.tiers.is_empty())
    }

    /// Those in force at an instant; `None` before anybody wrote any.
    pub fn at(&self, at: Instant) -> Option<&Arc<Rules>> {
        self.version(self.place(at))
    }

    /// The same as it was known at an instant.
    pub fn until(&self, at: Instant) -> Book {
        let known = self.versions.iter().enumerate().filter(|(n, (since, _))| *n == 0 || *since <= at);
        Book { versions: known.map(|(_, version)| version.clone()).collect() }
    }

    /// When the rules changed.
    fn changes(&self) -> impl Iterator<Item = Instant> {
        self.versions.iter().skip(1).map(|(since, _)| *since)
    }
}

/// What was promised when a clock was opened; it does not change while the clock lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub kind: ClockKind,
    /// From when on its time counts.
    pub started: Instant,
    /// When these terms came into force: `started`, unless a change of the priority or of the policies came later.
    pub opened: Instant,
    pub policy: Arc<str>,
    pub priority: Priority,
    pub target: TimeDelta,
    pub mode: ResolutionMode,
    /// The business calendar as it was then; `None` is calendar time.
    pub calendar: Option<Arc<Calendar>>,
    /// The place of the rules that they follow in the [`Book`].
    pub rules: usize,
}

impl Terms {
    /// Whether its time counts while a ticket is in `status`.
    pub fn runs_in(&self, status: Status) -> bool {
        match self.kind {
            ClockKind::FirstReply | ClockKind::NextReply => status.in_backlog(),
            ClockKind::Resolution => self.mode.runs_in(status),
        }
    }

    /// The clock's own time in `[from, to)`.
    pub fn elapsed(&self, from: Instant, to: Instant) -> TimeDelta {
        match &self.calendar {
            Some(calendar) => calendar.business(from, to),
            None => (to - from).max(TimeDelta::zero()),
        }
    }

    /// When `amount` of the clock's own time has passed since `from`.
    pub fn due(&self, from: Instant, amount: TimeDelta) -> Instant {
        // A calendar that never opens for ten years promises nothing that could lapse.
        let never = from + TimeDelta::days(3650);
        match &self.calendar {
            Some(calendar) => calendar.due(from, amount).unwrap_or(never),
            None => from.checked_add_signed(amount).unwrap_or(never),
        }
    }
}

/// A clock and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub terms: Terms,
    pub run: Run,
}

/// Running clocks have a due instant; paused ones only time left, negative when it is used up; the others have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// `left` of its time when it last began to run, at `since`.
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
    /// `at` it ended, late.
    Breached {
        at: Instant,
        due: Instant,
    },
    /// Its time was not used up when other terms took its place, or when the ticket went on elsewhere.
    Off {
        at: Instant,
    },
}

/// What the screen says of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Breached,
    AtRisk,
    Ok,
    Paused,
    Met,
    /// Other terms took its place, or nothing is promised any more.
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
    /// Where the clock stands at `now`, in a shift that ends at `shift_end`.
    pub fn state(&self, now: Instant, shift_end: Option<Instant>) -> State {
        match self.run {
            Run::Met { .. } => State::Met,
            Run::Off { .. } => State::Off,
            Run::Breached { .. } => State::Breached,
            // What was used up before the pause stays used up.
            Run::Paused { left } if left <= TimeDelta::zero() => State::Breached,
            Run::Paused { .. } => State::Paused,
            Run::Running { due, .. } if due <= now => State::Breached,
            Run::Running { due, .. } => {
                let short = self.left(now).is_some_and(|left| left * 4 <= self.terms.target);
                if short || shift_end.is_some_and(|end| due < end) { State::AtRisk } else { State::Ok }
            }
        }
    }

    /// What is left of the target, in the clock's own time; negative once it is used up. `None` when it has ended.
    pub fn left(&self, now: Instant) -> Option<TimeDelta> {
        // A machine's clock that was set back does not give time.
        let now = now.max(self.terms.started);
        match self.run {
            Run::Paused { left } => Some(left),
            Run::Running { due, .. } if now <= due => Some(self.terms.elapsed(now, due)),
            Run::Running { due, since, .. } if since <= due => Some(-self.terms.elapsed(due, now)),
            // Used up before a pause that does not count.
            Run::Running { since, left, .. } => Some(left - self.terms.elapsed(since, now)),
            Run::Met { .. } | Run::Breached { .. } | Run::Off { .. } => None,
        }
    }

    /// When it ended, whichever way.
    pub fn ended(&self) -> Option<Instant> {
        match self.run {
            Run::Met { at } | Run::Breached { at, .. } | Run::Off { at } => Some(at),
            Run::Running { .. } | Run::Paused { .. } => None,
        }
    }

    pub fn has_ended(&self) -> bool {
        self.ended().is_some()
    }

    /// The instant at which the time is used up, while the clock runs.
    pub fn due(&self) -> Option<Instant> {
        match self.run {
            Run::Running { due, .. } => Some(due),
            _ => None,
        }
    }
}

/// The clock of a ticket that runs out first; a paused one only where none runs. `None` if all have ended.
pub fn nearest(clocks: &[Clock]) -> Option<&Clock> {
    let running = clocks.iter().filter(|clock| clock.due().is_some()).min_by_key(|clock| clock.due());
    running.or_else(|| clocks.iter().find(|clock| matches!(clock.run, Run::Paused { .. })))
}

/// The newest clock of each kind: what there is to say of a ticket now.
pub fn newest(clocks: &[Clock]) -> impl Iterator<Item = &Clock> {
    let newest = |kind| {
        clocks
            .iter()
            .filter(move |clock| clock.terms.kind == kind)
            .max_by_key(|clock| (clock.terms.started, clock.terms.opened))
    };
    ClockKind::ALL.into_iter().filter_map(newest)
}
