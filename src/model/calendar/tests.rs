//! Calendars compared with counted minutes, and with days known from a wall calendar.

use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

use super::*;

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}

fn date(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

fn moment(text: &str, zone: Zone) -> Instant {
    crate::model::time::parse_moment(text, zone).unwrap()
}

fn hours(texts: &[&str]) -> Vec<Hours> {
    texts.iter().map(|text| parse_hours(text).unwrap()).collect()
}

/// The same hours on every day, and some special dates.
fn daily(zone: Zone, texts: &[&str], special: &[(&str, &[&str])]) -> Calendar {
    let special = special
        .iter()
        .map(|(day, texts)| (date(day), SpecialDate { name: format!("holiday {day}"), hours: hours(texts) }));
    let week = std::array::from_fn(|_| hours(texts));
    Calendar::new("test".to_owned(), zone, week, special.collect()).unwrap()
}

/// Open spans between two local times, as clock times.
fn shown(calendar: &Calendar, from: &str, to: &str) -> Vec<String> {
    let zone = calendar.zone;
    let clock = |at| zone.civil(at).format("%d %H:%M").to_string();
    calendar
        .open_spans(moment(from, zone), moment(to, zone))
        .map(|span| format!("{} - {}", clock(span.from), clock(span.to)))
        .collect()
}

#[test]
fn stretches_are_joined_in_order_and_cut() {
    let calendar = daily(Zone::UTC, &["13:00-17:00", "08:00-12:00", "12:00-12:30"], &[]);
    assert_eq!(
        shown(&calendar, "2026-03-02T09:00", "2026-03-03T09:00"),
        ["02 09:00 - 02 12:30", "02 13:00 - 02 17:00", "03 08:00 - 03 09:00"]
    );
    let always = Calendar::always_open(Zone::UTC);
    assert_eq!(shown(&always, "2026-03-02T09:00", "2026-04-03T10:00"), ["02 09:00 - 03 10:00"]);
    assert!(shown(&always, "2026-03-03T09:00", "2026-03-02T09:00").is_empty());
}

#[test]
fn a_holiday_replaces_the_hours_that_start_on_it() {
    let night = daily(Zone::UTC, &["22:00-06:00"], &[("2026-03-03", &[])]);
    assert_eq!(shown(&night, "2026-03-02T12:00", "2026-03-05T12:00"), ["02 22:00 - 03 06:00", "04 22:00 - 05 06:00"],);
    let eve = daily(Zone::UTC, &["08:00-18:00"], &[("2026-12-24", &["08:00-12:00"])]);
    assert_eq!(shown(&eve, "2026-12-24T00:00", "2026-12-25T00:00"), ["24 08:00 - 24 12:00"]);
}

#[test]
fn closed_hours_have_a_reason() {
    let calendar = daily(Zone::UTC, &["22:00-06:00"], &[("2026-03-03", &["10:00-12:00"])]);
    let why = |at| calendar.closed_because(moment(at, Zone::UTC));
    assert_eq!(why("2026-03-02T21:59"), Some(ClosedReason::OutsideHours));
    assert_eq!(why("2026-03-02T22:00"), None);
    assert_eq!(why("2026-03-03T05:59"), None, "last evening's hours run into the holiday");
    assert_eq!(why("2026-03-03T06:00"), Some(ClosedReason::SpecialDate("holiday 2026-03-03")));
    assert_eq!(why("2026-03-03T11:00"), None);
    assert_eq!(why("2026-03-03T23:00"), Some(ClosedReason::SpecialDate("holiday 2026-03-03")));
    assert_eq!(why("2026-03-04T05:00"), Some(ClosedReason::OutsideHours));
}

#[test]
fn stretches_have_their_reasons_and_are_cut_where_these_change() {
    let calendar = daily(Zone::UTC, &["09:00-17:00"], &[("2026-03-03", &[]), ("2026-03-04", &["10:00-12:00"])]);
    let zone = calendar.zone;
    let said = calendar.open_and_closed_spans(moment("2026-03-02T16:00", zone), moment("2026-03-05T09:30", zone));
    let said: Vec<_> = said
        .iter()
        .map(|CalendarSpan { period: time, closed }| {
            let why = match closed {
                None => "open",
                Some(ClosedReason::OutsideHours) => "closed",
                Some(ClosedReason::SpecialDate(name)) => name,
            };
            format!("{} {why}", time.from.format("%d %H:%M"))
        })
        .collect();
    let expected = [
        "02 16:00 open",
        "02 17:00 closed",
        "03 00:00 holiday 2026-03-03",
        "04 00:00 holiday 2026-03-04",
        "04 10:00 open",
        "04 12:00 holiday 2026-03-04",
        "05 00:00 closed",
        "05 09:00 open",
    ];
    assert_eq!(said, expected);
    assert_eq!(calendar.next_open(moment("2026-03-02T17:00", zone)), Some(moment("2026-03-04T10:00", zone)));
    assert_eq!(daily(Zone::UTC, &[], &[]).next_open(moment("2026-03-02T17:00", zone)), None);

    // On 7 November 2010 one minute after midnight it was a minute past eleven again.
    let goose = daily(crate::model::calendar::tests::zone("America/Goose_Bay"), &[], &[("2010-11-06", &[])]);
    let (from, to) = (moment("2010-11-06T23:00", goose.zone), moment("2010-11-07T02:00", goose.zone));
    let stretches = goose.open_and_closed_spans(from, to);
    assert!(stretches.iter().all(|it| it.period.from < it.period.to), "{stretches:?}");
    assert_eq!(stretches.iter().map(|it| it.period.to - it.period.from).sum::<TimeDelta>(), to - from);
}

#[test]
fn clock_changes_shorten_and_lengthen_business_time() {
    let berlin = zone("Europe/Berlin");
    let open = |texts: &[&str], from: &str, to: &str| {
        daily(berlin, texts, &[]).business_time(moment(from, berlin), moment(to, berlin)).num_minutes()
    };
    assert_eq!(open(&["00:00-24:00"], "2026-03-29T00:00", "2026-03-30T00:00"), 23 * 60);
    assert_eq!(open(&["00:00-24:00"], "2026-10-25T00:00", "2026-10-26T00:00"), 25 * 60);
    assert_eq!(open(&["22:00-06:00"], "2026-03-28T12:00", "2026-03-29T12:00"), 7 * 60);
    assert_eq!(open(&["22:00-06:00"], "2026-10-24T12:00", "2026-10-25T12:00"), 9 * 60);
    // The clocks skip from 2:00 to 3:00: 2:30 is read as 3:30, which is past 3:00.
    assert_eq!(open(&["02:30-04:00"], "2026-03-29T00:00", "2026-03-30T00:00"), 30);
    assert_eq!(open(&["02:30-03:00"], "2026-03-29T00:00", "2026-03-30T00:00"), 0);
    assert_eq!(open(&["02:30-02:45", "03:00-03:10"], "2026-03-29T00:00", "2026-03-30T00:00"), 25);
    // They show 2:00 to 3:00 twice: hours begin and end with the first.
    assert_eq!(open(&["02:30-04:00"], "2026-10-25T00:00", "2026-10-26T00:00"), 150);
    assert_eq!(open(&["01:00-02:30"], "2026-10-25T00:00", "2026-10-26T00:00"), 90);
}

#[test]
fn deadlines_fall_on_closing_time_and_over_holidays() {
    let calendar = daily(Zone::UTC, &["09:00-17:00"], &[("2026-03-03", &[])]);
    let due = |from: &str, minutes: i64| {
        let due = calendar.due_at(moment(from, Zone::UTC), TimeDelta::minutes(minutes)).unwrap();
        due.format("%d %H:%M").to_string()
    };
    assert_eq!(due("2026-03-02T16:00", 60), "02 17:00");
    assert_eq!(due("2026-03-02T16:00", 61), "04 09:01");
    assert_eq!(due("2026-03-02T05:00", 1), "02 09:01");
    assert_eq!(due("2026-03-02T20:00", 0), "02 20:00");
}

#[test]
fn a_deadline_that_never_comes_is_none() {
    let start = moment("2026-03-02T16:00", Zone::UTC);
    assert_eq!(daily(Zone::UTC, &[], &[]).due_at(start, TimeDelta::seconds(1)), None);
    let once = daily(Zone::UTC, &[], &[("2035-03-02", &["09:00-10:00"])]);
    assert_eq!(once.due_at(start, TimeDelta::hours(1)), Some(moment("2035-03-02T10:00", Zone::UTC)));
    assert_eq!(once.due_at(start, TimeDelta::minutes(61)), None);
    let too_late = daily(Zone::UTC, &[], &[("2036-03-03", &["09:00-10:00"])]);
    assert_eq!(too_late.due_at(start, TimeDelta::hours(1)), None);
    assert_eq!(Calendar::always_open(Zone::UTC).due_at(start, TimeDelta::MAX), None);
}

#[test]
fn wrong_hours_are_refused_in_a_sentence() {
    for (from, to, complaint) in [(1440, 1500, "next day"), (600, 600, "ends before"), (0, 2881, "48:00")] {
        let mut week = <[Vec<Hours>; 7]>::default();
        week[5] = vec![Hours { from, to }];
        let why = Calendar::new("Support".to_owned(), Zone::UTC, week, BTreeMap::new()).unwrap_err();
        assert!(why.starts_with("calendar ‘Support’, Saturday: ‘") && why.contains(complaint), "{why}");
    }
}

#[test]
fn what_was_kept_is_read_back_and_checked() {
    let calendar = daily(zone("Asia/Ho_Chi_Minh"), &["08:00-12:00", "22:00-06:00"], &[("2026-02-17", &[])]);
    let kept = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&kept).unwrap(), calendar);
    for (sound, wrong, complaint) in [
        (r#""to":720"#, r#""to":480"#, "ends before"),
        (r#""to":720"#, r#""to":1400"#, "overlap"),
        ("Ho_Chi_Minh", "Mars", "not a time zone"),
    ] {
        let why = serde_json::from_str::<Calendar>(&kept.replace(sound, wrong)).unwrap_err().to_string();
        assert!(why.contains(complaint), "{why}");
    }
}

#[test]
fn a_written_calendar_is_read() {
    let written: CalendarConfig = toml::from_str(
        r#"
        name = "Support"
        timezone = "Europe/Berlin"
        monday = ["08:00-12:00", "13-17:30"]
        friday = ["22:00–06:00"]
        holidays = [{ date = "2026-12-25", name = "Christmas" }, { date = "2026-12-24", name = "Eve", hours = ["8-12"] }]
        "#,
    )
    .unwrap();
    let calendar = Calendar::from((written, Zone::UTC));
    assert_eq!((calendar.name(), calendar.zone()), ("Support", zone("Europe/Berlin")));
    assert_eq!(calendar.hours_on(date("2026-03-02")), hours(&["08:00-12:00", "13:00-17:30"]));
    assert_eq!(calendar.hours_on(date("2026-03-06")), [Hours { from: 22 * 60, to: 30 * 60 }]);
    assert!(calendar.hours_on(date("2026-03-07")).is_empty());
    assert!(calendar.hours_on(date("2026-12-25")).is_empty());
    assert_eq!(calendar.hours_on(date("2026-12-24")), hours(&["08:00-12:00"]));
}

#[test]
fn a_day_that_is_written_goes_before_one_that_is_brought() {
    let eve = r#"holidays = [{ date = "2026-12-24", name = "Eve", hours = ["8-12"] }]"#;
    let mut written: CalendarConfig = toml::from_str(&format!("name = \"Support\"\n{eve}")).unwrap();
    written.add_holiday(date("2026-12-24"), "Christmas Eve".to_owned());
    written.add_holiday(date("2026-12-25"), "Christmas".to_owned());
    let calendar = Calendar::from((written, Zone::UTC));
    assert_eq!(calendar.hours_on(date("2026-12-24")), hours(&["08:00-12:00"]));
    assert_eq!(
        calendar.closed_because(moment("2026-12-25T09:00", Zone::UTC)),
        Some(ClosedReason::SpecialDate("Christmas"))
    );
}

#[test]
fn a_wrong_value_is_quoted_where_it_stands() {
    for (toml, line, quoted) in [
        (r#"monday = ["8 to 12"]"#, 2, "‘8 to 12’"),
        (r#"sunday = ["08:00-25:00"]"#, 2, "in ‘08:00-25:00’, ‘25:00’"),
        (r#"monday = ["08:00-12:00", "11:00-13:00"]"#, 2, "‘08:00-12:00’ and ‘11:00-13:00’ overlap"),
        ("holidays = [\n{ date = \"25.12.\", name = \"Christmas\" }]", 3, "‘25.12.’"),
        ("holidays = [\n{ date = \"2026-12-24\", name = \"Eve\", hours = [\"noon\"] }]", 3, "‘noon’"),
        (
            r#"holidays = [{ date = "2026-12-24", name = "a" }, { date = "2026-12-24", name = "b" }]"#,
            2,
            "holiday 2026-12-24 is listed twice",
        ),
        ("timezone = \"Mars\"", 2, "‘Mars’ is not a time zone"),
        ("mondays = []", 2, "unknown field `mondays`"),
        ("holidays = [{ date = \"2026-12-24\" }]", 2, "missing field `name`"),
        ("holidays = [{ date = \"2026-12-24\", name = \"\" }]", 2, "a name needs"),
    ] {
        let why = toml::from_str::<CalendarConfig>(&format!("name = \"Support\"\n{toml}")).unwrap_err().to_string();
        assert!(why.contains(&format!("line {line},")) && why.contains(quoted), "{why}");
    }
}

/// Cases of other libraries. One deliberate difference: reversed arguments give zero, as in `biz`.
#[test]
fn sums_agree_with_other_libraries() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/business_hours/cases.json");
    let json = match std::fs::read_to_string(&path) {
        Ok(json) => serde_json::from_str::<Value>(&json).unwrap(),
        Err(why) => return println!("skipped: {} cannot be read: {why}", path.display()),
    };
    let cases = json["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 22);
    for case in cases {
        let calendar = foreign(&json["schedules"][case["schedule"].as_str().unwrap()]);
        let at = |key: &str| moment(case[key].as_str().unwrap(), Zone::UTC);
        if case["op"] == "add_business_seconds" {
            let amount = TimeDelta::seconds(case["seconds"].as_i64().unwrap());
            assert_eq!(calendar.due_at(at("from"), amount), Some(at("expect")), "{}", case["id"]);
        } else {
            let seconds = case["expect_seconds"].as_i64().unwrap();
            let business = calendar.business_time(at("from"), at("to")).num_seconds();
            assert_eq!(business, seconds.max(0), "{}", case["id"]);
            let reversed = calendar.business_time(at("to"), at("from")).num_seconds();
            assert_eq!(reversed, (-seconds).max(0), "{}", case["id"]);
        }
    }
}

/// A schedule of the cases' file: hours by weekday, breaks to take out of single dates, closed dates.
fn foreign(schedule: &Value) -> Calendar {
    let pairs = |value: &Value| -> Vec<Hours> {
        let pairs = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let minute = |time: &Value| parse_clock(time.as_str().unwrap()).unwrap();
        pairs.iter().map(|pair| Hours { from: minute(&pair[0]), to: minute(&pair[1]) }).collect()
    };
    let week = WEEKDAYS.map(|weekday| pairs(&schedule["hours"][weekday[..3].to_lowercase()]));
    let mut special = BTreeMap::new();
    for (day, breaks) in schedule["breaks"].as_object().into_iter().flatten() {
        let mut hours = week[date(day).weekday().num_days_from_monday() as usize].clone();
        for pause in pairs(breaks) {
            let split = |open: Hours| {
                [Hours { to: open.to.min(pause.from), ..open }, Hours { from: open.from.max(pause.to), ..open }]
            };
            hours = hours.into_iter().flat_map(split).filter(|open| open.from < open.to).collect();
        }
        special.insert(date(day), SpecialDate { name: "breaks".to_owned(), hours });
    }
    for day in schedule["holidays"].as_array().into_iter().flatten() {
        let closed = SpecialDate { name: "holiday".to_owned(), hours: Vec::new() };
        special.insert(date(day.as_str().unwrap()), closed);
    }
    Calendar::new("case".to_owned(), zone(schedule["tz"].as_str().unwrap()), week, special).unwrap()
}

const DAYS: usize = 4;
const MINUTES: usize = DAYS * MINUTES_PER_DAY as usize;

fn some_hours() -> impl Strategy<Value = Vec<Hours>> {
    // An even number of different quarters of an hour; the last stretch may run into the next day.
    (prop::collection::btree_set(0..96u32, 0..6), 0..96u32).prop_map(|(quarters, late)| {
        let quarters: Vec<u32> = quarters.into_iter().map(|quarter| quarter * 15).collect();
        let mut hours: Vec<Hours> = quarters.chunks_exact(2).map(|pair| Hours { from: pair[0], to: pair[1] }).collect();
        if let Some(last) = hours.last_mut().filter(|_| late % 2 == 0) {
            last.to += late * 15;
        }
        hours
    })
}

/// Zones, each with days after which the clocks soon change; on Lord Howe they do by half an hour.
const PLACES: [(&str, &str); 9] = [
    ("Europe/Berlin", "2026-03-27"),
    ("Europe/Berlin", "2026-10-23"),
    ("Europe/Berlin", "2026-10-24"),
    ("America/New_York", "2026-03-06"),
    ("America/New_York", "2026-10-30"),
    ("Australia/Lord_Howe", "2026-04-03"),
    ("Australia/Lord_Howe", "2026-10-02"),
    ("Asia/Ho_Chi_Minh", "2026-02-15"),
    ("UTC", "2026-12-30"),
];

/// A calendar with special dates, and the midnight that begins its four days.
fn some_calendar() -> impl Strategy<Value = (Calendar, NaiveDate)> {
    let place = prop::sample::select(&PLACES[..]);
    let special = prop::collection::btree_map(0..DAYS as u64, some_hours(), 0..3);
    (prop::array::uniform7(some_hours()), special, place).prop_map(|(week, special, (place, start))| {
        let start = date(start);
        let special = special
            .into_iter()
            .map(|(day, hours)| (start + Days::new(day), SpecialDate { name: format!("special {day}"), hours }));
        (Calendar::new("random".to_owned(), zone(place), week, special.collect()).unwrap(), start)
    })
}

/// Whether the calendar is open in each minute after the midnight of `start`, counted minute by minute.
fn painted(calendar: &Calendar, start: NaiveDate) -> Vec<bool> {
    let origin = calendar.zone.midnight(start);
    let minute = |day, minute| {
        let minutes = (calendar.zone.at_minute(day, minute) - origin).num_minutes();
        minutes.clamp(0, MINUTES as i64) as usize
    };
    let mut open = vec![false; MINUTES];
    for day in (start - Days::new(3)).iter_days().take(DAYS + 6) {
        for hours in calendar.hours_on(day) {
            // Hours that the clocks skip can end before they start.
            if let Some(minutes) = open.get_mut(minute(day, hours.from)..minute(day, hours.to)) {
                minutes.fill(true);
            }
        }
    }
    open
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_260_302), ..ProptestConfig::with_cases(10_000) })]

    #[test]
    fn sums_agree_with_counting_minutes(
        (calendar, start) in some_calendar(),
        ranges in prop::array::uniform3((0..MINUTES, 0..MINUTES)),
    ) {
        let open = painted(&calendar, start);
        let origin = calendar.zone.midnight(start);
        let at = |minute: usize| origin + TimeDelta::minutes(minute as i64);
        for (from, to) in ranges {
            let counted = open.get(from..to).map_or(0, |range| range.iter().filter(|open| **open).count());
            let business = calendar.business_time(at(from), at(to));
            prop_assert_eq!(business, TimeDelta::minutes(counted as i64));

            let spans: Vec<Period> = calendar.open_spans(at(from), at(to)).collect();
            prop_assert!(spans.windows(2).all(|pair| pair[0].to < pair[1].from), "{:?}", spans);
            prop_assert!(spans.iter().all(|span| at(from) <= span.from && span.from < span.to && span.to <= at(to)));

            // Due after the last minute that was counted, which may lie before `to`.
            let last = (from..to).rev().find(|minute| open[*minute]);
            prop_assert_eq!(calendar.due_at(at(from), business), Some(at(last.map_or(from, |last| last + 1))));

            prop_assert_eq!(calendar.closed_because(at(from)).is_none(), open[from]);
            if let Some(next) = (from..MINUTES).find(|minute| open[*minute]) {
                prop_assert_eq!(calendar.next_open(at(from)), Some(at(next)));
            }

            // The spans cover everything, with the right reason at each instant.
            let stretches = calendar.open_and_closed_spans(at(from), at(to));
            let ends = |stretch: &CalendarSpan| (stretch.period.from, stretch.period.to);
            let met = stretches.windows(2).all(|pair| ends(&pair[0]).1 == ends(&pair[1]).0 && pair[0].closed != pair[1].closed);
            prop_assert!(met, "{:?}", stretches);
            let outer = stretches.first().zip(stretches.last()).map(|(first, last)| (ends(first).0, ends(last).1));
            prop_assert_eq!(outer, (from < to).then_some((at(from), at(to))));
            let opened: Vec<Period> = stretches.iter().filter(|it| it.closed.is_none()).map(|it| it.period).collect();
            prop_assert_eq!(opened, spans);
            for CalendarSpan { period, closed } in stretches {
                prop_assert_eq!(calendar.closed_because(period.from), closed);
                prop_assert_eq!(calendar.closed_because(period.to - TimeDelta::milliseconds(1)), closed);
            }
        }
    }
}
