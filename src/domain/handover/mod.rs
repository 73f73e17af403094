//! The hand-over at the end of a shift: what the outgoing lead leaves to the incoming one.
//!
//! It is drafted from the data ([`Draft`]), put into words by whoever shows it, edited, and left in the file as text. So
//! what was left stays as it was left, whatever becomes of the tickets.

mod draft;
mod plain;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use self::draft::{Ahead, Draft, Spell, draft, draft_until, until};
pub use self::plain::plain;
use super::desk::Row;
use super::event::Author;
use super::metrics::Figures;
use super::record::Numbered;
use super::ticket::TicketId;
use super::time::{Instant, Period};

/// A hand-over as it was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The moment of which it tells.
    pub at: Instant,
    pub author: Author,
    /// The shift that ended: its name, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<String>,
    /// What was left, as Markdown.
    pub body: String,
    /// The tickets that it named, so that the next one can say what became of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<TicketId>,
    /// Who took it over, and when; `None` until somebody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Acknowledged>,
}

/// That somebody has read a hand-over and goes on from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    pub by: Author,
    pub at: Instant,
}

impl HandOver {
    /// The same, taken over by somebody; `None` where it was already, or by whoever left it.
    pub fn acknowledge(&self, by: &Author, at: Instant) -> Option<HandOver> {
        let theirs = self.author.is_same(by);
        let acknowledged = Some(Acknowledged { by: by.clone(), at });
        (!theirs && self.acknowledged.is_none()).then(|| HandOver { acknowledged, ..self.clone() })
    }
}

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
