//! SLA policies.

use std::sync::Arc;

use chrono::TimeDelta;
use serde::Deserialize;
use serde::Serialize;

use crate::model::calendar::Calendar;
use crate::model::ticket::{Priority, SlaAttributes, Status};

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

/// Statuses in which the resolution clock runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionMode {
    /// While the customer waits: new, open, on hold.
    #[default]
    RequesterWait,
    /// While an agent works: new, open.
    AgentWork,
    /// In every unsolved status.
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

    pub fn runs_in(self, status: Status) -> bool {
        match self {
            ResolutionMode::RequesterWait => matches!(status, Status::New | Status::Open | Status::OnHold),
            ResolutionMode::AgentWork => matches!(status, Status::New | Status::Open),
            ResolutionMode::Total => status.in_backlog(),
        }
    }
}

/// SLA targets and the tickets they apply to. An empty condition matches every ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlaPolicy {
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
    /// Business calendar of the targets; `None` is calendar time.
    pub calendar: Option<String>,
}

impl SlaPolicy {
    pub fn matches(&self, facet: &SlaAttributes, tier: Option<&str>) -> bool {
        let one_of = |wanted: &[String], has: Option<&str>| {
            wanted.is_empty() || has.is_some_and(|has| wanted.iter().any(|one| one.eq_ignore_ascii_case(has)))
        };
        (self.priorities.is_empty() || self.priorities.contains(&facet.priority))
            && one_of(&self.channels, facet.channel.as_deref())
            && one_of(&self.categories, facet.category.as_deref())
            && one_of(&self.tiers, tier)
    }

    pub fn target(&self, kind: ClockKind) -> Option<TimeDelta> {
        match kind {
            ClockKind::FirstReply => self.first_reply,
            ClockKind::NextReply => self.next_reply,
            ClockKind::Resolution => self.resolution,
        }
    }
}

/// The team's policies and calendars.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicySet {
    pub policies: Vec<SlaPolicy>,
    pub calendars: Vec<Arc<Calendar>>,
}

impl PolicySet {
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty() && self.calendars.is_empty()
    }

    pub fn calendar(&self, name: Option<&str>) -> Option<&Arc<Calendar>> {
        name.and_then(|name| self.calendars.iter().find(|calendar| calendar.name() == name))
    }
}

/// A span in whole seconds.
mod seconds {
    use chrono::TimeDelta;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(span: &Option<TimeDelta>, to: S) -> Result<S::Ok, S::Error> {
        span.map(|span| span.num_seconds()).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<TimeDelta>, D::Error> {
        Ok(Option::<i64>::deserialize(from)?.and_then(TimeDelta::try_seconds))
    }
}
