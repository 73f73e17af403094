//! Business time between any two instants in O(log n): open hours are laid out once as prefix sums, to measure
//! thousands of spans.

use chrono::TimeDelta;

use crate::model::calendar::Calendar;
use crate::model::time::{Instant, Period};

/// Open hours of a period, with prefix sums.
#[derive(Debug, Clone, Default)]
pub struct BusinessTimeIndex {
    /// `(from, to, open time before)`, in milliseconds.
    spans: Vec<(i64, i64, i64)>,
}

impl BusinessTimeIndex {
    /// Time outside `reach` is not counted.
    pub fn new(calendar: &Calendar, reach: Period) -> BusinessTimeIndex {
        let mut before = 0;
        let spans = calendar.open_spans(reach.from, reach.to).map(|span| {
            let (from, to) = (span.from.timestamp_millis(), span.to.timestamp_millis());
            let open = before;
            before += to - from;
            (from, to, open)
        });
        BusinessTimeIndex { spans: spans.collect() }
    }

    /// Business time in `[from, to)`; zero if `to` precedes `from`.
    pub fn business_time(&self, from: Instant, to: Instant) -> TimeDelta {
        let open = self.open_before(to.timestamp_millis()) - self.open_before(from.timestamp_millis());
        TimeDelta::milliseconds(open.max(0))
    }

    /// Open milliseconds before an instant.
    fn open_before(&self, at: i64) -> i64 {
        let begun = self.spans.partition_point(|(from, _, _)| *from < at);
        let last = begun.checked_sub(1).and_then(|n| self.spans.get(n));
        last.map_or(0, |(from, to, before)| before + at.min(*to) - from)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use crate::engine::business_time::*;
    use crate::model::shift::Hours;
    use crate::model::time::{Zone, from_millis, parse_day};

    #[test]
    fn it_measures_as_the_calendar_does() {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        let mut week: [Vec<Hours>; 7] = Default::default();
        for day in &mut week[..5] {
            *day = vec![Hours::new(8 * 60, 12 * 60), Hours::new(13 * 60, 17 * 60), Hours::new(22 * 60, 6 * 60)];
        }
        let calendar = Calendar::new("office".into(), zone, week, Default::default()).unwrap();
        // Across a clock change.
        let first = parse_day("2026-03-20").unwrap();
        let reach = Period { from: zone.midnight(first), to: zone.midnight(first + Days::new(20)) };
        let ruler = BusinessTimeIndex::new(&calendar, reach);
        let mut chance = fastrand::Rng::with_seed(7);
        let mut moment =
            || from_millis(chance.i64(reach.from.timestamp_millis()..=reach.to.timestamp_millis())).unwrap();
        for _ in 0..2000 {
            let (from, to) = (moment(), moment());
            assert_eq!(ruler.business_time(from, to), calendar.business_time(from, to), "{from} {to}");
        }
    }
}
