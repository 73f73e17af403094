//! Period selection for metrics, and the period to compare with.
//!
//! A running period is compared with the same elapsed part of the other one: this week up to Saturday 9:00 with last
//! week up to Saturday 9:00.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime};

use crate::model::figure::{BetterDirection, FigureId};
use crate::model::time::{DateRange, Instant, Period, Zone};

/// Kind of period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodPreset {
    /// The last n days, today included.
    Days(u32),
    /// Starts on Monday.
    Week,
    Month,
    Quarter,
    Year,
    Custom(NaiveDate, NaiveDate),
}

/// What a period is compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ComparisonBasis {
    /// The preceding period of the same length.
    #[default]
    PreviousPeriod,
    /// The same period one year earlier.
    YearAgo,
    /// The team's baseline period.
    Baseline,
    Nothing,
}

impl ComparisonBasis {
    pub const ALL: [ComparisonBasis; 4] = [
        ComparisonBasis::PreviousPeriod,
        ComparisonBasis::YearAgo,
        ComparisonBasis::Baseline,
        ComparisonBasis::Nothing,
    ];

    /// Stable name for the command line; `against-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            ComparisonBasis::PreviousPeriod => "before",
            ComparisonBasis::YearAgo => "year-ago",
            ComparisonBasis::Baseline => "baseline",
            ComparisonBasis::Nothing => "nothing",
        }
    }
}

impl std::str::FromStr for ComparisonBasis {
    type Err = String;

    fn from_str(text: &str) -> Result<ComparisonBasis, String> {
        let text = text.trim().to_lowercase();
        // Old names, still accepted.
        let name = match text.as_str() {
            "year" => "year-ago",
            "none" => "nothing",
            name => name,
        };
        let found = ComparisonBasis::ALL.into_iter().find(|against| against.name() == name);
        let all = || ComparisonBasis::ALL.map(ComparisonBasis::name).join(", ");
        found.ok_or_else(|| format!("‘{text}’ is nothing that a period is held against; there are {}", all()))
    }
}

/// The selected period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodSelection {
    pub preset: PeriodPreset,
    /// Number of periods before the current one.
    pub periods_back: u32,
    pub compare_to: ComparisonBasis,
}

/// Calendar step between two periods.
#[derive(Clone, Copy)]
enum PeriodStep {
    Days(u64),
    Months(u32),
}

impl PeriodStep {
    fn times(self, n: u32) -> PeriodStep {
        match self {
            PeriodStep::Days(days) => PeriodStep::Days(days * u64::from(n)),
            PeriodStep::Months(months) => PeriodStep::Months(months.saturating_mul(n)),
        }
    }

    /// Clamped to the supported calendar range.
    fn back_from(self, at: NaiveDateTime) -> NaiveDateTime {
        let moved = match self {
            PeriodStep::Days(days) => at.checked_sub_days(Days::new(days)),
            PeriodStep::Months(months) => at.checked_sub_months(Months::new(months)),
        };
        moved.filter(|moved| moved.year() >= 1).unwrap_or(at)
    }

    fn day_back_from(self, day: NaiveDate) -> NaiveDate {
        self.back_from(day.into()).date()
    }
}

impl PeriodSelection {
    pub fn new(preset: PeriodPreset) -> PeriodSelection {
        PeriodSelection { preset, periods_back: 0, compare_to: ComparisonBasis::default() }
    }

    fn step(&self) -> PeriodStep {
        match self.preset {
            PeriodPreset::Days(n) => PeriodStep::Days(u64::from(n.max(1))),
            PeriodPreset::Week => PeriodStep::Days(7),
            PeriodPreset::Month => PeriodStep::Months(1),
            PeriodPreset::Quarter => PeriodStep::Months(3),
            PeriodPreset::Year => PeriodStep::Months(12),
            PeriodPreset::Custom(first, end) => PeriodStep::Days((end - first).num_days().max(1).unsigned_abs()),
        }
    }

    /// Civil days of the period, including future ones.
    pub fn days(&self, today: NaiveDate) -> DateRange {
        let month = |day: NaiveDate, months: u32| day + Months::new(months);
        let of_month = |number: u32| today.with_day(1).and_then(|day| day.with_month(number)).unwrap_or(today);
        let (first, end) = match self.preset {
            PeriodPreset::Days(n) => (today - Days::new(u64::from(n.max(1) - 1)), today + Days::new(1)),
            PeriodPreset::Week => {
                let monday = today - Days::new(today.weekday().num_days_from_monday().into());
                (monday, monday + Days::new(7))
            }
            PeriodPreset::Month => (of_month(today.month()), month(of_month(today.month()), 1)),
            PeriodPreset::Quarter => {
                let first = of_month((today.month() - 1) / 3 * 3 + 1);
                (first, month(first, 3))
            }
            PeriodPreset::Year => (of_month(1), month(of_month(1), 12)),
            PeriodPreset::Custom(first, end) => (first, end),
        };
        let step = self.step().times(self.periods_back);
        (step.day_back_from(first), step.day_back_from(end))
    }

    /// The period up to `now`.
    pub fn period(&self, zone: Zone, now: Instant) -> Period {
        let (first, end) = self.days(zone.date(now));
        let from = zone.midnight(first);
        Period { from, to: zone.midnight(end).min(now).max(from) }
    }

    /// The comparison period; `None` if disabled or outside the calendar.
    pub fn comparison_period(&self, baseline: Option<DateRange>, zone: Zone, now: Instant) -> Option<Period> {
        self.comparison_for(self.period(zone, now), baseline, zone)
    }

    /// The comparison period for any period of this kind.
    pub fn comparison_for(&self, period: Period, baseline: Option<DateRange>, zone: Zone) -> Option<Period> {
        let step = match (self.compare_to, self.preset) {
            (ComparisonBasis::Nothing, _) => return None,
            (ComparisonBasis::Baseline, _) => return baseline.map(|(first, end)| Period::days(zone, first, end)),
            (ComparisonBasis::PreviousPeriod, _) => self.step(),
            // Shift by 364 days to keep the weekday.
            (ComparisonBasis::YearAgo, PeriodPreset::Week | PeriodPreset::Days(1)) => PeriodStep::Days(364),
            (ComparisonBasis::YearAgo, PeriodPreset::Custom(first, end)) if first.succ_opt() == Some(end) => {
                PeriodStep::Days(364)
            }
            (ComparisonBasis::YearAgo, _) => PeriodStep::Months(12),
        };
        let moved = |at: Instant| zone.instant(step.back_from(zone.civil(at)));
        let (from, to) = (moved(period.from), moved(period.to));
        (from < period.from).then_some(Period { from, to: to.max(from) })
    }

    /// The next or previous period; not past the current one. A custom range has no current one and moves by its own
    /// length.
    pub fn shifted(&self, later: bool) -> PeriodSelection {
        match (later, self.preset) {
            (true, PeriodPreset::Custom(first, end)) if self.periods_back == 0 => {
                let days = end - first;
                let moved = first.checked_add_signed(days).zip(end.checked_add_signed(days));
                let moved = moved.filter(|(_, end)| end.year() <= 9998);
                moved
                    .map_or(*self, |(first, end)| PeriodSelection { preset: PeriodPreset::Custom(first, end), ..*self })
            }
            (true, _) => PeriodSelection { periods_back: self.periods_back.saturating_sub(1), ..*self },
            (false, _) => PeriodSelection { periods_back: (self.periods_back + 1).min(1000), ..*self },
        }
    }
}

/// Change of a figure against the comparison period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FigureDifference {
    /// In the figure's own unit.
    pub delta: f64,
    /// Whether the change is an improvement; `None` for figures without a direction and for no change.
    pub better: Option<bool>,
}

/// Difference between two values of a figure.
pub fn figure_difference(figure: FigureId, now: f64, then: f64) -> FigureDifference {
    let by = now - then;
    let better = match figure.better_direction() {
        BetterDirection::Higher => Some(by > 0.0),
        BetterDirection::Lower => Some(by < 0.0),
        BetterDirection::Neither => None,
    };
    FigureDifference { delta: by, better: better.filter(|_| by != 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::parse_moment;
    use crate::model::time::{parse_date_range, parse_date_range_verbose};

    fn zone() -> Zone {
        "Asia/Ho_Chi_Minh".parse().unwrap()
    }

    fn format_period(period: Period) -> String {
        let civil = |at| zone().civil(at).format("%m-%d %H:%M").to_string();
        format!("{} {}", civil(period.from), civil(period.to))
    }

    fn actual(looked: PeriodSelection) -> (String, Option<String>) {
        let now = parse_moment("2026-11-21T09:00", zone()).unwrap();
        (format_period(looked.period(zone(), now)), looked.comparison_period(None, zone(), now).map(format_period))
    }

    #[test]
    fn a_period_that_is_running_is_held_against_as_much_of_the_one_before() {
        for (preset, period, before) in [
            (PeriodPreset::Days(7), "11-15 00:00 11-21 09:00", "11-08 00:00 11-14 09:00"),
            (PeriodPreset::Week, "11-16 00:00 11-21 09:00", "11-09 00:00 11-14 09:00"),
            (PeriodPreset::Month, "11-01 00:00 11-21 09:00", "10-01 00:00 10-21 09:00"),
            (PeriodPreset::Quarter, "10-01 00:00 11-21 09:00", "07-01 00:00 08-21 09:00"),
            (PeriodPreset::Year, "01-01 00:00 11-21 09:00", "01-01 00:00 11-21 09:00"),
        ] {
            assert_eq!(actual(PeriodSelection::new(preset)), (period.into(), Some(before.into())), "{preset:?}");
        }
    }

    #[test]
    fn earlier_periods_are_whole_and_none_is_later_than_the_present_one() {
        let month = PeriodSelection::new(PeriodPreset::Month);
        let before = month.shifted(false);
        assert_eq!(actual(before), ("10-01 00:00 11-01 00:00".into(), Some("09-01 00:00 10-01 00:00".into())));
        assert_eq!(before.shifted(true), month);
        assert_eq!(month.shifted(true), month);
        let week =
            PeriodSelection { preset: PeriodPreset::Week, periods_back: 1, compare_to: ComparisonBasis::YearAgo };
        assert_eq!(actual(week), ("11-09 00:00 11-16 00:00".into(), Some("11-10 00:00 11-17 00:00".into())));
        let far = PeriodSelection {
            preset: PeriodPreset::Year,
            periods_back: 1000,
            compare_to: ComparisonBasis::PreviousPeriod,
        };
        assert!(actual(far).0.starts_with("01-01"), "there is no year 1026 before the year 26");
    }

    #[test]
    fn a_day_is_held_against_the_same_weekday_of_the_year_before() {
        let day =
            PeriodSelection { compare_to: ComparisonBasis::YearAgo, ..PeriodSelection::new(PeriodPreset::Days(1)) };
        assert_eq!(actual(day), ("11-21 00:00 11-21 09:00".into(), Some("11-22 00:00 11-22 09:00".into())));
        let (first, end) = parse_date_range_verbose("2026-11-20..2026-11-21").unwrap();
        let typed = PeriodSelection { preset: PeriodPreset::Custom(first, end), ..day };
        assert_eq!(actual(typed).1.unwrap(), "11-21 00:00 11-22 00:00");
        assert_eq!((" Year".parse(), "none".parse()), (Ok(ComparisonBasis::YearAgo), Ok(ComparisonBasis::Nothing)));
        for against in ComparisonBasis::ALL {
            assert_eq!(against.name().parse(), Ok(against));
        }
    }

    #[test]
    fn typed_days_move_by_their_length() {
        let (first, end) = parse_date_range_verbose("2026-02-01..2026-02-11").unwrap();
        let typed = PeriodSelection::new(PeriodPreset::Custom(first, end));
        assert_eq!(actual(typed), ("02-01 00:00 02-11 00:00".into(), Some("01-22 00:00 02-01 00:00".into())));
        assert_eq!(actual(typed.shifted(true)).0, "02-11 00:00 02-21 00:00");
        assert_eq!(typed.shifted(false).shifted(true), typed);
        for bad in ["2026-02-01", "2026-02-11..2026-02-01", "2026-02-01..2026-02-01", "x..y", ""] {
            assert!(parse_date_range_verbose(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_no_stretch_of_days_says_why() {
        let why = |text| parse_date_range(text).err().map(|why| why.name());
        assert_eq!(why("october"), Some("wrong"));
        assert_eq!(why("1..2"), Some("wrong"));
        assert_eq!(why("2026-11-01..2026-10-01"), Some("backwards"));
        assert_eq!(why("2006-01-01..2026-01-02"), Some("long"));
        assert_eq!(why("2006-01-01..2026-01-01"), None, "twenty years to the day");
    }

    #[test]
    fn less_time_is_better_and_fewer_satisfied_are_worse() {
        assert_eq!(
            figure_difference(FigureId::ResponseTime, 60.0, 90.0),
            FigureDifference { delta: -30.0, better: Some(true) }
        );
        assert_eq!(
            figure_difference(FigureId::Csat, 0.5, 0.75),
            FigureDifference { delta: -0.25, better: Some(false) }
        );
        assert_eq!(figure_difference(FigureId::Csat, 0.5, 0.5).better, None);
        assert_eq!(figure_difference(FigureId::Received, 5.0, 3.0), FigureDifference { delta: 2.0, better: None });
    }

    #[test]
    fn the_baseline_stays_where_it_is() {
        let baseline = parse_date_range_verbose("2026-01-01..2026-04-01").ok();
        let now = parse_moment("2026-11-21T09:00", zone()).unwrap();
        let looked =
            PeriodSelection { compare_to: ComparisonBasis::Baseline, ..PeriodSelection::new(PeriodPreset::Days(30)) };
        assert_eq!(
            looked.comparison_period(baseline, zone(), now).map(format_period).unwrap(),
            "01-01 00:00 04-01 00:00"
        );
        assert_eq!(looked.comparison_period(None, zone(), now), None);
        assert_eq!(
            PeriodSelection { compare_to: ComparisonBasis::Nothing, ..looked }.comparison_period(baseline, zone(), now),
            None
        );
    }
}
