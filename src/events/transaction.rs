//! Undo and redo: which transactions (one or more events, undone as one) an author can revert.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::model::event::What;
use crate::model::ids::{Seq, TicketId};
use crate::model::record::RecordKind;
use crate::model::ticket::{Link, Ticket};
use crate::model::time::Instant;

/// Maximum number of undo steps.
pub const DEPTH: usize = 100;

/// A transaction as recorded in the log, with the transaction it reverted if it is an undo or redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Sequence number of its first event.
    pub seq: Seq,
    pub turns: Option<Turn>,
}

/// The transaction that an undo or redo reverted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Sequence number of its first event.
    pub act: Seq,
    /// That transaction was itself an undo, so this one is a redo.
    pub again: bool,
}

/// An author's undo and redo stacks, top last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stacks {
    /// Transactions in effect.
    pub undo: Vec<Seq>,
    /// Undone transactions, each with the undo that reverted it.
    pub redo: Vec<(Seq, Seq)>,
}

/// Rebuilds both stacks from an author's transactions, oldest first. A new transaction clears the redo stack.
pub fn stacks(marks: &[Mark]) -> Stacks {
    let mut stacks = Stacks::default();
    for mark in marks {
        let Some(turned) = mark.turns else {
            stacks.redo.clear();
            stacks.undo.push(mark.seq);
            continue;
        };
        if turned.again {
            // The undo may be older than the marks passed in.
            let at = stacks.redo.iter().position(|(_, undo)| *undo == turned.act);
            stacks.undo.extend(at.map(|at| stacks.redo.remove(at).0));
        } else {
            stacks.undo.retain(|act| *act != turned.act);
            stacks.redo.push((turned.act, mark.seq));
        }
    }
    stacks.undo.drain(..stacks.undo.len().saturating_sub(DEPTH));
    stacks
}

/// A transaction in the list of recent changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    pub seq: Seq,
    pub at: Instant,
    pub did: Did,
    /// Its first significant event.
    pub what: What,
    /// Reverted by an undo.
    pub undone: bool,
}

/// What a transaction did, for display.
#[derive(Debug, Clone, PartialEq)]
pub struct Did {
    /// The event kind, or `changed` if there are several.
    pub kind: &'static str,
    /// Number of tickets or records affected.
    pub n: usize,
    /// The first of them.
    pub subject: Option<Subject>,
}

impl Did {
    /// Summarizes a transaction's events. Links created by a split and the far side of a merge are not counted
    /// separately.
    pub fn of<'a>(events: impl IntoIterator<Item = (Subject, &'a What)>) -> Did {
        Did::with_first(events).0
    }

    /// Same, plus the first significant event.
    pub fn with_first<'a>(events: impl IntoIterator<Item = (Subject, &'a What)>) -> (Did, Option<&'a What>) {
        let events: Vec<_> = events.into_iter().collect();
        let split = events.iter().any(|(_, what)| matches!(what, What::Linked { how: Link::SplitInto, .. }));
        let leads = |what: &What| match what {
            What::Absorbed { .. } => false,
            What::Opened(_) => !split,
            What::Linked { how, .. } => *how != Link::SplitFrom,
            _ => true,
        };
        let leading: Vec<_> = events.into_iter().filter(|(_, what)| leads(what)).collect();
        let kinds: BTreeSet<&'static str> = leading.iter().map(|(_, what)| what.kind()).collect();
        let subjects: BTreeSet<Subject> = leading.iter().map(|(subject, _)| *subject).collect();
        let kind = match kinds.first() {
            Some(&"linked") if split && kinds.len() == 1 => "split",
            Some(kind) if kinds.len() == 1 => kind,
            _ => "changed",
        };
        // A link is recorded on both tickets but counts once.
        let n = if kind == "linked" { leading.len().div_ceil(2) } else { subjects.len() };
        let first = leading.first();
        (Did { kind, n, subject: first.map(|(subject, _)| *subject) }, first.map(|(_, what)| *what))
    }
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Ticket(TicketId),
    Record(RecordKind, i64),
}

impl Subject {
    pub fn ticket(self) -> Option<TicketId> {
        match self {
            Subject::Ticket(id) => Some(id),
            Subject::Record(..) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::events::transaction::*;

    fn did(seq: i64) -> Mark {
        Mark { seq: Seq(seq), turns: None }
    }

    fn undo(seq: i64, act: i64) -> Mark {
        Mark { seq: Seq(seq), turns: Some(Turn { act: Seq(act), again: false }) }
    }

    fn redo(seq: i64, act: i64) -> Mark {
        Mark { seq: Seq(seq), turns: Some(Turn { act: Seq(act), again: true }) }
    }

    fn after(marks: &[Mark]) -> (Vec<i64>, Vec<i64>) {
        let stacks = stacks(marks);
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
        assert_eq!(stacks(&marks).undo.len(), DEPTH);
    }
}
