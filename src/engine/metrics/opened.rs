//! A figure opened up: the samples behind it, counted as the figure counts them.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::engine::metrics::Samples;
use crate::engine::metrics::cut::Cut;
use crate::engine::metrics::sample::{Of, Sample, Value};
use crate::model::figure::{FigureId, Shape};

/// How samples count up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub samples: usize,
    /// Tickets, answers, reviews or customers, each once.
    pub things: usize,
    /// Samples that are hits, where they can be.
    pub hits: usize,
}

impl Tally {
    pub fn of(samples: &[Sample]) -> Tally {
        let things: BTreeSet<Of> = samples.iter().map(|sample| sample.of).collect();
        let hit =
            |sample: &&Sample| matches!(sample.value, Value::Hit { hit: true, .. } | Value::Rated { good: true, .. });
        Tally { samples: samples.len(), things: things.len(), hits: samples.iter().filter(hit).count() }
    }

    /// The number that a figure is or is made of: hits of a share, things of a count and above a ratio's line, samples
    /// of all others.
    pub fn counted(&self, figure: FigureId) -> usize {
        match figure.shape() {
            Shape::Share => self.hits,
            Shape::Count | Shape::Ratio(_) | Shape::Stock => self.things,
            Shape::Time | Shape::Balance | Shape::Mean | Shape::Part => self.samples,
        }
    }
}

impl Samples {
    /// How long a sample took, as a cut counts it; in business time where that is wanted and known. `None` where it is of
    /// no time.
    pub fn took(&self, sample: &Sample, cut: &Cut, business: bool) -> Option<TimeDelta> {
        match sample.value {
            Value::Took { team, own } => {
                let span = if cut.is_own() { own } else { team };
                let ruler = self.ruler.as_ref().filter(|_| business);
                Some(ruler.map_or(span, |ruler| ruler.business(sample.at - span, sample.at)))
            }
            Value::Lasted(span) => Some(span),
            _ => None,
        }
    }
}
