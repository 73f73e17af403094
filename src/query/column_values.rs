//! Value of a ticket in each column, for exports and JSON.

use crate::engine::desk::TicketRow;
use crate::model::table::{DataTable, TableCell};
use crate::model::ticket::WaitsOn;
use crate::query::columns::QueueColumn;
use crate::query::filter::folded_text::FoldedText;
use crate::query::filter::matching::{EvaluatedTicket, FilterContext, stuck_rule_of};

impl QueueColumn {
    /// Value for export and JSON.
    pub fn cell(self, row: &TicketRow, moment: &FilterContext) -> TableCell {
        // Values are never taken from the folded text; only sort keys are.
        let text = FoldedText::default();
        let ticket = EvaluatedTicket::new(row, &text, moment);
        let word = |name: Option<&'static str>| TableCell::from(name);
        match self {
            QueueColumn::TimeLeft => ticket.time_left().map_or(TableCell::Empty, TableCell::Duration),
            QueueColumn::DueAt => ticket.due_at().into(),
            QueueColumn::Clock => word(ticket.clock_state().map(|state| state.name())),
            QueueColumn::Id => TableCell::Count(row.id.0),
            QueueColumn::Subject => Some(row.subject.as_str()).filter(|subject| !subject.is_empty()).into(),
            QueueColumn::Status => word(Some(row.status.name())),
            QueueColumn::WaitsOn => word(row.waits_on().map(WaitsOn::name)),
            QueueColumn::Priority => word(Some(row.priority.name())),
            QueueColumn::Customer => row.customer.as_deref().into(),
            QueueColumn::Tier => row.tier.as_deref().into(),
            QueueColumn::Channel => row.channel.as_deref().into(),
            QueueColumn::Category => row.category.as_deref().into(),
            QueueColumn::Tags if row.tags.is_empty() => TableCell::Empty,
            QueueColumn::Tags => TableCell::Text(row.tags.join(", ")),
            QueueColumn::Team => row.group.as_deref().into(),
            QueueColumn::Assignee => row.assignee.and_then(|person| moment.team.name(person)).into(),
            QueueColumn::Age => ticket.elapsed_since(row.created).map_or(TableCell::Empty, TableCell::Duration),
            QueueColumn::Quiet => {
                ticket.elapsed_since(Some(row.last_event)).map_or(TableCell::Empty, TableCell::Duration)
            }
            QueueColumn::UnansweredFor => {
                ticket.elapsed_since(row.waiting_since).map_or(TableCell::Empty, TableCell::Duration)
            }
            QueueColumn::CreatedAt => row.created.into(),
            QueueColumn::FirstReplyAt => row.first_reply.into(),
            QueueColumn::LastEventAt => TableCell::Moment(row.last_event),
            QueueColumn::Replies => row.replies.map_or(TableCell::Empty, |n| TableCell::Count(n.into())),
            QueueColumn::Reopened => TableCell::Count(row.reopened.into()),
            QueueColumn::Reassigned => TableCell::Count(row.reassigned.into()),
            QueueColumn::Escalation => TableCell::Count(row.escalation.into()),
            QueueColumn::PromiseAt => row.promise.into(),
            QueueColumn::Stuck => word(stuck_rule_of(row, moment).map(|rule| rule.name())),
            QueueColumn::Upset => TableCell::YesNo(row.upset),
            QueueColumn::Proactive => TableCell::YesNo(row.proactive),
            QueueColumn::Language => row.language.as_deref().into(),
            QueueColumn::Policy => row.clock.as_ref().map(|clock| &*clock.terms.policy).into(),
            QueueColumn::Source => row.source.as_ref().map(|source| source.name.as_str()).into(),
            QueueColumn::SourceId => row.source.as_ref().map(|source| source.id.as_str()).into(),
        }
    }
}

/// Export table of these columns.
pub fn queue_table<'a>(
    rows: impl IntoIterator<Item = &'a TicketRow>,
    columns: &[QueueColumn],
    moment: &FilterContext,
) -> DataTable {
    DataTable {
        columns: columns.iter().map(|column| column.name()).collect(),
        rows: rows.into_iter().map(|row| columns.iter().map(|column| column.cell(row, moment)).collect()).collect(),
    }
}
