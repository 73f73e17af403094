//! Customer list and churn risk: contact volume, service received, who may leave, whom to contact.
//!
//! The store supplies the raw data; derived values are computed here.

pub mod due;
pub mod filter;
pub mod order;
pub mod plan;

use chrono::TimeDelta;

use crate::engine::customers::due::Due;
use crate::engine::customers::filter::Filter;
use crate::engine::metrics::past::Past;
use crate::engine::metrics::sum::Share;
use crate::model::customer::Customer;
use crate::model::ids::{CustomerId, Seq, TicketId};
use crate::model::survey::Camp;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, Period};

/// A ticket within this time of the customer's previous one is a repeat contact.
pub const REPEAT: TimeDelta = TimeDelta::days(7);
/// Bad ratings in a period that put a customer at risk.
const BAD: usize = 2;
/// Repeat contacts in a period that put a customer at risk.
const REPEATS: usize = 3;

/// Sort order of the customer list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    Name,
    Tier,
    Owner,
    #[default]
    Tickets,
    Ours,
    Repeats,
    Nps,
    Bad,
    Silent,
}

impl Sort {
    pub const ALL: [Sort; 9] = [
        Sort::Name,
        Sort::Tier,
        Sort::Owner,
        Sort::Tickets,
        Sort::Ours,
        Sort::Repeats,
        Sort::Nps,
        Sort::Bad,
        Sort::Silent,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Sort::Name => "name",
            Sort::Tier => "tier",
            Sort::Owner => "owner",
            Sort::Tickets => "tickets",
            Sort::Ours => "hours",
            Sort::Repeats => "repeats",
            Sort::Nps => "nps",
            Sort::Bad => "bad",
            Sort::Silent => "silent",
        }
    }

    /// Whether ascending is the default: names from A, lowest NPS first; but most tickets first.
    pub fn rises(self) -> bool {
        matches!(self, Sort::Name | Sort::Tier | Sort::Owner | Sort::Nps)
    }
}

impl std::str::FromStr for Sort {
    type Err = String;

    fn from_str(text: &str) -> Result<Sort, String> {
        let found = Sort::ALL.into_iter().find(|sort| sort.name() == text.trim());
        let names = || Sort::ALL.map(Sort::name).join(", ");
        found.ok_or_else(|| format!("‘{text}’ is nothing that customers are ordered by; there are {}", names()))
    }
}

/// A query of the customer list.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub period: Period,
    pub sort: Sort,
    /// Reverse the default order.
    pub turned: bool,
    pub filter: Filter,
    /// Maximum number of rows.
    pub most: usize,
    /// Time without contact after which a key account counts as silent.
    pub silent: TimeDelta,
}

/// Result of a [`CustomerQuery`].
#[derive(Debug, Clone)]
pub struct Listed {
    pub wanted: Wanted,
    pub rows: Vec<Standing>,
    /// Customers matching the filter, and all customers.
    pub of: usize,
    pub all: usize,
    /// Customers lost in the period, of those at its start; the churn figure.
    pub churn: Share,
    /// Customers to contact, longest overdue first.
    pub due: Vec<Due>,
    /// Newest event included.
    pub seq: Seq,
}

/// Totals over a customer's tickets in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Tickets received in the period.
    pub tickets: usize,
    /// Tickets in the backlog now.
    pub open: usize,
    /// Time the tickets were new or open within the period, in milliseconds: a proxy for effort.
    ours: i64,
    /// Bad ratings in the period, of tickets and in standalone surveys.
    pub bad: usize,
    /// Currently upset.
    pub upset: bool,
    /// When tickets came in, including those before the period that make one in it a repeat.
    came: Vec<Instant>,
}

impl Sums {
    /// Adds a ticket as of `now`.
    pub fn add(&mut self, past: &Past, period: Period, now: Instant) {
        if past.merged {
            return;
        }
        if let Some(created) = past.created.filter(|at| *at < period.to) {
            self.tickets += usize::from(period.contains(created));
            self.came.push(created);
        }
        self.open += usize::from(past.status.in_backlog());
        let ends = past.stretches.iter().skip(1).map(|stretch| stretch.from).chain([now]);
        for (stretch, end) in past.stretches.iter().zip(ends) {
            if stretch.status.waits_on() == Some(WaitsOn::Us) {
                let with_us = end.min(period.to) - stretch.from.max(period.from);
                self.ours += with_us.num_milliseconds().max(0);
            }
        }
        let given = past.ratings.iter().filter(|rating| rating.at.is_some_and(|at| period.contains(at)));
        self.bad += given.filter(|rating| !rating.score.satisfied()).count();
    }

    pub fn ours(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.ours)
    }

    /// Tickets of the period that came within [`REPEAT_CONTACT_WINDOW`] of the previous one.
    pub fn repeats(&self, period: Period) -> usize {
        let mut came = self.came.clone();
        came.sort();
        came.windows(2).filter(|two| period.contains(two[1]) && two[1] - two[0] <= REPEAT).count()
    }
}

/// A customer's latest NPS answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastNps {
    pub score: u8,
    pub at: Instant,
}

/// Why a customer may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Risk {
    /// Upset in one of their tickets.
    Upset,
    /// Detractor in their latest NPS answer.
    Detractor(u8),
    BadRatings(usize),
    Repeats(usize),
    /// Key account without contact for this many days.
    Silent(i64),
}

impl Risk {
    pub fn name(self) -> &'static str {
        match self {
            Risk::Upset => "upset",
            Risk::Detractor(_) => "detractor",
            Risk::BadRatings(_) => "bad_ratings",
            Risk::Repeats(_) => "repeats",
            Risk::Silent(_) => "silent",
        }
    }
}

/// A row of the customer list.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub id: CustomerId,
    pub it: Customer,
    pub tickets: usize,
    pub open: usize,
    pub ours: TimeDelta,
    pub repeats: usize,
    pub bad: usize,
    pub nps: Option<LastNps>,
    /// Latest event in a ticket, or latest survey answer.
    pub last: Option<Instant>,
    /// Churn risks, most severe first.
    pub risks: Vec<Risk>,
}

impl Standing {
    /// Whole days without contact.
    pub fn silent(&self, now: Instant) -> Option<i64> {
        self.last.map(|last| days(now - last))
    }
}

fn days(span: TimeDelta) -> i64 {
    span.num_days().max(0)
}

/// Inputs to churn risk.
#[derive(Debug, Clone, Copy)]
pub struct Signs<'a> {
    pub customer: &'a Customer,
    pub sums: &'a Sums,
    pub repeats: usize,
    pub nps: Option<LastNps>,
    pub last: Option<Instant>,
}

impl Signs<'_> {
    /// Churn risks, most severe first; none for a lost customer.
    pub fn risks(&self, now: Instant, silent: TimeDelta) -> Vec<Risk> {
        if self.customer.lost.is_some() {
            return Vec::new();
        }
        let detractor = self.nps.filter(|nps| Camp::of(nps.score) == Camp::Detractor);
        [
            self.sums.upset.then_some(Risk::Upset),
            detractor.map(|nps| Risk::Detractor(nps.score)),
            (self.sums.bad >= BAD).then_some(Risk::BadRatings(self.sums.bad)),
            (self.repeats >= REPEATS).then_some(Risk::Repeats(self.repeats)),
            self.silence(now).filter(|span| *span >= silent).map(|span| Risk::Silent(days(span))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Time without contact of a key account; if there never was any, since they became a customer.
    pub fn silence(&self, now: Instant) -> Option<TimeDelta> {
        self.customer.owner?;
        let since = || Some(self.customer.since?.and_time(chrono::NaiveTime::MIN).and_utc());
        Some(now - self.last.or_else(since)?)
    }
}

/// A ticket with an upset customer, and its follow-up time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp {
    pub ticket: TicketId,
    pub customer: CustomerId,
    pub at: Option<Instant>,
}

#[cfg(test)]
mod tests;
