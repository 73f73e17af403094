//! Customers to contact: who, why, and since when.

use chrono::TimeDelta;

use crate::engine::customers::{FollowUp, LastNps, Signs};
use crate::model::ids::{CustomerId, PersonId, TicketId};
use crate::model::survey::Camp;
use crate::model::time::Instant;

/// Calls to detractors after this time no longer win them back.
pub const FRESH: TimeDelta = TimeDelta::days(90);

/// Why a customer is to be contacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Upset, with a follow-up date.
    FollowUp(TicketId),
    /// Detractor (with their score) not contacted since the answer.
    Detractor(u8),
    /// Key account without recent contact.
    Silent,
}

impl Why {
    pub fn name(self) -> &'static str {
        match self {
            Why::FollowUp(_) => "follow_up",
            Why::Detractor(_) => "detractor",
            Why::Silent => "silent",
        }
    }
}

/// A customer to contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub customer: CustomerId,
    pub name: String,
    pub owner: Option<PersonId>,
    pub why: Why,
    /// When the contact fell due, or when the wait began.
    pub since: Instant,
}

/// Reasons to contact a customer at `now`. A follow-up is due on its day, which ends at `tonight`.
pub fn due(
    id: CustomerId,
    signs: &Signs,
    follow_ups: &[FollowUp],
    (now, tonight): (Instant, Instant),
    silent: TimeDelta,
) -> Vec<Due> {
    let customer = signs.customer;
    if customer.lost.is_some() {
        return Vec::new();
    }
    let one = |why, since| Due { customer: id, name: customer.name.clone(), owner: customer.owner, why, since };
    let again = follow_ups.iter().filter(|one| one.customer == id);
    let again = again.filter_map(|follow_up| Some((follow_up.ticket, follow_up.at.filter(|at| *at < tonight)?)));
    let mut due: Vec<Due> = again.map(|(ticket, at)| one(Why::FollowUp(ticket), at)).collect();
    let unheard = |nps: &LastNps| signs.last.is_none_or(|last| last <= nps.at) && now - nps.at <= FRESH;
    if let Some(nps) = signs.nps.filter(|nps| Camp::of(nps.score) == Camp::Detractor).filter(unheard) {
        due.push(one(Why::Detractor(nps.score), nps.at));
    }
    if let Some(span) = signs.silence(now).filter(|span| *span >= silent) {
        due.push(one(Why::Silent, now - span));
    }
    due
}
