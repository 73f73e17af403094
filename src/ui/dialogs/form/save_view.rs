//! Form to save the queue's filter, sorting and columns as a view.

use super::FormSpec;
use super::field::FormField;
use super::values::{FieldError, FormValues};
use crate::events::change::Change;
use crate::model::record::{Record, RecordKind};
use crate::model::saved_view::SavedView;
use crate::model::text::{clean_line, fold};
use crate::ui::view::View;

/// The form, with the current filter, sorting and columns.
pub struct SaveViewForm {
    pub filter: String,
    pub sort: String,
    pub columns: String,
    /// The current name, if it is one of the user's own views.
    pub name: String,
}

impl FormSpec for SaveViewForm {
    fn title(&self, view: &View) -> String {
        view.t("save-view-title")
    }

    fn fields(&self, _view: &View) -> Vec<FormField> {
        vec![FormField::line("view-name", &self.name)]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let name = filled.required("view-name", "view-without-name")?;
        let view = filled.view;
        let saved = SavedView {
            name: clean_line(&name).into_owned(),
            owner: view.author.clone(),
            filter: self.filter.clone(),
            sort: self.sort.clone(),
            columns: self.columns.clone(),
        };
        // A view of the same name is replaced.
        let own =
            view.desk.team.views.iter().find(|(_, one)| one.is_owned_by(view.author) && fold(&one.name) == fold(&name));
        let record = Record::View(saved);
        Ok(vec![match own {
            Some((id, _)) => Change::ReplaceRecord { kind: RecordKind::View, id: *id, record: Some(record) },
            None => Change::AddRecord(record),
        }])
    }
}
