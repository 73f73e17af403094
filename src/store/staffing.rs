//! Input of staffing: when tickets arrived and were solved, as the figures count them.

use rusqlite::{Row, params};

use super::codec::{millis, read_blob};
use super::{Store, StoreError};
use crate::engine::metrics::ticket_facts::TicketFacts;
use crate::engine::staffing::arrival_history::ArrivalHistory;

/// As [`Store::for_each_ticket_fact`], with channel and category.
const SELECT_FLOW_FACTS: &str = "SELECT p.data, t.channel, t.category FROM
    (SELECT ticket FROM past WHERE until_at >= ?1 AND from_at < ?2 ORDER BY ticket) r
    CROSS JOIN past p ON p.ticket = r.ticket
    CROSS JOIN ticket t ON t.id = r.ticket";

impl Store {
    /// Counts arrivals and solves in the period of `flow`.
    pub fn ticket_flow(&self, mut flow: ArrivalHistory) -> Result<ArrivalHistory, StoreError> {
        let period = flow.period();
        let mut statement = self.db.prepare_cached(SELECT_FLOW_FACTS)?;
        let mut rows = statement.query(params![millis(period.from), millis(period.to)])?;
        while let Some(row) = rows.next()? {
            let past: TicketFacts = read_blob(row, 0)?;
            // A merged ticket counts under its target.
            if past.merged {
                continue;
            }
            if let Some(created) = past.created {
                flow.add_arrival(created, read_text_opt(row, 1)?, read_text_opt(row, 2)?);
            }
            if let Some(solved) = past.last_solved {
                flow.add_solved(solved);
            }
        }
        Ok(flow)
    }
}

fn read_text_opt<'a>(row: &'a Row, index: usize) -> rusqlite::Result<Option<&'a str>> {
    Ok(row.get_ref(index)?.as_str_or_null()?)
}
