//! shiftdesk: the first screen of a customer-service team lead, over one local file.
//!
//! The house, and who may call whom (imports run to the right, and never back):
//!
//! ```text
//! main → cli → session → { ui → config, store, exchange } → domain
//! ```
//!
//! `ui`, `store` and `exchange` never name each other: what a screen asks of the file and what the file answers are
//! words of the desk ([`domain::dialogue`]).
//!
//! | room | what lives there | what it never names |
//! |---|---|---|
//! | [`domain`]   | the desk's words and sums | a terminal, SQL, a file, a clock |
//! | [`store`]    | the only SQL: the file, its log, what is worked out from it | `ui`, `exchange`, `config` |
//! | [`exchange`] | foreign files in and out | `ui`, `store` |
//! | [`config`]   | the settings as written and as meant | `ui`, `store` |
//! | [`ui`]       | the only ratatui: panes, dialogs, widgets, actions | SQL, files, the clock |
//! | [`session`]  | where terminal, clock, signals and the store's threads meet: the loop | SQL |
//! | [`cli`]      | what can be typed after the name, one file per command | |
//!
//! The laws. `tests/it/tidy.rs` reads the sources for the first two and for the table above:
//! - `domain` knows no now: every moment is an argument.
//! - SQL text stands only under `store`, ratatui only under `ui` and where `session` hands it the terminal.
//!
//! The others are held by what the program does in `tests/it/store.rs` and `tests/it/scenarios.rs`:
//! - A write is a [`domain::change::Change`]: checked in `domain`, applied in one transaction, recorded as an event.
//! - The event log only grows; tickets, figures and undo are worked out from it ([`domain::history`]). What is done at once
//!   is one act, and is taken back as one ([`domain::act`]).
//! - What was promised follows from the log too: the rules in force are an event of it ([`domain::sla::Book`]).
//! - One engine computes a figure ([`domain::metrics`]); panes, drill-downs and outputs only show it.

// A test that cannot go on says so by panicking.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr))]

pub mod cli;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod session;
pub mod store;
pub mod ui;
