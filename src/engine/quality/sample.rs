//! Stratified random sampling of solved tickets for review, reproducible on every machine.
//!
//! A ticket's random number depends only on seed, week, agent and ticket id (SplitMix64; Steele, Lea and Flood, 2014),
//! so neither ticket order nor other agents matter, and anyone with the seed can repeat the draw.
//!
//! Within a stratum, random numbers decide. Across strata, systematic sampling with a random start: each stratum gets
//! its share, rounded up or down, and every ticket has the same probability. Largest remainders would never sample
//! small strata, as there are usually more strata than tickets to draw.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::model::ids::{PersonId, TicketId};
use crate::model::review::{Draw, Stratum};
use crate::model::ticket::Priority;
use crate::model::time::Instant;

/// A ticket solved in a week, as of the end of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    pub ticket: TicketId,
    pub agent: PersonId,
    /// When it was solved.
    pub at: Instant,
    pub subject: String,
    pub channel: Option<String>,
    pub category: Option<String>,
    pub priority: Priority,
    /// Has a rating that is not satisfied.
    pub bad: bool,
}

/// Tickets solved in a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    pub monday: NaiveDate,
    pub works: Vec<Work>,
}

impl FromStr for Stratum {
    type Err = String;

    fn from_str(text: &str) -> Result<Stratum, String> {
        match text.trim() {
            "channel" => Ok(Stratum::Channel),
            "category" => Ok(Stratum::Category),
            "priority" => Ok(Stratum::Priority),
            "rating" => Ok(Stratum::Rating),
            other => Err(format!("‘{other}’ tells no tickets apart; there are channel, category, priority and rating")),
        }
    }
}

/// A sampled ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picked {
    pub ticket: TicketId,
    /// A second reviewer scores it too, without seeing the first result.
    pub second: bool,
}

/// SplitMix64 generator.
struct Dice(u64);

impl Dice {
    /// Seeds the generator from a sequence of numbers.
    fn of(numbers: &[u64]) -> Dice {
        numbers.iter().fold(Dice(0), |dice, number| Dice(Dice(dice.0 ^ number).next()))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// Separates the random numbers by purpose.
#[derive(Clone, Copy)]
enum Lot {
    Ticket = 1,
    Stratum,
    Start,
    Second,
}

struct Lots {
    seed: u64,
    week: u64,
    agent: u64,
}

impl Lots {
    fn draw(&self, of: Lot, numbers: &[u64]) -> u64 {
        let mut all = vec![self.seed, self.week, self.agent, of as u64];
        all.extend(numbers);
        Dice::of(&all).next()
    }

    fn of_ticket(&self, of: Lot, ticket: TicketId) -> u64 {
        self.draw(of, &[ticket.0.unsigned_abs()])
    }
}

impl Stratum {
    fn word(self, work: &Work) -> &str {
        match self {
            Stratum::Channel => work.channel.as_deref().unwrap_or_default(),
            Stratum::Category => work.category.as_deref().unwrap_or_default(),
            Stratum::Priority => work.priority.name(),
            Stratum::Rating if work.bad => "bad",
            Stratum::Rating => "",
        }
    }
}

/// Samples an agent's week, sorted by random number. Reviewed tickets always stay in the sample.
pub fn sample(
    monday: NaiveDate,
    agent: PersonId,
    works: &[Work],
    reviewed: &BTreeSet<TicketId>,
    how: &Draw,
) -> Vec<Picked> {
    let week = u64::from(monday.num_days_from_ce().unsigned_abs());
    let lots = Lots { seed: how.seed, week, agent: agent.0.unsigned_abs() };
    // A ticket solved twice counts once.
    let theirs: BTreeMap<TicketId, &Work> =
        works.iter().filter(|work| work.agent == agent).map(|work| (work.ticket, work)).collect();
    let theirs: Vec<&Work> = theirs.into_values().collect();
    let kept: BTreeSet<_> = theirs.iter().map(|work| work.ticket).filter(|ticket| reviewed.contains(ticket)).collect();
    let drawn = draw(&theirs, &lots, how);
    let open = drawn.into_iter().filter(|ticket| !kept.contains(ticket)).take(how.size.saturating_sub(kept.len()));
    let all: BTreeSet<TicketId> = kept.iter().copied().chain(open).collect();
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|ticket| (lots.of_ticket(Lot::Ticket, *ticket), *ticket));
    let second = |ticket| (lots.of_ticket(Lot::Second, ticket) >> 11) as f64 / (1u64 << 53) as f64;
    all.into_iter().map(|ticket| Picked { ticket, second: second(ticket) < how.second }).collect()
}

/// Draws `how.size` tickets, sorted by random number.
fn draw(works: &[&Work], lots: &Lots, how: &Draw) -> Vec<TicketId> {
    let lot = |work: &Work| (lots.of_ticket(Lot::Ticket, work.ticket), work.ticket);
    let mut drawn: Vec<&Work> = Vec::new();
    if how.strata.contains(&Stratum::Rating) && how.size > 0 {
        drawn.extend(works.iter().copied().filter(|work| work.bad).min_by_key(|work| lot(work)));
    }
    let first = drawn.first().map(|work| work.ticket);
    let words = |work: &Work| how.strata.iter().map(|stratum| stratum.word(work).to_lowercase()).collect::<Vec<_>>();
    // Strata are shuffled too, so that none is always last.
    let place = |words: &[String]| {
        let bytes = words.iter().flat_map(|word| word.bytes().map(u64::from).chain([256]));
        lots.draw(Lot::Stratum, &bytes.collect::<Vec<_>>())
    };
    let mut rest: Vec<&Work> = works.iter().copied().filter(|work| Some(work.ticket) != first).collect();
    rest.sort_by_cached_key(|work| {
        let words = words(work);
        (place(&words), words, lot(work))
    });
    let wanted = how.size.saturating_sub(drawn.len());
    let start = u128::from(lots.draw(Lot::Start, &[]));
    drawn.extend(steps(rest.len(), wanted, start).map(|at| rest[at]));
    drawn.sort_by_key(|work| lot(work));
    drawn.into_iter().map(|work| work.ticket).collect()
}

/// `k` evenly spaced indices among `n` (all if `k >= n`), from a random start in units of 2⁻⁶⁴ step.
fn steps(n: usize, k: usize, start: u128) -> impl Iterator<Item = usize> {
    let k = k.min(n);
    let at = move |i: usize| {
        let place = ((i as u128) << 64 | start) * n as u128 / ((k as u128) << 64);
        usize::try_from(place).unwrap_or(usize::MAX).min(n - 1)
    };
    (0..k).map(at)
}

#[cfg(test)]
mod tests;
