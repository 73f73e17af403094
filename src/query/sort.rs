//! Sort orders of ticket lists: sort keys, comparison and parsing.

use std::cmp::{Ordering, Reverse};
use std::fmt;

use crate::engine::desk::TicketRow;
use crate::model::time::Instant;
use crate::query::column_list::{comma_separated, unknown_column};
use crate::query::columns::QueueColumn;
use crate::query::filter::error::FilterError;
use crate::query::filter::folded_text::{FoldedText, TicketTextPart};
use crate::query::filter::matching::{EvaluatedTicket, FilterContext};

/// Sort key; unknown values have none and sort last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey<'a> {
    Number(i64),
    Text(&'a str),
}

impl QueueColumn {
    fn sort_key<'a>(self, row: &'a TicketRow, text: &'a FoldedText, moment: &'a FilterContext) -> Option<SortKey<'a>> {
        let ticket = EvaluatedTicket::new(row, text, moment);
        let at = |at: Option<Instant>| at.map(|at| at.timestamp_millis());
        let number = match self {
            QueueColumn::TimeLeft => ticket.time_left().map(|left| left.num_milliseconds()),
            QueueColumn::DueAt => at(ticket.due_at()),
            QueueColumn::Clock => ticket.clock_state().map(|state| state as i64),
            QueueColumn::Id => Some(row.id.0),
            QueueColumn::Status => Some(row.status as i64),
            QueueColumn::WaitsOn => row.waits_on().map(|on| on as i64),
            QueueColumn::Priority => Some(row.priority as i64),
            QueueColumn::Age => ticket.elapsed_since(row.created).map(|age| age.num_milliseconds()),
            QueueColumn::Quiet => ticket.elapsed_since(Some(row.last_event)).map(|quiet| quiet.num_milliseconds()),
            QueueColumn::UnansweredFor => ticket.elapsed_since(row.waiting_since).map(|wait| wait.num_milliseconds()),
            QueueColumn::CreatedAt => at(row.created),
            QueueColumn::FirstReplyAt => at(row.first_reply),
            QueueColumn::LastEventAt => at(Some(row.last_event)),
            QueueColumn::Replies => row.replies.map(i64::from),
            QueueColumn::Reopened => Some(row.reopened.into()),
            QueueColumn::Reassigned => Some(row.reassigned.into()),
            QueueColumn::Escalation => Some(row.escalation.into()),
            QueueColumn::PromiseAt => at(row.promise),
            QueueColumn::Stuck => ticket.stuck_rule().map(|rule| rule as i64),
            QueueColumn::Upset => Some(row.upset.into()),
            QueueColumn::Proactive => Some(row.proactive.into()),
            QueueColumn::Subject => return TicketTextPart::Subject.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Customer => return TicketTextPart::Customer.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Tier => return TicketTextPart::Tier.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Channel => return TicketTextPart::Channel.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Category => return TicketTextPart::Category.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Tags => return TicketTextPart::Tags.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Team => return TicketTextPart::Team.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Assignee => return TicketTextPart::Assignee.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Language => return TicketTextPart::Language.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Policy => return TicketTextPart::Policy.non_empty_in(text).map(SortKey::Text),
            QueueColumn::Source => return TicketTextPart::Source.non_empty_in(text).map(SortKey::Text),
            QueueColumn::SourceId => return TicketTextPart::SourceId.non_empty_in(text).map(SortKey::Text),
        };
        number.map(SortKey::Number)
    }
}

/// Sort order by columns, most significant first. Empty is queue order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueSort {
    /// Column, and whether it sorts descending.
    pub keys: Vec<(QueueColumn, bool)>,
}

impl QueueSort {
    /// By one column, most urgent first.
    pub fn by_column(column: QueueColumn) -> QueueSort {
        QueueSort { keys: vec![(column, column.sorts_descending())] }
    }

    /// Parses `left,-age`; a minus sorts descending.
    pub fn parse(text: &str) -> Result<QueueSort, FilterError> {
        let read = |(at, name): (usize, &str)| {
            let bare = name.trim_start_matches(['-', '−', '+']);
            let falling = name.starts_with(['-', '−']);
            let at = at + name.len() - bare.len();
            QueueColumn::from_name(bare).map(|column| (column, falling)).ok_or_else(|| unknown_column(text, at, bare))
        };
        Ok(QueueSort { keys: comma_separated(text).map(read).collect::<Result<_, _>>()? })
    }

    /// Stable sort. Each key is computed once; a further column only among tickets that are equal so far.
    pub fn sort<T: Copy>(
        &self,
        tickets: &mut [T],
        of: impl Fn(&T) -> (&TicketRow, &FoldedText),
        moment: &FilterContext,
    ) {
        sort_by_keys(&self.keys, tickets, &of, moment);
    }

    pub fn compare(
        &self,
        a: (&TicketRow, &FoldedText),
        b: (&TicketRow, &FoldedText),
        moment: &FilterContext,
    ) -> Ordering {
        let mut columns = self.keys.iter().map(|(column, falling)| {
            compare_keys(column.sort_key(a.0, a.1, moment), column.sort_key(b.0, b.1, moment), *falling)
        });
        columns.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

impl fmt::Display for QueueSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.keys.iter().enumerate().try_for_each(|(n, (column, falling))| {
            write!(f, "{}{}{column}", if n > 0 { "," } else { "" }, if *falling { "-" } else { "" })
        })
    }
}

fn sort_by_keys<T: Copy>(
    by: &[(QueueColumn, bool)],
    tickets: &mut [T],
    of: &impl Fn(&T) -> (&TicketRow, &FoldedText),
    moment: &FilterContext,
) {
    let Some(((column, falling), rest)) = by.split_first() else { return };
    let were = tickets.to_vec();
    let key = |(at, ticket)| {
        let (row, text) = of(ticket);
        (column.sort_key(row, text, moment), at)
    };
    let mut keyed: Vec<(Option<SortKey>, usize)> = were.iter().enumerate().map(key).collect();
    keyed.sort_by(|(a, _), (b, _)| compare_keys(*a, *b, *falling));
    for (place, (_, at)) in tickets.iter_mut().zip(&keyed) {
        *place = were[*at];
    }
    let mut from = 0;
    for alike in keyed.chunk_by(|(a, _), (b, _)| a == b) {
        sort_by_keys(rest, &mut tickets[from..from + alike.len()], of, moment);
        from += alike.len();
    }
}

/// Unknown values come last in either direction.
fn compare_keys(a: Option<SortKey>, b: Option<SortKey>, falling: bool) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if falling => Reverse(a).cmp(&Reverse(b)),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}
