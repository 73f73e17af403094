//! Erlang B, C and A.
//!
//! All models assume Poisson arrivals and exponential handle times. *B*: callers who find everyone busy are rejected.
//! *C*: they wait without limit. *A* (Palm): they wait with exponential patience. For real-time channels only, never
//! for deferred work such as e-mail.
//!
//! B uses the recurrence 1/B(n) = 1 + n/a · 1/B(n−1), which adds positive terms only; C follows from B. A sums the
//! birth-death chain outwards from its most likely state with ratios of at most 1, so no load overflows. Checked
//! against published tables and 50-digit arithmetic: agreement within 1e-9 (relative or absolute, whichever is wider)
//! up to 5,000 erlangs.

use crate::engine::staffing::bounds::{Bounds, refused};

/// Maximum supported load, in erlangs.
pub const MOST_LOAD: f64 = 100_000.0;

/// Maximum group size.
pub const MOST_PEOPLE: u32 = 1_000_000;

/// Validated input: load in erlangs, times in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traffic {
    load: f64,
    handle: Option<f64>,
    within: Option<f64>,
    patience: Option<f64>,
}

/// Performance of a group. `None` without a steady state (load exceeds capacity and nobody abandons) or if a required
/// time was not given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grade {
    pub people: u32,
    /// Blocking probability if nobody could wait (Erlang B).
    pub blocking: f64,
    /// Probability of waiting. 1 if the load equals the number of people: the wait is then unbounded.
    pub wait_probability: Option<f64>,
    /// Share of all callers answered in time; callers who abandoned are not.
    pub service_level: Option<f64>,
    /// Share of time a person is busy.
    pub occupancy: Option<f64>,
    /// Mean over all callers, in seconds; for those who abandon, until they do.
    pub mean_wait: Option<f64>,
    /// Mean queue length.
    pub queue: Option<f64>,
    /// Share that abandons; only with finite patience.
    pub abandonment: Option<f64>,
}

/// Service target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    level: f64,
    ceiling: f64,
}

impl Target {
    /// `level`: share answered in time (0 < x < 1). `ceiling`: maximum occupancy (0 < x ≤ 1).
    pub fn new(level: f64, ceiling: f64) -> Result<Target, String> {
        let level = Bounds::Between(0.0, 1.0).check("level", level)?;
        let ceiling = Bounds::UpTo(1.0).check("occupancy", ceiling)?;
        Ok(Target { level, ceiling })
    }
}

impl Traffic {
    /// `load` in erlangs: people busy on average with unlimited staff. All results in seconds need the handle time.
    pub fn new(load: f64, handle: Option<f64>, within: Option<f64>, patience: Option<f64>) -> Result<Traffic, String> {
        let load = Bounds::FromTo(0.0, MOST_LOAD).check("load", load)?;
        let time = |name, value: Option<f64>| value.map(|value| Bounds::Above(0.0).check(name, value)).transpose();
        let (handle, patience) = (time("handle", handle)?, time("patience", patience)?);
        let within = within.map(|within| Bounds::From(0.0).check("within", within)).transpose()?;
        match (handle, patience) {
            (None, Some(_)) => Err("patience says nothing without the handle time; give both".into()),
            // Outside this range the result equals Erlang C, or nobody waits.
            (Some(handle), Some(patience)) if !(1e-6..=1e6).contains(&(patience / handle)) => {
                Err(refused("patience", patience, "a time from a millionth up to a million times the handle time"))
            }
            _ => Ok(Traffic { load, handle, within, patience }),
        }
    }

    /// Load of a number of arrivals in a number of seconds.
    pub fn load_of(arrivals: f64, seconds: f64, handle: f64) -> Result<f64, String> {
        let arrivals = Bounds::From(0.0).check("arrivals", arrivals)?;
        let seconds = Bounds::Above(0.0).check("per", seconds)?;
        let handle = Bounds::Above(0.0).check("handle", handle)?;
        Ok(arrivals * handle / seconds)
    }

    pub fn load(&self) -> f64 {
        self.load
    }

    /// Performance of a group; 0 people count as 1.
    pub fn grade(&self, people: u32) -> Grade {
        let people = people.clamp(1, MOST_PEOPLE);
        let blocking = blocking(self.load, people);
        match (self.handle, self.patience) {
            (Some(handle), Some(patience)) => self.impatient(people, blocking, handle, patience),
            _ => self.patient(people, blocking),
        }
    }

    /// Smallest group that meets the target; `None` if a required time is missing.
    pub fn least(&self, target: Target) -> Option<u32> {
        self.within?;
        self.handle?;
        match self.patience {
            None => Some(self.least_patient(target)),
            Some(_) => Some(self.least_impatient(target)),
        }
    }

    /// Erlang C.
    fn patient(&self, people: u32, blocking: f64) -> Grade {
        let (load, n) = (self.load, f64::from(people));
        let waits = waits(load, people, blocking);
        let steady = waits.filter(|_| load < n);
        let spare = n - load;
        Grade {
            people,
            blocking,
            wait_probability: waits,
            service_level: steady.and_then(|waits| self.in_time(waits, spare)),
            occupancy: steady.map(|_| load / n),
            mean_wait: steady.and_then(|waits| Some(waits * self.handle? / spare)),
            queue: steady.map(|waits| waits * load / spare),
            abandonment: None,
        }
    }

    /// Share of callers who wait no longer than the limit; `waits` is the share that waits, `spare` the people beyond
    /// the load.
    fn in_time(&self, waits: f64, spare: f64) -> Option<f64> {
        Some(1.0 - waits * (-spare * self.within? / self.handle?).exp())
    }

    fn least_patient(&self, target: Target) -> u32 {
        // Below the load no target is reachable. B is carried along from there.
        let mut people = (self.load.floor() as u32).saturating_add(1);
        let mut blocked = blocking(self.load, people);
        while people < MOST_PEOPLE {
            let n = f64::from(people);
            let level = waits(self.load, people, blocked).and_then(|waits| self.in_time(waits, n - self.load));
            if level.is_some_and(|level| level >= target.level) && fits(self.load / n, target.ceiling) {
                break;
            }
            people += 1;
            blocked = next_blocking(self.load, people, blocked);
        }
        people
    }

    /// Erlang A.
    fn impatient(&self, people: u32, blocking: f64, handle: f64, patience: f64) -> Grade {
        let theta = handle / patience;
        let chain = Chain::of(self.load, people, theta);
        let abandonment = if self.load > 0.0 { theta * chain.queue / self.load } else { 0.0 };
        Grade {
            people,
            blocking,
            wait_probability: Some(chain.waits),
            service_level: self.within.map(|within| {
                let share = in_time_share(self.load, f64::from(people), theta, within / handle);
                chain.at_once + chain.waits * share
            }),
            occupancy: Some(chain.busy / f64::from(people)),
            mean_wait: Some(abandonment * patience),
            queue: Some(chain.queue),
            abandonment: Some(abandonment),
        }
    }

    fn least_impatient(&self, target: Target) -> u32 {
        let reaches = |people: u32| {
            let grade = self.grade(people);
            grade.service_level.is_some_and(|level| level >= target.level)
                && grade.occupancy.is_some_and(|occupancy| fits(occupancy, target.ceiling))
        };
        // Performance is monotonic in people, so binary search applies.
        let (mut below, mut enough) = (0, 1);
        while enough < MOST_PEOPLE && !reaches(enough) {
            (below, enough) = (enough, (enough * 2).min(MOST_PEOPLE));
        }
        while enough - below > 1 {
            let middle = below + (enough - below) / 2;
            if reaches(middle) { enough = middle } else { below = middle }
        }
        enough
    }
}

/// People to roster so that `people` are available. `shrinkage` is the share of paid time not available (0 ≤ x < 1).
pub fn rostered(people: f64, shrinkage: f64) -> u32 {
    whole(people / (1.0 - shrinkage))
}

/// Rounds up, ignoring floating-point noise.
pub fn whole(people: f64) -> u32 {
    (people - 1e-9).ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}

/// Fewest lines with a blocking probability of at most `most` (0 < x ≤ 1), by Erlang B.
pub fn lines(load: f64, most: f64) -> u32 {
    let (mut lines, mut blocked) = (0, 1.0);
    while blocked > most && lines < MOST_PEOPLE {
        lines += 1;
        blocked = next_blocking(load, lines, blocked);
    }
    lines
}

/// Erlang B: share of callers who find all `people` busy.
pub fn blocking(load: f64, people: u32) -> f64 {
    // Computes 1/B. It may overflow to infinity, whose inverse is 0.
    let inverse = (1..=people).fold(1.0, |inverse, n| 1.0 + f64::from(n) / load * inverse);
    1.0 / inverse
}

/// B for `people`, from B for one less (`before`).
fn next_blocking(load: f64, people: u32, before: f64) -> f64 {
    load * before / (f64::from(people) + load * before)
}

/// Erlang C from B: probability of waiting; `None` if the load exceeds capacity.
fn waits(load: f64, people: u32, blocking: f64) -> Option<f64> {
    let n = f64::from(people);
    (load <= n).then(|| if blocking > 0.0 { n * blocking / (n - load + load * blocking) } else { 0.0 })
}

/// Whether occupancy is within the limit, ignoring floating-point noise.
fn fits(occupancy: f64, ceiling: f64) -> bool {
    occupancy <= ceiling + 1e-12
}

/// Steady state of Erlang A, in units of the handle time.
struct Chain {
    at_once: f64,
    waits: f64,
    busy: f64,
    queue: f64,
}

impl Chain {
    /// `theta` is the abandonment rate of a waiting caller.
    fn of(load: f64, people: u32, theta: f64) -> Chain {
        let n = f64::from(people);
        // Departure rate in a state.
        let leaves = |state: f64| if state <= n { state } else { n + (state - n) * theta };
        let likeliest = if load <= n { load.floor() } else { n + ((load - n) / theta).floor() };
        let mut chain = Chain { at_once: 0.0, waits: 0.0, busy: 0.0, queue: 0.0 };
        chain.add(likeliest, 1.0, n);
        let (mut state, mut weight) = (likeliest, 1.0);
        while state > 0.0 && weight > NOTHING * chain.total() {
            weight *= leaves(state) / load;
            state -= 1.0;
            chain.add(state, weight, n);
        }
        let (mut state, mut weight) = (likeliest, 1.0);
        // Continue at least to state n, so that a small waiting share is still accurate.
        while weight > 0.0 && (state <= n || weight > NOTHING * chain.waits) {
            state += 1.0;
            weight *= load / leaves(state);
            chain.add(state, weight, n);
        }
        let total = chain.total();
        let Chain { at_once, waits, busy, queue } = chain;
        Chain { at_once: at_once / total, waits: waits / total, busy: busy / total, queue: queue / total }
    }

    fn add(&mut self, state: f64, weight: f64, n: f64) {
        if state < n {
            self.at_once += weight;
        } else {
            self.waits += weight;
        }
        self.busy += state.min(n) * weight;
        self.queue += (state - n).max(0.0) * weight;
    }

    fn total(&self) -> f64 {
        self.at_once + self.waits
    }
}

/// Relative weight below which a state is ignored.
const NOTHING: f64 = 1e-20;

/// Erlang A: share of waiting callers answered within `time`.
///
/// The offered wait (with infinite patience) has a density proportional to exp(a/θ·(1 − e^(−θt)) − n·t) (Baccelli and
/// Hebuterne 1981); a share e^(−θt) is still waiting after t. Both integrals are scaled by the maximum of the density
/// to avoid overflow.
fn in_time_share(load: f64, n: f64, theta: f64, time: f64) -> f64 {
    if load <= 0.0 {
        return 1.0;
    }
    let peak = if load > n { (load / n).ln() / theta } else { 0.0 };
    // Exponent at `peak + u` relative to `peak`.
    let exponent = |u: f64| {
        if load > n { -(n / theta) * sag(theta * u) } else { -(n - load) * u - (load / theta) * sag(theta * u) }
    };
    let edge = |step: f64, far: f64| {
        let (mut inside, mut outside) = (0.0_f64, step);
        while exponent(outside) > DARK && outside.abs() < far {
            (inside, outside) = (outside, outside * 2.0);
        }
        for _ in 0..60 {
            let middle = f64::midpoint(inside, outside);
            if exponent(middle) > DARK { inside = middle } else { outside = middle }
        }
        outside
    };
    let last = edge(1.0 / n, f64::INFINITY);
    let first = if peak > 0.0 { edge(-1.0 / n, peak).max(-peak) } else { 0.0 };
    let offered = integral(first, last, |u| exponent(u).exp());
    let until = (time - peak).min(last);
    let answered = integral(first, until, |u| (exponent(u) - theta * (peak + u)).exp());
    answered / offered
}

/// Exponent below which the density is ignored.
const DARK: f64 = -45.0;

/// x − (1 − e^(−x)), accurate for small x.
fn sag(x: f64) -> f64 {
    if x.abs() > 0.05 {
        return x + (-x).exp_m1();
    }
    // x²/2 − x³/6 + x⁴/24 …
    let mut term = x * x / 2.0;
    let mut sum = term;
    for n in 3..12 {
        term *= -x / f64::from(n);
        sum += term;
    }
    sum
}

/// Gauss-Legendre integration, five points in each of 400 parts; 0 if `to <= from`.
fn integral(from: f64, to: f64, of: impl Fn(f64) -> f64) -> f64 {
    const PARTS: u32 = 400;
    const POINTS: [(f64, f64); 5] = [
        (-0.906_179_845_938_664, 0.236_926_885_056_189_08),
        (-0.538_469_310_105_683, 0.478_628_670_499_366_47),
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683, 0.478_628_670_499_366_47),
        (0.906_179_845_938_664, 0.236_926_885_056_189_08),
    ];
    if to <= from {
        return 0.0;
    }
    let half = (to - from) / f64::from(PARTS) / 2.0;
    let part = |part: u32| {
        let middle = from + half * f64::from(2 * part + 1);
        POINTS.iter().map(|(at, weight)| weight * of(middle + half * at)).sum::<f64>()
    };
    (0..PARTS).map(part).sum::<f64>() * half
}

#[cfg(test)]
mod tests;
