//! The target of a ticket action: one ticket or several, and its label in titles.

use std::rc::Rc;

use crate::engine::desk::TicketRow;
use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::model::text::{clean_line, fit};
use crate::ui::dialogs::ticket_actions::preview::BulkPreviewDialog;
use crate::ui::pane::Effect;
use crate::ui::view::View;

/// Target of a ticket action.
#[derive(Clone)]
pub enum ActionTarget {
    One(TicketId),
    /// Several, as of when the dialog was opened.
    Many(Rc<[TicketRow]>),
}

impl ActionTarget {
    pub fn ids(&self) -> Vec<TicketId> {
        match self {
            ActionTarget::One(id) => vec![*id],
            ActionTarget::Many(rows) => rows.iter().map(|row| row.id).collect(),
        }
    }

    /// The rows of several tickets.
    pub fn rows(&self) -> Option<Rc<[TicketRow]>> {
        match self {
            ActionTarget::One(_) => None,
            ActionTarget::Many(rows) => Some(rows.clone()),
        }
    }

    /// The value all tickets share; `None` if they differ or the ticket is not loaded.
    pub fn common_value<T: PartialEq>(&self, of: impl Fn(&TicketRow) -> T, view: &View) -> Option<T> {
        match self {
            ActionTarget::One(id) => view.open_ticket(*id).map(of),
            ActionTarget::Many(rows) => {
                let first = rows.first().map(&of)?;
                rows.iter().all(|row| of(row) == first).then_some(first)
            }
        }
    }

    /// Label for titles.
    pub fn label(&self, view: &View) -> String {
        match self {
            ActionTarget::One(id) => ticket_label(*id, view),
            ActionTarget::Many(rows) => view.tt("n-tickets", &[("n", rows.len().into())]),
        }
    }

    /// Applies a change to each ticket; for several, opens the preview first.
    pub fn apply(&self, title: &str, change: impl Fn(TicketId) -> Change) -> Effect {
        match self {
            ActionTarget::One(id) => Effect::Change(change(*id)),
            ActionTarget::Many(rows) => {
                let changes = rows.iter().map(|row| change(row.id)).collect();
                BulkPreviewDialog::open(title.to_owned(), rows.clone(), changes)
            }
        }
    }
}

/// Label of a ticket for titles: id, and subject if loaded.
pub fn ticket_label(id: TicketId, view: &View) -> String {
    match view.open_ticket(id) {
        Some(row) => format!("#{id} {}", fit(&clean_line(&row.subject), 40)),
        None => format!("#{id}"),
    }
}
