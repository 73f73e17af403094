//! Tests that written rosters are read back, and that other programs' files are understood.

use std::collections::BTreeMap;
use std::io::Cursor;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::engine::roster::cells::ShiftPattern;
use crate::engine::roster::import_plan::{RosterDiffKind, RosterEntry, plan_import};
use crate::engine::roster::table::roster_table;
use crate::exchange::export;
use crate::model::ids::{PersonId, WithId};
use crate::model::person::Person;
use crate::model::shift::{Absence, AbsenceKind, Hours, Shift, ShiftTemplate};
use crate::model::table::TableFormat;
use crate::model::team::Team;
use crate::model::time::{Instant, Zone, from_millis};

const NAMES: [&str; 5] = ["Minh", "Thảo Nguyễn", "=SUM(1+1)", "O\"Brien, Ann", "Lê: Hằng"];

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap() + Days::new(n)
}

fn now() -> Instant {
    from_millis(1_772_442_000_000).unwrap()
}

fn written(team: &Team) -> Vec<u8> {
    let mut out = Vec::new();
    export::write_table(&roster_table(team, day(0), day(13)), TableFormat::Csv, Zone::UTC, &mut out).unwrap();
    out
}

/// A random two-week roster without overlapping shifts.
fn rosters() -> impl Strategy<Value = Team> {
    let minute = |most: u32| (0..most / 15).prop_map(|n| n * 15);
    let name = prop::option::of(prop::sample::select(vec![
        "Morning",
        "Đêm",
        "=1+1",
        "a, \"b\"; c",
        "-",
        "Late",
        "sick",
        "a: b",
    ]));
    let shift = (0..5_i64, 0..14_u64, minute(24 * 60), 1..96_u32, name, 0..3_u32);
    let note = prop::option::of(prop::sample::select(vec!["flu", "+84 912", "\"x\", y", "cúm"]));
    let hours = prop::option::of((minute(20 * 60), 1..16_u32));
    let absence = (0..5_i64, 0..14_u64, 0..4_u64, 0..5_usize, hours, note);
    (prop::collection::vec(shift, 0..40), prop::collection::vec(absence, 0..8)).prop_map(|(shifts, absences)| {
        let people = NAMES.iter().zip(1..).map(|(name, id)| (PersonId(id), Person::with_name(*name))).collect();
        let mut team = Team { people, ..Team::default() };
        for (person, on, from, quarters, name, pauses) in shifts {
            let hours = Hours { from, to: from + quarters * 15 };
            let breaks = (0..pauses).map(|n| Hours { from: from + n * 10, to: from + n * 10 + 5 });
            let breaks = breaks.filter(|pause| pause.to <= hours.to).collect();
            let name = name.map(str::to_owned);
            let shift = Shift { person: PersonId(person + 1), day: day(on), hours, name, breaks };
            if team.shifts.iter().all(|other| other.person != shift.person || !other.overlaps(&shift)) {
                team.shifts.push(WithId { id: team.shifts.len() as i64 + 1, it: shift });
            }
        }
        for (person, first, days, kind, hours, note) in absences {
            let hours = hours.map(|(from, quarters)| Hours { from, to: from + quarters * 15 });
            let (first, last) = (day(first), day(first + days));
            let (person, kind) = (PersonId(person + 1), AbsenceKind::ALL[kind]);
            let absence = Absence { person, kind, first, last, hours, note: note.map(str::to_owned) };
            team.absences.push(WithId { id: team.absences.len() as i64 + 1, it: absence });
        }
        team
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_table_that_was_written_changes_nothing(team in rosters()) {
        let read = csv::read_roster_table(Cursor::new(written(&team)), None).unwrap();
        prop_assert_eq!(&read.rejected, &[]);
        let plan = plan_import(&team, &read.rows, read.has_absences).unwrap();
        prop_assert_eq!(plan.changes, Vec::new());
        prop_assert!(plan.lines.iter().all(|line| line.kind == RosterDiffKind::Same));
    }

    #[test]
    fn a_calendar_that_was_written_changes_nothing(
        team in rosters(),
        // New York skips an hour on the seventh of these days.
        zone in prop::sample::select(vec!["Asia/Ho_Chi_Minh", "America/New_York"]),
    ) {
        let zone: Zone = zone.parse().unwrap();
        let text = ics::write_calendar(&team, zone, (day(0), day(13)), now());
        let read = ics::read_calendar(&text, zone, &team).unwrap();
        prop_assert_eq!(&read.rejected, &[]);
        let plan = plan_import(&team, &read.rows, read.has_absences).unwrap();
        prop_assert_eq!(plan.changes, Vec::new());
    }
}

fn told(text: &str) -> (Vec<RosterImportRow>, Vec<String>) {
    let read = csv::read_roster_table(Cursor::new(text.as_bytes()), None).unwrap();
    (read.rows, read.rejected.into_iter().map(|one| format!("{}: {}", one.line, one.reason)).collect())
}

#[test]
fn tables_of_other_people_are_read_as_they_are_meant() {
    let (rows, refused) = told(
        "Nhân viên;Ngày;Từ;Đến;Ca\n\
         Minh;23/11/2026;8h;16h30;Sáng\n\
         Minh;24/11/2026;22:00:00;6:00;\n\
         Thảo;24.11.2026;;;Đêm\n",
    );
    assert_eq!(refused, Vec::<String>::new());
    let hours = Hours { from: 480, to: 990 };
    let first = RosterEntry::Shift(ShiftPattern { hours, name: Some("Sáng".into()), breaks: Vec::new() });
    assert_eq!((rows[0].day.to_string().as_str(), &rows[0].entry), ("2026-11-23", &first));
    assert_eq!(rows[1].entry, RosterEntry::Shift(ShiftPattern::from_hours(Hours { from: 1320, to: 1800 })));
    assert_eq!(rows[2].entry, RosterEntry::Template("Đêm".into(), Vec::new()));
    for (text, minute) in [("8", 480), ("08:00", 480), ("0830", 510), ("8.30", 510), ("24:00", 1440), ("12:30 am", 30)]
    {
        assert_eq!(csv::parse_time_of_day(text), Some(minute), "{text}");
    }
    for wrong in ["", "25", "8:60", "24:01", "13 pm", "8:00:30", "x", "8:0:0:0"] {
        assert_eq!(csv::parse_time_of_day(wrong), None, "{wrong}");
    }
}

#[test]
fn every_row_that_cannot_be_read_is_told() {
    let (rows, refused) = told(
        "person,day,from,to,shift,breaks,absence,note\n\
         Minh,2026-11-23,8,16,,20:00-21:00,,\n\
         Minh,2026-11-31,8,16,,,,\n\
         ,2026-11-23,8,16,,,,\n\
         Minh,2026-11-23,8,,,,,\n\
         Minh,2026-11-23,8,25,,,,\n\
         Minh,2026-11-23,,,,,ill,\n\
         Minh,2026-11-23,,,Morning,,sick,\n\
         Minh,2026-11-23,,,,,,\n\
         Minh,2026-11-23,8,16,,,,a note\n",
    );
    assert_eq!(rows, []);
    let begin: Vec<_> = refused.iter().map(|told| told.split(':').next().unwrap()).collect();
    assert_eq!(begin, ["2", "3", "4", "5", "6", "7", "8", "9", "10"], "{refused:#?}");
    let ask = |text: &str| csv::read_roster_table(Cursor::new(text.as_bytes()), None).unwrap_err().to_string();
    assert!(ask("person,day,from,to\nMinh,03/04/2026,8,16\n").contains("--dates dmy"));
    assert!(ask("person,from,to\nMinh,8,16\n").contains("no column ‘day’"));
    let day_first = dates_of("person,day,from,to\nMinh,03/04/2026,8,16\nMinh,13/04/2026,8,16\n");
    assert_eq!(day_first, ["2026-04-03", "2026-04-13"], "the whole column decides");
}

fn dates_of(text: &str) -> Vec<String> {
    told(text).0.iter().map(|row| row.day.to_string()).collect()
}

#[test]
fn a_template_by_its_name_gives_the_hours() {
    let lunch = Hours { from: 720, to: 750 };
    let morning = ShiftTemplate { name: "Morning".into(), hours: Hours::new(480, 960), breaks: vec![lunch] };
    let people = BTreeMap::from([(PersonId(1), Person::with_name("Minh"))]);
    let team = Team { people, templates: vec![morning.into()], ..Team::default() };
    let (rows, _) = told("name,date,shift,breaks\nminh,2026-11-23,morning,\nminh,2026-11-24,Morning,13-13:30\n");
    let plan = plan_import(&team, &rows, false).unwrap();
    assert_eq!(plan.count(RosterDiffKind::Added), 2);
}

#[test]
fn calendars_of_other_programs_are_read() {
    let event = |lines: &str| format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n");
    let zone: Zone = "Asia/Ho_Chi_Minh".parse().unwrap();
    let people = (1..).zip(["Minh", "Lê: Hằng"]).map(|(id, name)| (PersonId(id), Person::with_name(name))).collect();
    let training = ShiftTemplate { name: "Training".into(), hours: Hours::new(480, 960), breaks: Vec::new() };
    let team = Team { people, templates: vec![training.into()], ..Team::default() };
    let of = |lines: &str| ics::read_calendar(&event(lines), zone, &team).unwrap();
    let one = |lines: &str| {
        let read = of(lines);
        assert_eq!(read.rejected, []);
        read.rows.into_iter().next().unwrap()
    };
    let berlin =
        one("DTSTART;TZID=Europe/Berlin:20261123T080000\nDTEND;TZID=Europe/Berlin:20261123T160000\nSUMMARY:Minh: Früh");
    let shape = ShiftPattern { hours: Hours { from: 840, to: 1320 }, name: Some("Früh".into()), breaks: Vec::new() };
    assert_eq!((berlin.day.to_string().as_str(), berlin.entry), ("2026-11-23", RosterEntry::Shift(shape)));
    let night = one("DTSTART:20261123T150000Z\nDURATION:PT8H\nSUMMARY:Lê: Hằng");
    assert_eq!(
        (night.person.as_str(), &night.entry),
        ("Lê: Hằng", &RosterEntry::Shift(ShiftPattern::from_hours(Hours::new(1320, 360))))
    );
    let shift = one("DTSTART:20261123T080000\nDTEND:20261123T160000\nSUMMARY:Minh: training");
    assert!(matches!(shift.entry, RosterEntry::Shift(_)), "a template is called so: {shift:?}");
    let late = one("DTSTART:20261123T080000\nDTEND:20261123T160000\nSUMMARY:Minh: other");
    assert!(matches!(late.entry, RosterEntry::Absence(_)), "no template is called so: {late:?}");
    let hours = |lines: &str| one(&format!("{lines}\nSUMMARY:Minh")).entry;
    let day = RosterEntry::Shift(ShiftPattern::from_hours(Hours { from: 480, to: 960 }));
    assert_eq!(hours("DTSTART:20261123T080030\nDTEND:20261123T160000"), day);
    assert_eq!(hours("DTSTART:20261123T080000\nDTEND:20261123T155959"), day);
    let moved = "X-SHIFTDESK-DAY:20261122\nX-SHIFTDESK-HOURS:60-120\nX-SHIFTDESK-KIND:shift";
    assert_eq!(hours(&format!("DTSTART:20261123T080000\nDTEND:20261123T160000\n{moved}")), day, "moved since");
    let days = of("DTSTART;VALUE=DATE:20261123\nDTEND;VALUE=DATE:20261126\nSUMMARY:Minh: sick\nDESCRIPTION:flu");
    assert_eq!(days.rows.len(), 3);
    assert_eq!(of("DTSTART:20261123T150000Z\nDURATION:PT8H\nSUMMARY:Minh\nSTATUS:CANCELLED").rows, []);
    for (lines, why) in [
        ("DTSTART:20261123T150000Z\nDURATION:PT8H\nSUMMARY:Minh\nRRULE:FREQ=WEEKLY", "repeats"),
        ("DTSTART:20261123T150000Z\nSUMMARY:Minh", "no DTEND"),
        ("DTSTART;TZID=Home:20261123T150000\nDURATION:PT8H\nSUMMARY:Minh", "not a time zone"),
        ("DTSTART;VALUE=DATE:20261123\nSUMMARY:Minh: Morning", "is an absence"),
        ("DURATION:PT8H\nSUMMARY:Minh", "no DTSTART"),
        ("DTSTART:20261123T150000Z\nDURATION:PT30H\nSUMMARY:Minh", "lasts 1800 minutes"),
        ("DTSTART:20261123T150000Z\nDURATION:P999999W999999W\nSUMMARY:Minh", "is too long"),
        ("DTSTART:+262142-1231T150000\nDURATION:PT8H\nSUMMARY:Minh", "is not a time"),
    ] {
        let refused = of(lines).rejected;
        assert_eq!(refused.len(), 1, "{lines}");
        assert!(refused[0].reason.contains(why) && refused[0].line == 2, "{refused:?}");
    }
    assert!(ics::read_calendar("person,day\n", zone, &team).is_err());
}
