//! What tickets say, folded once, so that a filter can run over all of them at each key.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Bound;

use super::complete::Vocabulary;
use crate::domain::desk::{Desk, News, Row, Team};
use crate::domain::text::fold_onto;
use crate::domain::ticket::{Status, TicketId};

/// The texts of a ticket. Free words are looked for in those up to [`Part::Status`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Number,
    SourceId,
    Subject,
    Customer,
    Assignee,
    Category,
    /// A line for each.
    Tags,
    Status,
    Tier,
    Channel,
    Team,
    Language,
    Source,
    Policy,
}

const PARTS: usize = Part::Policy as usize + 1;

/// All that one ticket says, folded, a line for each part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    all: String,
    /// Where each part ends.
    ends: [u32; PARTS],
}

impl Text {
    pub fn of(row: &Row, team: &Team) -> Text {
        let mut text = Text { all: String::with_capacity(row.subject.len() + 96), ends: [0; PARTS] };
        text.put(Part::Number, &format!("#{}", row.id));
        text.put(Part::SourceId, row.source.as_ref().map_or("", |source| &source.id));
        text.put(Part::Subject, &row.subject);
        text.put(Part::Customer, row.customer.as_deref().unwrap_or_default());
        text.put(Part::Assignee, row.assignee.and_then(|person| team.name(person)).unwrap_or_default());
        text.put(Part::Category, row.category.as_deref().unwrap_or_default());
        text.put(Part::Tags, &row.tags.join("\n"));
        text.put(Part::Status, if row.status == Status::OnHold { "on_hold on hold" } else { row.status.name() });
        text.put(Part::Tier, row.tier.as_deref().unwrap_or_default());
        text.put(Part::Channel, row.channel.as_deref().unwrap_or_default());
        text.put(Part::Team, row.group.as_deref().unwrap_or_default());
        text.put(Part::Language, row.language.as_deref().unwrap_or_default());
        text.put(Part::Source, row.source.as_ref().map_or("", |source| &source.name));
        text.put(Part::Policy, row.clock.as_ref().map_or("", |clock| &clock.terms.policy));
        text
    }

    /// Adds a part; they have to come in order.
    fn put(&mut self, part: Part, text: &str) {
        if part != Part::Number {
            self.all.push('\n');
        }
        fold_onto(&mut self.all, text);
        // A ticket of four gigabytes is not searched to its end.
        self.ends[part as usize] = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
    }

    /// One part, folded.
    pub fn part(&self, part: Part) -> &str {
        let at = part as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize + 1 };
        self.all.get(start..self.ends[at] as usize).unwrap_or_default()
    }

    /// What free words are looked for in.
    pub fn searched(&self) -> &str {
        self.all.get(..self.ends[Part::Status as usize] as usize).unwrap_or_default()
    }
}

/// The texts of every open ticket, and the words that they have in common. A text is folded when it is first asked for,
/// or before, where there is time for it.
#[derive(Debug, Clone, Default)]
pub struct Index {
    texts: BTreeMap<TicketId, OnceCell<Text>>,
    /// Of the tickets that [`Index::warm`] has come to.
    vocabulary: Vocabulary,
    /// The last of them.
    warm: Option<TicketId>,
}

impl Index {
    pub fn of(desk: &Desk) -> Index {
        Index { texts: desk.tickets.keys().map(|id| (*id, OnceCell::new())).collect(), ..Index::default() }
    }

    /// Takes in what has changed; `desk` has taken it in already.
    pub fn follow(&mut self, news: &News, desk: &Desk) {
        for (id, before) in &news.tickets {
            let after = desk.tickets.get(id);
            if self.warm.is_some_and(|warm| *id <= warm) {
                before.iter().for_each(|row| self.vocabulary.forget(row));
                after.into_iter().for_each(|row| self.vocabulary.learn(row));
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

    /// Folds the texts of the next `most` tickets and learns their words, so that nobody has to wait for that later.
    /// False once all have been seen to.
    pub fn warm(&mut self, desk: &Desk, most: usize) -> bool {
        let next = self.warm.map_or(Bound::Unbounded, Bound::Excluded);
        let before = self.warm;
        for (id, text) in self.texts.range((next, Bound::Unbounded)).take(most) {
            if let Some(row) = desk.tickets.get(id) {
                text.get_or_init(|| Text::of(row, &desk.team));
                self.vocabulary.learn(row);
            }
            self.warm = Some(*id);
        }
        self.warm != before
    }

    /// The words that tickets have in common, as far as they have been learnt.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// What a ticket of `desk` says.
    pub fn get(&self, row: &Row, desk: &Desk) -> Option<&Text> {
        self.texts.get(&row.id).map(|text| text.get_or_init(|| Text::of(row, &desk.team)))
    }

    /// Each ticket of `desk` with its text. Both are in the order of the numbers, so that nothing is looked up.
    pub fn rows<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = (&'a Row, &'a Text)> {
        let mut texts = self.texts.iter().peekable();
        desk.tickets.iter().filter_map(move |(id, row)| {
            while texts.next_if(|(other, _)| *other < id).is_some() {}
            let text = texts.next_if(|(other, _)| *other == id).map(|(_, text)| text)?;
            Some((row, text.get_or_init(|| Text::of(row, &desk.team))))
        })
    }
}
