//! SLA policy history: which policies and calendars applied when, read from the log and cached.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::StoreError;
use super::codec::{read_instant, read_json};
use crate::engine::sla::PolicyHistory;
use crate::model::event::EventPayload;
use crate::model::ids::Seq;

/// Cached policy history and the newest event in it, shared by a store and its transactions.
#[derive(Clone, Default)]
pub struct PolicyHistoryCache(Arc<Mutex<(Seq, Arc<PolicyHistory>)>>);

impl PolicyHistoryCache {
    fn lock(&self) -> MutexGuard<'_, (Seq, Arc<PolicyHistory>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The policy history, re-read if the log has a newer policy event.
    pub fn load(&self, db: &Connection) -> Result<Arc<PolicyHistory>, StoreError> {
        let newest: i64 = db
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM event WHERE subject = 'rules' AND subject_id = 0 AND subject <> 'ticket'")?
            .query_row([], |row| row.get(0))?;
        let mut cached = self.lock();
        if cached.0 != Seq(newest) {
            let mut book = PolicyHistory::default();
            let mut statement = db.prepare_cached(
                "SELECT at, data FROM event WHERE subject = 'rules' AND subject <> 'ticket' ORDER BY seq",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if let EventPayload::RulesSet(rules) = read_json(row, 1)? {
                    book.activate(read_instant(row, 0)?, Arc::new(*rules));
                }
            }
            *cached = (Seq(newest), Arc::new(book));
        }
        Ok(cached.1.clone())
    }
}
