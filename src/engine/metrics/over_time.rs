//! Time series: figures per day, week or month, and the backlog at the end of each day.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::engine::metrics::cut::Cut;
use crate::engine::metrics::past::Past;
use crate::engine::metrics::sum::Summed;
use crate::engine::metrics::{Drawn, Samples};
use crate::model::figure::{FigureId, Shape};
use crate::model::time::{Instant, Period, Zone};

/// Length of the buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket {
    Day,
    /// Starts on Monday.
    Week,
    Month,
}

impl Bucket {
    /// The shortest bucket that yields at most `most` buckets.
    pub fn fitting(zone: Zone, period: Period, most: usize) -> Bucket {
        let all = [Bucket::Day, Bucket::Week];
        all.into_iter().find(|bucket| edges(zone, period, *bucket).len() <= most + 1).unwrap_or(Bucket::Month)
    }

    fn first(self, day: NaiveDate) -> NaiveDate {
        match self {
            Bucket::Day => day,
            Bucket::Week => day - Days::new(day.weekday().num_days_from_monday().into()),
            Bucket::Month => day.with_day(1).unwrap_or(day),
        }
    }

    fn next(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Bucket::Day => day.succ_opt(),
            Bucket::Week => self.first(day).checked_add_days(Days::new(7)),
            Bucket::Month => self.first(day).checked_add_months(Months::new(1)),
        }
    }
}

/// Start of each bucket, followed by the end of the period. First and last bucket may be partial.
pub fn edges(zone: Zone, period: Period, bucket: Bucket) -> Vec<Instant> {
    let mut edges = vec![period.from];
    let mut day = zone.date(period.from);
    while let Some(next) = bucket.next(day).filter(|next| zone.midnight(*next) < period.to) {
        edges.push(zone.midnight(next));
        day = next;
    }
    edges.push(period.to.max(period.from));
    edges
}

/// Backlog at the end of each day.
#[derive(Debug, Clone, Default)]
pub struct Stocks {
    ends: Vec<Instant>,
    /// Change from the previous end.
    more: Vec<i32>,
}

impl Stocks {
    /// Empty.
    pub(super) fn at(ends: Vec<Instant>) -> Stocks {
        Stocks { more: vec![0; ends.len() + 1], ends }
    }

    /// Counts a ticket on every day at whose end it was in the backlog.
    pub(super) fn add(&mut self, past: &Past) {
        if past.created.is_none() {
            return;
        }
        let place = |at: Instant| self.ends.partition_point(|end| *end <= at);
        let nexts = past.stretches.iter().skip(1).map(|next| place(next.from)).chain([self.ends.len()]);
        let stretches: Vec<_> = past.stretches.iter().zip(nexts).collect();
        for (stretch, to) in stretches {
            let from = place(stretch.from);
            if stretch.status.in_backlog() && from < to {
                self.more[from] += 1;
                self.more[to] -= 1;
            }
        }
    }

    /// End of each day and the backlog then.
    pub fn each(&self) -> impl Iterator<Item = (Instant, usize)> {
        let mut total = 0_i64;
        self.ends.iter().zip(&self.more).map(move |(end, more)| {
            total += i64::from(*more);
            (*end, usize::try_from(total).unwrap_or(0))
        })
    }
}

impl Samples {
    /// A figure per bucket between `edges`. Stocks at the end of the period have no series.
    pub fn series(&self, figure: FigureId, cut: &Cut, edges: &[Instant]) -> Vec<Summed> {
        let buckets = edges.len().saturating_sub(1);
        let mut drawn: Vec<Drawn> = (0..buckets).map(|_| Drawn::default()).collect();
        let mut wanted = vec![figure.drawn_as()];
        if let Shape::Ratio(of) = figure.shape() {
            wanted.push(of.drawn_as());
        }
        for one in wanted {
            for kept in self.kept(one, cut) {
                let place = edges.partition_point(|edge| *edge <= kept.at());
                if let Some(drawn) = place.checked_sub(1).and_then(|bucket| drawn.get_mut(bucket)) {
                    drawn[one as usize].push(kept);
                }
            }
        }
        drawn.iter().map(|drawn| self.sum(figure, drawn, cut.is_own(), cut)).collect()
    }
}
