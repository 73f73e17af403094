//! Form for a new or existing shift template.

use crate::engine::roster::table::format_breaks;
use crate::events::change::Change;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::shift::{Hours, Template};
use crate::ui::view::View;
use super::Sheet;
use super::field::{Field, Filled, Wrong};
use super::shift::{breaks_of, typed_clock};

/// The form.
#[derive(Default)]
pub struct NewTemplate {
    /// The template being edited.
    known: Option<Numbered<Template>>,
}

impl NewTemplate {
    pub fn edit(template: Numbered<Template>) -> NewTemplate {
        NewTemplate { known: Some(template) }
    }
}

impl Sheet for NewTemplate {
    fn title(&self, view: &View) -> String {
        view.t(if self.known.is_some() { "edit-template-title" } else { "new-template-title" })
    }

    fn fields(&self, _view: &View) -> Vec<Field> {
        let (name, hours, breaks) = match &self.known {
            Some(known) => (known.name.clone(), known.hours, format_breaks(&known.breaks)),
            None => (String::new(), Hours { from: 8 * 60, to: 16 * 60 }, String::new()),
        };
        vec![
            Field::edit("template-name", name),
            Field::line("from", typed_clock(hours.from)),
            Field::line("to", typed_clock(hours.to % (24 * 60))),
            Field::line("break", breaks),
        ]
    }

    fn read(&self, filled: &Filled) -> Result<Vec<Change>, Wrong> {
        let name = filled.required("template-name", "template-needs-name")?;
        let (from, to) = (filled.minute("from")?, filled.minute("to")?);
        if from >= 24 * 60 {
            return Err(filled.wrong("from", "wrong-shift", &[]));
        }
        let hours = Hours::new(from, to);
        let template = Record::Template(Template { name, hours, breaks: breaks_of(filled, hours)? });
        Ok(vec![match &self.known {
            Some(known) => Change::Replace { kind: RecordKind::Template, id: known.id, record: Some(template) },
            None => Change::Add(template),
        }])
    }
}
