//! Writes the history of one ticket, event by event, with customer and agent texts.

use chrono::TimeDelta;
use fastrand::Rng;

use super::context::DemoContext;
use super::demo_ticket::TimedEvent;
use super::rng::{duration_between, long_tail, scale_duration, with_probability};
use super::team::{self, LEAD, Persona};
use super::texts::{BilingualLines, DemoCase, DemoTopic, MESSAGES, TextNumbers};
use crate::model::event::{EventPayload, OpenedTicket, TicketEdit};
use crate::model::ids::{CustomerId, PersonId};
use crate::model::person::Author;
use crate::model::rating::Score;
use crate::model::survey::DissatisfactionDriver;
use crate::model::ticket::{Priority, Status};
use crate::model::time::{Instant, Period};

/// Opening data of a ticket.
#[derive(Debug, Clone, Copy)]
pub struct TicketOpening {
    pub at: Instant,
    pub customer: CustomerId,
    pub topic: &'static DemoTopic,
    pub case: &'static DemoCase,
    pub channel: &'static str,
    pub priority: Priority,
    /// Who opened it proactively.
    pub proactive: Option<usize>,
}

/// Appends events to an opened ticket.
pub struct HistoryWriter<'a> {
    pub context: &'a DemoContext,
    pub rng: Rng,
    pub opening: TicketOpening,
    numbers: TextNumbers,
    events: Vec<TimedEvent>,
}

impl<'a> HistoryWriter<'a> {
    /// Starts a history with the opening event.
    pub fn new(scene: &'a DemoContext, mut rng: Rng, start: TicketOpening) -> HistoryWriter<'a> {
        let (tongue, numbers) = (start.case.lang, TextNumbers::random(&mut rng));
        let opened = OpenedTicket {
            subject: numbers.fill(&start.case.subject, tongue),
            body: numbers.fill(&start.case.body, tongue),
            customer: Some(start.customer),
            channel: Some(start.channel.into()),
            category: Some(start.topic.category.clone()),
            priority: start.priority,
            language: Some(tongue.code().into()),
            proactive: start.proactive.is_some(),
            ..OpenedTicket::default()
        };
        let mut pen = HistoryWriter { context: scene, rng, opening: start, numbers, events: Vec::with_capacity(8) };
        match start.proactive {
            Some(by) => pen.push_staff_event(start.at, by, EventPayload::Opened(opened)),
            None => pen.push_customer_event(start.at, EventPayload::Opened(opened)),
        }
        pen
    }

    /// The events written so far.
    pub fn finish(self) -> Vec<TimedEvent> {
        self.events
    }

    /// Time of the last event.
    pub fn last_event_at(&self) -> Instant {
        self.events.last().map_or(self.opening.at, |(at, ..)| *at)
    }

    fn push_event(&mut self, at: Instant, person: Option<PersonId>, login: &str, what: EventPayload) {
        let at = at.max(self.last_event_at());
        self.events.push((at, Author { person, login: login.into() }, what));
    }

    fn push_staff_event(&mut self, at: Instant, by: usize, what: EventPayload) {
        self.push_event(at, Some(team::person_id(by)), "demo", what);
    }

    fn push_customer_event(&mut self, at: Instant, what: EventPayload) {
        self.push_event(at, None, "customer", what);
    }

    /// An event of the program itself.
    fn push_system_event(&mut self, at: Instant, what: EventPayload) {
        self.push_event(at, None, "shiftdesk", what);
    }

    fn render_line(&mut self, lines: &BilingualLines) -> String {
        let tongue = self.opening.case.lang;
        self.numbers.fill(lines.pick(tongue, &mut self.rng), tongue)
    }

    /// Assigns the ticket.
    pub fn assign(&mut self, at: Instant, to: usize, by: usize) {
        self.push_staff_event(at, by, EventPayload::Assigned { to: Some(team::person_id(to)) });
    }

    /// A reply, and the status after it; `None` leaves the status.
    pub fn reply(&mut self, at: Instant, by: usize, lines: &BilingualLines, then: Option<Status>) {
        let body = self.render_line(lines);
        self.push_staff_event(at, by, EventPayload::Replied { body, then });
    }

    /// The solving reply.
    pub fn solve(&mut self, at: Instant, by: usize) {
        let body = self.numbers.fill(&self.opening.case.answer, self.opening.case.lang);
        self.push_staff_event(at, by, EventPayload::Replied { body, then: Some(Status::Solved) });
    }

    /// The solving reply after a reopen.
    pub fn solve_again(&mut self, at: Instant, by: usize) {
        self.reply(at, by, &MESSAGES.settled, Some(Status::Solved));
    }

    /// A customer message.
    pub fn customer_message(&mut self, at: Instant, lines: &BilingualLines) {
        let body = self.render_line(lines);
        self.push_customer_event(at, EventPayload::Asked { body });
    }

    /// An internal note.
    pub fn note(&mut self, at: Instant, by: usize, lines: &BilingualLines) {
        let body = self.render_line(lines);
        self.push_staff_event(at, by, EventPayload::Noted { body });
    }

    /// Changes the priority.
    pub fn set_priority(&mut self, at: Instant, by: usize, priority: Priority) {
        self.push_staff_event(at, by, EventPayload::PrioritySet { priority });
    }

    /// Solves without a reply.
    pub fn solve_silently(&mut self, at: Instant, by: usize) {
        self.note(at, by, &MESSAGES.silence);
        self.push_staff_event(at, by, EventPayload::StatusSet { status: Status::Solved });
    }

    /// Offers a survey.
    pub fn send_survey(&mut self, at: Instant) {
        self.push_system_event(at, EventPayload::Surveyed);
    }

    /// A rating by the customer.
    pub fn rate(&mut self, at: Instant, stars: u8) {
        self.push_customer_event(at, EventPayload::Rated(Score { score: stars, out_of: 5 }));
    }

    /// Records what the customer was dissatisfied with.
    pub fn set_dissatisfaction(&mut self, at: Instant, by: usize, blame: DissatisfactionDriver) {
        self.push_staff_event(at, by, EventPayload::Edited(TicketEdit::Dissatisfied(Some(blame))));
    }

    /// Closes the ticket.
    pub fn close(&mut self, at: Instant) {
        self.push_system_event(at, EventPayload::StatusSet { status: Status::Closed });
    }

    /// A person's persona at a time, including the trend of the last 30 days.
    pub fn persona_at(&self, person: usize, at: Instant) -> Persona {
        let mut temper = self.context.personas[person];
        let days = (self.context.now - at).num_hours() as f64 / 24.0;
        let moved = temper.trend * (0.5 - (days / 30.0).min(1.0));
        temper.pace *= 1.0 - 2.0 * moved;
        temper.good_rating_rate = (temper.good_rating_rate + moved).min(0.98);
        temper
    }

    /// Random duration of work that usually takes `usual`, for this person, priority and channel.
    pub fn work_duration(&mut self, usual: TimeDelta, person: usize, at: Instant) -> TimeDelta {
        let urgency = match self.opening.priority {
            Priority::Urgent => 0.35,
            Priority::High => 0.6,
            Priority::Normal => 1.0,
            Priority::Low => 1.5,
        };
        let channel = match self.opening.channel {
            "phone" => 0.2,
            "chat" => 0.25,
            _ => 1.0,
        };
        let pace = self.persona_at(person, at).pace;
        long_tail(&mut self.rng, scale_duration(usual, urgency * channel * pace))
    }

    /// When a customer message due at `at` is written: rarely at night.
    pub fn waking_time(&mut self, at: Instant) -> Instant {
        let from = self.context.schedule.next_open(at);
        if from == at { at } else { from + duration_between(&mut self.rng, TimeDelta::zero(), TimeDelta::hours(2)) }
    }

    /// A random person at work.
    pub fn random_at_work(&mut self, at: Instant) -> Option<usize> {
        self.context.random_at_work(&mut self.rng, at)
    }

    /// Who assigns tickets at a time: the lead, else the assignee.
    pub fn assigner(&self, at: Instant, to: usize) -> usize {
        if self.context.schedule.at_work(LEAD, at) { LEAD } else { to }
    }

    /// A time in a period when `person`, else anybody who is not sick today, is at work.
    pub fn random_working_time(&mut self, period: Period, person: Option<usize>) -> Option<(Instant, usize)> {
        (period.from < period.to).then_some(())?;
        (0..40).find_map(|_| {
            let at = super::rng::instant_within(&mut self.rng, period);
            let who = match person {
                Some(person) => self.context.schedule.at_work(person, at).then_some(person),
                None => self.random_at_work(at).filter(|who| who % team::ROLE_COUNT != team::SICK_TODAY),
            };
            who.map(|who| (at, who))
        })
    }

    /// Occasionally adds an internal note.
    pub fn maybe_note(&mut self, at: Instant, by: usize) {
        if with_probability(&mut self.rng, 0.15) {
            self.note(at, by, &MESSAGES.note);
        }
    }
}
