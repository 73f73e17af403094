//! Small desks on a Monday at 10:00. Tickets take one hour; half of paid time is available for tickets.

use chrono::NaiveDate;

use super::*;
use crate::engine::sla::{ClockProgress, ClockTerms, SlaClock};
use crate::engine::staffing::arrival_history::ExpectedArrivals;
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::policy::{ClockKind, ResolutionMode};
use crate::model::shift::{Hours, Shift};
use crate::model::ticket::{Priority, Status};
use crate::model::time::{Zone, parse_day, parse_moment};

fn at(text: &str) -> Instant {
    parse_moment(&format!("2026-03-16T{text}"), Zone::UTC).unwrap()
}

fn monday() -> NaiveDate {
    parse_day("2026-03-16").unwrap()
}

fn config() -> StaffingConfig {
    StaffingConfig {
        handle_minutes: Some(60.0),
        channels: Vec::new(),
        shrinkage: 0.375,
        max_occupancy: 0.8,
        real_time_channels: Vec::new(),
        answer_within_seconds: 20.0,
        service_level: 0.8,
        forecast_weeks: 4,
    }
}

fn shift(person: i64, day: NaiveDate, from: u32, to: u32) -> Shift {
    let hours = Hours { from: from * 60, to: to * 60 };
    Shift { person: PersonId(person), day, hours, name: None, breaks: Vec::new() }
}

/// Two people from 8 to 16.
fn desk(due: &[Option<&str>]) -> Desk {
    let mut desk = Desk::default();
    desk.team.people = (1..=9).map(|id| (PersonId(id), Person::with_name(format!("P{id}")))).collect();
    desk.team.shifts = vec![shift(1, monday(), 8, 16).into(), shift(2, monday(), 8, 16).into()];
    for (id, due) in (1..).map(TicketId).zip(due) {
        let clock = due.map(|due| SlaClock {
            terms: ClockTerms {
                kind: ClockKind::Resolution,
                started: at("00:00"),
                effective_from: at("00:00"),
                policy: "usual".into(),
                priority: Priority::Normal,
                target: TimeDelta::hours(4),
                mode: ResolutionMode::Total,
                calendar: None,
                policy_version: 0,
            },
            progress: ClockProgress::Running { due: at(due), since: at("00:00"), left: TimeDelta::hours(4) },
        });
        desk.tickets.insert(id, TicketRow { status: Status::Open, clock, ..TicketRow::blank(id, at("00:00")) });
    }
    desk
}

fn actual(desk: &Desk, coming: f64, config: &StaffingConfig, now: &str) -> BacklogOutlook {
    let expected = ExpectedArrivals { hours: vec![coming; 168], holdout: None };
    let (channels, categories) = Default::default();
    let forecast = ArrivalForecast { weeks: 4, all: expected, channels, categories };
    let flow = ArrivalHistory::new(Zone::UTC, monday(), at(now), 4);
    let handle = HandleTime::estimate(config, &desk.team, &flow);
    let mut rows: Vec<&TicketRow> = desk.tickets.values().collect();
    rows.sort_by_cached_key(|row| crate::engine::board::brief::queue_order(row));
    let queue: Vec<TicketId> = rows.iter().map(|row| row.id).collect();
    backlog_outlook(desk, &queue, &flow, Some(&forecast), config, handle.as_ref(), at(now))
}

fn left(outlook: &BacklogOutlook) -> Vec<f64> {
    outlook.cases.iter().map(|case| (case.open_at_shift_end.unwrap() * 1e6).round() / 1e6).collect()
}

#[test]
fn what_is_left_is_what_was_there_and_came_less_what_can_be_done() {
    // Six hours of two people are six tickets; of one person three, of three people nine.
    let found = actual(&desk(&[None; 10]), 0.5, &config(), "10:00");
    assert_eq!((found.backlog, found.work_hours, found.shift_ends), (10, Some(10.0), Some(at("16:00"))));
    assert_eq!(left(&found), [10.0, 7.0, 4.0], "three more come until four");
    assert_eq!(left(&actual(&desk(&[None; 2]), 0.5, &config(), "10:00")), [2.0, 0.0, 0.0], "never below nothing");
}

#[test]
fn what_waits_on_others_is_open_but_nobody_works_on_it() {
    let mut desk = desk(&[None; 4]);
    desk.tickets.get_mut(&TicketId(1)).unwrap().status = Status::Pending;
    assert_eq!(left(&actual(&desk, 0.0, &config(), "10:00")), [1.0, 1.0, 1.0]);
    assert_eq!(actual(&desk, 0.0, &config(), "10:00").work_hours, Some(4.0));
}

#[test]
fn the_first_promise_to_lapse_is_the_first_that_the_queue_does_not_reach() {
    // Two people solve one ticket per hour: done at 11, 12, 13, 14. The overdue one is done first but is not a new
    // breach.
    let desk = desk(&[Some("09:00"), Some("12:00"), Some("13:00"), Some("13:30")]);
    let found = actual(&desk, 0.0, &config(), "10:00");
    let lapses: Vec<_> = found.cases.iter().map(|case| (case.first_breach, case.breach_count)).collect();
    let ticket = |id: i64, due: &str| Some((TicketId(id), at(due)));
    // One person is done at 12, 14, 16; the last ticket is never done: nobody is rostered then.
    assert_eq!(lapses[0], (ticket(2, "12:00"), 3));
    assert_eq!(lapses[1], (ticket(4, "13:30"), 1));
    assert_eq!(lapses[2], (None, 0));
}

#[test]
fn after_the_shift_the_next_one_goes_on() {
    let mut desk = desk(&[Some("15:00"), Some("23:00"), Some("23:30")]);
    desk.team.shifts.clear();
    // An hour of work takes one person two hours.
    desk.team.shifts.push(shift(1, monday(), 20, 22).into());
    let found = actual(&desk, 1.0, &config(), "10:00");
    assert_eq!((found.shift_ends, found.cases.len(), found.cases[0].open_at_shift_end), (None, 1, None));
    assert_eq!((found.cases[0].first_breach, found.cases[0].breach_count), (Some((TicketId(1), at("15:00"))), 3));
}

#[test]
fn days_to_clear_by_working_days() {
    let mut desk = desk(&[None; 12]);
    // Ten working days in the four weeks before.
    let days: Vec<NaiveDate> = (1..=10).map(|n| monday() - Days::new(n)).collect();
    desk.team.shifts.extend(days.iter().map(|day| shift(1, *day, 8, 16).into()));
    let actual = |solved: u32, received: u32| {
        let mut flow = ArrivalHistory::new(Zone::UTC, monday(), at("10:00"), 4);
        (flow.solved[27], flow.received[27]) = (solved, received);
        let handle = HandleTime::estimate(&config(), &desk.team, &flow);
        let queue: Vec<TicketId> = desk.tickets.keys().copied().collect();
        backlog_outlook(&desk, &queue, &flow, None, &config(), handle.as_ref(), at("10:00"))
    };
    let found = actual(50, 20);
    assert_eq!((found.solved_per_day, found.received_per_day), (Some(5.0), Some(2.0)));
    assert_eq!(found.days_to_clear, DaysToClear::Days(4.0));
    assert_eq!(
        (actual(20, 20).days_to_clear, actual(10, 20).days_to_clear),
        (DaysToClear::Growing, DaysToClear::Growing)
    );
    assert_eq!(found.cases[1].open_at_shift_end, None, "without a forecast nothing is foretold");
    desk.tickets.clear();
    assert_eq!(
        backlog_outlook(
            &desk,
            &[],
            &ArrivalHistory::new(Zone::UTC, monday(), at("10:00"), 4),
            None,
            &config(),
            None,
            at("10:00")
        )
        .days_to_clear,
        DaysToClear::Days(0.0)
    );
}

#[test]
fn days_before_the_first_ticket_count_for_nothing() {
    let mut desk = desk(&[None; 12]);
    let days: Vec<NaiveDate> = (1..=10).map(|n| monday() - Days::new(n)).collect();
    desk.team.shifts = days.iter().map(|day| shift(1, *day, 8, 16).into()).collect();
    let mut flow = ArrivalHistory::new(Zone::UTC, monday(), at("10:00"), 4);
    flow.add_arrival(at("12:00") - TimeDelta::days(2), None, None);
    flow.solved[27] = 8;
    let found = backlog_outlook(&desk, &[], &flow, None, &config(), None, at("10:00"));
    assert_eq!((found.solved_per_day, found.received_per_day), (Some(4.0), Some(0.5)), "two of the ten days");
    let auto = StaffingConfig { handle_minutes: None, ..config() };
    let worked = HandleTime::estimate(&auto, &desk.team, &flow).and_then(|handle| handle.derived_from).unwrap();
    assert_eq!((worked.hours, worked.solved), (16.0, 8));
}

#[test]
fn handle_time_from_what_was_worked_and_solved() {
    let mut desk = desk(&[]);
    desk.team.shifts = vec![shift(1, monday() - Days::new(1), 8, 16).into(), shift(1, monday(), 8, 16).into()];
    let mut flow = ArrivalHistory::new(Zone::UTC, monday(), at("10:00"), 4);
    let auto = StaffingConfig { handle_minutes: None, ..config() };
    assert_eq!(HandleTime::estimate(&auto, &desk.team, &flow), None, "nothing was solved");
    flow.solved[27] = 16;
    let found = HandleTime::estimate(&auto, &desk.team, &flow).unwrap();
    // Eight attended hours, four of them for tickets, sixteen tickets.
    assert!((found.default_minutes - 15.0).abs() < 1e-9, "{found:?}");
    assert_eq!(found.derived_from.map(|from| (from.hours, from.solved)), Some((8.0, 16)));
    desk.team.shifts.clear();
    assert_eq!(HandleTime::estimate(&auto, &desk.team, &flow), None, "nobody was there");
}
