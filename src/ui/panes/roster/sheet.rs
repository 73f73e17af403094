//! A week of the roster, worked out once for each team, moment and settings: who, what is flagged, what the days
//! come to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, TimeDelta};

use crate::domain::attendance::{Tally, tally};
use crate::domain::coverage::State;
use crate::domain::desk::{DAYS_AHEAD, DAYS_BACK, Team};
use crate::domain::person::PersonId;
use crate::domain::roster::cells::Cell;
use crate::domain::roster::rules::{Flag, Week, flags, week};
use crate::domain::text::fold;
use crate::domain::time::{Period, Zone};
use crate::ui::view::View;

/// Over so many days it is shown how people kept to the roster.
const LATELY: i64 = 28;

/// How well a day is covered: the worst state of any profile, and for how many hours of a profile it is so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Covered {
    pub worst: State,
    pub hours: f64,
}

/// A week, worked out.
#[derive(Debug, Default)]
pub struct Sheet {
    pub monday: NaiveDate,
    /// In the order of their names, so that rows stay where they are.
    pub people: Vec<PersonId>,
    /// The shifts, absences and attendance of these days, and of those beside them.
    pub team: Team,
    pub flags: Vec<Flag>,
    pub weeks: BTreeMap<PersonId, Week>,
    /// How each person kept to the roster over the last weeks; nobody of whom that is not known is among them.
    pub tallies: BTreeMap<PersonId, Tally>,
    /// Of each day, how many people have a shift and are not away all day.
    pub working: [usize; 7],
    /// `None` where nobody is needed, or the day is not loaded.
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

/// The days of the week.
pub fn days(monday: NaiveDate) -> [NaiveDate; 7] {
    [0, 1, 2, 3, 4, 5, 6].map(|n| monday + Days::new(n))
}

fn away_all_day((person, day): Cell, view: &View) -> bool {
    let mut all = view.desk.team.absences.iter();
    all.any(|it| it.person == person && it.first <= day && day <= it.last && it.hours.is_none())
}

/// The first and the last day of which the live team has the shifts.
pub fn loaded(zone: Zone, view: &View) -> (NaiveDate, NaiveDate) {
    let today = zone.date(view.now);
    (today - Days::new(DAYS_BACK), today + Days::new(DAYS_AHEAD))
}

pub fn is_loaded(day: NaiveDate, view: &View) -> bool {
    let (first, last) = loaded(view.zone(), view);
    first <= day && day <= last
}
