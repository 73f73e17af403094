//! What leads keep in mind about a person, the newest first. Nobody else gets here.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::leads;
use crate::domain::change::Change;
use crate::domain::person::{PersonId, PersonNote};
use crate::domain::record::{Numbered, RecordKind};
use crate::domain::text::{clean, clean_line, pad, wrap};
use crate::ui::action::Action;
use crate::ui::dialogs::form;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::Cursor;
use crate::ui::widgets::when;

/// The dialog; its cursor is on a note.
pub struct Notes {
    id: PersonId,
    cursor: Cursor<i64>,
}

impl Notes {
    /// Opens the notes on a person, for a lead.
    pub fn open(id: PersonId) -> Effect {
        Effect::Open(Box::new(Notes { id, cursor: Cursor::default() }))
    }

    /// The newest first; none for whoever does not lead.
    fn notes<'a>(&self, view: &View<'a>) -> Vec<&'a Numbered<PersonNote>> {
        let all = view.desk.team.notes.iter().rev();
        all.filter(|note| note.person == self.id && leads(view)).collect()
    }

    fn numbers(&self, view: &View) -> Vec<i64> {
        self.notes(view).iter().map(|note| note.id).collect()
    }

    fn at<'a>(&self, view: &View<'a>) -> Option<&'a Numbered<PersonNote>> {
        let id = self.cursor.item(&self.numbers(view))?;
        self.notes(view).into_iter().find(|note| note.id == id)
    }
}

/// A note in rows: its head, its text, a blank row.
fn rows(note: &Numbered<PersonNote>, chosen: bool, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let by = note.author.person.map_or(note.author.login.as_str(), |by| view.name(Some(by)));
    let head = format!("✎ {} · {}", when::day(note.on, view), clean_line(by));
    let head = Line::styled(pad(&head, columns), theme.mark);
    let mut rows = vec![if chosen { theme.under_cursor(head, view.focused) } else { head }];
    for paragraph in clean(&note.it.body).lines() {
        let wrapped = wrap(paragraph, columns.saturating_sub(2));
        rows.extend(wrapped.into_iter().map(|row| Line::raw(format!("  {row}"))));
    }
    rows.push(Line::default());
    rows
}

impl Pane for Notes {
    fn title(&self, view: &View) -> String {
        view.tt("notes-of", &[("who", clean_line(view.name(Some(self.id))).into_owned().into())])
    }

    fn badge(&self, view: &View) -> String {
        view.t("notes-leads")
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let on = self.at(view).map(|_| [Action::Edit, Action::Drop]);
        [Action::Note].into_iter().chain(on.into_iter().flatten()).chain(Action::MOVES).collect()
    }

    fn verb(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Note => Some(view.t("do-add-note")),
            Action::Edit => Some(view.t("do-edit-note")),
            Action::Drop => Some(view.t("do-drop-note")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let numbers = self.numbers(view);
        if self.cursor.act(action, &numbers) {
            return Effect::Done;
        }
        match (action, self.at(view)) {
            (Action::Note, _) if leads(view) => form::open(form::person::note::WriteNote::new(self.id), view),
            (Action::Edit | Action::Open, Some(note)) => form::open(form::person::note::WriteNote::change(note), view),
            (Action::Drop, Some(note)) => {
                Effect::Change(Change::Replace { kind: RecordKind::Note, id: note.id, record: None })
            }
            (Action::Drop | Action::Edit | Action::Open | Action::Note, _) => Effect::Done,
            _ => Effect::Pass,
        }
    }

    fn size(&self, view: &View) -> (u16, u16) {
        let rows: usize = self.notes(view).iter().map(|note| rows(note, false, 84, view).len()).sum();
        (90, u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(3).clamp(8, 40))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let notes = self.notes(view);
        if notes.is_empty() {
            let key = view.keys.key(Action::Note).map(|key| key.to_string()).unwrap_or_default();
            let text =
                if leads(view) { view.tt("notes-empty", &[("key", key.into())]) } else { view.t("notes-leads-only") };
            for (text, row) in wrap(&text, columns).into_iter().zip(area.rows()) {
                frame.render_widget(Span::styled(text, view.theme.dim), row);
            }
            return;
        }
        let at = self.cursor.row(&self.numbers(view)).unwrap_or(0);
        let drawn: Vec<_> = notes.iter().enumerate().map(|(n, note)| rows(note, n == at, columns, view)).collect();
        // The note under the cursor is seen from its head on.
        let height = usize::from(area.height);
        let above: usize = drawn[..at].iter().map(Vec::len).sum();
        let total: usize = drawn.iter().map(Vec::len).sum();
        let fits = above + drawn[at].len() <= height;
        let skip = if fits { 0 } else { above.min(total.saturating_sub(height)) };
        for (line, row) in drawn.into_iter().flatten().skip(skip).zip(area.rows()) {
            frame.render_widget(line, row);
        }
    }
}
