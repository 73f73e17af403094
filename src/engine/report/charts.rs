//! Chart data of a report. Rendering is up to the format.

use chrono::TimeDelta;

use crate::engine::charts;
use crate::engine::metrics::Samples;
use crate::engine::metrics::cut::{By, Cut, Trait};
use crate::engine::metrics::over_time::{Bucket, edges};
use crate::engine::metrics::sample::Value;
use crate::engine::metrics::sum::Summed;
use crate::engine::report::Source;
use crate::model::figure::FigureId;
use crate::model::time::{Instant, Period, Zone};

/// Maximum number of buckets.
const MOST: usize = 31;
/// Maximum number of named categories; the rest is summed up.
const NAMED: usize = 8;

/// Chart data of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Charts {
    pub flow: Flow,
    pub answers: Answers,
    /// Tickets received by weekday (Monday first) and hour.
    pub heat: [[usize; 24]; 7],
    /// Contact drivers, most frequent first; unnamed ones are summed up last.
    pub drivers: Vec<Driver>,
}

/// Bucket length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Hour,
    Day,
    Week,
    Month,
}

impl Step {
    /// Stable name; `report-step-NAME` in the message catalog.
    pub fn name(self) -> &'static str {
        match self {
            Step::Hour => "hour",
            Step::Day => "day",
            Step::Week => "week",
            Step::Month => "month",
        }
    }
}

/// Time series with one value per bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    pub step: Step,
    /// Start of each bucket, and the end of the last.
    pub edges: Vec<Instant>,
    pub received: Vec<usize>,
    pub solved: Vec<usize>,
    /// At the end of each bucket; `None` for future days and for one person's report.
    pub backlog: Vec<Option<usize>>,
    pub csat: Vec<Summed>,
    pub nps: Vec<Summed>,
}

/// Histogram of first response times: upper bound (see `DURATION_BIN_MINUTES`) and count.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers(pub Vec<(Option<TimeDelta>, usize)>);

/// A contact driver (ticket category).
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// `None` = no category, or the rest ([`ReportContactDriver::is_other`]).
    pub name: Option<String>,
    /// Sum of the unnamed categories.
    pub is_rest: bool,
    pub n: usize,
    /// Count in the comparison period.
    pub before: Option<usize>,
    /// Cumulative share, 0–1.
    pub upto: f64,
}

impl Charts {
    pub(super) fn draw(source: &Source, cut: &Cut) -> Charts {
        let (samples, zone) = (source.samples, source.counting.zone);
        Charts {
            flow: flow(samples, source.order.frame.stretch.period, zone, cut),
            answers: answers(samples, cut),
            heat: charts::count_by_hour_of_week(zone, samples.of(FigureId::Received, cut).map(|sample| sample.at)),
            drivers: drivers(source, cut),
        }
    }
}

fn flow(samples: &Samples, period: Period, zone: Zone, cut: &Cut) -> Flow {
    let (step, edges) = match period.to - period.from <= TimeDelta::hours(26) {
        true => (Step::Hour, hours(period)),
        false => {
            let bucket = Bucket::fitting(zone, period, MOST);
            let step = match bucket {
                Bucket::Day => Step::Day,
                Bucket::Week => Step::Week,
                Bucket::Month => Step::Month,
            };
            (step, edges(zone, period, bucket))
        }
    };
    let count = |figure| samples.series(figure, cut, &edges).iter().map(Summed::n).collect::<Vec<_>>();
    let stocks: Vec<(Instant, usize)> = samples.stocks().each().collect();
    let at = |end: &Instant| {
        let stock = stocks.iter().find(|(at, _)| at == end).filter(|_| cut.person().is_none());
        stock.map(|(_, n)| *n)
    };
    let backlog = if step == Step::Hour { vec![None; edges.len() - 1] } else { edges.iter().skip(1).map(at).collect() };
    Flow {
        received: count(FigureId::Received),
        solved: count(FigureId::Solved),
        csat: samples.series(FigureId::Csat, cut, &edges),
        nps: samples.series(FigureId::Nps, cut, &edges),
        backlog,
        step,
        edges,
    }
}

/// Hour boundaries of a day; 23 or 25 hours on clock changes.
fn hours(period: Period) -> Vec<Instant> {
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

fn answers(samples: &Samples, cut: &Cut) -> Answers {
    let took = samples.of(FigureId::FirstResponse, cut).filter_map(|sample| match sample.value {
        Value::Took { own, .. } if cut.person().is_some() => Some(own),
        Value::Took { team, .. } => Some(team),
        _ => None,
    });
    let counts = charts::duration_histogram(took);
    let ends = charts::DURATION_BIN_MINUTES.into_iter().skip(1).map(|minutes| Some(TimeDelta::minutes(minutes)));
    Answers(ends.chain([None]).zip(counts).collect())
}

/// Categories that no longer occur stay with count 0, as on screen.
fn drivers(source: &Source, cut: &Cut) -> Vec<Driver> {
    let received = |samples: &Samples| -> Vec<(Trait, usize)> {
        let groups = samples.groups(By::Category, cut).into_iter();
        groups.map(|(one, figures)| (one, figures.n(FigureId::Received))).collect()
    };
    let before = source.beside.map(received);
    let all = charts::contact_drivers(&received(source.samples), before.as_deref());
    let driver = |one: charts::ContactDriver| {
        let name = match one.value {
            Trait::Category(name) => name.as_deref().map(str::to_owned),
            _ => None,
        };
        Driver { name, is_rest: false, n: one.n, before: one.previous, upto: one.cumulative_share }
    };
    let mut drivers: Vec<Driver> = all.into_iter().map(driver).collect();
    if drivers.len() > NAMED + 1 {
        let rest = drivers.split_off(NAMED);
        let n = rest.iter().map(|driver| driver.n).sum();
        let before = rest.iter().map(|driver| driver.before).sum();
        drivers.push(Driver { name: None, is_rest: true, n, before, upto: 1.0 });
    }
    drivers
}
