//! The command line: runs the real program, each test with its own team file.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use serde_json::{Value, json};

use super::support::shell::{Said, Shell};

/// A Monday morning.
const MONDAY: &str = "2026-03-02T09:00";

/// A team of two people.
fn team() -> Shell {
    let desk = Shell::empty();
    desk.ok(&["person", "add", "Minh", "--preset", "agent"]);
    desk.ok(&["person", "add", "Lê Thảo", "--preset", "lead"]);
    desk
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn sorted<'a>(names: &'a str) -> Vec<&'a str> {
    let mut names: Vec<&'a str> = names.split_whitespace().collect();
    names.sort_unstable();
    names
}

#[test]
fn a_new_ticket_is_its_number_alone() {
    let desk = Shell::empty();
    let said = desk.run(&["ticket", "new", "Refund", "--customer", "Hoa", "--channel", "email", "--tag", "vip"]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "1\n", ""));
    assert_eq!(desk.ok(&["ticket", "new", "Another"]), "2");
    assert_eq!(desk.json(&["ticket", "new", "A third"])["id"], 3);
}

#[test]
fn created_files_are_readable_by_their_owner_only() {
    let desk = Shell::empty();
    desk.ok(&["ticket", "new", "Refund"]);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&desk.db()), 0o600);
    assert_eq!(mode(desk.db().parent().unwrap()), 0o700);
}

#[test]
fn every_action_changes_its_field_and_undo_restores_it() {
    let desk = team();
    desk.ok(&["ticket", "new", "Refund", "--customer", "Hoa", "--at", MONDAY]);
    let later = "2026-03-02T10:00";
    let stands = || {
        let mut ticket = desk.json(&["ticket", "show", "1", "--at", later]);
        let ticket = ticket.as_object_mut().unwrap();
        let history = ticket.remove("history").unwrap();
        ticket.remove("seq");
        (Value::from(ticket.clone()), history.as_array().unwrap().len())
    };
    let acts: [(&[&str], &str, &str, Value); 9] = [
        (&["assign", "1", "thao"], "Ticket 1 is assigned to Lê Thảo.", "assignee", json!("Lê Thảo")),
        (&["assign", "1", "Minh"], "Ticket 1 is assigned to Minh.", "assignee", json!("Minh")),
        (&["status", "#1", "on hold"], "Ticket 1 is now on hold.", "status", json!("on_hold")),
        (&["priority", "1", "urg"], "Ticket 1 has priority urgent now.", "priority", json!("urgent")),
        (&["reply", "1", "Soon."], "The reply is on ticket 1.", "replies", json!(1)),
        (
            &["reply", "1", "Done.", "--status", "solved"],
            "The reply is on ticket 1, which is now solved.",
            "solved",
            json!("2026-03-02T10:00:00Z"),
        ),
        (&["status", "1", "closed"], "Ticket 1 is now closed.", "waits_on", Value::Null),
        (
            &["message", "1", "And now?"],
            "The customer’s message is on ticket 1.",
            "last_event",
            json!("2026-03-02T10:00:00Z"),
        ),
        (&["note", "1", "Calls back."], "The note is on ticket 1.", "last_event", json!("2026-03-02T10:00:00Z")),
    ];
    let (before, events) = stands();
    for (act, sentence, field, value) in acts {
        let args = [&["ticket"], act, &["--as", "Minh", "--at", later]].concat();
        assert_eq!(desk.ok(&args), sentence);
        let (after, now) = stands();
        assert_eq!((&after[field], now), (&value, stands().1), "{act:?}");
        let undone = desk.ok(&["undo", "--as", "Minh", "--at", later]);
        assert!(undone.starts_with("Taken back on ticket 1: "), "{undone}");
        assert_eq!(stands().0, before, "{act:?}");
    }
    assert_eq!(stands().1, events + 18, "the log only grows");
    desk.fails(1, &["undo", "--as", "Minh"]);
}

#[test]
fn an_action_on_several_tickets_is_one_change() {
    let desk = team();
    for subject in ["One", "Two", "Three"] {
        desk.ok(&["ticket", "new", subject]);
    }
    let me = ["--as", "thao"];
    let does = |args: &[&str]| desk.ok(&[&["ticket"], args, &me].concat());
    assert_eq!(does(&["assign", "1", "2", "#3", "2", "Minh"]), "Assigned 3 tickets.");
    assert_eq!(does(&["priority", "1", "2", "high"]), "Set the priority of 2 tickets.");
    assert_eq!(does(&["edit", "2", "3", "--category", "billing", "--tag", "vip", "--tag", "eu"]), "Edited 2 tickets.");
    assert_eq!(
        does(&["edit", "1", "--category", "billing", "--cause", "double charge", "--subject", "Uno"]),
        "Ticket 1: set its subject to ‘Uno’, set its category to ‘billing’, set its cause to ‘double charge’."
    );
    assert_eq!(does(&["handoff", "1", "2", "--to", "thao", "--next", "call back"]), "Handed off 2 tickets.");
    let who = |id: &str| desk.json(&["ticket", "show", id])["assignee"].clone();
    assert_eq!((who("1"), who("2"), who("3")), (json!("Lê Thảo"), json!("Lê Thảo"), json!("Minh")));

    let listed = desk.json(&[&["undo", "--list"], &me[..]].concat());
    let words: Vec<_> = listed.as_array().unwrap().iter().map(|act| act["did"].as_str().unwrap()).collect();
    let expected = ["handed off 2 tickets", "edited ticket 1", "edited 2 tickets", "set the priority of 2 tickets"];
    assert_eq!(words[0], expected[0]);
    assert_eq!((words[2], words[3], words[4]), (expected[2], expected[3], "assigned 3 tickets"));
    assert_eq!(keys(&listed[0]), sorted("act at kind of id n did undone"));

    // Only the fourth in the list, not the most recent.
    let act = listed[3]["act"].to_string();
    let turn = |how: &str, act: &str| {
        [&[how, "--act", act], &me[..]].concat().iter().map(|arg| arg.to_string()).collect::<Vec<_>>()
    };
    let run = |args: Vec<String>| desk.ok(&args.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(run(turn("undo", &act)), "Taken back: set the priority of 2 tickets.");
    assert_eq!(desk.json(&["ticket", "show", "2"])["priority"], "normal");
    assert_eq!(desk.json(&[&["undo", "--list"], &me[..]].concat())[3]["undone"], true);
    let again = desk.fails(2, &[&["undo", "--act", &act], &me[..]].concat());
    assert!(again.contains("is taken back already"), "{again}");
    assert_eq!(run(turn("redo", &act)), "Done again: set the priority of 2 tickets.");
    desk.fails(1, &[&["undo", "--act", "99999"], &me[..]].concat());
    assert!(
        desk.fails(1, &["ticket", "status", "1", "77", "88", "open"]).contains("Nothing was changed, because 2 of it")
    );
    desk.fails(2, &["ticket", "edit", "1"]);
}

#[test]
fn promises_escalations_and_concessions_are_saved_and_shown() {
    let desk = team();
    desk.ok(&["ticket", "new", "Refund", "--customer", "Hoa", "--at", MONDAY]);
    let does = |args: &[&str]| desk.ok(&[&["ticket"], args, &["--as", "thao", "--at", "2026-03-02T10:00"]].concat());
    assert_eq!(
        does(&["escalate", "1", "experts", "--reason", "needs a look at the books"]),
        "Ticket 1: passed it up to the experts: needs a look at the books."
    );
    assert!(does(&["promise", "1", "a call", "--by", "16:00"]).contains("promised: a call (by 2026-03-02 16:00 UTC)"));
    does(&["promise", "1", "the money", "--by", "tomorrow 9:00"]);
    does(&["concede", "1", "12.5", "--currency", "EUR", "--reason", "for the wait"]);
    does(&["upset", "1", "--recovery", "the lead calls", "--until", "2h"]);
    does(&["tick", "1", "receipt asked for"]);
    let shown = desk.json(&["ticket", "show", "1"]);
    assert_eq!((&shown["escalation"]["level"], &shown["escalation"]["to"]), (&json!(2), &json!("the experts")));
    assert_eq!(shown["promises"][1]["due"], "2026-03-03T09:00:00Z");
    assert_eq!(shown["concessions"][0]["amount"], "12.50");
    assert_eq!(shown["upset"]["follow_up"], "2026-03-02T12:00:00Z");
    assert_eq!(shown["ticked"], json!(["receipt asked for"]));

    let doubt = desk.fails(2, &["ticket", "keep", "1"]);
    assert!(doubt.contains("a call, by Mon 2 Mar 2026 16:00") && doubt.contains("the money"), "{doubt}");
    let number = shown["promises"][0]["id"].to_string();
    assert_eq!(does(&["keep", "1", &number]), "Ticket 1: kept the promise.");
    assert_eq!(does(&["drop", "1"]), "Ticket 1: called the promise off.");
    desk.fails(3, &["ticket", "keep", "1"]);
    assert_eq!(does(&["soothe", "1"]), "Ticket 1: marked the customer as no longer upset.");
    assert_eq!(does(&["escalate", "1", "down"]), "Ticket 1: took it back down.");
    does(&["tick", "1", "receipt asked for", "--undo"]);
    let page = desk.ok(&["ticket", "show", "1"]);
    assert!(page.contains("promised        a call, kept (promise"), "{page}");
    let shown = desk.json(&["ticket", "show", "1"]);
    assert_eq!((&shown["escalation"], &shown["upset"], &shown["ticked"]), (&Value::Null, &Value::Null, &json!([])));
    for wrong in [
        &["promise", "1", "x", "--by", "noon"][..],
        &["concede", "1", "1,000.00", "--currency", "EUR", "--reason", "x"],
        &["escalate", "1", "boss"],
    ] {
        desk.fails(2, &[&["ticket"], wrong].concat());
    }
    desk.fails(1, &["ticket", "escalate", "1", "lead"]);
    desk.fails(3, &["ticket", "edit", "1", "--customer", "Nemo"]);
}

#[test]
fn tickets_are_merged_linked_and_split() {
    let desk = team();
    for subject in ["Refund", "Refund again", "Broken kettle"] {
        desk.ok(&["ticket", "new", subject, "--customer", "Hoa", "--channel", "chat"]);
    }
    assert_eq!(desk.ok(&["ticket", "merge", "1", "2"]), "Ticket 1: merged it into ticket 2.");
    assert!(desk.fails(1, &["ticket", "reply", "1", "Hello"]).contains("goes on in ticket 2"));
    assert_eq!(desk.ok(&["ticket", "link", "2", "3"]), "Ticket 2: linked it with ticket 3.");
    assert_eq!(desk.ok(&["ticket", "split", "3", "And its lid"]), "Ticket 4 is open: And its lid.");
    let shown = |id: &str| desk.json(&["ticket", "show", id]);
    assert_eq!((&shown("1")["merged_into"], &shown("2")["absorbed"]), (&json!(2), &json!([1])));
    assert_eq!(shown("4")["links"], json!([{"ticket": 3, "how": "split_from"}]));
    assert_eq!((&shown("4")["channel"], &shown("4")["customer"]["name"]), (&json!("chat"), &json!("Hoa")));
    let acts = desk.json(&["undo", "--list"]);
    let did = |n: usize| acts[n]["did"].as_str().unwrap().to_owned();
    assert_eq!((did(0), did(2)), ("ticket 3: split ticket 4 off".into(), "ticket 1: merged it into ticket 2".into()));
    for _ in 0..3 {
        desk.ok(&["undo"]);
    }
    assert_eq!((&shown("1")["merged_into"], &shown("2")["links"]), (&Value::Null, &json!([])));
    desk.fails(3, &["ticket", "show", "4"]);
}

#[test]
fn a_ledger_can_be_added_up() {
    let desk = team();
    desk.ok(&["ticket", "new", "Refund", "--priority", "urgent", "--at", "2026-03-02T09:00:00.400Z"]);
    let acts = [("reply", "2026-03-02T09:20:00.900Z"), ("message", "2026-03-02T11:00Z")];
    desk.ok(&["ticket", acts[0].0, "1", "Wait.", "--status", "pending", "--at", acts[0].1]);
    desk.ok(&["ticket", acts[1].0, "1", "And?", "--at", acts[1].1]);
    let told = desk.json(&["ticket", "ledger", "1", "--at", "2026-03-02T12:00"]);
    assert_eq!(keys(&told), sorted("id at clocks"));
    let clocks = told["clocks"].as_array().unwrap();
    assert_eq!(clocks.len(), 3);
    let all = "kind policy priority mode calendar started opened ended state spans target used left due";
    assert_eq!(keys(&clocks[0]), sorted(all));
    for clock in clocks {
        let mut total = 0;
        let mut end = clock["started"].clone();
        for span in clock["spans"].as_array().unwrap() {
            assert_eq!(keys(span), sorted("from to running why name seconds total"));
            assert_eq!(span["from"], end);
            total += span["seconds"].as_i64().unwrap();
            assert_eq!(span["total"], total);
            end = span["to"].clone();
        }
        assert_eq!(clock["used"], total);
        assert_eq!(clock["left"].as_i64().unwrap() + total, clock["target"].as_i64().unwrap());
    }
    let resolution = clocks.iter().find(|clock| clock["kind"] == "resolution").unwrap();
    assert_eq!((&resolution["used"], &resolution["state"]), (&json!(4800), &json!("ok")));
    assert_eq!(resolution["spans"][1]["name"], "pending");
    let page = desk.ok(&["ticket", "ledger", "1", "--at", "2026-03-02T12:00"]);
    assert!(page.contains("Mon 2 Mar 09:20:00  Mon 2 Mar 11:00:00  stands  pending        –  0:20:00"), "{page}");
    assert!(page.contains("used    1:20:00") && page.contains("left    2:40:00"), "{page}");
    desk.fails(3, &["ticket", "ledger", "9"]);
}

#[test]
fn messages_and_notes_are_found() {
    let desk = team();
    desk.ok(&["ticket", "new", "Hoàn tiền chậm", "--body", "Tôi chờ đã lâu.", "--as", "Minh", "--at", MONDAY]);
    desk.ok(&["ticket", "note", "1", "Bank says Friday, hoan", "--as", "Minh", "--at", "2026-03-02T10:00"]);
    let found = desk.json(&["search", "hoan", "--at", "2026-03-05"]);
    assert_eq!(keys(&found[0]), sorted("ticket subject status event at by kind context text"));
    let kinds: Vec<_> = found.as_array().unwrap().iter().map(|hit| hit["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["noted", "opened"], "the newest first");
    assert_eq!((&found[1]["text"], &found[1]["by"]), (&json!("Hoàn tiền chậm\nTôi chờ đã lâu."), &json!("Minh")));
    assert_eq!(desk.json(&["search", "hoan", "--limit", "1"]).as_array().unwrap().len(), 1);
    assert_eq!(
        desk.json(&["search", "hoan", "--at", "2026-03-02T09:30"]).as_array().unwrap().len(),
        1,
        "as it was then"
    );
    assert_eq!(desk.json(&["search", "\"says friday\""]).as_array().unwrap().len(), 1);
    assert_eq!(desk.json(&["search", "friday", "says", "ba"]).as_array().unwrap().len(), 1);
    assert!(desk.ok(&["search", "nowhere"]).starts_with("Nothing was said with all of ‘nowhere’."));
    assert!(desk.ok(&["search", "fri"]).contains("Bank says Friday, hoan"));
    desk.fails(2, &["search", "?!"]);
}

#[test]
fn an_act_that_changes_nothing_says_so() {
    let desk = team();
    desk.ok(&["ticket", "new", "Refund"]);
    assert_eq!(desk.ok(&["ticket", "priority", "1", "normal"]), "Nothing changed: it was so already.");
    assert_eq!(desk.json(&["ticket", "priority", "1", "normal"]), json!({"event": null, "id": 1}));
    let event = desk.json(&["ticket", "priority", "1", "high"]);
    assert!(event["event"].as_i64().is_some_and(|seq| seq > 0), "{event}");
}

#[test]
fn a_dash_reads_the_text_from_stdin() {
    let desk = Shell::empty();
    let mut child = desk.command(&["ticket", "new", "Refund", "--body", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all("two\r\nlines\n".as_bytes()).unwrap();
    assert_eq!(Said::of(child.wait_with_output().unwrap()).out, "1\n");
    let history = desk.json(&["ticket", "show", "1"])["history"].clone();
    assert_eq!(history[0]["data"]["body"], "two\nlines");
}

#[test]
fn failures_have_codes_of_their_own() {
    let desk = Shell::empty();
    for reading in [&["queue"][..], &["aging"], &["coverage"], &["metrics"], &["ticket", "show", "1"], &["undo"]] {
        assert!(desk.fails(3, reading).contains("There is no file"), "{reading:?}");
    }
    assert!(!desk.db().exists(), "reading makes no file");
    desk.ok(&["ticket", "new", "Refund"]);
    for missing in [
        &["ticket", "show", "99"][..],
        &["ticket", "assign", "1", ""],
        &["ticket", "note", "99", "x"],
        &["ticket", "assign", "1", "Nemo"],
    ] {
        desk.fails(3, missing);
    }
    for usage in [
        &["ticket", "status", "1", "odd"][..],
        &["ticket", "show", "first"],
        &["queue", "--json", "--plain"],
        &["queue", "--at", "noon"],
        &["metrics", "--from", "2026-03-02", "--to", "2026-03-02"],
        &["coverage", "--date", "2026-02-30"],
        &["aging", "--buckets", "3d,1d"],
        &["shift", "add", "x", "today", "8", "26"],
        &["nonsense"],
    ] {
        desk.fails(2, usage);
    }
    for refused in [&["ticket", "new", " \u{200b}"][..], &["ticket", "note", "1", "\n"]] {
        desk.fails(1, refused);
    }
    std::fs::write(desk.db().with_file_name("other.db"), "not a database, but long enough to be read as one").unwrap();
    let other = desk.db().with_file_name("other.db");
    let said = desk.run(&["queue", "--db", other.to_str().unwrap()]);
    assert!(matches!(said.code, 1 | 7), "{said:?}");
}

#[test]
fn a_name_may_be_short_but_not_ambiguous() {
    let desk = team();
    desk.ok(&["person", "add", "Minh Anh"]);
    desk.ok(&["ticket", "new", "Refund"]);
    assert_eq!(desk.ok(&["ticket", "assign", "1", "minh"]), "Ticket 1 is assigned to Minh.", "a whole name");
    assert_eq!(desk.ok(&["ticket", "assign", "1", "anh"]), "Ticket 1 is assigned to Minh Anh.");
    assert_eq!(desk.ok(&["ticket", "assign", "1", "THAO"]), "Ticket 1 is assigned to Lê Thảo.");
    let doubt = desk.fails(2, &["ticket", "assign", "1", "min"]);
    assert_eq!(doubt.trim_end(), "‘min’ could be Minh or Minh Anh; write more of the name.");
    assert_eq!(desk.ok(&["ticket", "assign", "1", "nobody"]), "Ticket 1 is with nobody.");
}

#[test]
fn the_author_of_the_settings_is_used_once_the_file_has_that_person() {
    let desk = Shell::empty();
    std::fs::write(desk.db().ancestors().nth(3).unwrap().join("own.toml"), "me = \"Lan\"\n").unwrap();
    let own = ["--config", "own.toml"];
    assert_eq!(desk.run(&[&["person", "add", "Lan"], &own[..]].concat()).code, 0, "somebody has to be the first");
    desk.ok(&[&["ticket", "new", "Refund"], &own[..]].concat());
    assert_eq!(desk.json(&["ticket", "show", "1"])["history"][0]["by"], "Lan");
    desk.ok(&["ticket", "note", "1", "No settings."]);
    assert_eq!(desk.json(&["ticket", "show", "1"])["history"][1]["by"], "desk", "the login");
}

#[test]
fn without_a_terminal_there_is_no_screen() {
    let desk = Shell::empty();
    let said = desk.fails(2, &[]);
    assert!(said.starts_with("shiftdesk needs a terminal. Without one, try `shiftdesk queue --json`"), "{said}");
    assert!(!desk.db().exists());
}

#[test]
fn a_change_by_somebody_else_meanwhile_is_a_conflict() {
    let desk = team();
    desk.ok(&["ticket", "new", "Refund"]);
    let seen = desk.json(&["ticket", "show", "1"])["seq"].to_string();
    desk.ok(&["ticket", "priority", "1", "high", "--as", "Minh"]);
    let urgent = ["ticket", "priority", "1", "urgent", "--as", "thao"];
    let clash = desk.fails(4, &[&urgent[..], &["--seen", &seen]].concat());
    assert!(clash.contains("priority of ticket 1"), "{clash}");
    desk.ok(&["ticket", "status", "1", "open", "--as", "thao", "--seen", &seen]);
    desk.ok(&urgent);
    desk.fails(4, &["undo", "--as", "Minh"]);
}

#[test]
fn the_json_has_the_documented_keys() {
    let desk = team();
    desk.ok(&["ticket", "new", "Refund", "--customer", "Hoa", "--email", "hoa@example.com", "--assign", "Minh"]);
    desk.ok(&["ticket", "reply", "1", "Done", "--status", "solved", "--as", "Minh"]);
    desk.ok(&["ticket", "new", "Again", "--priority", "urgent"]);
    desk.ok(&["requirement", "add", "champion", "8", "16"]);

    let queue = desk.json(&["queue", "--status", "all"]);
    let entry = sorted(
        "id source source_id subject customer channel category priority status waits_on assignee created
         first_response solved due left state",
    );
    assert_eq!(queue.as_array().unwrap().len(), 2);
    assert!(queue.as_array().unwrap().iter().all(|ticket| keys(ticket) == entry), "{queue}");

    let figures =
        "first_response response resolution_first resolution_full hold resolution_rate cohort fcr csat nps ces
                   reopen sla_first sla_next sla_resolution quality adherence conformance upset churn retention received solved unanswered
                   backlog";
    let metrics = desk.json(&["metrics"]);
    assert_eq!(metrics["schema"], 2);
    assert_eq!(keys(&metrics), sorted("schema from to zone csat_credit calendar team by groups left_out"));
    assert_eq!(keys(&metrics["team"]), sorted(figures));
    assert_eq!(keys(&metrics["groups"][0]), sorted(&format!("name {figures}")));
    for (figure, names) in [
        ("first_response", "value n mean median p90 business"),
        ("fcr", "value n hits provisional mean offered"),
        ("resolution_rate", "value n hits provisional mean offered"),
        ("nps", "value n promoters passives detractors offered"),
        ("quality", "value n"),
        ("received", "value n"),
        ("backlog", "value n us customer third_party"),
    ] {
        assert_eq!(keys(&metrics["team"][figure]), sorted(names), "{figure}");
    }

    let aging = desk.json(&["aging", "--buckets", "1d,3d,7d,14d,30d"]);
    assert_eq!(keys(&aging), sorted("at total buckets oldest stuck"));
    assert_eq!(aging["buckets"].as_array().unwrap().len(), 6);
    assert_eq!(keys(&aging["buckets"][0]), sorted("label n us customer third_party"));
    assert_eq!(keys(&aging["oldest"][0]), sorted("id age"));

    let coverage = desk.json(&["coverage"]);
    assert_eq!(keys(&coverage), sorted("date zone slot_minutes profiles"));
    assert_eq!(keys(&coverage["profiles"][0]), sorted("profile slots"));
    assert_eq!(keys(&coverage["profiles"][0]["slots"][0]), sorted("from need present seated state who"));

    let ticket = desk.json(&["ticket", "show", "1"]);
    assert_eq!(
        keys(&ticket),
        sorted(
            "id seq source source_id subject customer channel category group tags priority status waits_on assignee
             proactive created first_response waiting_since first_solved solved solved_by last_event replies reopened
             reassigned surveys ratings clocks extra impossible history language cause stage dissatisfied
             escalation promises concessions upset ticked links absorbed merged_into handoff"
        )
    );
    assert_eq!(keys(&ticket["customer"]), sorted("name email phone organization tier"));
    assert_eq!(keys(&ticket["history"][0]), sorted("seq at by login kind undone data"));
    assert_eq!(ticket["history"][0]["data"]["assignee"], "Minh");
}

#[test]
fn figures_cover_exactly_the_requested_days() {
    let desk = team();
    desk.ok(&["ticket", "new", "First", "--at", "2026-03-01T23:59:59", "--as", "Minh"]);
    desk.ok(&["ticket", "new", "Second", "--at", "2026-03-02T00:00", "--as", "Minh"]);
    desk.ok(&["ticket", "reply", "2", "Yes", "--status", "solved", "--at", "2026-03-02T00:30", "--as", "Minh"]);
    desk.ok(&["ticket", "reply", "1", "No", "--at", "2026-03-03T00:00"]);
    let metrics = desk.json(&["metrics", "--from", "2026-03-02", "--to", "2026-03-03", "--at", "2026-03-05"]);
    assert_eq!((&metrics["from"], &metrics["to"]), (&json!("2026-03-02"), &json!("2026-03-03")));
    let team = &metrics["team"];
    assert_eq!(
        (&team["received"]["n"], &team["solved"]["n"], &team["response"]["n"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(team["first_response"]["median"], 1800.0);
    assert_eq!(team["backlog"]["n"], 1);
    assert_eq!(metrics["groups"][0]["name"], "Minh");
    let all = desk.json(&["metrics", "--at", "2026-03-05"]);
    assert_eq!((&all["from"], &all["to"]), (&json!("2026-02-04"), &json!("2026-03-06")), "30 days, today included");
    assert_eq!(all["left_out"], json!([{"reason": "no agent known: in the team’s figures, in nobody’s own", "n": 1}]));
}

#[test]
fn a_day_means_its_last_second_and_the_past_is_reconstructed() {
    let desk = team();
    desk.ok(&["ticket", "new", "Refund", "--at", "2026-03-02T09:00", "--assign", "Minh"]);
    desk.ok(&["ticket", "status", "1", "solved", "--at", "2026-03-04T09:00"]);
    let at = |moment: &str| desk.json(&["aging", "--at", moment]);
    let aged = at("2026-03-02");
    assert_eq!((&aged["at"], &aged["total"]), (&json!("2026-03-02T23:59:59Z"), &json!(1)));
    assert_eq!(aged["oldest"], json!([{"id": 1, "age": 53_999.0}]));
    assert_eq!(at("2026-03-02T08:59")["total"], 0);
    assert_eq!(at("2026-03-04")["total"], 0);
    assert_eq!(at("2026-03-02T16:00+07:00")["total"], 1, "09:00 UTC");

    let queue = |args: &[&str]| desk.json(&[&["queue"], args].concat());
    let then = queue(&["--at", "2026-03-03"]);
    assert_eq!((&then[0]["status"], &then[0]["assignee"]), (&json!("open"), &json!("Minh")));
    assert_eq!(queue(&[]), json!([]));
    assert_eq!(queue(&["--status", "solved"])[0]["solved"], "2026-03-04T09:00:00Z");
    assert_eq!(queue(&["--status", "all", "--at", "2026-03-01"]), json!([]));
}

#[test]
fn the_queue_is_sorted_and_can_be_limited() {
    let desk = team();
    for (subject, status, at) in [
        ("young", "open", "2026-03-02T08:30"),
        ("waits for the customer", "pending", "2026-03-02T06:00"),
        ("old", "open", "2026-03-02T07:00"),
    ] {
        let id = desk.ok(&["ticket", "new", subject, "--at", at]);
        desk.ok(&["ticket", "status", &id, status, "--at", at]);
    }
    let subjects = |args: &[&str]| -> Vec<String> {
        let queue = desk.json(&[&["queue", "--at", MONDAY], args].concat());
        queue.as_array().unwrap().iter().map(|ticket| ticket["subject"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(subjects(&[]), ["old", "young", "waits for the customer"]);
    assert_eq!(subjects(&["--limit", "1"]), ["old"]);
    assert_eq!(subjects(&["--status", "pending"]), ["waits for the customer"]);
    let shown = desk.ok(&["queue", "--limit", "2", "--at", MONDAY]);
    assert!(shown.starts_with("Queue · Mon 2 Mar 2026 09:00 · 3 tickets, the first 2\n"), "{shown}");
}

#[test]
fn the_queue_is_filtered_ordered_and_shown_as_asked() {
    let desk = team();
    for (subject, priority, at) in [
        ("Refund still missing", "high", "2026-03-02T08:30"),
        ("Đổi địa chỉ giao hàng", "urgent", "2026-03-02T06:00"),
        ("Invoice", "low", "2026-03-02T07:00"),
    ] {
        desk.ok(&["ticket", "new", subject, "--priority", priority, "--at", at]);
    }
    desk.ok(&["ticket", "assign", "1", "Minh", "--at", "2026-03-02T08:40"]);
    desk.ok(&["ticket", "status", "3", "solved", "--at", "2026-03-02T08:50"]);
    let ids = |args: &[&str]| -> Vec<i64> {
        let queue = desk.json(&[&["queue", "--at", MONDAY], args].concat());
        queue.as_array().unwrap().iter().map(|ticket| ticket["id"].as_i64().unwrap()).collect()
    };
    assert_eq!(ids(&["--filter", "prio:>=high", "--sort", "-age"]), [2, 1]);
    assert_eq!(ids(&["--filter", "dia chi"]), [2]);
    assert_eq!(ids(&["--filter", "-who:nobody"]), [1]);
    assert_eq!(ids(&["--filter", "who:me", "--as", "Minh"]), [1]);
    assert_eq!(
        ids(&["--filter", "status:solved"]),
        [3],
        "tickets outside the backlog are found if the filter names their status"
    );
    assert_eq!(ids(&["--view", "unassigned"]), [2]);
    assert_eq!(ids(&["--view", "unassigned", "--filter", "refund"]), [] as [i64; 0]);
    assert_eq!(ids(&["--limit", "1", "--sort", "-id"]), [2]);

    let shown = desk.json(&["queue", "--at", MONDAY, "--columns", "id,age,assignee,upset", "--sort", "id"]);
    assert_eq!(
        shown,
        json!([
            {"id": 1, "age": 1800.0, "assignee": "Minh", "upset": false},
            {"id": 2, "age": 10800.0, "assignee": null, "upset": false},
        ])
    );
    let page = desk.ok(&["queue", "--at", MONDAY, "--columns", "id,age,subject", "--filter", "refund"]);
    assert_eq!(page, "Queue · Mon 2 Mar 2026 09:00 · 1 ticket\n\nid   age  subject\n 1  30 m  Refund still missing");

    for (args, said) in [
        (["--filter", "prio:>=hgih"], "--filter, column 8: Unknown prio “hgih”; did you mean high?\n"),
        (["--sort", "id,-agge"], "--sort, column 5: Unknown column “agge”; did you mean age?\n"),
        (["--columns", "subj"], "--columns, column 1: Unknown column “subj”; did you mean subject?\n"),
        (
            ["--view", "stuk"],
            "There is no view ‘stuk’; it is one of breaching, unassigned, stuck, escalated, promises, waiting-long, \
             mine, all.\n",
        ),
    ] {
        assert_eq!(desk.fails(2, &[&["queue"], &args[..]].concat()), said);
    }
    let help = desk.ok(&["queue", "--help-filter"]);
    assert!(help.contains("who:me,nobody") && help.contains("first_reply_at"), "{help}");
    assert!(!help.contains('…'), "{help}");
}

#[test]
fn people_shifts_absences_and_needs_make_coverage() {
    let desk = team();
    assert_eq!(
        desk.ok(&["requirement", "add", "champ", "8", "16", "--need", "1", "--weekdays", "mon-fri"]),
        "Added the need for 1 × customer champion, Mon–Fri 08:00–16:00."
    );
    let days = ["--at", MONDAY, "--days", "3", "--break", "12-12:30", "--name", "Morning"];
    let shifts = desk.ok(&[&["shift", "add", "minh", "today", "8", "16"], &days[..]].concat());
    assert_eq!(shifts.lines().count(), 3, "one line per day");
    assert_eq!(
        desk.ok(&["shift", "add", "thao", "2026-03-02", "22", "6", "--break", "2-2:30"]),
        "Added the shift of Lê Thảo on Mon 2 Mar 2026, 22:00–06:00."
    );
    desk.ok(&["absence", "add", "minh", "training", "2026-03-02", "--hours", "9-11", "--note", "SQL"]);

    let listed = desk.json(&["shift", "list", "--from", "2026-03-02", "--to", "2026-03-03"]);
    assert_eq!(keys(&listed[0]), sorted("id person day from to name breaks"));
    assert_eq!(listed[1]["breaks"], json!([{"from": "2026-03-03T02:00:00Z", "to": "2026-03-03T02:30:00Z"}]));
    let absences = desk.json(&["absence", "list", "--from", "2026-03-02"]);
    assert_eq!(keys(&absences[0]), sorted("id person kind first last from to note"));
    assert_eq!((&absences[0]["from"], &absences[0]["to"]), (&json!("09:00"), &json!("11:00")));
    let needs = desk.json(&["requirement", "list"]);
    assert_eq!(keys(&needs[0]), sorted("id profile need weekdays from to"));
    assert_eq!(needs[0]["weekdays"], json!([1, 2, 3, 4, 5]));
    let people = desk.json(&["person", "list"]);
    assert_eq!(keys(&people[0]), sorted("id name primary second lead title email capacity open"));
    assert_eq!((&people[0]["name"], &people[0]["lead"]), (&json!("Lê Thảo"), &json!(true)));

    let coverage = desk.json(&["coverage", "--date", "2026-03-02"]);
    let slots = coverage["profiles"][0]["slots"].as_array().unwrap();
    let gaps: Vec<_> = slots.iter().filter(|slot| slot["state"] == "gap").map(|slot| &slot["from"]).collect();
    let expected = ["09:00", "09:30", "10:00", "10:30", "12:00"].map(|time| format!("2026-03-02T{time}:00Z"));
    assert_eq!(gaps, expected.iter().map(|gap| json!(gap)).collect::<Vec<_>>().iter().collect::<Vec<_>>());
    assert_eq!(slots[0]["from"], "2026-03-02T08:00:00Z");
    assert_eq!((&slots[0]["need"], &slots[0]["seated"]), (&json!(1), &json!(1)));
    assert_eq!((&slots[0]["state"], &slots[0]["who"]), (&json!("covered"), &json!(["Minh"])));

    assert_eq!(desk.ok(&["undo"]), "Taken back: the absence of Minh: training, Mon 2 Mar 2026, 09:00–11:00.");
    assert_eq!(desk.json(&["absence", "list", "--from", "2026-03-02"]), json!([]));
}

/// Asserts that `text` has no control or hidden characters.
fn harmless(text: &str, what: &str) {
    let bad = |c: char| (c.is_control() && c != '\n') || shiftdesk::model::text::is_hidden(c);
    let found: Vec<_> = text.chars().filter(|c| bad(*c)).collect();
    assert!(found.is_empty(), "{what}: {found:?} in {text}");
}

#[test]
fn hostile_text_has_no_power_over_the_terminal() {
    let desk = Shell::empty();
    let hostile = "\x1b[2J\x1b]52;c;eA==\x07\u{9b}31mpay\u{202e}lap\u{85}\rof\n\u{2066}\u{200b}July\u{e0041}\x7f";
    desk.ok(&[
        "ticket",
        "new",
        hostile,
        "--customer",
        hostile,
        "--channel",
        hostile,
        "--tag",
        hostile,
        "--body",
        hostile,
    ]);
    desk.ok(&["person", "add", hostile, "--title", hostile]);
    desk.ok(&["ticket", "assign", "1", "paylap"]);
    let subject = desk.json(&["queue"])[0]["subject"].clone();
    assert_eq!(subject, "paylap of July", "cleaned before it is stored");
    // Text written to the file by another program is not trusted either.
    let db = rusqlite::Connection::open(desk.db()).unwrap();
    for sql in [
        "UPDATE ticket SET subject = ?1, channel = ?1, category = ?1",
        "UPDATE customer SET name = ?1",
        "UPDATE person SET name = ?1, title = ?1",
        "INSERT INTO event (at, login, subject, subject_id, turnable, data)
         VALUES (0, ?1, 'ticket', 1, 0, json_object('kind', 'noted', 'body', ?1))",
    ] {
        db.execute(sql, [hostile]).unwrap();
    }
    drop(db);
    for command in [&["queue"][..], &["ticket", "show", "1"], &["person", "list"], &["metrics"], &["aging"]] {
        for form in [&[][..], &["--plain"], &["--json"]] {
            let said = desk.run(&[command, form].concat());
            assert_eq!(said.code, 0, "{said:?}");
            harmless(&said.out, &format!("{command:?} {form:?}"));
        }
    }
    assert_eq!(desk.json(&["queue"])[0]["subject"], hostile, "JSON keeps the text unchanged");
    let said = desk.run(&["ticket", "assign", "1", "\x1b[31mnobody here"]);
    harmless(&said.err, "an error");
}

#[test]
fn two_programs_at_one_ticket_lose_nothing() {
    const EACH: usize = 50;
    let desk = team();
    desk.ok(&["ticket", "new", "Refund"]);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 0..EACH {
                desk.ok(&["ticket", "note", "1", &format!("note {n}"), "--as", "Minh"]);
            }
        });
        scope.spawn(|| {
            for n in 0..EACH {
                let priority = if n % 2 == 0 { "high" } else { "low" };
                desk.ok(&["ticket", "priority", "1", priority, "--as", "thao"]);
            }
        });
    });
    let ticket = desk.json(&["ticket", "show", "1"]);
    let history = ticket["history"].as_array().unwrap();
    let bodies: Vec<_> = history.iter().filter_map(|event| event["data"]["body"].as_str()).collect();
    let expected: Vec<_> = (0..EACH).map(|n| format!("note {n}")).collect();
    assert_eq!(bodies.into_iter().filter(|body| !body.is_empty()).collect::<Vec<_>>(), expected);
    assert_eq!(history.iter().filter(|event| event["kind"] == "priority_set").count(), EACH);
    assert_eq!(ticket["priority"], "low");
    let seqs: Vec<_> = history.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    assert!(seqs.is_sorted_by(|a, b| a < b), "{seqs:?}");
}

#[test]
fn a_closed_output_pipe_is_not_an_error() {
    let desk = team();
    desk.ok(&["ticket", "new", "Refund"]);
    for form in [&["queue", "--json"][..], &["queue"], &["--help"]] {
        let mut child = desk.command(form).spawn().unwrap();
        drop(child.stdout.take());
        let said = Said::of(child.wait_with_output().unwrap());
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{form:?}");
    }
}

#[test]
fn pages_fit_eighty_columns_and_plain_ones_have_no_columns() {
    let desk = team();
    let long = "An account of everything that went wrong with a delivery, in one very long line indeed";
    desk.ok(&["ticket", "new", long, "--customer", "A company with quite a long name", "--assign", "thao"]);
    desk.ok(&["requirement", "add", "quality_controller", "8", "16"]);
    desk.ok(&["ticket", "reply", "1", long, "--as", "thao"]);
    for command in [
        &["queue"][..],
        &["aging"],
        &["metrics"],
        &["coverage"],
        &["person", "list"],
        &["ticket", "show", "1"],
        &["ticket", "ledger", "1"],
        &["search", "everything wrong"],
        &["undo", "--list"],
    ] {
        let shown = desk.ok(command);
        let widest = shown.lines().map(shiftdesk::model::text::width).max().unwrap();
        assert!(widest <= 80, "{command:?} is {widest} wide:\n{shown}");
        let plain = desk.ok(&[command, &["--plain"]].concat());
        assert!(!plain.contains(['\t', '│', '─', '█']) && !plain.contains("   "), "{command:?}:\n{plain}");
    }
    assert!(desk.ok(&["queue", "--plain"]).contains(&format!("subject: {long};")));
}
