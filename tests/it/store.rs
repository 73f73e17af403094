//! What the store works out is what the log says, whichever way it got there.

use std::path::Path;
use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use shiftdesk::domain::change::{Change, Request};
use shiftdesk::domain::customer::Customer;
use shiftdesk::domain::desk::Desk;
use shiftdesk::domain::dialogue::{Answer, Ask, Setting};
use shiftdesk::domain::event::{Author, Opened, What};
use shiftdesk::domain::history;
use shiftdesk::domain::person::{Person, PersonId, Profile, Skill};
use shiftdesk::domain::record::Record;
use shiftdesk::domain::shift::{Absence, AbsenceKind, Hours, Requirement, Shift};
use shiftdesk::domain::ticket::{Priority, Status, TicketId};
use shiftdesk::domain::time::{Instant, Period, Zone, from_millis};
use shiftdesk::store::Store;
use shiftdesk::store::worker::answer;

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
    let settings = shiftdesk::config::load(Some(&folder.join("own.toml")), path).settings;
    Store::open_or_create(path, Arc::clone(&settings.rules)).unwrap()
}

fn apply(store: &mut Store, change: Change, by: &Author, now: Instant) -> Result<(), shiftdesk::store::Error> {
    store.apply(&Request { change, by: by.clone(), seen: None }, now).map(|_| ())
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
        ..Person::named("Trần Minh")
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
        apply(&mut store, Change::Add(record.clone()), &by, nine()).unwrap();
    }
    let team = store.team(monday()).unwrap();
    assert_eq!(team.people[&PersonId(1)], minh);
    assert_eq!((team.shifts, team.absences, team.requirements), (vec![shift], vec![absence], vec![requirement]));
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
    apply(&mut store, Change::Add(Record::Person(Person::named("An"))), &lan, nine()).unwrap();
    let opened = Opened { subject: "Refund".into(), assignee: Some(PersonId(1)), ..Opened::default() };
    apply(&mut store, Change::Open(opened), &minh, nine()).unwrap();
    let refused = apply(&mut store, Change::Undo, &lan, nine()).unwrap_err();
    assert_eq!(refused.exit_code(), 1);
    assert!(refused.to_string().contains("in use"), "{refused}");
}

fn login(name: &str) -> Author {
    Author { person: None, login: name.into() }
}

/// A change that somebody might ask for next.
fn any_change(random: &mut fastrand::Rng, tickets: i64) -> Change {
    let ticket = TicketId(random.i64(1..=tickets.max(1)));
    let priority = Priority::ALL[random.usize(..4)];
    match random.u8(..14) {
        0 | 1 => Change::Open(Opened { subject: "Refund".into(), priority, ..Opened::default() }),
        2 => Change::OpenFor {
            customer: Customer { name: format!("Customer {}", random.u8(..5)), ..Customer::default() },
            opened: Opened { subject: "Login".into(), proactive: random.bool(), ..Opened::default() },
        },
        3 | 4 => Change::Assign { ticket, to: random.bool().then(|| PersonId(random.i64(1..=3))) },
        5 | 6 => Change::SetStatus { ticket, status: Status::ALL[random.usize(..6)] },
        7 => Change::SetPriority { ticket, priority },
        8 => Change::Note { ticket, body: "by the way".into() },
        9 | 10 => {
            Change::Reply { ticket, body: "Done.".into(), then: random.bool().then(|| Status::ALL[random.usize(..6)]) }
        }
        11 => Change::Ask { ticket, body: "And?".into() },
        _ => Change::Undo,
    }
}

#[test]
fn rows_figures_and_deltas_are_what_the_log_adds_up_to() {
    for seed in 0..12 {
        let mut random = fastrand::Rng::with_seed(seed);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        let (mut store, mut other) = (open(&path), open(&path));
        let authors = [login("lan"), login("minh")];
        for name in ["An", "Bình", "Chi"] {
            apply(&mut store, Change::Add(Record::Person(Person::named(name))), &authors[0], nine()).unwrap();
        }
        let mut desk: Desk = other.desk(Zone::UTC, nine()).unwrap();
        let (mut tickets, mut now, mut made) = (0, nine(), 0);
        for _ in 0..120 {
            now += TimeDelta::minutes(random.i64(0..600));
            let change = any_change(&mut random, tickets);
            let opens = matches!(change, Change::Open(_) | Change::OpenFor { .. });
            // What is refused (an unknown ticket, an undo too late) leaves no trace; the comparison below sees to it.
            if apply(&mut store, change, &authors[random.usize(..2)], now).is_ok() {
                tickets += i64::from(opens);
                made += 1;
            }
            assert!(!other.changed_elsewhere().unwrap() || store.seq().unwrap() >= desk.seq);
            if let Some(delta) = other.delta(desk.seq, Zone::UTC, now).unwrap() {
                desk.apply(delta);
            }
        }
        assert!(made > 60, "seed {seed}: only {made} changes were made");
        assert_eq!(desk, other.desk(Zone::UTC, now).unwrap(), "seed {seed}: the deltas add up to the whole");

        let always = Period { from: nine() - TimeDelta::days(1), to: now + TimeDelta::days(1) };
        let material = store.material(always, now, TimeDelta::days(7)).unwrap();
        for id in (1..=tickets).map(TicketId) {
            let detail = store.ticket(id).unwrap();
            let past = material.tickets.iter().find(|past| past.ticket.id == id).map(|past| &past.ticket);
            let Some(detail) = detail else {
                assert!(past.is_none() && !desk.tickets.contains_key(&id), "seed {seed}: {id} was taken back");
                continue;
            };
            let replayed = history::replay(id, &detail.events, None).unwrap();
            assert_eq!(detail.ticket, replayed);
            let past = past.unwrap();
            assert_eq!(past.stretches, replayed.stretches, "seed {seed}: {id}");
            assert_eq!(past.responses, replayed.responses, "seed {seed}: {id}");
            assert_eq!(
                (past.status, past.assignee, past.replies, past.first_solved, past.last_solved, past.reopened),
                (
                    replayed.status,
                    replayed.assignee,
                    replayed.replies,
                    replayed.first_solved,
                    replayed.last_solved,
                    replayed.reopened
                ),
                "seed {seed}: {id}"
            );
            assert_eq!(desk.tickets.contains_key(&id), replayed.status.in_backlog(), "seed {seed}: {id}");
        }
    }
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
        let change = any_change(&mut random, opened);
        if matches!(change, Change::Undo | Change::Assign { to: Some(_), .. } | Change::OpenFor { .. }) {
            continue;
        }
        let opens = matches!(change, Change::Open(_));
        let before = store.seq().unwrap();
        if apply(&mut store, change, &lan, now).is_ok() && store.seq().unwrap() > before {
            opened += i64::from(opens);
            made += 1;
        }
    }
    for _ in 0..made {
        apply(&mut store, Change::Undo, &lan, now).unwrap();
    }
    assert_eq!(store.desk(Zone::UTC, now).unwrap().tickets.len(), 0);
    let always = Period { from: nine() - TimeDelta::days(1), to: now + TimeDelta::days(1) };
    assert!(store.material(always, now, TimeDelta::days(7)).unwrap().tickets.is_empty());
    let (_, events) = store.counts().unwrap().into_iter().find(|(name, _)| *name == "events").unwrap();
    assert_eq!(events, 1 + 2 * made, "the log keeps the rules, what was taken back, and that it was");
}

#[test]
fn the_log_cannot_be_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.db");
    let mut store = open(&path);
    apply(&mut store, Change::Open(Opened { subject: "Refund".into(), ..Opened::default() }), &login("lan"), nine())
        .unwrap();
    drop(store);
    let db = rusqlite::Connection::open(&path).unwrap();
    for sql in ["UPDATE event SET login = 'somebody else'", "DELETE FROM event"] {
        let refused = db.execute(sql, []).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
    let what: String = db.query_row("SELECT data FROM event WHERE subject = 'ticket'", [], |row| row.get(0)).unwrap();
    assert!(matches!(serde_json::from_str(&what), Ok(What::Opened(_))));
}

#[test]
fn the_past_can_be_looked_at_and_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder.path().join("team.db"));
    let lan = login("lan");
    let opened = |subject: &str| Change::Open(Opened { subject: subject.into(), ..Opened::default() });
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
    assert!(store.knows_later(then).unwrap() && !store.knows_later(nine() + TimeDelta::hours(3)).unwrap());

    let rules = Arc::new(shiftdesk::domain::sla::Rules::default());
    let mut setting = Setting { zone: Zone::UTC, fcr_window: TimeDelta::days(7), rules, as_of: Some(then) };
    let Answer::Desk(desk) = answer(&mut store, Ask::Desk, &mut setting, then) else { panic!("no desk") };
    let open: Vec<_> = desk.tickets.values().map(|row| (row.id, row.status)).collect();
    assert_eq!(open, [(TicketId(1), Status::New)]);
    let request = Request { change: opened("never"), by: lan, seen: None };
    let before = store.seq().unwrap();
    let refused = answer(&mut store, Ask::Apply(request), &mut setting, then);
    assert!(
        matches!(refused, Answer::Applied(_, outcome) if outcome.as_ref().as_ref().is_err_and(|why| why.contains("past")))
    );
    assert_eq!(store.seq().unwrap(), before);
}
