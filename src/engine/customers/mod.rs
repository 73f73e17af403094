//! The customers side by side: how much they asked for, how they were served, who may leave, and who has to be contacted.
//!
//! The store hands over what it keeps of each; what follows from it is worked out here.

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

/// Another ticket of the same customer within this time of the one before is a repeat contact.
pub const REPEAT: TimeDelta = TimeDelta::days(7);
/// So many bad ratings in a period put a customer at risk.
const BAD: usize = 2;
/// So many repeat contacts do.
const REPEATS: usize = 3;

/// By what the list can be ordered.
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

    /// Whether the lowest come first unless somebody says otherwise: names from A on, the worst score, but the most tickets.
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

/// Which customers are asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub period: Period,
    pub sort: Sort,
    /// The other way round than is usual for the order.
    pub turned: bool,
    pub filter: Filter,
    /// How many of them, from the first.
    pub most: usize,
    /// From when on a key account counts as silent.
    pub silent: TimeDelta,
}

/// What was asked for, and what there is.
#[derive(Debug, Clone)]
pub struct Listed {
    pub wanted: Wanted,
    pub rows: Vec<Standing>,
    /// How many customers the filter leaves, and how many there are.
    pub of: usize,
    pub all: usize,
    /// Lost in the period of those at its start, as the figures have it.
    pub churn: Share,
    /// Whoever has to be contacted, the longest overdue first.
    pub due: Vec<Due>,
    /// The newest event that it rests on.
    pub seq: Seq,
}

/// What a customer's tickets of a period add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Tickets that came in the period.
    pub tickets: usize,
    /// Tickets in the backlog now.
    pub open: usize,
    /// How long their tickets were with us (new or open) within the period, in milliseconds: what we know of the work.
    ours: i64,
    /// Bad ratings given in the period, of tickets and in answers that stand on their own.
    pub bad: usize,
    /// A customer who is upset now.
    pub upset: bool,
    /// When tickets came, back to so long before the period that one in it can be a repeat.
    came: Vec<Instant>,
}

impl Sums {
    /// Adds a ticket, judged at `now`.
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

    /// Tickets of the period that came within [`REPEAT`] of the one before.
    pub fn repeats(&self, period: Period) -> usize {
        let mut came = self.came.clone();
        came.sort();
        came.windows(2).filter(|two| period.contains(two[1]) && two[1] - two[0] <= REPEAT).count()
    }
}

/// The last answer of a customer to whether they would recommend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastNps {
    pub score: u8,
    pub at: Instant,
}

/// Why a customer may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Risk {
    /// A ticket of theirs says that they are upset.
    Upset,
    /// Their last answer was that of a detractor.
    Detractor(u8),
    BadRatings(usize),
    Repeats(usize),
    /// A key account from whom nothing was heard for so many days.
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

/// A customer and how they stand.
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
    /// When something last happened in a ticket of theirs, or they answered a survey.
    pub last: Option<Instant>,
    /// Why they may leave, the gravest first.
    pub risks: Vec<Risk>,
}

impl Standing {
    /// Whole days since anything was heard.
    pub fn silent(&self, now: Instant) -> Option<i64> {
        self.last.map(|last| days(now - last))
    }
}

fn days(span: TimeDelta) -> i64 {
    span.num_days().max(0)
}

/// What bears on whether a customer may leave.
#[derive(Debug, Clone, Copy)]
pub struct Signs<'a> {
    pub customer: &'a Customer,
    pub sums: &'a Sums,
    pub repeats: usize,
    pub nps: Option<LastNps>,
    pub last: Option<Instant>,
}

impl Signs<'_> {
    /// Why the customer may leave, the gravest first; nothing of one who has left.
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

    /// How long a key account has not been heard of; of whom nothing was ever heard, since they became a customer.
    pub fn silence(&self, now: Instant) -> Option<TimeDelta> {
        self.customer.owner?;
        let since = || Some(self.customer.since?.and_time(chrono::NaiveTime::MIN).and_utc());
        Some(now - self.last.or_else(since)?)
    }
}

/// The ticket in which a customer is upset, and when somebody is to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp {
    pub ticket: TicketId,
    pub customer: CustomerId,
    pub at: Option<Instant>,
}

#[cfg(test)]
mod tests;
