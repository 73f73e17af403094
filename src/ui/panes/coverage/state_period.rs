//! The interval around a slot in which a profile's coverage state stays the same.

use chrono::NaiveDate;

use crate::engine::coverage::types::{CoverageSlot, ProfileCoverage};
use crate::model::shift::Hours;
use crate::model::time::{Instant, Period};
use crate::ui::view::View;

/// The interval around a slot in which the profile's state stays the same.
pub fn state_period(row: &ProfileCoverage, slot: &CoverageSlot) -> Period {
    row.spans().map(|spell| spell.time).find(|time| time.contains(slot.time.from)).unwrap_or(slot.time)
}

/// The same interval as minutes of the day.
pub fn state_period_hours(row: &ProfileCoverage, slot: &CoverageSlot, date: NaiveDate, view: &View) -> Hours {
    let zone = view.zone();
    let time = state_period(row, slot);
    let minute = |at: Instant| {
        let civil = zone.civil(at);
        let midnight = date.and_time(chrono::NaiveTime::MIN);
        u32::try_from((civil - midnight).num_minutes()).unwrap_or(0)
    };
    let from = minute(time.from).min(24 * 60 - 1);
    Hours { from, to: minute(time.to).max(from + 1) }
}
