//! Time series: figures per day, week or month, and the backlog at the end of each day.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::engine::metrics::filter::MetricFilter;
use crate::engine::metrics::summary::FigureSummary;
use crate::engine::metrics::ticket_facts::TicketFacts;
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

/// Backlog at the end of each day.
#[derive(Debug, Clone, Default)]
pub struct DailyBacklog {
    day_ends: Vec<Instant>,
    /// Change from the previous end.
    deltas: Vec<i32>,
}

impl DailyBacklog {
    /// Empty.
    pub(super) fn new(ends: Vec<Instant>) -> DailyBacklog {
        DailyBacklog { deltas: vec![0; ends.len() + 1], day_ends: ends }
    }

    /// Counts a ticket on every day at whose end it was in the backlog.
    pub(super) fn add_ticket(&mut self, past: &TicketFacts) {
        if past.created.is_none() {
            return;
        }
        let place = |at: Instant| self.day_ends.partition_point(|end| *end <= at);
        let nexts = past.status_intervals.iter().skip(1).map(|next| place(next.from)).chain([self.day_ends.len()]);
        let stretches: Vec<_> = past.status_intervals.iter().zip(nexts).collect();
        for (stretch, to) in stretches {
            let from = place(stretch.from);
            if stretch.status.in_backlog() && from < to {
                self.deltas[from] += 1;
                self.deltas[to] -= 1;
            }
        }
    }

    /// End of each day and the backlog then.
    pub fn at_day_ends(&self) -> impl Iterator<Item = (Instant, usize)> {
        let mut total = 0_i64;
        self.day_ends.iter().zip(&self.deltas).map(move |(end, more)| {
            total += i64::from(*more);
            (*end, usize::try_from(total).unwrap_or(0))
        })
    }
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
