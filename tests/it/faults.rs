//! Programs that write to one file at once, and are killed while they do. What was reported as saved is saved, every row
//! matches the log, and SQLite finds no fault.

use std::collections::BTreeMap;
use std::env;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::events::replay;
use shiftdesk::model::event::{Event, EventPayload, OpenedTicket};
use shiftdesk::model::ids::{PersonId, TicketId};
use shiftdesk::model::person::{Author, Person};
use shiftdesk::model::record::Record;
use shiftdesk::model::ticket::{Priority, Status};
use shiftdesk::model::time::{Instant, from_millis};
use shiftdesk::store::read::TicketSelection;
use shiftdesk::store::{Store, StoreError};

const ROUNDS: u32 = 100;

/// How long nobody may get to write before that counts as hanging.
const DEADLINE: Duration = Duration::from_secs(20);

/// How many people there are to assign to.
const PEOPLE: i64 = 3;

fn moment(minute: i64) -> Instant {
    from_millis(1_772_442_000_000 + minute * 60_000).unwrap()
}

fn open(db: &Path) -> Store {
    Store::open_or_create(db, Default::default()).unwrap()
}

/// A file with some people and `tickets` tickets.
fn prepare(db: &Path, tickets: i64) {
    let mut store = open(db);
    let mut make =
        |change| store.apply(&ChangeRequest { change, by: Author::default(), seen_seq: None }, moment(0)).unwrap();
    for n in 1..=PEOPLE {
        make(Change::AddRecord(Record::Person(Person::with_name(format!("Person {n}")))));
    }
    for n in 1..=tickets {
        make(Change::OpenTicket(OpenedTicket { subject: format!("Ticket {n}"), ..OpenedTicket::default() }));
    }
}

/// Something that somebody could want of one of the first `tickets` tickets.
fn some_change(random: &mut fastrand::Rng, tickets: i64) -> Change {
    let ticket = TicketId(random.i64(1..=tickets));
    let body = format!("{:x}", random.u64(..));
    // Not New, which somebody's ticket cannot be.
    let status = Status::ALL[random.usize(1..Status::ALL.len())];
    match random.u32(..7) {
        0 => Change::AddNote { ticket, body },
        1 => Change::Reply { ticket, body, then: random.bool().then_some(status) },
        2 => Change::AddCustomerMessage { ticket, body },
        3 => Change::Assign { ticket, to: random.bool().then(|| PersonId(random.i64(1..=PEOPLE))) },
        4 => Change::SetStatus { ticket, status },
        5 => Change::SetPriority { ticket, priority: Priority::ALL[random.usize(..Priority::ALL.len())] },
        _ => Change::Undo,
    }
}

/// Not a test, but the program that the tests below start: it makes changes, and says of each one that it is safe once
/// the store has said so.
#[test]
#[ignore = "is started as a program of its own, by the tests below"]
fn writer() {
    let Some(db) = env::var_os("SHIFTDESK_TEST_DB") else { return };
    let number = |name: &str| env::var(name).unwrap().parse::<i64>().unwrap();
    let (seed, tickets, changes) =
        (number("SHIFTDESK_TEST_SEED"), number("SHIFTDESK_TEST_TICKETS"), number("SHIFTDESK_TEST_CHANGES"));
    let mut random = fastrand::Rng::with_seed(seed.unsigned_abs());
    let mut store = open(Path::new(&db));
    let by = Author { person: None, login: format!("writer {seed}") };
    let mut out = std::io::stdout();
    writeln!(out).unwrap();
    for n in 0..changes {
        let request = ChangeRequest { change: some_change(&mut random, tickets), by: by.clone(), seen_seq: None };
        let outcome = loop {
            match store.apply(&request, moment(n)) {
                Ok(outcome) => break Some(outcome),
                // Four programs that never pause can keep a fifth waiting for longer than it has patience.
                Err(StoreError::Busy) => {}
                // Another writer has set the same field since.
                Err(StoreError::Validation(_)) if request.change == Change::Undo => break None,
                Err(error) => panic!("{:?}: {error}", request.change),
            }
        };
        if let Some(event) = outcome.and_then(|outcome| outcome.first_event().cloned()) {
            writeln!(out, "{SAFE}{}", serde_json::to_string(&event).unwrap()).unwrap();
            out.flush().unwrap();
        }
    }
}

/// What a writer says before an event that is safe.
const SAFE: &str = "safe: ";

/// Writers that are running, and what they say to be safe, each event with the seed of who said it.
struct Writers {
    running: BTreeMap<u32, (Child, JoinHandle<()>)>,
    say: Sender<(u32, Event)>,
    said: Receiver<(u32, Event)>,
}

impl Writers {
    fn none() -> Writers {
        let (say, said) = channel();
        Writers { running: BTreeMap::new(), say, said }
    }

    fn start(&mut self, db: &Path, seed: u32, tickets: i64, changes: u32) {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "faults::writer", "--ignored", "--nocapture"])
            .env("SHIFTDESK_TEST_DB", db)
            .env("SHIFTDESK_TEST_SEED", seed.to_string())
            .env("SHIFTDESK_TEST_TICKETS", tickets.to_string())
            .env("SHIFTDESK_TEST_CHANGES", changes.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let say = self.say.clone();
        let reader = thread::spawn(move || {
            let mut line = Vec::new();
            while out.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
                event(&line).into_iter().for_each(|event| say.send((seed, event)).unwrap());
                line.clear();
            }
        });
        self.running.insert(seed, (child, reader));
    }

    /// Kills these, all at once, and returns when all that they had said has been heard.
    fn kill(&mut self, seeds: &[u32]) {
        let mut killed: Vec<_> = seeds.iter().filter_map(|seed| self.running.remove(seed)).collect();
        killed.iter_mut().for_each(|(child, _)| child.kill().unwrap());
        for (mut child, reader) in killed {
            child.wait().unwrap();
            reader.join().unwrap();
        }
    }

    /// Waits until each has made all its changes.
    fn finish(&mut self) {
        for (_, (mut child, reader)) in std::mem::take(&mut self.running) {
            assert!(child.wait().unwrap().success());
            reader.join().unwrap();
        }
    }
}

/// The event of a whole line that says that one is safe. A line that a kill cut short says nothing.
fn event(line: &[u8]) -> Option<Event> {
    serde_json::from_slice(line.strip_suffix(b"\n")?.strip_prefix(SAFE.as_bytes())?).ok()
}

/// Everything that was said to be safe is in the log as it was said, every row is what the log adds up to, and the file
/// is sound. Returns how many events the tickets have.
fn assert_nothing_lost(db: &Path, safe: &[Event]) -> usize {
    let store = open(db);
    assert_eq!(store.quick_check().unwrap(), Vec::<String>::new());
    let mut log = BTreeMap::new();
    for row in store.rows(&TicketSelection::All).unwrap() {
        let events = store.ticket(row.id).unwrap().unwrap().events;
        let sum = replay::replay_ticket(row.id, &events, None).unwrap();
        assert_eq!(
            (row.status, row.priority, row.assignee, row.reopened, row.reassigned),
            (sum.status, sum.priority, sum.assignee, sum.reopened, sum.reassigned),
            "ticket {}",
            row.id
        );
        let solved = sum.last_solved.filter(|_| !sum.status.in_backlog());
        assert_eq!(
            (row.subject, row.created, row.first_reply, row.solved, row.last_event),
            (sum.subject, sum.created, sum.first_reply_at, solved, sum.last_event),
            "ticket {}",
            row.id
        );
        log.extend(events.into_iter().map(|event| (event.seq, event)));
    }
    for event in safe {
        assert_eq!(log.get(&event.seq), Some(event));
    }
    log.len()
}

#[test]
fn a_killed_program_loses_nothing_that_was_reported_as_saved() {
    const WRITERS: u32 = 4;
    const TICKETS: i64 = 20;
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("team.db");
    prepare(&db, TICKETS);
    let mut random = fastrand::Rng::with_seed(9);
    let mut writers = Writers::none();
    (0..WRITERS).for_each(|seed| writers.start(&db, seed, TICKETS, u32::MAX));
    let mut safe = Vec::new();
    for round in 1..=ROUNDS {
        let seed = round * WRITERS;
        let mut last = None;
        for _ in 0..random.usize(1..8) {
            let (who, event) = writers.said.recv_timeout(DEADLINE).expect("the writers write");
            safe.push(event);
            last = Some(who).filter(|who| writers.running.contains_key(who));
        }
        // Up to a few commits further, at no particular point of one.
        (0..random.u32(..300_000)).for_each(|n| _ = black_box(n));
        let all: Vec<u32> = writers.running.keys().copied().collect();
        if round % 10 == 0 {
            writers.kill(&all);
            safe.extend(writers.said.try_iter().map(|(_, event)| event));
            assert_nothing_lost(&db, &safe);
            (seed..seed + WRITERS).for_each(|seed| writers.start(&db, seed, TICKETS, u32::MAX));
        } else {
            // Whoever has just written is likely to be in the next write; the others wait for their turn.
            let any = all[random.usize(..all.len())];
            writers.kill(&[last.filter(|_| random.bool()).unwrap_or(any)]);
            writers.start(&db, seed, TICKETS, u32::MAX);
        }
    }
    writers.kill(&writers.running.keys().copied().collect::<Vec<_>>());
    safe.extend(writers.said.try_iter().map(|(_, event)| event));
    assert_nothing_lost(&db, &safe);
    assert!(safe.len() > ROUNDS as usize, "the writers have written");
}

#[test]
fn two_who_work_on_the_same_ticket_lose_nothing() {
    const WRITERS: u32 = 8;
    const CHANGES: u32 = 50;
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("team.db");
    prepare(&db, 1);
    let mut writers = Writers::none();
    (0..WRITERS).for_each(|seed| writers.start(&db, seed, 1, CHANGES));
    writers.finish();
    let safe: Vec<Event> = writers.said.try_iter().map(|(_, event)| event).collect();
    let opening = 1;
    assert_eq!(assert_nothing_lost(&db, &safe), opening + safe.len(), "nothing but what they wrote");
    assert!(safe.iter().any(|event| matches!(event.what, EventPayload::Undone { .. })));
    assert!(safe.len() > (WRITERS * CHANGES / 2) as usize);
}
