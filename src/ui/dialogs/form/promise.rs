//! Form for a promise to a customer: what, and by when.

use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::ui::dialogs::ticket_actions::ticket_label;
use crate::ui::view::View;
use super::Sheet;
use super::field::{Field, Filled, Wrong};

/// The form.
pub struct Pledge {
    ticket: TicketId,
    called: String,
}

impl Pledge {
    pub fn new(ticket: TicketId, view: &View) -> Pledge {
        Pledge { ticket, called: ticket_label(ticket, view) }
    }
}

impl Sheet for Pledge {
    fn title(&self, view: &View) -> String {
        view.tt("promise-title", &[("ticket", self.called.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        vec![Field::line("promise", view.t("promise-usual")), Field::moment("due", "+2h")]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let what = filled.required("promise", "write-something")?;
        let due = filled.moment("due")?;
        if due <= filled.view.now {
            return Err(filled.wrong("due", "moment-past", &[]));
        }
        Ok(vec![Change::Promise { ticket: self.ticket, what, due }])
    }
}
