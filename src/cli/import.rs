//! `shiftdesk import`: imports tickets from another desk's CSV export, in batches. Repeating an import is safe.

pub mod report;
pub mod spool;

pub use report::ImportReport;

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};

use super::output::{self, OutputArgs};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::exchange::csv::dates::DateFormat;
use crate::exchange::csv::{
    self, ImportMap, ImportOptions, ImportPlan, ImportRow, RejectedRow, SuspectValue, TicketReader,
};
use crate::model::person::Author;
use crate::model::time::{Instant, Zone};
use crate::store::Store;
use crate::store::bulk_import::{CleanRow, ImportBatch, ImportOutcome, ROWS_PER_BATCH};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The columns of Zendesk, Freshdesk, Freshservice, Zammad, osTicket, Jira, HubSpot and ServiceNow exports are known by \
their headers. For any other file, say in a map what its columns and words mean:

  dates = \"dmy\"                  # or mdy, ymd, \"%d.%m.%Y %H:%M\"
  [columns]
  id = \"unique_key\"              # ours = \"theirs\"
  tags = [\"area\", \"topic\"]       # several give tags
  updated = []                   # leave a column alone
  [status]
  \"Under repair\" = \"on_hold\"     # new open pending on_hold solved closed
  [priority]
  \"P0\" = \"urgent\"                # low normal high urgent
  [units]
  \"Waiting time\" = \"minutes\"     # milliseconds seconds minutes hours

Columns: id, subject, body, customer, email, phone, organization, tier, assignee, group, channel, category, tags, \
priority, status, status_category, created, first_response, solved, closed, updated, replies, reopens, rating.

Importing the same file again changes nothing; a newer export brings the tickets up to date, but for what somebody here \
has changed since. Exit code 6: some rows were refused; the rest is in.")]
pub struct Args {
    /// CSV file; `-` for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Name of the source desk; together with the ID there it identifies a ticket
    /// [default: from the headers, else the file name]
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Map file for columns and values
    #[arg(long, value_name = "MAP.toml")]
    pub map: Option<PathBuf>,
    /// Time zone of times without one [default: the team's]
    #[arg(long, value_name = "ZONE")]
    pub tz: Option<Zone>,
    /// Date format: dmy, mdy, ymd, or a pattern such as "%d.%m.%Y %H:%M"
    #[arg(long, value_name = "ORDER")]
    pub dates: Option<DateFormat>,
    /// Print what would happen, without writing
    #[arg(long)]
    pub dry_run: bool,
    /// Import nothing if any row is rejected
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub form: OutputArgs,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let mut file = spool::open(&args.file)?;
    let options = import_options(&args, context)?;
    let bar = read_spinner();
    let plan = ImportPlan::build(&mut file, &options).map_err(|error| import_failure(error, &args.file));
    bar.finish_and_clear();
    let plan = plan?;
    let mut report = ImportReport::new(&plan, args.tz.is_some(), args.dry_run);
    if args.strict {
        report.refused = find_rejected(&plan, &mut file)?;
    }
    let stopped = args.strict && !report.refused.is_empty();
    if stopped {
        report.rows = plan.rows;
    } else {
        let bar = row_progress(plan.rows);
        // A dry run does not create a missing file; every ticket would be new in it.
        let mut store = match args.dry_run && !context.db.exists() {
            true => None,
            false => Some(context.open_or_create_store()?),
        };
        let by = store.as_ref().map(|store| context.author(store)).transpose()?.unwrap_or_default();
        let desk =
            store.as_mut().map(|store| ImportTarget { store, author: by, now: context.now(), dry_run: args.dry_run });
        import_rows(desk, &plan, &mut file, &bar, &mut report)?;
        bar.finish_and_clear();
    }
    output::print_result(args.form, &report, || report.page())?;
    match report.refused.len() {
        0 => Ok(()),
        n if stopped => Err(Failure::invalid(format!(
            "{n} of {} rows cannot be read, and --strict takes a file whole or not at all. Nothing was written.",
            plan.rows
        ))),
        n => Err(Failure::invalid(format!(
            "{n} of {} rows were refused; what is wrong with each is said above.",
            plan.rows
        ))),
    }
}

/// Store and author of an import.
pub struct ImportTarget<'a> {
    pub store: &'a mut Store,
    pub author: Author,
    pub now: Instant,
    /// Dry run, on an in-memory copy.
    pub dry_run: bool,
}

/// Rows per read-ahead chunk and chunks in the channel: enough that neither thread waits, little memory.
const READ_AHEAD: (usize, usize) = (250, 8);

/// Pause after each batch, so that waiting writers get their turn.
const WRITER_PAUSE: Duration = Duration::from_millis(2);

/// Imports every row of `file`, [`ROWS_PER_BATCH`] rows per transaction, and counts the outcomes. A dry run works on a
/// copy, so that it blocks nobody; without a target every row counts as new. A separate thread reads ahead.
///
/// # Errors
/// Store and read errors. Batches before the error are committed; repeating the import continues from there.
pub fn import_rows(
    desk: Option<ImportTarget>,
    plan: &ImportPlan,
    file: &mut (impl Read + Seek + Send),
    bar: &ProgressBar,
    report: &mut ImportReport,
) -> anyhow::Result<()> {
    let rows = TicketReader::start(plan, file).context("The file cannot be read again")?;
    thread::scope(|scope| {
        let (sender, read) = sync_channel(READ_AHEAD.1);
        scope.spawn(move || read_ahead(rows, &sender));
        write_batches(desk, read.iter().flatten(), bar, report)
    })
}

/// A parsed row, or the error that ended reading.
type ParsedRowResult = io::Result<ParsedRow>;

enum ParsedRow {
    Ticket(CleanRow, Vec<SuspectValue>),
    Rejected(RejectedRow),
}

/// Reads until the end of the file, or until the receiver is dropped.
fn read_ahead<F: Read + Seek>(rows: TicketReader<F>, sender: &SyncSender<Vec<ParsedRowResult>>) {
    let mut rows = rows.map(|entry| {
        entry.map(|entry| match entry {
            ImportRow::Ticket(incoming, suspects) => ParsedRow::Ticket(CleanRow::from(*incoming), suspects),
            ImportRow::Rejected(refused) => ParsedRow::Rejected(refused),
        })
    });
    loop {
        let some: Vec<_> = rows.by_ref().take(READ_AHEAD.0).collect();
        if some.is_empty() || sender.send(some).is_err() {
            return;
        }
    }
}

fn write_batches(
    desk: Option<ImportTarget>,
    mut rows: impl Iterator<Item = ParsedRowResult>,
    bar: &ProgressBar,
    report: &mut ImportReport,
) -> anyhow::Result<()> {
    // A dry run has the copy to itself: no pause needed.
    let trial = desk.as_ref().is_some_and(|desk| desk.dry_run);
    let mut copy = desk.as_ref().filter(|_| trial).map(|desk| desk.store.copy_to_memory()).transpose()?;
    let mut desk = desk.map(|desk| match copy.as_mut() {
        Some(store) => ImportTarget { store, ..desk },
        None => desk,
    });
    loop {
        let mut batch =
            desk.as_mut().map(|desk| desk.store.begin_import_batch(desk.author.clone(), desk.now)).transpose()?;
        let mut taken = 0;
        for row in rows.by_ref().take(ROWS_PER_BATCH) {
            let row = row.with_context(|| format!("The file cannot be read beyond row {}", report.rows))?;
            taken += 1;
            import_row(row, batch.as_mut(), report)?;
        }
        bar.inc(taken as u64);
        if let Some(batch) = batch {
            batch.commit()?;
            if !trial {
                thread::sleep(WRITER_PAUSE);
            }
        }
        if taken < ROWS_PER_BATCH {
            return Ok(());
        }
    }
}

fn import_row(row: ParsedRow, batch: Option<&mut ImportBatch>, report: &mut ImportReport) -> anyhow::Result<()> {
    report.rows += 1;
    match row {
        ParsedRow::Rejected(refused) => report.refused.push(refused),
        ParsedRow::Ticket(row, suspects) => {
            report.suspect.extend(suspects);
            let id = row.source_id().to_owned();
            match batch.map(|batch| batch.import(row)).transpose()? {
                None | Some(ImportOutcome::Imported(_)) => report.imported += 1,
                Some(ImportOutcome::Unchanged(_)) => report.unchanged += 1,
                Some(ImportOutcome::Updated(ticket, kept)) => {
                    report.updated += 1;
                    report.add_local_edits(ticket, &id, &kept);
                }
            }
        }
    }
    Ok(())
}

/// Finds the rejected rows without writing.
fn find_rejected(plan: &ImportPlan, file: &mut File) -> anyhow::Result<Vec<RejectedRow>> {
    let mut refused = Vec::new();
    for entry in TicketReader::start(plan, file)? {
        if let ImportRow::Rejected(row) = entry? {
            refused.push(row);
        }
    }
    Ok(refused)
}

fn import_options(args: &Args, context: &CliContext) -> anyhow::Result<ImportOptions> {
    let map = match &args.map {
        None => ImportMap::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failure::not_found(format!("The map {} cannot be read: {error}.", path.display())))?;
            ImportMap::parse(&text)
                .map_err(|why| Failure::usage(format!("The map {} is not right: {why}", path.display())))?
        }
    };
    Ok(ImportOptions {
        source: args.source.clone(),
        stem: spool::source_stem(&args.file),
        map,
        date_format: args.dates.clone(),
        zone: args.tz.unwrap_or(context.settings.zone),
    })
}

fn import_failure(error: csv::ImportError, path: &Path) -> anyhow::Error {
    match error {
        csv::ImportError::NeedsInput(sentence) => Failure::usage(sentence),
        csv::ImportError::NotTickets(sentence) => {
            Failure::invalid(format!("{} was not imported. {sentence}", path.display()))
        }
        csv::ImportError::Io(error) => anyhow::Error::new(error).context(format!("{} cannot be read", path.display())),
    }
}

/// Spinner for the first pass over the file. On stderr, only if it is a terminal.
fn read_spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message("Reading the file …");
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Progress by rows. On stderr, only if it is a terminal.
fn row_progress(rows: u64) -> ProgressBar {
    let bar = ProgressBar::new(rows);
    match ProgressStyle::with_template("{wide_bar} {pos} of {len} rows, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
