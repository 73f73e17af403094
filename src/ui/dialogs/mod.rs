//! The dialogs, and which action opens which.

pub mod ticket_actions;
pub mod answers;
pub mod attend;
mod checklist;
pub mod choose;
pub mod commands;
pub mod customers;
pub mod distribution;
mod done;
pub mod form;
pub mod handover;
mod ledger;
mod lines;
pub mod mine;
pub mod person;
pub mod plan;
pub mod queue;
mod reading;
pub mod requirements;
pub mod review;
pub mod search;
pub mod seat;
pub mod suppose;
pub mod ticket;
pub mod tickets;

pub use done::{words_for, words_for_file};
pub use lines::Lines;

use commands::Commands;

use crate::engine::deal::DistributionScope;
use crate::events::change::Change;
use super::action::Action;
use super::pane::Effect;
use super::view::View;

/// The effect of an action that no pane handled. `here` lists the actions of the top pane, for help and palette.
pub fn for_action(action: Action, here: &[commands::Offer], view: &View) -> Effect {
    match action {
        Action::Undo => Effect::Change(Change::Undo),
        Action::Redo => Effect::Change(Change::Redo),
        Action::Redraw => Effect::Do(Action::Redraw),
        Action::Search => search::Search::open(),
        Action::Acts => mine::Mine::open(view),
        Action::Commands => Commands::open(view.t("commands-title"), here, view),
        Action::Help => Commands::open(view.t("help-title"), here, view),
        Action::Deal => distribution::open(DistributionScope::Unassigned, view),
        Action::NewTicket => form::open(form::ticket::NewTicket::new(view), view),
        Action::Person => form::open(form::person::NewPerson, view),
        Action::Shift => form::open(form::shift::NewShift::new(None, None, view), view),
        Action::Absence => form::open(form::absence::NewAbsence::new(None, None, view), view),
        Action::Report => form::report::open(view),
        Action::HandOver => handover::open(view),
        Action::Huddle => plan::huddle::open(),
        Action::Notices => plan::open_next_unread(view),
        Action::Customers => customers::CustomerListDialog::open(view),
        Action::Skills => person::skill_matrix::SkillMatrixDialog::open(),
        Action::Requirement => form::open(form::requirement::Needed::new(), view),
        Action::Views => queue::views::open(view),
        Action::Open => Effect::Pass,
        _ if Action::ON_TICKET.contains(&action) => Effect::Say(view.t("needs-a-ticket")),
        Action::Filter
        | Action::Sort
        | Action::Columns
        | Action::Export
        | Action::Editor
        | Action::Save
        | Action::Drop
        | Action::Tickets
        | Action::Mark
        | Action::MarkRange
        | Action::MarkAll
        | Action::Requirements
        | Action::Suppose
        | Action::Earlier
        | Action::Later
        | Action::ToNow
        | Action::Period
        | Action::Against
        | Action::Apart
        | Action::Business
        | Action::Page => Effect::Say(view.t("not-here")),
        _ if Action::ON_CARE.contains(&action) => Effect::Say(view.t("needs-care")),
        _ if Action::ON_ROSTER.contains(&action) => Effect::Say(view.t("needs-the-roster")),
        _ => Effect::Pass,
    }
}
