//! The ticket queue: open tickets that match the filter, by default those on us first, by time left.

pub mod filter_line;
pub mod layout;
pub mod marks;

pub use layout::DEFAULT_COLUMNS;

use std::cell::RefCell;
use std::rc::Rc;

use crossterm::event::KeyEvent;
use filter_line::{FilterKeyResult, FilterLine};
use layout::QueueLayout;
use marks::TicketMarks;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::events::change::Change;
use crate::events::transaction::EventSubject;
use crate::model::event::{self, EventPayload};
use crate::model::ids::TicketId;
use crate::model::text::{clean_line, fit, wrap};
use crate::query::columns::{DEFAULT_EXPORT_COLUMNS, QueueColumn};
use crate::query::protocol::Response;
use crate::query::sort::QueueSort;
use crate::query::ticket_list::TicketList;
use crate::query::views::{QueueView, ViewName};
use crate::ui::action::Action;
use crate::ui::dialogs::form::{self, export};
use crate::ui::dialogs::queue::{columns, filter_help, sort, views};
use crate::ui::dialogs::ticket_actions;
use crate::ui::pane::{Effect, Pane, QueueArrangement};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// The pane: cursor, filter, order, columns and marks.
#[derive(Default)]
pub struct QueuePane {
    cursor: Cursor<TicketId>,
    filter_line: FilterLine,
    sort: QueueSort,
    /// Chosen columns; `None` for the default ones that fit.
    columns: Option<Vec<QueueColumn>>,
    /// The active saved view.
    active_view: Option<QueueView>,
    /// Marked tickets, which actions apply to even if filtered out; if none, the selected ticket.
    marks: TicketMarks,
    /// Incremented when filter or order changes.
    revision: u64,
    list_cache: RefCell<QueueListing>,
}

/// The listed tickets: computed once per revision, then updated with changed tickets.
#[derive(Default, Clone)]
struct QueueListing {
    /// Revision and change version that the list belongs to.
    version: Option<(u64, u64)>,
    ids: Rc<[TicketId]>,
    /// How many of them do not wait on us.
    not_on_us: usize,
}

impl QueuePane {
    fn listing(&self, view: &View) -> QueueListing {
        let mut list = self.list_cache.borrow_mut();
        let version = view.changes.version();
        if list.version != Some((self.revision, version)) {
            let moment = view.filter_context();
            let listing = TicketList {
                query: self.filter_line.query(),
                sort: &self.sort,
                desk: view.desk,
                queue: &view.board.queue,
                index: view.index,
                moment: &moment,
            };
            let known = list.version.filter(|(turn, _)| *turn == self.revision);
            let ids = match known.and_then(|(_, version)| view.changes.changed_since(version)) {
                Some(touched) => {
                    let mut ids = list.ids.to_vec();
                    listing.update(&mut ids, &touched);
                    ids
                }
                None => listing.ticket_ids(),
            };
            // In queue order they come last.
            let elsewhere = match self.sort.keys.is_empty() {
                true => ids.len() - ids.partition_point(|id| !view.board.waits_on_others(*id)),
                false => ids.iter().filter(|id| view.board.waits_on_others(**id)).count(),
            };
            *list = QueueListing { version: Some((self.revision, version)), ids: ids.into(), not_on_us: elsewhere };
        }
        list.clone()
    }

    /// The listed tickets, in order.
    fn listed_ids(&self, view: &View) -> Rc<[TicketId]> {
        self.listing(view).ids
    }

    /// Clears filter and view.
    fn clear_filter(&mut self, view: &View) {
        self.filter_line.set_text("", view);
        // Keep an order chosen separately; one that came with the view goes with it.
        if self.active_view.take().is_some() {
            (self.sort, self.columns) = (QueueSort::default(), None);
        }
        self.revision += 1;
    }

    fn apply_view(&mut self, chosen: &QueueView, view: &View) {
        self.filter_line.set_text(&chosen.filter, view);
        // A saved view may come from another program version: ignore what is unknown here.
        self.sort = chosen.parse_sort().unwrap_or_default();
        self.columns = chosen.parse_columns().unwrap_or_default();
        let plain = chosen.filter.is_empty() && chosen.sort.is_empty() && chosen.columns.is_empty();
        self.active_view = Some(chosen.clone()).filter(|_| !plain);
        self.cursor = Cursor::default();
    }

    /// Opens the form that saves the current view.
    fn open_save_view_form(&self, view: &View) -> Effect {
        let names = self.columns.iter().flatten().map(ToString::to_string).collect::<Vec<_>>();
        let name = match &self.active_view {
            Some(QueueView { name: ViewName::Saved(name), .. }) => name.clone(),
            _ => String::new(),
        };
        let filter = self.filter_line.text().to_owned();
        form::open(
            form::save_view::SaveViewForm { filter, sort: self.sort.to_string(), columns: names.join(","), name },
            view,
        )
    }

    fn is_filtered(&self) -> bool {
        !self.filter_line.text().is_empty() || self.active_view.is_some()
    }

    /// Text of the empty list.
    fn empty_text(&self, view: &View) -> String {
        let key = match (view.ready, self.is_filtered()) {
            (false, _) => "reading",
            (true, false) => "queue-empty",
            (true, true) => "queue-no-match",
        };
        let name = |action| view.keymap.first_key(action).map(|key| key.to_string()).unwrap_or_default();
        view.tt(key, &[("key", name(Action::NewTicket).into()), ("back", name(Action::Back).into())])
    }
}

impl Pane for QueuePane {
    fn title(&self, view: &View) -> String {
        let queue = view.t("queue");
        match (&self.active_view, self.filter_line.text()) {
            (Some(chosen), text) if chosen.filter == text => format!("{queue} · {}", views::view_name(chosen, view)),
            // A filter being typed is shown at the bottom.
            _ if self.filter_line.is_open() => queue,
            (_, "") => queue,
            (_, text) => format!("{queue} / {}", clean_line(text)),
        }
    }

    fn badge(&self, view: &View) -> String {
        let (shown, all) = (self.listed_ids(view).len(), view.desk.tickets.len());
        let summary = if self.is_filtered() {
            view.tt("queue-filtered", &[("n", shown.into()), ("all", all.into())])
        } else {
            let ours = all - self.listing(view).not_on_us;
            view.tt("queue-badge", &[("ours", ours.into()), ("all", all.into())])
        };
        let marked = self.marks.open_tickets(view);
        if !marked.is_empty() {
            let hidden =
                marked.len() - self.marks.count_in(&self.listing(view).ids, (self.revision, view.changes.version()));
            let key = if hidden > 0 { "queue-marked-hidden" } else { "queue-marked" };
            return view.tt(key, &[("n", marked.len().into()), ("hidden", hidden.into())]);
        }
        match self.sort.keys.first() {
            Some((column, falling)) => {
                let name = view.t(&format!("queue-col-{column}"));
                format!("{summary} · {} {name}", if *falling { "↓" } else { "↑" })
            }
            None => summary,
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.filter_line.is_open() {
            return actions;
        }
        if !self.marks.open_tickets(view).is_empty() {
            actions.extend(Action::BULK_TICKET_ACTIONS);
            actions.extend([Action::Mark, Action::MarkRange, Action::MarkAll]);
        }
        if self.cursor.item(&self.listed_ids(view)).is_some() {
            let more =
                Action::TICKET_ACTIONS.into_iter().filter(|action| !actions.contains(action)).collect::<Vec<_>>();
            actions.extend(more);
            if self.marks.open_tickets(view).is_empty() {
                actions.extend([Action::Mark, Action::MarkRange, Action::MarkAll]);
            }
        }
        let first = actions.len().min(1);
        actions.splice(first..first, [Action::Filter, Action::Views]);
        actions.insert(actions.len().min(4), Action::Distribute);
        actions.extend([Action::Save, Action::Sort, Action::Columns, Action::Export, Action::NewTicket]);
        actions.extend(Action::CURSOR_MOVES);
        actions
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        self.marks.drop_closed(view);
        let shown = self.listed_ids(view);
        if self.cursor.on_action(action, &shown) {
            return Effect::Handled;
        }
        if Action::TICKET_ACTIONS.contains(&action) {
            self.cursor.pin(&shown);
        }
        let marked = self.marks.open_tickets(view);
        if !marked.is_empty() && action != Action::Open && Action::TICKET_ACTIONS.contains(&action) {
            return ticket_actions::run_bulk_action(action, &marked, view);
        }
        match (action, self.cursor.item(&shown)) {
            (Action::Filter, _) => {
                self.filter_line.open(view);
                Effect::Handled
            }
            (Action::Sort, _) => sort::open(&self.sort, view),
            (Action::Columns, _) => {
                columns::QueueColumnsDialog::open(self.columns.as_deref().unwrap_or(&DEFAULT_COLUMNS))
            }
            (Action::Export, _) => {
                export::export_tickets("queue", &shown, self.columns.as_deref().unwrap_or(DEFAULT_EXPORT_COLUMNS), view)
            }
            (Action::Mark, Some(id)) => {
                self.marks.toggle(id);
                self.cursor.on_action(Action::Down, &shown);
                Effect::Handled
            }
            (Action::MarkRange, Some(id)) => {
                self.marks.mark_range(id, &shown);
                Effect::Handled
            }
            (Action::MarkAll, _) => {
                self.marks.toggle_all(&shown);
                Effect::Handled
            }
            (Action::Save, _) => self.open_save_view_form(view),
            (Action::Back, _) if !self.marks.is_empty() => {
                self.marks.clear();
                Effect::Handled
            }
            (Action::Back, _) if self.is_filtered() => {
                self.clear_filter(view);
                Effect::Handled
            }
            (Action::Back, _) if !self.sort.keys.is_empty() => {
                self.sort = QueueSort::default();
                self.revision += 1;
                Effect::Handled
            }
            (Action::Open, Some(id)) => Effect::OpenTicket(id),
            (action, Some(id)) if Action::TICKET_ACTIONS.contains(&action) => {
                ticket_actions::run_ticket_action(action, id, view)
            }
            _ => Effect::Ignored,
        }
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Save).then(|| view.t("do-save-view"))
    }

    fn on_arrange_queue(&mut self, how: &QueueArrangement, view: &View) {
        match how {
            QueueArrangement::Sort(sort) => self.sort = sort.clone(),
            QueueArrangement::Columns(columns) => self.columns = columns.clone(),
            QueueArrangement::View(chosen) => self.apply_view(chosen, view),
            QueueArrangement::InsertTerm(term) => self.filter_line.insert_term(term, view),
        }
        self.revision += 1;
    }

    fn on_key(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        if !self.filter_line.is_open() {
            return None;
        }
        // Letters are text here, not key bindings.
        match self.filter_line.on_key(key, view) {
            FilterKeyResult::Ignored => return None,
            FilterKeyResult::ShowHelp => return Some(filter_help::open(view)),
            FilterKeyResult::MoveCursor(action) => {
                let shown = self.listed_ids(view);
                self.cursor.on_action(action, &shown);
            }
            FilterKeyResult::Handled => {
                if !self.filter_line.is_open() && self.filter_line.text().is_empty() {
                    self.clear_filter(view);
                }
                self.revision += 1;
            }
        }
        Some(Effect::Handled)
    }

    fn captures_text(&self) -> bool {
        self.filter_line.is_open()
    }

    fn on_paste(&mut self, text: &str, view: &View) {
        if self.filter_line.is_open() {
            self.filter_line.paste(text, view);
            self.revision += 1;
        }
    }

    /// Selects a ticket that was just created.
    fn on_response(&mut self, answer: &Response, _view: &View) -> Effect {
        // The bulk action has succeeded.
        if let Response::Applied(request, outcome) = answer
            && let (Change::Batch(_), true) = (&request.change, outcome.is_ok())
        {
            self.marks.clear();
        }
        if let Response::Applied(_, outcome) = answer
            && let Ok(outcome) = outcome.as_ref()
            && let Some((EventSubject::Ticket(id), event::Event { what: EventPayload::Opened(_), .. })) =
                outcome.events.first()
        {
            self.cursor.set_item(*id);
        }
        Effect::Handled
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let QueueListing { ids: shown, not_on_us: elsewhere, .. } = self.listing(view);
        let theme = view.theme;
        if shown.is_empty() {
            let rows = wrap(&self.empty_text(view), usize::from(area.width));
            let lines = rows.into_iter().map(|row| Line::styled(row, theme.dim));
            lines.zip(area.rows()).for_each(|(line, place)| frame.render_widget(line, place));
        }
        let longest = shown.iter().max().map_or(2, |id| id.to_string().len());
        let columns = usize::from(area.width);
        let layout = QueueLayout::fit(self.columns.as_deref(), &self.sort, columns, longest, view);
        let foot = match self.filter_line.is_open() {
            true => self.filter_line.height(area.height),
            false => u16::from(usize::from(area.height) <= shown.len() && area.height > 3),
        };
        let height = usize::from(area.height.saturating_sub(1 + foot));
        let row = self.cursor.row(&shown).unwrap_or(0);
        let visible = visible_rows(row, shown.len(), height);
        if !shown.is_empty() {
            frame.render_widget(layout.header_line(&self.sort, view), Rect { height: 1, ..area });
        }
        for (n, id) in shown[visible.clone()].iter().enumerate() {
            let Some(ticket) = view.open_ticket(*id) else { continue };
            let y = area.y + 1 + u16::try_from(n).unwrap_or(0);
            let mut line = layout.ticket_line(ticket, self.marks.contains(id), view);
            if visible.start + n == row {
                line = theme.highlight_row(line, view.focused);
            }
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
        if self.filter_line.is_open() {
            self.filter_line.draw(frame, area, view);
        } else if foot == 1 {
            let last = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
            let below = shown.len() - visible.end;
            let values = [("n", below.into()), ("others", elsewhere.into())];
            let more = fit(&view.tt("queue-more", &values), columns);
            frame.render_widget(Line::styled(more, theme.dim), last);
        }
    }
}
