//! All that is known of a person, edited in place.

use chrono::NaiveDate;

use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::record::{Record, RecordKind};
use crate::model::text::clean_line;
use crate::ui::dialogs::form::field::{Field, Filled, Wrong, day_from};
use crate::ui::dialogs::form::{Sheet, everybody};
use crate::ui::view::View;
use super::{MOST, free, listed, option, profile, profiles, two_profiles};

/// The form.
pub struct EditPerson {
    id: PersonId,
    person: Person,
    /// Who they may report to, and who may be their mentor.
    others: Vec<PersonId>,
}

impl EditPerson {
    pub fn new(id: PersonId, person: &Person, view: &View) -> EditPerson {
        let others = everybody(view).into_iter().filter(|other| *other != id).collect();
        EditPerson { id, person: person.clone(), others }
    }

    /// Somebody else, of whom the first option is nobody.
    fn pick(&self, name: &'static str, who: Option<PersonId>, view: &View) -> Field {
        let names = self.others.iter().map(|other| view.name(Some(*other)).to_owned());
        let at = self.others.iter().position(|other| Some(*other) == who).map_or(0, |at| at + 1);
        Field::pick(name, [view.t("nobody")].into_iter().chain(names), at)
    }

    fn picked(&self, name: &str, filled: &Filled) -> Option<PersonId> {
        filled.picked(name).checked_sub(1).and_then(|at| self.others.get(at)).copied()
    }
}

/// A day that may be left empty.
fn day(name: &'static str, filled: &Filled) -> Result<Option<NaiveDate>, Wrong> {
    let Some(text) = filled.optional(name) else { return Ok(None) };
    let day = day_from(&text, filled.view);
    day.map(Some).ok_or_else(|| filled.wrong(name, "wrong-day", &[("text", text.into())]))
}

/// The hours of a contract, in minutes a week.
fn contract(filled: &Filled) -> Result<Option<u32>, Wrong> {
    let Some(text) = filled.optional("contract") else { return Ok(None) };
    let hours = text.replace(',', ".").parse::<f64>().ok().filter(|hours| (0.0..=168.0).contains(hours));
    let hours = hours.ok_or_else(|| filled.wrong("contract", "wrong-contract", &[("text", text.into())]))?;
    Ok(Some((hours * 60.0).round() as u32))
}

impl Sheet for EditPerson {
    fn title(&self, view: &View) -> String {
        view.tt("edit-person-title", &[("who", clean_line(&self.person.name).into_owned().into())])
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let person = &self.person;
        let text = |text: &Option<String>| clean_line(text.as_deref().unwrap_or_default()).into_owned();
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let date = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let contract = person.weekly_minutes.map(crate::ui::dialogs::person::format_week_hours).unwrap_or_default();
        vec![
            Field::edit("person-name", clean_line(&person.name).into_owned()),
            Field::edit("title", text(&person.title)),
            Field::pick("primary", profiles(view), option(person.primary)),
            Field::pick("second", profiles(view), option(person.second)),
            Field::pick("lead", [view.t("no"), view.t("yes")], usize::from(person.lead)),
            Field::edit("capacity", number(person.capacity)),
            Field::edit("contract", contract),
            Field::edit("languages", person.languages.join(", ")),
            Field::edit("channels", person.channels.join(", ")),
            Field::edit("email", text(&person.email)),
            Field::edit("employer", text(&person.employer)),
            Field::edit("since", date(person.since)),
            self.pick("reports-to", person.reports_to, view),
            self.pick("mentor", person.mentor, view),
            Field::edit("mentor-since", date(person.mentor_since)),
            Field::edit("person-level", text(&person.level)),
            Field::edit("target-level", text(&person.target_level)),
            Field::pick("next-profile", profiles(view), option(person.next_profile)),
            Field::edit("development", text(&person.development)),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let name = filled.required("person-name", "wrong-name")?;
        free("person-name", &name, Some(&self.person.name), filled)?;
        let (primary, second) = two_profiles(filled)?;
        let mentor = self.picked("mentor", filled);
        let mentor_since = match day("mentor-since", filled)? {
            _ if mentor.is_none() => None,
            // A new mentor is theirs from today on, unless somebody says otherwise.
            _ if mentor != self.person.mentor && !filled.touched("mentor-since") => {
                Some(filled.view.zone().date(filled.view.now))
            }
            since => since,
        };
        let person = Person {
            name,
            primary,
            second,
            email: filled.optional("email"),
            title: filled.optional("title"),
            level: filled.optional("person-level"),
            target_level: filled.optional("target-level"),
            reports_to: self.picked("reports-to", filled),
            mentor,
            mentor_since,
            next_profile: profile(filled.picked("next-profile")),
            development: filled.optional("development"),
            employer: filled.optional("employer"),
            languages: listed(&filled.text("languages")),
            channels: listed(&filled.text("channels")),
            skills: self.person.skills.clone(),
            capacity: filled.number("capacity", 0, MOST)?,
            weekly_minutes: contract(filled)?,
            since: day("since", filled)?,
            lead: filled.picked("lead") == 1,
        };
        if person == self.person {
            return Ok(Vec::new());
        }
        let record = Some(Record::Person(person));
        Ok(vec![Change::Replace { kind: RecordKind::Person, id: self.id.0, record }])
    }
}
