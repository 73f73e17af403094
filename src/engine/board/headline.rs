//! Headline numbers of Today: breaches, promises, unassigned and open tickets.

use crate::engine::board::brief::Brief;
use crate::engine::desk::Desk;
use crate::model::ids::TicketId;
use crate::model::time::Instant;

/// Numbers above the panes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headline {
    /// Breached, or due before the shift ends.
    pub breaching: Vec<TicketId>,
    /// How many of `breaching` are breached already.
    pub breached: usize,
    pub unassigned: Vec<TicketId>,
    /// Promises to customers that are overdue or due before the shift ends.
    pub promises: Vec<TicketId>,
    /// How many of `promises` are overdue already.
    pub lapsed: usize,
    pub open: usize,
}

/// Headline of a desk; ticket lists are sorted by id.
pub fn headline(desk: &Desk, now: Instant, shift_end: Option<Instant>) -> Headline {
    told(desk.tickets.values().map(Brief::of), now, shift_end)
}

pub(super) fn told(briefs: impl Iterator<Item = Brief>, now: Instant, shift_end: Option<Instant>) -> Headline {
    let mut headline = Headline::default();
    let horizon = shift_end.unwrap_or(now);
    for brief in briefs {
        headline.open += 1;
        if brief.due.is_some_and(|due| due < horizon || due <= now) {
            headline.breaching.push(brief.id);
            headline.breached += usize::from(brief.due.is_some_and(|due| due <= now));
        }
        if brief.promise.is_some_and(|due| due < horizon || due <= now) {
            headline.promises.push(brief.id);
            headline.lapsed += usize::from(brief.promise.is_some_and(|due| due <= now));
        }
        if brief.assignee.is_none() {
            headline.unassigned.push(brief.id);
        }
    }
    headline
}
