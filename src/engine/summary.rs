//! Sample statistics (n, mean, median, p90, rates) and number formatting shared by screen, reports and command line.

use chrono::TimeDelta;
use serde::Serialize;

use crate::model::time::seconds;

/// Figures with fewer samples are marked as low n.
pub const LOW_SAMPLE_COUNT: usize = 10;

/// Statistics of a set of durations. Without samples mean, median and p90 are `None`, never 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct DurationStats {
    pub n: usize,
    /// In seconds.
    pub mean: Option<f64>,
    /// In seconds; mean of the two middle values if n is even.
    pub median: Option<f64>,
    /// In seconds; nearest rank, the ⌈0.9·n⌉-th smallest.
    pub p90: Option<f64>,
}

impl DurationStats {
    pub fn from_durations(samples: impl IntoIterator<Item = TimeDelta>) -> DurationStats {
        let mut values: Vec<i64> = samples.into_iter().map(|delta| delta.num_milliseconds()).collect();
        let n = values.len();
        if n == 0 {
            return DurationStats::default();
        }
        let total: i128 = values.iter().map(|value| i128::from(*value)).sum();
        let in_seconds = |ms: i64| seconds(TimeDelta::milliseconds(ms));
        // Quickselect instead of a full sort.
        let (_, lower, above) = values.select_nth_unstable((n - 1) / 2);
        let lower = *lower;
        let upper = if n % 2 == 1 { lower } else { above.iter().copied().min().unwrap_or(lower) };
        let (_, p90, _) = values.select_nth_unstable((n * 9).div_ceil(10) - 1);
        DurationStats {
            n,
            mean: Some(total as f64 / n as f64 / 1000.0),
            median: Some((in_seconds(lower) + in_seconds(upper)) / 2.0),
            p90: Some(in_seconds(*p90)),
        }
    }
}

/// `hits / n`, from 0 to 1; `None` if n is 0.
pub fn rate(hits: usize, n: usize) -> Option<f64> {
    (n > 0).then(|| hits as f64 / n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_and_p90_are_exact() {
        let of = |values: &[i64]| DurationStats::from_durations(values.iter().map(|s| TimeDelta::seconds(*s)));
        assert_eq!(of(&[]), DurationStats::default());
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
