//! The hand-over from one lead to the next: draft, edit, leave, take over, and the result in the next draft.

use serde_json::{Value, json};

use crate::support::desk::saturday;
use crate::support::screen::Screen;
use crate::support::shell::Shell;
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::handover::HandOver;
use shiftdesk::model::ids::TicketId;
use shiftdesk::model::person::Author;
use shiftdesk::model::record::Record;
use shiftdesk::model::ticket::Status;
use shiftdesk::model::time::Instant;
use shiftdesk::store::Store;

const NOW: &str = "2026-03-02T15:30";

/// Two people on consecutive shifts, and two unanswered tickets, one of them escalated.
fn team() -> Shell {
    let shell = Shell::empty();
    for name in ["Lan", "Minh"] {
        shell.ok(&["person", "add", name, "--primary", "champ"]);
    }
    shell.ok(&["requirement", "add", "champ", "8", "22"]);
    shell.ok(&["shift", "add", "lan", "2026-03-02", "8", "16", "--name", "Morning"]);
    shell.ok(&["shift", "add", "minh", "2026-03-02", "16", "20", "--name", "Evening"]);
    for subject in ["Refund *still* missing", "Login"] {
        shell.ok(&["ticket", "new", subject, "--at", "2026-03-02T09:00"]);
    }
    shell.ok(&["ticket", "escalate", "2", "lead", "--reason", "They call every hour.", "--at", "2026-03-02T10:00"]);
    shell
}

fn draft(shell: &Shell, at: &str) -> Value {
    shell.json(&["handover", "draft", "--at", at])
}

#[test]
fn a_hand_over_is_left_taken_over_and_followed_up() {
    let shell = team();
    let first = draft(&shell, NOW);
    assert_eq!((&first["shift"], &first["breached"]), (&json!("Morning"), &json!([1, 2])));
    assert_eq!((&first["since"]["received"], &first["since"]["hand_over"]), (&json!(2), &Value::Null));
    assert_eq!(first["until"], json!("2026-03-02T20:00:00Z"));

    let text = shell.ok(&["handover", "draft", "--at", NOW]);
    assert!(text.contains("• #1 Refund *still* missing · nobody · overdue since 13:00"), "{text}");
    let markdown = shell.ok(&["handover", "draft", "--format", "markdown", "--at", NOW]);
    assert!(markdown.contains("- **#1** Refund \\*still\\* missing · nobody · overdue since 13:00"), "{markdown}");
    assert!(markdown.contains("## Escalated (1)\n- **#2** Login · nobody · the lead"), "{markdown}");

    assert!(shell.fails(3, &["handover", "show"]).contains("handover leave"));
    shell.ok(&["handover", "leave", "--as", "Lan", "--at", NOW]);
    shell.fails(6, &["handover", "take", "--as", "Lan", "--at", NOW]);
    shell.ok(&["handover", "take", "--as", "Minh", "--at", "2026-03-02T16:05"]);
    assert!(shell.fails(6, &["handover", "take", "--as", "Minh"]).contains("Minh has taken it over already"));
    let listed = shell.json(&["handover", "list"]);
    assert_eq!((&listed[0]["by"], &listed[0]["taken_by"]), (&json!("Lan"), &json!("Minh")));
    assert_eq!(shell.ok(&["handover", "show"]).lines().next(), text.lines().next());

    shell.ok(&["ticket", "status", "1", "solved", "--as", "Minh", "--at", "2026-03-02T17:00"]);
    let next = draft(&shell, "2026-03-02T19:30");
    let since = &next["since"];
    assert_eq!(
        (&since["from"], &since["received"], &since["solved"]),
        (&json!("2026-03-02T15:30:00Z"), &json!(0), &json!(1))
    );
    assert_eq!((&since["named"], &since["still_open"]), (&json!(2), &json!([2])));
    let text = shell.ok(&["handover", "draft", "--at", "2026-03-02T19:30"]);
    assert!(text.contains("Of the 2 tickets in the last hand-over, 1 is done; still open: #2"), "{text}");
}

#[test]
fn a_draft_of_a_past_moment_lists_the_tickets_open_then() {
    let shell = team();
    shell.ok(&["handover", "leave", "--as", "Lan", "--at", "2026-03-02T09:00"]);
    shell.ok(&["ticket", "status", "1", "solved", "--as", "Minh", "--at", "2026-03-02T12:00"]);
    let still_open = |at: &str| draft(&shell, at)["since"]["still_open"].clone();
    assert_eq!(still_open("2026-03-02T10:00"), json!([1, 2]));
    assert_eq!(still_open("2026-03-02T12:30"), json!([2]));
}

/// The small desk, with a hand-over by somebody else that is not taken over yet.
fn left(store: &mut Store, now: Instant) -> Author {
    let lan = saturday(store, now);
    let by = Author { person: None, login: "night".into() };
    let body = "# Hand-over · Night\n\n## At risk (1)\n- **#4** Invoice shows the wrong company\n\n## From me\n- The printer is \\*off\\*.".into();
    let named = vec![TicketId(4)];
    let at = now - chrono::TimeDelta::hours(1);
    let left = HandOver { at, author: by.clone(), shift: Some("Night".into()), body, named, acknowledged: None };
    store.apply(&ChangeRequest { change: Change::AddRecord(Record::HandOver(left)), by, seen_seq: None }, at).unwrap();
    lan
}

#[test]
fn it_waits_on_the_first_screen_until_it_is_taken_over() {
    let mut screen = Screen::new((120, 35), "", left);
    assert!(screen.text().contains("hand-over waiting"), "{}", screen.text());
    screen.press("Z a");
    assert!(screen.text().contains("taken over by Lan"), "{}", screen.text());
    screen.press("enter");
    assert!(screen.text().contains("Tickets in the hand-over"), "{}", screen.text());
    screen.press("esc esc esc");
    assert!(!screen.text().contains("hand-over waiting"), "{}", screen.text());
    screen.press("u");
    assert!(screen.text().contains("hand-over waiting"), "taking over can be undone");
}

#[test]
fn the_draft_is_edited_before_it_is_left() {
    let mut screen = Screen::new((120, 35), "", saturday);
    screen.press("Z").type_text("The printer is off.").press("ctrl-s");
    let left = screen.store.hand_overs().unwrap();
    assert_eq!(left.len(), 1, "{}", screen.text());
    assert!(left[0].body.ends_with("- The printer is off."), "{}", left[0].body);
    assert!(left[0].named.contains(&TicketId(4)));
    let status = screen.store.ticket(TicketId(4)).unwrap().unwrap().ticket.status;
    assert_eq!(status, Status::Open, "a hand-over changes no ticket");
}

#[test]
fn pictures_of_a_hand_over() {
    for (size, language) in [((80, 24), "en"), ((120, 35), "en"), ((120, 35), "vi")] {
        let more = format!("[screen]\nlanguage = '{language}'");
        for (name, keys, fill) in
            [("handover-read", "Z", left as fn(&mut _, _) -> _), ("handover-draft", "Z esc e", left)]
        {
            let mut screen = Screen::new(size, &more, fill);
            screen.press(keys);
            let name = format!("{name}-{}x{}-{language}", size.0, size.1);
            insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(name, screen.picture());
            });
        }
    }
}
