//! Incrementally updated boards must equal boards built from scratch.

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;
use crate::engine::board::brief::queue_order;
use crate::engine::board::headline::headline;
use crate::engine::desk::{DeskDelta, TicketRow};
use crate::engine::sla::{ClockProgress, ClockTerms, SlaClock};
use crate::model::aging::{AgingBuckets, StuckRules};
use crate::model::ids::Seq;
use crate::model::person::{Person, Profile};
use crate::model::policy::{ClockKind, ResolutionMode};
use crate::model::shift::{Absence, Hours, Requirement, Shift};
use crate::model::ticket::{Priority, Status};
use crate::model::time::{Zone, from_millis};

/// Minutes after the start of the scenario.
fn at(minutes: i64) -> Instant {
    from_millis(1_772_442_000_000 + minutes * 60_000).unwrap()
}

fn clock(due: i64) -> SlaClock {
    let terms = ClockTerms {
        kind: ClockKind::FirstReply,
        started: at(0),
        effective_from: at(0),
        policy: "Gold".into(),
        priority: Priority::Normal,
        target: TimeDelta::hours(4),
        mode: ResolutionMode::Total,
        calendar: None,
        policy_version: 0,
    };
    SlaClock { terms, progress: ClockProgress::Running { due: at(due), since: at(0), left: TimeDelta::hours(4) } }
}

/// An update of a ticket: another row, or its removal from the backlog.
fn row() -> impl Strategy<Value = (TicketId, Option<TicketRow>)> {
    let some = |range: std::ops::Range<i64>| proptest::option::of(range);
    let moments = (some(-50_000..2_000), some(-2_000..2_000), some(-2_000..2_000), -3_000..2_000_i64);
    let words = (prop::sample::select(&Status::ALL[..4]), some(1..5), 0..4_u32, 0..3_u32);
    let row =
        (1..40_i64, moments, words).prop_map(|(id, (created, due, promise, last), (status, who, moved, again))| {
            let row = TicketRow {
                created: created.map(at),
                clock: due.map(clock),
                promise: promise.map(at),
                status,
                assignee: who.map(PersonId),
                reassigned: moved,
                reopened: again,
                ..TicketRow::blank(TicketId(id), at(last))
            };
            (TicketId(id), row)
        });
    (row, prop::bool::weighted(0.7)).prop_map(|((id, row), stays)| (id, stays.then_some(row)))
}

fn team() -> impl Strategy<Value = Team> {
    let hours = || (0..24_u32, 1..12_u32).prop_map(|(from, n)| Hours { from: from * 60, to: (from + n) * 60 });
    (prop::collection::vec((1..5_i64, hours(), any::<bool>()), 0..6), hours()).prop_map(|(shifts, needed)| {
        let mut team = Team::default();
        let day = Zone::UTC.date(at(0));
        for (id, hours, away) in shifts {
            let person = PersonId(id);
            let about = Person { primary: Some(Profile::ALL[0]), ..Person::with_name(format!("P{id}")) };
            team.people.insert(person, about);
            team.shifts.push(Shift { person, day, hours, name: None, breaks: Vec::new() }.into());
            if away {
                let kind = AbsenceKind::Sick;
                team.absences
                    .push(Absence { person, kind, first: day, last: day, hours: Some(hours), note: None }.into());
            }
        }
        let weekdays = Requirement::EVERY_DAY;
        team.requirements.push(Requirement { profile: Profile::ALL[0], weekdays, hours: needed, need: 1 }.into());
        team
    })
}

#[derive(Debug, Clone)]
enum BoardTestStep {
    Tick(i64),
    Changed(Vec<(TicketId, Option<TicketRow>)>, Option<Team>),
}

fn step() -> impl Strategy<Value = BoardTestStep> {
    let changed = (prop::collection::vec(row(), 0..6), proptest::option::weighted(0.2, team()));
    prop_oneof![
        1 => (-10..1_500_i64).prop_map(BoardTestStep::Tick),
        4 => changed.prop_map(|(tickets, team)| BoardTestStep::Changed(tickets, team)),
    ]
}

proptest! {
    #[test]
    fn a_board_that_follows_is_one_that_is_worked_out_anew(
        rows in prop::collection::vec(row(), 0..60),
        steps in prop::collection::vec(step(), 0..20),
    ) {
        let (buckets, stuck) = (AgingBuckets::default(), StuckRules::default());
        let config =
            BoardConfig { zone: Zone::UTC, buckets: &buckets, stuck: &stuck, importance: Profile::ALL, slot_minutes: 30 };
        let tickets = rows.into_iter().filter_map(|(id, row)| Some((id, row?))).collect();
        let mut desk = Desk { seq: Seq(0), tickets, team: Team::default() };
        let mut now = at(0);
        let mut board = Board::from_desk(&desk, now, config);
        for step in steps {
            match step {
                BoardTestStep::Tick(minutes) => {
                    now += TimeDelta::minutes(minutes);
                    board.tick(&desk.team, now, config);
                }
                BoardTestStep::Changed(tickets, team) => {
                    let news = desk.apply(DeskDelta { seq: Seq(1), tickets, team });
                    board.apply_changes(&desk, &news, now, config);
                }
            }
            prop_assert_eq!(&board, &Board::from_desk(&desk, now, config));
            let mut rows: Vec<&TicketRow> = desk.tickets.values().collect();
            rows.sort_by_cached_key(|row| queue_order(row));
            prop_assert_eq!(&board.queue, &rows.iter().map(|row| row.id).collect::<Vec<_>>());
            prop_assert_eq!(&board.headline, &headline(&desk, now, board.shift.as_ref().map(|shift| shift.ends)));
            prop_assert_eq!(&board.load, &open_tickets_per_person(&desk));
            rows.retain(|row| row.assignee == Some(PersonId(1)));
            let theirs = rows.iter().take(3).map(|row| row.id).collect::<Vec<_>>();
            prop_assert_eq!(board.first_tickets_of(PersonId(1), 3), theirs);
            let aging = aging::backlog_aging(desk.tickets.values().filter_map(TicketRow::aging_item), now, &buckets, &stuck);
            prop_assert_eq!(&board.aging, &aging);
        }
    }
}

#[test]
fn many_at_once_are_as_good_as_one_after_the_other() {
    let (buckets, stuck) = (AgingBuckets::default(), StuckRules::default());
    let config =
        BoardConfig { zone: Zone::UTC, buckets: &buckets, stuck: &stuck, importance: Profile::ALL, slot_minutes: 30 };
    let mut desk = Desk::default();
    let mut board = Board::from_desk(&desk, at(0), config);
    let row = |id: i64| TicketRow { created: Some(at(-id * 7 % 100)), ..TicketRow::blank(TicketId(id), at(-id)) };
    let tickets = (1..=2 * REBUILD_THRESHOLD as i64).map(|id| (TicketId(id), Some(row(id)))).collect();
    let news = desk.apply(DeskDelta { seq: Seq(1), tickets, team: None });
    board.apply_changes(&desk, &news, at(0), config);
    assert_eq!(board, Board::from_desk(&desk, at(0), config));
}
