//! Hand-calculated hours: a Monday, one person from 8 to 12, half-hour tickets.

use super::*;
use crate::engine::sla::{ClockProgress, ClockTerms, SlaClock};
use crate::engine::staffing::arrival_history::ExpectedArrivals;
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::Person;
use crate::model::policy::{ClockKind, ResolutionMode};
use crate::model::shift::{Absence, AbsenceKind, Hours, Shift};
use crate::model::staffing::ChannelStaffing;
use crate::model::ticket::{Priority, Status};
use crate::model::time::{Zone, parse_day, parse_moment};

fn at(text: &str) -> Instant {
    parse_moment(&format!("2026-03-16T{text}"), Zone::UTC).unwrap()
}

fn date() -> NaiveDate {
    parse_day("2026-03-16").unwrap()
}

/// Half of paid time is available for tickets.
fn config() -> StaffingConfig {
    StaffingConfig {
        handle_minutes: Some(30.0),
        channels: Vec::new(),
        shrinkage: 0.375,
        max_occupancy: 0.8,
        real_time_channels: Vec::new(),
        answer_within_seconds: 20.0,
        service_level: 0.8,
        forecast_weeks: 4,
    }
}

fn desk(due: &[&str]) -> Desk {
    let mut desk = Desk::default();
    desk.team.people = (1..=9).map(|id| (PersonId(id), Person::with_name(format!("P{id}")))).collect();
    let hours = Hours { from: 8 * 60, to: 12 * 60 };
    desk.team.shifts.push(Shift { person: PersonId(1), day: date(), hours, name: None, breaks: Vec::new() }.into());
    for (id, due) in (1..).map(TicketId).zip(due) {
        let terms = ClockTerms {
            kind: ClockKind::FirstReply,
            started: at("00:00"),
            effective_from: at("00:00"),
            policy: "usual".into(),
            priority: Priority::Normal,
            target: chrono::TimeDelta::hours(4),
            mode: ResolutionMode::Total,
            calendar: None,
            policy_version: 0,
        };
        let run = ClockProgress::Running { due: at(due), since: at("00:00"), left: chrono::TimeDelta::hours(4) };
        let row = TicketRow {
            status: Status::Open,
            clock: Some(SlaClock { terms, progress: run }),
            ..TicketRow::blank(id, at("00:00"))
        };
        desk.tickets.insert(id, row);
    }
    desk
}

/// Constant rate in every hour.
fn always(count: f64) -> ExpectedArrivals {
    ExpectedArrivals { hours: vec![count; 168], holdout: None }
}

fn forecast(channels: &[(&str, f64)]) -> ArrivalForecast {
    let channels: std::collections::BTreeMap<_, _> =
        channels.iter().map(|(name, count)| (Some((*name).to_owned()), always(*count))).collect();
    let all = always(channels.values().map(|expected| expected.hours[0]).sum());
    ArrivalForecast { weeks: 4, all, channels, categories: Default::default() }
}

fn hours(desk: &Desk, forecast: &ArrivalForecast, config: &StaffingConfig, now: &str) -> Vec<StaffingSlot> {
    let flow = ArrivalHistory::new(Zone::UTC, date(), at(now), 4);
    let handle = HandleTime::estimate(config, &desk.team, &flow);
    let slots = staffing_of_day(date(), desk, &flow, Some(forecast), config, handle.as_ref(), at(now));
    assert_eq!(slots.len(), 24);
    slots
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9, "{found} instead of {wanted}");
}

#[test]
fn what_comes_by_night_is_work_for_the_morning() {
    // One ticket per hour is half an hour of work: one paid hour. Eight arrive from midnight to 8: four hours.
    let mut desk = desk(&[]);
    let sunday = Hours { from: 0, to: 24 * 60 };
    let before = date() - Days::new(1);
    desk.team.shifts.push(Shift { day: before, hours: sunday, ..desk.team.shifts[0].it.clone() }.into());
    let slots = hours(&desk, &forecast(&[("email", 1.0)]), &config(), "00:00");
    let needed: Vec<f64> = slots.iter().map(|slot| slot.deferred_hours_needed.unwrap()).collect();
    assert!(needed[..8].iter().chain(&needed[12..]).all(|hours| *hours == 0.0), "{needed:?}");
    needed[8..12].iter().for_each(|hours| near(*hours, 3.0));
    assert_eq!(slots[9].state(), StaffingState::Short);
    assert_eq!((slots[3].state(), slots[14].state()), (StaffingState::Closed, StaffingState::Closed));
    // At 9:30 earlier arrivals are in the backlog.
    let slots = hours(&desk, &forecast(&[("email", 1.0)]), &config(), "09:30");
    near(slots[8].deferred_hours_needed.unwrap(), 3.0);
    near(slots[9].deferred_hours_needed.unwrap(), 1.0);
    assert_eq!(slots[9].state(), StaffingState::Sufficient);
    assert_eq!((slots[9].present_hours, slots[10].present_hours), (Some(1.0), None), "ten o'clock is still to come");
}

#[test]
fn the_backlog_counts_in_the_hour_in_which_it_falls_due() {
    let desk = desk(&["07:00", "10:15", "10:59", "11:00", "20:00", "23:59"]);
    let slots = hours(&desk, &forecast(&[("email", 0.0)]), &config(), "09:30");
    let due: Vec<u32> = slots.iter().map(|slot| slot.due_count).collect();
    assert_eq!(due[9..12], [1, 2, 3], "overdue is now, and the evening is for those who are there before it");
    assert_eq!(due.iter().sum::<u32>(), 6);
    near(slots[11].deferred_hours_needed.unwrap(), 3.0);
    assert_eq!((slots[11].state(), slots[9].state()), (StaffingState::Short, StaffingState::Sufficient));
}

#[test]
fn a_day_whose_roster_is_not_written_yet_is_open_as_it_usually_is() {
    let mut desk = desk(&[]);
    desk.team.shifts[0].it.day = date() - Days::new(14);
    let slots = hours(&desk, &forecast(&[("email", 1.0)]), &config(), "00:00");
    near(slots[9].deferred_hours_needed.unwrap(), 3.0);
    assert_eq!(
        (slots[9].rostered_hours, slots[9].state(), slots[14].state()),
        (0.0, StaffingState::Short, StaffingState::Closed)
    );
}

#[test]
fn whoever_is_away_is_rostered_but_not_there() {
    let mut desk = desk(&[]);
    let (person, kind, first) = (PersonId(1), AbsenceKind::Sick, date());
    desk.team.absences.push(Absence { person, kind, first, last: first, hours: None, note: None }.into());
    let slots = hours(&desk, &forecast(&[("email", 0.1)]), &config(), "09:30");
    assert_eq!((slots[9].rostered_hours, slots[9].attended_hours, slots[9].present_hours), (1.0, 0.0, Some(0.0)));
    assert_eq!(slots[9].state(), StaffingState::Short);
}

#[test]
fn a_channel_in_real_time_goes_by_erlang_and_the_others_do_not() {
    let calls = ChannelStaffing { name: "Phone".into(), handle_minutes: Some(6.0), patience_seconds: None };
    let config = StaffingConfig { real_time_channels: vec!["phone".into()], channels: vec![calls], ..config() };
    // 100 calls of six minutes are ten erlangs.
    let slots = hours(&desk(&[]), &forecast(&[("phone", 100.0), ("email", 1.0)]), &config, "08:00");
    let target = ServiceTarget::new(0.8, 0.8).unwrap();
    let people = Traffic::new(10.0, Some(360.0), Some(20.0), None).unwrap().min_people(target).unwrap();
    assert_eq!(slots[9].real_time_people, Some(rostered_people(f64::from(people), 0.375)));
    near(slots[9].deferred_hours_needed.unwrap(), 1.0);
    near(slots[9].total_hours_needed().unwrap(), 1.0 + f64::from(rostered_people(f64::from(people), 0.375)));
    let patience = ChannelStaffing { patience_seconds: Some(60.0), ..config.channels[0].clone() };
    let config = StaffingConfig { channels: vec![patience], ..config };
    let fewer = hours(&desk(&[]), &forecast(&[("phone", 100.0), ("email", 1.0)]), &config, "08:00")[9].real_time_people;
    assert!(fewer < slots[9].real_time_people, "who gives up needs nobody: {fewer:?}");
}

#[test]
fn without_a_handle_time_nothing_is_said_of_need() {
    let config = StaffingConfig { handle_minutes: None, ..config() };
    let slots = hours(&desk(&[]), &forecast(&[("email", 1.0)]), &config, "09:30");
    assert!(slots.iter().all(|slot| slot.deferred_hours_needed.is_none() && slot.state() == StaffingState::Unknown));
    assert_eq!(slots[9].forecast, Some(1.0));
}
