//! Hand-overs, and what has changed since the last one.

use super::read::TicketSelection;
use super::{Store, StoreError, team};
use crate::engine::handover::{SinceLastHandOver, period_since_last};
use crate::engine::metrics::filter::MetricFilter;
use crate::engine::metrics::{MetricsDepth, MetricsWindow};
use crate::model::handover::HandOver;
use crate::model::ids::WithId;
use crate::model::record::RecordKind;
use crate::model::settings::MetricsConfig;
use crate::model::time::Instant;

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
        counting: &MetricsConfig,
        now: Instant,
        past: Option<Instant>,
    ) -> Result<SinceLastHandOver, StoreError> {
        let last = self.hand_overs()?.into_iter().rfind(|left| left.at <= now);
        let period = period_since_last(last.as_deref(), counting.zone.midnight(counting.zone.date(now)), now);
        let figures = self
            .samples(MetricsWindow { period, now, config: counting, depth: MetricsDepth::Summary })?
            .figures(&MetricFilter::whole_team());
        let named = TicketSelection::Ids(last.as_ref().map(|left| left.named.clone()).unwrap_or_default());
        let named = match past {
            Some(at) => self.rows_at(at, &named)?,
            None => self.rows(&named)?,
        };
        Ok(SinceLastHandOver { mentioned_tickets: named, last, period, figures })
    }
}
