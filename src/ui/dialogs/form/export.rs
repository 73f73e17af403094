//! Form to export the visible list: format and path.

use std::path::Path;

use crate::events::change::Change;
use crate::model::ids::TicketId;
use crate::model::table::{Export, Format, Table};
use crate::query::columns::{QueueColumn, queue_table};
use crate::ui::pane::Effect;
use crate::ui::view::View;
use super::field::{Field, Filled, Wrong};
use super::{Sheet, open};

/// Opens the form for the given columns and tickets, in this order; `of` begins the file name.
pub fn of_tickets(of: &str, tickets: &[TicketId], columns: &[QueueColumn], view: &View) -> Effect {
    let rows = tickets.iter().filter_map(|id| view.ticket(*id));
    open(NewExport::new(of, queue_table(rows, columns, &view.moment()), view), view)
}

/// Opens the form for a table; `name` is the file name without extension.
pub fn of_table(name: &str, table: Table, view: &View) -> Effect {
    open(NewExport { name: name.to_owned(), table }, view)
}

/// The form, with the list as of its opening.
pub struct NewExport {
    /// File name without extension: `queue-2026-11-21`.
    name: String,
    table: Table,
}

impl NewExport {
    fn new(of: &str, table: Table, view: &View) -> NewExport {
        NewExport { name: format!("{of}-{}", view.zone().date(view.now)), table }
    }
}

impl Sheet for NewExport {
    fn title(&self, view: &View) -> String {
        view.tt("export-title", &[("n", self.table.rows.len().into())])
    }

    fn fields(&self, _view: &View) -> Vec<Field> {
        vec![
            Field::pick("format", Format::ALL.map(|format| format.name().to_owned()), 0),
            Field::line("file", format!("{}.{}", self.name, Format::ALL[0])),
        ]
    }

    fn read(&self, _filled: &Filled) -> Result<Vec<Change>, Wrong> {
        Ok(Vec::new())
    }

    fn export(&self, filled: &Filled) -> Option<Result<Export, Wrong>> {
        let path = filled.required("file", "name-a-file");
        let format = Format::ALL[filled.picked("format")];
        let zone = filled.view.zone();
        Some(path.map(|path| Export { table: self.table.clone(), format, zone, path }))
    }

    /// Keeps format and file extension consistent, whichever is edited.
    fn follow(&self, changed: &str, fields: &mut [Field]) {
        let [format, file] = fields else { return };
        let (picked, typed) = (Format::ALL[format.picked()], Format::of(Path::new(file.line_text())));
        match (changed, typed) {
            ("format", Some(old)) if old != picked => {
                let name = file.line_text();
                let stem = name.len() - old.name().len();
                let name = format!("{}{picked}", name.get(..stem).unwrap_or_default());
                file.set_line(name);
            }
            ("file", Some(typed)) if typed != picked => {
                format.set_pick(Format::ALL.iter().position(|format| *format == typed).unwrap_or(0));
            }
            _ => {}
        }
    }
}
