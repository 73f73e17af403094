//! A pick list: typing filters, Enter picks the row under the cursor.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::model::text::{clean_line, fit, fold, pad, pad_left, width, wrap};
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{step_row, visible_rows};
use crate::ui::widgets::text_field::TextField;

/// Maximum columns of a label, to leave room for hints.
const MAX_LABEL_COLUMNS: usize = 28;

/// An item of a pick list.
pub struct PickListItem {
    /// Heading of its group while nothing is typed; empty for none.
    pub group: String,
    /// Right-aligned column before the label: a load, a key.
    pub prefix: String,
    pub label: String,
    /// Description.
    pub hint: String,
    /// Additional search terms.
    pub keywords: String,
    /// Effect of picking it, after the list has closed.
    pub on_pick: Box<dyn Fn(&View) -> Effect>,
}

impl PickListItem {
    pub fn new(label: impl AsRef<str>, pick: impl Fn(&View) -> Effect + 'static) -> PickListItem {
        PickListItem {
            group: String::new(),
            prefix: String::new(),
            label: clean_line(label.as_ref()).into_owned(),
            hint: String::new(),
            keywords: String::new(),
            on_pick: Box::new(pick),
        }
    }

    /// Match rank for the folded `words`: 0 if the label starts with them, 1 if the label contains all, 2 if all are
    /// found anywhere; `None` if one is missing.
    fn rank(&self, words: &str) -> Option<usize> {
        let label = fold(&self.label);
        let all = fold(&format!("{} {} {} {}", self.prefix, self.label, self.hint, self.keywords));
        let in_all = |text: &str| words.split_whitespace().all(|word| text.contains(word));
        match () {
            () if label.starts_with(words.trim()) => Some(0),
            () if in_all(&label) => Some(1),
            () if in_all(&all) => Some(2),
            () => None,
        }
    }
}

/// Finds further items for the typed text.
type ItemFinder = Box<dyn Fn(&str, &View) -> Vec<PickListItem>>;

/// The message if nothing matches the typed text.
type EmptyMessage = Box<dyn Fn(&str, &View) -> String>;

/// The dialog.
pub struct PickListDialog {
    title: String,
    /// Advice above the list.
    advice: String,
    items: Vec<PickListItem>,
    finder: Option<ItemFinder>,
    empty_message: Option<EmptyMessage>,
    query: TextField,
    /// Items from `finder` for the typed text.
    found_items: Vec<PickListItem>,
    /// Cursor row among the matches.
    cursor: usize,
    size: (u16, u16),
}

/// A row as drawn.
enum PickListRow<'a> {
    Heading(&'a str),
    /// An item and whether it is under the cursor.
    Item(&'a PickListItem, bool),
}

impl PickListDialog {
    pub fn new(title: impl Into<String>, items: Vec<PickListItem>) -> PickListDialog {
        let rows = u16::try_from(items.len()).unwrap_or(u16::MAX).saturating_add(7);
        PickListDialog {
            title: title.into(),
            advice: String::new(),
            items,
            finder: None,
            empty_message: None,
            query: TextField::default(),
            found_items: Vec::new(),
            cursor: 0,
            size: (64, rows.clamp(10, 24)),
        }
    }

    pub fn with_advice(mut self, advice: impl Into<String>) -> PickListDialog {
        self.advice = advice.into();
        self
    }

    pub fn with_finder(mut self, more: impl Fn(&str, &View) -> Vec<PickListItem> + 'static) -> PickListDialog {
        self.finder = Some(Box::new(more));
        self
    }

    /// With a specific message for no match.
    pub fn with_empty_message(mut self, nothing: impl Fn(&str, &View) -> String + 'static) -> PickListDialog {
        self.empty_message = Some(Box::new(nothing));
        self
    }

    pub fn with_size(mut self, columns: u16, rows: u16) -> PickListDialog {
        self.size = (columns, rows);
        self
    }

    /// With the cursor on item `at`.
    pub fn with_cursor(mut self, at: usize) -> PickListDialog {
        self.cursor = at.min(self.items.len().saturating_sub(1));
        self
    }

    pub fn open(self) -> Effect {
        Effect::Open(Box::new(self))
    }

    /// Matching items, best first; all in their own order while nothing is typed.
    fn matches(&self) -> Vec<&PickListItem> {
        let words = fold(self.query.text());
        if words.trim().is_empty() {
            return self.items.iter().collect();
        }
        let mut ranked: Vec<_> =
            self.items.iter().filter_map(|item| item.rank(&words).map(|rank| (rank, item))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        self.found_items.iter().chain(ranked.into_iter().map(|(_, item)| item)).collect()
    }

    fn search(&mut self, view: &View) {
        self.cursor = 0;
        let text = self.query.text().trim();
        self.found_items = match &self.finder {
            Some(more) if !text.is_empty() => more(text, view),
            _ => Vec::new(),
        };
    }

    /// The matches with group headings, and the cursor's row among these.
    fn rows<'a>(&self, matches: &[&'a PickListItem]) -> (Vec<PickListRow<'a>>, usize) {
        let headed = self.query.text().trim().is_empty();
        let (mut rows, mut cursor) = (Vec::new(), 0);
        let mut group = "";
        for (n, item) in matches.iter().enumerate() {
            if headed && item.group != group {
                group = &item.group;
                rows.push(PickListRow::Heading(group));
            }
            if n == self.cursor {
                cursor = rows.len();
            }
            rows.push(PickListRow::Item(item, n == self.cursor));
        }
        (rows, cursor)
    }

    fn item_line(
        &self,
        item: &PickListItem,
        chosen: bool,
        widths: (usize, usize),
        columns: usize,
        view: &View,
    ) -> Line<'static> {
        let theme = view.theme;
        let (lead, label) = widths;
        let mut spans = vec![Span::raw(if chosen { "› " } else { "  " })];
        if lead > 0 {
            spans.push(Span::styled(pad_left(&item.prefix, lead) + "  ", theme.accent));
        }
        spans.push(Span::styled(pad(&item.label, label) + "  ", theme.text));
        let used: usize = spans.iter().map(|span| width(&span.content)).sum();
        spans.push(Span::styled(pad(&clean_line(&item.hint), columns.saturating_sub(used)), theme.dim));
        if chosen {
            // One style for the whole row: mixed colours do not read well when reversed.
            let text: String = spans.iter().map(|span| span.content.as_ref()).collect();
            return Line::styled(text, theme.selected);
        }
        Line::from(spans)
    }
}

impl Pane for PickListDialog {
    fn title(&self, _view: &View) -> String {
        self.title.clone()
    }

    fn badge(&self, view: &View) -> String {
        let n = self.matches().len();
        if self.query.text().trim().is_empty() { n.to_string() } else { view.tt("n-found", &[("n", n.into())]) }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        [Action::Open].into_iter().chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Open).then(|| view.t("do-choose"))
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let matches = self.matches();
        if action == Action::Open {
            return match matches.get(self.cursor) {
                Some(item) => Effect::All(vec![Effect::Close, (item.on_pick)(view)]),
                None => Effect::Handled,
            };
        }
        match step_row(action, self.cursor, matches.len()) {
            Some(at) => {
                self.cursor = at;
                Effect::Handled
            }
            None => Effect::Ignored,
        }
    }

    fn captures_text(&self) -> bool {
        true
    }

    fn on_key(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        let bound = view.keymap.action_for(Key::from(key)).filter(|_| !Key::from(key).is_text());
        if bound.is_some_and(|action| action == Action::Open || Action::CURSOR_MOVES.contains(&action)) {
            return None;
        }
        // Another dialog on top would not help here.
        if matches!(bound, Some(Action::CommandPalette | Action::Help)) {
            return Some(Effect::Handled);
        }
        let before = self.query.text().to_owned();
        if !self.query.on_key(key) {
            return None;
        }
        if before != self.query.text() {
            self.search(view);
        }
        Some(Effect::Handled)
    }

    fn on_paste(&mut self, text: &str, view: &View) {
        self.query.paste(text);
        self.search(view);
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        self.size
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let advised = u16::from(!self.advice.is_empty());
        let [head, advice, _, list] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(advised),
            Constraint::Length(u16::from(area.height > 8)),
            Constraint::Min(0),
        ])
        .areas(area);
        let prompt = "› ";
        frame.render_widget(Span::styled(prompt, theme.accent), head);
        let field = Rect { x: head.x + 2, width: head.width.saturating_sub(2), ..head };
        if self.query.text().is_empty() {
            frame.render_widget(Span::styled(view.t("type-to-find"), theme.dim), field);
        }
        self.query.draw(frame, field, theme.strong, view.focused);
        frame.render_widget(Span::styled(fit(&self.advice, usize::from(advice.width)), theme.dim), advice);
        let matches = self.matches();
        if matches.is_empty() {
            let nothing = self.empty_message.as_ref().map(|nothing| nothing(self.query.text().trim(), view));
            let text = nothing.unwrap_or_else(|| view.t("nothing-found"));
            for (text, row) in wrap(&text, usize::from(list.width)).into_iter().zip(list.rows()) {
                frame.render_widget(Span::styled(text, theme.dim), row);
            }
            return;
        }
        let widest = |of: fn(&PickListItem) -> &str| matches.iter().map(|item| width(of(item))).max().unwrap_or(0);
        let widths = (widest(|item| &item.prefix), widest(|item| &item.label).min(MAX_LABEL_COLUMNS));
        let (rows, cursor) = self.rows(&matches);
        let shown = visible_rows(cursor, rows.len(), usize::from(list.height));
        for (row, place) in rows[shown].iter().zip(list.rows()) {
            let line = match row {
                PickListRow::Heading(text) => Line::styled((*text).to_owned(), theme.dim),
                PickListRow::Item(item, chosen) => self.item_line(item, *chosen, widths, usize::from(list.width), view),
            };
            frame.render_widget(line, place);
        }
    }
}
