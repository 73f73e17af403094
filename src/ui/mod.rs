//! All ratatui code: drawing and key handling.
//!
//! - [`app`]: application state; every key and every response goes through it.
//! - [`pane`]: the `Pane` trait. To add a pane: a file in [`panes`], and a line in its lists.
//! - [`action`]: the action table; footer, help and command palette derive from it.
//! - [`dialogs`]: panes on a stack above the others. [`widgets`]: shared drawing helpers.
//! - [`view`]: read-only context of a pane. Drawing takes `&self` and changes nothing.
//! - [`state`]: what panes share: selections of a view, and caches. The files that compute with it import [`view`].

pub mod action;
pub mod app;
pub mod app_state;
pub mod change_tracker;
pub mod coverage_view;
pub mod dialogs;
pub mod figure_requests;
pub mod frame;
pub mod keymap;
pub mod metrics_view;
pub mod pane;
pub mod panes;
pub mod plan_format;
pub mod promise_reminder;
pub mod staffing_cache;
pub mod state;
pub mod theme;
pub mod view;
pub mod widgets;
