//! Lists that are handed on: as what, and where to. A command flattens [`Handed`] into its arguments, and gives it a
//! [`Table`] when it is wanted.

use std::path::PathBuf;

use super::{Context, Failure, output, words};
use crate::domain::table::{Format, Table};
use crate::exchange::export::file::{Over, save};
use crate::exchange::export::{Error, write};

#[derive(Debug, Clone, Default, clap::Args)]
pub struct Handed {
    /// Hand the list on as csv, tsv, json, md or xlsx, with stable names and durations in whole seconds
    #[arg(long, value_name = "FORMAT", conflicts_with_all = ["json", "plain"])]
    format: Option<Format>,
    /// Write it into this file, whole or not at all; its ending says the format
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "plain"])]
    out: Option<PathBuf>,
    /// Replace the file if it is there already
    #[arg(long, requires = "out")]
    force: bool,
}

impl Handed {
    /// Whether the list is to be handed on, and not shown.
    pub fn wanted(&self) -> bool {
        self.format.is_some() || self.out.is_some()
    }

    /// Hands a list on; `one` is what each of its rows is: `ticket`.
    pub fn hand(&self, table: &Table, one: &str, context: &Context) -> anyhow::Result<()> {
        let zone = context.settings.zone;
        let Some(path) = &self.out else {
            let format = self.format.unwrap_or(Format::Csv);
            return output::bytes(format.is_text(), |out| write(table, format, zone, out).map_err(told));
        };
        let format = self.format.or_else(|| Format::of(path)).ok_or_else(|| {
            let names = Format::ALL.map(Format::name).join(", ");
            Failure::usage(format!("The ending of {} says no format; name one with --format: {names}.", path.display()))
        })?;
        let over = if self.force { Over::AllBut(&context.db) } else { Over::Nothing };
        save(table, format, zone, path, over).map_err(told)?;
        output::line(&format!("{} written to {}.", words::count(table.rows.len(), one), path.display()))
    }
}

/// An error of writing as the command line says it.
pub fn told(error: Error) -> anyhow::Error {
    match error {
        // By itself, so that a reader who has gone away is known for one.
        Error::Io(error) => error.into(),
        Error::There(_) => Failure::usage(format!("{error} Or replace it with --force.")),
        Error::Place(sentence) => anyhow::anyhow!(sentence),
        Error::Unfit(sentence) => Failure::invalid(sentence),
    }
}
