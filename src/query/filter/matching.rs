//! Evaluates a filter on a ticket.

use std::cell::OnceCell;
use std::cmp::Ordering;

use chrono::TimeDelta;

use crate::engine::aging::stuck_rule;
use crate::engine::board::brief::{QueueStatus, queue_status};
use crate::engine::desk::TicketRow;
use crate::engine::sla::ClockState;
use crate::model::aging::{StuckRule, StuckRules};
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::time::Instant;
use crate::query::filter::ast::{
    Comparison, FieldCondition, FilterNode, FilterOperand, SearchText, TicketFilter, TypedDuration,
};
use crate::query::filter::folded_text::FoldedText;
use crate::query::filter::grammar::{FieldValueType, FilterField, FilterFieldId, KeywordMeaning};

/// Evaluation context: instant, user, team and rules.
#[derive(Debug, Clone, Copy)]
pub struct FilterContext<'a> {
    pub now: Instant,
    /// End of the current shift.
    pub shift_end: Option<Instant>,
    pub stuck: &'a StuckRules,
    /// The user, if a team member.
    pub me: Option<PersonId>,
    pub team: &'a Team,
}

/// A ticket under evaluation. The queue status is computed lazily, at most once.
pub(crate) struct EvaluatedTicket<'a> {
    pub row: &'a TicketRow,
    pub text: &'a FoldedText,
    pub context: &'a FilterContext<'a>,
    queue_status: OnceCell<QueueStatus>,
}

impl<'a> EvaluatedTicket<'a> {
    pub fn new(row: &'a TicketRow, text: &'a FoldedText, moment: &'a FilterContext<'a>) -> EvaluatedTicket<'a> {
        EvaluatedTicket { row, text, context: moment, queue_status: OnceCell::new() }
    }

    fn queue_status(&self) -> QueueStatus {
        let FilterContext { now, shift_end, .. } = self.context;
        *self.queue_status.get_or_init(|| queue_status(self.row, *now, *shift_end))
    }

    pub fn clock_state(&self) -> Option<ClockState> {
        self.queue_status().state
    }

    /// Time left on the nearest clock as the queue shows it; `None` if it is paused or met.
    pub fn time_left(&self) -> Option<TimeDelta> {
        match self.clock_state() {
            None | Some(ClockState::Paused | ClockState::Met) => None,
            // Breached exactly now or outside business hours: still negative.
            Some(ClockState::Breached) => {
                self.queue_status().time_left.map(|left| left.min(TimeDelta::milliseconds(-1)))
            }
            Some(_) => self.queue_status().time_left,
        }
    }

    /// Due instant of the nearest clock.
    pub fn due_at(&self) -> Option<Instant> {
        self.row.clock.as_ref().and_then(|clock| clock.due_at())
    }

    /// Time since an instant; future instants (clock set back) count as 0.
    pub fn elapsed_since(&self, at: Option<Instant>) -> Option<TimeDelta> {
        at.map(|at| (self.context.now - at).max(TimeDelta::zero()))
    }

    /// Time until an instant; negative once it has passed.
    pub fn time_until(&self, at: Option<Instant>) -> Option<TimeDelta> {
        at.map(|at| at - self.context.now)
    }

    pub fn stuck_rule(&self) -> Option<StuckRule> {
        stuck_rule_of(self.row, self.context)
    }
}

/// The stuck rule that fires for a ticket.
pub(crate) fn stuck_rule_of(row: &TicketRow, moment: &FilterContext) -> Option<StuckRule> {
    row.aging_item().and_then(|item| stuck_rule(&item, moment.stuck, moment.now))
}

impl TicketFilter {
    /// Whether a ticket matches. `text` is its folded text from a [`TextIndex`](super::text_index::TextIndex).
    pub fn matches(&self, row: &TicketRow, text: &FoldedText, moment: &FilterContext) -> bool {
        self.root.matches(&EvaluatedTicket::new(row, text, moment))
    }
}

impl FilterNode {
    fn matches(&self, ticket: &EvaluatedTicket) -> bool {
        match self {
            FilterNode::All(nodes) => nodes.iter().all(|node| node.matches(ticket)),
            FilterNode::Any(nodes) => nodes.iter().any(|node| node.matches(ticket)),
            FilterNode::Not(node) => !node.matches(ticket),
            FilterNode::Substring(wanted) => ticket.text.searchable().contains(&*wanted.folded),
            FilterNode::Phrase(wanted) => contains_phrase(ticket.text.searchable(), &wanted.folded),
            FilterNode::Field(field, values) => values.iter().any(|value| value.matches(field, ticket)),
        }
    }
}

impl FieldCondition {
    fn matches(&self, field: &FilterField, ticket: &EvaluatedTicket) -> bool {
        match &self.operand {
            FilterOperand::Keyword(_, fixed) => self.matches_keyword(field, *fixed, ticket),
            FilterOperand::Text { wanted, .. } => match field.value_type {
                FieldValueType::Text(part) => text_matches(ticket.text.part(part), self.op, wanted),
                _ => false,
            },
            FilterOperand::Duration(span) => {
                duration_value(field.id, ticket).is_some_and(|fact| duration_matches(fact, self.op, span))
            }
            FilterOperand::Number(number) => {
                number_value(field.id, ticket).is_some_and(|fact| self.op.accepts(fact.cmp(number)))
            }
        }
    }

    fn matches_keyword(&self, field: &FilterField, fixed: KeywordMeaning, ticket: &EvaluatedTicket) -> bool {
        let row = ticket.row;
        match fixed {
            KeywordMeaning::Status(status) => row.status == status,
            KeywordMeaning::WaitsOn(on) => row.waits_on() == on,
            KeywordMeaning::Priority(priority) => self.op.accepts(row.priority.cmp(&priority)),
            KeywordMeaning::Clock(state) => ticket.clock_state() == Some(state),
            KeywordMeaning::Stuck(rule) => ticket.stuck_rule() == Some(rule),
            KeywordMeaning::Me => row.assignee.is_some() && row.assignee == ticket.context.me,
            KeywordMeaning::Yes => has_value(field, ticket),
            KeywordMeaning::No => !has_value(field, ticket),
            KeywordMeaning::BeforeShiftEnd => {
                let (now, end) = (ticket.context.now, ticket.context.shift_end);
                ticket.due_at().is_some_and(|due| due <= now || end.is_some_and(|end| due < end))
            }
        }
    }
}

impl Comparison {
    fn accepts(self, order: Ordering) -> bool {
        match self {
            Comparison::Is | Comparison::Equal => order.is_eq(),
            Comparison::Less => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::More => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
        }
    }
}

/// Whether the field has a value, or its value is yes.
fn has_value(field: &FilterField, ticket: &EvaluatedTicket) -> bool {
    let row = ticket.row;
    match (field.id, field.value_type) {
        (FilterFieldId::Assignee, _) => row.assignee.is_some(),
        (_, FieldValueType::Text(part)) => !ticket.text.part(part).is_empty(),
        (FilterFieldId::Clock, _) => ticket.clock_state().is_some(),
        (FilterFieldId::Stuck, _) => ticket.stuck_rule().is_some(),
        (FilterFieldId::Upset, _) => row.upset,
        (FilterFieldId::Proactive, _) => row.proactive,
        // Unknown is not the same as none.
        (FilterFieldId::Replies, _) => row.replies.is_some(),
        (_, FieldValueType::Duration) => duration_value(field.id, ticket).is_some(),
        (_, FieldValueType::Number) => number_value(field.id, ticket).is_some_and(|number| number != 0),
        (_, FieldValueType::Keyword) => false,
    }
}

fn duration_value(field: FilterFieldId, ticket: &EvaluatedTicket) -> Option<TimeDelta> {
    match field {
        FilterFieldId::TimeLeft => ticket.time_left(),
        FilterFieldId::Due => ticket.time_until(ticket.due_at()),
        FilterFieldId::Age => ticket.elapsed_since(ticket.row.created),
        FilterFieldId::Quiet => ticket.elapsed_since(Some(ticket.row.last_event)),
        FilterFieldId::UnansweredFor => ticket.elapsed_since(ticket.row.waiting_since),
        FilterFieldId::Promise => ticket.time_until(ticket.row.promise),
        _ => None,
    }
}

fn number_value(field: FilterFieldId, ticket: &EvaluatedTicket) -> Option<i64> {
    let row = ticket.row;
    match field {
        FilterFieldId::Escalation => Some(row.escalation.into()),
        FilterFieldId::Replies => row.replies.map(i64::from),
        FilterFieldId::Reopened => Some(row.reopened.into()),
        FilterFieldId::Reassigned => Some(row.reassigned.into()),
        FilterFieldId::Id => Some(row.id.0),
        _ => None,
    }
}

/// Durations are equal if they are in the entered unit.
fn duration_matches(fact: TimeDelta, op: Comparison, span: &TypedDuration) -> bool {
    if op.is_ordering() {
        return op.accepts(fact.cmp(&span.duration));
    }
    let unit = span.unit.num_milliseconds();
    fact.num_milliseconds().div_euclid(unit) == span.duration.num_milliseconds().div_euclid(unit)
}

/// `=`: one line equals the text. Otherwise: some word starts with it.
fn text_matches(text: &str, op: Comparison, wanted: &SearchText) -> bool {
    let wanted = &*wanted.folded;
    match op {
        Comparison::Equal => text.split('\n').any(|line| line == wanted),
        // Cheap checks before the search.
        _ if text.len() < wanted.len() => false,
        _ if text.starts_with(wanted) => true,
        _ => text.match_indices(wanted).any(|(at, _)| !ends_with_word_char(&text[..at])),
    }
}

/// Whether the text contains the phrase at word boundaries.
fn contains_phrase(text: &str, wanted: &str) -> bool {
    let ends = |at: usize| text[at + wanted.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(wanted).any(|(at, _)| !ends_with_word_char(&text[..at]) && ends(at))
}

fn ends_with_word_char(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_alphanumeric)
}
