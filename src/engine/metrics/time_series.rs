//! Time series: figures per day, week or month, and the backlog at the end of each day.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::engine::metrics::filter::MetricFilter;
use crate::engine::metrics::summary::FigureSummary;
use crate::engine::metrics::{Samples, SamplesByFigure};
use crate::model::figure::{FigureId, FigureShape};
use crate::model::time::{Instant, Period, Zone};

/// Length of the buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeBucket {
    Day,
    /// Starts on Monday.
    Week,
    Month,
}

impl TimeBucket {
    /// The shortest bucket that yields at most `most` buckets.
    pub fn finest_within(zone: Zone, period: Period, most: usize) -> TimeBucket {
        let all = [TimeBucket::Day, TimeBucket::Week];
        all.into_iter()
            .find(|bucket| bucket_edges(zone, period, *bucket).len() <= most + 1)
            .unwrap_or(TimeBucket::Month)
    }

    fn start_of(self, day: NaiveDate) -> NaiveDate {
        match self {
            TimeBucket::Day => day,
            TimeBucket::Week => day - Days::new(day.weekday().num_days_from_monday().into()),
            TimeBucket::Month => day.with_day(1).unwrap_or(day),
        }
    }

    fn next_start(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            TimeBucket::Day => day.succ_opt(),
            TimeBucket::Week => self.start_of(day).checked_add_days(Days::new(7)),
            TimeBucket::Month => self.start_of(day).checked_add_months(Months::new(1)),
        }
    }
}

/// Start of each bucket, followed by the end of the period. First and last bucket may be partial.
pub fn bucket_edges(zone: Zone, period: Period, bucket: TimeBucket) -> Vec<Instant> {
    let mut edges = vec![period.from];
    let mut day = zone.date(period.from);
    while let Some(next) = bucket.next_start(day).filter(|next| zone.midnight(*next) < period.to) {
        edges.push(zone.midnight(next));
        day = next;
    }
    edges.push(period.to.max(period.from));
    edges
}

impl Samples {
    /// A figure per bucket between `edges`. Stocks at the end of the period have no series.
    pub fn series(&self, figure: FigureId, cut: &MetricFilter, edges: &[Instant]) -> Vec<FigureSummary> {
        let buckets = edges.len().saturating_sub(1);
        let mut drawn: Vec<SamplesByFigure> = (0..buckets).map(|_| SamplesByFigure::default()).collect();
        let mut wanted = vec![figure.sample_source()];
        if let FigureShape::Ratio(of) = figure.shape() {
            wanted.push(of.sample_source());
        }
        for one in wanted {
            for kept in self.packed_matching(one, cut) {
                let place = edges.partition_point(|edge| *edge <= kept.at());
                if let Some(drawn) = place.checked_sub(1).and_then(|bucket| drawn.get_mut(bucket)) {
                    drawn[one as usize].push(kept);
                }
            }
        }
        drawn.iter().map(|drawn| self.summarize(figure, drawn, cut.is_individual(), cut)).collect()
    }
}
