//! Drill-down of a figure: its tickets, its formula, and what was excluded.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::engine::desk::Row;
use crate::engine::summary::format_count;
use crate::model::ids::TicketId;
use crate::model::text::{clean_line, fit, pad, pad_left, width, wrap};
use crate::query::protocol::{Answer, Ask};
use crate::ui::action::Action;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{Cursor, page};
use crate::ui::widgets::{mark, when};
use super::ticket_actions;

/// Rows per query.
const CHUNK: usize = 500;
/// Rows before the end at which the next are queried.
const NEAR: usize = 50;
/// From this width on, rows also show status text and time.
const WIDE: usize = 96;

/// The dialog.
pub struct Tickets {
    title: String,
    formula: String,
    left_out: Vec<String>,
    /// Each ticket's contribution, if the figure is not a plain count.
    values: BTreeMap<TicketId, String>,
    /// Number of samples; a ticket can have several.
    samples: usize,
    /// Columns of the largest ID, and of the widest value with its gap; 0 without values.
    widths: (usize, usize),
    /// Unique tickets, and the position of each.
    ids: Vec<TicketId>,
    places: HashMap<TicketId, usize>,
    /// Number of tickets queried so far: those listed.
    asked: usize,
    /// Tickets answered by the store.
    told: BTreeSet<TicketId>,
    rows: BTreeMap<TicketId, Row>,
    cursor: Cursor<TicketId>,
}

impl Tickets {
    /// Opens the list of `ids` in their order. `formula` explains the figure, `left_out` what it excludes, one line
    /// each.
    pub fn open(title: String, formula: String, ids: Vec<TicketId>, left_out: Vec<String>, view: &View) -> Effect {
        let samples = ids.into_iter().map(|id| (id, String::new())).collect();
        Tickets::of_samples(title, formula, samples, left_out, view)
    }

    /// Like `open`, with the contribution of each sample. For a ticket with several, the first is shown.
    pub fn of_samples(
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
        let widest = widest.map_or(0, |widest| widest.max(width(&view.t("behind-value"))) + 2);
        let mut list = Tickets {
            widths: (unique.iter().max().map_or(1, |id| id.to_string().len()), widest),
            title,
            formula,
            left_out,
            values,
            samples,
            cursor: Cursor::default(),
            ids: unique,
            places,
            asked: 0,
            told: BTreeSet::new(),
            rows: BTreeMap::new(),
        };
        let ask = list.ask_more();
        Effect::All(vec![Effect::Open(Box::new(list)), ask])
    }

    fn ask_more(&mut self) -> Effect {
        let from = self.asked;
        self.asked = (from + CHUNK).min(self.ids.len());
        match &self.ids[from..self.asked] {
            [] => Effect::Done,
            ids => Effect::Ask(Ask::Rows(ids.to_vec())),
        }
    }

    /// The listed tickets.
    fn listed(&self) -> &[TicketId] {
        &self.ids[..self.asked]
    }

    fn line(&self, id: TicketId, chosen: bool, columns: usize, widths: &Widths, view: &View) -> Line<'static> {
        let theme = view.theme;
        let number = pad_left(&id.to_string(), widths.id);
        let Some(row) = self.rows.get(&id) else {
            let key = if self.told.contains(&id) { "no-such-ticket" } else { "reading" };
            return Line::styled(
                pad(&format!("  {number}  {}", view.t(key)), columns),
                if chosen { theme.selected } else { theme.dim },
            );
        };
        let mark = mark::status(row.status, view);
        let who = row.assignee.map_or("–", |person| view.name(Some(person)));
        let created = match row.created {
            Some(at) if widths.status > 0 => when::moment(at, view),
            Some(at) => when::day(view.zone().date(at), view),
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
                pad(&clean_line(who), widths.who),
                if row.assignee.is_some() { theme.text } else { theme.warn },
            ),
            gap(),
        ];
        if widths.status > 0 {
            spans.extend([Span::styled(pad(&mark.word, widths.status), mark.style), gap()]);
        }
        spans.push(Span::styled(pad_left(&created, widths.created), theme.dim));
        if widths.value > 0 {
            let value = self.values.get(&id).map(String::as_str).unwrap_or_default();
            spans.push(Span::styled(pad_left(value, widths.value), theme.strong));
        }
        if chosen {
            let text: String = spans.iter().map(|span| span.content.as_ref()).collect();
            return Line::styled(pad(&text, columns), if view.focused { theme.selected } else { theme.resting });
        }
        Line::from(spans)
    }

    /// Footer: number not listed yet, and what was excluded.
    fn foot(&self, columns: usize, view: &View) -> Vec<String> {
        let apart = view.t("digits-apart");
        let mut lines = Vec::new();
        if self.asked < self.ids.len() {
            let values = [("n", format_count(self.asked, &apart).into()), ("m", format_count(self.ids.len(), &apart).into())];
            lines.push(view.tt("first-n-of-m", &values));
        }
        for line in &self.left_out {
            lines.extend(wrap(line, columns));
        }
        lines
    }
}

/// Column widths.
struct Widths {
    id: usize,
    subject: usize,
    customer: usize,
    who: usize,
    /// 0 if there is no room.
    status: usize,
    created: usize,
    /// 0 for a plain count.
    value: usize,
}

impl Widths {
    fn of(list: &Tickets, columns: usize) -> Widths {
        let (customer, who, status, created) = if columns >= WIDE { (20, 12, 9, 17) } else { (14, 9, 0, 11) };
        let (id, value) = list.widths;
        let rest = 2 + id + 2 + 2 + customer + 2 + who + 2 + if status > 0 { status + 2 } else { 0 } + created + value;
        Widths { id, subject: columns.saturating_sub(rest), customer, who, status, created, value }
    }

    fn header(&self, view: &View) -> String {
        let id = pad_left(&view.t("column-id"), self.id + 2);
        let part = |key: &str, columns: usize| pad(&view.t(key), columns);
        let mut parts = vec![id, part("subject", self.subject), part("customer", self.customer), part("who", self.who)];
        if self.status > 0 {
            parts.push(part("label-status", self.status));
        }
        parts.push(pad_left(&view.t("column-created"), self.created));
        let value = if self.value > 0 { pad_left(&view.t("behind-value"), self.value) } else { String::new() };
        parts.join("  ") + &value
    }
}

impl Pane for Tickets {
    fn title(&self, _view: &View) -> String {
        self.title.clone()
    }

    fn badge(&self, view: &View) -> String {
        let apart = view.t("digits-apart");
        let tickets = format_count(self.ids.len(), &apart);
        if self.samples == self.ids.len() {
            return format!("n {tickets}");
        }
        view.tt("n-in-m-tickets", &[("n", format_count(self.samples, &apart).into()), ("m", tickets.into())])
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let acts = Action::ON_TICKET.into_iter().filter(|_| !self.ids.is_empty());
        acts.chain(Action::MOVES).collect()
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        if let (true, Some(id)) = (Action::ON_TICKET.contains(&action), self.cursor.item(self.listed())) {
            return ticket_actions::run_ticket_action(action, id, view);
        }
        let listed = &self.ids[..self.asked];
        if !self.cursor.act(action, listed) {
            return Effect::Pass;
        }
        let at = self.cursor.row(listed).unwrap_or(0);
        if at + NEAR >= self.asked { self.ask_more() } else { Effect::Done }
    }

    fn heard(&mut self, answer: &Answer, _view: &View) -> Effect {
        match answer {
            Answer::Rows(ids, rows) => {
                self.told.extend(ids.iter().filter(|id| self.places.contains_key(id)));
                let ours = rows.iter().filter(|row| self.places.contains_key(&row.id));
                self.rows.extend(ours.map(|row| (row.id, row.clone())));
                Effect::Done
            }
            Answer::Changed(delta) => {
                let mut closed = Vec::new();
                for (id, row) in delta.tickets.iter().filter(|(id, _)| self.told.contains(id)) {
                    match row {
                        Some(row) => drop(self.rows.insert(*id, row.clone())),
                        None => closed.push(*id),
                    }
                }
                if closed.is_empty() { Effect::Done } else { Effect::Ask(Ask::Rows(closed)) }
            }
            _ => Effect::Done,
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        let rows = u16::try_from(self.ids.len() + self.left_out.len()).unwrap_or(u16::MAX).saturating_add(9);
        (116, rows.clamp(12, 44))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let formula = wrap(&self.formula, columns);
        let foot = self.foot(columns, view);
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
            return frame.render_widget(Span::styled(view.t("nothing-behind"), theme.dim), header);
        }
        let widths = Widths::of(self, columns);
        frame.render_widget(Span::styled(widths.header(view), theme.dim), header);
        let at = self.cursor.row(self.listed()).unwrap_or(0);
        let shown = page(at, self.asked, usize::from(list.height));
        for (n, row) in shown.zip(list.rows()) {
            frame.render_widget(self.line(self.ids[n], n == at, columns, &widths, view), row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::settings::Language;
    use crate::engine::board::Board;
    use crate::engine::desk::Desk;
    use crate::model::person::Author;
    use crate::model::time::from_millis;
    use crate::ui::keymap::Keymap;
    use crate::ui::theme::Theme;
    use crate::ui::trail::Trail;
    use crate::ui::words::Words;

    /// Calls `act` with a view of an empty desk.
    fn in_view<T>(act: impl FnOnce(&View) -> T) -> T {
        let settings = crate::config::load(None, std::path::Path::new("team.db")).settings;
        let view = View {
            now: from_millis(0).unwrap(),
            settings: &settings,
            desk: &Desk::default(),
            ready: true,
            board: &Board::default(),
            index: &crate::query::filter::index::TextIndex::default(),
            trail: &Trail::default(),
            metrics: None,
            looked: None,
            beside: None,
            profiles: &Default::default(),
            looking: &Default::default(),
            staffing: &Default::default(),
            lens: &crate::ui::lens::Lens::default(),
            author: &Author::default(),
            theme: &Theme::named("mono", false),
            words: &Words::of(Language::English),
            keys: &Keymap::new(&BTreeMap::new()).0,
            focused: true,
        };
        act(&view)
    }

    fn asked(effect: &Effect) -> Vec<TicketId> {
        match effect {
            Effect::Ask(Ask::Rows(ids)) => ids.clone(),
            Effect::All(effects) => effects.iter().flat_map(asked).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_long_list_is_asked_for_in_parts_as_the_cursor_nears_the_end() {
        in_view(|view| {
            let ids: Vec<_> = (1..=1204).map(TicketId).collect();
            let Effect::All(mut effects) = Tickets::open("n".into(), String::new(), ids, vec![], view) else {
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
            let Effect::All(mut effects) = Tickets::open("n".into(), String::new(), ids, vec![], view) else {
                panic!()
            };
            assert_eq!(asked(&effects[1]), [7, 8].map(TicketId));
            let Effect::Open(list) = effects.remove(0) else { panic!() };
            assert_eq!(list.badge(view), "3 in 2 tickets");
        });
    }
}
