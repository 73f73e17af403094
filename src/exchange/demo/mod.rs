//! Generates a demo team: people, shifts and customers, then tickets with complete histories, oldest first.
//!
//! Deterministic: the same seed, time, zone, sizes and SLA policies give the same bytes. A ticket's history is
//! generated on demand and not stored, so memory does not grow with the number of tickets.
//!
//! - [`team`]: the people; [`schedule`]: their shifts and today's coverage gap;
//! - [`coaching`]: notes, trainings and QA reviews;
//! - [`arrivals`]: how many tickets arrive when; [`customers`]: from whom;
//! - [`solved_ticket`]: histories of solved tickets; [`open_ticket`]: of open ones; [`backlog`]: generates open tickets
//!   until they meet the demo's guarantees;
//! - [`planning`]: goals, action items, customer feedback and notices, which refer to tickets;
//! - [`ticket_extras`]: promises, escalations and similar events on open tickets; [`survey_answers`]: NPS and CES
//!   answers;
//! - [`sizes`]: size of a demo; [`demo_ticket`]: a generated ticket;
//! - [`texts`]: texts; [`rng`]: seeded random numbers; [`history_writer`] and [`context`]: shared by the generators.

mod arrivals;
mod backlog;
mod coaching;
mod context;
mod customers;
mod demo_ticket;
mod history_writer;
mod open_ticket;
mod planning;
mod rng;
mod schedule;
mod sizes;
mod solved_ticket;
mod survey_answers;
mod team;
mod texts;
mod ticket_extras;

use std::iter::Peekable;
use std::sync::Arc;
use std::vec;

use fastrand::Rng;

use self::arrivals::DemoArrivals;
use self::backlog::OpenTicketDraft;
use self::context::DemoContext;
use self::history_writer::TicketOpening;
use self::rng::{RngStream, stream, weighted_index, with_probability};
use self::texts::{TOPICS, random_case};
use crate::engine::quality::sampling::SolvedWeek;
use crate::model::customer::Customer;
use crate::model::ids::CustomerId;
use crate::model::policy::PolicySet;
use crate::model::record::Record;
use crate::model::review::{Review, SamplingConfig};
use crate::model::scorecard::Scorecard;
use crate::model::time::{Instant, Zone};

pub use self::demo_ticket::{DemoTicket, TimedEvent};
pub use self::planning::RecentTickets;
pub use self::sizes::DemoSizes;

/// The default seed.
pub const DEFAULT_SEED: u64 = 1;

/// A generated team and its tickets.
#[derive(Debug)]
pub struct Demo {
    context: DemoContext,
    open_tickets: Vec<OpenTicketDraft>,
    arrivals: DemoArrivals,
}

impl Demo {
    /// Prepares a demo; the same arguments give the same data.
    pub fn new(seed: u64, now: Instant, zone: Zone, sizes: DemoSizes, rules: Arc<PolicySet>) -> Demo {
        let scene = DemoContext::new(seed, now, zone, sizes, rules);
        let found = backlog::generate_backlog(&scene, sizes.open, sizes.tickets / sizes.history_days());
        let open: Vec<_> = found.iter().map(|one| one.at).collect();
        let arrivals = DemoArrivals::new(
            seed,
            &scene.schedule,
            scene.latest_solved_arrival(),
            sizes.history_days(),
            sizes.tickets,
            &open,
        );
        Demo { context: scene, open_tickets: found, arrivals }
    }

    /// The lead's name, the recommended user of a demo.
    pub fn lead_name() -> &'static str {
        &texts::NAMES.team[team::LEAD]
    }

    pub fn sizes(&self) -> DemoSizes {
        self.context.sizes
    }

    /// When the history starts.
    pub fn history_start(&self) -> Instant {
        self.context.zone.midnight(self.arrivals.first_day())
    }

    /// The team, the lead's notes and trainings, last night's hand-over and the customers of the open tickets. Each
    /// kind is numbered from 1 in this order, as in a new file; tickets refer to these ids.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let customers = (1..=self.context.sizes.open).map(|n| self.context.customer(CustomerId(n as i64)));
        let coaching = coaching::coaching_records(self.context.sizes.people, self.context.schedule.today);
        let hand_over = Record::HandOver(team::hand_over(self.context.schedule.last_closing()));
        self.context.schedule.records().chain(coaching).chain([hand_over]).chain(customers.map(Record::Customer))
    }

    /// QA reviews of some weeks' samples; needs the imported tickets, which tell who solved what.
    pub fn reviews(&self, weeks: &[SolvedWeek], cards: &[Scorecard], how: &SamplingConfig) -> Vec<Review> {
        coaching::reviews(weeks, cards, how, &self.context)
    }

    /// Goals, action items, feedback and notices. They refer to tickets, which `seen` provides.
    pub fn planning_records(&self, seen: &RecentTickets) -> impl Iterator<Item = Record> {
        planning::planning_records(&self.context, seen).into_iter()
    }

    /// Survey answers of the first `customers` customers.
    pub fn survey_records(&self, customers: u64) -> impl Iterator<Item = Record> {
        survey_answers::generate_surveys(&self.context, customers).into_iter().map(Record::Survey)
    }

    /// The demo's current time.
    pub fn now(&self) -> Instant {
        self.context.now
    }

    /// All tickets, oldest first.
    pub fn tickets(&self) -> DemoTickets<'_> {
        DemoTickets {
            demo: self,
            days: self.arrivals.day_indexes(),
            today: Vec::new().into_iter().peekable(),
            open: self.open_tickets.iter().peekable(),
            customer_count: self.context.sizes.open,
            solved_count: 0,
            open_count: 0,
        }
    }
}

/// Iterator over the tickets of a [`Demo`].
pub struct DemoTickets<'a> {
    demo: &'a Demo,
    days: std::ops::Range<usize>,
    /// Arrivals of solved tickets on the current day.
    today: Peekable<vec::IntoIter<Instant>>,
    open: Peekable<std::slice::Iter<'a, OpenTicketDraft>>,
    /// Customers generated so far.
    customer_count: u64,
    solved_count: u64,
    /// Open tickets generated so far.
    open_count: usize,
}

impl Iterator for DemoTickets<'_> {
    type Item = DemoTicket;

    fn next(&mut self) -> Option<DemoTicket> {
        let scene = &self.demo.context;
        while self.today.peek().is_none()
            && let Some(day) = self.days.next()
        {
            self.today = self.demo.arrivals.on_day(scene.seed, &scene.schedule, day).into_iter().peekable();
        }
        let done = self.today.peek().copied();
        if let Some(open) = self.open.next_if(|open| done.is_none_or(|done| open.at <= done)) {
            let events = ticket_extras::add_extras(scene, self.open_count, open.customer, open.generate(scene));
            self.open_count += 1;
            return Some(DemoTicket { new_customer: None, events });
        }
        let at = self.today.next()?;
        self.solved_count += 1;
        let mut rng = stream(scene.seed, RngStream::Solved, self.solved_count);
        let (customer, newcomer) = self.random_customer(&mut rng);
        let start = self.random_opening(&mut rng, at, customer);
        Some(DemoTicket { new_customer: newcomer, events: solved_ticket::generate_solved_ticket(scene, rng, start) })
    }
}

impl DemoTickets<'_> {
    /// The ticket's customer: a new one, or a known one with a bias to recent ones.
    fn random_customer(&mut self, rng: &mut Rng) -> (CustomerId, Option<Customer>) {
        if with_probability(rng, 0.4) {
            self.customer_count += 1;
            let id = CustomerId(self.customer_count as i64);
            return (id, Some(self.demo.context.customer(id)));
        }
        let back = rng.f64() * rng.f64() * self.customer_count as f64;
        (CustomerId((self.customer_count - back as u64).max(1) as i64), None)
    }

    fn random_opening(&self, rng: &mut Rng, at: Instant, customer: CustomerId) -> TicketOpening {
        let scene = &self.demo.context;
        let tongue = scene.language(customer);
        let topic = &TOPICS.topics[weighted_index(rng, TOPICS.topics.iter().map(|topic| topic.weight))];
        let open = scene.schedule.is_open(at);
        let proactive = if open && with_probability(rng, 0.02) { scene.random_at_work(rng, at) } else { None };
        let cases: &'static [_] = if proactive.is_some() { &TOPICS.proactive } else { &topic.cases };
        let case = random_case(tongue, cases, rng);
        // The phone is not answered at night.
        let odds = if open { [45, 22, 18, 15] } else { [66, 34, 0, 0] };
        let channel = ["email", "web", "chat", "phone"][weighted_index(rng, odds.into_iter())];
        let channel = if proactive.is_some() { "email" } else { channel };
        TicketOpening { at, customer, topic, case, channel, priority: context::random_priority(rng), proactive }
    }
}

#[cfg(test)]
mod tests;
