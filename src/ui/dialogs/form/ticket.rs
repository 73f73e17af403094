//! Form for a new ticket, as taken on the phone.

use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::event::Opened;
use crate::model::ids::PersonId;
use crate::model::ticket::Priority;
use crate::ui::view::View;
use crate::ui::widgets::mark;
use super::edit::{categories, channels};
use super::field::{Field, Filled, Wrong};
use super::{Sheet, everybody};

/// The form.
pub struct NewTicket {
    /// Possible assignees; the first is nobody.
    people: Vec<Option<PersonId>>,
}

impl NewTicket {
    pub fn new(view: &View) -> NewTicket {
        NewTicket { people: [None].into_iter().chain(everybody(view).into_iter().map(Some)).collect() }
    }
}

impl Sheet for NewTicket {
    fn title(&self, view: &View) -> String {
        view.t("new-ticket-title")
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let normal = Priority::ALL.iter().position(|priority| *priority == Priority::Normal).unwrap_or(0);
        let people = self.people.iter().map(|person| match person {
            Some(person) => view.name(Some(*person)).to_owned(),
            None => view.t("nobody"),
        });
        vec![
            Field::line("subject", ""),
            Field::line("customer", ""),
            Field::line("channel", "").proposing(channels(view)),
            Field::line("category", "").proposing(categories(view)),
            Field::pick("priority", Priority::ALL.map(|priority| mark::priority(priority, view).word), normal),
            Field::pick("assignee", people, 0),
            Field::pick("proactive", [view.t("no"), view.t("yes")], 0),
            Field::body("body"),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let opened = Opened {
            subject: filled.required("subject", "wrong-subject")?,
            body: filled.text("body"),
            channel: filled.optional("channel"),
            category: filled.optional("category"),
            priority: Priority::ALL[filled.picked("priority")],
            assignee: self.people[filled.picked("assignee")],
            proactive: filled.picked("proactive") == 1,
            ..Opened::default()
        };
        Ok(vec![match filled.optional("customer") {
            Some(name) => Change::OpenFor { customer: Customer { name, ..Customer::default() }, opened },
            None => Change::Open(opened),
        }])
    }
}
