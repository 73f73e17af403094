//! Headline numbers of Today: breaches, promises, unassigned and open tickets.

use crate::engine::board::brief::TicketBrief;
use crate::engine::desk::Desk;
use crate::model::ids::TicketId;
use crate::model::time::Instant;

/// Numbers above the panes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoardHeadline {
    /// Breached, or due before the shift ends.
    pub breaching: Vec<TicketId>,
    /// How many of `breaching` are breached already.
    pub breached_count: usize,
    pub unassigned: Vec<TicketId>,
    /// Promises to customers that are overdue or due before the shift ends.
    pub promises: Vec<TicketId>,
    /// How many of `promises` are overdue already.
    pub overdue_count: usize,
    pub open: usize,
}

/// Headline of a desk; ticket lists are sorted by id.
pub fn headline(desk: &Desk, now: Instant, shift_end: Option<Instant>) -> BoardHeadline {
    headline_from_briefs(desk.tickets.values().map(TicketBrief::from_row), now, shift_end)
}

pub(super) fn headline_from_briefs(
    briefs: impl Iterator<Item = TicketBrief>,
    now: Instant,
    shift_end: Option<Instant>,
) -> BoardHeadline {
    let mut headline = BoardHeadline::default();
    let horizon = shift_end.unwrap_or(now);
    for brief in briefs {
        headline.open += 1;
        if brief.due.is_some_and(|due| due < horizon || due <= now) {
            headline.breaching.push(brief.id);
            headline.breached_count += usize::from(brief.due.is_some_and(|due| due <= now));
        }
        if brief.promise.is_some_and(|due| due < horizon || due <= now) {
            headline.promises.push(brief.id);
            headline.overdue_count += usize::from(brief.promise.is_some_and(|due| due <= now));
        }
        if brief.assignee.is_none() {
            headline.unassigned.push(brief.id);
        }
    }
    headline
}
