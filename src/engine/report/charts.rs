//! Chart data of a report. Rendering is up to the format.

use chrono::TimeDelta;

use crate::engine::charts;
use crate::engine::metrics::Samples;
use crate::engine::metrics::filter::{Dimension, DimensionValue, MetricFilter};
use crate::engine::metrics::sample::SampleValue;
use crate::engine::metrics::summary::FigureSummary;
use crate::engine::metrics::time_series::{TimeBucket, bucket_edges};
use crate::engine::report::input::ReportInput;
use crate::model::figure::FigureId;
use crate::model::time::{Instant, Period, Zone};

/// Maximum number of buckets.
const MAX_BUCKETS: usize = 31;
/// Maximum number of named categories; the rest is summed up.
const MAX_NAMED_CATEGORIES: usize = 8;

/// Chart data of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportCharts {
    pub flow: TicketFlow,
    pub first_response_histogram: FirstResponseHistogram,
    /// Tickets received by weekday (Monday first) and hour.
    pub arrivals_heatmap: [[usize; 24]; 7],
    /// Contact drivers, most frequent first; unnamed ones are summed up last.
    pub contact_drivers: Vec<ReportContactDriver>,
}

/// Bucket length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BucketLength {
    Hour,
    Day,
    Week,
    Month,
}

impl BucketLength {
    /// Stable name; `report-step-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            BucketLength::Hour => "hour",
            BucketLength::Day => "day",
            BucketLength::Week => "week",
            BucketLength::Month => "month",
        }
    }
}

/// Time series with one value per bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct TicketFlow {
    pub bucket: BucketLength,
    /// Start of each bucket, and the end of the last.
    pub edges: Vec<Instant>,
    pub received: Vec<usize>,
    pub solved: Vec<usize>,
    /// At the end of each bucket; `None` for future days and for one person's report.
    pub backlog: Vec<Option<usize>>,
    pub csat: Vec<FigureSummary>,
    pub nps: Vec<FigureSummary>,
}

/// Histogram of first response times: upper bound (see `DURATION_BIN_MINUTES`) and count.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FirstResponseHistogram(pub Vec<(Option<TimeDelta>, usize)>);

/// A contact driver (ticket category).
#[derive(Debug, Clone, PartialEq)]
pub struct ReportContactDriver {
    /// `None` = no category, or the rest ([`ReportContactDriver::is_other`]).
    pub name: Option<String>,
    /// Sum of the unnamed categories.
    pub is_other: bool,
    pub n: usize,
    /// Count in the comparison period.
    pub previous: Option<usize>,
    /// Cumulative share, 0–1.
    pub cumulative_share: f64,
}

impl ReportCharts {
    pub(super) fn from_input(source: &ReportInput, cut: &MetricFilter) -> ReportCharts {
        let (samples, zone) = (source.samples, source.config.zone);
        ReportCharts {
            flow: ticket_flow(samples, source.request.period.days.period, zone, cut),
            first_response_histogram: first_response_histogram(samples, cut),
            arrivals_heatmap: charts::count_by_hour_of_week(
                zone,
                samples.matching(FigureId::Received, cut).map(|sample| sample.at),
            ),
            contact_drivers: contact_drivers(source, cut),
        }
    }
}

fn ticket_flow(samples: &Samples, period: Period, zone: Zone, cut: &MetricFilter) -> TicketFlow {
    let (step, edges) = match period.to - period.from <= TimeDelta::hours(26) {
        true => (BucketLength::Hour, hour_edges(period)),
        false => {
            let bucket = TimeBucket::finest_within(zone, period, MAX_BUCKETS);
            let step = match bucket {
                TimeBucket::Day => BucketLength::Day,
                TimeBucket::Week => BucketLength::Week,
                TimeBucket::Month => BucketLength::Month,
            };
            (step, bucket_edges(zone, period, bucket))
        }
    };
    let count = |figure| samples.series(figure, cut, &edges).iter().map(FigureSummary::n).collect::<Vec<_>>();
    let stocks: Vec<(Instant, usize)> = samples.daily_backlog().at_day_ends().collect();
    let at = |end: &Instant| {
        let stock = stocks.iter().find(|(at, _)| at == end).filter(|_| cut.person().is_none());
        stock.map(|(_, n)| *n)
    };
    let backlog =
        if step == BucketLength::Hour { vec![None; edges.len() - 1] } else { edges.iter().skip(1).map(at).collect() };
    TicketFlow {
        received: count(FigureId::Received),
        solved: count(FigureId::Solved),
        csat: samples.series(FigureId::Csat, cut, &edges),
        nps: samples.series(FigureId::Nps, cut, &edges),
        backlog,
        bucket: step,
        edges,
    }
}

/// Hour boundaries of a day; 23 or 25 hours on clock changes.
fn hour_edges(period: Period) -> Vec<Instant> {
    let mut edges = Vec::new();
    let mut at = period.from;
    while at < period.to {
        edges.push(at);
        at += TimeDelta::hours(1);
    }
    edges.push(period.to.max(period.from));
    if edges.len() < 2 {
        edges.push(period.to);
    }
    edges
}

fn first_response_histogram(samples: &Samples, cut: &MetricFilter) -> FirstResponseHistogram {
    let took = samples.matching(FigureId::FirstResponse, cut).filter_map(|sample| match sample.value {
        SampleValue::Duration { own, .. } if cut.person().is_some() => Some(own),
        SampleValue::Duration { team, .. } => Some(team),
        _ => None,
    });
    let counts = charts::duration_histogram(took);
    let ends = charts::DURATION_BIN_MINUTES.into_iter().skip(1).map(|minutes| Some(TimeDelta::minutes(minutes)));
    FirstResponseHistogram(ends.chain([None]).zip(counts).collect())
}

/// Categories that no longer occur stay with count 0, as on screen.
fn contact_drivers(source: &ReportInput, cut: &MetricFilter) -> Vec<ReportContactDriver> {
    let received = |samples: &Samples| -> Vec<(DimensionValue, usize)> {
        let groups = samples.group_by(Dimension::Category, cut).into_iter();
        groups.map(|(one, figures)| (one, figures.n(FigureId::Received))).collect()
    };
    let before = source.comparison.map(received);
    let all = charts::contact_drivers(&received(source.samples), before.as_deref());
    let driver = |one: charts::ContactDriver| {
        let name = match one.value {
            DimensionValue::Category(name) => name.as_deref().map(str::to_owned),
            _ => None,
        };
        ReportContactDriver {
            name,
            is_other: false,
            n: one.n,
            previous: one.previous,
            cumulative_share: one.cumulative_share,
        }
    };
    let mut drivers: Vec<ReportContactDriver> = all.into_iter().map(driver).collect();
    if drivers.len() > MAX_NAMED_CATEGORIES + 1 {
        let rest = drivers.split_off(MAX_NAMED_CATEGORIES);
        let n = rest.iter().map(|driver| driver.n).sum();
        let before = rest.iter().map(|driver| driver.previous).sum();
        drivers.push(ReportContactDriver { name: None, is_other: true, n, previous: before, cumulative_share: 1.0 });
    }
    drivers
}
