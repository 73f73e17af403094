//! Coverage view state (day, what-if scenario) and a cache that team, clock or settings changes invalidate.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{Days, NaiveDate};

use crate::engine::coverage::past::{LOOKBACK_DAYS, CoverageHistory};
use crate::engine::coverage::{StepInCandidate, CoverageInput, ProfileCoverage};
use crate::engine::what_if::compare::{Turn, compare};
use crate::engine::what_if::{Supposed, Supposition, Wrong, suppose};
use crate::model::ids::PersonId;
use crate::model::person::Profile;
use crate::model::team::Team;
use crate::model::time::{Instant, Period};
use super::view::View;

/// The live set holds the shifts from this many days before today to this many after, plus one day before each end.
const BACK: u64 = 30;
const AHEAD: u64 = 61;

/// A change of the coverage view.
#[derive(Debug, Clone, PartialEq)]
pub enum Look {
    /// Selects a day; `None` follows today.
    At(Option<NaiveDate>),
    /// Selects a day and opens the day tab.
    Day(NaiveDate),
    /// Sets the what-if scenario; `None` clears it.
    Suppose(Option<Thought>),
}

/// A what-if scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Thought {
    /// As typed.
    pub text: String,
    pub suppositions: Vec<Supposition>,
}

/// Coverage of a day.
#[derive(Debug, PartialEq)]
pub struct Shown {
    pub date: NaiveDate,
    pub rows: Vec<ProfileCoverage>,
    /// Differences caused by the scenario.
    pub turns: Vec<Turn>,
}

/// People who are the only holder of two profiles, and when.
pub type Alone = Rc<[(PersonId, Vec<Period>)]>;

/// Coverage view state.
#[derive(Debug, Default)]
pub struct Lens {
    day: Option<NaiveDate>,
    thought: Option<Thought>,
    kept: RefCell<Kept>,
    /// The scenario was sent to be saved.
    asked: Cell<bool>,
}

#[derive(Debug, Default)]
struct Kept {
    /// Version of the data it was computed from.
    of: u64,
    supposed: Option<Rc<Result<Supposed, Wrong>>>,
    days: BTreeMap<NaiveDate, Rc<Shown>>,
    past: Option<Rc<CoverageHistory>>,
    alone: BTreeMap<NaiveDate, Alone>,
}

impl Lens {
    pub fn take(&mut self, look: Look) {
        match look {
            Look::At(day) => self.day = day,
            Look::Day(day) => self.day = Some(day),
            Look::Suppose(thought) => {
                self.thought = thought;
                *self.kept.borrow_mut() = Kept::default();
            }
        }
    }

    /// The selected day.
    pub fn day(&self, view: &View) -> NaiveDate {
        self.day.unwrap_or(view.zone().date(view.now))
    }

    /// Whether a day other than today is selected.
    pub fn is_elsewhere(&self, view: &View) -> bool {
        self.day(view) != view.zone().date(view.now)
    }

    /// The selected day moved by `days`, within the loaded roster.
    pub fn moved(&self, days: i64, view: &View) -> NaiveDate {
        let today = view.zone().date(view.now);
        let day = self.day(view) + chrono::TimeDelta::days(days);
        day.clamp(today - Days::new(BACK), today + Days::new(AHEAD))
    }

    /// Selects `day`; today is selected as `None` so that it follows the date.
    pub fn at(&self, day: NaiveDate, view: &View) -> Look {
        Look::At(Some(day).filter(|day| *day != view.zone().date(view.now)))
    }

    /// Whether the roster of a day is loaded.
    pub fn knows(&self, day: NaiveDate, view: &View) -> bool {
        let today = view.zone().date(view.now);
        (today - Days::new(BACK)..=today + Days::new(AHEAD)).contains(&day)
    }

    /// Notes that the scenario was sent to be saved.
    pub fn ask(&self) {
        self.asked.set(true);
    }

    /// Takes the note that the scenario was sent to be saved.
    pub fn was_asked(&self) -> bool {
        self.asked.take()
    }

    pub fn thought(&self) -> Option<&Thought> {
        self.thought.as_ref()
    }

    /// Clears the cache if team, clock or settings have changed. Ticket changes do not matter.
    fn refresh(&self, view: &View) {
        let mut kept = self.kept.borrow_mut();
        let version = view.trail.version();
        if view.trail.since(kept.of).is_none() {
            *kept = Kept::default();
        }
        kept.of = version;
    }

    /// The team under the scenario, or why it is invalid; `None` without a scenario.
    pub fn supposed(&self, view: &View) -> Option<Rc<Result<Supposed, Wrong>>> {
        self.refresh(view);
        let thought = self.thought.as_ref()?;
        let mut kept = self.kept.borrow_mut();
        let made = || Rc::new(suppose(&view.desk.team, &thought.suppositions));
        Some(kept.supposed.get_or_insert_with(made).clone())
    }

    /// Calls `look` with the scenario's team, else the real one.
    pub fn with_team<T>(&self, view: &View, look: impl FnOnce(&Team) -> T) -> T {
        match self.supposed(view).as_deref() {
            Some(Ok(supposed)) => look(&supposed.team),
            _ => look(&view.desk.team),
        }
    }

    /// Like `with_team`, with its roster.
    pub fn with_roster<T>(&self, view: &View, look: impl FnOnce(CoverageInput) -> T) -> T {
        self.with_team(view, |team| look(roster(team, view)))
    }

    /// Coverage of a day, under the scenario if there is one.
    pub fn shown(&self, date: NaiveDate, view: &View) -> Rc<Shown> {
        let supposed = self.supposed(view);
        if let Some(shown) = self.kept.borrow().days.get(&date) {
            return shown.clone();
        }
        let rows = |team: &Team| roster(team, view).coverage_of_day(date, view.settings.slot_minutes);
        let shown = match supposed.as_deref() {
            Some(Ok(supposed)) => {
                let (was, is) = (rows(&view.desk.team), rows(&supposed.team));
                Shown { date, turns: compare(&was, &is, view.now), rows: is }
            }
            _ => Shown { date, turns: Vec::new(), rows: rows(&view.desk.team) },
        };
        self.kept.borrow_mut().days.entry(date).or_insert(Rc::new(shown)).clone()
    }

    /// Sole holders of two profiles on a day, and when.
    pub fn alone(&self, date: NaiveDate, view: &View) -> Alone {
        self.refresh(view);
        if let Some(alone) = self.kept.borrow().alone.get(&date) {
            return alone.clone();
        }
        let alone: Alone = self.with_roster(view, |roster| roster.sole_holders(date, view.settings.slot_minutes)).into();
        self.kept.borrow_mut().alone.insert(date, alone.clone());
        alone
    }

    /// Coverage of the last four weeks; ignores the scenario.
    pub fn past(&self, view: &View) -> Rc<CoverageHistory> {
        self.refresh(view);
        if let Some(past) = &self.kept.borrow().past {
            return past.clone();
        }
        let end = view.zone().date(view.now) + Days::new(1);
        let first = end - Days::new(LOOKBACK_DAYS.into());
        let past = Rc::new(roster(&view.desk.team, view).history(first, end, view.now, view.settings.slot_minutes));
        self.kept.borrow_mut().past = Some(past.clone());
        past
    }

    /// Step-in candidates, without people removed by the scenario.
    pub fn step_in(&self, profile: Profile, time: Period, view: &View) -> Vec<StepInCandidate> {
        let supposed = self.supposed(view);
        let gone = |person| matches!(supposed.as_deref(), Some(Ok(supposed)) if supposed.gone.contains(&person));
        let could = self.with_roster(view, |roster| roster.step_in_candidates(profile, time));
        could.into_iter().filter(|candidate| !gone(candidate.person)).collect()
    }

    /// From when gaps on a day matter: now if today, else midnight.
    pub fn from(&self, date: NaiveDate, view: &View) -> Instant {
        if date == view.zone().date(view.now) { view.now } else { view.zone().midnight(date) }
    }
}

fn roster<'a>(team: &'a Team, view: &View) -> CoverageInput<'a> {
    team.roster(view.zone(), view.settings.profile_order).as_of(view.now)
}
