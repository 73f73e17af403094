//! `shiftdesk roster import`: imports a roster from CSV or iCalendar after comparing it with the current one.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::cli::changes::apply_change;
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::formatting;
use crate::cli::import::spool;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::engine::roster::edit::combine_changes;
use crate::engine::roster::import_plan::{
    MAX_DAYS, RosterCellContent, RosterDiffKind, RosterDiffLine, RosterImportPlan, RosterRowError, day_range,
    plan_import,
};
use crate::exchange::csv::dates::DateFormat;
use crate::exchange::roster::{RosterFile, csv, ics};
use crate::model::shift::Hours;
use crate::model::team::Team;
use crate::model::text::fit;

/// Maximum size of a calendar, in bytes; far above the roster of a year.
const MAX_CALENDAR_BYTES: u64 = 64 << 20;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The columns of a CSV are person, day, from, to, shift, breaks, absence and note, in any order; person and day are \
needed. A row is a shift, or an absence on a day. Without hours, `shift` names a template:

  person,day,from,to,shift,breaks,absence,note
  Minh,2026-11-23,08:00,16:00,Morning,12:00-12:30,,
  Thảo,2026-11-23,,,,,sick,flu

The rows of a person replace that person’s shifts on the days from the first to the last in the file, and their absences \
if the file has that column, or is a calendar. Other people and other days stay as they are. One undo takes it all back. \
Exit code 6: some rows were refused, and nothing was changed.")]
pub struct Args {
    /// CSV or iCalendar file; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Format: csv or ics [default: from the file extension, else csv]
    #[arg(long, value_name = "FORMAT", value_parser = ["csv", "ics"])]
    format: Option<String>,
    /// Date format: dmy, mdy, ymd, or a pattern such as "%d.%m.%Y"
    #[arg(long, value_name = "ORDER")]
    dates: Option<DateFormat>,
    /// Print what would change, without writing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    form: OutputArgs,
}

/// JSON result of an import.
#[derive(Debug, Serialize)]
struct RosterImportJson {
    dry_run: bool,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    added: usize,
    changed: usize,
    removed: usize,
    same: usize,
    rows: Vec<RosterChangeJson>,
    refused: Vec<RejectedRosterRowJson>,
}

#[derive(Debug, Serialize)]
struct RosterChangeJson {
    turn: &'static str,
    person: String,
    day: NaiveDate,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct RejectedRosterRowJson {
    line: u64,
    reason: String,
}

pub fn run(args: &Args, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let today = context.settings.zone.date(context.now());
    let everybody = store.team_between(today, today)?;
    let read = read_roster(args, &everybody, context)?;
    let (plan, refused) = match day_range(&read.rows) {
        // A roster of many years is rejected before its days are loaded.
        Some((first, last)) if (last - first).num_days() < MAX_DAYS => {
            let team = store.team_between(first - Days::new(1), last + Days::new(1))?;
            plan_file(&read, &team)
        }
        _ => plan_file(&read, &everybody),
    };
    let report = import_report(args, &plan, &refused, &everybody);
    print_result(args.form, &report, || page(&report))?;
    if !refused.is_empty() {
        let rows = formatting::format_count(refused.len(), "row");
        let verb = if refused.len() == 1 { "was" } else { "were" };
        return Err(Failure::invalid(format!(
            "{rows} {verb} refused, so nothing was changed. Mend them and import again."
        )));
    }
    if let Some(change) = combine_changes(plan.changes).filter(|_| !args.dry_run) {
        apply_change(context, &mut store, change, None)?;
    }
    Ok(())
}

/// Plans the import. If any row is rejected, returns all rejected rows and an empty plan.
fn plan_file(read: &RosterFile, team: &Team) -> (RosterImportPlan, Vec<RosterRowError>) {
    let mut refused = read.rejected.clone();
    let plan = plan_import(team, &read.rows, read.has_absences).unwrap_or_else(|more| {
        refused.extend(more);
        RosterImportPlan::default()
    });
    refused.sort_by_key(|one| one.line);
    if refused.is_empty() { (plan, refused) } else { (RosterImportPlan::default(), refused) }
}

fn read_roster(args: &Args, team: &Team, context: &CliContext) -> anyhow::Result<RosterFile> {
    let mut file = spool::open(&args.file)?;
    let calendar = match &args.format {
        Some(format) => format == "ics",
        None => args.file.extension().is_some_and(|it| it.eq_ignore_ascii_case("ics")),
    };
    let shown = display_name(&args.file);
    if !calendar {
        return csv::read_roster_table(file, args.dates.as_ref()).map_err(|error| match error {
            crate::exchange::csv::ImportError::Io(error) => anyhow::anyhow!("{shown} cannot be read: {error}."),
            error => Failure::usage(format!("{shown}: {error}")),
        });
    }
    let mut text = String::new();
    let length = (&mut file).take(MAX_CALENDAR_BYTES + 1).read_to_string(&mut text);
    match length {
        Err(error) => Err(Failure::usage(format!("{shown} cannot be read as a calendar: {error}."))),
        Ok(length) if length as u64 > MAX_CALENDAR_BYTES => {
            Err(Failure::usage(format!("{shown} is too large to be a roster.")))
        }
        Ok(_) => ics::read_calendar(&text, context.settings.zone, team)
            .map_err(|why| Failure::usage(format!("{shown}: {why}"))),
    }
}

fn display_name(path: &Path) -> String {
    if path == Path::new("-") { "Standard input".into() } else { path.display().to_string() }
}

fn import_report(args: &Args, plan: &RosterImportPlan, refused: &[RosterRowError], team: &Team) -> RosterImportJson {
    let line = |line: &RosterDiffLine| RosterChangeJson {
        turn: line.kind.name(),
        person: team.name(line.person).unwrap_or_default().to_owned(),
        day: line.day,
        before: line.before.as_ref().map(describe_entry),
        after: line.after.as_ref().map(describe_entry),
    };
    let [added, changed, removed, same] = RosterDiffKind::ALL.map(|turn| plan.count(turn));
    RosterImportJson {
        dry_run: args.dry_run,
        first: plan.days.map(|(first, _)| first),
        last: plan.days.map(|(_, last)| last),
        added,
        changed,
        removed,
        same,
        rows: plan.lines.iter().map(line).collect(),
        refused: (refused.iter())
            .map(|one| RejectedRosterRowJson { line: one.line, reason: fit(&one.reason, 300) })
            .collect(),
    }
}

/// Describes a shift or absence: `08:00–16:00 Morning, break 12:00–12:30`, `sick 09:00–11:00 (flu)`.
fn describe_entry(entry: &RosterCellContent) -> String {
    let hours = |hours: &Hours| hours.to_string();
    match entry {
        RosterCellContent::Shift(shape) => {
            let name = shape.name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
            let breaks: String = shape.breaks.iter().map(|pause| format!(", break {}", hours(pause))).collect();
            format!("{}{name}{breaks}", hours(&shape.hours))
        }
        RosterCellContent::Absence(away) => {
            let at = away.hours.as_ref().map(|at| format!(" {}", hours(at))).unwrap_or_default();
            let note = away.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
            format!("{}{at}{note}", away.kind.name())
        }
    }
}

fn page(report: &RosterImportJson) -> OutputPage {
    let mut refused = PageTable::new([PageColumn::right("line"), PageColumn::truncatable("refused because", 30)]);
    for one in &report.refused {
        refused.add_row([PageCell::number(one.line), PageCell::text(&one.reason)]);
    }
    if !refused.is_empty() {
        return OutputPage::new("Nothing was changed.").table(refused);
    }
    let mut table = PageTable::new([
        PageColumn::left(""),
        PageColumn::left("day"),
        PageColumn::truncatable("person", 10),
        PageColumn::truncatable("before", 12),
        PageColumn::truncatable("after", 12),
    ]);
    for line in report.rows.iter().filter(|line| line.turn != RosterDiffKind::Same.name()) {
        table.add_row([
            PageCell::text(line.turn),
            PageCell::text(formatting::format_date(line.day)),
            PageCell::text(&line.person),
            PageCell::optional(line.before.as_ref()),
            PageCell::optional(line.after.as_ref()),
        ]);
    }
    let RosterImportJson { added, changed, removed, same, .. } = report;
    let sum = format!("{added} added, {changed} changed, {removed} removed, {same} the same.");
    let head = match (report.first.zip(report.last), report.dry_run) {
        (None, _) => return OutputPage::new("The file has no rows, so nothing was changed."),
        (Some((first, last)), true) => {
            format!("{} to {}, a trial: {sum}", formatting::format_date(first), formatting::format_date(last))
        }
        (Some((first, last)), false) => {
            format!("{} to {}: {sum}", formatting::format_date(first), formatting::format_date(last))
        }
    };
    OutputPage::new(head).table(table)
}
