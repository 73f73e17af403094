//! Hand-overs: those that were left, and what the next one has to know of the time since.

use super::read::Which;
use super::{Error, Store, team};
use crate::domain::handover::{HandOver, Since, since};
use crate::domain::metrics::{Counting, Cut, Depth, Window};
use crate::domain::record::{Numbered, RecordKind};
use crate::domain::time::Instant;

impl Store {
    /// Every hand-over, in order of time.
    pub fn hand_overs(&self) -> Result<Vec<Numbered<HandOver>>, Error> {
        let mut all: Vec<Numbered<HandOver>> = team::kept(&self.db, RecordKind::HandOver)?;
        all.sort_by_key(|left| (left.at, left.id));
        Ok(all)
    }

    /// What has changed since the last hand-over that was left before `now`. Where that is a moment of the past, `past`
    /// is the same moment, and the tickets are told as they stood then.
    pub fn since_hand_over(&self, counting: &Counting, now: Instant, past: Option<Instant>) -> Result<Since, Error> {
        let last = self.hand_overs()?.into_iter().rfind(|left| left.at <= now);
        let period = since(last.as_deref(), counting.zone.midnight(counting.zone.date(now)), now);
        let figures = self.samples(Window { period, now, counting, depth: Depth::Glance })?.figures(&Cut::team());
        let named = Which::These(last.as_ref().map(|left| left.named.clone()).unwrap_or_default());
        let named = match past {
            Some(at) => self.rows_at(at, &named)?,
            None => self.rows(&named)?,
        };
        Ok(Since { named, last, period, figures })
    }
}
