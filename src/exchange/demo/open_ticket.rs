//! Generates the history of an open ticket.

use chrono::{TimeDelta, Timelike};

use super::arrivals;
use super::context::{self, DemoContext};
use super::demo_ticket::TimedEvent;
use super::history_writer::{HistoryWriter, TicketOpening};
use super::rng::{RngStream, duration_between, long_tail, stream, weighted_index, with_probability};
use super::team::SICK_TODAY;
use super::texts::MESSAGES;
use crate::model::ids::CustomerId;
use crate::model::ticket::{Priority, Status};
use crate::model::time::{Instant, Period};

/// State of an open ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenTicketState {
    /// Unassigned and unanswered.
    Unanswered,
    /// The customer wrote again and waits.
    CustomerFollowedUp,
    /// Unassigned but answered.
    Triaged,
    /// Assigned and in progress.
    Working,
    /// Assigned and untouched for more than a day.
    Stuck,
    /// Solved and reopened twice.
    Reopened,
    Pending,
    OnHold,
}

/// Requirements on a generated ticket.
#[derive(Debug, Clone, Copy)]
pub struct OpenTicketSpec {
    pub state: OpenTicketState,
    /// Index into [`AGES`].
    pub age_bucket: usize,
    /// Assigned to the person who is sick today.
    pub sick_assignee: bool,
    /// When its next SLA clock is due; `None` if not before the shift ends.
    pub due: Option<Instant>,
    pub priority: Option<Priority>,
}

/// Age ranges in minutes, one per bucket of the aging pane.
pub const AGES: [(i64, i64); 6] =
    [(12, 230), (250, 1400), (1500, 4200), (4400, 9900), (10_200, 42_500), (43_500, 72_000)];

/// Generates a ticket. `anchor` is the time of the last customer message if an SLA clock starts from it. `None` if
/// nobody was at work for a required step.
pub fn generate_open_ticket(
    scene: &DemoContext,
    spec: OpenTicketSpec,
    customer: CustomerId,
    attempt: u64,
    anchor: Instant,
) -> Option<Vec<TimedEvent>> {
    let mut rng = stream(scene.seed, RngStream::Open, customer.0 as u64 * 256 + attempt);
    let (topic, case) = scene.open_ticket_case(customer);
    let (now, who) = (scene.now, spec.sick_assignee.then_some(SICK_TODAY));
    let minutes = TimeDelta::minutes;
    let (youngest, oldest) = AGES[spec.age_bucket];
    let until = if spec.state == OpenTicketState::CustomerFollowedUp { anchor } else { now };
    let hour = |at: Instant| scene.zone.civil(at).hour();
    let mut at = until - duration_between(&mut rng, minutes(youngest), minutes(oldest));
    for _ in 0..8 {
        // Tickets arrive while customers are awake.
        if rng.u32(..30) < arrivals::hourly_weight(&scene.schedule, hour(at)) {
            break;
        }
        at = until - duration_between(&mut rng, minutes(youngest), minutes(oldest));
    }
    let drawn = context::random_priority(&mut rng);
    let channel = ["email", "web", "chat", "phone"][weighted_index(&mut rng, [60, 30, 5, 5].into_iter())];
    let start = TicketOpening {
        at: if spec.state == OpenTicketState::Unanswered { anchor } else { at },
        customer,
        topic,
        case,
        channel: if spec.state == OpenTicketState::Unanswered { "email" } else { channel },
        priority: spec.priority.unwrap_or(drawn),
        proactive: None,
    };
    let mut pen = HistoryWriter::new(scene, rng, start);
    let seen = scene.schedule.next_open(at + minutes(3));
    let first = Period { from: seen, to: until.min(seen + minutes(200)) };
    match spec.state {
        OpenTicketState::Unanswered => {}
        OpenTicketState::Triaged => {
            let (read, by) = pen.random_working_time(first, None)?;
            pen.reply(read, by, &MESSAGES.triage, None);
        }
        OpenTicketState::CustomerFollowedUp => {
            let (answered, agent) = assign_and_answer(&mut pen, first, who)?;
            pen.reply(answered, agent, &MESSAGES.ask, Some(Status::Pending));
            pen.customer_message(anchor, &MESSAGES.back);
        }
        OpenTicketState::Pending => {
            let (answered, agent) = assign_and_answer(&mut pen, first, who)?;
            pen.reply(answered, agent, &MESSAGES.ask, Some(Status::Pending));
            if spec.age_bucket > 2 && with_probability(&mut pen.rng, 0.6) {
                let (replied, _) =
                    pen.random_working_time(Period { from: answered + minutes(300), to: now }, Some(agent))?;
                add_customer_reply(&mut pen, replied)?;
                pen.reply(replied, agent, &MESSAGES.ask, Some(Status::Pending));
            }
        }
        OpenTicketState::OnHold if spec.age_bucket < 3 => {
            let (answered, agent) = assign_and_answer(&mut pen, first, who)?;
            pen.reply(answered, agent, &MESSAGES.hold, Some(Status::OnHold));
        }
        OpenTicketState::OnHold => {
            let (answered, agent) = assign_and_answer(&mut pen, first, who)?;
            pen.reply(answered, agent, &MESSAGES.ask, Some(Status::Pending));
            let (held, _) =
                pen.random_working_time(Period { from: now - TimeDelta::hours(36), to: now }, Some(agent))?;
            add_customer_reply(&mut pen, held)?;
            pen.reply(held, agent, &MESSAGES.hold, Some(Status::OnHold));
        }
        OpenTicketState::Stuck => {
            let (answered, agent) =
                assign_and_answer(&mut pen, Period { to: now - TimeDelta::hours(25), ..first }, who)?;
            pen.reply(answered, agent, &MESSAGES.working, None);
        }
        OpenTicketState::Working if spec.age_bucket < 2 && !spec.sick_assignee => {
            let (answered, agent) = assign_and_answer(&mut pen, first, who)?;
            pen.reply(answered, agent, &MESSAGES.working, None);
            pen.maybe_note(answered, agent);
        }
        OpenTicketState::Working => {
            let (answered, agent) = assign_and_answer(&mut pen, first, who)?;
            pen.reply(answered, agent, &MESSAGES.ask, Some(Status::Pending));
            let lately = TimeDelta::hours(if spec.sick_assignee { 40 } else { 20 });
            let (replied, _) = pen.random_working_time(Period { from: now - lately, to: now }, Some(agent))?;
            add_customer_reply(&mut pen, replied)?;
            pen.reply(replied, agent, &MESSAGES.working, None);
            if spec.sick_assignee {
                let opening = scene.schedule.opening(scene.schedule.today);
                if let Some((noted, by)) = pen.random_working_time(Period { from: opening, to: now }, None) {
                    pen.note(noted, by, &MESSAGES.ill);
                }
            }
        }
        OpenTicketState::Reopened => {
            let (answered, agent) = assign_and_answer(&mut pen, first, who)?;
            pen.solve(answered, agent);
            let back = answered + duration_between(&mut pen.rng, TimeDelta::hours(3), TimeDelta::hours(20));
            let (solved, by) = pen.random_working_time(Period { from: back, to: back + TimeDelta::hours(12) }, None)?;
            pen.customer_message(back, &MESSAGES.again);
            pen.solve_again(solved, by);
            let (replied, _) =
                pen.random_working_time(Period { from: now - TimeDelta::hours(18), to: now }, Some(agent))?;
            let back = replied - long_tail(&mut pen.rng, minutes(40));
            (back > solved).then_some(())?;
            if back > solved + TimeDelta::days(2) {
                pen.close(solved + TimeDelta::days(2));
            }
            pen.customer_message(back, &MESSAGES.again);
            pen.reply(replied, agent, &MESSAGES.working, None);
        }
    }
    Some(pen.finish())
}

/// Assigns the ticket to somebody at work in a period; returns the time of their answer and the agent.
fn assign_and_answer(pen: &mut HistoryWriter, period: Period, who: Option<usize>) -> Option<(Instant, usize)> {
    let (answered, agent) = pen.random_working_time(period, who)?;
    let earlier = answered - duration_between(&mut pen.rng, TimeDelta::minutes(2), TimeDelta::minutes(15));
    let dealt = earlier.max(pen.opening.at + TimeDelta::minutes(1));
    let dealer = pen.assigner(dealt, agent);
    pen.assign(dealt, agent, dealer);
    Some((answered, agent))
}

/// Adds a customer message before the reply at `replied`; `None` if there is no time for it.
fn add_customer_reply(pen: &mut HistoryWriter, replied: Instant) -> Option<()> {
    let back = replied - long_tail(&mut pen.rng, TimeDelta::minutes(45));
    (back > pen.last_event_at()).then(|| pen.customer_message(back, &MESSAGES.back))
}
