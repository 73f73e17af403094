//! A form of labelled fields that becomes changes or a file. To add one: a file that implements [`FormSpec`].
//!
//! A form stays open until the store has accepted everything. Errors are shown under their field, or at the end, and
//! keep the input.

pub mod absence;
pub mod concession;
pub mod cover_shift;
pub mod customer;
pub mod edit_ticket;
pub mod escalate;
pub mod export;
pub mod field;
pub mod hand_off;
pub mod message;
pub mod moment;
pub mod person;
pub mod plan;
pub mod promise;
pub mod report;
pub mod requirement;
pub mod save_view;
pub mod shift;
pub mod split;
pub mod template;
pub mod ticket;
pub mod upset;
pub mod values;

use std::ops::Range;
use std::rc::Rc;

use crossterm::event::KeyEvent;
use field::FormField;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use values::{FieldError, FormValues};

use super::ticket_actions::BulkPreviewDialog;
use crate::engine::desk::TicketRow;
use crate::engine::report::ReportFileRequest;
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::table::TableExport;
use crate::model::text::{fit, fold, width, wrap};
use crate::query::protocol::Response;
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::scroll::format_hidden_rows;

/// Preferred rows of a multi-line field.
const BODY_FIELD_ROWS: u16 = 8;

/// Defines a form: its title, fields and result.
pub trait FormSpec {
    fn title(&self, view: &View) -> String;

    /// The fields with their initial values.
    fn fields(&self, view: &View) -> Vec<FormField>;

    /// The changes that the fields describe, or the first error.
    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError>;

    /// The list to export, for an export form.
    fn export(&self, _filled: &FormValues) -> Option<Result<TableExport, FieldError>> {
        None
    }

    /// The report to write, for a report form.
    fn report(&self, _filled: &FormValues) -> Option<Result<ReportFileRequest, FieldError>> {
        None
    }

    /// The tickets of a bulk edit; its changes are previewed before they are applied.
    fn bulk_rows(&self) -> Option<Rc<[TicketRow]>> {
        None
    }

    /// Preferred columns and rows, if more than the fields need.
    fn size(&self) -> Option<(u16, u16)> {
        None
    }

    /// Called after the user has changed a field, to update others.
    fn on_field_changed(&self, _changed: &str, _fields: &mut [FormField]) {}
}

/// Opens a form.
pub fn open(sheet: impl FormSpec + 'static, view: &View) -> Effect {
    Effect::Open(Box::new(FormDialog {
        fields: sheet.fields(view),
        spec: Box::new(sheet),
        focused: 0,
        error: None,
        pending: None,
        preview_open: false,
        writing: false,
        discard_warned: None,
    }))
}

/// Everybody, by name.
fn people_by_name(view: &View) -> Vec<PersonId> {
    let mut people: Vec<_> = view.desk.team.people.iter().collect();
    people.sort_by_cached_key(|(_, person)| fold(&person.name));
    people.into_iter().map(|(id, _)| *id).collect()
}

/// The dialog.
pub struct FormDialog {
    spec: Box<dyn FormSpec>,
    fields: Vec<FormField>,
    focused: usize,
    error: Option<FieldError>,
    /// The change sent to the store and not answered yet.
    pending: Option<Change>,
    /// A preview is open above; if the change is applied there, this dialog closes too.
    preview_open: bool,
    /// A file is being written.
    writing: bool,
    /// The close action that already warned about unsaved input.
    discard_warned: Option<Action>,
}

impl FormDialog {
    fn is_changed(&self) -> bool {
        self.fields.iter().any(FormField::is_changed)
    }

    fn focus_field(&mut self, to: usize) {
        if let Some(field) = self.fields.get_mut(self.focused) {
            field.on_blur();
        }
        self.focused = to;
    }

    fn save(&mut self, view: &View) -> Effect {
        if self.is_busy() {
            return Effect::Message(view.t("saving"));
        }
        let filled = FormValues { fields: &self.fields, view };
        if let Some(export) = self.spec.export(&filled) {
            return match export {
                Ok(export) => {
                    (self.error, self.writing) = (None, true);
                    Effect::WriteExport(export)
                }
                Err(wrong) => self.show_error(wrong),
            };
        }
        if let Some(report) = self.spec.report(&filled) {
            return match report {
                Ok(wanted) => {
                    (self.error, self.writing) = (None, true);
                    Effect::WriteReport(wanted)
                }
                Err(wrong) => self.show_error(wrong),
            };
        }
        match self.spec.changes(&filled) {
            Ok(changes) => {
                self.error = None;
                if let (Some(rows), false) = (self.spec.bulk_rows(), changes.is_empty()) {
                    self.preview_open = true;
                    return BulkPreviewDialog::open(self.spec.title(view), rows, changes);
                }
                let change = match changes.as_slice() {
                    [] => return Effect::Close,
                    [change] => change.clone(),
                    _ => Change::Batch(changes),
                };
                self.pending = Some(change.clone());
                Effect::Change(change)
            }
            Err(wrong) => self.show_error(wrong),
        }
    }

    /// Whether a request is under way.
    fn is_busy(&self) -> bool {
        self.writing || self.pending.is_some()
    }

    /// Shows an error and focuses its field.
    fn show_error(&mut self, wrong: FieldError) -> Effect {
        if let Some(at) = self.fields.iter().position(|field| Some(field.name) == wrong.field) {
            self.focus_field(at);
        }
        self.error = Some(wrong);
        Effect::Handled
    }

    /// Closes by Back or Quit; unsaved input is discarded only on the second try.
    fn close_or_warn(&mut self, action: Action, view: &View) -> Effect {
        if self.discard_warned == Some(action) || !self.is_changed() {
            return Effect::Ignored;
        }
        self.discard_warned = Some(action);
        let key = view.keymap.first_non_text_key(action).map(|key| key.to_string()).unwrap_or_default();
        Effect::Message(view.tt("press-again-to-discard", &[("key", key.into())]))
    }

    fn label_width(&self, view: &View) -> usize {
        let lines = self.fields.iter().filter(|field| !field.is_body());
        lines.map(|field| width(&view.t(&format!("field-{}", field.name)))).max().unwrap_or(0)
    }

    /// The lines of the error, if it belongs under this field.
    fn error_lines(&self, field: Option<&str>, columns: usize) -> Vec<String> {
        match &self.error {
            Some(wrong) if wrong.field == field => wrap(&format!("▲ {}", wrong.text), columns),
            _ => Vec::new(),
        }
    }
}

impl Pane for FormDialog {
    fn title(&self, view: &View) -> String {
        self.spec.title(view)
    }

    fn badge(&self, view: &View) -> String {
        if self.is_busy() { view.t("saving") } else { String::new() }
    }

    fn actions(&self, _view: &View) -> Vec<Action> {
        let text = self.fields.get(self.focused).is_some_and(FormField::is_body);
        [Action::Save, Action::NextPane].into_iter().chain(text.then_some(Action::Editor)).collect()
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let n = self.fields.len().max(1);
        match action {
            Action::Save => return self.save(view),
            Action::Editor => {
                let text = self.fields.get(self.focused).filter(|field| field.is_body() && !self.is_busy());
                return text.map_or(Effect::Handled, |field| Effect::OpenEditor(field.body_text()));
            }
            Action::Open if self.focused + 1 == n => return self.save(view),
            Action::Back | Action::Quit => return self.close_or_warn(action, view),
            Action::NextPane => self.focus_field((self.focused + 1) % n),
            Action::PreviousPane => self.focus_field((self.focused + n - 1) % n),
            Action::Down | Action::Open => self.focus_field((self.focused + 1).min(n - 1)),
            Action::Up => self.focus_field(self.focused.saturating_sub(1)),
            Action::Redraw => return Effect::Ignored,
            _ => {}
        }
        Effect::Handled
    }

    fn captures_text(&self) -> bool {
        true
    }

    fn on_key(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        let bound = view.keymap.action_for(Key::from(key)).filter(|_| !Key::from(key).is_text());
        let busy = self.is_busy();
        let field = self.fields.get_mut(self.focused)?;
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
            return Some(Effect::Handled);
        }
        let missed = field.unmatched_text(key);
        if field.on_key(key) {
            self.discard_warned = None;
            let name = field.name;
            // Report a search text without a match: otherwise the previous option would seem to be the choice.
            let wrong =
                |text: String| FieldError { field: Some(name), text: view.tt("wrong-pick", &[("text", text.into())]) };
            self.error = missed.map(wrong);
            self.spec.on_field_changed(name, &mut self.fields);
        }
        Some(Effect::Handled)
    }

    fn on_paste(&mut self, text: &str, _view: &View) {
        let busy = self.is_busy();
        if let Some(field) = self.fields.get_mut(self.focused).filter(|_| !busy) {
            field.paste(text);
            self.discard_warned = None;
            self.error = None;
        }
    }

    fn on_edited(&mut self, text: &str, _view: &View) {
        if let Some(field) = self.fields.get_mut(self.focused) {
            field.set_body(text);
            (self.discard_warned, self.error) = (None, None);
        }
    }

    fn on_response(&mut self, answer: &Response, _view: &View) -> Effect {
        if let (true, Response::Written(outcome)) = (self.writing, answer) {
            self.writing = false;
            return match outcome {
                Ok(_) => Effect::Close,
                Err(why) => self.show_error(FieldError { field: None, text: why.clone() }),
            };
        }
        let Response::Applied(request, outcome) = answer else { return Effect::Handled };
        // Only the preview can have sent this.
        if self.preview_open && matches!(request.change, Change::Batch(_)) && outcome.is_ok() {
            return Effect::Close;
        }
        if self.pending.as_ref() != Some(&request.change) {
            return Effect::Handled;
        }
        self.pending = None;
        match outcome.as_ref() {
            Ok(_) => Effect::Close,
            Err(why) => {
                // Several errors are listed in their own dialog.
                let why = why.lines().next().unwrap_or_default();
                self.error = Some(FieldError { field: None, text: why.to_owned() });
                Effect::Handled
            }
        }
    }

    fn size(&self, _view: &View) -> (u16, u16) {
        let rows = |field: &FormField| if field.is_body() { BODY_FIELD_ROWS + 1 } else { 1 };
        // Two borders, a row above the hint, the hint, and two rows for an error.
        self.spec.size().unwrap_or((72, self.fields.iter().map(rows).sum::<u16>() + 6))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let indent = (self.label_width(view) + 4).min(columns);
        let end = self.error_lines(None, columns);
        let foot_rows = u16::try_from(end.len()).unwrap_or(0);
        let rows = |field: &FormField| {
            let rows = 1 + self.error_lines(Some(field.name), columns - indent).len();
            u16::try_from(rows).unwrap_or(u16::MAX)
        };
        let shown = self.visible_fields(area.height.saturating_sub(foot_rows + 1), rows);
        let wanted = self.fields[shown.clone()].iter().map(|field| match field.is_body() {
            true => Constraint::Min(rows(field) + 1),
            false => Constraint::Length(rows(field)),
        });
        let has_body = self.fields[shown.clone()].iter().any(FormField::is_body);
        let spare = if has_body { Constraint::Length(0) } else { Constraint::Fill(1) };
        let foot = [spare, Constraint::Length(foot_rows), Constraint::Length(1)];
        let places = Layout::vertical(wanted.chain(foot)).split(area);
        let (fields, foot) = places.split_at(shown.len());
        for ((n, field), place) in self.fields.iter().enumerate().skip(shown.start).zip(fields) {
            self.draw_field(frame, *place, (n, field), indent, view);
        }
        draw_error(frame, foot[1], end, view);
        if let Some(field) = self.fields.get(self.focused) {
            let usual = field.matching_suggestions();
            let hint = match usual.as_slice() {
                [] => view.t(&format!("hint-{}", field.name)),
                usual => view.tt("hint-usual", &[("values", usual.join(" · ").into())]),
            };
            let more = format_hidden_rows((shown.start, self.fields.len() - shown.end));
            let hint = fit(&hint, columns.saturating_sub(width(&more) + usize::from(!more.is_empty()) * 2));
            frame.render_widget(Span::styled(hint, view.theme.dim), foot[2]);
            let [_, right] =
                Layout::horizontal([Constraint::Min(0), Constraint::Length(to_u16(width(&more)))]).areas(foot[2]);
            frame.render_widget(Span::styled(more, view.theme.accent), right);
        }
    }
}

impl FormDialog {
    /// The fields that fit: all of them, else those around the focused one.
    fn visible_fields(&self, room: u16, rows: impl Fn(&FormField) -> u16) -> Range<usize> {
        let needs = |fields: &[FormField]| -> u32 {
            // Multi-line text needs at least two rows.
            fields.iter().map(|field| u32::from(rows(field)) + u32::from(field.is_body())).sum()
        };
        let (room, n) = (u32::from(room), self.fields.len());
        if needs(&self.fields) <= room {
            return 0..n;
        }
        let at = self.focused.min(n.saturating_sub(1));
        let first = (0..at).find(|first| needs(&self.fields[*first..=at]) <= room).unwrap_or(at);
        let end = (at + 1..=n).rev().find(|end| needs(&self.fields[first..*end]) <= room);
        first..end.unwrap_or(at + 1).min(n)
    }

    /// Draws a field: label, value beside or below it, and its error.
    fn draw_field(&self, frame: &mut Frame, area: Rect, (n, field): (usize, &FormField), indent: usize, view: &View) {
        let theme = view.theme;
        let here = n == self.focused;
        let (mark, style) = if here { ("› ", theme.accent) } else { ("  ", theme.dim) };
        let label = view.t(&format!("field-{}", field.name));
        let wrong = self.error_lines(Some(field.name), usize::from(area.width) - indent);
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
        draw_error(frame, from(below, if field.is_body() { 2 } else { indent }), wrong, view);
    }
}

fn to_u16(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

fn draw_error(frame: &mut Frame, area: Rect, lines: Vec<String>, view: &View) {
    for (line, row) in lines.into_iter().zip(area.rows()) {
        frame.render_widget(Line::styled(line, view.theme.bad), row);
    }
}
