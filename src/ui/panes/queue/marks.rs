//! Marked tickets, which the next action applies to.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use crate::model::ids::TicketId;
use crate::ui::view::View;

/// The marked tickets. Derived lists are cached: every listed ticket can be marked.
#[derive(Default)]
pub struct TicketMarks {
    marked: HashSet<TicketId>,
    /// The last marked ticket.
    anchor: Option<TicketId>,
    /// Incremented on every change.
    revision: u64,
    /// The change version at which closed tickets were last dropped.
    pruned_at: u64,
    open_cache: RefCell<(MarksVersion, Rc<[TicketId]>)>,
    count_cache: RefCell<(MarksVersion, usize)>,
}

/// Cache key: the revision of the marks and the versions of the other inputs.
type MarksVersion = Option<(u64, (u64, u64))>;

impl TicketMarks {
    pub fn is_empty(&self) -> bool {
        self.marked.is_empty()
    }

    pub fn contains(&self, id: &TicketId) -> bool {
        self.marked.contains(id)
    }

    pub fn clear(&mut self) {
        self.marked.clear();
        self.revision += 1;
    }

    /// The marked tickets that are still open, in queue order.
    pub fn open_tickets(&self, view: &View) -> Rc<[TicketId]> {
        // Usually none are: do not scan the queue.
        if self.marked.is_empty() {
            return Rc::default();
        }
        let of = Some((self.revision, (view.changes.version(), 0)));
        let mut open = self.open_cache.borrow_mut();
        if open.0 != of {
            *open = (of, view.board.queue.iter().copied().filter(|id| self.marked.contains(id)).collect());
        }
        open.1.clone()
    }

    /// How many tickets of a list are marked; `of` identifies the list's version.
    pub fn count_in(&self, list: &[TicketId], of: (u64, u64)) -> usize {
        let of = Some((self.revision, of));
        let mut among = self.count_cache.borrow_mut();
        if among.0 != of {
            *among = (of, list.iter().filter(|id| self.marked.contains(id)).count());
        }
        among.1
    }

    /// Unmarks tickets that left the queue, even if they come back.
    pub fn drop_closed(&mut self, view: &View) {
        if self.pruned_at != view.changes.version() {
            self.pruned_at = view.changes.version();
            self.marked.retain(|id| view.open_ticket(*id).is_some());
            self.revision += 1;
        }
    }

    /// Marks or unmarks a ticket.
    pub fn toggle(&mut self, id: TicketId) {
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
        self.anchor = Some(id);
        self.revision += 1;
    }

    /// Marks the range from the last marked ticket to this one.
    pub fn mark_range(&mut self, to: TicketId, shown: &[TicketId]) {
        let place = |id: TicketId| shown.iter().position(|one| *one == id);
        let (from, to) = (self.anchor.and_then(place).or(place(to)), place(to));
        if let (Some(from), Some(to)) = (from, to) {
            self.marked.extend(&shown[from.min(to)..=from.max(to)]);
            self.anchor = Some(shown[to]);
        }
        self.revision += 1;
    }

    /// Marks all listed tickets; if all are marked, unmarks everything.
    pub fn toggle_all(&mut self, shown: &[TicketId]) {
        if !shown.is_empty() && shown.iter().all(|id| self.marked.contains(id)) {
            self.marked.clear();
        } else {
            self.marked.extend(shown);
        }
        self.revision += 1;
    }
}
