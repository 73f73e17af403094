//! An act is what a person did at once: one event or many, taken back and done again as one.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::model::event::What;
use crate::model::ids::{Seq, TicketId};
use crate::model::record::RecordKind;
use crate::model::ticket::{Link, Ticket};
use crate::model::time::Instant;

/// How many acts back a person can go.
pub const DEPTH: usize = 100;

/// An act of an author as the log shows it: its number, and of an undo or a redo the act that it turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The number of its first event.
    pub seq: Seq,
    pub turns: Option<Turn>,
}

/// What an undo or a redo turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The act, by its number.
    pub act: Seq,
    /// That act was itself an undo, so this one is a redo.
    pub again: bool,
}

/// What an author can take back and do again, the next one last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stacks {
    /// Acts that count.
    pub undo: Vec<Seq>,
    /// Undone acts, each with the undo that took it back.
    pub redo: Vec<(Seq, Seq)>,
}

/// Works out the two stacks from an author's acts, oldest first. An act that is new leaves nothing to do again, as
/// everywhere else.
pub fn stacks(marks: &[Mark]) -> Stacks {
    let mut stacks = Stacks::default();
    for mark in marks {
        let Some(turned) = mark.turns else {
            stacks.redo.clear();
            stacks.undo.push(mark.seq);
            continue;
        };
        if turned.again {
            // The undo may be older than the marks that were read.
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

/// An act as a list of them shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    pub seq: Seq,
    pub at: Instant,
    pub did: Did,
    /// The first event of what it did.
    pub what: What,
    /// It was taken back.
    pub undone: bool,
}

/// What was done, in a form for which there are words.
#[derive(Debug, Clone, PartialEq)]
pub struct Did {
    /// The kind of event, or `changed` where there were several.
    pub kind: &'static str,
    /// How many tickets or records it was done to.
    pub n: usize,
    /// The first of them.
    pub subject: Option<Subject>,
}

impl Did {
    /// Sums up the events of an act. Links that came with a split, and the far end of a merge, are part of it.
    pub fn of<'a>(events: impl IntoIterator<Item = (Subject, &'a What)>) -> Did {
        Did::with_first(events).0
    }

    /// The same, with the first of the events that say what was done.
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
        // A link has two ends, but is one.
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
