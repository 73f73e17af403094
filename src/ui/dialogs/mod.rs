//! The dialogs, and which action opens which.

pub mod attendance;
pub mod checklist;
pub mod command_palette;
pub mod coverage_slot;
pub mod customers;
pub mod distribution;
pub mod form;
pub mod handover;
pub mod ledger;
pub mod loading;
pub mod my_changes;
pub mod outcome_text;
pub mod person;
pub mod pick_list;
pub mod plan;
pub mod queue;
pub mod requirements;
pub mod review;
pub mod sample_list;
pub mod search;
pub mod ticket;
pub mod ticket_actions;
pub mod ticket_list;
pub mod validation_errors;
pub mod what_if;

pub use outcome_text::{describe_outcome, describe_written_file};
pub use validation_errors::ValidationErrorsDialog;

use command_palette::CommandPalette;

use super::action::Action;
use super::pane::Effect;
use super::view::View;
use crate::engine::distribution::candidates::DistributionScope;
use crate::events::change::Change;

/// The effect of an action that no pane handled. `here` lists the actions of the top pane, for help and palette.
pub fn open_for_action(action: Action, here: &[command_palette::OfferedAction], view: &View) -> Effect {
    match action {
        Action::Undo => Effect::Change(Change::Undo),
        Action::Redo => Effect::Change(Change::Redo),
        Action::Redraw => Effect::Dispatch(Action::Redraw),
        Action::Search => search::SearchDialog::open(),
        Action::MyChanges => my_changes::MyChangesDialog::open(view),
        Action::CommandPalette => CommandPalette::open(view.t("commands-title"), here, view),
        Action::Help => CommandPalette::open(view.t("help-title"), here, view),
        Action::Distribute => distribution::open(DistributionScope::Unassigned, view),
        Action::NewTicket => form::open(form::ticket::NewTicketForm::new(view), view),
        Action::NewPerson => form::open(form::person::NewPersonForm, view),
        Action::NewShift => form::open(form::shift::ShiftForm::new(None, None, view), view),
        Action::NewAbsence => form::open(form::absence::AbsenceForm::new(None, None, view), view),
        Action::Report => form::report::open(view),
        Action::HandOver => handover::open(view),
        Action::Huddle => plan::huddle::open(),
        Action::Notices => plan::open_next_unread(view),
        Action::Customers => customers::CustomerListDialog::open(view),
        Action::Skills => person::skill_matrix::SkillMatrixDialog::open(),
        Action::NewRequirement => form::open(form::requirement::RequirementForm::new(), view),
        Action::Views => queue::views::open(view),
        Action::Open => Effect::Ignored,
        _ if Action::TICKET_ACTIONS.contains(&action) => Effect::Message(view.t("needs-a-ticket")),
        Action::Filter
        | Action::Sort
        | Action::Columns
        | Action::Export
        | Action::Editor
        | Action::Save
        | Action::Remove
        | Action::PersonTickets
        | Action::Mark
        | Action::MarkRange
        | Action::MarkAll
        | Action::Requirements
        | Action::WhatIf
        | Action::Earlier
        | Action::Later
        | Action::ToNow
        | Action::Period
        | Action::Comparison
        | Action::GroupBy
        | Action::BusinessTime
        | Action::PersonMetrics => Effect::Message(view.t("not-here")),
        _ if Action::COACHING_ACTIONS.contains(&action) => Effect::Message(view.t("needs-care")),
        _ if Action::ROSTER_ACTIONS.contains(&action) => Effect::Message(view.t("needs-the-roster")),
        _ => Effect::Ignored,
    }
}
