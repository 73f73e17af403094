//! `shiftdesk roster`: show, copy, import and export rosters, and list rule violations.

pub mod flags;
pub mod import;
pub mod show;

use std::path::PathBuf;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use clap::Subcommand;

use super::changes::{self, ConfirmationArgs};
use super::list_export::export_failure;
use super::output::{self, OutputArgs};
use super::{formatting, parse};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::lookup::find_person;
use crate::engine::roster::rules::monday;
use crate::engine::roster::{edit, table};
use crate::exchange::export::file::{OverwritePolicy, save_table, save_with};
use crate::exchange::export::write_table;
use crate::exchange::roster::ics;
use crate::model::table::TableFormat;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: RosterCommand,
}

#[derive(Debug, Subcommand)]
enum RosterCommand {
    /// Show a week: people by days, with hours and rule violations
    Show {
        /// Week: 2026-W48, or any day in it
        #[arg(long, value_name = "WEEK", default_value = "today")]
        week: String,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// List rule violations: consecutive days, rest, weekly hours, breaks
    Flags {
        /// First day [default: Monday of this week]
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// End of the period, exclusive [default: four weeks after the first day]
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// Copy a week, replacing the shifts of the same people
    Copy {
        /// Week to copy: 2026-W48, or any day in it
        #[arg(long, value_name = "WEEK")]
        from_week: String,
        /// Week to copy to
        #[arg(long, value_name = "WEEK")]
        to_week: String,
        /// Number of consecutive weeks to copy to
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=52))]
        weeks: u32,
        /// Only this person
        #[arg(long, value_name = "PERSON")]
        person: Option<String>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// Import a roster from a .csv or .ics file, all or nothing, in one step
    Import(import::Args),
    /// Export the roster
    Export {
        /// First day [default: Monday of this week]
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// End of the period, exclusive [default: a week after the first day]
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        /// Format: csv, ics, tsv, json, md or xlsx [default: from the extension of --out, else csv]
        #[arg(long, value_name = "FORMAT")]
        format: Option<RosterFormat>,
        /// Write to this file atomically
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Overwrite an existing file
        #[arg(long, requires = "out")]
        force: bool,
    },
}

/// Export format of a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RosterFormat {
    Table(TableFormat),
    Calendar,
}

impl FromStr for RosterFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<RosterFormat, String> {
        match name {
            "ics" => Ok(RosterFormat::Calendar),
            name => name.parse().map(RosterFormat::Table).map_err(|why| format!("{why}, ics")),
        }
    }
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        RosterCommand::Show { week, form } => show::run(&week, form, context),
        RosterCommand::Flags { from, to, form } => {
            flags::run(parse_date_range(from.as_deref(), to.as_deref(), 28, context)?, form, context)
        }
        RosterCommand::Copy { from_week, to_week, weeks, person, answer } => {
            let (from, to) = (parse::parse_week(&from_week, context)?, parse::parse_week(&to_week, context)?);
            copy(from, to, weeks, person.as_deref(), answer, context)
        }
        RosterCommand::Import(args) => import::run(&args, context),
        RosterCommand::Export { from, to, format, out, force } => {
            let days = parse_date_range(from.as_deref(), to.as_deref(), 7, context)?;
            export(days, format, out, force, context)
        }
    }
}

/// First and last day, both inclusive. Default: `usual` days from this week's Monday.
fn parse_date_range(
    from: Option<&str>,
    to: Option<&str>,
    usual: u64,
    context: &CliContext,
) -> anyhow::Result<(NaiveDate, NaiveDate)> {
    let first = match from {
        Some(day) => parse::parse_date(day, context)?,
        None => monday(context.settings.zone.date(context.now())),
    };
    let end = (first + Days::new(usual)).to_string();
    parse::parse_date_range(&first.to_string(), Some(to.unwrap_or(&end)), context)
}

fn copy(
    from: NaiveDate,
    to: NaiveDate,
    weeks: u32,
    person: Option<&str>,
    answer: ConfirmationArgs,
    context: &CliContext,
) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let person = person.map(|name| find_person(&store, name)).transpose()?;
    let last = to + Days::new(u64::from(weeks) * 7);
    if from >= to && from < last {
        return Err(Failure::usage("The week would be repeated in itself; choose another --to-week."));
    }
    let team = store.team_between(from.min(to), last.max(from + Days::new(7)))?;
    if !team.shifts.iter().any(|shift| monday(shift.day) == from) {
        return Err(Failure::not_found(format!(
            "Nobody has a shift in the week of {}.",
            formatting::format_date(from)
        )));
    }
    match edit::combine_changes(edit::repeat_week(&team, from, to, weeks, person)) {
        None => output::print_line("Nothing changed: it was so already."),
        Some(change) => {
            let outcome = changes::apply_change(context, &mut store, change, None)?;
            changes::print_confirmation(&store, &outcome, answer)
        }
    }
}

fn export(
    (first, last): (NaiveDate, NaiveDate),
    format: Option<RosterFormat>,
    out: Option<PathBuf>,
    force: bool,
    context: &CliContext,
) -> anyhow::Result<()> {
    let (zone, now) = (context.settings.zone, context.now());
    let team = context.open_store()?.team_between(first, last)?;
    let ending = out.as_ref().and_then(|path| path.extension()?.to_str()?.to_ascii_lowercase().parse().ok());
    let format = format.or(ending).unwrap_or(RosterFormat::Table(TableFormat::Csv));
    let calendar = || ics::write_calendar(&team, zone, (first, last), now);
    let table = table::roster_table(&team, first, last);
    let Some(path) = out else {
        return match format {
            RosterFormat::Calendar => output::write_raw(true, |out| Ok(out.write_all(calendar().as_bytes())?)),
            RosterFormat::Table(format) => output::write_raw(format.is_text(), |out| {
                write_table(&table, format, zone, out).map_err(export_failure)
            }),
        };
    };
    let over = if force { OverwritePolicy::ReplaceExcept(&context.db) } else { OverwritePolicy::Never };
    match format {
        RosterFormat::Calendar => save_with(&path, over, |out| Ok(out.write_all(calendar().as_bytes())?)),
        RosterFormat::Table(format) => save_table(&table, format, zone, &path, over),
    }
    .map_err(export_failure)?;
    let rows = formatting::format_count(table.rows.len(), "row");
    output::print_line(&format!(
        "{rows}, {} to {}, written to {}.",
        formatting::format_date(first),
        formatting::format_date(last),
        path.display()
    ))
}
