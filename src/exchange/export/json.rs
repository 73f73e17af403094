//! JSON: an array with one object a line, so that it can be streamed and read by eye.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::domain::table::{Cell, Table};
use crate::domain::text::clean;
use crate::domain::time::Zone;

pub fn json(table: &Table, zone: Zone, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, cells) in table.rows.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &Row { columns: &table.columns, cells, zone })?;
    }
    out.write_all(if table.rows.is_empty() { b"]\n" } else { b"\n]\n" })
}

struct Row<'a> {
    columns: &'a [&'static str],
    cells: &'a [Cell],
    zone: Zone,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.columns.iter().zip(self.cells).map(|(name, cell)| (name, Value(cell, self.zone))))
    }
}

struct Value<'a>(&'a Cell, Zone);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Empty => to.serialize_none(),
            Cell::Text(text) => to.serialize_str(&clean(text)),
            Cell::Count(n) => to.serialize_i64(*n),
            // What is not finite becomes null.
            Cell::Number(number) => to.serialize_f64(*number),
            Cell::Moment(at) => to.serialize_str(&self.1.rfc3339(*at)),
            Cell::Span(span) => to.serialize_i64(span.num_seconds()),
            Cell::YesNo(yes) => to.serialize_bool(*yes),
        }
    }
}
