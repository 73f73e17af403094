//! Shared context of the generators: time, schedule, personas, SLA policies, customers.

use std::sync::Arc;

use chrono::Days;
use fastrand::Rng;

use super::customers;
use super::rng::{RngStream, stream, weighted_index};
use super::schedule::DemoSchedule;
use super::sizes::DemoSizes;
use super::team::{self, Persona};
use super::texts::{CustomerLanguage, DemoCase, DemoTopic, TOPICS};
use crate::model::customer::Customer;
use crate::model::ids::CustomerId;
use crate::model::policy::PolicySet;
use crate::model::ticket::Priority;
use crate::model::time::{Instant, Zone, from_millis};

/// Everything in the demo except its tickets.
#[derive(Debug)]
pub struct DemoContext {
    pub seed: u64,
    pub now: Instant,
    pub zone: Zone,
    pub rules: Arc<PolicySet>,
    pub schedule: DemoSchedule,
    /// By person.
    pub personas: Vec<Persona>,
    /// End of the current shift.
    pub shift_end: Instant,
    pub sizes: DemoSizes,
    /// All cases, shuffled and dealt to the open tickets in turn, so that few are alike.
    shuffled_cases: Vec<(&'static DemoTopic, &'static DemoCase)>,
}

impl DemoContext {
    pub fn new(seed: u64, now: Instant, zone: Zone, sizes: DemoSizes, rules: Arc<PolicySet>) -> DemoContext {
        // The file stores milliseconds.
        let now = from_millis(now.timestamp_millis()).unwrap_or(now);
        let rota = DemoSchedule::new(seed, now, zone, sizes.people);
        let mut deck: Vec<_> =
            TOPICS.topics.iter().flat_map(|topic| topic.cases.iter().map(move |case| (topic, case))).collect();
        stream(seed, RngStream::Cases, 0).shuffle(&mut deck);
        let tempers = (0..sizes.people).map(|person| team::persona_of(person, seed)).collect();
        DemoContext {
            seed,
            now,
            zone,
            rules,
            shift_end: rota.shift_end(now),
            schedule: rota,
            personas: tempers,
            sizes,
            shuffled_cases: deck,
        }
    }

    /// A random person at work.
    pub fn random_at_work(&self, rng: &mut Rng, at: Instant) -> Option<usize> {
        self.schedule.random_at_work(rng, at, |person| self.personas[person].assignment_share)
    }

    /// The latest arrival that can be solved by now; solving takes a few minutes.
    pub fn latest_solved_arrival(&self) -> Instant {
        let (few, before) = (chrono::TimeDelta::minutes(8), chrono::TimeDelta::minutes(10));
        match self.now - self.schedule.opening(self.schedule.today) > before {
            true => self.now - few,
            false => self.schedule.closing(self.schedule.today - Days::new(1)).min(self.now) - before,
        }
    }

    /// The topic and case of a customer's open ticket.
    pub fn open_ticket_case(&self, customer: CustomerId) -> (&'static DemoTopic, &'static DemoCase) {
        self.shuffled_cases[customer.0 as usize % self.shuffled_cases.len()]
    }

    /// A customer's language. The first customers have the open tickets, whose case decides it.
    pub fn language(&self, customer: CustomerId) -> CustomerLanguage {
        match customer.0 as u64 <= self.sizes.open {
            true => self.open_ticket_case(customer).1.lang,
            false => customers::language_of(self.seed, customer),
        }
    }

    /// The customer with that id.
    pub fn customer(&self, id: CustomerId) -> Customer {
        customers::generate_customer(self.seed, id, self.language(id), self.schedule.today, self.sizes.people)
    }
}

/// A random priority, mostly normal.
pub fn random_priority(rng: &mut Rng) -> Priority {
    Priority::ALL[weighted_index(rng, [15, 60, 20, 5].into_iter())]
}
