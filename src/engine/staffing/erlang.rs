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

use crate::engine::staffing::number_range::{NumberRange, out_of_range_message};

/// Maximum supported load, in erlangs.
pub const MAX_LOAD: f64 = 100_000.0;

/// Maximum group size.
pub const MAX_PEOPLE: u32 = 1_000_000;

/// Validated input: load in erlangs, times in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traffic {
    load: f64,
    handle_seconds: Option<f64>,
    answer_within_seconds: Option<f64>,
    patience_seconds: Option<f64>,
}

/// Performance of a group. `None` without a steady state (load exceeds capacity and nobody abandons) or if a required
/// time was not given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QueuePerformance {
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
    pub mean_queue_length: Option<f64>,
    /// Share that abandons; only with finite patience.
    pub abandonment: Option<f64>,
}

/// Service target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceTarget {
    service_level: f64,
    max_occupancy: f64,
}

impl ServiceTarget {
    /// `level`: share answered in time (0 < x < 1). `ceiling`: maximum occupancy (0 < x ≤ 1).
    pub fn new(level: f64, ceiling: f64) -> Result<ServiceTarget, String> {
        let level = NumberRange::Open(0.0, 1.0).check("level", level)?;
        let ceiling = NumberRange::PositiveUpTo(1.0).check("occupancy", ceiling)?;
        Ok(ServiceTarget { service_level: level, max_occupancy: ceiling })
    }
}

impl Traffic {
    /// `load` in erlangs: people busy on average with unlimited staff. All results in seconds need the handle time.
    pub fn new(load: f64, handle: Option<f64>, within: Option<f64>, patience: Option<f64>) -> Result<Traffic, String> {
        let load = NumberRange::Closed(0.0, MAX_LOAD).check("load", load)?;
        let time = |name, value: Option<f64>| value.map(|value| NumberRange::Above(0.0).check(name, value)).transpose();
        let (handle, patience) = (time("handle", handle)?, time("patience", patience)?);
        let within = within.map(|within| NumberRange::AtLeast(0.0).check("within", within)).transpose()?;
        match (handle, patience) {
            (None, Some(_)) => Err("patience says nothing without the handle time; give both".into()),
            // Outside this range the result equals Erlang C, or nobody waits.
            (Some(handle), Some(patience)) if !(1e-6..=1e6).contains(&(patience / handle)) => {
                Err(out_of_range_message(
                    "patience",
                    patience,
                    "a time from a millionth up to a million times the handle time",
                ))
            }
            _ => {
                Ok(Traffic { load, handle_seconds: handle, answer_within_seconds: within, patience_seconds: patience })
            }
        }
    }

    /// Load of a number of arrivals in a number of seconds.
    pub fn load_from_arrivals(arrivals: f64, seconds: f64, handle: f64) -> Result<f64, String> {
        let arrivals = NumberRange::AtLeast(0.0).check("arrivals", arrivals)?;
        let seconds = NumberRange::Above(0.0).check("per", seconds)?;
        let handle = NumberRange::Above(0.0).check("handle", handle)?;
        Ok(arrivals * handle / seconds)
    }

    pub fn load(&self) -> f64 {
        self.load
    }

    /// Performance of a group; 0 people count as 1.
    pub fn performance(&self, people: u32) -> QueuePerformance {
        let people = people.clamp(1, MAX_PEOPLE);
        let blocking = blocking(self.load, people);
        match (self.handle_seconds, self.patience_seconds) {
            (Some(handle), Some(patience)) => self.erlang_a(people, blocking, handle, patience),
            _ => self.erlang_c(people, blocking),
        }
    }

    /// Smallest group that meets the target; `None` if a required time is missing.
    pub fn min_people(&self, target: ServiceTarget) -> Option<u32> {
        self.answer_within_seconds?;
        self.handle_seconds?;
        match self.patience_seconds {
            None => Some(self.min_people_erlang_c(target)),
            Some(_) => Some(self.min_people_erlang_a(target)),
        }
    }

    /// Erlang C.
    fn erlang_c(&self, people: u32, blocking: f64) -> QueuePerformance {
        let (load, n) = (self.load, f64::from(people));
        let waits = wait_probability(load, people, blocking);
        let steady = waits.filter(|_| load < n);
        let spare = n - load;
        QueuePerformance {
            people,
            blocking,
            wait_probability: waits,
            service_level: steady.and_then(|waits| self.service_level(waits, spare)),
            occupancy: steady.map(|_| load / n),
            mean_wait: steady.and_then(|waits| Some(waits * self.handle_seconds? / spare)),
            mean_queue_length: steady.map(|waits| waits * load / spare),
            abandonment: None,
        }
    }

    /// Share of callers who wait no longer than the limit; `waits` is the share that waits, `spare` the people beyond
    /// the load.
    fn service_level(&self, waits: f64, spare: f64) -> Option<f64> {
        Some(1.0 - waits * (-spare * self.answer_within_seconds? / self.handle_seconds?).exp())
    }

    fn min_people_erlang_c(&self, target: ServiceTarget) -> u32 {
        // Below the load no target is reachable. B is carried along from there.
        let mut people = (self.load.floor() as u32).saturating_add(1);
        let mut blocked = blocking(self.load, people);
        while people < MAX_PEOPLE {
            let n = f64::from(people);
            let level =
                wait_probability(self.load, people, blocked).and_then(|waits| self.service_level(waits, n - self.load));
            if level.is_some_and(|level| level >= target.service_level)
                && is_within_occupancy(self.load / n, target.max_occupancy)
            {
                break;
            }
            people += 1;
            blocked = next_blocking(self.load, people, blocked);
        }
        people
    }

    /// Erlang A.
    fn erlang_a(&self, people: u32, blocking: f64, handle: f64, patience: f64) -> QueuePerformance {
        let theta = handle / patience;
        let chain = ErlangASteadyState::solve(self.load, people, theta);
        let abandonment = if self.load > 0.0 { theta * chain.queue / self.load } else { 0.0 };
        QueuePerformance {
            people,
            blocking,
            wait_probability: Some(chain.waiting),
            service_level: self.answer_within_seconds.map(|within| {
                let share = answered_in_time_share(self.load, f64::from(people), theta, within / handle);
                chain.immediate + chain.waiting * share
            }),
            occupancy: Some(chain.busy / f64::from(people)),
            mean_wait: Some(abandonment * patience),
            mean_queue_length: Some(chain.queue),
            abandonment: Some(abandonment),
        }
    }

    fn min_people_erlang_a(&self, target: ServiceTarget) -> u32 {
        let reaches = |people: u32| {
            let grade = self.performance(people);
            grade.service_level.is_some_and(|level| level >= target.service_level)
                && grade.occupancy.is_some_and(|occupancy| is_within_occupancy(occupancy, target.max_occupancy))
        };
        // Performance is monotonic in people, so binary search applies.
        let (mut below, mut enough) = (0, 1);
        while enough < MAX_PEOPLE && !reaches(enough) {
            (below, enough) = (enough, (enough * 2).min(MAX_PEOPLE));
        }
        while enough - below > 1 {
            let middle = below + (enough - below) / 2;
            if reaches(middle) { enough = middle } else { below = middle }
        }
        enough
    }
}

/// People to roster so that `people` are available. `shrinkage` is the share of paid time not available (0 ≤ x < 1).
pub fn rostered_people(people: f64, shrinkage: f64) -> u32 {
    round_up_people(people / (1.0 - shrinkage))
}

/// Rounds up, ignoring floating-point noise.
pub fn round_up_people(people: f64) -> u32 {
    (people - 1e-9).ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}

/// Fewest lines with a blocking probability of at most `most` (0 < x ≤ 1), by Erlang B.
pub fn lines_for_blocking(load: f64, most: f64) -> u32 {
    let (mut lines, mut blocked) = (0, 1.0);
    while blocked > most && lines < MAX_PEOPLE {
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
fn wait_probability(load: f64, people: u32, blocking: f64) -> Option<f64> {
    let n = f64::from(people);
    (load <= n).then(|| if blocking > 0.0 { n * blocking / (n - load + load * blocking) } else { 0.0 })
}

/// Whether occupancy is within the limit, ignoring floating-point noise.
fn is_within_occupancy(occupancy: f64, ceiling: f64) -> bool {
    occupancy <= ceiling + 1e-12
}

/// Steady state of Erlang A, in units of the handle time.
struct ErlangASteadyState {
    immediate: f64,
    waiting: f64,
    busy: f64,
    queue: f64,
}

impl ErlangASteadyState {
    /// `theta` is the abandonment rate of a waiting caller.
    fn solve(load: f64, people: u32, theta: f64) -> ErlangASteadyState {
        let n = f64::from(people);
        // Departure rate in a state.
        let leaves = |state: f64| if state <= n { state } else { n + (state - n) * theta };
        let likeliest = if load <= n { load.floor() } else { n + ((load - n) / theta).floor() };
        let mut chain = ErlangASteadyState { immediate: 0.0, waiting: 0.0, busy: 0.0, queue: 0.0 };
        chain.add_state(likeliest, 1.0, n);
        let (mut state, mut weight) = (likeliest, 1.0);
        while state > 0.0 && weight > NEGLIGIBLE * chain.total() {
            weight *= leaves(state) / load;
            state -= 1.0;
            chain.add_state(state, weight, n);
        }
        let (mut state, mut weight) = (likeliest, 1.0);
        // Continue at least to state n, so that a small waiting share is still accurate.
        while weight > 0.0 && (state <= n || weight > NEGLIGIBLE * chain.waiting) {
            state += 1.0;
            weight *= load / leaves(state);
            chain.add_state(state, weight, n);
        }
        let total = chain.total();
        let ErlangASteadyState { immediate: at_once, waiting: waits, busy, queue } = chain;
        ErlangASteadyState {
            immediate: at_once / total,
            waiting: waits / total,
            busy: busy / total,
            queue: queue / total,
        }
    }

    fn add_state(&mut self, state: f64, weight: f64, n: f64) {
        if state < n {
            self.immediate += weight;
        } else {
            self.waiting += weight;
        }
        self.busy += state.min(n) * weight;
        self.queue += (state - n).max(0.0) * weight;
    }

    fn total(&self) -> f64 {
        self.immediate + self.waiting
    }
}

/// Relative weight below which a state is ignored.
const NEGLIGIBLE: f64 = 1e-20;

/// Erlang A: share of waiting callers answered within `time`.
///
/// The offered wait (with infinite patience) has a density proportional to exp(a/θ·(1 − e^(−θt)) − n·t) (Baccelli and
/// Hebuterne 1981); a share e^(−θt) is still waiting after t. Both integrals are scaled by the maximum of the density
/// to avoid overflow.
fn answered_in_time_share(load: f64, n: f64, theta: f64, time: f64) -> f64 {
    if load <= 0.0 {
        return 1.0;
    }
    let peak = if load > n { (load / n).ln() / theta } else { 0.0 };
    // Exponent at `peak + u` relative to `peak`.
    let exponent = |u: f64| {
        if load > n {
            -(n / theta) * exp_remainder(theta * u)
        } else {
            -(n - load) * u - (load / theta) * exp_remainder(theta * u)
        }
    };
    let edge = |step: f64, far: f64| {
        let (mut inside, mut outside) = (0.0_f64, step);
        while exponent(outside) > MIN_EXPONENT && outside.abs() < far {
            (inside, outside) = (outside, outside * 2.0);
        }
        for _ in 0..60 {
            let middle = f64::midpoint(inside, outside);
            if exponent(middle) > MIN_EXPONENT { inside = middle } else { outside = middle }
        }
        outside
    };
    let last = edge(1.0 / n, f64::INFINITY);
    let first = if peak > 0.0 { edge(-1.0 / n, peak).max(-peak) } else { 0.0 };
    let offered = integrate(first, last, |u| exponent(u).exp());
    let until = (time - peak).min(last);
    let answered = integrate(first, until, |u| (exponent(u) - theta * (peak + u)).exp());
    answered / offered
}

/// Exponent below which the density is ignored.
const MIN_EXPONENT: f64 = -45.0;

/// x − (1 − e^(−x)), accurate for small x.
fn exp_remainder(x: f64) -> f64 {
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
fn integrate(from: f64, to: f64, of: impl Fn(f64) -> f64) -> f64 {
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
