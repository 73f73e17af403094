//! What the figures of a period are drawn from: the pasts of all tickets that reach into it.

use rusqlite::params;

use super::codec::{ms, unpacked};
use super::{Error, Store};
use crate::domain::metrics::{Past, Samples, Window};
use crate::domain::ticket::TicketId;
use crate::domain::time::Period;

/// By number, so that neighbours are read together. The index says which: whatever was done with before the period began
/// is not looked at.
const PASTS: &str = "SELECT p.ticket, p.data FROM
    (SELECT ticket FROM past WHERE until_at >= ?1 AND from_at < ?2 ORDER BY ticket) r
    CROSS JOIN past p ON p.ticket = r.ticket";

impl Store {
    /// The samples of a period.
    pub fn samples(&self, window: Window) -> Result<Samples, Error> {
        let mut samples = Samples::default();
        self.each_past(window.period, |ticket, past| samples.add(ticket, &past, &window))?;
        Ok(samples.settled())
    }

    /// Hands over the past of every ticket that reaches into a period, by number; it may have nothing in it there.
    pub fn each_past(&self, period: Period, mut take: impl FnMut(TicketId, Past)) -> Result<(), Error> {
        let mut statement = self.db.prepare_cached(PASTS)?;
        let mut rows = statement.query(params![ms(period.from), ms(period.to)])?;
        while let Some(row) = rows.next()? {
            take(TicketId(row.get(0)?), unpacked(row, 1)?);
        }
        Ok(())
    }
}
