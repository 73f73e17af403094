//! A computed roster week: people, rule flags, weekly hours, adherence and daily totals.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, TimeDelta};

use crate::engine::attendance::{AttendanceSummary, attendance_summary};
use crate::engine::coverage::types::CoverageState;
use crate::engine::desk::{SHIFT_DAYS_AHEAD, SHIFT_DAYS_BACK};
use crate::engine::roster::cells::RosterCell;
use crate::engine::roster::rules::{RosterFlag, WeekHours, find_flags, week_hours};
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::text::fold;
use crate::model::time::{Period, Zone};
use crate::ui::view::View;

/// Adherence window in days.
const ADHERENCE_DAYS: i64 = 28;

/// Coverage of a day: its worst state, and the hours in that state summed over profiles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayCoverageSummary {
    pub worst: CoverageState,
    pub hours_in_worst: f64,
}

/// A computed week.
#[derive(Debug, Default)]
pub struct RosterWeek {
    pub monday: NaiveDate,
    /// Sorted by name, so that rows stay in place.
    pub people: Vec<PersonId>,
    /// Shifts, absences and attendance of the week and its adjacent days.
    pub team: Team,
    pub flags: Vec<RosterFlag>,
    pub weeks: BTreeMap<PersonId, WeekHours>,
    /// Adherence of each person over the last weeks; people without data are missing.
    pub attendance_tallies: BTreeMap<PersonId, AttendanceSummary>,
    /// People per day with a shift and not absent all day.
    pub people_per_day: [usize; 7],
    /// `None` if nobody is needed or the day is not loaded.
    pub coverage: [Option<DayCoverageSummary>; 7],
}

impl RosterWeek {
    pub fn for_week(monday: NaiveDate, view: &View) -> RosterWeek {
        let (team, zone, rules) = (&view.desk.team, view.zone(), &view.settings.roster_rules);
        let mut people: Vec<_> = team.people.iter().collect();
        people.sort_by_cached_key(|(id, person)| (fold(&person.name), **id));
        let people: Vec<PersonId> = people.into_iter().map(|(id, _)| *id).collect();
        let days = week_days(monday);
        let working = days.map(|day| {
            let on = team.shifts.iter().filter(|shift| shift.day == day).map(|shift| shift.person);
            let on: BTreeSet<PersonId> = on.filter(|person| !is_absent_all_day((*person, day), view)).collect();
            on.len()
        });
        let roster = team.roster(zone, view.settings.profile_order).as_of(view.now);
        let minutes = view.settings.slot_minutes;
        let covered = days.map(|day| {
            let rows = if is_loaded(day, view) { roster.coverage_of_day(day, minutes) } else { Vec::new() };
            let slots = || rows.iter().flat_map(|row| &row.slots);
            let worst = slots().map(|slot| slot.state).max()?;
            let bad = slots().filter(|slot| slot.state == worst).map(|slot| slot.time.to - slot.time.from);
            let hours = bad.map(|time| time.num_minutes() as f64 / 60.0).sum();
            Some(DayCoverageSummary { worst, hours_in_worst: hours })
        });
        let lately = Period { from: view.now - TimeDelta::days(ADHERENCE_DAYS), to: view.now };
        let tallied = |person: &PersonId| Some((*person, attendance_summary(team, zone, *person, lately, view.now)?));
        let (first, last) = (monday - Days::new(1), monday + Days::new(7));
        let near = Period::days(zone, first - Days::new(2), last + Days::new(2));
        let week_of_team = Team {
            shifts: team.shifts.iter().filter(|it| first <= it.day && it.day <= last).cloned().collect(),
            absences: team.absences.iter().filter(|it| it.first <= last && first <= it.last).cloned().collect(),
            attendance: team.attendance.iter().filter(|it| near.contains(it.from)).cloned().collect(),
            ..Team::default()
        };
        RosterWeek {
            monday,
            team: week_of_team,
            attendance_tallies: people.iter().filter_map(tallied).collect(),
            flags: find_flags(team, zone, rules, monday, monday + Days::new(6)),
            weeks: people.iter().map(|person| (*person, week_hours(team, zone, rules, *person, monday))).collect(),
            people,
            people_per_day: working,
            coverage: covered,
        }
    }

    pub fn flags_of(&self, cell: RosterCell) -> impl Iterator<Item = &RosterFlag> {
        self.flags.iter().filter(move |flag| (flag.person, flag.day) == cell)
    }
}

/// The seven days from `monday`.
pub fn week_days(monday: NaiveDate) -> [NaiveDate; 7] {
    [0, 1, 2, 3, 4, 5, 6].map(|n| monday + Days::new(n))
}

fn is_absent_all_day((person, day): RosterCell, view: &View) -> bool {
    let mut all = view.desk.team.absences.iter();
    all.any(|it| it.person == person && it.first <= day && day <= it.last && it.hours.is_none())
}

/// First and last day with loaded shifts.
pub fn loaded_days(zone: Zone, view: &View) -> (NaiveDate, NaiveDate) {
    let today = zone.date(view.now);
    (today - Days::new(SHIFT_DAYS_BACK), today + Days::new(SHIFT_DAYS_AHEAD))
}

pub fn is_loaded(day: NaiveDate, view: &View) -> bool {
    let (first, last) = loaded_days(view.zone(), view);
    first <= day && day <= last
}
