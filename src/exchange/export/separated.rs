//! CSV and TSV.

use std::borrow::Cow;
use std::io::{self, Write};

use super::super::guard::guarded;
use super::plain;
use crate::domain::table::{Cell, Table};
use crate::domain::text::{clean, clean_line};
use crate::domain::time::Zone;

/// RFC 4180. A text keeps its lines, between quotation marks.
pub fn csv(table: &Table, zone: Zone, out: &mut dyn Write) -> io::Result<()> {
    let quoted = |text: &str| match needs_quotes(text) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    };
    let text = |text: &str| quoted(&guarded(&clean(text)));
    rows(table, zone, ",", "\r\n", &text, out)
}

/// One line a row: tabs and line breaks in a text become blanks, since nothing in the format could hold them.
pub fn tsv(table: &Table, zone: Zone, out: &mut dyn Write) -> io::Result<()> {
    rows(table, zone, "\t", "\n", &|text| guarded(&clean_line(text)).into_owned(), out)
}

/// Also where another delimiter than ours could be meant, and where blanks would be trimmed.
fn needs_quotes(text: &str) -> bool {
    text.contains(['"', ',', ';', '\t', '\n', '\r']) || text.trim() != text
}

fn rows(
    table: &Table,
    zone: Zone,
    delimiter: &str,
    end: &str,
    text: &dyn Fn(&str) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut line = |cells: &mut dyn Iterator<Item = Cow<'_, str>>| {
        for (at, cell) in cells.enumerate() {
            out.write_all(if at == 0 { b"" } else { delimiter.as_bytes() })?;
            out.write_all(cell.as_bytes())?;
        }
        out.write_all(end.as_bytes())
    };
    line(&mut table.columns.iter().map(|name| Cow::Borrowed(*name)))?;
    for row in &table.rows {
        if let ([Cell::Empty], ",") = (&row[..], delimiter) {
            // An empty line would be no row to most readers.
            line(&mut std::iter::once(Cow::Borrowed("\"\"")))?;
            continue;
        }
        line(&mut row.iter().map(|cell| match cell {
            Cell::Text(value) => Cow::Owned(text(value)),
            other => Cow::Owned(plain(other, zone).unwrap_or_default()),
        }))?;
    }
    Ok(())
}
