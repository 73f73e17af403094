//! Writes exported lists and reports on background threads, so that the UI thread never waits for the disk.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::thread::{self, JoinHandle};

use super::message::SessionMessage;
use super::report;
use crate::config::Settings;
use crate::engine::report::ReportFileRequest;
use crate::exchange::export::file::{OverwritePolicy, save_table};
use crate::model::table::TableExport;
use crate::model::time::Instant;
use crate::query::protocol::{ExportedFile, Response};

/// Running export threads.
pub struct ExportThreads {
    sender: Sender<SessionMessage>,
    threads: Vec<JoinHandle<()>>,
}

impl ExportThreads {
    pub fn new(sender: Sender<SessionMessage>) -> ExportThreads {
        ExportThreads { sender, threads: Vec::new() }
    }

    /// Exports a list and sends the result.
    pub fn export_table(&mut self, export: TableExport) {
        self.spawn(move || write_table_file(&export));
    }

    /// Exports a report on the database `db` as of `now` and sends the result.
    pub fn export_report(&mut self, request: ReportFileRequest, db: PathBuf, settings: Settings, now: Instant) {
        self.spawn(move || report::export_report(&db, &settings, &request, &absolute_path(&request.path), now));
    }

    fn spawn(&mut self, work: impl FnOnce() -> Result<ExportedFile, String> + Send + 'static) {
        self.threads.retain(|thread| !thread.is_finished());
        let sender = self.sender.clone();
        let work = move || {
            let _ = sender.send(SessionMessage::Response(Response::Written(work())));
        };
        match thread::Builder::new().name("export".into()).spawn(work) {
            Ok(thread) => self.threads.push(thread),
            Err(error) => {
                let why = format!("No thread is to be had for writing: {error}. Try again.");
                let _ = self.sender.send(SessionMessage::Response(Response::Written(Err(why))));
            }
        }
    }

    /// Waits for the running exports.
    pub fn join(self) {
        for thread in self.threads {
            // A panic was already reported by the panic hook.
            let _ = thread.join();
        }
    }
}

/// Writes a list to the entered path; never overwrites a file.
fn write_table_file(export: &TableExport) -> Result<ExportedFile, String> {
    let path = absolute_path(&export.path);
    match save_table(&export.table, export.format, export.zone, &path, OverwritePolicy::Never) {
        Ok(()) => Ok(ExportedFile { rows: Some(export.table.rows.len()), path: path.display().to_string() }),
        Err(error) => Err(error.to_string()),
    }
}

/// Resolves an entered path against the current directory.
fn absolute_path(typed: &str) -> PathBuf {
    std::path::absolute(expand_home(typed)).unwrap_or_else(|_| typed.into())
}

/// Expands `~/`, since no shell did.
fn expand_home(typed: &str) -> PathBuf {
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
    use crate::model::table::{DataTable, TableCell, TableFormat};
    use crate::model::time::Zone;

    #[test]
    fn a_list_is_written_once_and_what_came_of_it_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue.csv").display().to_string();
        let table = DataTable { columns: vec!["id"], rows: vec![vec![TableCell::Count(1)], vec![TableCell::Count(2)]] };
        let export = TableExport { table, format: TableFormat::Csv, zone: Zone::UTC, path: path.clone() };
        let (tell, told) = channel();
        let mut writers = ExportThreads::new(tell);
        let mut outcome = || {
            writers.export_table(export.clone());
            match told.recv().unwrap() {
                SessionMessage::Response(Response::Written(outcome)) => outcome,
                _ => panic!("another answer"),
            }
        };
        assert_eq!(outcome(), Ok(ExportedFile { rows: Some(2), path: path.clone() }));
        let why = outcome().unwrap_err();
        assert!(why.contains("is there already and was left as it is"), "{why}");
        writers.join();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "id\r\n1\r\n2\r\n");
    }
}
