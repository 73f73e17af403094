//! Working-time rules: days in a row, rest, weekly hours, shifts without a break.
//!
//! Flagged, never enforced. Work is a person's shifts minus absences; training counts as work. Rest and hours are
//! elapsed time, so a night with a clock change is an hour shorter or longer. A shift belongs to the day and ISO week
//! in which it begins; its hours include breaks, as in coverage.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};

use crate::engine::spans;
use crate::model::ids::PersonId;
use crate::model::roster_rules::RosterRules;
use crate::model::shift::AbsenceKind;
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

/// A violation of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterFlag {
    pub person: PersonId,
    /// The day it is reported on.
    pub day: NaiveDate,
    pub kind: RosterFlagKind,
}

/// Violated rule with its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterFlagKind {
    /// `n` consecutive days, as far as the roster is loaded.
    DaysInRow { n: u32, most: u32 },
    /// Rest since the previous shift, on another day.
    Turnaround { rest: TimeDelta, least: TimeDelta },
    /// Hours of the week and their limit (the contract's, if any); the excess is overtime. Reported on the day that
    /// exceeds the limit.
    WeekHours { worked: TimeDelta, most: TimeDelta },
    /// Longest rest of the week. Reported on its last working day.
    WeeklyRest { rest: TimeDelta, least: TimeDelta },
    /// Working time without a break.
    NoBreak { worked: TimeDelta, after: TimeDelta },
}

impl RosterFlagKind {
    /// Stable name in files, JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            RosterFlagKind::DaysInRow { .. } => "days_in_row",
            RosterFlagKind::Turnaround { .. } => "turnaround",
            RosterFlagKind::WeekHours { .. } => "week_hours",
            RosterFlagKind::WeeklyRest { .. } => "weekly_rest",
            RosterFlagKind::NoBreak { .. } => "no_break",
        }
    }
}

/// A person's work on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkDay {
    pub from: Instant,
    pub to: Instant,
    /// Without absences, breaks included.
    pub hours: TimeDelta,
    /// Longest period of work in a shift without breaks.
    longest_unbroken: TimeDelta,
}

/// A person's hours in one week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekHours {
    pub hours: TimeDelta,
    /// By contract, else the team's limit; `None` if neither is set.
    pub limit: Option<TimeDelta>,
}

impl WeekHours {
    /// Hours above the limit.
    pub fn overtime(self) -> TimeDelta {
        self.limit.map_or(TimeDelta::zero(), |most| (self.hours - most).max(TimeDelta::zero()))
    }
}

/// Monday of the day's ISO week.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// A person's working days from `first` to `last`, both included.
pub fn work_days(
    team: &Team,
    zone: Zone,
    person: PersonId,
    first: NaiveDate,
    last: NaiveDate,
) -> BTreeMap<NaiveDate, WorkDay> {
    let off: Vec<Period> = (team.absences.iter())
        .filter(|absence| absence.person == person && absence.kind != AbsenceKind::Training)
        .flat_map(|absence| spans::absence_periods(zone, absence, first - Days::new(1), last + Days::new(1)))
        .collect();
    let mut days: BTreeMap<NaiveDate, WorkDay> = BTreeMap::new();
    for shift in team.shifts.iter().filter(|it| it.person == person && first <= it.day && it.day <= last) {
        let whole = Period { from: shift.starts(zone), to: shift.ends(zone) };
        let worked = spans::difference(&[whole], &off);
        let (Some(start), Some(end)) = (worked.first(), worked.last()) else { continue };
        let longest = worked.iter().map(|span| span.to - span.from).max().unwrap_or_default();
        let unbroken = if shift.breaks.is_empty() { longest } else { TimeDelta::zero() };
        let (from, to, hours) = (start.from, end.to, spans::total_duration(&worked));
        let day =
            days.entry(shift.day).or_insert(WorkDay { from, to, hours: TimeDelta::zero(), longest_unbroken: unbroken });
        *day = WorkDay {
            from: day.from.min(from),
            to: day.to.max(to),
            hours: day.hours + hours,
            longest_unbroken: day.longest_unbroken.max(unbroken),
        };
    }
    days
}

/// A person's hours in the ISO week that begins on `monday`.
pub fn week_hours(team: &Team, zone: Zone, rules: &RosterRules, person: PersonId, monday: NaiveDate) -> WeekHours {
    let of_week =
        team.shifts.iter().filter(|shift| shift.person == person && shift.day.iso_week() == monday.iso_week());
    let absences = team.absences.iter().filter(|absence| absence.person == person);
    WeekHours { hours: spans::worked_time(zone, of_week, absences), limit: weekly_limit(team, rules, person) }
}

fn weekly_limit(team: &Team, rules: &RosterRules, person: PersonId) -> Option<TimeDelta> {
    let contract = team.people.get(&person).and_then(|person| person.weekly_minutes);
    let contract = contract.map(|minutes| TimeDelta::minutes(i64::from(minutes)));
    contract.or(Some(rules.max_week)).filter(|most| *most > TimeDelta::zero())
}

/// Violations from `first` to `last`, both included, by day and person.
pub fn find_flags(team: &Team, zone: Zone, rules: &RosterRules, first: NaiveDate, last: NaiveDate) -> Vec<RosterFlag> {
    let mut flags = Vec::new();
    // Consecutive days and rests can extend beyond the period.
    let (before, after) = (first - Days::new(MARGIN_DAYS), last + Days::new(MARGIN_DAYS));
    for person in team.people.keys() {
        let days = work_days(team, zone, *person, before, after);
        let mut flag = |day: NaiveDate, what| flags.push(RosterFlag { person: *person, day, kind: what });
        flag_days_in_row(&days, rules, &mut flag);
        flag_turnarounds(&days, rules, &mut flag);
        flag_missing_breaks(&days, rules, &mut flag);
        let weeks = monday(first).iter_weeks().take_while(|monday| *monday <= last);
        for monday in weeks {
            flag_week_hours(&days, monday, weekly_limit(team, rules, *person), &mut flag);
            flag_weekly_rest(&days, monday, zone, rules, &mut flag);
        }
    }
    flags.retain(|flag| first <= flag.day && flag.day <= last);
    flags.sort_by_key(|flag| (flag.day, flag.person));
    flags
}

/// Days examined before and after the period; longer runs of working days are not expected.
const MARGIN_DAYS: u64 = 40;

type WorkDays = BTreeMap<NaiveDate, WorkDay>;

/// Reported on the first excess day and on each following Monday, so that every week shows it.
fn flag_days_in_row(days: &WorkDays, rules: &RosterRules, flag: &mut impl FnMut(NaiveDate, RosterFlagKind)) {
    let most = rules.max_days_in_row;
    let mut rows: Vec<Vec<NaiveDate>> = Vec::new();
    for day in days.keys().copied() {
        match rows.last_mut() {
            Some(row) if row.last().copied() == day.pred_opt() => row.push(day),
            _ => rows.push(vec![day]),
        }
    }
    for row in rows.iter().filter(|_| most > 0) {
        let n = u32::try_from(row.len()).unwrap_or(u32::MAX);
        for (nth, day) in row.iter().enumerate().skip(most as usize) {
            if nth == most as usize || *day == monday(*day) {
                flag(*day, RosterFlagKind::DaysInRow { n, most });
            }
        }
    }
}

fn flag_turnarounds(days: &WorkDays, rules: &RosterRules, flag: &mut impl FnMut(NaiveDate, RosterFlagKind)) {
    for ((_, before), (day, after)) in days.iter().zip(days.iter().skip(1)) {
        let rest = (after.from - before.to).max(TimeDelta::zero());
        if rest < rules.min_turnaround {
            flag(*day, RosterFlagKind::Turnaround { rest, least: rules.min_turnaround });
        }
    }
}

fn flag_missing_breaks(days: &WorkDays, rules: &RosterRules, flag: &mut impl FnMut(NaiveDate, RosterFlagKind)) {
    for (day, work) in days {
        if rules.break_after > TimeDelta::zero() && work.longest_unbroken > rules.break_after {
            flag(*day, RosterFlagKind::NoBreak { worked: work.longest_unbroken, after: rules.break_after });
        }
    }
}

fn flag_week_hours(
    days: &WorkDays,
    monday: NaiveDate,
    most: Option<TimeDelta>,
    flag: &mut impl FnMut(NaiveDate, RosterFlagKind),
) {
    let Some(most) = most else { return };
    let own = || days.range(monday..monday + Days::new(7));
    let worked: TimeDelta = own().map(|(_, work)| work.hours).sum();
    let mut sum = TimeDelta::zero();
    let passes = own().find(|(_, work)| {
        sum += work.hours;
        sum > most
    });
    if let Some((day, _)) = passes {
        flag(*day, RosterFlagKind::WeekHours { worked, most });
    }
}

/// A rest across the end of a week counts in full for the week that contains its midpoint, and in part for the other.
fn flag_weekly_rest(
    days: &WorkDays,
    monday: NaiveDate,
    zone: Zone,
    rules: &RosterRules,
    flag: &mut impl FnMut(NaiveDate, RosterFlagKind),
) {
    let week = Period::days(zone, monday, monday + Days::new(7));
    let Some((last, _)) = days.range(monday..monday + Days::new(7)).next_back() else { return };
    let starts =
        days.values().map(|work| work.from).chain([week.to.max(days.values().map(|w| w.to).max().unwrap_or(week.to))]);
    let ends = [week.from.min(days.values().map(|w| w.from).min().unwrap_or(week.from))].into_iter();
    let rests = ends.chain(days.values().map(|work| work.to)).zip(starts);
    let counted = rests.map(|(from, to)| {
        let inside = to.min(week.to) - from.max(week.from);
        let middle = from + (to - from) / 2;
        if week.contains(middle) { to - from } else { inside }
    });
    let rest = counted.max().unwrap_or_default().max(TimeDelta::zero());
    if rest < rules.min_weekly_rest {
        flag(*last, RosterFlagKind::WeeklyRest { rest, least: rules.min_weekly_rest });
    }
}

#[cfg(test)]
mod tests;
