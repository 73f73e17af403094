//! Form to hand tickets off: to whom, why, and the next step.

use std::rc::Rc;

use crate::engine::desk::Row;
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::ui::dialogs::ticket_actions::{ActionTarget, people_by_load, load_and_capacity};
use crate::ui::view::View;
use super::Sheet;
use super::field::{Field, Filled, Wrong};

/// The form.
pub struct HandOver {
    aim: ActionTarget,
    called: String,
    /// Possible assignees with their labels, present ones first; the last is nobody.
    people: Vec<(Option<PersonId>, String)>,
}

impl HandOver {
    pub fn new(aim: ActionTarget, view: &View) -> HandOver {
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
        HandOver { called: aim.label(view), aim, people }
    }
}

impl Sheet for HandOver {
    fn title(&self, view: &View) -> String {
        view.tt("hand-off-title", &[("ticket", self.called.as_str().into())])
    }

    fn fields(&self, _view: &View) -> Vec<Field> {
        let people = self.people.iter().map(|(_, words)| words.clone());
        vec![Field::pick("hand-to", people, 0), Field::line("hand-why", ""), Field::line("next-step", "")]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let to = self.people.get(filled.picked("hand-to")).and_then(|(person, _)| *person);
        let why = filled.text("hand-why");
        let next = filled.required("next-step", "wrong-next-step")?;
        let change = |ticket| Change::HandOff { ticket, to, why: why.clone(), next: next.clone() };
        Ok(self.aim.ids().into_iter().map(change).collect())
    }

    fn several(&self) -> Option<Rc<[Row]>> {
        self.aim.rows()
    }
}
