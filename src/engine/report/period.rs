//! Days of a report and of its comparison.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};

use crate::engine::period_selection::{ComparisonBasis, PeriodPreset, PeriodSelection};
use crate::engine::roster::rules::monday;
use crate::model::time::{DateRange, Instant, Period, Zone};

/// Report period kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportPeriodKind {
    Day,
    /// Starts on Monday.
    Week,
    Month,
    Quarter,
    Year,
}

impl ReportPeriodKind {
    pub const ALL: [ReportPeriodKind; 5] = [
        ReportPeriodKind::Day,
        ReportPeriodKind::Week,
        ReportPeriodKind::Month,
        ReportPeriodKind::Quarter,
        ReportPeriodKind::Year,
    ];

    /// Name on the command line; `report-KIND` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            ReportPeriodKind::Day => "day",
            ReportPeriodKind::Week => "week",
            ReportPeriodKind::Month => "month",
            ReportPeriodKind::Quarter => "quarter",
            ReportPeriodKind::Year => "year",
        }
    }

    /// The same period in the metrics view.
    fn preset(self) -> PeriodPreset {
        match self {
            ReportPeriodKind::Day => PeriodPreset::Days(1),
            ReportPeriodKind::Week => PeriodPreset::Week,
            ReportPeriodKind::Month => PeriodPreset::Month,
            ReportPeriodKind::Quarter => PeriodPreset::Quarter,
            ReportPeriodKind::Year => PeriodPreset::Year,
        }
    }

    /// First day of the period that contains `day`.
    pub fn start_of(self, day: NaiveDate) -> NaiveDate {
        let month = |month: u32| NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        match self {
            ReportPeriodKind::Day => day,
            ReportPeriodKind::Week => monday(day),
            ReportPeriodKind::Month => month(day.month()),
            ReportPeriodKind::Quarter => month((day.month0() / 3) * 3 + 1),
            ReportPeriodKind::Year => month(1),
        }
    }

    /// First day of the next period.
    pub fn next_start(self, first: NaiveDate) -> NaiveDate {
        let months = |n| first.checked_add_months(Months::new(n));
        let next = match self {
            ReportPeriodKind::Day => first.checked_add_days(Days::new(1)),
            ReportPeriodKind::Week => first.checked_add_days(Days::new(7)),
            ReportPeriodKind::Month => months(1),
            ReportPeriodKind::Quarter => months(3),
            ReportPeriodKind::Year => months(12),
        };
        next.unwrap_or(NaiveDate::MAX)
    }

    /// First day of the last completed period.
    pub fn last_completed(self, today: NaiveDate) -> NaiveDate {
        self.start_of(self.start_of(today).pred_opt().unwrap_or(today))
    }
}

impl fmt::Display for ReportPeriodKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ReportPeriodKind {
    type Err = String;

    fn from_str(text: &str) -> Result<ReportPeriodKind, String> {
        let found = ReportPeriodKind::ALL.into_iter().find(|kind| kind.name() == text.trim().to_lowercase());
        found.ok_or_else(|| {
            format!("‘{text}’ is no report; there are {}", ReportPeriodKind::ALL.map(ReportPeriodKind::name).join(", "))
        })
    }
}

/// Civil days with their instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportDays {
    pub first: NaiveDate,
    /// Exclusive.
    pub end: NaiveDate,
    /// Ends now if the days are not over.
    pub period: Period,
}

impl ReportDays {
    fn new(zone: Zone, first: NaiveDate, end: NaiveDate) -> ReportDays {
        ReportDays { first, end, period: Period::days(zone, first, end) }
    }

    /// Last day, inclusive.
    pub fn last(&self) -> NaiveDate {
        self.end.pred_opt().unwrap_or(self.end).max(self.first)
    }

    pub fn days(&self) -> i64 {
        (self.end - self.first).num_days()
    }
}

/// Period of a report and its comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportPeriod {
    pub kind: ReportPeriodKind,
    pub days: ReportDays,
    pub comparison: Option<ReportDays>,
    /// Not over yet.
    pub running: bool,
}

impl ReportPeriod {
    /// Days `[first, end)` as known at `now`, compared by the same rule as on screen
    /// ([`PeriodSelection::comparison_for`]): a running period with the same elapsed part of the other.
    pub fn new(
        kind: ReportPeriodKind,
        (first, end): DateRange,
        against: ComparisonBasis,
        baseline: Option<DateRange>,
        zone: Zone,
        now: Instant,
    ) -> ReportPeriod {
        let whole = first == kind.start_of(first) && end == kind.next_start(first);
        let preset = if whole { kind.preset() } else { PeriodPreset::Custom(first, end) };
        let looked = PeriodSelection { preset, periods_back: 0, compare_to: against };
        let mut stretch = ReportDays::new(zone, first, end);
        let running = stretch.period.from <= now && now < stretch.period.to;
        if running {
            stretch.period.to = now;
        }
        let beside = looked.comparison_for(stretch.period, baseline, zone).map(|period| {
            let last = zone.date((period.to - TimeDelta::milliseconds(1)).max(period.from));
            ReportDays { first: zone.date(period.from), end: last.succ_opt().unwrap_or(last), period }
        });
        ReportPeriod { kind, days: stretch, comparison: beside, running }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::parse_date_range_verbose;
    use crate::model::time::{parse_day, parse_moment};

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn frame(kind: ReportPeriodKind, on: &str, against: ComparisonBasis, now: &str) -> ReportPeriod {
        let first = kind.start_of(day(on));
        let now = parse_moment(now, Zone::UTC).unwrap();
        ReportPeriod::new(kind, (first, kind.next_start(first)), against, None, Zone::UTC, now)
    }

    fn days(stretch: ReportDays) -> String {
        format!("{} {}", stretch.first, stretch.last())
    }

    #[test]
    fn each_kind_begins_and_ends_as_people_say() {
        let now = "2027-01-01T00:00";
        for (kind, own, before, year) in [
            (ReportPeriodKind::Day, "2026-03-31 2026-03-31", "2026-03-30 2026-03-30", "2025-04-01 2025-04-01"),
            (ReportPeriodKind::Week, "2026-03-30 2026-04-05", "2026-03-23 2026-03-29", "2025-03-31 2025-04-06"),
            (ReportPeriodKind::Month, "2026-03-01 2026-03-31", "2026-02-01 2026-02-28", "2025-03-01 2025-03-31"),
            (ReportPeriodKind::Quarter, "2026-01-01 2026-03-31", "2025-10-01 2025-12-31", "2025-01-01 2025-03-31"),
            (ReportPeriodKind::Year, "2026-01-01 2026-12-31", "2025-01-01 2025-12-31", "2025-01-01 2025-12-31"),
        ] {
            let one = frame(kind, "2026-03-31", ComparisonBasis::PreviousPeriod, now);
            assert_eq!((days(one.days), days(one.comparison.unwrap())), (own.into(), before.into()), "{kind}");
            let other = frame(kind, "2026-03-31", ComparisonBasis::YearAgo, now);
            assert_eq!(days(other.comparison.unwrap()), year, "{kind}");
        }
        assert_eq!(ReportPeriodKind::Month.last_completed(day("2026-03-31")), day("2026-02-01"));
        assert_eq!(ReportPeriodKind::Day.last_completed(day("2026-03-01")), day("2026-02-28"));
    }

    #[test]
    fn a_report_and_the_screen_hold_the_same_against_the_same() {
        let baseline = parse_date_range_verbose("2026-01-01..2026-02-01").ok();
        let looked_at = |zone: Zone, now: Instant| {
            for (kind, back, against) in ReportPeriodKind::ALL
                .into_iter()
                .flat_map(|kind| [0, 1, 3].map(|back| (kind, back)))
                .flat_map(|(kind, back)| ComparisonBasis::ALL.map(|against| (kind, back, against)))
            {
                let looked = PeriodSelection { preset: kind.preset(), periods_back: back, compare_to: against };
                let days = looked.days(zone.date(now));
                let frame = ReportPeriod::new(kind, days, against, baseline, zone, now);
                let actual = (frame.days.period, frame.comparison.map(|beside| beside.period));
                assert_eq!(
                    actual,
                    (looked.period(zone, now), looked.comparison_period(baseline, zone, now)),
                    "{looked:?} {now}"
                );
                assert_eq!(frame.running, back == 0, "{looked:?}");
            }
        };
        for zone in ["Asia/Ho_Chi_Minh", "Europe/Berlin"] {
            let zone: Zone = zone.parse().unwrap();
            for now in
                ["2026-11-21T09:12", "2026-03-30T12:00", "2026-03-31T23:59", "2026-10-25T13:00", "2028-02-29T08:00"]
            {
                looked_at(zone, parse_moment(now, zone).unwrap());
            }
        }
    }

    #[test]
    fn what_is_not_over_is_held_against_as_much_of_the_time_before() {
        let running = frame(ReportPeriodKind::Month, "2026-03-04", ComparisonBasis::PreviousPeriod, "2026-03-04T09:00");
        assert!(running.running);
        let beside = running.comparison.unwrap();
        assert_eq!(beside.period.to, parse_moment("2026-02-04T09:00", Zone::UTC).unwrap());
        assert_eq!(days(beside), "2026-02-01 2026-02-04");
        let now = parse_moment("2026-03-04T09:00", Zone::UTC).unwrap();
        let days_of = (day("2026-03-02"), day("2026-03-09"));
        let baseline = parse_date_range_verbose("2026-01-01..2026-02-01").ok();
        let held =
            ReportPeriod::new(ReportPeriodKind::Week, days_of, ComparisonBasis::Baseline, baseline, Zone::UTC, now)
                .comparison
                .unwrap();
        assert_eq!((days(held).as_str(), held.days()), ("2026-01-01 2026-01-31", 31), "February is not in it");
    }
}
