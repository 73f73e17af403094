//! What customers say, new or changed.

use super::{numbers, put, read_tickets};
use crate::events::change::Change;
use crate::model::feedback::{CustomerFeedbackStatus, DEPARTMENTS, Feedback, tally_feedback};
use crate::model::ids::{TicketId, WithId};
use crate::model::record::Record;
use crate::model::text::{clean_line, fold};
use crate::ui::dialogs::form::FormSpec;
use crate::ui::dialogs::form::field::FormField;
use crate::ui::dialogs::form::values::{FieldError, FormValues};
use crate::ui::view::View;

/// The form.
pub struct Voice {
    known: Option<WithId<Feedback>>,
    /// The ticket in which it was said.
    ticket: Option<TicketId>,
}

impl Voice {
    pub fn new(ticket: Option<TicketId>) -> Voice {
        Voice { known: None, ticket }
    }

    pub fn edit(entry: &WithId<Feedback>) -> Voice {
        Voice { known: Some(entry.clone()), ticket: None }
    }
}

/// Values of a field in the entries so far, the most frequent first.
fn usual(view: &View, by: impl Fn(&Feedback) -> &str) -> Vec<String> {
    let values =
        tally_feedback(&view.desk.team.feedback, by).into_iter().map(|tally| clean_line(&tally.key).into_owned());
    values.filter(|key| !key.is_empty()).collect()
}

impl FormSpec for Voice {
    fn title(&self, view: &View) -> String {
        view.t(if self.known.is_some() { "voice-edit-title" } else { "voice-new-title" })
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let known = self.known.as_ref().map(|known| &known.it);
        let text = |of: fn(&Feedback) -> &str| known.map(of).unwrap_or_default().to_owned();
        let mut departments = usual(view, |one| &one.department);
        let others = DEPARTMENTS.iter().filter(|one| !departments.iter().any(|known| fold(known) == fold(one)));
        let others: Vec<_> = others.map(|one| (*one).to_owned()).collect();
        departments.extend(others);
        let point = |one: &Feedback| one.touch_point.clone().unwrap_or_default();
        let tickets = known.map_or_else(|| numbers(self.ticket.as_slice()), |one| numbers(&one.tickets));
        let mut fields = vec![
            FormField::edit_line("voice-theme", text(|one| &one.theme)).with_suggestions(usual(view, |one| &one.theme)),
            FormField::edit_line("voice-department", text(|one| &one.department)).with_suggestions(departments),
            FormField::edit_line("touch-point", known.map(point).unwrap_or_default())
                .with_suggestions(usual(view, |one| one.touch_point.as_deref().unwrap_or_default())),
            FormField::edit_line("voice-tickets", tickets),
            FormField::body_with("voice-said", &text(|one| &one.said)),
        ];
        if let Some(known) = known {
            fields.push(FormField::edit_line("voice-answer", clean_line(&known.answer).into_owned()));
        }
        fields
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let view = filled.view;
        let blank = Feedback {
            theme: String::new(),
            touch_point: None,
            department: String::new(),
            said: String::new(),
            tickets: Vec::new(),
            at: view.now,
            by: view.author.clone(),
            status: CustomerFeedbackStatus::New,
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
            answer: if filled.is_changed("voice-answer") { filled.text("voice-answer") } else { known.answer.clone() },
            ..known
        };
        Ok(put(self.known.as_ref().map(|known| known.id), Record::Feedback(entry)))
    }
}
