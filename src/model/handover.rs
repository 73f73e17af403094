//! A hand-over between shifts.

use serde::Deserialize;
use serde::Serialize;

use crate::model::ids::TicketId;
use crate::model::person::Author;
use crate::model::time::Instant;

/// A submitted hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// The moment the content describes.
    pub at: Instant,
    pub author: Author,
    /// Name of the shift that ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<String>,
    /// Markdown.
    pub body: String,
    /// Tickets mentioned in the text; the next hand-over reports their outcome.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<TicketId>,
    /// Who acknowledged it and when; `None` while nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<HandOverReceipt>,
}

impl HandOver {
    /// Returns it acknowledged; `None` if it already is, or if `by` is its author.
    pub fn acknowledge(&self, by: &Author, at: Instant) -> Option<HandOver> {
        let theirs = self.author.is_same(by);
        let acknowledged = Some(HandOverReceipt { by: by.clone(), at });
        (!theirs && self.acknowledged.is_none()).then(|| HandOver { acknowledged, ..self.clone() })
    }
}

/// Acknowledgement by the incoming lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverReceipt {
    pub by: Author,
    pub at: Instant,
}
