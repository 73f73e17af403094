//! A new person of the team.

use super::Sheet;
use super::field::{Field, Filled, Wrong};
use crate::domain::change::Change;
use crate::domain::person::{Person, Profile};
use crate::domain::record::Record;
use crate::domain::text::fold;
use crate::ui::view::View;

/// More open tickets than anybody carries.
const MOST: u32 = 999;

/// A pair of profiles, and whether their holder leads.
type Preset = (Profile, Profile, bool);

/// Pairs that often go together; the first picks none.
const PRESETS: [(&str, Option<Preset>); 3] = [
    ("preset-none", None),
    ("preset-agent", Some((Profile::CustomerChampion, Profile::FieldExpert, false))),
    ("preset-lead", Some((Profile::QualityController, Profile::Operationalist, true))),
];

/// The form.
pub struct NewPerson;

/// Where a profile stands among the options, of which the first is none.
fn option(profile: Profile) -> usize {
    Profile::ALL.iter().position(|one| *one == profile).map_or(0, |at| at + 1)
}

fn profile(option: usize) -> Option<Profile> {
    option.checked_sub(1).map(|at| Profile::ALL[at])
}

impl Sheet for NewPerson {
    fn title(&self, view: &View) -> String {
        view.t("new-person-title")
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let profiles: Vec<String> = [view.t("no-profile")]
            .into_iter()
            .chain(Profile::ALL.map(|profile| view.t(&format!("profile-{}", profile.name()))))
            .collect();
        vec![
            Field::line("name", ""),
            Field::pick("preset", PRESETS.map(|(name, _)| view.t(name)), 0),
            Field::pick("primary", profiles.clone(), 0),
            Field::pick("second", profiles, 0),
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
        let Some((primary, second, lead)) = PRESETS[picked].1 else { return };
        for field in fields {
            match field.name {
                "primary" => field.set_pick(option(primary)),
                "second" => field.set_pick(option(second)),
                "lead" => field.set_pick(usize::from(lead)),
                _ => {}
            }
        }
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let name = filled.required("name", "wrong-name")?;
        let known = filled.view.desk.team.people.values().any(|person| fold(&person.name) == fold(&name));
        if known {
            return Err(filled.wrong("name", "name-taken", &[("name", name.into())]));
        }
        let (primary, second) = (profile(filled.picked("primary")), profile(filled.picked("second")));
        if second.is_some() && primary == second {
            return Err(filled.wrong("second", "same-profile", &[]));
        }
        if second.is_some() && primary.is_none() {
            return Err(filled.wrong("primary", "primary-first", &[]));
        }
        let person = Person {
            primary,
            second,
            email: filled.optional("email"),
            capacity: filled.number("capacity", 0, MOST)?,
            lead: filled.picked("lead") == 1,
            ..Person::named(name)
        };
        Ok(vec![Change::Add(Record::Person(person))])
    }
}
