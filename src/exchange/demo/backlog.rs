//! Selects the open tickets. Each is generated repeatedly until it meets the demo's guarantees:
//!
//! - two SLA clocks were breached within the last 15 minutes, two more are due before the shift ends;
//! - no other clock is due before then, as far as the SLA policies allow;
//! - exactly two tickets are stuck; all ages occur; some tickets are unassigned; some belong to the person who is sick.
//!
//! Due times depend on the SLA policies, so each draft is replayed and its clocks are computed, as the store will do.

use chrono::TimeDelta;

use super::context::DemoContext;
use super::demo_ticket::TimedEvent;
use super::open_ticket::{AGES, OpenTicketSpec, OpenTicketState, generate_open_ticket};
use crate::engine::aging::{AgingTicket, stuck_rule};
use crate::engine::sla::{self, ClockProgress, PolicyHistory, SlaClock};
use crate::events::replay::replay_ticket;
use crate::model::aging::{AgingBuckets, StuckRule, StuckRules};
use crate::model::event::Event;
use crate::model::ids::{CustomerId, Seq, TicketId};
use crate::model::ticket::{Priority, Ticket};
use crate::model::time::Instant;

/// Mix of the ordinary open tickets: how many of 54, state, age, assigned to the sick person.
const ORDINARY_MIX: [(usize, OpenTicketState, usize, bool); 20] = [
    (3, OpenTicketState::Triaged, 0, false),
    (1, OpenTicketState::Triaged, 1, false),
    (2, OpenTicketState::Working, 2, true),
    (6, OpenTicketState::Working, 0, false),
    (7, OpenTicketState::Working, 1, false),
    (5, OpenTicketState::Working, 2, false),
    (3, OpenTicketState::Working, 3, false),
    (2, OpenTicketState::Working, 4, false),
    (1, OpenTicketState::Working, 5, false),
    (1, OpenTicketState::Pending, 2, true),
    (1, OpenTicketState::Pending, 3, true),
    (2, OpenTicketState::Pending, 0, false),
    (4, OpenTicketState::Pending, 1, false),
    (3, OpenTicketState::Pending, 2, false),
    (2, OpenTicketState::Pending, 3, false),
    (3, OpenTicketState::Pending, 4, false),
    (1, OpenTicketState::Pending, 5, false),
    (1, OpenTicketState::OnHold, 1, false),
    (5, OpenTicketState::OnHold, 2, false),
    (1, OpenTicketState::OnHold, 4, false),
];

/// Rejected draws before each constraint is relaxed: an older ticket, a pending one, any.
const ATTEMPTS_UNTIL_OLDER: u64 = 30;
const ATTEMPTS_UNTIL_PENDING: u64 = 120;
const ATTEMPTS_UNTIL_ANY: u64 = 220;
const MAX_ATTEMPTS: u64 = 240;

/// An accepted open ticket: everything needed to generate it again.
#[derive(Debug, Clone, Copy)]
pub struct OpenTicketDraft {
    /// Time of its opening.
    pub at: Instant,
    pub customer: CustomerId,
    spec: OpenTicketSpec,
    attempt: u64,
    anchor: Instant,
}

impl OpenTicketDraft {
    pub fn generate(&self, scene: &DemoContext) -> Vec<TimedEvent> {
        generate_open_ticket(scene, self.spec, self.customer, self.attempt, self.anchor).unwrap_or_default()
    }
}

/// Generates `count` open tickets, oldest first. The `n`th belongs to the `n`th customer.
pub fn generate_backlog(scene: &DemoContext, count: u64, per_day: u64) -> Vec<OpenTicketDraft> {
    let specs = open_ticket_specs(scene, count, per_day).into_iter().zip(1..);
    let mut found: Vec<_> =
        specs.filter_map(|(spec, customer)| find_draft(scene, spec, CustomerId(customer))).collect();
    found.sort_by_key(|one| (one.at, one.customer));
    found
}

/// Specifications of the open tickets, the individually guaranteed ones first.
fn open_ticket_specs(scene: &DemoContext, count: u64, per_day: u64) -> Vec<OpenTicketSpec> {
    let minutes = |minutes, seconds| TimeDelta::minutes(minutes) + TimeDelta::seconds(seconds);
    let left = scene.shift_end - scene.now;
    let plain = |shape, age, ill| OpenTicketSpec {
        state: shape,
        age_bucket: age,
        sick_assignee: ill,
        due: None,
        priority: None,
    };
    let due = |spec, at, priority| OpenTicketSpec { due: Some(at), priority: Some(priority), ..spec };
    let soon = |share, most| scene.now + (left * share / 10).min(minutes(most, 40));
    let mut specs = vec![
        due(plain(OpenTicketState::Unanswered, 1, false), scene.now - minutes(12, 15), Priority::Normal),
        due(plain(OpenTicketState::CustomerFollowedUp, 3, true), scene.now - minutes(4, 20), Priority::Normal),
        due(plain(OpenTicketState::Unanswered, 0, false), soon(3, 25), Priority::Normal),
        due(plain(OpenTicketState::CustomerFollowedUp, 2, false), soon(6, 48), Priority::High),
        plain(OpenTicketState::Stuck, 2, false),
        plain(OpenTicketState::Reopened, 3, false),
    ];
    let ordinary: Vec<_> =
        ORDINARY_MIX.iter().flat_map(|(n, shape, age, ill)| vec![(*shape, *age, *ill); *n]).collect();
    // A day cannot have more open tickets than arrived; the rest are older.
    let mut room = [(per_day / 6).max(12), (per_day / 2).max(16)];
    for n in 0..(count as usize).saturating_sub(specs.len()) {
        // A step coprime to the list's length, so that even a few tickets cover every kind.
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

/// Draws until the ticket meets its specification.
fn find_draft(scene: &DemoContext, wanted: OpenTicketSpec, customer: CustomerId) -> Option<OpenTicketDraft> {
    (0..MAX_ATTEMPTS).find_map(|attempt| try_draft(scene, relax(wanted, attempt), customer, attempt))
}

/// Relaxes an impossible specification (such as work in the last four hours when the desk has just opened): first an
/// older ticket, then a pending one.
fn relax(wanted: OpenTicketSpec, attempt: u64) -> OpenTicketSpec {
    let age = (wanted.age_bucket + (attempt / ATTEMPTS_UNTIL_OLDER) as usize).min(AGES.len() - 1);
    let priority = wanted.priority.or((attempt > ATTEMPTS_UNTIL_OLDER / 2).then_some(Priority::Normal));
    match attempt < ATTEMPTS_UNTIL_PENDING {
        true => OpenTicketSpec { age_bucket: age, priority, ..wanted },
        false => OpenTicketSpec { state: OpenTicketState::Pending, age_bucket: age, priority, due: None, ..wanted },
    }
}

fn try_draft(scene: &DemoContext, spec: OpenTicketSpec, customer: CustomerId, attempt: u64) -> Option<OpenTicketDraft> {
    let tier = scene.customer(customer).tier;
    let tier = move |_: CustomerId, _: Instant| tier.clone();
    let book = PolicyHistory::unchanging(scene.rules.clone());
    // A guess at the customer's message; the clock's error then gives the exact time.
    let mut anchor = spec.due.unwrap_or(scene.now) - TimeDelta::hours(4);
    for _ in 0..6 {
        let events = generate_open_ticket(scene, spec, customer, attempt, anchor)?;
        let ticket = replay_events(&events)?;
        let clocks = crate::engine::sla::clocks::ticket_clocks(&ticket, &tier, &book);
        match (spec.due, sla::nearest_clock(&clocks).and_then(SlaClock::due_at)) {
            (Some(wanted), Some(due)) if due != wanted => anchor += wanted - due,
            // Under some policies no ticket can meet the guarantees.
            _ if attempt >= ATTEMPTS_UNTIL_ANY || meets_spec(scene, &spec, &events, &ticket, &clocks) => {
                return Some(OpenTicketDraft { at: events.first()?.0, customer, spec, attempt, anchor });
            }
            _ => return None,
        }
    }
    None
}

/// Whether a ticket meets its specification.
fn meets_spec(
    scene: &DemoContext,
    spec: &OpenTicketSpec,
    events: &[TimedEvent],
    ticket: &Ticket,
    clocks: &[SlaClock],
) -> bool {
    // A margin, because the screen is open for a while before anything happens.
    let horizon = scene.shift_end + TimeDelta::minutes(15);
    let comfortable = |clock: &SlaClock| match clock.progress {
        ClockProgress::Running { due, .. } => due > horizon,
        ClockProgress::Paused { left } => left > TimeDelta::zero(),
        ClockProgress::Met { .. } | ClockProgress::Breached { .. } | ClockProgress::Cancelled { .. } => true,
    };
    let Some(waits_on) = ticket.status.waits_on() else { return false };
    let item = AgingTicket {
        id: ticket.id,
        created: ticket.created,
        waits_on,
        last_event: ticket.last_event,
        reassigned: ticket.reassigned,
        reopened: ticket.reopened,
    };
    // So that no ticket becomes stuck in the first hours after opening the demo.
    let rules = StuckRules {
        silent: TimeDelta::hours(if spec.state == OpenTicketState::Stuck { 24 } else { 22 }),
        ..StuckRules::default()
    };
    let wanted = match spec.state {
        OpenTicketState::Stuck => Some(StuckRule::Silent),
        OpenTicketState::Reopened => Some(StuckRule::Reopened),
        _ => None,
    };
    let aged = ticket
        .age(scene.now)
        .is_some_and(|age| spec.due.is_some() || AgingBuckets::default().index(age) == spec.age_bucket);
    // The adjusted clock is the ticket's next one already.
    let clocks_fit = spec.due.is_some() || clocks.iter().all(comfortable);
    let told_by_now = events.iter().all(|(at, ..)| *at <= scene.now);
    told_by_now && aged && clocks_fit && stuck_rule(&item, &rules, scene.now) == wanted
}

fn replay_events(history: &[TimedEvent]) -> Option<Ticket> {
    let events: Vec<_> = (1..)
        .zip(history)
        .map(|(seq, (at, by, what))| Event { seq: Seq(seq), at: *at, by: by.clone(), what: what.clone() })
        .collect();
    replay_ticket(TicketId(1), &events, None)
}
