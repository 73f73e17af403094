//! Figures over time: the civil days, weeks or months of a period, a figure in each of them, and the backlog at their
//! ends.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::engine::metrics::cut::Cut;
use crate::engine::metrics::past::Past;
use crate::engine::metrics::sum::Summed;
use crate::engine::metrics::{Drawn, Samples};
use crate::model::figure::{FigureId, Shape};
use crate::model::time::{Instant, Period, Zone};

/// How finely a period is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket {
    Day,
    /// From Monday on.
    Week,
    Month,
}

impl Bucket {
    /// The finest that leaves at most so many.
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

/// Where the buckets of a period begin, and at last where the period ends. The first and the last may be cut short.
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

/// The backlog at the ends of days.
#[derive(Debug, Clone, Default)]
pub struct Stocks {
    ends: Vec<Instant>,
    /// By how much it is more than at the end before.
    more: Vec<i32>,
}

impl Stocks {
    /// Of nothing yet.
    pub(super) fn at(ends: Vec<Instant>) -> Stocks {
        Stocks { more: vec![0; ends.len() + 1], ends }
    }

    /// Counts a ticket in at the end of each day on which it was in the backlog just before midnight.
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

    /// The end of each day, and how many tickets were in the backlog then.
    pub fn each(&self) -> impl Iterator<Item = (Instant, usize)> {
        let mut total = 0_i64;
        self.ends.iter().zip(&self.more).map(move |(end, more)| {
            total += i64::from(*more);
            (*end, usize::try_from(total).unwrap_or(0))
        })
    }
}

impl Samples {
    /// A figure in each bucket between the `edges`, in order. What is a stock at the end of the period has none.
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
