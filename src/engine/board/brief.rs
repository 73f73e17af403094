//! Compact ticket record of the board. Stored contiguously, so a pass over all tickets costs nanoseconds each.

use chrono::TimeDelta;

use crate::engine::aging::AgingTicket;
use crate::engine::desk::TicketRow;
use crate::engine::sla::ClockState;
use crate::model::ids::{PersonId, TicketId};
use crate::model::ticket::WaitsOn;
use crate::model::time::Instant;

/// SLA status of a ticket in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueStatus {
    pub id: TicketId,
    /// In the clock's own time (calendar or business); negative after the breach. `None` without a clock.
    pub time_left: Option<TimeDelta>,
    pub state: Option<ClockState>,
}

/// SLA status of one ticket at `now`.
pub fn queue_status(row: &TicketRow, now: Instant, shift_end: Option<Instant>) -> QueueStatus {
    QueueStatus {
        id: row.id,
        time_left: row.clock.as_ref().and_then(|clock| clock.time_left(now)),
        state: row.clock.as_ref().map(|clock| clock.state(now, shift_end)),
    }
}

/// Queue order: tickets that wait on us first, then by due instant (tickets without a running clock last), creation
/// time, id.
pub fn queue_order(row: &TicketRow) -> impl Ord + use<> {
    TicketBrief::from_row(row).queue_order()
}

/// Row fields the board needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TicketBrief {
    pub id: TicketId,
    waits_on: Option<WaitsOn>,
    /// Due instant of the nearest clock; `None` unless it is running.
    pub due: Option<Instant>,
    created: Option<Instant>,
    last_event: Instant,
    pub promise: Option<Instant>,
    pub assignee: Option<PersonId>,
    reassigned: u32,
    reopened: u32,
}

impl TicketBrief {
    pub fn from_row(row: &TicketRow) -> TicketBrief {
        TicketBrief {
            id: row.id,
            waits_on: row.waits_on(),
            due: row.clock.as_ref().and_then(|clock| clock.due_at()),
            created: row.created,
            last_event: row.last_event,
            promise: row.promise,
            assignee: row.assignee,
            reassigned: row.reassigned,
            reopened: row.reopened,
        }
    }

    /// Sort key; see [`queue_order`].
    pub fn queue_order(&self) -> impl Ord + use<> {
        let due = self.due;
        (self.waits_on_others(), due.is_none(), due, self.created.is_none(), self.created, self.id)
    }

    /// Waits on the customer, a third party or nobody.
    pub fn waits_on_others(&self) -> bool {
        self.waits_on != Some(WaitsOn::Us)
    }

    /// Aging input of the ticket; `None` once it has left the backlog.
    pub fn aging_ticket(&self) -> Option<AgingTicket> {
        Some(AgingTicket {
            id: self.id,
            created: self.created,
            waits_on: self.waits_on?,
            last_event: self.last_event,
            reassigned: self.reassigned,
            reopened: self.reopened,
        })
    }
}
