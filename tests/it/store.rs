//! What the store works out is what the log says, whichever way it got there.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};

use shiftdesk::engine::desk::Desk;
use shiftdesk::engine::metrics::ticket_facts::TicketFacts;
use shiftdesk::engine::metrics::{MetricsDepth, MetricsWindow, Samples};
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::events::replay;
use shiftdesk::model::calendar::Calendar;
use shiftdesk::model::customer::Customer;
use shiftdesk::model::event::{EventPayload, OpenedTicket, TicketEdit};
use shiftdesk::model::ids::{CustomerId, PersonId, Seq, TicketId};
use shiftdesk::model::person::{Author, Person, Profile, Skill};
use shiftdesk::model::policy::{PolicySet, ResolutionMode, SlaPolicy};
use shiftdesk::model::record::{Record, RecordKind};
use shiftdesk::model::settings::{MetricsConfig, StoreConfig};
use shiftdesk::model::shift::{Absence, AbsenceKind, Hours, Requirement, Shift};
use shiftdesk::model::ticket::{Concession, Priority, Status};
use shiftdesk::model::time::{Instant, Period, Zone, from_millis};
use shiftdesk::query::protocol::{ChangeOutcome, Query, Response};
use shiftdesk::store::Store;
use shiftdesk::store::worker::handle_query;

/// Monday, 2 March 2026, nine o'clock.
fn nine() -> Instant {
    from_millis(1_772_442_000_000).unwrap()
}

fn monday() -> NaiveDate {
    Zone::UTC.date(nine())
}

fn open(path: &Path) -> Store {
    let folder = path.parent().unwrap();
    std::fs::write(folder.join("own.toml"), "").unwrap();
    let settings = shiftdesk::config::load(Some(&folder.join("own.toml")), path).unwrap().settings;
    Store::open_or_create(path, Arc::clone(&settings.sla_rules)).unwrap()
}

fn apply(
    store: &mut Store,
    change: Change,
    by: &Author,
    now: Instant,
) -> Result<ChangeOutcome, shiftdesk::store::StoreError> {
    store.apply(&ChangeRequest { change, by: by.clone(), seen_seq: None }, now)
}

/// All that is worked out from the log, line by line. What numbers a row has there is left out: an undo is an event too.
fn worked_out(path: &Path) -> Vec<String> {
    let db = rusqlite::Connection::open(path).unwrap();
    let mut lines = Vec::new();
    for (table, order) in [("ticket", "id"), ("past", "ticket")] {
        let mut statement = db.prepare(&format!("SELECT * FROM {table} ORDER BY {order}")).unwrap();
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let columns = names.iter().enumerate().filter(|(_, name)| *name != "seq");
            let values = columns.map(|(n, name)| format!("{name}={:?}", row.get_ref(n).unwrap()));
            lines.push(format!("{table}: {}", values.collect::<Vec<_>>().join(" ")));
        }
    }
    lines
}

/// Two of them are the same; if not, the first lines that differ say where.
fn same(one: &[String], other: &[String], what: &str) {
    let differ = one.iter().zip(other).find(|(one, other)| one != other);
    assert!(differ.is_none(), "{what}: {differ:#?}");
    assert_eq!(one.len(), other.len(), "{what}");
}

#[test]
fn every_record_reads_back_as_it_was_put_and_goes_with_its_undo() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder.path().join("team.db"));
    let by = Author { person: None, login: "test".into() };
    let minh = Person {
        primary: Some(Profile::CustomerChampion),
        second: Some(Profile::FieldExpert),
        email: Some("minh@desk.example".into()),
        title: Some("Agent".into()),
        level: Some("agent".into()),
        employer: Some("Northwind".into()),
        languages: vec!["vi".into(), "en".into()],
        channels: vec!["chat".into()],
        skills: vec![Skill { name: "listening".into(), level: 4, on: monday() }],
        capacity: Some(8),
        weekly_minutes: Some(2_400),
        since: Some(monday()),
        lead: true,
        ..Person::with_name("Trần Minh")
    };
    let shift = Shift {
        person: PersonId(1),
        day: monday(),
        hours: Hours::new(22 * 60, 6 * 60),
        name: Some("Night".into()),
        breaks: vec![Hours { from: 26 * 60, to: 26 * 60 + 30 }],
    };
    let absence = Absence {
        person: PersonId(1),
        kind: AbsenceKind::Training,
        first: monday(),
        last: monday(),
        hours: Some(Hours { from: 540, to: 600 }),
        note: Some("first aid".into()),
    };
    let requirement =
        Requirement { profile: Profile::Analyst, weekdays: 0b001_1111, hours: Hours { from: 480, to: 960 }, need: 2 };
    let records = [
        Record::Person(minh.clone()),
        Record::Shift(shift.clone()),
        Record::Absence(absence.clone()),
        Record::Requirement(requirement.clone()),
    ];
    for record in &records {
        apply(&mut store, Change::AddRecord(record.clone()), &by, nine()).unwrap();
    }
    let team = store.team(monday()).unwrap();
    assert_eq!(team.people[&PersonId(1)], minh);
    assert_eq!((&team.shifts[0].it, &team.absences[0].it, &team.requirements[0].it), (&shift, &absence, &requirement));
    for _ in &records {
        apply(&mut store, Change::Undo, &by, nine()).unwrap();
    }
    assert_eq!(store.team(monday()).unwrap(), Default::default());
    assert!(apply(&mut store, Change::Undo, &by, nine()).is_err(), "nothing is left to undo");
}

#[test]
fn somebody_who_has_work_cannot_be_undone() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder.path().join("team.db"));
    let (lan, minh) = (login("lan"), login("minh"));
    apply(&mut store, Change::AddRecord(Record::Person(Person::with_name("An"))), &lan, nine()).unwrap();
    let opened = OpenedTicket { subject: "Refund".into(), assignee: Some(PersonId(1)), ..OpenedTicket::default() };
    apply(&mut store, Change::OpenTicket(opened), &minh, nine()).unwrap();
    let refused = apply(&mut store, Change::Undo, &lan, nine()).unwrap_err();
    assert_eq!(refused.exit_code(), 1);
    assert!(refused.to_string().contains("in use"), "{refused}");
}

fn login(name: &str) -> Author {
    Author { person: None, login: name.into() }
}

/// Any change at all, of the newest `seq` events and so many tickets.
fn any_change(random: &mut fastrand::Rng, tickets: i64, seq: i64) -> Change {
    let one = |random: &mut fastrand::Rng| TicketId(random.i64(1..=tickets.max(1)));
    let (ticket, other) = (one(random), one(random));
    let person = random.bool().then(|| PersonId(random.i64(1..=3)));
    let word = || "refund".to_owned();
    let opened = OpenedTicket { subject: "A part".into(), assignee: person, ..OpenedTicket::default() };
    match random.u8(..40) {
        ..18 => plain_change(random, tickets),
        18 | 19 => Change::Redo,
        20 | 21 => Change::UndoOrRedo(Seq(random.i64(1..=seq.max(1)))),
        22 => Change::EditTicket { ticket, edit: TicketEdit::Category(random.bool().then(word)) },
        23 => Change::EditTicket { ticket, edit: TicketEdit::Subject(format!("Refund {}", random.u8(..3))) },
        24 => Change::EditTicket {
            ticket,
            edit: TicketEdit::Customer(random.bool().then(|| CustomerId(random.i64(1..=5)))),
        },
        25 => Change::EditTicket { ticket, edit: TicketEdit::Tags(vec![word()]) },
        26 => Change::Escalate { ticket, level: random.u8(..4), reason: word() },
        27 => Change::AddPromise { ticket, what: word(), due: nine() },
        28 => Change::EndPromise { ticket, promise: Seq(random.i64(1..=seq.max(1))), kept: random.bool() },
        29 | 30 => Change::HandOffTicket { ticket, to: person, why: word(), next: word() },
        31 => Change::GrantConcession {
            ticket,
            concession: Concession { amount: random.i64(1..900), currency: "EUR".into(), reason: word() },
        },
        32 => Change::MarkUpset { ticket, recovery: word(), follow_up: None },
        33 => Change::MarkRecovered { ticket },
        34 => Change::SetChecklistItem { ticket, item: word(), done: random.bool() },
        35 => Change::Merge { ticket, into: other },
        36 => Change::Link { ticket, to: other },
        37 => Change::Split { ticket, opened },
        // A customer of another tier, which a policy may ask for.
        38 => {
            let tier = random.bool().then(|| "gold".to_owned());
            let customer = Customer { name: format!("Customer {}", random.u8(..5)), tier, ..Customer::default() };
            Change::ReplaceRecord {
                kind: RecordKind::Customer,
                id: random.i64(1..=5),
                record: Some(Record::Customer(customer)),
            }
        }
        _ => Change::Batch((0..random.usize(2..5)).map(|_| plain_change(random, tickets)).collect()),
    }
}

/// What most changes are.
fn plain_change(random: &mut fastrand::Rng, tickets: i64) -> Change {
    let ticket = TicketId(random.i64(1..=tickets.max(1)));
    let priority = Priority::ALL[random.usize(..4)];
    match random.u8(..14) {
        0 | 1 => Change::OpenTicket(OpenedTicket { subject: "Refund".into(), priority, ..OpenedTicket::default() }),
        2 => Change::OpenTicketForCustomer {
            customer: Customer { name: format!("Customer {}", random.u8(..5)), ..Customer::default() },
            opened: OpenedTicket { subject: "Login".into(), proactive: random.bool(), ..OpenedTicket::default() },
        },
        3 | 4 => Change::Assign { ticket, to: random.bool().then(|| PersonId(random.i64(1..=3))) },
        5 | 6 => Change::SetStatus { ticket, status: Status::ALL[random.usize(..6)] },
        7 => Change::SetPriority { ticket, priority },
        8 => Change::AddNote { ticket, body: "by the way".into() },
        9 | 10 => {
            Change::Reply { ticket, body: "Done.".into(), then: random.bool().then(|| Status::ALL[random.usize(..6)]) }
        }
        11 => Change::AddCustomerMessage { ticket, body: "And?".into() },
        _ => Change::Undo,
    }
}

#[test]
fn rows_figures_and_deltas_are_what_the_log_adds_up_to() {
    for seed in 0..12 {
        let mut random = fastrand::Rng::with_seed(seed);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        let mut store = Store::open_or_create(&path, some_rules(false)).unwrap();
        let mut other = Store::open(&path, some_rules(false)).unwrap();
        let authors = [login("lan"), login("minh"), Author { person: Some(PersonId(1)), login: "lan".into() }];
        let mut strict = false;
        for name in ["An", "Bình", "Chi"] {
            apply(&mut store, Change::AddRecord(Record::Person(Person::with_name(name))), &authors[0], nine()).unwrap();
        }
        let mut desk: Desk = other.desk(Zone::UTC, nine()).unwrap();
        let (mut tickets, mut now, mut made) = (0, nine(), 0);
        for _ in 0..240 {
            now += TimeDelta::minutes(random.i64(0..600));
            let change = any_change(&mut random, tickets, store.newest_seq().unwrap().0);
            // What is refused (an unknown ticket, an undo too late) leaves no trace; the comparison below sees to it.
            if let Ok(outcome) = apply(&mut store, change, &authors[random.usize(..3)], now) {
                let opened = outcome.events.iter().filter(|(_, event)| matches!(event.what, EventPayload::Opened(_)));
                tickets += i64::try_from(opened.count()).unwrap();
                made += 1;
            }
            if random.u8(..40) == 0 {
                strict = !strict;
                store = Store::open(&path, some_rules(strict)).unwrap();
                store.activate_policies(&login("settings"), now).unwrap();
            }
            assert!(!other.changed_externally().unwrap() || store.newest_seq().unwrap() >= desk.seq);
            if let Some(delta) = other.delta(desk.seq, Zone::UTC, now).unwrap() {
                desk.apply(delta);
            }
        }
        assert!(made > 120, "seed {seed}: only {made} changes were made");
        let found = |store: &Store| -> Vec<i64> {
            ["refund", "by the way", "cust", "part"]
                .iter()
                .flat_map(|words| store.search(words, 1_000, None).unwrap())
                .map(|hit| hit.event.seq.0)
                .collect()
        };
        let (kept, hits) = (worked_out(&path), found(&store));
        store.rebuild().unwrap();
        same(&kept, &worked_out(&path), &format!("seed {seed}: the tables are what the log adds up to"));
        assert_eq!(hits, found(&store), "seed {seed}");
        assert_eq!(desk, other.desk(Zone::UTC, now).unwrap(), "seed {seed}: the deltas add up to the whole");

        let always = Period { from: nine() - TimeDelta::days(1), to: now + TimeDelta::days(1) };
        let counting = MetricsConfig::default();
        let window = |period| MetricsWindow { period, now, config: &counting, depth: MetricsDepth::Full };
        let mut pasts = BTreeMap::new();
        store.for_each_ticket_fact(always, |id, past| drop(pasts.insert(id, past))).unwrap();
        for id in (1..=tickets).map(TicketId) {
            let detail = store.ticket(id).unwrap();
            let Some(detail) = detail else {
                assert!(
                    !pasts.contains_key(&id) && !desk.tickets.contains_key(&id),
                    "seed {seed}: {id} was taken back"
                );
                continue;
            };
            let replayed = replay::replay_ticket(id, &detail.events, None).unwrap();
            assert_eq!(detail.ticket, replayed);
            assert_eq!(pasts.get(&id), Some(&TicketFacts::from_ticket(&replayed, &detail.clocks)), "seed {seed}: {id}");
            assert_eq!(desk.tickets.contains_key(&id), replayed.status.in_backlog(), "seed {seed}: {id}");
        }
        let mut queue: Vec<_> = desk.tickets.values().cloned().collect();
        queue.sort_by_cached_key(shiftdesk::engine::board::brief::queue_order);
        queue.truncate(5);
        assert_eq!(store.queue_head(5).unwrap(), (queue, desk.tickets.len()), "seed {seed}: one order, here and there");
        let whole = (now - always.from).num_minutes();
        for part in 0..8 {
            let from = always.from + TimeDelta::minutes(whole * part / 8);
            let period = Period { from, to: from + TimeDelta::minutes(whole / 6) };
            let of_all = Samples::from_facts(window(period), pasts.iter().map(|(id, past)| (*id, past)));
            let asked = store.samples(window(period)).unwrap();
            assert_eq!(
                asked.team_figures(period),
                of_all.team_figures(period),
                "seed {seed}: nobody who reaches in is left out"
            );
        }
    }
}

/// Policies with and without a calendar, one for customers of a tier.
fn some_rules(strict: bool) -> Arc<PolicySet> {
    let policy = |name: &str, tiers: &[&str], minutes: i64| SlaPolicy {
        name: name.into(),
        priorities: Vec::new(),
        channels: Vec::new(),
        categories: Vec::new(),
        tiers: tiers.iter().map(|tier| (*tier).to_owned()).collect(),
        first_reply: Some(TimeDelta::minutes(minutes)),
        next_reply: Some(TimeDelta::minutes(2 * minutes)),
        resolution: Some(TimeDelta::minutes(10 * minutes)),
        mode: if strict { ResolutionMode::Total } else { ResolutionMode::RequesterWait },
        calendar: strict.then(|| "24/7".into()),
    };
    let policies = vec![policy("gold", &["gold"], 60), policy("any", &[], if strict { 200 } else { 400 })];
    Arc::new(PolicySet { policies, calendars: vec![Arc::new(Calendar::always_open(Zone::UTC))] })
}

#[test]
fn an_act_on_five_hundred_tickets_is_taken_back_and_done_again_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.db");
    let mut store = Store::open_or_create(&path, some_rules(false)).unwrap();
    let (lan, minh) = (login("lan"), login("minh"));
    for name in ["An", "Bình", "Chi"] {
        apply(&mut store, Change::AddRecord(Record::Person(Person::with_name(name))), &minh, nine()).unwrap();
    }
    let mut random = fastrand::Rng::with_seed(3);
    let open: Vec<Change> = (0..500)
        .map(|_| Change::OpenTicket(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() }))
        .collect();
    apply(&mut store, Change::Batch(open), &minh, nine()).unwrap();
    // Histories of their own, so that there is something to restore.
    let mut now = nine();
    for _ in 0..20 {
        now += TimeDelta::minutes(7);
        let some: Vec<Change> = (0..50)
            .map(|_| {
                let ticket = TicketId(random.i64(1..=500));
                match random.u8(..4) {
                    0 => Change::Reply { ticket, body: "Soon.".into(), then: random.bool().then_some(Status::Pending) },
                    1 => Change::AddCustomerMessage { ticket, body: "And?".into() },
                    2 => Change::Assign { ticket, to: Some(PersonId(random.i64(1..=3))) },
                    _ => Change::AddNote { ticket, body: "by the way".into() },
                }
            })
            .collect();
        apply(&mut store, Change::Batch(some), &minh, now).unwrap();
    }
    now += TimeDelta::minutes(7);
    let before = worked_out(&path);
    let act = (1..=500).map(TicketId).flat_map(|ticket| {
        let to = Some(PersonId(random.i64(1..=3)));
        let edit = match random.u8(..3) {
            0 => TicketEdit::Category(Some("billing".into())),
            1 => TicketEdit::Tags(vec!["vip".into()]),
            _ => TicketEdit::Subject("Refund, again".into()),
        };
        let whose = match random.bool() {
            true => Change::Assign { ticket, to },
            // Whoever has it already cannot be handed it.
            false => Change::HandOffTicket { ticket, to: None, why: "leave".into(), next: "call back".into() },
        };
        let status = if random.bool() { Status::Solved } else { Status::OnHold };
        vec![
            whose,
            Change::SetStatus { ticket, status },
            Change::SetPriority { ticket, priority: Priority::Urgent },
            Change::EditTicket { ticket, edit },
        ]
    });
    let outcome = apply(&mut store, Change::Batch(act.collect()), &lan, now).unwrap();
    assert_eq!(outcome.affected_count(), 500);
    assert!(outcome.events.len() > 1_500, "{}", outcome.events.len());
    let act = outcome.first_event().unwrap().seq;
    let after = worked_out(&path);
    assert_ne!(before, after);
    for round in 0..2 {
        now += TimeDelta::minutes(1);
        apply(&mut store, Change::Undo, &lan, now).unwrap();
        same(&before, &worked_out(&path), &format!("round {round}: taken back"));
        now += TimeDelta::minutes(1);
        let again = if round == 0 { Change::Redo } else { Change::UndoOrRedo(act) };
        apply(&mut store, again, &lan, now).unwrap();
        same(&after, &worked_out(&path), &format!("round {round}: done again"));
    }

    // Two of the tickets are changed by somebody else: nothing of the act is taken back, and both reasons are told.
    for id in [77, 400] {
        let change = Change::SetPriority { ticket: TicketId(id), priority: Priority::Low };
        apply(&mut store, change, &minh, now).unwrap();
    }
    let (stands, seq) = (worked_out(&path), store.newest_seq().unwrap());
    let refused = apply(&mut store, Change::Undo, &lan, now).unwrap_err().to_string();
    assert!(refused.contains("priority of ticket 77") && refused.contains("priority of ticket 400"), "{refused}");
    same(&stands, &worked_out(&path), "nothing was taken back");
    assert_eq!(store.newest_seq().unwrap(), seq);
    // Once they have taken theirs back, it can be.
    for _ in 0..2 {
        apply(&mut store, Change::Undo, &minh, now).unwrap();
    }
    apply(&mut store, Change::Undo, &lan, now).unwrap();
    same(&before, &worked_out(&path), "taken back at last");
}

#[test]
fn undoing_everything_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder.path().join("team.db"));
    let lan = login("lan");
    let mut random = fastrand::Rng::with_seed(7);
    let mut now = nine();
    let mut opened = 0;
    let mut made = 0;
    while made < 80 {
        now += TimeDelta::minutes(5);
        let change = plain_change(&mut random, opened);
        if matches!(change, Change::Undo | Change::Assign { to: Some(_), .. } | Change::OpenTicketForCustomer { .. }) {
            continue;
        }
        let opens = matches!(change, Change::OpenTicket(_));
        let before = store.newest_seq().unwrap();
        if apply(&mut store, change, &lan, now).is_ok() && store.newest_seq().unwrap() > before {
            opened += i64::from(opens);
            made += 1;
        }
    }
    for _ in 0..made {
        apply(&mut store, Change::Undo, &lan, now).unwrap();
    }
    assert_eq!(store.desk(Zone::UTC, now).unwrap().tickets.len(), 0);
    let always = Period { from: nine() - TimeDelta::days(1), to: now + TimeDelta::days(1) };
    store.for_each_ticket_fact(always, |id, _| panic!("{id} was taken back")).unwrap();
    let (_, events) = store.counts().unwrap().into_iter().find(|(name, _)| *name == "events").unwrap();
    assert_eq!(events, 1 + 2 * made, "the log keeps the rules, what was taken back, and that it was");
}

#[test]
fn the_log_cannot_be_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.db");
    let mut store = open(&path);
    apply(
        &mut store,
        Change::OpenTicket(OpenedTicket { subject: "Refund".into(), ..OpenedTicket::default() }),
        &login("lan"),
        nine(),
    )
    .unwrap();
    drop(store);
    let db = rusqlite::Connection::open(&path).unwrap();
    for sql in ["UPDATE event SET login = 'somebody else'", "DELETE FROM event"] {
        let refused = db.execute(sql, []).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
    let what: String = db.query_row("SELECT data FROM event WHERE subject = 'ticket'", [], |row| row.get(0)).unwrap();
    assert!(matches!(serde_json::from_str(&what), Ok(EventPayload::Opened(_))));
}

#[test]
fn the_past_can_be_looked_at_and_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder.path().join("team.db"));
    let lan = login("lan");
    let opened =
        |subject: &str| Change::OpenTicket(OpenedTicket { subject: subject.into(), ..OpenedTicket::default() });
    apply(&mut store, opened("then"), &lan, nine()).unwrap();
    let then = nine() + TimeDelta::hours(1);
    apply(
        &mut store,
        Change::SetStatus { ticket: TicketId(1), status: Status::Solved },
        &lan,
        nine() + TimeDelta::hours(2),
    )
    .unwrap();
    apply(&mut store, opened("later"), &lan, nine() + TimeDelta::hours(3)).unwrap();
    assert!(store.has_events_after(then).unwrap() && !store.has_events_after(nine() + TimeDelta::hours(3)).unwrap());

    let rules = Arc::new(shiftdesk::model::policy::PolicySet::default());
    let mut setting = StoreConfig { counting: MetricsConfig::default(), policies: rules, as_of: Some(then) };
    let Response::Desk(desk) = handle_query(&mut store, Query::Desk, &mut setting, then) else { panic!("no desk") };
    let open: Vec<_> = desk.tickets.values().map(|row| (row.id, row.status)).collect();
    assert_eq!(open, [(TicketId(1), Status::New)]);
    let request = ChangeRequest { change: opened("never"), by: lan, seen_seq: None };
    let before = store.newest_seq().unwrap();
    let refused = handle_query(&mut store, Query::Apply(request), &mut setting, then);
    assert!(
        matches!(refused, Response::Applied(_, outcome) if outcome.as_ref().as_ref().is_err_and(|why| why.contains("past")))
    );
    assert_eq!(store.newest_seq().unwrap(), before);
}
