//! Customers to contact: who, why, and since when.

use chrono::TimeDelta;

use crate::engine::customers::{ChurnSignals, LastNps, UpsetFollowUp};
use crate::model::ids::{CustomerId, PersonId, TicketId};
use crate::model::survey::NpsGroup;
use crate::model::time::Instant;

/// Calls to detractors after this time no longer win them back.
pub const DETRACTOR_CONTACT_WINDOW: TimeDelta = TimeDelta::days(90);

/// Why a customer is to be contacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactReason {
    /// Upset, with a follow-up date.
    FollowUp(TicketId),
    /// Detractor (with their score) not contacted since the answer.
    Detractor(u8),
    /// Key account without recent contact.
    Silent,
}

impl ContactReason {
    pub fn name(self) -> &'static str {
        match self {
            ContactReason::FollowUp(_) => "follow_up",
            ContactReason::Detractor(_) => "detractor",
            ContactReason::Silent => "silent",
        }
    }
}

/// A customer to contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueContact {
    pub customer: CustomerId,
    pub name: String,
    pub owner: Option<PersonId>,
    pub reason: ContactReason,
    /// When the contact fell due, or when the wait began.
    pub since: Instant,
}

/// Reasons to contact a customer at `now`. A follow-up is due on its day, which ends at `tonight`.
pub fn due_contacts(
    id: CustomerId,
    signs: &ChurnSignals,
    follow_ups: &[UpsetFollowUp],
    (now, tonight): (Instant, Instant),
    silent: TimeDelta,
) -> Vec<DueContact> {
    let customer = signs.customer;
    if customer.lost.is_some() {
        return Vec::new();
    }
    let one = |why, since| DueContact {
        customer: id,
        name: customer.name.clone(),
        owner: customer.owner,
        reason: why,
        since,
    };
    let again = follow_ups.iter().filter(|one| one.customer == id);
    let again = again.filter_map(|follow_up| Some((follow_up.ticket, follow_up.at.filter(|at| *at < tonight)?)));
    let mut due: Vec<DueContact> = again.map(|(ticket, at)| one(ContactReason::FollowUp(ticket), at)).collect();
    let unheard = |nps: &LastNps| {
        signs.last_contact.is_none_or(|last| last <= nps.at) && now - nps.at <= DETRACTOR_CONTACT_WINDOW
    };
    if let Some(nps) = signs.nps.filter(|nps| NpsGroup::from_score(nps.score) == NpsGroup::Detractor).filter(unheard) {
        due.push(one(ContactReason::Detractor(nps.score), nps.at));
    }
    if let Some(span) = signs.silent_for(now).filter(|span| *span >= silent) {
        due.push(one(ContactReason::Silent, now - span));
    }
    due
}
