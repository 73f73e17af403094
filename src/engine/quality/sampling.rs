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

use crate::model::ids::{PersonId, TicketId};
use crate::model::review::{SamplingConfig, Stratum};
use crate::model::ticket::Priority;
use crate::model::time::Instant;

/// A ticket solved in a week, as of the end of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SolvedTicket {
    pub ticket: TicketId,
    pub agent: PersonId,
    /// When it was solved.
    pub at: Instant,
    pub subject: String,
    pub channel: Option<String>,
    pub category: Option<String>,
    pub priority: Priority,
    /// Has a rating that is not satisfied.
    pub has_bad_rating: bool,
}

/// Tickets solved in a week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SolvedWeek {
    pub monday: NaiveDate,
    pub tickets: Vec<SolvedTicket>,
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
pub struct SampledTicket {
    pub ticket: TicketId,
    /// A second reviewer scores it too, without seeing the first result.
    pub needs_second_review: bool,
}

/// SplitMix64 generator.
struct SplitMix64(u64);

impl SplitMix64 {
    /// Seeds the generator from a sequence of numbers.
    fn from_numbers(numbers: &[u64]) -> SplitMix64 {
        numbers.iter().fold(SplitMix64(0), |dice, number| SplitMix64(SplitMix64(dice.0 ^ number).next()))
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
enum RandomPurpose {
    Ticket = 1,
    Stratum,
    Start,
    Second,
}

struct SamplingRandom {
    seed: u64,
    week: u64,
    agent: u64,
}

impl SamplingRandom {
    fn random(&self, of: RandomPurpose, numbers: &[u64]) -> u64 {
        let mut all = vec![self.seed, self.week, self.agent, of as u64];
        all.extend(numbers);
        SplitMix64::from_numbers(&all).next()
    }

    fn ticket_random(&self, of: RandomPurpose, ticket: TicketId) -> u64 {
        self.random(of, &[ticket.0.unsigned_abs()])
    }
}

impl Stratum {
    fn value_of(self, work: &SolvedTicket) -> &str {
        match self {
            Stratum::Channel => work.channel.as_deref().unwrap_or_default(),
            Stratum::Category => work.category.as_deref().unwrap_or_default(),
            Stratum::Priority => work.priority.name(),
            Stratum::Rating if work.has_bad_rating => "bad",
            Stratum::Rating => "",
        }
    }
}

/// Samples an agent's week, sorted by random number. Reviewed tickets always stay in the sample.
pub fn sample_week(
    monday: NaiveDate,
    agent: PersonId,
    works: &[SolvedTicket],
    reviewed: &BTreeSet<TicketId>,
    how: &SamplingConfig,
) -> Vec<SampledTicket> {
    let week = u64::from(monday.num_days_from_ce().unsigned_abs());
    let lots = SamplingRandom { seed: how.seed, week, agent: agent.0.unsigned_abs() };
    // A ticket solved twice counts once.
    let theirs: BTreeMap<TicketId, &SolvedTicket> =
        works.iter().filter(|work| work.agent == agent).map(|work| (work.ticket, work)).collect();
    let theirs: Vec<&SolvedTicket> = theirs.into_values().collect();
    let kept: BTreeSet<_> = theirs.iter().map(|work| work.ticket).filter(|ticket| reviewed.contains(ticket)).collect();
    let drawn = draw_stratified(&theirs, &lots, how);
    let open = drawn.into_iter().filter(|ticket| !kept.contains(ticket)).take(how.size.saturating_sub(kept.len()));
    let all: BTreeSet<TicketId> = kept.iter().copied().chain(open).collect();
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|ticket| (lots.ticket_random(RandomPurpose::Ticket, *ticket), *ticket));
    let second = |ticket| (lots.ticket_random(RandomPurpose::Second, ticket) >> 11) as f64 / (1u64 << 53) as f64;
    all.into_iter()
        .map(|ticket| SampledTicket { ticket, needs_second_review: second(ticket) < how.second_review_share })
        .collect()
}

/// Draws `how.size` tickets, sorted by random number.
fn draw_stratified(works: &[&SolvedTicket], lots: &SamplingRandom, how: &SamplingConfig) -> Vec<TicketId> {
    let lot = |work: &SolvedTicket| (lots.ticket_random(RandomPurpose::Ticket, work.ticket), work.ticket);
    let mut drawn: Vec<&SolvedTicket> = Vec::new();
    if how.strata.contains(&Stratum::Rating) && how.size > 0 {
        drawn.extend(works.iter().copied().filter(|work| work.has_bad_rating).min_by_key(|work| lot(work)));
    }
    let first = drawn.first().map(|work| work.ticket);
    let words = |work: &SolvedTicket| {
        how.strata.iter().map(|stratum| stratum.value_of(work).to_lowercase()).collect::<Vec<_>>()
    };
    // Strata are shuffled too, so that none is always last.
    let place = |words: &[String]| {
        let bytes = words.iter().flat_map(|word| word.bytes().map(u64::from).chain([256]));
        lots.random(RandomPurpose::Stratum, &bytes.collect::<Vec<_>>())
    };
    let mut rest: Vec<&SolvedTicket> = works.iter().copied().filter(|work| Some(work.ticket) != first).collect();
    rest.sort_by_cached_key(|work| {
        let words = words(work);
        (place(&words), words, lot(work))
    });
    let wanted = how.size.saturating_sub(drawn.len());
    let start = u128::from(lots.random(RandomPurpose::Start, &[]));
    drawn.extend(systematic_indices(rest.len(), wanted, start).map(|at| rest[at]));
    drawn.sort_by_key(|work| lot(work));
    drawn.into_iter().map(|work| work.ticket).collect()
}

/// `k` evenly spaced indices among `n` (all if `k >= n`), from a random start in units of 2⁻⁶⁴ step.
fn systematic_indices(n: usize, k: usize, start: u128) -> impl Iterator<Item = usize> {
    let k = k.min(n);
    let at = move |i: usize| {
        let place = ((i as u128) << 64 | start) * n as u128 / ((k as u128) << 64);
        usize::try_from(place).unwrap_or(usize::MAX).min(n - 1)
    };
    (0..k).map(at)
}

#[cfg(test)]
mod tests;
