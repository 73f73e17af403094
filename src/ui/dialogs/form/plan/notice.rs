//! A notice, new or changed. Another text has to be read again.

use super::{put, read_day};
use crate::events::change::Change;
use crate::model::ids::WithId;
use crate::model::notice::Notice;
use crate::model::person::Profile;
use crate::model::record::Record;
use crate::ui::dialogs::form::FormSpec;
use crate::ui::dialogs::form::field::FormField;
use crate::ui::dialogs::form::values::{FieldError, FormValues};
use crate::ui::view::View;

/// The form.
#[derive(Default)]
pub struct PutUp {
    known: Option<WithId<Notice>>,
}

impl PutUp {
    pub fn new() -> PutUp {
        PutUp::default()
    }

    pub fn edit(notice: &WithId<Notice>) -> PutUp {
        PutUp { known: Some(notice.clone()) }
    }
}

impl FormSpec for PutUp {
    fn title(&self, view: &View) -> String {
        view.t(if self.known.is_some() { "notice-edit-title" } else { "notice-new-title" })
    }

    fn fields(&self, view: &View) -> Vec<FormField> {
        let known = self.known.as_ref().map(|known| &known.it);
        let to = known.and_then(|one| one.to).and_then(|to| Profile::ALL.iter().position(|profile| *profile == to));
        let profiles = Profile::ALL.map(|profile| view.t(&format!("profile-{}", profile.name())));
        let until = known.and_then(|one| one.until).map(|day| day.to_string()).unwrap_or_default();
        vec![
            FormField::edit_line("notice-title", known.map(|one| one.title.clone()).unwrap_or_default()),
            FormField::pick(
                "notice-to",
                [view.t("notice-everybody")].into_iter().chain(profiles),
                to.map_or(0, |at| at + 1),
            ),
            FormField::line("notice-until", until),
            FormField::body_with("notice-body", known.map(|one| one.body.as_str()).unwrap_or_default()),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let view = filled.view;
        let title = filled.required("notice-title", "wrong-notice-title")?;
        let body = filled.required("notice-body", "write-something")?;
        let to = filled.picked_index("notice-to").checked_sub(1).and_then(|at| Profile::ALL.get(at)).copied();
        let until = read_day(filled, "notice-until")?;
        let notice = match &self.known {
            Some(known) => Notice { to, until, ..known.with_text(title, body) },
            None => Notice { title, body, by: view.author.clone(), at: view.now, until, to, read: Vec::new() },
        };
        Ok(put(self.known.as_ref().map(|known| known.id), Record::Notice(notice)))
    }

    fn size(&self) -> Option<(u16, u16)> {
        Some((90, 26))
    }
}
