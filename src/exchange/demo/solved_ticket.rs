//! Generates the history of a solved ticket: assigned, answered, solved, sometimes reopened, rated, closed.

use chrono::TimeDelta;
use fastrand::Rng;

use super::context::DemoContext;
use super::demo_ticket::TimedEvent;
use super::history_writer::{HistoryWriter, TicketOpening};
use super::rng::{duration_between, long_tail, with_probability};
use super::team;
use super::texts::MESSAGES;
use crate::model::survey::DissatisfactionDriver;
use crate::model::ticket::{Priority, Status};
use crate::model::time::Instant;

const FIRST_REPLY_TIME: TimeDelta = TimeDelta::minutes(16);
const NEXT_REPLY_TIME: TimeDelta = TimeDelta::minutes(24);
/// Solved tickets are closed after this much inactivity.
const AUTO_CLOSE_AFTER: TimeDelta = TimeDelta::days(2);
/// Maximum number of exchanges.
const MAX_ROUNDS: usize = 6;

/// Generates a ticket that is solved by now; one that arrived too late for the normal pace is solved immediately.
pub fn generate_solved_ticket(scene: &DemoContext, rng: Rng, start: TicketOpening) -> Vec<TimedEvent> {
    let mut pen = HistoryWriter::new(scene, rng.clone(), start);
    let mut settled = solve_at_normal_pace(&mut pen);
    if pen.last_event_at() >= scene.now {
        pen = HistoryWriter::new(scene, rng, start);
        settled = solve_immediately(&mut pen);
    }
    add_follow_up_events(&mut pen, settled);
    pen.finish()
}

/// Time and agent of the solve.
struct Solve {
    at: Instant,
    by: usize,
}

fn solve_at_normal_pace(pen: &mut HistoryWriter) -> Solve {
    let scene = pen.context;
    let wait = pen.work_duration(TimeDelta::minutes(5), team::LEAD, pen.opening.at);
    let mut dealt = scene.schedule.next_open(pen.opening.at + wait);
    if dealt > pen.opening.at + wait {
        // Tickets that arrived overnight are assigned one after the other in the morning.
        dealt += duration_between(&mut pen.rng, TimeDelta::zero(), TimeDelta::minutes(45));
    }
    let mut agent = pen.random_at_work(dealt).unwrap_or(team::LEAD);
    let dealer = pen.assigner(dealt, agent);
    pen.assign(dealt, agent, dealer);
    if with_probability(&mut pen.rng, 0.04) && pen.opening.priority < Priority::Urgent {
        pen.set_priority(dealt, dealer, Priority::High);
    }
    let mut replied = dealt;
    (agent, replied) = next_reply(pen, agent, replied, FIRST_REPLY_TIME);
    if pen.opening.proactive.is_none()
        && with_probability(&mut pen.rng, 0.08)
        && replied - pen.opening.at > TimeDelta::minutes(30)
    {
        let nudged = pen.opening.at + (replied - pen.opening.at) / 2;
        if nudged > pen.last_event_at() {
            pen.customer_message(nudged, &MESSAGES.nudge);
        }
    }
    if with_probability(&mut pen.rng, 0.07) {
        (agent, replied) = hand_over(pen, agent, replied);
    }
    let touch = pen.persona_at(agent, replied).one_touch_rate;
    for _ in 1..MAX_ROUNDS {
        pen.maybe_note(replied, agent);
        if with_probability(&mut pen.rng, touch) {
            break;
        }
        let (from, usual) = match pen.rng.u8(..100) {
            ..76 => {
                pen.reply(replied, agent, &MESSAGES.ask, Some(Status::Pending));
                if with_probability(&mut pen.rng, 0.06) {
                    let tired = scene.schedule.next_open(replied + TimeDelta::days(5));
                    let by = scene.schedule.next_at_work(agent, tired).map_or(team::LEAD, |_| agent);
                    let at = scene.schedule.next_at_work(by, tired).unwrap_or(tired);
                    pen.solve_silently(at, by);
                    return Solve { at, by };
                }
                let back = replied + long_tail(&mut pen.rng, TimeDelta::hours(3));
                let back = pen.waking_time(back);
                pen.customer_message(back, &MESSAGES.back);
                (back, NEXT_REPLY_TIME)
            }
            76..88 => {
                pen.reply(replied, agent, &MESSAGES.hold, Some(Status::OnHold));
                (replied + TimeDelta::hours(2), TimeDelta::hours(14))
            }
            _ => {
                pen.reply(replied, agent, &MESSAGES.working, None);
                (replied, TimeDelta::hours(2))
            }
        };
        (agent, replied) = next_reply(pen, agent, from, usual);
    }
    pen.solve(replied, agent);
    Solve { at: replied, by: agent }
}

/// When an agent gets to a ticket that is ready at `from`. An agent who is away for long hands it to somebody else.
fn next_reply(pen: &mut HistoryWriter, agent: usize, from: Instant, usual: TimeDelta) -> (usize, Instant) {
    let rota = &pen.context.schedule;
    let ready = from + pen.work_duration(usual, agent, from);
    match rota.next_at_work(agent, ready) {
        Some(at) if at == ready => (agent, at),
        Some(at) if at - from < TimeDelta::hours(20) => {
            let later = at + long_tail(&mut pen.rng, TimeDelta::minutes(20));
            (agent, rota.next_at_work(agent, later).unwrap_or(at))
        }
        _ => {
            let at = rota.next_open(ready) + duration_between(&mut pen.rng, TimeDelta::zero(), TimeDelta::minutes(40));
            let other = pen.random_at_work(at).unwrap_or(team::LEAD);
            if other != agent {
                let dealer = pen.assigner(at, other);
                pen.assign(at, other, dealer);
            }
            let reply = at + pen.work_duration(TimeDelta::minutes(12), other, at);
            (other, rota.next_at_work(other, reply).unwrap_or(reply))
        }
    }
}

fn hand_over(pen: &mut HistoryWriter, agent: usize, at: Instant) -> (usize, Instant) {
    let Some(other) = pen.random_at_work(at).filter(|other| *other != agent) else { return (agent, at) };
    pen.note(at, agent, &MESSAGES.handover);
    pen.assign(at, other, agent);
    next_reply(pen, other, at, NEXT_REPLY_TIME)
}

/// Assigned and answered within minutes.
fn solve_immediately(pen: &mut HistoryWriter) -> Solve {
    let scene = pen.context;
    let minute =
        |pen: &mut HistoryWriter| duration_between(&mut pen.rng, TimeDelta::seconds(40), TimeDelta::minutes(3));
    let seen = pen.opening.at + TimeDelta::seconds(30);
    let dealt = if scene.schedule.is_open(seen) { seen } else { scene.schedule.next_open(seen) } + minute(pen);
    let at = dealt + minute(pen);
    let by = pen.random_at_work(at).unwrap_or(team::LEAD);
    let dealer = pen.assigner(dealt, by);
    pen.assign(dealt, by, dealer);
    pen.solve(at, by);
    Solve { at, by }
}

/// Usually the agent of a badly rated ticket records the driver of dissatisfaction; returns when. Uses no random draw,
/// so that other draws stay the same.
fn maybe_set_dissatisfaction(pen: &mut HistoryWriter, rated: Instant, by: usize, stars: u8) -> Option<Instant> {
    let blame = match rated.timestamp() % 10 {
        0..4 => DissatisfactionDriver::Process,
        4..6 => DissatisfactionDriver::Product,
        6 | 7 => DissatisfactionDriver::Agent,
        _ => return None,
    };
    let at = pen.context.schedule.next_at_work(by, rated + TimeDelta::minutes(25))?;
    if stars > 3 || at >= pen.context.now {
        return None;
    }
    pen.set_dissatisfaction(at, by, blame);
    Some(at)
}

/// Everything after the solve that has happened by now.
fn add_follow_up_events(pen: &mut HistoryWriter, Solve { mut at, by }: Solve) {
    let now = pen.context.now;
    let charm = pen.persona_at(by, at).good_rating_rate;
    if with_probability(&mut pen.rng, 0.02 + (1.0 - charm) / 3.0) {
        let back = at + duration_between(&mut pen.rng, TimeDelta::hours(1), TimeDelta::hours(40));
        let back = pen.waking_time(back);
        let ready = back + pen.work_duration(NEXT_REPLY_TIME, by, back);
        let answered = pen.context.schedule.next_at_work(by, ready).filter(|answered| *answered < now);
        // After the ticket is closed, the customer would open a new one.
        if let Some(answered) = answered.filter(|_| back < at + AUTO_CLOSE_AFTER) {
            pen.customer_message(back, &MESSAGES.again);
            pen.solve_again(answered, by);
            at = answered;
        }
    }
    let surveyed = at + duration_between(&mut pen.rng, TimeDelta::minutes(20), TimeDelta::minutes(90));
    if with_probability(&mut pen.rng, 0.7) && surveyed < now {
        pen.send_survey(surveyed);
        at = surveyed;
        let rated = surveyed + long_tail(&mut pen.rng, TimeDelta::hours(4));
        if with_probability(&mut pen.rng, 0.4) && rated < now {
            let stars = team::random_stars(&mut pen.rng, charm);
            pen.rate(rated, stars);
            at = maybe_set_dissatisfaction(pen, rated, by, stars).unwrap_or(rated);
        }
    }
    if at + AUTO_CLOSE_AFTER < now {
        pen.close(at + AUTO_CLOSE_AFTER);
    }
}
