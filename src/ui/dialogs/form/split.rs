//! Form to split part of a ticket into a new one for the same customer.

use crate::events::change::Change;
use crate::model::event::Opened;
use crate::model::ids::PersonId;
use crate::model::ticket::{Priority, Ticket};
use crate::query::protocol::Detail;
use crate::ui::dialogs::ticket_actions::ticket_label;
use crate::ui::view::View;
use crate::ui::widgets::mark;
use super::field::{Field, Filled, Wrong};
use super::{Sheet, everybody};

/// The form.
pub struct Part {
    of: Ticket,
    called: String,
    /// Possible assignees; the first is nobody.
    people: Vec<Option<PersonId>>,
}

impl Part {
    pub fn of(detail: &Detail, view: &View) -> Part {
        let people = [None].into_iter().chain(everybody(view).into_iter().map(Some)).collect();
        Part { of: detail.ticket.clone(), called: ticket_label(detail.ticket.id, view), people }
    }
}

impl Sheet for Part {
    fn title(&self, view: &View) -> String {
        view.tt("split-title", &[("ticket", self.called.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let at = self.people.iter().position(|person| *person == self.of.assignee).unwrap_or(0);
        let priority = Priority::ALL.iter().position(|priority| *priority == self.of.priority).unwrap_or(0);
        let people = self.people.iter().map(|person| match person {
            Some(person) => view.name(Some(*person)).to_owned(),
            None => view.t("nobody"),
        });
        vec![
            Field::line("subject", ""),
            Field::line("category", self.of.category.clone().unwrap_or_default()),
            Field::pick("priority", Priority::ALL.map(|priority| mark::priority(priority, view).word), priority),
            Field::pick("assignee", people, at),
            Field::body("body"),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let opened = Opened {
            subject: filled.required("subject", "wrong-subject")?,
            body: filled.text("body"),
            customer: self.of.customer,
            channel: self.of.channel.clone(),
            category: filled.optional("category"),
            language: self.of.language.clone(),
            priority: Priority::ALL[filled.picked("priority")],
            assignee: self.people[filled.picked("assignee")],
            ..Opened::default()
        };
        Ok(vec![Change::Split { ticket: self.of.id, opened }])
    }
}
