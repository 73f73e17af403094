//! A computed roster week: people, rule flags, weekly hours, adherence and daily totals.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, TimeDelta};

use crate::engine::attendance::{Tally, tally};
use crate::engine::coverage::State;
use crate::engine::desk::{DAYS_AHEAD, DAYS_BACK};
use crate::engine::roster::cells::Cell;
use crate::engine::roster::rules::{Flag, Week, flags, week};
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::text::fold;
use crate::model::time::{Period, Zone};
use crate::ui::view::View;

/// Adherence window in days.
const LATELY: i64 = 28;

/// Coverage of a day: its worst state, and the hours in that state summed over profiles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Covered {
    pub worst: State,
    pub hours: f64,
}

/// A computed week.
#[derive(Debug, Default)]
pub struct Sheet {
    pub monday: NaiveDate,
    /// Sorted by name, so that rows stay in place.
    pub people: Vec<PersonId>,
    /// Shifts, absences and attendance of the week and its adjacent days.
    pub team: Team,
    pub flags: Vec<Flag>,
    pub weeks: BTreeMap<PersonId, Week>,
    /// Adherence of each person over the last weeks; people without data are missing.
    pub tallies: BTreeMap<PersonId, Tally>,
    /// People per day with a shift and not absent all day.
    pub working: [usize; 7],
    /// `None` if nobody is needed or the day is not loaded.
    pub covered: [Option<Covered>; 7],
}

impl Sheet {
    pub fn of(monday: NaiveDate, view: &View) -> Sheet {
        let (team, zone, rules) = (&view.desk.team, view.zone(), &view.settings.roster);
        let mut people: Vec<_> = team.people.iter().collect();
        people.sort_by_cached_key(|(id, person)| (fold(&person.name), **id));
        let people: Vec<PersonId> = people.into_iter().map(|(id, _)| *id).collect();
        let days = days(monday);
        let working = days.map(|day| {
            let on = team.shifts.iter().filter(|shift| shift.day == day).map(|shift| shift.person);
            let on: BTreeSet<PersonId> = on.filter(|person| !away_all_day((*person, day), view)).collect();
            on.len()
        });
        let roster = team.roster(zone, view.settings.importance).at(view.now);
        let minutes = view.settings.slot_minutes;
        let covered = days.map(|day| {
            let rows = if is_loaded(day, view) { roster.day(day, minutes) } else { Vec::new() };
            let slots = || rows.iter().flat_map(|row| &row.slots);
            let worst = slots().map(|slot| slot.state).max()?;
            let bad = slots().filter(|slot| slot.state == worst).map(|slot| slot.time.to - slot.time.from);
            let hours = bad.map(|time| time.num_minutes() as f64 / 60.0).sum();
            Some(Covered { worst, hours })
        });
        let lately = Period { from: view.now - TimeDelta::days(LATELY), to: view.now };
        let tallied = |person: &PersonId| Some((*person, tally(team, zone, *person, lately, view.now)?));
        let (first, last) = (monday - Days::new(1), monday + Days::new(7));
        let near = Period::days(zone, first - Days::new(2), last + Days::new(2));
        let week_of_team = Team {
            shifts: team.shifts.iter().filter(|it| first <= it.day && it.day <= last).cloned().collect(),
            absences: team.absences.iter().filter(|it| it.first <= last && first <= it.last).cloned().collect(),
            attendance: team.attendance.iter().filter(|it| near.contains(it.from)).cloned().collect(),
            ..Team::default()
        };
        Sheet {
            monday,
            team: week_of_team,
            tallies: people.iter().filter_map(tallied).collect(),
            flags: flags(team, zone, rules, monday, monday + Days::new(6)),
            weeks: people.iter().map(|person| (*person, week(team, zone, rules, *person, monday))).collect(),
            people,
            working,
            covered,
        }
    }

    pub fn flags_of(&self, cell: Cell) -> impl Iterator<Item = &Flag> {
        self.flags.iter().filter(move |flag| (flag.person, flag.day) == cell)
    }
}

/// The seven days from `monday`.
pub fn days(monday: NaiveDate) -> [NaiveDate; 7] {
    [0, 1, 2, 3, 4, 5, 6].map(|n| monday + Days::new(n))
}

fn away_all_day((person, day): Cell, view: &View) -> bool {
    let mut all = view.desk.team.absences.iter();
    all.any(|it| it.person == person && it.first <= day && day <= it.last && it.hours.is_none())
}

/// First and last day with loaded shifts.
pub fn loaded(zone: Zone, view: &View) -> (NaiveDate, NaiveDate) {
    let today = zone.date(view.now);
    (today - Days::new(DAYS_BACK), today + Days::new(DAYS_AHEAD))
}

pub fn is_loaded(day: NaiveDate, view: &View) -> bool {
    let (first, last) = loaded(view.zone(), view);
    first <= day && day <= last
}
