//! Filter syntax tree, and its text form.

use std::fmt;

use chrono::TimeDelta;

use crate::model::ticket::Status;
use crate::query::filter::grammar::{FieldValueType, FilterField, FilterFieldId, KeywordMeaning};

/// A parsed filter; the empty one matches every ticket.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TicketFilter {
    pub(super) root: FilterNode,
}

/// A node of the syntax tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum FilterNode {
    /// All match; true if empty.
    All(Vec<FilterNode>),
    /// At least one matches.
    Any(Vec<FilterNode>),
    Not(Box<FilterNode>),
    /// Substring of the searchable text.
    Substring(SearchText),
    /// Whole words of the searchable text.
    Phrase(SearchText),
    Field(&'static FilterField, Vec<FieldCondition>),
}

impl Default for FilterNode {
    fn default() -> FilterNode {
        FilterNode::All(Vec::new())
    }
}

/// A text as entered and folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SearchText {
    pub input: String,
    pub folded: String,
}

/// A comparison and its operand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FieldCondition {
    pub op: Comparison,
    pub operand: FilterOperand,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum FilterOperand {
    Keyword(&'static str, KeywordMeaning),
    /// `quoted` text is never a keyword.
    Text {
        wanted: SearchText,
        quoted: bool,
    },
    Duration(TypedDuration),
    Number(i64),
}

/// A duration and the smallest unit in its input: `age:3d` matches ages displayed as 3 d.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypedDuration {
    pub input: String,
    pub duration: TimeDelta,
    pub unit: TimeDelta,
}

/// Comparison operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    /// No operator: text matches by prefix.
    Is,
    Equal,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Comparison {
    pub fn is_ordering(self) -> bool {
        !matches!(self, Comparison::Is | Comparison::Equal)
    }

    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::Is => "",
            Comparison::Equal => "=",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::More => ">",
            Comparison::AtLeast => ">=",
        }
    }
}

impl TicketFilter {
    /// Whether it matches every ticket.
    pub fn is_empty(&self) -> bool {
        self.root == FilterNode::default()
    }

    /// Whether it explicitly asks for solved or closed tickets.
    pub fn includes_solved(&self) -> bool {
        self.root.includes_solved()
    }
}

impl FilterNode {
    /// Rough evaluation cost; cheap nodes are evaluated first.
    pub fn cost(&self) -> u32 {
        match self {
            FilterNode::All(nodes) | FilterNode::Any(nodes) => nodes.iter().map(FilterNode::cost).sum::<u32>() + 1,
            FilterNode::Not(node) => node.cost(),
            FilterNode::Field(field, _) => match (field.id, field.value_type) {
                // Computes business hours.
                (FilterFieldId::TimeLeft | FilterFieldId::Clock, _) => 8,
                (_, FieldValueType::Text(_)) => 4,
                _ => 1,
            },
            FilterNode::Substring(_) => 16,
            FilterNode::Phrase(_) => 20,
        }
    }

    fn includes_solved(&self) -> bool {
        match self {
            FilterNode::All(nodes) | FilterNode::Any(nodes) => nodes.iter().any(FilterNode::includes_solved),
            FilterNode::Not(_) | FilterNode::Substring(_) | FilterNode::Phrase(_) => false,
            FilterNode::Field(_, values) => values.iter().any(|value| {
                matches!(
                    value.operand,
                    FilterOperand::Keyword(
                        _,
                        KeywordMeaning::Status(Status::Solved | Status::Closed) | KeywordMeaning::WaitsOn(None)
                    )
                )
            }),
        }
    }

    /// Adds parentheses where needed within a list of terms.
    fn write_term(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FilterNode::All(_) | FilterNode::Any(_) => write!(f, "({self})"),
            node => write!(f, "{node}"),
        }
    }
}

impl fmt::Display for TicketFilter {
    /// Round-trips: the text parses to the same filter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.root)
    }
}

impl fmt::Display for FilterNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, nodes: &[FilterNode], between: &str| {
            nodes.iter().enumerate().try_for_each(|(n, node)| {
                f.write_str(if n > 0 { between } else { "" })?;
                node.write_term(f)
            })
        };
        match self {
            FilterNode::All(nodes) => joined(f, nodes, " "),
            FilterNode::Any(nodes) => joined(f, nodes, " or "),
            FilterNode::Not(node) => {
                f.write_str("-")?;
                node.write_term(f)
            }
            FilterNode::Substring(wanted) => f.write_str(&wanted.input),
            FilterNode::Phrase(wanted) => write!(f, "\"{}\"", wanted.input),
            FilterNode::Field(field, values) => {
                write!(f, "{}:", field.name)?;
                values.iter().enumerate().try_for_each(|(n, value)| {
                    f.write_str(if n > 0 { "," } else { "" })?;
                    write!(f, "{value}")
                })
            }
        }
    }
}

impl fmt::Display for FieldCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.op.symbol())?;
        match &self.operand {
            FilterOperand::Keyword(word, _) => f.write_str(word),
            FilterOperand::Text { wanted, quoted: true } => write!(f, "\"{}\"", wanted.input),
            FilterOperand::Text { wanted, quoted: false } => f.write_str(&wanted.input),
            FilterOperand::Duration(span) => f.write_str(&span.input),
            FilterOperand::Number(number) => write!(f, "{number}"),
        }
    }
}
