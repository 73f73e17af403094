//! Full-text search in event texts, newest first.

use rusqlite::params;

use super::codec::{millis, read_enum, read_event};
use super::{Store, StoreError};
use crate::model::ids::TicketId;
use crate::model::time::Instant;
use crate::query::protocol::SearchHit;
use crate::query::search_terms::{SearchPhrase, SearchTerms};

impl Store {
    /// The newest `limit` events that contain all words, the last one as a prefix because it is still being typed.
    /// Quoted words form a phrase. Undone events and events after `until` are left out.
    pub fn search(&self, wanted: &str, limit: usize, until: Option<Instant>) -> Result<Vec<SearchHit>, StoreError> {
        let wanted = fts_query(&SearchTerms::parse(wanted));
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut statement = self.db.prepare_cached(
            "SELECT e.seq, e.at, e.by_person, e.login, e.data, e.subject_id, t.subject, t.status, t.category
             FROM said s CROSS JOIN event e ON e.seq = s.rowid CROSS JOIN ticket t ON t.id = e.subject_id
             WHERE s.body MATCH ?1 AND e.subject = 'ticket' AND t.removed = 0 AND (?3 IS NULL OR e.at <= ?3)
               AND NOT EXISTS (SELECT 1 FROM event u WHERE u.undoes = e.seq
                               AND NOT EXISTS (SELECT 1 FROM event r WHERE r.undoes = u.seq))
             ORDER BY s.rowid DESC LIMIT ?2",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = statement.query_map(params![wanted, limit, until.map(millis)], |row| {
            let subject: String = row.get(6)?;
            let category: Option<String> = row.get(8)?;
            let subject = if subject.is_empty() { category.unwrap_or_default() } else { subject };
            Ok(SearchHit {
                event: read_event(row)?,
                ticket: TicketId(row.get(5)?),
                subject,
                status: read_enum(row, 7)?,
            })
        })?;
        let mut hits = found.collect::<Result<Vec<_>, _>>()?;
        hits.sort_by_key(|hit| std::cmp::Reverse((hit.event.at, hit.event.seq)));
        Ok(hits)
    }
}

/// The FTS query: every word quoted, so that no character is an operator.
fn fts_query(wanted: &SearchTerms) -> String {
    let part = |part: &SearchPhrase| format!("\"{}\"{}", part.words.join(" "), if part.is_prefix { "*" } else { "" });
    wanted.parts().iter().map(part).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::events::change::{Change, ChangeRequest};
    use crate::model::event::OpenedTicket;
    use crate::model::person::Author;
    use crate::model::time::from_millis;

    #[test]
    fn what_was_typed_has_no_meaning_to_the_index() {
        let query = |typed: &str| fts_query(&SearchTerms::parse(typed));
        assert_eq!(query("Hoàn tiền"), "\"hoan\" \"tien\"*");
        assert_eq!(query("refund \"not yet\" "), "\"refund\" \"not yet\"");
        assert_eq!(query("a-b* OR (c"), "\"a\" \"b\" \"or\" \"c\"*");
        assert_eq!(query(" -\" "), "");
    }

    #[test]
    fn what_was_said_is_found_until_it_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(&folder.path().join("team.db"), Arc::default()).unwrap();
        let mut does = |change: Change| {
            let request = ChangeRequest { change, by: Author::default(), seen_seq: None };
            store.apply(&request, from_millis(0).unwrap()).unwrap();
        };
        does(Change::OpenTicket(OpenedTicket {
            subject: "Đặng Thị Hoa chờ hoàn tiền".into(),
            ..OpenedTicket::default()
        }));
        does(Change::AddNote { ticket: TicketId(1), body: "called her, refund not yet paid".into() });
        does(Change::AddNote { ticket: TicketId(1), body: "a mistake about the refund".into() });
        does(Change::Undo);
        let found = |wanted: &str| {
            store.search(wanted, 50, None).unwrap().iter().map(|hit| hit.event.seq.0).collect::<Vec<_>>()
        };
        assert_eq!(found("dang hoan"), [1]);
        assert_eq!(found("REFUND"), [2]);
        assert_eq!(found("\"not yet\" ref"), [2]);
        assert!(found("\"yet not\"").is_empty());
        assert!(found("mistake").is_empty());
        assert!(store.search("refund", 50, from_millis(-1)).unwrap().is_empty(), "it was not said yet");
    }
}
