//! Ticket actions and the dialogs they open. A bulk action is previewed before it is applied, and is one undo step.

pub mod choices;
pub mod log_feedback;
pub mod preview;
pub mod related;
pub mod target;
pub mod workload;

use super::checklist::ChecklistDialog;
use super::form;
use super::form::message::{MessageForm, MessageKind};
use super::ledger::ClockLedgerDialog;
use super::loading::LoadingDialog;
use crate::model::ids::TicketId;
use crate::ui::action::Action;
use crate::ui::dialogs::ticket_actions::target::ActionTarget;
use crate::ui::pane::Effect;
use crate::ui::view::View;

pub use preview::BulkPreviewDialog;
pub use related::{choose_ticket, open_related_ticket, related_tickets};

/// Opens the dialog of a ticket action; `Ignored` if the action does not apply to tickets.
pub fn run_ticket_action(action: Action, id: TicketId, view: &View) -> Effect {
    match action {
        Action::Open => Effect::OpenTicket(id),
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
        Action::LogFeedback => crate::ui::dialogs::ticket_actions::log_feedback::log_feedback(id, view),
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
