//! Passed up: to the lead, the experts or management, and why; or back down.

use std::rc::Rc;

use super::Sheet;
use super::field::{Field, Filled, Wrong};
use crate::domain::change::Change;
use crate::domain::desk::Row;
use crate::domain::text::clean_line;
use crate::domain::ticket::{Escalation, Ticket};
use crate::ui::dialogs::acts::Aim;
use crate::ui::view::View;

/// The form.
pub struct Up {
    aim: Aim,
    called: String,
    /// How far up it is now, and why.
    now: Option<Escalation>,
}

impl Up {
    pub fn new(aim: Aim, ticket: Option<&Ticket>, view: &View) -> Up {
        Up { called: aim.called(view), aim, now: ticket.and_then(|ticket| ticket.escalation.clone()) }
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
        // Whoever asks again most likely means one higher.
        let now = self.now.as_ref();
        let next = now.map_or(0, |up| up.level).saturating_add(1).min(Escalation::TOP);
        let reason = now.map(|up| clean_line(&up.reason).into_owned()).unwrap_or_default();
        vec![Field::pick("level", levels, next.into()), Field::line("reason", reason)]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let level = u8::try_from(filled.picked("level")).unwrap_or(0);
        // What is taken back down needs no reason, and the one why it was passed up is none.
        let reason = if level > 0 { filled.required("reason", "wrong-reason")? } else { String::new() };
        let change = |ticket| Change::Escalate { ticket, level, reason: reason.clone() };
        Ok(self.aim.ids().into_iter().map(change).collect())
    }

    fn several(&self) -> Option<Rc<[Row]>> {
        self.aim.rows()
    }
}
