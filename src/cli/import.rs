//! `shiftdesk import`: tickets from a file of another desk, in batches, as often as one likes.

mod report;
pub mod spool;

pub use report::Report;

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};

use super::output::{self, Form};
use super::{Context, Failure};
use crate::domain::event::Author;
use crate::domain::time::{Instant, Zone};
use crate::exchange::csv::dates::Written;
use crate::exchange::csv::{self, Entry, Map, Options, Plan, Refused, Rows, Suspect};
use crate::store::Store;
use crate::store::load::{BATCH, Batch, Landed, Ready};

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
    /// The CSV; `-` for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The desk that the tickets come from; with their numbers there it tells them apart [default: told from the headers, else the file's name]
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// A file that says what the columns and words mean
    #[arg(long, value_name = "MAP.toml")]
    pub map: Option<PathBuf>,
    /// The zone of times that name none [default: the team's]
    #[arg(long, value_name = "ZONE")]
    pub tz: Option<Zone>,
    /// How dates are written: dmy, mdy, ymd, or a pattern such as "%d.%m.%Y %H:%M"
    #[arg(long, value_name = "ORDER")]
    pub dates: Option<Written>,
    /// Say what would happen, and leave everything as it is
    #[arg(long)]
    pub dry_run: bool,
    /// Refuse the whole file if any row of it has to be refused
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub form: Form,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let mut file = spool::open(&args.file)?;
    let options = options(&args, context)?;
    let bar = reading();
    let plan = Plan::make(&mut file, &options).map_err(|error| explain(error, &args.file));
    bar.finish_and_clear();
    let plan = plan?;
    let mut report = Report::new(&plan, args.tz.is_some(), args.dry_run);
    if args.strict {
        report.refused = refused(&plan, &mut file)?;
    }
    let stopped = args.strict && !report.refused.is_empty();
    if stopped {
        report.rows = plan.rows;
    } else {
        let bar = counting(plan.rows);
        // A file that is not there yet is not made for a trial; in it every ticket would be new.
        let mut store = match args.dry_run && !context.db.exists() {
            true => None,
            false => Some(context.store_or_new()?),
        };
        let by = store.as_ref().map(|store| context.author(store)).transpose()?.unwrap_or_default();
        let desk = store.as_mut().map(|store| Desk { store, by, now: context.now(), trial: args.dry_run });
        bring_in(desk, &plan, &mut file, &bar, &mut report)?;
        bar.finish_and_clear();
    }
    output::print(args.form, &report, || report.page())?;
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

/// Where tickets are brought to.
pub struct Desk<'a> {
    pub store: &'a mut Store,
    pub by: Author,
    pub now: Instant,
    /// Find out what would happen, on a copy.
    pub trial: bool,
}

/// How many rows are read ahead at a time, and how often: enough that neither side waits for the other, and little to keep.
const AHEAD: (usize, usize) = (250, 8);

/// The pause after each batch, in which whoever waits to write comes in.
const LET_IN: Duration = Duration::from_millis(2);

/// Brings every row of `file` to the desk, [`BATCH`] rows in a transaction, and counts what became of it. A trial is made
/// on a copy, so that nobody waits for it; without a desk every row counts as new. The rows are read on a thread of their
/// own, ahead of those that are written.
///
/// # Errors
/// Those of the store, and of reading. Batches before the error are in; the same import, run again, goes on from there.
pub fn bring_in(
    desk: Option<Desk>,
    plan: &Plan,
    file: &mut (impl Read + Seek + Send),
    bar: &ProgressBar,
    report: &mut Report,
) -> anyhow::Result<()> {
    let rows = Rows::begin(plan, file).context("The file cannot be read again")?;
    thread::scope(|scope| {
        let (give, read) = sync_channel(AHEAD.1);
        scope.spawn(move || read_ahead(rows, &give));
        write(desk, read.iter().flatten(), bar, report)
    })
}

/// A row that was read, ready to be written.
type ReadRow = io::Result<Row>;

enum Row {
    Ticket(Ready, Vec<Suspect>),
    Refused(Refused),
}

/// Reads until there is no more, or nobody wants any.
fn read_ahead<F: Read + Seek>(rows: Rows<F>, give: &SyncSender<Vec<ReadRow>>) {
    let mut rows = rows.map(|entry| {
        entry.map(|entry| match entry {
            Entry::Ticket(incoming, suspects) => Row::Ticket(Ready::from(*incoming), suspects),
            Entry::Refused(refused) => Row::Refused(refused),
        })
    });
    loop {
        let some: Vec<_> = rows.by_ref().take(AHEAD.0).collect();
        if some.is_empty() || give.send(some).is_err() {
            return;
        }
    }
}

fn write(
    desk: Option<Desk>,
    mut rows: impl Iterator<Item = ReadRow>,
    bar: &ProgressBar,
    report: &mut Report,
) -> anyhow::Result<()> {
    // On its copy nobody else waits.
    let trial = desk.as_ref().is_some_and(|desk| desk.trial);
    let mut copy = desk.as_ref().filter(|_| trial).map(|desk| desk.store.copy()).transpose()?;
    let mut desk = desk.map(|desk| match copy.as_mut() {
        Some(store) => Desk { store, ..desk },
        None => desk,
    });
    loop {
        let mut batch = desk.as_mut().map(|desk| desk.store.batch(desk.by.clone(), desk.now)).transpose()?;
        let mut taken = 0;
        for row in rows.by_ref().take(BATCH) {
            let row = row.with_context(|| format!("The file cannot be read beyond row {}", report.rows))?;
            taken += 1;
            take(row, batch.as_mut(), report)?;
        }
        bar.inc(taken as u64);
        if let Some(batch) = batch {
            batch.commit()?;
            if !trial {
                thread::sleep(LET_IN);
            }
        }
        if taken < BATCH {
            return Ok(());
        }
    }
}

fn take(row: Row, batch: Option<&mut Batch>, report: &mut Report) -> anyhow::Result<()> {
    report.rows += 1;
    match row {
        Row::Refused(refused) => report.refused.push(refused),
        Row::Ticket(row, suspects) => {
            report.suspect.extend(suspects);
            let id = row.source_id().to_owned();
            match batch.map(|batch| batch.import(row)).transpose()? {
                None | Some(Landed::Imported(_)) => report.imported += 1,
                Some(Landed::Unchanged(_)) => report.unchanged += 1,
                Some(Landed::Updated(ticket, kept)) => {
                    report.updated += 1;
                    report.keep(ticket, &id, &kept);
                }
            }
        }
    }
    Ok(())
}

/// The rows that would be refused, found without writing anything.
fn refused(plan: &Plan, file: &mut File) -> anyhow::Result<Vec<Refused>> {
    let mut refused = Vec::new();
    for entry in Rows::begin(plan, file)? {
        if let Entry::Refused(row) = entry? {
            refused.push(row);
        }
    }
    Ok(refused)
}

fn options(args: &Args, context: &Context) -> anyhow::Result<Options> {
    let map = match &args.map {
        None => Map::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failure::not_found(format!("The map {} cannot be read: {error}.", path.display())))?;
            Map::parse(&text)
                .map_err(|why| Failure::usage(format!("The map {} is not right: {why}", path.display())))?
        }
    };
    Ok(Options {
        source: args.source.clone(),
        stem: spool::stem(&args.file),
        map,
        dates: args.dates.clone(),
        zone: args.tz.unwrap_or(context.settings.zone),
    })
}

fn explain(error: csv::Error, path: &Path) -> anyhow::Error {
    match error {
        csv::Error::Ask(sentence) => Failure::usage(sentence),
        csv::Error::NotTickets(sentence) => {
            Failure::invalid(format!("{} was not imported. {sentence}", path.display()))
        }
        csv::Error::Io(error) => anyhow::Error::new(error).context(format!("{} cannot be read", path.display())),
    }
}

/// Turns while the file is read for the first time. On stderr, and only where that is a terminal.
fn reading() -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message("Reading the file …");
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Counts rows. On stderr, and only where that is a terminal.
fn counting(rows: u64) -> ProgressBar {
    let bar = ProgressBar::new(rows);
    match ProgressStyle::with_template("{wide_bar} {pos} of {len} rows, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
