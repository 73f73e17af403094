//! The line in which the filter is typed: the list follows each key, what could be meant is proposed, and what is wrong
//! is said below its place.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::domain::filter::{About, Completion, Mistake, Query, complete};
use crate::domain::text::{clean_line, fit, pad, width};
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::view::View;
use crate::ui::widgets::field::TextField;
use crate::ui::widgets::list::page;

/// So many proposals are shown at once at most.
const PROPOSALS: usize = 8;
/// No proposal takes more columns than this, so that what is said of it has room.
const LABEL: usize = 32;
const PROMPT: u16 = 1;

/// The filter, and what is typed of it.
#[derive(Default)]
pub struct FilterLine {
    field: TextField,
    /// What is typed, as far as it is understood.
    query: Query,
    mistake: Option<Mistake>,
    /// It was to be kept with the mistake in it.
    refused: bool,
    proposals: Vec<Completion>,
    chosen: Option<usize>,
    /// It has the keys.
    open: bool,
}

/// What a key came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// The list may be another one now.
    Seen,
    /// It moves the cursor of the list.
    Moves(Action),
    /// The language is to be explained.
    Asks,
    /// It means nothing here.
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

    /// Takes the keys.
    pub fn open(&mut self, view: &View) {
        self.open = true;
        self.read(view);
    }

    /// Takes another filter in the place of this one.
    pub fn set(&mut self, text: &str, view: &View) {
        self.field = TextField::with(text);
        self.open = false;
        self.read(view);
    }

    /// Puts the beginning of a term where the caret is.
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

    /// Takes the proposal that is chosen, else the first.
    fn accept(&mut self, view: &View) {
        let at = self.chosen.unwrap_or(0);
        if at < self.proposals.len() {
            let one = self.proposals.swap_remove(at);
            self.field.replace(one.replace, &one.text);
            self.read(view);
        }
    }

    /// Understands what is typed now, and works out what could be meant.
    fn read(&mut self, view: &View) {
        (self.chosen, self.refused) = (None, false);
        match Query::parse(self.field.text()) {
            Ok(query) => (self.query, self.mistake) = (query, None),
            Err(mistake) => {
                // Where nothing of it is understood, the list stays as it is.
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

    /// How many of `room` rows it takes: the line, what is said of it, the proposals, and what sets them apart.
    pub fn height(&self, room: u16) -> u16 {
        match room {
            ..4 => 1,
            4..8 => 2 + self.shown(room),
            _ => 3 + self.shown(room),
        }
    }

    /// How many proposals are shown: the list keeps at least half of the room.
    fn shown(&self, room: u16) -> u16 {
        let most = u16::try_from(self.proposals.len().min(PROPOSALS)).unwrap_or(0);
        most.min((room / 2).saturating_sub(2))
    }

    /// Draws it at the foot of `area`, which is all the room that there is.
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

    /// Below the line what is wrong with it, at its place; else what the keys do.
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
        let said = clean_line(&view.tt(mistake.wrong.key(), &values)).into_owned();
        // What is meant may be moved out of sight on the left.
        let (hidden, _) = self.field.scrolled(field.width);
        let text = self.field.text();
        let column = |at: usize| if at > hidden { width(&text[hidden..at]) } else { 0 };
        let (from, to) = (column(mistake.at.start), column(mistake.at.end));
        let reach = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
        let meant = Rect { x: field.x.saturating_add(reach(from)), width: reach(to - from), ..field };
        frame.buffer_mut().set_style(meant.intersection(field), style.add_modifier(Modifier::UNDERLINED));
        // The mark stands below what is meant, and the words on the side of it that has the room.
        let mark = (from + usize::from(PROMPT)).min(columns.saturating_sub(1));
        let line = match width(&said) + 2 {
            wide if wide <= columns - mark => format!("{}^ {said}", " ".repeat(mark)),
            wide if wide <= mark + 1 => format!("{}{said} ^", " ".repeat(mark + 1 - wide)),
            _ => fit(&said, columns),
        };
        frame.render_widget(Span::styled(line, style), place);
    }
}
