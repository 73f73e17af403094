//! Working-time rules that the roster is checked against.

use chrono::TimeDelta;

/// Limits; 0 disables a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterRules {
    /// Maximum consecutive working days.
    pub max_days_in_row: u32,
    /// Minimum rest between the last shift of a day and the first of a later day.
    pub min_turnaround: TimeDelta,
    /// Maximum weekly hours without a contract.
    pub max_week: TimeDelta,
    /// Minimum uninterrupted rest per week.
    pub min_weekly_rest: TimeDelta,
    /// Maximum shift length without a break.
    pub break_after: TimeDelta,
}
