//! The demo's shifts, attendance and coverage requirements.
//!
//! Two eight-hour shifts that overlap by an hour, placed so that the demo opens about an hour into the first one, or
//! late in the second after 21:30. Every day is the same except for days off and absences. Today's coverage is fixed,
//! given the roles of [`super::team`]:
//!
//! - every seat is filled at every moment, including lunches, except twice:
//! - around the lunches of two champions the analyst's seat is **stretched**: its holder is needed as a champion;
//! - for two hours of the late shift there is a **gap**: its only expert is at lunch and then in training.

use std::iter;

use chrono::{Days, NaiveDate, TimeDelta, Timelike};
use fastrand::Rng;

use super::rng::{RngStream, stream, with_probability};
use super::team::{IN_TRAINING, LATE_TODAY, ROLE_COUNT, SICK_TODAY, STAND_IN, person, person_id, role_of};
use crate::model::person::Profile;
use crate::model::record::Record;
use crate::model::shift::{Absence, AbsenceKind, Attendance, Hours, Requirement, Shift, ShiftTemplate};
use crate::model::team::Team;
use crate::model::time::{Instant, Zone};

const HOUR: u32 = 60;
/// Range of the schedule in days before and after today.
pub const DAYS_BACK: u64 = 90;
const DAYS_AHEAD: u64 = 14;
/// Start of the late shift, shift length and opening time, in minutes after the early shift's start.
const LATE_SHIFT_OFFSET: u32 = 7 * HOUR;
const SHIFT_MINUTES: u32 = 8 * HOUR;
pub const OPEN_MINUTES: u32 = LATE_SHIFT_OFFSET + SHIFT_MINUTES;
const LUNCH_MINUTES: u32 = 30;
/// Days with attendance records.
const ATTENDANCE_DAYS: u64 = 28;

/// The schedule of the demo's team.
#[derive(Debug)]
pub struct DemoSchedule {
    pub zone: Zone,
    pub today: NaiveDate,
    /// Opening time in minutes after midnight, the same every day.
    pub opening_minute: u32,
    /// Hours of today without an expert.
    gap: Hours,
    people: usize,
    seed: u64,
    now: Instant,
    /// By person.
    absences: Vec<Vec<Absence>>,
}

impl DemoSchedule {
    pub fn new(seed: u64, now: Instant, zone: Zone, people: usize) -> DemoSchedule {
        let civil = zone.civil(now);
        let hour = civil.hour();
        let opens = hour.saturating_sub(1).min(9) * HOUR;
        // After now if possible, and within the late shift except its first hours.
        let from = ((hour + 1) * HOUR).clamp(opens + 10 * HOUR, opens + 13 * HOUR);
        let gap = Hours { from, to: from + 2 * HOUR };
        let mut rota = DemoSchedule {
            zone,
            today: civil.date(),
            opening_minute: opens,
            gap,
            people,
            seed,
            now,
            absences: Vec::new(),
        };
        rota.absences = (0..people).map(|person| rota.absences_of(person, seed)).collect();
        rota
    }

    /// Complete sets of roles. People beyond the last complete set are off today.
    fn squads(&self) -> usize {
        self.people / ROLE_COUNT
    }

    /// The last closing time.
    pub fn last_closing(&self) -> Instant {
        self.zone.at_minute(self.today - Days::new(1), self.opening_minute + OPEN_MINUTES)
    }

    /// People, shifts, absences, requirements, templates and attendance.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let people = (0..self.people).map(|one| Record::Person(person(one, self.today)));
        let absences = self.absences.iter().flatten().cloned().map(Record::Absence);
        people
            .chain(self.shifts().map(Record::Shift))
            .chain(absences)
            .chain(self.requirements().map(Record::Requirement))
            .chain(self.templates().map(Record::Template))
            .chain(self.attendance().map(Record::Attendance))
    }

    /// The two shift templates.
    fn templates(&self) -> [ShiftTemplate; 2] {
        [("Early", 0), ("Late", LATE_SHIFT_OFFSET)].map(|(name, after)| {
            let from = self.opening_minute + after;
            let lunch = from + SHIFT_MINUTES / 2;
            let breaks = vec![Hours { from: lunch, to: lunch + LUNCH_MINUTES }];
            ShiftTemplate { name: name.into(), hours: Hours { from, to: from + SHIFT_MINUTES }, breaks }
        })
    }

    /// Attendance of the last weeks: on time within minutes, one person late today. None for absences; open-ended for
    /// those present now.
    fn attendance(&self) -> impl Iterator<Item = Attendance> {
        let first = self.today - Days::new(ATTENDANCE_DAYS);
        let days = first.iter_days().take(ATTENDANCE_DAYS as usize + 1);
        days.flat_map(move |day| (0..self.people).filter_map(move |person| self.attendance_of(person, day)))
    }

    fn attendance_of(&self, person: usize, day: NaiveDate) -> Option<Attendance> {
        let shift = self.shift(person, day)?;
        let away = |absence: &Absence| absence.hours.is_none() && absence.first <= day && day <= absence.last;
        if self.absences[person].iter().any(away) {
            return None;
        }
        let n = person as u64 * 1_000 + (self.today - day).num_days().unsigned_abs();
        let mut rng = stream(self.seed, RngStream::Attendance, n);
        // Within the tolerance for being on time, so that coverage matches the roster.
        let mut about = |least: i64, most: i64| TimeDelta::seconds(rng.i64(least * 60..most * 60));
        let (came, went) = (about(-8, 4), about(-4, 9));
        let late = if person == LATE_TODAY && day == self.today { TimeDelta::minutes(20) } else { came };
        let from = shift.starts(self.zone) + late;
        let to = Some(shift.ends(self.zone) + went).filter(|to| *to <= self.now);
        (from < self.now).then_some(Attendance { person: person_id(person), from, to })
    }

    fn shifts(&self) -> impl Iterator<Item = Shift> {
        let first = self.today - Days::new(DAYS_BACK);
        let days = first.iter_days().take((DAYS_BACK + 1 + DAYS_AHEAD) as usize);
        let planned = days.flat_map(move |day| (0..self.people).filter_map(move |person| self.shift(person, day)));
        planned.chain(self.stand_in_shift())
    }

    /// One person of the late shift has an extra early shift tomorrow, on a day off: allowed, but the roster rules flag
    /// it.
    fn stand_in_shift(&self) -> [Shift; 1] {
        let hours = Hours { from: self.opening_minute, to: self.opening_minute + SHIFT_MINUTES };
        let lunch = self.opening_minute + role_of(STAND_IN).lunch;
        [Shift {
            person: person_id(STAND_IN),
            day: self.today + Days::new(1),
            hours,
            name: Some("Early".into()),
            breaks: vec![Hours { from: lunch, to: lunch + LUNCH_MINUTES }],
        }]
    }

    /// A person's shift on a day, regardless of absences.
    fn shift(&self, person: usize, day: NaiveDate) -> Option<Shift> {
        let hours = self.hours(person, day)?;
        let lunch = match self.is_in_training(person) && day == self.today {
            true => self.gap.from,
            false => hours.from + role_of(person).lunch,
        };
        Some(Shift {
            person: person_id(person),
            day,
            hours,
            name: Some(if role_of(person).on_late_shift { "Late" } else { "Early" }.into()),
            breaks: vec![Hours { from: lunch, to: lunch + LUNCH_MINUTES }],
        })
    }

    fn hours(&self, person: usize, day: NaiveDate) -> Option<Hours> {
        let part = role_of(person);
        let rests = if person < self.squads() * ROLE_COUNT { part.days_off_start } else { 0 };
        let since = (day - self.today).num_days() - rests;
        let from = self.opening_minute + if part.on_late_shift { LATE_SHIFT_OFFSET } else { 0 };
        (since.rem_euclid(7) > 1).then_some(Hours { from, to: from + SHIFT_MINUTES })
    }

    fn is_in_training(&self, person: usize) -> bool {
        person % ROLE_COUNT == IN_TRAINING && person < self.squads() * ROLE_COUNT
    }

    fn absences_of(&self, person: usize, seed: u64) -> Vec<Absence> {
        let mut rng = stream(seed, RngStream::Team, person as u64);
        let mut absences = Vec::new();
        let mut away = |kind, first: i64, days: i64, hours, note: &str| {
            let first = self.today + TimeDelta::days(first);
            let (last, note) = (first + TimeDelta::days(days - 1), Some(note.to_owned()));
            absences.push(Absence { person: person_id(person), kind, first, last, hours, note });
        };
        if with_probability(&mut rng, 0.7) {
            away(AbsenceKind::Leave, rng.i64(-80..-10), rng.i64(3..8), None, "Holiday");
        }
        if with_probability(&mut rng, 0.5) {
            away(AbsenceKind::Sick, rng.i64(-88..-2), 1, None, "Called in sick");
        }
        if with_probability(&mut rng, 0.25) {
            away(AbsenceKind::Leave, rng.i64(3..9), rng.i64(2..6), None, "Holiday");
        }
        if self.is_in_training(person) {
            let hours = Hours { from: self.gap.from + LUNCH_MINUTES, to: self.gap.to };
            away(AbsenceKind::Training, 0, 1, Some(hours), "Product training");
        }
        if person % ROLE_COUNT == SICK_TODAY {
            away(AbsenceKind::Sick, 0, 1, None, "Flu; will call tomorrow");
        }
        absences
    }

    /// Daily requirements, multiplied by the number of squads.
    fn requirements(&self) -> impl Iterator<Item = Requirement> {
        use Profile::{
            Analyst, CustomerChampion as Champion, FieldExpert as Expert, Operationalist, QualityController,
        };
        let squads = self.squads() as u32;
        let needs = [
            (Champion, 2, 0..15),
            (Expert, 1, 0..15),
            (QualityController, 1, 0..8),
            (Operationalist, 1, 6..10),
            (Analyst, 1, 2..4),
            (Analyst, 1, 8..10),
        ];
        needs.into_iter().map(move |(profile, need, hours)| Requirement {
            profile,
            weekdays: Requirement::EVERY_DAY,
            hours: Hours { from: self.opening_minute + hours.start * HOUR, to: self.opening_minute + hours.end * HOUR },
            need: need * squads,
        })
    }

    /// End of the shift in progress, as the screen shows it; `at` if there is none.
    pub fn shift_end(&self, at: Instant) -> Instant {
        let day = self.zone.date(at);
        let shifts = (0..self.people).filter_map(|person| self.shift(person, day)).map(Into::into).collect();
        crate::engine::board::current_shift::current_shift(&Team { shifts, ..Team::default() }, self.zone, at)
            .map_or(at, |shift| shift.ends)
    }

    /// Opening time of a day.
    pub fn opening(&self, day: NaiveDate) -> Instant {
        self.zone.at_minute(day, self.opening_minute)
    }

    /// Closing time of a day.
    pub fn closing(&self, day: NaiveDate) -> Instant {
        self.zone.at_minute(day, self.opening_minute + OPEN_MINUTES)
    }

    /// Whether the desk is open.
    pub fn is_open(&self, at: Instant) -> bool {
        let day = self.zone.date(at);
        self.opening(day) <= at && at < self.closing(day)
    }

    /// `at`, if at least ten minutes remain until closing; else the next opening.
    pub fn next_open(&self, at: Instant) -> Instant {
        let day = self.zone.date(at);
        let (opening, closing) = (self.opening(day), self.closing(day));
        if at < opening {
            opening
        } else if at < closing - TimeDelta::minutes(10) {
            at
        } else {
            self.opening(day + Days::new(1))
        }
    }

    /// Whether a person is on shift and not absent. Lunch is ignored: people answer before and after.
    pub fn at_work(&self, person: usize, at: Instant) -> bool {
        let civil = self.zone.civil(at);
        let (day, minute) = (civil.date(), civil.hour() * 60 + civil.minute());
        let inside = |hours: Hours| hours.from <= minute && minute < hours.to;
        let absent =
            |absence: &Absence| absence.first <= day && day <= absence.last && absence.hours.is_none_or(inside);
        self.hours(person, day).is_some_and(inside) && !self.absences[person].iter().any(absent)
    }

    /// The first time from `at` when a person is at work; `None` if more than two weeks ahead.
    pub fn next_at_work(&self, person: usize, at: Instant) -> Option<Instant> {
        if self.at_work(person, at) {
            return Some(at);
        }
        let days = self.zone.date(at).iter_days().take(15);
        let mut starts = days.filter_map(|day| Some(self.zone.at_minute(day, self.hours(person, day)?.from)));
        starts.find(|start| *start >= at && self.at_work(person, *start))
    }

    /// A random person at work, weighted by `share`; `None` outside opening hours.
    pub fn random_at_work(&self, rng: &mut Rng, at: Instant, share: impl Fn(usize) -> f64) -> Option<usize> {
        let tries = iter::repeat_with(|| (rng.usize(..self.people), rng.f64())).take(6 * ROLE_COUNT);
        let found = tries.filter(|(person, luck)| *luck < share(*person)).find(|(person, _)| self.at_work(*person, at));
        found.map(|(person, _)| person).or_else(|| (0..self.people).find(|person| self.at_work(*person, at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::attendance::attendance_summary;
    use crate::engine::board::current_shift::current_shift;
    use crate::engine::coverage::types::{CoverageState, ProfileCoverage};
    use crate::engine::roster::rules::find_flags;
    use crate::model::roster_rules::RosterRules;
    use crate::model::time::{Period, parse_moment};

    const RULES: RosterRules = RosterRules {
        max_days_in_row: 6,
        min_turnaround: TimeDelta::hours(11),
        max_week: TimeDelta::hours(40),
        min_weekly_rest: TimeDelta::hours(35),
        break_after: TimeDelta::hours(6),
    };

    fn team(rota: &DemoSchedule) -> Team {
        let mut team = Team::default();
        for record in rota.records() {
            match record {
                Record::Person(person) => {
                    team.people.insert(person_id(team.people.len()), person);
                }
                Record::Shift(shift) => team.shifts.push(shift.into()),
                Record::Absence(absence) => team.absences.push(absence.into()),
                Record::Requirement(requirement) => team.requirements.push(requirement.into()),
                Record::Template(template) => team.templates.push(template.into()),
                Record::Attendance(attendance) => team.attendance.push(attendance.into()),
                other => panic!("a schedule has no {:?}", other.kind()),
            }
        }
        team
    }

    /// Contiguous periods of a coverage state, over all profiles.
    fn runs(rows: &[ProfileCoverage], state: CoverageState) -> Vec<(Profile, Period)> {
        let mut runs: Vec<(Profile, Period)> = Vec::new();
        for row in rows {
            for slot in row.slots.iter().filter(|slot| slot.state == state) {
                match runs.last_mut() {
                    Some((profile, run)) if *profile == row.profile && run.to == slot.time.from => {
                        run.to = slot.time.to
                    }
                    _ => runs.push((row.profile, slot.time)),
                }
            }
        }
        runs
    }

    const PLACES: [&str; 6] =
        ["UTC", "Asia/Ho_Chi_Minh", "Europe/Berlin", "Europe/Helsinki", "America/Havana", "Australia/Lord_Howe"];
    /// Includes the 2026 clock changes in Europe and America.
    const DAYS: [&str; 5] = ["2026-03-08", "2026-03-29", "2026-06-17", "2026-10-25", "2026-11-01"];

    fn nows() -> impl Iterator<Item = (Zone, Instant)> {
        PLACES.into_iter().flat_map(|place| {
            let zone: Zone = place.parse().unwrap();
            DAYS.into_iter().flat_map(move |day| {
                (0..24).map(move |hour| {
                    let minute = [0, 7, 31, 59][hour % 4];
                    (zone, parse_moment(&format!("{day} {hour:02}:{minute:02}"), zone).unwrap())
                })
            })
        })
    }

    #[test]
    fn whenever_it_is_opened_today_has_one_gap_and_one_stretch() {
        for (zone, now) in nows() {
            let rota = DemoSchedule::new(7, now, zone, ROLE_COUNT);
            let rows = team(&rota).roster(zone, Profile::ALL).coverage_of_day(zone.date(now), 30);
            let when = || format!("{zone} {}", zone.rfc3339(now));
            let gaps = runs(&rows, CoverageState::Gap);
            let [(Profile::FieldExpert, gap)] = gaps[..] else { panic!("{} {gaps:?}", when()) };
            let hours = (gap.to - gap.from).num_hours();
            assert!((2..=3).contains(&hours), "{} {gap:?}", when());
            let late = zone.civil(now).hour() >= 22;
            assert!(gap.from > now || (late && gap.to > now), "{} {gap:?}", when());
            let stretched = runs(&rows, CoverageState::Stretched);
            assert_eq!(stretched.len(), 1, "{} {stretched:?}", when());
            assert_ne!(stretched[0].0, Profile::FieldExpert);
        }
    }

    #[test]
    fn the_gap_and_the_stretch_do_not_hang_on_what_is_important() {
        let now = parse_moment("2026-06-17 09:12", Zone::UTC).unwrap();
        let team = team(&DemoSchedule::new(1, now, Zone::UTC, ROLE_COUNT));
        for turn in 0..6 {
            let mut importance = Profile::ALL;
            importance.rotate_left(turn);
            importance[..3].reverse();
            let rows = team.roster(Zone::UTC, importance).coverage_of_day(Zone::UTC.date(now), 30);
            let [(Profile::Analyst, stretch)] = runs(&rows, CoverageState::Stretched)[..] else {
                panic!("{importance:?}")
            };
            assert_eq!((stretch.to - stretch.from).num_minutes(), 60);
            assert_eq!(runs(&rows, CoverageState::Gap).len(), 1);
        }
    }

    #[test]
    fn a_larger_team_has_the_same_day() {
        let now = parse_moment("2026-06-17 09:12", Zone::UTC).unwrap();
        for people in [13, 24, 47] {
            let team = team(&DemoSchedule::new(1, now, Zone::UTC, people));
            let rows = team.roster(Zone::UTC, Profile::ALL).coverage_of_day(Zone::UTC.date(now), 30);
            assert_eq!(runs(&rows, CoverageState::Gap).len(), 1, "{people}");
            assert_eq!(runs(&rows, CoverageState::Stretched).len(), 1, "{people}");
        }
    }

    #[test]
    fn somebody_opens_it_an_hour_into_a_shift_and_most_of_the_team_is_in() {
        for (zone, now) in nows() {
            let rota = DemoSchedule::new(7, now, zone, ROLE_COUNT);
            let team = team(&rota);
            let on = current_shift(&team, zone, now).expect("a shift is on");
            assert!((4..=11).contains(&on.present), "{} {on:?}", zone.rfc3339(now));
            let today = team.shifts.iter().filter(|shift| shift.day == rota.today).count();
            assert_eq!(today, 11, "and one of them is sick");
            let hour = zone.civil(now).hour();
            let opened = (now - rota.opening(rota.today)).num_minutes();
            // A skipped or repeated hour may lie between.
            assert!(hour == 0 || hour > 10 || (0..180).contains(&opened), "{} {opened}", zone.rfc3339(now));
        }
    }

    #[test]
    fn other_days_are_staffed_too() {
        let now = parse_moment("2026-06-17 09:12", Zone::UTC).unwrap();
        let rota = DemoSchedule::new(3, now, Zone::UTC, ROLE_COUNT);
        for day in (rota.today - Days::new(DAYS_BACK)).iter_days().take(104) {
            for hour in [1, 5, 9, 14] {
                let at = Zone::UTC.at_minute(day, rota.opening_minute + hour * HOUR);
                let there = (0..ROLE_COUNT).filter(|one| rota.at_work(*one, at)).count();
                assert!(there >= 2, "{day} {hour} {there}");
            }
        }
    }

    #[test]
    fn people_keep_to_the_roster_and_one_is_late_today() {
        let now = parse_moment("2026-11-21 09:12", Zone::UTC).unwrap();
        let team = team(&DemoSchedule::new(1, now, Zone::UTC, ROLE_COUNT));
        let today = Period::days(Zone::UTC, Zone::UTC.date(now), Zone::UTC.date(now) + Days::new(1));
        let month = Period { from: now - TimeDelta::days(28), to: now };
        for one in (0..ROLE_COUNT).filter(|one| *one != LATE_TODAY) {
            let kept = attendance_summary(&team, Zone::UTC, person_id(one), month, now).unwrap();
            assert_eq!((kept.adherence(), kept.missed, kept.late), (Some(1.0), 0, 0), "{one} {kept:?}");
        }
        let late = attendance_summary(&team, Zone::UTC, person_id(LATE_TODAY), today, now).unwrap();
        assert_eq!((late.late, late.late_by.num_minutes()), (1, 20));
        let flagged = find_flags(&team, Zone::UTC, &RULES, Zone::UTC.date(now), Zone::UTC.date(now) + Days::new(7));
        let kinds: Vec<_> = flagged.iter().map(|flag| (flag.person, flag.kind.name())).collect();
        assert_eq!(kinds, [(person_id(STAND_IN), "turnaround"), (person_id(STAND_IN), "week_hours")]);
    }
}
