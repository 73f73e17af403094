//! Table export, typed cell by cell.
//!
//! | format | for | timestamps | hostile text |
//! |---|---|---|---|
//! | [`csv`](delimited) | programs; RFC 4180, CRLF, no byte-order mark (it would end up in the first header) | RFC 3339 in the team's zone | formulas get an apostrophe |
//! | [`tsv`](delimited) | `cut`, `awk`, pasting; one line per row, LF | same | same |
//! | [`json`] | programs; an array with one object per line, durations in seconds, missing is null | same | escaped |
//! | [`md`](markdown) | messages and issues | same | markup is escaped |
//! | [`xlsx`] | spreadsheets | real dates in the team's zone | text is never a formula |
//!
//! All text is stripped of control characters. Durations are whole seconds.

mod cell;
mod delimited;
mod error;
pub mod file;
mod json;
mod markdown;
#[cfg(test)]
mod tests;
mod xlsx;

use std::io::{self, Write};

use crate::model::table::{DataTable, TableFormat};
use crate::model::time::Zone;

pub use error::ExportError;
pub(super) use markdown::escape_markdown as markdown_text;
pub(super) use xlsx::{from_xlsx_error, write_sheet as fill_sheet};

/// Writes a table; timestamps are in `zone`.
pub fn write_table(table: &DataTable, format: TableFormat, zone: Zone, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut out = io::BufWriter::new(out);
    match format {
        TableFormat::Csv => delimited::write_csv(table, zone, &mut out)?,
        TableFormat::Tsv => delimited::write_tsv(table, zone, &mut out)?,
        TableFormat::Json => json::write_json(table, zone, &mut out)?,
        TableFormat::Markdown => markdown::write_markdown(table, zone, &mut out)?,
        TableFormat::Xlsx => xlsx::write_xlsx(table, zone, &mut out)?,
    }
    out.flush()?;
    Ok(())
}
