//! Which events of a history are in effect: those that no undo cancels.

use std::collections::HashSet;

use crate::model::event::{Event, EventPayload};
use crate::model::ids::Seq;

/// Events cancelled by an undo. Undoing an undo restores the event.
pub fn undone_seqs(events: &[Event]) -> HashSet<Seq> {
    let mut gone = HashSet::new();
    for event in events.iter().rev() {
        if let EventPayload::Undone { event: target } = event.what
            && !gone.contains(&event.seq)
        {
            gone.insert(target);
        }
    }
    gone
}

/// Events in effect, in order.
pub fn active_events(events: &[Event]) -> impl Iterator<Item = &Event> {
    let gone = undone_seqs(events);
    events.iter().filter(move |event| !gone.contains(&event.seq) && !matches!(event.what, EventPayload::Undone { .. }))
}
