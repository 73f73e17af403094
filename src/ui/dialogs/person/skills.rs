//! Skills of one person; a digit key rates the selected skill as of today.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::rows;
use crate::engine::skills::{self, SkillGap};
use crate::model::ids::PersonId;
use crate::model::person::{MAX_SKILL_LEVEL, Person};
use crate::model::record::Record;
use crate::model::text::{clean_line, fit, fold, width, wrap};
use crate::ui::action::Action;
use crate::ui::dialogs::form;
use crate::ui::pane::{Effect, Pane};
use crate::ui::view::View;
use crate::ui::widgets::list::{step_row, visible_rows};

/// Skills dialog.
pub struct PersonSkillsDialog {
    id: PersonId,
    /// Selected skill, case-folded; `row` is the fallback when it is gone.
    selected: Option<String>,
    row: usize,
}

/// The level that a digit key means.
pub(super) fn level_from_key(key: KeyEvent) -> Option<u8> {
    match key.code {
        KeyCode::Char(digit) if key.modifiers.is_empty() || key.modifiers == KeyModifiers::SHIFT => {
            let level = digit.to_digit(10).and_then(|level| u8::try_from(level).ok());
            level.filter(|level| (1..=MAX_SKILL_LEVEL).contains(level))
        }
        _ => None,
    }
}

/// Rates a person's skill as of today.
pub(super) fn rate_skill(id: PersonId, skill: &str, level: u8, view: &View) -> Effect {
    let Some(person) = view.desk.team.people.get(&id) else { return Effect::Message(view.t("person-removed")) };
    let mut person = person.clone();
    person.set_skill(skill, level, view.zone().date(view.now));
    replace_person(id, person)
}

impl PersonSkillsDialog {
    pub fn open(id: PersonId) -> Effect {
        Effect::Open(Box::new(PersonSkillsDialog { id, selected: None, row: 0 }))
    }

    fn person<'a>(&self, view: &View<'a>) -> Option<&'a Person> {
        view.desk.team.people.get(&self.id)
    }

    /// Required skills first, each group by name, so that a rating does not move the row.
    fn sorted_skills(&self, view: &View) -> Vec<SkillGap> {
        let Some(person) = self.person(view) else { return Vec::new() };
        let mut held = skills::skill_gaps(person, &view.settings.profile_requirements, view.zone().date(view.now));
        held.sort_by_cached_key(|held| (held.required == 0, fold(&held.skill)));
        held
    }

    fn row(&self, held: &[SkillGap]) -> usize {
        let on = self.selected.as_ref().and_then(|on| held.iter().position(|held| fold(&held.skill) == *on));
        on.unwrap_or(self.row.min(held.len().saturating_sub(1)))
    }

    fn set_cursor(&mut self, row: usize, held: &[SkillGap]) {
        self.row = row;
        self.selected = held.get(row).map(|held| fold(&held.skill));
    }
}

impl Pane for PersonSkillsDialog {
    fn title(&self, view: &View) -> String {
        view.tt("skills-of", &[("who", clean_line(view.person_name(Some(self.id))).into_owned().into())])
    }

    fn badge(&self, view: &View) -> String {
        rows::gap_summary(&self.sorted_skills(view), view)
    }

    fn actions(&self, view: &View) -> Vec<Action> {
        let held = self.sorted_skills(view);
        let drop = held.get(self.row(&held)).filter(|held| held.level > 0).map(|_| Action::Remove);
        let acts = [Action::NewPerson, Action::Edit].into_iter().chain(drop);
        acts.chain(Action::CURSOR_MOVES).collect()
    }

    fn action_label(&self, action: Action, view: &View) -> Option<String> {
        match action {
            Action::NewPerson => Some(view.t("do-add-skill")),
            Action::Edit => Some(view.t("do-edit-skill")),
            Action::Remove => Some(view.t("do-drop-skill")),
            _ => None,
        }
    }

    fn on(&mut self, action: Action, view: &View) -> Effect {
        let held = self.sorted_skills(view);
        let row = self.row(&held);
        if let Some(to) = step_row(action, row, held.len()) {
            self.set_cursor(to, &held);
            return Effect::Handled;
        }
        let Some(person) = self.person(view) else { return Effect::Ignored };
        let skill = held.get(row);
        match (action, skill) {
            (Action::NewPerson, _) => form::open(form::person::skill::RateSkills::new(self.id, None), view),
            (Action::Edit | Action::Open, Some(skill)) => {
                form::open(form::person::skill::RateSkills::new(self.id, Some(skill)), view)
            }
            (Action::Edit | Action::Open, None) => {
                form::open(form::person::skill::RateSkills::new(self.id, None), view)
            }
            (Action::Remove, Some(skill)) if skill.level > 0 => {
                let mut person = person.clone();
                person.remove_skill(&skill.skill);
                replace_person(self.id, person)
            }
            (Action::Remove, _) => Effect::Handled,
            // Already here; the team's matrix opens from the pane.
            (Action::Skills, _) => Effect::Handled,
            _ => Effect::Ignored,
        }
    }

    fn on_key(&mut self, key: KeyEvent, view: &View) -> Option<Effect> {
        let level = level_from_key(key)?;
        let held = self.sorted_skills(view);
        let row = self.row(&held);
        self.set_cursor(row, &held);
        Some(match held.get(row) {
            Some(skill) => rate_skill(self.id, &skill.skill, level, view),
            None => Effect::Handled,
        })
    }

    fn size(&self, view: &View) -> (u16, u16) {
        (100, u16::try_from(self.sorted_skills(view).len()).unwrap_or(u16::MAX).saturating_add(5).clamp(10, 40))
    }

    fn draw(&self, frame: &mut Frame, area: Rect, view: &View) {
        let theme = view.theme;
        let columns = usize::from(area.width);
        let [list, _, foot] =
            Layout::vertical([Constraint::Min(0), Constraint::Length(1), Constraint::Length(1)]).areas(area);
        let held = self.sorted_skills(view);
        if held.is_empty() {
            let key = if self.person(view).is_some() { "card-no-skills" } else { "person-removed" };
            for (text, row) in wrap(&view.t(key), columns).into_iter().zip(list.rows()) {
                frame.render_widget(Span::styled(text, theme.dim), row);
            }
            return;
        }
        let row = self.row(&held);
        let name = held.iter().map(|held| width(&clean_line(&held.skill))).max().unwrap_or(0).min(28);
        let shown = visible_rows(row, held.len(), usize::from(list.height));
        for (n, place) in shown.zip(list.rows()) {
            let mut line = rows::skill_line(&held[n], name, columns, view);
            if n == row {
                let rest = columns.saturating_sub(line.width());
                line.push_span(Span::styled(" ".repeat(rest), Style::default()));
                line = theme.highlight_row(line, view.focused);
            }
            frame.render_widget(line, place);
        }
        frame.render_widget(Line::styled(fit(&view.t("skills-hint"), columns), theme.dim), foot);
    }
}

/// Saves a person.
fn replace_person(id: PersonId, person: Person) -> Effect {
    Effect::replace_record(id.0, Record::Person(person))
}
