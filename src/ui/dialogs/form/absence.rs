//! Form for a new or existing absence: whole days, or hours of each day.

use chrono::NaiveDate;

use crate::engine::roster::typed::format_hours;
use crate::events::change::Change;
use crate::model::ids::PersonId;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::shift::{Absence, AbsenceKind};
use crate::ui::view::View;
use super::field::{Field, Filled, Wrong};
use super::{Sheet, everybody};

/// The form.
pub struct NewAbsence {
    people: Vec<PersonId>,
    /// Preset person and day.
    person: Option<PersonId>,
    day: Option<NaiveDate>,
    /// The absence being edited.
    known: Option<Numbered<Absence>>,
}

impl NewAbsence {
    pub fn new(person: Option<PersonId>, day: Option<NaiveDate>, view: &View) -> NewAbsence {
        NewAbsence { people: everybody(view), person, day, known: None }
    }

    pub fn edit(absence: Numbered<Absence>, view: &View) -> NewAbsence {
        NewAbsence { people: everybody(view), person: Some(absence.person), day: None, known: Some(absence) }
    }
}

impl Sheet for NewAbsence {
    fn title(&self, view: &View) -> String {
        view.t(if self.known.is_some() { "edit-absence-title" } else { "new-absence-title" })
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let today = self.day.unwrap_or_else(|| view.zone().date(view.now));
        let known = self.known.as_ref().map(|known| &known.it);
        let kind = known.and_then(|known| AbsenceKind::ALL.iter().position(|kind| *kind == known.kind));
        let at = self.people.iter().position(|person| Some(*person) == self.person).unwrap_or(0);
        vec![
            Field::pick("person", self.people.iter().map(|person| view.name(Some(*person)).to_owned()), at),
            Field::pick(
                "absence",
                AbsenceKind::ALL.map(|kind| view.t(&format!("absence-{}", kind.name()))),
                kind.unwrap_or(0),
            ),
            Field::day("first", known.map_or(today, |known| known.first)),
            Field::day("last", known.map_or(today, |known| known.last)),
            Field::line("hours", known.and_then(|known| known.hours).map(format_hours).unwrap_or_default()),
            Field::line("absence-note", known.and_then(|known| known.note.clone()).unwrap_or_default()),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let person =
            *self.people.get(filled.picked("person")).ok_or_else(|| filled.wrong("person", "no-people", &[]))?;
        let (first, last) = (filled.day("first")?, filled.day("last")?);
        if last < first {
            return Err(filled.wrong("last", "last-before-first", &[]));
        }
        let absence = Absence {
            person,
            kind: AbsenceKind::ALL[filled.picked("absence")],
            first,
            last,
            hours: filled.hours("hours")?,
            note: filled.optional("absence-note"),
        };
        let record = Record::Absence(absence);
        Ok(vec![match &self.known {
            Some(known) => Change::Replace { kind: RecordKind::Absence, id: known.id, record: Some(record) },
            None => Change::Add(record),
        }])
    }
}
