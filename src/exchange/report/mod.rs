//! Renders a report. All formats render the same report, so they cannot disagree; only formats for people round.
//!
//! | format | for | numbers |
//! |---|---|---|
//! | [`text`] | mail: one fixed-width page | rounded |
//! | [`markdown`] | chats, issues, wikis: one page | rounded |
//! | [`html`] | browser and print: one self-contained file, light and dark, with [`svg`] charts | rounded, exact in `data-value` |
//! | [`xlsx`] | spreadsheets: a summary sheet and data sheets | exact |
//! | [`json`] | programs | exact |

mod escape;
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

use super::export::ExportError;
use crate::engine::report::{Report, ReportFormat};
use crate::presentation::catalog::Translator;
use crate::presentation::report::ReportFormatter;

/// Writes a report in the given language.
///
/// # Errors
/// If `out` fails, or a spreadsheet cannot hold the report.
pub fn write_report(
    report: &Report,
    form: ReportFormat,
    tongue: &dyn Translator,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut out = io::BufWriter::new(out);
    let shown = ReportFormatter(tongue);
    match form {
        ReportFormat::Text => out.write_all(text::render_text(report, shown).as_bytes())?,
        ReportFormat::Markdown => out.write_all(markdown::render_markdown(report, shown).as_bytes())?,
        ReportFormat::Html => out.write_all(html::render_html(report, shown).as_bytes())?,
        ReportFormat::Xlsx => xlsx::write_xlsx(report, shown, &mut out)?,
        ReportFormat::Json => json::write_json(report, &mut out)?,
    }
    out.flush()?;
    Ok(())
}
