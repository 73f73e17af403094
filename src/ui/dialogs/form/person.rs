//! Form for a new person, or several in one line.

pub mod edit;
pub mod note;
pub mod skill;
pub mod training;

use super::FormSpec;
use super::field::FormField;
use super::values::{FieldError, FormValues};
use crate::events::change::Change;
use crate::model::person::{Person, Profile};
use crate::model::record::Record;
use crate::model::role_preset::{PeopleListError, RolePreset, parse_people};
use crate::model::text::{clean_line, fold};
use crate::ui::view::View;

/// Maximum capacity in open tickets.
const MAX_CAPACITY: u32 = 999;

/// The form.
pub struct NewPersonForm;

/// Options for a profile; the first is none.
fn profile_options(view: &View) -> Vec<String> {
    let all = Profile::ALL.map(|profile| view.t(&format!("profile-{}", profile.name())));
    [view.t("no-profile")].into_iter().chain(all).collect()
}

/// The option index of a profile; the first is none.
fn profile_option(profile: Option<Profile>) -> usize {
    Profile::ALL.iter().position(|one| Some(*one) == profile).map_or(0, |at| at + 1)
}

fn profile_at(option: usize) -> Option<Profile> {
    option.checked_sub(1).and_then(|at| Profile::ALL.get(at)).copied()
}

/// The preset of an option; the first is none.
fn preset_at(option: usize) -> Option<RolePreset> {
    option.checked_sub(1).and_then(|at| RolePreset::ALL.get(at)).copied()
}

/// Preset names that may follow a person's name, as on the command line and as translated.
fn preset_names(view: &View) -> Vec<(String, RolePreset)> {
    let named = RolePreset::ALL.map(|preset| (preset.name().to_owned(), preset));
    let shown = RolePreset::ALL.map(|preset| (view.t(&format!("preset-{preset}")), preset));
    named.into_iter().chain(shown).collect()
}

/// The two profiles of a form: different, and the primary one first.
fn read_profiles(filled: &FormValues) -> Result<(Option<Profile>, Option<Profile>), FieldError> {
    let (primary, second) = (profile_at(filled.picked_index("primary")), profile_at(filled.picked_index("second")));
    match (primary, second) {
        (None, Some(_)) => Err(filled.error("primary", "primary-first", &[])),
        (Some(first), Some(second)) if first == second => Err(filled.error("second", "same-profile", &[])),
        both => Ok(both),
    }
}

/// Rejects a name that is already taken.
fn ensure_name_free(field: &'static str, name: &str, own: Option<&str>, filled: &FormValues) -> Result<(), FieldError> {
    let others = filled.view.desk.team.people.values().map(|person| person.name.as_str());
    let taken = others.filter(|other| Some(*other) != own).any(|other| fold(other) == fold(name));
    if taken { Err(filled.error(field, "name-taken", &[("name", name.into())])) } else { Ok(()) }
}

/// The error for the first mistake in a line of names.
fn name_list_error(mistakes: &[PeopleListError], filled: &FormValues) -> FieldError {
    match mistakes.first() {
        Some(PeopleListError::MissingName(word)) => {
            filled.error("name", "several-no-name", &[("word", word.as_str().into())])
        }
        Some(PeopleListError::DuplicateName(name)) => {
            filled.error("name", "several-twice", &[("name", name.as_str().into())])
        }
        Some(PeopleListError::Empty) | None => filled.error("name", "wrong-name", &[]),
    }
}

impl FormSpec for NewPersonForm {
    fn title(&self, view: &View) -> String {
        view.t("new-person-title")
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let presets = RolePreset::ALL.map(|preset| view.t(&format!("preset-{preset}")));
        let presets = [view.t("preset-none")].into_iter().chain(presets);
        vec![
            FormField::line("name", ""),
            FormField::pick("preset", presets, 0),
            FormField::pick("primary", profile_options(view), 0),
            FormField::pick("second", profile_options(view), 0),
            FormField::line("capacity", ""),
            FormField::line("email", ""),
            FormField::pick("lead", [view.t("no"), view.t("yes")], 0),
        ]
    }

    fn on_field_changed(&self, changed: &str, fields: &mut [FormField]) {
        if changed != "preset" {
            return;
        }
        let picked = fields.iter().find(|field| field.name == "preset").map_or(0, FormField::picked_index);
        let Some(preset) = preset_at(picked) else { return };
        let (primary, second) = preset.profiles();
        for field in fields {
            match field.name {
                "primary" => field.set_pick(profile_option(Some(primary))),
                "second" => field.set_pick(profile_option(second)),
                "lead" => field.set_pick(usize::from(preset.is_lead())),
                _ => {}
            }
        }
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let text = filled.required("name", "wrong-name")?;
        let (primary, second) = read_profiles(filled)?;
        let (email, lead) = (filled.optional("email"), filled.picked_index("lead") == 1);
        let capacity = filled.number("capacity", 0, MAX_CAPACITY)?;
        let mut people = match text.contains([',', ';']) {
            false => vec![Person::with_name(text)],
            true => parse_people(&text, &preset_names(filled.view), None)
                .map_err(|wrong| name_list_error(&wrong, filled))?,
        };
        if email.is_some() && people.len() > 1 {
            return Err(filled.error("email", "several-one-email", &[]));
        }
        for person in &mut people {
            ensure_name_free("name", &person.name, None, filled)?;
            // A profile given in the line takes precedence over the fields.
            if person.primary.is_none() {
                (person.primary, person.second, person.lead) = (primary, second, lead);
            }
            (person.capacity, person.email) = (capacity, email.clone());
        }
        Ok(people.into_iter().map(|person| Change::AddRecord(Record::Person(person))).collect())
    }
}

/// Splits a list at commas and semicolons; each entry once.
fn split_list(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for one in text.split([',', ';']).map(|one| clean_line(one).trim().to_owned()).filter(|one| !one.is_empty()) {
        if !all.iter().any(|other| fold(other) == fold(&one)) {
            all.push(one);
        }
    }
    all
}
