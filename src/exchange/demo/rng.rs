//! Reproducible random numbers from a seed.
//!
//! Uses only sums and products of floats, no logarithms or roots, so that every platform draws the same.

use chrono::TimeDelta;
use fastrand::Rng;

use crate::model::time::{Instant, Period};

/// Purpose of a draw. Each has its own stream, so that an additional draw in one does not change the others.
#[derive(Debug, Clone, Copy)]
pub enum RngStream {
    Team = 1,
    Customer,
    Days,
    Arrivals,
    Solved,
    Cases,
    Open,
    Attendance,
    Reviews,
    Answers,
}

/// The `n`th generator of a stream.
pub fn stream(seed: u64, stream: RngStream, n: u64) -> Rng {
    let mut mixed = seed ^ (stream as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ n.wrapping_mul(0xD1B5_4A32_D192_ED03);
    // SplitMix64 finalizer: decorrelates neighbouring `n`.
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    Rng::with_seed(mixed ^ (mixed >> 31))
}

/// True with probability `share`.
pub fn with_probability(rng: &mut Rng, share: f64) -> bool {
    rng.f64() < share
}

/// A random element; `all` must not be empty.
pub fn pick<'a, T>(rng: &mut Rng, all: &'a [T]) -> &'a T {
    &all[rng.usize(..all.len())]
}

/// A random index by weight; not all weights may be zero.
pub fn weighted_index(rng: &mut Rng, weights: impl Iterator<Item = u32> + Clone) -> usize {
    let mut left = rng.u32(..weights.clone().sum::<u32>().max(1));
    for (index, weight) in weights.enumerate() {
        match left.checked_sub(weight) {
            Some(rest) => left = rest,
            None => return index,
        }
    }
    0
}

/// A long-tailed duration with the given median: 0.15 to 12 times as long.
pub fn long_tail(rng: &mut Rng, median: TimeDelta) -> TimeDelta {
    const CURVE: [(f64, f64); 7] =
        [(0.0, 0.15), (0.25, 0.55), (0.5, 1.0), (0.75, 1.9), (0.9, 3.4), (0.98, 7.0), (1.0, 12.0)];
    let at = rng.f64();
    let piece = CURVE.windows(2).find(|pair| at < pair[1].0).unwrap_or(&CURVE[5..]);
    let ((from, low), (to, high)) = (piece[0], piece[1]);
    scale_duration(median, low + (high - low) * (at - from) / (to - from))
}

/// Scales a duration.
pub fn scale_duration(delta: TimeDelta, factor: f64) -> TimeDelta {
    TimeDelta::seconds((delta.num_seconds() as f64 * factor) as i64)
}

/// A random duration in whole seconds.
pub fn duration_between(rng: &mut Rng, low: TimeDelta, high: TimeDelta) -> TimeDelta {
    TimeDelta::seconds(rng.i64(low.num_seconds()..=high.num_seconds().max(low.num_seconds())))
}

/// A random instant in a period; its start if it is empty.
pub fn instant_within(rng: &mut Rng, period: Period) -> Instant {
    let span = (period.to - period.from).num_milliseconds();
    period.from + TimeDelta::milliseconds(if span > 0 { rng.i64(0..span) } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_long_and_its_middle_is_the_median() {
        let mut rng = stream(1, RngStream::Solved, 0);
        let mut draws: Vec<_> = (0..9_999).map(|_| long_tail(&mut rng, TimeDelta::hours(1)).num_minutes()).collect();
        draws.sort_unstable();
        assert!((55..65).contains(&draws[5_000]), "{}", draws[5_000]);
        assert!(draws[9_998] > 8 * 60 && draws[0] < 15);
    }

    #[test]
    fn weights_count() {
        let mut rng = stream(1, RngStream::Solved, 1);
        let hits = (0..1000).filter(|_| weighted_index(&mut rng, [0, 3, 1].into_iter()) == 1).count();
        assert!((700..800).contains(&hits), "{hits}");
    }
}
