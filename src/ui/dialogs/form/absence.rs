//! A new absence: whole days, or some hours of each of them.

use super::field::{Field, Filled, Wrong};
use super::{Sheet, everybody};
use crate::domain::change::Change;
use crate::domain::person::PersonId;
use crate::domain::record::Record;
use crate::domain::shift::{Absence, AbsenceKind};
use crate::ui::view::View;

/// The form.
pub struct NewAbsence {
    people: Vec<PersonId>,
    /// Who is away, at first.
    person: Option<PersonId>,
}

impl NewAbsence {
    pub fn new(person: Option<PersonId>, view: &View) -> NewAbsence {
        NewAbsence { people: everybody(view), person }
    }
}

impl Sheet for NewAbsence {
    fn title(&self, view: &View) -> String {
        view.t("new-absence-title")
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let today = view.zone().date(view.now);
        let at = self.people.iter().position(|person| Some(*person) == self.person).unwrap_or(0);
        vec![
            Field::pick("person", self.people.iter().map(|person| view.name(Some(*person)).to_owned()), at),
            Field::pick("absence", AbsenceKind::ALL.map(|kind| view.t(&format!("absence-{}", kind.name()))), 0),
            Field::day("first", today),
            Field::day("last", today),
            Field::line("hours", ""),
            Field::line("absence-note", ""),
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
        Ok(vec![Change::Add(Record::Absence(absence))])
    }
}
