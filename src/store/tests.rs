//! Query plans: traces every statement of a typical day; none may scan history. Fails on a missing or an unused index.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::Store;
use super::read::TicketSelection;
use crate::engine::metrics::{MetricsDepth, MetricsWindow};
use crate::events::change::{Change, ChangeRequest};
use crate::model::customer::Customer;
use crate::model::event::{ImportedTicket, OpenedTicket, TicketImportRow};
use crate::model::ids::{CustomerId, PersonId, Seq, TicketId};
use crate::model::person::{Author, Person};
use crate::model::policy::{PolicySet, SlaPolicy};
use crate::model::record::{Record, RecordKind};
use crate::model::settings::MetricsConfig;
use crate::model::survey::{Survey, SurveyKind};
use crate::model::ticket::Status;
use crate::model::time::{Instant, Period, Zone, from_millis};
use crate::query::customer_filter::CustomerFilter;
use crate::query::customers::{CustomerQuery, CustomerSort};

/// Tables that grow with history.
const HISTORY: [&str; 5] = ["event", "ticket", "past", "customer", "said"];

/// Scans that are allowed.
fn may_scan(step: &str, sql: &str) -> bool {
    // The backlog, by its covering index.
    step.contains("USING COVERING INDEX ticket_open")
        // The full-text index, by search terms.
        || step.starts_with("SCAN s VIRTUAL TABLE")
        // Foreign-key check of a customer's owner: only while in doubt, which never happens.
        || (step == "SCAN customer" && sql.starts_with("INSERT INTO person"))
}

fn minute(n: i64) -> Instant {
    from_millis(n * 60_000).unwrap()
}

fn lan() -> Author {
    Author { person: None, login: "lan".into() }
}

/// A policy with a tier condition, so that tiers are read.
fn rules() -> Arc<PolicySet> {
    let policy = SlaPolicy {
        name: "gold".into(),
        priorities: Vec::new(),
        channels: Vec::new(),
        categories: Vec::new(),
        tiers: vec!["gold".into()],
        first_reply: Some(TimeDelta::hours(1)),
        next_reply: None,
        resolution: Some(TimeDelta::hours(8)),
        mode: Default::default(),
        calendar: None,
    };
    Arc::new(PolicySet { policies: vec![policy], calendars: Vec::new() })
}

/// Every query of a screen, a command or an import in a day, except those that read everything: export, `doctor`
/// counts, rebuild.
fn a_day(store: &mut Store) {
    let mut n = 0;
    let mut does = |store: &mut Store, change: Change| {
        n += 1;
        store.apply(&ChangeRequest { change, by: lan(), seen_seq: None }, minute(n)).map(drop)
    };
    let hoa = Customer { name: "Hoa".into(), email: Some("hoa@desk.example".into()), ..Customer::default() };
    let opened = OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() };
    let (one, an) = (TicketId(1), PersonId(1));
    does(store, Change::AddRecord(Record::Person(Person::with_name("An")))).unwrap();
    does(store, Change::OpenTicketForCustomer { customer: hoa.clone(), opened: opened.clone() }).unwrap();
    let nameless = Customer { email: None, ..hoa.clone() };
    does(store, Change::OpenTicketForCustomer { customer: nameless, opened: opened.clone() }).unwrap();
    does(store, Change::Assign { ticket: one, to: Some(an) }).unwrap();
    let gone = Change::ReplaceRecord { kind: RecordKind::Person, id: 1, record: None };
    assert!(does(store, gone).is_err(), "the history names them");
    does(store, Change::Reply { ticket: one, body: "We look.".into(), then: Some(Status::Pending) }).unwrap();
    let both = [one, TicketId(2)].map(|ticket| Change::SetStatus { ticket, status: Status::Solved });
    does(store, Change::Batch(both.into())).unwrap();
    for change in [Change::Undo, Change::Redo, Change::UndoOrRedo(Seq(1_000))] {
        let _ = does(store, change);
    }
    let gold = Customer { tier: Some("gold".into()), ..hoa.clone() };
    does(store, Change::ReplaceRecord { kind: RecordKind::Customer, id: 1, record: Some(Record::Customer(gold)) })
        .unwrap();
    let gone = Change::ReplaceRecord { kind: RecordKind::Customer, id: 1, record: None };
    assert!(does(store, gone).is_err(), "they have a ticket");
    let facts = |subject: &str| ImportedTicket {
        source: "zammad".into(),
        source_id: "7".into(),
        subject: subject.into(),
        created: Some(minute(2)),
        ..ImportedTicket::default()
    };
    for subject in ["Login", "Login again"] {
        let mut batch = store.begin_import_batch(lan(), minute(50)).unwrap();
        let row = TicketImportRow { facts: facts(subject), customer: Some(hoa.clone()), assignee: Some("Minh".into()) };
        batch.import(row).unwrap();
        batch.commit().unwrap();
    }
    let (now, zone) = (minute(100), Zone::UTC);
    store.customer_account(CustomerId(1)).unwrap();
    store.desk(zone, now).unwrap();
    store.delta(Seq(0), zone, now).unwrap().unwrap();
    store.ticket(one).unwrap().unwrap();
    store.rows(&TicketSelection::Ids(vec![one])).unwrap();
    assert!(matches!(store.queue_head(1).unwrap(), (rows, 1..) if rows.len() == 1));
    store.undo_history(&lan()).unwrap();
    assert!(!store.search("refund", 50, None).unwrap().is_empty());
    let period = Period { from: minute(0), to: now };
    let counting = MetricsConfig::default();
    store.samples(MetricsWindow { period, now, config: &counting, depth: MetricsDepth::Full }).unwrap();
    let flow = store
        .ticket_flow(crate::engine::staffing::arrival_history::ArrivalHistory::new(zone, zone.date(now), now, 4))
        .unwrap();
    assert_eq!((flow.all.today[0], flow.solved.len()), (3, 28));
    assert!(!store.has_events_after(now).unwrap());
    assert!(!store.desk_at(zone, minute(3)).unwrap().tickets.is_empty());
    store.activate_policies(&lan(), now).unwrap();
    store.search_people("an").unwrap();
    store.find_person("An").unwrap();
}

/// Plans that scan a history table, or that fail.
fn scans(store: &Store, asked: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for sql in asked {
        let kind = sql.split_whitespace().next().unwrap_or_default().to_uppercase();
        if !["SELECT", "INSERT", "UPDATE", "DELETE"].contains(&kind.as_str()) {
            continue;
        }
        let mut plan = match store.db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")) {
            Ok(plan) => plan,
            Err(error) => {
                found.push(format!("{error}\n  {sql}"));
                continue;
            }
        };
        for n in 1..=plan.parameter_count() {
            plan.raw_bind_parameter(n, None::<i64>).unwrap();
        }
        let mut steps = plan.raw_query();
        while let Some(step) = steps.next().unwrap() {
            let step: String = step.get(3).unwrap();
            let mut words = step.split_whitespace();
            let whole = words.next() == Some("SCAN") && {
                let table = words.next().unwrap_or_default();
                HISTORY.contains(&table)
                    || sql.contains(&format!("event {table} "))
                    || (table == "t" && sql.contains("ticket t"))
            };
            if whole && !may_scan(&step, sql) {
                found.push(format!("{step}\n  {sql}"));
            }
        }
    }
    found
}

#[test]
fn the_answers_of_one_customer_are_found_without_those_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(&folder.path().join("team.db"), rules()).unwrap();
    let survey = |kind: SurveyKind, customer: i64, score| Survey {
        kind,
        at: minute(i64::from(score)),
        score: Some(score),
        scale: kind.default_scale(),
        customer: Some(CustomerId(customer)),
        ticket: None,
        credit: None,
        about: None,
        comment: None,
        cause: None,
        source: None,
    };
    let mut add = |record| {
        let change = Change::AddRecord(record);
        store.apply(&ChangeRequest { change, by: lan(), seen_seq: None }, minute(20)).unwrap();
    };
    add(Record::Customer(Customer { name: "Hoa".into(), ..Customer::default() }));
    for (customer, score) in [(1, 3), (2, 4), (1, 9)] {
        add(Record::Survey(survey(SurveyKind::Nps, customer, score)));
    }
    add(Record::Survey(survey(SurveyKind::Csat, 1, 2)));
    let answers = store.customer_account(CustomerId(1)).unwrap().surveys;
    assert_eq!(answers.iter().map(|answer| answer.score).collect::<Vec<_>>(), [Some(9), Some(3), Some(2)]);
    let wanted = CustomerQuery {
        period: Period { from: minute(0), to: minute(20) },
        sort: CustomerSort::Name,
        reversed: false,
        filter: CustomerFilter::default(),
        limit: 9,
        silent_after: TimeDelta::days(60),
    };
    let listed = store.list_customers(&wanted, &MetricsConfig::default(), minute(20)).unwrap();
    assert_eq!(listed.rows[0].bad_ratings, 1, "a bad rating that is of no ticket counts, and a recommendation is none");
    let sql = "EXPLAIN QUERY PLAN SELECT id, data FROM kept WHERE kind = 'survey' AND removed = 0
               AND data ->> 'customer' = ?1 ORDER BY at DESC, id DESC";
    let step: String = store.db.query_row(sql, [1], |row| row.get("detail")).unwrap();
    assert!(step.contains("INDEX kept_customer"), "{step}");
}

#[test]
fn nothing_reads_history_from_end_to_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(&folder.path().join("team.db"), rules()).unwrap();
    let traced = Arc::new(Mutex::new(BTreeSet::new()));
    let note = traced.clone();
    let trace = move |event: TraceEvent| match event {
        TraceEvent::Stmt(_, sql) if !sql.starts_with("--") => drop(note.lock().unwrap().insert(sql.to_owned())),
        _ => {}
    };
    store.db.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(trace)).unwrap();
    a_day(&mut store);
    store.db.trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent)>).unwrap();
    let asked = std::mem::take(&mut *traced.lock().unwrap());
    assert!(asked.len() > 40, "{asked:#?}");
    assert_eq!(scans(&store, &asked), Vec::<String>::new());

    let indexes = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
                   AND tbl_name IN ('event', 'ticket', 'past', 'customer')";
    let indexes: Vec<(String, String)> = store
        .db
        .prepare(indexes)
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(indexes.len() >= 10, "{indexes:?}");
    for (name, sql) in indexes {
        store.db.execute_batch(&format!("DROP INDEX {name}")).unwrap();
        assert!(!scans(&store, &asked).is_empty(), "nothing needs {name}");
        store.db.execute_batch(&sql).unwrap();
    }
}
