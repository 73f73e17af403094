//! What customers say, new or changed.

use crate::events::change::Change;
use crate::model::feedback::{DEPARTMENTS, Feedback, Status, tally};
use crate::model::ids::TicketId;
use crate::model::record::{Numbered, Record};
use crate::model::text::{clean_line, fold};
use crate::ui::dialogs::form::Sheet;
use crate::ui::dialogs::form::field::{Field, Filled, Wrong};
use crate::ui::view::View;
use super::{numbers, put, read_tickets};

/// The form.
pub struct Voice {
    known: Option<Numbered<Feedback>>,
    /// The ticket in which it was said.
    ticket: Option<TicketId>,
}

impl Voice {
    pub fn new(ticket: Option<TicketId>) -> Voice {
        Voice { known: None, ticket }
    }

    pub fn edit(entry: &Numbered<Feedback>) -> Voice {
        Voice { known: Some(entry.clone()), ticket: None }
    }
}

/// What stands in a field of the entries so far, the most frequent first.
fn usual(view: &View, by: impl Fn(&Feedback) -> &str) -> Vec<String> {
    let told = tally(&view.desk.team.feedback, by).into_iter().map(|tally| clean_line(&tally.key).into_owned());
    told.filter(|key| !key.is_empty()).collect()
}

impl Sheet for Voice {
    fn title(&self, view: &View) -> String {
        view.t(if self.known.is_some() { "voice-edit-title" } else { "voice-new-title" })
    }

    fn fields(&self, view: &View) -> Vec<Field> {
        let known = self.known.as_ref().map(|known| &known.it);
        let text = |of: fn(&Feedback) -> &str| known.map(of).unwrap_or_default().to_owned();
        let mut departments = usual(view, |one| &one.department);
        let others = DEPARTMENTS.iter().filter(|one| !departments.iter().any(|known| fold(known) == fold(one)));
        let others: Vec<_> = others.map(|one| (*one).to_owned()).collect();
        departments.extend(others);
        let point = |one: &Feedback| one.touch_point.clone().unwrap_or_default();
        let tickets = known.map_or_else(|| numbers(self.ticket.as_slice()), |one| numbers(&one.tickets));
        let mut fields = vec![
            Field::edit("voice-theme", text(|one| &one.theme)).proposing(usual(view, |one| &one.theme)),
            Field::edit("voice-department", text(|one| &one.department)).proposing(departments),
            Field::edit("touch-point", known.map(point).unwrap_or_default())
                .proposing(usual(view, |one| one.touch_point.as_deref().unwrap_or_default())),
            Field::edit("voice-tickets", tickets),
            Field::body_with("voice-said", &text(|one| &one.said)),
        ];
        if let Some(known) = known {
            fields.push(Field::edit("voice-answer", clean_line(&known.answer).into_owned()));
        }
        fields
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let view = filled.view;
        let blank = Feedback {
            theme: String::new(),
            touch_point: None,
            department: String::new(),
            said: String::new(),
            tickets: Vec::new(),
            at: view.now,
            by: view.author.clone(),
            status: Status::New,
            passed: None,
            answer: String::new(),
        };
        let known = self.known.as_ref().map_or(blank, |known| known.it.clone());
        let entry = Feedback {
            theme: filled.required("voice-theme", "wrong-voice-theme")?,
            department: filled.required("voice-department", "wrong-voice-department")?,
            touch_point: filled.optional("touch-point"),
            tickets: read_tickets(filled, "voice-tickets")?,
            said: filled.required("voice-said", "wrong-voice-said")?,
            answer: if filled.touched("voice-answer") { filled.text("voice-answer") } else { known.answer.clone() },
            ..known
        };
        Ok(put(self.known.as_ref().map(|known| known.id), Record::Feedback(entry)))
    }
}
