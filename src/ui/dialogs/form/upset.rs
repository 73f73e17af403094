//! Form for an upset customer: recovery action and follow-up time.

use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::model::text::clean_line;
use crate::model::ticket::Upset;
use crate::query::protocol::Detail;
use crate::ui::dialogs::ticket_actions::ticket_label;
use crate::ui::view::View;
use super::Sheet;
use super::field::{Field, Filled, Wrong};

/// The form.
pub struct Anger {
    ticket: TicketId,
    called: String,
    /// The current record.
    now: Option<Upset>,
}

impl Anger {
    pub fn of(detail: &Detail, view: &View) -> Anger {
        let ticket = &detail.ticket;
        Anger { ticket: ticket.id, called: ticket_label(ticket.id, view), now: ticket.upset.clone() }
    }
}

impl Sheet for Anger {
    fn title(&self, view: &View) -> String {
        view.tt("upset-title", &[("ticket", self.called.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let recovery = self.now.as_ref().map(|upset| clean_line(&upset.recovery).into_owned()).unwrap_or_default();
        let follow_up = self.now.as_ref().and_then(|upset| upset.follow_up);
        let follow_up = follow_up.map(|at| view.zone().civil(at).format("%Y-%m-%d %H:%M").to_string());
        vec![Field::line("recovery", recovery), Field::moment("follow-up", follow_up.unwrap_or_default())]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let follow_up = match filled.optional("follow-up") {
            Some(_) => Some(filled.moment("follow-up")?),
            None => None,
        };
        Ok(vec![Change::Upset { ticket: self.ticket, recovery: filled.text("recovery"), follow_up }])
    }
}
