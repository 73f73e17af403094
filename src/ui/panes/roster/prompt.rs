//! Prompts of the roster grid: text input in the cell, or a choice by a single key, with their keys.

use crate::engine::roster::cells::RosterCell;
use crate::engine::roster::{cell_input, edit};
use crate::model::ids::WithId;
use crate::model::shift::{AbsenceKind, Hours, ShiftTemplate};
use crate::model::team::Team;
use crate::model::text::fold;
use crate::ui::action::Action;
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
