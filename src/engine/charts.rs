//! Chart data independent of drawing: duration histogram, hour-of-week counts, contact drivers, scales.

use chrono::{Datelike, TimeDelta, Timelike};

use crate::engine::metrics::filter::DimensionValue;
use crate::model::time::{Instant, Zone};

/// Lower bounds of the bins in minutes; the last bin is open-ended.
pub const DURATION_BIN_MINUTES: [i64; 12] = [0, 5, 15, 30, 60, 120, 240, 480, 1440, 2880, 5760, 10_080];

/// Bin of a duration. A boundary belongs to the longer bin, as in aging.
pub fn duration_bin(span: TimeDelta) -> usize {
    DURATION_BIN_MINUTES.partition_point(|minutes| TimeDelta::minutes(*minutes) <= span).saturating_sub(1)
}

/// Number of durations per bin.
pub fn duration_histogram(spans: impl IntoIterator<Item = TimeDelta>) -> [usize; DURATION_BIN_MINUTES.len()] {
    let mut counts = [0; DURATION_BIN_MINUTES.len()];
    for span in spans {
        counts[duration_bin(span)] += 1;
    }
    counts
}

pub const HOURS_PER_DAY: usize = 24;

/// Weekday (0 is Monday) and civil hour of an instant.
pub fn hour_of_week(zone: Zone, at: Instant) -> (usize, usize) {
    let civil = zone.civil(at);
    (civil.weekday().num_days_from_monday() as usize, civil.hour() as usize)
}

/// Number of instants per weekday and hour.
pub fn count_by_hour_of_week(zone: Zone, moments: impl IntoIterator<Item = Instant>) -> [[usize; HOURS_PER_DAY]; 7] {
    let mut week = [[0; HOURS_PER_DAY]; 7];
    for at in moments {
        let (day, hour) = hour_of_week(zone, at);
        week[day][hour] += 1;
    }
    week
}

/// A contact driver: a dimension value with its ticket count.
#[derive(Debug, Clone, PartialEq)]
pub struct ContactDriver {
    pub value: DimensionValue,
    pub n: usize,
    /// Count in the comparison period; `None` without a comparison.
    pub previous: Option<usize>,
    /// Share of this driver and all larger ones, 0 to 1 (Pareto).
    pub cumulative_share: f64,
}

impl ContactDriver {
    /// Change against the comparison period.
    pub fn change(&self) -> Option<i64> {
        let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        self.previous.map(|before| whole(self.n) - whole(before))
    }
}

/// Contact drivers, largest first; drivers that occurred only in the comparison period come last.
pub fn contact_drivers(
    now: &[(DimensionValue, usize)],
    before: Option<&[(DimensionValue, usize)]>,
) -> Vec<ContactDriver> {
    let of = |list: &[(DimensionValue, usize)], which: &DimensionValue| {
        list.iter().find(|(one, _)| one == which).map_or(0, |(_, n)| *n)
    };
    let gone = before.into_iter().flatten().filter(|(which, n)| *n > 0 && of(now, which) == 0);
    let mut all: Vec<(DimensionValue, usize)> = now.iter().filter(|(_, n)| *n > 0).cloned().collect();
    all.extend(gone.map(|(which, _)| (which.clone(), 0)));
    all.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    let total: usize = all.iter().map(|(_, n)| n).sum();
    let mut sum = 0;
    let driver = |(which, n): (DimensionValue, usize)| {
        sum += n;
        let before = before.map(|before| of(before, &which));
        ContactDriver { value: which, n, previous: before, cumulative_share: sum as f64 / total.max(1) as f64 }
    };
    all.into_iter().map(driver).collect()
}

/// Height of a bar in eighths of a cell, where `most` fills `rows` cells. A positive value gets at least 1.
pub fn bar_eighths(value: f64, most: f64, rows: usize) -> usize {
    if value <= 0.0 || most <= 0.0 || rows == 0 {
        return 0;
    }
    let all = rows * 8;
    ((value / most * all as f64).round() as usize).clamp(1, all)
}

/// Row of a value between `least` and `most`, 0 at the top; values outside are clamped.
pub fn row_of_value(value: f64, least: f64, most: f64, rows: usize) -> usize {
    let last = rows.saturating_sub(1);
    if most <= least {
        return last;
    }
    let share = ((most - value) / (most - least)).clamp(0.0, 1.0);
    (share * last as f64).round() as usize
}

/// Start and width, in columns, of the `at`-th of `n` equal parts of `room`. The remainder of the division stays
/// unused.
pub fn column_span(at: usize, n: usize, room: usize) -> (usize, usize) {
    let each = (room / n.max(1)).max(1);
    (at * each, each)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::time::parse_moment;

    #[test]
    fn a_boundary_belongs_to_the_longer_bin() {
        let minutes = TimeDelta::minutes;
        assert_eq!([0, 4, 5, 14, 240, 239, 99_999].map(|n| duration_bin(minutes(n))), [0, 0, 1, 1, 6, 5, 11]);
        assert_eq!(duration_bin(minutes(-3)), 0);
        assert_eq!(duration_histogram([3, 3, 600].map(minutes)), [2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn moments_fall_into_the_hours_of_the_teams_week() {
        let zone: Zone = "Asia/Ho_Chi_Minh".parse().unwrap();
        let at = |text| parse_moment(text, zone).unwrap();
        let week = count_by_hour_of_week(zone, ["2026-11-16T00:00", "2026-11-22T23:59", "2026-11-23T00:30"].map(at));
        assert_eq!((week[0][0], week[6][23]), (2, 1));
    }

    #[test]
    fn what_brings_most_comes_first_and_all_of_it_is_the_whole() {
        let word = |text: &str| DimensionValue::Category(Some(Arc::from(text)));
        let now = [(word("a"), 2), (word("b"), 6), (word("c"), 2)];
        let before = [(word("b"), 9), (word("d"), 4)];
        let actual = contact_drivers(&now, Some(&before));
        let brief: Vec<_> =
            actual.iter().map(|one| (one.value.clone(), one.n, one.change(), one.cumulative_share)).collect();
        assert_eq!(
            brief,
            [
                (word("b"), 6, Some(-3), 0.6),
                (word("a"), 2, Some(2), 0.8),
                (word("c"), 2, Some(2), 1.0),
                (word("d"), 0, Some(-4), 1.0)
            ]
        );
        assert_eq!(contact_drivers(&now, None)[0].change(), None);
        assert_eq!(contact_drivers(&[], None), []);
    }

    #[test]
    fn bars_are_as_high_as_their_values() {
        assert_eq!([0.0, 0.01, 5.0, 10.0, 99.0].map(|value| bar_eighths(value, 10.0, 4)), [0, 1, 16, 32, 32]);
        assert_eq!(bar_eighths(1.0, 0.0, 4), 0);
        assert_eq!([1.0, 0.5, 0.0, -9.0].map(|value| row_of_value(value, 0.0, 1.0, 5)), [0, 2, 4, 4]);
        assert_eq!(row_of_value(1.0, 1.0, 1.0, 5), 4);
        assert_eq!((column_span(0, 30, 95), column_span(29, 30, 95)), ((0, 3), (87, 3)));
        assert_eq!(column_span(5, 30, 10), (5, 1));
    }
}
