//! A hand-over between shifts.

use serde::Deserialize;
use serde::Serialize;

use crate::model::ids::TicketId;
use crate::model::person::Author;
use crate::model::time::Instant;

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

impl HandOver {
    /// The same, taken over by somebody; `None` where it was already, or by whoever left it.
    pub fn acknowledge(&self, by: &Author, at: Instant) -> Option<HandOver> {
        let theirs = self.author.is_same(by);
        let acknowledged = Some(Acknowledged { by: by.clone(), at });
        (!theirs && self.acknowledged.is_none()).then(|| HandOver { acknowledged, ..self.clone() })
    }
}

/// That somebody has read a hand-over and goes on from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    pub by: Author,
    pub at: Instant,
}
