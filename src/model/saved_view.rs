//! A saved queue view.

use serde::{Deserialize, Serialize};

use crate::model::person::Author;

/// A queue view that somebody saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    pub name: String,
    pub owner: Author,
    /// As typed.
    pub filter: String,
    /// As typed: `left,-age`; empty is queue order.
    #[serde(default)]
    pub sort: String,
    /// Comma-separated column names, in order; empty uses the default columns.
    #[serde(default)]
    pub columns: String,
}
