//! Staffed hours: how many people are on shift, and when.

use chrono::{Days, NaiveDate};

use crate::engine::spans::{difference, merge_overlapping};
use crate::model::person::Profile;
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone};

/// Working periods of all people; one person's never overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffedHours {
    /// By the roster, including absences and breaks.
    rostered: Vec<Period>,
    /// By attendance where recorded, less absences.
    attended: Vec<Period>,
    /// Less breaks too.
    present: Vec<Period>,
}

impl StaffedHours {
    /// Everyone with a shift from `first` to `last` inclusive; attendance as known at `now`.
    pub fn from_roster(team: &Team, zone: Zone, first: NaiveDate, last: NaiveDate, now: Instant) -> StaffedHours {
        let window = Period::days(zone, first, last + Days::new(1));
        let mut crew = StaffedHours::default();
        for work in team.roster(zone, Profile::ALL).as_of(now).work_times(window).into_values() {
            let there = difference(&merge_overlapping(work.on_shift), &merge_overlapping(work.absences));
            crew.present.extend(difference(&there, &merge_overlapping(work.breaks)));
            crew.rostered.extend(merge_overlapping(work.rostered));
            crew.attended.extend(there);
        }
        crew
    }

    /// Rostered hours in a period.
    pub fn rostered_hours(&self, time: Period) -> f64 {
        hours_within(&self.rostered, time)
    }

    /// Hours less absences.
    pub fn attended_hours(&self, time: Period) -> f64 {
        hours_within(&self.attended, time)
    }

    /// Hours less absences and breaks.
    pub fn present_hours(&self, time: Period) -> f64 {
        hours_within(&self.present, time)
    }

    /// Headcount as a step function over `time`; `more` people (negative: fewer) until `then`.
    pub fn headcount_steps(&self, time: Period, more: i32, then: Instant) -> Vec<(Period, u32)> {
        let touching = || self.attended.iter().filter(|span| span.from < time.to && time.from < span.to);
        let mut cuts: Vec<Instant> = touching().flat_map(|span| [span.from, span.to]).chain([then]).collect();
        cuts.retain(|cut| time.from < *cut && *cut < time.to);
        cuts.extend([time.from, time.to]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut spans: Vec<&Period> = touching().collect();
        spans.sort_unstable_by_key(|span| span.from);
        let step = |pair: &[Instant]| {
            let n = spans.iter().take_while(|span| span.from <= pair[0]).filter(|span| span.contains(pair[0])).count();
            let n = i32::try_from(n).unwrap_or(i32::MAX).saturating_add(if pair[0] < then { more } else { 0 });
            (Period { from: pair[0], to: pair[1] }, u32::try_from(n).unwrap_or(0))
        };
        cuts.windows(2).map(step).collect()
    }
}

fn hours_within(spans: &[Period], time: Period) -> f64 {
    let within = |span: &Period| (span.to.min(time.to) - span.from.max(time.from)).num_milliseconds().max(0);
    spans.iter().map(within).sum::<i64>() as f64 / 3_600_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::PersonId;
    use crate::model::person::Person;
    use crate::model::shift::Attendance;
    use crate::model::shift::{Absence, AbsenceKind, Hours, Shift};
    use crate::model::time::{parse_day, parse_moment};

    fn day() -> NaiveDate {
        parse_day("2026-03-16").unwrap()
    }

    fn time(from: &str, to: &str) -> Period {
        let at = |text: &str| parse_moment(&format!("2026-03-16T{text}"), Zone::UTC).unwrap();
        Period { from: at(from), to: at(to) }
    }

    fn noon() -> Instant {
        time("12:00", "13:00").from
    }

    fn hours_of(from: u32, to: u32) -> Hours {
        Hours { from: from * 60, to: to * 60 }
    }

    /// One person from 8 to 16 with a break at noon, absent from 14; another on nights from 22 to 6.
    fn team() -> Team {
        let people = [1, 2].map(|id| (PersonId(id), Person::with_name(format!("P{id}")))).into();
        let mut team = Team { people, ..Team::default() };
        let shift = |person, hours, breaks| Shift { person: PersonId(person), day: day(), hours, name: None, breaks };
        team.shifts.push(shift(1, hours_of(8, 16), vec![hours_of(12, 13)]).into());
        team.shifts.push(Shift { day: day() - Days::new(1), ..shift(2, hours_of(22, 30), Vec::new()) }.into());
        team.shifts.push(shift(2, hours_of(22, 30), Vec::new()).into());
        let (person, kind) = (PersonId(1), AbsenceKind::Sick);
        let hours = Some(hours_of(14, 18));
        team.absences.push(Absence { person, kind, first: day(), last: day(), hours, note: None }.into());
        team
    }

    #[test]
    fn hours_are_rostered_there_and_present() {
        let crew = StaffedHours::from_roster(&team(), Zone::UTC, day(), day(), noon());
        let all = Period::days(Zone::UTC, day(), day() + Days::new(1));
        assert_eq!(
            (crew.rostered_hours(all), crew.attended_hours(all), crew.present_hours(all)),
            (8.0 + 6.0 + 2.0, 14.0, 13.0)
        );
        assert_eq!(crew.present_hours(time("11:30", "12:30")), 0.5);
    }

    #[test]
    fn whoever_comes_late_is_rostered_and_not_there() {
        let mut team = team();
        let from = time("08:30", "09:00").from;
        team.attendance.push(Attendance { person: PersonId(1), from, to: None }.into());
        let crew = StaffedHours::from_roster(&team, Zone::UTC, day(), day(), noon());
        let morning = time("08:00", "10:00");
        assert_eq!(
            (crew.rostered_hours(morning), crew.attended_hours(morning), crew.present_hours(morning)),
            (2.0, 1.5, 1.5)
        );
    }

    #[test]
    fn steps_say_who_is_there_from_moment_to_moment() {
        let crew = StaffedHours::from_roster(&team(), Zone::UTC, day(), day(), noon());
        let found = crew.headcount_steps(time("13:00", "23:00"), 0, time("13:00", "16:00").to);
        let actual: Vec<(u32, u32)> =
            found.iter().map(|(time, n)| ((time.to - time.from).num_hours() as u32, *n)).collect();
        assert_eq!(actual, [(1, 1), (2, 0), (6, 0), (1, 1)]);
        let fewer = crew.headcount_steps(time("13:00", "23:00"), -1, time("13:00", "16:00").to);
        assert_eq!(fewer.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [0, 0, 0, 1]);
        let more = crew.headcount_steps(time("13:00", "23:00"), 1, time("13:00", "16:00").to);
        assert_eq!(more.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [2, 1, 0, 1]);
    }
}
