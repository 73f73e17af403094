//! Drill-down of a figure: its tickets, its formula, and what was excluded.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::ticket_actions;
use crate::engine::desk::TicketRow;
use crate::model::ids::TicketId;
use crate::model::text::{clean_line, fit, pad, pad_left, width, wrap};
use crate::presentation::numbers::format_count;
use crate::query::protocol::{Query, Response};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, visible_rows};
use crate::ui::widgets::{dates, state_label};

/// Rows per query.
const FETCH_ROWS: usize = 500;
/// Rows before the end at which the next are queried.
const PREFETCH_MARGIN: usize = 50;
/// From this width on, rows also show status text and time.
const WIDE_COLUMNS: usize = 96;

/// The dialog.
pub struct TicketListDialog {
    title: String,
    formula: String,
    excluded: Vec<String>,
    /// Each ticket's contribution, if the figure is not a plain count.
    values: BTreeMap<TicketId, String>,
    /// Number of samples; a ticket can have several.
    sample_count: usize,
    /// Columns of the largest ID, and of the widest value with its gap; 0 without values.
    widths: (usize, usize),
    /// Unique tickets, and the position of each.
    ids: Vec<TicketId>,
    positions: HashMap<TicketId, usize>,
    /// Number of tickets queried so far: those listed.
    requested: usize,
    /// Tickets answered by the store.
    answered: BTreeSet<TicketId>,
    rows: BTreeMap<TicketId, TicketRow>,
    cursor: Cursor<TicketId>,
}

impl TicketListDialog {
    /// Opens the list of `ids` in their order. `formula` explains the figure, `left_out` what it excludes, one line
    /// each.
    pub fn open(title: String, formula: String, ids: Vec<TicketId>, left_out: Vec<String>, view: &View) -> Effect {
        let samples = ids.into_iter().map(|id| (id, String::new())).collect();
        TicketListDialog::open_samples(title, formula, samples, left_out, view)
    }

    /// Like `open`, with the contribution of each sample. For a ticket with several, the first is shown.
    pub fn open_samples(
        title: String,
        formula: String,
        contributions: Vec<(TicketId, String)>,
        left_out: Vec<String>,
        view: &View,
    ) -> Effect {
        let samples = contributions.len();
        let ids: Vec<TicketId> = contributions.iter().map(|(id, _)| *id).collect();
        let mut values = BTreeMap::new();
        for (id, value) in contributions.into_iter().filter(|(_, value)| !value.is_empty()) {
            values.entry(id).or_insert(value);
        }
        let mut places = HashMap::new();
        let mut unique = Vec::with_capacity(samples);
        for id in ids {
            places.entry(id).or_insert_with(|| {
                unique.push(id);
                unique.len() - 1
            });
        }
        let widest = values.values().map(|value| width(value)).max();
        let widest = widest.map_or(0, |widest| widest.max(width(&view.t("drill-value"))) + 2);
        let mut list = TicketListDialog {
            widths: (unique.iter().max().map_or(1, |id| id.to_string().len()), widest),
            title,
            formula,
            excluded: left_out,
            values,
            sample_count: samples,
            cursor: Cursor::default(),
            ids: unique,
            positions: places,
            requested: 0,
            answered: BTreeSet::new(),
            rows: BTreeMap::new(),
        };
        let ask = list.request_more();
        Effect::All(vec![Effect::Open(Box::new(list)), ask])
    }

    fn request_more(&mut self) -> Effect {
        let from = self.requested;
        self.requested = (from + FETCH_ROWS).min(self.ids.len());
        match &self.ids[from..self.requested] {
            [] => Effect::Handled,
            ids => Effect::Query(Query::TicketRows(ids.to_vec())),
        }
    }

    /// The listed tickets.
    fn listed_ids(&self) -> &[TicketId] {
        &self.ids[..self.requested]
    }

    fn ticket_line(
        &self,
        id: TicketId,
        chosen: bool,
        columns: usize,
        widths: &TicketListWidths,
        view: &View,
    ) -> Line<'static> {
        let theme = view.theme;
        let number = pad_left(&id.to_string(), widths.id);
        let Some(row) = self.rows.get(&id) else {
            let key = if self.answered.contains(&id) { "no-such-ticket" } else { "reading" };
            return Line::styled(
                pad(&format!("  {number}  {}", view.t(key)), columns),
                if chosen { theme.selected } else { theme.dim },
            );
        };
        let mark = state_label::status(row.status, view);
        let who = row.assignee.map_or("–", |person| view.person_name(Some(person)));
        let created = match row.created {
            Some(at) if widths.status > 0 => dates::format_moment(at, view),
            Some(at) => dates::format_day(view.zone().date(at), view),
            None => "–".into(),
        };
        let gap = || Span::raw("  ");
        let mut spans = vec![
            Span::styled(format!("{} ", mark.glyph), mark.style),
            Span::styled(number, theme.dim),
            gap(),
            Span::styled(pad(&clean_line(row.title()), widths.subject), theme.text),
            gap(),
            Span::styled(pad(&clean_line(row.customer.as_deref().unwrap_or("–")), widths.customer), theme.text),
            gap(),
            Span::styled(
                pad(&clean_line(who), widths.assignee),
                if row.assignee.is_some() { theme.text } else { theme.warn },
            ),
            gap(),
        ];
        if widths.status > 0 {
            spans.extend([Span::styled(pad(&mark.text, widths.status), mark.style), gap()]);
        }
        spans.push(Span::styled(pad_left(&created, widths.created), theme.dim));
        if widths.value > 0 {
            let value = self.values.get(&id).map(String::as_str).unwrap_or_default();
            spans.push(Span::styled(pad_left(value, widths.value), theme.strong));
        }
        if chosen {
            let text: String = spans.iter().map(|span| span.content.as_ref()).collect();
            return Line::styled(
                pad(&text, columns),
                if view.focused { theme.selected } else { theme.selected_unfocused },
            );
        }
        Line::from(spans)
    }

    /// Footer: number not listed yet, and what was excluded.
    fn footer_lines(&self, columns: usize, view: &View) -> Vec<String> {
        let separator = view.t("thousands-separator");
        let mut lines = Vec::new();
        if self.requested < self.ids.len() {
            let values = [
                ("n", format_count(self.requested, &separator).into()),
                ("m", format_count(self.ids.len(), &separator).into()),
            ];
            lines.push(view.tt("first-n-of-m", &values));
        }
        for line in &self.excluded {
            lines.extend(wrap(line, columns));
        }
        lines
    }
}

/// Column widths.
struct TicketListWidths {
    id: usize,
    subject: usize,
    customer: usize,
    assignee: usize,
    /// 0 if there is no room.
    status: usize,
    created: usize,
    /// 0 for a plain count.
    value: usize,
}

impl TicketListWidths {
    fn for_list(list: &TicketListDialog, columns: usize) -> TicketListWidths {
        let (customer, who, status, created) = if columns >= WIDE_COLUMNS { (20, 12, 9, 17) } else { (14, 9, 0, 11) };
        let (id, value) = list.widths;
        let rest = 2 + id + 2 + 2 + customer + 2 + who + 2 + if status > 0 { status + 2 } else { 0 } + created + value;
        TicketListWidths { id, subject: columns.saturating_sub(rest), customer, assignee: who, status, created, value }
    }

    fn header(&self, view: &View) -> String {
        let id = pad_left(&view.t("column-id"), self.id + 2);
        let part = |key: &str, columns: usize| pad(&view.t(key), columns);
        let mut parts =
            vec![id, part("subject", self.subject), part("customer", self.customer), part("who", self.assignee)];
        if self.status > 0 {
            parts.push(part("label-status", self.status));
        }
        parts.push(pad_left(&view.t("column-created"), self.created));
        let value = if self.value > 0 { pad_left(&view.t("drill-value"), self.value) } else { String::new() };
        parts.join("  ") + &value
    }
}

impl Pane for TicketListDialog {
    fn title(&self, _view: &View) -> String {
        self.title.clone()
    }

    fn badge(&self, view: &View) -> String {
        let separator = view.t("thousands-separator");
        let tickets = format_count(self.ids.len(), &separator);
        if self.sample_count == self.ids.len() {
            return format!("n {tickets}");
        }
        view.tt("n-in-m-tickets", &[("n", format_count(self.sample_count, &separator).into()), ("m", tickets.into())])
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let acts = Action::TICKET_ACTIONS.into_iter().filter(|_| !self.ids.is_empty());
        acts.chain(Action::CURSOR_MOVES).collect()
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if let (true, Some(id)) = (Action::TICKET_ACTIONS.contains(&action), self.cursor.item(self.listed_ids())) {
            return ticket_actions::run_ticket_action(action, id, view);
        }
        let listed = &self.ids[..self.requested];
        if !self.cursor.on_action(action, listed) {
            return Effect::Ignored;
        }
        let at = self.cursor.row(listed).unwrap_or(0);
        if at + PREFETCH_MARGIN >= self.requested { self.request_more() } else { Effect::Handled }
    }

    fn on_response(&mut self, answer: &Response, _view: &View) -> Effect {
        match answer {
            Response::TicketRows(ids, rows) => {
                self.answered.extend(ids.iter().filter(|id| self.positions.contains_key(id)));
                let ours = rows.iter().filter(|row| self.positions.contains_key(&row.id));
                self.rows.extend(ours.map(|row| (row.id, row.clone())));
                Effect::Handled
            }
            Response::Delta(delta) => {
                let mut closed = Vec::new();
                for (id, row) in delta.tickets.iter().filter(|(id, _)| self.answered.contains(id)) {
                    match row {
                        Some(row) => drop(self.rows.insert(*id, row.clone())),
                        None => closed.push(*id),
                    }
                }
                if closed.is_empty() { Effect::Handled } else { Effect::Query(Query::TicketRows(closed)) }
            }
            _ => Effect::Handled,
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        let rows = u16::try_from(self.ids.len() + self.excluded.len()).unwrap_or(u16::MAX).saturating_add(9);
        (116, rows.clamp(12, 44))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let formula = wrap(&self.formula, columns);
        let foot = self.footer_lines(columns, view);
        let most = usize::from(area.height / 3);
        let rows = |n: usize| Constraint::Length(u16::try_from(n.min(most)).unwrap_or(0));
        let airy = Constraint::Length(u16::from(area.height >= 12));
        let [head, _, header, list, _, below] = Layout::vertical([
            rows(formula.len()),
            airy,
            Constraint::Length(1),
            Constraint::Min(0),
            if foot.is_empty() { Constraint::Length(0) } else { airy },
            rows(foot.len()),
        ])
        .areas(area);
        for (text, row) in formula.into_iter().zip(head.rows()).chain(foot.into_iter().zip(below.rows())) {
            frame.render_widget(Span::styled(fit(&text, columns), theme.dim), row);
        }
        if self.ids.is_empty() {
            return frame.render_widget(Span::styled(view.t("drill-empty"), theme.dim), header);
        }
        let widths = TicketListWidths::for_list(self, columns);
        frame.render_widget(Span::styled(widths.header(view), theme.dim), header);
        let at = self.cursor.row(self.listed_ids()).unwrap_or(0);
        let shown = visible_rows(at, self.requested, usize::from(list.height));
        for (n, row) in shown.zip(list.rows()) {
            frame.render_widget(self.ticket_line(self.ids[n], n == at, columns, &widths, view), row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::board::Board;
    use crate::engine::desk::Desk;
    use crate::model::person::Author;
    use crate::model::settings::Language;
    use crate::model::time::from_millis;
    use crate::presentation::catalog::Catalog;
    use crate::ui::change_tracker::ChangeTracker;
    use crate::ui::keymap::Keymap;
    use crate::ui::theme::Theme;

    /// Calls `act` with a view of an empty desk.
    fn in_view<T>(act: impl FnOnce(&View) -> T) -> T {
        let settings = crate::config::load(None, std::path::Path::new("team.db")).unwrap().settings;
        let view = View {
            now: from_millis(0).unwrap(),
            settings: &settings,
            desk: &Desk::default(),
            ready: true,
            board: &Board::default(),
            index: &crate::query::filter::text_index::TextIndex::default(),
            changes: &ChangeTracker::default(),
            recent_metrics: None,
            selected_metrics: None,
            comparison_metrics: None,
            profile_figures: &Default::default(),
            metrics_view: &Default::default(),
            staffing: &Default::default(),
            coverage_view: &crate::ui::state::coverage::CoverageView::default(),
            author: &Author::default(),
            theme: &Theme::from_name("mono", false),
            catalog: &Catalog::for_language(Language::English),
            keymap: &Keymap::new(&BTreeMap::new()).0,
            focused: true,
        };
        act(&view)
    }

    fn asked(effect: &Effect) -> Vec<TicketId> {
        match effect {
            Effect::Query(Query::TicketRows(ids)) => ids.clone(),
            Effect::All(effects) => effects.iter().flat_map(asked).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_long_list_is_asked_for_in_parts_as_the_cursor_nears_the_end() {
        in_view(|view| {
            let ids: Vec<_> = (1..=1204).map(TicketId).collect();
            let Effect::All(mut effects) = TicketListDialog::open("n".into(), String::new(), ids, vec![], view) else {
                panic!()
            };
            assert_eq!(asked(&effects[1]).len(), 500);
            let Effect::Open(mut list) = effects.remove(0) else { panic!() };
            assert!(asked(&list.on(Action::Down, view)).is_empty());
            let more = asked(&list.on(Action::Bottom, view));
            assert_eq!((more.first(), more.len()), (Some(&TicketId(501)), 500));
            assert_eq!(asked(&list.on(Action::Bottom, view)).len(), 204);
            assert!(asked(&list.on(Action::Bottom, view)).is_empty());
        });
    }

    #[test]
    fn a_ticket_that_gives_two_samples_is_listed_once() {
        in_view(|view| {
            let ids = [7, 8, 7].map(TicketId).to_vec();
            let Effect::All(mut effects) = TicketListDialog::open("n".into(), String::new(), ids, vec![], view) else {
                panic!()
            };
            assert_eq!(asked(&effects[1]), [7, 8].map(TicketId));
            let Effect::Open(list) = effects.remove(0) else { panic!() };
            assert_eq!(list.badge(view), "3 in 2 tickets");
        });
    }
}
