//! Ticket dialog: facts, SLA clocks and history.

pub mod facts;
pub mod sections;
pub mod timeline;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::ticket_actions;
use crate::events::transaction::EventSubject;
use crate::model::ids::TicketId;
use crate::model::text::{clean_line, wrap};
use crate::query::protocol::{Query, Response, TicketDetail};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::scroll::{Scroll, format_hidden_rows};

/// Minimum width for the facts beside the history.
const TWO_COLUMN_WIDTH: u16 = 104;
const FACTS_WIDTH: u16 = 44;
/// Minimum width for a facts column that fits other tickets' subjects.
const WIDE_FACTS_FROM: u16 = 150;
const WIDE_FACTS_WIDTH: u16 = 60;
/// Maximum rows of the subject; the history has it in full.
const MAX_SUBJECT_ROWS: usize = 2;
/// Rows reserved for the history, including its heading and the row above.
const MIN_HISTORY_ROWS: usize = 8;

/// Loading state of the ticket.
enum TicketDetailState {
    Loading,
    Missing,
    Loaded(Box<TicketDetail>),
}

/// Ticket dialog.
pub struct TicketDialog {
    id: TicketId,
    state: TicketDetailState,
    /// A query is pending; its response will include changes made meanwhile.
    query_pending: bool,
    /// Scroll offset of the history from its end, where the newest events are.
    rows_below: usize,
    /// Size of the history at the last draw, for scrolling.
    history_size: Cell<HistorySize>,
    /// Keys scroll the facts instead of the history.
    facts_focused: bool,
    facts_scroll: Scroll,
    /// The facts did not fit at the last draw.
    facts_overflow: Cell<bool>,
}

/// Total and visible rows of the history.
#[derive(Debug, Clone, Copy, Default)]
struct HistorySize {
    rows: usize,
    visible: usize,
}

impl TicketDialog {
    /// Opens the dialog and queries the ticket.
    pub fn open(id: TicketId) -> Effect {
        let card = TicketDialog {
            id,
            state: TicketDetailState::Loading,
            query_pending: true,
            rows_below: 0,
            history_size: Cell::default(),
            facts_focused: false,
            facts_scroll: Scroll::default(),
            facts_overflow: Cell::new(false),
        };
        Effect::All(vec![Effect::Open(Box::new(card)), Effect::Query(Query::Ticket(id))])
    }

    fn query(&mut self) -> Effect {
        if std::mem::replace(&mut self.query_pending, true) {
            Effect::Handled
        } else {
            Effect::Query(Query::Ticket(self.id))
        }
    }

    fn scroll(&mut self, action: Action) -> Effect {
        if self.facts_focused && self.facts_overflow.get() {
            return if self.facts_scroll.on_action(action) { Effect::Handled } else { Effect::Ignored };
        }
        let HistorySize { rows, visible: shown } = self.history_size.get();
        let most = rows.saturating_sub(shown);
        let page = shown.saturating_sub(1).max(1);
        let below = self.rows_below.min(most);
        self.rows_below = match action {
            Action::Up => below + 1,
            Action::Down => below.saturating_sub(1),
            Action::PageUp => below + page,
            Action::PageDown => below.saturating_sub(page),
            Action::Top => most,
            Action::Bottom => 0,
            _ => return Effect::Ignored,
        }
        .min(most);
        Effect::Handled
    }

    /// Draws the facts; if they overflow, the last row says how many more there are.
    fn draw_facts(&self, frame: &mut Frame, area: Rect, lines: Vec<Line<'static>>, view: &View) {
        let n = lines.len();
        if n <= usize::from(area.height) {
            return self.facts_scroll.draw(frame, area, lines);
        }
        let [list, foot] = Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(area);
        self.facts_scroll.draw(frame, list, lines);
        let style = if self.facts_focused { view.theme.accent } else { view.theme.dim };
        self.facts_scroll.draw_hidden_count(frame, foot, n, usize::from(list.height), style);
    }

    fn draw_history(&self, frame: &mut Frame, area: Rect, detail: &TicketDetail, view: &View) {
        if area.is_empty() {
            return;
        }
        let theme = view.theme;
        let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
        let rows = timeline::timeline_rows(detail, usize::from(body.width), view);
        let shown = usize::from(body.height);
        self.history_size.set(HistorySize { rows: rows.len(), visible: shown });
        let top = rows.len().saturating_sub(shown);
        let below = self.rows_below.min(top);
        let above = top - below;
        frame.render_widget(Span::styled(view.t("history"), theme.strong), head);
        let more = Line::styled(format_hidden_rows((above, below)), theme.accent);
        frame.render_widget(more.right_aligned(), head);
        for (row, place) in rows.into_iter().skip(above).zip(body.rows()) {
            frame.render_widget(row, place);
        }
    }
}

impl Pane for TicketDialog {
    fn title(&self, view: &View) -> String {
        view.tt("ticket-title", &[("id", self.id.to_string().into())])
    }

    fn badge(&self, _view: &View) -> String {
        match &self.state {
            TicketDetailState::Loaded(detail) => detail
                .ticket
                .source
                .as_ref()
                .map_or_else(String::new, |s| clean_line(&format!("{} {}", s.name, s.id)).into_owned()),
            _ => String::new(),
        }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let acts = Action::TICKET_ACTIONS.into_iter().filter(|action| *action != Action::Open);
        let acts = acts.filter(|_| !matches!(self.state, TicketDetailState::Missing));
        let see_also = match &self.state {
            TicketDetailState::Loaded(detail) => has_relations(detail).then_some(Action::Open),
            _ => None,
        };
        let more = self.facts_overflow.get().then_some(Action::NextPane);
        see_also.into_iter().chain(more).chain(acts).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Open => Some(view.t("do-related")),
            Action::NextPane => Some(view.t(if self.facts_focused { "do-card-history" } else { "do-card-facts" })),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        match action {
            Action::Open => match &self.state {
                TicketDetailState::Loaded(detail) => ticket_actions::open_related_ticket(detail, view),
                _ => Effect::Handled,
            },
            Action::NextPane | Action::PreviousPane => {
                self.facts_focused = !self.facts_focused;
                Effect::Handled
            }
            _ if Action::TICKET_ACTIONS.contains(&action) && !matches!(self.state, TicketDetailState::Missing) => {
                ticket_actions::run_ticket_action(action, self.id, view)
            }
            _ => self.scroll(action),
        }
    }

    fn on_response(&mut self, answer: &Response, _view: &View) -> Effect {
        match answer {
            Response::Ticket(id, detail) if *id == self.id => {
                self.query_pending = false;
                self.state = detail.clone().map_or(TicketDetailState::Missing, TicketDetailState::Loaded);
                Effect::Handled
            }
            Response::Delta(delta) if delta.tickets.iter().any(|(id, _)| *id == self.id) => self.query(),
            Response::Applied(_, outcome)
                if outcome.as_ref().as_ref().is_ok_and(|o| o.subject == EventSubject::Ticket(self.id)) =>
            {
                self.query()
            }
            Response::Failed(_) => {
                self.query_pending = false;
                Effect::Handled
            }
            _ => Effect::Handled,
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (172, 60)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let detail = match &self.state {
            TicketDetailState::Loading => return frame.render_widget(Span::styled(view.t("reading"), theme.dim), area),
            TicketDetailState::Missing => return frame.render_widget(Line::raw(view.t("no-such-ticket")), area),
            TicketDetailState::Loaded(detail) => detail,
        };
        let subject = clean_line(&detail.ticket.subject);
        let rows = |n: usize| Constraint::Length(u16::try_from(n).unwrap_or(0));
        // Notices may take up to half of the height.
        let most = usize::from(area.height / 2);
        let head = |columns: u16| -> Vec<Line<'static>> {
            let subject = wrap(&subject, usize::from(columns)).into_iter().take(MAX_SUBJECT_ROWS);
            let subject = subject.map(|row| Line::styled(row, theme.strong));
            subject.chain(sections::notice_lines(detail, usize::from(columns), view)).take(most.max(1)).collect()
        };
        if area.width >= TWO_COLUMN_WIDTH {
            let side = if area.width >= WIDE_FACTS_FROM { WIDE_FACTS_WIDTH } else { FACTS_WIDTH };
            let [left, _, right] =
                Layout::horizontal([Constraint::Min(0), Constraint::Length(3), Constraint::Length(side)]).areas(area);
            let head_lines = head(left.width);
            let [head, _, history] =
                Layout::vertical([rows(head_lines.len()), Constraint::Length(1), Constraint::Min(0)]).areas(left);
            draw_lines(frame, head, head_lines);
            self.draw_facts(frame, right, facts::facts_column(detail, usize::from(right.width), view), view);
            self.facts_overflow.set(self.facts_scroll.overflows());
            self.draw_history(frame, history, detail, view);
        } else {
            let head_lines = head(area.width);
            let spare = most.saturating_sub(head_lines.len());
            let facts = facts::facts_block(detail, usize::from(area.width), view);
            // In a narrow window the facts replace the history when focused.
            let airy = Constraint::Length(u16::from(area.height > 16));
            self.facts_overflow.set(true);
            if self.facts_focused {
                let [head, _, side] = Layout::vertical([rows(head_lines.len()), airy, Constraint::Min(0)]).areas(area);
                draw_lines(frame, head, head_lines);
                return self.draw_facts(frame, side, facts::facts_column(detail, usize::from(side.width), view), view);
            }
            // Reserve a few rows for the history.
            let room = usize::from(area.height).saturating_sub(head_lines.len() + MIN_HISTORY_ROWS);
            let shown = facts.len().min(spare.max(room).max(3));
            let [head, block, between, history] =
                Layout::vertical([rows(head_lines.len()), rows(shown), airy, Constraint::Min(0)]).areas(area);
            draw_lines(frame, head, head_lines);
            let more = Line::styled(format_hidden_rows((0, facts.len() - shown)), theme.dim);
            frame.render_widget(more.right_aligned(), between);
            draw_lines(frame, block, facts);
            self.draw_history(frame, history, detail, view);
        }
    }
}

/// Whether there are related tickets to open.
fn has_relations(detail: &TicketDetail) -> bool {
    let ticket = &detail.ticket;
    let tied = ticket.merged_into.is_some() || !ticket.merged_from.is_empty() || !ticket.links.is_empty();
    tied || !detail.other_tickets.is_empty()
}

fn draw_lines(frame: &mut Frame, area: Rect, lines: impl IntoIterator<Item = Line<'static>>) {
    for (line, row) in lines.into_iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
}
