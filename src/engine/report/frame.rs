//! Days of a report and of its comparison.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate, TimeDelta};

use crate::engine::looked::{Against, Looked, Preset};
use crate::engine::roster::rules::monday;
use crate::model::time::{Between, Instant, Period, Zone};

/// Report period kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Day,
    /// Starts on Monday.
    Week,
    Month,
    Quarter,
    Year,
}

impl Kind {
    pub const ALL: [Kind; 5] = [Kind::Day, Kind::Week, Kind::Month, Kind::Quarter, Kind::Year];

    /// Name on the command line; `report-KIND` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Day => "day",
            Kind::Week => "week",
            Kind::Month => "month",
            Kind::Quarter => "quarter",
            Kind::Year => "year",
        }
    }

    /// The same period in the metrics view.
    fn preset(self) -> Preset {
        match self {
            Kind::Day => Preset::Days(1),
            Kind::Week => Preset::Week,
            Kind::Month => Preset::Month,
            Kind::Quarter => Preset::Quarter,
            Kind::Year => Preset::Year,
        }
    }

    /// First day of the period that contains `day`.
    pub fn first(self, day: NaiveDate) -> NaiveDate {
        let month = |month: u32| NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        match self {
            Kind::Day => day,
            Kind::Week => monday(day),
            Kind::Month => month(day.month()),
            Kind::Quarter => month((day.month0() / 3) * 3 + 1),
            Kind::Year => month(1),
        }
    }

    /// First day of the next period.
    pub fn next(self, first: NaiveDate) -> NaiveDate {
        let months = |n| first.checked_add_months(Months::new(n));
        let next = match self {
            Kind::Day => first.checked_add_days(Days::new(1)),
            Kind::Week => first.checked_add_days(Days::new(7)),
            Kind::Month => months(1),
            Kind::Quarter => months(3),
            Kind::Year => months(12),
        };
        next.unwrap_or(NaiveDate::MAX)
    }

    /// First day of the last completed period.
    pub fn last_over(self, today: NaiveDate) -> NaiveDate {
        self.first(self.first(today).pred_opt().unwrap_or(today))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Kind, String> {
        let found = Kind::ALL.into_iter().find(|kind| kind.name() == text.trim().to_lowercase());
        found.ok_or_else(|| format!("‘{text}’ is no report; there are {}", Kind::ALL.map(Kind::name).join(", ")))
    }
}

/// Civil days with their instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub first: NaiveDate,
    /// Exclusive.
    pub end: NaiveDate,
    /// Ends now if the days are not over.
    pub period: Period,
}

impl Stretch {
    fn new(zone: Zone, first: NaiveDate, end: NaiveDate) -> Stretch {
        Stretch { first, end, period: Period::days(zone, first, end) }
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
pub struct Frame {
    pub kind: Kind,
    pub stretch: Stretch,
    pub beside: Option<Stretch>,
    /// Not over yet.
    pub running: bool,
}

impl Frame {
    /// Days `[first, end)` as known at `now`, compared by the same rule as on screen
    /// ([`PeriodSelection::comparison_for`]): a running period with the same elapsed part of the other.
    pub fn new(
        kind: Kind,
        (first, end): Between,
        against: Against,
        baseline: Option<Between>,
        zone: Zone,
        now: Instant,
    ) -> Frame {
        let whole = first == kind.first(first) && end == kind.next(first);
        let preset = if whole { kind.preset() } else { Preset::Between(first, end) };
        let looked = Looked { preset, back: 0, against };
        let mut stretch = Stretch::new(zone, first, end);
        let running = stretch.period.from <= now && now < stretch.period.to;
        if running {
            stretch.period.to = now;
        }
        let beside = looked.held_against(stretch.period, baseline, zone).map(|period| {
            let last = zone.date((period.to - TimeDelta::milliseconds(1)).max(period.from));
            Stretch { first: zone.date(period.from), end: last.succ_opt().unwrap_or(last), period }
        });
        Frame { kind, stretch, beside, running }
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::report::frame::*;
    use crate::model::time::parse_between;
    use crate::model::time::{parse_day, parse_moment};

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn frame(kind: Kind, on: &str, against: Against, now: &str) -> Frame {
        let first = kind.first(day(on));
        let now = parse_moment(now, Zone::UTC).unwrap();
        Frame::new(kind, (first, kind.next(first)), against, None, Zone::UTC, now)
    }

    fn days(stretch: Stretch) -> String {
        format!("{} {}", stretch.first, stretch.last())
    }

    #[test]
    fn each_kind_begins_and_ends_as_people_say() {
        let now = "2027-01-01T00:00";
        for (kind, own, before, year) in [
            (Kind::Day, "2026-03-31 2026-03-31", "2026-03-30 2026-03-30", "2025-04-01 2025-04-01"),
            (Kind::Week, "2026-03-30 2026-04-05", "2026-03-23 2026-03-29", "2025-03-31 2025-04-06"),
            (Kind::Month, "2026-03-01 2026-03-31", "2026-02-01 2026-02-28", "2025-03-01 2025-03-31"),
            (Kind::Quarter, "2026-01-01 2026-03-31", "2025-10-01 2025-12-31", "2025-01-01 2025-03-31"),
            (Kind::Year, "2026-01-01 2026-12-31", "2025-01-01 2025-12-31", "2025-01-01 2025-12-31"),
        ] {
            let one = frame(kind, "2026-03-31", Against::Before, now);
            assert_eq!((days(one.stretch), days(one.beside.unwrap())), (own.into(), before.into()), "{kind}");
            let other = frame(kind, "2026-03-31", Against::YearAgo, now);
            assert_eq!(days(other.beside.unwrap()), year, "{kind}");
        }
        assert_eq!(Kind::Month.last_over(day("2026-03-31")), day("2026-02-01"));
        assert_eq!(Kind::Day.last_over(day("2026-03-01")), day("2026-02-28"));
    }

    #[test]
    fn a_report_and_the_screen_hold_the_same_against_the_same() {
        let baseline = parse_between("2026-01-01..2026-02-01").ok();
        let looked_at = |zone: Zone, now: Instant| {
            for (kind, back, against) in Kind::ALL
                .into_iter()
                .flat_map(|kind| [0, 1, 3].map(|back| (kind, back)))
                .flat_map(|(kind, back)| Against::ALL.map(|against| (kind, back, against)))
            {
                let looked = Looked { preset: kind.preset(), back, against };
                let days = looked.days(zone.date(now));
                let frame = Frame::new(kind, days, against, baseline, zone, now);
                let told = (frame.stretch.period, frame.beside.map(|beside| beside.period));
                assert_eq!(told, (looked.period(zone, now), looked.beside(baseline, zone, now)), "{looked:?} {now}");
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
        let running = frame(Kind::Month, "2026-03-04", Against::Before, "2026-03-04T09:00");
        assert!(running.running);
        let beside = running.beside.unwrap();
        assert_eq!(beside.period.to, parse_moment("2026-02-04T09:00", Zone::UTC).unwrap());
        assert_eq!(days(beside), "2026-02-01 2026-02-04");
        let now = parse_moment("2026-03-04T09:00", Zone::UTC).unwrap();
        let days_of = (day("2026-03-02"), day("2026-03-09"));
        let baseline = parse_between("2026-01-01..2026-02-01").ok();
        let held = Frame::new(Kind::Week, days_of, Against::Baseline, baseline, Zone::UTC, now).beside.unwrap();
        assert_eq!((days(held).as_str(), held.days()), ("2026-01-01 2026-01-31", 31), "February is not in it");
    }
}
