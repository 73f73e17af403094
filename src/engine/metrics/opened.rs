//! Drill-down: the samples behind a figure, counted as the figure counts them.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::engine::metrics::Samples;
use crate::engine::metrics::cut::Cut;
use crate::engine::metrics::sample::{Of, Sample, Value};
use crate::model::figure::{FigureId, Shape};

/// Totals of a list of samples.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub samples: usize,
    /// Distinct tickets, answers, reviews or customers.
    pub things: usize,
    /// Samples that are hits.
    pub hits: usize,
}

impl Tally {
    pub fn of(samples: &[Sample]) -> Tally {
        let things: BTreeSet<Of> = samples.iter().map(|sample| sample.of).collect();
        let hit =
            |sample: &&Sample| matches!(sample.value, Value::Hit { hit: true, .. } | Value::Rated { good: true, .. });
        Tally { samples: samples.len(), things: things.len(), hits: samples.iter().filter(hit).count() }
    }

    /// The count the figure is based on: hits of a share, distinct subjects of a count or a ratio's numerator, else
    /// samples.
    pub fn counted(&self, figure: FigureId) -> usize {
        match figure.shape() {
            Shape::Share => self.hits,
            Shape::Count | Shape::Ratio(_) | Shape::Stock => self.things,
            Shape::Time | Shape::Balance | Shape::Mean | Shape::Part => self.samples,
        }
    }
}

impl Samples {
    /// Duration of a sample under a filter, in business time if requested and available. `None` if the sample has none.
    pub fn took(&self, sample: &Sample, cut: &Cut, business: bool) -> Option<TimeDelta> {
        match sample.value {
            Value::Took { team, own } => {
                let span = if cut.is_own() { own } else { team };
                let ruler = self.ruler.as_ref().filter(|_| business);
                Some(ruler.map_or(span, |ruler| ruler.business_time(sample.at - span, sample.at)))
            }
            Value::Lasted(span) => Some(span),
            _ => None,
        }
    }
}
