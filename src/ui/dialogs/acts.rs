//! stub
use crate::domain::ticket::TicketId;
use crate::ui::action::Action;
use crate::ui::pane::Effect;
use crate::ui::view::View;
pub fn for_ticket(_a: Action, _id: TicketId, _v: &View) -> Effect {
    Effect::Done
}
