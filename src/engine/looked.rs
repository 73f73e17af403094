//! Period selection for metrics, and the period to compare with.
//!
//! A running period is compared with the same elapsed part of the other one: this week up to Saturday 9:00 with last
//! week up to Saturday 9:00.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime};

use crate::model::figure::{Better, FigureId};
use crate::model::time::{Between, Instant, Period, Zone, between, parse_between, parse_day};

/// Kind of period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// The last n days, today included.
    Days(u32),
    /// Starts on Monday.
    Week,
    Month,
    Quarter,
    Year,
    Between(NaiveDate, NaiveDate),
}

/// What a period is compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Against {
    /// The preceding period of the same length.
    #[default]
    Before,
    /// The same period one year earlier.
    YearAgo,
    /// The team's baseline period.
    Baseline,
    Nothing,
}

impl Against {
    pub const ALL: [Against; 4] = [Against::Before, Against::YearAgo, Against::Baseline, Against::Nothing];

    /// Stable name for the command line; `against-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            Against::Before => "before",
            Against::YearAgo => "year-ago",
            Against::Baseline => "baseline",
            Against::Nothing => "nothing",
        }
    }
}

impl std::str::FromStr for Against {
    type Err = String;

    fn from_str(text: &str) -> Result<Against, String> {
        let text = text.trim().to_lowercase();
        // Old names, still accepted.
        let name = match text.as_str() {
            "year" => "year-ago",
            "none" => "nothing",
            name => name,
        };
        let found = Against::ALL.into_iter().find(|against| against.name() == name);
        let all = || Against::ALL.map(Against::name).join(", ");
        found.ok_or_else(|| format!("‘{text}’ is nothing that a period is held against; there are {}", all()))
    }
}

/// The selected period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looked {
    pub preset: Preset,
    /// Number of periods before the current one.
    pub back: u32,
    pub against: Against,
}

/// Calendar step between two periods.
#[derive(Clone, Copy)]
enum Step {
    Days(u64),
    Months(u32),
}

impl Step {
    fn times(self, n: u32) -> Step {
        match self {
            Step::Days(days) => Step::Days(days * u64::from(n)),
            Step::Months(months) => Step::Months(months.saturating_mul(n)),
        }
    }

    /// Clamped to the supported calendar range.
    fn before(self, at: NaiveDateTime) -> NaiveDateTime {
        let moved = match self {
            Step::Days(days) => at.checked_sub_days(Days::new(days)),
            Step::Months(months) => at.checked_sub_months(Months::new(months)),
        };
        moved.filter(|moved| moved.year() >= 1).unwrap_or(at)
    }

    fn day(self, day: NaiveDate) -> NaiveDate {
        self.before(day.into()).date()
    }
}

impl Looked {
    pub fn new(preset: Preset) -> Looked {
        Looked { preset, back: 0, against: Against::default() }
    }

    fn step(&self) -> Step {
        match self.preset {
            Preset::Days(n) => Step::Days(u64::from(n.max(1))),
            Preset::Week => Step::Days(7),
            Preset::Month => Step::Months(1),
            Preset::Quarter => Step::Months(3),
            Preset::Year => Step::Months(12),
            Preset::Between(first, end) => Step::Days((end - first).num_days().max(1).unsigned_abs()),
        }
    }

    /// Civil days of the period, including future ones.
    pub fn days(&self, today: NaiveDate) -> Between {
        let month = |day: NaiveDate, months: u32| day + Months::new(months);
        let of_month = |number: u32| today.with_day(1).and_then(|day| day.with_month(number)).unwrap_or(today);
        let (first, end) = match self.preset {
            Preset::Days(n) => (today - Days::new(u64::from(n.max(1) - 1)), today + Days::new(1)),
            Preset::Week => {
                let monday = today - Days::new(today.weekday().num_days_from_monday().into());
                (monday, monday + Days::new(7))
            }
            Preset::Month => (of_month(today.month()), month(of_month(today.month()), 1)),
            Preset::Quarter => {
                let first = of_month((today.month() - 1) / 3 * 3 + 1);
                (first, month(first, 3))
            }
            Preset::Year => (of_month(1), month(of_month(1), 12)),
            Preset::Between(first, end) => (first, end),
        };
        let step = self.step().times(self.back);
        (step.day(first), step.day(end))
    }

    /// The period up to `now`.
    pub fn period(&self, zone: Zone, now: Instant) -> Period {
        let (first, end) = self.days(zone.date(now));
        let from = zone.midnight(first);
        Period { from, to: zone.midnight(end).min(now).max(from) }
    }

    /// The comparison period; `None` if disabled or outside the calendar.
    pub fn beside(&self, baseline: Option<Between>, zone: Zone, now: Instant) -> Option<Period> {
        self.held_against(self.period(zone, now), baseline, zone)
    }

    /// The comparison period for any period of this kind.
    pub fn held_against(&self, period: Period, baseline: Option<Between>, zone: Zone) -> Option<Period> {
        let step = match (self.against, self.preset) {
            (Against::Nothing, _) => return None,
            (Against::Baseline, _) => return baseline.map(|(first, end)| Period::days(zone, first, end)),
            (Against::Before, _) => self.step(),
            // Shift by 364 days to keep the weekday.
            (Against::YearAgo, Preset::Week | Preset::Days(1)) => Step::Days(364),
            (Against::YearAgo, Preset::Between(first, end)) if first.succ_opt() == Some(end) => Step::Days(364),
            (Against::YearAgo, _) => Step::Months(12),
        };
        let moved = |at: Instant| zone.instant(step.before(zone.civil(at)));
        let (from, to) = (moved(period.from), moved(period.to));
        (from < period.from).then_some(Period { from, to: to.max(from) })
    }

    /// The next or previous period; not past the current one. A custom range has no current one and moves by its own
    /// length.
    pub fn moved(&self, later: bool) -> Looked {
        match (later, self.preset) {
            (true, Preset::Between(first, end)) if self.back == 0 => {
                let days = end - first;
                let moved = first.checked_add_signed(days).zip(end.checked_add_signed(days));
                let moved = moved.filter(|(_, end)| end.year() <= 9998);
                moved.map_or(*self, |(first, end)| Looked { preset: Preset::Between(first, end), ..*self })
            }
            (true, _) => Looked { back: self.back.saturating_sub(1), ..*self },
            (false, _) => Looked { back: (self.back + 1).min(1000), ..*self },
        }
    }
}

/// Change of a figure against the comparison period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// In the figure's own unit.
    pub by: f64,
    /// Whether the change is an improvement; `None` for figures without a direction and for no change.
    pub better: Option<bool>,
}

/// Difference between two values of a figure.
pub fn difference(figure: FigureId, now: f64, then: f64) -> Difference {
    let by = now - then;
    let better = match figure.better() {
        Better::More => Some(by > 0.0),
        Better::Less => Some(by < 0.0),
        Better::Neither => None,
    };
    Difference { by, better: better.filter(|_| by != 0.0) }
}

/// Longer ranges are typing errors and slow to draw.
pub const MOST_YEARS: u32 = 20;

#[cfg(test)]
mod tests {
    use crate::engine::looked::*;
    use crate::model::time::parse_moment;

    fn zone() -> Zone {
        "Asia/Ho_Chi_Minh".parse().unwrap()
    }

    fn said(period: Period) -> String {
        let civil = |at| zone().civil(at).format("%m-%d %H:%M").to_string();
        format!("{} {}", civil(period.from), civil(period.to))
    }

    fn told(looked: Looked) -> (String, Option<String>) {
        let now = parse_moment("2026-11-21T09:00", zone()).unwrap();
        (said(looked.period(zone(), now)), looked.beside(None, zone(), now).map(said))
    }

    #[test]
    fn a_period_that_is_running_is_held_against_as_much_of_the_one_before() {
        for (preset, period, before) in [
            (Preset::Days(7), "11-15 00:00 11-21 09:00", "11-08 00:00 11-14 09:00"),
            (Preset::Week, "11-16 00:00 11-21 09:00", "11-09 00:00 11-14 09:00"),
            (Preset::Month, "11-01 00:00 11-21 09:00", "10-01 00:00 10-21 09:00"),
            (Preset::Quarter, "10-01 00:00 11-21 09:00", "07-01 00:00 08-21 09:00"),
            (Preset::Year, "01-01 00:00 11-21 09:00", "01-01 00:00 11-21 09:00"),
        ] {
            assert_eq!(told(Looked::new(preset)), (period.into(), Some(before.into())), "{preset:?}");
        }
    }

    #[test]
    fn earlier_periods_are_whole_and_none_is_later_than_the_present_one() {
        let month = Looked::new(Preset::Month);
        let before = month.moved(false);
        assert_eq!(told(before), ("10-01 00:00 11-01 00:00".into(), Some("09-01 00:00 10-01 00:00".into())));
        assert_eq!(before.moved(true), month);
        assert_eq!(month.moved(true), month);
        let week = Looked { preset: Preset::Week, back: 1, against: Against::YearAgo };
        assert_eq!(told(week), ("11-09 00:00 11-16 00:00".into(), Some("11-10 00:00 11-17 00:00".into())));
        let far = Looked { preset: Preset::Year, back: 1000, against: Against::Before };
        assert!(told(far).0.starts_with("01-01"), "there is no year 1026 before the year 26");
    }

    #[test]
    fn a_day_is_held_against_the_same_weekday_of_the_year_before() {
        let day = Looked { against: Against::YearAgo, ..Looked::new(Preset::Days(1)) };
        assert_eq!(told(day), ("11-21 00:00 11-21 09:00".into(), Some("11-22 00:00 11-22 09:00".into())));
        let (first, end) = parse_between("2026-11-20..2026-11-21").unwrap();
        let typed = Looked { preset: Preset::Between(first, end), ..day };
        assert_eq!(told(typed).1.unwrap(), "11-21 00:00 11-22 00:00");
        assert_eq!((" Year".parse(), "none".parse()), (Ok(Against::YearAgo), Ok(Against::Nothing)));
        for against in Against::ALL {
            assert_eq!(against.name().parse(), Ok(against));
        }
    }

    #[test]
    fn typed_days_move_by_their_length() {
        let (first, end) = parse_between("2026-02-01..2026-02-11").unwrap();
        let typed = Looked::new(Preset::Between(first, end));
        assert_eq!(told(typed), ("02-01 00:00 02-11 00:00".into(), Some("01-22 00:00 02-01 00:00".into())));
        assert_eq!(told(typed.moved(true)).0, "02-11 00:00 02-21 00:00");
        assert_eq!(typed.moved(false).moved(true), typed);
        for bad in ["2026-02-01", "2026-02-11..2026-02-01", "2026-02-01..2026-02-01", "x..y", ""] {
            assert!(parse_between(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_no_stretch_of_days_says_why() {
        let why = |text| between(text).err().map(|why| why.name());
        assert_eq!(why("october"), Some("wrong"));
        assert_eq!(why("1..2"), Some("wrong"));
        assert_eq!(why("2026-11-01..2026-10-01"), Some("backwards"));
        assert_eq!(why("2006-01-01..2026-01-02"), Some("long"));
        assert_eq!(why("2006-01-01..2026-01-01"), None, "twenty years to the day");
    }

    #[test]
    fn less_time_is_better_and_fewer_satisfied_are_worse() {
        assert_eq!(difference(FigureId::Response, 60.0, 90.0), Difference { by: -30.0, better: Some(true) });
        assert_eq!(difference(FigureId::Csat, 0.5, 0.75), Difference { by: -0.25, better: Some(false) });
        assert_eq!(difference(FigureId::Csat, 0.5, 0.5).better, None);
        assert_eq!(difference(FigureId::Received, 5.0, 3.0), Difference { by: 2.0, better: None });
    }

    #[test]
    fn the_baseline_stays_where_it_is() {
        let baseline = parse_between("2026-01-01..2026-04-01").ok();
        let now = parse_moment("2026-11-21T09:00", zone()).unwrap();
        let looked = Looked { against: Against::Baseline, ..Looked::new(Preset::Days(30)) };
        assert_eq!(looked.beside(baseline, zone(), now).map(said).unwrap(), "01-01 00:00 04-01 00:00");
        assert_eq!(looked.beside(None, zone(), now), None);
        assert_eq!(Looked { against: Against::Nothing, ..looked }.beside(baseline, zone(), now), None);
    }
}
