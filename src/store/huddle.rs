//! What a huddle looks back on: the figures of the days before today, and of as many days before those.

use super::{Error, Store};
use crate::domain::metrics::{Counting, Cut, Depth, Figures, Window};
use crate::domain::plan::huddle::{Form, LookBack};
use crate::domain::time::{Instant, Period};

impl Store {
    /// The team's figures of the time that a huddle at `now` looks back on.
    pub fn look_back(&self, form: Form, counting: &Counting, now: Instant) -> Result<LookBack, Error> {
        let (period, before) = form.periods(counting.zone, now);
        let figures = |period: Period| -> Result<Figures, Error> {
            Ok(self.samples(Window { period, now, counting, depth: Depth::Glance })?.figures(&Cut::team()))
        };
        Ok(LookBack { form, period, figures: figures(period)?, before: figures(before)? })
    }
}
