//! Marked tickets, which the next action applies to.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use crate::model::ids::TicketId;
use crate::ui::view::View;

/// The marked tickets. Derived lists are cached: every listed ticket can be marked.
#[derive(Default)]
pub struct Marks {
    on: HashSet<TicketId>,
    /// The last marked ticket.
    anchor: Option<TicketId>,
    /// Incremented on every change.
    turn: u64,
    /// The change version at which closed tickets were last dropped.
    swept: u64,
    open: RefCell<(Of, Rc<[TicketId]>)>,
    among: RefCell<(Of, usize)>,
}

/// Cache key: the revision of the marks and the versions of the other inputs.
type Of = Option<(u64, (u64, u64))>;

impl Marks {
    pub fn is_empty(&self) -> bool {
        self.on.is_empty()
    }

    pub fn contains(&self, id: &TicketId) -> bool {
        self.on.contains(id)
    }

    pub fn clear(&mut self) {
        self.on.clear();
        self.turn += 1;
    }

    /// The marked tickets that are still open, in queue order.
    pub fn open(&self, view: &View) -> Rc<[TicketId]> {
        // Usually none are: do not scan the queue.
        if self.on.is_empty() {
            return Rc::default();
        }
        let of = Some((self.turn, (view.trail.version(), 0)));
        let mut open = self.open.borrow_mut();
        if open.0 != of {
            *open = (of, view.board.queue.iter().copied().filter(|id| self.on.contains(id)).collect());
        }
        open.1.clone()
    }

    /// How many tickets of a list are marked; `of` identifies the list's version.
    pub fn among(&self, list: &[TicketId], of: (u64, u64)) -> usize {
        let of = Some((self.turn, of));
        let mut among = self.among.borrow_mut();
        if among.0 != of {
            *among = (of, list.iter().filter(|id| self.on.contains(id)).count());
        }
        among.1
    }

    /// Unmarks tickets that left the queue, even if they come back.
    pub fn forget_what_left(&mut self, view: &View) {
        if self.swept != view.trail.version() {
            self.swept = view.trail.version();
            self.on.retain(|id| view.ticket(*id).is_some());
            self.turn += 1;
        }
    }

    /// Marks or unmarks a ticket.
    pub fn toggle(&mut self, id: TicketId) {
        if !self.on.remove(&id) {
            self.on.insert(id);
        }
        self.anchor = Some(id);
        self.turn += 1;
    }

    /// Marks the range from the last marked ticket to this one.
    pub fn range_to(&mut self, to: TicketId, shown: &[TicketId]) {
        let place = |id: TicketId| shown.iter().position(|one| *one == id);
        let (from, to) = (self.anchor.and_then(place).or(place(to)), place(to));
        if let (Some(from), Some(to)) = (from, to) {
            self.on.extend(&shown[from.min(to)..=from.max(to)]);
            self.anchor = Some(shown[to]);
        }
        self.turn += 1;
    }

    /// Marks all listed tickets; if all are marked, unmarks everything.
    pub fn toggle_all(&mut self, shown: &[TicketId]) {
        if !shown.is_empty() && shown.iter().all(|id| self.on.contains(id)) {
            self.on.clear();
        } else {
            self.on.extend(shown);
        }
        self.turn += 1;
    }
}
