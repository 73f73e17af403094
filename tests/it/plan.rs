//! Goals, action items, customer feedback, notices and the huddle: set, shown, undone.

use chrono::{Days, NaiveDate, TimeDelta};
use serde_json::{Value, json};

use crate::support::desk::saturday;
use crate::support::screen::Screen;
use crate::support::shell::Shell;
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::action_item::{ActionItem, ActionOrigin, ActionStep};
use shiftdesk::model::feedback::{CustomerFeedbackStatus, Feedback};
use shiftdesk::model::goal::{Goal, GoalScope, Thousandths};
use shiftdesk::model::ids::{PersonId, TicketId};
use shiftdesk::model::notice::Notice;
use shiftdesk::model::person::Author;
use shiftdesk::model::record::Record;
use shiftdesk::model::time::Instant;
use shiftdesk::store::Store;

/// Two leads and a ticket that was answered after half an hour.
fn team() -> Shell {
    let shell = Shell::empty();
    for name in ["Lan", "Minh", "Hoa"] {
        shell.ok(&["person", "add", name, "--primary", "champ"]);
    }
    shell.ok(&["ticket", "new", "Where is my parcel?", "--at", "2026-03-02T09:00"]);
    shell.ok(&["ticket", "assign", "1", "Minh", "--at", "2026-03-02T09:01"]);
    shell.ok(&["ticket", "reply", "1", "Tomorrow.", "--as", "Minh", "--at", "2026-03-02T09:30"]);
    shell
}

const NOW: [&str; 4] = ["--at", "2026-03-02T12:00", "--as", "Lan"];

fn on<'a>(day: &'a str, args: &[&'a str]) -> Vec<&'a str> {
    [args, &["--as", "Lan", "--at", day]].concat()
}

#[test]
fn a_goal_goes_from_where_the_figure_is_to_where_it_is_to_be() {
    let shell = team();
    let add = ["goal", "add", "Answer sooner", "frt", "15m", "2026-04-01", "--every", "7d", "--owner", "hoa"];
    shell.ok(&[&add[..], &NOW].concat());
    let listed = shell.json(&on("2026-03-02T12:00", &["goal", "list"]));
    let goal = &listed[0];
    assert_eq!((&goal["figure"], &goal["start"]), (&json!("first_response"), &json!(1800.0)));
    assert_eq!((&goal["value"], &goal["progress"], &goal["state"]), (&json!(1800.0), &json!(0.0), &json!("on_track")));
    assert_eq!((&goal["next_review"], &goal["owner"]), (&json!("2026-03-09"), &json!("Hoa")));
    let later = shell.json(&on("2026-03-17T12:00", &["goal", "list"]));
    assert_eq!((&later[0]["pace"], &later[0]["state"]), (&json!(0.5), &json!("behind")));

    shell.ok(&on("2026-03-17T12:00", &["goal", "review", "1", "--note", "Mornings are slow."]));
    let goal = shell.json(&on("2026-03-17T12:00", &["goal", "list"]))[0].clone();
    assert_eq!((&goal["reviews"][0]["value"], &goal["next_review"]), (&json!(1800.0), &json!("2026-03-24")));
    let text = shell.ok(&on("2026-03-17T12:00", &["goal", "list"]));
    assert!(text.contains("behind") && text.contains("30 m") && text.contains("15 m"), "{text}");

    shell.ok(&on("2026-03-18T12:00", &["goal", "close", "1", "--dropped"]));
    assert_eq!(shell.json(&on("2026-03-18T12:00", &["goal", "list"])), json!([]));
    let all = shell.json(&on("2026-03-18T12:00", &["goal", "list", "--all"]));
    assert_eq!((&all[0]["state"], &all[0]["closed"]), (&json!("dropped"), &json!("2026-03-18")));
    shell.fails(6, &on("2026-03-18T12:00", &["goal", "close", "1"]));
    shell.ok(&on("2026-03-18T12:01", &["undo"]));
    assert_eq!(shell.json(&on("2026-03-18T12:00", &["goal", "list"]))[0]["closed"], Value::Null);
}

#[test]
fn what_cannot_be_a_goal_is_refused_and_changes_nothing() {
    let shell = team();
    let add = |args: &[&str]| [&["goal", "add", "Better"], args, &NOW[..]].concat().join("\u{1f}");
    for (code, args, says) in [
        (2, &["speed", "5m", "2026-04-01"][..], "first_response"),
        (2, &["csat", "soon", "2026-04-01"], "92%"),
        (2, &["frt", "15m", "April"], "April"),
        (6, &["csat", "92%", "2026-04-01"], "--start"),
        (1, &["frt", "30m", "2026-04-01"], "target"),
        (1, &["frt", "15m", "2026-03-01"], "later day"),
        (3, &["frt", "15m", "2026-04-01", "--owner", "nobody"], "nobody"),
    ] {
        let typed = add(args);
        let said = shell.fails(code, &typed.split('\u{1f}').collect::<Vec<_>>());
        assert!(said.contains(says), "{args:?}: {said}");
    }
    assert_eq!(shell.json(&on("2026-03-02T12:00", &["goal", "list", "--all"])), json!([]));
    assert!(shell.fails(3, &["goal", "review", "7"]).contains("goal list"));
}

#[test]
fn a_goal_that_is_there_already_says_so_everywhere() {
    let shell = team();
    let said = shell.ok(&[&["goal", "add", "Easy", "frt", "45m", "2026-04-01"], &NOW[..]].concat());
    assert!(said.contains("there already (30 m now)"), "{said}");
    let past = ["goal", "add", "Late", "frt", "15m", "2026-02-20", "--from", "2026-02-01", "--start", "40m"];
    let said = shell.ok(&[&past[..], &NOW].concat());
    assert!(said.contains("last day is over") && !said.contains("there already"), "{said}");
    let goals = shell.json(&on("2026-03-02T12:00", &["goal", "list"]));
    let easy = goals.as_array().and_then(|all| all.iter().find(|goal| goal["name"] == "Easy")).unwrap();
    assert_eq!((&easy["state"], &easy["progress"], &easy["owner"]), (&json!("reached"), &Value::Null, &json!("Lan")));
    let text = shell.ok(&on("2026-03-02T12:00", &["goal", "list"]));
    assert!(text.contains("100 %") && !text.contains("-0 %"), "{text}");
    let said = shell.ok(&on("2026-03-02T12:00", &["action", "add", "Long ago", "2026-02-27"]));
    assert!(said.contains("overdue already"), "{said}");
}

#[test]
fn a_figure_is_picked_by_what_it_is_called_anywhere() {
    for (typed, shown) in
        [("csat", "satisfaction"), ("frt", "first response"), ("nps", "NPS"), ("sla_n", "next in SLA")]
    {
        let mut screen = screen();
        screen.press("6 c").type_text("Better").press("tab").type_text(typed);
        assert!(screen.text().contains(&format!("‹ {shown} ›")), "{typed}: {}", screen.text());
    }
    let mut screen = screen();
    screen.press("6 c").type_text("Better").press("tab").type_text("csaz");
    assert!(screen.text().contains("‘csaz’") && screen.text().contains("satisfaction"), "{}", screen.text());
}

#[test]
fn an_action_item_is_done_step_by_step() {
    let shell = team();
    let add = ["action", "add", "Name the day in the mail", "2026-03-05", "--step", "ask", "--step", "write"];
    shell.ok(&[&add[..], &["--ticket", "1", "--credit", "minh", "--criterion", "fewer calls"], &NOW].concat());
    let item = shell.json(&on("2026-03-02T12:00", &["action", "list"]))[0].clone();
    assert_eq!((&item["owner"], &item["credit"], &item["tickets"]), (&json!("Lan"), &json!("Minh"), &json!([1])));
    shell.ok(&on("2026-03-03T12:00", &["action", "done", "1", "--step", "2"]));
    shell.fails(3, &on("2026-03-03T12:00", &["action", "done", "1", "--step", "3"]));
    let late = shell.json(&on("2026-03-06T12:00", &["action", "list"]));
    assert_eq!((&late[0]["steps"][1]["done"], &late[0]["overdue"]), (&json!("2026-03-03"), &json!(true)));
    shell.ok(&on("2026-03-06T12:00", &["action", "done", "1"]));
    assert!(shell.ok(&on("2026-03-06T12:00", &["action", "done", "1"])).contains("Nothing changed"));
    assert_eq!(shell.json(&on("2026-03-06T12:00", &["action", "list"])), json!([]));
    let all = shell.json(&on("2026-03-06T12:00", &["action", "list", "--all"]));
    assert_eq!((&all[0]["status"], &all[0]["ended"]), (&json!("done"), &json!("2026-03-06")));
    assert!(shell.fails(3, &on("2026-03-06", &["action", "add", "x", "2026-03-09", "--goal", "4"])).contains("goal 4"));
}

#[test]
fn what_customers_say_is_counted_passed_on_and_handed_out() {
    let shell = team();
    shell.ok(&on("2026-03-02T12:00", &["ticket", "new", "Still no parcel"]));
    let add = |said: &'static str, theme: &'static str, ticket: &'static str| {
        ["feedback", "add", said, "--theme", theme, "--for", "shipping", "--ticket", ticket]
    };
    shell.ok(&on("2026-03-02T12:00", &add("Which day?", "Delivery day", "1")));
    shell.ok(&on("2026-03-02T13:00", &add("=cmd()", "delivery day", "2")));
    shell.ok(&on("2026-03-02T13:00", &["feedback", "link", "2", "1"]));
    shell.fails(3, &on("2026-03-02T13:00", &["feedback", "link", "2", "77"]));
    shell.fails(3, &on("2026-03-02T13:00", &add("?", "x", "78")));
    let listed = shell.json(&["feedback", "list"]);
    assert_eq!(listed["themes"], json!([{ "name": "delivery day", "entries": 2, "open": 2, "tickets": 2 }]));
    shell.ok(&on("2026-03-03T09:00", &["feedback", "status", "1", "passed-on"]));
    shell.ok(&on("2026-03-04T09:00", &["feedback", "status", "1", "done", "--answered", "From May on."]));
    shell.fails(2, &["feedback", "status", "1", "sent"]);
    let all = shell.json(&["feedback", "list", "--all"]);
    let first = &all["entries"][1];
    assert_eq!((&first["status"], &first["passed_by"]), (&json!("done"), &json!("Lan")));
    assert_eq!((&first["passed"], &first["answer"]), (&json!("2026-03-03T09:00:00Z"), &json!("From May on.")));
    assert_eq!(shell.json(&["feedback", "list"])["entries"].as_array().map(Vec::len), Some(1));
    let csv = shell.ok(&["feedback", "list", "--all", "--format", "csv"]);
    assert!(csv.starts_with("id,at,by,theme") && csv.contains("'=cmd()"), "{csv}");
}

#[test]
fn a_notice_says_who_has_read_it() {
    let shell = team();
    shell.ok(&on("2026-03-02T12:00", &["notice", "add", "Refunds", "Up to **20 €**.", "--until", "2026-03-04"]));
    assert!(shell.fails(2, &["notice", "read", "1"]).contains("--as"));
    shell.ok(&["notice", "read", "1", "--as", "Minh", "--at", "2026-03-02T13:00"]);
    assert!(shell.ok(&["notice", "read", "1", "--as", "Minh"]).contains("Nothing changed"));
    let notice = shell.json(&on("2026-03-04T12:00", &["notice", "list"]))[0].clone();
    assert_eq!((&notice["read"], &notice["asked"], &notice["missing"]), (&json!(1), &json!(2), &json!(["Hoa"])));
    assert_eq!(shell.ok(&["notice", "show", "1"]), "Refunds\n\nUp to 20 €.");
    assert_eq!(shell.json(&on("2026-03-05T12:00", &["notice", "list"])), json!([]));
    shell.ok(&["undo", "--as", "Minh"]);
    assert_eq!(shell.json(&on("2026-03-04T12:00", &["notice", "list"]))[0]["read"], json!(0));
}

#[test]
fn the_huddle_is_drawn_from_all_of_it() {
    let shell = team();
    shell.ok(&on("2026-03-02T12:00", &["goal", "add", "Answer sooner", "frt", "15m", "2026-04-01"]));
    shell.ok(&on("2026-03-02T12:00", &["action", "add", "Ask shipping", "2026-03-02"]));
    shell.ok(&on("2026-03-02T12:00", &["action", "add", "Far away", "2026-06-02"]));
    let said = ["feedback", "add", "Which day?", "--theme", "delivery day", "--for", "shipping", "--ticket", "1"];
    shell.ok(&on("2026-03-02T12:00", &said));
    shell.ok(&on("2026-03-02T12:00", &["notice", "add", "Refunds *now*", "Up to 20 €."]));
    let at = |form: &'static str| on("2026-03-03T08:00", &["huddle", "--format", form]);
    let told: Value = serde_json::from_str(&shell.ok(&at("json"))).unwrap();
    assert_eq!(
        (&told["received"], &told["solved"], &told["from"]),
        (&json!(1), &json!(0), &json!("2026-03-02T00:00:00Z"))
    );
    assert_eq!(told["actions"], json!([{ "id": 1, "due": "2026-03-02", "overdue": true }]));
    assert_eq!((&told["goals"][0]["id"], &told["goals"][0]["state"]), (&json!(1), &json!("behind")));
    assert_eq!(told["themes"], json!([{ "theme": "delivery day", "entries": 1, "tickets": 1 }]));
    assert_eq!(told["notices"], json!([{ "id": 1, "read": 0, "asked": 2 }]));
    let text = shell.ok(&at("text"));
    for part in ["Huddle · Tue 3 Mar", "Answer sooner", "Ask shipping · Lan · overdue since Mon 2 Mar", "Refunds *now*"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(shell.ok(&at("markdown")).contains("**Refunds \\*now\\***"));
    let week = shell.ok(&on("2026-03-03T08:00", &["huddle", "--week"]));
    for part in [
        "What works?",
        "What does not?",
        "loyalty?",
        "What are competitors doing?",
        "Weekly review · Mon 23 Feb – Sun 1 Mar",
    ] {
        assert!(week.contains(part), "{part}: {week}");
    }
    assert!(!week.lines().any(|line| line.trim() == "•"), "no point without words: {week}");
    shell.fails(2, &["huddle", "--format", "pdf"]);
}

/// The desk of Saturday with two of everything.
pub fn planned(store: &mut Store, now: Instant) -> Author {
    let lan = saturday(store, now);
    let today: NaiveDate = (now + TimeDelta::hours(7)).date_naive();
    let (minh, night) = (Some(PersonId(2)), Author { person: Some(PersonId(3)), login: "night".into() });
    let goal = |name: &str, start, target, begun: u64, left: u64| Goal {
        name: name.into(),
        figure: "first_response".into(),
        of: GoalScope::Team,
        begun: today - Days::new(begun),
        start: Thousandths(start),
        target: Thousandths(target),
        due: today + Days::new(left),
        every: Some(7),
        owner: minh,
        reviews: Vec::new(),
        closed: None,
    };
    let item = |title: &str, due: i64, from| ActionItem {
        title: title.into(),
        owner: minh,
        opened: today - Days::new(9),
        due: today + TimeDelta::days(due),
        criterion: "Fewer calls".into(),
        every: Some(7),
        steps: ["Ask", "Write"].map(|what| ActionStep { what: what.into(), done: None }).into(),
        from,
        credit: minh,
        ended: None,
    };
    let said = |theme: &str, department: &str, tickets: &[i64], days| Feedback {
        theme: theme.into(),
        touch_point: Some("order mail".into()),
        department: department.into(),
        said: format!("“{theme}?”\nSo they ask."),
        tickets: tickets.iter().copied().map(TicketId).collect(),
        at: now - TimeDelta::days(days),
        by: night.clone(),
        status: CustomerFeedbackStatus::New,
        passed: None,
        answer: String::new(),
    };
    let notice = |title: &str, by: &Author, until| Notice {
        title: title.into(),
        body: "## Rule\n- Up to **20 €**.\n- Above, ask.".into(),
        by: by.clone(),
        at: now - TimeDelta::hours(20),
        until,
        to: None,
        read: Vec::new(),
    };
    let all = [
        Record::Goal(goal("Answer within two hours", 36_000_000, 7_200_000, 20, 40)),
        Record::Goal(goal("Answer within a quarter of an hour", 2_700_000, 900_000, 24, 60)),
        Record::Action(item("Name the day in the mail", -2, Some(ActionOrigin::Goal(1)))),
        Record::Action(item("List who may release a refund", 6, Some(ActionOrigin::TouchPoint("refund".into())))),
        Record::Feedback(said("delivery day", "shipping", &[1, 2], 3)),
        Record::Feedback(said("invoice", "billing", &[4], 1)),
        Record::Notice(notice("Refunds up to 20 €", &night, Some(today + Days::new(7)))),
        Record::Notice(notice("How we answer", &lan, None)),
    ];
    for record in all {
        store
            .apply(&ChangeRequest { change: Change::AddRecord(record), by: night.clone(), seen_seq: None }, now)
            .unwrap();
    }
    lan
}

fn screen() -> Screen {
    Screen::new((120, 35), "", planned)
}

fn team_of(screen: &Screen) -> shiftdesk::model::team::Team {
    screen.store.team((screen.now + TimeDelta::hours(7)).date_naive()).unwrap()
}

#[test]
fn changes_to_the_plan_are_undone_with_one_key() {
    for (keys, what) in [
        ("6 space", "reached"),
        ("6 x", "dropped"),
        ("6 r ctrl-s", "review"),
        ("6 tab space", "done"),
        ("6 tab x", "dropped"),
        ("6 tab enter down enter", "step"),
        ("6 ] space", "reassigned"),
        ("6 ] x", "declined"),
        ("6 ] s down down enter", "answered"),
        ("6 ] ] space", "read"),
        ("6 ] ] x", "removed"),
        ("! space", "read from anywhere"),
    ] {
        let mut screen = screen();
        let before = team_of(&screen);
        screen.press(keys);
        let after = team_of(&screen);
        assert_ne!(before, after, "{what}: {}", screen.text());
        screen.press("esc esc u");
        assert_eq!(team_of(&screen), before, "{what}: {}", screen.text());
    }
}

#[test]
fn a_goal_is_set_looked_at_and_closed_on_the_screen() {
    let mut screen = screen();
    screen.press("6 c").type_text("Half an hour").press("tab tab tab tab").type_text("30m").press("ctrl-s");
    let goals = team_of(&screen).goals;
    assert_eq!(goals.len(), 3, "{}", screen.text());
    let new = &goals[2];
    assert_eq!((new.figure.as_str(), new.target), ("first_response", Thousandths(1_800_000)));
    assert!(new.start.0 > 0, "where the figure is now");
    screen.press("6 down down enter");
    assert!(screen.text().contains("expected"), "{}", screen.text());
    screen.press("r").type_text("Too slow.").press("ctrl-s");
    assert!(screen.foot().contains("Reviewed: ") && screen.foot().contains("next on"), "{}", screen.foot());
    screen.press("r").type_text("Still.").press("tab right right ctrl-s");
    let closed = team_of(&screen).goals.iter().filter_map(|goal| goal.closed.clone()).collect::<Vec<_>>();
    assert_eq!(closed.len(), 1, "{}", screen.text());
    assert!(!closed[0].reached);
}

#[test]
fn feedback_is_logged_from_a_ticket() {
    let mut screen = screen();
    screen.press("2 #");
    assert!(screen.text().contains("New feedback") && screen.text().contains("delivery day"), "{}", screen.text());
    screen.press("down enter");
    let linked: Vec<usize> = team_of(&screen).feedback.iter().map(|one| one.tickets.len()).collect();
    assert_eq!(linked.iter().sum::<usize>(), 4, "another ticket is linked: {linked:?}");
    screen.press("# enter").type_text("vouchers").press("tab").type_text("mar").press("right tab tab tab");
    screen.type_text("It had ended.").press("ctrl-s");
    let new = team_of(&screen).feedback.pop().unwrap();
    assert_eq!(
        (new.theme.as_str(), new.department.as_str(), new.said.as_str()),
        ("vouchers", "marketing", "It had ended.")
    );
    assert_eq!(new.tickets.len(), 1, "the ticket under the cursor");
}

#[test]
fn a_notice_waits_on_the_first_screen_until_it_is_read() {
    let mut screen = Screen::new((160, 40), "", planned);
    assert!(screen.text().contains("1 unread notice  !"), "{}", screen.text());
    screen.press("!");
    assert!(screen.text().contains("Refunds up to 20 €") && screen.text().contains("Above, ask."), "{}", screen.text());
    screen.press("space");
    assert!(screen.foot().contains("Read: Refunds up to 20 €"), "{}", screen.foot());
    assert!(!screen.text().contains("Above, ask."), "it was the last one: {}", screen.text());
    assert!(!screen.text().contains("unread notice"), "{}", screen.text());
    screen.press("!");
    assert!(screen.foot().contains("no unread notices"), "{}", screen.foot());
}

#[test]
fn the_huddle_is_read_on_the_screen_and_its_week_with_one_key() {
    let mut screen = screen();
    screen.press("&");
    assert!(screen.text().contains("Yesterday, Fri 20 Nov"), "{}", screen.text());
    screen.press("tab");
    assert!(screen.text().contains("What works?"), "{}", screen.text());
}

#[test]
fn pictures_of_the_plan() {
    for (size, language) in [((80, 24), "en"), ((120, 35), "en"), ((200, 60), "en"), ((120, 35), "vi")] {
        let more = format!("[screen]\nlanguage = '{language}'");
        for (name, keys) in [("plan", "6"), ("plan-voice", "6 ]"), ("plan-notices", "6 ] ]"), ("huddle", "&")] {
            let mut screen = Screen::new(size, &more, planned);
            screen.press(keys);
            let name = format!("{name}-{}x{}-{language}", size.0, size.1);
            insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(name, screen.picture());
            });
        }
    }
}

#[test]
fn an_empty_plan_says_how_something_comes_into_it() {
    for keys in ["6", "6 tab", "6 ]", "6 ] ]"] {
        let mut screen = Screen::new((80, 24), "", saturday);
        screen.press(keys);
        assert!(screen.text().contains(" c "), "{keys}: {}", screen.text());
    }
}
