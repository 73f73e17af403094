//! Figures for a huddle: the days before today, and as many before those.

use crate::engine::huddle::{Form, LookBack};
use crate::engine::metrics::cut::Cut;
use crate::engine::metrics::sum::Figures;
use crate::engine::metrics::{Depth, Window};
use crate::model::settings::Counting;
use crate::model::time::{Instant, Period};
use super::{Store, StoreError};

impl Store {
    /// The team's figures for the period that a huddle at `now` covers, and for the previous one.
    pub fn huddle_figures(&self, form: Form, counting: &Counting, now: Instant) -> Result<LookBack, StoreError> {
        let (period, before) = form.periods(counting.zone, now);
        let figures = |period: Period| -> Result<Figures, StoreError> {
            Ok(self.samples(Window { period, now, counting, depth: Depth::Glance })?.figures(&Cut::team()))
        };
        Ok(LookBack { form, period, figures: figures(period)?, before: figures(before)? })
    }
}
