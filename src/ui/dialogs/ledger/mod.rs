//! The ledger of a ticket's clocks: what was promised, every span of time with the reason why it counts or does not,
//! and the sum, so that a person can add it up.

mod rows;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::acts::called;
use super::reading::Reading;
use crate::domain::dialogue::{Answer, Ask, Detail, Subject};
use crate::domain::sla::{self, Clock, ClockKind};
use crate::domain::text::{fit, pad, width};
use crate::domain::ticket::TicketId;
use crate::domain::time::Instant;
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::page;
use crate::ui::widgets::scroll::Scroll;
use crate::ui::widgets::{mark, when};

/// So many clocks are listed at once.
const LISTED: usize = 5;

/// What tells a clock from the others of its ticket.
type Which = (ClockKind, Instant, Instant);

/// The dialog.
pub struct LedgerCard {
    id: TicketId,
    detail: Box<Detail>,
    /// The clock that is shown.
    which: Option<Which>,
    scroll: Scroll,
}

fn which(clock: &Clock) -> Which {
    (clock.terms.kind, clock.terms.started, clock.terms.opened)
}

impl LedgerCard {
    /// Opens it once the file has said what there is to show.
    pub fn open(id: TicketId) -> Effect {
        Reading::ticket(id, |detail, _| {
            let nearest = sla::nearest(&detail.clocks).or(detail.clocks.last());
            Effect::Open(Box::new(LedgerCard {
                id: detail.ticket.id,
                which: nearest.map(which),
                detail: Box::new(detail.clone()),
                scroll: Scroll::default(),
            }))
        })
    }

    /// Every clock, the newest first.
    fn clocks(&self) -> Vec<&Clock> {
        self.detail.clocks.iter().rev().collect()
    }

    fn at(&self) -> usize {
        self.clocks().iter().position(|clock| Some(which(clock)) == self.which).unwrap_or(0)
    }

    fn go(&mut self, to: usize) -> Effect {
        self.which = self.clocks().get(to).map(|clock| which(clock));
        self.scroll.to_top();
        Effect::Done
    }

    /// A clock among the others: its kind, how it stands, since when it counts.
    fn listed(&self, clock: &Clock, chosen: bool, columns: usize, view: &View) -> Line<'static> {
        let theme = view.theme;
        let kinds = ClockKind::ALL.map(|kind| view.t(&format!("clock-{}", kind.name())));
        let widest = kinds.iter().map(|kind| width(kind)).max().unwrap_or(0);
        let kind = view.t(&format!("clock-{}", clock.terms.kind.name()));
        let state = mark::clock_stands(clock, view);
        let since = view.tt("ledger-since", &[("at", when::moment(clock.terms.started, view).into())]);
        let line = Line::from(vec![
            Span::raw(if chosen { "› " } else { "  " }),
            Span::styled(pad(&kind, widest) + "  ", if chosen { theme.strong } else { theme.text }),
            Span::styled(pad(&state.content, 24) + "  ", state.style),
            Span::styled(fit(&since, columns.saturating_sub(widest + 30)), theme.dim),
        ]);
        if chosen { theme.under_cursor(line, true) } else { line }
    }
}

impl Pane for LedgerCard {
    fn title(&self, view: &View) -> String {
        view.tt("ledger-title", &[("ticket", called(self.id, view).into())])
    }

    fn badge(&self, view: &View) -> String {
        match self.clocks().len() {
            0 | 1 => String::new(),
            n => format!("← {} →", view.tt("n-of-m", &[("n", (self.at() + 1).into()), ("m", n.into())])),
        }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        [Action::Left, Action::Right].into_iter().chain(Action::MOVES).collect()
    }

    fn on(&mut self, action: Action, _view: &View) -> Effect {
        let last = self.clocks().len().saturating_sub(1);
        match action {
            Action::Left => self.go(self.at().saturating_sub(1)),
            Action::Right => self.go((self.at() + 1).min(last)),
            Action::Open => Effect::Done,
            _ if self.scroll.act(action) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn heard(&mut self, answer: &Answer, _view: &View) -> Effect {
        match answer {
            Answer::Ticket(id, Some(detail)) if *id == self.id => self.detail = detail.clone(),
            Answer::Changed(delta) if delta.tickets.iter().any(|(id, _)| *id == self.id) => {
                return Effect::Ask(Ask::Ticket(self.id));
            }
            Answer::Applied(_, outcome)
                if outcome.as_ref().as_ref().is_ok_and(|it| it.subject == Subject::Ticket(self.id)) =>
            {
                return Effect::Ask(Ask::Ticket(self.id));
            }
            _ => {}
        }
        Effect::Done
    }

    /// High enough for the longest of the clocks, so that it stays where it is from one to the next.
    fn size(&self, view: &View) -> (u16, u16) {
        let spans =
            self.detail.clocks.iter().map(|clock| sla::ledger(clock, &self.detail.ticket, view.now).spans.len());
        let rows = spans.max().unwrap_or(0) + self.detail.clocks.len().min(LISTED) + 12;
        (108, u16::try_from(rows).unwrap_or(u16::MAX).clamp(22, 54))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let clocks = self.clocks();
        let at = self.at();
        let Some(clock) = clocks.get(at) else {
            let text = fit(&view.t("no-clocks"), columns);
            return frame.render_widget(Span::styled(text, theme.dim), area);
        };
        let told = rows::of(clock, &self.detail, columns, view);
        let airy = u16::from(area.height >= 18);
        let rows = |n: usize| Constraint::Length(u16::try_from(n).unwrap_or(0));
        let listed =
            if clocks.len() > 1 { clocks.len().min(LISTED).min(usize::from(area.height / 5).max(1)) } else { 0 };
        let [list, _, facts, between, header, spans, sum] = Layout::vertical([
            rows(listed),
            Constraint::Length(airy.min(u16::try_from(listed).unwrap_or(0))),
            rows(told.facts.len()),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(0),
            rows(told.sum.len()),
        ])
        .areas(area);
        for (n, place) in page(at, clocks.len(), listed).zip(list.rows()) {
            frame.render_widget(self.listed(clocks[n], n == at, columns, view), place);
        }
        for (line, place) in told.facts.into_iter().zip(facts.rows()) {
            frame.render_widget(line, place);
        }
        self.scroll.draw_more(frame, between, told.spans.len(), usize::from(spans.height), theme.accent);
        frame.render_widget(told.header, header);
        // The sum stands right below the last span, however few there are.
        let taken = u16::try_from(told.spans.len()).unwrap_or(u16::MAX).min(spans.height);
        self.scroll.draw(frame, spans, told.spans);
        let y = spans.y + taken;
        let sum = Rect { y, height: sum.height.min(area.bottom().saturating_sub(y)), ..sum };
        for (line, place) in told.sum.into_iter().zip(sum.rows()) {
            frame.render_widget(line, place);
        }
    }
}
