//! The tickets that are open now. Each is drawn until it stands as the demo promises:
//!
//! - two clocks have run out within the last quarter of an hour, two more run out before the shift ends;
//! - no other clock runs out before then, under whatever rules are in force that allow it;
//! - two tickets are stuck, and no more; every age has its share; some have no assignee; some are held by who is sick.
//!
//! Which rules are in force decides when something happened, so a drawn history is replayed and its clocks are read, as
//! the store will, before it is told.

use chrono::TimeDelta;

use super::cast::ILL;
use super::chance::{Stream, between, chance, long_tail, stream, weighted};
use super::pen::{Pen, Start};
use super::scene::{self, Scene};
use super::words::TALK;
use super::{Told, arrivals};
use crate::domain::aging::{Buckets, Item, StuckRule, StuckRules, stuck};
use crate::domain::customer::CustomerId;
use crate::domain::event::{Author, Event, Seq};
use crate::domain::history::replay;
use crate::domain::sla::{self, Clock, Run};
use crate::domain::ticket::{Priority, Status, Ticket, TicketId};
use crate::domain::time::{Instant, Period};

/// How a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
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
    shape: Shape,
    /// Which of [`AGES`].
    age: usize,
    /// Held by who is sick today.
    ill: bool,
    /// When its next clock has to run out; `None` if not before the shift ends.
    due: Option<Instant>,
    priority: Option<Priority>,
}

/// Ages in minutes, from and to, one for each bucket of the aging pane.
const AGES: [(i64, i64); 6] = [(12, 230), (250, 1400), (1500, 4200), (4400, 9900), (10_200, 42_500), (43_500, 72_000)];

/// What most open tickets are, by how many of 54: shape, age, held by who is sick.
const ORDINARY: [(usize, Shape, usize, bool); 20] = [
    (3, Shape::Triaged, 0, false),
    (1, Shape::Triaged, 1, false),
    (2, Shape::Working, 2, true),
    (6, Shape::Working, 0, false),
    (7, Shape::Working, 1, false),
    (5, Shape::Working, 2, false),
    (3, Shape::Working, 3, false),
    (2, Shape::Working, 4, false),
    (1, Shape::Working, 5, false),
    (1, Shape::Pending, 2, true),
    (1, Shape::Pending, 3, true),
    (2, Shape::Pending, 0, false),
    (4, Shape::Pending, 1, false),
    (3, Shape::Pending, 2, false),
    (2, Shape::Pending, 3, false),
    (3, Shape::Pending, 4, false),
    (1, Shape::Pending, 5, false),
    (1, Shape::OnHold, 1, false),
    (5, Shape::OnHold, 2, false),
    (1, Shape::OnHold, 4, false),
];

/// An open ticket that has been found: all that it takes to tell it again.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// When it was opened.
    pub at: Instant,
    pub customer: CustomerId,
    spec: Spec,
    attempt: u64,
    anchor: Instant,
}

impl Found {
    pub fn tell(&self, scene: &Scene) -> Vec<Told> {
        draw(scene, self.spec, self.customer, self.attempt, self.anchor).unwrap_or_default()
    }
}

/// Finds `count` open tickets, oldest first. The `n`th is the `n`th customer's.
pub fn find(scene: &Scene, count: u64, per_day: u64) -> Vec<Found> {
    let specs = specs(scene, count, per_day).into_iter().zip(1..);
    let mut found: Vec<_> = specs.filter_map(|(spec, customer)| find_one(scene, spec, CustomerId(customer))).collect();
    found.sort_by_key(|one| (one.at, one.customer));
    found
}

/// What the open tickets have to be: first those that are promised one by one.
fn specs(scene: &Scene, count: u64, per_day: u64) -> Vec<Spec> {
    let minutes = |minutes, seconds| TimeDelta::minutes(minutes) + TimeDelta::seconds(seconds);
    let left = scene.shift_end - scene.now;
    let plain = |shape, age, ill| Spec { shape, age, ill, due: None, priority: None };
    let due = |spec, at, priority| Spec { due: Some(at), priority: Some(priority), ..spec };
    let soon = |share, most| scene.now + (left * share / 10).min(minutes(most, 40));
    let mut specs = vec![
        due(plain(Shape::Unanswered, 1, false), scene.now - minutes(12, 15), Priority::Normal),
        due(plain(Shape::AskedAgain, 3, true), scene.now - minutes(4, 20), Priority::Normal),
        due(plain(Shape::Unanswered, 0, false), soon(3, 25), Priority::Normal),
        due(plain(Shape::AskedAgain, 2, false), soon(6, 48), Priority::High),
        plain(Shape::Silent, 2, false),
        plain(Shape::Reopened, 3, false),
    ];
    let ordinary: Vec<_> = ORDINARY.iter().flat_map(|(n, shape, age, ill)| vec![(*shape, *age, *ill); *n]).collect();
    // A day can only leave open what it brought; what is too much for it is older.
    let mut room = [(per_day / 6).max(12), (per_day / 2).max(16)];
    for n in 0..(count as usize).saturating_sub(specs.len()) {
        // Steps that miss nobody, so that also the first few are of every kind.
        let (shape, age, ill) = ordinary[n * 23 % ordinary.len()];
        let age = match room.get_mut(age) {
            Some(0) => 2 + n % 3,
            Some(left) => {
                *left -= 1;
                age
            }
            None => age,
        };
        specs.push(plain(shape, age, ill && n < ordinary.len()));
    }
    specs.truncate(count as usize);
    specs
}

/// Draws until the ticket stands as it has to. What cannot be (say, that somebody has touched it within the last four
/// hours, when the desk has only just opened) becomes older, and in the end a ticket that waits for its customer.
fn find_one(scene: &Scene, wanted: Spec, customer: CustomerId) -> Option<Found> {
    let tier = scene.customer(customer).tier;
    (0..240).find_map(|attempt| {
        let older = if attempt < 30 { 0 } else { (attempt / 30) as usize };
        let age = (wanted.age + older).min(AGES.len() - 1).max(if attempt < 200 { 0 } else { 2 });
        let shape = if attempt < 120 { wanted.shape } else { Shape::Pending };
        let priority = if attempt < 15 { wanted.priority } else { wanted.priority.or(Some(Priority::Normal)) };
        let due = wanted.due.filter(|_| attempt < 120);
        let spec = Spec { shape, age, priority, due, ..wanted };
        // The rules may be such that nothing can keep the promises; the last draws are taken as they come.
        let anything = attempt >= 220;
        // Without a due moment, the age alone says when things happened.
        let mut anchor = due.unwrap_or(scene.now) - TimeDelta::hours(4);
        for _ in 0..6 {
            let told = draw(scene, spec, customer, attempt, anchor)?;
            let ticket = ticket(&told)?;
            let clocks = sla::clocks(&ticket, tier.as_deref(), &scene.rules, &[]);
            let runs_out = sla::nearest(&clocks).and_then(Clock::due);
            match (due, runs_out) {
                (Some(due), Some(runs_out)) if due != runs_out => anchor += due - runs_out,
                _ if anything || stands(scene, &spec, &told, &ticket, &clocks) => {
                    return Some(Found { at: told.first()?.0, customer, spec, attempt, anchor });
                }
                _ => return None,
            }
        }
        None
    })
}

/// Whether a ticket stands as it has to.
fn stands(scene: &Scene, spec: &Spec, told: &[Told], ticket: &Ticket, clocks: &[Clock]) -> bool {
    // The screen is open for a while before anything happens on it.
    let horizon = scene.shift_end + TimeDelta::minutes(15);
    let comfortable = |clock: &Clock| match clock.run {
        Run::Running { due } => due > horizon,
        Run::Paused { left } => left > TimeDelta::zero(),
        Run::Met { .. } | Run::Breached { .. } => true,
    };
    let Some(waits_on) = ticket.status.waits_on() else { return false };
    let item = Item {
        id: ticket.id,
        created: ticket.created,
        waits_on,
        last_event: ticket.last_event,
        reassigned: ticket.reassigned,
        reopened: ticket.reopened,
    };
    // So that nothing falls silent in the first hours that the demo is open.
    let rules = StuckRules {
        silent: TimeDelta::hours(if spec.shape == Shape::Silent { 24 } else { 22 }),
        ..StuckRules::default()
    };
    let wanted = match spec.shape {
        Shape::Silent => Some(StuckRule::Silent),
        Shape::Reopened => Some(StuckRule::Reopened),
        _ => None,
    };
    let aged = ticket.age(scene.now).is_some_and(|age| spec.due.is_some() || Buckets::default().index(age) == spec.age);
    let clocks_fit = match spec.due {
        Some(_) => clocks.iter().filter(|clock| !comfortable(clock)).count() == 1,
        None => clocks.iter().all(comfortable),
    };
    let told_by_now = told.iter().all(|(at, ..)| *at <= scene.now);
    told_by_now && aged && clocks_fit && stuck(&item, &rules, scene.now) == wanted
}

fn ticket(told: &[Told]) -> Option<Ticket> {
    let events: Vec<_> = (1..)
        .zip(told)
        .map(|(seq, (at, by, what))| {
            let by = Author { person: *by, login: String::new() };
            Event { seq: Seq(seq), at: *at, by, what: what.clone() }
        })
        .collect();
    replay(TicketId(1), &events, None)
}

/// Draws a ticket. `anchor` is when the customer wrote last, where a clock has to run out from then; `None` if nobody
/// was there to do what had to be done.
fn draw(scene: &Scene, spec: Spec, customer: CustomerId, attempt: u64, anchor: Instant) -> Option<Vec<Told>> {
    let mut rng = stream(scene.seed, Stream::Open, customer.0 as u64 * 256 + attempt);
    let (topic, case) = scene.on_the_desk(customer);
    let (now, who) = (scene.now, spec.ill.then_some(ILL));
    let minutes = TimeDelta::minutes;
    let (youngest, oldest) = AGES[spec.age];
    let until = if spec.shape == Shape::AskedAgain { anchor } else { now };
    let hour = |at: Instant| chrono::Timelike::hour(&scene.zone.civil(at));
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
    let soon = Period { from: at + minutes(3), to: now.min(at + minutes(180)) };
    let first = Period { from: at + minutes(3), to: until.min(at + minutes(1300)) };
    match spec.shape {
        Shape::Unanswered => {}
        Shape::Triaged => {
            let (read, by) = pen.moment(soon, None)?;
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
            let (answered, agent) = begin(&mut pen, if spec.age == 0 { soon } else { first }, who)?;
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
            pen.solve(solved, by);
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
