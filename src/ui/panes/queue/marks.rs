//! The tickets that are marked: what the next act is done to.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use crate::domain::ticket::TicketId;
use crate::ui::view::View;

/// The marks. All of them are counted once, not at every frame, since everything that is listed can be marked.
#[derive(Default)]
pub struct Marks {
    on: HashSet<TicketId>,
    /// The ticket that was marked last.
    anchor: Option<TicketId>,
    /// Counts how often marks have changed.
    turn: u64,
    /// The version of the desk at which those that have left it were last forgotten.
    swept: u64,
    open: RefCell<(Of, Rc<[TicketId]>)>,
    among: RefCell<(Of, usize)>,
}

/// The turn of the marks, and what else something was worked out of.
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

    /// The marked tickets that are still open, in the order of the queue.
    pub fn open(&self, view: &View) -> Rc<[TicketId]> {
        // Mostly none are, and then the queue is not gone through.
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

    /// How many of a list are marked; `of` says which list it is.
    pub fn among(&self, list: &[TicketId], of: (u64, u64)) -> usize {
        let of = Some((self.turn, of));
        let mut among = self.among.borrow_mut();
        if among.0 != of {
            *among = (of, list.iter().filter(|id| self.on.contains(id)).count());
        }
        among.1
    }

    /// What has left the queue is not marked any more, even if it comes back.
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

    /// Marks everything between the ticket that was marked last and this one.
    pub fn range_to(&mut self, to: TicketId, shown: &[TicketId]) {
        let place = |id: TicketId| shown.iter().position(|one| *one == id);
        let (from, to) = (self.anchor.and_then(place).or(place(to)), place(to));
        if let (Some(from), Some(to)) = (from, to) {
            self.on.extend(&shown[from.min(to)..=from.max(to)]);
            self.anchor = Some(shown[to]);
        }
        self.turn += 1;
    }

    /// Marks all that are listed; if they are already, nothing stays marked.
    pub fn toggle_all(&mut self, shown: &[TicketId]) {
        if !shown.is_empty() && shown.iter().all(|id| self.on.contains(id)) {
            self.on.clear();
        } else {
            self.on.extend(shown);
        }
        self.turn += 1;
    }
}
