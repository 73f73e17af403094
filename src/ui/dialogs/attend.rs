//! Check-in and check-out.

use crate::engine::attendance::{self, Why};
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::ui::pane::Effect;
use crate::ui::view::View;
use crate::ui::widgets::when;

/// Checks a person in now.
pub fn check_in(person: PersonId, view: &View) -> Effect {
    told(attendance::check_in(&view.desk.team, person, view.now), person, view)
}

/// Checks a person out now.
pub fn check_out(person: PersonId, view: &View) -> Effect {
    told(attendance::check_out(&view.desk.team, person, view.now), person, view)
}

fn told(turn: Result<Change, Why>, person: PersonId, view: &View) -> Effect {
    let who = || view.name(Some(person)).into();
    match turn {
        Ok(change) => Effect::Change(change),
        Err(Why::InSince(since)) => {
            let time = when::moment(since, view);
            Effect::Say(view.tt("attend-in-since", &[("who", who()), ("time", time.into())]))
        }
        Err(Why::WasIn(time)) => {
            let (from, to) = (when::moment(time.from, view), when::moment(time.to, view));
            Effect::Say(view.tt("attend-was-in", &[("who", who()), ("from", from.into()), ("to", to.into())]))
        }
        Err(Why::NotIn) => Effect::Say(view.tt("attend-not-in", &[("who", who())])),
    }
}
