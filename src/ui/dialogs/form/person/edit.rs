//! All that is known of a person, edited in place.

use chrono::NaiveDate;

use super::{MAX_CAPACITY, ensure_name_free, profile_at, profile_option, profile_options, read_profiles, split_list};
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::person::Person;
use crate::model::record::{Record, RecordKind};
use crate::model::text::clean_line;
use crate::ui::dialogs::form::field::FormField;
use crate::ui::dialogs::form::moment::parse_day_input;
use crate::ui::dialogs::form::values::{FieldError, FormValues};
use crate::ui::dialogs::form::{FormSpec, people_by_name};
use crate::ui::view::View;

/// The form.
pub struct EditPerson {
    id: PersonId,
    person: Person,
    /// Who they may report to, and who may be their mentor.
    others: Vec<PersonId>,
}

impl EditPerson {
    pub fn new(id: PersonId, person: &Person, view: &View) -> EditPerson {
        let others = people_by_name(view).into_iter().filter(|other| *other != id).collect();
        EditPerson { id, person: person.clone(), others }
    }

    /// Somebody else, of whom the first option is nobody.
    fn pick(&self, name: &'static str, who: Option<PersonId>, view: &View) -> FormField {
        let names = self.others.iter().map(|other| view.person_name(Some(*other)).to_owned());
        let at = self.others.iter().position(|other| Some(*other) == who).map_or(0, |at| at + 1);
        FormField::pick(name, [view.t("nobody")].into_iter().chain(names), at)
    }

    fn picked(&self, name: &str, filled: &FormValues) -> Option<PersonId> {
        filled.picked_index(name).checked_sub(1).and_then(|at| self.others.get(at)).copied()
    }
}

/// A day that may be left empty.
fn day(name: &'static str, filled: &FormValues) -> Result<Option<NaiveDate>, FieldError> {
    let Some(text) = filled.optional(name) else { return Ok(None) };
    let day = parse_day_input(&text, filled.view);
    day.map(Some).ok_or_else(|| filled.error(name, "wrong-day", &[("text", text.into())]))
}

/// The hours of a contract, in minutes a week.
fn contract(filled: &FormValues) -> Result<Option<u32>, FieldError> {
    let Some(text) = filled.optional("contract") else { return Ok(None) };
    let hours = text.replace(',', ".").parse::<f64>().ok().filter(|hours| (0.0..=168.0).contains(hours));
    let hours = hours.ok_or_else(|| filled.error("contract", "wrong-contract", &[("text", text.into())]))?;
    Ok(Some((hours * 60.0).round() as u32))
}

impl FormSpec for EditPerson {
    fn title(&self, view: &View) -> String {
        view.tt("edit-person-title", &[("who", clean_line(&self.person.name).into_owned().into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let person = &self.person;
        let text = |text: &Option<String>| clean_line(text.as_deref().unwrap_or_default()).into_owned();
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let date = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let contract = person.weekly_minutes.map(crate::ui::dialogs::person::format_week_hours).unwrap_or_default();
        vec![
            FormField::edit_line("person-name", clean_line(&person.name).into_owned()),
            FormField::edit_line("title", text(&person.title)),
            FormField::pick("primary", profile_options(view), profile_option(person.primary)),
            FormField::pick("second", profile_options(view), profile_option(person.second)),
            FormField::pick("lead", [view.t("no"), view.t("yes")], usize::from(person.lead)),
            FormField::edit_line("capacity", number(person.capacity)),
            FormField::edit_line("contract", contract),
            FormField::edit_line("languages", person.languages.join(", ")),
            FormField::edit_line("channels", person.channels.join(", ")),
            FormField::edit_line("email", text(&person.email)),
            FormField::edit_line("employer", text(&person.employer)),
            FormField::edit_line("since", date(person.since)),
            self.pick("reports-to", person.reports_to, view),
            self.pick("mentor", person.mentor, view),
            FormField::edit_line("mentor-since", date(person.mentor_since)),
            FormField::edit_line("person-level", text(&person.level)),
            FormField::edit_line("target-level", text(&person.target_level)),
            FormField::pick("next-profile", profile_options(view), profile_option(person.next_profile)),
            FormField::edit_line("development", text(&person.development)),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let name = filled.required("person-name", "wrong-name")?;
        ensure_name_free("person-name", &name, Some(&self.person.name), filled)?;
        let (primary, second) = read_profiles(filled)?;
        let mentor = self.picked("mentor", filled);
        let mentor_since = match day("mentor-since", filled)? {
            _ if mentor.is_none() => None,
            // A new mentor is theirs from today on, unless somebody says otherwise.
            _ if mentor != self.person.mentor && !filled.is_changed("mentor-since") => {
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
            next_profile: profile_at(filled.picked_index("next-profile")),
            development: filled.optional("development"),
            employer: filled.optional("employer"),
            languages: split_list(&filled.text("languages")),
            channels: split_list(&filled.text("channels")),
            skills: self.person.skills.clone(),
            capacity: filled.number("capacity", 0, MAX_CAPACITY)?,
            weekly_minutes: contract(filled)?,
            since: day("since", filled)?,
            lead: filled.picked_index("lead") == 1,
        };
        if person == self.person {
            return Ok(Vec::new());
        }
        let record = Some(Record::Person(person));
        Ok(vec![Change::ReplaceRecord { kind: RecordKind::Person, id: self.id.0, record }])
    }
}
