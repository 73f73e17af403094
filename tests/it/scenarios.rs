//! Stories with expected numbers: every `tests/scenarios/*.toml` is told to a fresh file and its figures are compared.
//!
//! A line of a story is `MOMENT [PERSON] WHAT [DETAIL]`; see the files for how they read. What tickets do to each other
//! comes after their stories, as acts: `MOMENT PERSON WHAT TICKET [DETAIL]`.
//!
//! Of every ticket of every story each clock is added up by hand from its ledger.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Value, json};

use shiftdesk::engine::aging::{AgingTicket, BucketCount, backlog_aging};
use shiftdesk::engine::metrics::{MetricsDepth, MetricsWindow};
use shiftdesk::engine::sla::ClockProgress;
use shiftdesk::engine::sla::ledger::{ClockLedger, LedgerSpan, SpanReason};
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::aging::{AgingBuckets, StuckRules};
use shiftdesk::model::calendar::{self, Calendar};
use shiftdesk::model::event::{EventPayload, OpenedTicket};
use shiftdesk::model::ids::{PersonId, TicketId};
use shiftdesk::model::person::Author;
use shiftdesk::model::policy::{PolicySet, ResolutionMode, SlaPolicy};
use shiftdesk::model::rating::Score;
use shiftdesk::model::settings::MetricsConfig;
use shiftdesk::model::time::{Instant, Period, Zone, parse_day, parse_duration, parse_moment};
use shiftdesk::store::Store;
use shiftdesk::store::bulk_import::ImportBatch;
use shiftdesk::store::read::TicketSelection;

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
    /// Policies as `priority first_reply next_reply resolution [mode [calendar]]`, `-` for none.
    #[serde(default)]
    sla: Vec<String>,
    /// Opening hours, as the settings write them.
    #[serde(default)]
    calendar: Vec<calendar::CalendarConfig>,
    /// Policies that take the place of those before them at a moment.
    #[serde(default)]
    rules: Vec<RulesFrom>,
    ticket: Vec<Story>,
    /// What is done once the stories are told.
    #[serde(default)]
    act: Vec<String>,
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
    /// What is known of clocks now.
    #[serde(default)]
    clock: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFrom {
    from: String,
    sla: Vec<String>,
}

/// A clock: the n-th of its kind, from 1. What is left out is not compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    ticket: i64,
    kind: String,
    #[serde(default = "first")]
    n: usize,
    state: Option<String>,
    policy: Option<String>,
    /// Durations as `4h`, `1h30m`, `-20m`.
    used: Option<String>,
    left: Option<String>,
    /// A moment, or `none`.
    due: Option<String>,
    ended: Option<String>,
    /// Every span: `FROM TO runs|stands WHY TOTAL`, with the day of the month and the hour.
    ledger: Option<Vec<String>>,
    /// How many clocks of this kind there are in all.
    of: Option<usize>,
}

fn first() -> usize {
    1
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
    // Those of coverage are read where coverage is tested.
    files.retain(|file| !file.file_name().unwrap().to_string_lossy().starts_with("coverage_"));
    files.sort();
    assert!(files.len() >= 14, "the stories are missing");
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
    let path = folder.path().join("team.db");
    let calendars: Vec<_> = scenario.calendar.iter().map(|one| Arc::new(Calendar::from((one.clone(), zone)))).collect();
    let rules = |sla: &[String]| {
        let policies = sla.iter().map(|line| policy(line)).collect();
        Arc::new(PolicySet { policies, calendars: calendars.clone() })
    };
    let mut store = Store::open_or_create(&path, rules(&scenario.sla)).unwrap();
    for later in &scenario.rules {
        // The first policies hold since ever, whenever they were written down.
        store.activate_policies(&Author::default(), Instant::UNIX_EPOCH).unwrap();
        store = Store::open(&path, rules(&later.sla)).unwrap();
        store.activate_policies(&Author::default(), at(&later.from)).unwrap();
    }
    let mut people = People::new();
    let mut batch = store.begin_import_batch(Author::default(), now).unwrap();
    for story in &scenario.ticket {
        let events: Vec<_> = story.story.iter().map(|line| event(line, zone, &mut people, &mut batch)).collect();
        batch.add_ticket_history(events).unwrap();
    }
    batch.commit().unwrap();
    for line in &scenario.act {
        act(line, zone, &people, &mut store);
    }
    let clocks = ledgers(&store, scenario.ticket.len(), now, name);
    for expected in &scenario.clock {
        compare(expected, &clocks, now, zone, name);
    }

    let period = Period::days(zone, parse_day(&scenario.from).unwrap(), parse_day(&scenario.to).unwrap());
    let calendar = calendars.first().cloned();
    let counting = MetricsConfig { zone, calendar, ..MetricsConfig::default() };
    let report = store
        .samples(MetricsWindow { period, now, config: &counting, depth: MetricsDepth::Full })
        .unwrap()
        .team_figures(period);
    for (who, expected) in &scenario.expect {
        let figures = match who.as_str() {
            "team" => Some(&report.team),
            person => report.agents.iter().find(|(agent, _)| *agent == people[person]).map(|(_, figures)| figures),
        };
        let got = serde_json::to_value(figures).unwrap();
        same(&format!("{name} ({}) {who}", scenario.about), expected, &got);
    }
    for (reason, n) in &scenario.left_out {
        let got = report.excluded.iter().find(|(why, _)| why.reason().starts_with(reason)).map(|(_, n)| *n);
        assert_eq!(got, Some(*n), "{name}: left out for {reason}");
    }
    let rows = store.rows(&TicketSelection::All).unwrap();
    for (id, expected) in &scenario.row {
        let row = rows.iter().find(|row| row.id == TicketId(id.parse().unwrap())).unwrap();
        let clock = row.clock.as_ref();
        let got = json!({
            "status": row.status,
            "assignee": people.iter().find(|(_, id)| Some(**id) == row.assignee).map(|(name, _)| name),
            "clock": clock.map(|clock| clock.terms.kind.name()),
            "state": clock.map(|clock| clock.state(now, None).name()),
            "left": clock.and_then(|clock| clock.time_left(now)).map(|left| left.num_seconds()),
            "reassigned": row.reassigned,
            "reopened": row.reopened,
        });
        same(&format!("{name}: ticket {id}"), expected, &got);
    }
    for (moment, expected) in &scenario.backlog {
        same(&format!("{name}: backlog at {moment}"), expected, &backlog(&store, at(moment)));
    }
}

/// Does what one line tells of after the stories.
fn act(line: &str, zone: Zone, people: &People, store: &mut Store) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |text: &str| TicketId(text.parse().unwrap());
    let (ticket, detail) = (number(words[3]), words.get(4).copied());
    let change = match words[2] {
        "merge" => Change::Merge { ticket, into: number(detail.unwrap()) },
        "replied" => Change::Reply { ticket, body: "!".into(), then: detail.map(|status| status.parse().unwrap()) },
        "asked" => Change::AddCustomerMessage { ticket, body: "?".into() },
        "status" => Change::SetStatus { ticket, status: detail.unwrap().parse().unwrap() },
        "undo" => Change::Undo,
        other => panic!("‘{other}’ is nothing that can be done"),
    };
    let by = Author { person: Some(people[words[1]]), login: "test".into() };
    store.apply(&ChangeRequest { change, by, seen_seq: None }, parse_moment(words[0], zone).unwrap()).unwrap();
}

/// The ledgers of every ticket, each added up by hand: the spans have no gap, count their own length while the clock runs
/// and nothing else, and come to what the clock says.
fn ledgers(store: &Store, tickets: usize, now: Instant, name: &str) -> Vec<(i64, ClockLedger)> {
    let mut all = Vec::new();
    for id in 1..=i64::try_from(tickets).unwrap() {
        let Some(detail) = store.ticket(TicketId(id)).unwrap() else { continue };
        for clock in &detail.clocks {
            let ledger = shiftdesk::engine::sla::ledger::clock_ledger(clock, &detail.ticket, now);
            let place = format!("{name}: ticket {id}, {}", clock.terms.kind.name());
            let (mut end, mut total) = (clock.terms.started, TimeDelta::zero());
            for span in &ledger.spans {
                assert!(span.from == end && span.from < span.to, "{place}: a gap at {end}");
                assert_eq!(span.counted, if span.running { span.to - span.from } else { TimeDelta::zero() }, "{place}");
                (end, total) = (span.to, total + span.counted);
                assert_eq!(span.total, total, "{place}");
            }
            assert!(ledger.spans.is_empty() || end == clock.ended_at().unwrap_or(now), "{place}: it ends at {end}");
            let target = clock.terms.target;
            let passed = ledger.spans.iter().find(|span| span.total >= target);
            let by_hand = passed.map(|span| span.to - (span.total - target));
            match clock.progress {
                ClockProgress::Met { at } | ClockProgress::Cancelled { at } => {
                    assert!(by_hand.is_none_or(|due| at <= due), "{place}")
                }
                ClockProgress::Breached { due, .. } => assert_eq!(by_hand, Some(due), "{place}"),
                ClockProgress::Paused { left } => assert_eq!(target - total, left, "{place}"),
                ClockProgress::Running { due, .. } => {
                    assert_eq!(clock.time_left(now), Some(target - total), "{place}");
                    assert!(by_hand.is_none_or(|by_hand| by_hand == due), "{place}");
                }
            }
            all.push((id, ledger));
        }
    }
    all
}

fn compare(expected: &Expected, clocks: &[(i64, ClockLedger)], now: Instant, zone: Zone, name: &str) {
    let place = format!("{name}: ticket {}, {} {}", expected.ticket, expected.kind, expected.n);
    let of_kind =
        |(id, ledger): &&(i64, ClockLedger)| *id == expected.ticket && ledger.clock.terms.kind.name() == expected.kind;
    let found: Vec<&ClockLedger> = clocks.iter().filter(of_kind).map(|(_, ledger)| ledger).collect();
    if let Some(of) = expected.of {
        assert_eq!(found.len(), of, "{place}: how many there are");
        if of == 0 {
            return;
        }
    }
    let ledger = found.get(expected.n.wrapping_sub(1)).unwrap_or_else(|| panic!("{place}: there is none"));
    let clock = &ledger.clock;
    let moment = |at: Option<Instant>| at.map_or("none".into(), |at| zone.civil(at).format("%FT%H:%M").to_string());
    let line = |span: &LedgerSpan| {
        let at = |at: Instant| zone.civil(at).format("%dT%H:%M").to_string();
        let why = match &span.reason {
            SpanReason::Status(status) => status.name(),
            SpanReason::Closed => "closed",
            SpanReason::Holiday(name) => name,
        };
        let runs = if span.running { "runs" } else { "stands" };
        format!("{} {} {runs} {why} {}", at(span.from), at(span.to), short(span.total))
    };
    for (what, wanted, got) in [
        ("state", &expected.state, clock.state(now, None).name().to_owned()),
        ("policy", &expected.policy, clock.terms.policy.to_string()),
        ("used", &expected.used, short(ledger.time_used())),
        ("left", &expected.left, short(ledger.time_left())),
        ("due", &expected.due, moment(ledger.due_at())),
        ("ended", &expected.ended, moment(clock.ended_at())),
    ] {
        if let Some(wanted) = wanted {
            assert_eq!(&got, wanted, "{place}: {what}");
        }
    }
    if let Some(wanted) = &expected.ledger {
        assert_eq!(&ledger.spans.iter().map(line).collect::<Vec<_>>(), wanted, "{place}: its ledger");
    }
}

/// `1h30m`, `45m`, `0m`, `-20m`; hours are not made days.
fn short(delta: TimeDelta) -> String {
    let minutes = delta.num_minutes().abs();
    let sign = if delta < TimeDelta::zero() { "-" } else { "" };
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{sign}{minutes}m"),
        (hours, 0) => format!("{sign}{hours}h"),
        (hours, minutes) => format!("{sign}{hours}h{minutes}m"),
    }
}

fn backlog(store: &Store, at: Instant) -> Value {
    let then = store.backlog_at(at).unwrap();
    let items = then.iter().map(|ticket| AgingTicket {
        id: ticket.id,
        created: ticket.created,
        waits_on: ticket.status.waits_on().unwrap(),
        last_event: ticket.last_event,
        reassigned: ticket.reassigned,
        reopened: ticket.reopened,
    });
    let aging = backlog_aging(items, at, &AgingBuckets::default(), &StuckRules::default());
    let sum = |of: fn(&BucketCount) -> usize| aging.buckets.iter().map(of).sum::<usize>();
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

fn event(line: &str, zone: Zone, people: &mut People, batch: &mut ImportBatch) -> (Instant, Author, EventPayload) {
    let mut id = |name: &str| *people.entry(name.to_owned()).or_insert_with(|| batch.find_or_add_person(name).unwrap());
    let (moment, rest) = line.split_once(' ').unwrap();
    let words: Vec<&str> = rest.split_whitespace().collect();
    let by = words[0].starts_with(char::is_uppercase).then_some(words[0]);
    let author = Author { person: by.map(&mut id), login: "test".into() };
    let what = what(&words[usize::from(by.is_some())..], &mut id);
    (parse_moment(moment, zone).unwrap(), author, what)
}

fn what(words: &[&str], person: &mut impl FnMut(&str) -> PersonId) -> EventPayload {
    let detail = words.get(1).copied();
    let opened = OpenedTicket { subject: "A story".into(), ..OpenedTicket::default() };
    match words[0] {
        "opened" => {
            EventPayload::Opened(OpenedTicket { priority: detail.unwrap_or("normal").parse().unwrap(), ..opened })
        }
        "proactive" => EventPayload::Opened(OpenedTicket { proactive: true, ..opened }),
        "asked" => EventPayload::Asked { body: "?".into() },
        "replied" => EventPayload::Replied { body: "!".into(), then: detail.map(|status| status.parse().unwrap()) },
        "noted" => EventPayload::Noted { body: "by the way".into() },
        "assigned" => EventPayload::Assigned { to: detail.filter(|name| *name != "nobody").map(person) },
        "status" => EventPayload::StatusSet { status: detail.unwrap().parse().unwrap() },
        "priority" => EventPayload::PrioritySet { priority: detail.unwrap().parse().unwrap() },
        "surveyed" => EventPayload::Surveyed,
        "upset" => EventPayload::Upset { recovery: String::new(), follow_up: None },
        "soothed" => EventPayload::Soothed,
        "rated" => EventPayload::Rated(Score { score: detail.unwrap().parse().unwrap(), out_of: 5 }),
        other => panic!("‘{other}’ is nothing that a story can tell"),
    }
}

fn policy(line: &str) -> SlaPolicy {
    let words: Vec<&str> = line.split_whitespace().collect();
    let priorities = if words[0] == "any" { Vec::new() } else { vec![words[0].parse().unwrap()] };
    SlaPolicy {
        name: words[0].into(),
        priorities,
        channels: Vec::new(),
        categories: Vec::new(),
        tiers: Vec::new(),
        first_reply: parse_duration(words[1]),
        next_reply: parse_duration(words[2]),
        resolution: parse_duration(words[3]),
        mode: match words.get(4).copied() {
            None | Some("requester_wait") => ResolutionMode::RequesterWait,
            Some("agent_work") => ResolutionMode::AgentWork,
            Some("total") => ResolutionMode::Total,
            Some(other) => panic!("‘{other}’ is no mode"),
        },
        calendar: words.get(5).map(|&name| name.into()),
    }
}
