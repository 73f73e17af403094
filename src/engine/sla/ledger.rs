//! The ledger of a clock: every span, running or paused and why, so that the due instant can be verified by hand.

use chrono::TimeDelta;

use crate::engine::sla::clocks::status_periods;
use crate::engine::sla::{ClockProgress, ClockTerms, SlaClock};
use crate::model::calendar::{CalendarSpan, ClosedReason};
use crate::model::ticket::{Status, Ticket};
use crate::model::time::{Instant, Period};

/// Why a clock runs or not in a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpanReason {
    /// Ticket status.
    Status(Status),
    /// Outside opening hours.
    Closed,
    /// Special date, by its name.
    Holiday(String),
}

/// A span of a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerSpan {
    pub from: Instant,
    pub to: Instant,
    pub running: bool,
    pub reason: SpanReason,
    /// Time added to the clock: the span's length while running, else 0.
    pub counted: TimeDelta,
    /// Running total.
    pub total: TimeDelta,
}

/// A clock with its spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockLedger {
    pub clock: SlaClock,
    /// Contiguous, from the start of the clock to its end, else to now.
    pub spans: Vec<LedgerSpan>,
}

impl ClockLedger {
    pub fn time_used(&self) -> TimeDelta {
        self.spans.last().map_or(TimeDelta::zero(), |span| span.total)
    }

    /// Time left of the target; negative once exceeded.
    pub fn time_left(&self) -> TimeDelta {
        self.clock.terms.target - self.time_used()
    }

    /// When the target was exceeded, or will be if nothing changes.
    pub fn due_at(&self) -> Option<Instant> {
        match self.clock.progress {
            ClockProgress::Running { due, .. } | ClockProgress::Breached { due, .. } => Some(due),
            ClockProgress::Paused { left } if left <= TimeDelta::zero() => {
                let target = self.clock.terms.target;
                let passed = self.spans.iter().find(|span| span.total >= target)?;
                Some(passed.to - (passed.total - target))
            }
            ClockProgress::Paused { .. } | ClockProgress::Met { .. } | ClockProgress::Cancelled { .. } => None,
        }
    }
}

/// Ledger of a clock, up to `now` if it has not ended.
pub fn clock_ledger(clock: &SlaClock, ticket: &Ticket, now: Instant) -> ClockLedger {
    let terms = &clock.terms;
    let end = clock.ended_at().unwrap_or(now);
    let mut spans: Vec<LedgerSpan> = Vec::new();
    for (status, part) in status_periods(terms, ticket, end) {
        split_by_calendar(terms, status, part, &mut spans);
    }
    let mut total = TimeDelta::zero();
    for span in &mut spans {
        total += span.counted;
        span.total = total;
    }
    ClockLedger { clock: clock.clone(), spans }
}

/// Splits a period of constant status by the calendar.
fn split_by_calendar(terms: &ClockTerms, status: Status, part: Period, out: &mut Vec<LedgerSpan>) {
    if !terms.runs_in(status) {
        return push_span(part, false, SpanReason::Status(status), out);
    }
    let Some(calendar) = &terms.calendar else { return push_span(part, true, SpanReason::Status(status), out) };
    for CalendarSpan { period: piece, closed } in calendar.open_and_closed_spans(part.from, part.to) {
        match closed {
            None => push_span(piece, true, SpanReason::Status(status), out),
            Some(ClosedReason::OutsideHours) => push_span(piece, false, SpanReason::Closed, out),
            Some(ClosedReason::SpecialDate(name)) => push_span(piece, false, SpanReason::Holiday(name.to_owned()), out),
        }
    }
}

/// Appends a span, or extends the last one if the reason is the same.
fn push_span(piece: Period, running: bool, why: SpanReason, out: &mut Vec<LedgerSpan>) {
    let counted = if running { piece.to - piece.from } else { TimeDelta::zero() };
    match out.last_mut() {
        Some(last) if (last.running, &last.reason, last.to) == (running, &why, piece.from) => {
            last.to = piece.to;
            last.counted += counted;
        }
        _ => out.push(LedgerSpan {
            from: piece.from,
            to: piece.to,
            running,
            reason: why,
            counted,
            total: TimeDelta::zero(),
        }),
    }
}
