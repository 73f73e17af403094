//! Erlang's formulas: how a group of alike people does who answer what comes at random.
//!
//! Three models, all with arrivals at random (Poisson) and handle times that are exponential. *B*: who finds everybody
//! busy is turned away. *C*: they wait as long as it takes. *A* (Palm): they wait, but lose patience after an
//! exponential time. They are for channels in which a customer waits on the line, and never for a queue of letters.
//!
//! B comes from the recurrence 1/B(n) = 1 + n/a · 1/B(n−1), which only adds what is positive, and C from B. A is the
//! birth-and-death chain summed outwards from its likeliest state by ratios that are at most 1, so no load overflows.
//! Held against published figures and against sums of fifty digits: they agree within 1e-9, relative or absolute,
//! whichever is wider, up to 5,000 erlangs.

use crate::engine::staffing::bounds::{Bounds, refused};

/// The greatest load that is reckoned with, in erlangs.
pub const MOST_LOAD: f64 = 100_000.0;

/// The greatest group.
pub const MOST_PEOPLE: u32 = 1_000_000;

/// What is asked of a group, checked: load in erlangs, times in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traffic {
    load: f64,
    handle: Option<f64>,
    within: Option<f64>,
    patience: Option<f64>,
}

/// How a group of so many does. `None` where it cannot be said: there is no steady state (more work comes than the group
/// can do, and nobody loses patience), or a time that it follows from was not given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grade {
    pub people: u32,
    /// The share that would be turned away if nobody could wait (Erlang B).
    pub blocking: f64,
    /// The share that has to wait. 1 at a load of exactly as many erlangs as there are people, where the wait has no
    /// bound.
    pub wait_probability: Option<f64>,
    /// The share of all who come that is answered in time; who gave up before is not.
    pub service_level: Option<f64>,
    /// The share of the time in which a person is busy.
    pub occupancy: Option<f64>,
    /// Of all who come, in seconds; of those who give up, until they do.
    pub mean_wait: Option<f64>,
    /// How many wait on average.
    pub queue: Option<f64>,
    /// The share that gives up; only where patience has an end.
    pub abandonment: Option<f64>,
}

/// What a group has to reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    level: f64,
    ceiling: f64,
}

impl Target {
    /// A share answered in time (above 0, below 1), and the share of their time that people may be busy (above 0, up to 1).
    pub fn new(level: f64, ceiling: f64) -> Result<Target, String> {
        let level = Bounds::Between(0.0, 1.0).check("level", level)?;
        let ceiling = Bounds::UpTo(1.0).check("occupancy", ceiling)?;
        Ok(Target { level, ceiling })
    }
}

impl Traffic {
    /// A load in erlangs: how many people would be busy on average if there were enough. The handle time is needed for
    /// everything that has to do with seconds.
    pub fn new(load: f64, handle: Option<f64>, within: Option<f64>, patience: Option<f64>) -> Result<Traffic, String> {
        let load = Bounds::FromTo(0.0, MOST_LOAD).check("load", load)?;
        let time = |name, value: Option<f64>| value.map(|value| Bounds::Above(0.0).check(name, value)).transpose();
        let (handle, patience) = (time("handle", handle)?, time("patience", patience)?);
        let within = within.map(|within| Bounds::From(0.0).check("within", within)).transpose()?;
        match (handle, patience) {
            (None, Some(_)) => Err("patience says nothing without the handle time; give both".into()),
            // Far outside of this the chain is Erlang C, or nobody waits at all.
            (Some(handle), Some(patience)) if !(1e-6..=1e6).contains(&(patience / handle)) => {
                Err(refused("patience", patience, "a time from a millionth up to a million times the handle time"))
            }
            _ => Ok(Traffic { load, handle, within, patience }),
        }
    }

    /// The load of so many arrivals in so many seconds.
    pub fn load_of(arrivals: f64, seconds: f64, handle: f64) -> Result<f64, String> {
        let arrivals = Bounds::From(0.0).check("arrivals", arrivals)?;
        let seconds = Bounds::Above(0.0).check("per", seconds)?;
        let handle = Bounds::Above(0.0).check("handle", handle)?;
        Ok(arrivals * handle / seconds)
    }

    pub fn load(&self) -> f64 {
        self.load
    }

    /// How a group of so many does; of 0 as of 1.
    pub fn grade(&self, people: u32) -> Grade {
        let people = people.clamp(1, MOST_PEOPLE);
        let blocking = blocking(self.load, people);
        match (self.handle, self.patience) {
            (Some(handle), Some(patience)) => self.impatient(people, blocking, handle, patience),
            _ => self.patient(people, blocking),
        }
    }

    /// The smallest group that reaches the target; `None` if a time that the level follows from was not given.
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

    /// Of those who come, the share that waits no longer than is asked, if `waits` of them wait and `spare` more people
    /// are there than the load keeps busy.
    fn in_time(&self, waits: f64, spare: f64) -> Option<f64> {
        Some(1.0 - waits * (-spare * self.within? / self.handle?).exp())
    }

    fn least_patient(&self, target: Target) -> u32 {
        // Nobody reaches anything below the load; from there on B is carried along.
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
        // More people never do worse, so the least of them is found by halves.
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

/// How many have to be rostered so that `people` are at work, where a share of paid time (from 0, below 1) is not
/// available.
pub fn rostered(people: f64, shrinkage: f64) -> u32 {
    whole(people / (1.0 - shrinkage))
}

/// Rounded up, but not for the last digit of a sum that should have been whole.
pub fn whole(people: f64) -> u32 {
    (people - 1e-9).ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}

/// The fewest lines of which at most a share (above 0, up to 1) of the calls finds none free, by Erlang B.
pub fn lines(load: f64, most: f64) -> u32 {
    let (mut lines, mut blocked) = (0, 1.0);
    while blocked > most && lines < MOST_PEOPLE {
        lines += 1;
        blocked = next_blocking(load, lines, blocked);
    }
    lines
}

/// Erlang B: the share that finds all of `people` busy and is turned away.
pub fn blocking(load: f64, people: u32) -> f64 {
    // The inverse; past the largest number it is infinite, and its own inverse 0, as near as numbers come to it.
    let inverse = (1..=people).fold(1.0, |inverse, n| 1.0 + f64::from(n) / load * inverse);
    1.0 / inverse
}

/// B of one more: `people`, where `before` is B of one less.
fn next_blocking(load: f64, people: u32, before: f64) -> f64 {
    load * before / (f64::from(people) + load * before)
}

/// Erlang C from B: the share that has to wait; `None` where more work comes than `people` can do.
fn waits(load: f64, people: u32, blocking: f64) -> Option<f64> {
    let n = f64::from(people);
    (load <= n).then(|| if blocking > 0.0 { n * blocking / (n - load + load * blocking) } else { 0.0 })
}

/// Whether people are no busier than they may be; a last digit is forgiven.
fn fits(occupancy: f64, ceiling: f64) -> bool {
    occupancy <= ceiling + 1e-12
}

/// The steady state of Erlang A, in units of the handle time.
struct Chain {
    at_once: f64,
    waits: f64,
    busy: f64,
    queue: f64,
}

impl Chain {
    /// `theta` is the rate at which one who waits gives up.
    fn of(load: f64, people: u32, theta: f64) -> Chain {
        let n = f64::from(people);
        // How fast the chain leaves a state downwards.
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
        // Up to the last one who need not wait in any case, so that a small share that waits is still told truly.
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

/// A share that changes no sum any more.
const NOTHING: f64 = 1e-20;

/// Of those who have to wait in Erlang A, the share that is answered within `time`.
///
/// The wait that somebody of endless patience would be offered has a density as exp(a/θ·(1 − e^(−θt)) − n·t)
/// (Baccelli and Hebuterne 1981), and a share e^(−θt) of them is still there after t. Both integrals are taken from
/// where the density is greatest, so that nothing is too large for a number.
fn in_time_share(load: f64, n: f64, theta: f64, time: f64) -> f64 {
    if load <= 0.0 {
        return 1.0;
    }
    let peak = if load > n { (load / n).ln() / theta } else { 0.0 };
    // The exponent at `peak + u`, less that at `peak`.
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

/// Below this exponent a density is dark.
const DARK: f64 = -45.0;

/// x − (1 − e^(−x)), also where x is small.
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

/// The integral by Gauss and Legendre, five points in each of 400 equal parts; 0 where it runs backwards.
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
