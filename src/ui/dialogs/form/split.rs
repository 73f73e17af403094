//! Form to split part of a ticket into a new one for the same customer.

use super::field::FormField;
use super::values::{FieldError, FormValues};
use super::{FormSpec, people_by_name};
use crate::events::change::Change;
use crate::model::event::OpenedTicket;
use crate::model::ids::PersonId;
use crate::model::ticket::{Priority, Ticket};
use crate::query::protocol::TicketDetail;
use crate::ui::dialogs::ticket_actions::target::ticket_label;
use crate::ui::view::View;
use crate::ui::widgets::state_label;

/// The form.
pub struct SplitTicketForm {
    source: Ticket,
    ticket_label: String,
    /// Possible assignees; the first is nobody.
    people: Vec<Option<PersonId>>,
}

impl SplitTicketForm {
    pub fn new(detail: &TicketDetail, view: &View) -> SplitTicketForm {
        let people = [None].into_iter().chain(people_by_name(view).into_iter().map(Some)).collect();
        SplitTicketForm { source: detail.ticket.clone(), ticket_label: ticket_label(detail.ticket.id, view), people }
    }
}

impl FormSpec for SplitTicketForm {
    fn title(&self, view: &View) -> String {
        view.tt("split-title", &[("ticket", self.ticket_label.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let at = self.people.iter().position(|person| *person == self.source.assignee).unwrap_or(0);
        let priority = Priority::ALL.iter().position(|priority| *priority == self.source.priority).unwrap_or(0);
        let people = self.people.iter().map(|person| match person {
            Some(person) => view.person_name(Some(*person)).to_owned(),
            None => view.t("nobody"),
        });
        vec![
            FormField::line("subject", ""),
            FormField::line("category", self.source.category.clone().unwrap_or_default()),
            FormField::pick(
                "priority",
                Priority::ALL.map(|priority| state_label::priority(priority, view).text),
                priority,
            ),
            FormField::pick("assignee", people, at),
            FormField::body("body"),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let opened = OpenedTicket {
            subject: filled.required("subject", "wrong-subject")?,
            body: filled.text("body"),
            customer: self.source.customer,
            channel: self.source.channel.clone(),
            category: filled.optional("category"),
            language: self.source.language.clone(),
            priority: Priority::ALL[filled.picked_index("priority")],
            assignee: self.people[filled.picked_index("assignee")],
            ..OpenedTicket::default()
        };
        Ok(vec![Change::Split { ticket: self.source.id, opened }])
    }
}
