//! How well somebody can do something, one skill or several in one line: `product knowledge 4, empathy 3`.

use crate::engine::skills::{SkillGap, SkillInputError, parse_skill_levels, skill_coverage};
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::record::{Record, RecordKind};
use crate::model::text::clean_line;
use crate::ui::dialogs::form::FormSpec;
use crate::ui::dialogs::form::field::FormField;
use crate::ui::dialogs::form::values::{FieldError, FormValues};
use crate::ui::view::View;

/// The form.
pub struct RateSkills {
    person: PersonId,
    /// What the line says at first.
    begun: String,
}

impl RateSkills {
    /// For a skill that is known, or for any.
    pub fn new(person: PersonId, skill: Option<&SkillGap>) -> RateSkills {
        let begun = skill.map(|held| {
            let level = if held.level > 0 { held.level.to_string() } else { String::new() };
            format!("{} {level}", clean_line(&held.skill))
        });
        RateSkills { person, begun: begun.unwrap_or_default() }
    }
}

impl FormSpec for RateSkills {
    fn title(&self, view: &View) -> String {
        view.tt("skills-of", &[("who", clean_line(view.person_name(Some(self.person))).into_owned().into())])
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let known = skill_coverage(&view.desk.team.people, &view.settings.profile_requirements);
        let known = known.into_iter().map(|reach| clean_line(&reach.skill).into_owned()).take(12).collect();
        let line = FormField::edit_line("skills", self.begun.clone());
        let line = if self.begun.is_empty() { line.with_suggestions(known) } else { line };
        vec![line, FormField::day("seen-on", view.zone().date(view.now))]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let text = filled.text("skills");
        let wrong = |mistakes: Vec<SkillInputError>| match mistakes.into_iter().next() {
            Some(SkillInputError::MissingLevel(text)) => {
                filled.error("skills", "skill-no-level", &[("text", text.into())])
            }
            Some(SkillInputError::MissingSkill(text)) => {
                filled.error("skills", "skill-no-name", &[("text", text.into())])
            }
            Some(SkillInputError::Duplicate(name)) => filled.error("skills", "skill-twice", &[("name", name.into())]),
            Some(SkillInputError::Empty) | None => filled.error("skills", "skill-nothing", &[]),
        };
        let rated = parse_skill_levels(&text).map_err(wrong)?;
        let on = filled.day("seen-on")?;
        let person = filled.view.desk.team.people.get(&self.person);
        let mut person = person.cloned().ok_or_else(|| filled.error("skills", "person-removed", &[]))?;
        rated.iter().for_each(|(name, level)| person.set_skill(name, *level, on));
        let record = Some(Record::Person(person));
        Ok(vec![Change::ReplaceRecord { kind: RecordKind::Person, id: self.person.0, record }])
    }
}
