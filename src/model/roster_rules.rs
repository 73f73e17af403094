//! Working-time rules that the roster is checked against.

use std::collections::BTreeMap;

use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;
use chrono::TimeDelta;

use crate::engine::roster::rules::week;

/// Limits; 0 disables a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Maximum consecutive working days.
    pub days_in_row: u32,
    /// Minimum rest between the last shift of a day and the first of a later day.
    pub turnaround: TimeDelta,
    /// Maximum weekly hours without a contract.
    pub week: TimeDelta,
    /// Minimum uninterrupted rest per week.
    pub weekly_rest: TimeDelta,
    /// Maximum shift length without a break.
    pub break_after: TimeDelta,
}
