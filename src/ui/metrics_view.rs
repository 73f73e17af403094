//! Derives the figures of the Metrics view and caches them until new samples arrive.

use std::collections::HashMap;
use std::rc::Rc;

use super::view::View;
use crate::config::Settings;
use crate::engine::metrics::filter::{Dimension, DimensionValue, MetricFilter};
use crate::engine::metrics::summary::Figures;
use crate::engine::metrics::time_series::{TimeBucket, bucket_edges};
use crate::engine::period_selection::{ComparisonBasis, PeriodPreset, PeriodSelection};
use crate::model::figure::FigureId;
use crate::model::time::{Instant, Period};
use crate::query::protocol::{MetricsSlot, MetricsSnapshot};
use crate::ui::state::metrics::{FigureGroups, FigureSeries, MetricsView, MetricsViewCache, SetMetricsView};

/// Entries per cache; a full cache is cleared to bound memory.
const MAX_CACHED: usize = 200;

impl MetricsView {
    /// Applies a change; the app decides whether to query figures.
    pub fn apply(&mut self, turn: SetMetricsView) {
        match turn {
            SetMetricsView::Period(looked) => self.period_selection = Some(looked),
            SetMetricsView::Filter(cut) | SetMetricsView::ShowFigures(cut) => self.filter = cut,
            SetMetricsView::GroupBy(by) => self.group_by = by,
            SetMetricsView::ToggleBusinessTime => self.business_time = !self.business_time,
            SetMetricsView::ShowPerson(person) => self.person = Some(person),
        }
    }

    /// Clears the cache when samples or settings change.
    pub fn clear_cache(&mut self) {
        *self.cache.borrow_mut() = MetricsViewCache::default();
    }

    /// The selected period and comparison.
    pub fn period_selection(&self, settings: &Settings) -> PeriodSelection {
        self.period_selection.unwrap_or(PeriodSelection::new(PeriodPreset::Days(settings.period_days)))
    }

    /// The period of a slot; `None` if it shows nothing.
    pub fn period_for(&self, slot: MetricsSlot, settings: &Settings, now: Instant) -> Option<Period> {
        let looked = self.period_selection(settings);
        match slot {
            MetricsSlot::Recent => None,
            MetricsSlot::Selected => Some(looked.period(settings.zone, now)),
            MetricsSlot::Comparison => looked.comparison_period(settings.baseline, settings.zone, now),
        }
    }

    /// The figures of a slot; none for the comparison slot without a comparison.
    pub fn metrics<'a>(&self, slot: MetricsSlot, view: &View<'a>) -> Option<&'a MetricsSnapshot> {
        match slot {
            MetricsSlot::Recent => view.recent_metrics,
            MetricsSlot::Selected => view.selected_metrics,
            MetricsSlot::Comparison if self.period_selection(view.settings).compare_to == ComparisonBasis::Nothing => {
                None
            }
            MetricsSlot::Comparison => view.comparison_metrics,
        }
    }

    /// The figures under a filter.
    pub fn figures(&self, slot: MetricsSlot, cut: &MetricFilter, view: &View) -> Option<Rc<Figures>> {
        let metrics = self.metrics(slot, view)?;
        let key = (slot, cut.clone());
        if let Some(figures) = self.cache.borrow().figures.get(&key) {
            return Some(figures.clone());
        }
        // Figures of the team and of each person come precomputed.
        let precomputed = match cut.0.as_slice() {
            [] => Some(&metrics.report.team),
            [DimensionValue::Agent(Some(person))] => metrics.report.agent(*person),
            _ => None,
        };
        let figures = Rc::new(precomputed.cloned().unwrap_or_else(|| metrics.samples.figures(cut)));
        let mut kept = self.cache.borrow_mut();
        evict_if_full(&mut kept.figures);
        kept.figures.insert(key, figures.clone());
        Some(figures)
    }

    /// The figures under a filter, grouped by a dimension. Unassigned work is left out when grouping by person.
    pub fn groups(&self, slot: MetricsSlot, by: Dimension, cut: &MetricFilter, view: &View) -> Option<FigureGroups> {
        let metrics = self.metrics(slot, view)?;
        let key = (slot, by, cut.clone());
        if let Some(groups) = self.cache.borrow().groups.get(&key) {
            return Some(groups.clone());
        }
        let groups: Vec<(DimensionValue, Figures)> = match by {
            Dimension::Agent if cut.0.is_empty() => {
                let agents = metrics.report.agents.iter();
                agents.map(|(person, figures)| (DimensionValue::Agent(Some(*person)), figures.clone())).collect()
            }
            _ => metrics.samples.group_by(by, cut),
        };
        let is_known = |(one, _): &(DimensionValue, Figures)| *one != DimensionValue::Agent(None);
        let groups = Rc::new(groups.into_iter().filter(is_known).collect::<Vec<_>>());
        let mut kept = self.cache.borrow_mut();
        evict_if_full(&mut kept.groups);
        kept.groups.insert(key, groups.clone());
        Some(groups)
    }

    /// Another count over the samples of a figure under the current filter; `count` is called once, then cached.
    pub fn counts(
        &self,
        what: &'static str,
        figure: FigureId,
        view: &View,
        count: impl FnOnce(&MetricsSnapshot) -> Vec<usize>,
    ) -> Option<Rc<Vec<usize>>> {
        let metrics = self.metrics(MetricsSlot::Selected, view)?;
        let key = (what, figure, self.filter.clone(), self.business_time);
        if let Some(counts) = self.cache.borrow().counts.get(&key) {
            return Some(counts.clone());
        }
        let counts = Rc::new(count(metrics));
        let mut kept = self.cache.borrow_mut();
        evict_if_full(&mut kept.counts);
        kept.counts.insert(key, counts.clone());
        Some(counts)
    }

    /// A figure over time, in at most `most` buckets.
    pub fn series(
        &self,
        slot: MetricsSlot,
        figure: FigureId,
        cut: &MetricFilter,
        most: usize,
        view: &View,
    ) -> Option<Rc<FigureSeries>> {
        let metrics = self.metrics(slot, view)?;
        let key = (slot, figure, cut.clone(), most);
        if let Some(series) = self.cache.borrow().series.get(&key) {
            return Some(series.clone());
        }
        let edges = self.edges(slot, metrics.report.period, most, view);
        let sums = metrics.samples.series(figure, cut, &edges);
        let series = Rc::new(FigureSeries { edges, sums });
        let mut kept = self.cache.borrow_mut();
        evict_if_full(&mut kept.series);
        kept.series.insert(key, series.clone());
        Some(series)
    }

    fn edges(&self, slot: MetricsSlot, period: Period, most: usize, view: &View) -> Rc<Vec<Instant>> {
        if let Some(edges) = self.cache.borrow().edges.get(&(slot, most)) {
            return edges.clone();
        }
        let edges = Rc::new(bucket_edges(view.zone(), period, TimeBucket::finest_within(view.zone(), period, most)));
        let mut kept = self.cache.borrow_mut();
        evict_if_full(&mut kept.edges);
        kept.edges.insert((slot, most), edges.clone());
        edges
    }
}

fn evict_if_full<K, V>(kept: &mut HashMap<K, V>) {
    if kept.len() >= MAX_CACHED {
        kept.clear();
    }
}
