//! What every ticket of the demo is told against: the moment, the rota, the people's tempers, the rules, the customers.

use std::sync::Arc;

use chrono::Days;
use fastrand::Rng;

use super::cast::{self, Temper};
use super::chance::{Stream, stream, weighted};
use super::rota::Rota;
use super::words::{Case, TOPICS, Tongue, Topic};
use super::{Sizes, customers};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::sla::Rules;
use crate::domain::ticket::Priority;
use crate::domain::time::{Instant, Zone, from_millis};

/// The demo without its tickets.
#[derive(Debug)]
pub struct Scene {
    pub seed: u64,
    pub now: Instant,
    pub zone: Zone,
    pub rules: Arc<Rules>,
    pub rota: Rota,
    /// Of each person.
    pub tempers: Vec<Temper>,
    /// When the shift that is on ends.
    pub shift_end: Instant,
    pub sizes: Sizes,
    /// Every case, shuffled: what the open tickets are about, one after the other, so that few of them are alike.
    deck: Vec<(&'static Topic, &'static Case)>,
}

impl Scene {
    pub fn new(seed: u64, now: Instant, zone: Zone, sizes: Sizes, rules: Arc<Rules>) -> Scene {
        // The file keeps milliseconds.
        let now = from_millis(now.timestamp_millis()).unwrap_or(now);
        let rota = Rota::new(seed, now, zone, sizes.people);
        let mut deck: Vec<_> =
            TOPICS.topics.iter().flat_map(|topic| topic.cases.iter().map(move |case| (topic, case))).collect();
        stream(seed, Stream::Deck, 0).shuffle(&mut deck);
        let tempers = (0..sizes.people).map(|person| cast::temper_of(person, seed)).collect();
        Scene { seed, now, zone, rules, shift_end: rota.shift_end(now), rota, tempers, sizes, deck }
    }

    /// Somebody at work at a moment.
    pub fn someone(&self, rng: &mut Rng, at: Instant) -> Option<usize> {
        self.rota.someone(rng, at, |person| self.tempers[person].share)
    }

    /// The last moment at which a ticket could come and still be settled by now: somebody needs a few minutes for it.
    pub fn last_settled(&self) -> Instant {
        let (few, before) = (chrono::TimeDelta::minutes(8), chrono::TimeDelta::minutes(10));
        match self.now - self.rota.opening(self.rota.today) > before {
            true => self.now - few,
            false => self.rota.closing(self.rota.today - Days::new(1)).min(self.now) - before,
        }
    }

    /// What the open ticket of a customer is about.
    pub fn on_the_desk(&self, customer: CustomerId) -> (&'static Topic, &'static Case) {
        self.deck[customer.0 as usize % self.deck.len()]
    }

    /// The language of a customer. The first ones are those of the open tickets.
    pub fn tongue(&self, customer: CustomerId) -> Tongue {
        match customer.0 as u64 <= self.sizes.open {
            true => self.on_the_desk(customer).1.lang,
            false => customers::tongue(self.seed, customer),
        }
    }

    pub fn customer(&self, id: CustomerId) -> Customer {
        customers::customer(self.seed, id, self.tongue(id), self.rota.today, self.sizes.people)
    }
}

/// A priority, most often the usual one.
pub fn priority(rng: &mut Rng) -> Priority {
    Priority::ALL[weighted(rng, [15, 60, 20, 5].into_iter())]
}
