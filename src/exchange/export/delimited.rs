//! CSV and TSV.

use std::borrow::Cow;
use std::io::{self, Write};

use super::super::formula_guard::escape_formula;
use super::cell::format_non_text;
use crate::model::table::{DataTable, TableCell};
use crate::model::text::{clean, clean_line};
use crate::model::time::Zone;

/// RFC 4180; multi-line text stays multi-line, in quotes.
pub fn write_csv(table: &DataTable, zone: Zone, out: &mut dyn Write) -> io::Result<()> {
    let quoted = |text: &str| match needs_quotes(text) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    };
    let text = |text: &str| quoted(&escape_formula(&clean(text)));
    write_rows(table, zone, [",", "\r\n", "\"\""], &text, out)
}

/// One line per row: tabs and line breaks in text become blanks, because TSV cannot hold them.
pub fn write_tsv(table: &DataTable, zone: Zone, out: &mut dyn Write) -> io::Result<()> {
    write_rows(table, zone, ["\t", "\n", ""], &|text| escape_formula(&clean_line(text)).into_owned(), out)
}

/// Also quotes other common delimiters and surrounding blanks, which readers may split at or trim.
fn needs_quotes(text: &str) -> bool {
    text.contains(['"', ',', ';', '\t', '\n', '\r']) || text.trim() != text
}

/// `alone` replaces an empty cell that is the whole row.
fn write_rows(
    table: &DataTable,
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
            let formatted = match cell {
                TableCell::Text(value) => text(value),
                other => format_non_text(other, zone).unwrap_or_default(),
            };
            // Most readers skip an empty line.
            Cow::Owned(if formatted.is_empty() && row.len() == 1 { alone.to_owned() } else { formatted })
        }))?;
    }
    Ok(())
}
