//! Form for an upset customer: recovery action and follow-up time.

use super::FormSpec;
use super::field::FormField;
use super::values::{FieldError, FormValues};
use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::model::text::clean_line;
use crate::model::ticket::UpsetState;
use crate::query::protocol::TicketDetail;
use crate::ui::dialogs::ticket_actions::target::ticket_label;
use crate::ui::view::View;

/// The form.
pub struct UpsetForm {
    ticket: TicketId,
    ticket_label: String,
    /// The current record.
    current: Option<UpsetState>,
}

impl UpsetForm {
    pub fn new(detail: &TicketDetail, view: &View) -> UpsetForm {
        let ticket = &detail.ticket;
        UpsetForm { ticket: ticket.id, ticket_label: ticket_label(ticket.id, view), current: ticket.upset.clone() }
    }
}

impl FormSpec for UpsetForm {
    fn title(&self, view: &View) -> String {
        view.tt("upset-title", &[("ticket", self.ticket_label.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let recovery = self.current.as_ref().map(|upset| clean_line(&upset.recovery).into_owned()).unwrap_or_default();
        let follow_up = self.current.as_ref().and_then(|upset| upset.follow_up);
        let follow_up = follow_up.map(|at| view.zone().civil(at).format("%Y-%m-%d %H:%M").to_string());
        vec![FormField::line("recovery", recovery), FormField::moment("follow-up", follow_up.unwrap_or_default())]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let follow_up = match filled.optional("follow-up") {
            Some(_) => Some(filled.moment("follow-up")?),
            None => None,
        };
        Ok(vec![Change::MarkUpset { ticket: self.ticket, recovery: filled.text("recovery"), follow_up }])
    }
}
