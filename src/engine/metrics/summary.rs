//! Aggregated figures: value, sample count and details.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::engine::summary::{DurationStats, LOW_SAMPLE_COUNT, rate};
use crate::model::figure::{FigureId, FigureShape};

/// Aggregated figure. Durations in seconds, shares 0–1; without samples the value is `None`, never 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FigureSummary {
    Time {
        spread: DurationStats,
        /// In business time; `None` if not requested or without a calendar.
        business: Option<DurationStats>,
    },
    Share(ShareSummary),
    NetScore(NetScore),
    Mean {
        n: usize,
        mean: Option<f64>,
    },
    /// `None` if unknown.
    Count(Option<usize>),
    Stock(Option<Backlog>),
}

/// Hits of n.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct ShareSummary {
    pub n: usize,
    pub hits: usize,
    /// Hits that can still become misses: the reopen window has not passed.
    pub provisional: usize,
    /// Mean score of the answers that have one.
    pub mean: Option<f64>,
    /// Surveys sent; `None` if unknown.
    pub offered: Option<usize>,
}

impl ShareSummary {
    /// 0–1, or above 1 for ratios.
    pub fn rate(&self) -> Option<f64> {
        rate(self.hits, self.n)
    }
}

/// NPS: promoters, passives and detractors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct NetScore {
    pub n: usize,
    pub promoters: usize,
    pub passives: usize,
    pub detractors: usize,
    /// Surveys sent; `None` if unknown.
    pub offered: Option<usize>,
}

impl NetScore {
    /// −100 to 100.
    pub fn score(&self) -> Option<f64> {
        let less = self.promoters as f64 - self.detractors as f64;
        (self.n > 0).then(|| less * 100.0 / self.n as f64)
    }
}

/// Backlog at the end of the period, by who is waited on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Backlog {
    pub total: usize,
    pub us: usize,
    pub customer: usize,
    pub third_party: usize,
}

impl FigureSummary {
    /// Main value: median, share, score or count.
    pub fn value(&self) -> Option<f64> {
        match self {
            FigureSummary::Time { spread, .. } => spread.median,
            FigureSummary::Share(share) => share.rate(),
            FigureSummary::NetScore(balance) => balance.score(),
            FigureSummary::Mean { mean, .. } => *mean,
            FigureSummary::Count(n) => n.map(|n| n as f64),
            FigureSummary::Stock(backlog) => backlog.map(|backlog| backlog.total as f64),
        }
    }

    /// Sample count; for a ratio, its denominator.
    pub fn n(&self) -> usize {
        match self {
            FigureSummary::Time { spread, .. } => spread.n,
            FigureSummary::Share(share) => share.n,
            FigureSummary::NetScore(balance) => balance.n,
            FigureSummary::Mean { n, .. } => *n,
            FigureSummary::Count(n) => n.unwrap_or(0),
            FigureSummary::Stock(backlog) => backlog.map_or(0, |backlog| backlog.total),
        }
    }

    /// Low n: an average of fewer than 10 samples.
    pub fn is_low(&self) -> bool {
        !matches!(self, FigureSummary::Count(_) | FigureSummary::Stock(_)) && (1..LOW_SAMPLE_COUNT).contains(&self.n())
    }
}

/// `value`, `n`, and fields that depend on the shape.
impl Serialize for FigureSummary {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("value", &self.value())?;
        map.serialize_entry("n", &self.n())?;
        match self {
            FigureSummary::Time { spread, business } => {
                map.serialize_entry("mean", &spread.mean)?;
                map.serialize_entry("median", &spread.median)?;
                map.serialize_entry("p90", &spread.p90)?;
                map.serialize_entry("business", business)?;
            }
            FigureSummary::Share(share) => {
                map.serialize_entry("hits", &share.hits)?;
                map.serialize_entry("provisional", &share.provisional)?;
                map.serialize_entry("mean", &share.mean)?;
                map.serialize_entry("offered", &share.offered)?;
            }
            FigureSummary::NetScore(balance) => {
                map.serialize_entry("promoters", &balance.promoters)?;
                map.serialize_entry("passives", &balance.passives)?;
                map.serialize_entry("detractors", &balance.detractors)?;
                map.serialize_entry("offered", &balance.offered)?;
            }
            FigureSummary::Stock(backlog) => {
                let backlog = backlog.unwrap_or_default();
                map.serialize_entry("us", &backlog.us)?;
                map.serialize_entry("customer", &backlog.customer)?;
                map.serialize_entry("third_party", &backlog.third_party)?;
            }
            FigureSummary::Mean { .. } | FigureSummary::Count(_) => {}
        }
        map.end()
    }
}

/// All figures of a period and filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures([FigureSummary; FigureId::COUNT]);

impl Figures {
    pub(super) fn from_fn(sum: impl FnMut(FigureId) -> FigureSummary) -> Figures {
        Figures(FigureId::ALL.map(sum))
    }

    pub fn get(&self, figure: FigureId) -> &FigureSummary {
        &self.0[figure as usize]
    }

    /// Main value; see [`FigureSummary::value`].
    pub fn value(&self, figure: FigureId) -> Option<f64> {
        self.get(figure).value()
    }

    pub fn n(&self, figure: FigureId) -> usize {
        self.get(figure).n()
    }

    /// Statistics of a duration in calendar time; empty for other shapes.
    pub fn spread(&self, figure: FigureId) -> DurationStats {
        match self.get(figure) {
            FigureSummary::Time { spread, .. } => *spread,
            _ => DurationStats::default(),
        }
    }

    /// Statistics of a share; empty for other shapes.
    pub fn share_summary(&self, figure: FigureId) -> ShareSummary {
        match self.get(figure) {
            FigureSummary::Share(share) => *share,
            _ => ShareSummary::default(),
        }
    }

    /// `None` if no ticket has a creation time.
    pub fn backlog(&self) -> Option<Backlog> {
        match self.get(FigureId::Backlog) {
            FigureSummary::Stock(backlog) => *backlog,
            _ => None,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (FigureId, &FigureSummary)> {
        FigureId::ALL.into_iter().zip(&self.0)
    }
}

/// Keyed by the stable figure names.
impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter().map(|(figure, sum)| (figure.name(), sum)))
    }
}

/// Summary without samples.
pub(super) fn empty_summary(shape: FigureShape) -> FigureSummary {
    match shape {
        FigureShape::Time => FigureSummary::Time { spread: DurationStats::default(), business: None },
        FigureShape::Share | FigureShape::Ratio(_) => FigureSummary::Share(ShareSummary::default()),
        FigureShape::NetScore => FigureSummary::NetScore(NetScore::default()),
        FigureShape::Mean | FigureShape::Portion => FigureSummary::Mean { n: 0, mean: None },
        FigureShape::Count => FigureSummary::Count(Some(0)),
        FigureShape::Stock => FigureSummary::Stock(Some(Backlog::default())),
    }
}
