//! What can be done to a ticket.

use crate::domain::ticket::TicketId;
use crate::ui::action::Action;
use crate::ui::pane::Effect;
use crate::ui::view::View;

/// Opens the dialog in which `action` is done to a ticket.
pub fn for_ticket(_action: Action, _id: TicketId, _view: &View) -> Effect {
    Effect::Pass
}
