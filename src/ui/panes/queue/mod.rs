//! The ticket queue: open tickets that match the filter, by default those on us first, by time left.

mod layout;
mod line;
mod marks;

pub use layout::USUAL;

use std::cell::RefCell;
use std::rc::Rc;

use crossterm::event::KeyEvent;
use layout::Layout;
use line::{FilterLine, Typed};
use marks::Marks;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::events::change::Change;
use crate::events::transaction::Subject;
use crate::model::event::{self, What};
use crate::model::ids::TicketId;
use crate::model::text::{clean_line, fit, wrap};
use crate::query::columns::{Column, HANDED, Sort};
use crate::query::listing::Listing;
use crate::query::protocol::Answer;
use crate::query::views::{QueueView, ViewName};
use crate::ui::action::Action;
use crate::ui::dialogs::form::{self, export};
use crate::ui::dialogs::queue::{columns, help, sort, views};
use crate::ui::dialogs::{acts, ticket};
use crate::ui::pane::{Arrange, Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, page};

/// The pane: cursor, filter, order, columns and marks.
#[derive(Default)]
pub struct Queue {
    cursor: Cursor<TicketId>,
    line: FilterLine,
    sort: Sort,
    /// Chosen columns; `None` for the default ones that fit.
    columns: Option<Vec<Column>>,
    /// The active saved view.
    chosen: Option<QueueView>,
    /// Marked tickets, which actions apply to even if filtered out; if none, the selected ticket.
    marks: Marks,
    /// Incremented when filter or order changes.
    turn: u64,
    list: RefCell<Listed>,
}

/// The listed tickets: computed once per revision, then updated with changed tickets.
#[derive(Default, Clone)]
struct Listed {
    /// Revision and change version that the list belongs to.
    of: Option<(u64, u64)>,
    ids: Rc<[TicketId]>,
    /// How many of them do not wait on us.
    elsewhere: usize,
}

impl Queue {
    fn list(&self, view: &View) -> Listed {
        let mut list = self.list.borrow_mut();
        let version = view.trail.version();
        if list.of != Some((self.turn, version)) {
            let moment = view.moment();
            let listing = Listing {
                query: self.line.query(),
                sort: &self.sort,
                desk: view.desk,
                queue: &view.board.queue,
                index: view.index,
                moment: &moment,
            };
            let known = list.of.filter(|(turn, _)| *turn == self.turn);
            let ids = match known.and_then(|(_, version)| view.trail.since(version)) {
                Some(touched) => {
                    let mut ids = list.ids.to_vec();
                    listing.follow(&mut ids, &touched);
                    ids
                }
                None => listing.list(),
            };
            // In queue order they come last.
            let elsewhere = match self.sort.by.is_empty() {
                true => ids.len() - ids.partition_point(|id| !view.board.is_elsewhere(*id)),
                false => ids.iter().filter(|id| view.board.is_elsewhere(**id)).count(),
            };
            *list = Listed { of: Some((self.turn, version)), ids: ids.into(), elsewhere };
        }
        list.clone()
    }

    /// The listed tickets, in order.
    fn shown(&self, view: &View) -> Rc<[TicketId]> {
        self.list(view).ids
    }

    /// Clears filter and view.
    fn reset(&mut self, view: &View) {
        self.line.set("", view);
        // Keep an order chosen separately; one that came with the view goes with it.
        if self.chosen.take().is_some() {
            (self.sort, self.columns) = (Sort::default(), None);
        }
        self.turn += 1;
    }

    fn take_view(&mut self, chosen: &QueueView, view: &View) {
        self.line.set(&chosen.filter, view);
        // A saved view may come from another program version: ignore what is unknown here.
        self.sort = chosen.order().unwrap_or_default();
        self.columns = chosen.shown().unwrap_or_default();
        let plain = chosen.filter.is_empty() && chosen.sort.is_empty() && chosen.columns.is_empty();
        self.chosen = Some(chosen.clone()).filter(|_| !plain);
        self.cursor = Cursor::default();
    }

    /// Opens the form that saves the current view.
    fn keep(&self, view: &View) -> Effect {
        let names = self.columns.iter().flatten().map(ToString::to_string).collect::<Vec<_>>();
        let name = match &self.chosen {
            Some(QueueView { name: ViewName::Own(name), .. }) => name.clone(),
            _ => String::new(),
        };
        let filter = self.line.text().to_owned();
        form::open(form::keep::KeepView { filter, sort: self.sort.to_string(), columns: names.join(","), name }, view)
    }

    fn is_filtered(&self) -> bool {
        !self.line.text().is_empty() || self.chosen.is_some()
    }

    /// Text of the empty list.
    fn nothing(&self, view: &View) -> String {
        let key = match (view.ready, self.is_filtered()) {
            (false, _) => "reading",
            (true, false) => "queue-empty",
            (true, true) => "queue-no-match",
        };
        let name = |action| view.keys.key(action).map(|key| key.to_string()).unwrap_or_default();
        view.tt(key, &[("key", name(Action::NewTicket).into()), ("back", name(Action::Back).into())])
    }
}

impl Pane for Queue {
    fn title(&self, view: &View) -> String {
        let queue = view.t("queue");
        match (&self.chosen, self.line.text()) {
            (Some(chosen), text) if chosen.filter == text => format!("{queue} · {}", views::name(chosen, view)),
            // A filter being typed is shown at the bottom.
            _ if self.line.is_open() => queue,
            (_, "") => queue,
            (_, text) => format!("{queue} / {}", clean_line(text)),
        }
    }

    fn badge(&self, view: &View) -> String {
        let (shown, all) = (self.shown(view).len(), view.desk.tickets.len());
        let summary = if self.is_filtered() {
            view.tt("queue-filtered", &[("n", shown.into()), ("all", all.into())])
        } else {
            let ours = all - self.list(view).elsewhere;
            view.tt("queue-badge", &[("ours", ours.into()), ("all", all.into())])
        };
        let marked = self.marks.open(view);
        if !marked.is_empty() {
            let hidden = marked.len() - self.marks.among(&self.list(view).ids, (self.turn, view.trail.version()));
            let key = if hidden > 0 { "queue-marked-hidden" } else { "queue-marked" };
            return view.tt(key, &[("n", marked.len().into()), ("hidden", hidden.into())]);
        }
        match self.sort.by.first() {
            Some((column, falling)) => {
                let name = view.t(&format!("queue-col-{column}"));
                format!("{summary} · {} {name}", if *falling { "↓" } else { "↑" })
            }
            None => summary,
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.line.is_open() {
            return actions;
        }
        if !self.marks.open(view).is_empty() {
            actions.extend(Action::ON_TICKETS);
            actions.extend([Action::Mark, Action::MarkRange, Action::MarkAll]);
        }
        if self.cursor.item(&self.shown(view)).is_some() {
            let more = Action::ON_TICKET.into_iter().filter(|action| !actions.contains(action)).collect::<Vec<_>>();
            actions.extend(more);
            if self.marks.open(view).is_empty() {
                actions.extend([Action::Mark, Action::MarkRange, Action::MarkAll]);
            }
        }
        let first = actions.len().min(1);
        actions.splice(first..first, [Action::Filter, Action::Views]);
        actions.insert(actions.len().min(4), Action::Deal);
        actions.extend([Action::Save, Action::Sort, Action::Columns, Action::Export, Action::NewTicket]);
        actions.extend(Action::MOVES);
        actions
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        self.marks.forget_what_left(view);
        let shown = self.shown(view);
        if self.cursor.act(action, &shown) {
            return Effect::Done;
        }
        if Action::ON_TICKET.contains(&action) {
            self.cursor.hold(&shown);
        }
        let marked = self.marks.open(view);
        if !marked.is_empty() && action != Action::Open && Action::ON_TICKET.contains(&action) {
            return acts::for_tickets(action, &marked, view);
        }
        match (action, self.cursor.item(&shown)) {
            (Action::Filter, _) => {
                self.line.open(view);
                Effect::Done
            }
            (Action::Sort, _) => sort::open(&self.sort, view),
            (Action::Columns, _) => columns::Columns::open(self.columns.as_deref().unwrap_or(&USUAL)),
            (Action::Export, _) => export::of_tickets("queue", &shown, self.columns.as_deref().unwrap_or(HANDED), view),
            (Action::Mark, Some(id)) => {
                self.marks.toggle(id);
                self.cursor.act(Action::Down, &shown);
                Effect::Done
            }
            (Action::MarkRange, Some(id)) => {
                self.marks.range_to(id, &shown);
                Effect::Done
            }
            (Action::MarkAll, _) => {
                self.marks.toggle_all(&shown);
                Effect::Done
            }
            (Action::Save, _) => self.keep(view),
            (Action::Back, _) if !self.marks.is_empty() => {
                self.marks.clear();
                Effect::Done
            }
            (Action::Back, _) if self.is_filtered() => {
                self.reset(view);
                Effect::Done
            }
            (Action::Back, _) if !self.sort.by.is_empty() => {
                self.sort = Sort::default();
                self.turn += 1;
                Effect::Done
            }
            (Action::Open, Some(id)) => ticket::Card::open(id),
            (action, Some(id)) if Action::ON_TICKET.contains(&action) => acts::for_ticket(action, id, view),
            _ => Effect::Pass,
        }
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Save).then(|| view.t("do-keep-view"))
    }

    fn arranged(&mut self, how: &Arrange, view: &View) {
        match how {
            Arrange::Sort(sort) => self.sort = sort.clone(),
            Arrange::Columns(columns) => self.columns = columns.clone(),
            Arrange::View(chosen) => self.take_view(chosen, view),
            Arrange::Term(term) => self.line.put(term, view),
        }
        self.turn += 1;
    }

    fn typed(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        if !self.line.is_open() {
            return None;
        }
        // Letters are text here, not key bindings.
        match self.line.typed(key, view) {
            Typed::Passed => return None,
            Typed::Asks => return Some(help::open(view)),
            Typed::Moves(action) => {
                let shown = self.shown(view);
                self.cursor.act(action, &shown);
            }
            Typed::Seen => {
                if !self.line.is_open() && self.line.text().is_empty() {
                    self.reset(view);
                }
                self.turn += 1;
            }
        }
        Some(Effect::Done)
    }

    fn typing(&self) -> bool {
        self.line.is_open()
    }

    fn pasted(&mut self, text: &str, view: &View) {
        if self.line.is_open() {
            self.line.paste(text, view);
            self.turn += 1;
        }
    }

    /// Selects a ticket that was just created.
    fn heard(&mut self, answer: &Answer, _view: &View) -> Effect {
        // The bulk action has succeeded.
        if let Answer::Applied(request, outcome) = answer
            && let (Change::Many(_), true) = (&request.change, outcome.is_ok())
        {
            self.marks.clear();
        }
        if let Answer::Applied(_, outcome) = answer
            && let Ok(outcome) = outcome.as_ref()
            && let Some((Subject::Ticket(id), event::Event { what: What::Opened(_), .. })) = outcome.events.first()
        {
            self.cursor.seek(*id);
        }
        Effect::Done
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let Listed { ids: shown, elsewhere, .. } = self.list(view);
        let theme = view.theme;
        if shown.is_empty() {
            let rows = wrap(&self.nothing(view), usize::from(area.width));
            let lines = rows.into_iter().map(|row| Line::styled(row, theme.dim));
            lines.zip(area.rows()).for_each(|(line, place)| frame.render_widget(line, place));
        }
        let longest = shown.iter().max().map_or(2, |id| id.to_string().len());
        let columns = usize::from(area.width);
        let layout = Layout::fitting(self.columns.as_deref(), &self.sort, columns, longest, view);
        let foot = match self.line.is_open() {
            true => self.line.height(area.height),
            false => u16::from(usize::from(area.height) <= shown.len() && area.height > 3),
        };
        let height = usize::from(area.height.saturating_sub(1 + foot));
        let row = self.cursor.row(&shown).unwrap_or(0);
        let visible = page(row, shown.len(), height);
        if !shown.is_empty() {
            frame.render_widget(layout.header(&self.sort, view), Rect { height: 1, ..area });
        }
        for (n, id) in shown[visible.clone()].iter().enumerate() {
            let Some(ticket) = view.ticket(*id) else { continue };
            let y = area.y + 1 + u16::try_from(n).unwrap_or(0);
            let mut line = layout.line(ticket, self.marks.contains(id), view);
            if visible.start + n == row {
                line = theme.under_cursor(line, view.focused);
            }
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
        if self.line.is_open() {
            self.line.draw(frame, area, view);
        } else if foot == 1 {
            let last = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
            let below = shown.len() - visible.end;
            let values = [("n", below.into()), ("others", elsewhere.into())];
            let more = fit(&view.tt("queue-more", &values), columns);
            frame.render_widget(Line::styled(more, theme.dim), last);
        }
    }
}
