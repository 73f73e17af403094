//! An invented team, told as if it came from a file: people, shifts and customers, then the tickets, one whole history
//! after the other, oldest first.
//!
//! All of it follows from a seed, a moment, a zone, the sizes and the rules in force; the same five give the same bytes.
//! A history is worked out when it is asked for and then forgotten, so a million of them need no more room than one
//! day's do.
//!
//! - [`care`]: what the lead keeps in mind of them, and what reviewers found;
//! - [`cast`]: who the people are; [`rota`]: when they work, and today's gap;
//! - [`arrivals`]: how many tickets come when; [`customers`]: from whom;
//! - [`solved`]: the life of a ticket that is done; [`open`]: of one that is not; [`backlog`]: which ones those are, drawn
//!   until they keep the promises;
//! - [`plan`]: goals, action items, what customers say and notices, told once the tickets are;
//! - [`extras`]: promises, escalations and the like on the open ones; [`answers`]: what customers say when they are asked;
//! - [`words`]: what is said; [`chance`]: the draws; [`pen`] and [`scene`]: what telling needs.

mod answers;
mod arrivals;
mod backlog;
mod care;
mod cast;
mod chance;
mod customers;
mod extras;
mod open;
mod pen;
mod plan;
mod rota;
mod scene;
mod solved;
mod words;

use std::iter::Peekable;
use std::sync::Arc;
use std::vec;

use fastrand::Rng;

use self::arrivals::Arrivals;
use self::backlog::Found;
use self::chance::{Stream, chance, stream, weighted};
use self::pen::Start;
pub use self::plan::Seen;
use self::scene::Scene;
use self::words::{TOPICS, case_in};
use crate::domain::customer::{Customer, CustomerId};
use crate::domain::event::{Author, What};
use crate::domain::quality::Review;
use crate::domain::quality::card::Card;
use crate::domain::quality::sample::{Draw, Week};
use crate::domain::record::Record;
use crate::domain::sla::Rules;
use crate::domain::time::{Instant, Zone};

/// The seed that is taken when none is given.
pub const SEED: u64 = 1;
/// The days of history, unless that made more than [`DAILY`] tickets a day.
const DAYS: u64 = 90;
const DAILY: u64 = 1_000;

/// One event of a ticket: when, who, what. No login of it is anybody's own, so nobody can undo it as their own.
pub type Told = (Instant, Author, What);

/// One ticket, from its opening on.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Who writes for the first time; their number is the next after those told before.
    pub newcomer: Option<Customer>,
    pub events: Vec<Told>,
}

/// How large a demo is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    pub people: usize,
    pub tickets: u64,
    /// How many of the tickets are open.
    pub open: u64,
}

impl Sizes {
    /// The sizes that were asked for; what was not is chosen to go with the rest.
    ///
    /// # Errors
    /// A sentence, where the demo's story would not fit.
    pub fn new(people: Option<usize>, tickets: Option<u64>, open: Option<u64>) -> Result<Sizes, String> {
        let people = people.unwrap_or(cast::PARTS);
        if !(cast::PARTS..=cast::most_people()).contains(&people) {
            let (least, most) = (cast::PARTS, cast::most_people());
            return Err(format!(
                "The demo's team has {least} to {most} people, not {people}; choose --people between."
            ));
        }
        let squads = (people / cast::PARTS) as u64;
        let tickets = tickets.unwrap_or((3_500 * squads).min(100_000));
        if !(500..=10_000_000).contains(&tickets) {
            return Err(format!("The demo has 500 to 10000000 tickets, not {tickets}; choose --tickets between."));
        }
        let usual = if tickets >= 100_000 { 5_000 } else { (60 * squads).min(tickets / 20) };
        let open = open.unwrap_or(usual);
        if !(20..=100_000).contains(&open) || open * 4 > tickets {
            let most = (tickets / 4).min(100_000);
            return Err(format!("Of {tickets} tickets, 20 to {most} can be open, not {open}; choose --open between."));
        }
        Ok(Sizes { people, tickets, open })
    }

    fn days(self) -> u64 {
        DAYS.max(self.tickets / DAILY)
    }
}

/// An invented team and its tickets.
#[derive(Debug)]
pub struct Demo {
    scene: Scene,
    found: Vec<Found>,
    arrivals: Arrivals,
}

impl Demo {
    pub fn new(seed: u64, now: Instant, zone: Zone, sizes: Sizes, rules: Arc<Rules>) -> Demo {
        let scene = Scene::new(seed, now, zone, sizes, rules);
        let found = backlog::find(&scene, sizes.open, sizes.tickets / sizes.days());
        let open: Vec<_> = found.iter().map(|one| one.at).collect();
        let arrivals = Arrivals::new(seed, &scene.rota, scene.last_settled(), sizes.days(), sizes.tickets, &open);
        Demo { scene, found, arrivals }
    }

    /// The name of the lead, as whom the demo is best looked at.
    pub fn lead() -> &'static str {
        &words::NAMES.team[cast::LEAD]
    }

    pub fn sizes(&self) -> Sizes {
        self.scene.sizes
    }

    /// When the history begins.
    pub fn begins(&self) -> Instant {
        self.scene.zone.midnight(self.arrivals.first())
    }

    /// The team, the lead's notes and trainings, last night's hand-over and the customers of the open tickets. Each kind is numbered from 1 in the order in which it comes, as a
    /// new file numbers it; the stories refer to people and customers by these numbers.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let customers = (1..=self.scene.sizes.open).map(|n| self.scene.customer(CustomerId(n as i64)));
        let cared = care::records(self.scene.sizes.people, self.scene.rota.today);
        let left = Record::HandOver(cast::hand_over(self.scene.rota.closed()));
        self.scene.rota.records().chain(cared).chain([left]).chain(customers.map(Record::Customer))
    }

    /// The reviews of some weeks' samples, once the tickets are told and it is known who solved what.
    pub fn reviews(&self, weeks: &[Week], cards: &[Card], how: &Draw) -> Vec<Review> {
        care::reviews(weeks, cards, how, &self.scene)
    }

    /// What the team plans and reads. It names tickets, so it comes after them, and `seen` knows them.
    pub fn plan(&self, seen: &Seen) -> impl Iterator<Item = Record> {
        plan::records(&self.scene, seen).into_iter()
    }

    /// What customers answered to surveys, once `customers` of them have been told of.
    pub fn answers(&self, customers: u64) -> impl Iterator<Item = Record> {
        answers::answers(&self.scene, customers).into_iter().map(Record::Survey)
    }

    /// When it is told.
    pub fn now(&self) -> Instant {
        self.scene.now
    }

    /// Every ticket, oldest first.
    pub fn stories(&self) -> Stories<'_> {
        Stories {
            demo: self,
            days: self.arrivals.days(),
            today: Vec::new().into_iter().peekable(),
            open: self.found.iter().peekable(),
            customers: self.scene.sizes.open,
            told: 0,
            opened: 0,
        }
    }
}

/// Tells the tickets of a [`Demo`], one after the other.
pub struct Stories<'a> {
    demo: &'a Demo,
    days: std::ops::Range<usize>,
    /// When the tickets of the day came that are done by now.
    today: Peekable<vec::IntoIter<Instant>>,
    open: Peekable<std::slice::Iter<'a, Found>>,
    /// How many customers have been told of.
    customers: u64,
    told: u64,
    /// How many open tickets have been told.
    opened: usize,
}

impl Iterator for Stories<'_> {
    type Item = Story;

    fn next(&mut self) -> Option<Story> {
        let scene = &self.demo.scene;
        while self.today.peek().is_none()
            && let Some(day) = self.days.next()
        {
            self.today = self.demo.arrivals.of_day(scene.seed, &scene.rota, day).into_iter().peekable();
        }
        let done = self.today.peek().copied();
        if let Some(open) = self.open.next_if(|open| done.is_none_or(|done| open.at <= done)) {
            let events = extras::added(scene, self.opened, open.customer, open.tell(scene));
            self.opened += 1;
            return Some(Story { newcomer: None, events });
        }
        let at = self.today.next()?;
        self.told += 1;
        let mut rng = stream(scene.seed, Stream::Solved, self.told);
        let (customer, newcomer) = self.customer(&mut rng);
        let start = self.start(&mut rng, at, customer);
        Some(Story { newcomer, events: solved::solved(scene, rng, start) })
    }
}

impl Stories<'_> {
    /// Whose ticket it is: somebody new, or somebody known, rather from lately.
    fn customer(&mut self, rng: &mut Rng) -> (CustomerId, Option<Customer>) {
        if chance(rng, 0.4) {
            self.customers += 1;
            let id = CustomerId(self.customers as i64);
            return (id, Some(self.demo.scene.customer(id)));
        }
        let back = rng.f64() * rng.f64() * self.customers as f64;
        (CustomerId((self.customers - back as u64).max(1) as i64), None)
    }

    fn start(&self, rng: &mut Rng, at: Instant, customer: CustomerId) -> Start {
        let scene = &self.demo.scene;
        let tongue = scene.tongue(customer);
        let topic = &TOPICS.topics[weighted(rng, TOPICS.topics.iter().map(|topic| topic.weight))];
        let open = scene.rota.is_open(at);
        let proactive = if open && chance(rng, 0.02) { scene.someone(rng, at) } else { None };
        let cases: &'static [_] = if proactive.is_some() { &TOPICS.proactive } else { &topic.cases };
        let case = case_in(tongue, cases, rng);
        // Nobody answers the phone at night.
        let odds = if open { [45, 22, 18, 15] } else { [66, 34, 0, 0] };
        let channel = ["email", "web", "chat", "phone"][weighted(rng, odds.into_iter())];
        let channel = if proactive.is_some() { "email" } else { channel };
        Start { at, customer, topic, case, channel, priority: scene::priority(rng), proactive }
    }
}

#[cfg(test)]
mod tests;
