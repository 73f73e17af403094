//! A ticket to read.

use crate::domain::dialogue::Ask;
use crate::domain::ticket::TicketId;
use crate::ui::pane::Effect;

/// A ticket with all that is known of it.
pub struct Card {}

impl Card {
    /// Opens the card and asks the file for what it shows.
    pub fn open(id: TicketId) -> Effect {
        Effect::Ask(Ask::Ticket(id))
    }
}
