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
    rows(table, zone, [",", "\r\n", "\"\""], &text, out)
}

/// One line a row: tabs and line breaks in a text become blanks, since nothing in the format could hold them.
pub fn tsv(table: &Table, zone: Zone, out: &mut dyn Write) -> io::Result<()> {
    rows(table, zone, ["\t", "\n", ""], &|text| guarded(&clean_line(text)).into_owned(), out)
}

/// Also where another delimiter than ours could be meant, and where blanks would be trimmed.
fn needs_quotes(text: &str) -> bool {
    text.contains(['"', ',', ';', '\t', '\n', '\r']) || text.trim() != text
}

/// `alone` is an empty cell that is a whole row.
fn rows(
    table: &Table,
    zone: Zone,
    [delimiter, end, alone]: [&str; 3],
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
        line(&mut row.iter().map(|cell| {
            let shown = match cell {
                Cell::Text(value) => text(value),
                other => plain(other, zone).unwrap_or_default(),
            };
            // An empty line would be no row to most readers.
            Cow::Owned(if shown.is_empty() && row.len() == 1 { alone.to_owned() } else { shown })
        }))?;
    }
    Ok(())
}
