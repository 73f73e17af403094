//! All ratatui code: drawing and key handling.
//!
//! - [`app`]: application state; every key and every response goes through it.
//! - [`pane`]: the `Pane` trait. To add a pane: a file in [`panes`], and a line in its lists.
//! - [`action`]: the action table; footer, help and command palette derive from it.
//! - [`dialogs`]: panes on a stack above the others. [`widgets`]: shared drawing helpers.
//! - [`view`]: read-only context of a pane. Drawing takes `&self` and changes nothing.

pub mod action;
pub mod app;
mod asking;
pub mod dialogs;
pub mod frame;
pub mod handover;
mod huddle;
pub mod keymap;
pub mod lens;
pub mod looking;
mod outside;
pub mod pane;
pub mod panes;
pub mod plan;
mod ring;
mod scene;
mod staffed;
pub mod theme;
mod trail;
pub mod view;
pub mod widgets;
pub mod words;
