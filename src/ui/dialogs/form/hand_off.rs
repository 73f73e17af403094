//! Form to hand tickets off: to whom, why, and the next step.

use std::rc::Rc;

use super::FormSpec;
use super::field::FormField;
use super::values::{FieldError, FormValues};
use crate::engine::desk::TicketRow;
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::ui::dialogs::ticket_actions::target::ActionTarget;
use crate::ui::dialogs::ticket_actions::workload::{load_and_capacity, people_by_load};
use crate::ui::view::View;

/// The form.
pub struct HandOffForm {
    selection: ActionTarget,
    tickets_label: String,
    /// Possible assignees with their labels, present ones first; the last is nobody.
    people: Vec<(Option<PersonId>, String)>,
}

impl HandOffForm {
    pub fn new(aim: ActionTarget, view: &View) -> HandOffForm {
        let holder = aim.common_value(|row| row.assignee, view).flatten();
        let people = people_by_load(view).into_iter().filter(|(person, _)| Some(*person) != holder);
        let people = people.map(|(person, about)| {
            let (has, can) = load_and_capacity(person, about, view);
            let away = view.board.absent.get(&person).map(|kind| view.t(&format!("away-{}", kind.name())));
            let here = if view.board.present.contains(&person) { "in" } else { "off" };
            let words = format!("{} · {has}/{can} · {}", about.name, away.unwrap_or_else(|| view.t(here)));
            (Some(person), words)
        });
        let people = people.chain([(None, view.t("nobody"))]).collect();
        HandOffForm { tickets_label: aim.label(view), selection: aim, people }
    }
}

impl FormSpec for HandOffForm {
    fn title(&self, view: &View) -> String {
        view.tt("hand-off-title", &[("ticket", self.tickets_label.as_str().into())])
    }

    fn fields(&self, _view: &View) -> Vec<FormField> {
        let people = self.people.iter().map(|(_, words)| words.clone());
        vec![FormField::pick("hand-to", people, 0), FormField::line("hand-why", ""), FormField::line("next-step", "")]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let to = self.people.get(filled.picked_index("hand-to")).and_then(|(person, _)| *person);
        let why = filled.text("hand-why");
        let next = filled.required("next-step", "wrong-next-step")?;
        let change = |ticket| Change::HandOffTicket { ticket, to, why: why.clone(), next: next.clone() };
        Ok(self.selection.ids().into_iter().map(change).collect())
    }

    fn bulk_rows(&self) -> Option<Rc<[TicketRow]>> {
        self.selection.rows()
    }
}
