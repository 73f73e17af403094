//! Form for a new ticket, as taken on the phone.

use super::edit_ticket::{categories_in_use, channels_in_use};
use super::field::FormField;
use super::values::{FieldError, FormValues};
use super::{FormSpec, people_by_name};
use crate::events::change::Change;
use crate::model::customer::Customer;
use crate::model::event::OpenedTicket;
use crate::model::ids::PersonId;
use crate::model::ticket::Priority;
use crate::ui::view::View;
use crate::ui::widgets::state_label;

/// The form.
pub struct NewTicketForm {
    /// Possible assignees; the first is nobody.
    people: Vec<Option<PersonId>>,
}

impl NewTicketForm {
    pub fn new(view: &View) -> NewTicketForm {
        NewTicketForm { people: [None].into_iter().chain(people_by_name(view).into_iter().map(Some)).collect() }
    }
}

impl FormSpec for NewTicketForm {
    fn title(&self, view: &View) -> String {
        view.t("new-ticket-title")
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let normal = Priority::ALL.iter().position(|priority| *priority == Priority::Normal).unwrap_or(0);
        let people = self.people.iter().map(|person| match person {
            Some(person) => view.person_name(Some(*person)).to_owned(),
            None => view.t("nobody"),
        });
        vec![
            FormField::line("subject", ""),
            FormField::line("customer", ""),
            FormField::line("channel", "").with_suggestions(channels_in_use(view)),
            FormField::line("category", "").with_suggestions(categories_in_use(view)),
            FormField::pick(
                "priority",
                Priority::ALL.map(|priority| state_label::priority(priority, view).text),
                normal,
            ),
            FormField::pick("assignee", people, 0),
            FormField::pick("proactive", [view.t("no"), view.t("yes")], 0),
            FormField::body("body"),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let opened = OpenedTicket {
            subject: filled.required("subject", "wrong-subject")?,
            body: filled.text("body"),
            channel: filled.optional("channel"),
            category: filled.optional("category"),
            priority: Priority::ALL[filled.picked_index("priority")],
            assignee: self.people[filled.picked_index("assignee")],
            proactive: filled.picked_index("proactive") == 1,
            ..OpenedTicket::default()
        };
        Ok(vec![match filled.optional("customer") {
            Some(name) => Change::OpenTicketForCustomer { customer: Customer { name, ..Customer::default() }, opened },
            None => Change::OpenTicket(opened),
        }])
    }
}
