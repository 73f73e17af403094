//! The validated settings as the rest of the program uses them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use serde::Deserialize;

use crate::model::aging::{AgingBuckets, StuckRules};
use crate::model::calendar::Calendar;
use crate::model::person::Profile;
use crate::model::policy::PolicySet;
use crate::model::review::SamplingConfig;
use crate::model::scorecard::Scorecard;
use crate::model::settings::{
    BoardConfig, DistributionConfig, DistributionRule, Language, MetricsConfig, RatingCreditRule, StoreConfig,
};
use crate::model::staffing::StaffingConfig;
use crate::model::target::ProfileExpectations;
use crate::model::time::{DateRange, Zone};

/// When the UI uses colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColorMode {
    /// Unless `NO_COLOR` is set or the terminal is dumb.
    #[default]
    Auto,
    Always,
    Never,
}

/// Checklist for the tickets of a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistTemplate {
    pub category: String,
    pub items: Vec<String>,
}

/// All settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of the current user; `--as` overrides it.
    pub me: Option<String>,
    pub team_name: String,
    pub zone: Zone,
    pub language: Language,
    /// One of [`THEME_NAMES`](super::value::THEME_NAMES).
    pub theme: String,
    pub color: ColorMode,
    /// Whether to capture the mouse; capturing disables the terminal's own text selection.
    pub mouse: bool,
    /// Open tickets per person, unless their own record sets a capacity.
    pub capacity: u32,
    pub sla_rules: Arc<PolicySet>,
    pub aging_buckets: AgingBuckets,
    pub stuck_rules: StuckRules,
    /// Each profile once, most important first.
    pub profile_order: [Profile; 6],
    /// Length of a coverage slot, in minutes.
    pub slot_minutes: u32,
    /// Limits above which the roster is flagged.
    pub roster_rules: crate::model::roster_rules::RosterRules,
    /// Which people may receive which tickets in a distribution.
    pub distribution_rules: Vec<DistributionRule>,
    /// A reopen this soon after the solve disqualifies a first-contact resolution.
    pub fcr_window: TimeDelta,
    /// Who is credited with a rating.
    pub csat_credit: RatingCreditRule,
    /// Calendar for business time in figures; `None` if no calendar is defined.
    pub business_calendar: Option<Arc<Calendar>>,
    /// Default metrics period in civil days, including today.
    pub period_days: u32,
    /// Survey response rate (0 to 1) below which results are marked as possibly unrepresentative.
    pub response_floor: f64,
    /// Days without contact after which a key account counts as silent.
    pub silent_days: u32,
    /// The team's baseline period for comparisons.
    pub baseline: Option<DateRange>,
    /// Staffing model parameters.
    pub staffing: StaffingConfig,
    /// Lead time of the reminder before a promise to a customer is due.
    pub promise_warn: TimeDelta,
    /// Default currency of concessions, such as `VND`.
    pub currency: String,
    pub checklists: Vec<ChecklistTemplate>,
    /// Required skills and targets, at most one entry per profile.
    pub profile_requirements: Vec<ProfileExpectations>,
    /// QA scorecards; the first that matches a ticket applies.
    pub scorecards: Vec<Scorecard>,
    /// Sampling of replies for QA review.
    pub review_sampling: SamplingConfig,
    /// Days after which feedback, 1:1s and reviews are due.
    pub coaching_rules: crate::model::coaching::CoachingRules,
    /// Key bindings by action name that override the defaults.
    pub key_bindings: BTreeMap<String, Vec<String>>,
}

impl Settings {
    /// The settings the board needs.
    pub fn board_config(&self) -> BoardConfig<'_> {
        BoardConfig {
            zone: self.zone,
            buckets: &self.aging_buckets,
            stuck: &self.stuck_rules,
            importance: self.profile_order,
            slot_minutes: self.slot_minutes,
        }
    }

    /// The settings ticket distribution needs.
    pub fn distribution_config(&self) -> DistributionConfig<'_> {
        DistributionConfig { zone: self.zone, capacity: self.capacity, rules: &self.distribution_rules }
    }

    /// Checklist items for a ticket category; empty if none is configured.
    pub fn checklist_items(&self, category: Option<&str>) -> &[String] {
        let named = |list: &&ChecklistTemplate| category.is_some_and(|it| it.eq_ignore_ascii_case(&list.category));
        self.checklists.iter().find(named).map_or(&[], |list| &list.items)
    }

    /// The settings the store needs.
    pub fn store_config(&self) -> StoreConfig {
        StoreConfig { counting: self.metrics_config(), policies: self.sla_rules.clone(), as_of: None }
    }

    /// The settings the metrics engine needs.
    pub fn metrics_config(&self) -> MetricsConfig {
        MetricsConfig {
            zone: self.zone,
            fcr_window: self.fcr_window,
            credit: self.csat_credit,
            calendar: self.business_calendar.clone(),
        }
    }
}
