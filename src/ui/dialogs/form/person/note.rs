//! A note on a person, new or changed; for leads.

use chrono::NaiveDate;

use crate::domain::change::Change;
use crate::domain::person::{PersonId, PersonNote};
use crate::domain::record::{Numbered, Record, RecordKind};
use crate::domain::text::clean_line;
use crate::ui::dialogs::form::Sheet;
use crate::ui::dialogs::form::field::{Field, Filled, Wrong};
use crate::ui::view::View;

/// The form.
pub struct WriteNote {
    person: PersonId,
    /// The note that is changed.
    old: Option<Numbered<PersonNote>>,
}

impl WriteNote {
    pub fn new(person: PersonId) -> WriteNote {
        WriteNote { person, old: None }
    }

    pub fn change(note: &Numbered<PersonNote>) -> WriteNote {
        WriteNote { person: note.person, old: Some(note.clone()) }
    }
}

impl Sheet for WriteNote {
    fn title(&self, view: &View) -> String {
        view.tt("person-note-title", &[("who", clean_line(view.name(Some(self.person))).into_owned().into())])
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let on: NaiveDate = self.old.as_ref().map_or(view.zone().date(view.now), |note| note.on);
        let body = self.old.as_ref().map(|note| note.it.body.as_str()).unwrap_or_default();
        vec![Field::body_with("person-note", body), Field::day("note-day", on)]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let body = filled.required("person-note", "write-something")?;
        let on = filled.day("note-day")?;
        let (person, kind) = (self.person, RecordKind::Note);
        let author = self.old.as_ref().map_or_else(|| filled.view.author.clone(), |note| note.author.clone());
        let record = Record::Note(PersonNote { person, on, author, body });
        Ok(vec![match &self.old {
            Some(note) => Change::Replace { kind, id: note.id, record: Some(record) },
            None => Change::Add(record),
        }])
    }
}
