//! Histories at random, with all that figures rest on: replies, solves, reopens, holds, hand-overs, merges, undos,
//! ratings, answers to surveys, reviews, customers who came and went.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{Days, TimeDelta};
use tempfile::TempDir;

use shiftdesk::config::{self, Settings};
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::customer::Customer;
use shiftdesk::model::event::{EventPayload, OpenedTicket, TicketEdit};
use shiftdesk::model::ids::{PersonId, TicketId};
use shiftdesk::model::person::{Author, Person, Profile};
use shiftdesk::model::rating::Score;
use shiftdesk::model::record::Record;
use shiftdesk::model::review::{Review, ReviewMark};
use shiftdesk::model::survey::{RatingScale, Survey, SurveyKind};
use shiftdesk::model::ticket::{Priority, Status};
use shiftdesk::model::time::{Instant, Period, Zone, parse_day};
use shiftdesk::store::Store;

/// How many histories a run of the tests looks at: each takes a fifth of a second, most of it to be written.
/// `SHIFTDESK_HISTORIES=1000` looks at a thousand.
const USUALLY: u64 = 30;

pub fn how_many() -> u64 {
    std::env::var("SHIFTDESK_HISTORIES").ok().and_then(|n| n.parse().ok()).unwrap_or(USUALLY)
}

/// What the settings of every history say.
pub const SETTINGS: &str = "[team]\nname = 'Desk'\ntimezone = 'UTC'\n[[sla]]\nname = 'all'\nfirst_reply = '3h'\nnext_reply = '4h'\nresolution = '2d'\n";

/// A file with a history in it, and the period that is looked at.
pub struct World {
    pub store: Store,
    pub settings: Settings,
    pub period: Period,
    pub now: Instant,
    pub tickets: i64,
    pub surveys: Vec<Survey>,
    pub reviews: Vec<Review>,
    pub customers: Vec<Customer>,
    folder: TempDir,
}

pub const PEOPLE: [PersonId; 3] = [PersonId(1), PersonId(2), PersonId(3)];
pub const CHANNELS: [&str; 2] = ["e-mail", "chat"];

impl World {
    pub fn config(&self) -> PathBuf {
        self.folder.path().join("own.toml")
    }
}

fn author(person: Option<PersonId>) -> Author {
    Author { person, login: "desk".into() }
}

/// The history that grows from a seed.
pub fn world(seed: u64) -> World {
    let random = &mut fastrand::Rng::with_seed(seed);
    let folder = tempfile::tempdir().unwrap();
    let (own, db) = (folder.path().join("own.toml"), folder.path().join("team.db"));
    std::fs::write(&own, SETTINGS).unwrap();
    let loaded = config::load(Some(&own), &db).unwrap();
    assert_eq!(loaded.notice, None);
    let settings = loaded.settings;
    let mut store = Store::open_or_create(&db, Arc::clone(&settings.sla_rules)).unwrap();
    let first = parse_day("2026-03-02").unwrap();
    let begin = Zone::UTC.midnight(first);
    // Some solves are so young that they may still be reopened.
    let now = begin + TimeDelta::days(16) + TimeDelta::minutes(random.i64(0..600));
    let period = Period::days(Zone::UTC, first + Days::new(5), first + Days::new(12));
    let mut batch = store.begin_import_batch(author(None), begin).unwrap();
    for (name, primary) in
        [("An", Some(Profile::CustomerChampion)), ("Bình", Some(Profile::FieldExpert)), ("=Chi<b>", None)]
    {
        batch.add_person(&Person { primary, ..Person::with_name(name) }).unwrap();
    }
    let mut customers = Vec::new();
    for n in 0..5 {
        let day = |random: &mut fastrand::Rng| random.bool().then(|| first + Days::new(random.u64(0..16)));
        let (came, lost) = (day(random), day(random));
        let since = came.or(Some(first - Days::new(30)).filter(|_| random.bool()));
        let lost = lost.filter(|lost| since.is_some_and(|since| since <= *lost));
        let tier = random.bool().then(|| "gold".to_owned());
        let customer = Customer { name: format!("Customer {n}"), tier, since, lost, ..Customer::default() };
        batch.find_or_add_customer(&customer).unwrap();
        customers.push(customer);
    }
    let tickets = random.i64(10..24);
    for _ in 0..tickets {
        let story = story(random, begin, now);
        batch.add_ticket_history(story).unwrap();
    }
    let (mut surveys, mut reviews) = (Vec::new(), Vec::new());
    for _ in 0..random.usize(0..14) {
        let survey = survey(random, begin, now);
        batch.add_record(&Record::Survey(survey.clone())).unwrap();
        surveys.push(survey);
    }
    for _ in 0..random.usize(0..6) {
        let review = review(random, tickets, begin, now);
        batch.add_record(&Record::Review(review.clone())).unwrap();
        reviews.push(review);
    }
    batch.commit().unwrap();
    let mut at = now - TimeDelta::hours(30);
    for _ in 0..6 {
        at += TimeDelta::minutes(random.i64(1..200));
        let one = |random: &mut fastrand::Rng| TicketId(random.i64(1..=tickets));
        let change = match random.u8(..4) {
            0 => Change::Merge { ticket: one(random), into: one(random) },
            1 => Change::Reply { ticket: one(random), body: "Done.".into(), then: Some(Status::Solved) },
            2 => Change::Assign { ticket: one(random), to: Some(PEOPLE[random.usize(..3)]) },
            _ => Change::Undo,
        };
        // What cannot be done leaves no trace.
        let _ = store.apply(&ChangeRequest { change, by: author(Some(PEOPLE[random.usize(..3)])), seen_seq: None }, at);
    }
    World { store, settings, period, now, tickets, surveys, reviews, customers, folder }
}

/// What happened to one ticket.
fn story(random: &mut fastrand::Rng, begin: Instant, now: Instant) -> Vec<(Instant, Author, EventPayload)> {
    let somebody = |random: &mut fastrand::Rng| random.bool().then(|| PEOPLE[random.usize(..3)]);
    let mut at = begin + TimeDelta::seconds(random.i64(0..14 * 86_400));
    let opened = OpenedTicket {
        subject: "Refund".into(),
        priority: Priority::ALL[random.usize(..4)],
        channel: random.bool().then(|| CHANNELS[random.usize(..2)].to_owned()),
        category: random.bool().then(|| ["billing", "login"][random.usize(..2)].to_owned()),
        assignee: somebody(random),
        proactive: random.u8(..6) == 0,
        ..OpenedTicket::default()
    };
    let mut story = vec![(at, author(somebody(random)), EventPayload::Opened(opened))];
    for _ in 0..random.usize(0..14) {
        at += TimeDelta::seconds(random.i64(1..16 * 3600));
        if at >= now - TimeDelta::hours(30) {
            break;
        }
        let by = author(if random.u8(..5) == 0 { None } else { Some(PEOPLE[random.usize(..3)]) });
        let statuses = [Status::Open, Status::Pending, Status::OnHold, Status::Solved, Status::Closed];
        let status = statuses[random.usize(..5)];
        let what = match random.u8(..16) {
            0..3 => EventPayload::Asked { body: "And?".into() },
            3..7 => EventPayload::Replied { body: "So.".into(), then: random.bool().then_some(status) },
            7..9 => EventPayload::Assigned { to: somebody(random) },
            9..13 => EventPayload::StatusSet { status },
            13 => EventPayload::Rated(Score { score: random.u8(1..=5), out_of: 5 }),
            14 => EventPayload::Edited(TicketEdit::Category(Some("billing".into()))),
            _ => match random.u8(..3) {
                0 => EventPayload::Upset { recovery: "call".into(), follow_up: None },
                1 => EventPayload::Surveyed,
                _ => EventPayload::Noted { body: "by the way".into() },
            },
        };
        story.push((at, by, what));
    }
    story
}

fn survey(random: &mut fastrand::Rng, begin: Instant, now: Instant) -> Survey {
    let kind = SurveyKind::ALL[random.usize(..3)];
    let scale = match kind {
        SurveyKind::Csat if random.u8(..4) == 0 => RatingScale { from: 1, to: 3 },
        SurveyKind::Ces if random.bool() => RatingScale { from: 1, to: 5 },
        kind => kind.default_scale(),
    };
    Survey {
        kind,
        at: begin + TimeDelta::seconds(random.i64(0..(now - begin).num_seconds())),
        score: (random.u8(..5) > 0).then(|| random.u8(scale.from..=scale.to)),
        scale,
        customer: None,
        ticket: None,
        credit: random.bool().then(|| PEOPLE[random.usize(..3)]),
        about: None,
        comment: None,
        cause: None,
        source: None,
    }
}

fn review(random: &mut fastrand::Rng, tickets: i64, begin: Instant, now: Instant) -> Review {
    let mark = |random: &mut fastrand::Rng| ReviewMark {
        item: "tone".into(),
        points: (random.u8(..5) > 0).then(|| random.u32(0..=4)),
        of: 4,
        fatal: random.u8(..5) == 0,
    };
    Review {
        ticket: TicketId(random.i64(1..=tickets)),
        agent: PEOPLE[random.usize(..3)],
        reviewer: author(Some(PEOPLE[0])),
        at: begin + TimeDelta::seconds(random.i64(0..(now - begin).num_seconds())),
        card: "answers".into(),
        marks: (0..random.usize(1..4)).map(|_| mark(random)).collect(),
        comment: String::new(),
    }
}
