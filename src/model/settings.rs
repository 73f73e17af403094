//! Rules of the team that computations go by.

use std::sync::Arc;

use serde::Deserialize;

use crate::model::aging::{AgingBuckets, StuckRules};
use crate::model::calendar::Calendar;
use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::policy::PolicySet;
use crate::model::rating::Credits;
use crate::model::ticket::Priority;
use crate::model::time::{Instant, Zone};

/// Team rules for computing metrics.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricsConfig {
    /// Time zone of civil days.
    pub zone: Zone,
    /// A reopen within this time after the solve makes first-contact resolution a miss.
    pub fcr_window: chrono::TimeDelta,
    /// Who is credited with a rating.
    pub credit: RatingCreditRule,
    /// Calendar for business time; `None` if the team has none.
    pub calendar: Option<Arc<Calendar>>,
}

impl Default for MetricsConfig {
    fn default() -> MetricsConfig {
        MetricsConfig {
            zone: Zone::UTC,
            fcr_window: chrono::TimeDelta::days(7),
            credit: RatingCreditRule::default(),
            calendar: None,
        }
    }
}

/// Who is credited with a rating: the first known person, in the order of the rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RatingCreditRule {
    /// Sender of the last public reply before the rating, else the solver, else the assignee.
    #[default]
    Replier,
    /// Solver, else the sender of the last reply, else the assignee.
    Solver,
    /// Assignee, else the sender of the last reply, else the solver.
    Assignee,
}

impl RatingCreditRule {
    /// Name in the settings; `credit-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            RatingCreditRule::Replier => "replier",
            RatingCreditRule::Solver => "solver",
            RatingCreditRule::Assignee => "assignee",
        }
    }

    /// The person credited under this rule.
    pub fn credited_person(self, credits: Credits) -> Option<PersonId> {
        let Credits { replied, solved, had } = credits;
        match self {
            RatingCreditRule::Replier => replied.or(solved).or(had),
            RatingCreditRule::Solver => solved.or(replied).or(had),
            RatingCreditRule::Assignee => had.or(replied).or(solved),
        }
    }
}

/// Requirements for tickets that match all conditions; an empty condition matches every ticket. Of the matching rules,
/// the first with a profile sets the profile and the first with a skill sets the skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistributionRule {
    pub name: String,
    pub priorities: Vec<Priority>,
    pub channels: Vec<String>,
    pub categories: Vec<String>,
    /// Minimum escalation level; 0 matches every ticket.
    pub min_escalation: u8,
    pub profile: Option<Profile>,
    /// Required skill and minimum level, 1 to 5.
    pub skill: Option<(String, u8)>,
}

/// Team settings that the store needs; they are not stored in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct StoreConfig {
    /// How figures are counted, and the zone in which days begin.
    pub counting: MetricsConfig,
    /// Policies for clocks that start from now on. Running clocks keep theirs.
    pub policies: Arc<PolicySet>,
    /// A past moment to view read-only; `None` for the present.
    pub as_of: Option<Instant>,
}

impl StoreConfig {
    pub fn zone(&self) -> Zone {
        self.counting.zone
    }

    /// Replaces the settings but keeps `as_of`.
    pub fn reconfigure(&mut self, new: StoreConfig) {
        *self = StoreConfig { as_of: self.as_of, ..new };
    }
}

/// Languages of the UI.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    Vietnamese,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::English, Language::Vietnamese];

    /// ISO 639-1 code: `en`, `vi`.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Vietnamese => "vi",
        }
    }

    pub fn from_code(name: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == name.trim().to_lowercase())
    }
}

/// Board settings.
#[derive(Debug, Clone, Copy)]
pub struct BoardConfig<'a> {
    pub zone: Zone,
    pub buckets: &'a AgingBuckets,
    pub stuck: &'a StuckRules,
    pub importance: [Profile; 6],
    /// In minutes.
    pub slot_minutes: u32,
}

/// Distribution settings.
#[derive(Debug, Clone, Copy)]
pub struct DistributionConfig<'a> {
    pub zone: Zone,
    /// Default number of open tickets a person can carry; their record can override it.
    pub capacity: u32,
    pub rules: &'a [DistributionRule],
}
