//! The only ratatui: what is drawn, and what a key means.
//!
//! - [`app`]: the state of the screen; every key and every answer goes through it.
//! - [`pane`]: what a pane is. To add one: a file in [`panes`], a line where [`panes`] lists them.
//! - [`action`]: the one table of what can be done; footer, help and palette are views of it.
//! - [`dialogs`]: panes on a stack above the others. [`widgets`]: small things that several of them draw.
//! - [`view`]: what a pane may look at. Drawing is `&self` and changes nothing.

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
