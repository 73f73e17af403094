//! Leads' notes about a person, newest first, optionally of one kind. Visible to leads only.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::coaching::{FeedbackStatus, feedback_status};
use crate::events::change::Change;
use crate::model::coaching::{NoteKind, PersonNote};
use crate::model::ids::{PersonId, WithId};
use crate::model::record::{Record, RecordKind};
use crate::model::text::{clean, clean_line, fit, pad, width, wrap};
use crate::ui::action::Action;
use crate::ui::dialogs::form;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::Cursor;

/// Notes dialog; the cursor holds a note id.
pub struct PersonNotesDialog {
    id: PersonId,
    cursor: Cursor<i64>,
    /// Kind filter.
    kind_filter: Option<NoteKind>,
}

impl PersonNotesDialog {
    /// Opens the notes about a person.
    pub fn open(id: PersonId) -> Effect {
        Effect::Open(Box::new(PersonNotesDialog { id, cursor: Cursor::default(), kind_filter: None }))
    }

    /// Newest first; empty unless the current user is a lead.
    fn notes<'a>(&self, view: &View<'a>) -> Vec<&'a WithId<PersonNote>> {
        let all = view.desk.team.notes.iter().rev();
        let shown = |note: &&WithId<PersonNote>| self.kind_filter.is_none_or(|kind| note.kind == kind);
        all.filter(|note| note.person == self.id && view.viewer_is_lead()).filter(shown).collect()
    }

    /// Cycles the kind filter: all, then each kind.
    fn cycle_kind(&mut self, step: isize) {
        let all: Vec<Option<NoteKind>> = [None].into_iter().chain(NoteKind::ALL.map(Some)).collect();
        let at = all.iter().position(|kind| *kind == self.kind_filter).unwrap_or(0);
        let n = all.len();
        self.kind_filter = all[(at + n).saturating_add_signed(step) % n];
    }

    /// Toggles whether coaching feedback was delivered (as of today).
    fn toggle_delivered(note: &WithId<PersonNote>, view: &View) -> Effect {
        if note.kind != NoteKind::Coaching {
            return Effect::Message(view.t("only-coaching-is-delivered"));
        }
        let given = if note.given.is_some() { None } else { Some(view.zone().date(view.now).max(note.on)) };
        let record = Some(Record::Note(PersonNote { given, ..note.it.clone() }));
        Effect::Change(Change::ReplaceRecord { kind: RecordKind::Note, id: note.id, record })
    }

    fn note_ids(&self, view: &View) -> Vec<i64> {
        self.notes(view).iter().map(|note| note.id).collect()
    }

    fn selected<'a>(&self, view: &View<'a>) -> Option<&'a WithId<PersonNote>> {
        let id = self.cursor.item(&self.note_ids(view))?;
        self.notes(view).into_iter().find(|note| note.id == id)
    }
}

/// Rows of a note: heading, text, blank row.
fn note_rows(note: &WithId<PersonNote>, chosen: bool, columns: usize, view: &View) -> Vec<Line<'static>> {
    let theme = view.theme;
    let by = note.author.person.map_or(note.author.login.as_str(), |by| view.person_name(Some(by)));
    let mut head = format!("✎ {}{} · {}", kind_prefix(note, view), dates::format_day(note.on, view), clean_line(by));
    if let Some(ticket) = note.ticket {
        head += &format!(" · #{ticket}");
    }
    if let Some(from) = note.from {
        let from = clean_line(view.person_name(Some(from))).into_owned();
        head += &format!(" · {}", view.tt("note-from", &[("who", from.into())]));
    }
    let (status, style) = coaching_status(note, view).unwrap_or((String::new(), theme.dim));
    let gap = columns.saturating_sub(width(&status)).max(1);
    let head = Line::from(vec![
        Span::styled(pad(&fit(&head, gap), gap), theme.mark),
        Span::styled(fit(&status, columns), style),
    ]);
    let mut rows = vec![if chosen { theme.highlight_row(head, view.focused) } else { head }];
    for paragraph in clean(&note.it.body).lines() {
        let wrapped = wrap(paragraph, columns.saturating_sub(2));
        rows.extend(wrapped.into_iter().map(|row| Line::raw(format!("  {row}"))));
    }
    rows.push(Line::default());
    rows
}

/// Kind of the note as a heading prefix; empty for a plain note.
pub fn kind_prefix(note: &PersonNote, view: &View) -> String {
    match note.kind {
        NoteKind::Note => String::new(),
        kind => format!("{} · ", view.t(&format!("note-kind-{}", kind.name()))),
    }
}

/// Coaching feedback status: delivered, due or overdue; `None` for other notes.
pub fn coaching_status(note: &PersonNote, view: &View) -> Option<(String, Style)> {
    let theme = view.theme;
    let n = |days: i64| usize::try_from(days.abs()).unwrap_or_default();
    let days = |key: &str, days: i64| view.tt(key, &[("n", n(days).into())]);
    Some(match feedback_status(note, &view.settings.coaching_rules)? {
        FeedbackStatus::Delivered { after } => (format!("✓ {}", days("delivered-after", after)), theme.good),
        FeedbackStatus::Due { by } => match (by - view.zone().date(view.now)).num_days() {
            over @ ..0 => (format!("▲ {}", days("delivery-overdue", over)), theme.bad),
            left => (format!("○ {}", days("delivery-due", left)), theme.warn),
        },
    })
}

impl Pane for PersonNotesDialog {
    fn title(&self, view: &View) -> String {
        view.tt("notes-of", &[("who", clean_line(view.person_name(Some(self.id))).into_owned().into())])
    }

    fn badge(&self, view: &View) -> String {
        let kind = self.kind_filter.map_or_else(|| "all".into(), |kind| kind.name().to_owned());
        format!("‹ {} › {}", view.t(&format!("note-kind-{kind}")), view.t("notes-leads"))
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let at = self.selected(view);
        let mark = at.filter(|note| note.kind == NoteKind::Coaching).map(|_| Action::Mark);
        let on = at.map(|_| [Action::Edit, Action::Remove]).into_iter().flatten();
        let kinds = [Action::Left, Action::Right];
        [Action::Note].into_iter().chain(mark).chain(on).chain(kinds).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Note => Some(view.t("do-add-note")),
            Action::Edit => Some(view.t("do-edit-note")),
            Action::Remove => Some(view.t("do-drop-note")),
            Action::Mark => Some(view.t("do-delivered")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let numbers = self.note_ids(view);
        if self.cursor.on_action(action, &numbers) {
            return Effect::Handled;
        }
        match (action, self.selected(view)) {
            (Action::Left | Action::Right, _) => {
                self.cycle_kind(if action == Action::Right { 1 } else { -1 });
                Effect::Handled
            }
            (Action::Note, _) if view.viewer_is_lead() => {
                crate::ui::dialogs::person::notes::open_note_form(self.id, self.kind_filter.unwrap_or_default(), view)
            }
            (Action::Mark, Some(note)) => PersonNotesDialog::toggle_delivered(note, view),
            (Action::Edit | Action::Open, Some(note)) => {
                form::open(form::person::note::WriteNote::change(note, view), view)
            }
            (Action::Remove, Some(note)) => {
                Effect::Change(Change::ReplaceRecord { kind: RecordKind::Note, id: note.id, record: None })
            }
            (Action::Remove | Action::Edit | Action::Open | Action::Note | Action::Mark, _) => Effect::Handled,
            _ => Effect::Ignored,
        }
    }

    fn size(&self, view: &View) -> (u16, u16) {
        let rows: usize = self.notes(view).iter().map(|note| note_rows(note, false, 84, view).len()).sum();
        (90, u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(3).clamp(8, 40))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let columns = usize::from(area.width);
        let notes = self.notes(view);
        if notes.is_empty() {
            let key = view.keymap.first_key(Action::Note).map(|key| key.to_string()).unwrap_or_default();
            let text = match (view.viewer_is_lead(), self.kind_filter) {
                (false, _) => view.t("notes-leads-only"),
                (true, None) => view.tt("notes-empty", &[("key", key.into())]),
                (true, Some(_)) => view.tt("notes-none-of-kind", &[("key", key.into())]),
            };
            for (text, row) in wrap(&text, columns).into_iter().zip(area.rows()) {
                frame.render_widget(Span::styled(text, view.theme.dim), row);
            }
            return;
        }
        let at = self.cursor.row(&self.note_ids(view)).unwrap_or(0);
        let drawn: Vec<_> = notes.iter().enumerate().map(|(n, note)| note_rows(note, n == at, columns, view)).collect();
        // Scroll so that the heading of the selected note is visible.
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

/// Opens the form for a new note.
pub fn open_note_form(id: PersonId, kind: NoteKind, view: &View) -> Effect {
    form::open(form::person::note::WriteNote::new(id, kind, view), view)
}
