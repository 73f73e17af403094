//! Folded ticket texts, computed once, so that a filter can run over all open tickets on every keystroke.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Bound;

use crate::engine::desk::{Desk, DeskChange, TicketRow};
use crate::model::ids::TicketId;
use crate::model::team::Team;
use crate::model::text::fold_into;
use crate::model::ticket::Status;
use crate::query::filter::complete::Vocabulary;

/// Parts of a ticket's text. Free-text search covers those up to [`TicketTextPart::Status`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketTextPart {
    Number,
    SourceId,
    Subject,
    Customer,
    Assignee,
    Category,
    /// One line per tag.
    Tags,
    Status,
    Tier,
    Channel,
    Team,
    Language,
    Source,
    Policy,
}

const PART_COUNT: usize = TicketTextPart::Policy as usize + 1;

/// A ticket's folded text, one line per part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoldedText {
    all: String,
    /// End offset of each part.
    ends: [u32; PART_COUNT],
}

impl FoldedText {
    pub fn from_row(row: &TicketRow, team: &Team) -> FoldedText {
        let mut text = FoldedText { all: String::with_capacity(row.subject.len() + 96), ends: [0; PART_COUNT] };
        text.push_part(TicketTextPart::Number, &format!("#{}", row.id));
        text.push_part(TicketTextPart::SourceId, row.source.as_ref().map_or("", |source| &source.id));
        text.push_part(TicketTextPart::Subject, &row.subject);
        text.push_part(TicketTextPart::Customer, row.customer.as_deref().unwrap_or_default());
        text.push_part(TicketTextPart::Assignee, row.assignee.and_then(|person| team.name(person)).unwrap_or_default());
        text.push_part(TicketTextPart::Category, row.category.as_deref().unwrap_or_default());
        text.push_part(TicketTextPart::Tags, &row.tags.join("\n"));
        text.push_part(
            TicketTextPart::Status,
            if row.status == Status::OnHold { "on_hold on hold" } else { row.status.name() },
        );
        text.push_part(TicketTextPart::Tier, row.tier.as_deref().unwrap_or_default());
        text.push_part(TicketTextPart::Channel, row.channel.as_deref().unwrap_or_default());
        text.push_part(TicketTextPart::Team, row.group.as_deref().unwrap_or_default());
        text.push_part(TicketTextPart::Language, row.language.as_deref().unwrap_or_default());
        text.push_part(TicketTextPart::Source, row.source.as_ref().map_or("", |source| &source.name));
        text.push_part(TicketTextPart::Policy, row.clock.as_ref().map_or("", |clock| &clock.terms.policy));
        text
    }

    /// Appends a part; parts must come in order.
    fn push_part(&mut self, part: TicketTextPart, text: &str) {
        if part != TicketTextPart::Number {
            self.all.push('\n');
        }
        fold_into(&mut self.all, text);
        // Texts beyond 4 GiB are cut off.
        self.ends[part as usize] = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
    }

    /// One part, folded.
    pub fn part(&self, part: TicketTextPart) -> &str {
        let at = part as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize + 1 };
        self.all.get(start..self.ends[at] as usize).unwrap_or_default()
    }

    /// The text that free-text search covers.
    pub fn searchable(&self) -> &str {
        self.all.get(..self.ends[TicketTextPart::Status as usize] as usize).unwrap_or_default()
    }
}

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
