//! shiftdesk: a terminal application for customer-service team leads, over one local SQLite file.
//!
//! Layers and allowed imports:
//!
//! ```text
//! model ← events ← engine ← query ← presentation ← { exchange, store, ui } ← session ← cli ← main
//! ```
//!
//! `config` imports `model`; `ui`, `session` and `cli` use it. `store` imports layers up to `query`. `ui`, `store` and
//! `exchange` never import each other: `ui` sends a `Query`, `store` returns a `Response` (both in [`query`]).
//!
//! | module | contents |
//! |---|---|
//! | [`model`]        | plain data types |
//! | [`events`]       | the write path: changes, validation, replay of events to state, undo |
//! | [`engine`]       | computations: SLA, coverage, staffing, distribution, metrics, coaching, what-if |
//! | [`query`]        | list queries: filter, columns, views, search; queries and responses of the store |
//! | [`presentation`] | terminal-independent formatting: catalog, numbers, dates, report blocks |
//! | [`store`]        | all SQL: schema, migrations, reads, writes, backup |
//! | [`exchange`]     | file formats: imports, exports, reports, demo data |
//! | [`config`]       | the settings file, parsed and validated |
//! | [`ui`]           | all ratatui code: panes, dialogs, widgets, actions |
//! | [`session`]      | the event loop: terminal, clock, signals, store threads |
//! | [`cli`]          | the subcommands, one file each |
//!
//! Rules. `tests/it/tidy.rs` enforces the imports above and these two:
//! - The layers up to `presentation` do not read the clock: time is an argument.
//! - SQL only under `store`; ratatui only under `ui`, and in `session` for the terminal.
//!
//! `tests/it/store.rs` and `tests/it/scenarios.rs` check the behaviour:
//! - A write is a `Change`: validated in `events`, applied in one transaction, recorded as an event.
//! - The event log is append-only; tickets, figures and undo derive from it. One transaction is one undo step.
//! - SLA policies are recorded as events too, so past targets follow from the log.
//! - One engine computes a figure; panes, drill-downs and outputs only format it.

// Tests may panic and print.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr))]

pub mod cli;
pub mod config;
pub mod engine;
pub mod events;
pub mod exchange;
pub mod model;
pub mod presentation;
pub mod query;
pub mod session;
pub mod store;
pub mod ui;
