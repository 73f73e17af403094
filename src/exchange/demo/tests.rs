//! Tests the demo's guarantees in memory: all tickets are generated and replayed once, the open ones at many times.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::TimeDelta;

use super::team::{SICK_TODAY, person_id};
use super::*;
use crate::engine::aging;
use crate::engine::board::headline::{BoardHeadline, headline};
use crate::engine::desk::{Desk, TicketRow};
use crate::engine::sla::{self, PolicyHistory};
use crate::engine::summary::DurationStats;
use crate::events::replay::replay_ticket;
use crate::model::aging::{AgingBuckets, StuckRules};
use crate::model::event::Event;
use crate::model::ids::{Seq, TicketId};
use crate::model::policy::{ResolutionMode, SlaPolicy};
use crate::model::ticket::{Priority, Status, Ticket, WaitsOn};
use crate::model::time::parse_moment;

/// Default policies.
fn rules() -> Arc<PolicySet> {
    let policy = |name: &str, priorities: Vec<Priority>, [first, next, resolution]: [i64; 3]| SlaPolicy {
        name: name.into(),
        priorities,
        channels: Vec::new(),
        categories: Vec::new(),
        tiers: Vec::new(),
        first_reply: Some(TimeDelta::minutes(first)),
        next_reply: Some(TimeDelta::minutes(next)),
        resolution: Some(TimeDelta::minutes(resolution)),
        mode: ResolutionMode::RequesterWait,
        calendar: None,
    };
    let policies = vec![
        policy("urgent", vec![Priority::Urgent], [30, 60, 240]),
        policy("high", vec![Priority::High], [60, 120, 480]),
        policy("usual", vec![], [240, 480, 72 * 60]),
    ];
    Arc::new(PolicySet { policies, calendars: Vec::new() })
}

fn sizes() -> DemoSizes {
    DemoSizes::new(None, None, None).unwrap()
}

fn demo(seed: u64, now: &str, zone: &str) -> Demo {
    let zone = zone.parse().unwrap();
    Demo::new(seed, parse_moment(now, zone).unwrap(), zone, sizes(), rules())
}

fn ticket(number: i64, told: &[TimedEvent]) -> Ticket {
    let event = |((at, by, what), seq): (&TimedEvent, i64)| Event {
        seq: Seq(seq),
        at: *at,
        by: by.clone(),
        what: what.clone(),
    };
    let events: Vec<_> = told.iter().zip(1..).map(event).collect();
    replay_ticket(TicketId(number), &events, None).unwrap()
}

/// The open tickets as the store would list them.
fn desk(demo: &Demo) -> Desk {
    let mut desk = Desk::default();
    for (found, number) in demo.open_tickets.iter().zip(1..) {
        let ticket = ticket(number, &found.generate(&demo.context));
        let customer = demo.context.customer(found.customer);
        let tier = |_, _| customer.tier.clone();
        let clocks = crate::engine::sla::clocks::ticket_clocks(
            &ticket,
            &tier,
            &PolicyHistory::unchanging(demo.context.rules.clone()),
        );
        let row = TicketRow::from_ticket(&ticket, Some(&customer), sla::nearest_clock(&clocks).cloned());
        desk.tickets.insert(row.id, row);
    }
    desk
}

fn head(demo: &Demo, desk: &Desk) -> BoardHeadline {
    headline(desk, demo.context.now, Some(demo.context.shift_end))
}

fn digest(demo: &Demo) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut take = |text: serde_json::Result<String>| text.unwrap().hash(&mut hasher);
    demo.records().for_each(|record| take(serde_json::to_string(&record)));
    let mut seen = RecentTickets::default();
    for story in demo.tickets() {
        seen.add(&story);
        take(serde_json::to_string(&(&story.new_customer, &story.events)));
    }
    demo.planning_records(&seen).for_each(|record| take(serde_json::to_string(&record)));
    hasher.finish()
}

#[test]
fn the_same_seed_and_moment_tell_the_same() {
    let now = "2026-06-17 09:12";
    let first = digest(&demo(1, now, "Asia/Ho_Chi_Minh"));
    assert_eq!(first, digest(&demo(1, now, "Asia/Ho_Chi_Minh")));
    assert_ne!(first, digest(&demo(2, now, "Asia/Ho_Chi_Minh")));
}

#[test]
fn the_whole_is_as_large_as_it_says_and_over_by_now() {
    let demo = demo(1, "2026-06-17 09:12", "Europe/Berlin");
    let (now, mut last) = (demo.context.now, demo.history_start());
    let (mut customers, mut counts) = (demo.context.sizes.open as i64, BTreeMap::<bool, u64>::new());
    let mut replies = BTreeMap::<_, Vec<TimeDelta>>::new();
    let mut ratings = BTreeMap::<_, Vec<bool>>::new();
    for (story, number) in demo.tickets().zip(1..) {
        let opened = story.events[0].0;
        assert!(last <= opened, "oldest first");
        last = opened;
        assert!(story.events.is_sorted_by_key(|(at, ..)| *at) && story.events.iter().all(|(at, ..)| *at <= now));
        customers += i64::from(story.new_customer.is_some());
        let ticket = ticket(number, &story.events);
        assert!(ticket.customer.is_some_and(|customer| (1..=customers).contains(&customer.0)));
        assert!(ticket.impossible_times.is_empty());
        *counts.entry(ticket.status.in_backlog()).or_default() += 1;
        for pair in &ticket.responses {
            replies.entry(pair.by).or_default().push(pair.replied - pair.asked);
        }
        for rating in &ticket.ratings {
            ratings.entry(rating.credits.replied).or_default().push(rating.score.is_satisfied());
        }
    }
    assert_eq!(counts, BTreeMap::from([(true, 60), (false, 3_440)]));
    let median = |who| DurationStats::from_durations(replies[&Some(person_id(who))].iter().copied()).median;
    assert!(median(4) < median(3), "Joanna answers sooner than Quân");
    let good = |given: &Vec<bool>| given.iter().filter(|good| **good).count() * 100 / given.len();
    let shares: BTreeSet<_> = ratings.values().filter(|given| given.len() > 20).map(good).collect();
    assert!(shares.len() > 4 && shares.iter().all(|share| (70..100).contains(share)), "{shares:?}");
}

#[test]
fn the_count_of_the_open_is_right_at_any_hour() {
    for clock in ["00:00", "00:04", "00:59", "10:00", "16:30", "23:50", "23:59"] {
        let demo = demo(5, &format!("2026-06-17 {clock}"), "Europe/Berlin");
        let (mut told, mut open) = (0, 0);
        for story in demo.tickets() {
            told += 1;
            open += usize::from(ticket(told, &story.events).status.in_backlog());
            assert!(story.events.iter().all(|(at, ..)| *at <= demo.context.now), "{clock} {story:?}");
        }
        assert_eq!((told, open), (3_500, 60), "{clock}");
    }
}

#[test]
fn today_looks_like_a_desk_at_work() {
    for (now, zone) in [
        ("2026-06-17 09:12", "Asia/Ho_Chi_Minh"),
        ("2026-03-29 14:40", "Europe/Berlin"),
        ("2026-11-01 18:05", "America/New_York"),
    ] {
        let demo = demo(1, now, zone);
        let desk = desk(&demo);
        let waits_on = |whom| desk.tickets.values().filter(|row| row.waits_on() == Some(whom)).count();
        assert_eq!(WaitsOn::ALL.map(waits_on), [36, 17, 7], "{now}");
        assert_eq!(head(&demo, &desk).unassigned.len(), 6, "{now}");
        let items = desk.tickets.values().filter_map(TicketRow::aging_item);
        let aging = aging::backlog_aging(items, demo.context.now, &AgingBuckets::default(), &StuckRules::default());
        assert!(aging.buckets.iter().all(|bucket| bucket.total > 0), "{now} {aging:?}");
        assert_eq!(aging.stuck.len(), 2, "{now}");
        let hers = desk.tickets.values().filter(|row| row.assignee == Some(person_id(SICK_TODAY))).count();
        assert_eq!(hers, 5, "nobody covers what the sick one holds");
        let subjects: BTreeSet<_> = desk.tickets.values().map(|row| &row.subject).collect();
        assert!(subjects.len() > 45, "{}", subjects.len());
    }
}

#[test]
fn whenever_it_is_opened_two_clocks_have_run_out_and_two_more_will_before_the_shift_ends() {
    let places = [("UTC", "2026-06-17"), ("Asia/Ho_Chi_Minh", "2026-02-28"), ("America/Havana", "2026-11-01")];
    for (zone, day) in places {
        for hour in 0..24 {
            let now = format!("{day} {hour:02}:{:02}", [0, 7, 31, 59][hour % 4]);
            let demo = demo(hour as u64, &now, zone);
            let desk = desk(&demo);
            let head = head(&demo, &desk);
            assert_eq!((head.breached_count, head.breaching.len(), head.open), (2, 4, 60), "{zone} {now}");
            let order = |row: &&TicketRow| crate::engine::board::brief::queue_order(row);
            let top = desk.tickets.values().min_by_key(order).unwrap();
            let left = top.clock.as_ref().and_then(|clock| clock.time_left(demo.context.now));
            assert_eq!(left.map(|left| left.num_minutes()), Some(-12), "{zone} {now}");
        }
    }
}

#[test]
fn without_rules_there_is_a_demo_too() {
    let now = parse_moment("2026-06-17 09:12", Zone::UTC).unwrap();
    let demo = Demo::new(1, now, Zone::UTC, sizes(), Arc::default());
    assert_eq!(desk(&demo).tickets.len(), 60);
}

#[test]
fn a_large_one_streams_over_more_days() {
    let sizes = DemoSizes::new(None, Some(200_000), None).unwrap();
    assert_eq!((sizes.open, sizes.history_days()), (5_000, 200));
    let small = DemoSizes::new(Some(30), Some(2_000), Some(100)).unwrap();
    let now = parse_moment("2026-06-17 09:12", Zone::UTC).unwrap();
    let demo = Demo::new(1, now, Zone::UTC, small, rules());
    let told: Vec<_> = demo.tickets().zip(1..).map(|(story, number)| ticket(number, &story.events)).collect();
    assert_eq!(told.len(), 2_000);
    assert_eq!(told.iter().filter(|ticket| ticket.status.in_backlog()).count(), 100);
    assert!(told.iter().filter(|ticket| ticket.status == Status::Closed).count() > 1_700);
}

#[test]
fn absurd_sizes_are_refused_in_a_sentence() {
    for (people, tickets, open) in [
        (Some(3), None, None),
        (Some(1_000_000), None, None),
        (None, Some(1), None),
        (None, Some(u64::MAX), None),
        (None, None, Some(5)),
        (None, Some(1_000), Some(900)),
    ] {
        let refused = DemoSizes::new(people, tickets, open).unwrap_err();
        assert!(refused.ends_with('.') && refused.contains("--"), "{refused}");
    }
}
