//! A form of labelled fields that becomes changes or a file. To add one: a file that implements [`FormSpec`].
//!
//! A form stays open until the store has accepted everything. Errors are shown under their field, or at the end, and
//! keep the input.

pub mod absence;
pub mod concede;
pub mod cover;
pub mod customer;
pub mod edit;
pub mod escalate;
pub mod export;
pub mod field;
mod filled;
pub mod hand_off;
pub mod keep;
mod moment;
pub mod person;
pub mod plan;
pub mod promise;
pub mod report;
pub mod requirement;
pub mod shift;
pub mod split;
pub mod template;
pub mod ticket;
pub mod upset;
pub mod words;

use std::ops::Range;
use std::rc::Rc;

use crossterm::event::KeyEvent;
use field::{Field, Filled, Wrong};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::engine::desk::Row;
use crate::engine::report::Wanted;
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::table::Export;
use crate::model::text::{fit, fold, width, wrap};
use crate::query::protocol::Answer;
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::scroll::arrows;
use super::ticket_actions::BulkPreviewDialog;

/// Preferred rows of a multi-line field.
const BODY_ROWS: u16 = 8;

/// Defines a form: its title, fields and result.
pub trait Sheet {
    fn title(&self, view: &View) -> String;

    /// The fields with their initial values.
    fn fields(&self, view: &View) -> Vec<Field>;

    /// The changes that the fields describe, or the first error.
    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong>;

    /// The list to export, for an export form.
    fn export(&self, _filled: &Filled) -> Option<Result<Export, Wrong>> {
        None
    }

    /// The report to write, for a report form.
    fn report(&self, _filled: &Filled) -> Option<Result<Wanted, Wrong>> {
        None
    }

    /// The tickets of a bulk edit; its changes are previewed before they are applied.
    fn several(&self) -> Option<Rc<[Row]>> {
        None
    }

    /// Preferred columns and rows, if more than the fields need.
    fn size(&self) -> Option<(u16, u16)> {
        None
    }

    /// Called after the user has changed a field, to update others.
    fn follow(&self, _changed: &str, _fields: &mut [Field]) {}
}

/// Opens a form.
pub fn open(sheet: impl Sheet + 'static, view: &View) -> Effect {
    Effect::Open(Box::new(Form {
        fields: sheet.fields(view),
        sheet: Box::new(sheet),
        at: 0,
        wrong: None,
        asked: None,
        shown: false,
        writing: false,
        warned: None,
    }))
}

/// Everybody, by name.
fn everybody(view: &View) -> Vec<PersonId> {
    let mut people: Vec<_> = view.desk.team.people.iter().collect();
    people.sort_by_cached_key(|(_, person)| fold(&person.name));
    people.into_iter().map(|(id, _)| *id).collect()
}

/// The dialog.
pub struct Form {
    sheet: Box<dyn Sheet>,
    fields: Vec<Field>,
    at: usize,
    wrong: Option<Wrong>,
    /// The change sent to the store and not answered yet.
    asked: Option<Change>,
    /// A preview is open above; if the change is applied there, this dialog closes too.
    shown: bool,
    /// A file is being written.
    writing: bool,
    /// The close action that already warned about unsaved input.
    warned: Option<Action>,
}

impl Form {
    fn touched(&self) -> bool {
        self.fields.iter().any(Field::touched)
    }

    fn go(&mut self, to: usize) {
        if let Some(field) = self.fields.get_mut(self.at) {
            field.leave();
        }
        self.at = to;
    }

    fn save(&mut self, view: &View) -> Effect {
        if self.busy() {
            return Effect::Say(view.t("saving"));
        }
        let filled = Filled { fields: &self.fields, view };
        if let Some(export) = self.sheet.export(&filled) {
            return match export {
                Ok(export) => {
                    (self.wrong, self.writing) = (None, true);
                    Effect::Write(export)
                }
                Err(wrong) => self.show(wrong),
            };
        }
        if let Some(report) = self.sheet.report(&filled) {
            return match report {
                Ok(wanted) => {
                    (self.wrong, self.writing) = (None, true);
                    Effect::Report(wanted)
                }
                Err(wrong) => self.show(wrong),
            };
        }
        match self.sheet.read(&filled) {
            Ok(changes) => {
                self.wrong = None;
                if let (Some(rows), false) = (self.sheet.several(), changes.is_empty()) {
                    self.shown = true;
                    return BulkPreviewDialog::open(self.sheet.title(view), rows, changes);
                }
                let change = match changes.as_slice() {
                    [] => return Effect::Close,
                    [change] => change.clone(),
                    _ => Change::Many(changes),
                };
                self.asked = Some(change.clone());
                Effect::Change(change)
            }
            Err(wrong) => self.show(wrong),
        }
    }

    /// Whether a request is under way.
    fn busy(&self) -> bool {
        self.writing || self.asked.is_some()
    }

    /// Shows an error and focuses its field.
    fn show(&mut self, wrong: Wrong) -> Effect {
        if let Some(at) = self.fields.iter().position(|field| Some(field.name) == wrong.field) {
            self.go(at);
        }
        self.wrong = Some(wrong);
        Effect::Done
    }

    /// Closes by Back or Quit; unsaved input is discarded only on the second try.
    fn leave(&mut self, action: Action, view: &View) -> Effect {
        if self.warned == Some(action) || !self.touched() {
            return Effect::Pass;
        }
        self.warned = Some(action);
        let key = view.keys.key_in_text(action).map(|key| key.to_string()).unwrap_or_default();
        Effect::Say(view.tt("again-throws-away", &[("key", key.into())]))
    }

    fn label_width(&self, view: &View) -> usize {
        let lines = self.fields.iter().filter(|field| !field.is_body());
        lines.map(|field| width(&view.t(&format!("field-{}", field.name)))).max().unwrap_or(0)
    }

    /// The lines of the error, if it belongs under this field.
    fn wrong_under(&self, field: Option<&str>, columns: usize) -> Vec<String> {
        match &self.wrong {
            Some(wrong) if wrong.field == field => wrap(&format!("▲ {}", wrong.text), columns),
            _ => Vec::new(),
        }
    }
}

impl Pane for Form {
    fn title(&self, view: &View) -> String {
        self.sheet.title(view)
    }

    fn badge(&self, view: &View) -> String {
        if self.busy() { view.t("saving") } else { String::new() }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let text = self.fields.get(self.at).is_some_and(Field::is_body);
        [Action::Save, Action::NextPane].into_iter().chain(text.then_some(Action::Editor)).collect()
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let n = self.fields.len().max(1);
        match action {
            Action::Save => return self.save(view),
            Action::Editor => {
                let text = self.fields.get(self.at).filter(|field| field.is_body() && !self.busy());
                return text.map_or(Effect::Done, |field| Effect::Edit(field.body_text()));
            }
            Action::Open if self.at + 1 == n => return self.save(view),
            Action::Back | Action::Quit => return self.leave(action, view),
            Action::NextPane => self.go((self.at + 1) % n),
            Action::PreviousPane => self.go((self.at + n - 1) % n),
            Action::Down | Action::Open => self.go((self.at + 1).min(n - 1)),
            Action::Up => self.go(self.at.saturating_sub(1)),
            Action::Redraw => return Effect::Pass,
            _ => {}
        }
        Effect::Done
    }

    fn typing(&self) -> bool {
        true
    }

    fn typed(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        let bound = view.keys.action(Key::from(key)).filter(|_| !Key::from(key).is_text());
        let busy = self.busy();
        let field = self.fields.get_mut(self.at)?;
        let for_form = match bound {
            Some(Action::Save | Action::Back | Action::Quit | Action::Redraw) => true,
            Some(Action::NextPane | Action::PreviousPane) => true,
            Some(Action::Editor) => field.is_body(),
            Some(Action::Open) => !field.is_body(),
            Some(Action::Down) => !field.is_body(),
            Some(Action::Up) => field.leaves_upward(),
            _ => false,
        };
        if for_form {
            return None;
        }
        // Input is locked until the store has answered.
        if busy {
            return Some(Effect::Done);
        }
        let missed = field.misses(key);
        if field.typed(key) {
            self.warned = None;
            let name = field.name;
            // Report a search text without a match: otherwise the previous option would seem to be the choice.
            let wrong =
                |text: String| Wrong { field: Some(name), text: view.tt("wrong-pick", &[("text", text.into())]) };
            self.wrong = missed.map(wrong);
            self.sheet.follow(name, &mut self.fields);
        }
        Some(Effect::Done)
    }

    fn pasted(&mut self, text: &str, _view: &View) {
        let busy = self.busy();
        if let Some(field) = self.fields.get_mut(self.at).filter(|_| !busy) {
            field.paste(text);
            self.warned = None;
            self.wrong = None;
        }
    }

    fn edited(&mut self, text: &str, _view: &View) {
        if let Some(field) = self.fields.get_mut(self.at) {
            field.set_body(text);
            (self.warned, self.wrong) = (None, None);
        }
    }

    fn heard(&mut self, answer: &Answer, _view: &View) -> Effect {
        if let (true, Answer::Written(outcome)) = (self.writing, answer) {
            self.writing = false;
            return match outcome {
                Ok(_) => Effect::Close,
                Err(why) => self.show(Wrong { field: None, text: why.clone() }),
            };
        }
        let Answer::Applied(request, outcome) = answer else { return Effect::Done };
        // Only the preview can have sent this.
        if self.shown && matches!(request.change, Change::Many(_)) && outcome.is_ok() {
            return Effect::Close;
        }
        if self.asked.as_ref() != Some(&request.change) {
            return Effect::Done;
        }
        self.asked = None;
        match outcome.as_ref() {
            Ok(_) => Effect::Close,
            Err(why) => {
                // Several errors are listed in their own dialog.
                let why = why.lines().next().unwrap_or_default();
                self.wrong = Some(Wrong { field: None, text: why.to_owned() });
                Effect::Done
            }
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        let rows = |field: &Field| if field.is_body() { BODY_ROWS + 1 } else { 1 };
        // Two borders, a row above the hint, the hint, and two rows for an error.
        self.sheet.size().unwrap_or((72, self.fields.iter().map(rows).sum::<u16>() + 6))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let indent = (self.label_width(view) + 4).min(columns);
        let end = self.wrong_under(None, columns);
        let foot_rows = u16::try_from(end.len()).unwrap_or(0);
        let rows = |field: &Field| {
            let rows = 1 + self.wrong_under(Some(field.name), columns - indent).len();
            u16::try_from(rows).unwrap_or(u16::MAX)
        };
        let shown = self.window(area.height.saturating_sub(foot_rows + 1), rows);
        let wanted = self.fields[shown.clone()].iter().map(|field| match field.is_body() {
            true => Constraint::Min(rows(field) + 1),
            false => Constraint::Length(rows(field)),
        });
        let has_body = self.fields[shown.clone()].iter().any(Field::is_body);
        let spare = if has_body { Constraint::Length(0) } else { Constraint::Fill(1) };
        let foot = [spare, Constraint::Length(foot_rows), Constraint::Length(1)];
        let places = Layout::vertical(wanted.chain(foot)).split(area);
        let (fields, foot) = places.split_at(shown.len());
        for ((n, field), place) in self.fields.iter().enumerate().skip(shown.start).zip(fields) {
            self.draw_field(frame, *place, (n, field), indent, view);
        }
        draw_wrong(frame, foot[1], end, view);
        if let Some(field) = self.fields.get(self.at) {
            let usual = field.usual();
            let hint = match usual.as_slice() {
                [] => view.t(&format!("hint-{}", field.name)),
                usual => view.tt("hint-usual", &[("values", usual.join(" · ").into())]),
            };
            let more = arrows((shown.start, self.fields.len() - shown.end));
            let hint = fit(&hint, columns.saturating_sub(width(&more) + usize::from(!more.is_empty()) * 2));
            frame.render_widget(Span::styled(hint, view.theme.dim), foot[2]);
            let [_, right] =
                Layout::horizontal([Constraint::Min(0), Constraint::Length(narrow(width(&more)))]).areas(foot[2]);
            frame.render_widget(Span::styled(more, view.theme.accent), right);
        }
    }
}

impl Form {
    /// The fields that fit: all of them, else those around the focused one.
    fn window(&self, room: u16, rows: impl Fn(&Field) -> u16) -> Range<usize> {
        let needs = |fields: &[Field]| -> u32 {
            // Multi-line text needs at least two rows.
            fields.iter().map(|field| u32::from(rows(field)) + u32::from(field.is_body())).sum()
        };
        let (room, n) = (u32::from(room), self.fields.len());
        if needs(&self.fields) <= room {
            return 0..n;
        }
        let at = self.at.min(n.saturating_sub(1));
        let first = (0..at).find(|first| needs(&self.fields[*first..=at]) <= room).unwrap_or(at);
        let end = (at + 1..=n).rev().find(|end| needs(&self.fields[first..*end]) <= room);
        first..end.unwrap_or(at + 1).min(n)
    }

    /// Draws a field: label, value beside or below it, and its error.
    fn draw_field(&self, frame: &mut Frame, area: Rect, (n, field): (usize, &Field), indent: usize, view: &View) {
        let theme = view.theme;
        let here = n == self.at;
        let (mark, style) = if here { ("› ", theme.accent) } else { ("  ", theme.dim) };
        let label = view.t(&format!("field-{}", field.name));
        let wrong = self.wrong_under(Some(field.name), usize::from(area.width) - indent);
        let wrong_rows = u16::try_from(wrong.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(1));
        let [own, below] = Layout::vertical([Constraint::Min(0), Constraint::Length(wrong_rows)]).areas(area);
        let from = |rect: Rect, columns: usize| {
            let columns = u16::try_from(columns).unwrap_or(0).min(rect.width);
            Rect { x: rect.x + columns, width: rect.width - columns, ..rect }
        };
        let [head, text] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(own);
        frame.render_widget(Span::styled(format!("{mark}{label}"), style), head);
        let value = if field.is_body() { from(text, 2) } else { from(head, indent) };
        if !value.is_empty() {
            field.draw(frame, value, here, view);
        }
        draw_wrong(frame, from(below, if field.is_body() { 2 } else { indent }), wrong, view);
    }
}

fn narrow(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

fn draw_wrong(frame: &mut Frame, area: Rect, lines: Vec<String>, view: &View) {
    for (line, row) in lines.into_iter().zip(area.rows()) {
        frame.render_widget(Line::styled(line, view.theme.bad), row);
    }
}
