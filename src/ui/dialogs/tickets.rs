//! stub
use crate::domain::ticket::TicketId;
use crate::ui::pane::Effect;
use crate::ui::view::View;
pub struct Tickets;
impl Tickets {
    pub fn open(_t: String, _f: String, _i: Vec<TicketId>, _l: Vec<String>, _v: &View) -> Effect {
        Effect::Done
    }
}
