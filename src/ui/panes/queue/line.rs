//! The filter input: the list follows each key, completions are suggested, errors are shown below their position.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::model::text::{clean_line, fit, pad, width};
use crate::query::filter::complete::{About, Completion, complete};
use crate::query::filter::mistake::Mistake;
use crate::query::filter::query::Query;
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::view::View;
use crate::ui::widgets::field::TextField;
use crate::ui::widgets::list::page;

/// Maximum number of visible completions.
const PROPOSALS: usize = 8;
/// Maximum completion width, leaving room for its description.
const LABEL: usize = 32;
const PROMPT: u16 = 1;

/// The filter text, its parsed form and its completions.
#[derive(Default)]
pub struct FilterLine {
    field: TextField,
    /// The parsed filter, as far as it is valid.
    query: Query,
    mistake: Option<Mistake>,
    /// `Enter` was pressed while the filter had an error.
    refused: bool,
    proposals: Vec<Completion>,
    chosen: Option<usize>,
    /// Whether it has the keyboard focus.
    open: bool,
}

/// Result of a key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// Handled; the list may have changed.
    Seen,
    /// Moves the cursor of the list.
    Moves(Action),
    /// Opens the filter help.
    Asks,
    /// Not handled.
    Passed,
}

impl FilterLine {
    pub fn text(&self) -> &str {
        self.field.text()
    }

    pub fn query(&self) -> &Query {
        &self.query
    }

    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Takes the keyboard focus.
    pub fn open(&mut self, view: &View) {
        self.open = true;
        self.read(view);
    }

    /// Replaces the filter text and gives up the focus.
    pub fn set(&mut self, text: &str, view: &View) {
        self.field = TextField::with(text);
        self.open = false;
        self.read(view);
    }

    /// Inserts the beginning of a term at the caret.
    pub fn put(&mut self, term: &str, view: &View) {
        let caret = self.field.caret();
        let apart = self.text()[..caret].chars().next_back().is_some_and(|c| !c.is_whitespace() && !"(-".contains(c));
        let term = if apart { format!(" {term}") } else { term.to_owned() };
        self.field.replace(caret..caret, &term);
        self.open(view);
    }

    pub fn paste(&mut self, text: &str, view: &View) {
        self.field.paste(text);
        self.read(view);
    }

    pub fn typed(&mut self, key: KeyEvent, view: &View) -> Typed {
        let bound = view.keys.action(Key::from(key)).filter(|_| !Key::from(key).is_text());
        match key.code {
            _ if bound == Some(Action::Help) => return Typed::Asks,
            KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => return Typed::Passed,
            KeyCode::Enter if self.chosen.is_some() => self.accept(view),
            KeyCode::Enter => {
                self.refused = self.mistake.is_some();
                self.open = self.refused;
            }
            KeyCode::Esc if self.chosen.is_some() => self.chosen = None,
            KeyCode::Esc => self.set("", view),
            KeyCode::Tab => self.accept(view),
            KeyCode::Up | KeyCode::BackTab if !self.proposals.is_empty() => {
                self.chosen = self.chosen.and_then(|at| at.checked_sub(1));
            }
            KeyCode::Down if !self.proposals.is_empty() => {
                self.chosen = Some(self.chosen.map_or(0, |at| (at + 1).min(self.proposals.len() - 1)));
            }
            KeyCode::Up => return Typed::Moves(Action::Up),
            KeyCode::Down => return Typed::Moves(Action::Down),
            KeyCode::PageUp => return Typed::Moves(Action::PageUp),
            KeyCode::PageDown => return Typed::Moves(Action::PageDown),
            _ if self.field.typed(key) => self.read(view),
            _ => {}
        }
        Typed::Seen
    }

    /// Accepts the selected completion, else the first.
    fn accept(&mut self, view: &View) {
        let at = self.chosen.unwrap_or(0);
        if at < self.proposals.len() {
            let one = self.proposals.swap_remove(at);
            self.field.replace(one.replace, &one.text);
            self.read(view);
        }
    }

    /// Parses the text and computes completions.
    fn read(&mut self, view: &View) {
        (self.chosen, self.refused) = (None, false);
        match Query::parse(self.field.text()) {
            Ok(query) => (self.query, self.mistake) = (query, None),
            Err(mistake) => {
                // If no part is valid, keep the previous query.
                if let Some(query) = Query::but(self.field.text(), &mistake) {
                    self.query = query;
                }
                self.mistake = Some(mistake);
            }
        }
        if !self.open {
            return self.proposals.clear();
        }
        let (vocabulary, team) = (view.index.vocabulary(), &view.desk.team);
        self.proposals = complete(self.field.text(), self.field.caret(), vocabulary, team);
    }

    /// Rows needed of `room`: input, message, completions and separator.
    pub fn height(&self, room: u16) -> u16 {
        match room {
            ..4 => 1,
            4..8 => 2 + self.shown(room),
            _ => 3 + self.shown(room),
        }
    }

    /// Visible completions; the list keeps at least half of the room.
    fn shown(&self, room: u16) -> u16 {
        let most = u16::try_from(self.proposals.len().min(PROPOSALS)).unwrap_or(0);
        most.min((room / 2).saturating_sub(2))
    }

    /// Draws at the bottom of `area`, the area of the whole pane.
    pub fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let height = self.height(area.height);
        let row = |from_top: u16| Rect { y: area.bottom() - height + from_top, height: 1, ..area };
        let proposals = self.shown(area.height);
        let apart = u16::from(area.height >= 8);
        if apart == 1 {
            frame.render_widget(Span::styled("─".repeat(usize::from(area.width)), theme.border), row(0));
        }
        if proposals > 0 {
            let place = Rect { height: proposals, ..row(apart) };
            self.draw_proposals(frame, place, view);
        }
        let line = row(apart + proposals);
        frame.render_widget(Span::styled("/", theme.accent), line);
        let field = Rect { x: line.x + PROMPT, width: line.width.saturating_sub(PROMPT), ..line };
        self.field.draw(frame, field, theme.strong, view.focused);
        if height > 1 {
            self.draw_said(frame, field, row(apart + proposals + 1), view);
        }
    }

    fn draw_proposals(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let label = self.proposals.iter().map(|one| width(&one.text)).max().unwrap_or(0).min(LABEL);
        let columns = usize::from(area.width);
        let shown = page(self.chosen.unwrap_or(0), self.proposals.len(), usize::from(area.height));
        for ((n, one), place) in self.proposals.iter().enumerate().skip(shown.start).zip(area.rows()) {
            let about = match one.about {
                About::Field(name) => view.t(&format!("filter-field-{name}")),
                About::Word(key) => view.t(key),
                About::Known(n) => view.tt("filter-known", &[("n", n.into())]),
                About::Nothing => String::new(),
            };
            let chosen = self.chosen == Some(n);
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
    fn draw_said(&self, frame: &mut Frame, field: Rect, place: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(place.width);
        let Some(mistake) = &self.mistake else {
            let help = view.keys.key_in_text(Action::Help).map(|key| key.to_string()).unwrap_or_default();
            let hint = view.tt("queue-filter-hint", &[("help", help.into())]);
            return frame.render_widget(Span::styled(fit(&hint, columns), theme.dim), place);
        };
        let style = if mistake.is_unfinished() && !self.refused { theme.dim } else { theme.warn };
        let values = mistake.wrong.values();
        let values: Vec<_> = values.into_iter().map(|(name, value)| (name, value.into())).collect();
        let message = clean_line(&view.tt(mistake.wrong.key(), &values)).into_owned();
        // The faulty part may be scrolled out on the left.
        let (hidden, _) = self.field.scrolled(field.width);
        let text = self.field.text();
        let column = |at: usize| if at > hidden { width(&text[hidden..at]) } else { 0 };
        let (from, to) = (column(mistake.at.start), column(mistake.at.end));
        let reach = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
        let meant = Rect { x: field.x.saturating_add(reach(from)), width: reach(to - from), ..field };
        frame.buffer_mut().set_style(meant.intersection(field), style.add_modifier(Modifier::UNDERLINED));
        // The caret mark goes below the faulty part, the message on the side with room.
        let mark = (from + usize::from(PROMPT)).min(columns.saturating_sub(1));
        let line = match width(&message) + 2 {
            wide if wide <= columns - mark => format!("{}^ {message}", " ".repeat(mark)),
            wide if wide <= mark + 1 => format!("{}{message} ^", " ".repeat(mark + 1 - wide)),
            _ => fit(&message, columns),
        };
        frame.render_widget(Span::styled(line, style), place);
    }
}
