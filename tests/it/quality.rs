//! QA reviews and coaching, on the screen and on the command line; records of leads are shown to nobody else.

use chrono::{Days, TimeDelta};
use serde_json::{Value, json};

use crate::support::desk::saturday;
use crate::support::screen::Screen;
use crate::support::shell::Shell;
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::coaching::{NoteKind, PersonNote, Training, TrainingCompletion};
use shiftdesk::model::event::{EventPayload, OpenedTicket};
use shiftdesk::model::ids::{PersonId, TicketId, WithId};
use shiftdesk::model::person::{Author, Profile};
use shiftdesk::model::rating::Score;
use shiftdesk::model::record::Record;
use shiftdesk::model::review::{Review, ReviewMark};
use shiftdesk::model::ticket::Status;
use shiftdesk::model::time::Instant;
use shiftdesk::store::Store;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 35);
const HUGE: (u16, u16) = (200, 60);

const LAN: PersonId = PersonId(1);
const MINH: PersonId = PersonId(2);
const THAO: PersonId = PersonId(3);

/// Text that only leads may see anywhere.
const SECRET: &str = "kept a caller waiting";

fn author(person: PersonId) -> Author {
    Author { person: Some(person), login: "desk".into() }
}

/// Saturday's desk with a week of replies by Minh and some by Thảo, who reviews too; with notes on Minh of
/// every kind, trainings, and one review. `who` looks at it.
fn team(who: PersonId) -> impl Fn(&mut Store, Instant) -> Author {
    move |store, now| {
        saturday(store, now);
        let today = (now + TimeDelta::hours(7)).date_naive();
        let ago = |days| today - Days::new(days);
        let mut batch = store.begin_import_batch(author(LAN), now).unwrap();
        for n in 0..9 {
            // Days of this week, and the last two of the one before.
            let at = now - TimeDelta::hours(26 * (n / 2 + 1));
            let agent = if n % 4 == 3 { THAO } else { MINH };
            let opened = OpenedTicket {
                subject: format!("Question {n}"),
                channel: Some(if n % 2 == 0 { "e-mail" } else { "phone" }.into()),
                category: Some("billing".into()),
                assignee: Some(agent),
                ..OpenedTicket::default()
            };
            let replied = EventPayload::Replied { body: format!("Answer {n}."), then: Some(Status::Solved) };
            let mut told = vec![
                (at, author(LAN), EventPayload::Opened(opened)),
                (at + TimeDelta::hours(1), author(agent), replied),
            ];
            if n == 4 {
                told.push((
                    at + TimeDelta::hours(2),
                    author(agent),
                    EventPayload::Rated(Score { score: 1, out_of: 5 }),
                ));
            }
            batch.add_ticket_history(told).unwrap();
        }
        batch.commit().unwrap();
        let mut add = |record| {
            let request = ChangeRequest { change: Change::AddRecord(record), by: author(LAN), seen_seq: None };
            store.apply(&request, now).unwrap();
        };
        for (kind, days, given, body) in [
            (NoteKind::OneOnOne, 20, None, "About the late shift."),
            (NoteKind::Recognition, 12, None, "Wrote the guide for refunds."),
            (NoteKind::Coaching, 8, Some(ago(6)), "Greets by name now."),
            (NoteKind::Coaching, 5, None, SECRET),
            (NoteKind::Review, 95, None, "A steady quarter."),
            (NoteKind::Incident, 3, None, "kept a caller waiting twice"),
            (NoteKind::Feedback, 2, None, "Helps before being asked."),
        ] {
            let from = (kind == NoteKind::Feedback).then_some(THAO);
            let note = PersonNote { kind, given, from, ..PersonNote::plain(MINH, ago(days), author(LAN), body) };
            add(Record::Note(note));
        }
        let training = |name: &str, valid_days, profiles: &[Profile]| {
            Record::Training(Training {
                name: name.into(),
                place: Some("Room 2".into()),
                valid_days,
                profiles: profiles.into(),
            })
        };
        add(training("Privacy", Some(365), &[]));
        add(training("Finding causes", None, &[Profile::Analyst]));
        add(Record::Trained(TrainingCompletion { person: MINH, training: 1, on: ago(350) }));
        author(who)
    }
}

fn screen(size: (u16, u16), who: PersonId) -> Screen {
    // Every answer of the week is in the sample, so that a test knows which they are.
    Screen::new(size, "[quality]\nsample = 10\nblind_second = 1.0\n", team(who))
}

fn reviews(screen: &Screen) -> Vec<WithId<Review>> {
    let today = (screen.now + TimeDelta::hours(7)).date_naive();
    screen.store.team(today).unwrap().reviews
}

fn notes(screen: &Screen) -> Vec<WithId<PersonNote>> {
    let today = (screen.now + TimeDelta::hours(7)).date_naive();
    screen.store.team(today).unwrap().notes
}

/// Snapshots the screen after `keys`, in each size and language.
fn pictures(name: &str, sizes: &[(u16, u16)], keys: &str) {
    for (size, language) in sizes.iter().flat_map(|size| [(*size, "en"), (*size, "vi")]) {
        let more = format!("[quality]\nsample = 10\n[screen]\nlanguage = '{language}'");
        let mut screen = Screen::new(size, &more, team(LAN));
        screen.press(keys);
        let name = format!("{name}-{}x{}-{language}", size.0, size.1);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, screen.picture());
        });
    }
}

#[test]
fn care_and_reviews_are_faces_of_the_people() {
    pictures("care", &[SMALL, LARGE, HUGE], "4 ] ] down");
    pictures("care-log", &[SMALL, LARGE], "4 ] ] down enter");
    pictures("care-training", &[SMALL, LARGE], "4 ] ] down i");
    pictures("reviews", &[SMALL, LARGE, HUGE], "4 [");
    pictures("review", &[SMALL, LARGE, HUGE], "4 [ enter 1 3 right");
}

#[test]
fn an_answer_is_reviewed_with_digits_and_taken_back_in_one_go() {
    let mut screen = screen(LARGE, LAN);
    screen.press("4 [ enter");
    assert!(screen.text().contains("QA review of "), "{}", screen.text());
    // Of e-mail: greeting 1, understanding 3, solution 4, tone 2, language 2, privacy 1, of phone: six items too.
    screen.press("1 ctrl-s");
    assert!(
        screen.text().contains("Score the item ‘understanding’ first.") && reviews(&screen).is_empty(),
        "{}",
        screen.text()
    );
    screen.press("9");
    assert!(screen.text().contains("points at most."), "{}", screen.text());
    screen.press("3 right left down x 2 space");
    assert!(screen.text().contains("Score"), "{}", screen.text());
    screen.press("tab").type_text("Clear.").press("ctrl-s");
    let kept = reviews(&screen);
    assert_eq!(kept.len(), 1, "{}", screen.text());
    let (review, points): (_, Vec<_>) = (&kept[0], kept[0].marks.iter().map(|mark| mark.points).collect());
    assert_eq!(points, [Some(1), Some(3), Some(3), None, Some(2), Some(1)]);
    assert_eq!((review.agent, review.comment.as_str(), review.reviewer.person), (MINH, "Clear.", Some(LAN)));
    assert!(screen.text().contains("✓") && screen.foot().contains("Saved: QA review of ticket"), "{}", screen.text());
    // Opened again it is mine, to be changed; it stays one review.
    screen.press("enter 0 ctrl-s");
    let changed = reviews(&screen);
    assert_eq!((changed.len(), changed[0].marks[0].points, changed[0].at), (1, Some(0), review.at));
    screen.press("u u");
    assert_eq!(reviews(&screen), []);
}

#[test]
fn nobody_reviews_themselves_and_the_second_reviewer_is_blind() {
    let mut thao = screen(LARGE, THAO);
    assert!(!thao.press("4 [").text().contains("Question"), "an expert reviews nothing");
    assert!(thao.text().contains("for quality controllers and leads"), "{}", thao.text());
    let own = Review {
        ticket: TicketId(7),
        agent: LAN,
        reviewer: author(LAN),
        at: thao.now,
        card: "answers".into(),
        marks: vec![ReviewMark { item: "tone".into(), points: Some(1), of: 2, fatal: false }],
        comment: String::new(),
    };
    let now = thao.now;
    let mut apply = |review: &Review| {
        let change = Change::AddRecord(Record::Review(review.clone()));
        thao.store.apply(&ChangeRequest { change, by: review.reviewer.clone(), seen_seq: None }, now)
    };
    let refused = apply(&own).unwrap_err().to_string();
    assert!(refused.contains("Nobody reviews their own answers"), "{refused}");

    let mut lan = screen(LARGE, LAN);
    lan.press("4 [");
    let first: i64 =
        lan.text().lines().find(|line| line.contains("○")).unwrap().split_whitespace().nth(2).unwrap().parse().unwrap();
    let review = Review { ticket: TicketId(first), agent: MINH, reviewer: author(THAO), ..own };
    let change = Change::AddRecord(Record::Review(review));
    lan.store.apply(&ChangeRequest { change, by: author(THAO), seen_seq: None }, now).unwrap();
    lan.hear_changes();
    let row = |screen: &Screen| {
        let text = screen.text();
        text.lines().find(|line| line.contains(&format!(" {first}  "))).unwrap_or_default().to_owned()
    };
    assert!(row(&lan).contains("◐") && row(&lan).contains("2nd review due"), "{}", lan.text());
    assert!(!row(&lan).contains("50 %"));
    lan.press("enter");
    assert!(!lan.text().contains("Thảo 50 %"), "the first score is hidden: {}", lan.text());
    lan.press("1 3 4 2 2 1 ctrl-s");
    assert!(row(&lan).contains("75 %"), "the mean of both: {}", lan.text());
    lan.press("enter");
    assert!(lan.text().contains("Thảo 50 %"), "now it is: {}", lan.text());
    lan.press("esc right");
    assert!(lan.text().contains("Two reviewers:") && lan.text().contains("n 1"), "{}", lan.text());
}

#[test]
fn the_sample_of_a_week_does_not_change_when_a_ticket_is_opened_again() {
    let mut screen = Screen::new(LARGE, "[quality]\nsample = 2\n", team(LAN));
    let zone = "Asia/Ho_Chi_Minh".parse().unwrap();
    let monday = chrono::NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
    let later = screen.now + TimeDelta::days(5);
    let before = screen.store.solved_work_of_week(monday, zone, later).unwrap();
    assert!(before.tickets.iter().filter(|work| work.agent == MINH).count() > 3);
    assert!(before.tickets.iter().any(|work| work.has_bad_rating));
    for work in &before.tickets {
        let ticket = work.ticket;
        for change in [
            Change::AddCustomerMessage { ticket, body: "It is back.".into() },
            Change::SetStatus { ticket, status: Status::Open },
            Change::EditTicket { ticket, edit: shiftdesk::model::event::TicketEdit::Category(Some("bug".into())) },
            Change::Assign { ticket, to: Some(THAO) },
        ] {
            screen.store.apply(&ChangeRequest { change, by: author(LAN), seen_seq: None }, later).unwrap();
        }
    }
    let after = screen.store.solved_work_of_week(monday, zone, later + TimeDelta::days(1)).unwrap();
    assert_eq!(after, before, "it is the week as it was when it ended");
    // Before it has ended, only what has happened is in it.
    let early = screen.store.solved_work_of_week(monday, zone, screen.now - TimeDelta::days(3)).unwrap();
    assert!(early.tickets.len() < before.tickets.len());
    screen.press("4 [");
    assert!(screen.text().contains("Week 47"), "{}", screen.text());
}

#[test]
fn a_review_leads_to_coaching_on_the_day_of_the_reply() {
    let mut screen = screen(LARGE, LAN);
    screen.press("4 [ f").type_text("Answer the second question too.").press("ctrl-s");
    let note = notes(&screen).into_iter().find(|note| note.body.starts_with("Answer the second")).unwrap();
    assert_eq!((note.kind, note.person, note.given), (NoteKind::Coaching, MINH, None), "{}", screen.text());
    let ticket = note.ticket.unwrap();
    let solved = screen.store.ticket(ticket).unwrap().unwrap().ticket.last_solved.unwrap();
    assert_eq!(note.on, (solved + TimeDelta::hours(7)).date_naive());
    // In the log it is due, and space marks it as delivered.
    screen.press("[ down enter");
    let log = screen.text();
    assert!(log.contains(&format!("#{ticket}")) && log.contains("coaching"), "{log}");
    let at = notes(&screen).iter().rev().filter(|note| note.person == MINH).position(|one| one.id == note.id).unwrap();
    for _ in 0..at {
        screen.press("down");
    }
    screen.press("space");
    let said = notes(&screen).into_iter().find(|one| one.id == note.id).unwrap();
    assert_eq!(said.given, Some((screen.now + TimeDelta::hours(7)).date_naive()), "{}", screen.text());
    screen.press("u");
    assert_eq!(notes(&screen).into_iter().find(|one| one.id == note.id).unwrap().given, None);
    // The kinds in turn: plain notes, of which there are none, then coaching.
    screen.press("right");
    assert!(screen.text().contains("None of this kind"), "{}", screen.text());
    screen.press("right");
    assert!(
        screen.text().contains("Greets by name") && !screen.text().contains("A steady quarter"),
        "{}",
        screen.text()
    );
}

#[test]
fn one_on_ones_recognition_and_trainings_are_a_key_each() {
    let mut screen = screen(LARGE, LAN);
    screen.press("4 ] ] down");
    assert!(screen.text().contains("▲ 20 d"), "the last 1:1 was too long ago: {}", screen.text());
    screen.press("t").type_text("All well.").press("ctrl-s");
    assert!(!screen.text().contains("▲ 20 d") && screen.text().contains("0 d"), "{}", screen.text());
    screen.press("y").type_text("Calm on a bad day.").press("ctrl-s");
    let kinds: Vec<_> = notes(&screen).iter().rev().take(2).map(|note| note.kind).collect();
    assert!(kinds.contains(&NoteKind::OneOnOne) && kinds.contains(&NoteKind::Recognition), "{kinds:?}");
    assert!(screen.text().contains("○ 1 expiring"), "{}", screen.text());
    screen.press("i space");
    assert!(
        screen.text().contains("until Sun 21 Nov 2027") || screen.text().contains("21 Nov 2027"),
        "{}",
        screen.text()
    );
    screen.press("+").type_text("Phone").press("ctrl-s");
    assert!(screen.text().contains("Phone") && screen.text().contains("missing"), "{}", screen.text());
    screen.press("esc");
    assert!(screen.text().contains("▲ 1 missing"), "{}", screen.text());
}

#[test]
fn records_of_leads_are_on_no_other_screen_and_in_no_list() {
    let ways = [
        "4",
        "4 ]",
        "4 ] ]",
        "4 [",
        "4 [ [ enter",
        "4 [ [ n",
        "4 [ [ i",
        "4 down enter",
        "4 down enter end",
        "4 down n",
        "Y",
        "A",
        "1",
        "3",
        "5",
        "Z",
        "?",
        ":",
        "4 down enter n",
        "4 [ f",
        "4 [ [ f",
    ];
    // Not “overdue” alone: a hand-over says that of tickets.
    let due = ["days overdue", "overdue ·", " d over"];
    let bodies = [SECRET, "refunds", "steady quarter", "Privacy", "late shift", "before being asked"];
    for way in ways {
        let mut of_minh = screen(LARGE, MINH);
        of_minh.press(way);
        let text = of_minh.text();
        for secret in bodies.iter().chain(&due) {
            assert!(!text.contains(secret), "{way}: {secret}: {text}");
        }
    }
    let mut of_minh = screen(LARGE, MINH);
    of_minh.press("S").type_text("caller");
    assert!(!of_minh.text().contains(SECRET), "{}", of_minh.text());
    let mut of_minh = screen(LARGE, MINH);
    assert!(of_minh.press("4 ] ] n").foot().contains("leads only"), "{}", of_minh.foot());
    assert!(of_minh.text().contains("Coaching is for leads only. Start with --as"), "{}", of_minh.text());
    for who in [MINH, LAN] {
        let mut written = screen(LARGE, who);
        written.press("2 w ctrl-s");
        assert!(!written.file("queue-2026-11-21.csv").contains(SECRET));
    }
    let of_lan = screen(LARGE, LAN).press("4 ] ] down").text();
    for shown in [SECRET].iter().chain(&due) {
        assert!(of_lan.contains(shown), "the lead reads it: {shown}: {of_lan}");
    }
}

/// A desk of the command line: Lan leads, Huy and Hoa review answers, Minh answers.
fn shell() -> Shell {
    let desk = Shell::empty();
    desk.ok(&["person", "add", "Lan lead, Minh agent, Huy, Hoa"]);
    for who in ["Huy", "Hoa"] {
        desk.ok(&["person", "edit", who, "--profile", "quality_controller"]);
    }
    for n in 0..4 {
        let subject = format!("Question {n}");
        let channel = if n == 3 { "phone" } else { "e-mail" };
        let id = desk.json(&["ticket", "new", &subject, "--channel", channel, "--as", "Minh"])["id"].to_string();
        desk.ok(&["ticket", "reply", &id, "An answer.", "--as", "Minh"]);
        desk.ok(&["ticket", "status", &id, "solved", "--as", "Minh"]);
    }
    desk
}

const ALL: &str = "greeting=1, understanding=3, solution=4, tone=2, language=2, privacy=1";

#[test]
fn the_command_line_samples_reviews_and_summarizes() {
    let desk = shell();
    let sample = desk.json(&["quality", "sample", "--as", "Huy"]);
    let sample = sample.as_array().unwrap();
    assert_eq!(sample.len(), 3, "{sample:?}");
    assert!(sample.iter().all(|one| one["agent"] == "Minh" && one["state"] == "to_review"));
    assert_eq!(desk.json(&["quality", "sample", "--as", "Lan"]).as_array().unwrap(), sample, "for everybody the same");
    assert_eq!(desk.json(&["quality", "sample", "--size", "9", "--as", "Huy"]).as_array().unwrap().len(), 4);
    let ticket = |at: usize| sample[at]["ticket"].to_string();
    let mail = (0..3).find(|at| sample[*at]["channel"] == "e-mail").unwrap();
    let mail = ticket(mail);

    for (args, code, said) in [
        (vec!["quality", "queue", "--as", "Minh"], 1, "quality controllers and leads"),
        (vec!["quality", "review", &mail, "--mark", ALL, "--as", "Minh"], 1, "quality controllers and leads"),
        (vec!["quality", "review", &mail, "--mark", "greeting=1", "--as", "Huy"], 2, "also asks for"),
        (vec!["quality", "review", &mail, "--mark", "greeting=9", "--as", "Huy"], 2, "write 0 to 1"),
        (vec!["quality", "review", "99", "--mark", ALL, "--as", "Huy"], 3, "no ticket 99"),
        (
            vec!["quality", "review", &mail, "--mark", ALL, "--agent", "Huy", "--as", "Huy"],
            1,
            "Nobody reviews their own",
        ),
    ] {
        let why = desk.fails(code, &args);
        assert!(why.contains(said), "{args:?}: {why}");
    }
    assert_eq!(desk.json(&["quality", "show", "--as", "Huy"]), json!([]), "bad input changes nothing");

    desk.ok(&["quality", "review", &mail, "--mark", ALL, "--comment", "Clear.", "--as", "Huy"]);
    let worse = "greeting=1,understanding=1,solution=2,tone=2,language=x,privacy=1";
    desk.ok(&["quality", "review", &mail, "--mark", worse, "--as", "Hoa"]);
    let shown = desk.json(&["quality", "show", "--ticket", &mail, "--as", "Huy"]);
    let scores: Vec<_> = shown.as_array().unwrap().iter().map(|one| one["score"].as_f64().unwrap()).collect();
    assert_eq!(scores.len(), 2);
    assert!(scores.contains(&1.0) && scores.iter().any(|score| (score - 7.0 / 11.0).abs() < 1e-9), "{scores:?}");
    let agreed = desk.json(&["quality", "agreement", "--as", "Huy"]);
    assert_eq!((&agreed["n"], &agreed["items"], &agreed["alike"]), (&json!(1), &json!(6), &json!(3)));
    assert!((agreed["apart"].as_f64().unwrap() - 4.0 / 11.0).abs() < 1e-9, "{agreed}");
    let told = desk.json(&["quality", "scores", "--as", "Lan"]);
    assert_eq!(
        (&told[0]["agent"], &told[0]["n"], &told[0]["items"][0]["item"]),
        (&json!("Minh"), &json!(2), &json!("understanding"))
    );
    // Reviewed again by the same person, it is the same review, changed.
    desk.ok(&["quality", "review", &mail, "--mark", &ALL.replace("privacy=1", "privacy=0"), "--as", "Huy"]);
    let again = desk.json(&["quality", "show", "--ticket", &mail, "--as", "Huy"]);
    let own = again.as_array().unwrap().iter().find(|one| one["reviewer"] == "Huy").unwrap();
    assert_eq!((again.as_array().unwrap().len(), &own["score"], &own["comment"]), (2, &json!(0.0), &json!("Clear.")));
    assert_eq!(desk.json(&["quality", "queue", "--as", "Huy"]).as_array().unwrap().len(), 2);
    assert!(desk.ok(&["undo", "--as", "Huy"]).contains("review of ticket"));
    assert!(desk.ok(&["quality", "scores", "--as", "Lan"]).contains("understanding"));
}

#[test]
fn coaching_on_the_command_line_has_a_due_date() {
    let desk = shell();
    let today = "2026-11-21";
    let run = |args: &[&str]| desk.json(&[args, &["--at", "2026-11-21T12:00", "--as", "Lan"]].concat());
    let said = |args: &[&str]| desk.ok(&[args, &["--at", "2026-11-21T12:00", "--as", "Lan"]].concat());
    said(&["coach", "add", "Minh", SECRET, "--about", "2026-11-16"]);
    said(&["coach", "add", "Minh", "About shifts", "--kind", "1:1", "--about", today]);
    said(&["coach", "add", "Minh", "Helps", "--kind", "feedback", "--from", "Huy"]);
    let due = run(&["coach", "due", "Minh"]);
    assert_eq!(
        (&due[0]["owed"], &due[0]["due"], &due[0]["days_left"], &due[0]["id"]),
        (&json!("feedback"), &json!("2026-11-19"), &json!(-2), &json!(1)),
        "{due}"
    );
    assert!(!due.as_array().unwrap().iter().any(|one| one["owed"] == "one_on_one"), "they talked today: {due}");
    let refused = desk.fails(2, &["coach", "add", "Minh", "x", "--kind", "note", "--said", today, "--as", "Lan"]);
    assert!(refused.contains("Only coaching"), "{refused}");
    said(&["coach", "said", "1"]);
    assert!(!run(&["coach", "due"]).to_string().contains("feedback"));
    let log = run(&["coach", "list", "Minh", "--kind", "coaching"]);
    assert_eq!((&log[0]["said"], &log[0]["due"], &log[0]["body"]), (&json!(today), &Value::Null, &json!(SECRET)));
    said(&["training", "add", "Privacy", "--valid", "365", "--where", "Room 2"]);
    said(&["training", "done", "priv", "Minh", "Huy", "--on", "2025-12-01"]);
    let stands = run(&["training", "list", "--due"]);
    let of = |who: &str| stands.as_array().unwrap().iter().find(|one| one["person"] == who).unwrap().clone();
    assert_eq!(
        (&of("Hoa")["state"], &of("Minh")["state"], &of("Minh")["until"]),
        (&json!("missing"), &json!("expiring"), &json!("2026-12-01"))
    );
    assert!(run(&["coach", "due", "Minh"]).to_string().contains("Privacy"));
}

/// Every command that prints or exports anything, run by somebody who is not a lead, and by a lead without the option.
#[test]
fn no_output_and_no_export_contains_records_of_leads() {
    let desk = shell();
    let kinds = ["note", "coaching", "one_on_one", "review", "feedback", "recognition", "incident"];
    for kind in kinds {
        desk.ok(&["coach", "add", "Minh", &format!("{SECRET} ({kind})"), "--kind", kind, "--as", "Lan"]);
    }
    desk.ok(&["training", "add", "Kept training", "--as", "Lan"]);
    desk.ok(&["training", "done", "Kept", "Minh", "--as", "Lan"]);
    desk.ok(&["handover", "leave", "--as", "Lan"]);
    for who in ["Minh", "Huy", "Lan"] {
        for command in [
            &["person", "show", "minh"][..],
            &["person", "list"],
            &["person", "skills"],
            &["queue"],
            &["queue", "--format", "csv"],
            &["queue", "--format", "json"],
            &["queue", "--format", "md"],
            &["aging"],
            &["metrics"],
            &["deal"],
            &["staffing"],
            &["coverage"],
            &["roster", "show"],
            &["roster", "export", "--format", "csv"],
            &["roster", "export", "--format", "ics"],
            &["shift", "list"],
            &["absence", "list"],
            &["attend"],
            &["handover", "draft"],
            &["handover", "show"],
            &["handover", "list"],
            &["search", "caller"],
            &["search", "kept"],
            &["ticket", "show", "1"],
            &["doctor"],
            &["config", "default"],
        ] {
            for form in [&[][..], &["--json"], &["--plain"]] {
                let said = desk.run(&[command, form, &["--as", who]].concat());
                let all = format!("{}{}", said.out, said.err);
                assert!(!all.contains(SECRET) && !all.contains("Kept training"), "{command:?} as {who}: {all}");
            }
        }
    }
    for who in ["Minh", "Huy"] {
        for refused in
            [&["coach", "list"][..], &["coach", "due"], &["coach", "add", "Minh", "x"], &["training", "list"]]
        {
            let why = desk.fails(1, &[refused, &["--as", who]].concat());
            assert!(why.contains("leads alone") && !why.contains(SECRET), "{why}");
        }
    }
    assert!(desk.ok(&["coach", "list", "--as", "Lan"]).contains(SECRET));
}
