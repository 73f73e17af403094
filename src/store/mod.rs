//! The only module with SQL. One SQLite file holds the tickets, people, shifts and the event log.
//!
//! - [`open`]: connection settings, checks before the file is trusted, migrations ([`schema`]). [`connection`]: an open
//!   file.
//! - [`write`]: a change becomes events and updated rows, in one transaction. [`undo`]: undo and redo. [`policies`],
//!   [`policy_history`]: SLA policies in force. [`event_log`]: appends and reads events; [`text_index`]: their texts.
//! - [`bulk_import`]: many tickets at once, from a file or the demo. [`projection`]: derived tables, rebuilt from the
//!   log.
//! - [`read`]: rows, histories, the live set and deltas; [`figures`]: input of the metrics; [`as_of`]: the state at a
//!   past instant; [`search`]: full-text search.
//! - [`worker`]: threads that own the connections while a screen is open, and the same queries answered inline.
//! - `tests`: query plans of every statement; fails on a missing or an unused index.

pub mod as_of;
pub mod bulk_import;
mod codec;
mod connection;
mod customers;
pub mod error;
mod event_log;
pub mod figures;
mod handover;
mod huddle;
mod lookup_cache;
pub mod open;
mod policies;
mod policy_history;
mod projection;
mod quality;
pub mod read;
mod record_write;
mod schema;
pub mod search;
mod shift_overlap;
mod staffing;
mod surveys;
mod team;
#[cfg(test)]
mod tests;
mod text_index;
mod undo;
pub mod worker;
pub mod write;

pub use connection::Store;
pub use error::StoreError;
