//! Filter syntax tree, and its text form.

use std::fmt;

use chrono::TimeDelta;

use crate::model::ticket::Status;
use crate::query::filter::grammar::{Field, FieldId, Fixed, Takes};

/// A parsed filter; the empty one matches every ticket.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    pub(super) root: Node,
}

/// A node of the syntax tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// All match; true if empty.
    All(Vec<Node>),
    /// At least one matches.
    Any(Vec<Node>),
    Not(Box<Node>),
    /// Substring of the searchable text.
    Letters(Wanted),
    /// Whole words of the searchable text.
    Words(Wanted),
    Field(&'static Field, Vec<Value>),
}

impl Default for Node {
    fn default() -> Node {
        Node::All(Vec::new())
    }
}

/// A text as entered and folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub typed: String,
    pub folded: String,
}

/// A comparison and its operand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub op: Op,
    pub want: Want,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Want {
    Fixed(&'static str, Fixed),
    /// `quoted` text is never a keyword.
    Text {
        wanted: Wanted,
        quoted: bool,
    },
    Span(Span),
    Number(i64),
}

/// A duration and the smallest unit in its input: `age:3d` matches ages displayed as 3 d.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub typed: String,
    pub delta: TimeDelta,
    pub unit: TimeDelta,
}

/// Comparison operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    /// No operator: text matches by prefix.
    Is,
    Equal,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Op {
    pub fn is_order(self) -> bool {
        !matches!(self, Op::Is | Op::Equal)
    }

    pub fn sign(self) -> &'static str {
        match self {
            Op::Is => "",
            Op::Equal => "=",
            Op::Less => "<",
            Op::AtMost => "<=",
            Op::More => ">",
            Op::AtLeast => ">=",
        }
    }
}

impl Query {
    /// Whether it matches every ticket.
    pub fn is_empty(&self) -> bool {
        self.root == Node::default()
    }

    /// Whether it explicitly asks for solved or closed tickets.
    pub fn asks_for_done(&self) -> bool {
        self.root.asks_for_done()
    }
}

impl Node {
    /// Rough evaluation cost; cheap nodes are evaluated first.
    pub fn cost(&self) -> u32 {
        match self {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().map(Node::cost).sum::<u32>() + 1,
            Node::Not(node) => node.cost(),
            Node::Field(field, _) => match (field.id, field.takes) {
                // Computes business hours.
                (FieldId::Left | FieldId::Clock, _) => 8,
                (_, Takes::Text(_)) => 4,
                _ => 1,
            },
            Node::Letters(_) => 16,
            Node::Words(_) => 20,
        }
    }

    fn asks_for_done(&self) -> bool {
        match self {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(Node::asks_for_done),
            Node::Not(_) | Node::Letters(_) | Node::Words(_) => false,
            Node::Field(_, values) => values.iter().any(|value| {
                matches!(
                    value.want,
                    Want::Fixed(_, Fixed::Status(Status::Solved | Status::Closed) | Fixed::Waits(None))
                )
            }),
        }
    }

    /// Adds parentheses where needed within a list of terms.
    fn write_term(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::All(_) | Node::Any(_) => write!(f, "({self})"),
            node => write!(f, "{node}"),
        }
    }
}

impl fmt::Display for Query {
    /// Round-trips: the text parses to the same filter.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.root)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, nodes: &[Node], between: &str| {
            nodes.iter().enumerate().try_for_each(|(n, node)| {
                f.write_str(if n > 0 { between } else { "" })?;
                node.write_term(f)
            })
        };
        match self {
            Node::All(nodes) => joined(f, nodes, " "),
            Node::Any(nodes) => joined(f, nodes, " or "),
            Node::Not(node) => {
                f.write_str("-")?;
                node.write_term(f)
            }
            Node::Letters(wanted) => f.write_str(&wanted.typed),
            Node::Words(wanted) => write!(f, "\"{}\"", wanted.typed),
            Node::Field(field, values) => {
                write!(f, "{}:", field.name)?;
                values.iter().enumerate().try_for_each(|(n, value)| {
                    f.write_str(if n > 0 { "," } else { "" })?;
                    write!(f, "{value}")
                })
            }
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.op.sign())?;
        match &self.want {
            Want::Fixed(word, _) => f.write_str(word),
            Want::Text { wanted, quoted: true } => write!(f, "\"{}\"", wanted.typed),
            Want::Text { wanted, quoted: false } => f.write_str(&wanted.typed),
            Want::Span(span) => f.write_str(&span.typed),
            Want::Number(number) => write!(f, "{number}"),
        }
    }
}
