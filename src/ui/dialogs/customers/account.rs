//! Customer dialog: facts, survey answers and tickets.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::engine::desk::{DeskDelta, TicketRow};
use crate::model::customer::Customer;
use crate::model::ids::{CustomerId, TicketId, WithId};
use crate::model::survey::Survey;
use crate::model::text::{clean_line, fit, pad, pad_left, wrap};
use crate::query::protocol::{self, Query, Response};
use crate::ui::action::Action;
use crate::ui::dialogs::form::customer::{CustomerForm, SurveyDriverForm};
use crate::ui::dialogs::{form, ticket_actions};
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, visible_rows};
use crate::ui::widgets::{dates, state_label};

/// Maximum number of tickets listed.
const MAX_TICKETS: usize = 200;

/// Customer dialog.
pub struct CustomerDialog {
    id: CustomerId,
    /// `None` until loaded.
    account: Option<protocol::CustomerDetail>,
    rows: BTreeMap<TicketId, TicketRow>,
    cursor: Cursor<CustomerDialogRow>,
}

/// Row: a ticket or a survey answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CustomerDialogRow {
    Survey(i64),
    Ticket(TicketId),
}

impl CustomerDialog {
    pub fn open(id: CustomerId) -> Effect {
        let account = CustomerDialog { id, account: None, rows: BTreeMap::new(), cursor: Cursor::default() };
        Effect::All(vec![Effect::Open(Box::new(account)), Effect::Query(Query::Customer(id))])
    }

    fn entries(&self) -> Vec<CustomerDialogRow> {
        let Some(account) = &self.account else { return Vec::new() };
        let answers = account.surveys.iter().map(|survey| CustomerDialogRow::Survey(survey.id));
        answers.chain(account.tickets.iter().take(MAX_TICKETS).map(|id| CustomerDialogRow::Ticket(*id))).collect()
    }

    fn customer(&self) -> Option<&Customer> {
        self.account.as_ref().and_then(|account| account.customer.as_ref())
    }

    fn survey(&self, id: i64) -> Option<&WithId<Survey>> {
        self.account.as_ref().and_then(|account| account.surveys.iter().find(|survey| survey.id == id))
    }

    /// Whether a change may concern this customer: one of their tickets, a ticket that left the live set (whose
    /// customer is unknown), or a record.
    fn is_affected_by(&self, delta: &DeskDelta) -> bool {
        let Some(account) = &self.account else { return true };
        let name = account.customer.as_ref().map(|customer| customer.name.as_str());
        let theirs = |(id, row): &(TicketId, Option<TicketRow>)| {
            account.tickets.contains(id) || row.as_ref().is_none_or(|row| row.customer.as_deref() == name)
        };
        delta.team.is_some() || delta.tickets.is_empty() || delta.tickets.iter().any(theirs)
    }

    /// The survey answer, if it is negative: only those can have a cause.
    fn negative_survey(&self, id: i64) -> Option<&WithId<Survey>> {
        self.survey(id).filter(|survey| survey.is_bad() == Some(true))
    }

    fn fact_lines(&self, customer: &Customer, columns: usize, view: &View) -> Vec<Line<'static>> {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| dates::format_day(day, view));
        let facts = [
            ("label-tier", customer.tier.clone()),
            ("customers-owner", customer.owner.map(|owner| view.person_name(Some(owner)).to_owned())),
            ("label-organization", customer.organization.clone().filter(|name| *name != customer.name)),
            ("label-email", customer.email.clone()),
            ("label-phone", customer.phone.clone()),
            ("field-customer-since", day(customer.since)),
            ("field-lost", day(customer.lost)),
        ];
        let parts: Vec<String> = facts
            .into_iter()
            .filter_map(|(key, value)| Some(format!("{} {}", view.t(key), clean_line(&value?))))
            .collect();
        wrap(&parts.join(" · "), columns).into_iter().map(|text| Line::styled(text, view.theme.text)).collect()
    }

    fn row_line(&self, entry: CustomerDialogRow, here: bool, columns: usize, view: &View) -> Line<'static> {
        let theme = view.theme;
        let line = match entry {
            CustomerDialogRow::Ticket(id) => {
                let number = pad_left(&format!("#{id}"), 8);
                let Some(row) = self.rows.get(&id) else {
                    return Line::styled(format!("{number}  {}", view.t("reading")), theme.dim);
                };
                let mark = state_label::status(row.status, view);
                let created = row.created.map(|at| dates::format_day(view.zone().date(at), view)).unwrap_or_default();
                let subject = columns.saturating_sub(8 + 2 + 14 + 13 + 2);
                Line::from(vec![
                    Span::styled(number, theme.dim),
                    Span::styled(format!("  {} {}", mark.glyph, pad(&mark.text, 11)), mark.style),
                    Span::styled(pad(&clean_line(row.title()), subject), theme.text),
                    Span::styled(pad_left(&created, 14), theme.dim),
                ])
            }
            CustomerDialogRow::Survey(id) => {
                let Some(survey) = self.survey(id) else { return Line::default() };
                let kind = pad_left(&survey.kind.name().to_uppercase(), 8);
                let (score, style) = match (survey.score, survey.is_bad()) {
                    (None, _) => (view.t("survey-unanswered"), theme.dim),
                    (Some(score), Some(true)) => (format!("▼ {score} / {}", survey.scale.to), theme.bad),
                    (Some(score), _) => (format!("  {score} / {}", survey.scale.to), theme.text),
                };
                let cause = survey.cause.map(|cause| view.t(&format!("blame-{}", cause.name())));
                let parts = [cause, survey.comment.as_ref().map(|comment| format!("“{}”", clean_line(comment)))];
                let details: Vec<String> = parts.into_iter().flatten().collect();
                let room = columns.saturating_sub(8 + 2 + 14 + 13 + 2);
                Line::from(vec![
                    Span::styled(kind, theme.strong),
                    Span::styled(format!("  {}", pad(&score, 13)), style),
                    Span::styled(pad(&details.join(" · "), room), theme.text),
                    Span::styled(pad_left(&dates::format_day(view.zone().date(survey.at), view), 14), theme.dim),
                ])
            }
        };
        if here { theme.highlight_row(line, view.focused) } else { line }
    }
}

impl Pane for CustomerDialog {
    fn title(&self, view: &View) -> String {
        self.customer().map_or_else(|| view.t("customer"), |customer| clean_line(&customer.name).into_owned())
    }

    fn badge(&self, view: &View) -> String {
        let Some(account) = &self.account else { return view.t("reading") };
        let values = [("tickets", account.tickets.len().into()), ("answers", account.surveys.len().into())];
        view.tt("account-badge", &values)
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let open = match self.cursor.item(&self.entries()) {
            Some(CustomerDialogRow::Ticket(_)) => Some(Action::Open),
            Some(CustomerDialogRow::Survey(id)) => self.negative_survey(id).map(|_| Action::Open),
            None => None,
        };
        open.into_iter().chain([Action::Edit]).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match (action, self.cursor.item(&self.entries())) {
            (Action::Open, Some(CustomerDialogRow::Survey(_))) => Some(view.t("do-cause")),
            (Action::Edit, _) => Some(view.t("do-edit-customer")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let entries = self.entries();
        if self.cursor.on_action(action, &entries) {
            return Effect::Handled;
        }
        match (action, self.cursor.item(&entries)) {
            (Action::Edit, _) => match self.customer() {
                Some(customer) => form::open(CustomerForm::new(self.id, customer, view), view),
                None => Effect::Handled,
            },
            (Action::Open, Some(CustomerDialogRow::Ticket(id))) => {
                ticket_actions::run_ticket_action(Action::Open, id, view)
            }
            (Action::Open, Some(CustomerDialogRow::Survey(id))) => match self.negative_survey(id) {
                Some(survey) => form::open(SurveyDriverForm::new(survey), view),
                None => Effect::Message(view.t("cause-of-bad-only")),
            },
            _ => Effect::Ignored,
        }
    }

    fn on_response(&mut self, answer: &Response, _view: &View) -> Effect {
        match answer {
            Response::Customer(id, account) if *id == self.id => {
                self.account = Some(protocol::CustomerDetail::clone(account));
                let ids: Vec<_> = account.tickets.iter().take(MAX_TICKETS).copied().collect();
                if ids.is_empty() { Effect::Handled } else { Effect::Query(Query::TicketRows(ids)) }
            }
            Response::TicketRows(_, rows) => {
                let ours = |id: &TicketId| self.account.as_ref().is_some_and(|account| account.tickets.contains(id));
                let rows: Vec<TicketRow> = rows.iter().filter(|row| ours(&row.id)).cloned().collect();
                self.rows.extend(rows.into_iter().map(|row| (row.id, row)));
                Effect::Handled
            }
            Response::Delta(delta) if self.is_affected_by(delta) => Effect::Query(Query::Customer(self.id)),
            _ => Effect::Handled,
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        let rows = u16::try_from(self.entries().len()).unwrap_or(u16::MAX).saturating_add(8);
        (110, rows.clamp(12, 40))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let message_key = match &self.account {
            None => Some("reading"),
            Some(account) if account.customer.is_none() => Some("customer-removed"),
            Some(_) => None,
        };
        if let Some(key) = message_key {
            return frame.render_widget(Span::styled(fit(&view.t(key), columns), theme.dim), area);
        }
        let facts = self.customer().map(|customer| self.fact_lines(customer, columns, view)).unwrap_or_default();
        let rows = u16::try_from(facts.len()).unwrap_or(u16::MAX).min(area.height / 2);
        let [head, _, list] =
            Layout::vertical([Constraint::Length(rows), Constraint::Length(1), Constraint::Min(0)]).areas(area);
        for (line, row) in facts.into_iter().zip(head.rows()) {
            frame.render_widget(line, row);
        }
        let entries = self.entries();
        if entries.is_empty() {
            return frame.render_widget(Span::styled(view.t("account-empty"), theme.dim), list);
        }
        let at = self.cursor.row(&entries).unwrap_or(0);
        for (n, row) in visible_rows(at, entries.len(), usize::from(list.height)).zip(list.rows()) {
            frame.render_widget(self.row_line(entries[n], n == at, columns, view), row);
        }
    }
}
