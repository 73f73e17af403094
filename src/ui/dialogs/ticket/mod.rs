//! Ticket dialog: facts, SLA clocks and history.

mod facts;
mod sections;
pub(super) mod timeline;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::events::transaction::Subject;
use crate::model::ids::TicketId;
use crate::model::text::{clean_line, wrap};
use crate::query::protocol::{Answer, Ask, Detail};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::scroll::{Scroll, arrows};
use super::acts;

/// Minimum width for the facts beside the history.
const WIDE: u16 = 104;
const SIDE: u16 = 44;
/// Minimum width for a facts column that fits other tickets' subjects.
const VERY_WIDE: u16 = 150;
const WIDE_SIDE: u16 = 60;
/// Maximum rows of the subject; the history has it in full.
const SUBJECT_ROWS: usize = 2;
/// Rows reserved for the history, including its heading and the row above.
const HISTORY_ROWS: usize = 8;

/// Loading state of the ticket.
enum Told {
    Nothing,
    Missing,
    All(Box<Detail>),
}

/// Ticket dialog.
pub struct Card {
    id: TicketId,
    told: Told,
    /// A query is pending; its response will include changes made meanwhile.
    asked: bool,
    /// Scroll offset of the history from its end, where the newest events are.
    below: usize,
    /// Size of the history at the last draw, for scrolling.
    room: Cell<Room>,
    /// Keys scroll the facts instead of the history.
    in_facts: bool,
    facts: Scroll,
    /// The facts did not fit at the last draw.
    more: Cell<bool>,
}

/// Total and visible rows of the history.
#[derive(Debug, Clone, Copy, Default)]
struct Room {
    rows: usize,
    shown: usize,
}

impl Card {
    /// Opens the dialog and queries the ticket.
    pub fn open(id: TicketId) -> Effect {
        let card = Card {
            id,
            told: Told::Nothing,
            asked: true,
            below: 0,
            room: Cell::default(),
            in_facts: false,
            facts: Scroll::default(),
            more: Cell::new(false),
        };
        Effect::All(vec![Effect::Open(Box::new(card)), Effect::Ask(Ask::Ticket(id))])
    }

    fn ask(&mut self) -> Effect {
        if std::mem::replace(&mut self.asked, true) { Effect::Done } else { Effect::Ask(Ask::Ticket(self.id)) }
    }

    fn scroll(&mut self, action: Action) -> Effect {
        if self.in_facts && self.more.get() {
            return if self.facts.act(action) { Effect::Done } else { Effect::Pass };
        }
        let Room { rows, shown } = self.room.get();
        let most = rows.saturating_sub(shown);
        let page = shown.saturating_sub(1).max(1);
        let below = self.below.min(most);
        self.below = match action {
            Action::Up => below + 1,
            Action::Down => below.saturating_sub(1),
            Action::PageUp => below + page,
            Action::PageDown => below.saturating_sub(page),
            Action::Top => most,
            Action::Bottom => 0,
            _ => return Effect::Pass,
        }
        .min(most);
        Effect::Done
    }

    /// Draws the facts; if they overflow, the last row says how many more there are.
    fn draw_facts(&self, frame: &mut Frame, area: Rect, lines: Vec<Line<'static>>, view: &View) {
        let n = lines.len();
        if n <= usize::from(area.height) {
            return self.facts.draw(frame, area, lines);
        }
        let [list, foot] = Layout::vertical([Constraint::Min(0), Constraint::Length(1)]).areas(area);
        self.facts.draw(frame, list, lines);
        let style = if self.in_facts { view.theme.accent } else { view.theme.dim };
        self.facts.draw_more(frame, foot, n, usize::from(list.height), style);
    }

    fn draw_history(&self, frame: &mut Frame, area: Rect, detail: &Detail, view: &View) {
        if area.is_empty() {
            return;
        }
        let theme = view.theme;
        let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
        let rows = timeline::rows(detail, usize::from(body.width), view);
        let shown = usize::from(body.height);
        self.room.set(Room { rows: rows.len(), shown });
        let top = rows.len().saturating_sub(shown);
        let below = self.below.min(top);
        let above = top - below;
        frame.render_widget(Span::styled(view.t("history"), theme.strong), head);
        let more = Line::styled(arrows((above, below)), theme.accent);
        frame.render_widget(more.right_aligned(), head);
        for (row, place) in rows.into_iter().skip(above).zip(body.rows()) {
            frame.render_widget(row, place);
        }
    }
}

impl Pane for Card {
    fn title(&self, view: &View) -> String {
        view.tt("ticket-title", &[("id", self.id.to_string().into())])
    }

    fn badge(&self, _view: &View) -> String {
        match &self.told {
            Told::All(detail) => detail
                .ticket
                .source
                .as_ref()
                .map_or_else(String::new, |s| clean_line(&format!("{} {}", s.name, s.id)).into_owned()),
            _ => String::new(),
        }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let acts = Action::ON_TICKET.into_iter().filter(|action| *action != Action::Open);
        let acts = acts.filter(|_| !matches!(self.told, Told::Missing));
        let see_also = match &self.told {
            Told::All(detail) => has_relations(detail).then_some(Action::Open),
            _ => None,
        };
        let more = self.more.get().then_some(Action::NextPane);
        see_also.into_iter().chain(more).chain(acts).chain(Action::MOVES).collect()
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Open => Some(view.t("do-see-also")),
            Action::NextPane => Some(view.t(if self.in_facts { "do-card-history" } else { "do-card-facts" })),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        match action {
            Action::Open => match &self.told {
                Told::All(detail) => acts::see_also(detail, view),
                _ => Effect::Done,
            },
            Action::NextPane | Action::PreviousPane => {
                self.in_facts = !self.in_facts;
                Effect::Done
            }
            _ if Action::ON_TICKET.contains(&action) && !matches!(self.told, Told::Missing) => {
                acts::for_ticket(action, self.id, view)
            }
            _ => self.scroll(action),
        }
    }

    fn heard(&mut self, answer: &Answer, _view: &View) -> Effect {
        match answer {
            Answer::Ticket(id, detail) if *id == self.id => {
                self.asked = false;
                self.told = detail.clone().map_or(Told::Missing, Told::All);
                Effect::Done
            }
            Answer::Changed(delta) if delta.tickets.iter().any(|(id, _)| *id == self.id) => self.ask(),
            Answer::Applied(_, outcome)
                if outcome.as_ref().as_ref().is_ok_and(|o| o.subject == Subject::Ticket(self.id)) =>
            {
                self.ask()
            }
            Answer::Failed(_) => {
                self.asked = false;
                Effect::Done
            }
            _ => Effect::Done,
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (172, 60)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let detail = match &self.told {
            Told::Nothing => return frame.render_widget(Span::styled(view.t("reading"), theme.dim), area),
            Told::Missing => return frame.render_widget(Line::raw(view.t("no-such-ticket")), area),
            Told::All(detail) => detail,
        };
        let subject = clean_line(&detail.ticket.subject);
        let rows = |n: usize| Constraint::Length(u16::try_from(n).unwrap_or(0));
        // Notices may take up to half of the height.
        let most = usize::from(area.height / 2);
        let head = |columns: u16| -> Vec<Line<'static>> {
            let subject = wrap(&subject, usize::from(columns)).into_iter().take(SUBJECT_ROWS);
            let subject = subject.map(|row| Line::styled(row, theme.strong));
            subject.chain(sections::notices(detail, usize::from(columns), view)).take(most.max(1)).collect()
        };
        if area.width >= WIDE {
            let side = if area.width >= VERY_WIDE { WIDE_SIDE } else { SIDE };
            let [left, _, right] =
                Layout::horizontal([Constraint::Min(0), Constraint::Length(3), Constraint::Length(side)]).areas(area);
            let head_lines = head(left.width);
            let [head, _, history] =
                Layout::vertical([rows(head_lines.len()), Constraint::Length(1), Constraint::Min(0)]).areas(left);
            draw_lines(frame, head, head_lines);
            self.draw_facts(frame, right, facts::column(detail, usize::from(right.width), view), view);
            self.more.set(self.facts.overflows());
            self.draw_history(frame, history, detail, view);
        } else {
            let head_lines = head(area.width);
            let spare = most.saturating_sub(head_lines.len());
            let facts = facts::block(detail, usize::from(area.width), view);
            // In a narrow window the facts replace the history when focused.
            let airy = Constraint::Length(u16::from(area.height > 16));
            self.more.set(true);
            if self.in_facts {
                let [head, _, side] = Layout::vertical([rows(head_lines.len()), airy, Constraint::Min(0)]).areas(area);
                draw_lines(frame, head, head_lines);
                return self.draw_facts(frame, side, facts::column(detail, usize::from(side.width), view), view);
            }
            // Reserve a few rows for the history.
            let room = usize::from(area.height).saturating_sub(head_lines.len() + HISTORY_ROWS);
            let shown = facts.len().min(spare.max(room).max(3));
            let [head, block, between, history] =
                Layout::vertical([rows(head_lines.len()), rows(shown), airy, Constraint::Min(0)]).areas(area);
            draw_lines(frame, head, head_lines);
            let more = Line::styled(arrows((0, facts.len() - shown)), theme.dim);
            frame.render_widget(more.right_aligned(), between);
            draw_lines(frame, block, facts);
            self.draw_history(frame, history, detail, view);
        }
    }
}

/// Whether there are related tickets to open.
fn has_relations(detail: &Detail) -> bool {
    let ticket = &detail.ticket;
    let tied = ticket.merged_into.is_some() || !ticket.absorbed.is_empty() || !ticket.links.is_empty();
    tied || !detail.others.is_empty()
}

fn draw_lines(frame: &mut Frame, area: Rect, lines: impl IntoIterator<Item = Line<'static>>) {
    for (line, row) in lines.into_iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
}
