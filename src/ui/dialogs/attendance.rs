//! Check-in and check-out.

use crate::engine::attendance::{self, CheckInError};
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::ui::pane::Effect;
use crate::ui::view::View;
use crate::ui::widgets::dates;

/// Checks a person in now.
pub fn check_in(person: PersonId, view: &View) -> Effect {
    attendance_effect(attendance::check_in(&view.desk.team, person, view.now), person, view)
}

/// Checks a person out now.
pub fn check_out(person: PersonId, view: &View) -> Effect {
    attendance_effect(attendance::check_out(&view.desk.team, person, view.now), person, view)
}

fn attendance_effect(turn: Result<Change, CheckInError>, person: PersonId, view: &View) -> Effect {
    let who = || view.person_name(Some(person)).into();
    match turn {
        Ok(change) => Effect::Change(change),
        Err(CheckInError::AlreadyIn(since)) => {
            let time = dates::format_moment(since, view);
            Effect::Message(view.tt("attend-in-since", &[("who", who()), ("time", time.into())]))
        }
        Err(CheckInError::AlreadyRecorded(time)) => {
            let (from, to) = (dates::format_moment(time.from, view), dates::format_moment(time.to, view));
            Effect::Message(view.tt("attend-was-in", &[("who", who()), ("from", from.into()), ("to", to.into())]))
        }
        Err(CheckInError::NotIn) => Effect::Message(view.tt("attend-not-in", &[("who", who())])),
    }
}
