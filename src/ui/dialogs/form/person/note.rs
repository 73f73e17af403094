//! A note on a person, new or changed; for leads.

use chrono::NaiveDate;

use crate::events::change::Change;
use crate::model::coaching::{NoteKind, PersonNote};
use crate::model::ids::{PersonId, TicketId, WithId};
use crate::model::record::{Record, RecordKind};
use crate::model::text::clean_line;
use crate::ui::dialogs::form::field::FormField;
use crate::ui::dialogs::form::values::{FieldError, FormValues};
use crate::ui::dialogs::form::{FormSpec, people_by_name};
use crate::ui::view::View;

/// The form. It asks only for what its kind of note has; which kind it is can be changed in it.
pub struct WriteNote {
    person: PersonId,
    kind: NoteKind,
    /// The day that it is about, where that is not today, and the ticket.
    about: Option<(NaiveDate, TicketId)>,
    /// The note that is changed.
    old: Option<WithId<PersonNote>>,
    /// Whoever can be named as the giver of feedback.
    givers: Vec<PersonId>,
}

impl WriteNote {
    pub fn new(person: PersonId, kind: NoteKind, view: &View) -> WriteNote {
        let givers = people_by_name(view).into_iter().filter(|id| *id != person).collect();
        WriteNote { person, kind, about: None, old: None, givers }
    }

    /// Coaching on what somebody did in a ticket on a day.
    pub fn on_ticket(person: PersonId, day: NaiveDate, ticket: TicketId, view: &View) -> WriteNote {
        WriteNote { about: Some((day, ticket)), ..WriteNote::new(person, NoteKind::Coaching, view) }
    }

    pub fn change(note: &WithId<PersonNote>, view: &View) -> WriteNote {
        WriteNote { old: Some(note.clone()), ..WriteNote::new(note.person, note.kind, view) }
    }
}

impl FormSpec for WriteNote {
    fn title(&self, view: &View) -> String {
        let who = ("who", clean_line(view.person_name(Some(self.person))).into_owned().into());
        let kind = ("kind", view.t(&format!("note-kind-{}", self.kind.name())).into());
        match self.about {
            Some((_, ticket)) => view.tt("note-on-ticket-title", &[kind, who, ("id", ticket.to_string().into())]),
            None => view.tt("note-kind-title", &[kind, who]),
        }
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let old = self.old.as_ref().map(|note| &note.it);
        let today = view.zone().date(view.now);
        let on = old.map(|note| note.on).or(self.about.map(|(day, _)| day)).unwrap_or(today);
        let kinds = NoteKind::ALL.map(|kind| view.t(&format!("note-kind-{}", kind.name())));
        let kind = NoteKind::ALL.into_iter().position(|kind| kind == self.kind).unwrap_or(0);
        let body = old.map(|note| note.body.as_str()).unwrap_or_default();
        let mut fields = vec![
            FormField::body_with("person-note", body),
            FormField::pick("note-kind", kinds, kind),
            FormField::day("note-day", on),
        ];
        if self.kind == NoteKind::Coaching {
            let given = old.and_then(|note| note.given).map(|day| day.to_string()).unwrap_or_default();
            fields.push(FormField::line("note-given", given));
        }
        if self.kind == NoteKind::Feedback {
            let names = self.givers.iter().map(|id| view.person_name(Some(*id)).to_owned());
            let nobody = [view.t("note-from-nobody")].into_iter();
            let from = old.and_then(|note| note.from).and_then(|from| self.givers.iter().position(|id| *id == from));
            fields.push(FormField::pick("note-from", nobody.chain(names), from.map_or(0, |at| at + 1)));
        }
        fields
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let body = filled.required("person-note", "write-something")?;
        let (on, kind) = (filled.day("note-day")?, NoteKind::ALL[filled.picked_index("note-kind").min(6)]);
        // What belongs to the kind that it was goes with it.
        let given = match filled.optional("note-given").filter(|_| kind == NoteKind::Coaching) {
            Some(_) => Some(filled.day("note-given")?),
            None => None,
        };
        let from = filled.picked_index("note-from").checked_sub(1).and_then(|at| self.givers.get(at)).copied();
        let from = from.filter(|_| kind == NoteKind::Feedback);
        let author = self.old.as_ref().map_or_else(|| filled.view.author.clone(), |note| note.author.clone());
        let ticket = self.about.map(|(_, ticket)| ticket).or(self.old.as_ref().and_then(|note| note.ticket));
        let record = Record::Note(PersonNote { person: self.person, on, author, body, kind, given, from, ticket });
        Ok(vec![match &self.old {
            Some(note) => Change::ReplaceRecord { kind: RecordKind::Note, id: note.id, record: Some(record) },
            None => Change::AddRecord(record),
        }])
    }
}
