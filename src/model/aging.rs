//! Aging buckets and stuck rules.

use std::str::FromStr;

use chrono::TimeDelta;
use serde::Deserialize;
use serde::Serialize;

use crate::model::time::parse_duration;

/// Bucket boundaries: at least one, ascending, above 0. An age equal to a boundary belongs to the older bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgingBuckets {
    pub bounds: Vec<TimeDelta>,
}

impl Default for AgingBuckets {
    /// 4 h, 1 d, 3 d, 7 d, 30 d.
    fn default() -> AgingBuckets {
        AgingBuckets { bounds: [4, 24, 72, 168, 720].map(TimeDelta::hours).to_vec() }
    }
}

impl FromStr for AgingBuckets {
    type Err = String;

    /// Parses bounds such as `4h,1d,3d`.
    fn from_str(text: &str) -> Result<AgingBuckets, String> {
        let read = |part| parse_duration(part).ok_or_else(|| format!("‘{part}’ is not an age; write 4h or 3d"));
        AgingBuckets::new(text.split(',').map(str::trim).map(read).collect::<Result<Vec<_>, _>>()?)
    }
}

impl AgingBuckets {
    /// The error is an English sentence for the user.
    pub fn new(bounds: Vec<TimeDelta>) -> Result<AgingBuckets, String> {
        if bounds.first().is_none_or(|first| *first <= TimeDelta::zero()) || !bounds.is_sorted_by(|a, b| a < b) {
            let shown: Vec<_> = bounds.iter().map(|bound| format_age(*bound).replace(' ', "")).collect();
            return Err(format!("the ages ‘{}’ do not ascend from above 0; write them as 4h,1d,3d", shown.join(",")));
        }
        Ok(AgingBuckets { bounds })
    }

    /// Number of buckets: bounds + 1.
    pub fn count(&self) -> usize {
        self.bounds.len() + 1
    }

    /// Bucket of an age; 0 is the youngest.
    pub fn index(&self, age: TimeDelta) -> usize {
        self.bounds.partition_point(|bound| *bound <= age)
    }

    /// `<4 h`, `4–24 h`, `1–3 d`, …, `>30 d`, youngest first.
    pub fn labels(&self) -> Vec<String> {
        let (first, last) = (self.bounds[0], self.bounds[self.bounds.len() - 1]);
        let between = self.bounds.windows(2).map(|pair| format_range(pair[0], pair[1]));
        let below = std::iter::once(format!("<{}", format_age(first)));
        below.chain(between).chain([format!(">{}", format_age(last))]).collect()
    }
}

/// Limits beyond which a ticket that waits on us is stuck. A limit fires when reached exactly; 0 disables its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StuckRules {
    /// No event for this long.
    pub silent: TimeDelta,
    pub reassigned: u32,
    pub reopened: u32,
}

impl Default for StuckRules {
    /// 24 h without an event, 3 reassignments, 2 reopens.
    fn default() -> StuckRules {
        StuckRules { silent: TimeDelta::hours(24), reassigned: 3, reopened: 2 }
    }
}

/// The rule that made a ticket stuck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StuckRule {
    Silent,
    Reassigned,
    Reopened,
}

impl StuckRule {
    pub const ALL: [StuckRule; 3] = [StuckRule::Silent, StuckRule::Reassigned, StuckRule::Reopened];

    /// Stable name in files, JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            StuckRule::Silent => "silent",
            StuckRule::Reassigned => "reassigned",
            StuckRule::Reopened => "reopened",
        }
    }
}

fn format_age(age: TimeDelta) -> String {
    let (size, name) = largest_unit(age);
    format!("{} {name}", age.num_seconds() / size)
}

/// `4–24 h`: in the smaller of the two units unless that makes a long number (`4 h–30 d`, not `4–720 h`).
fn format_range(from: TimeDelta, to: TimeDelta) -> String {
    let (size, name) = largest_unit(from).min(largest_unit(to));
    let (low, high) = (from.num_seconds() / size, to.num_seconds() / size);
    if largest_unit(from) == largest_unit(to) || high < 100 {
        format!("{low}–{high} {name}")
    } else {
        format!("{}–{}", format_age(from), format_age(to))
    }
}

/// Largest unit (in seconds, with its symbol) that divides the age.
fn largest_unit(age: TimeDelta) -> (i64, &'static str) {
    *UNITS.iter().find(|(size, _)| age.num_seconds() % size == 0).unwrap_or(&UNITS[3])
}

const UNITS: [(i64, &str); 4] = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")];
