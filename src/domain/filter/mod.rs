//! The language in which a list of tickets is narrowed down.
//!
//! ```text
//! status:open prio:>=high who:me left:<1h age:>3d cat:refund stuck:yes "exact words" -tag:x (a or b)
//! ```
//!
//! Terms side by side all have to fit; `or`, parentheses and `-` do what they say. One table, [`GRAMMAR`], has every
//! field: what can be parsed, what is proposed while somebody types, and the help are all made from it.
//!
//! A filter runs over every open ticket at each key, so nothing is folded while it does: the caller keeps an [`Index`]
//! of what the tickets say and brings only those up to date that have changed.

mod complete;
mod fits;
mod grammar;
mod index;
mod mistake;
mod parse;
mod query;

#[cfg(test)]
mod tests;

pub use complete::{About, Completion, Vocabulary, complete};
pub use fits::Moment;
pub(super) use fits::{Looked, stuck_by};
pub use grammar::{Field, FieldId, GRAMMAR, Takes};
pub(super) use index::Part;
pub use index::{Index, Text};
pub use mistake::{Mistake, Wrong, nearest};
pub use query::Query;
