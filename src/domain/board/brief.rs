//! What the board knows of a ticket: a fraction of its row, and side by side with the others, so that going through all
//! of them costs nanoseconds each.

use chrono::TimeDelta;

use crate::domain::aging::Item;
use crate::domain::desk::Row;
use crate::domain::person::PersonId;
use crate::domain::sla::State;
use crate::domain::ticket::{TicketId, WaitsOn};
use crate::domain::time::Instant;

/// A ticket's place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queued {
    pub id: TicketId,
    /// In the clock's own time; negative once it is used up. `None` without a clock.
    pub left: Option<TimeDelta>,
    pub state: Option<State>,
}

/// How one ticket stands at `now`.
pub fn queued(row: &Row, now: Instant, shift_end: Option<Instant>) -> Queued {
    Queued {
        id: row.id,
        left: row.clock.as_ref().and_then(|clock| clock.left(now)),
        state: row.clock.as_ref().map(|clock| clock.state(now, shift_end)),
    }
}

/// The order of the queue: what waits on us first, by the instant at which the clock runs out, then by age, oldest
/// first, then by number. Tickets without a running clock come after those with one.
pub fn order(row: &Row) -> impl Ord + use<> {
    Brief::of(row).order()
}

/// As much of a row as the board goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Brief {
    pub id: TicketId,
    waits_on: Option<WaitsOn>,
    /// When its nearest clock runs out, if that runs.
    pub due: Option<Instant>,
    created: Option<Instant>,
    last_event: Instant,
    pub promise: Option<Instant>,
    pub assignee: Option<PersonId>,
    reassigned: u32,
    reopened: u32,
}

impl Brief {
    pub fn of(row: &Row) -> Brief {
        Brief {
            id: row.id,
            waits_on: row.waits_on(),
            due: row.clock.as_ref().and_then(|clock| clock.due()),
            created: row.created,
            last_event: row.last_event,
            promise: row.promise,
            assignee: row.assignee,
            reassigned: row.reassigned,
            reopened: row.reopened,
        }
    }

    /// Its place in the queue, as [`order`] has it.
    pub fn order(&self) -> impl Ord + use<> {
        let due = self.due;
        (self.is_elsewhere(), due.is_none(), due, self.created.is_none(), self.created, self.id)
    }

    /// Whether it waits on others.
    pub fn is_elsewhere(&self) -> bool {
        self.waits_on != Some(WaitsOn::Us)
    }

    /// As [`Row::aging`] has it.
    pub fn aging(&self) -> Option<Item> {
        Some(Item {
            id: self.id,
            created: self.created,
            waits_on: self.waits_on?,
            last_event: self.last_event,
            reassigned: self.reassigned,
            reopened: self.reopened,
        })
    }
}
