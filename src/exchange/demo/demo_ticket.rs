//! A generated ticket: its events, and its customer if new.

use crate::model::customer::Customer;
use crate::model::event::EventPayload;
use crate::model::person::Author;
use crate::model::time::Instant;

/// One event of a ticket: time, author, payload. The login is never a real user's, so nobody can undo it.
pub type TimedEvent = (Instant, Author, EventPayload);

/// One ticket from its opening on.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoTicket {
    /// A new customer; their id is the next one after those generated before.
    pub new_customer: Option<Customer>,
    pub events: Vec<TimedEvent>,
}
