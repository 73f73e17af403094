//! Evaluates a filter on a ticket.

use std::cell::OnceCell;
use std::cmp::Ordering;

use chrono::TimeDelta;

use crate::engine::aging::stuck;
use crate::engine::board::brief::{Queued, queued};
use crate::engine::desk::Row;
use crate::engine::sla::State;
use crate::model::aging::{StuckRule, StuckRules};
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::time::Instant;
use crate::query::filter::grammar::{Field, FieldId, Fixed, Takes};
use crate::query::filter::index::{Part, Text};
use crate::query::filter::query::{Node, Op, Query, Span, Value, Want, Wanted};

/// Evaluation context: instant, user, team and rules.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    pub now: Instant,
    /// End of the current shift.
    pub shift_end: Option<Instant>,
    pub stuck: &'a StuckRules,
    /// The user, if a team member.
    pub me: Option<PersonId>,
    pub team: &'a Team,
}

/// A ticket under evaluation. The queue status is computed lazily, at most once.
pub(crate) struct Looked<'a> {
    pub row: &'a Row,
    pub text: &'a Text,
    pub moment: &'a Moment<'a>,
    queued: OnceCell<Queued>,
}

impl<'a> Looked<'a> {
    pub fn at(row: &'a Row, text: &'a Text, moment: &'a Moment<'a>) -> Looked<'a> {
        Looked { row, text, moment, queued: OnceCell::new() }
    }

    fn queued(&self) -> Queued {
        let Moment { now, shift_end, .. } = self.moment;
        *self.queued.get_or_init(|| queued(self.row, *now, *shift_end))
    }

    pub fn state(&self) -> Option<State> {
        self.queued().state
    }

    /// Time left on the nearest clock as the queue shows it; `None` if it is paused or met.
    pub fn left(&self) -> Option<TimeDelta> {
        match self.state() {
            None | Some(State::Paused | State::Met) => None,
            // Breached exactly now or outside business hours: still negative.
            Some(State::Breached) => self.queued().left.map(|left| left.min(TimeDelta::milliseconds(-1))),
            Some(_) => self.queued().left,
        }
    }

    /// Due instant of the nearest clock.
    pub fn due(&self) -> Option<Instant> {
        self.row.clock.as_ref().and_then(|clock| clock.due())
    }

    /// Time since an instant; future instants (clock set back) count as 0.
    pub fn since(&self, at: Option<Instant>) -> Option<TimeDelta> {
        at.map(|at| (self.moment.now - at).max(TimeDelta::zero()))
    }

    /// Time until an instant; negative once it has passed.
    pub fn until(&self, at: Option<Instant>) -> Option<TimeDelta> {
        at.map(|at| at - self.moment.now)
    }

    pub fn stuck(&self) -> Option<StuckRule> {
        stuck_by(self.row, self.moment)
    }
}

/// The stuck rule that fires for a ticket.
pub(crate) fn stuck_by(row: &Row, moment: &Moment) -> Option<StuckRule> {
    row.aging().and_then(|item| stuck(&item, moment.stuck, moment.now))
}

impl Query {
    /// Whether a ticket matches. `text` is its folded text from a [`super::TextIndex`].
    pub fn fits(&self, row: &Row, text: &Text, moment: &Moment) -> bool {
        self.root.fits(&Looked::at(row, text, moment))
    }
}

impl Node {
    fn fits(&self, ticket: &Looked) -> bool {
        match self {
            Node::All(nodes) => nodes.iter().all(|node| node.fits(ticket)),
            Node::Any(nodes) => nodes.iter().any(|node| node.fits(ticket)),
            Node::Not(node) => !node.fits(ticket),
            Node::Letters(wanted) => ticket.text.searched().contains(&*wanted.folded),
            Node::Words(wanted) => has_words(ticket.text.searched(), &wanted.folded),
            Node::Field(field, values) => values.iter().any(|value| value.fits(field, ticket)),
        }
    }
}

impl Value {
    fn fits(&self, field: &Field, ticket: &Looked) -> bool {
        match &self.want {
            Want::Fixed(_, fixed) => self.is_fixed(field, *fixed, ticket),
            Want::Text { wanted, .. } => match field.takes {
                Takes::Text(part) => is_text(ticket.text.part(part), self.op, wanted),
                _ => false,
            },
            Want::Span(span) => fact_span(field.id, ticket).is_some_and(|fact| is_span(fact, self.op, span)),
            Want::Number(number) => fact_number(field.id, ticket).is_some_and(|fact| self.op.holds(fact.cmp(number))),
        }
    }

    fn is_fixed(&self, field: &Field, fixed: Fixed, ticket: &Looked) -> bool {
        let row = ticket.row;
        match fixed {
            Fixed::Status(status) => row.status == status,
            Fixed::Waits(on) => row.waits_on() == on,
            Fixed::Priority(priority) => self.op.holds(row.priority.cmp(&priority)),
            Fixed::Clock(state) => ticket.state() == Some(state),
            Fixed::Stuck(rule) => ticket.stuck() == Some(rule),
            Fixed::Me => row.assignee.is_some() && row.assignee == ticket.moment.me,
            Fixed::Yes => is_there(field, ticket),
            Fixed::No => !is_there(field, ticket),
            Fixed::Shift => {
                let (now, end) = (ticket.moment.now, ticket.moment.shift_end);
                ticket.due().is_some_and(|due| due <= now || end.is_some_and(|end| due < end))
            }
        }
    }
}

impl Op {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Op::Is | Op::Equal => order.is_eq(),
            Op::Less => order.is_lt(),
            Op::AtMost => order.is_le(),
            Op::More => order.is_gt(),
            Op::AtLeast => order.is_ge(),
        }
    }
}

/// Whether the field has a value, or its value is yes.
fn is_there(field: &Field, ticket: &Looked) -> bool {
    let row = ticket.row;
    match (field.id, field.takes) {
        (FieldId::Who, _) => row.assignee.is_some(),
        (_, Takes::Text(part)) => !ticket.text.part(part).is_empty(),
        (FieldId::Clock, _) => ticket.state().is_some(),
        (FieldId::Stuck, _) => ticket.stuck().is_some(),
        (FieldId::Upset, _) => row.upset,
        (FieldId::Proactive, _) => row.proactive,
        // Unknown is not the same as none.
        (FieldId::Replies, _) => row.replies.is_some(),
        (_, Takes::Span) => fact_span(field.id, ticket).is_some(),
        (_, Takes::Number) => fact_number(field.id, ticket).is_some_and(|number| number != 0),
        (_, Takes::Words) => false,
    }
}

fn fact_span(field: FieldId, ticket: &Looked) -> Option<TimeDelta> {
    match field {
        FieldId::Left => ticket.left(),
        FieldId::Due => ticket.until(ticket.due()),
        FieldId::Age => ticket.since(ticket.row.created),
        FieldId::Quiet => ticket.since(Some(ticket.row.last_event)),
        FieldId::Wait => ticket.since(ticket.row.waiting_since),
        FieldId::Promise => ticket.until(ticket.row.promise),
        _ => None,
    }
}

fn fact_number(field: FieldId, ticket: &Looked) -> Option<i64> {
    let row = ticket.row;
    match field {
        FieldId::Escalation => Some(row.escalation.into()),
        FieldId::Replies => row.replies.map(i64::from),
        FieldId::Reopened => Some(row.reopened.into()),
        FieldId::Moved => Some(row.reassigned.into()),
        FieldId::Id => Some(row.id.0),
        _ => None,
    }
}

/// Durations are equal if they are in the entered unit.
fn is_span(fact: TimeDelta, op: Op, span: &Span) -> bool {
    if op.is_order() {
        return op.holds(fact.cmp(&span.delta));
    }
    let unit = span.unit.num_milliseconds();
    fact.num_milliseconds().div_euclid(unit) == span.delta.num_milliseconds().div_euclid(unit)
}

/// `=`: one line equals the text. Otherwise: some word starts with it.
fn is_text(text: &str, op: Op, wanted: &Wanted) -> bool {
    let wanted = &*wanted.folded;
    match op {
        Op::Equal => text.split('\n').any(|line| line == wanted),
        // Cheap checks before the search.
        _ if text.len() < wanted.len() => false,
        _ if text.starts_with(wanted) => true,
        _ => text.match_indices(wanted).any(|(at, _)| !ends_in_word(&text[..at])),
    }
}

/// Whether the text contains the phrase at word boundaries.
fn has_words(text: &str, wanted: &str) -> bool {
    let ends = |at: usize| text[at + wanted.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(wanted).any(|(at, _)| !ends_in_word(&text[..at]) && ends(at))
}

fn ends_in_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_alphanumeric)
}

impl Part {
    /// Sort text of a ticket; `None` if empty.
    pub fn of(self, text: &Text) -> Option<&str> {
        Some(text.part(self)).filter(|text| !text.is_empty())
    }
}
