//! The ledger of a clock: every span of its life, running or not and why, so that a person can add it up.

use chrono::TimeDelta;

use super::run::parts;
use super::{Clock, Run, Terms};
use crate::domain::calendar::{Closed, Stretch};
use crate::domain::ticket::{Status, Ticket};
use crate::domain::time::{Instant, Period};

/// Why a clock runs, or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// By the ticket's status.
    Status(Status),
    /// Outside of the opening hours.
    Closed,
    /// On a special date, by its name.
    Holiday(String),
}

/// A span of a clock's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub from: Instant,
    pub to: Instant,
    pub running: bool,
    pub why: Why,
    /// What it adds to the clock: its length while running, else nothing.
    pub counted: TimeDelta,
    /// The sum so far.
    pub total: TimeDelta,
}

/// A clock with its working.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    pub clock: Clock,
    /// Without gaps, from the start of the clock to its end, else to now.
    pub spans: Vec<Span>,
}

impl Ledger {
    /// All that was used.
    pub fn used(&self) -> TimeDelta {
        self.spans.last().map_or(TimeDelta::zero(), |span| span.total)
    }

    /// What is left of the target; negative once it is used up.
    pub fn left(&self) -> TimeDelta {
        self.clock.terms.target - self.used()
    }

    /// The instant at which the target was used up, or will be while nothing changes.
    pub fn due(&self) -> Option<Instant> {
        match self.clock.run {
            Run::Running { due, .. } | Run::Breached { due, .. } => Some(due),
            Run::Paused { left } if left <= TimeDelta::zero() => {
                let target = self.clock.terms.target;
                let passed = self.spans.iter().find(|span| span.total >= target)?;
                Some(passed.to - (passed.total - target))
            }
            Run::Paused { .. } | Run::Met { .. } | Run::Off { .. } => None,
        }
    }
}

/// The working of one of a ticket's clocks, up to `now` where it has not ended.
pub fn ledger(clock: &Clock, ticket: &Ticket, now: Instant) -> Ledger {
    let terms = &clock.terms;
    let end = clock.ended().unwrap_or(now);
    let mut spans: Vec<Span> = Vec::new();
    for (status, part) in parts(terms, ticket, end) {
        cut(terms, status, part, &mut spans);
    }
    let mut total = TimeDelta::zero();
    for span in &mut spans {
        total += span.counted;
        span.total = total;
    }
    Ledger { clock: clock.clone(), spans }
}

/// Cuts a part of unchanged status by the calendar.
fn cut(terms: &Terms, status: Status, part: Period, out: &mut Vec<Span>) {
    if !terms.runs_in(status) {
        return put(part, false, Why::Status(status), out);
    }
    let Some(calendar) = &terms.calendar else { return put(part, true, Why::Status(status), out) };
    for Stretch { time: piece, closed } in calendar.stretches(part.from, part.to) {
        match closed {
            None => put(piece, true, Why::Status(status), out),
            Some(Closed::Hours) => put(piece, false, Why::Closed, out),
            Some(Closed::Special(name)) => put(piece, false, Why::Holiday(name.to_owned()), out),
        }
    }
}

/// Adds a piece; one that goes on for the same reason makes the last one longer.
fn put(piece: Period, running: bool, why: Why, out: &mut Vec<Span>) {
    let counted = if running { piece.to - piece.from } else { TimeDelta::zero() };
    match out.last_mut() {
        Some(last) if (last.running, &last.why, last.to) == (running, &why, piece.from) => {
            last.to = piece.to;
            last.counted += counted;
        }
        _ => out.push(Span { from: piece.from, to: piece.to, running, why, counted, total: TimeDelta::zero() }),
    }
}
