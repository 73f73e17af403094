//! Adds the texts of events to the full-text index.

use rusqlite::{Connection, params};

use super::StoreError;
use crate::model::event::EventPayload;
use crate::model::ids::Seq;
use crate::model::text::fold;

/// Batches full-text index inserts: the index sorts per statement, so one statement for all rows takes a fifth of the
/// time.
#[derive(Default)]
pub struct TextIndexBatch {
    texts: Vec<(i64, String)>,
    bytes: usize,
}

impl TextIndexBatch {
    /// Bytes of text after which a batch is written.
    const FLUSH_BYTES: usize = 1 << 20;

    pub fn add(&mut self, seq: Seq, what: &EventPayload) {
        if let Some(folded) = searchable_text(what) {
            self.bytes += folded.len();
            self.texts.push((seq.0, folded));
        }
    }

    pub fn flush_if_full(&mut self, db: &Connection) -> Result<(), StoreError> {
        if self.bytes < TextIndexBatch::FLUSH_BYTES { Ok(()) } else { self.flush(db) }
    }

    pub fn flush(&mut self, db: &Connection) -> Result<(), StoreError> {
        if !self.texts.is_empty() {
            let sql = "INSERT INTO said (rowid, body) SELECT value ->> 0, value ->> 1 FROM json_each(?1)";
            db.prepare_cached(sql)?.execute([serde_json::to_string(&self.texts)?])?;
        }
        self.texts.clear();
        self.bytes = 0;
        Ok(())
    }
}

fn searchable_text(what: &EventPayload) -> Option<String> {
    let texts = what.texts();
    (!texts.is_empty()).then(|| fold(&texts.join("\n")))
}

/// Adds an event's text to the full-text index.
pub fn index_event_text(db: &Connection, seq: Seq, what: &EventPayload) -> Result<(), StoreError> {
    if let Some(folded) = searchable_text(what) {
        db.prepare_cached("INSERT INTO said (rowid, body) VALUES (?1, ?2)")?.execute(params![seq.0, folded])?;
    }
    Ok(())
}
