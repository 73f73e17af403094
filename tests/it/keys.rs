//! Random keys, pastes and window sizes in every view, against a real team file. Nothing may panic, whatever is open and
//! however small the window is.

use std::collections::VecDeque;

use chrono::{Days, TimeDelta};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use tempfile::TempDir;

use shiftdesk::model::action_item::{ActionItem, ActionOrigin, ActionStep};
use shiftdesk::model::customer::Customer;
use shiftdesk::model::event::{EventPayload, OpenedTicket};
use shiftdesk::model::feedback::{CustomerFeedbackStatus as FeedbackStatus, Feedback};
use shiftdesk::model::goal::{Goal, GoalScope, Thousandths};
use shiftdesk::model::ids::{PersonId, TicketId};
use shiftdesk::model::notice::Notice;
use shiftdesk::model::person::{Author, Person, Profile};
use shiftdesk::model::rating::Score;
use shiftdesk::model::record::Record;
use shiftdesk::model::settings::StoreConfig;
use shiftdesk::model::shift::{Absence, AbsenceKind, Hours, Requirement, Shift};
use shiftdesk::model::ticket::{Priority, Status};
use shiftdesk::model::time::{Instant, from_millis};
use shiftdesk::query::protocol::{Query, Response};
use shiftdesk::store::Store;
use shiftdesk::store::worker::handle_query;
use shiftdesk::ui::app::App;
use shiftdesk::ui::app::messages::{Command, Input};

/// Number of keys per view.
const KEYS: usize = 1_000;

const NAMES: [&str; 6] = ["Minh Trần", "Thảo Nguyễn", "Jürgen Groß", "Ana", "李雷", "O’Brien-Featherstonehaugh"];
const SUBJECTS: [&str; 5] =
    ["Refund still missing", "Không đăng nhập được sau khi đặt lại mật khẩu", "订单没有送达", "🧑‍🚀 help", "x"];

/// The screen and its team file; queries are answered synchronously.
struct Bench {
    app: App,
    store: Store,
    setting: StoreConfig,
    now: Instant,
    terminal: Terminal<TestBackend>,
    _folder: TempDir,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let (own, db) = (folder.path().join("own.toml"), folder.path().join("team.db"));
        std::fs::write(&own, "").unwrap();
        let settings = shiftdesk::config::load(Some(&own), &db).unwrap().settings;
        let mut store = Store::open_or_create(&db, settings.sla_rules.clone()).unwrap();
        // 2 March 2026, nine o'clock.
        let now = from_millis(1_772_442_000_000).unwrap();
        fill(&mut store, now);
        let setting = settings.store_config();
        let author = Author { person: Some(PersonId(1)), login: "lan".into() };
        let (app, wishes) = App::new(settings, author, now, true);
        let terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let mut bench = Bench { app, store, setting, now, terminal, _folder: folder };
        bench.grant(wishes);
        bench
    }

    fn input(&mut self, input: Input) {
        let wishes = self.app.on_input(input);
        self.grant(wishes);
    }

    fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.input(Input::Key(KeyEvent::new(code, modifiers)));
    }

    /// Runs the commands like the session and the store thread do, in place. Quitting is ignored.
    fn grant(&mut self, wishes: Vec<Command>) {
        let mut wishes = VecDeque::from(wishes);
        while let Some(wish) = wishes.pop_front() {
            let ask = match wish {
                Command::Query(ask) => ask,
                Command::WriteExport(_) | Command::WriteReport(_) => {
                    wishes.extend(self.app.on_response(Response::Written(Err("The disk is full.".into()))));
                    continue;
                }
                Command::OpenEditor(text) => {
                    wishes.extend(self.app.on_input(Input::Edited(text + " (seen)")));
                    continue;
                }
                Command::Redraw | Command::Quit => continue,
            };
            let writes = matches!(ask, Query::Apply(_));
            let before = self.store.newest_seq().unwrap();
            wishes.extend(self.app.on_response(handle_query(&mut self.store, ask, &mut self.setting, self.now)));
            if writes && let Some(delta) = self.store.delta(before, self.setting.zone(), self.now).unwrap() {
                wishes.extend(self.app.on_response(Response::Delta(delta)));
            }
        }
    }

    fn draw(&mut self) {
        if self.app.take_dirty() {
            self.terminal.draw(|frame| self.app.draw(frame)).unwrap();
        }
    }
}

/// A team of six and a hundred tickets in every state, with strange names and long texts.
fn fill(store: &mut Store, now: Instant) {
    let by = Author { person: None, login: "lan".into() };
    let mut random = fastrand::Rng::with_seed(1);
    let mut batch = store.begin_import_batch(by, now).unwrap();
    let today = now.date_naive();
    let people: Vec<PersonId> = NAMES
        .iter()
        .zip(Profile::ALL)
        .map(|(name, profile)| {
            batch.add_person(&Person { primary: Some(profile), ..Person::with_name(*name) }).unwrap()
        })
        .collect();
    for (n, &person) in people.iter().enumerate() {
        let hours = Hours::new(6 * 60 + 60 * u32::try_from(n).unwrap(), 16 * 60);
        let breaks = vec![Hours::new(12 * 60, 13 * 60)];
        batch
            .add_record(&Record::Shift(Shift { person, day: today, hours, name: Some("Morning".into()), breaks }))
            .unwrap();
    }
    for profile in Profile::ALL {
        let hours = Hours::new(8 * 60, 18 * 60);
        let weekdays = Requirement::EVERY_DAY;
        batch.add_record(&Record::Requirement(Requirement { profile, weekdays, hours, need: 2 })).unwrap();
    }
    let (first, last) = (today, today + Days::new(2));
    let note = Some("back on Thursday".into());
    let absence = Absence { person: people[5], kind: AbsenceKind::Sick, first, last, hours: None, note };
    batch.add_record(&Record::Absence(absence)).unwrap();
    for record in planned(now) {
        batch.add_record(&record).unwrap();
    }
    for n in 0..100 {
        let customer =
            batch.find_or_add_customer(&Customer { name: NAMES[n % 6].into(), ..Customer::default() }).unwrap();
        let at = now - TimeDelta::minutes(random.i64(0..60 * 24 * 40));
        let person = people[random.usize(..people.len())];
        let opened = OpenedTicket {
            subject: SUBJECTS[n % SUBJECTS.len()].repeat(1 + n % 3),
            body: "line\n".repeat(n % 40),
            customer: Some(customer),
            priority: Priority::ALL[n % 4],
            assignee: random.bool().then_some(person),
            tags: vec!["billing".into()],
            ..OpenedTicket::default()
        };
        let by = Author { person: Some(person), login: "desk".into() };
        let replied = EventPayload::Replied { body: "Hello.\n\n“Yes”.".into(), then: Some(Status::ALL[n % 6]) };
        let story = [
            EventPayload::Opened(opened),
            replied,
            EventPayload::Noted { body: "…".into() },
            EventPayload::Rated(Score { score: 5, out_of: 5 }),
        ];
        let told = story.into_iter().take(random.usize(1..5)).enumerate();
        let told = told.map(|(k, what)| (at + TimeDelta::minutes(7 * i64::try_from(k).unwrap()), by.clone(), what));
        batch.add_ticket_history(told.filter(|(at, ..)| *at <= now).collect::<Vec<_>>()).unwrap();
    }
    batch.commit().unwrap();
}

/// Plan entries with strange names, some without an owner, some with references to missing records.
fn planned(now: Instant) -> Vec<Record> {
    let (today, by) = (now.date_naive(), Author { person: Some(PersonId(2)), login: "minh".into() });
    let one = |n: usize| {
        let (name, days) = (SUBJECTS[n % 5].repeat(1 + n % 3), Days::new(n as u64));
        let owner = (!n.is_multiple_of(3)).then_some(PersonId(1 + n as i64 % 6));
        let goal = Goal {
            name: name.clone(),
            figure: ["csat", "first_response", "of long ago"][n % 3].into(),
            of: [GoalScope::Team, GoalScope::Person(PersonId(2)), GoalScope::Profile(Profile::Analyst)][n % 3],
            begun: today - days,
            start: Thousandths(n as i64),
            target: Thousandths(900),
            due: today + days,
            every: Some(7).filter(|_| n.is_multiple_of(2)),
            owner,
            reviews: Vec::new(),
            closed: None,
        };
        let item = ActionItem {
            title: name.clone(),
            owner,
            opened: today - days,
            due: today + Days::new(4) - days,
            criterion: name.clone(),
            every: None,
            steps: vec![ActionStep { what: name.clone(), done: None }; n % 4],
            from: Some(
                [ActionOrigin::Goal(1), ActionOrigin::Feedback(99), ActionOrigin::Tickets(vec![TicketId(3)])][n % 3]
                    .clone(),
            ),
            credit: owner,
            ended: None,
        };
        let said = Feedback {
            theme: SUBJECTS[n % 4].into(),
            touch_point: None,
            department: name.clone(),
            said: "line\n".repeat(n * 4),
            tickets: (1..=n as i64).map(TicketId).collect(),
            at: now - TimeDelta::days(n as i64),
            by: by.clone(),
            status: FeedbackStatus::ALL[n % 5],
            passed: None,
            answer: String::new(),
        };
        let (title, body) = (name, "# a\n- *b*\n".repeat(n * 9));
        let notice = Notice { title, body, by: by.clone(), at: now, until: None, to: None, read: Vec::new() };
        [Record::Goal(goal), Record::Action(item), Record::Feedback(said), Record::Notice(notice)]
    };
    (1..7).flat_map(one).collect()
}

/// A random key; keys that are likely to have an effect are the most frequent.
fn key(random: &mut fastrand::Rng) -> (KeyCode, KeyModifiers) {
    const NAMED: [KeyCode; 16] = [
        KeyCode::Enter,
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::F(1),
    ];
    match random.u32(..20) {
        0..9 => (NAMED[random.usize(..NAMED.len())], KeyModifiers::NONE),
        9..17 => (KeyCode::Char(char::from(random.u8(b' '..=b'~'))), KeyModifiers::NONE),
        17 => (KeyCode::Char(char::from(random.u8(b'a'..=b'z'))), KeyModifiers::CONTROL),
        18 => (KeyCode::Char(random.char(..)), KeyModifiers::NONE),
        _ => (KeyCode::Char(['ễ', 'Đ', '\u{301}', '漢', '🚀', '\u{200d}'][random.usize(..6)]), KeyModifiers::SHIFT),
    }
}

fn pasted(random: &mut fastrand::Rng) -> String {
    let piece = ["Nguyễn", "a\r\nb\tc", "\x1b]0;title\x07\x1b[2J", "👩‍👩‍👧‍👦", "\u{202e}abc", "9:30"][random.usize(..6)];
    piece.repeat(random.usize(1..200))
}

fn lean_on_the_keys(way: &str, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut bench = Bench::new();
    for n in 0..KEYS {
        if n % 100 == 0 {
            (0..8).for_each(|_| bench.press(KeyCode::Esc, KeyModifiers::NONE));
            way.chars().for_each(|letter| bench.press(KeyCode::Char(letter), KeyModifiers::NONE));
        }
        if n % 10 == 0 {
            bench.terminal.backend_mut().resize(random.u16(1..=200), random.u16(1..=60));
        }
        match random.u32(..50) {
            0 => bench.input(Input::Paste(pasted(&mut random))),
            1 => {
                bench.now += TimeDelta::minutes(random.i64(1..120));
                bench.input(Input::ClockTick(bench.now));
            }
            _ => {
                let (code, modifiers) = key(&mut random);
                bench.press(code, modifiers);
            }
        }
        bench.draw();
    }
}

#[test]
fn nothing_panics_in_today() {
    lean_on_the_keys("1", 1);
}

#[test]
fn nothing_panics_in_the_queue() {
    lean_on_the_keys("2", 2);
}

#[test]
fn nothing_panics_in_coverage() {
    lean_on_the_keys("3", 3);
}

#[test]
fn nothing_panics_among_people() {
    lean_on_the_keys("4", 4);
}

#[test]
fn nothing_panics_in_metrics() {
    for (n, way) in ["5", "5]", "5]]", "5]]]", "5]]]]"].into_iter().enumerate() {
        lean_on_the_keys(way, 50 + n as u64);
    }
}

#[test]
fn nothing_panics_in_the_plan() {
    (9..12).for_each(|seed| lean_on_the_keys("6]", seed));
}

#[test]
fn nothing_panics_in_the_roster() {
    // `]` moves on from the last tab, so the keys reach every tab of People.
    (6..9).for_each(|seed| lean_on_the_keys("4]", seed));
}
