//! Form to escalate tickets to a higher tier, or to de-escalate them.

use std::rc::Rc;

use super::FormSpec;
use super::field::FormField;
use super::values::{FieldError, FormValues};
use crate::engine::desk::TicketRow;
use crate::events::change::Change;
use crate::model::text::clean_line;
use crate::model::ticket::{Escalation, Ticket};
use crate::ui::dialogs::ticket_actions::target::ActionTarget;
use crate::ui::view::View;

/// The form.
pub struct EscalationForm {
    selection: ActionTarget,
    tickets_label: String,
    /// The current escalation.
    current: Option<Escalation>,
}

impl EscalationForm {
    pub fn new(aim: ActionTarget, ticket: Option<&Ticket>, view: &View) -> EscalationForm {
        EscalationForm {
            tickets_label: aim.label(view),
            selection: aim,
            current: ticket.and_then(|ticket| ticket.escalation.clone()),
        }
    }
}

impl FormSpec for EscalationForm {
    fn title(&self, view: &View) -> String {
        view.tt("escalate-title", &[("ticket", self.tickets_label.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let levels = (0..=Escalation::MAX_LEVEL).map(|level| match level {
            0 => view.t("level-0"),
            level => format!("{level} {}", view.t(&format!("level-{level}"))),
        });
        // Preset one tier above the current one.
        let now = self.current.as_ref();
        let next = now.map_or(0, |up| up.level).saturating_add(1).min(Escalation::MAX_LEVEL);
        let reason = now.map(|up| clean_line(&up.reason).into_owned()).unwrap_or_default();
        vec![FormField::pick("level", levels, next.into()), FormField::line("reason", reason)]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let level = u8::try_from(filled.picked_index("level")).unwrap_or(0);
        // De-escalating needs no reason, and the reason of the escalation does not apply.
        let reason = if level > 0 { filled.required("reason", "wrong-reason")? } else { String::new() };
        let change = |ticket| Change::Escalate { ticket, level, reason: reason.clone() };
        Ok(self.selection.ids().into_iter().map(change).collect())
    }

    fn bulk_rows(&self) -> Option<Rc<[TicketRow]>> {
        self.selection.rows()
    }
}
