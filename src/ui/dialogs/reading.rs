//! Asks the file first: a dialog that needs more of a ticket than the lists know is opened once the file has answered.

use std::collections::HashMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::desk::Row;
use crate::domain::dialogue::{Answer, Ask, Detail};
use crate::domain::ticket::TicketId;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;

/// What is done with the answer.
type Then<T> = Box<dyn FnOnce(&T, &View) -> Effect>;

/// What the file was asked, and what is done with its answer.
enum Wanted {
    Ticket(TicketId, Then<Detail>),
    Rows(Vec<TicketId>, Then<Vec<Row>>),
}

/// Stands where the dialog will be.
pub struct Reading {
    /// `None` once the answer has come and was no ticket.
    wanted: Option<Wanted>,
}

impl Reading {
    /// All that is known of a ticket.
    pub fn ticket(id: TicketId, then: impl FnOnce(&Detail, &View) -> Effect + 'static) -> Effect {
        Reading::open(Wanted::Ticket(id, Box::new(then)), Ask::Ticket(id))
    }

    /// Several tickets as lists show them, in the order of `ids`.
    pub fn rows(ids: &[TicketId], then: impl FnOnce(&Vec<Row>, &View) -> Effect + 'static) -> Effect {
        Reading::open(Wanted::Rows(ids.to_vec(), Box::new(then)), Ask::Rows(ids.to_vec()))
    }

    fn open(wanted: Wanted, ask: Ask) -> Effect {
        Effect::All(vec![Effect::Open(Box::new(Reading { wanted: Some(wanted) })), Effect::Ask(ask)])
    }

    /// The dialog that was wanted takes the place of this one.
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

    /// It is gone in a moment, so nothing but its end is to be had.
    fn on(&mut self, action: Action, _view: &View) -> Effect {
        if matches!(action, Action::Back | Action::Quit | Action::Redraw) { Effect::Pass } else { Effect::Done }
    }

    fn heard(&mut self, answer: &Answer, view: &View) -> Effect {
        match (self.wanted.take(), answer) {
            (Some(Wanted::Ticket(id, then)), Answer::Ticket(told, detail)) if *told == id => match detail {
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
