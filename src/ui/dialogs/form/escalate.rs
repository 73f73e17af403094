//! Form to escalate tickets to a higher tier, or to de-escalate them.

use std::rc::Rc;

use crate::engine::desk::Row;
use crate::events::change::Change;
use crate::model::text::clean_line;
use crate::model::ticket::{Escalation, Ticket};
use crate::ui::dialogs::ticket_actions::ActionTarget;
use crate::ui::view::View;
use super::Sheet;
use super::field::{Field, Filled, Wrong};

/// The form.
pub struct Up {
    aim: ActionTarget,
    called: String,
    /// The current escalation.
    now: Option<Escalation>,
}

impl Up {
    pub fn new(aim: ActionTarget, ticket: Option<&Ticket>, view: &View) -> Up {
        Up { called: aim.label(view), aim, now: ticket.and_then(|ticket| ticket.escalation.clone()) }
    }
}

impl Sheet for Up {
    fn title(&self, view: &View) -> String {
        view.tt("escalate-title", &[("ticket", self.called.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let levels = (0..=Escalation::TOP).map(|level| match level {
            0 => view.t("level-0"),
            level => format!("{level} {}", view.t(&format!("level-{level}"))),
        });
        // Preset one tier above the current one.
        let now = self.now.as_ref();
        let next = now.map_or(0, |up| up.level).saturating_add(1).min(Escalation::TOP);
        let reason = now.map(|up| clean_line(&up.reason).into_owned()).unwrap_or_default();
        vec![Field::pick("level", levels, next.into()), Field::line("reason", reason)]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let level = u8::try_from(filled.picked("level")).unwrap_or(0);
        // De-escalating needs no reason, and the reason of the escalation does not apply.
        let reason = if level > 0 { filled.required("reason", "wrong-reason")? } else { String::new() };
        let change = |ticket| Change::Escalate { ticket, level, reason: reason.clone() };
        Ok(self.aim.ids().into_iter().map(change).collect())
    }

    fn several(&self) -> Option<Rc<[Row]>> {
        self.aim.rows()
    }
}
