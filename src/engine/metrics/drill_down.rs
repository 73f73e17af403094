//! Drill-down: the samples behind a figure, counted as the figure counts them.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use crate::engine::metrics::Samples;
use crate::engine::metrics::filter::MetricFilter;
use crate::engine::metrics::sample::{Sample, SampleSubject, SampleValue};
use crate::model::figure::{FigureId, FigureShape};

/// Totals of a list of samples.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SampleTally {
    pub samples: usize,
    /// Distinct tickets, answers, reviews or customers.
    pub distinct: usize,
    /// Samples that are hits.
    pub hits: usize,
}

impl SampleTally {
    pub fn from_samples(samples: &[Sample]) -> SampleTally {
        let things: BTreeSet<SampleSubject> = samples.iter().map(|sample| sample.subject).collect();
        let hit = |sample: &&Sample| {
            matches!(sample.value, SampleValue::Hit { hit: true, .. } | SampleValue::Rating { good: true, .. })
        };
        SampleTally { samples: samples.len(), distinct: things.len(), hits: samples.iter().filter(hit).count() }
    }

    /// The count the figure is based on: hits of a share, distinct subjects of a count or a ratio's numerator, else
    /// samples.
    pub fn figure_count(&self, figure: FigureId) -> usize {
        match figure.shape() {
            FigureShape::Share => self.hits,
            FigureShape::Count | FigureShape::Ratio(_) | FigureShape::Stock => self.distinct,
            FigureShape::Time | FigureShape::NetScore | FigureShape::Mean | FigureShape::Portion => self.samples,
        }
    }
}

impl Samples {
    /// Duration of a sample under a filter, in business time if requested and available. `None` if the sample has none.
    pub fn duration_of(&self, sample: &Sample, cut: &MetricFilter, business: bool) -> Option<TimeDelta> {
        match sample.value {
            SampleValue::Duration { team, own } => {
                let span = if cut.is_individual() { own } else { team };
                let ruler = self.business_time.as_ref().filter(|_| business);
                Some(ruler.map_or(span, |ruler| ruler.business_time(sample.at - span, sample.at)))
            }
            SampleValue::TotalDuration(span) => Some(span),
            _ => None,
        }
    }
}
