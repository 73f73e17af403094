//! Schedules figure queries: refetch on a new period or newer event, one in flight per slot, Metrics slots only while
//! that view is open.

use chrono::TimeDelta;

use crate::model::ids::Seq;
use crate::model::time::Period;
use crate::query::protocol::{Ask, Slot};
use super::scene::Scene;

/// How far the end of a running period may lag behind now before a refetch.
const PATIENCE: TimeDelta = TimeDelta::hours(1);

/// The slots of the Metrics view.
pub const PLACES: [Slot; 2] = [Slot::Looked, Slot::Beside];

/// Figure queries in flight.
#[derive(Debug, Default)]
pub struct Asking {
    lately: Option<Period>,
    /// The recent figures are outdated by the time they arrive.
    again: bool,
    /// For each of [`METRICS_SLOTS`].
    asked: [Option<Period>; 2],
    /// The settings have changed, per slot.
    anew: [bool; 2],
}

fn near(a: Period, b: Period) -> bool {
    a.from == b.from && (a.to - b.to).abs() < PATIENCE
}

impl Asking {
    /// Queries the recent figures. While one query is in flight, the next waits.
    pub fn lately(&mut self, scene: &Scene) -> Option<Ask> {
        let period = Period::last_days(scene.settings.zone, scene.now, scene.settings.period_days);
        if let Some(asked) = self.lately {
            self.again |= asked.from != period.from;
            return None;
        }
        self.lately = Some(period);
        Some(Ask::Figures(Slot::Lately, period))
    }

    /// Recent figures have arrived, up to event `seq`; returns whether to query again.
    pub fn hear_lately(&mut self, seq: Seq, newest: Seq) -> bool {
        self.lately = None;
        std::mem::take(&mut self.again) || seq < newest
    }

    /// The queries that the Metrics view needs now.
    pub fn next(&mut self, scene: &Scene) -> Vec<Ask> {
        let mut asks = Vec::new();
        for (n, slot) in PLACES.into_iter().enumerate() {
            let Some(wanted) = scene.looking.wanted(slot, &scene.settings, scene.now) else { continue };
            if self.asked[n].is_some_and(|asked| near(asked, wanted)) && !self.anew[n] {
                continue;
            }
            let fresh = |(period, seq): (Period, Seq)| near(period, wanted) && seq >= scene.desk.seq;
            if scene.shown(slot).is_some_and(fresh) && !self.anew[n] {
                continue;
            }
            (self.asked[n], self.anew[n]) = (Some(wanted), false);
            asks.push(Ask::Figures(slot, wanted));
        }
        asks
    }

    /// Figures have arrived; returns whether they are still wanted.
    pub fn hear(&mut self, slot: Slot, period: Period) -> bool {
        let Some(n) = PLACES.iter().position(|place| *place == slot) else { return false };
        let timely = self.asked[n].is_none_or(|asked| asked == period);
        if timely {
            self.asked[n] = None;
        }
        timely
    }

    /// Forgets queries in flight after an error.
    pub fn give_up(&mut self) {
        (self.lately, self.again, self.asked) = (None, false, [None; 2]);
    }

    /// Marks all figures outdated after a settings change.
    pub fn anew(&mut self) {
        self.again |= self.lately.is_some();
        self.anew = [true; 2];
    }
}
