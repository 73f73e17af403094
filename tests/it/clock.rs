//! `clock` as it is typed: its sums against those of other libraries, its working, its refusals.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs `clock` in a home of its own; the team's zone is that of Vietnam.
fn clock(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_shiftdesk"))
        .args(["--db", "team.db", "clock"])
        .args(arguments)
        .current_dir(home)
        .env_clear()
        .envs([("HOME", home.as_os_str()), ("LANG", "C.UTF-8".as_ref()), ("TZ", "Asia/Ho_Chi_Minh".as_ref())])
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn printed(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn refused(output: &Output) -> (i32, String) {
    assert!(output.stdout.is_empty(), "{output:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stderr.clone()).unwrap())
}

const BERLIN: &str = r#"
name = "desk"
timezone = "Europe/Berlin"
monday = ["08:00-12:00", "13:00-17:00"]
tuesday = ["08:00-12:00", "13:00-17:00"]
saturday = ["22:00-06:00"]
holidays = [{ date = "2026-03-31", name = "Bánh chưng day" }]
"#;

#[test]
fn sums_agree_with_other_libraries() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/business_hours/cases.json");
    let cases: Value = match fs::read_to_string(&path) {
        Ok(json) => serde_json::from_str(&json).unwrap(),
        Err(why) => return println!("skipped: {} cannot be read: {why}", path.display()),
    };
    let home = tempfile::tempdir().unwrap();
    for (name, schedule) in cases["schedules"].as_object().unwrap() {
        fs::write(home.path().join(format!("{name}.toml")), written(name, schedule)).unwrap();
    }
    let cases = cases["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 22);
    for case in cases {
        let text = |key: &str| case[key].as_str().unwrap();
        let file = format!("{}.toml", text("schedule"));
        if text("op") == "add_business_seconds" {
            let seconds = case["seconds"].to_string();
            let due = json(&clock(home.path(), &["due", text("from"), &seconds, "--calendar", &file, "--json"]));
            assert_eq!(due["due"], case["expect"], "{case}");
            assert_eq!(due["stretches"].as_array().unwrap().last().unwrap()["total"], case["seconds"], "{case}");
        } else {
            let sum = json(&clock(home.path(), &["between", text("from"), text("to"), "--calendar", &file, "--json"]));
            assert_eq!(sum["seconds"], case["expect_seconds"], "{case}");
        }
    }
}

/// A schedule of the cases' file as our settings have it: breaks are taken out of the hours of their date.
fn written(name: &str, schedule: &Value) -> String {
    const DAYS: [(&str, &str); 7] = [
        ("mon", "monday"),
        ("tue", "tuesday"),
        ("wed", "wednesday"),
        ("thu", "thursday"),
        ("fri", "friday"),
        ("sat", "saturday"),
        ("sun", "sunday"),
    ];
    let pairs = |value: &Value| -> Vec<(String, String)> {
        let pairs = value.as_array().cloned().unwrap_or_default();
        let text = |time: &Value| time.as_str().unwrap().to_owned();
        pairs.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect()
    };
    let shown = |hours: &[(String, String)]| {
        let hours: Vec<_> = hours.iter().map(|(from, to)| format!("\"{from}-{to}\"")).collect();
        hours.join(", ")
    };
    let mut toml = format!("name = \"{name}\"\ntimezone = {}\n", schedule["tz"]);
    for (short, long) in DAYS {
        toml += &format!("{long} = [{}]\n", shown(&pairs(&schedule["hours"][short])));
    }
    toml += "holidays = [\n";
    for (day, breaks) in schedule["breaks"].as_object().into_iter().flatten() {
        let date: chrono::NaiveDate = day.parse().unwrap();
        let weekday = date.format("%a").to_string().to_lowercase();
        let mut hours = pairs(&schedule["hours"][&weekday]);
        for (from, to) in pairs(breaks) {
            // Times of day compare as texts.
            let split = |open: (String, String)| {
                [(open.0.clone(), open.1.clone().min(from.clone())), (open.0.max(to.clone()), open.1)]
            };
            hours = hours.into_iter().flat_map(split).filter(|(from, to)| from < to).collect();
        }
        toml += &format!("{{ date = \"{day}\", name = \"breaks\", hours = [{}] }},\n", shown(&hours));
    }
    for day in schedule["holidays"].as_array().into_iter().flatten() {
        toml += &format!("{{ date = {day}, name = \"holiday\" }},\n");
    }
    toml + "]\n"
}

#[test]
fn the_working_is_shown() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("desk.toml"), BERLIN).unwrap();
    let page =
        printed(clock(home.path(), &["between", "2026-03-28T12:00", "2026-04-06T09:30", "--calendar", "desk.toml"]));
    let expected = "\
Business time · desk · Europe/Berlin · from 2026-03-28 12:00:00 +01:00

from                     to                       why             seconds  total
2026-03-28 12:00         2026-03-28 22:00         closed hours          0      0
2026-03-28 22:00         2026-03-29 06:00 +02:00  open              25200  25200
2026-03-29 06:00 +02:00  2026-03-30 08:00 +02:00  closed hours          0  25200
2026-03-30 08:00 +02:00  2026-03-30 12:00 +02:00  open              14400  39600
2026-03-30 12:00 +02:00  2026-03-30 13:00 +02:00  closed hours          0  39600
2026-03-30 13:00 +02:00  2026-03-30 17:00 +02:00  open              14400  54000
2026-03-30 17:00 +02:00  2026-03-31 00:00 +02:00  closed hours          0  54000
2026-03-31 00:00 +02:00  2026-04-01 00:00 +02:00  Bánh chưng day        0  54000
2026-04-01 00:00 +02:00  2026-04-04 22:00 +02:00  closed hours          0  54000
2026-04-04 22:00 +02:00  2026-04-05 06:00 +02:00  open              28800  82800
2026-04-05 06:00 +02:00  2026-04-06 08:00 +02:00  closed hours          0  82800
2026-04-06 08:00 +02:00  2026-04-06 09:30 +02:00  open               5400  88200

Business time: 88200 s, which is 24 h 30 m.
";
    assert_eq!(page, expected);
}

#[test]
fn both_conventions_of_a_deadline_at_closing_time_are_to_be_had() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("desk.toml"), BERLIN).unwrap();
    let due = |from: &str, amount: &str, convention: &str| {
        let arguments = ["due", from, amount, "--calendar", "desk.toml", "--convention", convention, "--json"];
        json(&clock(home.path(), &arguments))["due"].as_str().unwrap().to_owned()
    };
    for (from, amount, close, open) in [
        ("2026-03-30T08:00", "4h", "2026-03-30T10:00:00Z", "2026-03-30T11:00:00Z"),
        ("2026-03-30T08:00", "28800", "2026-03-30T15:00:00Z", "2026-04-04T20:00:00Z"),
        ("2026-03-30T08:00:30+02:00", "14369", "2026-03-30T09:59:59Z", "2026-03-30T09:59:59Z"),
        ("2026-03-29T10:00Z", "0", "2026-03-29T10:00:00Z", "2026-03-30T06:00:00Z"),
        ("2026-03-30T12:00", "1", "2026-03-30T11:00:01Z", "2026-03-30T11:00:01Z"),
    ] {
        assert_eq!((due(from, amount, "close"), due(from, amount, "open")), (close.into(), open.into()), "{from}");
    }
    let help = printed(clock(home.path(), &["due", "--help"]));
    assert!(help.contains("close: on Monday at 17:00") && help.contains("open:  on Tuesday at 9:00"), "{help}");
}

#[test]
fn the_calendars_of_the_settings_and_of_a_list_are_chosen_by_name() {
    let home = tempfile::tempdir().unwrap();
    let calendars = "[team]\ntimezone = \"Europe/Berlin\"\n[[calendar]]\nname = \"days\"\nmonday = [\"8-12\"]\n\
                     holidays_ics = [\"vietnam.ics\"]\n[[calendar]]\nname = \"nights\"\nmonday = [\"22-6\"]\n";
    let vietnam = printed(
        Command::new(env!("CARGO_BIN_EXE_shiftdesk"))
            .args(["config", "holidays"])
            .env("HOME", home.path())
            .output()
            .unwrap(),
    );
    fs::write(home.path().join("vietnam.ics"), vietnam).unwrap();
    let sum = |more: &[&str]| {
        let output =
            clock(home.path(), &[&["between", "2026-02-16T00:00", "2026-02-24T00:00", "--json"], more].concat());
        let sum = json(&output);
        (
            sum["calendar"].as_str().unwrap().to_owned(),
            sum["zone"].as_str().unwrap().to_owned(),
            sum["seconds"].as_i64(),
        )
    };
    assert_eq!(sum(&[]), ("office".into(), "Asia/Ho_Chi_Minh".into(), Some(6 * 8 * 3600)), "the defaults");
    fs::write(home.path().join("team.toml"), calendars).unwrap();
    // The Monday of Tết is closed.
    let days = ("days".into(), "Europe/Berlin".into(), Some(4 * 3600));
    assert_eq!(sum(&["--name", "days"]), days);
    fs::rename(home.path().join("team.toml"), home.path().join("other.toml")).unwrap();
    assert_eq!(sum(&["--calendar", "other.toml", "--name", "days"]), days);
    assert_eq!(sum(&["--calendar", "other.toml", "--name", "nights"]).2, Some(10 * 3600));

    let (code, said) = refused(&clock(home.path(), &["due", "2026-02-16", "1", "--calendar", "other.toml"]));
    assert!(code == 2 && said.contains("several calendars, ‘days’, ‘nights’"), "{said}");
}

#[test]
fn what_cannot_be_summed_is_said() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("never.toml"), "name = \"never\"").unwrap();
    fs::write(home.path().join("wrong.toml"), "name = \"w\"\nmonday = [\"8 to 12\"]").unwrap();
    for (arguments, code, why) in [
        (&["due", "soon", "5"][..], 2, "‘soon’ is not a moment"),
        (&["due", "2026-03-02T09:00:00.5", "5"], 2, "part of a second"),
        (&["due", "2026-03-02", "-5"], 2, "‘-5’ is not an amount of time"),
        (&["due", "2026-03-02", "5", "--calendar", "nothing.toml"], 3, "nothing.toml is not there"),
        (&["due", "2026-03-02", "5", "--name", "x"], 3, "no calendar ‘x’, only ‘office’"),
        (&["due", "2026-03-02", "5", "--calendar", "wrong.toml"], 6, "line 2, column 10"),
        (&["due", "2026-03-02", "5", "--calendar", "never.toml"], 6, "is not open for 5 s in the ten years"),
    ] {
        let (exit, said) = refused(&clock(home.path(), arguments));
        assert!(exit == code && said.contains(why), "{arguments:?}: {exit}: {said}");
    }
}
