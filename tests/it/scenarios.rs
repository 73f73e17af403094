//! Stories with expected numbers: every `tests/scenarios/*.toml` is told to a fresh file and its figures are compared.
//!
//! A line of a story is `MOMENT [PERSON] WHAT [DETAIL]`; see the files for how they read.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use shiftdesk::domain::aging::{Bucket, Buckets, Item, StuckRules, aging};
use shiftdesk::domain::event::{Author, Opened, What};
use shiftdesk::domain::metrics::Samples;
use shiftdesk::domain::person::PersonId;
use shiftdesk::domain::sla::{Policy, Rules};
use shiftdesk::domain::ticket::{Score, TicketId};
use shiftdesk::domain::time::{Instant, Period, Zone, parse_day, parse_duration, parse_moment};
use shiftdesk::store::Store;
use shiftdesk::store::load::Batch;
use shiftdesk::store::read::Which;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    /// What the story shows.
    about: String,
    #[serde(default = "utc")]
    zone: Zone,
    from: String,
    to: String,
    now: String,
    /// Policies as `priority first_reply next_reply resolution`, `-` for none.
    #[serde(default)]
    sla: Vec<String>,
    ticket: Vec<Story>,
    /// Figures of the team, and of people by name.
    #[serde(default)]
    expect: BTreeMap<String, toml::Value>,
    /// How many tickets are left out, by the beginning of the reason.
    #[serde(default)]
    left_out: BTreeMap<String, usize>,
    /// What the row of ticket n says.
    #[serde(default)]
    row: BTreeMap<String, toml::Value>,
    /// The backlog at moments.
    #[serde(default)]
    backlog: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    story: Vec<String>,
}

type People = BTreeMap<String, PersonId>;

fn utc() -> Zone {
    Zone::UTC
}

#[test]
fn every_story_comes_to_its_numbers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 5, "the stories are missing");
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let scenario: Scenario = toml::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
        check(&scenario, &file.file_stem().unwrap().to_string_lossy());
    }
}

fn check(scenario: &Scenario, name: &str) {
    let (zone, folder) = (scenario.zone, tempfile::tempdir().unwrap());
    let at = |text: &str| parse_moment(text, zone).unwrap_or_else(|why| panic!("{name}: {why}"));
    let now = at(&scenario.now);
    let rules = Rules { policies: scenario.sla.iter().map(|line| policy(line)).collect(), calendars: Vec::new() };
    let rules = Arc::new(rules);
    let mut store = Store::open_or_create(&folder.path().join("team.db"), rules.clone()).unwrap();
    let mut people = People::new();
    let mut batch = store.batch(Author::default(), now).unwrap();
    for story in &scenario.ticket {
        let events: Vec<_> = story.story.iter().map(|line| event(line, zone, &mut people, &mut batch)).collect();
        batch.tell(events).unwrap();
    }
    batch.commit().unwrap();

    let period = Period::days(zone, parse_day(&scenario.from).unwrap(), parse_day(&scenario.to).unwrap());
    let window = parse_duration("7d").unwrap();
    let report = Samples::draw(&store.material(period, now, window).unwrap()).report(period);
    for (who, expected) in &scenario.expect {
        let figures = match who.as_str() {
            "team" => Some(&report.team),
            person => report.agents.iter().find(|(agent, _)| *agent == people[person]).map(|(_, figures)| figures),
        };
        let got = serde_json::to_value(figures).unwrap();
        same(&format!("{name} ({}) {who}", scenario.about), expected, &got);
    }
    for (reason, n) in &scenario.left_out {
        let got = report.left_out.iter().find(|(why, _)| why.reason().starts_with(reason)).map(|(_, n)| *n);
        assert_eq!(got, Some(*n), "{name}: left out for {reason}");
    }
    let rows = store.rows(&Which::All).unwrap();
    for (id, expected) in &scenario.row {
        let row = rows.iter().find(|row| row.id == TicketId(id.parse().unwrap())).unwrap();
        let clock = row.clock.as_ref();
        let got = json!({
            "status": row.status,
            "assignee": people.iter().find(|(_, id)| Some(**id) == row.assignee).map(|(name, _)| name),
            "clock": clock.map(|clock| clock.terms.kind.name()),
            "state": clock.map(|clock| clock.state(now, None).name()),
            "left": clock.and_then(|clock| clock.left(now)).map(|left| left.num_seconds()),
            "reassigned": row.reassigned,
            "reopened": row.reopened,
        });
        same(&format!("{name}: ticket {id}"), expected, &got);
    }
    for (moment, expected) in &scenario.backlog {
        same(&format!("{name}: backlog at {moment}"), expected, &backlog(&store, at(moment)));
    }
}

fn backlog(store: &Store, at: Instant) -> Value {
    let then = store.backlog_at(at).unwrap();
    let items = then.iter().map(|ticket| Item {
        id: ticket.id,
        created: ticket.created,
        waits_on: ticket.status.waits_on().unwrap(),
        last_event: ticket.last_event,
        reassigned: ticket.reassigned,
        reopened: ticket.reopened,
    });
    let aging = aging(items, at, &Buckets::default(), &StuckRules::default());
    let sum = |of: fn(&Bucket) -> usize| aging.buckets.iter().map(of).sum::<usize>();
    let stuck: Vec<_> = aging.stuck.iter().map(|(id, rule)| format!("{id} {}", rule.name())).collect();
    json!({ "total": aging.total, "us": sum(|b| b.us), "customer": sum(|b| b.customer),
        "third_party": sum(|b| b.third_party), "stuck": stuck })
}

/// Every value that the story expects is there, durations and rates to a billionth.
fn same(place: &str, expected: &toml::Value, got: &Value) {
    match expected {
        toml::Value::Table(table) => {
            for (key, value) in table {
                same(&format!("{place}.{key}"), value, got.get(key).unwrap_or(&Value::Null));
            }
        }
        toml::Value::String(text) if text == "none" => assert!(got.is_null(), "{place}: {got}"),
        toml::Value::String(text) => assert_eq!(got.as_str(), Some(text.as_str()), "{place}"),
        toml::Value::Integer(number) => assert_eq!(got.as_f64(), Some(*number as f64), "{place}"),
        toml::Value::Float(number) => {
            assert!(got.as_f64().is_some_and(|got| (got - number).abs() < 1e-9), "{place}: {got}, not {number}");
        }
        other => assert_eq!(serde_json::to_value(other).unwrap(), *got, "{place}"),
    }
}

fn event(line: &str, zone: Zone, people: &mut People, batch: &mut Batch) -> (Instant, Author, What) {
    let mut id = |name: &str| *people.entry(name.to_owned()).or_insert_with(|| batch.person_called(name).unwrap());
    let (moment, rest) = line.split_once(' ').unwrap();
    let words: Vec<&str> = rest.split_whitespace().collect();
    let by = words[0].starts_with(char::is_uppercase).then_some(words[0]);
    let author = Author { person: by.map(&mut id), login: "test".into() };
    let what = what(&words[usize::from(by.is_some())..], &mut id);
    (parse_moment(moment, zone).unwrap(), author, what)
}

fn what(words: &[&str], person: &mut impl FnMut(&str) -> PersonId) -> What {
    let detail = words.get(1).copied();
    let opened = Opened { subject: "A story".into(), ..Opened::default() };
    match words[0] {
        "opened" => What::Opened(Opened { priority: detail.unwrap_or("normal").parse().unwrap(), ..opened }),
        "proactive" => What::Opened(Opened { proactive: true, ..opened }),
        "asked" => What::Asked { body: "?".into() },
        "replied" => What::Replied { body: "!".into(), then: detail.map(|status| status.parse().unwrap()) },
        "noted" => What::Noted { body: "by the way".into() },
        "assigned" => What::Assigned { to: detail.filter(|name| *name != "nobody").map(person) },
        "status" => What::StatusSet { status: detail.unwrap().parse().unwrap() },
        "priority" => What::PrioritySet { priority: detail.unwrap().parse().unwrap() },
        "surveyed" => What::Surveyed,
        "rated" => What::Rated(Score { score: detail.unwrap().parse().unwrap(), out_of: 5 }),
        other => panic!("‘{other}’ is nothing that a story can tell"),
    }
}

fn policy(line: &str) -> Policy {
    let words: Vec<&str> = line.split_whitespace().collect();
    let priorities = if words[0] == "any" { Vec::new() } else { vec![words[0].parse().unwrap()] };
    Policy {
        name: words[0].into(),
        priorities,
        channels: Vec::new(),
        categories: Vec::new(),
        tiers: Vec::new(),
        first_reply: parse_duration(words[1]),
        next_reply: parse_duration(words[2]),
        resolution: parse_duration(words[3]),
        mode: Default::default(),
        calendar: None,
    }
}
