//! Customer list and churn risk: contact volume, service received, who may leave, whom to contact.
//!
//! The store supplies the raw data; derived values are computed here.

pub mod contacts;

use chrono::TimeDelta;

use crate::engine::metrics::ticket_facts::TicketFacts;
use crate::model::customer::Customer;
use crate::model::ids::{CustomerId, TicketId};
use crate::model::survey::NpsGroup;
use crate::model::ticket::WaitsOn;
use crate::model::time::{Instant, Period};

/// A ticket within this time of the customer's previous one is a repeat contact.
pub const REPEAT_CONTACT_WINDOW: TimeDelta = TimeDelta::days(7);
/// Bad ratings in a period that put a customer at risk.
const AT_RISK_BAD_RATINGS: usize = 2;
/// Repeat contacts in a period that put a customer at risk.
const AT_RISK_REPEAT_CONTACTS: usize = 3;

/// Totals over a customer's tickets in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerTotals {
    /// Tickets received in the period.
    pub tickets: usize,
    /// Tickets in the backlog now.
    pub open: usize,
    /// Time the tickets were new or open within the period, in milliseconds: a proxy for effort.
    ms_with_us: i64,
    /// Bad ratings in the period, of tickets and in standalone surveys.
    pub bad_ratings: usize,
    /// Currently upset.
    pub upset: bool,
    /// When tickets came in, including those before the period that make one in it a repeat.
    arrivals: Vec<Instant>,
}

impl CustomerTotals {
    /// Adds a ticket as of `now`.
    pub fn add(&mut self, past: &TicketFacts, period: Period, now: Instant) {
        if past.merged {
            return;
        }
        if let Some(created) = past.created.filter(|at| *at < period.to) {
            self.tickets += usize::from(period.contains(created));
            self.arrivals.push(created);
        }
        self.open += usize::from(past.status.in_backlog());
        let ends = past.status_intervals.iter().skip(1).map(|stretch| stretch.from).chain([now]);
        for (stretch, end) in past.status_intervals.iter().zip(ends) {
            if stretch.status.waits_on() == Some(WaitsOn::Us) {
                let with_us = end.min(period.to) - stretch.from.max(period.from);
                self.ms_with_us += with_us.num_milliseconds().max(0);
            }
        }
        let given = past.ratings.iter().filter(|rating| rating.at.is_some_and(|at| period.contains(at)));
        self.bad_ratings += given.filter(|rating| !rating.score.is_satisfied()).count();
    }

    pub fn time_with_us(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.ms_with_us)
    }

    /// Tickets of the period that came within [`REPEAT_CONTACT_WINDOW`] of the previous one.
    pub fn repeat_contacts(&self, period: Period) -> usize {
        let mut came = self.arrivals.clone();
        came.sort();
        came.windows(2).filter(|two| period.contains(two[1]) && two[1] - two[0] <= REPEAT_CONTACT_WINDOW).count()
    }
}

/// A customer's latest NPS answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastNps {
    pub score: u8,
    pub at: Instant,
}

/// Why a customer may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChurnRisk {
    /// Upset in one of their tickets.
    Upset,
    /// Detractor in their latest NPS answer.
    Detractor(u8),
    BadRatings(usize),
    RepeatContacts(usize),
    /// Key account without contact for this many days.
    Silent(i64),
}

impl ChurnRisk {
    pub fn name(self) -> &'static str {
        match self {
            ChurnRisk::Upset => "upset",
            ChurnRisk::Detractor(_) => "detractor",
            ChurnRisk::BadRatings(_) => "bad_ratings",
            ChurnRisk::RepeatContacts(_) => "repeats",
            ChurnRisk::Silent(_) => "silent",
        }
    }
}

/// A row of the customer list.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerRow {
    pub id: CustomerId,
    pub customer: Customer,
    pub tickets: usize,
    pub open: usize,
    pub time_with_us: TimeDelta,
    pub repeat_contacts: usize,
    pub bad_ratings: usize,
    pub nps: Option<LastNps>,
    /// Latest event in a ticket, or latest survey answer.
    pub last_contact: Option<Instant>,
    /// Churn risks, most severe first.
    pub risks: Vec<ChurnRisk>,
}

impl CustomerRow {
    /// Whole days without contact.
    pub fn days_silent(&self, now: Instant) -> Option<i64> {
        self.last_contact.map(|last| whole_days(now - last))
    }
}

fn whole_days(span: TimeDelta) -> i64 {
    span.num_days().max(0)
}

/// Inputs to churn risk.
#[derive(Debug, Clone, Copy)]
pub struct ChurnSignals<'a> {
    pub customer: &'a Customer,
    pub totals: &'a CustomerTotals,
    pub repeat_contacts: usize,
    pub nps: Option<LastNps>,
    pub last_contact: Option<Instant>,
}

impl ChurnSignals<'_> {
    /// Churn risks, most severe first; none for a lost customer.
    pub fn churn_risks(&self, now: Instant, silent: TimeDelta) -> Vec<ChurnRisk> {
        if self.customer.lost.is_some() {
            return Vec::new();
        }
        let detractor = self.nps.filter(|nps| NpsGroup::from_score(nps.score) == NpsGroup::Detractor);
        [
            self.totals.upset.then_some(ChurnRisk::Upset),
            detractor.map(|nps| ChurnRisk::Detractor(nps.score)),
            (self.totals.bad_ratings >= AT_RISK_BAD_RATINGS).then_some(ChurnRisk::BadRatings(self.totals.bad_ratings)),
            (self.repeat_contacts >= AT_RISK_REPEAT_CONTACTS)
                .then_some(ChurnRisk::RepeatContacts(self.repeat_contacts)),
            self.silent_for(now).filter(|span| *span >= silent).map(|span| ChurnRisk::Silent(whole_days(span))),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Time without contact of a key account; if there never was any, since they became a customer.
    pub fn silent_for(&self, now: Instant) -> Option<TimeDelta> {
        self.customer.owner?;
        let since = || Some(self.customer.since?.and_time(chrono::NaiveTime::MIN).and_utc());
        Some(now - self.last_contact.or_else(since)?)
    }
}

/// A ticket with an upset customer, and its follow-up time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpsetFollowUp {
    pub ticket: TicketId,
    pub customer: CustomerId,
    pub at: Option<Instant>,
}

#[cfg(test)]
mod tests;
