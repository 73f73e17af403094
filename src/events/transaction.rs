//! Undo and redo: which transactions (one or more events, undone as one) an author can revert.

use std::collections::BTreeSet;

use crate::model::event::EventPayload;
use crate::model::ids::{Seq, TicketId};
use crate::model::record::RecordKind;
use crate::model::ticket::LinkKind;
use crate::model::time::Instant;

/// Maximum number of undo steps.
pub const UNDO_DEPTH: usize = 100;

/// A transaction as recorded in the log, with the transaction it reverted if it is an undo or redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoggedTransaction {
    /// Sequence number of its first event.
    pub seq: Seq,
    pub reverts: Option<RevertedTransaction>,
}

/// The transaction that an undo or redo reverted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevertedTransaction {
    /// Sequence number of its first event.
    pub transaction: Seq,
    /// That transaction was itself an undo, so this one is a redo.
    pub is_redo: bool,
}

/// An author's undo and redo stacks, top last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UndoStacks {
    /// Transactions in effect.
    pub undo: Vec<Seq>,
    /// Undone transactions, each with the undo that reverted it.
    pub redo: Vec<(Seq, Seq)>,
}

/// Rebuilds both stacks from an author's transactions, oldest first. A new transaction clears the redo stack.
pub fn undo_stacks(marks: &[LoggedTransaction]) -> UndoStacks {
    let mut stacks = UndoStacks::default();
    for mark in marks {
        let Some(turned) = mark.reverts else {
            stacks.redo.clear();
            stacks.undo.push(mark.seq);
            continue;
        };
        if turned.is_redo {
            // The undo may be older than the marks passed in.
            let at = stacks.redo.iter().position(|(_, undo)| *undo == turned.transaction);
            stacks.undo.extend(at.map(|at| stacks.redo.remove(at).0));
        } else {
            stacks.undo.retain(|act| *act != turned.transaction);
            stacks.redo.push((turned.transaction, mark.seq));
        }
    }
    stacks.undo.drain(..stacks.undo.len().saturating_sub(UNDO_DEPTH));
    stacks
}

/// A transaction in the list of recent changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Transaction {
    pub seq: Seq,
    pub at: Instant,
    pub summary: TransactionSummary,
    /// Its first significant event.
    pub first_event: EventPayload,
    /// Reverted by an undo.
    pub undone: bool,
}

/// What a transaction did, for display.
#[derive(Debug, Clone, PartialEq)]
pub struct TransactionSummary {
    /// The event kind, or `changed` if there are several.
    pub kind: &'static str,
    /// Number of tickets or records affected.
    pub count: usize,
    /// The first of them.
    pub subject: Option<EventSubject>,
}

impl TransactionSummary {
    /// Summarizes a transaction's events. Links created by a split and the far side of a merge are not counted
    /// separately.
    pub fn from_events<'a>(events: impl IntoIterator<Item = (EventSubject, &'a EventPayload)>) -> TransactionSummary {
        TransactionSummary::with_first_event(events).0
    }

    /// Same, plus the first significant event.
    pub fn with_first_event<'a>(
        events: impl IntoIterator<Item = (EventSubject, &'a EventPayload)>,
    ) -> (TransactionSummary, Option<&'a EventPayload>) {
        let events: Vec<_> = events.into_iter().collect();
        let split =
            events.iter().any(|(_, what)| matches!(what, EventPayload::Linked { how: LinkKind::SplitInto, .. }));
        let leads = |what: &EventPayload| match what {
            EventPayload::Absorbed { .. } => false,
            EventPayload::Opened(_) => !split,
            EventPayload::Linked { how, .. } => *how != LinkKind::SplitFrom,
            _ => true,
        };
        let leading: Vec<_> = events.into_iter().filter(|(_, what)| leads(what)).collect();
        let kinds: BTreeSet<&'static str> = leading.iter().map(|(_, what)| what.kind()).collect();
        let subjects: BTreeSet<EventSubject> = leading.iter().map(|(subject, _)| *subject).collect();
        let kind = match kinds.first() {
            Some(&"linked") if split && kinds.len() == 1 => "split",
            Some(kind) if kinds.len() == 1 => kind,
            _ => "changed",
        };
        // A link is recorded on both tickets but counts once.
        let n = if kind == "linked" { leading.len().div_ceil(2) } else { subjects.len() };
        let first = leading.first();
        (
            TransactionSummary { kind, count: n, subject: first.map(|(subject, _)| *subject) },
            first.map(|(_, what)| *what),
        )
    }
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventSubject {
    Ticket(TicketId),
    Record(RecordKind, i64),
}

impl EventSubject {
    pub fn ticket(self) -> Option<TicketId> {
        match self {
            EventSubject::Ticket(id) => Some(id),
            EventSubject::Record(..) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn did(seq: i64) -> LoggedTransaction {
        LoggedTransaction { seq: Seq(seq), reverts: None }
    }

    fn undo(seq: i64, act: i64) -> LoggedTransaction {
        LoggedTransaction {
            seq: Seq(seq),
            reverts: Some(RevertedTransaction { transaction: Seq(act), is_redo: false }),
        }
    }

    fn redo(seq: i64, act: i64) -> LoggedTransaction {
        LoggedTransaction { seq: Seq(seq), reverts: Some(RevertedTransaction { transaction: Seq(act), is_redo: true }) }
    }

    fn after(marks: &[LoggedTransaction]) -> (Vec<i64>, Vec<i64>) {
        let stacks = undo_stacks(marks);
        (stacks.undo.iter().map(|seq| seq.0).collect(), stacks.redo.iter().map(|(seq, _)| seq.0).collect())
    }

    #[test]
    fn there_and_back_again() {
        assert_eq!(after(&[did(1), did(2)]), (vec![1, 2], vec![]));
        assert_eq!(after(&[did(1), did(2), undo(3, 2)]), (vec![1], vec![2]));
        assert_eq!(after(&[did(1), did(2), undo(3, 2), undo(4, 1)]), (vec![], vec![2, 1]));
        assert_eq!(after(&[did(1), did(2), undo(3, 2), undo(4, 1), redo(5, 4)]), (vec![1], vec![2]));
        assert_eq!(after(&[did(1), did(2), undo(3, 2), redo(4, 3)]), (vec![1, 2], vec![]), "done again");
        assert_eq!(after(&[did(1), did(2), undo(3, 2), redo(4, 3), undo(5, 2)]), (vec![1], vec![2]));
    }

    #[test]
    fn a_new_act_leaves_nothing_to_do_again() {
        assert_eq!(after(&[did(1), undo(2, 1), did(3)]), (vec![3], vec![]));
    }

    #[test]
    fn an_act_may_be_taken_back_out_of_order() {
        assert_eq!(after(&[did(1), did(2), did(3), undo(4, 1)]), (vec![2, 3], vec![1]));
        assert_eq!(after(&[did(1), did(2), did(3), undo(4, 1), redo(5, 4)]), (vec![2, 3, 1], vec![]));
    }

    #[test]
    fn a_hundred_acts_are_remembered() {
        let marks: Vec<_> = (1..=250).map(did).collect();
        assert_eq!(undo_stacks(&marks).undo.len(), UNDO_DEPTH);
    }
}
