//! The filter input: the list follows each key, completions are suggested, errors are shown below their position.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::model::text::{clean_line, fit, pad, width};
use crate::query::filter::ast::TicketFilter;
use crate::query::filter::complete::{Completion, CompletionHint, complete};
use crate::query::filter::error::FilterError;
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::view::View;
use crate::ui::widgets::list::visible_rows;
use crate::ui::widgets::text_field::TextField;

/// Maximum number of visible completions.
const MAX_COMPLETIONS: usize = 8;
/// Maximum completion width, leaving room for its description.
const MAX_COMPLETION_WIDTH: usize = 32;
const PROMPT_WIDTH: u16 = 1;

/// The filter text, its parsed form and its completions.
#[derive(Default)]
pub struct FilterLine {
    field: TextField,
    /// The parsed filter, as far as it is valid.
    query: TicketFilter,
    error: Option<FilterError>,
    /// `Enter` was pressed while the filter had an error.
    submit_refused: bool,
    completions: Vec<Completion>,
    selected: Option<usize>,
    /// Whether it has the keyboard focus.
    is_focused: bool,
}

/// Result of a key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKeyResult {
    /// Handled; the list may have changed.
    Handled,
    /// Moves the cursor of the list.
    MoveCursor(Action),
    /// Opens the filter help.
    ShowHelp,
    /// Not handled.
    Ignored,
}

impl FilterLine {
    pub fn text(&self) -> &str {
        self.field.text()
    }

    pub fn query(&self) -> &TicketFilter {
        &self.query
    }

    pub fn is_open(&self) -> bool {
        self.is_focused
    }

    /// Takes the keyboard focus.
    pub fn open(&mut self, view: &View) {
        self.is_focused = true;
        self.parse(view);
    }

    /// Replaces the filter text and gives up the focus.
    pub fn set_text(&mut self, text: &str, view: &View) {
        self.field = TextField::with_text(text);
        self.is_focused = false;
        self.parse(view);
    }

    /// Inserts the beginning of a term at the caret.
    pub fn insert_term(&mut self, term: &str, view: &View) {
        let caret = self.field.caret();
        let apart = self.text()[..caret].chars().next_back().is_some_and(|c| !c.is_whitespace() && !"(-".contains(c));
        let term = if apart { format!(" {term}") } else { term.to_owned() };
        self.field.replace(caret..caret, &term);
        self.open(view);
    }

    pub fn paste(&mut self, text: &str, view: &View) {
        self.field.paste(text);
        self.parse(view);
    }

    pub fn on_key(&mut self, key: KeyEvent, view: &View) -> FilterKeyResult {
        let bound = view.keymap.action_for(Key::from(key)).filter(|_| !Key::from(key).is_text());
        match key.code {
            _ if bound == Some(Action::Help) => return FilterKeyResult::ShowHelp,
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => return FilterKeyResult::Ignored,
            KeyCode::Enter if self.selected.is_some() => self.accept_completion(view),
            KeyCode::Enter => {
                self.submit_refused = self.error.is_some();
                self.is_focused = self.submit_refused;
            }
            KeyCode::Esc if self.selected.is_some() => self.selected = None,
            KeyCode::Esc => self.set_text("", view),
            KeyCode::Tab => self.accept_completion(view),
            KeyCode::Up | KeyCode::BackTab if !self.completions.is_empty() => {
                self.selected = self.selected.and_then(|at| at.checked_sub(1));
            }
            KeyCode::Down if !self.completions.is_empty() => {
                self.selected = Some(self.selected.map_or(0, |at| (at + 1).min(self.completions.len() - 1)));
            }
            KeyCode::Up => return FilterKeyResult::MoveCursor(Action::Up),
            KeyCode::Down => return FilterKeyResult::MoveCursor(Action::Down),
            KeyCode::PageUp => return FilterKeyResult::MoveCursor(Action::PageUp),
            KeyCode::PageDown => return FilterKeyResult::MoveCursor(Action::PageDown),
            _ if self.field.on_key(key) => self.parse(view),
            _ => {}
        }
        FilterKeyResult::Handled
    }

    /// Accepts the selected completion, else the first.
    fn accept_completion(&mut self, view: &View) {
        let at = self.selected.unwrap_or(0);
        if at < self.completions.len() {
            let one = self.completions.swap_remove(at);
            self.field.replace(one.replace, &one.text);
            self.parse(view);
        }
    }

    /// Parses the text and computes completions.
    fn parse(&mut self, view: &View) {
        (self.selected, self.submit_refused) = (None, false);
        match TicketFilter::parse(self.field.text()) {
            Ok(query) => (self.query, self.error) = (query, None),
            Err(mistake) => {
                // If no part is valid, keep the previous query.
                if let Some(query) = TicketFilter::parse_without_term(self.field.text(), &mistake) {
                    self.query = query;
                }
                self.error = Some(mistake);
            }
        }
        if !self.is_focused {
            return self.completions.clear();
        }
        let (vocabulary, team) = (view.index.vocabulary(), &view.desk.team);
        self.completions = complete(self.field.text(), self.field.caret(), vocabulary, team);
    }

    /// Rows needed of `room`: input, message, completions and separator.
    pub fn height(&self, room: u16) -> u16 {
        match room {
            ..4 => 1,
            4..8 => 2 + self.visible_completions(room),
            _ => 3 + self.visible_completions(room),
        }
    }

    /// Visible completions; the list keeps at least half of the room.
    fn visible_completions(&self, room: u16) -> u16 {
        let most = u16::try_from(self.completions.len().min(MAX_COMPLETIONS)).unwrap_or(0);
        most.min((room / 2).saturating_sub(2))
    }

    /// Draws at the bottom of `area`, the area of the whole pane.
    pub fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let height = self.height(area.height);
        let row = |from_top: u16| Rect { y: area.bottom() - height + from_top, height: 1, ..area };
        let proposals = self.visible_completions(area.height);
        let apart = u16::from(area.height >= 8);
        if apart == 1 {
            frame.render_widget(Span::styled("─".repeat(usize::from(area.width)), theme.border), row(0));
        }
        if proposals > 0 {
            let place = Rect { height: proposals, ..row(apart) };
            self.draw_completions(frame, place, view);
        }
        let line = row(apart + proposals);
        frame.render_widget(Span::styled("/", theme.accent), line);
        let field = Rect { x: line.x + PROMPT_WIDTH, width: line.width.saturating_sub(PROMPT_WIDTH), ..line };
        self.field.draw(frame, field, theme.strong, view.focused);
        if height > 1 {
            self.draw_message(frame, field, row(apart + proposals + 1), view);
        }
    }

    fn draw_completions(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let label = self.completions.iter().map(|one| width(&one.text)).max().unwrap_or(0).min(MAX_COMPLETION_WIDTH);
        let columns = usize::from(area.width);
        let shown = visible_rows(self.selected.unwrap_or(0), self.completions.len(), usize::from(area.height));
        for ((n, one), place) in self.completions.iter().enumerate().skip(shown.start).zip(area.rows()) {
            let about = match one.hint {
                CompletionHint::Field(name) => view.t(&format!("filter-field-{name}")),
                CompletionHint::Keyword(key) => view.t(key),
                CompletionHint::TicketCount(n) => view.tt("filter-known", &[("n", n.into())]),
                CompletionHint::NoHint => String::new(),
            };
            let chosen = self.selected == Some(n);
            let head = format!("{} {}  ", if chosen { "›" } else { " " }, pad(&clean_line(&one.text), label));
            let about = pad(&about, columns.saturating_sub(width(&head)));
            let line = match chosen {
                true => Line::styled(head + &about, theme.selected),
                false => Line::from(vec![Span::styled(head, theme.text), Span::styled(about, theme.dim)]),
            };
            frame.render_widget(line, place);
        }
    }

    /// Below the input: the error at its position, else a key hint.
    fn draw_message(&self, frame: &mut Frame, field: Rect, place: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(place.width);
        let Some(mistake) = &self.error else {
            let help = view.keymap.first_non_text_key(Action::Help).map(|key| key.to_string()).unwrap_or_default();
            let hint = view.tt("queue-filter-hint", &[("help", help.into())]);
            return frame.render_widget(Span::styled(fit(&hint, columns), theme.dim), place);
        };
        let style = if mistake.is_unfinished() && !self.submit_refused { theme.dim } else { theme.warn };
        let values = mistake.kind.message_args();
        let values: Vec<_> = values.into_iter().map(|(name, value)| (name, value.into())).collect();
        let message = clean_line(&view.tt(mistake.kind.message_key(), &values)).into_owned();
        // The faulty part may be scrolled out on the left.
        let (hidden, _) = self.field.scroll_offset(field.width);
        let text = self.field.text();
        let column = |at: usize| if at > hidden { width(&text[hidden..at]) } else { 0 };
        let (from, to) = (column(mistake.range.start), column(mistake.range.end));
        let reach = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
        let meant = Rect { x: field.x.saturating_add(reach(from)), width: reach(to - from), ..field };
        frame.buffer_mut().set_style(meant.intersection(field), style.add_modifier(Modifier::UNDERLINED));
        // The caret mark goes below the faulty part, the message on the side with room.
        let mark = (from + usize::from(PROMPT_WIDTH)).min(columns.saturating_sub(1));
        let line = match width(&message) + 2 {
            wide if wide <= columns - mark => format!("{}^ {message}", " ".repeat(mark)),
            wide if wide <= mark + 1 => format!("{}{message} ^", " ".repeat(mark + 1 - wide)),
            _ => fit(&message, columns),
        };
        frame.render_widget(Span::styled(line, style), place);
    }
}
