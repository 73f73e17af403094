//! A name for what the queue shows now, to come back to.

use super::Sheet;
use super::field::{Field, Filled, Wrong};
use crate::domain::change::Change;
use crate::domain::record::{Record, RecordKind, SavedView};
use crate::domain::text::{clean_line, fold};
use crate::ui::view::View;

/// The form, with the filter, the order and the columns as they are.
pub struct KeepView {
    pub filter: String,
    pub sort: String,
    pub columns: String,
    /// What it is called so far, if it is one of the author's own.
    pub name: String,
}

impl Sheet for KeepView {
    fn title(&self, view: &View) -> String {
        view.t("keep-view-title")
    }

    fn fields(&self, _view: &View) -> Vec<Field> {
        vec![Field::line("view-name", &self.name)]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let name = filled.required("view-name", "view-without-name")?;
        let view = filled.view;
        let saved = SavedView {
            name: clean_line(&name).into_owned(),
            owner: view.author.clone(),
            filter: self.filter.clone(),
            sort: self.sort.clone(),
            columns: self.columns.clone(),
        };
        // One of the same name is put anew.
        let own = view.desk.team.views.iter().find(|(_, one)| one.is_of(view.author) && fold(&one.name) == fold(&name));
        let record = Record::View(saved);
        Ok(vec![match own {
            Some((id, _)) => Change::Replace { kind: RecordKind::View, id: *id, record: Some(record) },
            None => Change::Add(record),
        }])
    }
}
