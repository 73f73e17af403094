//! The hand-over at the end of a shift, from the outgoing to the incoming lead.
//!
//! A [`HandOverDraft`] is computed from the data, rendered as text, edited and stored as text, so later ticket changes
//! do not alter it.

pub mod draft;
#[cfg(test)]
mod tests;

use crate::engine::desk::TicketRow;
use crate::engine::metrics::summary::Figures;
use crate::model::handover::HandOver;
use crate::model::ids::WithId;
use crate::model::time::{Instant, Period};

/// Activity since the last hand-over.
#[derive(Debug, Clone, PartialEq)]
pub struct SinceLastHandOver {
    pub last: Option<WithId<HandOver>>,
    /// From the last hand-over (else midnight) to now.
    pub period: Period,
    /// Team figures of the period.
    pub figures: Figures,
    /// Tickets mentioned in the last hand-over, in their current state.
    pub mentioned_tickets: Vec<TicketRow>,
}

/// Period since the last hand-over if that is at most a week ago, else since midnight.
pub fn period_since_last(last: Option<&HandOver>, midnight: Instant, now: Instant) -> Period {
    const LONGEST: chrono::TimeDelta = chrono::TimeDelta::days(7);
    let from = last.map(|last| last.at).filter(|at| *at <= now && now - *at <= LONGEST);
    Period { from: from.unwrap_or(midnight), to: now }
}
