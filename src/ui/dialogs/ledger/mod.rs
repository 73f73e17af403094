//! Ledger of a ticket's SLA clocks: target, every span with the reason it counts or is paused, and the sum, so that the
//! due time can be verified by hand.

pub mod rows;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::loading::LoadingDialog;
use crate::engine::sla::{self, SlaClock};
use crate::events::transaction::EventSubject;
use crate::model::ids::TicketId;
use crate::model::policy::ClockKind;
use crate::model::text::{fit, pad, width};
use crate::model::time::Instant;
use crate::query::protocol::{Query, Response, TicketDetail};
use crate::ui::action::Action;
use crate::ui::dialogs::ticket_actions::target::ticket_label;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::visible_rows;
use crate::ui::widgets::scroll::Scroll;
use crate::ui::widgets::{dates, state_label};

/// Maximum number of clocks listed at once.
const MAX_LISTED_CLOCKS: usize = 5;

/// Identifies a clock within its ticket: kind, start, opening.
type ClockKey = (ClockKind, Instant, Instant);

/// Ledger dialog.
pub struct ClockLedgerDialog {
    id: TicketId,
    detail: Box<TicketDetail>,
    /// The selected clock.
    selected: Option<ClockKey>,
    scroll: Scroll,
}

fn clock_key(clock: &SlaClock) -> ClockKey {
    (clock.terms.kind, clock.terms.started, clock.terms.effective_from)
}

impl ClockLedgerDialog {
    /// Loads the ticket, then opens the ledger.
    pub fn open(id: TicketId) -> Effect {
        LoadingDialog::load_ticket(id, |detail, _| {
            let nearest = sla::nearest_clock(&detail.clocks).or(detail.clocks.last());
            Effect::Open(Box::new(ClockLedgerDialog {
                id: detail.ticket.id,
                selected: nearest.map(clock_key),
                detail: Box::new(detail.clone()),
                scroll: Scroll::default(),
            }))
        })
    }

    /// All clocks, newest first.
    fn clocks(&self) -> Vec<&SlaClock> {
        self.detail.clocks.iter().rev().collect()
    }

    fn selected_index(&self) -> usize {
        self.clocks().iter().position(|clock| Some(clock_key(clock)) == self.selected).unwrap_or(0)
    }

    fn select(&mut self, to: usize) -> Effect {
        self.selected = self.clocks().get(to).map(|clock| clock_key(clock));
        self.scroll.scroll_to_top();
        Effect::Handled
    }

    /// List row of a clock: kind, state, start.
    fn clock_line(&self, clock: &SlaClock, chosen: bool, columns: usize, view: &View) -> Line<'static> {
        let theme = view.theme;
        let kinds = ClockKind::ALL.map(|kind| view.t(&format!("clock-{}", kind.name())));
        let widest = kinds.iter().map(|kind| width(kind)).max().unwrap_or(0);
        let kind = view.t(&format!("clock-{}", clock.terms.kind.name()));
        let state = state_label::sla_clock_span(clock, view);
        let since = view.tt("ledger-since", &[("at", dates::format_moment(clock.terms.started, view).into())]);
        let line = Line::from(vec![
            Span::raw(if chosen { "› " } else { "  " }),
            Span::styled(pad(&kind, widest) + "  ", if chosen { theme.strong } else { theme.text }),
            Span::styled(pad(&state.content, 24) + "  ", state.style),
            Span::styled(fit(&since, columns.saturating_sub(widest + 30)), theme.dim),
        ]);
        if chosen { theme.highlight_row(line, true) } else { line }
    }
}

impl Pane for ClockLedgerDialog {
    fn title(&self, view: &View) -> String {
        view.tt("ledger-title", &[("ticket", ticket_label(self.id, view).into())])
    }

    fn badge(&self, view: &View) -> String {
        match self.clocks().len() {
            0 | 1 => String::new(),
            n => format!("← {} →", view.tt("n-of-m", &[("n", (self.selected_index() + 1).into()), ("m", n.into())])),
        }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        [Action::Left, Action::Right].into_iter().chain(Action::CURSOR_MOVES).collect()
    }

    fn on(&mut self, action: Action, _view: &View) -> Effect {
        let last = self.clocks().len().saturating_sub(1);
        match action {
            Action::Left => self.select(self.selected_index().saturating_sub(1)),
            Action::Right => self.select((self.selected_index() + 1).min(last)),
            Action::Open => Effect::Handled,
            _ if self.scroll.on_action(action) => Effect::Handled,
            _ => Effect::Ignored,
        }
    }

    fn on_response(&mut self, answer: &Response, _view: &View) -> Effect {
        match answer {
            Response::Ticket(id, Some(detail)) if *id == self.id => self.detail = detail.clone(),
            Response::Delta(delta) if delta.tickets.iter().any(|(id, _)| *id == self.id) => {
                return Effect::Query(Query::Ticket(self.id));
            }
            Response::Applied(_, outcome)
                if outcome.as_ref().as_ref().is_ok_and(|it| it.subject == EventSubject::Ticket(self.id)) =>
            {
                return Effect::Query(Query::Ticket(self.id));
            }
            _ => {}
        }
        Effect::Handled
    }

    /// Sized for the longest ledger, so that switching clocks does not resize the dialog.
    fn size(&self, view: &View) -> (u16, u16) {
        let spans =
            self.detail.clocks.iter().map(|clock| {
                crate::engine::sla::ledger::clock_ledger(clock, &self.detail.ticket, view.now).spans.len()
            });
        let rows = spans.max().unwrap_or(0) + self.detail.clocks.len().min(MAX_LISTED_CLOCKS) + 12;
        (108, u16::try_from(rows).unwrap_or(u16::MAX).clamp(22, 54))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let clocks = self.clocks();
        let at = self.selected_index();
        let Some(clock) = clocks.get(at) else {
            let text = fit(&view.t("no-clocks"), columns);
            return frame.render_widget(Span::styled(text, theme.dim), area);
        };
        let ledger = rows::ledger_rows(clock, &self.detail, columns, view);
        let airy = u16::from(area.height >= 18);
        let rows = |n: usize| Constraint::Length(u16::try_from(n).unwrap_or(0));
        let listed = if clocks.len() > 1 {
            clocks.len().min(MAX_LISTED_CLOCKS).min(usize::from(area.height / 5).max(1))
        } else {
            0
        };
        let [list, _, facts, between, header, spans, sum] = Layout::vertical([
            rows(listed),
            Constraint::Length(airy.min(u16::try_from(listed).unwrap_or(0))),
            rows(ledger.facts.len()),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(0),
            rows(ledger.sum.len()),
        ])
        .areas(area);
        for (n, place) in visible_rows(at, clocks.len(), listed).zip(list.rows()) {
            frame.render_widget(self.clock_line(clocks[n], n == at, columns, view), place);
        }
        for (line, place) in ledger.facts.into_iter().zip(facts.rows()) {
            frame.render_widget(line, place);
        }
        self.scroll.draw_hidden_count(frame, between, ledger.spans.len(), usize::from(spans.height), theme.accent);
        frame.render_widget(ledger.header, header);
        // Place the sum directly below the last span.
        let taken = u16::try_from(ledger.spans.len()).unwrap_or(u16::MAX).min(spans.height);
        self.scroll.draw(frame, spans, ledger.spans);
        let y = spans.y + taken;
        let sum = Rect { y, height: sum.height.min(area.bottom().saturating_sub(y)), ..sum };
        for (line, place) in ledger.sum.into_iter().zip(sum.rows()) {
            frame.render_widget(line, place);
        }
    }
}
