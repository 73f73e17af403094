//! shiftdesk: a terminal application for customer-service team leads, over one local SQLite file.
//!
//! Layers and allowed imports:
//!
//! ```text
//! model ← events ← engine ← query ← presentation ← { exchange, store, ui } ← session ← cli ← main
//! ```
//!
//! | module | contents | may import |
//! |---|---|---|
//! | [`model`]        | plain data types | – |
//! | [`events`]       | write path: changes, validation, replay of events to state, undo stacks | `model` |
//! | [`engine`]       | computations: SLA, coverage, staffing, distribution, metrics, coaching, what-if | up to `events` |
//! | [`query`]        | list queries: filter, columns, views, search; queries and responses of the store | up to `engine` |
//! | [`presentation`] | terminal-independent text: catalog, numbers, report texts, hand-over and huddle pages | up to `query` |
//! | [`store`]        | all SQL: schema, migrations, reads, writes, derived tables, search | up to `query` |
//! | [`exchange`]     | file formats: imports, exports, reports, demo data | up to `presentation` |
//! | [`config`]       | the settings file, parsed and validated | `model` |
//! | [`ui`]           | all ratatui code: panes, dialogs, widgets, actions | up to `presentation`, `config` |
//! | [`session`]      | the event loop: terminal, clock, signals, store threads | all of these; of `ui` only `ui::app` |
//! | [`cli`]          | the subcommands, one file each | all but `ui` |
//!
//! `ui`, `store` and `exchange` never import each other: `ui` sends a `Query` and `store` returns a `Response`, both
//! defined in `query::protocol`; `session` connects them.
//!
//! The tests in `tests/it/tidy` read the sources and enforce the imports above, and:
//! - Up to `presentation`, no I/O and no clock: time is an argument. Only `main` reads the wall clock.
//! - SQL only in `store`; ratatui and crossterm only in `ui` and `session`; printing only through `cli::output`.
//! - No import cycle of more than two files, unique type names, no panics outside tests, at most 450 lines per file.
//!
//! The other tests in `tests/it` check the behaviour:
//! - A write is a `Change`: validated in `events`, applied in one transaction, recorded as events.
//! - The event log is append-only; tickets, figures and undo derive from it. One transaction is one undo step.
//! - SLA policies are events too, so past targets stay as they were.
//! - One engine computes a figure; panes, drill-downs and outputs only format it.
//!
//! `.github/CONTRIBUTING.md` has the glossary and the files to touch for each kind of addition.

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
