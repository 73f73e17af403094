//! `shiftdesk survey import`: imports survey answers from CSV in one transaction.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use crate::cli::changes::apply_change;
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::formatting;
use crate::cli::import::spool;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn as Head, PageTable as Shown};
use crate::engine::survey_import::{self, SurveyImportPlan};
use crate::events::change::Change;
use crate::exchange::csv::dates::DateFormat;
use crate::exchange::csv::table::{CsvTable, JoinResult};
use crate::exchange::csv::{ImportError, RejectedRow};
use crate::exchange::surveys::{self, SurveyColumn, SurveyFile, SurveyImportOptions};
use crate::model::survey::{RatingScale, SurveyKind};
use crate::model::text::{clean_line, fit, fold};
use crate::model::time::Zone;

/// Rejected rows on the page; the JSON has all.
const MAX_ROWS_SHOWN: usize = 20;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The columns are known by their headers, in many words for the same: id, score (nps, csat, ces, rating …), answered \
(submitted at, date …), asked (sent at …), customer, email, ticket, agent, about (work type, product …), comment and \
cause. Say others with --column, ours=theirs:

  shiftdesk survey import nps.csv --with appointments.csv --column about=work_type

A row without a score was asked and has not answered. A score that is not on the scale, a row without a date, or a \
ticket that is not in the file is refused, and the rest is taken in. Satisfaction with a ticket that is in the file rates \
that ticket; a ticket is found by its number in the desk it came from, else by ours. The same answer is taken in once: \
importing the file again changes nothing. One undo takes it all back. Exit code 6: some rows were refused.")]
pub struct Args {
    /// CSV file; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Survey kind: csat, nps or ces [default: from the header of the score column]
    #[arg(long)]
    kind: Option<SurveyKind>,
    /// Lowest and highest score: 0-10 [default: csat 1-5, nps 0-10, ces 1-7]
    #[arg(long, value_name = "FROM-TO")]
    scale: Option<RatingScale>,
    /// Map a column of the file: score=grade; repeatable
    #[arg(long, value_name = "OURS=THEIRS", value_parser = parse_column_mapping)]
    column: Vec<(SurveyColumn, String)>,
    /// CSV file with more columns, joined by the common column; repeatable
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
    /// Name of the source; together with the ID there it identifies an answer [default: the file name]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Time zone of times without one [default: the team’s]
    #[arg(long, value_name = "ZONE")]
    tz: Option<Zone>,
    /// Date format: dmy, mdy, ymd, or a pattern such as "%d.%m.%Y %H:%M"
    #[arg(long, value_name = "ORDER")]
    dates: Option<DateFormat>,
    /// Print what would happen, without writing
    #[arg(long)]
    dry_run: bool,
    /// Import nothing if any row is rejected
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    form: OutputArgs,
}

fn parse_column_mapping(text: &str) -> Result<(SurveyColumn, String), String> {
    let (ours, theirs) = text.split_once('=').ok_or_else(|| format!("‘{text}’ is not OURS=THEIRS"))?;
    let column = SurveyColumn::from_name(ours.trim()).ok_or_else(|| {
        format!("there is no column ‘{}’ of ours; there are {}", ours.trim(), SurveyColumn::name_list())
    })?;
    Ok((column, theirs.trim().to_owned()))
}

/// JSON result of an import.
#[derive(Debug, Serialize)]
struct SurveyImportJson {
    source: String,
    kind: &'static str,
    scale: String,
    dry_run: bool,
    /// Rows read, without the header.
    rows: usize,
    added: usize,
    /// Added answers that rate a ticket.
    rated: usize,
    updated: usize,
    unchanged: usize,
    /// Exact duplicates within the file.
    repeated: usize,
    /// Answers with an ID that another answer has; they get a new one.
    renumbered: usize,
    refused: Vec<RejectedRow>,
    /// Agents not in the team.
    strangers: Vec<String>,
    #[serde(serialize_with = "as_map")]
    columns: Vec<(String, &'static str)>,
    joined: Vec<JoinedFileJson>,
}

/// A joined file.
#[derive(Debug, Serialize)]
struct JoinedFileJson {
    file: String,
    on: String,
    /// Rows without a match in it.
    unmatched: usize,
}

fn as_map<S: Serializer>(pairs: &[(String, &'static str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(header, field)| (header, field)))
}

pub fn run(args: &Args, context: &CliContext) -> anyhow::Result<()> {
    let mut table = read_table(&args.file)?;
    let mut joined = Vec::new();
    for path in &args.with {
        let JoinResult { column: on, unmatched } =
            table.join(self::read_table(path)?).map_err(|error| import_failure(error, path))?;
        joined.push(JoinedFileJson { file: path.display().to_string(), on, unmatched });
    }
    let options = SurveyImportOptions {
        kind: args.kind,
        scale: args.scale,
        columns: args.column.clone(),
        date_format: args.dates.clone(),
        zone: args.tz.unwrap_or(context.settings.zone),
    };
    let rows = table.rows.len() + table.rejected.len();
    let read = surveys::parse_surveys(&table, &options).map_err(|error| import_failure(error, &args.file))?;
    drop(table);
    let given = args.source.as_deref().map(clean_line).filter(|name| !name.is_empty());
    let source =
        given.map_or_else(|| fold(clean_line(&spool::source_stem(&args.file)).trim()), |name| name.into_owned());
    let mut store = context.open_store()?;
    let named: BTreeSet<&str> = read.answers.iter().filter_map(|answer| answer.ticket.as_deref()).collect();
    let known = store.survey_import_context(&source, named.into_iter())?;
    let SurveyFile { kind, scale, answers, rejected: refused, duplicates: repeated, renumbered, columns } = read;
    let mut plan = survey_import::plan_survey_import(answers, &known, &source);
    plan.rejected.extend(refused);
    plan.rejected.sort();
    let stopped = args.strict && !plan.rejected.is_empty();
    let changes = std::mem::take(&mut plan.changes);
    let report = SurveyImportJson {
        source,
        kind: kind.name(),
        scale: format!("{}-{}", scale.from, scale.to),
        dry_run: args.dry_run,
        rows,
        repeated,
        renumbered,
        columns,
        joined,
        ..SurveyImportJson::from_plan(plan, stopped)
    };
    if !changes.is_empty() && !args.dry_run && !stopped {
        apply_change(context, &mut store, Change::Batch(changes), None)?;
    }
    print_result(args.form, &report, || page(&report))?;
    match report.refused.len() {
        0 => Ok(()),
        n if stopped => Err(Failure::invalid(format!(
            "{n} of {rows} rows cannot be taken, and --strict takes a file whole or not at all. Nothing was written."
        ))),
        n => Err(Failure::invalid(format!("{n} of {rows} rows were refused; what is wrong with each is said above."))),
    }
}

impl SurveyImportJson {
    /// Sets the counts of a plan, zero if `stopped`; the caller fills in the rest.
    fn from_plan(plan: SurveyImportPlan, stopped: bool) -> SurveyImportJson {
        let count = |n: usize| if stopped { 0 } else { n };
        let refused = plan.rejected.into_iter().map(|(line, reason)| RejectedRow { line, reason: fit(&reason, 300) });
        SurveyImportJson {
            added: count(plan.added),
            rated: count(plan.rated),
            updated: count(plan.updated),
            unchanged: count(plan.unchanged),
            refused: refused.collect(),
            strangers: plan.unknown_agents.into_iter().collect(),
            source: String::new(),
            kind: "",
            scale: String::new(),
            dry_run: false,
            rows: 0,
            repeated: 0,
            renumbered: 0,
            columns: Vec::new(),
            joined: Vec::new(),
        }
    }
}

fn read_table(path: &Path) -> anyhow::Result<CsvTable> {
    CsvTable::read(spool::open(path)?).map_err(|error| import_failure(error, path))
}

pub(in crate::cli) fn import_failure(error: ImportError, path: &Path) -> anyhow::Error {
    let shown = if path == Path::new("-") { "Standard input".into() } else { path.display().to_string() };
    match error {
        ImportError::Io(error) => anyhow::anyhow!("{shown} cannot be read: {error}."),
        error => Failure::usage(format!("{shown}: {error}")),
    }
}

fn page(report: &SurveyImportJson) -> OutputPage {
    let SurveyImportJson { added, rated, updated, unchanged, refused, .. } = report;
    let trial = if report.dry_run { " This was a trial: nothing was written." } else { "" };
    let summary = match (added, updated, unchanged) {
        (0, 0, 1..) if refused.is_empty() => "everything in it is here already, nothing changed".to_owned(),
        _ => format!("{added} added, {updated} updated, {unchanged} unchanged, {} refused", refused.len()),
    };
    let head = format!(
        "{} from {}, {} on {}: {summary}.{trial}",
        formatting::format_count(report.rows, "row"),
        report.source,
        report.kind,
        report.scale
    );
    let mut page = OutputPage::new(head);
    if *rated > 0 {
        page = page.line(format!("{rated} of them rate tickets of this file."));
    }
    for join in &report.joined {
        let unmatched = match join.unmatched {
            0 => "every row is in it".to_owned(),
            n => format!("{} not in it", formatting::format_count(n, "row")),
        };
        page = page.line(format!("Joined with {} by {}: {unmatched}.", join.file, join.on));
    }
    let mut columns = Shown::new([Head::truncatable("column", 12), Head::left("taken as")]);
    for (header, field) in &report.columns {
        columns.add_row([PageCell::text(header), PageCell::text(field)]);
    }
    page = page.table(columns);
    if report.repeated > 0 {
        page = page.line(format!(
            "Said twice in the file and taken once: {}.",
            formatting::format_count(report.repeated, "row")
        ));
    }
    if report.renumbered > 0 {
        let n = formatting::format_count(report.renumbered, "answer");
        page = page.line(format!("{n} with a number that another answer has, too; both are taken."));
    }
    if !report.strangers.is_empty() {
        let shown: Vec<_> = report.strangers.iter().take(3).map(String::as_str).collect();
        let n = formatting::format_count(report.strangers.len(), "agent");
        page = page.line(format!(
            "{n} not in the team, so nobody is credited with their answers: {}{}.",
            shown.join(", "),
            if report.strangers.len() > shown.len() { " …" } else { "" }
        ));
    }
    if !report.refused.is_empty() {
        let mut table = Shown::new([Head::right("line"), Head::truncatable("refused because", 30)]);
        for one in report.refused.iter().take(MAX_ROWS_SHOWN) {
            table.add_row([PageCell::number(one.line), PageCell::text(&one.reason)]);
        }
        page = page.table(table);
        if report.refused.len() > MAX_ROWS_SHOWN {
            page = page.line(format!("And {} more; --json lists all.", report.refused.len() - MAX_ROWS_SHOWN));
        }
    }
    page
}
