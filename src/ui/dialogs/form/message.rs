//! Form for a note, a reply, or a customer message on tickets.

use std::rc::Rc;

use super::FormSpec;
use super::field::FormField;
use super::values::{FieldError, FormValues};
use crate::engine::desk::TicketRow;
use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::model::ticket::Status;
use crate::ui::dialogs::ticket_actions::target::ActionTarget;
use crate::ui::view::View;
use crate::ui::widgets::state_label;

/// Kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageKind {
    /// Internal note.
    Note,
    /// Public reply, optionally with a new status.
    Reply,
    /// Customer message.
    CustomerMessage,
}

/// Statuses to set with a reply; the first keeps the status.
const REPLY_STATUSES: [Option<Status>; 5] =
    [None, Some(Status::Pending), Some(Status::OnHold), Some(Status::Solved), Some(Status::Open)];

/// The form.
pub struct MessageForm {
    selection: ActionTarget,
    kind: MessageKind,
    /// The tickets, as named in the title.
    tickets_label: String,
}

impl MessageForm {
    pub fn new(aim: ActionTarget, kind: MessageKind, view: &View) -> MessageForm {
        MessageForm { tickets_label: aim.label(view), selection: aim, kind }
    }
}

impl FormSpec for MessageForm {
    fn title(&self, view: &View) -> String {
        let key = match self.kind {
            MessageKind::Note => "note-title",
            MessageKind::Reply => "reply-title",
            MessageKind::CustomerMessage => "message-title",
        };
        view.tt(key, &[("ticket", self.tickets_label.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let then = REPLY_STATUSES.map(|status| match status {
            Some(status) => state_label::status(status, view).text,
            None => view.t("then-as-it-is"),
        });
        match self.kind {
            MessageKind::Note => vec![FormField::body("note")],
            MessageKind::Reply => vec![FormField::body("reply"), FormField::pick("then", then, 0)],
            MessageKind::CustomerMessage => vec![FormField::body("message")],
        }
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let name = match self.kind {
            MessageKind::Note => "note",
            MessageKind::Reply => "reply",
            MessageKind::CustomerMessage => "message",
        };
        let body = filled.required(name, "write-something")?;
        let change = |ticket: TicketId| {
            let body = body.clone();
            match self.kind {
                MessageKind::Note => Change::AddNote { ticket, body },
                MessageKind::Reply => Change::Reply { ticket, body, then: REPLY_STATUSES[filled.picked_index("then")] },
                MessageKind::CustomerMessage => Change::AddCustomerMessage { ticket, body },
            }
        };
        Ok(self.selection.ids().into_iter().map(change).collect())
    }

    fn bulk_rows(&self) -> Option<Rc<[TicketRow]>> {
        self.selection.rows()
    }
}
