//! Preview of a bulk action: one line per changed ticket, before it is applied.

use std::collections::HashMap;
use std::rc::Rc;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::engine::desk::TicketRow;
use crate::events::change::Change;
use crate::model::event::TicketEdit;
use crate::model::ids::{PersonId, TicketId};
use crate::model::text::{clean_line, fit, pad, pad_left, width};
use crate::query::protocol::Response;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::scroll::Scroll;
use crate::ui::widgets::{event_text, state_label};

/// Maximum width of the subject.
const MAX_SUBJECT_WIDTH: usize = 40;

/// Preview dialog.
pub struct BulkPreviewDialog {
    title: String,
    /// Tickets with their changes.
    rows: Vec<(TicketRow, Vec<Change>)>,
    /// Number of unchanged tickets.
    unchanged: usize,
    /// Widths of the id and subject columns.
    widths: (usize, usize),
    scroll: Scroll,
    /// The submitted change, until its response arrives.
    pending_change: Option<Change>,
}

impl BulkPreviewDialog {
    /// Opens the preview for changes of some of the `rows`.
    pub fn open(title: String, rows: Rc<[TicketRow]>, changes: Vec<Change>) -> Effect {
        let mut own: HashMap<TicketId, Vec<Change>> = HashMap::new();
        for change in changes {
            if let Some(ticket) = change.ticket() {
                own.entry(ticket).or_default().push(change);
            }
        }
        let changed = rows.iter().filter_map(|row| {
            let mut own = own.remove(&row.id)?;
            own.retain(|change| changes_ticket(row, change));
            (!own.is_empty()).then(|| (row.clone(), own))
        });
        let changed: Vec<_> = changed.collect();
        let same = rows.len() - changed.len();
        let widest = |of: &dyn Fn(&TicketRow) -> usize| changed.iter().map(|(row, _)| of(row)).max().unwrap_or(0);
        let id = widest(&|row| row.id.to_string().len() + 1);
        let subject = widest(&|row| width(&clean_line(row.title()))).min(MAX_SUBJECT_WIDTH);
        let widths = (id, subject);
        Effect::Open(Box::new(BulkPreviewDialog {
            title,
            rows: changed,
            unchanged: same,
            widths,
            scroll: Scroll::default(),
            pending_change: None,
        }))
    }

    fn row_line(
        &self,
        (row, changes): &(TicketRow, Vec<Change>),
        widths: (usize, usize),
        columns: usize,
        view: &View,
    ) -> Line<'static> {
        let theme = view.theme;
        let head = format!("{}  ", pad_left(&format!("#{}", row.id), widths.0));
        let subject = pad(&clean_line(row.title()), widths.1) + "  ";
        let room = columns.saturating_sub(width(&head) + width(&subject));
        let descriptions: Vec<String> = changes.iter().map(|change| describe_change(row, change, view)).collect();
        Line::from(vec![
            Span::styled(head, theme.dim),
            Span::styled(subject, theme.text),
            Span::styled(fit(&descriptions.join(" · "), room), theme.strong),
        ])
    }
}

/// Whether the change would alter the ticket.
fn changes_ticket(row: &TicketRow, change: &Change) -> bool {
    match change {
        Change::Assign { to, .. } => row.assignee != *to,
        Change::SetStatus { status, .. } => row.status != *status,
        Change::SetPriority { priority, .. } => row.priority != *priority,
        Change::Escalate { level, .. } => *level > 0 || row.escalation > 0,
        Change::EditTicket { edit: TicketEdit::Category(category), .. } => {
            row.category.as_deref() != category.as_deref()
        }
        Change::EditTicket { edit: TicketEdit::Tags(tags), .. } => row.tags != *tags,
        Change::HandOffTicket { to, .. } => to.is_none() || row.assignee != *to,
        _ => true,
    }
}

/// Short description of a change.
fn describe_change(row: &TicketRow, change: &Change, view: &View) -> String {
    let turn = |from: String, to: String| format!("{from} → {to}");
    let who = |person: Option<PersonId>| match person {
        Some(_) => view.person_name(person).to_owned(),
        None => view.t("nobody"),
    };
    let text = |text: Option<&str>| match text {
        Some(text) => clean_line(text).into_owned(),
        None => "–".into(),
    };
    match change {
        Change::Assign { to, .. } | Change::HandOffTicket { to, .. } => turn(who(row.assignee), who(*to)),
        Change::SetStatus { status, .. } => {
            turn(state_label::status(row.status, view).text, state_label::status(*status, view).text)
        }
        Change::SetPriority { priority, .. } => {
            turn(state_label::priority(row.priority, view).text, state_label::priority(*priority, view).text)
        }
        Change::Escalate { level: to, .. } => {
            let level = |level: u8| if level == 0 { "–".into() } else { view.t(&format!("level-{level}")) };
            turn(level(row.escalation), level(*to))
        }
        Change::EditTicket { edit: TicketEdit::Category(category), .. } => {
            turn(text(row.category.as_deref()), text(category.as_deref()))
        }
        Change::EditTicket { edit: TicketEdit::Tags(tags), .. } => {
            let gone = row.tags.iter().filter(|tag| !tags.contains(tag)).map(|tag| format!("−{}", clean_line(tag)));
            let new = tags.iter().filter(|tag| !row.tags.contains(tag)).map(|tag| format!("+{}", clean_line(tag)));
            new.chain(gone).collect::<Vec<_>>().join(" ")
        }
        Change::Merge { into, .. } => format!("→ #{into}"),
        Change::AddNote { body, .. } => format!("✎ {}", clean_line(body)),
        Change::Reply { body, then, .. } => {
            let then = then.map(|then| state_label::status(then, view).text + " · ").unwrap_or_default();
            format!("▸ {then}{}", clean_line(body))
        }
        Change::EditTicket { edit, .. } => event_text::edit_value_text(edit, view),
        _ => String::new(),
    }
}

impl Pane for BulkPreviewDialog {
    fn title(&self, _view: &View) -> String {
        self.title.clone()
    }

    fn badge(&self, view: &View) -> String {
        if self.pending_change.is_some() { view.t("saving") } else { self.rows.len().to_string() }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let make = (!self.rows.is_empty()).then_some(Action::Open);
        make.into_iter().chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Open).then(|| view.t("do-apply"))
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        match action {
            Action::Open if self.pending_change.is_some() => Effect::Message(view.t("saving")),
            Action::Open if self.rows.is_empty() => Effect::Message(view.t("nothing-changed")),
            Action::Open => {
                let change = Change::Batch(self.rows.iter().flat_map(|(_, changes)| changes.clone()).collect());
                self.pending_change = Some(change.clone());
                Effect::Change(change)
            }
            _ if self.scroll.on_action(action) => Effect::Handled,
            Action::Back | Action::Quit | Action::Redraw | Action::Help | Action::CommandPalette => Effect::Ignored,
            _ => Effect::Handled,
        }
    }

    fn on_response(&mut self, answer: &Response, _view: &View) -> Effect {
        let Response::Applied(request, outcome) = answer else { return Effect::Handled };
        if self.pending_change.as_ref() != Some(&request.change) {
            return Effect::Handled;
        }
        self.pending_change = None;
        if outcome.is_ok() { Effect::Close } else { Effect::Handled }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (100, u16::try_from(self.rows.len()).unwrap_or(u16::MAX).saturating_add(6).clamp(9, 40))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let [head, between, list, foot] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(0),
            Constraint::Length(u16::from(self.unchanged > 0)),
        ])
        .areas(area);
        let advice = view.tt("preview-advice", &[("n", self.rows.len().into())]);
        frame.render_widget(Span::styled(fit(&advice, columns), theme.dim), head);
        if self.unchanged > 0 {
            let same = view.tt("preview-same", &[("n", self.unchanged.into())]);
            frame.render_widget(Span::styled(fit(&same, columns), theme.dim), foot);
        }
        let widths = (self.widths.0, self.widths.1.min(columns / 2));
        self.scroll.draw_hidden_count(frame, between, self.rows.len(), usize::from(list.height), theme.accent);
        self.scroll.draw_rows(frame, list, self.rows.len(), |n| self.row_line(&self.rows[n], widths, columns, view));
    }
}
