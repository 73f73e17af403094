//! The tickets behind a number.

use crate::domain::ticket::TicketId;
use crate::ui::pane::Effect;
use crate::ui::view::View;

/// A list of tickets, how their number came about, and what was left out of it.
pub struct Tickets {}

impl Tickets {
    /// Opens the list of `ids`, in their order.
    pub fn open(_title: String, _formula: String, _ids: Vec<TicketId>, _left_out: Vec<String>, _view: &View) -> Effect {
        Effect::Done
    }
}
