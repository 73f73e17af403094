//! The checklist of a ticket's category.

use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::loading::LoadingDialog;
use crate::config::Settings;
use crate::events::change::Change;
use crate::events::transaction::EventSubject;
use crate::model::ids::TicketId;
use crate::model::text::{clean_line, pad};
use crate::model::ticket::Ticket;
use crate::query::protocol::{Query, Response, TicketDetail};
use crate::ui::action::Action;
use crate::ui::dialogs::ticket_actions::target::ticket_label;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{step_row, visible_rows};

/// The dialog.
pub struct ChecklistDialog {
    id: TicketId,
    ticket_label: String,
    items: Vec<String>,
    done: BTreeSet<String>,
    cursor: usize,
}

impl ChecklistDialog {
    /// Loads the ticket and opens its checklist; shows a message if the category has none.
    pub fn open(id: TicketId) -> Effect {
        LoadingDialog::load_ticket(id, |detail, view| {
            let items = checklist_items(&detail.ticket, view.settings);
            if items.is_empty() {
                let category = detail.ticket.category.as_deref().map(|it| clean_line(it).into_owned());
                let category = category.unwrap_or_else(|| "–".into());
                return Effect::Message(view.tt("no-checklist", &[("category", category.into())]));
            }
            let mut list = ChecklistDialog {
                id: detail.ticket.id,
                ticket_label: ticket_label(detail.ticket.id, view),
                items,
                done: BTreeSet::new(),
                cursor: 0,
            };
            list.update(detail, view);
            // Start at the first open item.
            list.cursor = list.items.iter().position(|item| !list.done.contains(item)).unwrap_or(0);
            Effect::Open(Box::new(list))
        })
    }

    fn update(&mut self, detail: &TicketDetail, view: &View) {
        self.items = checklist_items(&detail.ticket, view.settings);
        self.done = detail.ticket.done_checklist_items.clone();
    }

    fn done_count(&self) -> usize {
        self.items.iter().filter(|item| self.done.contains(*item)).count()
    }
}

/// The items of the ticket's category, then items ticked under a previous category.
pub fn checklist_items(ticket: &Ticket, settings: &Settings) -> Vec<String> {
    let listed = settings.checklist_items(ticket.category.as_deref());
    let others = ticket.done_checklist_items.iter().filter(|item| !listed.contains(item));
    listed.iter().chain(others).cloned().collect()
}

impl Pane for ChecklistDialog {
    fn title(&self, view: &View) -> String {
        view.tt("checklist-title", &[("ticket", self.ticket_label.as_str().into())])
    }

    fn badge(&self, view: &View) -> String {
        view.tt("n-of-m", &[("n", self.done_count().into()), ("m", self.items.len().into())])
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        [Action::Open].into_iter().chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        let done = self.items.get(self.cursor).is_some_and(|item| self.done.contains(item));
        (action == Action::Open).then(|| view.t(if done { "do-untick" } else { "do-tick" }))
    }

    fn on(&mut self, action: Action, _view: &View) -> Effect {
        if action == Action::Open {
            let Some(item) = self.items.get(self.cursor) else { return Effect::Handled };
            let done = !self.done.contains(item);
            return Effect::Change(Change::SetChecklistItem { ticket: self.id, item: item.clone(), done });
        }
        match step_row(action, self.cursor, self.items.len()) {
            Some(at) => {
                self.cursor = at;
                Effect::Handled
            }
            None => Effect::Ignored,
        }
    }

    fn on_response(&mut self, answer: &Response, view: &View) -> Effect {
        match answer {
            Response::Ticket(id, Some(detail)) if *id == self.id => self.update(detail, view),
            Response::Delta(delta) if delta.tickets.iter().any(|(id, _)| *id == self.id) => {
                return Effect::Query(Query::Ticket(self.id));
            }
            // A ticket outside the backlog may be in no delta.
            Response::Applied(_, outcome)
                if outcome.as_ref().as_ref().is_ok_and(|it| it.subject == EventSubject::Ticket(self.id)) =>
            {
                return Effect::Query(Query::Ticket(self.id));
            }
            _ => {}
        }
        Effect::Handled
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (72, u16::try_from(self.items.len()).unwrap_or(u16::MAX).saturating_add(4).clamp(8, 30))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let shown = visible_rows(self.cursor, self.items.len(), usize::from(area.height));
        for (n, place) in shown.zip(area.rows()) {
            let item = &self.items[n];
            let done = self.done.contains(item);
            let (glyph, style) = if done { ("✓ ", theme.good) } else { ("○ ", theme.warn) };
            let lead = if n == self.cursor { "› " } else { "  " };
            let text = pad(&clean_line(item), columns.saturating_sub(4));
            let line = Line::from(vec![
                Span::raw(lead),
                Span::styled(glyph, style),
                Span::styled(text, if done { theme.dim } else { theme.text }),
            ]);
            let line = if n == self.cursor { theme.highlight_row(line, true) } else { line };
            frame.render_widget(line, place);
        }
    }
}
