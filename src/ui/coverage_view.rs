//! Computes what the coverage view shows, once per version of the team, the clock and the settings.

use std::rc::Rc;

use chrono::{Days, NaiveDate};

use super::view::View;
use crate::engine::coverage::history::{CoverageHistory, LOOKBACK_DAYS};
use crate::engine::coverage::types::{CoverageInput, StepInCandidate};
use crate::engine::what_if::compare::compare_coverage;
use crate::engine::what_if::{WhatIfError, WhatIfResult, apply_what_if};
use crate::model::person::Profile;
use crate::model::team::Team;
use crate::model::time::{Instant, Period};
use crate::ui::state::coverage::{
    CoverageView, CoverageViewCache, DayCoverage, SetCoverageView, SoleHolders, WhatIfScenario,
};

/// The live set holds the shifts from this many days before today to this many after, plus one day before each end.
const ROSTER_DAYS_BACK: u64 = 30;
const ROSTER_DAYS_AHEAD: u64 = 61;

impl CoverageView {
    pub fn apply(&mut self, look: SetCoverageView) {
        match look {
            SetCoverageView::Date(day) => self.day = day,
            SetCoverageView::ShowDay(day) => self.day = Some(day),
            SetCoverageView::Scenario(thought) => {
                self.scenario = thought;
                *self.cache.borrow_mut() = CoverageViewCache::default();
            }
        }
    }

    /// The selected day.
    pub fn day(&self, view: &View) -> NaiveDate {
        self.day.unwrap_or(view.zone().date(view.now))
    }

    /// Whether a day other than today is selected.
    pub fn is_other_day(&self, view: &View) -> bool {
        self.day(view) != view.zone().date(view.now)
    }

    /// The selected day moved by `days`, within the loaded roster.
    pub fn shifted_day(&self, days: i64, view: &View) -> NaiveDate {
        let today = view.zone().date(view.now);
        let day = self.day(view) + chrono::TimeDelta::days(days);
        day.clamp(today - Days::new(ROSTER_DAYS_BACK), today + Days::new(ROSTER_DAYS_AHEAD))
    }

    /// Selects `day`; today is selected as `None` so that it follows the date.
    pub fn set_date(&self, day: NaiveDate, view: &View) -> SetCoverageView {
        SetCoverageView::Date(Some(day).filter(|day| *day != view.zone().date(view.now)))
    }

    /// Whether the roster of a day is loaded.
    pub fn has_roster(&self, day: NaiveDate, view: &View) -> bool {
        let today = view.zone().date(view.now);
        (today - Days::new(ROSTER_DAYS_BACK)..=today + Days::new(ROSTER_DAYS_AHEAD)).contains(&day)
    }

    /// Notes that the scenario was sent to be saved.
    pub fn mark_apply_requested(&self) {
        self.apply_requested.set(true);
    }

    /// Takes the note that the scenario was sent to be saved.
    pub fn take_apply_requested(&self) -> bool {
        self.apply_requested.take()
    }

    pub fn scenario(&self) -> Option<&WhatIfScenario> {
        self.scenario.as_ref()
    }

    /// Clears the cache if team, clock or settings have changed. Ticket changes do not matter.
    fn drop_outdated(&self, view: &View) {
        let mut kept = self.cache.borrow_mut();
        let version = view.changes.version();
        if view.changes.changed_since(kept.version).is_none() {
            *kept = CoverageViewCache::default();
        }
        kept.version = version;
    }

    /// The team under the scenario, or why it is invalid; `None` without a scenario.
    pub fn what_if_team(&self, view: &View) -> Option<Rc<Result<WhatIfResult, WhatIfError>>> {
        self.drop_outdated(view);
        let thought = self.scenario.as_ref()?;
        let mut kept = self.cache.borrow_mut();
        let made = || Rc::new(apply_what_if(&view.desk.team, &thought.assumptions));
        Some(kept.what_if.get_or_insert_with(made).clone())
    }

    /// Calls `look` with the scenario's team, else the real one.
    pub fn with_team<T>(&self, view: &View, look: impl FnOnce(&Team) -> T) -> T {
        match self.what_if_team(view).as_deref() {
            Some(Ok(supposed)) => look(&supposed.team),
            _ => look(&view.desk.team),
        }
    }

    /// Like `with_team`, with its roster.
    pub fn with_roster<T>(&self, view: &View, look: impl FnOnce(CoverageInput) -> T) -> T {
        self.with_team(view, |team| look(roster(team, view)))
    }

    /// Coverage of a day, under the scenario if there is one.
    pub fn day_coverage(&self, date: NaiveDate, view: &View) -> Rc<DayCoverage> {
        let supposed = self.what_if_team(view);
        if let Some(shown) = self.cache.borrow().days.get(&date) {
            return shown.clone();
        }
        let rows = |team: &Team| roster(team, view).coverage_of_day(date, view.settings.slot_minutes);
        let shown = match supposed.as_deref() {
            Some(Ok(supposed)) => {
                let (was, is) = (rows(&view.desk.team), rows(&supposed.team));
                DayCoverage { date, changes: compare_coverage(&was, &is, view.now), rows: is }
            }
            _ => DayCoverage { date, changes: Vec::new(), rows: rows(&view.desk.team) },
        };
        self.cache.borrow_mut().days.entry(date).or_insert(Rc::new(shown)).clone()
    }

    /// Sole holders of two profiles on a day, and when.
    pub fn sole_holders(&self, date: NaiveDate, view: &View) -> SoleHolders {
        self.drop_outdated(view);
        if let Some(alone) = self.cache.borrow().sole_holders.get(&date) {
            return alone.clone();
        }
        let alone: SoleHolders =
            self.with_roster(view, |roster| roster.sole_holders(date, view.settings.slot_minutes)).into();
        self.cache.borrow_mut().sole_holders.insert(date, alone.clone());
        alone
    }

    /// Coverage of the last four weeks; ignores the scenario.
    pub fn past_weeks(&self, view: &View) -> Rc<CoverageHistory> {
        self.drop_outdated(view);
        if let Some(past) = &self.cache.borrow().past_weeks {
            return past.clone();
        }
        let end = view.zone().date(view.now) + Days::new(1);
        let first = end - Days::new(LOOKBACK_DAYS.into());
        let past = Rc::new(roster(&view.desk.team, view).history(first, end, view.now, view.settings.slot_minutes));
        self.cache.borrow_mut().past_weeks = Some(past.clone());
        past
    }

    /// Step-in candidates, without people removed by the scenario.
    pub fn step_in_candidates(&self, profile: Profile, time: Period, view: &View) -> Vec<StepInCandidate> {
        let supposed = self.what_if_team(view);
        let gone = |person| matches!(supposed.as_deref(), Some(Ok(supposed)) if supposed.departed.contains(&person));
        let could = self.with_roster(view, |roster| roster.step_in_candidates(profile, time));
        could.into_iter().filter(|candidate| !gone(candidate.person)).collect()
    }

    /// From when gaps on a day matter: now if today, else midnight.
    pub fn relevant_from(&self, date: NaiveDate, view: &View) -> Instant {
        if date == view.zone().date(view.now) { view.now } else { view.zone().midnight(date) }
    }
}

fn roster<'a>(team: &'a Team, view: &View) -> CoverageInput<'a> {
    team.roster(view.zone(), view.settings.profile_order).as_of(view.now)
}
