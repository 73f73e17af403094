//! Rules of the team that computations go by.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::Serialize;

use crate::model::calendar::Calendar;
use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::policy::PolicySet;
use crate::model::ticket::Priority;
use crate::model::ticket::rating::Credits;
use crate::model::time::{Instant, Zone};

/// The rules of the team by which samples are judged and credited.
#[derive(Debug, Clone, PartialEq)]
pub struct Counting {
    /// The zone of the days.
    pub zone: Zone,
    /// A reopen within this time of the solve spoils a first-contact resolution.
    pub fcr_window: chrono::TimeDelta,
    /// Who is credited with a rating.
    pub credit: Credit,
    /// What business time is counted in; `None` where the team has no such calendar.
    pub calendar: Option<Arc<Calendar>>,
}

impl Default for Counting {
    fn default() -> Counting {
        Counting { zone: Zone::UTC, fcr_window: chrono::TimeDelta::days(7), credit: Credit::default(), calendar: None }
    }
}

/// Who is credited with a rating: the first of these who is known, beginning with the one that the rule names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credit {
    /// Who sent the last public reply before it; else who solved the ticket; else who had it.
    #[default]
    Replier,
    /// Who solved the ticket; else who sent the last reply; else who had it.
    Solver,
    /// Who had the ticket; else who sent the last reply; else who solved it.
    Assignee,
}

impl Credit {
    /// The name in the settings; `credit-NAME` in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Credit::Replier => "replier",
            Credit::Solver => "solver",
            Credit::Assignee => "assignee",
        }
    }

    /// Who is credited, of those who had a part.
    pub fn of(self, credits: Credits) -> Option<PersonId> {
        let Credits { replied, solved, had } = credits;
        match self {
            Credit::Replier => replied.or(solved).or(had),
            Credit::Solver => solved.or(replied).or(had),
            Credit::Assignee => had.or(replied).or(solved),
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
pub struct Setting {
    /// How figures are counted, and the zone in which days begin.
    pub counting: Counting,
    /// Policies for clocks that start from now on. Running clocks keep theirs.
    pub rules: Arc<PolicySet>,
    /// A past moment to view read-only; `None` for the present.
    pub as_of: Option<Instant>,
}

impl Setting {
    pub fn zone(&self) -> Zone {
        self.counting.zone
    }

    /// Replaces the settings but keeps `as_of`.
    pub fn go_by(&mut self, new: Setting) {
        *self = Setting { as_of: self.as_of, ..new };
    }
}
