//! Form for a new or existing shift template.

use super::FormSpec;
use super::field::FormField;
use super::shift::{format_clock, parse_breaks};
use super::values::{FieldError, FormValues};
use crate::engine::roster::table::format_breaks;
use crate::events::change::Change;
use crate::model::ids::WithId;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Hours, ShiftTemplate};
use crate::ui::view::View;

/// The form.
#[derive(Default)]
pub struct TemplateForm {
    /// The template being edited.
    existing: Option<WithId<ShiftTemplate>>,
}

impl TemplateForm {
    pub fn edit(template: WithId<ShiftTemplate>) -> TemplateForm {
        TemplateForm { existing: Some(template) }
    }
}

impl FormSpec for TemplateForm {
    fn title(&self, view: &View) -> String {
        view.t(if self.existing.is_some() { "edit-template-title" } else { "new-template-title" })
    }

    fn fields(&self, _view: &View) -> Vec<FormField> {
        let (name, hours, breaks) = match &self.existing {
            Some(known) => (known.name.clone(), known.hours, format_breaks(&known.breaks)),
            None => (String::new(), Hours { from: 8 * 60, to: 16 * 60 }, String::new()),
        };
        vec![
            FormField::edit_line("template-name", name),
            FormField::line("from", format_clock(hours.from)),
            FormField::line("to", format_clock(hours.to % (24 * 60))),
            FormField::line("break", breaks),
        ]
    }

    fn changes(&self, filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        let name = filled.required("template-name", "template-needs-name")?;
        let (from, to) = (filled.minute_of_day("from")?, filled.minute_of_day("to")?);
        if from >= 24 * 60 {
            return Err(filled.error("from", "wrong-shift", &[]));
        }
        let hours = Hours::new(from, to);
        let template = Record::Template(ShiftTemplate { name, hours, breaks: parse_breaks(filled, hours)? });
        Ok(vec![match &self.existing {
            Some(known) => Change::ReplaceRecord { kind: RecordKind::Template, id: known.id, record: Some(template) },
            None => Change::AddRecord(template),
        }])
    }
}
