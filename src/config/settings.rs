//! What the settings mean, once read and checked: the form in which the rest of the program sees them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use serde::Deserialize;

use crate::domain::aging::{Buckets, StuckRules};
use crate::domain::board;
use crate::domain::calendar::Calendar;
use crate::domain::coaching;
use crate::domain::deal::{self, Rule};
use crate::domain::dialogue::Setting;
use crate::domain::looked::Between;
use crate::domain::metrics::{Counting, Credit};
use crate::domain::person::Profile;
use crate::domain::quality::card::Card;
use crate::domain::quality::sample::Draw;
use crate::domain::roster::rules;
use crate::domain::skills::Asked;
use crate::domain::sla::Rules;
use crate::domain::staffing::house::House;
use crate::domain::time::Zone;

/// When the screen may use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Color {
    /// Unless `NO_COLOR` is set or the terminal is dumb.
    #[default]
    Auto,
    Always,
    Never,
}

/// The languages of the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    Vietnamese,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::English, Language::Vietnamese];

    /// The short name: `en`, `vi`.
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

/// What is done for every ticket of a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    pub category: String,
    pub items: Vec<String>,
}

/// Every setting, as it is in force.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The person who sits here, by name; `--as` overrides it.
    pub me: Option<String>,
    pub team: String,
    pub zone: Zone,
    pub language: Language,
    /// One of [`THEMES`](super::THEMES).
    pub theme: String,
    pub color: Color,
    /// Whether the screen takes wheel and clicks, which takes selecting text away from the terminal.
    pub mouse: bool,
    /// Open tickets that a person can carry, unless their own record says otherwise.
    pub capacity: u32,
    pub rules: Arc<Rules>,
    pub buckets: Buckets,
    pub stuck: StuckRules,
    /// Each profile once, the most important first.
    pub importance: [Profile; 6],
    /// Length of a coverage slot, in minutes.
    pub slot_minutes: u32,
    /// From when on something is flagged in the roster.
    pub roster: rules::Rules,
    /// Who may take which tickets when they are dealt out.
    pub deal: Vec<Rule>,
    /// A reopen within this time of the solve spoils a first-contact resolution.
    pub fcr_window: TimeDelta,
    /// Who is credited with a rating.
    pub csat_credit: Credit,
    /// The calendar that figures count business time in; `None` where there is none.
    pub business: Option<Arc<Calendar>>,
    /// How many civil days the figures on the screen look back, today included.
    pub period_days: u32,
    /// Where a smaller share of those who were asked answered, they may not speak for the others.
    pub response_floor: f64,
    /// A key account of which so many days nothing was heard is silent.
    pub silent_days: u32,
    /// The days that figures can be held against as the team's baseline.
    pub baseline: Option<Between>,
    /// How work becomes people.
    pub staffing: House,
    /// So long before a promise to a customer is due, the screen speaks up.
    pub promise_warn: TimeDelta,
    /// What concessions are counted in unless somebody says otherwise: `VND`.
    pub currency: String,
    pub checklists: Vec<Checklist>,
    /// What each profile asks of its holders, each profile once at most.
    pub profiles: Vec<Asked>,
    /// What reviewers look at in an answer; the first that fits a ticket counts.
    pub scorecards: Vec<Card>,
    /// How answers are drawn for review.
    pub quality: Draw,
    /// After how many days what is due to people.
    pub coaching: coaching::Rules,
    /// Keys by the name of their action, where they differ from the table of actions.
    pub keys: BTreeMap<String, Vec<String>>,
}

impl Settings {
    /// The part of them by which the desk is judged.
    pub fn for_the_board(&self) -> board::House<'_> {
        board::House {
            zone: self.zone,
            buckets: &self.buckets,
            stuck: &self.stuck,
            importance: self.importance,
            slot_minutes: self.slot_minutes,
        }
    }

    /// The part of them by which tickets are dealt out.
    pub fn for_the_deal(&self) -> deal::House<'_> {
        deal::House { zone: self.zone, capacity: self.capacity, rules: &self.deal }
    }

    /// What is to be done for a ticket of that category; nothing where nobody has said so.
    pub fn checklist(&self, category: Option<&str>) -> &[String] {
        let named = |list: &&Checklist| category.is_some_and(|it| it.eq_ignore_ascii_case(&list.category));
        self.checklists.iter().find(named).map_or(&[], |list| &list.items)
    }

    /// The part of them by which the team's file is read and written.
    pub fn for_the_file(&self) -> Setting {
        Setting { counting: self.counting(), rules: self.rules.clone(), as_of: None }
    }

    /// The part of them by which figures are counted.
    pub fn counting(&self) -> Counting {
        Counting {
            zone: self.zone,
            fcr_window: self.fcr_window,
            credit: self.csat_credit,
            calendar: self.business.clone(),
        }
    }
}
