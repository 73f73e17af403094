//! How coverage is looked at: on which day, and with what supposed. What is worked out for it is kept until the team, the
//! moment or the settings are others.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{Days, NaiveDate};

use crate::domain::coverage::{Candidate, FOUR_WEEKS, Past, Roster, Row};
use crate::domain::desk::Team;
use crate::domain::person::{PersonId, Profile};
use crate::domain::suppose::{Supposed, Supposition, Turn, Wrong, compare, suppose};
use crate::domain::time::{Instant, Period};

use super::view::View;

/// The live team knows the shifts of so many days before today and after it, with the day before each of them.
const BACK: u64 = 30;
const AHEAD: u64 = 61;

/// A wish as to how coverage is looked at.
#[derive(Debug, Clone, PartialEq)]
pub enum Look {
    /// As on a day; `None` for today, whichever day that is.
    At(Option<NaiveDate>),
    /// The same, on the face that shows a day.
    Day(NaiveDate),
    /// With something supposed; `None` as it is.
    Suppose(Option<Thought>),
}

/// What somebody supposes.
#[derive(Debug, Clone, PartialEq)]
pub struct Thought {
    /// As it was typed.
    pub text: String,
    pub suppositions: Vec<Supposition>,
}

/// A day's coverage.
#[derive(Debug, PartialEq)]
pub struct Shown {
    pub date: NaiveDate,
    pub rows: Vec<Row>,
    /// What is otherwise by what is supposed.
    pub turns: Vec<Turn>,
}

/// Who is the only one for two profiles, and when.
pub type Alone = Rc<[(PersonId, Vec<Period>)]>;

/// The way of looking, and what was worked out for it.
#[derive(Debug, Default)]
pub struct Lens {
    day: Option<NaiveDate>,
    thought: Option<Thought>,
    kept: RefCell<Kept>,
    /// The file was asked to make it so.
    asked: Cell<bool>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The version of what the screen looks at.
    of: u64,
    supposed: Option<Rc<Result<Supposed, Wrong>>>,
    days: BTreeMap<NaiveDate, Rc<Shown>>,
    past: Option<Rc<Past>>,
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

    /// The day that is looked at.
    pub fn day(&self, view: &View) -> NaiveDate {
        self.day.unwrap_or(view.zone().date(view.now))
    }

    /// Whether a day other than today was chosen.
    pub fn is_elsewhere(&self, view: &View) -> bool {
        self.day(view) != view.zone().date(view.now)
    }

    /// Some days later, or earlier; no further than the roster is known.
    pub fn moved(&self, days: i64, view: &View) -> NaiveDate {
        let today = view.zone().date(view.now);
        let day = self.day(view) + chrono::TimeDelta::days(days);
        day.clamp(today - Days::new(BACK), today + Days::new(AHEAD))
    }

    /// The wish to look at a day; at today as such, whichever day that becomes.
    pub fn at(&self, day: NaiveDate, view: &View) -> Look {
        Look::At(Some(day).filter(|day| *day != view.zone().date(view.now)))
    }

    /// Whether the roster of a day is known.
    pub fn knows(&self, day: NaiveDate, view: &View) -> bool {
        let today = view.zone().date(view.now);
        (today - Days::new(BACK)..=today + Days::new(AHEAD)).contains(&day)
    }

    /// Remembers that the file was asked to make it so.
    pub fn ask(&self) {
        self.asked.set(true);
    }

    /// Whether it was, and forgets it.
    pub fn was_asked(&self) -> bool {
        self.asked.take()
    }

    pub fn thought(&self) -> Option<&Thought> {
        self.thought.as_ref()
    }

    /// Forgets what was worked out of another team, moment or setting. Tickets alone do not matter.
    fn refresh(&self, view: &View) {
        let mut kept = self.kept.borrow_mut();
        let version = view.trail.version();
        if view.trail.since(kept.of).is_none() {
            *kept = Kept::default();
        }
        kept.of = version;
    }

    /// The team as it is supposed to be, or why it cannot be; `None` where nothing is.
    pub fn supposed(&self, view: &View) -> Option<Rc<Result<Supposed, Wrong>>> {
        self.refresh(view);
        let thought = self.thought.as_ref()?;
        let mut kept = self.kept.borrow_mut();
        let made = || Rc::new(suppose(&view.desk.team, &thought.suppositions));
        Some(kept.supposed.get_or_insert_with(made).clone())
    }

    /// Does something with the team that is looked at.
    pub fn with_team<T>(&self, view: &View, look: impl FnOnce(&Team) -> T) -> T {
        match self.supposed(view).as_deref() {
            Some(Ok(supposed)) => look(&supposed.team),
            _ => look(&view.desk.team),
        }
    }

    /// The same with its roster.
    pub fn with_roster<T>(&self, view: &View, look: impl FnOnce(Roster) -> T) -> T {
        self.with_team(view, |team| look(roster(team, view)))
    }

    /// Coverage of a day as it is looked at.
    pub fn shown(&self, date: NaiveDate, view: &View) -> Rc<Shown> {
        let supposed = self.supposed(view);
        if let Some(shown) = self.kept.borrow().days.get(&date) {
            return shown.clone();
        }
        let rows = |team: &Team| roster(team, view).day(date, view.settings.slot_minutes);
        let shown = match supposed.as_deref() {
            Some(Ok(supposed)) => {
                let (was, is) = (rows(&view.desk.team), rows(&supposed.team));
                Shown { date, turns: compare(&was, &is, view.now), rows: is }
            }
            _ => Shown { date, turns: Vec::new(), rows: rows(&view.desk.team) },
        };
        self.kept.borrow_mut().days.entry(date).or_insert(Rc::new(shown)).clone()
    }

    /// Who is the only one for two profiles on a day, and when.
    pub fn alone(&self, date: NaiveDate, view: &View) -> Alone {
        self.refresh(view);
        if let Some(alone) = self.kept.borrow().alone.get(&date) {
            return alone.clone();
        }
        let alone: Alone = self.with_roster(view, |roster| roster.alone(date, view.settings.slot_minutes)).into();
        self.kept.borrow_mut().alone.insert(date, alone.clone());
        alone
    }

    /// The last four weeks, as they were; nothing is supposed of them.
    pub fn past(&self, view: &View) -> Rc<Past> {
        self.refresh(view);
        if let Some(past) = &self.kept.borrow().past {
            return past.clone();
        }
        let end = view.zone().date(view.now) + Days::new(1);
        let first = end - Days::new(FOUR_WEEKS.into());
        let past = Rc::new(roster(&view.desk.team, view).past(first, end, view.now, view.settings.slot_minutes));
        self.kept.borrow_mut().past = Some(past.clone());
        past
    }

    /// Who could step in, without those who are thought to be gone.
    pub fn step_in(&self, profile: Profile, time: Period, view: &View) -> Vec<Candidate> {
        let supposed = self.supposed(view);
        let gone = |person| matches!(supposed.as_deref(), Some(Ok(supposed)) if supposed.gone.contains(&person));
        let could = self.with_roster(view, |roster| roster.step_in(profile, time));
        could.into_iter().filter(|candidate| !gone(candidate.person)).collect()
    }

    /// From when on what is weak on a day matters: from now on today, all of it on another day.
    pub fn from(&self, date: NaiveDate, view: &View) -> Instant {
        if date == view.zone().date(view.now) { view.now } else { view.zone().midnight(date) }
    }
}

fn roster<'a>(team: &'a Team, view: &View) -> Roster<'a> {
    team.roster(view.zone(), view.settings.importance).at(view.now)
}
