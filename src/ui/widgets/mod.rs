//! Drawing and formatting helpers shared by panes and dialogs.

pub mod dates;
pub mod event_text;
pub mod list;
pub mod markdown;
pub mod plot;
pub mod scroll;
pub mod state_label;
pub mod text_body;
pub mod text_field;
