//! Required and available people per hour.
//!
//! Deferred work (e-mail and everything not marked real-time) uses throughput: (backlog due in the hour + expected
//! arrivals) × handle time ÷ (1 − shrinkage) ÷ maximum occupancy. Each real-time channel uses Erlang C (Erlang A if it
//! has a patience), ÷ (1 − shrinkage), rounded up.

use chrono::{Days, NaiveDate, Timelike};

use crate::engine::desk::{Desk, TicketRow};
use crate::engine::staffing::crew::Crew;
use crate::engine::staffing::erlang::{Target, Traffic, rostered};
use crate::engine::staffing::flow::{Flow, Forecast, hours_of};
use crate::engine::staffing::house::Handle;
use crate::model::staffing::House;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, Period, Zone};

/// Days before the requested one whose out-of-hours arrivals are considered.
const BEFORE: u64 = 7;

/// The desk counts as open in an hour that was rostered in one of the last weeks.
const USUAL: u64 = 4;

/// Below this rate a real-time channel needs nobody.
const HARDLY_ANY: f64 = 0.1;

/// Staffing state of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// No need and nobody rostered.
    Closed,
    /// Enough people.
    Enough,
    /// Fewer people than needed.
    Short,
    /// No forecast or no handle time.
    Unknown,
}

impl State {
    /// Stable name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            State::Closed => "closed",
            State::Enough => "enough",
            State::Short => "short",
            State::Unknown => "unknown",
        }
    }
}

/// Staffing of a clock hour. Amounts are person-hours: in a full hour, people.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    pub time: Period,
    /// Expected tickets.
    pub forecast: Option<f64>,
    /// Actual arrivals; `None` if the hour is not over.
    pub arrived: Option<u32>,
    /// Open tickets whose clock runs out in it. Overdue ones count in the current hour; those due while closed in the
    /// last open hour before.
    pub due: u32,
    /// Paid hours for deferred work.
    pub needed: Option<f64>,
    /// Rostered people for real-time channels.
    pub real_time: Option<u32>,
    /// Paid hours by the roster.
    pub rostered: f64,
    /// Less known absences.
    pub there: f64,
    /// Less absences and breaks; `None` if the hour has not begun.
    pub present: Option<f64>,
}

impl Slot {
    /// Paid hours needed for deferred and real-time work.
    pub fn needed_in_all(&self) -> Option<f64> {
        let hours = (self.time.to - self.time.from).num_seconds() as f64 / 3600.0;
        Some(self.needed? + f64::from(self.real_time?) * hours)
    }

    pub fn state(&self) -> State {
        match self.needed_in_all() {
            None => State::Unknown,
            // Three minutes of tolerance.
            Some(needed) if needed > self.there + 0.05 => State::Short,
            Some(_) if self.there > 0.0 => State::Enough,
            Some(needed) if needed < 0.05 => State::Closed,
            Some(_) => State::Short,
        }
    }
}

/// Staffing of a day. Deferred work that arrives while closed is spread over the next run of open hours. Arrivals
/// before `now` are in the backlog and count when due.
pub fn day(
    date: NaiveDate,
    desk: &Desk,
    flow: &Flow,
    forecast: Option<&Forecast>,
    house: &House,
    handle: Option<&Handle>,
    now: Instant,
) -> Vec<Slot> {
    let zone = flow.zone;
    let first = date - Days::new(BEFORE);
    let crew = Crew::of(&desk.team, zone, first - Days::new(7 * USUAL), date, now);
    let hours = hours_of(zone, Period::days(zone, first, date + Days::new(1)));
    let on: Vec<bool> = hours.iter().map(|hour| is_open(*hour, &crew, zone)).collect();
    let work = forecast.zip(handle).map(|(forecast, handle)| {
        let arriving: Vec<f64> = hours.iter().map(|hour| deferred(*hour, flow, forecast, house, handle)).collect();
        spread(&arriving, &on, hours.iter().position(|hour| hour.to > now))
    });
    let due = due(&hours, &on, desk, house, handle, now);
    let mut slots = Vec::new();
    for (at, time) in hours.into_iter().enumerate().filter(|(_, hour)| zone.date(hour.from) == date) {
        let civil = zone.civil(time.from);
        let paid = (1.0 - house.shrinkage) * house.occupancy;
        slots.push(Slot {
            time,
            forecast: forecast.map(|forecast| forecast.all.at(date, civil.hour() as usize)),
            arrived: (time.to <= flow.until && date == flow.day).then(|| flow.all.today[civil.hour() as usize]),
            due: due[at].0,
            needed: work.as_ref().map(|work| (work[at] + due[at].1) / paid),
            real_time: forecast.zip(handle).and_then(|(forecast, handle)| match on[at] || !on.contains(&true) {
                true => real_time(time, flow, forecast, house, handle),
                // Nobody answers while the desk is closed.
                false => Some(0),
            }),
            rostered: crew.rostered(time),
            there: crew.there(time),
            present: (time.from <= now).then(|| crew.present(time)),
        });
    }
    slots
}

/// Whether the hour is rostered, or was in the last weeks (the roster may not be written yet).
fn is_open(hour: Period, crew: &Crew, zone: Zone) -> bool {
    let civil = zone.civil(hour.from);
    (0..=USUAL).any(|weeks| {
        let day = civil.date() - Days::new(7 * weeks);
        let at = |hour: u32| zone.at_minute(day, hour * 60);
        crew.rostered(Period { from: at(civil.hour()), to: at(civil.hour() + 1) }) > 0.0
    })
}

/// Expected hours of deferred work arriving in an hour.
fn deferred(hour: Period, flow: &Flow, forecast: &Forecast, house: &House, handle: &Handle) -> f64 {
    let civil = flow.zone.civil(hour.from);
    let of = |expected: &crate::engine::staffing::flow::Expected| expected.at(civil.date(), civil.hour() as usize);
    let (mut all, mut work) = (0.0, 0.0);
    for (channel, expected) in &forecast.channels {
        let count = of(expected);
        all += count;
        if !house.is_real_time(channel.as_deref()) {
            work += count * handle.hours(house, channel.as_deref());
        }
    }
    if all > 0.0 { of(&forecast.all) * work / all } else { of(&forecast.all) * handle.usual / 60.0 }
}

/// Moves arrivals to open hours; unchanged if there are none.
fn spread(arriving: &[f64], on: &[bool], now: Option<usize>) -> Vec<f64> {
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
fn due(
    hours: &[Period],
    on: &[bool],
    desk: &Desk,
    house: &House,
    handle: Option<&Handle>,
    now: Instant,
) -> Vec<(u32, f64)> {
    let mut due = vec![(0, 0.0); hours.len()];
    let Some(present) = hours.iter().position(|hour| hour.contains(now)).or_else(|| {
        // For a future day.
        hours.first().filter(|hour| now < hour.from).map(|_| 0)
    }) else {
        return due;
    };
    let waits = |row: &&TicketRow| row.waits_on() == Some(WaitsOn::Us) && !house.is_real_time(row.channel.as_deref());
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
        due[place].1 += handle.map_or(0.0, |handle| handle.hours(house, row.channel.as_deref()));
    }
    due
}

/// Rostered people for the real-time channels, each calculated separately; `None` if a setting is invalid.
fn real_time(hour: Period, flow: &Flow, forecast: &Forecast, house: &House, handle: &Handle) -> Option<u32> {
    let civil = flow.zone.civil(hour.from);
    let target = Target::new(house.level, house.occupancy).ok()?;
    let mut people = 0;
    for (channel, expected) in forecast.channels.iter().filter(|(name, _)| house.is_real_time(name.as_deref())) {
        let calls = expected.at(civil.date(), civil.hour() as usize);
        if calls < HARDLY_ANY {
            continue;
        }
        let seconds = handle.hours(house, channel.as_deref()) * 3600.0;
        let load = Traffic::load_of(calls, 3600.0, seconds).ok()?;
        let patience = house.patience(channel.as_deref());
        let traffic = Traffic::new(load, Some(seconds), Some(house.within), patience).ok()?;
        people += rostered(f64::from(traffic.least(target)?), house.shrinkage);
    }
    Some(people)
}

#[cfg(test)]
mod tests;
