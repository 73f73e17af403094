//! How many tickets come on which day, and at what time.

use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Timelike};
use fastrand::Rng;

use super::chance::{Stream, stream, weighted};
use super::rota::Rota;
use crate::domain::time::Instant;

/// What comes in the hours before and after the desk opens, from nine hours before on; the busiest are those of the
/// forenoon.
const FLOW: [u32; 33] = [
    2, 1, 1, 1, 1, 1, 3, 6, 12, // before
    26, 38, 42, 38, 32, 28, 27, 28, 26, 24, 20, 16, 13, 11, 8, 5, // open
    3, 3, 2, 2, 1, 1, 1, 1, // after
];
const BEFORE: i64 = 9;
/// What comes on the days of a week, Monday first, in hundredths.
const WEEK: [u32; 7] = [124, 114, 108, 104, 100, 62, 50];

/// What comes in an hour of the clock, against other hours.
pub fn flow(rota: &Rota, hour: u32) -> u32 {
    let since = i64::from(hour) - i64::from(rota.opens / 60) + BEFORE;
    usize::try_from(since).ok().and_then(|index| FLOW.get(index)).copied().unwrap_or(1)
}

/// How the tickets of a history are spread over its days.
#[derive(Debug)]
pub struct Arrivals {
    first: NaiveDate,
    /// Of each day from the first on, how many tickets came, of those that are done by now.
    counts: Vec<u32>,
    /// After this moment nothing came that is done by now.
    until: Instant,
}

impl Arrivals {
    /// Spreads `total` tickets over `days` days that end with `until`. `open` are the moments at which those came that
    /// are still open; they are part of the total.
    pub fn new(seed: u64, rota: &Rota, until: Instant, days: u64, total: u64, open: &[Instant]) -> Arrivals {
        let last = rota.zone.date(until);
        let first = last - Days::new(days);
        let weights = first.iter_days().take(days as usize + 1).map(|day| {
            let mut rng = stream(seed, Stream::Days, day.num_days_from_ce() as u64);
            let weight = u64::from(WEEK[day.weekday().num_days_from_monday() as usize] * rng.u32(85..116));
            if day < last { weight } else { weight * so_far(rota, until) / 100 }
        });
        let all = weights.clone().sum::<u64>().max(1);
        let (mut sum, mut given) = (0, 0);
        let mut quotas: Vec<i64> = weights
            .map(|weight| {
                sum += weight;
                let by_then = (u128::from(total) * u128::from(sum) / u128::from(all)) as i64;
                by_then - std::mem::replace(&mut given, by_then)
            })
            .collect();
        for at in open {
            let day = (rota.zone.date(*at) - first).num_days().clamp(0, days as i64);
            quotas[day as usize] -= 1;
        }
        // Where more are open than a day brought, the days before it brought fewer that are done.
        for day in (1..quotas.len()).rev() {
            let short = quotas[day].min(0);
            quotas[day] -= short;
            quotas[day - 1] += short;
        }
        let counts = quotas.into_iter().map(|quota| quota.max(0) as u32).collect();
        Arrivals { first, counts, until }
    }

    /// The days from the first to the last.
    pub fn days(&self) -> Range<usize> {
        0..self.counts.len()
    }

    pub fn first(&self) -> NaiveDate {
        self.first
    }

    /// When the tickets of a day came that are done by now, in order.
    pub fn of_day(&self, seed: u64, rota: &Rota, day: usize) -> Vec<Instant> {
        let mut rng = stream(seed, Stream::Arrivals, day as u64);
        let date = self.first + Days::new(day as u64);
        let open = rota.zone.midnight(date);
        let mut times: Vec<_> = (0..self.counts[day])
            .map(|_| {
                let at = time(&mut rng, rota, date);
                // The last day is not over; what would come later came earlier.
                if at <= self.until { at } else { open + (self.until - open) * rng.i32(0..1000) / 1000 }
            })
            .collect();
        times.sort_unstable();
        times
    }
}

/// A time of day, busy hours more often.
fn time(rng: &mut Rng, rota: &Rota, date: NaiveDate) -> Instant {
    let hour = weighted(rng, (0..24).map(|hour| flow(rota, hour))) as u32;
    rota.zone.at_minute(date, hour * 60 + rng.u32(..60)) + TimeDelta::seconds(rng.i64(0..60))
}

/// The share of a day's tickets that has come by a moment of it, in hundredths.
fn so_far(rota: &Rota, at: Instant) -> u64 {
    let civil = rota.zone.civil(at);
    let all: u32 = (0..24).map(|hour| flow(rota, hour)).sum();
    let full: u32 = (0..civil.hour()).map(|hour| flow(rota, hour)).sum();
    u64::from((full * 60 + flow(rota, civil.hour()) * civil.minute()) * 100 / (all * 60))
}
