//! Ids of people and customers by name, kept between the batches of an import.

use std::collections::HashMap;

use crate::model::ids::{CustomerId, PersonId, Seq};

/// Name→ID cache across batches: most rows of a file name the same few people and customers. Valid for the next batch
/// only if nothing else was written in between.
#[derive(Default)]
pub struct LookupCache {
    pub(super) people: HashMap<String, PersonId>,
    pub(super) customers: HashMap<(String, Option<String>), CustomerId>,
    /// The newest event when the batch was committed.
    pub(super) newest_seq: Seq,
}

impl LookupCache {
    /// Known customers above which the cache is cleared, which bounds memory during a long import.
    pub(super) const MAX_CUSTOMERS: usize = 50_000;
}
