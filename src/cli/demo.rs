//! `shiftdesk demo`: an invented team in a file of its own.
//!
//! The file is built under another name beside its place and takes its own name when it is whole, so whoever presses
//! Ctrl-C in between leaves nothing half made.

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

use super::{Context, Failure, open, output};
use crate::domain::event::Author;
use crate::domain::record::Record;
use crate::domain::roster::rules::monday;
use crate::domain::time::Instant;
use crate::exchange::demo::{Demo, SEED, Seen, Sizes};
use crate::store::Store;
use crate::store::load::BATCH;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many people the team has [default: 12]
    #[arg(long, value_name = "N")]
    pub people: Option<usize>,
    /// How many tickets the history has, at up to 1,000 a day [default: 3500]
    #[arg(long, value_name = "N")]
    pub tickets: Option<u64>,
    /// How many of the tickets are open [default: 60, and 5000 from 100,000 tickets on]
    #[arg(long, value_name = "N")]
    pub open: Option<u64>,
    /// Invent another team; the same number invents the same one
    #[arg(long, value_name = "N", default_value_t = SEED)]
    pub seed: u64,
    /// Make this new file and keep it [default: demo.db in the user's data folder, made anew each time]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Make the file and leave the screen alone
    #[arg(long)]
    pub no_open: bool,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let sizes = Sizes::new(args.people, args.tickets, args.open).map_err(Failure::usage)?;
    if !args.no_open {
        open::needs_terminal()?;
    }
    let place = Place::choose(args.out)?;
    let started = (context.clock)();
    if place.is_being_looked_at(started) && !args.no_open {
        output::tell("The demo is open in another terminal already; this one looks at the same team.");
        return show(place, context);
    }
    let demo = Demo::new(args.seed, context.now(), context.settings.zone, sizes, context.settings.rules.clone());
    let building = Building::begin(&place.path)?;
    let mut store = Store::open_or_create(&building.path, context.settings.rules.clone())?;
    fill(&mut store, &demo)?;
    review(&mut store, &demo, context)?;
    let counts = store.counts()?;
    // With its last connection the file takes in what its -wal still holds.
    drop(store);
    building.finish(&place)?;
    if args.no_open {
        let [(_, tickets), (_, open), (_, people), (_, events)] = counts;
        let seconds = ((context.clock)() - started).num_milliseconds() as f64 / 1000.0;
        let path = place.path.display();
        return output::line(&format!(
            "{path}: {people} people, {tickets} tickets, {open} open, {events} events, {seconds:.1} s"
        ));
    }
    show(place, context)
}

/// Opens the screen on the demo, as its lead unless somebody else is asked for.
fn show(place: Place, context: &Context) -> anyhow::Result<()> {
    let mut common = context.common.clone();
    common.acting_as.get_or_insert_with(|| Demo::lead().into());
    let (settings, clock, fixed) = (context.settings.clone(), context.clock, context.fixed);
    let context = Context { common, settings, db: place.path, clock, fixed, notice: context.notice.clone() };
    open::show(&context, context.store()?, true)
}

/// Tells the whole demo into a new file.
pub fn fill(store: &mut Store, demo: &Demo) -> anyhow::Result<()> {
    let stopped = stopped_by_signal()?;
    let progress = progress(demo.sizes().tickets);
    let author = Author { person: None, login: "demo".into() };
    let mut records = demo.records().peekable();
    while records.peek().is_some() {
        let mut batch = store.batch(author.clone(), demo.begins())?;
        for record in records.by_ref().take(BATCH) {
            batch.record(&record)?;
        }
        batch.commit()?;
        keep_on(&stopped)?;
    }
    let mut seen = Seen::default();
    thread::scope(|scope| {
        let seen = &mut seen;
        // Invented on a thread of its own, a batch ahead of what is written.
        let (give, told) = sync_channel(1);
        scope.spawn(move || {
            let mut stories = demo.stories();
            loop {
                let batch: Vec<_> = stories.by_ref().take(BATCH).collect();
                // Nobody takes it once the writing has come to an end.
                if batch.is_empty() || give.send(batch).is_err() {
                    return;
                }
            }
        });
        let mut customers = demo.sizes().open;
        for stories in told {
            let begins = stories.first().and_then(|story| story.events.first()).map_or(demo.begins(), |first| first.0);
            let mut batch = store.batch(author.clone(), begins)?;
            progress.inc(stories.len() as u64);
            for story in stories {
                seen.see(&story);
                if let Some(customer) = story.newcomer {
                    customers += 1;
                    batch.record(&Record::Customer(customer))?;
                }
                batch.tell(story.events)?;
            }
            batch.commit()?;
            keep_on(&stopped)?;
        }
        let mut batch = store.batch(author.clone(), demo.now())?;
        for record in demo.answers(customers) {
            batch.record(&record)?;
        }
        batch.commit()?;
        progress.finish_and_clear();
        anyhow::Ok(())
    })?;
    let mut batch = store.batch(author, demo.begins())?;
    for record in demo.plan(&seen) {
        batch.record(&record)?;
    }
    batch.commit()?;
    Ok(())
}

/// Lets the demo's reviewers read the samples of this week and the one before. The sample is that of the settings in
/// force, so that the list of reviews shows them in their places.
fn review(store: &mut Store, demo: &Demo, context: &Context) -> anyhow::Result<()> {
    let (settings, now) = (&context.settings, context.now());
    let this = monday(settings.zone.date(now));
    let weeks = [this, this - Days::new(7)].map(|monday| store.solved_in(monday, settings.zone, now));
    let weeks = weeks.into_iter().collect::<Result<Vec<_>, _>>()?;
    for review in demo.reviews(&weeks, &settings.scorecards, &settings.quality) {
        let mut batch = store.batch(review.reviewer.clone(), review.at)?;
        batch.record(&Record::Review(review))?;
        batch.commit()?;
    }
    Ok(())
}

/// On standard error, and only where somebody looks at it.
fn progress(tickets: u64) -> ProgressBar {
    let style =
        ProgressStyle::with_template("Inventing a team {wide_bar} {human_pos} of {human_len} tickets, {eta} left");
    let bar = ProgressBar::with_draw_target(Some(tickets), ProgressDrawTarget::stderr_with_hz(10));
    bar.enable_steady_tick(Duration::from_millis(200));
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Becomes true when somebody presses Ctrl-C or asks the program to end.
fn stopped_by_signal() -> anyhow::Result<Stopped> {
    let flag = Arc::new(AtomicBool::new(false));
    let handlers = [SIGINT, SIGTERM].map(|signal| signal_hook::flag::register(signal, flag.clone()));
    let handlers = handlers.into_iter().collect::<Result<_, _>>().context("Signals cannot be watched.")?;
    Ok(Stopped { flag, handlers })
}

struct Stopped {
    flag: Arc<AtomicBool>,
    handlers: Vec<signal_hook::SigId>,
}

impl Drop for Stopped {
    fn drop(&mut self) {
        for handler in self.handlers.drain(..) {
            signal_hook::low_level::unregister(handler);
        }
    }
}

fn keep_on(stopped: &Stopped) -> anyhow::Result<()> {
    let stop = stopped.flag.load(Ordering::Relaxed);
    anyhow::ensure!(!stop, "Stopped before the demo was whole; nothing of it was kept. Start it again when you like.");
    Ok(())
}

/// Where the demo is to lie.
struct Place {
    path: PathBuf,
    /// It is our own default, where the last demo may be thrown away.
    ours: bool,
}

impl Place {
    fn choose(out: Option<PathBuf>) -> anyhow::Result<Place> {
        if let Some(path) = out {
            let place = Place { path, ours: false };
            place.still_free()?;
            return Ok(place);
        }
        let team = crate::config::default_db()
            .context("This user has no data folder for the demo. Name a file for it with --out.")?;
        Ok(Place { path: team.with_file_name("demo.db"), ours: true })
    }

    /// Whether another program has our own demo open, so that making it anew would take it away from there. SQLite
    /// keeps a -shm beside a file as long as somebody has it open; one that a killed program left behind grows old.
    fn is_being_looked_at(&self, now: Instant) -> bool {
        let mut shm = self.path.as_os_str().to_owned();
        shm.push("-shm");
        let opened = fs::metadata(&shm).and_then(|data| data.modified());
        self.ours && opened.is_ok_and(|at| now - Instant::from(at) < TimeDelta::hours(12))
    }

    fn still_free(&self) -> anyhow::Result<()> {
        if self.path.symlink_metadata().is_err() {
            return Ok(());
        }
        let path = self.path.display();
        Err(Failure::usage(format!(
            "{path} is there already, and the demo never writes over a file. Choose another name with --out."
        )))
    }
}

/// A file under construction. Dropped unfinished, it leaves nothing behind.
struct Building {
    path: PathBuf,
}

impl Building {
    fn begin(place: &Path) -> anyhow::Result<Building> {
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            fs::create_dir_all(folder).map_err(|error| cannot("made", folder, &error))?;
        }
        let name = place.file_name().context("The demo needs the name of a file. Write one after --out.")?;
        let path = place.with_file_name(format!(".{}.{}.new", name.to_string_lossy(), std::process::id()));
        remove_all(&path)?;
        Ok(Building { path })
    }

    /// Gives the file its name.
    fn finish(self, place: &Place) -> anyhow::Result<()> {
        if place.ours {
            remove_all(&place.path)?;
        } else {
            place.still_free()?;
        }
        fs::rename(&self.path, &place.path).map_err(|error| cannot("made", &place.path, &error))
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = remove_all(&self.path);
    }
}

/// Removes a database and what SQLite keeps beside it.
fn remove_all(path: &Path) -> anyhow::Result<()> {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(cannot("removed", name.as_ref(), &error)),
            _ => {}
        }
    }
    Ok(())
}

fn cannot(what: &str, path: &Path, why: &std::io::Error) -> anyhow::Error {
    anyhow::anyhow!("{} cannot be {what}: {why}. Choose another place with --out.", path.display())
}
