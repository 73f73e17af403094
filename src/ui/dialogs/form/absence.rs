//! Form for a new or existing absence: whole days, or hours of each day.

use chrono::NaiveDate;

use super::field::FormField;
use super::values::{FieldError, FormValues};
use super::{FormSpec, people_by_name};
use crate::engine::roster::cell_input::format_hours;
use crate::events::change::Change;
use crate::model::ids::{PersonId, WithId};
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Absence, AbsenceKind};
use crate::ui::view::View;

/// The form.
pub struct AbsenceForm {
    people: Vec<PersonId>,
    /// Preset person and day.
    person: Option<PersonId>,
    day: Option<NaiveDate>,
    /// The absence being edited.
    existing: Option<WithId<Absence>>,
}

impl AbsenceForm {
    pub fn new(person: Option<PersonId>, day: Option<NaiveDate>, view: &View) -> AbsenceForm {
        AbsenceForm { people: people_by_name(view), person, day, existing: None }
    }

    pub fn edit(absence: WithId<Absence>, view: &View) -> AbsenceForm {
        AbsenceForm { people: people_by_name(view), person: Some(absence.person), day: None, existing: Some(absence) }
    }
}

impl FormSpec for AbsenceForm {
    fn title(&self, view: &View) -> String {
        view.t(if self.existing.is_some() { "edit-absence-title" } else { "new-absence-title" })
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let today = self.day.unwrap_or_else(|| view.zone().date(view.now));
        let known = self.existing.as_ref().map(|known| &known.it);
        let kind = known.and_then(|known| AbsenceKind::ALL.iter().position(|kind| *kind == known.kind));
        let at = self.people.iter().position(|person| Some(*person) == self.person).unwrap_or(0);
        vec![
            FormField::pick("person", self.people.iter().map(|person| view.person_name(Some(*person)).to_owned()), at),
            FormField::pick(
                "absence",
                AbsenceKind::ALL.map(|kind| view.t(&format!("absence-{}", kind.name()))),
                kind.unwrap_or(0),
            ),
            FormField::day("first", known.map_or(today, |known| known.first)),
            FormField::day("last", known.map_or(today, |known| known.last)),
            FormField::line("hours", known.and_then(|known| known.hours).map(format_hours).unwrap_or_default()),
            FormField::line("absence-note", known.and_then(|known| known.note.clone()).unwrap_or_default()),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let person =
            *self.people.get(filled.picked_index("person")).ok_or_else(|| filled.error("person", "no-people", &[]))?;
        let (first, last) = (filled.day("first")?, filled.day("last")?);
        if last < first {
            return Err(filled.error("last", "last-before-first", &[]));
        }
        let absence = Absence {
            person,
            kind: AbsenceKind::ALL[filled.picked_index("absence")],
            first,
            last,
            hours: filled.hours("hours")?,
            note: filled.optional("absence-note"),
        };
        let record = Record::Absence(absence);
        Ok(vec![match &self.existing {
            Some(known) => Change::ReplaceRecord { kind: RecordKind::Absence, id: known.id, record: Some(record) },
            None => Change::AddRecord(record),
        }])
    }
}
