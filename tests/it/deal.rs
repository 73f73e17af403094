//! Distribution of tickets, on the screen and on the command line.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::desk::saturday;
use crate::support::screen::Screen;
use crate::support::shell::Shell;
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::event::{EventPayload, OpenedTicket};
use shiftdesk::model::ids::{PersonId, TicketId};
use shiftdesk::model::person::Author;
use shiftdesk::model::ticket::Priority;
use shiftdesk::model::time::Instant;
use shiftdesk::store::Store;

const SMALL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 35);
const HUGE: (u16, u16) = (200, 60);

/// Refunds require a skill that nobody on this desk has.
const RULES: &str = "[[deal]]\nname = 'refunds'\ncategories = ['refund']\nskill = { name = 'refunds', level = 3 }\n\
                     [[deal]]\nname = 'bugs'\ncategories = ['bug']\nprofile = 'field_expert'\n\
                     [[deal]]\nname = 'all'\nprofile = 'customer_champion'\n";

/// The small desk with more tickets: 2 and 7 to 9 are unassigned, 10 and 11 belong to Quân, who is sick.
fn morning(store: &mut Store, now: Instant) -> Author {
    let lan = saturday(store, now);
    let mut batch = store.begin_import_batch(lan.clone(), now).unwrap();
    let tickets = [
        ("Export stops at 1,000 rows", "bug", Priority::Urgent, None),
        ("Where is my second parcel?", "delivery", Priority::Normal, None),
        ("Refund went to a closed card", "refund", Priority::High, None),
        ("Change of address for order VN-20114", "delivery", Priority::Normal, Some(PersonId(4))),
        ("Does the warranty cover water?", "how_to", Priority::Low, Some(PersonId(4))),
    ];
    for ((subject, category, priority, assignee), minutes) in tickets.into_iter().zip([25, 31, 48, 70, 95]) {
        let opened = OpenedTicket {
            subject: subject.into(),
            channel: Some("web".into()),
            category: Some(category.into()),
            priority,
            assignee,
            ..OpenedTicket::default()
        };
        batch
            .add_ticket_history([(now - TimeDelta::minutes(minutes), lan.clone(), EventPayload::Opened(opened))])
            .unwrap();
    }
    batch.commit().unwrap();
    lan
}

fn screen(size: (u16, u16)) -> Screen {
    Screen::new(size, RULES, morning)
}

fn pictures(name: &str, keys: &str) {
    for (size, language) in [(SMALL, "en"), (LARGE, "en"), (HUGE, "en"), (SMALL, "vi"), (LARGE, "vi")] {
        let mut screen = Screen::new(size, &format!("[screen]\nlanguage = '{language}'\n{RULES}"), morning);
        screen.press(keys);
        let name = format!("{name}-{}x{}-{language}", size.0, size.1);
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, screen.picture());
        });
    }
}

/// Assignee of a ticket.
fn holder(screen: &Screen, id: i64) -> Option<i64> {
    screen.store.ticket(TicketId(id)).unwrap().unwrap().ticket.assignee.map(|person| person.0)
}

/// Assignees of the tickets that can be distributed.
fn holders(screen: &Screen) -> [Option<i64>; 6] {
    [2, 7, 8, 9, 10, 11].map(|id| holder(screen, id))
}

const BEFORE: [Option<i64>; 6] = [None, None, None, None, Some(4), Some(4)];

#[test]
fn a_proposal() {
    pictures("deal", "d down");
}

#[test]
fn somebody_else_for_a_line() {
    pictures("distribute-to-whom", "d down enter");
}

#[test]
fn a_proposal_that_a_lead_has_changed() {
    // The first goes to Lan, who is not an expert; the second is left out; the last is the one not assigned.
    pictures("deal-changed", "d enter L a n enter down x end enter M i n h enter");
}

#[test]
fn a_proposal_for_a_sick_colleague() {
    pictures("distribute-of", "4 end d");
}

#[test]
fn a_distribution_is_one_change() {
    let mut screen = screen(LARGE);
    screen.press("d");
    assert!(
        screen.text().contains("3 of 4 distributed") && screen.text().contains("Not assigned: 1"),
        "{}",
        screen.text()
    );
    assert_eq!(holders(&screen), BEFORE, "the proposal changes nothing");
    screen.press("d");
    assert_eq!(holders(&screen), [Some(2), Some(3), Some(2), None, Some(4), Some(4)]);
    assert!(!screen.text().contains("Distribute ·"), "the dialog has closed");
    assert!(screen.foot().contains("assigned 3 tickets") && screen.foot().contains("u undoes"), "{}", screen.foot());
    screen.press("u");
    assert_eq!(holders(&screen), BEFORE, "one undo reverts all of it");
}

#[test]
fn a_lead_changes_it_line_by_line() {
    let mut screen = screen(LARGE);
    screen.press("d enter").type_text("lan").press("enter");
    assert!(screen.text().contains("your choice · breaks a rule: does not hold expert"), "{}", screen.text());
    screen.press("down x");
    assert!(screen.text().contains("Left out: the ticket stays as it is."), "{}", screen.text());
    screen.press("end");
    assert!(screen.text().contains("Nobody on shift has refunds at 3 or above."), "{}", screen.text());
    screen.press("enter").type_text("thao").press("enter ctrl-s");
    let [two, seven, eight, nine, ..] = holders(&screen);
    assert_eq!((seven, nine), (Some(1), Some(3)));
    assert_eq!([two, eight].into_iter().flatten().count(), 1, "one of the other two was left out");
}

#[test]
fn leaving_changes_nothing() {
    let mut screen = screen(SMALL);
    screen.press("d x down enter esc esc");
    assert_eq!(holders(&screen), BEFORE);
    assert!(!screen.text().contains("Distribute ·"));
    screen.press("d x x x down x down x d");
    assert!(screen.foot().contains("All lines are left out: include one"), "{}", screen.foot());
    assert_eq!(holders(&screen), BEFORE);
}

#[test]
fn tickets_of_a_sick_colleague_are_distributed_from_people() {
    let mut screen = screen(LARGE);
    screen.press("4 end");
    assert!(screen.foot().contains("d distribute"), "{}", screen.foot());
    screen.press("d d");
    assert_eq!(holders(&screen), [None, None, None, None, Some(2), Some(2)]);
    screen.press("d");
    assert!(screen.foot().contains("Quân has no tickets waiting on us."), "{}", screen.foot());
}

#[test]
fn a_stale_decision_is_refused_and_shown() {
    let mut screen = screen(LARGE);
    screen.press("d");
    // Somebody else takes one of the tickets; the screen does not know it yet.
    let other = Author { person: None, login: "minh".into() };
    let taken = Change::Assign { ticket: TicketId(8), to: Some(PersonId(1)) };
    screen.store.apply(&ChangeRequest { change: taken, by: other, seen_seq: None }, screen.now).unwrap();
    screen.press("d");
    assert!(screen.foot().contains("Somebody else changed the assignee of ticket 8"), "{}", screen.foot());
    assert_eq!((holder(&screen, 2), holder(&screen, 7)), (None, None), "all or nothing");
    screen.hear_changes();
    assert!(screen.text().contains("▲ changed") && screen.text().contains("2 of 4 distributed"), "{}", screen.text());
    screen.press("d");
    assert_eq!([2, 7, 8].map(|id| holder(&screen, id)), [Some(2), Some(3), Some(1)]);
}

#[test]
fn nothing_to_distribute_is_explained() {
    let mut screen = Screen::new(SMALL, "", morning);
    screen.press("d d");
    assert_eq!(holders(&screen)[..4].iter().flatten().count(), 4);
    screen.press("d");
    assert!(screen.foot().contains("Quân is away with 2 of them: d in People"), "{}", screen.foot());
    screen.press("4 end d d 1 d");
    assert!(screen.foot().contains("Nothing to distribute: everything on us is assigned."), "{}", screen.foot());
}

#[test]
fn it_can_be_drawn_in_every_window() {
    for size in [(60, 15), (61, 16), (79, 17), (92, 20), (96, 24), (111, 30), (200, 60)] {
        let mut screen = screen(size);
        screen.press("d").picture();
        for keys in ["enter", "down enter", "x", "end", "up enter esc", "ctrl-l"] {
            screen.press(keys);
            screen.picture();
        }
    }
}

const MONDAY: &str = "2026-03-02T09:00";

/// Two champions on shift with a capacity of 1 and 2; four tickets.
fn team() -> Shell {
    let desk = Shell::empty();
    let then = |act: &[&str]| desk.ok(&[act, &["--at", "2026-03-02T08:30"]].concat());
    then(&["person", "add", "Minh", "--primary", "champion", "--capacity", "1"]);
    then(&["person", "add", "Thảo", "--primary", "expert", "--second", "champion", "--capacity", "2"]);
    for name in ["Minh", "Thảo"] {
        then(&["shift", "add", name, "2026-03-02", "8", "16"]);
    }
    for (subject, priority) in [("One", "low"), ("Two", "normal"), ("Three", "urgent"), ("Four", "high")] {
        then(&["ticket", "new", subject, "--priority", priority]);
    }
    desk
}

#[test]
fn the_command_line_proposes_and_applies() {
    let desk = team();
    let deal = |more: &[&str]| desk.json(&[&["deal", "--at", MONDAY], more].concat());
    let proposed = deal(&[]);
    assert_eq!(proposed, deal(&[]), "the same desk gives the same proposal");
    let given = |deal: &Value| -> Vec<(i64, String)> {
        let lines = deal["lines"].as_array().unwrap().iter();
        lines.map(|line| (line["id"].as_i64().unwrap(), line["to"].as_str().unwrap().to_owned())).collect()
    };
    let both = [(3, "Minh".to_owned()), (4, "Thảo".to_owned()), (2, "Thảo".to_owned())];
    assert_eq!(given(&proposed), both);
    assert_eq!(proposed["left"][0]["id"], 1, "no capacity is left for the least urgent one");
    assert_eq!(proposed["left"][0]["why"], json!({ "reason": "all_full", "people": [1, 2] }));
    assert_eq!(proposed["loads"][1], json!({ "name": "Thảo", "before": 0, "after": 2, "capacity": 2 }));
    let said = desk.ok(&["deal", "--at", MONDAY]);
    for part in [
        "#3 Three, urgent → Minh",
        "customer champion as first profile; fits best of 2 who may take it",
        "customer champion as second profile; the one who fits better is full",
        "#1 One, low → nobody",
        "Everybody who may take it is full: Minh, Thảo.",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let made = deal(&["--apply"]);
    assert_eq!((given(&made), made["event"].is_i64()), (both.into(), true));
    assert_eq!(desk.json(&["ticket", "show", "3"])["assignee"], "Minh");
    assert_eq!(desk.ok(&["undo"]), "Taken back: assigned 3 tickets.");
    assert_eq!(desk.json(&["ticket", "show", "3"])["assignee"], Value::Null);
}

#[test]
fn the_command_line_distributes_the_tickets_of_one_person() {
    let desk = team();
    desk.ok(&["ticket", "assign", "1", "Minh"]);
    desk.ok(&["ticket", "assign", "2", "Minh"]);
    let said = desk.ok(&["deal", "--of", "minh", "--apply", "--at", "2099-03-02T09:00"]);
    assert!(said.contains("#2 Two, normal → nobody\n    Nobody is on shift now"), "{said}");
    let day = "2026-03-02T09:01";
    assert!(desk.fails(2, &["deal", "--apply", "--at", day]).contains("leave out --at"), "that moment is over");
    assert!(desk.ok(&["deal", "--of", "Thảo"]).contains("Thảo has no ticket that waits on us."));
    assert!(desk.fails(3, &["deal", "--of", "Nobody"]).contains("There is nobody named"));
}
