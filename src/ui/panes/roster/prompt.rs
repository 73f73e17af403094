//! Prompts of the roster grid: text input in the cell, or a choice by a single key.

use super::RosterPane;
use crate::engine::roster::cells::{RosterCell, ShiftPattern};
use crate::engine::roster::{cell_input, edit};
use crate::events::change::Change;
use crate::model::ids::WithId;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{AbsenceKind, Hours, ShiftTemplate};
use crate::model::team::Team;
use crate::model::text::{clean_line, fold};
use crate::model::time::parse_clock;
use crate::ui::action::Action;
use crate::ui::dialogs::form;
use crate::ui::pane::Effect;
use crate::ui::view::View;
use crate::ui::widgets::text_field::TextField;

/// Keys in the template list that manage the templates.
pub const NEW_KEY: char = '+';
pub const EDIT_KEY: char = 'E';
pub const REMOVE_KEY: char = 'X';

/// An open prompt.
pub enum RosterPrompt {
    /// Text input; `key` is the message key of the prompt.
    Input { field: TextField, key: &'static str, wrong: Option<String> },
    /// Choose a template for this action.
    Template(TemplateAction),
    /// Choose a reason for absence.
    Absence,
}

/// What to do with the chosen template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateAction {
    Fill,
    Edit,
    Remove,
}

/// Absence reasons and their keys.
pub const ABSENCE_KEYS: [(char, AbsenceKind); 5] = [
    ('s', AbsenceKind::Sick),
    ('l', AbsenceKind::Leave),
    ('t', AbsenceKind::Training),
    ('o', AbsenceKind::Other),
    ('a', AbsenceKind::Late),
];
/// Key that removes the absence.
pub const PRESENT_KEY: char = 'p';

impl RosterPrompt {
    pub fn input(key: &'static str, text: impl Into<String>) -> RosterPrompt {
        RosterPrompt::Input { field: TextField::with_default(text), key, wrong: None }
    }

    /// Input prefilled with the cell's shifts.
    pub fn for_hours(team: &Team, cell: RosterCell) -> RosterPrompt {
        RosterPrompt::input("roster-ask-hours", cell_input::format_shifts(&edit::copy_cell(team, cell)))
    }

    pub fn actions(&self) -> Vec<Action> {
        match self {
            RosterPrompt::Input { .. } => vec![Action::Open, Action::Back],
            RosterPrompt::Template(_) | RosterPrompt::Absence => vec![Action::Back],
        }
    }

    pub fn verb(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Open).then(|| view.t("do-apply-hours"))
    }
}

/// Key of each template: the first unused letter of its name, else a digit.
pub fn template_keys(templates: &[WithId<ShiftTemplate>]) -> Vec<char> {
    let mut taken: Vec<char> = Vec::new();
    for template in templates {
        let own = fold(&template.name);
        let own = own.chars().filter(|letter| letter.is_alphanumeric());
        let free = own.chain('1'..='9').chain('a'..='z').find(|letter| !taken.contains(letter));
        taken.extend(free);
    }
    taken
}

/// Default templates while the team has none.
pub fn default_templates(view: &View) -> Vec<WithId<ShiftTemplate>> {
    let one = |key: &str, from: u32, to: u32| {
        let hours = Hours::new(from * 60, to * 60);
        let rest = hours.from + 4 * 60;
        ShiftTemplate { name: view.t(key), hours, breaks: vec![Hours { from: rest, to: rest + 30 }] }.into()
    };
    vec![one("roster-morning", 8, 16), one("roster-evening", 14, 22), one("roster-night", 22, 6)]
}

impl RosterPane {
    /// Handles the key of a choice.
    pub(super) fn on_choice(&mut self, letter: char, view: &View) -> Effect {
        match self.prompt {
            Some(RosterPrompt::Template(then)) => self.on_template_choice(letter, then, view),
            Some(RosterPrompt::Absence) => self.on_absence_choice(letter, view),
            _ => Effect::Handled,
        }
    }

    fn on_template_choice(&mut self, letter: char, then: TemplateAction, view: &View) -> Effect {
        let none = view.desk.team.templates.is_empty();
        let templates = if none { default_templates(view) } else { view.desk.team.templates.clone() };
        let found = template_keys(&templates).iter().position(|one| *one == letter).map(|at| &templates[at]);
        match (letter, found) {
            (NEW_KEY, _) => {
                self.prompt = None;
                form::open(form::template::TemplateForm::default(), view)
            }
            (EDIT_KEY, _) if !none => {
                self.prompt = Some(RosterPrompt::Template(TemplateAction::Edit));
                Effect::Handled
            }
            (REMOVE_KEY, _) if !none => {
                self.prompt = Some(RosterPrompt::Template(TemplateAction::Remove));
                Effect::Handled
            }
            (_, None) => Effect::Handled,
            (_, Some(template)) => {
                self.prompt = None;
                let id = template.id;
                match then {
                    TemplateAction::Edit => form::open(form::template::TemplateForm::edit(template.clone()), view),
                    TemplateAction::Remove => {
                        Effect::Change(Change::ReplaceRecord { kind: RecordKind::Template, id, record: None })
                    }
                    TemplateAction::Fill if none => {
                        let shape = ShiftPattern::from(&template.it);
                        let add = templates.iter().map(|one| Change::AddRecord(Record::Template(one.it.clone())));
                        let mut changes: Vec<Change> = add.collect();
                        changes.extend(edit::fill(
                            &view.desk.team,
                            &self.target_cells(view),
                            std::slice::from_ref(&shape),
                        ));
                        self.last_fill = Some(vec![shape]);
                        self.submit(changes, view)
                    }
                    TemplateAction::Fill => self.fill(vec![ShiftPattern::from(&template.it)], view),
                }
            }
        }
    }

    fn on_absence_choice(&mut self, letter: char, view: &View) -> Effect {
        let (team, cells) = (&view.desk.team, self.target_cells(view));
        let reason = ABSENCE_KEYS.iter().find(|(one, _)| *one == letter).map(|(_, kind)| *kind);
        match (letter, reason) {
            (PRESENT_KEY, _) => {
                self.prompt = None;
                self.submit(edit::clear_absences(team, &cells), view)
            }
            (_, Some(AbsenceKind::Late)) => {
                self.prompt = Some(RosterPrompt::input("roster-ask-late", ""));
                Effect::Handled
            }
            (_, Some(kind)) => {
                self.prompt = None;
                self.submit(edit::mark_absent(team, &cells, kind), view)
            }
            _ => Effect::Handled,
        }
    }

    /// Validates and applies the typed text.
    pub(super) fn submit_prompt(&mut self, view: &View) -> Effect {
        let Some(RosterPrompt::Input { field, key, .. }) = &self.prompt else { return Effect::Handled };
        let (text, key) = (clean_line(field.text()).into_owned(), *key);
        let (team, cells) = (&view.desk.team, self.target_cells(view));
        let wrong = |key: &str| Err(view.tt(key, &[("text", text.as_str().into())]));
        let outcome = match key {
            "roster-ask-break" => {
                let parts = text.split([' ', ',', ';']).filter(|part| !part.is_empty());
                match parts.map(cell_input::parse_hours).collect::<Option<Vec<_>>>() {
                    None => wrong("roster-wrong-break"),
                    Some(breaks) => match edit::set_breaks(team, &cells, &breaks) {
                        Some(changes) => Ok(changes),
                        None => wrong("roster-break-outside"),
                    },
                }
            }
            "roster-ask-split" => match (parse_clock(&text), self.selected_cell(view)) {
                (Ok(minute), Some(cell)) => match edit::split(team, cell, minute) {
                    Some(changes) => Ok(changes),
                    None => wrong("roster-split-outside"),
                },
                _ => wrong("roster-wrong-clock"),
            },
            "roster-ask-late" => match parse_clock(&text).map(|minute| edit::mark_late(team, &cells, minute)) {
                Ok(changes) if !changes.is_empty() => Ok(changes),
                Ok(_) => wrong("roster-late-outside"),
                Err(_) => wrong("roster-wrong-clock"),
            },
            _ => {
                let here = self.selected_cell(view).map(|cell| edit::copy_cell(team, cell)).unwrap_or_default();
                let read = |there: &[ShiftPattern]| cell_input::parse_cell(&text, &team.templates, there);
                match read(&here) {
                    Ok(shapes) => {
                        // Unchanged text copies the selected cell to every target cell.
                        let of = |cell: RosterCell| match cell_input::format_shifts(&here) == text {
                            true => shapes.clone(),
                            false => read(&edit::copy_cell(team, cell)).unwrap_or_default(),
                        };
                        let changes = edit::shift_changes(team, &cells.iter().map(|cell| (*cell, of(*cell))).collect());
                        self.last_fill = Some(shapes);
                        Ok(changes)
                    }
                    Err(part) => Err(view.tt("roster-wrong-hours", &[("text", part.into())])),
                }
            }
        };
        match outcome {
            Ok(changes) => {
                self.prompt = None;
                self.submit(changes, view)
            }
            Err(why) => {
                if let Some(RosterPrompt::Input { wrong, .. }) = &mut self.prompt {
                    *wrong = Some(why);
                }
                Effect::Handled
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_a_letter_of_its_own() {
        let template =
            |name: &str| ShiftTemplate { name: name.into(), hours: Hours::new(480, 960), breaks: Vec::new() };
        let templates = ["Morning", "Middle", "Đêm", "M", "MM"].map(|name| WithId::from(template(name)));
        assert_eq!(template_keys(&templates), ['m', 'i', 'd', '1', '2']);
    }
}
