//! The hand-over at the end of a shift: what the outgoing lead leaves to the incoming one.
//!
//! It is drafted from the data ([`Draft`]), put into words by whoever shows it, edited, and left in the file as text. So
//! what was left stays as it was left, whatever becomes of the tickets.

pub mod draft;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::engine::desk::Row;
use crate::engine::handover::draft::{Ahead, Draft, Spell, draft, draft_until, until};
use crate::engine::metrics::sum::Figures;
use crate::model::handover::HandOver;
use crate::model::ids::TicketId;
use crate::model::person::Author;
use crate::model::record::Numbered;
use crate::model::time::{Instant, Period};
use crate::presentation::plain_text::plain;

/// What the file says of the time since the last hand-over.
#[derive(Debug, Clone, PartialEq)]
pub struct Since {
    pub last: Option<Numbered<HandOver>>,
    /// From the last hand-over, else from the beginning of the day, up to now.
    pub period: Period,
    /// The team's figures of that time.
    pub figures: Figures,
    /// The tickets that the last hand-over named, as they stand now.
    pub named: Vec<Row>,
}

/// From when on a hand-over tells what changed: from the last one on, if that is not more than a week ago, else from the
/// beginning of the day.
pub fn since(last: Option<&HandOver>, midnight: Instant, now: Instant) -> Period {
    const LONGEST: chrono::TimeDelta = chrono::TimeDelta::days(7);
    let from = last.map(|last| last.at).filter(|at| *at <= now && now - *at <= LONGEST);
    Period { from: from.unwrap_or(midnight), to: now }
}
