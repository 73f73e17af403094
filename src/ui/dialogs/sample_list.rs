//! Drill-down of a figure counted in samples other than tickets: survey answers, reviews, customers.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::ticket_actions;
use crate::engine::desk::TicketRow;
use crate::engine::metrics::sample::SampleSubject;
use crate::model::ids::{PersonId, TicketId};
use crate::model::text::{clean_line, fit, pad, pad_left, width, wrap};
use crate::model::time::Instant;
use crate::presentation::numbers::{NO_VALUE, format_count};
use crate::query::protocol::{self, Query, SampleContext};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::{step_row, visible_rows};

/// Maximum samples whose details are queried.
const MAX_DETAILS: usize = 500;

/// A counted sample.
pub struct SampleRow {
    pub source: SampleSubject,
    pub ticket: Option<TicketId>,
    /// The person credited.
    pub credited_to: Option<PersonId>,
    pub at: Instant,
    /// Its contribution to the figure.
    pub value: String,
}

/// The dialog.
pub struct SampleListDialog {
    title: String,
    formula: String,
    excluded: Vec<String>,
    samples: Vec<SampleRow>,
    details: BTreeMap<SampleSubject, SampleContext>,
    tickets: BTreeMap<TicketId, TicketRow>,
    cursor: usize,
}

impl SampleListDialog {
    /// Opens the list in the given order and queries the details.
    pub fn open(title: String, formula: String, answers: Vec<SampleRow>, left_out: Vec<String>) -> Effect {
        let asked = || answers.iter().take(MAX_DETAILS);
        let things = asked()
            .map(|one| one.source)
            .filter(|of| !matches!(of, SampleSubject::Ticket(_) | SampleSubject::WorkDay(_)))
            .collect();
        let mut tickets: Vec<TicketId> = asked().filter_map(|one| one.ticket).collect();
        tickets.sort_unstable();
        tickets.dedup();
        let (known, rows) = (BTreeMap::new(), BTreeMap::new());
        let list = SampleListDialog {
            title,
            formula,
            excluded: left_out,
            samples: answers,
            details: known,
            tickets: rows,
            cursor: 0,
        };
        Effect::All(vec![
            Effect::Open(Box::new(list)),
            Effect::Query(Query::SampleContexts(things)),
            Effect::Query(Query::TicketRows(tickets)),
        ])
    }

    fn selected(&self) -> Option<&SampleRow> {
        self.samples.get(self.cursor)
    }

    /// The customer, and the text of answer or review; of a ticket, its title.
    fn customer_and_text(&self, one: &SampleRow) -> (String, String) {
        let known = self.details.get(&one.source);
        let row = one.ticket.and_then(|id| self.tickets.get(&id));
        let customer =
            known.and_then(|known| known.customer.clone()).or_else(|| row?.customer.as_deref().map(str::to_owned));
        let words = known.and_then(|known| known.comment.clone()).or_else(|| row.map(|row| row.title().to_owned()));
        let clean = |text: Option<String>| text.map_or_else(|| NO_VALUE.into(), |text| clean_line(&text).into_owned());
        (clean(customer), clean(words))
    }

    fn sample_line(&self, one: &SampleRow, chosen: bool, columns: usize, view: &View) -> Line<'static> {
        let theme = view.theme;
        let (customer, words) = self.customer_and_text(one);
        let kind = match one.source {
            SampleSubject::Ticket(_) => "drill-ticket",
            SampleSubject::Survey(_) => "drill-answer",
            SampleSubject::Review(_) => "drill-review",
            SampleSubject::Customer(_) => "drill-customer",
            SampleSubject::WorkDay(_) => "drill-work",
        };
        let ticket = one.ticket.map_or_else(|| NO_VALUE.into(), |id| id.to_string());
        let mut spans = vec![
            Span::styled(pad(&dates::format_short_moment(one.at, view), 11), theme.dim),
            Span::styled(pad(&view.t(kind), 10), theme.dim),
            Span::styled(pad_left(&ticket, 6), theme.dim),
            Span::styled(format!("  {}", pad(&fit(&customer, 18), 18)), theme.text),
            Span::styled(format!("  {}", pad(&fit(view.person_name(one.credited_to), 10), 10)), theme.text),
        ];
        let used: usize = spans.iter().map(|span| width(&span.content)).sum();
        let room = columns.saturating_sub(used + 2 + 8);
        spans.push(Span::styled(format!("  {}", pad(&fit(&words, room), room)), theme.text));
        spans.push(Span::styled(pad_left(&one.value, 8), theme.strong));
        let line = Line::from(spans);
        if chosen { theme.highlight_row(line, view.focused) } else { line }
    }
}

impl Pane for SampleListDialog {
    fn title(&self, _view: &View) -> String {
        self.title.clone()
    }

    fn badge(&self, view: &View) -> String {
        format!("n {}", format_count(self.samples.len(), &view.t("thousands-separator")))
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let acts =
            Action::TICKET_ACTIONS.into_iter().filter(|_| self.selected().is_some_and(|one| one.ticket.is_some()));
        acts.chain(Action::CURSOR_MOVES).collect()
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if let (true, Some(id)) = (Action::TICKET_ACTIONS.contains(&action), self.selected().and_then(|one| one.ticket))
        {
            return ticket_actions::run_ticket_action(action, id, view);
        }
        match step_row(action, self.cursor, self.samples.len()) {
            Some(at) => {
                self.cursor = at;
                Effect::Handled
            }
            None => Effect::Ignored,
        }
    }

    fn on_response(&mut self, answer: &protocol::Response, _view: &View) -> Effect {
        match answer {
            protocol::Response::SampleContexts(known) => self.details.extend(known.iter().cloned()),
            protocol::Response::TicketRows(_, rows) => {
                self.tickets.extend(rows.iter().map(|row| (row.id, row.clone())))
            }
            _ => {}
        }
        Effect::Handled
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        let rows = u16::try_from(self.samples.len() + self.excluded.len()).unwrap_or(u16::MAX).saturating_add(9);
        (116, rows.clamp(12, 44))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let wrapped = |text: &String| wrap(text, columns);
        let (formula, foot) = (wrapped(&self.formula), self.excluded.iter().flat_map(wrapped).collect::<Vec<_>>());
        let most = usize::from(area.height / 3);
        let rows = |n: usize| Constraint::Length(u16::try_from(n.min(most)).unwrap_or(0));
        let airy = Constraint::Length(u16::from(area.height >= 12));
        let [head, _, header, list, below] =
            Layout::vertical([rows(formula.len()), airy, Constraint::Length(1), Constraint::Min(0), rows(foot.len())])
                .areas(area);
        for (text, row) in formula.into_iter().zip(head.rows()).chain(foot.into_iter().zip(below.rows())) {
            frame.render_widget(Span::styled(fit(&text, columns), theme.dim), row);
        }
        if self.samples.is_empty() {
            return frame.render_widget(Span::styled(view.t("drill-empty"), theme.dim), header);
        }
        let part = |key: &str, room: usize| pad(&fit(&view.t(key), room), room);
        let names = format!(
            "{}{}{}  {}  {}",
            part("drill-day", 11),
            part("drill-what", 10),
            pad_left(&view.t("column-id"), 6),
            part("customer", 18),
            part("who", 10)
        );
        // The value is at the right edge.
        let names = pad(&fit(&names, columns.saturating_sub(8)), columns.saturating_sub(8));
        let names = format!("{names}{}", pad_left(&fit(&view.t("drill-value"), 8), 8));
        frame.render_widget(Span::styled(fit(&names, columns), theme.dim), header);
        for (n, row) in visible_rows(self.cursor, self.samples.len(), usize::from(list.height)).zip(list.rows()) {
            frame.render_widget(self.sample_line(&self.samples[n], n == self.cursor, columns, view), row);
        }
    }
}
