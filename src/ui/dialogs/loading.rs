//! Loads ticket details, then opens the dialog.

use std::collections::HashMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::desk::TicketRow;
use crate::model::ids::TicketId;
use crate::query::protocol::{Query, Response, TicketDetail};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;

/// Called with the loaded data.
type OnLoaded<T> = Box<dyn FnOnce(&T, &View) -> Effect>;

/// A pending load and its continuation.
enum PendingLoad {
    Ticket(TicketId, OnLoaded<TicketDetail>),
    Rows(Vec<TicketId>, OnLoaded<Vec<TicketRow>>),
}

/// Placeholder while loading.
pub struct LoadingDialog {
    /// `None` once the response was that there is no such ticket.
    pending: Option<PendingLoad>,
}

impl LoadingDialog {
    /// Loads all details of a ticket.
    pub fn load_ticket(id: TicketId, then: impl FnOnce(&TicketDetail, &View) -> Effect + 'static) -> Effect {
        LoadingDialog::open(PendingLoad::Ticket(id, Box::new(then)), Query::Ticket(id))
    }

    /// Loads the list rows of several tickets, in the order of `ids`.
    pub fn load_rows(ids: &[TicketId], then: impl FnOnce(&Vec<TicketRow>, &View) -> Effect + 'static) -> Effect {
        LoadingDialog::open(PendingLoad::Rows(ids.to_vec(), Box::new(then)), Query::TicketRows(ids.to_vec()))
    }

    fn open(wanted: PendingLoad, ask: Query) -> Effect {
        Effect::All(vec![Effect::Open(Box::new(LoadingDialog { pending: Some(wanted) })), Effect::Query(ask)])
    }

    /// Replaces this dialog.
    fn replace_with(effect: Effect) -> Effect {
        Effect::All(vec![Effect::Close, effect])
    }
}

impl Pane for LoadingDialog {
    fn title(&self, _view: &View) -> String {
        String::new()
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        Vec::new()
    }

    /// Short-lived, so it can only be closed.
    fn on(&mut self, action: Action, _view: &View) -> Effect {
        if matches!(action, Action::Back | Action::Quit | Action::Redraw) { Effect::Ignored } else { Effect::Handled }
    }

    fn on_response(&mut self, answer: &Response, view: &View) -> Effect {
        match (self.pending.take(), answer) {
            (Some(PendingLoad::Ticket(id, then)), Response::Ticket(loaded, detail)) if *loaded == id => match detail {
                Some(detail) => LoadingDialog::replace_with(then(detail, view)),
                None => Effect::Handled,
            },
            (Some(PendingLoad::Rows(ids, then)), Response::TicketRows(asked, rows)) if *asked == ids => {
                let places: HashMap<TicketId, usize> = ids.iter().copied().zip(0..).collect();
                let mut rows = rows.clone();
                rows.sort_by_key(|row| places.get(&row.id).copied());
                LoadingDialog::replace_with(then(&rows, view))
            }
            (Some(_), Response::Failed(_)) => Effect::Close,
            (wanted, _) => {
                self.pending = wanted;
                Effect::Handled
            }
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (44, 3)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        match self.pending {
            Some(_) => frame.render_widget(Span::styled(view.t("reading"), view.theme.dim), area),
            None => frame.render_widget(Line::raw(view.t("no-such-ticket")), area),
        }
    }
}
