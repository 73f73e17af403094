//! Flags of small rosters.

use super::*;
use crate::model::person::Person;
use crate::model::shift::{Absence, Hours, Shift};

const RULES: RosterRules = RosterRules {
    max_days_in_row: 6,
    min_turnaround: TimeDelta::hours(11),
    max_week: TimeDelta::hours(40),
    min_weekly_rest: TimeDelta::hours(35),
    break_after: TimeDelta::hours(6),
};

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// One person with these shifts: `2026-03-02 8-16`; a trailing `/` adds a break.
fn team(shifts: &[&str]) -> Team {
    let person = PersonId(1);
    let shift = |text: &&str| {
        let (on, hours) = text.split_once(' ').unwrap();
        let hours = crate::engine::roster::cell_input::parse_hours(hours.trim_end_matches('/')).unwrap();
        let breaks = match text.ends_with('/') {
            true => vec![Hours { from: hours.from + 180, to: hours.from + 210 }],
            false => Vec::new(),
        };
        Shift { person, day: day(on), hours, name: None, breaks }.into()
    };
    let people = BTreeMap::from([(person, Person::with_name("Minh"))]);
    Team { people, shifts: shifts.iter().map(shift).collect(), ..Team::default() }
}

fn away(team: &mut Team, kind: AbsenceKind, on: &str, hours: Option<Hours>) {
    let (first, last) = (day(on), day(on));
    team.absences.push(Absence { person: PersonId(1), kind, first, last, hours, note: None }.into());
}

/// Flags in March 2026 as `day name`.
fn flagged(team: &Team, zone: Zone, rules: &RosterRules) -> Vec<String> {
    let all = find_flags(team, zone, rules, day("2026-03-01"), day("2026-03-31"));
    all.iter().map(|flag| format!("{} {}", flag.day.format("%d"), flag.kind.name())).collect()
}

#[test]
fn the_seventh_day_in_a_row_is_one_too_many() {
    let days: Vec<String> = (2..=9).map(|n| format!("2026-03-{n:02} 8-13")).collect();
    let mut team = team(&days.iter().map(String::as_str).collect::<Vec<_>>());
    let rules = RosterRules { min_weekly_rest: TimeDelta::zero(), ..RULES };
    assert_eq!(flagged(&team, Zone::UTC, &rules), ["08 days_in_row", "09 days_in_row"], "and again in the next week");
    assert_eq!(flagged(&team, Zone::UTC, &RosterRules { max_days_in_row: 0, ..rules }), Vec::<String>::new());
    // Days before the period count too.
    let one = find_flags(&team, Zone::UTC, &rules, day("2026-03-09"), day("2026-03-09"));
    assert_eq!(one.iter().map(|flag| flag.kind).collect::<Vec<_>>(), [RosterFlagKind::DaysInRow { n: 8, most: 6 }]);
    away(&mut team, AbsenceKind::Training, "2026-03-05", None);
    assert_eq!(flagged(&team, Zone::UTC, &rules).len(), 2, "training is work");
    away(&mut team, AbsenceKind::Sick, "2026-03-05", None);
    assert_eq!(flagged(&team, Zone::UTC, &rules), Vec::<String>::new());
}

#[test]
fn a_late_shift_and_an_early_one_leave_too_little_rest() {
    let utc = Zone::UTC;
    assert_eq!(flagged(&team(&["2026-03-02 14-22/", "2026-03-03 8-13"]), utc, &RULES), ["03 turnaround"]);
    assert_eq!(flagged(&team(&["2026-03-02 13-21/", "2026-03-03 8-13"]), utc, &RULES), Vec::<String>::new());
    // Late shift on the day after a night shift: eight hours of rest.
    assert_eq!(flagged(&team(&["2026-03-02 22-6/", "2026-03-03 14-22/"]), utc, &RULES), ["03 turnaround"]);
    // Both parts of a split day are one day.
    assert_eq!(flagged(&team(&["2026-03-02 8-12", "2026-03-02 14-18"]), utc, &RULES), Vec::<String>::new());
}

#[test]
fn rest_is_elapsed_time_when_the_clocks_change() {
    // On 29 March 2026 clocks in Berlin go forward: eleven hours on the clock are ten.
    let night = ["2026-03-28 13-21/", "2026-03-29 8-13"];
    assert_eq!(flagged(&team(&night), zone("Europe/Berlin"), &RULES), ["29 turnaround"]);
    assert_eq!(flagged(&team(&night), Zone::UTC, &RULES), Vec::<String>::new());
    let flags = find_flags(&team(&night), zone("Europe/Berlin"), &RULES, day("2026-03-29"), day("2026-03-29"));
    let (rest, least) = (TimeDelta::hours(10), TimeDelta::hours(11));
    assert_eq!(flags[0].kind, RosterFlagKind::Turnaround { rest, least });
    // A night shift across it is an hour shorter, in October an hour longer.
    let hours = |name: &str, shift: &str| {
        let team = team(&[shift]);
        week_hours(&team, zone(name), &RULES, PersonId(1), monday(team.shifts[0].day)).hours.num_hours()
    };
    assert_eq!(hours("Europe/Berlin", "2026-03-28 22-6"), 7);
    assert_eq!(hours("Europe/Berlin", "2026-10-24 22-6"), 9);
    assert_eq!(hours("Asia/Ho_Chi_Minh", "2026-03-28 22-6"), 8);
}

#[test]
fn hours_above_the_contract_are_overtime() {
    let mut team =
        team(&["2026-03-02 8-16/", "2026-03-03 8-16/", "2026-03-04 8-16/", "2026-03-05 8-16/", "2026-03-06 8-17/"]);
    assert_eq!(flagged(&team, Zone::UTC, &RULES), ["06 week_hours"]);
    let of = |team: &Team| week_hours(team, Zone::UTC, &RULES, PersonId(1), day("2026-03-02"));
    assert_eq!((of(&team).hours.num_hours(), of(&team).overtime().num_hours()), (41, 1));
    team.people.get_mut(&PersonId(1)).unwrap().weekly_minutes = Some(24 * 60);
    assert_eq!(flagged(&team, Zone::UTC, &RULES), ["05 week_hours"], "on the day that passes them");
    assert_eq!(of(&team).overtime().num_hours(), 17);
    away(&mut team, AbsenceKind::Leave, "2026-03-04", Some(Hours::new(8 * 60, 12 * 60)));
    assert_eq!(of(&team).hours.num_hours(), 37);
}

#[test]
fn a_week_needs_a_long_rest() {
    let six = ["2026-03-02 8-13", "2026-03-03 8-13", "2026-03-04 8-13", "2026-03-05 8-13", "2026-03-06 8-13"];
    let rests = |more: &[&str]| flagged(&team(&[&six[..], more].concat()), Zone::UTC, &RULES);
    assert_eq!(rests(&["2026-03-07 8-13"]), Vec::<String>::new(), "Saturday 13 to Sunday 24 is 35 hours");
    assert_eq!(rests(&["2026-03-07 9-14"]), ["07 weekly_rest"], "an hour less");
    // The same rest lasts until Monday noon; its midpoint is in the first week.
    let next = ["2026-03-07 9-14", "2026-03-09 12-17", "2026-03-10 8-13", "2026-03-11 8-13"];
    assert_eq!(rests(&next), Vec::<String>::new());
    // A night shift from Sunday to Monday uses up Sunday's rest.
    assert_eq!(rests(&["2026-03-07 7-12", "2026-03-08 22-6/"]), ["08 days_in_row", "08 weekly_rest"].map(String::from));
}

#[test]
fn a_long_shift_needs_a_break() {
    assert_eq!(flagged(&team(&["2026-03-02 8-14:30"]), Zone::UTC, &RULES), ["02 no_break"]);
    assert_eq!(flagged(&team(&["2026-03-02 8-14"]), Zone::UTC, &RULES), Vec::<String>::new());
    assert_eq!(flagged(&team(&["2026-03-02 8-16/"]), Zone::UTC, &RULES), Vec::<String>::new());
    let mut halved = team(&["2026-03-02 8-16"]);
    away(&mut halved, AbsenceKind::Other, "2026-03-02", Some(Hours::new(600, 720)));
    assert_eq!(flagged(&halved, Zone::UTC, &RULES), Vec::<String>::new(), "four hours at a stretch");
}
