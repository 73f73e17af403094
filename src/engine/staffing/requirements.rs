//! Required and available people per hour.
//!
//! Deferred work (e-mail and everything not marked real-time) uses throughput: (backlog due in the hour + expected
//! arrivals) × handle time ÷ (1 − shrinkage) ÷ maximum occupancy. Each real-time channel uses Erlang C (Erlang A if it
//! has a patience), ÷ (1 − shrinkage), rounded up.

use chrono::{Days, NaiveDate, Timelike};

use crate::engine::desk::{Desk, TicketRow};
use crate::engine::staffing::arrival_history::{ArrivalForecast, ArrivalHistory, clock_hours};
use crate::engine::staffing::erlang::{ServiceTarget, Traffic, rostered_people};
use crate::engine::staffing::handle_time::HandleTime;
use crate::engine::staffing::staffed_hours::StaffedHours;
use crate::model::staffing::StaffingConfig;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, Period, Zone};

/// Days before the requested one whose out-of-hours arrivals are considered.
const LOOKBACK_DAYS: u64 = 7;

/// The desk counts as open in an hour that was rostered in one of the last weeks.
const ROSTER_PATTERN_WEEKS: u64 = 4;

/// Below this rate a real-time channel needs nobody.
const MIN_CALLS_PER_HOUR: f64 = 0.1;

/// Staffing state of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StaffingState {
    /// No need and nobody rostered.
    Closed,
    /// Enough people.
    Sufficient,
    /// Fewer people than needed.
    Short,
    /// No forecast or no handle time.
    Unknown,
}

impl StaffingState {
    /// Stable name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            StaffingState::Closed => "closed",
            StaffingState::Sufficient => "enough",
            StaffingState::Short => "short",
            StaffingState::Unknown => "unknown",
        }
    }
}

/// Staffing of a clock hour. Amounts are person-hours: in a full hour, people.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffingSlot {
    pub time: Period,
    /// Expected tickets.
    pub forecast: Option<f64>,
    /// Actual arrivals; `None` if the hour is not over.
    pub arrived: Option<u32>,
    /// Open tickets whose clock runs out in it. Overdue ones count in the current hour; those due while closed in the
    /// last open hour before.
    pub due_count: u32,
    /// Paid hours for deferred work.
    pub deferred_hours_needed: Option<f64>,
    /// Rostered people for real-time channels.
    pub real_time_people: Option<u32>,
    /// Paid hours by the roster.
    pub rostered_hours: f64,
    /// Less known absences.
    pub attended_hours: f64,
    /// Less absences and breaks; `None` if the hour has not begun.
    pub present_hours: Option<f64>,
}

impl StaffingSlot {
    /// Paid hours needed for deferred and real-time work.
    pub fn total_hours_needed(&self) -> Option<f64> {
        let hours = (self.time.to - self.time.from).num_seconds() as f64 / 3600.0;
        Some(self.deferred_hours_needed? + f64::from(self.real_time_people?) * hours)
    }

    pub fn state(&self) -> StaffingState {
        match self.total_hours_needed() {
            None => StaffingState::Unknown,
            // Three minutes of tolerance.
            Some(needed) if needed > self.attended_hours + 0.05 => StaffingState::Short,
            Some(_) if self.attended_hours > 0.0 => StaffingState::Sufficient,
            Some(needed) if needed < 0.05 => StaffingState::Closed,
            Some(_) => StaffingState::Short,
        }
    }
}

/// Staffing of a day. Deferred work that arrives while closed is spread over the next run of open hours. Arrivals
/// before `now` are in the backlog and count when due.
pub fn staffing_of_day(
    date: NaiveDate,
    desk: &Desk,
    flow: &ArrivalHistory,
    forecast: Option<&ArrivalForecast>,
    config: &StaffingConfig,
    handle: Option<&HandleTime>,
    now: Instant,
) -> Vec<StaffingSlot> {
    let zone = flow.zone;
    let first = date - Days::new(LOOKBACK_DAYS);
    let crew = StaffedHours::from_roster(&desk.team, zone, first - Days::new(7 * ROSTER_PATTERN_WEEKS), date, now);
    let hours = clock_hours(zone, Period::days(zone, first, date + Days::new(1)));
    let on: Vec<bool> = hours.iter().map(|hour| is_open(*hour, &crew, zone)).collect();
    let work = forecast.zip(handle).map(|(forecast, handle)| {
        let arriving: Vec<f64> =
            hours.iter().map(|hour| deferred_work_hours(*hour, flow, forecast, config, handle)).collect();
        move_to_open_hours(&arriving, &on, hours.iter().position(|hour| hour.to > now))
    });
    let due = work_due_per_hour(&hours, &on, desk, config, handle, now);
    let mut slots = Vec::new();
    for (at, time) in hours.into_iter().enumerate().filter(|(_, hour)| zone.date(hour.from) == date) {
        let civil = zone.civil(time.from);
        let paid = (1.0 - config.shrinkage) * config.max_occupancy;
        slots.push(StaffingSlot {
            time,
            forecast: forecast.map(|forecast| forecast.all.at_hour(date, civil.hour() as usize)),
            arrived: (time.to <= flow.until && date == flow.end_day).then(|| flow.all.today[civil.hour() as usize]),
            due_count: due[at].0,
            deferred_hours_needed: work.as_ref().map(|work| (work[at] + due[at].1) / paid),
            real_time_people: forecast.zip(handle).and_then(|(forecast, handle)| match on[at] || !on.contains(&true) {
                true => real_time_people(time, flow, forecast, config, handle),
                // Nobody answers while the desk is closed.
                false => Some(0),
            }),
            rostered_hours: crew.rostered_hours(time),
            attended_hours: crew.attended_hours(time),
            present_hours: (time.from <= now).then(|| crew.present_hours(time)),
        });
    }
    slots
}

/// Whether the hour is rostered, or was in the last weeks (the roster may not be written yet).
fn is_open(hour: Period, crew: &StaffedHours, zone: Zone) -> bool {
    let civil = zone.civil(hour.from);
    (0..=ROSTER_PATTERN_WEEKS).any(|weeks| {
        let day = civil.date() - Days::new(7 * weeks);
        let at = |hour: u32| zone.at_minute(day, hour * 60);
        crew.rostered_hours(Period { from: at(civil.hour()), to: at(civil.hour() + 1) }) > 0.0
    })
}

/// Expected hours of deferred work arriving in an hour.
fn deferred_work_hours(
    hour: Period,
    flow: &ArrivalHistory,
    forecast: &ArrivalForecast,
    config: &StaffingConfig,
    handle: &HandleTime,
) -> f64 {
    let civil = flow.zone.civil(hour.from);
    let of = |expected: &crate::engine::staffing::arrival_history::ExpectedArrivals| {
        expected.at_hour(civil.date(), civil.hour() as usize)
    };
    let (mut all, mut work) = (0.0, 0.0);
    for (channel, expected) in &forecast.channels {
        let count = of(expected);
        all += count;
        if !config.is_real_time(channel.as_deref()) {
            work += count * handle.hours_for_channel(config, channel.as_deref());
        }
    }
    if all > 0.0 { of(&forecast.all) * work / all } else { of(&forecast.all) * handle.default_minutes / 60.0 }
}

/// Moves arrivals to open hours; unchanged if there are none.
fn move_to_open_hours(arriving: &[f64], on: &[bool], now: Option<usize>) -> Vec<f64> {
    if !on.contains(&true) {
        return arriving.to_vec();
    }
    let mut work = vec![0.0; arriving.len()];
    let mut waiting = 0.0;
    let mut share = 0.0;
    for at in 0..arriving.len() {
        if Some(at) == now {
            (waiting, share) = (0.0, 0.0);
        }
        if !on[at] {
            waiting += arriving[at];
            share = 0.0;
            continue;
        }
        if waiting > 0.0 {
            let run = on[at..].iter().take_while(|on| **on).count();
            share = waiting / run.max(1) as f64;
            waiting = 0.0;
        }
        work[at] = arriving[at] + share;
    }
    work
}

/// Tickets due per hour and their hours of work. Real-time channels are excluded.
fn work_due_per_hour(
    hours: &[Period],
    on: &[bool],
    desk: &Desk,
    config: &StaffingConfig,
    handle: Option<&HandleTime>,
    now: Instant,
) -> Vec<(u32, f64)> {
    let mut due = vec![(0, 0.0); hours.len()];
    let Some(present) = hours.iter().position(|hour| hour.contains(now)).or_else(|| {
        // For a future day.
        hours.first().filter(|hour| now < hour.from).map(|_| 0)
    }) else {
        return due;
    };
    let waits = |row: &&TicketRow| row.waits_on() == Some(WaitsOn::Us) && !config.is_real_time(row.channel.as_deref());
    for row in desk.tickets.values().filter(waits) {
        let Some(at) = row.clock.as_ref().and_then(|clock| clock.due_at()) else { continue };
        let Some(last) = hours.last().filter(|last| at < last.to).map(|_| hours.partition_point(|hour| hour.to <= at))
        else {
            continue;
        };
        // Due before the evaluated range.
        if hours[0].from > now && at < hours[0].from {
            continue;
        }
        let wanted = last.max(present);
        let before = (present..=wanted).rev().find(|at| on[*at]);
        let place = before.or_else(|| (wanted..hours.len()).find(|at| on[*at])).unwrap_or(wanted);
        due[place].0 += 1;
        due[place].1 += handle.map_or(0.0, |handle| handle.hours_for_channel(config, row.channel.as_deref()));
    }
    due
}

/// Rostered people for the real-time channels, each calculated separately; `None` if a setting is invalid.
fn real_time_people(
    hour: Period,
    flow: &ArrivalHistory,
    forecast: &ArrivalForecast,
    config: &StaffingConfig,
    handle: &HandleTime,
) -> Option<u32> {
    let civil = flow.zone.civil(hour.from);
    let target = ServiceTarget::new(config.service_level, config.max_occupancy).ok()?;
    let mut people = 0;
    for (channel, expected) in forecast.channels.iter().filter(|(name, _)| config.is_real_time(name.as_deref())) {
        let calls = expected.at_hour(civil.date(), civil.hour() as usize);
        if calls < MIN_CALLS_PER_HOUR {
            continue;
        }
        let seconds = handle.hours_for_channel(config, channel.as_deref()) * 3600.0;
        let load = Traffic::load_from_arrivals(calls, 3600.0, seconds).ok()?;
        let patience = config.patience_seconds(channel.as_deref());
        let traffic = Traffic::new(load, Some(seconds), Some(config.answer_within_seconds), patience).ok()?;
        people += rostered_people(f64::from(traffic.min_people(target)?), config.shrinkage);
    }
    Some(people)
}

#[cfg(test)]
mod tests;
