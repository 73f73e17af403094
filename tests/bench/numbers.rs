//! What is measured, how many times, and how it is written down: medians and worst cases, durations, bytes, shares.

use std::fmt;
use std::time::Duration;

/// Durations of the same thing, measured again and again.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn push(&mut self, took: Duration) {
        let at = self.0.partition_point(|other| *other <= took);
        self.0.insert(at, took);
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The nearest rank: the ⌈share · n⌉-th smallest; zero where nothing was measured.
    fn rank(&self, share: f64) -> Duration {
        let rank = (share * self.0.len() as f64).ceil() as usize;
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }

    pub fn median(&self) -> Duration {
        self.rank(0.5)
    }

    pub fn p95(&self) -> Duration {
        self.rank(0.95)
    }

    pub fn p99(&self) -> Duration {
        self.rank(0.99)
    }

    pub fn worst(&self) -> Duration {
        self.rank(1.0)
    }
}

impl FromIterator<Duration> for Times {
    fn from_iter<I: IntoIterator<Item = Duration>>(all: I) -> Times {
        let mut times = Times(all.into_iter().collect());
        times.0.sort_unstable();
        times
    }
}

/// One measured amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    Time(Duration),
    Bytes(u64),
    /// Of 1.
    Share(f64),
    /// A plain number of something.
    Count(f64),
    PerSecond(f64),
    /// So many times something else.
    Times(f64),
}

impl Amount {
    /// Its size in its own unit, to be compared with another of the same kind.
    pub fn size(self) -> f64 {
        match self {
            Amount::Time(time) => time.as_secs_f64(),
            Amount::Bytes(bytes) => bytes as f64,
            Amount::Share(n) | Amount::Count(n) | Amount::PerSecond(n) | Amount::Times(n) => n,
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            Amount::Time(time) => {
                let us = time.as_secs_f64() * 1e6;
                match us {
                    _ if us < 999.5 => write!(f, "{} µs", three(us)),
                    _ if us < 999_500.0 => write!(f, "{} ms", three(us / 1e3)),
                    _ => write!(f, "{} s", three(us / 1e6)),
                }
            }
            Amount::Bytes(bytes) => match bytes as f64 {
                n if n < 1e4 => write!(f, "{bytes} B"),
                n if n < 1e6 => write!(f, "{} KB", three(n / 1e3)),
                n if n < 1e9 => write!(f, "{} MB", three(n / 1e6)),
                n => write!(f, "{} GB", three(n / 1e9)),
            },
            Amount::Share(share) => write!(f, "{} %", three(share * 100.0)),
            Amount::Count(n) => write!(f, "{}", three(n)),
            Amount::PerSecond(n) => write!(f, "{n:.0}/s"),
            Amount::Times(n) => write!(f, "{}×", three(n)),
        }
    }
}

/// Three digits are as many as a measurement is good for.
fn three(n: f64) -> String {
    match n.abs() {
        size if size >= 99.95 || size == 0.0 => format!("{n:.0}"),
        size if size >= 9.995 => format!("{n:.1}"),
        size if size >= 0.0995 => format!("{n:.2}"),
        _ => format!("{n:.3}"),
    }
}
