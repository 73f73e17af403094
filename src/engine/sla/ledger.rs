//! The ledger of a clock: every span, running or paused and why, so that the due instant can be verified by hand.

use chrono::TimeDelta;

use crate::engine::sla::run::parts;
use crate::engine::sla::{Clock, Run, Terms};
use crate::model::calendar::{Closed, Stretch};
use crate::model::ticket::{Status, Ticket};
use crate::model::time::{Instant, Period};

/// Why a clock runs or not in a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Ticket status.
    Status(Status),
    /// Outside opening hours.
    Closed,
    /// Special date, by its name.
    Holiday(String),
}

/// A span of a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub from: Instant,
    pub to: Instant,
    pub running: bool,
    pub why: Why,
    /// Time added to the clock: the span's length while running, else 0.
    pub counted: TimeDelta,
    /// Running total.
    pub total: TimeDelta,
}

/// A clock with its spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    pub clock: Clock,
    /// Contiguous, from the start of the clock to its end, else to now.
    pub spans: Vec<Span>,
}

impl Ledger {
    pub fn used(&self) -> TimeDelta {
        self.spans.last().map_or(TimeDelta::zero(), |span| span.total)
    }

    /// Time left of the target; negative once exceeded.
    pub fn left(&self) -> TimeDelta {
        self.clock.terms.target - self.used()
    }

    /// When the target was exceeded, or will be if nothing changes.
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

/// Ledger of a clock, up to `now` if it has not ended.
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

/// Splits a period of constant status by the calendar.
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

/// Appends a span, or extends the last one if the reason is the same.
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
