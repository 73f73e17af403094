//! People, on the screen and on the command line: cards, skills, targets, and notes that only leads can read.

use serde_json::{Value, json};

use crate::support::desk::saturday;
use crate::support::screen::Screen;
use crate::support::shell::Shell;
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::coaching::PersonNote;
use shiftdesk::model::ids::PersonId;
use shiftdesk::model::person::{Author, Person, Profile};
use shiftdesk::model::record::{Record, RecordKind};
use shiftdesk::model::time::Instant;
use shiftdesk::store::Store;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 35);
const HUGE: (u16, u16) = (200, 60);

const LAN: PersonId = PersonId(1);
const MINH: PersonId = PersonId(2);
const QUAN: PersonId = PersonId(4);

/// Text that only leads may see, on any screen or in any output.
const SECRET: &str = "thinks of leaving";

fn does(store: &mut Store, by: &Author, now: Instant, change: Change) {
    store.apply(&ChangeRequest { change, by: by.clone(), seen_seq: None }, now).unwrap();
}

/// Saturday's desk, with skills of two people, a path for one, and Lan's notes on Minh. `who` looks at it.
fn team(who: PersonId) -> impl Fn(&mut Store, Instant) -> Author {
    move |store, now| {
        let lan = saturday(store, now);
        let today = (now + chrono::TimeDelta::hours(7)).date_naive();
        let ago = |days| today - chrono::Days::new(days);
        let people = store.team(today).unwrap().people;
        let mut put = |id: PersonId, change: &dyn Fn(&mut Person)| {
            let mut person = people[&id].clone();
            change(&mut person);
            let record = Some(Record::Person(person));
            does(store, &lan, now, Change::ReplaceRecord { kind: RecordKind::Person, id: id.0, record });
        };
        put(MINH, &|minh| {
            for (name, level, days) in [("empathy", 5, 20), ("product knowledge", 4, 400), ("diagnosis", 2, 5)] {
                minh.set_skill(name, level, ago(days));
            }
            minh.title = Some("Agent".into());
            (minh.level, minh.target_level) = (Some("agent".into()), Some("senior agent".into()));
            (minh.mentor, minh.mentor_since) = (Some(LAN), Some(ago(40)));
            (minh.weekly_minutes, minh.email) = (Some(30 * 60), Some("minh@desk.example".into()));
        });
        put(QUAN, &|quan| {
            quan.set_skill("Product knowledge", 5, ago(1));
            quan.next_profile = Some(Profile::FieldExpert);
        });
        for (days, body) in [(33, SECRET), (2, "Coached on refunds: went well.")] {
            let note = PersonNote::plain(MINH, ago(days), lan.clone(), body);
            does(store, &lan, now, Change::AddRecord(Record::Note(note)));
        }
        Author { person: Some(who), login: "desk".into() }
    }
}

fn screen(size: (u16, u16), who: PersonId) -> Screen {
    Screen::new(size, "", team(who))
}

fn person(screen: &Screen, id: PersonId) -> Person {
    screen.store.team(chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).unwrap().people[&id].clone()
}

/// Snapshots the screen after `steps`, in each size and language.
fn pictures(name: &str, sizes: &[(u16, u16)], steps: impl Fn(&mut Screen)) {
    for (size, language) in sizes.iter().flat_map(|size| [(*size, "en"), (*size, "vi")]) {
        let mut screen = Screen::new(size, &format!("[screen]\nlanguage = '{language}'"), team(LAN));
        steps(&mut screen);
        let name = format!("{name}-{}x{}-{language}", size.0, size.1);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, screen.picture());
        });
    }
}

#[test]
fn the_people_and_what_they_can_do() {
    pictures("people", &[SMALL, LARGE, HUGE], |screen| {
        screen.press("4");
    });
    pictures("person", &[SMALL, LARGE, HUGE], |screen| {
        screen.press("4 down enter");
    });
    pictures("person-skills", &[SMALL, LARGE], |screen| {
        screen.press("4 down enter A");
    });
    pictures("team-skills", &[SMALL, LARGE], |screen| {
        screen.press("A");
    });
    pictures("team-next", &[SMALL, LARGE], |screen| {
        screen.press("A tab");
    });
}

#[test]
fn enter_on_a_name_is_a_card_and_on_a_number_its_tickets() {
    let mut screen = screen(LARGE, LAN);
    screen.press("4 down enter");
    let card = screen.text();
    for told in ["Minh · Agent", "agent → senior agent", "Lan, since Mon 12 Oct", "8 h of 30 h", "minh@desk.example"]
    {
        assert!(card.contains(told), "{told}: {card}");
    }
    screen.press("t");
    assert!(screen.text().contains("open tickets now · Minh"), "{}", screen.text());
    screen.press("esc esc right right enter");
    assert!(screen.text().contains("open tickets now · Minh"), "the open tickets open too: {}", screen.text());
    screen.press("esc left left enter");
    assert!(screen.text().contains("Skills"), "{}", screen.text());
}

#[test]
fn a_digit_sets_the_level_and_is_undone() {
    let mut screen = screen(SMALL, LAN);
    screen.press("4 down enter A").press("down down");
    assert!(screen.text().contains("▼ diagnosis"), "{}", screen.text());
    // The rows are in the order of the required skills: clear writing, diagnosis, empathy, patience, product knowledge.
    screen.press("up 4");
    let diagnosis = |screen: &Screen| person(screen, MINH).skill("diagnosis").unwrap().level;
    assert_eq!(diagnosis(&screen), 4, "{}", screen.text());
    assert!(screen.text().contains("✓ diagnosis"), "{}", screen.text());
    screen.press("u");
    assert_eq!(diagnosis(&screen), 2);
    screen.press("+").type_text("SQL 3, Empathy 4").press("ctrl-s");
    let minh = person(&screen, MINH);
    assert_eq!((minh.skill("sql").unwrap().level, minh.skill("empathy").unwrap().level), (3, 4));
    screen.press("+").type_text("data 9").press("ctrl-s");
    assert!(screen.text().contains("“data 9” has no level; end it with a number from 1 to"), "{}", screen.text());
    screen.press("esc esc end x");
    assert!(person(&screen, MINH).skill("sql").is_none(), "a skill that is not required is last, and is removed");
    screen.press("esc esc A right 2");
    let lan = person(&screen, LAN);
    assert_eq!(lan.skills.len() + person(&screen, MINH).skills.len(), 4, "the table says it too: {}", screen.text());
}

#[test]
fn every_field_of_a_person_can_be_edited() {
    let mut screen = screen(SMALL, LAN);
    screen.press("4 down e tab").type_text(" of the year").press("down down down down down ctrl-u").type_text("37,5");
    screen.press("ctrl-s");
    let minh = person(&screen, MINH);
    assert_eq!(
        (minh.title.as_deref(), minh.weekly_minutes),
        (Some("Agent of the year"), Some(2250)),
        "{}",
        screen.text()
    );
    assert_eq!(minh.skills.len(), 3, "what the form does not show stays");
    screen.press("u e up").type_text("x").press("ctrl-s");
    assert_eq!(person(&screen, MINH).title.as_deref(), Some("Agent"));
    let mut low = screen_at((60, 15));
    low.press("4 down e");
    for _ in 0..18 {
        low.press("tab");
    }
    assert!(low.text().contains("› development"), "the last field is reached in a low window: {}", low.text());
    low.type_text("Lead a team").press("ctrl-s");
    assert_eq!(person(&low, MINH).development.as_deref(), Some("Lead a team"));
}

fn screen_at(size: (u16, u16)) -> Screen {
    screen(size, LAN)
}

#[test]
fn several_people_are_added_in_one_line() {
    let mut screen = screen(SMALL, LAN);
    screen.press("+").type_text("Trần Thị Hoa, Đỗ An team lead, Lê Bình manager");
    screen.press("tab").type_text("agent").press("ctrl-s");
    assert!(screen.foot().contains("changed 3 records"), "{}", screen.text());
    let shown: Vec<_> = (5..8).map(|id| person(&screen, PersonId(id))).collect();
    let shown: Vec<_> = shown.iter().map(|p| (p.name.as_str(), p.primary, p.second, p.lead)).collect();
    use Profile::{CustomerChampion, FieldExpert, Operationalist, QualityController, Strategist};
    assert_eq!(
        shown,
        [
            ("Trần Thị Hoa", Some(CustomerChampion), Some(FieldExpert), false),
            ("Đỗ An", Some(QualityController), Some(Operationalist), true),
            ("Lê Bình", Some(Strategist), None, true),
        ]
    );
    screen.press("+").type_text("Hoa, minh agent").press("ctrl-s");
    assert!(screen.text().contains("minh exists already"), "{}", screen.text());
    screen.press("esc esc u");
    assert_eq!(screen.store.team(Default::default()).unwrap().people.len(), 4, "one change, undone as one");
}

#[test]
fn the_table_is_sorted_by_the_column_under_the_cursor() {
    let mut screen = screen(LARGE, LAN);
    let first = |screen: &Screen| {
        screen
            .text()
            .lines()
            .nth(4)
            .unwrap()
            .trim_start_matches(['│', ' '])
            .split_whitespace()
            .next()
            .unwrap()
            .to_owned()
    };
    screen.press("4");
    assert_eq!(first(&screen), "Lan", "by name");
    screen.press("right right o");
    assert_eq!(first(&screen), "Minh", "two of eight: {}", screen.text());
    screen.press("o");
    assert_ne!(first(&screen), "Minh");
    assert!(screen.text().contains("↑open"), "{}", screen.text());
    screen.press("o");
    assert_eq!(first(&screen), "Lan");
}

/// Whether the table of people has the column with the age of the newest note.
fn shows_notes(text: &str) -> bool {
    text.lines().any(|line| line.split_whitespace().any(|word| word == "gaps") && line.contains(" note "))
}

#[test]
fn notes_are_for_leads_only() {
    let ways = ["4", "4 down enter", "4 down enter n", "4 down n", "4 down enter end", "Y", "A", "S", "? ", ": "];
    for size in [SMALL, LARGE, HUGE] {
        for way in ways {
            let mut of_minh = screen(size, MINH);
            of_minh.press(way);
            let text = of_minh.text();
            assert!(!text.contains(SECRET) && !text.contains("Coached on refunds"), "{way}: {text}");
            assert!(!shows_notes(&text), "nor how long ago one was written: {text}");
        }
        let mut of_lan = screen(size, LAN);
        assert_eq!(shows_notes(&of_lan.press("4").text()), size != SMALL, "{}", of_lan.text());
        of_lan.press("down enter n");
        assert!(of_lan.text().contains(SECRET), "{}", of_lan.text());
    }
    let mut searched = screen(LARGE, MINH);
    searched.press("S").type_text("leaving");
    assert!(!searched.text().contains(SECRET), "{}", searched.text());
    let mut written = screen(LARGE, MINH);
    written.press("4 down n");
    assert!(written.foot().contains("leads only"), "{}", written.foot());
    for who in [MINH, LAN] {
        let mut written = screen(LARGE, who);
        written.press("4 down enter esc 2 w ctrl-s");
        let file = written.file("queue-2026-11-21.csv");
        assert!(file.contains("Refund") && !file.contains(SECRET), "{file}");
    }
    // Somebody who is not on the team is not a lead either.
    let mut nobody = Screen::new(LARGE, "", |store, now| Author { person: None, ..team(LAN)(store, now) });
    nobody.press("4 down enter");
    assert!(nobody.text().contains("Notes by leads appear here.") && !nobody.text().contains(SECRET));
}

#[test]
fn a_lead_writes_changes_and_removes_a_note() {
    let mut screen = screen(LARGE, LAN);
    screen.press("4 end n").type_text("Đã nói về ca đêm").press("ctrl-s");
    assert!(screen.foot().contains("Saved: note on Quân"), "{}", screen.foot());
    screen.press("enter n e").type_text("!").press("ctrl-s");
    let notes = |screen: &Screen| {
        let team = screen.store.team(chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()).unwrap();
        let theirs = team.notes.iter().filter(|note| note.person == QUAN);
        theirs.map(|note| note.it.body.clone()).collect::<Vec<_>>()
    };
    assert_eq!(notes(&screen), ["Đã nói về ca đêm!"], "{}", screen.text());
    screen.press("x");
    assert_eq!(notes(&screen), Vec::<String>::new());
    screen.press("u");
    assert_eq!(notes(&screen).len(), 1);
}

/// Minh, Lan who leads, and Hoa, with skills and a note.
fn shell() -> Shell {
    let desk = Shell::empty();
    desk.ok(&["person", "add", "Minh agent, Lan lead, Hoa analyst"]);
    desk.ok(&["person", "skill", "minh", "product knowledge 4, empathy 3", "--on", "2026-03-02"]);
    desk.ok(&["person", "note", "minh", SECRET, "--as", "Lan"]);
    desk
}

#[test]
fn several_are_added_at_once_or_nobody_is() {
    let desk = Shell::empty();
    let said = desk.ok(&["person", "add", "Minh", "Trần Hoa", "Lan", "--preset", "agent"]);
    assert_eq!(said.lines().count(), 3, "{said}");
    assert!(said.contains("Added Trần Hoa, customer champion and field expert."), "{said}");
    let added = desk.json(&["person", "add", "An manager, Bình"]);
    assert_eq!((added[0]["id"].clone(), added[1]["id"].clone()), (json!(4), json!(5)));
    let said = desk.fails(2, &["person", "add", "Đỗ Quân, agent, đỗ quân"]);
    assert!(said.contains("‘agent’ has no name before it") && said.contains("named twice"), "{said}");
    desk.fails(1, &["person", "add", "Quân, Minh"]);
    assert_eq!(desk.json(&["person", "list"]).as_array().unwrap().len(), 5, "all or nobody");
}

#[test]
fn a_person_is_edited_field_by_field() {
    let desk = shell();
    let edit = ["person", "edit", "minh", "--title", "Senior agent", "--mentor", "lan", "--weekly-hours", "37.5"];
    desk.ok(&[
        &edit[..],
        &["--at", "2026-03-02", "--next-profile", "quality", "--clear-second", "--languages", "vi, en"],
    ]
    .concat());
    let shown = desk.json(&["person", "show", "minh", "--at", "2026-03-02T09:00"]);
    let expected = json!({
        "title": "Senior agent", "mentor": "Lan", "mentor_since": "2026-03-02", "contract": 135_000, "second": null,
        "next_profile": "quality_controller", "languages": ["vi", "en"], "primary": "customer_champion", "lead": false,
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&shown[key], value, "{key}");
    }
    assert_eq!(shown["skills"][0]["skill"], "clear writing", "{shown}");
    desk.ok(&["person", "edit", "minh", "--title", "", "--mentor", ""]);
    let shown = desk.json(&["person", "show", "minh"]);
    assert_eq!((&shown["title"], &shown["mentor"], &shown["mentor_since"]), (&Value::Null, &Value::Null, &Value::Null));
    desk.fails(2, &["person", "edit", "minh", "--mentor", "minh"]);
    desk.fails(2, &["person", "edit", "minh", "--second", "boss"]);
    desk.fails(2, &["person", "edit", "minh", "--weekly-hours", "200"]);
    desk.fails(3, &["person", "show", "nobody"]);
    assert_eq!(desk.ok(&["person", "edit", "minh", "--capacity", "9"]), "Changed Minh, customer champion.");
    assert_eq!(desk.ok(&["person", "edit", "minh", "--capacity", "9"]), "Nothing changed: it was so already.");
}

#[test]
fn a_person_with_records_is_not_removed() {
    let desk = shell();
    assert_eq!(desk.ok(&["person", "remove", "hoa"]), "Removed Hoa, analyst.");
    let said = desk.fails(1, &["person", "remove", "minh"]);
    assert!(said.starts_with("Minh stays:"), "{said}");
}

#[test]
fn skills_and_gaps_are_printed_as_json() {
    let desk = shell();
    let at = ["--at", "2026-03-02T09:00"];
    let of = desk.json(&[&["person", "skills", "minh"][..], &at].concat());
    let skills = of["skills"].as_array().unwrap();
    let product = skills.iter().find(|held| held["skill"] == "product knowledge").unwrap();
    let expected = json!({
        "skill": "product knowledge", "level": 4, "on": "2026-03-02", "stale": false, "asked": 5,
        "asked_by": "field_expert", "gap": 1,
    });
    assert_eq!(product, &expected);
    let later = desk.json(&["person", "skills", "minh", "--at", "2027-03-03"]);
    assert!(later["skills"].as_array().unwrap().iter().any(|held| held["stale"] == true), "{later}");
    let one = desk.json(&["person", "skills", "minh", "--profile", "analyst"]);
    assert_eq!(one["skills"].as_array().unwrap().len(), 3);
    let team = desk.json(&["person", "skills"]);
    let empathy = team["skills"].as_array().unwrap().iter().find(|reach| reach["skill"] == "empathy").unwrap();
    assert_eq!(
        (&empathy["asked"], &empathy["able"], &empathy["on_one_person"]),
        (&json!(4), &json!([]), &json!(false))
    );
    desk.ok(&["person", "skill", "minh", "Empathy 4"]);
    let team = desk.json(&["person", "skills"]);
    let empathy = team["skills"].as_array().unwrap().iter().find(|reach| reach["skill"] == "empathy").unwrap();
    assert_eq!((&empathy["able"], &empathy["on_one_person"]), (&json!(["Minh"]), &json!(true)));

    desk.ok(&["person", "edit", "hoa", "--next-profile", "expert"]);
    let next = desk.json(&["person", "gap", "--profile", "expert"]);
    let names: Vec<_> = next.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Hoa", "Lan"], "whoever wants the role comes first; Minh holds it already");
    assert_eq!((&next[0]["aims"], &next[0]["levels_missing"]), (&json!(true), &json!(12)));
    desk.fails(2, &["person", "skill", "minh", "empathy"]);
    desk.fails(3, &["person", "skill", "minh", "--remove", "chess"]);
    desk.ok(&["person", "skill", "minh", "--remove", "empathy"]);
}

#[test]
fn no_output_shows_a_note_to_anybody_but_a_lead() {
    let desk = shell();
    let said = desk.fails(1, &["person", "show", "minh", "--notes"]);
    assert!(said.contains("leads alone") && !said.contains(SECRET), "{said}");
    desk.fails(1, &["person", "show", "minh", "--notes", "--as", "Minh"]);
    desk.fails(1, &["person", "note", "minh", "mine", "--as", "Minh"]);
    desk.fails(1, &["person", "note", "minh", "--remove", "1", "--as", "Hoa"]);
    let theirs = desk.json(&["person", "show", "minh", "--notes", "--as", "lan"]);
    assert_eq!(theirs["notes"][0]["body"], SECRET);
    assert!(desk.ok(&["person", "show", "minh", "--notes", "--as", "lan"]).contains(SECRET));
    desk.ok(&["ticket", "new", "Refund", "--customer", "Hoa", "--as", "lan"]);
    for command in [
        &["person", "show", "minh"][..],
        &["person", "show", "minh", "--as", "lan"],
        &["person", "list"],
        &["person", "skills"],
        &["person", "skills", "minh"],
        &["person", "gap", "--profile", "strategist"],
        &["queue"],
        &["metrics"],
        &["deal"],
        &["search", "leaving"],
    ] {
        for form in ["--json", "--plain"] {
            let said = desk.run(&[command, &[form]].concat());
            assert!(!said.out.contains(SECRET) && !said.err.contains(SECRET), "{command:?}: {}", said.out);
        }
    }
    for format in ["csv", "json", "md"] {
        assert!(!desk.ok(&["queue", "--format", format]).contains(SECRET));
    }
    assert!(desk.json(&["person", "show", "minh", "--as", "lan"]).get("notes").is_none(), "only when asked for");
    assert_eq!(desk.ok(&["person", "note", "minh", "--remove", "1", "--as", "lan"]), "Removed a note on Minh.");
    assert!(!desk.ok(&["undo", "--as", "lan"]).contains(SECRET));
}

#[test]
fn figures_are_compared_with_targets() {
    let desk = shell();
    desk.ok(&["ticket", "new", "Refund", "--customer", "Hoa", "--at", "2026-03-02T09:00"]);
    desk.ok(&["ticket", "assign", "1", "Minh", "--at", "2026-03-02T09:01"]);
    desk.ok(&["ticket", "reply", "1", "Soon.", "--as", "Minh", "--at", "2026-03-02T09:11"]);
    let shown = desk.json(&["person", "show", "minh", "--at", "2026-03-02T10:00"]);
    let first = shown["targets"].as_array().unwrap().iter().find(|one| one["figure"] == "first_response").unwrap();
    let expected = json!({
        "figure": "first_response", "profile": "customer_champion", "target": 3600.0, "stretch": 1800.0,
        "value": 600.0, "n": 1, "state": "low_n",
    });
    assert_eq!(first, &expected, "one reply is too few to judge");
    let csat = shown["targets"].as_array().unwrap().iter().find(|one| one["figure"] == "csat").unwrap();
    assert_eq!((&csat["state"], &csat["value"]), (&json!("no_data"), &Value::Null));
}
