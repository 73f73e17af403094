//! The only SQL. One file holds the team's tickets, people, shifts and everything that was ever done to them.
//!
//! - [`open`]: the connection recipe, the checks before a byte is trusted, and the migrations.
//! - [`write`]: a [`Change`](crate::domain::change::Change) becomes an event and what follows from it, in one transaction.
//!   [`turn`]: taking an act back and doing it again. [`book`]: which policies were in force when.
//! - [`load`]: many tickets at once, from a foreign file or a demo.
//! - [`read`]: rows, histories, the live set and what changed since; [`figures`]: what the metrics are drawn from;
//!   [`past`]: the desk as it was; [`search`]: where words were said.
//! - [`worker`]: the threads that own the connections while a screen is open, and their in-line twin.
//! - `tests`: how the file is asked, statement by statement; an index that is missing, or that nothing needs, fails there.

mod book;
mod codec;
mod customers;
pub mod error;
pub mod figures;
mod handover;
mod huddle;
pub mod load;
pub mod open;
pub mod past;
mod project;
mod quality;
pub mod read;
mod record;
pub mod search;
mod staffing;
mod surveys;
mod team;
#[cfg(test)]
mod tests;
mod turn;
pub mod worker;
pub mod write;

pub use error::Error;
pub use open::Store;
