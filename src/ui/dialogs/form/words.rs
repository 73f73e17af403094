//! Form for a note, a reply, or a customer message on tickets.

use std::rc::Rc;

use crate::engine::desk::Row;
use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::model::ticket::Status;
use crate::ui::dialogs::ticket_actions::ActionTarget;
use crate::ui::view::View;
use crate::ui::widgets::mark;
use super::Sheet;
use super::field::{Field, Filled, Wrong};

/// Kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Internal note.
    Note,
    /// Public reply, optionally with a new status.
    Reply,
    /// Customer message.
    Message,
}

/// Statuses to set with a reply; the first keeps the status.
const THEN: [Option<Status>; 5] =
    [None, Some(Status::Pending), Some(Status::OnHold), Some(Status::Solved), Some(Status::Open)];

/// The form.
pub struct Words {
    aim: ActionTarget,
    kind: Kind,
    /// The tickets, as named in the title.
    called: String,
}

impl Words {
    pub fn new(aim: ActionTarget, kind: Kind, view: &View) -> Words {
        Words { called: aim.label(view), aim, kind }
    }
}

impl Sheet for Words {
    fn title(&self, view: &View) -> String {
        let key = match self.kind {
            Kind::Note => "note-title",
            Kind::Reply => "reply-title",
            Kind::Message => "message-title",
        };
        view.tt(key, &[("ticket", self.called.as_str().into())])
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let then = THEN.map(|status| match status {
            Some(status) => mark::status(status, view).word,
            None => view.t("then-as-it-is"),
        });
        match self.kind {
            Kind::Note => vec![Field::body("note")],
            Kind::Reply => vec![Field::body("reply"), Field::pick("then", then, 0)],
            Kind::Message => vec![Field::body("message")],
        }
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let name = match self.kind {
            Kind::Note => "note",
            Kind::Reply => "reply",
            Kind::Message => "message",
        };
        let body = filled.required(name, "write-something")?;
        let change = |ticket: TicketId| {
            let body = body.clone();
            match self.kind {
                Kind::Note => Change::Note { ticket, body },
                Kind::Reply => Change::Reply { ticket, body, then: THEN[filled.picked("then")] },
                Kind::Message => Change::Ask { ticket, body },
            }
        };
        Ok(self.aim.ids().into_iter().map(change).collect())
    }

    fn several(&self) -> Option<Rc<[Row]>> {
        self.aim.rows()
    }
}
