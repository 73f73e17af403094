//! The folded text of a ticket, by part.

use crate::engine::desk::TicketRow;
use crate::model::team::Team;
use crate::model::text::fold_into;
use crate::model::ticket::Status;

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

const PART_COUNT: usize = TicketTextPart::Policy as usize + 1;

impl TicketTextPart {
    /// Sort text of a ticket; `None` if empty.
    pub fn non_empty_in(self, text: &FoldedText) -> Option<&str> {
        Some(text.part(self)).filter(|text| !text.is_empty())
    }
}
