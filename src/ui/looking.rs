//! Metrics view state: period, comparison, filter, grouping. Caches derived figures until new samples arrive.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::config::Settings;
use crate::engine::looked::{Against, Looked, Preset};
use crate::engine::metrics::cut::{By, Cut, Trait};
use crate::engine::metrics::over_time::{Bucket, edges};
use crate::engine::metrics::sum::{Figures, Summed};
use crate::model::figure::FigureId;
use crate::model::ids::PersonId;
use crate::model::time::{Instant, Period};
use crate::query::protocol::{Metrics, Slot};
use super::view::View;

/// A change of the Metrics view.
#[derive(Debug, Clone, PartialEq)]
pub enum Turn {
    /// Sets period and comparison.
    Over(Looked),
    /// Sets the filter.
    Cut(Cut),
    /// Sets the filter and opens the figures tab.
    Figures(Cut),
    Apart(By),
    /// Switches between business and calendar time.
    Business,
    /// Opens a person's page.
    Person(PersonId),
}

/// Figures per group.
pub type Groups = Rc<Vec<(Trait, Figures)>>;

/// A figure per time bucket.
#[derive(Debug, Default)]
pub struct Series {
    pub edges: Rc<Vec<Instant>>,
    pub sums: Vec<Summed>,
}

/// Metrics view state.
#[derive(Debug)]
pub struct Looking {
    /// `None` for the default number of days.
    looked: Option<Looked>,
    pub cut: Cut,
    pub by: By,
    /// Whether durations are in business time, where known.
    pub business: bool,
    /// The person whose page is open; `None` for the first.
    pub person: Option<PersonId>,
    kept: RefCell<Kept>,
}

impl Default for Looking {
    fn default() -> Looking {
        let (cut, kept) = (Cut::team(), RefCell::default());
        Looking { looked: None, cut, by: By::Agent, business: false, person: None, kept }
    }
}

#[derive(Debug, Default)]
struct Kept {
    figures: HashMap<(Slot, Cut), Rc<Figures>>,
    groups: HashMap<(Slot, By, Cut), Groups>,
    /// Keyed by the maximum number of buckets too.
    series: HashMap<(Slot, FigureId, Cut, usize), Rc<Series>>,
    /// Bucket edges by maximum count; computing them for years of days is slow.
    edges: HashMap<(Slot, usize), Rc<Vec<Instant>>>,
    /// Keyed by what is counted and whether in business time.
    counts: HashMap<(&'static str, FigureId, Cut, bool), Rc<Vec<usize>>>,
}

/// Entries per cache; a full cache is cleared to bound memory.
const MOST: usize = 200;

impl Looking {
    /// Applies a change; the app decides whether to query figures.
    pub fn take(&mut self, turn: Turn) {
        match turn {
            Turn::Over(looked) => self.looked = Some(looked),
            Turn::Cut(cut) | Turn::Figures(cut) => self.cut = cut,
            Turn::Apart(by) => self.by = by,
            Turn::Business => self.business = !self.business,
            Turn::Person(person) => self.person = Some(person),
        }
    }

    /// Clears the cache when samples or settings change.
    pub fn forget(&mut self) {
        *self.kept.borrow_mut() = Kept::default();
    }

    /// The selected period and comparison.
    pub fn looked(&self, settings: &Settings) -> Looked {
        self.looked.unwrap_or(Looked::new(Preset::Days(settings.period_days)))
    }

    /// The period of a slot; `None` if it shows nothing.
    pub fn wanted(&self, slot: Slot, settings: &Settings, now: Instant) -> Option<Period> {
        let looked = self.looked(settings);
        match slot {
            Slot::Lately => None,
            Slot::Looked => Some(looked.period(settings.zone, now)),
            Slot::Beside => looked.beside(settings.baseline, settings.zone, now),
        }
    }

    /// The figures of a slot; none for the comparison slot without a comparison.
    pub fn metrics<'a>(&self, slot: Slot, view: &View<'a>) -> Option<&'a Metrics> {
        match slot {
            Slot::Lately => view.metrics,
            Slot::Looked => view.looked,
            Slot::Beside if self.looked(view.settings).against == Against::Nothing => None,
            Slot::Beside => view.beside,
        }
    }

    /// The figures under a filter.
    pub fn figures(&self, slot: Slot, cut: &Cut, view: &View) -> Option<Rc<Figures>> {
        let metrics = self.metrics(slot, view)?;
        let key = (slot, cut.clone());
        if let Some(figures) = self.kept.borrow().figures.get(&key) {
            return Some(figures.clone());
        }
        // Figures of the team and of each person come precomputed.
        let precomputed = match cut.0.as_slice() {
            [] => Some(&metrics.report.team),
            [Trait::Agent(Some(person))] => metrics.report.agent(*person),
            _ => None,
        };
        let figures = Rc::new(precomputed.cloned().unwrap_or_else(|| metrics.samples.figures(cut)));
        let mut kept = self.kept.borrow_mut();
        make_room(&mut kept.figures);
        kept.figures.insert(key, figures.clone());
        Some(figures)
    }

    /// The figures under a filter, grouped by a dimension. Unassigned work is left out when grouping by person.
    pub fn groups(&self, slot: Slot, by: By, cut: &Cut, view: &View) -> Option<Groups> {
        let metrics = self.metrics(slot, view)?;
        let key = (slot, by, cut.clone());
        if let Some(groups) = self.kept.borrow().groups.get(&key) {
            return Some(groups.clone());
        }
        let groups: Vec<(Trait, Figures)> = match by {
            By::Agent if cut.0.is_empty() => {
                let agents = metrics.report.agents.iter();
                agents.map(|(person, figures)| (Trait::Agent(Some(*person)), figures.clone())).collect()
            }
            _ => metrics.samples.groups(by, cut),
        };
        let is_known = |(one, _): &(Trait, Figures)| *one != Trait::Agent(None);
        let groups = Rc::new(groups.into_iter().filter(is_known).collect::<Vec<_>>());
        let mut kept = self.kept.borrow_mut();
        make_room(&mut kept.groups);
        kept.groups.insert(key, groups.clone());
        Some(groups)
    }

    /// Another count over the samples of a figure under the current filter; `count` is called once, then cached.
    pub fn counts(
        &self,
        what: &'static str,
        figure: FigureId,
        view: &View,
        count: impl FnOnce(&Metrics) -> Vec<usize>,
    ) -> Option<Rc<Vec<usize>>> {
        let metrics = self.metrics(Slot::Looked, view)?;
        let key = (what, figure, self.cut.clone(), self.business);
        if let Some(counts) = self.kept.borrow().counts.get(&key) {
            return Some(counts.clone());
        }
        let counts = Rc::new(count(metrics));
        let mut kept = self.kept.borrow_mut();
        make_room(&mut kept.counts);
        kept.counts.insert(key, counts.clone());
        Some(counts)
    }

    /// A figure over time, in at most `most` buckets.
    pub fn series(&self, slot: Slot, figure: FigureId, cut: &Cut, most: usize, view: &View) -> Option<Rc<Series>> {
        let metrics = self.metrics(slot, view)?;
        let key = (slot, figure, cut.clone(), most);
        if let Some(series) = self.kept.borrow().series.get(&key) {
            return Some(series.clone());
        }
        let edges = self.edges(slot, metrics.report.period, most, view);
        let sums = metrics.samples.series(figure, cut, &edges);
        let series = Rc::new(Series { edges, sums });
        let mut kept = self.kept.borrow_mut();
        make_room(&mut kept.series);
        kept.series.insert(key, series.clone());
        Some(series)
    }

    fn edges(&self, slot: Slot, period: Period, most: usize, view: &View) -> Rc<Vec<Instant>> {
        if let Some(edges) = self.kept.borrow().edges.get(&(slot, most)) {
            return edges.clone();
        }
        let edges = Rc::new(edges(view.zone(), period, Bucket::fitting(view.zone(), period, most)));
        let mut kept = self.kept.borrow_mut();
        make_room(&mut kept.edges);
        kept.edges.insert((slot, most), edges.clone());
        edges
    }
}

fn make_room<K, V>(kept: &mut HashMap<K, V>) {
    if kept.len() >= MOST {
        kept.clear();
    }
}
