//! `shiftdesk demo`: generates a sample team in its own file.
//!
//! The file is built under a temporary name and renamed when complete, so Ctrl-C leaves no partial file.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use anyhow::Context as _;
use chrono::{Days, TimeDelta};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use signal_hook::consts::{SIGINT, SIGTERM};

use super::{open, output};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::engine::roster::rules::monday;
use crate::exchange::demo::{DEFAULT_SEED, Demo, DemoSizes, RecentTickets};
use crate::model::person::Author;
use crate::model::record::Record;
use crate::model::time::Instant;
use crate::store::Store;
use crate::store::bulk_import::ROWS_PER_BATCH;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Team size [default: 12]
    #[arg(long, value_name = "N")]
    pub people: Option<usize>,
    /// Number of tickets, up to 1,000 a day [default: 3500]
    #[arg(long, value_name = "N")]
    pub tickets: Option<u64>,
    /// Number of open tickets [default: 60, or 5000 from 100,000 tickets]
    #[arg(long, value_name = "N")]
    pub open: Option<u64>,
    /// Random seed; the same seed generates the same team
    #[arg(long, value_name = "N", default_value_t = DEFAULT_SEED)]
    pub seed: u64,
    /// New file to write [default: demo.db in the user's data folder, replaced each time]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write the file without opening the screen
    #[arg(long)]
    pub no_open: bool,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let sizes = DemoSizes::new(args.people, args.tickets, args.open).map_err(Failure::usage)?;
    if !args.no_open {
        open::require_terminal()?;
    }
    let place = DemoLocation::choose(args.out)?;
    let started = (context.clock)();
    if place.is_open_elsewhere(started) && !args.no_open {
        output::print_message("The demo is open in another terminal already; this one looks at the same team.");
        return open_demo(place, context);
    }
    let demo = Demo::new(args.seed, context.now(), context.settings.zone, sizes, context.settings.sla_rules.clone());
    let building = DatabaseBuild::begin(&place.path)?;
    let mut store = Store::open_or_create(&building.path, context.settings.sla_rules.clone())?;
    write_demo(&mut store, &demo)?;
    write_reviews(&mut store, &demo, context)?;
    let counts = store.counts()?;
    // Closing the last connection checkpoints the -wal.
    drop(store);
    building.finish(&place)?;
    if args.no_open {
        let [(_, tickets), (_, open), (_, people), (_, events)] = counts;
        let seconds = ((context.clock)() - started).num_milliseconds() as f64 / 1000.0;
        let path = place.path.display();
        return output::print_line(&format!(
            "{path}: {people} people, {tickets} tickets, {open} open, {events} events, {seconds:.1} s"
        ));
    }
    open_demo(place, context)
}

/// Opens the screen on the demo as its lead, unless `--as` names someone else.
fn open_demo(place: DemoLocation, context: &CliContext) -> anyhow::Result<()> {
    let mut common = context.global.clone();
    common.acting_as.get_or_insert_with(|| Demo::lead_name().into());
    let (settings, clock, fixed) = (context.settings.clone(), context.clock, context.fixed_now);
    let context = CliContext {
        global: common,
        settings,
        db: place.path,
        clock,
        fixed_now: fixed,
        settings_notice: context.settings_notice.clone(),
    };
    open::open_screen(&context, context.open_store()?, true)
}

/// Writes the whole demo into a new file.
pub fn write_demo(store: &mut Store, demo: &Demo) -> anyhow::Result<()> {
    let stopped = watch_signals()?;
    let progress = progress_bar(demo.sizes().tickets);
    let author = Author { person: None, login: "demo".into() };
    let mut records = demo.records().peekable();
    while records.peek().is_some() {
        let mut batch = store.begin_import_batch(author.clone(), demo.history_start())?;
        for record in records.by_ref().take(ROWS_PER_BATCH) {
            batch.add_record(&record)?;
        }
        batch.commit()?;
        ensure_not_stopped(&stopped)?;
    }
    let mut seen = RecentTickets::default();
    thread::scope(|scope| {
        let seen = &mut seen;
        // Generate on a separate thread, one batch ahead of the writer.
        let (sender, receiver) = sync_channel(1);
        scope.spawn(move || {
            let mut generated = demo.tickets();
            loop {
                let batch: Vec<_> = generated.by_ref().take(ROWS_PER_BATCH).collect();
                // The writer has stopped.
                if batch.is_empty() || sender.send(batch).is_err() {
                    return;
                }
            }
        });
        let mut customers = demo.sizes().open;
        for tickets in receiver {
            let begins =
                tickets.first().and_then(|ticket| ticket.events.first()).map_or(demo.history_start(), |first| first.0);
            let mut batch = store.begin_import_batch(author.clone(), begins)?;
            progress.inc(tickets.len() as u64);
            for ticket in tickets {
                seen.add(&ticket);
                if let Some(customer) = ticket.new_customer {
                    customers += 1;
                    batch.add_record(&Record::Customer(customer))?;
                }
                batch.add_ticket_history(ticket.events)?;
            }
            batch.commit()?;
            ensure_not_stopped(&stopped)?;
        }
        let mut batch = store.begin_import_batch(author.clone(), demo.now())?;
        for record in demo.survey_records(customers) {
            batch.add_record(&record)?;
        }
        batch.commit()?;
        progress.finish_and_clear();
        anyhow::Ok(())
    })?;
    let mut batch = store.begin_import_batch(author, demo.history_start())?;
    for record in demo.planning_records(&seen) {
        batch.add_record(&record)?;
    }
    batch.commit()?;
    Ok(())
}

/// Adds reviews of this and last week's QA samples. Uses the active settings, so that the review list draws the same
/// samples.
fn write_reviews(store: &mut Store, demo: &Demo, context: &CliContext) -> anyhow::Result<()> {
    let (settings, now) = (&context.settings, context.now());
    let this = monday(settings.zone.date(now));
    let weeks = [this, this - Days::new(7)].map(|monday| store.solved_work_of_week(monday, settings.zone, now));
    let weeks = weeks.into_iter().collect::<Result<Vec<_>, _>>()?;
    for review in demo.reviews(&weeks, &settings.scorecards, &settings.review_sampling) {
        let mut batch = store.begin_import_batch(review.reviewer.clone(), review.at)?;
        batch.add_record(&Record::Review(review))?;
        batch.commit()?;
    }
    Ok(())
}

/// On stderr, only if it is a terminal.
fn progress_bar(tickets: u64) -> ProgressBar {
    let style =
        ProgressStyle::with_template("Inventing a team {wide_bar} {human_pos} of {human_len} tickets, {eta} left");
    let bar = ProgressBar::with_draw_target(Some(tickets), ProgressDrawTarget::stderr_with_hz(10));
    bar.enable_steady_tick(Duration::from_millis(200));
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Watches SIGINT and SIGTERM until dropped.
fn watch_signals() -> anyhow::Result<StopSignal> {
    let flag = Arc::new(AtomicBool::new(false));
    let handlers = [SIGINT, SIGTERM].map(|signal| signal_hook::flag::register(signal, flag.clone()));
    let handlers = handlers.into_iter().collect::<Result<_, _>>().context("Signals cannot be watched.")?;
    Ok(StopSignal { flag, handlers })
}

struct StopSignal {
    flag: Arc<AtomicBool>,
    handlers: Vec<signal_hook::SigId>,
}

impl Drop for StopSignal {
    fn drop(&mut self) {
        for handler in self.handlers.drain(..) {
            signal_hook::low_level::unregister(handler);
        }
    }
}

fn ensure_not_stopped(stopped: &StopSignal) -> anyhow::Result<()> {
    let stop = stopped.flag.load(Ordering::Relaxed);
    anyhow::ensure!(!stop, "Stopped before the demo was whole; nothing of it was kept. Start it again when you like.");
    Ok(())
}

/// Where the demo file is written.
struct DemoLocation {
    path: PathBuf,
    /// The default path, where an earlier demo may be replaced.
    is_default: bool,
}

impl DemoLocation {
    fn choose(out: Option<PathBuf>) -> anyhow::Result<DemoLocation> {
        if let Some(path) = out {
            let place = DemoLocation { path, is_default: false };
            place.ensure_absent()?;
            return Ok(place);
        }
        let team = crate::config::default_db_path()
            .context("This user has no data folder for the demo. Name a file for it with --out.")?;
        Ok(DemoLocation { path: team.with_file_name("demo.db"), is_default: true })
    }

    /// Whether another process has the default demo open. SQLite keeps a -shm while the file is open; one older than
    /// 12 hours was left behind by a killed process.
    fn is_open_elsewhere(&self, now: Instant) -> bool {
        let mut shm = self.path.as_os_str().to_owned();
        shm.push("-shm");
        let opened = fs::metadata(&shm).and_then(|data| data.modified());
        self.is_default && opened.is_ok_and(|at| now - Instant::from(at) < TimeDelta::hours(12))
    }

    fn ensure_absent(&self) -> anyhow::Result<()> {
        if self.path.symlink_metadata().is_err() {
            return Ok(());
        }
        let path = self.path.display();
        Err(Failure::usage(format!(
            "{path} is there already, and the demo never writes over a file. Choose another name with --out."
        )))
    }
}

/// A database being built under a temporary name; removed when dropped unfinished.
struct DatabaseBuild {
    path: PathBuf,
}

impl DatabaseBuild {
    fn begin(place: &Path) -> anyhow::Result<DatabaseBuild> {
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            fs::create_dir_all(folder).map_err(|error| file_failure("made", folder, &error))?;
        }
        let name = place.file_name().context("The demo needs the name of a file. Write one after --out.")?;
        let path = place.with_file_name(format!(".{}.{}.new", name.to_string_lossy(), std::process::id()));
        remove_database(&path)?;
        Ok(DatabaseBuild { path })
    }

    /// Renames the file to its final path.
    fn finish(self, place: &DemoLocation) -> anyhow::Result<()> {
        if place.is_default {
            remove_database(&place.path)?;
        } else {
            place.ensure_absent()?;
        }
        fs::rename(&self.path, &place.path).map_err(|error| file_failure("made", &place.path, &error))
    }
}

impl Drop for DatabaseBuild {
    fn drop(&mut self) {
        // Drop cannot report an error.
        let _ = remove_database(&self.path);
    }
}

/// Removes a database with its -wal and -shm.
fn remove_database(path: &Path) -> anyhow::Result<()> {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(file_failure("removed", name.as_ref(), &error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn file_failure(what: &str, path: &Path, why: &std::io::Error) -> anyhow::Error {
    anyhow::anyhow!("{} cannot be {what}: {why}. Choose another place with --out.", path.display())
}
