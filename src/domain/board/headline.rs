//! The head line of Today: what lapses before the shift ends, what nobody has, how much is open.

use super::brief::Brief;
use crate::domain::desk::Desk;
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;

/// The numbers above the panes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headline {
    /// Clocks that are used up, or will be before the shift ends.
    pub breaching: Vec<TicketId>,
    /// Of those, the ones that are used up already.
    pub breached: usize,
    pub unassigned: Vec<TicketId>,
    /// Promises of people that have lapsed, or are due before the shift ends.
    pub promises: Vec<TicketId>,
    /// Of those, the ones that have lapsed already.
    pub lapsed: usize,
    pub open: usize,
}

/// The numbers of a desk, its tickets by number.
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
