//! Parsing, and equality of preview and applied changes.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::engine::coverage::types::CoverageState;
use crate::engine::what_if::compare::{CoverageChange, compare_coverage};
use crate::engine::what_if::parse::context::WhatIfContext;
use crate::engine::what_if::parse::parse_what_if;
use crate::model::record::Record;
use crate::model::time::{Zone, format_clock, parse_day};

const CHAMPION: Profile = Profile::CustomerChampion;
const EXPERT: Profile = Profile::FieldExpert;

fn berlin() -> Zone {
    "Europe/Berlin".parse().unwrap()
}

/// A Monday.
fn today() -> NaiveDate {
    parse_day("2026-03-02").unwrap()
}

fn hours(from: u32, to: u32) -> Hours {
    Hours::new(from * 60, to * 60)
}

/// Minh and Lan work early, Thảo late, Hoa not at all; one champion and one expert are required from 8 to 22.
fn team() -> Team {
    let mut team = Team::default();
    for (id, name, primary, second) in [
        (1, "Minh", CHAMPION, Some(EXPERT)),
        (2, "Lan", EXPERT, None),
        (3, "Thảo", CHAMPION, Some(Profile::Analyst)),
        (4, "Hoa Nguyễn", CHAMPION, None),
        (5, "Minh Anh", Profile::Analyst, None),
    ] {
        let person = Person { primary: Some(primary), second, ..Person::with_name(name) };
        team.people.insert(PersonId(id), person);
    }
    for (id, person, hours, name) in
        [(1, 1, hours(8, 16), "Early"), (2, 2, hours(8, 16), "Early"), (3, 3, hours(14, 22), "Late")]
    {
        let shift =
            Shift { person: PersonId(person), day: today(), hours, name: Some(name.into()), breaks: Vec::new() };
        team.shifts.push(WithId { id, it: shift });
    }
    for (id, profile) in [(1, CHAMPION), (2, EXPERT)] {
        let weekdays = Requirement::EVERY_DAY;
        team.requirements.push(WithId { id, it: Requirement { profile, weekdays, hours: hours(8, 22), need: 1 } });
    }
    team
}

fn read(text: &str) -> Result<Vec<WhatIfChange>, WhatIfError> {
    parse_what_if(
        text,
        &WhatIfContext { team: &team(), today: today(), team_loaded_around: today(), default_day: today() },
    )
}

/// Compact form of a change.
fn short(supposition: &WhatIfChange) -> String {
    let team = team();
    let name = |id: &PersonId| team.name(*id).unwrap().to_owned();
    let span = |hours: &Hours| format!("{}-{}", format_clock(hours.from), format_clock(hours.to));
    let day = |day: &NaiveDate| format!("{:+}", (*day - today()).num_days());
    match supposition {
        WhatIfChange::Absence { person, kind, first, last, hours } => {
            let hours = hours.as_ref().map(span).unwrap_or_default();
            format!("{} {} {}{} {hours}", name(person), kind.name(), day(first), day(last)).trim().into()
        }
        WhatIfChange::AddShift { person, day: on, shift } => {
            format!("{} works {} {}", name(person), day(on), span(&shift.hours))
        }
        WhatIfChange::ChangeShift { person, day: on, shift } => {
            format!("{} moves {} {}", name(person), day(on), span(&shift.hours))
        }
        WhatIfChange::SwapShifts { one, other, day: on } => format!("{} swaps {} {}", name(one), name(other), day(on)),
        WhatIfChange::LeaveTeam { person, from } => format!("{} gone {}", name(person), day(from)),
        WhatIfChange::AddProfile { person, profile } => format!("{} holds {profile}", name(person)),
        WhatIfChange::AddRequirement { profile, weekday, hours, need } => {
            format!("{need} {profile} {weekday} {}", span(hours))
        }
    }
}

#[test]
fn what_a_lead_types_is_understood_in_both_languages() {
    for (text, expected) in [
        ("Minh is sick", "Minh sick +0+0"),
        ("minh sick tomorrow", "Minh sick +1+1"),
        ("Lan's sick until wednesday", "Lan sick +0+2"),
        ("Lan is on leave mon-fri", "Lan leave +0+4"),
        ("Lan on leave next week", "Lan leave +7+13"),
        ("Minh is off 14-16", "Minh other +0+0 14:00-16:00"),
        ("Minh is off from 14 to 16 on friday", "Minh other +4+4 14:00-16:00"),
        ("Minh is off from 14", "Minh other +0+0 14:00-16:00"),
        ("Minh off until 10:30", "Minh other +0+0 08:00-10:30"),
        ("Minh is late until 10", "Minh late +0+0 08:00-10:00"),
        ("Minh comes at 9h30", "Minh late +0+0 08:00-09:30"),
        ("Minh leaves at 2pm", "Minh other +0+0 14:00-16:00"),
        ("Minh off this afternoon", "Minh other +0+0 12:00-18:00"),
        ("Thao moves to early", "Thảo moves +0 08:00-16:00"),
        ("Minh to evening", "Minh moves +0 14:00-22:00"),
        ("Thảo works 14-22 tomorrow", "Thảo works +1 14:00-22:00"),
        ("Hoa works early 3/3", "Hoa Nguyễn works +1 08:00-16:00"),
        ("Hoa works 22-6 2026-03-06", "Hoa Nguyễn works +4 22:00-30:00"),
        ("swap Minh and Thảo", "Minh swaps Thảo +0"),
        ("Minh swaps with Lan tomorrow", "Minh swaps Lan +1"),
        ("without Minh", "Minh gone +0"),
        ("without Minh and Lan from tomorrow", "Minh gone +1; Lan gone +1"),
        ("without Minh, Lan is sick", "Minh gone +0; Lan sick +0+0"),
        ("Hoa also expert", "Hoa Nguyễn holds field_expert"),
        ("what if nguyen is also a quality controller?", "Hoa Nguyễn holds quality_controller"),
        ("need 2 experts 10-12", "2 field_expert 0 10:00-12:00"),
        ("1 more champion 14-16 on sat", "1 customer_champion 5 14:00-16:00"),
        ("Minh, Lan and Thảo are sick", "Minh sick +0+0; Lan sick +0+0; Thảo sick +0+0"),
        (
            "Minh sick and Lan off 14-16, Thảo to early",
            "Minh sick +0+0; Lan other +0+0 14:00-16:00; Thảo moves +0 08:00-16:00",
        ),
        ("Minh nghỉ ốm", "Minh sick +0+0"),
        ("Minh ốm ngày mai", "Minh sick +1+1"),
        ("nếu Lan nghỉ phép đến thứ tư", "Lan leave +0+2"),
        ("Lan nghỉ từ 14 đến 16", "Lan other +0+0 14:00-16:00"),
        ("Minh đến muộn đến 10h", "Minh late +0+0 08:00-10:00"),
        ("Minh về sớm lúc 15h", "Minh other +0+0 15:00-16:00"),
        ("Minh chuyển sang ca tối", "Minh moves +0 14:00-22:00"),
        ("Thảo sang ca sáng", "Thảo moves +0 08:00-16:00"),
        ("Hoa làm 14h-22h thứ bảy", "Hoa Nguyễn works +5 14:00-22:00"),
        ("đổi ca Minh và Thảo", "Minh swaps Thảo +0"),
        ("Minh đổi ca với Thảo chủ nhật", "Minh swaps Thảo +6"),
        ("không có Minh", "Minh gone +0"),
        ("Hoa kiêm chuyên gia", "Hoa Nguyễn holds field_expert"),
        ("cần thêm 1 chuyên gia 14-16", "1 field_expert 0 14:00-16:00"),
        ("Minh Anh nghỉ việc và Lan ốm", "Minh Anh gone +0; Lan sick +0+0"),
    ] {
        let found = read(text).map(|list| list.iter().map(short).collect::<Vec<_>>().join("; "));
        assert_eq!(found.as_deref(), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_not_understood_is_said() {
    for (text, key) in [
        ("", "what-if-empty"),
        (" , and", "what-if-empty"),
        ("Mimi is sick", "what-if-nobody"),
        ("mi is sick", "what-if-several"),
        ("Minh", "what-if-no-verb"),
        ("Minh is", "what-if-no-verb"),
        ("Minh is purple", "what-if-not-understood"),
        ("Minh is sick purple", "what-if-not-understood"),
        ("Minh works", "what-if-no-hours"),
        ("Minh moves to night", "what-if-no-shift-named"),
        ("Minh is late", "what-if-no-hours"),
        ("Hoa also", "what-if-no-profile"),
        ("need 2 experts", "what-if-no-hours"),
        ("Minh is sick 2027-01-01", "what-if-too-long"),
        ("swap Minh", "what-if-nobody"),
    ] {
        assert_eq!(read(text).map_err(|wrong| wrong.key()), Err(key), "{text}");
    }
    let refused = |text: &str| apply_what_if(&team(), &read(text).unwrap()).map(|_| ()).map_err(|wrong| wrong.key());
    assert_eq!(refused("Hoa moves to evening"), Err("what-if-no-shift"));
    assert_eq!(refused("swap Hoa and Minh Anh"), Err("what-if-nothing-to-swap"));
    assert_eq!(refused("Minh also champion"), Err("what-if-holds-already"));
    assert_eq!(refused("Minh works 22-10, Minh works 8-16 tomorrow"), Err("what-if-overlap"));
    assert_eq!(refused("Minh works 10-18, Minh to evening"), Ok(()), "the one takes the place of the other");
}

/// Coverage changes of a sentence: `profile from-to before>after seated`.
fn turns(text: &str) -> Vec<String> {
    let (before, after) = (team(), apply_what_if(&team(), &read(text).unwrap()).unwrap());
    let rows = |team: &Team| team.roster(berlin(), Profile::ALL).coverage_of_day(today(), 30);
    let turns = compare_coverage(&rows(&before), &rows(&after.team), berlin().midnight(today()));
    let state = |state: Option<CoverageState>| state.map_or("-", CoverageState::name);
    let at = |at| berlin().civil(at).format("%H:%M").to_string();
    let actual = |turn: &CoverageChange| {
        let (before, after) = (state(turn.state_before), state(turn.state_after));
        format!("{} {}-{} {before}>{after}", turn.profile, at(turn.time.from), at(turn.time.to))
    };
    turns.iter().map(actual).collect()
}

#[test]
fn what_would_be_otherwise_is_told_stretch_by_stretch() {
    assert_eq!(
        turns("Lan is sick"),
        ["field_expert 08:00-14:00 covered>stretched"],
        "from 14 on Thảo is champion, so Minh can be expert"
    );
    assert_eq!(turns("Minh is sick"), ["customer_champion 08:00-14:00 covered>gap"], "Lan is the expert anyway");
    assert_eq!(turns("Hoa works 8-22, Hoa also expert"), ["field_expert 16:00-22:00 gap>covered"]);
    assert_eq!(
        turns("need 1 expert 15-17"),
        ["field_expert 15:00-16:00 covered>covered", "field_expert 16:00-17:00 gap>gap"]
    );
    assert_eq!(turns("swap Minh and Thảo"), ["field_expert 16:00-22:00 gap>stretched"], "Minh is the champion then");
    assert_eq!(turns("Minh Anh is sick"), Vec::<String>::new());
}

/// Applies changes like the store: added records get their own id.
fn made_so(team: &Team, changes: &[Change]) -> Team {
    let mut team = team.clone();
    for (next, change) in (1000..).zip(changes) {
        let (kind, id, record) = match change {
            Change::AddRecord(record) => (record.kind(), next, Some(record)),
            Change::ReplaceRecord { kind, id, record } => (*kind, *id, record.as_ref()),
            other => panic!("{other:?}"),
        };
        match (kind, record) {
            (RecordKind::Shift, record) => {
                team.shifts.retain(|shift| shift.id != id);
                if let Some(Record::Shift(shift)) = record {
                    team.shifts.push(WithId { id, it: shift.clone() });
                }
            }
            (RecordKind::Absence, Some(Record::Absence(absence))) => {
                team.absences.push(WithId { id, it: absence.clone() });
            }
            (RecordKind::Requirement, Some(Record::Requirement(need))) => {
                team.requirements.push(WithId { id, it: need.clone() });
            }
            (RecordKind::Person, Some(Record::Person(person))) => {
                team.people.insert(PersonId(id), person.clone());
            }
            other => panic!("{other:?}"),
        }
    }
    team
}

fn any_supposition() -> impl Strategy<Value = WhatIfChange> {
    let person = || (1i64..=5).prop_map(PersonId);
    let day = || (0u64..4).prop_map(|n| today() + Days::new(n));
    let span = || (0u32..24, 1u32..12).prop_map(|(from, long)| Hours { from: from * 60, to: (from + long) * 60 });
    let shift = || span().prop_map(|hours| ShiftTemplate { name: String::new(), hours, breaks: Vec::new() });
    let profile = || (0usize..6).prop_map(|n| Profile::ALL[n]);
    prop_oneof![
        (person(), day(), 0u64..3, proptest::option::of(span())).prop_map(|(person, first, long, hours)| {
            WhatIfChange::Absence { person, kind: AbsenceKind::Other, first, last: first + Days::new(long), hours }
        }),
        (person(), day(), shift()).prop_map(|(person, day, shift)| WhatIfChange::AddShift { person, day, shift }),
        (person(), day(), shift()).prop_map(|(person, day, shift)| WhatIfChange::ChangeShift { person, day, shift }),
        (person(), person(), day()).prop_map(|(one, other, day)| WhatIfChange::SwapShifts { one, other, day }),
        (person(), day()).prop_map(|(person, from)| WhatIfChange::LeaveTeam { person, from }),
        (person(), profile()).prop_map(|(person, profile)| WhatIfChange::AddProfile { person, profile }),
        (profile(), 0u8..7, span(), 1u32..4).prop_map(|(profile, weekday, hours, need)| {
            WhatIfChange::AddRequirement { profile, weekday, hours, need }
        }),
    ]
}

proptest! {
    #[test]
    fn no_text_ends_the_program(text in "\\PC{0,60}") {
        let _ = read(&text);
    }

    #[test]
    fn no_row_of_known_words_ends_the_program(words in proptest::collection::vec(0usize..40, 0..9)) {
        const WORDS: [&str; 40] = [
            "Minh", "Lan", "Thảo", "Hoa", "is", "sick", "off", "works", "moves", "to", "swap", "and", ",", "without", "also",
            "expert", "14-16", "22-6", "14", "until", "from", "tomorrow", "monday", "next", "week", "evening", "tối", "sang",
            "need", "2", "more", "mon-fri", "2026-03-04", "0-24", "late", "nghỉ", "đến", "thứ", "hai", "31/2",
        ];
        let text = words.iter().map(|n| WORDS[*n]).collect::<Vec<_>>().join(" ");
        if let Ok(list) = read(&text) {
            let _ = apply_what_if(&team(), &list);
        }
    }

    #[test]
    fn what_is_made_so_is_what_was_supposed(list in proptest::collection::vec(any_supposition(), 1..6)) {
        let team = team();
        if let Ok(supposed) = apply_what_if(&team, &list) {
            let made = made_so(&team, &supposed.changes);
            for n in 0..6 {
                let day = today() + Days::new(n);
                let rows = |team: &Team| team.roster(berlin(), Profile::ALL).coverage_of_day(day, 30);
                prop_assert_eq!(rows(&supposed.team), rows(&made));
                let turns = compare_coverage(&rows(&team), &rows(&made), berlin().midnight(day));
                prop_assert!(turns.iter().all(|turn| turn.time.to - turn.time.from >= TimeDelta::minutes(30)));
            }
        }
    }
}
