//! Customer list: demand, service and churn risk; a second view lists the customers to contact. Sorting and filtering
//! run in the store, since there can be hundreds of thousands.

pub mod account;
pub mod follow_ups;
pub mod table;

use chrono::TimeDelta;
use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Span;

use self::account::CustomerDialog;
use super::form;
use super::form::customer::CustomerForm;
use crate::engine::customers::contacts::{ContactReason, DueContact};
use crate::model::ids::CustomerId;
use crate::model::text::{fit, pad_left, wrap};
use crate::model::time::{Instant, Period};
use crate::presentation::numbers::format_count;
use crate::query::customer_filter::CustomerFilter;
use crate::query::customers::{CustomerList, CustomerQuery, CustomerSort};
use crate::query::protocol::{Query, Response};
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::Cursor;
use crate::ui::widgets::text_field::TextField;

/// Maximum rows per query; filter or sort to reach the others.
const MAX_ROWS: usize = 200;
/// Minimum time between refreshes caused by other users' changes.
const REFRESH_INTERVAL: TimeDelta = TimeDelta::seconds(30);

/// Customer list dialog.
pub struct CustomerListDialog {
    /// Response to `last_query`; `None` until loaded.
    list: Option<Box<CustomerList>>,
    sort: CustomerSort,
    reversed: bool,
    filter: TextField,
    /// Whether keys go into the filter field.
    typing: bool,
    /// Error in the filter.
    filter_error: Option<String>,
    /// The last query and its time.
    last_query: Option<(CustomerQuery, Instant)>,
    /// Selected column.
    column: CustomerSort,
    cursor: Cursor<CustomerId>,
    /// Whether the customers to contact are shown.
    shows_follow_ups: bool,
    follow_up_cursor: Cursor<usize>,
}

impl CustomerListDialog {
    /// Opens the list and queries it.
    pub fn open(view: &View) -> Effect {
        let mut list = CustomerListDialog {
            list: None,
            sort: CustomerSort::default(),
            reversed: false,
            filter: TextField::default(),
            typing: false,
            filter_error: None,
            last_query: None,
            column: CustomerSort::default(),
            cursor: Cursor::default(),
            shows_follow_ups: false,
            follow_up_cursor: Cursor::default(),
        };
        let ask = list.query(view);
        Effect::All(vec![Effect::Open(Box::new(list)), ask])
    }

    fn query(&mut self, view: &View) -> Effect {
        let filter = match CustomerFilter::parse(self.filter.text(), view.author.person) {
            Ok(filter) => filter,
            Err(_) => {
                self.filter_error = Some(view.t("customers-not-mine"));
                return Effect::Handled;
            }
        };
        self.filter_error = None;
        let query = CustomerQuery {
            period: Period::last_days(view.zone(), view.now, view.settings.period_days),
            sort: self.sort,
            reversed: self.reversed,
            filter,
            limit: MAX_ROWS,
            silent_after: TimeDelta::days(view.settings.silent_days.into()),
        };
        self.last_query = Some((query.clone(), view.now));
        Effect::Query(Query::Customers(Box::new(query)))
    }

    fn ids(&self) -> Vec<CustomerId> {
        self.list.iter().flat_map(|listed| &listed.rows).map(|standing| standing.id).collect()
    }

    /// Customers to contact, the current user's own accounts first.
    fn follow_ups<'a>(&'a self, view: &View) -> Vec<&'a DueContact> {
        let mut dues: Vec<&DueContact> = self.list.iter().flat_map(|listed| &listed.contacts_due).collect();
        dues.sort_by_key(|due| due.owner.is_none() || due.owner != view.author.person);
        dues
    }

    /// The selected customer.
    fn selected_customer(&self, view: &View) -> Option<CustomerId> {
        if self.shows_follow_ups {
            let dues = self.follow_ups(view);
            let places: Vec<usize> = (0..dues.len()).collect();
            return self.follow_up_cursor.item(&places).map(|at| dues[at].customer);
        }
        self.cursor.item(&self.ids())
    }

    /// Sorts by the selected column; again: reverses the order.
    fn sort_by_column(&mut self, view: &View) -> Effect {
        (self.sort, self.reversed) = (self.column, self.sort == self.column && !self.reversed);
        self.cursor = Cursor::default();
        self.query(view)
    }

    fn move_column(&mut self, by: isize, view: &View) {
        let shown: Vec<CustomerSort> =
            table::visible_columns(usize::from(u16::MAX)).into_iter().map(|(sort, _)| sort).collect();
        let at = shown.iter().position(|sort| *sort == self.column).unwrap_or(0);
        let to = at.saturating_add_signed(by).min(shown.len().saturating_sub(1));
        self.column = shown.get(to).copied().unwrap_or(self.column);
        let ids = self.ids();
        if view.focused && !ids.is_empty() {
            self.cursor.pin(&ids);
        }
    }

    fn open_selected(&self, view: &View) -> Effect {
        if self.shows_follow_ups {
            let dues = self.follow_ups(view);
            let places: Vec<usize> = (0..dues.len()).collect();
            return match self.follow_up_cursor.item(&places).map(|at| dues[at]) {
                Some(DueContact { reason: ContactReason::FollowUp(ticket), .. }) => {
                    super::ticket_actions::run_ticket_action(Action::Open, *ticket, view)
                }
                Some(due) => CustomerDialog::open(due.customer),
                None => Effect::Handled,
            };
        }
        self.selected_customer(view).map_or(Effect::Handled, CustomerDialog::open)
    }

    fn edit_selected(&self, view: &View) -> Effect {
        let Some(id) = self.selected_customer(view) else { return Effect::Handled };
        let standing = self.list.iter().flat_map(|listed| &listed.rows).find(|standing| standing.id == id);
        match standing {
            Some(standing) => form::open(CustomerForm::new(id, &standing.customer, view), view),
            // A customer to contact may be missing from the loaded rows.
            None => CustomerDialog::open(id),
        }
    }

    /// Churn and retention of the period.
    fn churn_text(&self, view: &View) -> String {
        let Some(listed) = &self.list else { return String::new() };
        let churn = listed.churn;
        let separator = view.t("thousands-separator");
        let days = [("n", (view.settings.period_days as usize).into())];
        let Some(rate) = churn.rate() else { return view.tt("customers-none-at-start", &days) };
        let tenth = |rate: f64| format!("{:.1} %", rate * 100.0).replace('.', if separator == "." { "," } else { "." });
        view.tt(
            "customers-churn",
            &[
                ("days", (view.settings.period_days as usize).into()),
                ("lost", format_count(churn.hits, &separator).into()),
                ("start", format_count(churn.n, &separator).into()),
                ("churn", tenth(rate).into()),
                ("stayed", tenth(1.0 - rate).into()),
            ],
        )
    }
}

impl Pane for CustomerListDialog {
    fn title(&self, view: &View) -> String {
        if self.shows_follow_ups {
            return view.t("customers-due-title");
        }
        view.tt("customers-title", &[("n", (view.settings.period_days as usize).into())])
    }

    fn badge(&self, view: &View) -> String {
        let Some(listed) = &self.list else { return view.t("reading") };
        let separator = view.t("thousands-separator");
        if self.shows_follow_ups {
            return format_count(listed.contacts_due.len(), &separator);
        }
        match listed.rows.len() {
            n if n == listed.matching => format_count(n, &separator),
            n => view.tt(
                "n-of-m",
                &[("n", format_count(n, &separator).into()), ("m", format_count(listed.matching, &separator).into())],
            ),
        }
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        if self.typing {
            return vec![Action::Open, Action::Back];
        }
        let on = self.selected_customer(view).map(|_| [Action::Open, Action::Edit]).into_iter().flatten();
        let list =
            [Action::Sort, Action::Filter, Action::Left, Action::Right].into_iter().filter(|_| !self.shows_follow_ups);
        on.chain([Action::NextPane]).chain(list).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        let due = self.list.as_ref().map_or(0, |listed| listed.contacts_due.len());
        match action {
            Action::Open if self.typing => Some(view.t("do-done")),
            Action::NextPane if self.shows_follow_ups => Some(view.t("do-all-customers")),
            Action::NextPane => Some(view.tt("do-to-contact", &[("n", due.into())])),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if self.typing {
            match action {
                Action::Open => self.typing = false,
                Action::Back => {
                    (self.typing, self.filter) = (false, TextField::default());
                    return self.query(view);
                }
                _ => return Effect::Ignored,
            }
            return Effect::Handled;
        }
        match action {
            Action::NextPane | Action::PreviousPane | Action::NextTab | Action::PreviousTab => {
                self.shows_follow_ups = !self.shows_follow_ups;
                return Effect::Handled;
            }
            Action::Open => return self.open_selected(view),
            Action::Edit => return self.edit_selected(view),
            _ => {}
        }
        if self.shows_follow_ups {
            let places: Vec<usize> = (0..self.follow_ups(view).len()).collect();
            return if self.follow_up_cursor.on_action(action, &places) { Effect::Handled } else { Effect::Ignored };
        }
        let ids = self.ids();
        match action {
            Action::Left => self.move_column(-1, view),
            Action::Right => self.move_column(1, view),
            Action::Sort => return self.sort_by_column(view),
            Action::Filter => self.typing = true,
            Action::Customers => {}
            _ if self.cursor.on_action(action, &ids) => {}
            // Back clears the filter first, then closes the dialog.
            Action::Back if !self.filter.text().is_empty() => {
                self.filter = TextField::default();
                return self.query(view);
            }
            _ => return Effect::Ignored,
        }
        Effect::Handled
    }

    fn captures_text(&self) -> bool {
        self.typing
    }

    fn on_key(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        if !self.typing {
            return None;
        }
        let bound = view.keymap.action_for(Key::from(key)).filter(|_| !Key::from(key).is_text());
        if matches!(bound, Some(Action::Open | Action::Back | Action::Quit | Action::Redraw)) {
            return None;
        }
        let before = self.filter.text().to_owned();
        if !self.filter.on_key(key) {
            return None;
        }
        Some(if before == self.filter.text() { Effect::Handled } else { self.on_filter_changed(view) })
    }

    fn on_paste(&mut self, text: &str, _view: &View) {
        if self.typing {
            self.filter.paste(text);
        }
    }

    fn after_paste(&mut self, view: &View) -> Effect {
        if self.typing { self.on_filter_changed(view) } else { Effect::Handled }
    }

    fn on_response(&mut self, answer: &Response, view: &View) -> Effect {
        match answer {
            Response::Customers(listed) => {
                if self.last_query.as_ref().is_some_and(|(query, _)| *query == listed.query) {
                    self.list = Some(listed.clone());
                }
                Effect::Handled
            }
            // Refresh at once after own changes, at intervals after other users' changes.
            Response::Applied(_, outcome) if outcome.is_ok() => self.query(view),
            Response::Delta(_) if self.last_query.as_ref().is_none_or(|(_, at)| view.now - *at >= REFRESH_INTERVAL) => {
                self.query(view)
            }
            _ => Effect::Handled,
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        (150, 50)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let theme = view.theme;
        if self.shows_follow_ups {
            return follow_ups::draw_follow_ups(frame, area, &self.follow_ups(view), &self.follow_up_cursor, view);
        }
        let [head, list, _, foot] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Min(0),
            Constraint::Length(u16::from(area.height >= 14)),
            Constraint::Length(1),
        ])
        .areas(area);
        self.draw_filter(frame, head, view);
        match &self.list {
            None => frame.render_widget(Span::styled(view.t("reading"), theme.dim), list),
            Some(listed) if listed.rows.is_empty() => {
                let key = if listed.total == 0 { "customers-empty" } else { "customers-no-match" };
                for (text, row) in wrap(&view.t(key), columns).into_iter().zip(list.rows().skip(1)) {
                    frame.render_widget(Span::styled(text, theme.dim), row);
                }
            }
            Some(listed) => {
                let look = table::CustomerTableState { sort: self.sort, reversed: self.reversed, column: self.column };
                table::draw_table(frame, list, listed, &self.cursor, &look, view);
            }
        }
        frame.render_widget(Span::styled(fit(&self.churn_text(view), columns), theme.dim), foot);
    }
}

impl CustomerListDialog {
    fn on_filter_changed(&mut self, view: &View) -> Effect {
        self.cursor = Cursor::default();
        self.query(view)
    }

    /// The filter field, or its hint.
    fn draw_filter(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        frame.render_widget(Span::styled("/ ", if self.typing { theme.accent } else { theme.dim }), area);
        let field = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
        if self.filter.text().is_empty() {
            frame.render_widget(
                Span::styled(fit(&view.t("customers-hint"), usize::from(field.width)), theme.dim),
                field,
            );
        }
        if self.typing || !self.filter.text().is_empty() {
            self.filter.draw(frame, field, theme.text, self.typing && view.focused);
        }
        if let Some(wrong) = &self.filter_error {
            let text = pad_left(&format!("▲ {wrong}"), usize::from(field.width));
            frame.render_widget(Span::styled(fit(&text, usize::from(field.width)), theme.warn), field);
        }
    }
}
