//! Hand-over drafts of small desks.

use super::*;
use crate::engine::board::Board;
use crate::engine::coverage::types::CoverageState;
use crate::engine::desk::Desk;
use crate::engine::handover::draft::{HandOverDraft, draft_hand_over};
use crate::engine::metrics::summary::Figures;
use crate::engine::sla::{ClockProgress, ClockTerms, SlaClock};
use crate::model::aging::{AgingBuckets, StuckRules};
use crate::model::handover::HandOverReceipt;
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::{Author, Person, Profile};
use crate::model::policy::{ClockKind, ResolutionMode};
use crate::model::settings::BoardConfig;
use crate::model::shift::{Absence, AbsenceKind, Hours, Requirement, Shift};
use crate::model::ticket::{Priority, Status};
use crate::model::time::{Zone, parse_moment};

fn at(moment: &str) -> Instant {
    parse_moment(moment, Zone::UTC).unwrap()
}

fn shift(person: i64, day: &str, from: u32, to: u32, name: &str) -> Shift {
    let (person, day) = (PersonId(person), day.parse().unwrap());
    Shift { person, day, hours: Hours::new(from * 60, to * 60), name: Some(name.into()), breaks: Vec::new() }
}

fn clock(due: Instant) -> SlaClock {
    let terms = ClockTerms {
        kind: ClockKind::NextReply,
        started: at("2026-03-02T08:00"),
        effective_from: at("2026-03-02T08:00"),
        policy: "usual".into(),
        priority: Priority::Normal,
        target: chrono::TimeDelta::hours(4),
        mode: ResolutionMode::Total,
        calendar: None,
        policy_version: 0,
    };
    let since = at("2026-03-02T08:00");
    SlaClock { terms, progress: ClockProgress::Running { due, since, left: due - since } }
}

fn row(id: i64, due: Option<&str>) -> TicketRow {
    let created = Some(at("2026-03-02T08:00"));
    TicketRow {
        created,
        status: Status::Open,
        clock: due.map(|due| clock(at(due))),
        ..TicketRow::blank(TicketId(id), at("2026-03-02T08:00"))
    }
}

/// Lan works the morning, Minh the evening; champions are required until night.
fn desk() -> Desk {
    let mut desk = Desk::default();
    for (id, name) in [(1, "Lan"), (2, "Minh")] {
        let person = Person { primary: Some(Profile::CustomerChampion), ..Person::with_name(name) };
        desk.team.people.insert(PersonId(id), person);
    }
    desk.team.shifts =
        vec![shift(1, "2026-03-02", 8, 16, "Morning").into(), shift(2, "2026-03-02", 16, 22, "Evening").into()];
    let hours = Hours::new(8 * 60, 24 * 60);
    let need = Requirement { profile: Profile::CustomerChampion, weekdays: Requirement::EVERY_DAY, hours, need: 1 };
    desk.team.requirements = vec![need.into()];
    desk
}

fn since(last: Option<HandOver>, named: Vec<TicketRow>, now: Instant) -> SinceLastHandOver {
    let period = since_of(last.as_ref(), now);
    SinceLastHandOver { last: last.map(WithId::from), period, figures: Figures::empty(), mentioned_tickets: named }
}

fn since_of(last: Option<&HandOver>, now: Instant) -> Period {
    crate::engine::handover::period_since_last(last, at("2026-03-02T00:00"), now)
}

fn drawn(desk: &Desk, since: SinceLastHandOver) -> HandOverDraft {
    let (buckets, stuck) = (AgingBuckets::default(), StuckRules::default());
    let (zone, importance) = (Zone::UTC, Profile::ALL);
    let config = BoardConfig { zone, buckets: &buckets, stuck: &stuck, importance, slot_minutes: 30 };
    let now = since.period.to;
    draft_hand_over(desk, &Board::from_desk(desk, now, config), config, now, since)
}

#[test]
fn it_looks_ahead_to_the_end_of_the_next_shift() {
    let now = at("2026-03-02T15:30");
    let mut desk = desk();
    let rows = [
        row(1, Some("2026-03-02T15:00")),
        row(2, Some("2026-03-02T21:59")),
        row(3, Some("2026-03-02T22:00")),
        row(4, None),
        TicketRow { status: Status::Pending, promise: Some(at("2026-03-02T20:00")), ..row(5, None) },
        TicketRow { escalation: 2, assignee: Some(PersonId(1)), ..row(6, None) },
    ];
    desk.tickets = rows.into_iter().map(|row| (row.id, row)).collect();
    let draft = drawn(&desk, since(None, Vec::new(), now));
    let ids = |ids: &[TicketId]| ids.iter().map(|id| id.0).collect::<Vec<_>>();
    assert_eq!((draft.shift.as_deref(), draft.until), (Some("Morning"), at("2026-03-02T22:00")));
    assert_eq!((ids(&draft.breached), ids(&draft.at_risk), ids(&draft.waiting_on_us)), (vec![1], vec![2], vec![3, 4]));
    assert_eq!(draft.promises, [(TicketId(5), at("2026-03-02T20:00"))]);
    assert_eq!((ids(&draft.escalated), draft.unassigned, draft.open_tickets), (vec![6], 4, 6));
    assert_eq!(ids(&draft.mentioned_tickets()), [1, 2, 5, 6]);
    assert_eq!(draft.since.period.from, at("2026-03-02T00:00"), "nothing was handed over before");
}

#[test]
fn weak_spells_and_absences_ahead_are_told_once() {
    let now = at("2026-03-02T15:30");
    let mut desk = desk();
    let day = "2026-03-02".parse().unwrap();
    let hours = Some(Hours::new(18 * 60, 19 * 60));
    let kind = AbsenceKind::Training;
    let away = |first, last, hours| Absence { person: PersonId(2), kind, first, last, hours, note: None };
    let tomorrow = "2026-03-03".parse().unwrap();
    desk.team.absences = vec![away(day, day, hours).into(), away(tomorrow, tomorrow, None).into()];
    let draft = drawn(&desk, since(None, Vec::new(), now));
    let spells: Vec<_> = draft.coverage_shortfalls.iter().map(|spell| (spell.from, spell.to, spell.state)).collect();
    assert_eq!(spells, [(at("2026-03-02T18:00"), at("2026-03-02T19:00"), CoverageState::Gap)]);
    assert_eq!(draft.absences.iter().map(|ahead| ahead.hours).collect::<Vec<_>>(), [hours]);
}

#[test]
fn what_became_of_the_tickets_that_the_last_one_named() {
    let now = at("2026-03-02T15:30");
    let author = Author { person: Some(PersonId(2)), login: "minh".into() };
    let last = HandOver {
        at: at("2026-03-01T22:00"),
        author: author.clone(),
        shift: None,
        body: "All quiet.".into(),
        named: vec![TicketId(7), TicketId(8)],
        acknowledged: None,
    };
    let named = vec![row(7, None), TicketRow { status: Status::Solved, ..row(8, None) }];
    let draft = drawn(&desk(), since(Some(last.clone()), named, now));
    assert_eq!(draft.mentioned_outcome(), (1, vec![TicketId(7)]));
    assert_eq!(draft.since.period.from, last.at);

    let lan = Author { person: Some(PersonId(1)), login: "lan".into() };
    assert_eq!(last.acknowledge(&author, now), None, "nobody takes over from themselves");
    let taken = last.acknowledge(&lan, now).unwrap();
    assert_eq!(taken.acknowledged, Some(HandOverReceipt { by: lan.clone(), at: now }));
    assert_eq!(taken.acknowledge(&lan, now), None, "once");
    let old = HandOver { at: at("2026-02-02T22:00"), ..last };
    assert_eq!(since_of(Some(&old), now).from, at("2026-03-02T00:00"), "a month ago is no shift ago");
}

#[test]
fn ones_own_hand_over_stays_ones_own_at_another_login() {
    let author = |person: Option<i64>, login: &str| Author { person: person.map(PersonId), login: login.into() };
    let of = |author| HandOver {
        at: crate::model::time::from_millis(0).unwrap(),
        author,
        shift: None,
        body: "All is well.".into(),
        named: Vec::new(),
        acknowledged: None,
    };
    let takes = |left: &HandOver, by: Author| left.acknowledge(&by, left.at).is_some();
    let lan = of(author(Some(1), "lan"));
    assert!(!takes(&lan, author(Some(1), "lan@home")), "the same person");
    assert!(takes(&lan, author(Some(2), "lan")), "another person at the same computer");
    assert!(!takes(&lan, author(None, "lan")) && takes(&lan, author(None, "night")), "who is nobody goes by the login");
}
