//! Form to export the visible list: format and path.

use std::path::Path;

use super::field::FormField;
use super::values::{FieldError, FormValues};
use super::{FormSpec, open};
use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::model::table::{DataTable, TableExport, TableFormat};
use crate::query::column_values::queue_table;
use crate::query::columns::QueueColumn;
use crate::ui::pane::Effect;
use crate::ui::view::View;

/// Opens the form for the given columns and tickets, in this order; `of` begins the file name.
pub fn export_tickets(of: &str, tickets: &[TicketId], columns: &[QueueColumn], view: &View) -> Effect {
    let rows = tickets.iter().filter_map(|id| view.open_ticket(*id));
    open(ExportForm::new(of, queue_table(rows, columns, &view.filter_context()), view), view)
}

/// Opens the form for a table; `name` is the file name without extension.
pub fn export_table(name: &str, table: DataTable, view: &View) -> Effect {
    open(ExportForm { name: name.to_owned(), table }, view)
}

/// The form, with the list as of its opening.
pub struct ExportForm {
    /// File name without extension: `queue-2026-11-21`.
    name: String,
    table: DataTable,
}

impl ExportForm {
    fn new(of: &str, table: DataTable, view: &View) -> ExportForm {
        ExportForm { name: format!("{of}-{}", view.zone().date(view.now)), table }
    }
}

impl FormSpec for ExportForm {
    fn title(&self, view: &View) -> String {
        view.tt("export-title", &[("n", self.table.rows.len().into())])
    }

    fn fields(&self, _view: &View) -> Vec<FormField> {
        vec![
            FormField::pick("format", TableFormat::ALL.map(|format| format.name().to_owned()), 0),
            FormField::line("file", format!("{}.{}", self.name, TableFormat::ALL[0])),
        ]
    }

    fn changes(&self, _filled: &FormValues) -> Result<Vec<Change>, FieldError> {
        Ok(Vec::new())
    }

    fn export(&self, filled: &FormValues) -> Option<Result<TableExport, FieldError>> {
        let path = filled.required("file", "name-a-file");
        let format = TableFormat::ALL[filled.picked_index("format")];
        let zone = filled.view.zone();
        Some(path.map(|path| TableExport { table: self.table.clone(), format, zone, path }))
    }

    /// Keeps format and file extension consistent, whichever is edited.
    fn on_field_changed(&self, changed: &str, fields: &mut [FormField]) {
        let [format, file] = fields else { return };
        let (picked, typed) =
            (TableFormat::ALL[format.picked_index()], TableFormat::from_path(Path::new(file.line_text())));
        match (changed, typed) {
            ("format", Some(old)) if old != picked => {
                let name = file.line_text();
                let stem = name.len() - old.name().len();
                let name = format!("{}{picked}", name.get(..stem).unwrap_or_default());
                file.set_line(name);
            }
            ("file", Some(typed)) if typed != picked => {
                format.set_pick(TableFormat::ALL.iter().position(|format| *format == typed).unwrap_or(0));
            }
            _ => {}
        }
    }
}
