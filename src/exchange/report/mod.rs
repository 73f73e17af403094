//! A [`Report`] written for others. Every format shows the same report, so they cannot disagree; only what people read
//! is rounded.
//!
//! | format | for | numbers |
//! |---|---|---|
//! | [`text`] | a mail: one page of fixed width | rounded |
//! | [`markdown`] | a chat, an issue, a wiki: one page | rounded |
//! | [`html`] | a browser and paper: one file that fetches nothing, light and dark, with [`svg`] charts | rounded, and exact in `data-value` |
//! | [`xlsx`] | people with a spreadsheet: a page to read, and sheets to reckon with | exact |
//! | [`json`] | programs | exact |

mod html;
mod json;
mod markdown;
mod page;
mod svg;
#[cfg(test)]
mod tests;
mod text;
mod xlsx;

use std::io::{self, Write};

use super::export::Error;
use crate::domain::report::shown::Shown;
use crate::domain::report::{Form, Report, Tongue};

/// Writes a report in the words of a language.
///
/// # Errors
/// Where `out` does not take it, or a spreadsheet cannot hold it.
pub fn write(report: &Report, form: Form, tongue: &dyn Tongue, out: &mut dyn Write) -> Result<(), Error> {
    let mut out = io::BufWriter::new(out);
    let shown = Shown(tongue);
    match form {
        Form::Text => out.write_all(text::text(report, shown).as_bytes())?,
        Form::Markdown => out.write_all(markdown::markdown(report, shown).as_bytes())?,
        Form::Html => out.write_all(html::html(report, shown).as_bytes())?,
        Form::Xlsx => xlsx::xlsx(report, shown, &mut out)?,
        Form::Json => json::json(report, &mut out)?,
    }
    out.flush()?;
    Ok(())
}
