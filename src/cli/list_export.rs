//! Export of lists to files and stdout. A command flattens [`ExportArgs`] into its arguments and passes its table if an
//! export is requested.

use std::path::PathBuf;

use super::{formatting, output};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::exchange::export::file::{OverwritePolicy, save_table};
use crate::exchange::export::{ExportError, write_table};
use crate::model::table::{DataTable, TableFormat};

#[derive(Debug, Clone, Default, clap::Args)]
pub struct ExportArgs {
    /// Export as csv, tsv, json, md or xlsx, with stable column names and durations in whole seconds
    #[arg(long, value_name = "FORMAT", conflicts_with_all = ["json", "plain"])]
    format: Option<TableFormat>,
    /// Write to this file atomically; the extension selects the format
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "plain"])]
    out: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long, requires = "out")]
    force: bool,
}

impl ExportArgs {
    /// Whether an export is requested instead of the printed list.
    pub fn is_requested(&self) -> bool {
        self.format.is_some() || self.out.is_some()
    }

    /// Exports a list; `one` is the singular noun for a row, such as `ticket`.
    pub fn export(&self, table: &DataTable, one: &str, context: &CliContext) -> anyhow::Result<()> {
        let zone = context.settings.zone;
        let Some(path) = &self.out else {
            let format = self.format.unwrap_or(TableFormat::Csv);
            return output::write_raw(format.is_text(), |out| {
                write_table(table, format, zone, out).map_err(export_failure)
            });
        };
        let format = self.format.or_else(|| TableFormat::from_path(path)).ok_or_else(|| {
            let names = TableFormat::ALL.map(TableFormat::name).join(", ");
            Failure::usage(format!("The ending of {} says no format; name one with --format: {names}.", path.display()))
        })?;
        let over = if self.force { OverwritePolicy::ReplaceExcept(&context.db) } else { OverwritePolicy::Never };
        save_table(table, format, zone, path, over).map_err(export_failure)?;
        output::print_line(&format!(
            "{} written to {}.",
            formatting::format_count(table.rows.len(), one),
            path.display()
        ))
    }
}

/// Adds the command line's hints to an export error.
pub fn export_failure(error: ExportError) -> anyhow::Error {
    match error {
        // Unwrapped, so that a broken pipe is recognised.
        ExportError::Io(error) => error.into(),
        ExportError::AlreadyExists(_) => Failure::usage(format!("{error} Or replace it with --force.")),
        ExportError::Unwritable(sentence) => anyhow::anyhow!(sentence),
        ExportError::DoesNotFit(sentence) => Failure::invalid(sentence),
    }
}
