//! The hand-over at the end of a shift: what the outgoing lead leaves to the incoming one.

use serde::{Deserialize, Serialize};

use super::event::Author;
use super::time::Instant;

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
