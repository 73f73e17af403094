//! Which tickets are open now. Each is drawn until it stands as the demo promises:
//!
//! - two clocks have run out within the last quarter of an hour, two more run out before the shift ends;
//! - no other clock runs out before then, under whatever rules are in force that allow it;
//! - two tickets are stuck, and no more; every age has its share; some have no assignee; some are held by who is sick.
//!
//! Which rules are in force decides when something happened, so a drawn history is replayed and its clocks are read, as
//! the store will, before it is told.

use chrono::TimeDelta;

use super::Told;
use super::open::{AGES, Shape, Spec, draw};
use super::scene::Scene;
use crate::domain::aging::{Buckets, Item, StuckRule, StuckRules, stuck};
use crate::domain::customer::CustomerId;
use crate::domain::event::{Event, Seq};
use crate::domain::history::replay;
use crate::domain::sla::{self, Book, Clock, Run};
use crate::domain::ticket::{Priority, Ticket, TicketId};
use crate::domain::time::Instant;

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

/// After how many draws in vain a ticket may be older, may be what is easier, and is taken as it comes.
const OLDER: u64 = 30;
const EASIER: u64 = 120;
const ANYHOW: u64 = 220;
const LAST: u64 = 240;

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

/// Draws until the ticket stands as it has to.
fn find_one(scene: &Scene, wanted: Spec, customer: CustomerId) -> Option<Found> {
    (0..LAST).find_map(|attempt| attempt_one(scene, eased(wanted, attempt), customer, attempt))
}

/// What cannot be (say, that somebody has touched it within the last four hours, when the desk has only just opened)
/// becomes older, and in the end a ticket that waits for its customer.
fn eased(wanted: Spec, attempt: u64) -> Spec {
    let age = (wanted.age + (attempt / OLDER) as usize).min(AGES.len() - 1);
    let priority = wanted.priority.or((attempt > OLDER / 2).then_some(Priority::Normal));
    match attempt < EASIER {
        true => Spec { age, priority, ..wanted },
        false => Spec { shape: Shape::Pending, age, priority, due: None, ..wanted },
    }
}

fn attempt_one(scene: &Scene, spec: Spec, customer: CustomerId, attempt: u64) -> Option<Found> {
    let tier = scene.customer(customer).tier;
    let tier = move |_: CustomerId, _: Instant| tier.clone();
    let book = Book::of(scene.rules.clone());
    // A guess at when the customer wrote; how far the clock is off then says when it was.
    let mut anchor = spec.due.unwrap_or(scene.now) - TimeDelta::hours(4);
    for _ in 0..6 {
        let told = draw(scene, spec, customer, attempt, anchor)?;
        let ticket = ticket(&told)?;
        let clocks = sla::clocks(&ticket, &tier, &book);
        match (spec.due, sla::nearest(&clocks).and_then(Clock::due)) {
            (Some(wanted), Some(due)) if due != wanted => anchor += wanted - due,
            // The rules may be such that nothing can keep the promises.
            _ if attempt >= ANYHOW || stands(scene, &spec, &told, &ticket, &clocks) => {
                return Some(Found { at: told.first()?.0, customer, spec, attempt, anchor });
            }
            _ => return None,
        }
    }
    None
}

/// Whether a ticket stands as it has to.
fn stands(scene: &Scene, spec: &Spec, told: &[Told], ticket: &Ticket, clocks: &[Clock]) -> bool {
    // The screen is open for a while before anything happens on it.
    let horizon = scene.shift_end + TimeDelta::minutes(15);
    let comfortable = |clock: &Clock| match clock.run {
        Run::Running { due, .. } => due > horizon,
        Run::Paused { left } => left > TimeDelta::zero(),
        Run::Met { .. } | Run::Breached { .. } | Run::Off { .. } => true,
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
    // Where a clock has to run out, it is the next one of the ticket that does: that has been seen to.
    let clocks_fit = spec.due.is_some() || clocks.iter().all(comfortable);
    let told_by_now = told.iter().all(|(at, ..)| *at <= scene.now);
    told_by_now && aged && clocks_fit && stuck(&item, &rules, scene.now) == wanted
}

fn ticket(told: &[Told]) -> Option<Ticket> {
    let events: Vec<_> = (1..)
        .zip(told)
        .map(|(seq, (at, by, what))| Event { seq: Seq(seq), at: *at, by: by.clone(), what: what.clone() })
        .collect();
    replay(TicketId(1), &events, None)
}
