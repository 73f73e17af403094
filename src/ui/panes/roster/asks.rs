//! Prompts of the roster grid: text input in the cell, or a choice by a single key.

use crate::engine::roster::cells::{Cell, Shape};
use crate::engine::roster::{edit, typed};
use crate::events::change::Change;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::shift::{AbsenceKind, Hours, Template};
use crate::model::team::Team;
use crate::model::text::{clean_line, fold};
use crate::model::time::parse_clock;
use crate::ui::action::Action;
use crate::ui::dialogs::form;
use crate::ui::pane::Effect;
use crate::ui::view::View;
use crate::ui::widgets::field::TextField;
use super::Roster;

/// Keys in the template list that manage the templates.
pub const NEW: char = '+';
pub const EDIT: char = 'E';
pub const REMOVE: char = 'X';

/// An open prompt.
pub enum Asked {
    /// Text input; `key` is the message key of the prompt.
    Line { field: TextField, key: &'static str, wrong: Option<String> },
    /// Choose a template for this action.
    Template(Then),
    /// Choose a reason for absence.
    Away,
}

/// What to do with the chosen template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    Fill,
    Edit,
    Remove,
}

/// Absence reasons and their keys.
pub const REASONS: [(char, AbsenceKind); 5] = [
    ('s', AbsenceKind::Sick),
    ('l', AbsenceKind::Leave),
    ('t', AbsenceKind::Training),
    ('o', AbsenceKind::Other),
    ('a', AbsenceKind::Late),
];
/// Key that removes the absence.
pub const PRESENT: char = 'p';

impl Asked {
    pub fn line(key: &'static str, text: impl Into<String>) -> Asked {
        Asked::Line { field: TextField::proposing(text), key, wrong: None }
    }

    /// Input prefilled with the cell's shifts.
    pub fn hours(team: &Team, cell: Cell) -> Asked {
        Asked::line("roster-ask-hours", typed::listed(&edit::copied(team, cell)))
    }

    pub fn actions(&self) -> Vec<Action> {
        match self {
            Asked::Line { .. } => vec![Action::Open, Action::Back],
            Asked::Template(_) | Asked::Away => vec![Action::Back],
        }
    }

    pub fn verb(&self, action: Action, view: &View) -> Option<String> {
        (action == Action::Open).then(|| view.t("do-take-over"))
    }
}

/// Key of each template: the first unused letter of its name, else a digit.
pub fn letters(templates: &[Numbered<Template>]) -> Vec<char> {
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
pub fn offered(view: &View) -> Vec<Numbered<Template>> {
    let one = |key: &str, from: u32, to: u32| {
        let hours = Hours::new(from * 60, to * 60);
        let rest = hours.from + 4 * 60;
        Template { name: view.t(key), hours, breaks: vec![Hours { from: rest, to: rest + 30 }] }.into()
    };
    vec![one("roster-morning", 8, 16), one("roster-evening", 14, 22), one("roster-night", 22, 6)]
}

impl Roster {
    /// Handles the key of a choice.
    pub(super) fn chosen(&mut self, letter: char, view: &View) -> Effect {
        match self.asked {
            Some(Asked::Template(then)) => self.template(letter, then, view),
            Some(Asked::Away) => self.away(letter, view),
            _ => Effect::Done,
        }
    }

    fn template(&mut self, letter: char, then: Then, view: &View) -> Effect {
        let none = view.desk.team.templates.is_empty();
        let templates = if none { offered(view) } else { view.desk.team.templates.clone() };
        let found = letters(&templates).iter().position(|one| *one == letter).map(|at| &templates[at]);
        match (letter, found) {
            (NEW, _) => {
                self.asked = None;
                form::open(form::template::NewTemplate::default(), view)
            }
            (EDIT, _) if !none => {
                self.asked = Some(Asked::Template(Then::Edit));
                Effect::Done
            }
            (REMOVE, _) if !none => {
                self.asked = Some(Asked::Template(Then::Remove));
                Effect::Done
            }
            (_, None) => Effect::Done,
            (_, Some(template)) => {
                self.asked = None;
                let id = template.id;
                match then {
                    Then::Edit => form::open(form::template::NewTemplate::edit(template.clone()), view),
                    Then::Remove => Effect::Change(Change::Replace { kind: RecordKind::Template, id, record: None }),
                    Then::Fill if none => {
                        let shape = Shape::from(&template.it);
                        let add = templates.iter().map(|one| Change::Add(Record::Template(one.it.clone())));
                        let mut changes: Vec<Change> = add.collect();
                        changes.extend(edit::fill(&view.desk.team, &self.targets(view), std::slice::from_ref(&shape)));
                        self.last = Some(vec![shape]);
                        self.act(changes, view)
                    }
                    Then::Fill => self.fill(vec![Shape::from(&template.it)], view),
                }
            }
        }
    }

    fn away(&mut self, letter: char, view: &View) -> Effect {
        let (team, cells) = (&view.desk.team, self.targets(view));
        let reason = REASONS.iter().find(|(one, _)| *one == letter).map(|(_, kind)| *kind);
        match (letter, reason) {
            (PRESENT, _) => {
                self.asked = None;
                self.act(edit::present(team, &cells), view)
            }
            (_, Some(AbsenceKind::Late)) => {
                self.asked = Some(Asked::line("roster-ask-late", ""));
                Effect::Done
            }
            (_, Some(kind)) => {
                self.asked = None;
                self.act(edit::absent(team, &cells, kind), view)
            }
            _ => Effect::Done,
        }
    }

    /// Validates and applies the typed text.
    pub(super) fn answered(&mut self, view: &View) -> Effect {
        let Some(Asked::Line { field, key, .. }) = &self.asked else { return Effect::Done };
        let (text, key) = (clean_line(field.text()).into_owned(), *key);
        let (team, cells) = (&view.desk.team, self.targets(view));
        let wrong = |key: &str| Err(view.tt(key, &[("text", text.as_str().into())]));
        let outcome = match key {
            "roster-ask-break" => {
                let parts = text.split([' ', ',', ';']).filter(|part| !part.is_empty());
                match parts.map(typed::hours).collect::<Option<Vec<_>>>() {
                    None => wrong("roster-wrong-break"),
                    Some(breaks) => match edit::pause(team, &cells, &breaks) {
                        Some(changes) => Ok(changes),
                        None => wrong("roster-break-outside"),
                    },
                }
            }
            "roster-ask-split" => match (parse_clock(&text), self.cell(view)) {
                (Ok(minute), Some(cell)) => match edit::split(team, cell, minute) {
                    Some(changes) => Ok(changes),
                    None => wrong("roster-split-outside"),
                },
                _ => wrong("roster-wrong-clock"),
            },
            "roster-ask-late" => match parse_clock(&text).map(|minute| edit::late(team, &cells, minute)) {
                Ok(changes) if !changes.is_empty() => Ok(changes),
                Ok(_) => wrong("roster-late-outside"),
                Err(_) => wrong("roster-wrong-clock"),
            },
            _ => {
                let here = self.cell(view).map(|cell| edit::copied(team, cell)).unwrap_or_default();
                let read = |there: &[Shape]| typed::shapes(&text, &team.templates, there);
                match read(&here) {
                    Ok(shapes) => {
                        // Unchanged text copies the selected cell to every target cell.
                        let of = |cell: Cell| match typed::listed(&here) == text {
                            true => shapes.clone(),
                            false => read(&edit::copied(team, cell)).unwrap_or_default(),
                        };
                        let changes = edit::settled(team, &cells.iter().map(|cell| (*cell, of(*cell))).collect());
                        self.last = Some(shapes);
                        Ok(changes)
                    }
                    Err(part) => Err(view.tt("roster-wrong-hours", &[("text", part.into())])),
                }
            }
        };
        match outcome {
            Ok(changes) => {
                self.asked = None;
                self.act(changes, view)
            }
            Err(why) => {
                if let Some(Asked::Line { wrong, .. }) = &mut self.asked {
                    *wrong = Some(why);
                }
                Effect::Done
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_a_letter_of_its_own() {
        let template = |name: &str| Template { name: name.into(), hours: Hours::new(480, 960), breaks: Vec::new() };
        let templates = ["Morning", "Middle", "Đêm", "M", "MM"].map(|name| Numbered::from(template(name)));
        assert_eq!(letters(&templates), ['m', 'i', 'd', '1', '2']);
    }
}
