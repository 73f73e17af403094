//! `shiftdesk survey import`: answers to surveys from a file, as one act.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use crate::cli::act::make;
use crate::cli::import::spool;
use crate::cli::output::{Form, print};
use crate::cli::page::{Cell, Column as Head, Page, Table as Shown};
use crate::cli::{Context, Failure, words};
use crate::domain::change::Change;
use crate::domain::survey::plan::{self, Plan};
use crate::domain::survey::{Scale, SurveyKind};
use crate::domain::text::{clean_line, fit, fold};
use crate::domain::time::Zone;
use crate::exchange::csv::dates::Written;
use crate::exchange::csv::table::{Joined, Table};
use crate::exchange::csv::{Error, Refused};
use crate::exchange::surveys::{self, Column, Options, Read};

/// So many refused rows are shown to people; the JSON has them all.
const SHOWN: usize = 20;

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
    /// The CSV; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What was asked: csat, nps or ces [default: told from the header of the scores]
    #[arg(long)]
    kind: Option<SurveyKind>,
    /// The lowest and the highest score: 0-10 [default: csat 1-5, nps 0-10, ces 1-7]
    #[arg(long, value_name = "FROM-TO")]
    scale: Option<Scale>,
    /// Which column of the file is which of ours: score=grade; may be given several times
    #[arg(long, value_name = "OURS=THEIRS", value_parser = column)]
    column: Vec<(Column, String)>,
    /// A file that says more of each row, joined by the column that both have; may be given several times
    #[arg(long, value_name = "FILE")]
    with: Vec<PathBuf>,
    /// What the answers come from; with their numbers there it tells them apart [default: the file’s name]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The zone of times that name none [default: the team’s]
    #[arg(long, value_name = "ZONE")]
    tz: Option<Zone>,
    /// How dates are written: dmy, mdy, ymd, or a pattern such as "%d.%m.%Y %H:%M"
    #[arg(long, value_name = "ORDER")]
    dates: Option<Written>,
    /// Say what would happen, and leave everything as it is
    #[arg(long)]
    dry_run: bool,
    /// Refuse the whole file if any row of it has to be refused
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    form: Form,
}

fn column(text: &str) -> Result<(Column, String), String> {
    let (ours, theirs) = text.split_once('=').ok_or_else(|| format!("‘{text}’ is not OURS=THEIRS"))?;
    let column = Column::named(ours.trim())
        .ok_or_else(|| format!("there is no column ‘{}’ of ours; there are {}", ours.trim(), Column::all()))?;
    Ok((column, theirs.trim().to_owned()))
}

/// What an import comes to, as the JSON has it.
#[derive(Debug, Serialize)]
struct Report {
    source: String,
    kind: &'static str,
    scale: String,
    dry_run: bool,
    /// Rows read, after the header.
    rows: usize,
    added: usize,
    /// Ratings of tickets among those added.
    rated: usize,
    updated: usize,
    unchanged: usize,
    /// Rows that say again, word for word, what another row says.
    repeated: usize,
    /// Answers whose number another one has, too; they have a second one.
    renumbered: usize,
    refused: Vec<Refused>,
    /// Agents whom the team does not know.
    strangers: Vec<String>,
    #[serde(serialize_with = "as_map")]
    columns: Vec<(String, &'static str)>,
    joined: Vec<Join>,
}

/// A file that was joined.
#[derive(Debug, Serialize)]
struct Join {
    file: String,
    on: String,
    /// Rows that it says nothing of.
    unmatched: usize,
}

fn as_map<S: Serializer>(pairs: &[(String, &'static str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(header, field)| (header, field)))
}

pub fn run(args: &Args, context: &Context) -> anyhow::Result<()> {
    let mut table = table(&args.file)?;
    let mut joined = Vec::new();
    for path in &args.with {
        let Joined { on, unmatched } = table.join(self::table(path)?).map_err(|error| explain(error, path))?;
        joined.push(Join { file: path.display().to_string(), on, unmatched });
    }
    let options = Options {
        kind: args.kind,
        scale: args.scale,
        columns: args.column.clone(),
        written: args.dates.clone(),
        zone: args.tz.unwrap_or(context.settings.zone),
    };
    let rows = table.rows.len() + table.refused.len();
    let read = surveys::read(&table, &options).map_err(|error| explain(error, &args.file))?;
    drop(table);
    let said = args.source.as_deref().map(clean_line).filter(|name| !name.is_empty());
    let source = said.map_or_else(|| fold(clean_line(&spool::stem(&args.file)).trim()), |name| name.into_owned());
    let mut store = context.store()?;
    let named: BTreeSet<&str> = read.answers.iter().filter_map(|answer| answer.ticket.as_deref()).collect();
    let known = store.known_to_surveys(&source, named.into_iter())?;
    let Read { kind, scale, answers, refused, repeated, renumbered, columns } = read;
    let mut plan = plan::plan(answers, &known, &source);
    plan.refused.extend(refused);
    plan.refused.sort();
    let stopped = args.strict && !plan.refused.is_empty();
    let changes = std::mem::take(&mut plan.changes);
    let report = Report {
        source,
        kind: kind.name(),
        scale: format!("{}-{}", scale.from, scale.to),
        dry_run: args.dry_run,
        rows,
        repeated,
        renumbered,
        columns,
        joined,
        ..Report::of(plan, stopped)
    };
    if !changes.is_empty() && !args.dry_run && !stopped {
        make(context, &mut store, Change::Many(changes), None)?;
    }
    print(args.form, &report, || page(&report))?;
    match report.refused.len() {
        0 => Ok(()),
        n if stopped => Err(Failure::invalid(format!(
            "{n} of {rows} rows cannot be taken, and --strict takes a file whole or not at all. Nothing was written."
        ))),
        n => Err(Failure::invalid(format!("{n} of {rows} rows were refused; what is wrong with each is said above."))),
    }
}

impl Report {
    /// What a plan counts; the rest is the file's. Nothing of a file that is `stopped` is taken.
    fn of(plan: Plan, stopped: bool) -> Report {
        let count = |n: usize| if stopped { 0 } else { n };
        let refused = plan.refused.into_iter().map(|(line, reason)| Refused { line, reason: fit(&reason, 300) });
        Report {
            added: count(plan.added),
            rated: count(plan.rated),
            updated: count(plan.updated),
            unchanged: count(plan.same),
            refused: refused.collect(),
            strangers: plan.strangers.into_iter().collect(),
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

fn table(path: &Path) -> anyhow::Result<Table> {
    Table::read(spool::open(path)?).map_err(|error| explain(error, path))
}

pub(in crate::cli) fn explain(error: Error, path: &Path) -> anyhow::Error {
    let shown = if path == Path::new("-") { "Standard input".into() } else { path.display().to_string() };
    match error {
        Error::Io(error) => anyhow::anyhow!("{shown} cannot be read: {error}."),
        said => Failure::usage(format!("{shown}: {said}")),
    }
}

fn page(report: &Report) -> Page {
    let Report { added, rated, updated, unchanged, refused, .. } = report;
    let trial = if report.dry_run { " This was a trial: nothing was written." } else { "" };
    let told = match (added, updated, unchanged) {
        (0, 0, 1..) if refused.is_empty() => "everything in it is here already, nothing changed".to_owned(),
        _ => format!("{added} added, {updated} updated, {unchanged} unchanged, {} refused", refused.len()),
    };
    let head = format!(
        "{} from {}, {} on {}: {told}.{trial}",
        words::count(report.rows, "row"),
        report.source,
        report.kind,
        report.scale
    );
    let mut page = Page::new(head);
    if *rated > 0 {
        page = page.line(format!("{rated} of them rate tickets of this file."));
    }
    for join in &report.joined {
        let unmatched = match join.unmatched {
            0 => "every row is in it".to_owned(),
            n => format!("{} not in it", words::count(n, "row")),
        };
        page = page.line(format!("Joined with {} by {}: {unmatched}.", join.file, join.on));
    }
    let mut columns = Shown::new([Head::cut("column", 12), Head::left("taken as")]);
    for (header, field) in &report.columns {
        columns.row([Cell::text(header), Cell::text(field)]);
    }
    page = page.table(columns);
    if report.repeated > 0 {
        page = page.line(format!("Said twice in the file and taken once: {}.", words::count(report.repeated, "row")));
    }
    if report.renumbered > 0 {
        let n = words::count(report.renumbered, "answer");
        page = page.line(format!("{n} with a number that another answer has, too; both are taken."));
    }
    if !report.strangers.is_empty() {
        let shown: Vec<_> = report.strangers.iter().take(3).map(String::as_str).collect();
        let n = words::count(report.strangers.len(), "agent");
        page = page.line(format!(
            "{n} not in the team, so nobody is credited with their answers: {}{}.",
            shown.join(", "),
            if report.strangers.len() > shown.len() { " …" } else { "" }
        ));
    }
    if !report.refused.is_empty() {
        let mut table = Shown::new([Head::right("line"), Head::cut("refused because", 30)]);
        for one in report.refused.iter().take(SHOWN) {
            table.row([Cell::number(one.line), Cell::text(&one.reason)]);
        }
        page = page.table(table);
        if report.refused.len() > SHOWN {
            page = page.line(format!("And {} more; --json lists all.", report.refused.len() - SHOWN));
        }
    }
    page
}
