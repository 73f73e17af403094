//! Attendance against a roster, with a fixed clock.

use std::collections::BTreeMap;

use super::*;
use crate::model::person::Person;
use crate::model::shift::{Absence, AbsenceKind, Hours};
use crate::model::time::parse_moment;

const MINH: PersonId = PersonId(1);

fn at(moment: &str) -> Instant {
    parse_moment(&format!("2026-03-{moment}"), Zone::UTC).unwrap()
}

fn hours(text: &str) -> Hours {
    crate::engine::roster::cell_input::parse_hours(text).unwrap()
}

/// Minh works 8–16 with a half-hour lunch on the 2nd and 3rd, and the night of the 4th.
fn team() -> Team {
    let shift = |day: &str, span: &str, pause: Option<&str>| Shift {
        person: MINH,
        day: day.parse().unwrap(),
        hours: hours(span),
        name: None,
        breaks: pause.map(hours).into_iter().collect(),
    };
    let shifts = [
        shift("2026-03-02", "8-16", Some("12-12:30")),
        shift("2026-03-03", "8-16", Some("12-12:30")),
        shift("2026-03-04", "22-6", None),
    ];
    let people = BTreeMap::from([(MINH, Person::with_name("Minh"))]);
    Team { people, shifts: shifts.map(WithId::from).into(), ..Team::default() }
}

fn was_in(mut team: Team, from: &str, to: Option<&str>) -> Team {
    let id = team.attendance.len() as i64 + 1;
    team.attendance.push(WithId { id, it: Attendance { person: MINH, from: at(from), to: to.map(at) } });
    team
}

/// Somebody without a shift checks in for an hour.
fn with_lan(mut team: Team, from: &str) -> Team {
    let (person, from) = (PersonId(2), at(from));
    team.attendance.push(Attendance { person, from, to: Some(from + TimeDelta::hours(1)) }.into());
    team
}

fn of(team: &Team, first: &str, end: &str, now: &str) -> Option<AttendanceSummary> {
    let day = |text: &str| format!("2026-03-{text}").parse().unwrap();
    attendance_summary(team, Zone::UTC, MINH, Period::days(Zone::UTC, day(first), day(end)), at(now))
}

fn hour(delta: TimeDelta) -> f64 {
    delta.num_minutes() as f64 / 60.0
}

#[test]
fn nobody_is_in_twice_or_out_twice() {
    let team = team();
    let now = at("02T08:02");
    let Ok(Change::AddRecord(Record::Attendance(came))) = check_in(&team, MINH, now) else { panic!() };
    assert_eq!(check_out(&team, MINH, now), Err(CheckInError::NotIn));
    let team = Team { attendance: vec![WithId { id: 7, it: came.clone() }], ..team };
    assert_eq!(check_in(&team, MINH, at("02T09:00")), Err(CheckInError::AlreadyIn(now)));
    let left = Attendance { to: Some(at("02T16:00")), ..came };
    let record = Some(Record::Attendance(left));
    let out = Change::ReplaceRecord { kind: RecordKind::Attendance, id: 7, record };
    assert_eq!(check_out(&team, MINH, at("02T16:00")), Ok(out));
    let never = Change::ReplaceRecord { kind: RecordKind::Attendance, id: 7, record: None };
    assert_eq!(check_out(&team, MINH, now), Ok(never));
    assert!(check_in(&team, MINH, at("03T08:00")).is_ok(), "whoever forgot to check out has gone by now");
    assert_eq!(check_out(&team, MINH, at("03T08:00")), Err(CheckInError::NotIn));
}

#[test]
fn what_nobody_wrote_down_is_not_known() {
    assert_eq!(of(&team(), "02", "04", "05T12:00"), None);
    assert_eq!(missing_people(&team(), Zone::UTC, at("02T09:00")), []);
}

#[test]
fn a_late_day_costs_its_minutes_and_a_few_minutes_cost_nothing() {
    let team = was_in(team(), "02T08:20", Some("02T15:57"));
    let actual = of(&team, "02", "03", "05T12:00").unwrap();
    assert_eq!((hour(actual.scheduled), actual.late, actual.late_by.num_minutes(), actual.left_early), (7.5, 1, 20, 0));
    assert_eq!((actual.worked_as_scheduled, actual.worked), (TimeDelta::minutes(430), TimeDelta::minutes(430)));
    assert!((actual.adherence().unwrap() - 430.0 / 450.0).abs() < 1e-9);
    let two = of(&team, "02", "04", "05T12:00").unwrap();
    assert_eq!((two.shifts, two.missed, hour(two.scheduled)), (1, 0, 7.5), "nobody checked in on the 3rd");
    let two = of(&with_lan(team, "03T08:00"), "02", "04", "05T12:00").unwrap();
    assert_eq!((two.shifts, two.missed, hour(two.scheduled)), (2, 1, 15.0), "others did, and they never came");
}

#[test]
fn what_is_known_to_be_off_is_off_the_schedule() {
    let mut team = was_in(team(), "02T10:02", Some("02T16:00"));
    let (first, last) = (team.shifts[0].day, team.shifts[0].day);
    let late = Absence { person: MINH, kind: AbsenceKind::Late, first, last, hours: Some(hours("8-10")), note: None };
    team.absences.push(late.into());
    let actual = of(&team, "02", "03", "05T12:00").unwrap();
    assert_eq!((hour(actual.scheduled), actual.late, actual.adherence()), (5.5, 0, Some(1.0)));
    let leave = Absence { person: MINH, kind: AbsenceKind::Leave, first, last, hours: None, note: None };
    team.absences.push(leave.into());
    let actual = of(&team, "02", "03", "05T12:00").unwrap();
    assert_eq!((actual.shifts, actual.adherence()), (0, None));
}

#[test]
fn time_beyond_the_shift_is_overtime_and_not_adherence() {
    // An hour late, before lunch, and two hours longer.
    let team = was_in(team(), "02T09:00", Some("02T18:00"));
    let actual = of(&team, "02", "03", "05T12:00").unwrap();
    assert_eq!((hour(actual.worked_as_scheduled), hour(actual.worked), hour(actual.overtime)), (6.5, 8.5, 2.0));
    assert!(actual.conformance().unwrap() > 1.0 && actual.adherence().unwrap() < 0.9);
    let punctual = was_in(crate::engine::attendance::tests::team(), "02T07:57", Some("02T16:04"));
    assert_eq!(of(&punctual, "02", "03", "05T12:00").unwrap().overtime, TimeDelta::zero());
}

#[test]
fn a_night_belongs_to_the_day_it_begins_and_a_forgotten_end_adds_nothing() {
    let team = was_in(team(), "04T22:00", None);
    let actual = of(&team, "04", "05", "05T02:00").unwrap();
    assert_eq!(
        (hour(actual.scheduled), hour(actual.worked_as_scheduled), hour(actual.worked)),
        (4.0, 4.0, 4.0),
        "up to now"
    );
    let actual = of(&team, "04", "05", "06T12:00").unwrap();
    assert_eq!((hour(actual.scheduled), hour(actual.worked), hour(actual.overtime)), (8.0, 8.0, 0.0));
}

#[test]
fn whoever_has_not_come_is_awaited() {
    let team = was_in(team(), "02T08:00", Some("02T16:00"));
    assert_eq!(missing_people(&team, Zone::UTC, at("03T08:30")), [], "nobody checks in on that day");
    let team = with_lan(team, "03T07:30");
    assert_eq!(missing_people(&team, Zone::UTC, at("03T08:04")), []);
    assert_eq!(missing_people(&team, Zone::UTC, at("03T08:30")), [(MINH, at("03T08:00"))]);
    assert_eq!(missing_people(&was_in(team, "03T08:29", None), Zone::UTC, at("03T08:30")), []);
    let kept = |team: &Team, now: &str| shift_attendance(team, Zone::UTC, &team.shifts[1].it, at(now));
    assert_eq!(kept(&crate::engine::attendance::tests::team(), "03T07:00"), None);
}

#[test]
fn whoever_never_came_has_missed_it_where_others_check_in() {
    let team = with_lan(team(), "02T08:00");
    let actual = of(&team, "02", "03", "05T12:00").unwrap();
    assert_eq!((actual.shifts, actual.missed, actual.adherence(), hour(actual.worked)), (1, 1, Some(0.0), 0.0));
    assert_eq!(of(&team, "03", "04", "05T12:00"), None, "nobody came on the 3rd");
    // A night is one shift: a check-in after midnight belongs to it.
    assert_eq!(
        of(&with_lan(crate::engine::attendance::tests::team(), "05T01:00"), "04", "05", "05T02:00").unwrap().missed,
        1
    );
}

#[test]
fn nobody_comes_into_time_that_is_written_down() {
    let closed = was_in(team(), "02T08:00", Some("02T12:00"));
    let time = Period { from: at("02T08:00"), to: at("02T12:00") };
    assert_eq!(check_in(&closed, MINH, at("02T09:00")), Err(CheckInError::AlreadyRecorded(time)));
    assert!(check_in(&closed, MINH, at("02T07:00")).is_ok() && check_in(&closed, MINH, at("02T12:00")).is_ok());
    let open = was_in(closed, "02T13:00", None);
    assert_eq!(check_in(&open, MINH, at("02T12:30")), Err(CheckInError::AlreadyIn(at("02T13:00"))));
    let Ok(Change::ReplaceRecord { id, .. }) = check_out(&open, MINH, at("02T16:00")) else { panic!() };
    assert_eq!(id, 2);
}

#[test]
fn who_has_not_checked_out_works_no_overtime_until_they_do() {
    let open = was_in(team(), "02T08:00", None);
    let actual = |team: &Team, now: &str| {
        let actual = of(team, "02", "03", now).unwrap();
        (hour(actual.worked), hour(actual.overtime))
    };
    assert_eq!((actual(&open, "02T18:00"), actual(&open, "05T12:00")), ((7.5, 0.0), (7.5, 0.0)));
    assert_eq!(actual(&was_in(team(), "02T08:00", Some("02T18:00")), "02T18:00"), (9.5, 2.0));
    // From late evening to the next morning’s shift: that is another day.
    let late = was_in(team(), "02T15:30", None);
    assert_eq!(actual(&late, "03T15:00"), (0.5, 0.0));
}
