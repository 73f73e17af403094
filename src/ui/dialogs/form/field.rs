//! A labelled field of a form.

use std::ops::Not;

use chrono::{Days, NaiveDate};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::text::{clean_line, fit, fold, width};
use crate::model::time::parse_day;
use crate::ui::view::View;
use crate::ui::widgets::body::TextBody;
use crate::ui::widgets::field::TextField;
use crate::ui::widgets::when;
use super::moment::moment_from;

pub use super::filled::{Filled, Wrong};
/// A field. Its label and hint are `field-NAME` and `hint-NAME` in the language files.
pub struct Field {
    pub name: &'static str,
    pub(super) control: Control,
    /// Initial content, to detect changes.
    begun: String,
    /// Suggested values, most frequent first.
    usual: Vec<String>,
    /// The line holds several comma-separated values, each with suggestions.
    several: bool,
}

pub(super) enum Control {
    Line(TextField),
    /// A day as text; the parsed day is shown beside it.
    Day(TextField),
    /// A moment as text; the parsed moment is shown beside it.
    Moment(TextField),
    Body(TextBody),
    /// One of several options; `typed` searches them.
    Pick {
        options: Vec<String>,
        /// Aliases of each option, in the same order; may be shorter than the options.
        also: Vec<Vec<String>>,
        at: usize,
        typed: String,
    },
    /// A set of weekdays, Monday in bit 0, and the one under the cursor.
    Week {
        days: u8,
        at: usize,
    },
}

impl Field {
    fn new(name: &'static str, control: Control) -> Field {
        let mut field = Field { name, control, begun: String::new(), usual: Vec::new(), several: false };
        field.begun = field.said();
        field
    }

    pub fn line(name: &'static str, text: impl Into<String>) -> Field {
        Field::new(name, Control::Line(TextField::proposing(text)))
    }

    /// A line whose preset text is edited, not replaced, by the first letter.
    pub fn edit(name: &'static str, text: impl Into<String>) -> Field {
        Field::new(name, Control::Line(TextField::with(text)))
    }

    /// Adds suggestions to a line, for completion.
    pub fn proposing(self, usual: Vec<String>) -> Field {
        Field { usual, ..self }
    }

    /// Adds suggestions to a line of several values.
    pub fn proposing_each(self, usual: Vec<String>) -> Field {
        Field { usual, several: true, ..self }
    }

    /// The value being typed, and where it begins in the line.
    fn piece(&self) -> Option<(&TextField, usize)> {
        let Control::Line(line) = &self.control else { return None };
        let begins = if self.several { line.text().rfind([',', ' ']).map_or(0, |at| at + 1) } else { 0 };
        Some((line, begins))
    }

    /// The suggestions that start with the typed text; all of them if it is empty.
    pub fn usual(&self) -> Vec<&str> {
        let Some((line, begins)) = self.piece() else { return Vec::new() };
        let typed = &line.text()[begins..];
        let letters = typed.chars().count();
        let fits = |value: &&String| {
            let head: String = value.chars().take(letters).collect();
            fold(&head) == fold(typed)
        };
        self.usual.iter().filter(fits).map(String::as_str).collect()
    }

    /// The rest of the first matching suggestion.
    fn rest(&self) -> Option<String> {
        let (line, begins) = self.piece()?;
        let letters = line.text()[begins..].chars().count();
        let first = self.usual().first().filter(|_| letters > 0 && line.at_end()).map(|it| it.chars().skip(letters));
        first.map(Iterator::collect).filter(|rest: &String| !rest.is_empty())
    }

    /// Accepts the first matching suggestion; false if there is none.
    fn complete(&mut self) -> bool {
        let (Some(_), Some((line, begins))) = (self.rest(), self.piece()) else { return false };
        let value = self.usual().first().map(|value| (*value).to_owned()).unwrap_or_default();
        let text = format!("{}{value}", &line.text()[..begins]);
        self.control = Control::Line(TextField::with(text));
        true
    }

    pub fn day(name: &'static str, day: NaiveDate) -> Field {
        Field::new(name, Control::Day(TextField::proposing(day.to_string())))
    }

    pub fn moment(name: &'static str, text: impl Into<String>) -> Field {
        Field::new(name, Control::Moment(TextField::proposing(text)))
    }

    pub fn body(name: &'static str) -> Field {
        Field::new(name, Control::Body(TextBody::default()))
    }

    /// A multi-line field with initial text; the caret is at its end.
    pub fn body_with(name: &'static str, text: &str) -> Field {
        let mut body = TextBody::default();
        body.paste(text);
        Field::new(name, Control::Body(body))
    }

    /// One of `options`; `at` is preset.
    pub fn pick(name: &'static str, options: impl IntoIterator<Item = String>, at: usize) -> Field {
        let options: Vec<_> = options.into_iter().map(|option| clean_line(&option).into_owned()).collect();
        let at = at.min(options.len().saturating_sub(1));
        Field::new(name, Control::Pick { options, also: Vec::new(), at, typed: String::new() })
    }

    /// Aliases per option, as the command line accepts them; typing finds options by these too.
    pub fn also_called<N: Into<String>, S: IntoIterator<Item = N>>(
        mut self,
        names: impl IntoIterator<Item = S>,
    ) -> Field {
        if let Control::Pick { also, .. } = &mut self.control {
            *also = names.into_iter().map(|names| names.into_iter().map(Into::into).collect()).collect();
        }
        self
    }

    pub fn week(name: &'static str, days: u8) -> Field {
        Field::new(name, Control::Week { days, at: 0 })
    }

    /// The content as text, to detect changes.
    fn said(&self) -> String {
        match &self.control {
            Control::Line(line) | Control::Day(line) | Control::Moment(line) => line.text().to_owned(),
            Control::Body(body) => body.text(),
            Control::Pick { at, .. } => at.to_string(),
            Control::Week { days, .. } => days.to_string(),
        }
    }

    /// Whether its content has changed.
    pub fn touched(&self) -> bool {
        self.said() != self.begun
    }

    pub fn is_body(&self) -> bool {
        matches!(self.control, Control::Body(_))
    }

    /// Whether Up leaves the field; in multi-line text only from the first row.
    pub fn leaves_upward(&self) -> bool {
        !matches!(&self.control, Control::Body(body) if !body.at_top())
    }

    /// The index of the picked option.
    pub fn picked(&self) -> usize {
        match self.control {
            Control::Pick { at, .. } => at,
            _ => 0,
        }
    }

    /// The text of a line, as typed.
    pub fn line_text(&self) -> &str {
        match &self.control {
            Control::Line(line) => line.text(),
            _ => "",
        }
    }

    /// The text of a multi-line field, as typed.
    pub fn body_text(&self) -> String {
        match &self.control {
            Control::Body(body) => body.text(),
            _ => String::new(),
        }
    }

    /// Replaces the text of a multi-line field.
    pub fn set_body(&mut self, text: &str) {
        if let Control::Body(body) = &mut self.control {
            *body = TextBody::default();
            body.paste(text);
        }
    }

    /// Replaces the text of a line or a day.
    pub fn set_line(&mut self, text: impl Into<String>) {
        if let Control::Line(line) | Control::Day(line) = &mut self.control {
            *line = TextField::proposing(text);
        }
    }

    /// Picks an option.
    pub fn set_pick(&mut self, to: usize) {
        if let Control::Pick { options, at, .. } = &mut self.control {
            *at = to.min(options.len().saturating_sub(1));
        }
    }

    /// Called when the cursor leaves: clears the search text.
    pub fn leave(&mut self) {
        if let Control::Pick { typed, .. } = &mut self.control {
            typed.clear();
        }
    }

    /// The search text this key would produce, if it matches no option.
    pub fn misses(&self, key: KeyEvent) -> Option<String> {
        let (Control::Pick { options, also, at, typed }, KeyCode::Char(letter)) = (&self.control, key.code) else {
            return None;
        };
        let wanted = format!("{typed}{letter}");
        find(options, also, &wanted, &mut at.clone()).not().then_some(wanted)
    }

    /// Handles a key; returns whether it was used.
    pub fn typed(&mut self, key: KeyEvent) -> bool {
        if key.code == KeyCode::Right && self.complete() {
            return true;
        }
        match &mut self.control {
            Control::Line(line) | Control::Day(line) | Control::Moment(line) => line.typed(key),
            Control::Body(body) => {
                body.typed(key);
                true
            }
            Control::Pick { options, also, at, typed } => {
                let last = options.len().saturating_sub(1);
                match key.code {
                    KeyCode::Left => *at = if *at == 0 { last } else { *at - 1 },
                    KeyCode::Right => *at = if *at == last { 0 } else { *at + 1 },
                    KeyCode::Backspace => {
                        typed.pop();
                        find(options, also, typed, at);
                    }
                    // Ignore a letter without a match: the shown option is the picked one.
                    KeyCode::Char(letter) => {
                        typed.push(letter);
                        if !find(options, also, typed, at) {
                            typed.pop();
                        }
                    }
                    _ => return false,
                }
                true
            }
            Control::Week { days, at } => {
                match key.code {
                    KeyCode::Left => *at = (*at + 6) % 7,
                    KeyCode::Right => *at = (*at + 1) % 7,
                    KeyCode::Char(' ') => *days ^= 1 << *at,
                    _ => return false,
                }
                true
            }
        }
    }

    pub fn paste(&mut self, text: &str) {
        match &mut self.control {
            Control::Line(line) | Control::Day(line) | Control::Moment(line) => line.paste(text),
            Control::Body(body) => body.paste(text),
            Control::Pick { options, also, at, typed } => {
                typed.push_str(&clean_line(text));
                find(options, also, typed, at);
            }
            Control::Week { .. } => {}
        }
    }

    /// Draws the value; with `here`, as the focused field.
    pub fn draw(&self, frame: &mut Frame, area: Rect, here: bool, view: &View) {
        let theme = view.theme;
        let caret = here && view.focused;
        match &self.control {
            Control::Line(line) | Control::Day(line) | Control::Moment(line) if !here && line.text().is_empty() => {
                frame.render_widget(Span::styled("–", theme.dim), area);
            }
            Control::Line(line) => {
                line.draw(frame, area, theme.text, caret);
                if let (true, Some(rest)) = (here, self.rest()) {
                    let x = u16::try_from(width(line.text())).unwrap_or(area.width).min(area.width);
                    let after = Rect { x: area.x + x, width: area.width - x, ..area };
                    frame.render_widget(Span::styled(rest, theme.dim), after);
                }
            }
            Control::Day(line) | Control::Moment(line) => {
                line.draw(frame, area, theme.text, caret);
                let meant = match self.control {
                    Control::Day(_) => day_from(line.text(), view).map(|day| when::day(day, view)),
                    _ => moment_from(line.text(), view).map(|at| when::in_full(at, view)),
                };
                if let Some(meant) = meant {
                    let x = u16::try_from(width(line.text())).unwrap_or(area.width).max(10).saturating_add(3);
                    let rest = Rect { x: area.x.saturating_add(x), width: area.width.saturating_sub(x), ..area };
                    frame.render_widget(Span::styled(meant, theme.dim), rest);
                }
            }
            Control::Body(body) => body.draw(frame, area, caret),
            Control::Pick { options, at, typed, .. } => {
                let label = options.get(*at).cloned().unwrap_or_else(|| view.t("nothing-to-pick"));
                let label = fit(&label, usize::from(area.width.saturating_sub(4)));
                let line = if here {
                    let arrow = |glyph: &'static str| Span::styled(glyph, theme.accent);
                    let typed = Span::styled(format!("  {typed}"), theme.dim);
                    Line::from(vec![arrow("‹ "), Span::styled(label, theme.strong), arrow(" ›"), typed])
                } else {
                    Line::raw(label)
                };
                if caret {
                    let x = u16::try_from(line.width()).unwrap_or(0).min(area.width.saturating_sub(1));
                    frame.set_cursor_position((area.x + x, area.y));
                }
                frame.render_widget(line, area);
            }
            Control::Week { days, at } => {
                let spans = (0..7).flat_map(|n| {
                    let on = days >> n & 1 == 1;
                    let name = view.t(&format!("day-{}", n + 1));
                    let style = if on { theme.text } else { theme.dim };
                    let style = if here && n == *at { theme.selected } else { style };
                    [Span::styled(format!("{} {name}", if on { "●" } else { "○" }), style), Span::raw("  ")]
                });
                frame.render_widget(Line::from_iter(spans), area);
            }
        }
    }
}

/// Finds the first option equal to `typed`, else with a prefix match, else a substring match; aliases are tried after
/// the options' own names.
fn find(options: &[String], also: &[Vec<String>], typed: &str, at: &mut usize) -> bool {
    let typed = fold(typed);
    if typed.is_empty() {
        return true;
    }
    let shown = |fits: &dyn Fn(&str) -> bool| options.iter().position(|option| fits(&fold(option)));
    let other = |fits: &dyn Fn(&str) -> bool| {
        also.iter().take(options.len()).position(|names| names.iter().any(|name| fits(&fold(name))))
    };
    let (is, begins) = (|name: &str| name == typed, |name: &str| name.starts_with(&typed));
    let found = shown(&is).or_else(|| other(&is)).or_else(|| shown(&begins)).or_else(|| other(&begins));
    let found = found.or_else(|| shown(&|name: &str| name.contains(&typed)));
    *at = found.unwrap_or(*at);
    found.is_some()
}

/// Parses a day: `2026-03-02`, or the word for yesterday, today or tomorrow.
pub(super) fn day_from(text: &str, view: &View) -> Option<NaiveDate> {
    let today = view.zone().date(view.now);
    let word = fold(text.trim());
    let is = |key: &str, english: &str| word == english || word == fold(&view.t(key));
    match () {
        () if is("word-yesterday", "yesterday") => Some(today - Days::new(1)),
        () if is("word-today", "today") => Some(today),
        () if is("word-tomorrow", "tomorrow") => Some(today + Days::new(1)),
        () => parse_day(text).ok(),
    }
}
