//! The roster: on the screen, on the command line, and as files.

use serde_json::json;

use crate::support::desk::saturday;
use crate::support::screen::Screen;
use crate::support::shell::Shell;
use shiftdesk::model::ids::PersonId;
use shiftdesk::model::person::Author;
use shiftdesk::model::shift::AbsenceKind;
use shiftdesk::model::team::Team;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 35);
const MONDAY: &str = "2026-03-02T09:00";

/// A screen on the roster of a team, whose names are in the order of the rows.
fn roster(size: (u16, u16)) -> Screen {
    let mut screen = Screen::new(size, "", saturday);
    screen.press("4 ]");
    screen
}

/// A new file in which nobody has a shift.
fn nobody(size: (u16, u16)) -> Screen {
    let mut screen = Screen::new(size, "", |_, _| Author { person: None, login: "desk".into() });
    screen.press("4 ]");
    screen
}

fn team(screen: &Screen) -> Team {
    screen.store.team("2026-11-21".parse().unwrap()).unwrap()
}

/// Everybody's shifts as `Lan 21 8–16 Morning`, in order.
fn shifts(screen: &Screen) -> Vec<String> {
    let team = team(screen);
    let mut all: Vec<_> = (team.shifts.iter())
        .map(|shift| {
            let hours = shiftdesk::engine::roster::cell_input::format_hours(shift.hours);
            let name = shift.name.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
            format!("{} {} {hours}{name}", team.name(shift.person).unwrap(), shift.day.format("%d"))
        })
        .collect();
    all.sort();
    all
}

/// Snapshots the screen after `steps`, small and large, in both languages.
fn pictures(name: &str, steps: impl Fn(&mut Screen)) {
    for (size, language) in [(SMALL, "en"), (LARGE, "en"), (SMALL, "vi"), (LARGE, "vi")] {
        let mut screen = Screen::new(size, &format!("[screen]\nlanguage = '{language}'"), saturday);
        screen.press("4 ]");
        steps(&mut screen);
        let name = format!("{name}-{}x{}-{language}", size.0, size.1);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, screen.picture());
        });
    }
}

#[test]
fn a_week_side_by_side() {
    pictures("roster", |_| {});
    pictures("roster-template", |screen| {
        screen.press("V down right t");
    });
    pictures("roster-hours", |screen| {
        screen.press("enter").type_text("8-12 13-17");
    });
}

#[test]
fn ten_people_two_shifts_and_a_month_in_a_hundred_keys() {
    let mut screen = nobody(LARGE);
    let names = ["An", "Ba", "Chi", "Duy", "Em", "Giang", "Hoa", "Ivy", "Khoa", "Linh"];
    screen.press("+").type_text(&names.join(", ")).press("tab").type_text("agent").press("ctrl-s");
    assert_eq!(team(&screen).people.len(), 10);
    // Today is a Saturday. Five people early, five late, Monday to Friday; then three weeks more.
    let mut keys = 0;
    let mut press = |screen: &mut Screen, text: &str| {
        keys += text.split_whitespace().count();
        screen.press(text);
    };
    press(&mut screen, "> < left left left left left V down down down down right right right right t m");
    press(&mut screen, "down V down down down down left left left left t e");
    assert_eq!(team(&screen).shifts.len(), 50, "{}", screen.text());
    press(&mut screen, "N N N");
    let team = team(&screen);
    assert_eq!((team.shifts.len(), team.templates.len()), (200, 3));
    assert!(keys < 50, "{keys} keys");
    let early = team.shifts.iter().filter(|shift| shift.name.as_deref() == Some("Morning")).count();
    assert_eq!(early, 100);
    screen.press("u u u");
    assert_eq!(self::team(&screen).shifts.len(), 50, "each week is one change");
}

#[test]
fn hours_are_typed_into_the_cell_and_spread_over_the_week() {
    let mut screen = roster(SMALL);
    // Minh is the second row; Saturday is today.
    screen.press("down right enter").type_text("22-6").press("enter");
    assert!(shifts(&screen).contains(&"Minh 22 22–6".to_owned()), "{:?}", shifts(&screen));
    screen.press("enter").type_text("9-25").press("enter");
    assert!(screen.text().contains("“9-25” is not a time range such as 8-16"), "{}", screen.text());
    screen.press("backspace backspace backspace").type_text("-12 13-17/15-15:15").press("enter");
    let own: Vec<_> = shifts(&screen).into_iter().filter(|text| text.starts_with("Minh 22")).collect();
    assert_eq!(own, ["Minh 22 13–17", "Minh 22 9–12"]);
    screen.press("J");
    assert_eq!(shifts(&screen).iter().filter(|text| text.starts_with("Minh")).count(), 13);
    // Saved unchanged, the proposed text keeps the shift, its break included.
    let before = team(&screen).shifts;
    screen.press("enter enter");
    assert_eq!(team(&screen).shifts, before);
    screen.press("u x");
    assert_eq!(shifts(&screen).iter().filter(|text| text.starts_with("Minh")).count(), 1, "today’s is left");
}

#[test]
fn shifts_are_copied_moved_swapped_and_split() {
    let mut screen = roster(LARGE);
    screen.press("down y right i");
    assert!(shifts(&screen).contains(&"Minh 22 8–16 Morning".to_owned()));
    screen.press("D down i");
    let all = shifts(&screen);
    assert!(
        all.contains(&"Quân 22 8–16 Morning".to_owned()) && !all.contains(&"Minh 22 8–16 Morning".to_owned()),
        "{all:?}"
    );
    screen.press("left X").type_text("12").press("enter");
    let quan: Vec<_> = shifts(&screen).into_iter().filter(|text| text.starts_with("Quân 21")).collect();
    assert_eq!(quan, ["Quân 21 12–16 Morning", "Quân 21 8–12 Morning"]);
    screen.press("enter").type_text("14-22").press("enter z up z");
    let all = shifts(&screen);
    assert!(all.contains(&"Minh 21 14–22".to_owned()) && all.contains(&"Quân 21 8–16 Morning".to_owned()), "{all:?}");
    screen.press("u");
    assert!(shifts(&screen).contains(&"Quân 21 14–22".to_owned()), "one undo reverts a swap");
    screen.press("B").type_text("12-12:30").press("enter");
    assert_eq!(team(&screen).shifts.iter().filter(|shift| !shift.breaks.is_empty()).count(), 1);
    // A shift that meets another one of the same person is refused, and nothing is changed.
    let before = shifts(&screen);
    screen.press("left enter").type_text("22-10").press("enter");
    assert_eq!(shifts(&screen), before);
    assert!(screen.foot().contains("has a shift on 2026-11-21"), "{}", screen.foot());
}

#[test]
fn people_are_away_late_and_back_again() {
    let mut screen = roster(LARGE);
    screen.press("down V right A l");
    let leave: Vec<_> = team(&screen).absences.iter().filter(|it| it.person == PersonId(2)).cloned().collect();
    assert_eq!((leave.len(), leave[0].kind, (leave[0].last - leave[0].first).num_days()), (1, AbsenceKind::Leave, 1));
    screen.press("left A a").type_text("10").press("enter");
    let own: Vec<_> = team(&screen).absences.iter().filter(|it| it.person == PersonId(2)).cloned().collect();
    let kinds: Vec<_> = own.iter().map(|it| (it.kind, it.hours.is_some())).collect();
    assert!(kinds.contains(&(AbsenceKind::Late, true)) && kinds.contains(&(AbsenceKind::Leave, false)), "{kinds:?}");
    screen.press("A p");
    assert_eq!(team(&screen).absences.iter().filter(|it| it.person == PersonId(2)).count(), 1);
}

#[test]
fn people_check_in_and_out_where_they_stand() {
    let mut screen = roster(LARGE);
    screen.press("down I");
    assert_eq!(team(&screen).attendance[0].person, PersonId(2));
    assert!(screen.text().contains("● in since 09:02, 1 h 02 late"), "{}", screen.text());
    screen.press("I");
    assert!(screen.foot().contains("Minh has been in since 09:02"), "{}", screen.foot());
    screen.tick(30).press("O");
    assert_eq!(team(&screen).attendance[0].to, Some(screen.now));
    screen.press("[ I");
    assert_eq!(team(&screen).attendance.len(), 2, "from the list of people too");
}

#[test]
fn what_does_not_fit_is_neither_moved_nor_lost() {
    let mut screen = roster(LARGE);
    // Two rows from Minh down are cut, and pasted on the last row.
    screen.press("down V down D");
    let before = shifts(&screen);
    screen.press("end i");
    assert_eq!(shifts(&screen), before);
    assert!(screen.foot().contains("One shift does not fit there"), "{}", screen.foot());
    screen.press("home down right i");
    let after = shifts(&screen);
    assert!(after.contains(&"Minh 22 8–16 Morning".to_owned()), "still cut: {after:?}");
    assert_eq!(after.len(), before.len());
    screen.press("end i");
    assert_eq!(shifts(&screen), after, "a cut is pasted once");
    screen.press("u");
    assert_eq!(shifts(&screen), before);
}

#[test]
fn nothing_is_changed_beyond_what_is_loaded() {
    let mut screen = roster(SMALL);
    screen.press("down y");
    for _ in 0..10 {
        screen.press(">");
    }
    let last = shifts(&screen);
    assert!(screen.foot().contains("two months ahead"), "{}", screen.foot());
    // The last loaded day is a Friday or not; a night that is split ends on the day after it.
    screen.press("enter").type_text("22-6").press("enter X").type_text("2").press("enter");
    assert!(screen.foot().contains("two months ahead"), "{}", screen.foot());
    assert_eq!(shifts(&screen).len(), last.len() + 1, "the night is there, and whole");
}

#[test]
fn retyped_hours_keep_the_name_and_the_break() {
    let mut screen = roster(LARGE);
    screen.press("down B").type_text("12-12:30").press("enter enter");
    assert!(screen.text().contains("8–16/12–12:30"), "{}", screen.text());
    screen.type_text("9-17").press("enter");
    let team = team(&screen);
    let own = team.shifts.iter().find(|shift| shift.person == PersonId(2)).unwrap();
    assert_eq!((own.hours.from, own.name.as_deref(), own.breaks.len()), (540, Some("Morning"), 1));
}

#[test]
fn what_is_not_loaded_is_said() {
    let mut screen = roster(SMALL);
    for _ in 0..12 {
        screen.press(">");
    }
    assert!(screen.foot().contains("two months ahead"), "{}", screen.foot());
    screen.press("0");
    assert!(screen.text().contains("Week 47"), "{}", screen.text());
    screen.press("w tab ctrl-u").type_text("week.csv").press("ctrl-s");
    let week = screen.file("week.csv");
    assert!(
        week.starts_with("person,day,from,to,shift,breaks,absence,note\r\nLan,2026-11-21,08:00,16:00,Morning,,,"),
        "{week}"
    );
}

/// A team of two with templates, driven from the shell.
fn desk() -> Shell {
    let desk = Shell::empty();
    for name in ["Minh", "Lê Thảo"] {
        desk.ok(&["person", "add", name, "--preset", "agent"]);
    }
    desk.ok(&["shift", "template", "add", "Morning", "8", "16", "--break", "12-12:30"]);
    desk
}

fn write(desk: &Shell, name: &str, text: &str) {
    std::fs::write(desk.db().parent().unwrap().join(name), text).unwrap();
}

fn path(desk: &Shell, name: &str) -> String {
    desk.db().parent().unwrap().join(name).display().to_string()
}

#[test]
fn a_roster_is_imported_as_one_change_and_exported_the_same() {
    let desk = desk();
    desk.ok(&["shift", "add", "Minh", "2026-03-04", "9", "12", "--at", MONDAY]);
    desk.ok(&["shift", "add", "Lê Thảo", "2026-03-04", "9", "12", "--at", MONDAY]);
    write(
        &desk,
        "r.csv",
        "person,day,from,to,shift,breaks,absence,note\n\
         Minh,2026-03-03,,,morning,,,\n\
         minh,2026-03-05,22:00,6:00,Night,2-2:30,,\n\
         Minh,2026-03-06,,,,,sick,\"flu, bad\"\n",
    );
    let file = path(&desk, "r.csv");
    let trial = desk.json(&["roster", "import", &file, "--dry-run", "--at", MONDAY]);
    assert_eq!((&trial["added"], &trial["removed"], &trial["same"]), (&json!(3), &json!(1), &json!(0)));
    assert_eq!(desk.json(&["shift", "list", "--from", "2026-03-01", "--at", MONDAY]).as_array().unwrap().len(), 2);
    desk.ok(&["roster", "import", &file, "--at", MONDAY]);
    let again = desk.json(&["roster", "import", &file, "--at", MONDAY]);
    assert_eq!(
        (&again["added"], &again["changed"], &again["removed"], &again["same"]),
        (&json!(0), &json!(0), &json!(0), &json!(3))
    );
    for name in ["out.csv", "out.ics"] {
        let out = path(&desk, name);
        let days = ["roster", "export", "--from", "2026-03-02", "--to", "2026-03-09", "--at", MONDAY];
        desk.ok(&[&days[..], &["--out", &out]].concat());
        let back = desk.json(&["roster", "import", &out, "--at", MONDAY]);
        assert_eq!((&back["added"], &back["changed"], &back["removed"]), (&json!(0), &json!(0), &json!(0)), "{name}");
        assert_eq!(back["same"], json!(4), "{name}");
    }
    desk.ok(&["undo", "--at", MONDAY]);
    let shifts = desk.json(&["shift", "list", "--from", "2026-03-01", "--at", MONDAY]);
    assert_eq!(shifts.as_array().unwrap().len(), 2, "one undo reverts the import");
}

#[test]
fn what_is_written_is_read_without_a_change() {
    let desk = desk();
    write(&desk, "r.csv", "person,day,from,to,shift\nMinh,2026-03-03,8,16,Late\nMinh,2026-03-04,8,16,Training\n");
    desk.ok(&["roster", "import", &path(&desk, "r.csv"), "--at", MONDAY]);
    for days in [["2026-03-10", "2026-03-12"], ["2026-03-12", "2026-03-13"]] {
        desk.ok(&["absence", "add", "Minh", "sick", days[0], days[1], "--at", MONDAY]);
    }
    desk.ok(&["absence", "add", "Minh", "other", "2026-03-05", "--hours", "22-6", "--at", MONDAY]);
    let away = desk.json(&["absence", "list", "--from", "2026-03-05", "--to", "2026-03-06", "--at", MONDAY]);
    assert_eq!((&away[0]["from"], &away[0]["to"]), (&json!("22:00"), &json!("06:00")));
    for name in ["all.csv", "all.ics"] {
        let out = path(&desk, name);
        let days = ["roster", "export", "--from", "2026-03-02", "--to", "2026-03-16", "--at", MONDAY];
        desk.ok(&[&days[..], &["--out", &out]].concat());
        let back = desk.json(&["roster", "import", &out, "--at", MONDAY]);
        assert_eq!((&back["added"], &back["changed"], &back["removed"]), (&json!(0), &json!(0), &json!(0)), "{name}");
    }
}

#[test]
fn one_bad_row_refuses_the_whole_roster() {
    let desk = desk();
    write(
        &desk,
        "r.csv",
        "person,day,from,to\nMinh,2026-03-03,8,16\nMihn,2026-03-03,8,16\nMinh,2026-03-03,15,20\nMinh,2026-02-30,8,16\n",
    );
    let said = desk.run(&["roster", "import", &path(&desk, "r.csv"), "--json", "--at", MONDAY]);
    assert_eq!(said.code, 6, "{said:?}");
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let lines: Vec<_> = report["refused"].as_array().unwrap().iter().map(|one| one["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [3, 4, 5]);
    assert!(report["refused"][0]["reason"].as_str().unwrap().contains("did you mean Minh?"), "{report}");
    assert!(desk.json(&["shift", "list", "--from", "2026-03-01", "--at", MONDAY]).as_array().unwrap().is_empty());
}

#[test]
fn weeks_are_copied_and_shifts_changed_on_the_command_line() {
    let desk = desk();
    desk.ok(&["shift", "add", "Minh", "2026-03-02", "--template", "Morning", "--days", "7", "--at", MONDAY]);
    let flags = desk.json(&["roster", "flags", "--at", MONDAY]);
    let rules: Vec<_> = flags.as_array().unwrap().iter().map(|flag| flag["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["week_hours", "days_in_row", "weekly_rest"]);
    let week = ["roster", "copy", "--from-week", "2026-W10", "--to-week", "2026-W11", "--weeks", "2", "--at", MONDAY];
    desk.ok(&week);
    let shifts = desk.json(&["shift", "list", "--from", "2026-03-01", "--to", "2026-04-01", "--at", MONDAY]);
    assert_eq!(shifts.as_array().unwrap().len(), 21);
    assert!(desk.fails(2, &["roster", "copy", "--from-week", "2026-W10", "--to-week", "2026-W10"]).contains("itself"));
    desk.ok(&["shift", "edit", "1", "--from", "9", "--no-breaks", "--person", "Lê Thảo"]);
    let first = &desk.json(&["shift", "list", "--from", "2026-03-02", "--to", "2026-03-03", "--at", MONDAY])[0];
    assert_eq!((&first["person"], &first["breaks"]), (&json!("Lê Thảo"), &json!([])));
    assert!(first["from"].as_str().unwrap().contains("T09:00:00"), "{first}");
    desk.ok(&["shift", "remove", "1", "2"]);
    let said = desk.fails(3, &["shift", "edit", "99", "--from", "9"]);
    assert!(said.contains("There is no shift 99"), "{said}");
    let shown = desk.json(&["roster", "show", "--week", "2026-W10", "--at", MONDAY]);
    assert_eq!(shown["people"][1]["hours"], json!(5.0 * 8.0 * 3600.0));
    desk.ok(&["absence", "add", "Minh", "late", "2026-03-04", "--hours", "8-9", "--at", MONDAY]);
    desk.ok(&["absence", "edit", "1", "--kind", "sick", "--all-day", "--last", "2026-03-05"]);
    let away = desk.json(&["absence", "list", "--from", "2026-03-05", "--at", MONDAY]);
    assert_eq!((&away[0]["kind"], &away[0]["from"]), (&json!("sick"), &json!(null)));
    desk.ok(&["absence", "remove", "1"]);
    desk.ok(&["shift", "template", "remove", "morning"]);
    assert_eq!(desk.json(&["shift", "template", "list"]), json!([]));
}

#[test]
fn attendance_is_reported_where_it_is_known() {
    let desk = desk();
    for name in ["Minh", "Lê Thảo"] {
        desk.ok(&["shift", "add", name, "2026-03-02", "--template", "Morning", "--at", MONDAY]);
    }
    desk.ok(&["attend", "in", "Minh", "--time", "8:20", "--at", MONDAY]);
    assert!(desk.fails(2, &["attend", "in", "Minh", "--at", MONDAY]).contains("is in since"));
    assert!(desk.fails(2, &["attend", "out", "Lê Thảo", "--at", MONDAY]).contains("is not in"));
    let now = desk.json(&["attend", "list", "--from", "2026-03-02", "--at", MONDAY]);
    assert_eq!(now["awaited"][0]["person"], "Lê Thảo");
    desk.ok(&["attend", "out", "Minh", "--at", "2026-03-02T16:00"]);
    let list = ["attend", "list", "--from", "2026-03-02", "--at", "2026-03-03T09:00"];
    let report = desk.json(&list);
    let minh = &report["people"][1];
    assert_eq!((&minh["late"], &minh["late_by"], &minh["scheduled"]), (&json!(1), &json!(1200.0), &json!(27000.0)));
    assert!((minh["adherence"].as_f64().unwrap() - 430.0 / 450.0).abs() < 1e-9);
    assert_eq!((&report["people"][0]["adherence"], &report["people"][0]["missed"]), (&json!(0.0), &json!(1)));
    assert!(
        desk.fails(2, &["attend", "in", "Minh", "--time", "2026-03-02T09:00", "--at", "2026-03-03T09:00"])
            .contains("was in from")
    );
    desk.ok(&["shift", "add", "Minh", "2026-03-04", "--template", "Morning", "--at", MONDAY]);
    let list = ["attend", "list", "--from", "2026-03-04", "--at", "2026-03-05T09:00"];
    let report = desk.json(&list);
    assert_eq!(report["people"][0]["adherence"], json!(null), "never 0 for what is not known");
    assert!(desk.ok(&list).contains("nobody checked in"), "{}", desk.ok(&list));
    assert!(desk.fails(2, &["attend", "in", "Minh", "--time", "10:00", "--at", MONDAY]).contains("still to come"));
}
