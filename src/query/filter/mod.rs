//! The filter language for ticket lists.
//!
//! ```text
//! status:open prio:>=high who:me left:<1h age:>3d cat:refund stuck:yes "exact words" -tag:x (a or b)
//! ```
//!
//! Adjacent terms must all match; `or`, parentheses and `-` (not) combine them. One table, [`FILTER_FIELDS`], defines
//! every field; parser, completions and help derive from it.
//!
//! A filter runs over every open ticket on each keystroke, so texts are not folded during evaluation: the caller keeps
//! a [`TextIndex`] and updates only changed tickets.

pub mod ast;
pub mod complete;
pub mod error;
pub mod folded_text;
pub mod grammar;
pub mod matching;
pub mod parse;
pub mod text_index;
pub mod vocabulary;

#[cfg(test)]
mod tests;
