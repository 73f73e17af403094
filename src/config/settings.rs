//! The validated settings as the rest of the program uses them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use serde::Deserialize;

use crate::engine::roster::rules;
use crate::engine::{board, coaching, deal};
use crate::model::aging::{Buckets, StuckRules};
use crate::model::calendar::Calendar;
use crate::model::person::Profile;
use crate::model::policy::Rules;
use crate::model::review::Draw;
use crate::model::scorecard::Card;
use crate::model::settings::{Counting, Credit, Rule, Setting};
use crate::model::staffing::House;
use crate::model::target::Asked;
use crate::model::time::{Between, Zone};

/// When the UI uses colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Color {
    /// Unless `NO_COLOR` is set or the terminal is dumb.
    #[default]
    Auto,
    Always,
    Never,
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
    pub fn name(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Vietnamese => "vi",
        }
    }

    pub fn named(name: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.name() == name.trim().to_lowercase())
    }
}

/// Checklist for the tickets of a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    pub category: String,
    pub items: Vec<String>,
}

/// All settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of the current user; `--as` overrides it.
    pub me: Option<String>,
    pub team: String,
    pub zone: Zone,
    pub language: Language,
    /// One of [`THEME_NAMES`](super::THEME_NAMES).
    pub theme: String,
    pub color: Color,
    /// Whether to capture the mouse; capturing disables the terminal's own text selection.
    pub mouse: bool,
    /// Open tickets per person, unless their own record sets a capacity.
    pub capacity: u32,
    pub rules: Arc<Rules>,
    pub buckets: Buckets,
    pub stuck: StuckRules,
    /// Each profile once, most important first.
    pub importance: [Profile; 6],
    /// Length of a coverage slot, in minutes.
    pub slot_minutes: u32,
    /// Limits above which the roster is flagged.
    pub roster: crate::model::roster_rules::Rules,
    /// Which people may receive which tickets in a distribution.
    pub deal: Vec<Rule>,
    /// A reopen this soon after the solve disqualifies a first-contact resolution.
    pub fcr_window: TimeDelta,
    /// Who is credited with a rating.
    pub csat_credit: Credit,
    /// Calendar for business time in figures; `None` if no calendar is defined.
    pub business: Option<Arc<Calendar>>,
    /// Default metrics period in civil days, including today.
    pub period_days: u32,
    /// Survey response rate (0 to 1) below which results are marked as possibly unrepresentative.
    pub response_floor: f64,
    /// Days without contact after which a key account counts as silent.
    pub silent_days: u32,
    /// The team's baseline period for comparisons.
    pub baseline: Option<Between>,
    /// Staffing model parameters.
    pub staffing: House,
    /// Lead time of the reminder before a promise to a customer is due.
    pub promise_warn: TimeDelta,
    /// Default currency of concessions, such as `VND`.
    pub currency: String,
    pub checklists: Vec<Checklist>,
    /// Required skills and targets, at most one entry per profile.
    pub profiles: Vec<Asked>,
    /// QA scorecards; the first that matches a ticket applies.
    pub scorecards: Vec<Card>,
    /// Sampling of replies for QA review.
    pub quality: Draw,
    /// Days after which feedback, 1:1s and reviews are due.
    pub coaching: crate::model::coaching::Rules,
    /// Key bindings by action name that override the defaults.
    pub keys: BTreeMap<String, Vec<String>>,
}

impl Settings {
    /// The settings the board needs.
    pub fn for_the_board(&self) -> board::House<'_> {
        board::House {
            zone: self.zone,
            buckets: &self.buckets,
            stuck: &self.stuck,
            importance: self.importance,
            slot_minutes: self.slot_minutes,
        }
    }

    /// The settings ticket distribution needs.
    pub fn for_the_deal(&self) -> deal::House<'_> {
        deal::House { zone: self.zone, capacity: self.capacity, rules: &self.deal }
    }

    /// Checklist items for a ticket category; empty if none is configured.
    pub fn checklist(&self, category: Option<&str>) -> &[String] {
        let named = |list: &&Checklist| category.is_some_and(|it| it.eq_ignore_ascii_case(&list.category));
        self.checklists.iter().find(named).map_or(&[], |list| &list.items)
    }

    /// The settings the store needs.
    pub fn for_the_file(&self) -> Setting {
        Setting { counting: self.counting(), rules: self.rules.clone(), as_of: None }
    }

    /// The settings the metrics engine needs.
    pub fn counting(&self) -> Counting {
        Counting {
            zone: self.zone,
            fcr_window: self.fcr_window,
            credit: self.csat_credit,
            calendar: self.business.clone(),
        }
    }
}
