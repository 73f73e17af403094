//! The life of a ticket that is done: dealt out, answered, settled, sometimes reopened, rated, closed.

use chrono::TimeDelta;
use fastrand::Rng;

use super::Told;
use super::cast;
use super::chance::{between, chance, long_tail};
use super::pen::{Pen, Start};
use super::scene::Scene;
use super::words::TALK;
use crate::domain::survey::Blame;
use crate::domain::ticket::{Priority, Status};
use crate::domain::time::Instant;

const FIRST_REPLY: TimeDelta = TimeDelta::minutes(16);
const NEXT_REPLY: TimeDelta = TimeDelta::minutes(24);
/// A ticket is closed after this much quiet.
const QUIET: TimeDelta = TimeDelta::days(2);
/// How often a ticket goes back and forth at most.
const ROUNDS: usize = 6;

/// Tells a ticket that is settled by now. What came too late for that at leisure is answered at once.
pub fn solved(scene: &Scene, rng: Rng, start: Start) -> Vec<Told> {
    let mut pen = Pen::open(scene, rng.clone(), start);
    let mut settled = at_leisure(&mut pen);
    if pen.last() >= scene.now {
        pen = Pen::open(scene, rng, start);
        settled = at_once(&mut pen);
    }
    afterwards(&mut pen, settled);
    pen.done()
}

/// Somebody's settling of a ticket.
struct Settled {
    at: Instant,
    by: usize,
}

fn at_leisure(pen: &mut Pen) -> Settled {
    let scene = pen.scene;
    let wait = pen.taking(TimeDelta::minutes(5), cast::LEAD, pen.start.at);
    let mut dealt = scene.rota.open_from(pen.start.at + wait);
    if dealt > pen.start.at + wait {
        // The morning begins with what the night has brought, one after the other.
        dealt += between(&mut pen.rng, TimeDelta::zero(), TimeDelta::minutes(45));
    }
    let mut agent = pen.someone(dealt).unwrap_or(cast::LEAD);
    let dealer = pen.dealer(dealt, agent);
    pen.assign(dealt, agent, dealer);
    if chance(&mut pen.rng, 0.04) && pen.start.priority < Priority::Urgent {
        pen.set_priority(dealt, dealer, Priority::High);
    }
    let mut replied = dealt;
    (agent, replied) = next_reply(pen, agent, replied, FIRST_REPLY);
    if pen.start.proactive.is_none() && chance(&mut pen.rng, 0.08) && replied - pen.start.at > TimeDelta::minutes(30) {
        let nudged = pen.start.at + (replied - pen.start.at) / 2;
        if nudged > pen.last() {
            pen.ask(nudged, &TALK.nudge);
        }
    }
    if chance(&mut pen.rng, 0.07) {
        (agent, replied) = hand_over(pen, agent, replied);
    }
    let touch = pen.temper(agent, replied).touch;
    for _ in 1..ROUNDS {
        pen.perhaps_note(replied, agent);
        if chance(&mut pen.rng, touch) {
            break;
        }
        let (from, usual) = match pen.rng.u8(..100) {
            ..76 => {
                pen.reply(replied, agent, &TALK.ask, Some(Status::Pending));
                if chance(&mut pen.rng, 0.06) {
                    let tired = scene.rota.open_from(replied + TimeDelta::days(5));
                    let by = scene.rota.next_at_work(agent, tired).map_or(cast::LEAD, |_| agent);
                    let at = scene.rota.next_at_work(by, tired).unwrap_or(tired);
                    pen.give_up(at, by);
                    return Settled { at, by };
                }
                let back = replied + long_tail(&mut pen.rng, TimeDelta::hours(3));
                let back = pen.awake(back);
                pen.ask(back, &TALK.back);
                (back, NEXT_REPLY)
            }
            76..88 => {
                pen.reply(replied, agent, &TALK.hold, Some(Status::OnHold));
                (replied + TimeDelta::hours(2), TimeDelta::hours(14))
            }
            _ => {
                pen.reply(replied, agent, &TALK.working, None);
                (replied, TimeDelta::hours(2))
            }
        };
        (agent, replied) = next_reply(pen, agent, from, usual);
    }
    pen.solve(replied, agent);
    Settled { at: replied, by: agent }
}

/// When somebody gets to a ticket that they could begin at `from`. Whoever would be long away passes it on.
fn next_reply(pen: &mut Pen, agent: usize, from: Instant, usual: TimeDelta) -> (usize, Instant) {
    let rota = &pen.scene.rota;
    let ready = from + pen.taking(usual, agent, from);
    match rota.next_at_work(agent, ready) {
        Some(at) if at == ready => (agent, at),
        Some(at) if at - from < TimeDelta::hours(20) => {
            let later = at + long_tail(&mut pen.rng, TimeDelta::minutes(20));
            (agent, rota.next_at_work(agent, later).unwrap_or(at))
        }
        _ => {
            let at = rota.open_from(ready) + between(&mut pen.rng, TimeDelta::zero(), TimeDelta::minutes(40));
            let other = pen.someone(at).unwrap_or(cast::LEAD);
            if other != agent {
                let dealer = pen.dealer(at, other);
                pen.assign(at, other, dealer);
            }
            let reply = at + pen.taking(TimeDelta::minutes(12), other, at);
            (other, rota.next_at_work(other, reply).unwrap_or(reply))
        }
    }
}

fn hand_over(pen: &mut Pen, agent: usize, at: Instant) -> (usize, Instant) {
    let Some(other) = pen.someone(at).filter(|other| *other != agent) else { return (agent, at) };
    pen.note(at, agent, &TALK.handover);
    pen.assign(at, other, agent);
    next_reply(pen, other, at, NEXT_REPLY)
}

/// Dealt out and answered within minutes.
fn at_once(pen: &mut Pen) -> Settled {
    let scene = pen.scene;
    let minute = |pen: &mut Pen| between(&mut pen.rng, TimeDelta::seconds(40), TimeDelta::minutes(3));
    let seen = pen.start.at + TimeDelta::seconds(30);
    let dealt = if scene.rota.is_open(seen) { seen } else { scene.rota.open_from(seen) } + minute(pen);
    let at = dealt + minute(pen);
    let by = pen.someone(at).unwrap_or(cast::LEAD);
    let dealer = pen.dealer(dealt, by);
    pen.assign(dealt, by, dealer);
    pen.solve(at, by);
    Settled { at, by }
}

/// Whoever had a ticket that was rated badly says most times what it was about, and when they did. No draw is made for it,
/// so that all else stays.
fn blamed(pen: &mut Pen, rated: Instant, by: usize, stars: u8) -> Option<Instant> {
    let blame = match rated.timestamp() % 10 {
        0..4 => Blame::Process,
        4..6 => Blame::Product,
        6 | 7 => Blame::Agent,
        _ => return None,
    };
    let at = pen.scene.rota.next_at_work(by, rated + TimeDelta::minutes(25))?;
    if stars > 3 || at >= pen.scene.now {
        return None;
    }
    pen.blame(at, by, blame);
    Some(at)
}

/// What follows a settled ticket, as far as it has happened by now.
fn afterwards(pen: &mut Pen, Settled { mut at, by }: Settled) {
    let now = pen.scene.now;
    let charm = pen.temper(by, at).charm;
    if chance(&mut pen.rng, 0.02 + (1.0 - charm) / 3.0) {
        let back = at + between(&mut pen.rng, TimeDelta::hours(1), TimeDelta::hours(40));
        let back = pen.awake(back);
        let ready = back + pen.taking(NEXT_REPLY, by, back);
        let answered = pen.scene.rota.next_at_work(by, ready).filter(|answered| *answered < now);
        // Had it been closed meanwhile, it would be a ticket of its own.
        if let Some(answered) = answered.filter(|_| back < at + QUIET) {
            pen.ask(back, &TALK.again);
            pen.solve_again(answered, by);
            at = answered;
        }
    }
    let surveyed = at + between(&mut pen.rng, TimeDelta::minutes(20), TimeDelta::minutes(90));
    if chance(&mut pen.rng, 0.7) && surveyed < now {
        pen.survey(surveyed);
        at = surveyed;
        let rated = surveyed + long_tail(&mut pen.rng, TimeDelta::hours(4));
        if chance(&mut pen.rng, 0.4) && rated < now {
            let stars = cast::stars(&mut pen.rng, charm);
            pen.rate(rated, stars);
            at = blamed(pen, rated, by, stars).unwrap_or(rated);
        }
    }
    if at + QUIET < now {
        pen.close(at + QUIET);
    }
}
