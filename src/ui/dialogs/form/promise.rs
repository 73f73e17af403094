//! Form for a promise to a customer: what, and by when.

use super::FormSpec;
use super::field::FormField;
use super::values::{FieldError, FormValues};
use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::ui::dialogs::ticket_actions::target::ticket_label;
use crate::ui::view::View;

/// The form.
pub struct PromiseForm {
    ticket: TicketId,
    ticket_label: String,
}

impl PromiseForm {
    pub fn new(ticket: TicketId, view: &View) -> PromiseForm {
        PromiseForm { ticket, ticket_label: ticket_label(ticket, view) }
    }
}

impl FormSpec for PromiseForm {
    fn title(&self, view: &View) -> String {
        view.tt("promise-title", &[("ticket", self.ticket_label.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        vec![FormField::line("promise", view.t("promise-usual")), FormField::moment("due", "+2h")]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let what = filled.required("promise", "write-something")?;
        let due = filled.moment("due")?;
        if due <= filled.view.now {
            return Err(filled.error("due", "moment-past", &[]));
        }
        Ok(vec![Change::AddPromise { ticket: self.ticket, what, due }])
    }
}
