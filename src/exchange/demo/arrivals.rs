//! Distributes ticket arrivals over days and hours.

use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Timelike};
use fastrand::Rng;

use super::rng::{RngStream, stream, weighted_index};
use super::schedule::DemoSchedule;
use crate::model::time::Instant;

/// Relative arrivals per hour, from nine hours before opening on; the peak is before noon.
const HOURLY_WEIGHTS: [u32; 33] = [
    2, 1, 1, 1, 1, 1, 3, 6, 12, // before
    26, 38, 42, 38, 32, 28, 27, 28, 26, 24, 20, 16, 13, 11, 8, 5, // open
    3, 3, 2, 2, 1, 1, 1, 1, // after
];
const HOURS_BEFORE_OPENING: i64 = 9;
/// Relative arrivals per weekday in percent, Monday first.
const WEEKDAY_WEIGHTS: [u32; 7] = [124, 114, 108, 104, 100, 62, 50];

/// Relative arrivals in an hour of the day.
pub fn hourly_weight(rota: &DemoSchedule, hour: u32) -> u32 {
    let since = i64::from(hour) - i64::from(rota.opening_minute / 60) + HOURS_BEFORE_OPENING;
    usize::try_from(since).ok().and_then(|index| HOURLY_WEIGHTS.get(index)).copied().unwrap_or(1)
}

/// Distribution of a history's tickets over its days.
#[derive(Debug)]
pub struct DemoArrivals {
    first: NaiveDate,
    /// Solved tickets that arrived per day.
    counts: Vec<u32>,
    /// Latest arrival of a solved ticket.
    until: Instant,
}

impl DemoArrivals {
    /// Distributes `total` tickets over `days` days that end at `until`. `open` are the arrival times of the open
    /// tickets, which are part of the total.
    pub fn new(
        seed: u64,
        rota: &DemoSchedule,
        until: Instant,
        days: u64,
        total: u64,
        open: &[Instant],
    ) -> DemoArrivals {
        let last = rota.zone.date(until);
        let first = last - Days::new(days);
        let weights = first.iter_days().take(days as usize + 1).map(|day| {
            let mut rng = stream(seed, RngStream::Days, day.num_days_from_ce() as u64);
            let weight = u64::from(WEEKDAY_WEIGHTS[day.weekday().num_days_from_monday() as usize] * rng.u32(85..116));
            if day < last { weight } else { weight * percent_elapsed(rota, until) / 100 }
        });
        let all = weights.clone().sum::<u64>().max(1);
        let (mut sum, mut assigned) = (0, 0);
        let mut quotas: Vec<i64> = weights
            .map(|weight| {
                sum += weight;
                let by_then = (u128::from(total) * u128::from(sum) / u128::from(all)) as i64;
                by_then - std::mem::replace(&mut assigned, by_then)
            })
            .collect();
        for at in open {
            let day = (rota.zone.date(*at) - first).num_days().clamp(0, days as i64);
            quotas[day as usize] -= 1;
        }
        // Where more tickets are open than arrived, earlier days get fewer solved ones.
        for day in (1..quotas.len()).rev() {
            let short = quotas[day].min(0);
            quotas[day] -= short;
            quotas[day - 1] += short;
        }
        let counts = quotas.into_iter().map(|quota| quota.max(0) as u32).collect();
        DemoArrivals { first, counts, until }
    }

    /// Day indexes.
    pub fn day_indexes(&self) -> Range<usize> {
        0..self.counts.len()
    }

    /// The first day.
    pub fn first_day(&self) -> NaiveDate {
        self.first
    }

    /// Arrival times of a day's solved tickets, in order.
    pub fn on_day(&self, seed: u64, rota: &DemoSchedule, day: usize) -> Vec<Instant> {
        let mut rng = stream(seed, RngStream::Arrivals, day as u64);
        let date = self.first + Days::new(day as u64);
        let open = rota.zone.midnight(date);
        let mut times: Vec<_> = (0..self.counts[day])
            .map(|_| {
                let at = random_time(&mut rng, rota, date);
                // The last day is not over: later arrivals are moved before `until`.
                if at <= self.until { at } else { open + (self.until - open) * rng.i32(0..1000) / 1000 }
            })
            .collect();
        times.sort_unstable();
        times
    }
}

/// A random time of day, weighted by hour.
fn random_time(rng: &mut Rng, rota: &DemoSchedule, date: NaiveDate) -> Instant {
    let hour = weighted_index(rng, (0..24).map(|hour| hourly_weight(rota, hour))) as u32;
    rota.zone.at_minute(date, hour * 60 + rng.u32(..60)) + TimeDelta::seconds(rng.i64(0..60))
}

/// Percentage of a day's arrivals up to `at`.
fn percent_elapsed(rota: &DemoSchedule, at: Instant) -> u64 {
    let civil = rota.zone.civil(at);
    let all: u32 = (0..24).map(|hour| hourly_weight(rota, hour)).sum();
    let full: u32 = (0..civil.hour()).map(|hour| hourly_weight(rota, hour)).sum();
    u64::from((full * 60 + hourly_weight(rota, civil.hour()) * civil.minute()) * 100 / (all * 60))
}
