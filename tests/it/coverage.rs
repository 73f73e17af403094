//! Coverage: scenarios with the expected state of every slot, and the screens and commands that show it.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::json;

use crate::support::desk::saturday;
use crate::support::screen::Screen;
use crate::support::shell::Shell;
use shiftdesk::engine::coverage::ProfileCoverage;
use shiftdesk::engine::what_if::apply_what_if;
use shiftdesk::engine::what_if::parse::{WhatIfContext, parse_what_if};
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::ids::PersonId;
use shiftdesk::model::person::{Author, Person, Profile};
use shiftdesk::model::record::Record;
use shiftdesk::model::shift::{Absence, AbsenceKind, Attendance, Hours, Requirement, Shift};
use shiftdesk::model::team::Team;
use shiftdesk::model::time::{Instant, Zone, parse_clock, parse_day, parse_moment};
use shiftdesk::store::Store;

/// A scenario: `tests/scenarios/coverage_*.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    /// What the scenario shows.
    #[allow(dead_code)]
    about: String,
    zone: Zone,
    /// Moment up to which attendance counts; without it, coverage follows the roster only.
    #[serde(default)]
    now: Option<String>,
    /// `NAME PROFILE [SECOND]`.
    people: Vec<String>,
    /// `NAME DAY FROM-TO [BREAK…]`; a break before the start of the shift is after midnight.
    shifts: Vec<String>,
    /// `NAME KIND DAY [FROM-TO]`.
    #[serde(default)]
    absences: Vec<String>,
    /// `NAME IN OUT`.
    #[serde(default)]
    attendance: Vec<String>,
    /// `PROFILE FROM-TO NEED WEEKDAY`, or every day.
    needs: Vec<String>,
    /// Per day and profile, runs of equal slots: `FROM-TO STATE SLOTS [WHO…]`.
    day: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

fn hours(text: &str) -> Hours {
    let (from, to) = text.split_once('-').unwrap();
    Hours::new(parse_clock(from).unwrap(), parse_clock(to).unwrap())
}

fn weekdays(text: &str) -> u8 {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    names.iter().position(|name| *name == text).map_or(Requirement::EVERY_DAY, |n| 1 << n)
}

/// Writes the scenario to a team file and loads the team from it.
fn team(scenario: &Scenario, first: NaiveDate) -> Team {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(&folder.path().join("team.db"), Default::default()).unwrap();
    let mut batch = store.begin_import_batch(Author::default(), scenario.zone.midnight(first)).unwrap();
    let mut people: BTreeMap<&str, PersonId> = BTreeMap::new();
    for line in &scenario.people {
        let words: Vec<&str> = line.split(' ').collect();
        let profile = |n: usize| words.get(n).map(|word| word.parse::<Profile>().unwrap());
        let person = Person { primary: profile(1), second: profile(2), ..Person::with_name(words[0]) };
        people.insert(words[0], batch.add_person(&person).unwrap());
    }
    for line in &scenario.shifts {
        let words: Vec<&str> = line.split(' ').collect();
        let span = hours(words[2]);
        let pause = |text: &&str| {
            let pause = hours(text);
            let late = if pause.from < span.from { 24 * 60 } else { 0 };
            Hours { from: pause.from + late, to: pause.to + late }
        };
        let breaks = words[3..].iter().map(pause).collect();
        let (person, day) = (people[words[0]], parse_day(words[1]).unwrap());
        batch.add_record(&Record::Shift(Shift { person, day, hours: span, name: None, breaks })).unwrap();
    }
    for line in &scenario.absences {
        let words: Vec<&str> = line.split(' ').collect();
        let kind = AbsenceKind::ALL.into_iter().find(|kind| kind.name() == words[1]).unwrap();
        let (person, day) = (people[words[0]], parse_day(words[2]).unwrap());
        let hours = words.get(3).map(|text| hours(text));
        batch.add_record(&Record::Absence(Absence { person, kind, first: day, last: day, hours, note: None })).unwrap();
    }
    for line in &scenario.attendance {
        let words: Vec<&str> = line.split(' ').collect();
        let at = |text: &str| parse_moment(text, scenario.zone).unwrap();
        let stretch = Attendance { person: people[words[0]], from: at(words[1]), to: Some(at(words[2])) };
        batch.add_record(&Record::Attendance(stretch)).unwrap();
    }
    for line in &scenario.needs {
        let words: Vec<&str> = line.split(' ').collect();
        let (profile, need) = (words[0].parse().unwrap(), words[2].parse().unwrap());
        let requirement = Requirement { profile, weekdays: weekdays(words[3]), hours: hours(words[1]), need };
        batch.add_record(&Record::Requirement(requirement)).unwrap();
    }
    batch.commit().unwrap();
    store.team(first).unwrap()
}

/// A row in scenario notation; slots with the same state and the same people are merged.
fn runs(row: &ProfileCoverage, team: &Team, zone: Zone, date: NaiveDate) -> Vec<String> {
    let clock = |at: Instant| match zone.date(at) > date {
        true => "24:00".to_owned(),
        false => zone.civil(at).format("%H:%M").to_string(),
    };
    let alike = row.slots.chunk_by(|a, b| (a.state, &a.seated) == (b.state, &b.seated));
    let runs = alike.map(|slots| {
        let names: String = slots[0].seated.iter().map(|id| format!(" {}", team.name(*id).unwrap())).collect();
        let (from, to) = (clock(slots[0].time.from), clock(slots[slots.len() - 1].time.to));
        format!("{from}-{to} {} {}{names}", slots[0].state.name(), slots.len())
    });
    runs.collect()
}

#[test]
fn every_slot_of_every_scenario_is_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.file_name().unwrap().to_string_lossy().starts_with("coverage_"));
    files.sort();
    assert!(files.len() >= 6, "the scenarios are missing");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let scenario: Scenario = toml::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
        for (date, expected) in &scenario.day {
            let date = parse_day(date).unwrap();
            let team = team(&scenario, date);
            let roster = team.roster(scenario.zone, Profile::ALL);
            let roster = match &scenario.now {
                Some(now) => roster.as_of(parse_moment(now, scenario.zone).unwrap()),
                None => roster,
            };
            let rows = roster.coverage_of_day(date, 30);
            let found: BTreeMap<String, Vec<String>> =
                rows.iter().map(|row| (row.profile.to_string(), runs(row, &team, scenario.zone, date))).collect();
            assert_eq!(&found, expected, "{} on {date}", file.display());
        }
    }
}

/// The small desk with requirements and with shifts of the weeks before and after. Thảo works only Monday to Thursday, so
/// on other days Minh is needed both as champion and as expert.
fn desk(store: &mut Store, now: Instant) -> Author {
    let author = saturday(store, now);
    let mut batch = store.begin_import_batch(Author { person: None, login: "desk".into() }, now).unwrap();
    let today = parse_day("2026-11-21").unwrap();
    let (minh, thao) = (PersonId(2), PersonId(3));
    for n in -27..=8i64 {
        let day = today + chrono::TimeDelta::days(n);
        let workday = chrono::Datelike::weekday(&day).num_days_from_monday() < 4;
        let people = [Some(minh).filter(|_| n != 0), Some(thao).filter(|_| n != 0 && workday)];
        for person in people.into_iter().flatten() {
            let (hours, breaks) = (hours("8-16"), vec![hours("12-12:30")]);
            batch
                .add_record(&Record::Shift(Shift { person, day, hours, name: Some("Morning".into()), breaks }))
                .unwrap();
        }
    }
    for (profile, span, need) in [
        (Profile::CustomerChampion, "8-16", 1),
        (Profile::FieldExpert, "8-18", 1),
        (Profile::QualityController, "9-12", 1),
    ] {
        let weekdays = Requirement::EVERY_DAY;
        let requirement = Requirement { profile, weekdays, hours: hours(span), need };
        batch.add_record(&Record::Requirement(requirement)).unwrap();
    }
    batch.commit().unwrap();
    author
}

fn screen(size: (u16, u16)) -> Screen {
    Screen::new(size, "", desk)
}

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 35);
const HUGE: (u16, u16) = (200, 60);

/// Snapshots the screen after `steps`, in three sizes and two languages.
fn pictures(name: &str, steps: impl Fn(&mut Screen)) {
    for (size, language) in [(SMALL, "en"), (LARGE, "en"), (HUGE, "en"), (SMALL, "vi"), (LARGE, "vi")] {
        let mut screen = Screen::new(size, &format!("[screen]\nlanguage = '{language}'"), desk);
        steps(&mut screen);
        let name = format!("{name}-{}x{}-{language}", size.0, size.1);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, screen.picture());
        });
    }
}

#[test]
fn the_tabs_of_coverage() {
    pictures("coverage-day", |screen| {
        screen.press("3");
    });
    pictures("coverage-week", |screen| {
        screen.press("3 ]");
    });
    pictures("coverage-month", |screen| {
        screen.press("3 ] ] left");
    });
}

#[test]
fn who_sits_in_a_cell_and_why() {
    pictures("coverage-seat", |screen| {
        screen.press("3 g enter");
    });
}

#[test]
fn the_list_of_requirements() {
    pictures("coverage-needs", |screen| {
        screen.press("3 N down");
    });
}

#[test]
fn what_if_is_typed_and_shown() {
    pictures("coverage-what-if", |screen| {
        screen.press("3 I").type_text("minh is sick");
    });
    pictures("coverage-what-if-examples", |screen| {
        screen.press("3 I").type_text("minh is blue");
    });
    pictures("coverage-supposed", |screen| {
        screen.press("3 I").type_text("minh is sick, Thảo sang ca 12-20").press("enter");
    });
    pictures("coverage-supposed-week", |screen| {
        screen.press("3 ] I").type_text("minh nghỉ ốm đến chủ nhật").press("enter");
    });
}

#[test]
fn an_empty_coverage_says_so() {
    let mut screen = Screen::new(SMALL, "", saturday);
    for tab in ["3", "]", "]"] {
        screen.press(tab);
        assert!(screen.text().contains("R adds one: profile, hours"), "{}", screen.text());
    }
    screen.press("N");
    assert!(screen.text().contains("No coverage requirements yet."), "{}", screen.text());
}

#[test]
fn other_days_can_be_shown() {
    let mut screen = screen(LARGE);
    screen.press("3 >");
    assert!(screen.text().contains("Coverage Sun 22 Nov"), "{}", screen.text());
    screen.press("< < <");
    assert!(screen.text().contains("Coverage Thu 19 Nov"), "{}", screen.text());
    screen.press("1");
    assert!(screen.text().contains("Coverage today"), "Today is today: {}", screen.text());
    screen.press("3");
    assert!(screen.text().contains("Coverage Thu 19 Nov"), "{}", screen.text());
    screen.press("0");
    assert!(screen.text().contains("Coverage today"), "{}", screen.text());
    screen.press("> esc");
    assert!(screen.text().contains("Coverage today"), "{}", screen.text());
    screen.press("] left left enter");
    assert!(screen.text().contains("Coverage Thu 19 Nov"), "the week opens a day: {}", screen.text());
    screen.press("] < ");
    assert!(screen.text().contains("Coverage week 46"), "{}", screen.text());
    for _ in 0..12 {
        screen.press("<");
    }
    assert!(
        screen.foot().contains("The roster is not loaded that far; use `shiftdesk coverage --date`."),
        "{}",
        screen.foot()
    );
    screen.press("0 ] left enter");
    assert!(screen.text().contains("Coverage Fri 20 Nov"), "so does the month: {}", screen.text());
}

/// Number of gap signs in the grid, without the hours above it and the what-if line.
fn gaps(screen: &Screen) -> usize {
    screen.text().lines().filter(|line| line.contains("champion  ")).map(|line| line.matches('✖').count()).sum()
}

#[test]
fn a_what_if_ends_with_esc_or_is_applied_as_one_change() {
    let mut screen = screen(LARGE);
    screen.press("3");
    let before = gaps(&screen);
    screen.press("I").type_text("minh is sick").press("enter");
    assert!(screen.text().contains("what if: minh is sick — esc ends it, ctrl-s applies it"), "{}", screen.text());
    assert!(gaps(&screen) > before, "{}", screen.text());
    screen.press("1");
    assert!(!screen.text().contains("what if"), "Today shows the real state");
    screen.press("3 esc");
    assert_eq!(gaps(&screen), before);
    assert!(screen.store.team(parse_day("2026-11-21").unwrap()).unwrap().absences.len() == 1, "nothing was changed");

    screen.press("I").type_text("Minh is sick, Thảo works 16-18, need 1 more champion 9-10").press("enter ctrl-s");
    assert!(!screen.text().contains("what if:"), "{}", screen.text());
    let team = |screen: &Screen| screen.store.team(parse_day("2026-11-21").unwrap()).unwrap();
    assert_eq!((team(&screen).absences.len(), team(&screen).requirements.len()), (2, 4));
    assert!(gaps(&screen) > before);
    screen.press("u");
    assert_eq!((team(&screen).absences.len(), team(&screen).requirements.len()), (1, 3), "one change");
    assert_eq!(gaps(&screen), before);
}

#[test]
fn an_invalid_what_if_is_explained_and_its_text_stays() {
    let mut screen = screen(LARGE);
    screen.press("3 I").type_text("Quân moves to nowhere").press("enter");
    assert!(screen.foot().contains("‘nowhere’ is not understood; see the examples."), "{}", screen.foot());
    assert!(screen.text().contains("› Quân moves to nowhere"));
    for _ in 0.."nowhere".len() {
        screen.press("backspace");
    }
    screen.type_text("15-23, Mi").press("tab");
    assert!(screen.text().contains("15-23, Minh"), "a name is completed: {}", screen.text());
    screen.type_text("off 14").press("enter");
    assert!(screen.text().contains("what if: Quân moves to 15-23, Minh off 14"), "{}", screen.text());
}

#[test]
fn a_cell_leads_to_a_new_shift_or_to_a_what_if() {
    let mut screen = screen(LARGE);
    // The first gap is the expert in the evening: nobody is on shift.
    screen.press("3 enter");
    assert!(screen.text().contains("expert · Sat 21 Nov 16:00–16:30"), "{}", screen.text());
    assert!(screen.text().contains("shift until 16:00"), "{}", screen.text());
    screen.press("I");
    assert!(screen.text().contains("what if: Thảo works 16:00–18:00"), "{}", screen.text());
    screen.press("esc enter enter");
    assert!(screen.text().contains("New shift") && screen.text().contains("16:00"), "{}", screen.text());
    screen.press("ctrl-s esc");
    let team = screen.store.team(parse_day("2026-11-21").unwrap()).unwrap();
    let evening = team.shifts.iter().find(|shift| shift.hours == hours("16-18")).unwrap();
    assert_eq!((evening.person, evening.day.to_string().as_str()), (PersonId(3), "2026-11-21"));
}

#[test]
fn requirements_are_edited_in_the_list() {
    let mut screen = screen(LARGE);
    let needs = |screen: &Screen| -> Vec<(Profile, u32)> {
        let needs = screen.store.requirements().unwrap();
        needs.iter().map(|one| (one.profile, one.need)).collect()
    };
    screen.press("3 N right right left");
    assert_eq!(needs(&screen)[0], (Profile::CustomerChampion, 2));
    screen.press("left left");
    assert!(screen.foot().contains("The minimum is 1; x removes it."), "{}", screen.foot());
    screen.press("x");
    assert_eq!(needs(&screen).len(), 2);
    screen.press("u");
    assert_eq!(needs(&screen).len(), 3);
    screen.press("g enter");
    assert!(screen.text().contains("Requirement"), "{}", screen.text());
    screen.press("tab tab tab tab").type_text("4").press("ctrl-s");
    assert_eq!(needs(&screen)[0], (Profile::CustomerChampion, 4));
    // Opened from a cell, the form is prefilled with its profile, weekday and hours.
    screen.press("esc u R ctrl-s");
    let new = screen.store.requirements().unwrap().pop().unwrap();
    assert_eq!((new.profile, new.weekdays, new.hours), (Profile::FieldExpert, 1 << 5, hours("16-18")));
}

#[test]
fn an_applied_what_if_gives_the_coverage_it_showed() {
    let (today, zone): (NaiveDate, Zone) = (parse_day("2026-11-21").unwrap(), "Asia/Ho_Chi_Minh".parse().unwrap());
    for sentence in [
        "Minh is sick",
        "Minh is off 10-12 tomorrow, Thảo leaves at 14",
        "Thảo works 16-18 and Quân to 22-6",
        "swap Minh and Quân, Lan also champion",
        "Minh đổi ca với Thảo, need 2 more experts 9-11",
        "without Minh from tomorrow",
        "Minh works 20-4 mon-wed, Minh works 22-6 tuesday",
        "Minh is late until 9:30, Minh moves to 12-20, Minh nghỉ phép thứ hai",
    ] {
        let mut screen = screen(LARGE);
        let team = screen.store.team(today).unwrap();
        let moment = WhatIfContext { team: &team, today, team_loaded_around: today, default_day: today };
        let supposed = apply_what_if(&team, &parse_what_if(sentence, &moment).unwrap());
        let Ok(supposed) = supposed else {
            assert!(sentence.contains("20-4"), "{sentence}: {supposed:?}");
            continue;
        };
        let change = Change::Batch(supposed.changes);
        let request = ChangeRequest { change, by: screen.author.clone(), seen_seq: None };
        screen.store.apply(&request, screen.now).unwrap_or_else(|why| panic!("{sentence}: {why}"));
        let made = screen.store.team(today).unwrap();
        for n in -2..9 {
            let day = today + chrono::TimeDelta::days(n);
            let rows = |team: &Team| team.roster(zone, Profile::ALL).coverage_of_day(day, 30);
            assert_eq!(rows(&made), rows(&supposed.team), "{sentence} on {day}");
        }
    }
}

/// A small desk for the command line, on a Monday.
fn shell() -> Shell {
    let desk = Shell::empty();
    for args in [
        &["person", "add", "Minh", "--primary", "champion", "--second", "expert"][..],
        &["person", "add", "Thảo", "--primary", "expert"],
        &["requirement", "add", "champion", "8", "16"],
        &["requirement", "add", "expert", "8", "16", "--weekdays", "mon-fri"],
        &["shift", "add", "Minh", "2026-03-02", "8", "16", "--days", "5"],
        &["shift", "add", "Thảo", "2026-03-03", "8", "16", "--name", "Morning"],
    ] {
        desk.ok(args);
    }
    desk
}

#[test]
fn a_what_if_on_the_command_line_changes_nothing() {
    let desk = shell();
    let log = || desk.ok(&["requirement", "list"]) + &desk.ok(&["absence", "list", "--from", "2026-03-01"]);
    let before = log();
    let text = desk.ok(&["coverage", "--date", "2026-03-03", "--what-if", "Minh is sick 2026-03-03"]);
    assert!(text.contains("customer champion 08:00–16:00: covered → gap, nobody who is in holds it"), "{text}");
    assert!(text.contains("Nothing was changed."), "{text}");
    let json = desk.json(&["coverage", "--date", "2026-03-03", "--what-if", "Minh is off 10-12 2026-03-03"]);
    let mut keys: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        ["changes", "days", "days_left_out", "known_to", "people", "slot_minutes", "week_of", "what_if", "zone"]
    );
    let one = &json["changes"][0];
    assert_eq!(
        (&one["profile"], &one["before"], &one["after"]),
        (&json!("customer_champion"), &json!("covered"), &json!("gap"))
    );
    assert_eq!((&one["from"], &one["to"]), (&json!("2026-03-03T10:00:00Z"), &json!("2026-03-03T12:00:00Z")));
    let why = desk.fails(2, &["coverage", "--what-if", "Minh is purple"]);
    assert!(why.contains("‘purple’ is not understood"), "{why}");
    assert_eq!(log(), before);
}

#[test]
fn a_what_if_reports_its_own_week_and_every_day() {
    let desk = shell();
    desk.ok(&["shift", "add", "Minh", "2026-03-12", "8", "12"]);
    let supposed = |what: &str| desk.json(&["coverage", "--at", "2026-03-03T09:00", "--what-if", what]);
    // Minh works 40 hours this week and 4 in the next one.
    let sick = supposed("Minh is sick 2026-03-12");
    let minh = &sick["people"][0];
    assert_eq!((&minh["week_minutes_before"], &minh["week_minutes_after"]), (&json!(240), &json!(0)));
    assert_eq!(sick["week_of"], json!("2026-03-12"));
    let args = ["coverage", "--at", "2026-03-03T09:00", "--what-if"];
    let text = desk.ok(&[&args[..], &["Minh is sick 2026-03-12"]].concat());
    assert!(text.contains("4 → 0 h in the week of Thu 12 Mar 2026."), "{text}");

    let long = supposed("Minh is sick 2026-03-04 to 2026-04-20");
    assert_eq!((long["days"].as_array().unwrap().len(), &long["days_left_out"]), (49, &json!(0)));
    let text = desk.ok(&[&args[..], &["Minh is sick 2026-04-20 to 2026-05-10"]].concat());
    assert!(text.contains("Left out: 6 more days"), "{text}");
    let text = desk.ok(&[&args[..], &["without Minh"]].concat());
    let gone = "Without Minh: their shifts from Tue 3 Mar 2026 to Mon 4 May 2026 are gone, later ones stay.";
    assert!(text.replace('\n', " ").contains(gone), "{text}");
}

#[test]
fn a_what_if_without_a_person_names_the_last_day() {
    let mut screen = screen(LARGE);
    screen.press("3 I").type_text("without minh");
    assert!(screen.text().contains("shifts up to 22 Jan 2027 are removed"), "{}", screen.text());
}

#[test]
fn weeks_and_months_are_summed_up_on_the_command_line() {
    let desk = shell();
    let week = desk.json(&["coverage", "--date", "2026-03-04", "--week"]);
    assert_eq!((&week["from"], &week["to"]), (&json!("2026-03-02"), &json!("2026-03-09")));
    let champion = &week["profiles"][0];
    assert_eq!((&champion["profile"], &champion["needed"]), (&json!("customer_champion"), &json!(7.0 * 8.0 * 3600.0)));
    assert_eq!((&champion["covered"], &champion["gap"]), (&json!(5.0 * 8.0 * 3600.0), &json!(2.0 * 8.0 * 3600.0)));
    let hats = &week["two_hats"][0];
    assert_eq!((&hats["person"], &hats["needs_two"]), (&json!("Minh"), &json!(true)));
    assert_eq!((&hats["stretched"], &hats["worked"]), (&json!(4.0 * 8.0 * 3600.0), &json!(5.0 * 8.0 * 3600.0)));
    assert_eq!(hats["when"][0]["from"], json!("2026-03-02T08:00:00Z"));
    assert_eq!(desk.json(&["coverage", "--from", "2026-03-02", "--to", "2026-03-09"]), week, "the same days");
    // A year is read in pieces, and nothing of it twice.
    let year = desk.json(&["coverage", "--from", "2025-06-01", "--to", "2026-05-31"]);
    assert_eq!(year["days"].as_array().unwrap().len(), 364);
    assert_eq!(year["two_hats"][0]["worked"], hats["worked"]);
    assert_eq!(year["profiles"][0]["covered"], champion["covered"]);
    let text = desk.ok(&["coverage", "--month", "--at", "2026-03-09T09:00"]);
    assert!(text.contains("customer champion + field expert now need two people: Minh"), "{text}");
    desk.fails(2, &["coverage", "--from", "2020-01-01", "--to", "2026-01-01"]);
}

#[test]
fn a_requirement_is_edited_and_removed_by_its_number() {
    let desk = shell();
    desk.ok(&["requirement", "edit", "1", "--need", "2", "--to", "18"]);
    let list = desk.json(&["requirement", "list"]);
    assert_eq!((&list[0]["need"], &list[0]["from"], &list[0]["to"]), (&json!(2), &json!("08:00"), &json!("18:00")));
    assert_eq!(list[0]["profile"], json!("customer_champion"), "the rest stays");
    desk.ok(&["requirement", "remove", "1"]);
    assert_eq!(desk.json(&["requirement", "list"]).as_array().unwrap().len(), 1);
    desk.ok(&["undo"]);
    assert_eq!(desk.json(&["requirement", "list"]), list);
    desk.fails(3, &["requirement", "remove", "99"]);
    desk.fails(2, &["requirement", "edit", "1"]);
}
