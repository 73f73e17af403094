//! What tickets say, folded once, so that a filter can run over all of them at each key.

use std::collections::BTreeMap;

use crate::domain::desk::{Delta, Desk, Row, Team};
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
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        text.put(Part::Number, &format!("#{}", row.id));
        text.put(Part::SourceId, row.source.as_ref().map_or("", |source| &source.id));
        text.put(Part::Subject, &row.subject);
        text.put(Part::Customer, row.customer.as_deref().unwrap_or_default());
        text.put(Part::Assignee, row.assignee.and_then(|person| team.name(person)).unwrap_or_default());
        text.put(Part::Category, row.category.as_deref().unwrap_or_default());
        text.put(Part::Tags, &row.tags.join("\n"));
        text.put(Part::Status, if row.status == Status::OnHold { "on_hold on hold" } else { row.status.name() });
        text.put(Part::Tier, &said(&row.tier));
        text.put(Part::Channel, &said(&row.channel));
        text.put(Part::Team, &said(&row.group));
        text.put(Part::Language, &said(&row.language));
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

/// The texts of every open ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    texts: BTreeMap<TicketId, Text>,
}

impl Index {
    pub fn of(desk: &Desk) -> Index {
        Index { texts: desk.tickets.iter().map(|(id, row)| (*id, Text::of(row, &desk.team))).collect() }
    }

    /// Takes in what has changed; `desk` has taken it in already. Where somebody may be called differently now, all is
    /// folded anew.
    pub fn follow(&mut self, delta: &Delta, desk: &Desk) {
        if delta.team.is_some() {
            *self = Index::of(desk);
            return;
        }
        for (id, row) in &delta.tickets {
            match row {
                Some(row) => self.texts.insert(*id, Text::of(row, &desk.team)),
                None => self.texts.remove(id),
            };
        }
    }

    pub fn get(&self, id: TicketId) -> Option<&Text> {
        self.texts.get(&id)
    }

    /// Each ticket of `desk` with its text. Both are in the order of the numbers, so that nothing is looked up.
    pub fn rows<'a>(&'a self, desk: &'a Desk) -> impl Iterator<Item = (&'a Row, &'a Text)> {
        let mut texts = self.texts.iter().peekable();
        desk.tickets.iter().filter_map(move |(id, row)| {
            while texts.next_if(|(other, _)| *other < id).is_some() {}
            texts.next_if(|(other, _)| *other == id).map(|(_, text)| (row, text))
        })
    }
}
