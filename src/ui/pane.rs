//! The `Pane` trait and its effects.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::action::Action;
use super::view::View;
use crate::engine::report::ReportFileRequest;
use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::model::record::Record;
use crate::model::table::TableExport;
use crate::query::columns::QueueColumn;
use crate::query::protocol::{Query, Response};
use crate::query::sort::QueueSort;
use crate::query::views::QueueView;
use crate::ui::state::coverage::SetCoverageView;
use crate::ui::state::metrics::SetMetricsView;

/// A part of the screen with its own cursor and state. A dialog is a pane on a stack above the others.
pub trait Pane {
    /// Title, at the top left of the border.
    fn title(&self, view: &View) -> String;

    /// Count or state, at the top right of the border.
    fn badge(&self, _view: &View) -> String {
        String::new()
    }

    /// Whether it is drawn in a border with its title.
    fn bordered(&self) -> bool {
        true
    }

    /// Available actions, most useful first. Read by footer, help and palette.
    fn actions(&self, view: &View) -> Vec<Action>;

    /// Local label of an action, where it differs from the general one.
    fn action_label(&self, _action: Action, _view: &View) -> Option<String> {
        None
    }

    /// Handles an action. The only place where a pane's state changes.
    fn on(&mut self, action: Action, view: &View) -> Effect;

    /// Draws inside the border.
    fn draw(&self, frame: &mut Frame, area: Rect, view: &View);

    /// Called when the pane becomes visible.
    fn on_show(&mut self, _view: &View) -> Effect {
        Effect::Handled
    }

    /// Handles a key before the keymap; for text fields. `None` leaves it to the keymap.
    fn on_key(&mut self, _key: KeyEvent, _view: &View) -> Option<Effect> {
        None
    }

    /// Whether characters are text input, not key bindings.
    fn captures_text(&self) -> bool {
        false
    }

    /// Handles pasted text; for text fields.
    fn on_paste(&mut self, _text: &str, _view: &View) {}

    /// Called after a paste has been inserted.
    fn after_paste(&mut self, _view: &View) -> Effect {
        Effect::Handled
    }

    /// Receives the text of the external editor, after an [`Effect::OpenEditor`].
    fn on_edited(&mut self, _text: &str, _view: &View) {}

    /// Handles a response; called on every pane and dialog.
    fn on_response(&mut self, _answer: &Response, _view: &View) -> Effect {
        Effect::Handled
    }

    /// Changes how the queue is arranged.
    fn on_arrange_queue(&mut self, _how: &QueueArrangement, _view: &View) {}

    /// Preferred columns and rows of a dialog, borders included.
    fn size(&self, _view: &View) -> (u16, u16) {
        (80, 24)
    }
}

/// Result of an action, as data so that tests can inspect it.
pub enum Effect {
    /// Handled.
    Handled,
    /// Not handled here; try the global action.
    Ignored,
    /// Opens a dialog on top.
    Open(Box<dyn Pane>),
    /// Opens the dialog of a ticket. Data, not a dialog: the ticket dialog itself offers the actions that open others.
    OpenTicket(TicketId),
    /// Closes this dialog.
    Close,
    /// Shows a footer message.
    Message(String),
    /// Requests a write.
    Change(Change),
    /// Queries the store.
    Query(Query),
    /// Writes a list to a file.
    WriteExport(TableExport),
    /// Writes a report to a file.
    WriteReport(ReportFileRequest),
    /// Rearranges the queue.
    ArrangeQueue(QueueArrangement),
    /// Changes the coverage view.
    SetCoverageView(SetCoverageView),
    /// Changes the Metrics view.
    SetMetricsView(SetMetricsView),
    /// Opens the external editor with this text.
    OpenEditor(String),
    /// Dispatches the action.
    Dispatch(Action),
    /// Several effects, in order.
    All(Vec<Effect>),
    Quit,
}

impl Effect {
    /// Replaces a stored record.
    pub fn replace_record(id: i64, record: Record) -> Effect {
        Effect::Change(Change::ReplaceRecord { kind: record.kind(), id, record: Some(record) })
    }
}

/// How the queue is arranged.
#[derive(Debug, Clone, PartialEq)]
pub enum QueueArrangement {
    Sort(QueueSort),
    /// `None` for as many columns as fit.
    Columns(Option<Vec<QueueColumn>>),
    View(QueueView),
    /// Inserts the beginning of a filter term at the caret.
    InsertTerm(String),
}
