//! The life so far of a ticket that is still open.

use chrono::{TimeDelta, Timelike};

use super::cast::ILL;
use super::chance::{Stream, between, chance, long_tail, stream, weighted};
use super::pen::{Pen, Start};
use super::scene::{self, Scene};
use super::words::TALK;
use super::{Told, arrivals};
use crate::domain::customer::CustomerId;
use crate::domain::ticket::{Priority, Status};
use crate::domain::time::{Instant, Period};

/// How a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Nobody has it, nobody has answered.
    Unanswered,
    /// The customer wrote again and waits.
    AskedAgain,
    /// Nobody has it, but somebody has answered.
    Triaged,
    /// Somebody is at it.
    Working,
    /// Somebody has it and has not touched it for more than a day.
    Silent,
    /// Solved twice, and back.
    Reopened,
    Pending,
    OnHold,
}

/// What a ticket has to be.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    pub shape: Shape,
    /// Which of [`AGES`].
    pub age: usize,
    /// Held by who is sick today.
    pub ill: bool,
    /// When its next clock has to run out; `None` if not before the shift ends.
    pub due: Option<Instant>,
    pub priority: Option<Priority>,
}

/// Ages in minutes, from and to, one for each bucket of the aging pane.
pub const AGES: [(i64, i64); 6] =
    [(12, 230), (250, 1400), (1500, 4200), (4400, 9900), (10_200, 42_500), (43_500, 72_000)];

/// Draws a ticket. `anchor` is when the customer wrote last, where a clock has to run out from then; `None` if nobody
/// was there to do what had to be done.
pub fn draw(scene: &Scene, spec: Spec, customer: CustomerId, attempt: u64, anchor: Instant) -> Option<Vec<Told>> {
    let mut rng = stream(scene.seed, Stream::Open, customer.0 as u64 * 256 + attempt);
    let (topic, case) = scene.on_the_desk(customer);
    let (now, who) = (scene.now, spec.ill.then_some(ILL));
    let minutes = TimeDelta::minutes;
    let (youngest, oldest) = AGES[spec.age];
    let until = if spec.shape == Shape::AskedAgain { anchor } else { now };
    let hour = |at: Instant| scene.zone.civil(at).hour();
    let mut at = until - between(&mut rng, minutes(youngest), minutes(oldest));
    for _ in 0..8 {
        // Tickets come when customers are awake.
        if rng.u32(..30) < arrivals::flow(&scene.rota, hour(at)) {
            break;
        }
        at = until - between(&mut rng, minutes(youngest), minutes(oldest));
    }
    let drawn = scene::priority(&mut rng);
    let channel = ["email", "web", "chat", "phone"][weighted(&mut rng, [60, 30, 5, 5].into_iter())];
    let start = Start {
        at: if spec.shape == Shape::Unanswered { anchor } else { at },
        customer,
        topic,
        case,
        channel: if spec.shape == Shape::Unanswered { "email" } else { channel },
        priority: spec.priority.unwrap_or(drawn),
        proactive: None,
    };
    let mut pen = Pen::open(scene, rng, start);
    let seen = scene.rota.open_from(at + minutes(3));
    let first = Period { from: seen, to: until.min(seen + minutes(200)) };
    match spec.shape {
        Shape::Unanswered => {}
        Shape::Triaged => {
            let (read, by) = pen.moment(first, None)?;
            pen.reply(read, by, &TALK.triage, None);
        }
        Shape::AskedAgain => {
            let (answered, agent) = begin(&mut pen, first, who)?;
            pen.reply(answered, agent, &TALK.ask, Some(Status::Pending));
            pen.ask(anchor, &TALK.back);
        }
        Shape::Pending => {
            let (answered, agent) = begin(&mut pen, first, who)?;
            pen.reply(answered, agent, &TALK.ask, Some(Status::Pending));
            if spec.age > 2 && chance(&mut pen.rng, 0.6) {
                let (replied, _) = pen.moment(Period { from: answered + minutes(300), to: now }, Some(agent))?;
                come_back(&mut pen, replied)?;
                pen.reply(replied, agent, &TALK.ask, Some(Status::Pending));
            }
        }
        Shape::OnHold if spec.age < 3 => {
            let (answered, agent) = begin(&mut pen, first, who)?;
            pen.reply(answered, agent, &TALK.hold, Some(Status::OnHold));
        }
        Shape::OnHold => {
            let (answered, agent) = begin(&mut pen, first, who)?;
            pen.reply(answered, agent, &TALK.ask, Some(Status::Pending));
            let (held, _) = pen.moment(Period { from: now - TimeDelta::hours(36), to: now }, Some(agent))?;
            come_back(&mut pen, held)?;
            pen.reply(held, agent, &TALK.hold, Some(Status::OnHold));
        }
        Shape::Silent => {
            let (answered, agent) = begin(&mut pen, Period { to: now - TimeDelta::hours(25), ..first }, who)?;
            pen.reply(answered, agent, &TALK.working, None);
        }
        Shape::Working if spec.age < 2 && !spec.ill => {
            let (answered, agent) = begin(&mut pen, first, who)?;
            pen.reply(answered, agent, &TALK.working, None);
            pen.perhaps_note(answered, agent);
        }
        Shape::Working => {
            let (answered, agent) = begin(&mut pen, first, who)?;
            pen.reply(answered, agent, &TALK.ask, Some(Status::Pending));
            let lately = TimeDelta::hours(if spec.ill { 40 } else { 20 });
            let (replied, _) = pen.moment(Period { from: now - lately, to: now }, Some(agent))?;
            come_back(&mut pen, replied)?;
            pen.reply(replied, agent, &TALK.working, None);
            if spec.ill {
                let opening = scene.rota.opening(scene.rota.today);
                if let Some((told, by)) = pen.moment(Period { from: opening, to: now }, None) {
                    pen.note(told, by, &TALK.ill);
                }
            }
        }
        Shape::Reopened => {
            let (answered, agent) = begin(&mut pen, first, who)?;
            pen.solve(answered, agent);
            let back = answered + between(&mut pen.rng, TimeDelta::hours(3), TimeDelta::hours(20));
            let (solved, by) = pen.moment(Period { from: back, to: back + TimeDelta::hours(12) }, None)?;
            pen.ask(back, &TALK.again);
            pen.solve_again(solved, by);
            let (replied, _) = pen.moment(Period { from: now - TimeDelta::hours(18), to: now }, Some(agent))?;
            let back = replied - long_tail(&mut pen.rng, minutes(40));
            (back > solved).then_some(())?;
            if back > solved + TimeDelta::days(2) {
                pen.close(solved + TimeDelta::days(2));
            }
            pen.ask(back, &TALK.again);
            pen.reply(replied, agent, &TALK.working, None);
        }
    }
    Some(pen.done())
}

/// Deals the ticket to somebody who is at work inside a period: returns when they answer it, and who.
fn begin(pen: &mut Pen, period: Period, who: Option<usize>) -> Option<(Instant, usize)> {
    let (answered, agent) = pen.moment(period, who)?;
    let earlier = answered - between(&mut pen.rng, TimeDelta::minutes(2), TimeDelta::minutes(15));
    let dealt = earlier.max(pen.start.at + TimeDelta::minutes(1));
    let dealer = pen.dealer(dealt, agent);
    pen.assign(dealt, agent, dealer);
    Some((answered, agent))
}

/// The customer answers some time before somebody replies at `replied`; `None` if that leaves no time.
fn come_back(pen: &mut Pen, replied: Instant) -> Option<()> {
    let back = replied - long_tail(&mut pen.rng, TimeDelta::minutes(45));
    (back > pen.last()).then(|| pen.ask(back, &TALK.back))
}
