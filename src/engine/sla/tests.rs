//! Clock rules by scenario, and ledgers that add up on random histories.

use std::collections::BTreeMap;

use super::*;
use crate::engine::sla::clocks::ticket_clocks;
use crate::engine::sla::ledger::clock_ledger;
use crate::events::replay;
use crate::model::event::{Event, EventPayload, OpenedTicket};
use crate::model::ids::{Seq, TicketId};
use crate::model::person::Author;
use crate::model::policy::SlaPolicy;
use crate::model::shift::Hours;
use crate::model::ticket::Ticket;
use crate::model::time::{Zone, from_millis, parse_day};

fn minute(n: i64) -> Instant {
    from_millis(n * 60_000).unwrap()
}

fn policy(name: &str, priorities: Vec<Priority>, reply: i64, solve: i64) -> SlaPolicy {
    SlaPolicy {
        name: name.into(),
        priorities,
        channels: Vec::new(),
        categories: Vec::new(),
        tiers: Vec::new(),
        first_reply: Some(TimeDelta::minutes(reply)),
        next_reply: Some(TimeDelta::minutes(reply)),
        resolution: Some(TimeDelta::minutes(solve)),
        mode: ResolutionMode::default(),
        calendar: None,
    }
}

/// Urgent: 30 minutes for the first response and two hours for the resolution; otherwise a day for both.
fn rules() -> PolicySet {
    let policies = vec![policy("urgent", vec![Priority::Urgent], 30, 120), policy("any", Vec::new(), 1440, 1440)];
    PolicySet { policies, calendars: Vec::new() }
}

fn actual(story: Vec<(i64, EventPayload)>) -> Ticket {
    let event = |(n, (at, what)): (i64, (i64, EventPayload))| Event {
        seq: Seq(n),
        at: minute(at),
        by: Author::default(),
        what,
    };
    let events: Vec<_> = (1..).zip(story).map(event).collect();
    replay::replay_ticket(TicketId(1), &events, None).unwrap()
}

fn by(book: &PolicyHistory, story: Vec<(i64, EventPayload)>) -> Vec<SlaClock> {
    ticket_clocks(&actual(story), &|_, _| None, book)
}

fn after(story: Vec<(i64, EventPayload)>) -> Vec<SlaClock> {
    by(&PolicyHistory::unchanging(Arc::new(rules())), story)
}

/// Progress of each clock; for a running one only its due instant.
fn runs(clocks: &[SlaClock]) -> Vec<(ClockKind, ClockProgress)> {
    let run = |run| match run {
        ClockProgress::Running { due, .. } => ClockProgress::Running { due, since: due, left: TimeDelta::zero() },
        run => run,
    };
    clocks.iter().map(|clock| (clock.terms.kind, run(clock.progress))).collect()
}

fn opened(proactive: bool) -> EventPayload {
    EventPayload::Opened(OpenedTicket { subject: "Refund".into(), proactive, ..OpenedTicket::default() })
}

fn set(status: Status) -> EventPayload {
    EventPayload::StatusSet { status }
}

fn priority(priority: Priority) -> EventPayload {
    EventPayload::PrioritySet { priority }
}

fn replied() -> EventPayload {
    EventPayload::Replied { body: "Done".into(), then: None }
}

fn asked() -> EventPayload {
    EventPayload::Asked { body: "And?".into() }
}

fn running(due: i64) -> ClockProgress {
    ClockProgress::Running { due: minute(due), since: minute(due), left: TimeDelta::zero() }
}

#[test]
fn a_clock_that_has_ended_is_not_judged_by_a_later_priority() {
    let solved = EventPayload::Replied { body: "Done".into(), then: Some(Status::Solved) };
    let clocks = after(vec![(0, opened(false)), (180, solved), (200, priority(Priority::Urgent))]);
    let met = ClockProgress::Met { at: minute(180) };
    assert_eq!(runs(&clocks), [(ClockKind::FirstReply, met), (ClockKind::Resolution, met)]);
}

#[test]
fn a_clock_that_runs_again_goes_by_the_priority_of_now() {
    let story =
        vec![(0, opened(true)), (60, set(Status::Solved)), (70, priority(Priority::Urgent)), (100, set(Status::Open))];
    let resolution = ClockKind::Resolution;
    let expected = [(resolution, ClockProgress::Met { at: minute(60) }), (resolution, running(160))];
    assert_eq!(runs(&after(story)), expected, "an hour of the two is used up");
}

#[test]
fn a_reopened_clock_goes_on_where_it_stood() {
    let story = vec![(0, opened(true)), (60, set(Status::Solved)), (500, set(Status::Open))];
    assert_eq!(runs(&after(story)), [(ClockKind::Resolution, running(500 + 1380))]);
}

#[test]
fn another_priority_opens_another_clock_for_what_still_runs() {
    let story = vec![(0, opened(false)), (10, replied()), (20, priority(Priority::Urgent))];
    let expected = [
        (ClockKind::FirstReply, ClockProgress::Met { at: minute(10) }),
        (ClockKind::Resolution, ClockProgress::Cancelled { at: minute(20) }),
        (ClockKind::Resolution, running(120)),
    ];
    assert_eq!(runs(&after(story)), expected);
}

#[test]
fn a_breach_is_not_talked_away_by_a_lower_priority() {
    let urgent = EventPayload::Opened(OpenedTicket {
        subject: "Down".into(),
        priority: Priority::Urgent,
        ..OpenedTicket::default()
    });
    let story = vec![(0, urgent), (40, priority(Priority::Low)), (50, replied())];
    let expected = [
        (ClockKind::FirstReply, ClockProgress::Breached { at: minute(40), due: minute(30) }),
        (ClockKind::FirstReply, ClockProgress::Met { at: minute(50) }),
    ];
    let clocks = after(story);
    let replies: Vec<_> = runs(&clocks).into_iter().filter(|(kind, _)| *kind == ClockKind::FirstReply).collect();
    assert_eq!(replies, expected);
}

#[test]
fn other_rules_open_another_clock_for_what_still_runs() {
    let mut stricter = rules();
    stricter.policies[1].first_reply = Some(TimeDelta::minutes(1));
    stricter.policies[1].resolution = Some(TimeDelta::minutes(600));
    let mut book = PolicyHistory::unchanging(Arc::new(rules()));
    book.activate(minute(100), Arc::new(stricter));
    let expected = [
        (ClockKind::FirstReply, ClockProgress::Met { at: minute(10) }),
        (ClockKind::Resolution, ClockProgress::Cancelled { at: minute(100) }),
        (ClockKind::Resolution, running(600)),
    ];
    assert_eq!(runs(&by(&book, vec![(0, opened(false)), (10, replied())])), expected, "what was met stays met");
}

#[test]
fn a_promise_that_was_not_made_is_not_broken() {
    let mut book = PolicyHistory::unchanging(Arc::new(PolicySet::default()));
    book.activate(minute(5_000), Arc::new(rules()));
    let clocks = by(&book, vec![(0, opened(true))]);
    assert_eq!(runs(&clocks), [(ClockKind::Resolution, running(5_000 + 1440))]);
    assert_eq!(clocks[0].terms.started, minute(5_000));
}

#[test]
fn a_merged_ticket_is_neither_solved_nor_late() {
    let merged = EventPayload::MergedInto { ticket: TicketId(2) };
    let off = ClockProgress::Cancelled { at: minute(30) };
    let expected = [(ClockKind::FirstReply, off), (ClockKind::Resolution, off)];
    assert_eq!(runs(&after(vec![(0, opened(false)), (30, merged)])), expected);
    let absorbed = EventPayload::Absorbed { ticket: TicketId(1), waiting_since: Some(minute(0)), open: true };
    let other = after(vec![(10, opened(false)), (20, replied()), (30, absorbed)]);
    let next = other.iter().find(|clock| clock.terms.kind == ClockKind::NextReply).unwrap();
    assert_eq!(
        (next.terms.started, next.due_at()),
        (minute(0), Some(minute(1440))),
        "its customer has waited since then"
    );
    let absorbed = EventPayload::Absorbed { ticket: TicketId(1), waiting_since: Some(minute(20)), open: true };
    let solved = EventPayload::Replied { body: "Done".into(), then: Some(Status::Solved) };
    let other = after(vec![(0, opened(false)), (10, solved), (500, absorbed)]);
    let next = other.iter().find(|clock| clock.terms.kind == ClockKind::NextReply).unwrap();
    assert_eq!(next.due_at(), Some(minute(1460)), "also while this ticket was solved");
}

#[test]
fn a_ticket_that_staff_opened_has_no_first_reply_to_wait_for() {
    let clocks = after(vec![(0, opened(true)), (10, asked())]);
    let kinds: Vec<_> = clocks.iter().map(|clock| clock.terms.kind).collect();
    assert_eq!(kinds, [ClockKind::Resolution, ClockKind::NextReply]);
}

#[test]
fn every_reply_that_ended_a_clock_is_kept_as_it_was_judged() {
    let story = vec![(0, opened(false)), (10, replied()), (20, asked()), (1_500, replied()), (1_600, asked())];
    let clocks = after(story);
    let expected = [
        (ClockKind::FirstReply, ClockProgress::Met { at: minute(10) }),
        (ClockKind::Resolution, running(1_440)),
        (ClockKind::NextReply, ClockProgress::Breached { at: minute(1_500), due: minute(1_460) }),
        (ClockKind::NextReply, running(3_040)),
    ];
    assert_eq!(runs(&clocks), expected);
    let shown: Vec<_> = latest_clocks(&clocks).cloned().collect();
    assert_eq!(runs(&shown), [expected[0], expected[3], expected[1]]);
}

/// Calendars for random scenarios: mornings and afternoons, nights, a holiday.
fn calendars() -> Vec<Arc<Calendar>> {
    let hours = |from: u32, to: u32| Hours { from: from * 60, to: to * 60 };
    let week = |hours: Vec<Hours>| std::array::from_fn(|_| hours.clone());
    let holiday = |day: &str| {
        let special = crate::model::calendar::SpecialDate { name: "Tết".into(), hours: Vec::new() };
        BTreeMap::from([(parse_day(day).unwrap(), special)])
    };
    let berlin: Zone = "Europe/Berlin".parse().unwrap();
    let day = Calendar::new("day".into(), Zone::UTC, week(vec![hours(8, 12), hours(13, 17)]), holiday("1970-01-02"));
    let night = Calendar::new("night".into(), berlin, week(vec![hours(22, 30)]), holiday("1970-01-03"));
    vec![Arc::new(day.unwrap()), Arc::new(night.unwrap())]
}

fn some_rules(rng: &mut fastrand::Rng) -> PolicySet {
    let mut policies = vec![policy("urgent", vec![Priority::Urgent], 30, 300), policy("any", Vec::new(), 200, 900)];
    for policy in &mut policies {
        policy.calendar = rng.choice([None, Some("day"), Some("night")]).flatten().map(str::to_owned);
        policy.mode =
            rng.choice([ResolutionMode::RequesterWait, ResolutionMode::AgentWork, ResolutionMode::Total]).unwrap();
        policy.next_reply = rng.bool().then(|| TimeDelta::minutes(rng.i64(10..500)));
    }
    PolicySet { policies, calendars: calendars() }
}

fn some_story(rng: &mut fastrand::Rng) -> Vec<(i64, EventPayload)> {
    let mut at = 0;
    let mut story = vec![(0, opened(rng.u8(0..8) == 0))];
    for _ in 0..rng.usize(0..12) {
        at += rng.i64(1..600);
        let what = match rng.u8(0..9) {
            0 | 1 => asked(),
            2 | 3 => replied(),
            4 => priority(rng.choice(Priority::ALL).unwrap()),
            5 => EventPayload::Noted { body: "Hm.".into() },
            _ => set(rng.choice(Status::ALL).unwrap()),
        };
        story.push((at, what));
    }
    story
}

/// Invariants of a ledger: no gaps, spans count their own length only while running, and the sum equals the clock.
#[test]
fn ledgers_add_up_in_ten_thousand_stories() {
    let mut rng = fastrand::Rng::with_seed(7);
    let (mut seen, mut breached) = (0, 0);
    for _ in 0..10_000 {
        let mut book = PolicyHistory::unchanging(Arc::new(some_rules(&mut rng)));
        if rng.bool() {
            book.activate(minute(rng.i64(0..3_000)), Arc::new(some_rules(&mut rng)));
        }
        let story = some_story(&mut rng);
        let now = minute(story.last().unwrap().0 + rng.i64(0..2_000));
        let ticket = actual(story);
        for clock in ticket_clocks(&ticket, &|_, _| None, &book) {
            let ledger = clock_ledger(&clock, &ticket, now);
            let end = clock.ended_at().unwrap_or(now);
            let mut at = clock.terms.started;
            let mut total = TimeDelta::zero();
            for span in &ledger.spans {
                assert_eq!(span.from, at, "no gap");
                assert!(span.from < span.to);
                assert_eq!(span.counted, if span.running { span.to - span.from } else { TimeDelta::zero() });
                total += span.counted;
                assert_eq!(span.total, total);
                at = span.to;
            }
            assert!(at == end || ledger.spans.is_empty() && end <= clock.terms.started);
            let target = clock.terms.target;
            // When the running total exceeded the target, from the spans alone.
            let by_hand =
                ledger.spans.iter().find(|span| span.total >= target).map(|span| span.to - (span.total - target));
            match clock.progress {
                ClockProgress::Met { at } | ClockProgress::Cancelled { at } => {
                    assert!(by_hand.is_none_or(|due| at <= due))
                }
                ClockProgress::Breached { due, .. } => {
                    breached += 1;
                    assert_eq!(by_hand, Some(due));
                }
                ClockProgress::Paused { left } => assert_eq!(target - total, left),
                ClockProgress::Running { due, .. } => {
                    assert_eq!(clock.time_left(now), Some(target - total));
                    assert!(by_hand.is_none_or(|by_hand| by_hand == due));
                    assert_eq!(total >= target, due <= now);
                }
            }
            if !matches!(clock.progress, ClockProgress::Met { .. } | ClockProgress::Cancelled { .. }) {
                assert_eq!(ledger.due_at().is_some_and(|due| due <= end), total >= target);
            }
            seen += 1;
        }
    }
    assert!(seen > 20_000 && breached > 1_000, "{seen} clocks, {breached} breached");
}

#[test]
fn what_was_solved_in_time_stays_so_when_it_is_merged_later() {
    let merged = EventPayload::MergedInto { ticket: TicketId(2) };
    let story = vec![(0, opened(true)), (20, set(Status::Closed)), (500, merged)];
    assert_eq!(runs(&after(story)), [(ClockKind::Resolution, ClockProgress::Met { at: minute(20) })]);
}

#[test]
fn a_promise_that_was_gone_for_a_while_does_not_begin_anew() {
    let mut book = PolicyHistory::unchanging(Arc::new(rules()));
    book.activate(minute(100), Arc::new(PolicySet::default()));
    book.activate(minute(200), Arc::new(rules()));
    let last = by(&book, vec![(0, opened(true))]).pop().unwrap();
    assert_eq!((last.terms.started, last.due_at()), (minute(0), Some(minute(1440))));
}
