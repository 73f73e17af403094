//! What staffing knows of the past: when tickets came and when they were solved, as the figures count them.

use rusqlite::{Row, params};

use super::codec::{ms, unpacked};
use super::{Error, Store};
use crate::domain::metrics::Past;
use crate::domain::staffing::flow::Flow;

/// As the figures read them ([`Store::each_past`]), with what the ticket is about.
const ARRIVALS: &str = "SELECT p.data, t.channel, t.category FROM
    (SELECT ticket FROM past WHERE until_at >= ?1 AND from_at < ?2 ORDER BY ticket) r
    CROSS JOIN past p ON p.ticket = r.ticket
    CROSS JOIN ticket t ON t.id = r.ticket";

impl Store {
    /// Counts what came and what was solved in the stretch that `flow` is of.
    pub fn flow(&self, mut flow: Flow) -> Result<Flow, Error> {
        let period = flow.period();
        let mut statement = self.db.prepare_cached(ARRIVALS)?;
        let mut rows = statement.query(params![ms(period.from), ms(period.to)])?;
        while let Some(row) = rows.next()? {
            let past: Past = unpacked(row, 0)?;
            // It came and was solved in the ticket that it goes on in.
            if past.merged {
                continue;
            }
            if let Some(created) = past.created {
                flow.arrived(created, text(row, 1)?, text(row, 2)?);
            }
            if let Some(solved) = past.last_solved {
                flow.solved(solved);
            }
        }
        Ok(flow)
    }
}

fn text<'a>(row: &'a Row, index: usize) -> rusqlite::Result<Option<&'a str>> {
    Ok(row.get_ref(index)?.as_str_or_null()?)
}
