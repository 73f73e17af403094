//! Which days a report is about, and which it is held against.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::domain::roster::rules::monday;
use crate::domain::time::{Instant, Period, Zone, parse_day};

/// How long a time a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Day,
    /// From Monday on.
    Week,
    Month,
    Quarter,
    Year,
}

impl Kind {
    pub const ALL: [Kind; 5] = [Kind::Day, Kind::Week, Kind::Month, Kind::Quarter, Kind::Year];

    /// The name that is typed; `report-KIND` in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Day => "day",
            Kind::Week => "week",
            Kind::Month => "month",
            Kind::Quarter => "quarter",
            Kind::Year => "year",
        }
    }

    /// The first day of the one that has `day` in it.
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

    /// The first day of the next one.
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

    /// The first day of the last one that is over on `today`.
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

/// What a report is held against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Against {
    /// As long a time right before it.
    #[default]
    Before,
    /// The same days a year before.
    Year,
    /// The days from the first up to the last, both included: a baseline.
    Days(NaiveDate, NaiveDate),
    Nothing,
}

impl FromStr for Against {
    type Err = String;

    fn from_str(text: &str) -> Result<Against, String> {
        match text.trim().to_lowercase().as_str() {
            "before" => Ok(Against::Before),
            "year" => Ok(Against::Year),
            "none" => Ok(Against::Nothing),
            days => {
                let wrong = || {
                    format!("‘{text}’ is nothing to compare with; write before, year, none or 2026-01-01..2026-03-31")
                };
                let (first, last) = days.split_once("..").ok_or_else(wrong)?;
                let (first, last) = (parse_day(first)?, parse_day(last)?);
                if last < first {
                    return Err(format!("‘{text}’ ends before it begins; write the earlier day first"));
                }
                Ok(Against::Days(first, last))
            }
        }
    }
}

/// Civil days, and the instants that they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub first: NaiveDate,
    /// Not in it any more.
    pub end: NaiveDate,
    /// Up to now where the days are not over.
    pub period: Period,
}

impl Stretch {
    fn new(zone: Zone, first: NaiveDate, end: NaiveDate) -> Stretch {
        Stretch { first, end, period: Period::days(zone, first, end) }
    }

    /// The last day in it.
    pub fn last(&self) -> NaiveDate {
        self.end.pred_opt().unwrap_or(self.end).max(self.first)
    }

    pub fn days(&self) -> i64 {
        (self.end - self.first).num_days()
    }
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    pub kind: Kind,
    pub stretch: Stretch,
    pub beside: Option<Stretch>,
    /// It is not over: there will be more.
    pub running: bool,
}

impl Frame {
    /// The days from `first` up to, but without, `end`, as they are known at `now`. Of one that is not over, the time right
    /// before it and the one a year before are cut as short as it is, so that like stands beside like.
    pub fn new(kind: Kind, (first, end): (NaiveDate, NaiveDate), against: Against, zone: Zone, now: Instant) -> Frame {
        let mut stretch = Stretch::new(zone, first, end);
        let running = stretch.period.from <= now && now < stretch.period.to;
        if running {
            stretch.period.to = now;
        }
        let whole = first == kind.first(first) && end == kind.next(first);
        let beside = match against {
            Against::Nothing => None,
            Against::Days(first, last) => Some(Stretch::new(zone, first, last.succ_opt().unwrap_or(last))),
            Against::Before if whole => Some(Stretch::new(zone, kind.first(first.pred_opt().unwrap_or(first)), first)),
            Against::Before => Some(Stretch::new(zone, first - (end - first), first)),
            Against::Year => {
                let back = |day: NaiveDate| match kind {
                    // So that Mondays stand beside Mondays.
                    Kind::Day | Kind::Week => day - Days::new(364),
                    _ => day.checked_sub_months(Months::new(12)).unwrap_or(day),
                };
                Some(Stretch::new(zone, back(first), back(end)))
            }
        };
        let cut = running && !matches!(against, Against::Days(..));
        let beside = beside.map(|mut beside| {
            if cut {
                let long = stretch.period.to - stretch.period.from;
                beside.period.to = beside.period.to.min(beside.period.from + long);
            }
            beside
        });
        Frame { kind, stretch, beside, running }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        parse_day(text).unwrap()
    }

    fn frame(kind: Kind, on: &str, against: Against, now: &str) -> Frame {
        let first = kind.first(day(on));
        let now = crate::domain::time::parse_moment(now, Zone::UTC).unwrap();
        Frame::new(kind, (first, kind.next(first)), against, Zone::UTC, now)
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
            let other = frame(kind, "2026-03-31", Against::Year, now);
            assert_eq!(days(other.beside.unwrap()), year, "{kind}");
        }
        assert_eq!(Kind::Month.last_over(day("2026-03-31")), day("2026-02-01"));
        assert_eq!(Kind::Day.last_over(day("2026-03-01")), day("2026-02-28"));
    }

    #[test]
    fn what_is_not_over_is_held_against_as_much_of_the_time_before() {
        let running = frame(Kind::Week, "2026-03-04", Against::Before, "2026-03-04T09:00");
        assert!(running.running);
        let beside = running.beside.unwrap();
        assert_eq!(beside.period.to - beside.period.from, running.stretch.period.to - running.stretch.period.from);
        let baseline: Against = "2026-01-01..2026-01-31".parse().unwrap();
        let held = frame(Kind::Week, "2026-03-04", baseline, "2026-03-04T09:00").beside.unwrap();
        assert_eq!((days(held).as_str(), held.days()), ("2026-01-01 2026-01-31", 31));
    }

    #[test]
    fn what_cannot_be_compared_with_is_said() {
        assert!("lately".parse::<Against>().unwrap_err().contains("before, year, none"));
        assert!("2026-02-01..2026-01-01".parse::<Against>().unwrap_err().contains("ends before"));
        assert_eq!("NONE".parse(), Ok(Against::Nothing));
    }
}
