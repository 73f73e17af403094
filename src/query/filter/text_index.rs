//! Folded ticket texts, computed once, so that a filter can run over all open tickets on every keystroke.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Bound;

use crate::engine::desk::{Desk, DeskChange, TicketRow};
use crate::model::ids::TicketId;
use crate::query::filter::folded_text::FoldedText;
use crate::query::filter::vocabulary::Vocabulary;

/// Folded texts and vocabulary of all open tickets. Texts are folded on first use or during idle time.
#[derive(Debug, Clone, Default)]
pub struct TextIndex {
    texts: BTreeMap<TicketId, OnceCell<FoldedText>>,
    /// Covers the tickets processed by [`TextIndex::fold_next`].
    vocabulary: Vocabulary,
    /// Last ticket processed by [`TextIndex::fold_next`].
    folded_up_to: Option<TicketId>,
}

impl TextIndex {
    pub fn for_desk(desk: &Desk) -> TextIndex {
        TextIndex { texts: desk.tickets.keys().map(|id| (*id, OnceCell::new())).collect(), ..TextIndex::default() }
    }

    /// Applies a delta that `desk` already contains.
    pub fn apply_changes(&mut self, news: &DeskChange, desk: &Desk) {
        for (id, before) in &news.tickets {
            let after = desk.tickets.get(id);
            if self.folded_up_to.is_some_and(|warm| *id <= warm) {
                before.iter().for_each(|row| self.vocabulary.remove_ticket(row));
                after.into_iter().for_each(|row| self.vocabulary.add_ticket(row));
            }
            match after {
                Some(_) => drop(self.texts.insert(*id, OnceCell::new())),
                None => drop(self.texts.remove(id)),
            }
        }
        if news.renamed.is_empty() {
            return;
        }
        for (id, text) in &mut self.texts {
            let whose = desk.tickets.get(id).and_then(|row| row.assignee);
            if whose.is_some_and(|person| news.renamed.contains(&person)) {
                text.take();
            }
        }
    }

    /// Folds the next `most` tickets and adds them to the vocabulary, so that no keystroke waits for it. False once all
    /// are done.
    pub fn fold_next(&mut self, desk: &Desk, most: usize) -> bool {
        let next = self.folded_up_to.map_or(Bound::Unbounded, Bound::Excluded);
        let before = self.folded_up_to;
        for (id, text) in self.texts.range((next, Bound::Unbounded)).take(most) {
            if let Some(row) = desk.tickets.get(id) {
                text.get_or_init(|| FoldedText::from_row(row, &desk.team));
                self.vocabulary.add_ticket(row);
            }
            self.folded_up_to = Some(*id);
        }
        self.folded_up_to != before
    }

    /// Values of the tickets processed so far.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Folded text of a ticket.
    pub fn text_of(&self, row: &TicketRow, desk: &Desk) -> Option<&FoldedText> {
        self.texts.get(&row.id).map(|text| text.get_or_init(|| FoldedText::from_row(row, &desk.team)))
    }

    /// Every ticket with its text; a merge join, as both are sorted by id.
    pub fn rows_with_text<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = (&'a TicketRow, &'a FoldedText)> {
        let mut texts = self.texts.iter().peekable();
        desk.tickets.iter().filter_map(move |(id, row)| {
            while texts.next_if(|(other, _)| *other < id).is_some() {}
            let text = texts.next_if(|(other, _)| *other == id).map(|(_, text)| text)?;
            Some((row, text.get_or_init(|| FoldedText::from_row(row, &desk.team))))
        })
    }
}
