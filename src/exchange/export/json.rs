//! JSON: an array with one object per line, for streaming and reading.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::model::table::{DataTable, TableCell};
use crate::model::text::clean;
use crate::model::time::Zone;

/// Writes a table as JSON.
pub fn write_json(table: &DataTable, zone: Zone, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, cells) in table.rows.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &JsonExportRow { columns: &table.columns, cells, zone })?;
    }
    out.write_all(if table.rows.is_empty() { b"]\n" } else { b"\n]\n" })
}

struct JsonExportRow<'a> {
    columns: &'a [&'static str],
    cells: &'a [TableCell],
    zone: Zone,
}

impl Serialize for JsonExportRow<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.columns.iter().zip(self.cells).map(|(name, cell)| (name, JsonExportCell(cell, self.zone))))
    }
}

struct JsonExportCell<'a>(&'a TableCell, Zone);

impl Serialize for JsonExportCell<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            TableCell::Empty => to.serialize_none(),
            TableCell::Text(text) => to.serialize_str(&clean(text)),
            TableCell::Count(n) => to.serialize_i64(*n),
            // Non-finite numbers become null.
            TableCell::Number(number) => to.serialize_f64(*number),
            TableCell::Moment(at) => to.serialize_str(&self.1.rfc3339(*at)),
            TableCell::Duration(span) => to.serialize_i64(span.num_seconds()),
            TableCell::YesNo(yes) => to.serialize_bool(*yes),
        }
    }
}
