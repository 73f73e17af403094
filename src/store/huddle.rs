//! Figures for a huddle: the days before today, and as many before those.

use super::{Store, StoreError};
use crate::engine::huddle::{HuddleFigures, HuddleKind};
use crate::engine::metrics::filter::MetricFilter;
use crate::engine::metrics::summary::Figures;
use crate::engine::metrics::{MetricsDepth, MetricsWindow};
use crate::model::settings::MetricsConfig;
use crate::model::time::{Instant, Period};

impl Store {
    /// The team's figures for the period that a huddle at `now` covers, and for the previous one.
    pub fn huddle_figures(
        &self,
        form: HuddleKind,
        counting: &MetricsConfig,
        now: Instant,
    ) -> Result<HuddleFigures, StoreError> {
        let (period, before) = form.periods(counting.zone, now);
        let figures = |period: Period| -> Result<Figures, StoreError> {
            Ok(self
                .samples(MetricsWindow { period, now, config: counting, depth: MetricsDepth::Summary })?
                .figures(&MetricFilter::whole_team()))
        };
        Ok(HuddleFigures { kind: form, period, figures: figures(period)?, previous: figures(before)? })
    }
}
