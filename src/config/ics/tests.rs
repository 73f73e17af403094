//! Published holiday files, and input that must be rejected rather than silently dropped.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::*;

fn of(events: &str) -> Result<Vec<String>, HolidayIcsError> {
    let days = parse_holidays(&format!("BEGIN:VCALENDAR\r\n{events}\r\nEND:VCALENDAR\r\n"))?;
    Ok(days.iter().map(|(day, name)| format!("{day} {name}")).collect())
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT")
}

/// The error message and the text it points at.
fn wrong(text: &str) -> (String, String) {
    let wrong = parse_holidays(text).unwrap_err();
    (text[wrong.bytes].to_owned(), wrong.message)
}

#[test]
fn whole_days_are_read_with_their_names() {
    let tet = event("DTSTART;VALUE=DATE:20260216\nDTEND;VALUE=DATE:20260219\nSUMMARY:Tết\\, năm\n  mới\\nBính Ngọ");
    let one = event("SUMMARY;LANGUAGE=\"a:b;c\":Liberation\r\nDTSTART:20260430\r\nDURATION:P1D");
    let same = event("DTSTART;VALUE=DATE:20260430\nDTEND;VALUE=DATE:20260430\nSUMMARY:Jubilee");
    let off = event("DTSTART;VALUE=DATE:20260501\nSUMMARY:x\nSTATUS:CANCELLED");
    let alarm = event("DTSTART:20260902\nSUMMARY:Quốc khánh\nBEGIN:VALARM\nSUMMARY:y\nTRIGGER:-PT15H\nEND:VALARM");
    assert_eq!(
        of(&format!("X-WR-CALNAME:Vietnam\n{tet}\n{one}\n{one}\n{same}\n{off}\n\n{alarm}")).unwrap(),
        [
            "2026-02-16 Tết, năm mới Bính Ngọ",
            "2026-02-17 Tết, năm mới Bính Ngọ",
            "2026-02-18 Tết, năm mới Bính Ngọ",
            "2026-04-30 Liberation, Jubilee",
            "2026-09-02 Quốc khánh",
        ]
    );
    assert_eq!(of("").unwrap(), Vec::<String>::new());
}

#[test]
fn what_comes_back_every_year_is_listed() {
    let days = |lines: &str| {
        let days = of(&event(&format!("SUMMARY:x\n{lines}"))).unwrap();
        days.into_iter().map(|day| day[..10].to_owned()).collect::<Vec<_>>()
    };
    let thanksgiving = days("DTSTART:20251127\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3");
    assert_eq!(thanksgiving, ["2025-11-27", "2026-11-26", "2027-11-25"]);
    let memorial = days("DTSTART:20250526\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20270101T000000Z");
    assert_eq!(memorial, ["2025-05-26", "2026-05-25"]);
    let labour = days("DTSTART:20000501\nDURATION:P2D\nRRULE:FREQ=YEARLY;INTERVAL=10\nEXDATE:20100501\nRDATE:20110501");
    assert_eq!(labour[..6], ["2000-05-01", "2000-05-02", "2011-05-01", "2011-05-02", "2020-05-01", "2020-05-02"]);
    assert_eq!(labour.last().unwrap(), "2040-05-02");
    let leap = days("DTSTART:20240229\nRRULE:FREQ=YEARLY;COUNT=2");
    assert_eq!(leap, ["2024-02-29", "2028-02-29"]);
    let ancient = days("DTSTART:19000101\nRRULE:FREQ=YEARLY");
    assert_eq!((ancient.len(), ancient[0].as_str(), ancient[59].as_str()), (60, "1990-01-01", "2049-01-01"));
}

#[test]
fn what_is_not_understood_is_said_with_its_line() {
    let whole = |line: &str| {
        format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nSUMMARY:a\n{line}\nEND:VEVENT\nEND:VCALENDAR")
    };
    for (line, why) in [
        ("DTEND:20260101T120000Z", "whole days"),
        ("DTEND;VALUE=DATE:2026", "is not a day"),
        ("DTEND:20261331", "is not a day"),
        ("DURATION:PT5H", "length in days"),
        ("RRULE:FREQ=WEEKLY", "by the year"),
        ("RRULE:INTERVAL=2", "does not say how often"),
        ("RRULE:FREQ=YEARLY;BYSETPOS=1", "‘BYSETPOS=1’"),
        ("RRULE:FREQ=YEARLY;BYDAY=5XX", "‘BYDAY=5XX’"),
        ("RRULE:FREQ=YEARLY;BYMONTHDAY=1", "without BYMONTH"),
        ("RRULE:FREQ=YEARLY;COUNT=1;UNTIL=20300101", "not both"),
        ("RDATE;VALUE=PERIOD:20260101T090000Z/20260101T100000Z", "names hours"),
        ("RECURRENCE-ID;VALUE=DATE:20260101", "is not understood"),
        ("SUMMARY:b", "stands twice"),
        ("this is nothing", "NAME:VALUE"),
    ] {
        let (at, said) = wrong(&whole(line));
        assert!(at == line && said.contains(why), "{line}: {at}: {said}");
    }
    for (event, why) in [
        ("DTSTART:20260101\nSUMMARY: ", "no SUMMARY"),
        ("SUMMARY:a", "no DTSTART"),
        ("SUMMARY:a\nDTSTART:20260102\nDTEND:20260101", "before it begins"),
        ("SUMMARY:a\nDTSTART:20260102\nDTEND:20360101", "lasts 3651 days"),
        ("SUMMARY:a\nDTSTART:20260102\nDTEND:20260103\nDURATION:P1D", "both"),
        ("SUMMARY:a\nDTSTART:20260102\nRRULE:FREQ=YEARLY;BYMONTH=3", "own rule"),
    ] {
        let (at, said) = wrong(&format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{event}\nEND:VEVENT\nEND:VCALENDAR"));
        assert!(at == "BEGIN:VEVENT" && said.contains(why), "{event}: {at}: {said}");
    }
    for (text, at, why) in [
        ("2026-01-01,New Year", "2026-01-01,New Year", "NAME:VALUE"),
        ("DTSTART:20260101", "DTSTART:20260101", "does not begin with"),
        ("BEGIN:VCARD", "BEGIN:VCARD", "does not begin with"),
        ("BEGIN:VCALENDAR\nBEGIN:VTODO", "BEGIN:VTODO", "no holiday"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", "END:VCALENDAR", "what is open is VEVENT"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a", "BEGIN:VEVENT", "ends before"),
    ] {
        let (pointed, said) = wrong(text);
        assert!(pointed == at && said.contains(why), "{text}: {pointed}: {said}");
    }
}

fn shared(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/calendar").join(name)
}

fn shared_text(name: &str) -> Option<String> {
    std::fs::read_to_string(shared(name))
        .inspect_err(|why| println!("skipped: {} cannot be read: {why}", shared(name).display()))
        .ok()
}

#[test]
fn calendars_of_other_programs_are_read_or_refused_in_a_sentence() {
    let Some(apple) = shared_text("zammad/calendar2.ics") else { return };
    let days = parse_holidays(&apple).unwrap();
    let day = |text: &str| days.get(&text.parse().unwrap()).map(String::as_str);
    assert_eq!((days.len(), day("2012-12-24"), day("2049-12-25")), (2 * 38, Some("Christmas1"), Some("Christmas2")));

    let mut outcomes = BTreeMap::new();
    for entry in std::fs::read_dir(shared("icaljs_samples")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "ics") {
            let text = std::fs::read_to_string(&path).unwrap();
            let outcome = match parse_holidays(&text) {
                Ok(days) => days.len().to_string(),
                Err(wrong) => format!("line {}: {}", text[..wrong.bytes.start].lines().count() + 1, wrong.message),
            };
            outcomes.insert(path.file_stem().unwrap().to_str().unwrap().to_owned(), outcome);
        }
    }
    for (name, outcome) in [
        ("only_dtstart_date", "1"),
        ("blank_line_end", "0"),
        ("day_long_recur_yearly", "line 28: holidays come back by the year, not WEEKLY; list the days"),
        ("google_birthday", "line 11: holidays come back by the year, not DAILY; list the days"),
        ("minimal", "whole days"),
        ("multiple_rrules", "not WEEKLY"),
        ("recur_instances", "not MONTHLY"),
        ("rdate_exdate", "line 4: ‘20240609T030000Z’ is a time of day"),
    ] {
        assert!(outcomes[name].contains(outcome), "{name}: {}", outcomes[name]);
    }
    assert!(outcomes.len() > 15);
}

/// Yearly rules from another library's test suite; unsupported ones must be rejected.
#[test]
fn yearly_rules_agree_with_another_library() {
    let Some(json) = shared_text("rrule_cases.json") else { return };
    let json: Value = serde_json::from_str(&json).unwrap();
    let (mut agreed, mut refused) = (0, 0);
    for case in json["cases"].as_array().unwrap() {
        let text = |key: &str| case[key].as_str().unwrap_or_default();
        if !text("RRULE").contains("FREQ=YEARLY") {
            continue;
        }
        let first = day(&text("DTSTART")[..8]).unwrap();
        let Ok(rule) = RecurrenceRule::parse(text("RRULE")) else {
            assert!(
                ["BYWEEKNO", "BYYEARDAY", "BYSETPOS", "BYMONTHDAY=29;COUNT"]
                    .iter()
                    .any(|it| text("RRULE").contains(it)),
                "{case}"
            );
            refused += 1;
            continue;
        };
        let expected: Vec<_> = text("INSTANCES").split(',').map(|it| day(&it[..8]).unwrap()).collect();
        match rule.days(first) {
            Ok(days) => {
                assert_eq!(days[..expected.len().min(days.len())], expected, "{case}");
                agreed += 1;
            }
            Err(why) => {
                assert!(why.contains("own rule") && expected.first() != Some(&first), "{why} {case}");
                refused += 1;
            }
        }
    }
    println!("{agreed} agree, {refused} are refused");
    assert!(agreed >= 8, "{agreed}");
}

#[test]
fn any_bytes_are_read_or_refused() {
    let sound = event("DTSTART;VALUE=DATE:20260216\nSUMMARY:Tết\nRRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=1MO");
    let sound = format!("BEGIN:VCALENDAR\n{sound}\nEND:VCALENDAR");
    for at in (0..sound.len()).filter(|at| sound.is_char_boundary(*at)) {
        for typed in ["", "\n", " ", ";", "=", "\"", "é", "9", "-", "\u{0}", ":"] {
            let mut text = sound.clone();
            text.insert_str(at, typed);
            if let Err(wrong) = parse_holidays(&text) {
                assert!(text.get(wrong.bytes.clone()).is_some(), "{wrong:?}");
            }
            let _ = parse_holidays(&sound[..at]);
        }
    }
}
