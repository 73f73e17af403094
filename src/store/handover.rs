//! Hand-overs: those that were left, and what the next one has to know of the time since.

use chrono::TimeDelta;

use super::read::Which;
use super::{Error, Store, team};
use crate::domain::handover::{HandOver, Since, since};
use crate::domain::metrics::Window;
use crate::domain::record::{Numbered, RecordKind};
use crate::domain::time::{Instant, Zone};

impl Store {
    /// Every hand-over, in order of time.
    pub fn hand_overs(&self) -> Result<Vec<Numbered<HandOver>>, Error> {
        let mut all: Vec<Numbered<HandOver>> = team::kept(&self.db, RecordKind::HandOver)?;
        all.sort_by_key(|left| (left.at, left.id));
        Ok(all)
    }

    /// What has changed since the last hand-over that was left before `now`.
    pub fn since_hand_over(&self, zone: Zone, fcr_window: TimeDelta, now: Instant) -> Result<Since, Error> {
        let last = self.hand_overs()?.into_iter().rfind(|left| left.at <= now);
        let period = since(last.as_deref(), zone.midnight(zone.date(now)), now);
        let figures = self.samples(Window { period, now, fcr_window })?.figures(None);
        let named = last.as_ref().map(|left| left.named.clone()).unwrap_or_default();
        Ok(Since { named: self.rows(&Which::These(named))?, last, period, figures })
    }
}
