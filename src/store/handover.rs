//! Hand-overs, and what has changed since the last one.

use crate::engine::handover::{Since, since};
use crate::engine::metrics::cut::Cut;
use crate::engine::metrics::{Depth, Window};
use crate::model::handover::HandOver;
use crate::model::record::{WithId, RecordKind};
use crate::model::settings::Counting;
use crate::model::time::Instant;
use super::read::TicketSelection;
use super::{Store, StoreError, team};

impl Store {
    /// All hand-overs, in time order.
    pub fn hand_overs(&self) -> Result<Vec<WithId<HandOver>>, StoreError> {
        let mut all: Vec<WithId<HandOver>> = team::read_records(&self.db, RecordKind::HandOver)?;
        all.sort_by_key(|left| (left.at, left.id));
        Ok(all)
    }

    /// What has changed since the last hand-over before `now`. `past` is set to the same instant when `now` is a past
    /// moment: tickets are then read as of it.
    pub fn changes_since_hand_over(
        &self,
        counting: &Counting,
        now: Instant,
        past: Option<Instant>,
    ) -> Result<Since, StoreError> {
        let last = self.hand_overs()?.into_iter().rfind(|left| left.at <= now);
        let period = since(last.as_deref(), counting.zone.midnight(counting.zone.date(now)), now);
        let figures = self.samples(Window { period, now, counting, depth: Depth::Glance })?.figures(&Cut::team());
        let named = TicketSelection::Ids(last.as_ref().map(|left| left.named.clone()).unwrap_or_default());
        let named = match past {
            Some(at) => self.rows_at(at, &named)?,
            None => self.rows(&named)?,
        };
        Ok(Since { named, last, period, figures })
    }
}
