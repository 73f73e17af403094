//! The bench started once more by itself: programs that do one bare thing through the library, or write as fast as they
//! can.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use fastrand::Rng;

use crate::files::{MOMENT, ZONE};
use shiftdesk::config;
use shiftdesk::events::change::{Change, ChangeRequest};
use shiftdesk::model::person::Author;
use shiftdesk::model::time::{Instant as Moment, Zone, parse_moment};
use shiftdesk::store::{Store, StoreError};

/// The argument that makes the bench a child.
pub const MARK: &str = "--as-child";

/// This very program as a child with that task, over that file.
pub fn command(task: &str, file: &Path, more: &[&str]) -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe().context("The bench does not know its own program")?);
    command.args([MARK, task]).arg(file).args(more).stdin(Stdio::null()).stdout(Stdio::piped());
    Ok(command)
}

/// What one writer tells of itself, on one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told {
    pub done: u64,
    pub busy: u64,
    pub worst: Duration,
}

impl Told {
    /// Reads the line.
    pub fn read(line: &str) -> anyhow::Result<Told> {
        let numbers: Vec<u64> = line.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [done, busy, worst] = numbers[..] else {
            bail!("A writer said ‘{}’ and not three numbers.", line.trim())
        };
        Ok(Told { done, busy, worst: Duration::from_micros(worst) })
    }
}

/// Does what the arguments after [`MARK`] say.
pub fn run(args: &[String]) -> anyhow::Result<()> {
    match args {
        [task, file] if task == "desk" => {
            let zone = ZONE.parse().map_err(anyhow::Error::msg)?;
            let now = parse_moment(MOMENT, zone).map_err(anyhow::Error::msg)?;
            let desk = Store::open(Path::new(file), Arc::default())?.desk(zone, now)?;
            println!("{}", desk.tickets.len());
        }
        [task, file, config, seed, seconds] if task == "write" => {
            let settings = config::load(Some(Path::new(config)), Path::new(file)).unwrap().settings;
            let store = Store::open(Path::new(file), settings.sla_rules)?;
            let now = parse_moment(MOMENT, settings.zone).map_err(anyhow::Error::msg)?;
            let told = write(store, settings.zone, now, seed.parse()?, Duration::from_secs(seconds.parse()?))?;
            println!("{} {} {}", told.done, told.busy, told.worst.as_micros());
        }
        _ => bail!("{MARK} {args:?} is nothing that a child of the bench can do."),
    }
    Ok(())
}

/// Writes notes on random tickets as fast as it goes.
fn write(mut store: Store, zone: Zone, now: Moment, seed: u64, long: Duration) -> anyhow::Result<Told> {
    let tickets: Vec<_> = store.desk(zone, now)?.tickets.into_keys().collect();
    let mut rng = Rng::with_seed(seed);
    let by = Author { person: None, login: format!("writer {seed}") };
    let mut told = Told { done: 0, busy: 0, worst: Duration::ZERO };
    let begun = Instant::now();
    while begun.elapsed() < long {
        let ticket = *rng.choice(&tickets).context("There is no open ticket to write on.")?;
        let body = format!("note {} of writer {seed}", told.done);
        let request = ChangeRequest { change: Change::AddNote { ticket, body }, by: by.clone(), seen_seq: None };
        let before = Instant::now();
        match store.apply(&request, now) {
            Ok(_) => told.done += 1,
            Err(StoreError::Busy) => told.busy += 1,
            Err(error) => return Err(error.into()),
        }
        told.worst = told.worst.max(before.elapsed());
    }
    Ok(told)
}
