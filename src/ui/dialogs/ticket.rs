//! stub
use crate::domain::ticket::TicketId;
use crate::ui::pane::Effect;
pub struct Card;
impl Card {
    pub fn open(_id: TicketId) -> Effect {
        Effect::Done
    }
}
