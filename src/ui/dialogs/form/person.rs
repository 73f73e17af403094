//! Form for a new person, or several in one line.

pub mod edit;
pub mod note;
pub mod skill;
pub mod training;

use crate::events::change::Change;
use crate::model::person::preset::{Mistake, Preset, several};
use crate::model::person::{Person, Profile};
use crate::model::record::Record;
use crate::model::text::{clean_line, fold};
use crate::ui::view::View;
use super::Sheet;
use super::field::{Field, Filled, Wrong};

/// Maximum capacity in open tickets.
const MOST: u32 = 999;

/// The form.
pub struct NewPerson;

/// Options for a profile; the first is none.
fn profiles(view: &View) -> Vec<String> {
    let all = Profile::ALL.map(|profile| view.t(&format!("profile-{}", profile.name())));
    [view.t("no-profile")].into_iter().chain(all).collect()
}

/// The option index of a profile; the first is none.
fn option(profile: Option<Profile>) -> usize {
    Profile::ALL.iter().position(|one| Some(*one) == profile).map_or(0, |at| at + 1)
}

fn profile(option: usize) -> Option<Profile> {
    option.checked_sub(1).and_then(|at| Profile::ALL.get(at)).copied()
}

/// The preset of an option; the first is none.
fn preset(option: usize) -> Option<Preset> {
    option.checked_sub(1).and_then(|at| Preset::ALL.get(at)).copied()
}

/// Preset names that may follow a person's name, as on the command line and as translated.
fn words(view: &View) -> Vec<(String, Preset)> {
    let named = Preset::ALL.map(|preset| (preset.name().to_owned(), preset));
    let shown = Preset::ALL.map(|preset| (view.t(&format!("preset-{preset}")), preset));
    named.into_iter().chain(shown).collect()
}

/// The two profiles of a form: different, and the primary one first.
fn two_profiles(filled: &Filled) -> Result<(Option<Profile>, Option<Profile>), Wrong> {
    let (primary, second) = (profile(filled.picked("primary")), profile(filled.picked("second")));
    match (primary, second) {
        (None, Some(_)) => Err(filled.wrong("primary", "primary-first", &[])),
        (Some(first), Some(second)) if first == second => Err(filled.wrong("second", "same-profile", &[])),
        both => Ok(both),
    }
}

/// Rejects a name that is already taken.
fn free(field: &'static str, name: &str, own: Option<&str>, filled: &Filled) -> Result<(), Wrong> {
    let others = filled.view.desk.team.people.values().map(|person| person.name.as_str());
    let taken = others.filter(|other| Some(*other) != own).any(|other| fold(other) == fold(name));
    if taken { Err(filled.wrong(field, "name-taken", &[("name", name.into())])) } else { Ok(()) }
}

/// The error for the first mistake in a line of names.
fn wrong_line(mistakes: &[Mistake], filled: &Filled) -> Wrong {
    match mistakes.first() {
        Some(Mistake::NoName(word)) => filled.wrong("name", "several-no-name", &[("word", word.as_str().into())]),
        Some(Mistake::Twice(name)) => filled.wrong("name", "several-twice", &[("name", name.as_str().into())]),
        Some(Mistake::Nobody) | None => filled.wrong("name", "wrong-name", &[]),
    }
}

impl Sheet for NewPerson {
    fn title(&self, view: &View) -> String {
        view.t("new-person-title")
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let presets = Preset::ALL.map(|preset| view.t(&format!("preset-{preset}")));
        let presets = [view.t("preset-none")].into_iter().chain(presets);
        vec![
            Field::line("name", ""),
            Field::pick("preset", presets, 0),
            Field::pick("primary", profiles(view), 0),
            Field::pick("second", profiles(view), 0),
            Field::line("capacity", ""),
            Field::line("email", ""),
            Field::pick("lead", [view.t("no"), view.t("yes")], 0),
        ]
    }

    fn follow(&self, changed: &str, fields: &mut [Field]) {
        if changed != "preset" {
            return;
        }
        let picked = fields.iter().find(|field| field.name == "preset").map_or(0, Field::picked);
        let Some(preset) = preset(picked) else { return };
        let (primary, second) = preset.profiles();
        for field in fields {
            match field.name {
                "primary" => field.set_pick(option(Some(primary))),
                "second" => field.set_pick(option(second)),
                "lead" => field.set_pick(usize::from(preset.leads())),
                _ => {}
            }
        }
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let text = filled.required("name", "wrong-name")?;
        let (primary, second) = two_profiles(filled)?;
        let (email, lead) = (filled.optional("email"), filled.picked("lead") == 1);
        let capacity = filled.number("capacity", 0, MOST)?;
        let mut people = match text.contains([',', ';']) {
            false => vec![Person::named(text)],
            true => several(&text, &words(filled.view), None).map_err(|wrong| wrong_line(&wrong, filled))?,
        };
        if email.is_some() && people.len() > 1 {
            return Err(filled.wrong("email", "several-one-email", &[]));
        }
        for person in &mut people {
            free("name", &person.name, None, filled)?;
            // A profile given in the line takes precedence over the fields.
            if person.primary.is_none() {
                (person.primary, person.second, person.lead) = (primary, second, lead);
            }
            (person.capacity, person.email) = (capacity, email.clone());
        }
        Ok(people.into_iter().map(|person| Change::Add(Record::Person(person))).collect())
    }
}

/// Splits a list at commas and semicolons; each entry once.
fn listed(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for one in text.split([',', ';']).map(|one| clean_line(one).trim().to_owned()).filter(|one| !one.is_empty()) {
        if !all.iter().any(|other| fold(other) == fold(&one)) {
            all.push(one);
        }
    }
    all
}
