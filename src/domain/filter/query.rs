//! A filter that has been understood, and how it is written down again.

use std::fmt;

use chrono::TimeDelta;

use super::grammar::{Field, FieldId, Fixed, Takes};
use crate::domain::ticket::Status;

/// A filter; the empty one takes every ticket.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    pub(super) root: Node,
}

/// A part of a filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Every one of them fits; true if there is none.
    All(Vec<Node>),
    /// One of them fits.
    Any(Vec<Node>),
    Not(Box<Node>),
    /// Letters that stand somewhere in what the ticket says.
    Letters(Wanted),
    /// Whole words that do.
    Words(Wanted),
    Field(&'static Field, Vec<Value>),
}

impl Default for Node {
    fn default() -> Node {
        Node::All(Vec::new())
    }
}

/// A text as it was typed and as it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub typed: String,
    pub folded: String,
}

/// What a field has to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub op: Op,
    pub want: Want,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Want {
    Fixed(&'static str, Fixed),
    /// `quoted` ones are never one of the field's own words.
    Text {
        wanted: Wanted,
        quoted: bool,
    },
    Span(Span),
    Number(i64),
}

/// A duration, and the smallest unit in which it was typed: `age:3d` is the age that a list shows as 3 d.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub typed: String,
    pub delta: TimeDelta,
    pub unit: TimeDelta,
}

/// How a field is compared with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    /// Nothing was typed: of a text its beginning will do.
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
    /// Whether it takes every ticket, whatever it is.
    pub fn is_empty(&self) -> bool {
        self.root == Node::default()
    }

    /// Whether it asks for tickets that have left the backlog, by name.
    pub fn asks_for_done(&self) -> bool {
        self.root.asks_for_done()
    }
}

impl Node {
    /// How much it takes to find out, roughly: what is cheap is asked first.
    pub fn cost(&self) -> u32 {
        match self {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().map(Node::cost).sum::<u32>() + 1,
            Node::Not(node) => node.cost(),
            Node::Field(field, _) => match (field.id, field.takes) {
                // Business hours are counted.
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

    /// Writes it so that it is read the same way within a list of terms.
    fn write_term(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::All(_) | Node::Any(_) => write!(f, "({self})"),
            node => write!(f, "{node}"),
        }
    }
}

impl fmt::Display for Query {
    /// A text that is read as the same filter again.
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
