//! Backlog outlook: hours of work, days to clear, tickets open at shift end and the first breach; also with one person
//! fewer and one more.

use chrono::{Days, TimeDelta};

use crate::engine::board::current_shift::current_shift;
use crate::engine::desk::{Desk, TicketRow};
use crate::engine::staffing::arrival_history::{ArrivalForecast, ArrivalHistory, RATE_DAYS};
use crate::engine::staffing::handle_time::HandleTime;
use crate::engine::staffing::staffed_hours::StaffedHours;
use crate::model::ids::TicketId;
use crate::model::staffing::StaffingConfig;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, Period};

/// Days ahead to check clocks; the roster beyond is rarely known.
const LOOKAHEAD_DAYS: u64 = 14;

/// Time to clear the backlog.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DaysToClear {
    /// Working days.
    Days(f64),
    /// Arrivals match or exceed solves.
    Growing,
    /// No working day in the last four weeks.
    Unknown,
}

/// Backlog outlook at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct BacklogOutlook {
    pub backlog: usize,
    /// Hours of work in the backlog; `None` without a handle time.
    pub work_hours: Option<f64>,
    pub days_to_clear: DaysToClear,
    /// Means per working day of the last four weeks; `None` without one.
    pub received_per_day: Option<f64>,
    pub solved_per_day: Option<f64>,
    /// End of the current shift.
    pub shift_ends: Option<Instant>,
    /// One person fewer until the shift ends, the current number, one more. Only the current number outside a shift.
    pub cases: Vec<StaffingCase>,
}

/// Outcome with a changed headcount.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffingCase {
    pub extra_people: i32,
    /// Tickets open at shift end; `None` without a shift, forecast or handle time.
    pub open_at_shift_end: Option<f64>,
    /// First clock that breaches if the people on shift work the queue in order.
    pub first_breach: Option<(TicketId, Instant)>,
    /// Number of such breaches within two weeks.
    pub breach_count: usize,
}

/// Outlook at `now` for a queue in its order. New arrivals are worked after the backlog.
pub fn backlog_outlook(
    desk: &Desk,
    queue: &[TicketId],
    flow: &ArrivalHistory,
    forecast: Option<&ArrivalForecast>,
    config: &StaffingConfig,
    handle: Option<&HandleTime>,
    now: Instant,
) -> BacklogOutlook {
    let zone = flow.zone;
    let today = zone.date(now);
    let shift_ends = current_shift(&desk.team, zone, now).map(|shift| shift.ends);
    let ahead = Period { from: now, to: zone.midnight(today + Days::new(LOOKAHEAD_DAYS)) };
    let crew = StaffedHours::from_roster(&desk.team, zone, today, today + Days::new(LOOKAHEAD_DAYS), now);
    let rows: Vec<&TicketRow> = queue.iter().filter_map(|id| desk.tickets.get(id)).collect();
    let hours_of =
        |row: &&TicketRow| handle.map_or(0.0, |handle| handle.hours_for_channel(config, row.channel.as_deref()));
    let coming = forecast.zip(shift_ends).map(|(forecast, to)| forecast.all.within(zone, Period { from: now, to }));
    let share = (1.0 - config.shrinkage) * config.max_occupancy;
    let ours = || rows.iter().filter(|row| row.waits_on() == Some(WaitsOn::Us));
    let case = |more: i32| {
        let steps = crew.headcount_steps(ahead, more, shift_ends.unwrap_or(now));
        let left = handle.zip(coming).zip(shift_ends).map(|((handle, coming), ends)| {
            let until = steps.iter().filter(|(time, _)| time.from < ends);
            let done: f64 =
                until.map(|(time, n)| hours_in(Period { to: time.to.min(ends), ..*time }) * f64::from(*n)).sum();
            let work = ours().map(hours_of).sum::<f64>() + coming * handle.default_minutes / 60.0;
            let tickets = ours().count() as f64 + coming;
            let elsewhere = rows.len() as f64 - ours().count() as f64;
            let undone = if work > 0.0 { ((work - done * share) / work).max(0.0) } else { 0.0 };
            elsewhere + tickets * undone
        });
        let missed =
            if handle.is_some() { missed_clocks(ours().copied(), &steps, share, hours_of, now) } else { Vec::new() };
        let first = missed.iter().min_by_key(|(id, due)| (*due, *id)).copied();
        StaffingCase { extra_people: more, open_at_shift_end: left, first_breach: first, breach_count: missed.len() }
    };
    let mores: &[i32] = if shift_ends.is_some() { &[-1, 0, 1] } else { &[0] };
    let (received_a_day, solved_a_day) = daily_rates(desk, flow).unzip();
    BacklogOutlook {
        backlog: rows.len(),
        // An empty float sum is −0.
        work_hours: handle.map(|_| rows.iter().map(hours_of).sum::<f64>() + 0.0),
        days_to_clear: days_to_clear(rows.len(), received_a_day, solved_a_day),
        received_per_day: received_a_day,
        solved_per_day: solved_a_day,
        shift_ends,
        cases: mores.iter().copied().map(case).collect(),
    }
}

/// Tickets received and solved per working day: a rostered day or, without a roster, a day with a solve. Days before
/// the first ticket are unknown and do not count.
fn daily_rates(desk: &Desk, flow: &ArrivalHistory) -> Option<(f64, f64)> {
    let first = flow.end_day - Days::new(u64::from(RATE_DAYS));
    let crew = StaffedHours::from_roster(&desk.team, flow.zone, first, flow.end_day - Days::new(1), flow.until);
    let day = |n: usize| {
        let day = first + Days::new(n as u64);
        Period::days(flow.zone, day, day + Days::new(1))
    };
    let known = flow.zone.midnight(flow.known_from());
    let rostered =
        (0..flow.solved.len()).map(day).filter(|day| known <= day.from && crew.rostered_hours(*day) > 0.0).count();
    let days = if rostered > 0 { rostered } else { flow.solved.iter().filter(|n| **n > 0).count() };
    let mean = |counts: &[u32]| f64::from(counts.iter().sum::<u32>()) / days as f64;
    (days > 0).then(|| (mean(&flow.received), mean(&flow.solved)))
}

/// Backlog ÷ (solved − received), in working days.
fn days_to_clear(backlog: usize, received: Option<f64>, solved: Option<f64>) -> DaysToClear {
    match received.zip(solved) {
        _ if backlog == 0 => DaysToClear::Days(0.0),
        None => DaysToClear::Unknown,
        Some((received, solved)) if solved <= received => DaysToClear::Growing,
        Some((received, solved)) => DaysToClear::Days(backlog as f64 / (solved - received)),
    }
}

/// Clocks that run out after `now` before their ticket is done, working the queue in order.
fn missed_clocks<'a>(
    queue: impl Iterator<Item = &'a TicketRow>,
    steps: &[(Period, u32)],
    share: f64,
    hours_of: impl Fn(&&TicketRow) -> f64,
    now: Instant,
) -> Vec<(TicketId, Instant)> {
    let end = steps.last().map_or(now, |(time, _)| time.to);
    let mut missed = Vec::new();
    // Current step, work done before it, and cumulative work up to this ticket.
    let (mut step, mut before, mut work) = (0, 0.0, 0.0);
    for row in queue {
        work += hours_of(&row);
        let mut done = None;
        while let Some((time, n)) = steps.get(step) {
            let pace = f64::from(*n) * share;
            let all = hours_in(*time) * pace;
            if pace > 0.0 && before + all >= work - 1e-9 {
                let seconds = (work - before) / pace * 3600.0;
                done = Some(time.from + TimeDelta::milliseconds((seconds * 1000.0).round() as i64));
                break;
            }
            before += all;
            step += 1;
        }
        let Some(due) = row.clock.as_ref().and_then(|clock| clock.due_at()).filter(|due| now < *due && *due < end)
        else {
            continue;
        };
        if done.is_none_or(|done| done > due) {
            missed.push((row.id, due));
        }
    }
    missed
}

fn hours_in(time: Period) -> f64 {
    (time.to - time.from).num_milliseconds() as f64 / 3_600_000.0
}

#[cfg(test)]
mod tests;
