//! The queue: every open ticket, what waits on us first, by the time that is left.

use std::borrow::Cow;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

use crate::domain::desk::Row;
use crate::domain::dialogue::{Answer, Subject};
use crate::domain::event::{self, What};
use crate::domain::sla::State;
use crate::domain::text::{clean_line, fit, fold, pad, pad_left, width};
use crate::domain::ticket::{Priority, Status, TicketId, WaitsOn};
use crate::ui::action::Action;
use crate::ui::dialogs::{acts, ticket};
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, page};
use crate::ui::widgets::{mark, numbers};

/// The pane, its cursor and its filter.
#[derive(Default)]
pub struct Queue {
    cursor: Cursor<TicketId>,
    filter: Input,
    /// The filter has the keys.
    typing: bool,
}

impl Queue {
    /// The tickets shown: those in which every word of the filter occurs.
    fn shown<'a>(&self, view: &View<'a>) -> Cow<'a, [TicketId]> {
        let wanted = fold(self.filter.value());
        if wanted.trim().is_empty() {
            return Cow::Borrowed(&view.board.queue);
        }
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let fits = |row: &Row| {
            let who = row.assignee.map_or("", |_| view.name(row.assignee));
            let customer = row.customer.as_deref().unwrap_or_default();
            let there = row.source.as_ref().map_or("", |source| source.id.as_str());
            let all = fold(&format!("#{} {there} {} {customer} {who} {}", row.id, row.title(), row.status.name()));
            words.iter().all(|word| all.contains(word))
        };
        view.board.queue.iter().copied().filter(|id| view.ticket(*id).is_some_and(&fits)).collect()
    }
}

impl Pane for Queue {
    fn title(&self, view: &View) -> String {
        match self.filter.value() {
            "" => view.t("queue"),
            filter => format!("{} / {}", view.t("queue"), clean_line(filter)),
        }
    }

    fn badge(&self, view: &View) -> String {
        let ours = view.desk.tickets.values().filter(|row| row.waits_on() == Some(WaitsOn::Us)).count();
        let shown = self.shown(view).len();
        if shown == view.desk.tickets.len() {
            view.tt("queue-badge", &[("ours", ours.into()), ("all", shown.into())])
        } else {
            view.tt("queue-filtered", &[("n", shown.into()), ("all", view.desk.tickets.len().into())])
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.typing {
            return actions;
        }
        if self.cursor.item(&self.shown(view)).is_some() {
            actions.extend(Action::ON_TICKET);
        }
        actions.insert(actions.len().min(1), Action::Filter);
        actions.insert(actions.len().min(3), Action::Deal);
        actions.push(Action::NewTicket);
        actions.extend(Action::MOVES);
        actions
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let shown = self.shown(view);
        if self.cursor.act(action, &shown) {
            return Effect::Done;
        }
        if Action::ON_TICKET.contains(&action) {
            self.cursor.hold(&shown);
        }
        match (action, self.cursor.item(&shown)) {
            (Action::Filter, _) => {
                self.typing = true;
                Effect::Done
            }
            (Action::Back, _) if !self.filter.value().is_empty() => {
                self.filter.reset();
                Effect::Done
            }
            (Action::Open, Some(id)) => ticket::Card::open(id),
            (action, Some(id)) if Action::ON_TICKET.contains(&action) => acts::for_ticket(action, id, view),
            _ => Effect::Pass,
        }
    }

    fn typed(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        if !self.typing {
            return None;
        }
        // Letters are letters here, whatever they do elsewhere.
        match key.code {
            KeyCode::Enter => self.typing = false,
            KeyCode::Esc => {
                self.typing = false;
                self.filter.reset();
            }
            KeyCode::Up | KeyCode::Down => {
                let shown = self.shown(view);
                self.cursor.act(if key.code == KeyCode::Up { Action::Up } else { Action::Down }, &shown);
            }
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => return None,
            _ => {
                self.filter.handle_event(&Event::Key(key));
            }
        }
        Some(Effect::Done)
    }

    fn typing(&self) -> bool {
        self.typing
    }

    fn pasted(&mut self, text: &str, _view: &View) {
        if self.typing {
            let joined = format!("{}{}", self.filter.value(), clean_line(text));
            self.filter = Input::new(joined);
        }
    }

    /// A ticket that was opened here is the one that is meant next.
    fn heard(&mut self, answer: &Answer, _view: &View) -> Effect {
        if let Answer::Applied(_, outcome) = answer
            && let Ok(outcome) = outcome.as_ref()
            && let Some((Subject::Ticket(id), event::Event { what: What::Opened(_), .. })) = outcome.events.first()
        {
            self.cursor.seek(*id);
        }
        Effect::Done
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let shown = self.shown(view);
        let theme = view.theme;
        if shown.is_empty() {
            let key = match (view.ready, self.filter.value()) {
                (false, _) => "reading",
                (true, "") => "queue-empty",
                (true, _) => "queue-no-match",
            };
            let new = view.keys.key(Action::NewTicket).map(|key| key.to_string()).unwrap_or_default();
            frame.render_widget(Line::styled(view.tt(key, &[("key", new.into())]), theme.dim), area);
        }
        let longest = shown.iter().max().map_or(2, |id| id.to_string().len());
        let columns = Columns::fitting(usize::from(area.width), longest);
        let foot = u16::from(self.typing || usize::from(area.height) <= shown.len() && area.height > 3);
        let height = usize::from(area.height.saturating_sub(1 + foot));
        let row = self.cursor.row(&shown).unwrap_or(0);
        let visible = page(row, shown.len(), height);
        if !shown.is_empty() {
            frame.render_widget(columns.header(view), Rect { height: 1, ..area });
        }
        for (n, id) in shown[visible.clone()].iter().enumerate() {
            let Some(ticket) = view.ticket(*id) else { continue };
            let y = area.y + 1 + u16::try_from(n).unwrap_or(0);
            let mut line = columns.line(ticket, view);
            if visible.start + n == row {
                line = theme.under_cursor(line, view.focused);
            }
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
        let last = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
        if self.typing {
            let typed = Span::styled(format!("/{}", clean_line(self.filter.value())), theme.accent);
            let hint = Span::styled(format!("   {}", view.t("queue-filter-hint")), theme.dim);
            frame.render_widget(Line::from(vec![typed, hint]), last);
            let caret = u16::try_from(self.filter.visual_cursor() + 1).unwrap_or(u16::MAX);
            frame.set_cursor_position((last.x.saturating_add(caret).min(last.right().saturating_sub(1)), last.y));
        } else if foot == 1 {
            let below = shown.len() - visible.end;
            let elsewhere =
                shown.iter().filter_map(|id| view.ticket(*id)).filter(|t| t.waits_on() != Some(WaitsOn::Us));
            let values = [("n", below.into()), ("others", elsewhere.count().into())];
            let more = fit(&view.tt("queue-more", &values), usize::from(area.width));
            frame.render_widget(Line::styled(more, theme.dim), last);
        }
    }
}

/// How wide each column is in the room that there is; 0 leaves it out.
struct Columns {
    id: usize,
    subject: usize,
    customer: usize,
    who: usize,
    channel: usize,
    age: usize,
}

impl Columns {
    fn fitting(width: usize, longest_id: usize) -> Columns {
        let id = longest_id.max(4);
        let who = if width >= 60 { 10 } else { 7 };
        let customer = if width >= 100 {
            20
        } else if width >= 62 {
            15
        } else {
            0
        };
        let channel = if width >= 110 { 8 } else { 0 };
        let age = if width >= 96 { 5 } else { 0 };
        let gaps = [customer, channel, age].iter().filter(|w| **w > 0).map(|w| w + 1).sum::<usize>();
        // Mark and time left take eight columns, the flag two.
        let subject = width.saturating_sub(8 + 1 + id + 2 + 2 + gaps + 1 + who);
        Columns { id, subject, customer, who, channel, age }
    }

    fn header(&self, view: &View) -> Line<'static> {
        let mut text = format!(
            "  {} {}  {}",
            pad_left(&view.t("left"), 6),
            pad_left("id", self.id),
            pad(&view.t("subject"), self.subject + 2)
        );
        for (columns, key) in [(self.channel, "channel"), (self.customer, "customer")] {
            if columns > 0 {
                text.push_str(&format!(" {}", pad(&view.t(key), columns)));
            }
        }
        if self.age > 0 {
            text.push_str(&format!(" {}", pad_left(&view.t("age"), self.age)));
        }
        text.push_str(&format!(" {}", pad(&view.t("who"), self.who)));
        Line::styled(text, view.theme.dim)
    }

    fn line(&self, row: &Row, view: &View) -> Line<'static> {
        let theme = view.theme;
        let queued = view.queued(row);
        let (glyph, urgency) = urgency(queued.state, row.status, view);
        let ours = row.waits_on() == Some(WaitsOn::Us);
        let body = if ours { theme.text } else { theme.dim };
        let left = match queued.state {
            Some(State::Paused) | None => numbers::NONE.to_owned(),
            Some(_) => queued.left.map_or_else(|| numbers::NONE.into(), numbers::left),
        };
        let flag = mark::priority(row.priority, view);
        let mut line = Line::from(vec![
            Span::styled(format!("{glyph} "), urgency),
            Span::styled(pad_left(&left, 6), urgency),
            Span::styled(format!(" {}  ", pad_left(&row.id.to_string(), self.id)), theme.dim),
            Span::styled(pad(row.title(), self.subject), body),
            Span::styled(pad(if row.priority > Priority::Normal { flag.glyph } else { "" }, 2), flag.style),
        ]);
        if self.channel > 0 {
            line.push_span(Span::styled(
                format!(" {}", pad(row.channel.as_deref().unwrap_or(numbers::NONE), self.channel)),
                theme.dim,
            ));
        }
        if self.customer > 0 {
            line.push_span(Span::styled(
                format!(" {}", pad(row.customer.as_deref().unwrap_or(numbers::NONE), self.customer)),
                body,
            ));
        }
        if self.age > 0 {
            let age = row.created.map_or_else(|| numbers::NONE.into(), |created| numbers::age(view.now - created));
            line.push_span(Span::styled(format!(" {}", pad_left(&age, self.age)), theme.dim));
        }
        let nobody = row.assignee.is_none();
        let who = pad(&short_name(view.name(row.assignee), self.who), self.who);
        line.push_span(Span::styled(format!(" {who}"), if nobody && ours { theme.warn } else { body }));
        line
    }
}

/// A name that fits: the whole of it, else its last word, which Vietnamese call each other by, else its first.
fn short_name(name: &str, columns: usize) -> String {
    if width(name) <= columns {
        return name.to_owned();
    }
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    let vietnamese = !name.is_ascii();
    let short = if vietnamese { words.next_back().unwrap_or(first) } else { first };
    short.to_owned()
}

/// The sign of a clock's state, and its colour.
fn urgency(state: Option<State>, status: Status, view: &View) -> (&'static str, Style) {
    let theme = view.theme;
    match (state, status.waits_on()) {
        (Some(State::Breached), _) => ("▲", theme.bad.patch(theme.strong)),
        (Some(State::AtRisk), _) => ("◆", theme.warn),
        (_, Some(WaitsOn::Customer | WaitsOn::ThirdParty)) | (Some(State::Paused), _) => ("‖", theme.dim),
        _ => (" ", theme.text),
    }
}
