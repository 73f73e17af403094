//! Training status of one person, for leads: completion date, expiry, missing trainings.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::engine::coaching::{TrainingStatus, training_status};
use crate::events::change::Change;
use crate::model::coaching::{Training, TrainingCompletion};
use crate::model::ids::{PersonId, WithId};
use crate::model::record::{Record, RecordKind};
use crate::model::text::{clean_line, fit, pad, width, wrap};
use crate::ui::action::Action;
use crate::ui::dialogs::form;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::dates;
use crate::ui::widgets::list::{Cursor, visible_rows};

/// Training dialog; the cursor holds a training id.
pub struct PersonTrainingDialog {
    id: PersonId,
    cursor: Cursor<i64>,
}

impl PersonTrainingDialog {
    pub fn open(id: PersonId) -> Effect {
        Effect::Open(Box::new(PersonTrainingDialog { id, cursor: Cursor::default() }))
    }

    /// Trainings that apply to the person first; empty unless the current user is a lead.
    fn trainings<'a>(&self, view: &View<'a>) -> Vec<&'a WithId<Training>> {
        let team = &view.desk.team;
        let person = team.people.get(&self.id).filter(|_| view.viewer_is_lead());
        let mut all: Vec<_> = team.trainings.iter().filter(|_| person.is_some()).collect();
        all.sort_by_key(|training| !person.is_some_and(|person| training.applies_to(person)));
        all
    }

    fn training_ids(&self, view: &View) -> Vec<i64> {
        self.trainings(view).iter().map(|training| training.id).collect()
    }

    fn selected<'a>(&self, view: &View<'a>) -> Option<&'a WithId<Training>> {
        let id = self.cursor.item(&self.training_ids(view))?;
        self.trainings(view).into_iter().find(|training| training.id == id)
    }

    /// Toggles completion as of today.
    fn toggle_completed(&self, training: i64, view: &View) -> Effect {
        let today = view.zone().date(view.now);
        let same = |done: &&WithId<TrainingCompletion>| {
            done.person == self.id && done.training == training && done.on == today
        };
        let kind = RecordKind::Trained;
        Effect::Change(match view.desk.team.trained.iter().find(same) {
            Some(done) => Change::ReplaceRecord { kind, id: done.id, record: None },
            None => Change::AddRecord(Record::Trained(TrainingCompletion { person: self.id, training, on: today })),
        })
    }

    fn training_line(&self, training: &WithId<Training>, name: usize, columns: usize, view: &View) -> Line<'static> {
        let (theme, today) = (view.theme, view.zone().date(view.now));
        let person = view.desk.team.people.get(&self.id);
        let (last, stand) = training_status(&view.desk.team, self.id, training.id, today);
        let day = |key: &str, day| view.tt(key, &[("day", dates::format_day(day, view).into())]);
        let theirs = person.is_some_and(|person| training.applies_to(person));
        let (glyph, status, style) = match stand {
            TrainingStatus::Missing if !theirs => ("·", view.t("training-not-theirs"), theme.dim),
            TrainingStatus::Missing => ("▲", view.t("training-missing"), theme.bad),
            TrainingStatus::Expired(since) => ("▲", day("training-expired", since), theme.bad),
            TrainingStatus::Expiring(until) => ("○", day("training-expires", until), theme.warn),
            TrainingStatus::Valid(Some(until)) => ("✓", day("training-until", until), theme.good),
            TrainingStatus::Valid(None) => ("✓", view.t("training-no-expiry"), theme.good),
        };
        let done = last.map(|last| day("training-done", last)).unwrap_or_default();
        let place = training.place.as_deref().map(|place| clean_line(place).into_owned()).unwrap_or_default();
        let head = format!("{glyph} {}", pad(&fit(&clean_line(&training.name), name), name));
        let status = pad(&status, 26);
        let done = if done.is_empty() { done } else { format!("{done}  ") };
        let room = columns.saturating_sub(width(&head) + width(&status) + width(&done) + 2);
        Line::from(vec![
            Span::styled(head, style),
            Span::raw("  "),
            Span::styled(status, style),
            Span::styled(done, theme.text),
            Span::styled(fit(&place, room), theme.dim),
        ])
    }
}

impl Pane for PersonTrainingDialog {
    fn title(&self, view: &View) -> String {
        view.tt("trainings-of", &[("who", clean_line(view.person_name(Some(self.id))).into_owned().into())])
    }

    fn badge(&self, view: &View) -> String {
        view.t("notes-leads")
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let on = self.selected(view).map(|_| [Action::Mark, Action::Edit, Action::Remove]).into_iter().flatten();
        on.chain([Action::NewPerson]).chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::Mark => Some(view.t("do-trained")),
            Action::NewPerson => Some(view.t("do-add-training")),
            Action::Edit => Some(view.t("do-edit-note")),
            Action::Remove => Some(view.t("do-drop-note")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let numbers = self.training_ids(view);
        if self.cursor.on_action(action, &numbers) {
            return Effect::Handled;
        }
        self.cursor.pin(&numbers);
        match (action, self.selected(view)) {
            (Action::NewPerson, _) if view.viewer_is_lead() => {
                form::open(form::person::training::NewTraining::default(), view)
            }
            (Action::Mark | Action::Open, Some(training)) => self.toggle_completed(training.id, view),
            (Action::Edit, Some(training)) => form::open(form::person::training::NewTraining::change(training), view),
            (Action::Remove, Some(training)) => {
                Effect::Change(Change::ReplaceRecord { kind: RecordKind::Training, id: training.id, record: None })
            }
            (Action::NewPerson | Action::Mark | Action::Open | Action::Edit | Action::Remove, _) => Effect::Handled,
            _ => Effect::Ignored,
        }
    }

    fn size(&self, view: &View) -> (u16, u16) {
        (110, u16::try_from(self.trainings(view).len()).unwrap_or(u16::MAX).saturating_add(5).clamp(8, 40))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let all = self.trainings(view);
        let [list, _, foot] =
            Layout::vertical([Constraint::Min(0), Constraint::Length(1), Constraint::Length(1)]).areas(area);
        if all.is_empty() {
            let key = view.keymap.first_key(Action::NewPerson).map(|key| key.to_string()).unwrap_or_default();
            let text = match view.viewer_is_lead() {
                true => view.tt("trainings-empty", &[("key", key.into())]),
                false => view.t("notes-leads-only"),
            };
            for (text, row) in wrap(&text, columns).into_iter().zip(area.rows()) {
                frame.render_widget(Span::styled(text, theme.dim), row);
            }
            return;
        }
        let name = all.iter().map(|training| width(&clean_line(&training.name))).max().unwrap_or(0).clamp(8, 28);
        let row = self.cursor.row(&self.training_ids(view)).unwrap_or(0);
        for (n, place) in visible_rows(row, all.len(), usize::from(list.height)).zip(list.rows()) {
            let mut line = self.training_line(all[n], name, columns, view);
            if n == row {
                let rest = columns.saturating_sub(line.width());
                line.push_span(Span::styled(" ".repeat(rest), Style::default()));
                line = theme.highlight_row(line, view.focused);
            }
            frame.render_widget(line, place);
        }
        let hint = view.t("trainings-hint");
        frame.render_widget(Line::styled(fit(&hint, columns), theme.dim), foot);
    }
}
