//! Loads ticket details, then opens the dialog.

use std::collections::HashMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::engine::desk::Row;
use crate::model::ids::TicketId;
use crate::query::protocol::{Answer, Ask, Detail};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;

/// Called with the loaded data.
type Then<T> = Box<dyn FnOnce(&T, &View) -> Effect>;

/// A pending load and its continuation.
enum Wanted {
    Ticket(TicketId, Then<Detail>),
    Rows(Vec<TicketId>, Then<Vec<Row>>),
}

/// Placeholder while loading.
pub struct Reading {
    /// `None` once the response was that there is no such ticket.
    wanted: Option<Wanted>,
}

impl Reading {
    /// Loads all details of a ticket.
    pub fn ticket(id: TicketId, then: impl FnOnce(&Detail, &View) -> Effect + 'static) -> Effect {
        Reading::open(Wanted::Ticket(id, Box::new(then)), Ask::Ticket(id))
    }

    /// Loads the list rows of several tickets, in the order of `ids`.
    pub fn rows(ids: &[TicketId], then: impl FnOnce(&Vec<Row>, &View) -> Effect + 'static) -> Effect {
        Reading::open(Wanted::Rows(ids.to_vec(), Box::new(then)), Ask::Rows(ids.to_vec()))
    }

    fn open(wanted: Wanted, ask: Ask) -> Effect {
        Effect::All(vec![Effect::Open(Box::new(Reading { wanted: Some(wanted) })), Effect::Ask(ask)])
    }

    /// Replaces this dialog.
    fn make_way(effect: Effect) -> Effect {
        Effect::All(vec![Effect::Close, effect])
    }
}

impl Pane for Reading {
    fn title(&self, _view: &View) -> String {
        String::new()
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        Vec::new()
    }

    /// Short-lived, so it can only be closed.
    fn on(&mut self, action: Action, _view: &View) -> Effect {
        if matches!(action, Action::Back | Action::Quit | Action::Redraw) { Effect::Pass } else { Effect::Done }
    }

    fn heard(&mut self, answer: &Answer, view: &View) -> Effect {
        match (self.wanted.take(), answer) {
            (Some(Wanted::Ticket(id, then)), Answer::Ticket(loaded, detail)) if *loaded == id => match detail {
                Some(detail) => Reading::make_way(then(detail, view)),
                None => Effect::Done,
            },
            (Some(Wanted::Rows(ids, then)), Answer::Rows(asked, rows)) if *asked == ids => {
                let places: HashMap<TicketId, usize> = ids.iter().copied().zip(0..).collect();
                let mut rows = rows.clone();
                rows.sort_by_key(|row| places.get(&row.id).copied());
                Reading::make_way(then(&rows, view))
            }
            (Some(_), Answer::Failed(_)) => Effect::Close,
            (wanted, _) => {
                self.wanted = wanted;
                Effect::Done
            }
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (44, 3)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        match self.wanted {
            Some(_) => frame.render_widget(Span::styled(view.t("reading"), view.theme.dim), area),
            None => frame.render_widget(Line::raw(view.t("no-such-ticket")), area),
        }
    }
}
