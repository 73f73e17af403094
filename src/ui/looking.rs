//! How figures are looked at in Metrics: over which days, held against which others, of whose work, told apart by what.
//! What is worked out of their samples is kept until other samples come.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::config::Settings;
use crate::domain::dialogue::{Metrics, Slot};
use crate::domain::looked::{Against, Looked, Preset};
use crate::domain::metrics::{Bucket, By, Cut, FigureId, Figures, Summed, Trait, edges};
use crate::domain::person::PersonId;
use crate::domain::time::{Instant, Period};

use super::view::View;

/// A wish as to how figures are looked at.
#[derive(Debug, Clone, PartialEq)]
pub enum Turn {
    /// Over these days, held against those.
    Over(Looked),
    /// Of this work alone.
    Cut(Cut),
    /// The same, on the face that shows the figures.
    Figures(Cut),
    Apart(By),
    /// In business time, or in calendar time again.
    Business,
    /// The page of a person.
    Person(PersonId),
}

/// Groups of a cut, each with its figures.
pub type Groups = Rc<Vec<(Trait, Figures)>>;

/// A figure in each of the buckets between edges.
#[derive(Debug, Default)]
pub struct Series {
    pub edges: Rc<Vec<Instant>>,
    pub sums: Vec<Summed>,
}

/// The way of looking, and what was worked out for it.
#[derive(Debug)]
pub struct Looking {
    /// `None` for as many days as the settings say.
    looked: Option<Looked>,
    pub cut: Cut,
    pub by: By,
    /// Whether times are shown in business time, where that is known.
    pub business: bool,
    /// Whose page is open; `None` for the first one's.
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
    /// By how many buckets there may be, too.
    series: HashMap<(Slot, FigureId, Cut, usize), Rc<Series>>,
    /// The edges of so many buckets at most: to find the days of years takes long.
    edges: HashMap<(Slot, usize), Rc<Vec<Instant>>>,
    /// By what is counted, and whether in business time.
    counts: HashMap<(&'static str, FigureId, Cut, bool), Rc<Vec<usize>>>,
}

/// Cuts that are remembered at once; then all are forgotten, so that somebody who looks at everything needs no more room.
const MOST: usize = 200;

impl Looking {
    /// Takes a wish. Whether others are to be asked for is for the app to find out.
    pub fn take(&mut self, turn: Turn) {
        match turn {
            Turn::Over(looked) => self.looked = Some(looked),
            Turn::Cut(cut) | Turn::Figures(cut) => self.cut = cut,
            Turn::Apart(by) => self.by = by,
            Turn::Business => self.business = !self.business,
            Turn::Person(person) => self.person = Some(person),
        }
    }

    /// Other samples have come, or others are counted.
    pub fn forget(&mut self) {
        *self.kept.borrow_mut() = Kept::default();
    }

    /// What is looked at.
    pub fn looked(&self, settings: &Settings) -> Looked {
        self.looked.unwrap_or(Looked::new(Preset::Days(settings.period_days)))
    }

    /// The period that one of the places is to show; `None` where it is to show nothing.
    pub fn wanted(&self, slot: Slot, settings: &Settings, now: Instant) -> Option<Period> {
        let looked = self.looked(settings);
        match slot {
            Slot::Lately => None,
            Slot::Looked => Some(looked.period(settings.zone, now)),
            Slot::Beside => looked.beside(settings.baseline, settings.zone, now),
        }
    }

    /// The samples of a place. What nothing is held against has none.
    pub fn metrics<'a>(&self, slot: Slot, view: &View<'a>) -> Option<&'a Metrics> {
        match slot {
            Slot::Lately => view.metrics,
            Slot::Looked => view.looked,
            Slot::Beside if self.looked(view.settings).against == Against::Nothing => None,
            Slot::Beside => view.beside,
        }
    }

    /// The figures of a cut.
    pub fn figures(&self, slot: Slot, cut: &Cut, view: &View) -> Option<Rc<Figures>> {
        let metrics = self.metrics(slot, view)?;
        let key = (slot, cut.clone());
        if let Some(figures) = self.kept.borrow().figures.get(&key) {
            return Some(figures.clone());
        }
        // The team and its people are added up already, by whoever read the samples.
        let told = match cut.0.as_slice() {
            [] => Some(&metrics.report.team),
            [Trait::Agent(Some(person))] => metrics.report.agent(*person),
            _ => None,
        };
        let figures = Rc::new(told.cloned().unwrap_or_else(|| metrics.samples.figures(cut)));
        let mut kept = self.kept.borrow_mut();
        make_room(&mut kept.figures);
        kept.figures.insert(key, figures.clone());
        Some(figures)
    }

    /// The figures of a cut told apart. Work of nobody is not in it where it is told apart by people.
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

    /// Something else that is counted in the samples of the figure and the cut that are looked at: `count` is called once.
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

    /// A figure of a cut over time, in at most so many buckets.
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
