//! A labelled field of a form.

use std::ops::Not;

use chrono::NaiveDate;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::moment::parse_moment_input;
use crate::model::text::{clean_line, fit, fold, width};
use crate::ui::dialogs::form::moment::parse_day_input;
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::text_body::TextBody;
use crate::ui::widgets::text_field::TextField;

/// A field. Its label and hint are `field-NAME` and `hint-NAME` in the language files.
pub struct FormField {
    pub name: &'static str,
    pub(super) control: FieldControl,
    /// Initial content, to detect changes.
    initial: String,
    /// Suggested values, most frequent first.
    suggestions: Vec<String>,
    /// The line holds several comma-separated values, each with suggestions.
    multi_value: bool,
}

pub(super) enum FieldControl {
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

impl FormField {
    fn new(name: &'static str, control: FieldControl) -> FormField {
        let mut field =
            FormField { name, control, initial: String::new(), suggestions: Vec::new(), multi_value: false };
        field.initial = field.snapshot();
        field
    }

    pub fn line(name: &'static str, text: impl Into<String>) -> FormField {
        FormField::new(name, FieldControl::Line(TextField::with_default(text)))
    }

    /// A line whose preset text is edited, not replaced, by the first letter.
    pub fn edit_line(name: &'static str, text: impl Into<String>) -> FormField {
        FormField::new(name, FieldControl::Line(TextField::with_text(text)))
    }

    /// Adds suggestions to a line, for completion.
    pub fn with_suggestions(self, usual: Vec<String>) -> FormField {
        FormField { suggestions: usual, ..self }
    }

    /// Adds suggestions to a line of several values.
    pub fn with_suggestions_each(self, usual: Vec<String>) -> FormField {
        FormField { suggestions: usual, multi_value: true, ..self }
    }

    /// The value being typed, and where it begins in the line.
    fn current_value(&self) -> Option<(&TextField, usize)> {
        let FieldControl::Line(line) = &self.control else { return None };
        let begins = if self.multi_value { line.text().rfind([',', ' ']).map_or(0, |at| at + 1) } else { 0 };
        Some((line, begins))
    }

    /// The suggestions that start with the typed text; all of them if it is empty.
    pub fn matching_suggestions(&self) -> Vec<&str> {
        let Some((line, begins)) = self.current_value() else { return Vec::new() };
        let typed = &line.text()[begins..];
        let letters = typed.chars().count();
        let fits = |value: &&String| {
            let head: String = value.chars().take(letters).collect();
            fold(&head) == fold(typed)
        };
        self.suggestions.iter().filter(fits).map(String::as_str).collect()
    }

    /// The rest of the first matching suggestion.
    fn completion(&self) -> Option<String> {
        let (line, begins) = self.current_value()?;
        let letters = line.text()[begins..].chars().count();
        let first = self
            .matching_suggestions()
            .first()
            .filter(|_| letters > 0 && line.at_end())
            .map(|it| it.chars().skip(letters));
        first.map(Iterator::collect).filter(|rest: &String| !rest.is_empty())
    }

    /// Accepts the first matching suggestion; false if there is none.
    fn accept_completion(&mut self) -> bool {
        let (Some(_), Some((line, begins))) = (self.completion(), self.current_value()) else { return false };
        let value = self.matching_suggestions().first().map(|value| (*value).to_owned()).unwrap_or_default();
        let text = format!("{}{value}", &line.text()[..begins]);
        self.control = FieldControl::Line(TextField::with_text(text));
        true
    }

    pub fn day(name: &'static str, day: NaiveDate) -> FormField {
        FormField::new(name, FieldControl::Day(TextField::with_default(day.to_string())))
    }

    pub fn moment(name: &'static str, text: impl Into<String>) -> FormField {
        FormField::new(name, FieldControl::Moment(TextField::with_default(text)))
    }

    pub fn body(name: &'static str) -> FormField {
        FormField::new(name, FieldControl::Body(TextBody::default()))
    }

    /// A multi-line field with initial text; the caret is at its end.
    pub fn body_with(name: &'static str, text: &str) -> FormField {
        let mut body = TextBody::default();
        body.paste(text);
        FormField::new(name, FieldControl::Body(body))
    }

    /// One of `options`; `at` is preset.
    pub fn pick(name: &'static str, options: impl IntoIterator<Item = String>, at: usize) -> FormField {
        let options: Vec<_> = options.into_iter().map(|option| clean_line(&option).into_owned()).collect();
        let at = at.min(options.len().saturating_sub(1));
        FormField::new(name, FieldControl::Pick { options, also: Vec::new(), at, typed: String::new() })
    }

    /// Aliases per option, as the command line accepts them; typing finds options by these too.
    pub fn with_aliases<N: Into<String>, S: IntoIterator<Item = N>>(
        mut self,
        names: impl IntoIterator<Item = S>,
    ) -> FormField {
        if let FieldControl::Pick { also, .. } = &mut self.control {
            *also = names.into_iter().map(|names| names.into_iter().map(Into::into).collect()).collect();
        }
        self
    }

    pub fn weekdays(name: &'static str, days: u8) -> FormField {
        FormField::new(name, FieldControl::Week { days, at: 0 })
    }

    /// The content as text, to detect changes.
    fn snapshot(&self) -> String {
        match &self.control {
            FieldControl::Line(line) | FieldControl::Day(line) | FieldControl::Moment(line) => line.text().to_owned(),
            FieldControl::Body(body) => body.text(),
            FieldControl::Pick { at, .. } => at.to_string(),
            FieldControl::Week { days, .. } => days.to_string(),
        }
    }

    /// Whether its content has changed.
    pub fn is_changed(&self) -> bool {
        self.snapshot() != self.initial
    }

    pub fn is_body(&self) -> bool {
        matches!(self.control, FieldControl::Body(_))
    }

    /// Whether Up leaves the field; in multi-line text only from the first row.
    pub fn leaves_upward(&self) -> bool {
        !matches!(&self.control, FieldControl::Body(body) if !body.at_top())
    }

    /// The index of the picked option.
    pub fn picked_index(&self) -> usize {
        match self.control {
            FieldControl::Pick { at, .. } => at,
            _ => 0,
        }
    }

    /// The text of a line, as typed.
    pub fn line_text(&self) -> &str {
        match &self.control {
            FieldControl::Line(line) => line.text(),
            _ => "",
        }
    }

    /// The text of a multi-line field, as typed.
    pub fn body_text(&self) -> String {
        match &self.control {
            FieldControl::Body(body) => body.text(),
            _ => String::new(),
        }
    }

    /// Replaces the text of a multi-line field.
    pub fn set_body(&mut self, text: &str) {
        if let FieldControl::Body(body) = &mut self.control {
            *body = TextBody::default();
            body.paste(text);
        }
    }

    /// Replaces the text of a line or a day.
    pub fn set_line(&mut self, text: impl Into<String>) {
        if let FieldControl::Line(line) | FieldControl::Day(line) = &mut self.control {
            *line = TextField::with_default(text);
        }
    }

    /// Picks an option.
    pub fn set_pick(&mut self, to: usize) {
        if let FieldControl::Pick { options, at, .. } = &mut self.control {
            *at = to.min(options.len().saturating_sub(1));
        }
    }

    /// Called when the cursor leaves: clears the search text.
    pub fn on_blur(&mut self) {
        if let FieldControl::Pick { typed, .. } = &mut self.control {
            typed.clear();
        }
    }

    /// The search text this key would produce, if it matches no option.
    pub fn unmatched_text(&self, key: KeyEvent) -> Option<String> {
        let (FieldControl::Pick { options, also, at, typed }, KeyCode::Char(letter)) = (&self.control, key.code) else {
            return None;
        };
        let wanted = format!("{typed}{letter}");
        find_option(options, also, &wanted, &mut at.clone()).not().then_some(wanted)
    }

    /// Handles a key; returns whether it was used.
    pub fn on_key(&mut self, key: KeyEvent) -> bool {
        if key.code == KeyCode::Right && self.accept_completion() {
            return true;
        }
        match &mut self.control {
            FieldControl::Line(line) | FieldControl::Day(line) | FieldControl::Moment(line) => line.on_key(key),
            FieldControl::Body(body) => {
                body.on_key(key);
                true
            }
            FieldControl::Pick { options, also, at, typed } => {
                let last = options.len().saturating_sub(1);
                match key.code {
                    KeyCode::Left => *at = if *at == 0 { last } else { *at - 1 },
                    KeyCode::Right => *at = if *at == last { 0 } else { *at + 1 },
                    KeyCode::Backspace => {
                        typed.pop();
                        find_option(options, also, typed, at);
                    }
                    // Ignore a letter without a match: the shown option is the picked one.
                    KeyCode::Char(letter) => {
                        typed.push(letter);
                        if !find_option(options, also, typed, at) {
                            typed.pop();
                        }
                    }
                    _ => return false,
                }
                true
            }
            FieldControl::Week { days, at } => {
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
            FieldControl::Line(line) | FieldControl::Day(line) | FieldControl::Moment(line) => line.paste(text),
            FieldControl::Body(body) => body.paste(text),
            FieldControl::Pick { options, also, at, typed } => {
                typed.push_str(&clean_line(text));
                find_option(options, also, typed, at);
            }
            FieldControl::Week { .. } => {}
        }
    }

    /// Draws the value; with `here`, as the focused field.
    pub fn draw(&self, frame: &mut Frame, area: Rect, here: bool, view: &View) {
        let theme = view.theme;
        let caret = here && view.focused;
        match &self.control {
            FieldControl::Line(line) | FieldControl::Day(line) | FieldControl::Moment(line)
                if !here && line.text().is_empty() =>
            {
                frame.render_widget(Span::styled("–", theme.dim), area);
            }
            FieldControl::Line(line) => {
                line.draw(frame, area, theme.text, caret);
                if let (true, Some(rest)) = (here, self.completion()) {
                    let x = u16::try_from(width(line.text())).unwrap_or(area.width).min(area.width);
                    let after = Rect { x: area.x + x, width: area.width - x, ..area };
                    frame.render_widget(Span::styled(rest, theme.dim), after);
                }
            }
            FieldControl::Day(line) | FieldControl::Moment(line) => {
                line.draw(frame, area, theme.text, caret);
                let meant = match self.control {
                    FieldControl::Day(_) => parse_day_input(line.text(), view).map(|day| dates::format_day(day, view)),
                    _ => parse_moment_input(line.text(), view).map(|at| dates::format_full_moment(at, view)),
                };
                if let Some(meant) = meant {
                    let x = u16::try_from(width(line.text())).unwrap_or(area.width).max(10).saturating_add(3);
                    let rest = Rect { x: area.x.saturating_add(x), width: area.width.saturating_sub(x), ..area };
                    frame.render_widget(Span::styled(meant, theme.dim), rest);
                }
            }
            FieldControl::Body(body) => body.draw(frame, area, caret),
            FieldControl::Pick { options, at, typed, .. } => {
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
            FieldControl::Week { days, at } => {
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
fn find_option(options: &[String], also: &[Vec<String>], typed: &str, at: &mut usize) -> bool {
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
