//! The dialogs, and which action opens which.

pub mod acts;
pub mod ticket;
pub mod tickets;

use crate::domain::change::{Change, Request};
use crate::domain::dialogue::Outcome;

use super::action::Action;
use super::pane::Effect;
use super::view::View;

/// What an action that belongs to no pane brings about. `here` is what the pane in front offers, for help and palette.
pub fn for_action(action: Action, _here: Vec<Action>, _view: &View) -> Effect {
    match action {
        Action::Undo => Effect::Change(Change::Undo),
        _ => Effect::Pass,
    }
}

/// What came of a change, in words.
pub fn words_for(_request: &Request, _outcome: &Outcome, _view: &View) -> String {
    String::new()
}
