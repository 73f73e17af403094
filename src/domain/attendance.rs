//! When people really were there: they check in and out, and what they did is held against the roster.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::person::PersonId;
use super::time::{Instant, Period};

/// Whoever checks in so little after their shift has begun, or out so little before it ends, is on time.
pub const GRACE: TimeDelta = TimeDelta::minutes(5);

/// Whoever has not checked out within this time has forgotten it.
pub const LONGEST: TimeDelta = TimeDelta::hours(16);

/// One stretch in which somebody was at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    pub person: PersonId,
    pub from: Instant,
    /// `None` while they are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
}

impl Attendance {
    /// The stretch; one that has not ended lasts [`LONGEST`].
    pub fn time(&self) -> Period {
        Period { from: self.from, to: self.to.unwrap_or(self.from + LONGEST) }
    }

    /// Whether they are there at a moment, as far as this stretch knows.
    pub fn covers(&self, at: Instant) -> bool {
        self.time().contains(at)
    }
}

/// The part of a shift that a stretch covers; where it begins or ends within [`GRACE`] of the shift, to its very end.
/// `None` if it covers no part of it.
pub fn within(stretch: Period, shift: Period) -> Option<Period> {
    let from = if stretch.from <= shift.from + GRACE { shift.from } else { stretch.from };
    let to = if stretch.to >= shift.to - GRACE { shift.to } else { stretch.to };
    let touches = stretch.from < shift.to && shift.from < stretch.to;
    (touches && from < to).then_some(Period { from, to })
}
