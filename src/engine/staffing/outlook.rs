//! Backlog outlook: hours of work, days to clear, tickets open at shift end and the first breach; also with one person
//! fewer and one more.

use chrono::{Days, TimeDelta};

use crate::engine::board::shift::current_shift;
use crate::engine::desk::{Desk, TicketRow};
use crate::engine::staffing::crew::Crew;
use crate::engine::staffing::flow::{FLOW_DAYS, Flow, Forecast};
use crate::engine::staffing::house::Handle;
use crate::model::ids::TicketId;
use crate::model::staffing::House;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, Period};

/// Days ahead to check clocks; the roster beyond is rarely known.
const AHEAD: u64 = 14;

/// Time to clear the backlog.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Clear {
    /// Working days.
    Days(f64),
    /// Arrivals match or exceed solves.
    Growing,
    /// No working day in the last four weeks.
    Unknown,
}

/// Backlog outlook at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    pub backlog: usize,
    /// Hours of work in the backlog; `None` without a handle time.
    pub hours: Option<f64>,
    pub clear: Clear,
    /// Means per working day of the last four weeks; `None` without one.
    pub received_a_day: Option<f64>,
    pub solved_a_day: Option<f64>,
    /// End of the current shift.
    pub shift_ends: Option<Instant>,
    /// One person fewer until the shift ends, the current number, one more. Only the current number outside a shift.
    pub cases: Vec<Case>,
}

/// Outcome with a changed headcount.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    pub more: i32,
    /// Tickets open at shift end; `None` without a shift, forecast or handle time.
    pub left: Option<f64>,
    /// First clock that breaches if the people on shift work the queue in order.
    pub lapses: Option<(TicketId, Instant)>,
    /// Number of such breaches within two weeks.
    pub lapsing: usize,
}

/// Outlook at `now` for a queue in its order. New arrivals are worked after the backlog.
pub fn outlook(
    desk: &Desk,
    queue: &[TicketId],
    flow: &Flow,
    forecast: Option<&Forecast>,
    house: &House,
    handle: Option<&Handle>,
    now: Instant,
) -> Outlook {
    let zone = flow.zone;
    let today = zone.date(now);
    let shift_ends = current_shift(&desk.team, zone, now).map(|shift| shift.ends);
    let ahead = Period { from: now, to: zone.midnight(today + Days::new(AHEAD)) };
    let crew = Crew::of(&desk.team, zone, today, today + Days::new(AHEAD), now);
    let rows: Vec<&TicketRow> = queue.iter().filter_map(|id| desk.tickets.get(id)).collect();
    let hours_of = |row: &&TicketRow| handle.map_or(0.0, |handle| handle.hours(house, row.channel.as_deref()));
    let coming = forecast.zip(shift_ends).map(|(forecast, to)| forecast.all.within(zone, Period { from: now, to }));
    let share = (1.0 - house.shrinkage) * house.occupancy;
    let ours = || rows.iter().filter(|row| row.waits_on() == Some(WaitsOn::Us));
    let case = |more: i32| {
        let steps = crew.steps(ahead, more, shift_ends.unwrap_or(now));
        let left = handle.zip(coming).zip(shift_ends).map(|((handle, coming), ends)| {
            let until = steps.iter().filter(|(time, _)| time.from < ends);
            let done: f64 =
                until.map(|(time, n)| hours(Period { to: time.to.min(ends), ..*time }) * f64::from(*n)).sum();
            let work = ours().map(hours_of).sum::<f64>() + coming * handle.usual / 60.0;
            let tickets = ours().count() as f64 + coming;
            let elsewhere = rows.len() as f64 - ours().count() as f64;
            let undone = if work > 0.0 { ((work - done * share) / work).max(0.0) } else { 0.0 };
            elsewhere + tickets * undone
        });
        let missed = if handle.is_some() { missed(ours().copied(), &steps, share, hours_of, now) } else { Vec::new() };
        let first = missed.iter().min_by_key(|(id, due)| (*due, *id)).copied();
        Case { more, left, lapses: first, lapsing: missed.len() }
    };
    let mores: &[i32] = if shift_ends.is_some() { &[-1, 0, 1] } else { &[0] };
    let (received_a_day, solved_a_day) = rates(desk, flow).unzip();
    Outlook {
        backlog: rows.len(),
        // An empty float sum is −0.
        hours: handle.map(|_| rows.iter().map(hours_of).sum::<f64>() + 0.0),
        clear: clear(rows.len(), received_a_day, solved_a_day),
        received_a_day,
        solved_a_day,
        shift_ends,
        cases: mores.iter().copied().map(case).collect(),
    }
}

/// Tickets received and solved per working day: a rostered day or, without a roster, a day with a solve. Days before
/// the first ticket are unknown and do not count.
fn rates(desk: &Desk, flow: &Flow) -> Option<(f64, f64)> {
    let first = flow.day - Days::new(u64::from(FLOW_DAYS));
    let crew = Crew::of(&desk.team, flow.zone, first, flow.day - Days::new(1), flow.until);
    let day = |n: usize| {
        let day = first + Days::new(n as u64);
        Period::days(flow.zone, day, day + Days::new(1))
    };
    let known = flow.zone.midnight(flow.known_from());
    let rostered = (0..flow.solved.len()).map(day).filter(|day| known <= day.from && crew.rostered(*day) > 0.0).count();
    let days = if rostered > 0 { rostered } else { flow.solved.iter().filter(|n| **n > 0).count() };
    let mean = |counts: &[u32]| f64::from(counts.iter().sum::<u32>()) / days as f64;
    (days > 0).then(|| (mean(&flow.received), mean(&flow.solved)))
}

/// Backlog ÷ (solved − received), in working days.
fn clear(backlog: usize, received: Option<f64>, solved: Option<f64>) -> Clear {
    match received.zip(solved) {
        _ if backlog == 0 => Clear::Days(0.0),
        None => Clear::Unknown,
        Some((received, solved)) if solved <= received => Clear::Growing,
        Some((received, solved)) => Clear::Days(backlog as f64 / (solved - received)),
    }
}

/// Clocks that run out after `now` before their ticket is done, working the queue in order.
fn missed<'a>(
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
            let all = hours(*time) * pace;
            if pace > 0.0 && before + all >= work - 1e-9 {
                let seconds = (work - before) / pace * 3600.0;
                done = Some(time.from + TimeDelta::milliseconds((seconds * 1000.0).round() as i64));
                break;
            }
            before += all;
            step += 1;
        }
        let Some(due) = row.clock.as_ref().and_then(|clock| clock.due_at()).filter(|due| now < *due && *due < end) else {
            continue;
        };
        if done.is_none_or(|done| done > due) {
            missed.push((row.id, due));
        }
    }
    missed
}

fn hours(time: Period) -> f64 {
    (time.to - time.from).num_milliseconds() as f64 / 3_600_000.0
}

#[cfg(test)]
mod tests;
