//! Inputs of the UI and the side effects it requests.

use crossterm::event::KeyEvent;

use crate::engine::report::ReportFileRequest;
use crate::model::table::TableExport;
use crate::model::time::Instant;
use crate::query::protocol::Query;

/// An input, other than a response of the store.
#[derive(Debug, Clone)]
pub enum Input {
    Key(KeyEvent),
    Paste(String),
    /// The text returned by the external editor.
    Edited(String),
    /// The clock has advanced.
    ClockTick(Instant),
    /// A message to show until the next key, such as a settings error.
    Notice(String),
}

/// A side effect requested by the UI.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    Query(Query),
    /// Write a list to a file; answered with `Response::Exported`.
    WriteExport(TableExport),
    /// Write a report to a file; answered with `Response::Exported`.
    WriteReport(ReportFileRequest),
    /// Open the external editor; its result arrives as [`Input::Edited`].
    OpenEditor(String),
    /// Redraw everything, because the terminal may have been overwritten.
    Redraw,
    Quit,
}

/// A message in the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusMessage {
    pub text: String,
    pub tone: Tone,
}

/// Kind of a footer message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A change was made.
    Success,
    /// Information, or why nothing was done.
    Info,
    /// An error; stays until a key is pressed.
    Error,
}
