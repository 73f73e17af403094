//! Ticket actions and the dialogs they open. A bulk action is previewed before it is applied, and is one undo step.

pub mod choices;
pub mod preview;
pub mod related;

use std::rc::Rc;

use super::checklist::ChecklistDialog;
use super::form;
use super::form::message::{MessageForm, MessageKind};
use super::ledger::ClockLedgerDialog;
use super::loading::LoadingDialog;
use super::ticket::TicketDialog;
use crate::engine::desk::TicketRow;
use crate::events::change::Change;
use crate::model::ids::{PersonId, TicketId};
use crate::model::person::Person;
use crate::model::text::{clean_line, fit, fold};
use crate::ui::action::Action;
use crate::ui::pane::Effect;
use crate::ui::view::View;

pub use preview::BulkPreviewDialog;
pub use related::{choose_ticket, open_related_ticket, related_tickets};

/// Opens the dialog of a ticket action; `Pass` if the action does not apply to tickets.
pub fn run_ticket_action(action: Action, id: TicketId, view: &View) -> Effect {
    match action {
        Action::Open => TicketDialog::open(id),
        Action::Assign | Action::Status | Action::Priority | Action::Note | Action::Reply => {
            run_shared_action(action, &ActionTarget::One(id), view)
        }
        Action::CustomerMessage => {
            form::open(MessageForm::new(ActionTarget::One(id), MessageKind::CustomerMessage, view), view)
        }
        Action::SlaLedger => ClockLedgerDialog::open(id),
        Action::Checklist => ChecklistDialog::open(id),
        Action::Edit => LoadingDialog::load_ticket(id, |detail, view| {
            form::open(form::edit_ticket::EditTicketForm::new(detail, view), view)
        }),
        Action::Escalate => LoadingDialog::load_ticket(id, |detail, view| {
            form::open(
                form::escalate::EscalationForm::new(ActionTarget::One(detail.ticket.id), Some(&detail.ticket), view),
                view,
            )
        }),
        Action::HandOff => form::open(form::hand_off::HandOffForm::new(ActionTarget::One(id), view), view),
        Action::Promise => LoadingDialog::load_ticket(id, choices::choose_promise_outcome),
        Action::MarkUpset => LoadingDialog::load_ticket(id, choices::choose_upset_outcome),
        Action::LogConcession => form::open(form::concession::ConcessionForm::new(id, view), view),
        Action::LogFeedback => super::plan::log_feedback(id, view),
        Action::Split => LoadingDialog::load_ticket(id, |detail, view| {
            form::open(form::split::SplitTicketForm::new(detail, view), view)
        }),
        Action::Merge => LoadingDialog::load_ticket(id, |detail, view| {
            related::choose_merge_target(ActionTarget::One(detail.ticket.id), detail, view)
        }),
        Action::Link => LoadingDialog::load_ticket(id, related::choose_link_target),
        _ => Effect::Ignored,
    }
}

/// Opens the dialog of a bulk action; a message if the action works on a single ticket only.
pub fn run_bulk_action(action: Action, ids: &[TicketId], view: &View) -> Effect {
    match ids {
        [] => Effect::Message(view.t("needs-a-ticket")),
        [id] => run_ticket_action(action, *id, view),
        _ if !Action::BULK_TICKET_ACTIONS.contains(&action) => match Action::TICKET_ACTIONS.contains(&action) {
            true => Effect::Message(view.t("one-at-a-time")),
            false => Effect::Ignored,
        },
        _ => LoadingDialog::load_rows(ids, move |rows, view| {
            let aim = ActionTarget::Many(rows.as_slice().into());
            match action {
                Action::Edit => form::open(form::edit_ticket::EditTicketsForm::new(aim, view), view),
                Action::Escalate => form::open(form::escalate::EscalationForm::new(aim, None, view), view),
                Action::HandOff => form::open(form::hand_off::HandOffForm::new(aim, view), view),
                Action::Merge => related::choose_bulk_merge_target(aim, view),
                _ => run_shared_action(action, &aim, view),
            }
        }),
    }
}

/// Actions that use the same dialog for one and several tickets, and need only the rows in memory.
fn run_shared_action(action: Action, aim: &ActionTarget, view: &View) -> Effect {
    match action {
        Action::Assign => choices::choose_assignee(aim, view),
        Action::Status => choices::choose_status(aim, view),
        Action::Priority => choices::choose_priority(aim, view),
        Action::Note => form::open(MessageForm::new(aim.clone(), MessageKind::Note, view), view),
        Action::Reply => form::open(MessageForm::new(aim.clone(), MessageKind::Reply, view), view),
        _ => Effect::Ignored,
    }
}

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

/// All people: those present first, then by relative load.
pub fn people_by_load<'a>(view: &View<'a>) -> Vec<(PersonId, &'a Person)> {
    let mut people: Vec<_> = view.desk.team.people.iter().map(|(id, about)| (*id, about)).collect();
    people.sort_by_cached_key(|(person, about)| {
        let (has, can) = load_and_capacity(*person, about, view);
        (!view.board.present.contains(person), has * 1000 / can.max(1), fold(&about.name))
    });
    people
}

/// A person's open tickets and capacity.
pub fn load_and_capacity(person: PersonId, about: &Person, view: &View) -> (usize, usize) {
    let has = view.board.load.get(&person).copied().unwrap_or(0);
    (has, about.capacity.unwrap_or(view.settings.capacity) as usize)
}
