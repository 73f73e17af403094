//! Schedules figure queries: refetch on a new period or newer event, one in flight per slot, Metrics slots only while
//! that view is open.

use chrono::TimeDelta;

use super::app_state::AppState;
use crate::model::ids::Seq;
use crate::model::time::Period;
use crate::query::protocol::{MetricsSlot, Query};

/// How far the end of a running period may lag behind now before a refetch.
const MAX_PERIOD_LAG: TimeDelta = TimeDelta::hours(1);

/// The slots of the Metrics view.
pub const METRICS_SLOTS: [MetricsSlot; 2] = [MetricsSlot::Selected, MetricsSlot::Comparison];

/// Figure queries in flight.
#[derive(Debug, Default)]
pub struct FigureRequests {
    recent: Option<Period>,
    /// The recent figures are outdated by the time they arrive.
    recent_outdated: bool,
    /// For each of [`METRICS_SLOTS`].
    in_flight: [Option<Period>; 2],
    /// The settings have changed, per slot.
    outdated: [bool; 2],
}

fn is_near(a: Period, b: Period) -> bool {
    a.from == b.from && (a.to - b.to).abs() < MAX_PERIOD_LAG
}

impl FigureRequests {
    /// Queries the recent figures. While one query is in flight, the next waits.
    pub fn request_recent(&mut self, scene: &AppState) -> Option<Query> {
        let period = Period::last_days(scene.settings.zone, scene.now, scene.settings.period_days);
        if let Some(asked) = self.recent {
            self.recent_outdated |= asked.from != period.from;
            return None;
        }
        self.recent = Some(period);
        Some(Query::Figures(MetricsSlot::Recent, period))
    }

    /// Recent figures have arrived, up to event `seq`; returns whether to query again.
    pub fn on_recent(&mut self, seq: Seq, newest: Seq) -> bool {
        self.recent = None;
        std::mem::take(&mut self.recent_outdated) || seq < newest
    }

    /// The queries that the Metrics view needs now.
    pub fn request_metrics(&mut self, scene: &AppState) -> Vec<Query> {
        let mut asks = Vec::new();
        for (n, slot) in METRICS_SLOTS.into_iter().enumerate() {
            let Some(wanted) = scene.metrics_view.period_for(slot, &scene.settings, scene.now) else { continue };
            if self.in_flight[n].is_some_and(|asked| is_near(asked, wanted)) && !self.outdated[n] {
                continue;
            }
            let fresh = |(period, seq): (Period, Seq)| is_near(period, wanted) && seq >= scene.desk.seq;
            if scene.loaded_figures(slot).is_some_and(fresh) && !self.outdated[n] {
                continue;
            }
            (self.in_flight[n], self.outdated[n]) = (Some(wanted), false);
            asks.push(Query::Figures(slot, wanted));
        }
        asks
    }

    /// Figures have arrived; returns whether they are still wanted.
    pub fn on_figures(&mut self, slot: MetricsSlot, period: Period) -> bool {
        let Some(n) = METRICS_SLOTS.iter().position(|place| *place == slot) else { return false };
        let timely = self.in_flight[n].is_none_or(|asked| asked == period);
        if timely {
            self.in_flight[n] = None;
        }
        timely
    }

    /// Forgets queries in flight after an error.
    pub fn clear_in_flight(&mut self) {
        (self.recent, self.recent_outdated, self.in_flight) = (None, false, [None; 2]);
    }

    /// Marks all figures outdated after a settings change.
    pub fn invalidate_all(&mut self) {
        self.recent_outdated |= self.recent.is_some();
        self.outdated = [true; 2];
    }
}
