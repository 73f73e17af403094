//! State of the Metrics view: period, comparison, filter, grouping, and the cache of derived figures.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::engine::metrics::filter::{Dimension, DimensionValue, MetricFilter};
use crate::engine::metrics::summary::{FigureSummary, Figures};
use crate::engine::period_selection::PeriodSelection;
use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::time::Instant;
use crate::query::protocol::MetricsSlot;

/// A change of the Metrics view.
#[derive(Debug, Clone, PartialEq)]
pub enum SetMetricsView {
    /// Sets period and comparison.
    Period(PeriodSelection),
    /// Sets the filter.
    Filter(MetricFilter),
    /// Sets the filter and opens the figures tab.
    ShowFigures(MetricFilter),
    GroupBy(Dimension),
    /// Switches between business and calendar time.
    ToggleBusinessTime,
    /// Opens a person's page.
    ShowPerson(PersonId),
}

/// Figures per group.
pub type FigureGroups = Rc<Vec<(DimensionValue, Figures)>>;

/// A figure per time bucket.
#[derive(Debug, Default)]
pub struct FigureSeries {
    pub edges: Rc<Vec<Instant>>,
    pub sums: Vec<FigureSummary>,
}

/// Metrics view state.
#[derive(Debug)]
pub struct MetricsView {
    /// `None` for the default number of days.
    pub(crate) period_selection: Option<PeriodSelection>,
    pub filter: MetricFilter,
    pub group_by: Dimension,
    /// Whether durations are in business time, where known.
    pub business_time: bool,
    /// The person whose page is open; `None` for the first.
    pub person: Option<PersonId>,
    pub(crate) cache: RefCell<MetricsViewCache>,
}

impl Default for MetricsView {
    fn default() -> MetricsView {
        MetricsView {
            period_selection: None,
            filter: MetricFilter::whole_team(),
            group_by: Dimension::Agent,
            business_time: false,
            person: None,
            cache: RefCell::default(),
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct MetricsViewCache {
    pub(crate) figures: HashMap<(MetricsSlot, MetricFilter), Rc<Figures>>,
    pub(crate) groups: HashMap<(MetricsSlot, Dimension, MetricFilter), FigureGroups>,
    /// Keyed by the maximum number of buckets too.
    pub(crate) series: HashMap<(MetricsSlot, FigureId, MetricFilter, usize), Rc<FigureSeries>>,
    /// Bucket edges by maximum count; computing them for years of days is slow.
    pub(crate) edges: HashMap<(MetricsSlot, usize), Rc<Vec<Instant>>>,
    /// Keyed by what is counted and whether in business time.
    pub(crate) counts: HashMap<(&'static str, FigureId, MetricFilter, bool), Rc<Vec<usize>>>,
}
