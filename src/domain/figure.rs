//! How a set of samples is summed up: n, mean, median and p90 for durations, hits of n for rates.

use chrono::TimeDelta;
use serde::Serialize;

use super::time::seconds;

/// Below so many samples a figure is marked as resting on few.
pub const FEW: usize = 10;

/// Durations summed up. With no samples there is no mean, median or p90, never 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Spread {
    pub n: usize,
    /// Seconds.
    pub mean: Option<f64>,
    /// Seconds; of an even n the mean of the two middle values.
    pub median: Option<f64>,
    /// Seconds; nearest rank, the ⌈0.9·n⌉-th smallest.
    pub p90: Option<f64>,
}

impl Spread {
    pub fn of(samples: impl IntoIterator<Item = TimeDelta>) -> Spread {
        let mut values: Vec<i64> = samples.into_iter().map(|delta| delta.num_milliseconds()).collect();
        let n = values.len();
        if n == 0 {
            return Spread::default();
        }
        let total: i128 = values.iter().map(|value| i128::from(*value)).sum();
        let in_seconds = |ms: i64| seconds(TimeDelta::milliseconds(ms));
        // Only the ranks that are asked for are put in their places: the lower middle, and what follows it.
        let (_, lower, above) = values.select_nth_unstable((n - 1) / 2);
        let lower = *lower;
        let upper = if n % 2 == 1 { lower } else { above.iter().copied().min().unwrap_or(lower) };
        let (_, p90, _) = values.select_nth_unstable((n * 9).div_ceil(10) - 1);
        Spread {
            n,
            mean: Some(total as f64 / n as f64 / 1000.0),
            median: Some((in_seconds(lower) + in_seconds(upper)) / 2.0),
            p90: Some(in_seconds(*p90)),
        }
    }
}

/// `hits` of `n`; the rate is between 0 and 1, and `None` where n is 0.
pub fn rate(hits: usize, n: usize) -> Option<f64> {
    (n > 0).then(|| hits as f64 / n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_and_p90_are_exact() {
        let of = |values: &[i64]| Spread::of(values.iter().map(|s| TimeDelta::seconds(*s)));
        assert_eq!(of(&[]), Spread::default());
        let one = of(&[7]);
        assert_eq!((one.mean, one.median, one.p90), (Some(7.0), Some(7.0), Some(7.0)));
        let even = of(&[40, 10, 30, 20]);
        assert_eq!((even.median, even.p90), (Some(25.0), Some(40.0)));
        let ten: Vec<i64> = (1..=10).collect();
        assert_eq!(of(&ten).p90, Some(9.0), "the ninth of ten");
        let eleven: Vec<i64> = (1..=11).collect();
        assert_eq!(of(&eleven).p90, Some(10.0), "⌈9.9⌉ = the tenth of eleven");
    }
}
