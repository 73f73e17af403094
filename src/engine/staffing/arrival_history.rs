//! Hourly arrivals and daily solves of the last weeks: the history that staffing uses.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Timelike};

use crate::engine::staffing::forecast::{self, HoldoutEvaluation, WeekCounts};
use crate::model::time::{Instant, Period, Zone};

/// Clock hours per day.
pub const HOURS_PER_DAY: usize = 24;

/// Days used for the mean arrival and solve rates.
pub const RATE_DAYS: u32 = 28;

/// Arrivals of one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivalSeries {
    /// Whole weeks of 7 × 24 clock hours, Monday first, oldest week first.
    pub weeks: Vec<WeekCounts>,
    /// By hour of the current day.
    pub today: [u32; HOURS_PER_DAY],
}

/// Counts of whole weeks up to the start of `end_day`. A clock hour repeated by a clock change holds both counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivalHistory {
    pub zone: Zone,
    /// The day after the last whole week.
    pub end_day: NaiveDate,
    /// Counts end here.
    pub until: Instant,
    /// Maximum number of weeks for the forecast; one more is counted as holdout.
    pub max_forecast_weeks: usize,
    pub all: ArrivalSeries,
    /// `None` = not set.
    pub channels: BTreeMap<Option<String>, ArrivalSeries>,
    pub categories: BTreeMap<Option<String>, ArrivalSeries>,
    /// Per day of the last [`RATE_DAYS`], oldest first.
    pub received: Vec<u32>,
    pub solved: Vec<u32>,
    /// Day of the oldest arrival.
    first_arrival: Option<NaiveDate>,
}

/// Expected arrivals per hour of the week, Monday first.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedArrivals {
    pub hours: Vec<f64>,
    /// Forecast error on the held-out last week.
    pub holdout: Option<HoldoutEvaluation>,
}

/// Forecast for the next seven days.
#[derive(Debug, Clone, PartialEq)]
pub struct ArrivalForecast {
    /// Number of weeks it is based on.
    pub weeks: usize,
    pub all: ExpectedArrivals,
    pub channels: BTreeMap<Option<String>, ExpectedArrivals>,
    pub categories: BTreeMap<Option<String>, ExpectedArrivals>,
}

impl ArrivalSeries {
    fn new(weeks: usize) -> ArrivalSeries {
        ArrivalSeries { weeks: vec![vec![0; 7 * HOURS_PER_DAY]; weeks], today: [0; HOURS_PER_DAY] }
    }
}

impl ArrivalHistory {
    /// Empty history of `weeks` (plus one) before `day`, known up to `until`.
    pub fn new(zone: Zone, day: NaiveDate, until: Instant, weeks: u32) -> ArrivalHistory {
        let most_weeks = weeks.max(1) as usize;
        ArrivalHistory {
            zone,
            end_day: day,
            until,
            max_forecast_weeks: most_weeks,
            all: ArrivalSeries::new(most_weeks + 1),
            channels: BTreeMap::new(),
            categories: BTreeMap::new(),
            received: vec![0; RATE_DAYS as usize],
            solved: vec![0; RATE_DAYS as usize],
            first_arrival: None,
        }
    }

    /// The period that is counted.
    pub fn period(&self) -> Period {
        let weeks = Days::new(7 * (self.max_forecast_weeks as u64 + 1));
        let days = Days::new(u64::from(RATE_DAYS));
        let first = (self.end_day - weeks).min(self.end_day - days);
        Period { from: self.zone.midnight(first), to: self.until.min(self.zone.midnight(self.end_day + Days::new(1))) }
    }

    /// First of the [`RATE_DAYS`] with data: not before the first ticket.
    pub fn known_from(&self) -> NaiveDate {
        let first = self.end_day - Days::new(u64::from(RATE_DAYS));
        self.first_arrival.map_or(first, |known| first.max(known)).min(self.end_day)
    }

    /// Counts an arrival; an older one only extends the known history.
    pub fn add_arrival(&mut self, at: Instant, channel: Option<&str>, category: Option<&str>) {
        if at >= self.period().to {
            return;
        }
        let civil = self.zone.civil(at);
        let (day, hour) = (civil.date(), civil.hour() as usize);
        self.first_arrival = Some(self.first_arrival.map_or(day, |first| first.min(day)));
        let back = (self.end_day - day).num_days();
        let weeks = self.all.weeks.len();
        let place = usize::try_from((back - 1).div_euclid(7)).ok();
        if back > 0 && place.is_none_or(|place| place >= weeks) {
            return;
        }
        let named = |name: Option<&str>| name.filter(|name| !name.is_empty()).map(str::to_owned);
        let channel = self.channels.entry(named(channel)).or_insert_with(|| ArrivalSeries::new(weeks));
        let category = self.categories.entry(named(category)).or_insert_with(|| ArrivalSeries::new(weeks));
        for series in [&mut self.all, channel, category] {
            match place {
                Some(place) if back > 0 => series.weeks[weeks - 1 - place][hour_of_week(day, hour)] += 1,
                _ => series.today[hour] += 1,
            }
        }
        if let Some(count) = rate_day_index(back).and_then(|place| self.received.get_mut(place)) {
            *count += 1;
        }
    }

    /// Counts a solve.
    pub fn add_solved(&mut self, at: Instant) {
        let back = (self.end_day - self.zone.date(at)).num_days();
        if let Some(count) =
            rate_day_index(back).filter(|_| at < self.until).and_then(|place| self.solved.get_mut(place))
        {
            *count += 1;
        }
    }

    /// Drops weeks before the first arrival: unknown is not zero.
    #[must_use]
    pub fn trim_unknown_weeks(mut self) -> ArrivalHistory {
        let known =
            self.first_arrival.map_or(0, |first| usize::try_from((self.end_day - first).num_days() / 7).unwrap_or(0));
        let all = [&mut self.all].into_iter().chain(self.channels.values_mut()).chain(self.categories.values_mut());
        for series in all {
            let unknown = series.weeks.len().saturating_sub(known);
            series.weeks.drain(..unknown);
        }
        self
    }

    /// Forecast for the next week; `None` if the history is shorter than a week.
    pub fn forecast(&self) -> Option<ArrivalForecast> {
        let expected = |series: &ArrivalSeries| {
            let last = &series.weeks[series.weeks.len().saturating_sub(self.max_forecast_weeks)..];
            Some(ExpectedArrivals {
                hours: forecast::forecast_next_week(last)?,
                holdout: forecast::evaluate_holdout(&series.weeks),
            })
        };
        let each = |kinds: &BTreeMap<Option<String>, ArrivalSeries>| {
            // Skip groups without arrivals in the retained weeks.
            let came = |series: &ArrivalSeries| series.weeks.iter().flatten().any(|count| *count > 0);
            let kinds = kinds.iter().filter(|(_, series)| came(series));
            kinds.filter_map(|(name, series)| Some((name.clone(), expected(series)?))).collect()
        };
        Some(ArrivalForecast {
            weeks: self.all.weeks.len().min(self.max_forecast_weeks),
            all: expected(&self.all)?,
            channels: each(&self.channels),
            categories: each(&self.categories),
        })
    }
}

impl ExpectedArrivals {
    /// Expected arrivals in a clock hour of a day.
    pub fn at_hour(&self, day: NaiveDate, hour: usize) -> f64 {
        self.hours.get(hour_of_week(day, hour)).copied().unwrap_or(0.0)
    }

    /// Expected arrivals on a weekday, 0 = Monday.
    pub fn on_weekday(&self, weekday: usize) -> f64 {
        self.hours.iter().skip(weekday * HOURS_PER_DAY).take(HOURS_PER_DAY).sum()
    }

    /// Expected arrivals in a period; partial hours count proportionally.
    pub fn within(&self, zone: Zone, time: Period) -> f64 {
        let mut sum = 0.0;
        for hour in clock_hours(zone, time) {
            let civil = zone.civil(hour.from);
            let (from, to) = (hour.from.max(time.from), hour.to.min(time.to));
            let share = (to - from).num_milliseconds() as f64 / (hour.to - hour.from).num_milliseconds().max(1) as f64;
            sum += self.at_hour(civil.date(), civil.hour() as usize) * share.max(0.0);
        }
        sum
    }
}

/// Clock hours that overlap a period. A skipped hour is missing, a repeated one lasts two hours.
pub fn clock_hours(zone: Zone, time: Period) -> Vec<Period> {
    let days = zone.date(time.from).iter_days().take_while(|day| zone.midnight(*day) < time.to);
    let hour = |day: NaiveDate, hour: u32| Period {
        from: zone.at_minute(day, hour * 60),
        to: if hour == 23 { zone.midnight(day + Days::new(1)) } else { zone.at_minute(day, (hour + 1) * 60) },
    };
    days.flat_map(|day| (0..HOURS_PER_DAY as u32).map(move |n| hour(day, n)))
        .filter(|hour| hour.from < hour.to && hour.to > time.from && hour.from < time.to)
        .collect()
}

/// Index of an hour in the week.
fn hour_of_week(day: NaiveDate, hour: usize) -> usize {
    day.weekday().num_days_from_monday() as usize * HOURS_PER_DAY + hour
}

/// Index of the day `back` days ago within [`RATE_DAYS`].
fn rate_day_index(back: i64) -> Option<usize> {
    usize::try_from(i64::from(RATE_DAYS) - back).ok().filter(|_| back > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::{parse_day, parse_moment};

    fn berlin() -> Zone {
        "Europe/Berlin".parse().unwrap()
    }

    fn at(text: &str) -> Instant {
        parse_moment(text, berlin()).unwrap()
    }

    /// Up to Monday morning.
    fn flow(weeks: u32) -> ArrivalHistory {
        ArrivalHistory::new(berlin(), parse_day("2026-03-16").unwrap(), at("2026-03-16T10:30"), weeks)
    }

    #[test]
    fn each_arrival_has_its_hour_of_the_week() {
        let mut flow = flow(2);
        for moment in
            ["2026-02-23T09:00", "2026-03-09T09:00", "2026-03-15T23:59:59", "2026-03-16T08:30", "2026-03-16T11:00"]
        {
            flow.add_arrival(at(moment), Some("phone"), None);
        }
        flow.add_solved(at("2026-03-15T12:00"));
        flow.add_solved(at("2026-03-16T09:00"));
        let flow = flow.trim_unknown_weeks();
        let found: Vec<Vec<usize>> =
            flow.all.weeks.iter().map(|week| (0..168).filter(|at| week[*at] > 0).collect()).collect();
        assert_eq!(found, [vec![9], vec![], vec![9, 6 * 24 + 23]], "Monday at nine, and the last hour of Sunday");
        assert_eq!((flow.all.today[8], flow.all.today[11]), (1, 0), "what is still to come is not counted");
        assert_eq!(flow.channels[&Some("phone".into())], flow.all);
        assert_eq!(flow.categories[&None], flow.all);
        assert_eq!((flow.received[27], flow.received[21], flow.solved[27]), (1, 1, 1));
        assert_eq!(flow.solved.iter().sum::<u32>(), 1, "today is not over");
    }

    #[test]
    fn a_young_file_has_few_weeks_and_an_old_one_has_all() {
        let mut young = flow(4);
        young.add_arrival(at("2026-03-04T12:00"), None, None);
        assert_eq!(young.trim_unknown_weeks().all.weeks.len(), 1, "twelve days are one whole week");
        let mut old = flow(4);
        old.add_arrival(at("2024-03-04T12:00"), None, None);
        assert_eq!(old.trim_unknown_weeks().all.weeks.len(), 5, "nothing came, and that is known");
        assert_eq!(flow(4).trim_unknown_weeks().forecast(), None);
    }

    #[test]
    fn a_stretch_cuts_hours_by_their_share() {
        let hours: Vec<f64> = (0..168).map(f64::from).collect();
        let expected = ExpectedArrivals { hours, holdout: None };
        // Monday 9:30 to 11:00.
        let time = Period { from: at("2026-03-16T09:30"), to: at("2026-03-16T11:00") };
        assert_eq!(expected.within(berlin(), time), 4.5 + 10.0);
        assert_eq!(expected.on_weekday(0), 276.0);
        for (day, hours) in [("2026-03-29", 23), ("2026-10-25", 24)] {
            let day = parse_day(day).unwrap();
            let found = clock_hours(berlin(), Period::days(berlin(), day, day + Days::new(1)));
            assert_eq!(found.len(), hours, "{day}");
            assert!(found.windows(2).all(|pair| pair[0].to == pair[1].from), "{day}");
        }
    }
}
