//! A [`Table`] written for others, cell by cell as what it is.
//!
//! | format | for | moments | what is hostile |
//! |---|---|---|---|
//! | [`csv`](separated) | programs; RFC 4180, lines end with CRLF, no byte-order mark: it would be part of the first name | RFC 3339 in the team's zone | formulas get an apostrophe |
//! | [`tsv`](separated) | `cut`, `awk`, pasting; one line a row, ended by LF | the same | the same |
//! | [`json`] | programs; an array, one object a line, durations in seconds, what is missing is null | the same | escaped |
//! | [`md`](markdown) | a message or an issue | the same | marks are escaped |
//! | [`xlsx`] | people with a spreadsheet | real dates, as the team's clocks show them | texts are never formulas |
//!
//! Every text is cleaned of what a terminal would obey. Durations are whole seconds.

pub mod file;
mod json;
mod markdown;
mod separated;
#[cfg(test)]
mod tests;
mod xlsx;

use std::io::{self, Write};
use std::path::PathBuf;

use crate::domain::table::{Cell, Format, Table};
use crate::domain::time::Zone;
pub(super) use markdown::escaped as markdown_text;
pub(super) use xlsx::{fill as fill_sheet, unfit};

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The format cannot hold it; a sentence.
    #[error("{0}")]
    Unfit(String),
    /// A file of that name is there, and nobody said that it may be replaced.
    #[error("{} is there already and was left as it is. Choose another name.", .0.display())]
    There(PathBuf),
    /// Nothing can be written to the place; a sentence.
    #[error("{0}")]
    Place(String),
}

/// Writes a table. Moments are shown in `zone`.
pub fn write(table: &Table, format: Format, zone: Zone, out: &mut dyn Write) -> Result<(), Error> {
    let mut out = io::BufWriter::new(out);
    match format {
        Format::Csv => separated::csv(table, zone, &mut out)?,
        Format::Tsv => separated::tsv(table, zone, &mut out)?,
        Format::Json => json::json(table, zone, &mut out)?,
        Format::Markdown => markdown::markdown(table, zone, &mut out)?,
        Format::Xlsx => xlsx::xlsx(table, zone, &mut out)?,
    }
    out.flush()?;
    Ok(())
}

/// A cell that is no text as the formats of text have it; `None` for one that is a text.
fn plain(cell: &Cell, zone: Zone) -> Option<String> {
    Some(match cell {
        Cell::Text(_) => return None,
        Cell::Empty => String::new(),
        Cell::Count(n) => n.to_string(),
        Cell::Number(number) if number.is_finite() => number.to_string(),
        // Neither of them is a number to anybody else.
        Cell::Number(_) => String::new(),
        Cell::Moment(at) => zone.rfc3339(*at),
        Cell::Span(span) => span.num_seconds().to_string(),
        Cell::YesNo(yes) => yes.to_string(),
    })
}
