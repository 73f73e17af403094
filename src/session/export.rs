//! Lists and reports that the screen wants in files, each written by a thread of its own: the screen never waits for a disk.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};

use super::{Message, report};
use crate::config::Settings;
use crate::domain::dialogue::{Answer, Written};
use crate::domain::report::Wanted;
use crate::domain::table::Export;
use crate::domain::time::Instant;
use crate::exchange::export::file::{Over, save};

/// The threads that write.
pub struct Writers {
    tell: Sender<Message>,
    threads: Vec<JoinHandle<()>>,
}

impl Writers {
    pub fn new(tell: Sender<Message>) -> Writers {
        Writers { tell, threads: Vec::new() }
    }

    /// Writes a list, and says what came of it.
    pub fn write(&mut self, export: Export) {
        self.run(move || written(&export));
    }

    /// The same for a report of the file `db` as it is at `now`.
    pub fn report(&mut self, wanted: Wanted, db: PathBuf, settings: Settings, now: Instant) {
        self.run(move || report::written(&db, &settings, &wanted, &whole(&wanted.path), now));
    }

    fn run(&mut self, work: impl FnOnce() -> Result<Written, String> + Send + 'static) {
        self.threads.retain(|thread| !thread.is_finished());
        let tell = self.tell.clone();
        let work = move || {
            let _ = tell.send(Message::Answer(Answer::Written(work())));
        };
        match thread::Builder::new().name("export".into()).spawn(work) {
            Ok(thread) => self.threads.push(thread),
            Err(error) => {
                let why = format!("No thread is to be had for writing: {error}. Try again.");
                let _ = self.tell.send(Message::Answer(Answer::Written(Err(why))));
            }
        }
    }

    /// Waits for those that are still at work.
    pub fn finish(self) {
        for thread in self.threads {
            // One that panicked has said so.
            let _ = thread.join();
        }
    }
}

/// Writes a list to where it was typed, seen from the current folder; what is there already is left alone.
fn written(export: &Export) -> Result<Written, String> {
    let path = whole(&export.path);
    match save(&export.table, export.format, export.zone, &path, Over::Nothing) {
        Ok(()) => Ok(Written { rows: Some(export.table.rows.len()), path: path.display().to_string() }),
        Err(error) => Err(error.to_string()),
    }
}

/// A place as it was typed, seen from the current folder.
fn whole(typed: &str) -> PathBuf {
    std::path::absolute(place(typed)).unwrap_or_else(|_| typed.into())
}

/// No shell has seen what was typed, so `~/` is still in it.
fn place(typed: &str) -> PathBuf {
    let home = || directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    match typed.strip_prefix("~/").zip(home()) {
        Some((rest, home)) => home.join(rest),
        None => Path::new(typed).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::domain::table::{Cell, Format, Table};
    use crate::domain::time::Zone;

    #[test]
    fn a_list_is_written_once_and_what_came_of_it_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue.csv").display().to_string();
        let table = Table { columns: vec!["id"], rows: vec![vec![Cell::Count(1)], vec![Cell::Count(2)]] };
        let export = Export { table, format: Format::Csv, zone: Zone::UTC, path: path.clone() };
        let (tell, told) = channel();
        let mut writers = Writers::new(tell);
        let mut outcome = || {
            writers.write(export.clone());
            match told.recv().unwrap() {
                Message::Answer(Answer::Written(outcome)) => outcome,
                _ => panic!("another answer"),
            }
        };
        assert_eq!(outcome(), Ok(Written { rows: Some(2), path: path.clone() }));
        let why = outcome().unwrap_err();
        assert!(why.contains("is there already and was left as it is"), "{why}");
        writers.finish();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "id\r\n1\r\n2\r\n");
    }
}
