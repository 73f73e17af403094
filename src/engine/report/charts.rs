//! What a report draws: each chart as numbers. How they look is the business of whoever renders them.

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

/// At most so many buckets stand side by side.
const MOST: usize = 31;
/// At most so many categories are named; the others are one.
const NAMED: usize = 8;

/// The charts of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Charts {
    pub flow: Flow,
    pub answers: Answers,
    /// What came in, by weekday (Monday first) and hour.
    pub heat: [[usize; 24]; 7],
    /// Why people write, the most frequent first; whatever is not named is the last, without a name.
    pub drivers: Vec<Driver>,
}

/// How long a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Hour,
    Day,
    Week,
    Month,
}

impl Step {
    /// The stable name; `report-step-NAME` in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Step::Hour => "hour",
            Step::Day => "day",
            Step::Week => "week",
            Step::Month => "month",
        }
    }
}

/// Figures over time: each list has one value for each bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    pub step: Step,
    /// Where the buckets begin, and where the last one ends.
    pub edges: Vec<Instant>,
    pub received: Vec<usize>,
    pub solved: Vec<usize>,
    /// At the end of each bucket; `None` where the days are not over or it is one person's work.
    pub backlog: Vec<Option<usize>>,
    pub csat: Vec<Summed>,
    pub nps: Vec<Summed>,
}

/// How long first replies took: up to each bound of [`charts::BINS`], and how many took as long.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers(pub Vec<(Option<TimeDelta>, usize)>);

/// A category of tickets.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// `None` for those without one; the rest is [`Driver::is_rest`].
    pub name: Option<String>,
    /// All that are not named.
    pub is_rest: bool,
    pub n: usize,
    /// How many there were in the time that it is held against.
    pub before: Option<usize>,
    /// The share of this one and all before it, from 0 to 1.
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

/// The hours of a day, of which there are 23 or 25 where clocks are set.
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

/// What has vanished since is there with 0, as on the screen.
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
