//! Opening the file: the checks before a byte is trusted, the connection recipe, the migrations.
//!
//! Nothing but SQLite ever opens the file, its -wal or its -shm while a connection is open: a plain read of them in the
//! same process would drop the locks.

use std::fs::OpenOptions;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::book::Kept;
use super::load::Met;
use super::{Error, project};
use crate::domain::sla::Rules;

/// "shft": marks the file as ours.
const APPLICATION_ID: i64 = 0x7368_6674;

/// Every step from one format of the file to the next, oldest first. Only ever added to.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_desk.sql"),
    include_str!("migrations/0002_fast.sql"),
    include_str!("migrations/0003_team.sql"),
    include_str!("migrations/0004_roster.sql"),
    include_str!("migrations/0005_figures.sql"),
];

/// The formats from which on the tables that are worked out look different: they are filled anew.
const REWORKED: &[i64] = &[2, 5];

/// The format that this program writes.
pub const FORMAT: i64 = MIGRATIONS.len() as i64;

/// SQLite before this release can damage a file that several programs write to (the WAL-reset fault).
const OLDEST_SQLITE: i32 = 3_051_003;

/// How often a write that has to wait for another program's looks again: after half a millisecond on average, so that
/// no one is overlooked for long, and for five seconds in all. SQLite's own waiting grows to tenths of a second, in which
/// whoever writes much always comes first.
const LOOKS: i32 = 10_000;

/// How many statements a connection keeps ready.
const STATEMENTS: usize = 64;

/// An open file.
pub struct Store {
    pub(super) db: Connection,
    pub(super) rules: Arc<Rules>,
    pub(super) book: Kept,
    pub(super) met: Arc<Mutex<Met>>,
    path: PathBuf,
    inode: (u64, u64),
    version: i64,
}

impl Store {
    /// Opens a file that is there.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::NotOurs`], [`Error::Newer`], [`Error::Network`], [`Error::CannotOpen`] and the
    /// faults of the file itself. In every case the file is as it was.
    pub fn open(path: &Path, rules: Arc<Rules>) -> Result<Store, Error> {
        let (mut db, inode) = reach(path)?;
        share(&db).map_err(|error| explain(path, error.into()))?;
        migrate(&mut db, path)?;
        let version = db.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(Store { db, rules, book: Kept::default(), met: Arc::default(), path: path.to_owned(), inode, version })
    }

    /// Opens a file that is there only to look at it, as `doctor` does: even its format and its journal stay as they
    /// are. A file of an older format, or an empty one, has no tickets to ask for.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn look(path: &Path) -> Result<Store, Error> {
        let (db, inode) = reach(path)?;
        let (rules, book, met) = (Arc::default(), Kept::default(), Arc::default());
        Ok(Store { db, rules, book, met, path: path.to_owned(), inode, version: 0 })
    }

    /// Opens the file, and makes it first if there is none: readable by its owner alone, and before anything is in it.
    pub fn open_or_create(path: &Path, rules: Arc<Rules>) -> Result<Store, Error> {
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        match made {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                let next = "Choose a folder that you may write to, with --db.".into();
                return Err(Error::CannotOpen { path: path.to_owned(), why: error.to_string(), next });
            }
        }
        Store::open(path, rules)
    }

    /// The whole file as it is now, in memory: what is done to the copy nobody sees, and nobody waits for it.
    pub fn copy(&self) -> Result<Store, Error> {
        let mut db = Connection::open_in_memory()?;
        // In one step: a copy in several begins anew whenever somebody writes.
        let copied = Backup::new(&self.db, &mut db)?.step(-1)?;
        if copied != StepResult::Done {
            return Err(Error::Busy);
        }
        db.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")?;
        db.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Store {
            db,
            rules: self.rules.clone(),
            book: Kept::default(),
            met: Arc::default(),
            path: self.path.clone(),
            inode: self.inode,
            version: 0,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether another program has written since the last call. Costs a few microseconds.
    pub fn changed_elsewhere(&mut self) -> Result<bool, Error> {
        let version = self.db.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(std::mem::replace(&mut self.version, version) != version)
    }

    /// The file is still the one that was opened, not a copy restored over its name.
    pub fn still_there(&self) -> Result<(), Error> {
        if inode(&self.path) == Some(self.inode) { Ok(()) } else { Err(Error::Moved(self.path.clone())) }
    }

    /// Begins a write: it waits for others now rather than fail later, and sees that no newer program has changed the
    /// file's format meanwhile.
    pub(super) fn begin(&mut self) -> Result<rusqlite::Transaction<'_>, Error> {
        self.still_there()?;
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let theirs = user_version(&tx)?;
        if theirs != FORMAT {
            return Err(Error::Newer { path: self.path.clone(), theirs, ours: FORMAT });
        }
        Ok(tx)
    }

    /// The format of the file; [`FORMAT`] once it has been opened for writing, 0 as long as it is empty.
    pub fn format(&self) -> Result<i64, Error> {
        Ok(user_version(&self.db)?)
    }

    /// How the file keeps its writes safe: `wal` once it has been opened for writing.
    pub fn journal(&self) -> Result<String, Error> {
        Ok(self.db.query_row("PRAGMA journal_mode", [], |row| row.get(0))?)
    }

    /// What SQLite finds wrong with the file; empty if it is sound.
    pub fn quick_check(&self) -> Result<Vec<String>, Error> {
        let mut check = self.db.prepare("PRAGMA quick_check(20)")?;
        let found = check.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok(found.into_iter().filter(|line| line != "ok").collect())
    }
}

/// The release of SQLite in this program, and whether it is one that shared files are safe with.
pub fn sqlite() -> (&'static str, bool) {
    (rusqlite::version(), rusqlite::version_number() >= OLDEST_SQLITE)
}

/// Connects to a file that is there and ours. Nothing in it is changed, so that a foreign one stays as it was.
fn reach(path: &Path) -> Result<(Connection, (u64, u64)), Error> {
    if let (found, false) = sqlite() {
        return Err(Error::OldSqlite { found });
    }
    if !path.exists() {
        return Err(Error::Missing(path.to_owned()));
    }
    local(path)?;
    let inode = inode(path).ok_or_else(|| Error::Missing(path.to_owned()))?;
    let connected = connect(path).map_err(Error::from).and_then(|db| ours(&db, path).map(|_| db));
    Ok((connected.map_err(|error| explain(path, error))?, inode))
}

fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NOFOLLOW | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // NOFOLLOW refuses links anywhere in the path, so the folder is resolved first and only the file may be no link.
    let real =
        match (path.parent().map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p }), path.file_name()) {
            (Some(folder), Some(name)) => {
                folder.canonicalize().map(|folder| folder.join(name)).unwrap_or(path.to_owned())
            }
            _ => path.to_owned(),
        };
    let mut db = Connection::open_with_flags(real, flags)?;
    db.busy_handler(Some(wait))?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    Ok(db)
}

/// Waits a moment, somewhat longer or shorter each time so that no two keep step; `false` after the last look.
fn wait(looks: i32) -> bool {
    std::thread::sleep(Duration::from_micros(fastrand::u64(100..900)));
    looks < LOOKS
}

/// Makes the file one that several programs write to, and each write one that is on the disk.
fn share(db: &Connection) -> Result<(), rusqlite::Error> {
    let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(rusqlite::Error::InvalidParameterName(format!(
            "the file cannot be shared: its journal is ‘{mode}’"
        )));
    }
    db.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
         PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 16777216; PRAGMA temp_store = MEMORY;",
    )?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

fn user_version(db: &Connection) -> Result<i64, rusqlite::Error> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// The format of the file, if it is ours and not from the future. An empty file is ours, of format 0.
fn ours(db: &Connection, path: &Path) -> Result<i64, Error> {
    // One transaction, so that nobody makes the tables between the questions.
    let tx = db.unchecked_transaction()?;
    let (application, format) =
        (tx.query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0))?, user_version(&tx)?);
    let tables: i64 = tx.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    drop(tx);
    let fresh = application == 0 && format == 0 && tables == 0;
    if application != APPLICATION_ID && !fresh {
        return Err(Error::NotOurs(path.to_owned()));
    }
    if format > FORMAT {
        return Err(Error::Newer { path: path.to_owned(), theirs: format, ours: FORMAT });
    }
    Ok(format)
}

/// Brings the file to [`FORMAT`], one transaction for each step.
fn migrate(db: &mut Connection, path: &Path) -> Result<(), Error> {
    loop {
        let format = ours(db, path)?;
        let Some(step) = usize::try_from(format).ok().and_then(|format| MIGRATIONS.get(format)) else { return Ok(()) };
        // A table that is put in the place of another is not asked, row by row, who referred to the old one.
        db.pragma_update(None, "foreign_keys", false)?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have taken the same step while this one waited.
        if user_version(&tx)? == format {
            tx.execute_batch(step)?;
            if REWORKED.contains(&(format + 1)) {
                project::rebuild(&tx, &*Kept::default().read(&tx)?)?;
            }
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", format + 1)?;
        }
        tx.commit()?;
        db.pragma_update(None, "foreign_keys", true)?;
    }
}

fn inode(path: &Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|data| (data.dev(), data.ino()))
}

/// File systems on which locks or shared memory do not reach every program, by the magic numbers of linux/magic.h.
pub const NETWORK: &[(u64, &str)] = &[
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB2"),
    (0x5346_414F, "AFS"),
    (0x00C3_6400, "Ceph"),
    (0x0102_1997, "9p"),
    (0x7461_636F, "OCFS2"),
];

/// The magic number of the file system under `path`.
pub fn file_system(path: &Path) -> Option<u64> {
    #[cfg(target_os = "linux")]
    return rustix::fs::statfs(path).ok().map(|stat| stat.f_type as u64 & 0xFFFF_FFFF);
    #[cfg(not(target_os = "linux"))]
    return {
        let _ = path;
        None
    };
}

fn local(path: &Path) -> Result<(), Error> {
    let magic = file_system(path);
    let network = NETWORK.iter().find(|(number, _)| Some(*number) == magic);
    match network {
        Some((_, kind)) if std::env::var_os("SHIFTDESK_ANY_FS").is_none() => {
            Err(Error::Network { path: path.to_owned(), kind })
        }
        _ => Ok(()),
    }
}

/// SQLite's own words for a file that it may not open tell nobody what to do.
fn explain(path: &Path, error: Error) -> Error {
    match error {
        Error::Sqlite(inner) => {
            let mode = std::fs::metadata(path).map_or(0, |data| data.mode() & 0o7777);
            let next = format!(
                "Its mode is {mode:04o}; the file and its folder must be writable by you. `shiftdesk doctor` says more."
            );
            Error::CannotOpen { path: path.to_owned(), why: inner.to_string(), next }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_file_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("theirs.db");
        Connection::open(&path)
            .unwrap()
            .execute_batch("CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)")
            .unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(matches!(Store::open(&path, Arc::default()), Err(Error::NotOurs(_))));
        assert!(matches!(Store::look(&path), Err(Error::NotOurs(_))));
        assert!(std::fs::read(&path).unwrap() == before, "not even its journal is another one");
    }

    #[test]
    fn a_look_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        std::fs::write(&path, "").unwrap();
        let store = Store::look(&path).unwrap();
        assert_eq!((store.format().unwrap(), store.journal().unwrap().as_str()), (0, "delete"));
        drop(store);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 0);
        Store::open(&path, Arc::default()).unwrap();
        let store = Store::look(&path).unwrap();
        assert_eq!((store.format().unwrap(), store.journal().unwrap().as_str()), (FORMAT, "wal"));
        assert_eq!((store.quick_check().unwrap().len(), store.counts().unwrap()[0]), (0, ("tickets", 0)));
    }

    #[test]
    fn a_file_of_the_first_format_is_brought_along_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        let db = Connection::open(&path).unwrap();
        db.execute_batch(MIGRATIONS[0]).unwrap();
        db.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        db.pragma_update(None, "user_version", 1).unwrap();
        let log = "INSERT INTO event (at, login, subject, subject_id, act, undoes, data) VALUES (?1, 'lan', ?2, 1, ?3, ?4, ?5)";
        let put = r#"{"kind":"put","before":null,"after":{"customer":{"name":"Hoa"}},"came_along":true}"#;
        let entries: [(&str, Option<i64>, Option<i64>, &str); 4] = [
            ("customer", None, None, put),
            ("ticket", None, None, r#"{"kind":"opened","subject":"Refund still missing"}"#),
            ("ticket", None, None, r#"{"kind":"priority_set","priority":"high"}"#),
            ("ticket", None, Some(3), r#"{"kind":"undone","event":3}"#),
        ];
        for (at, (subject, act, undoes, data)) in (0..).zip(entries) {
            db.execute(log, rusqlite::params![at, subject, act, undoes, data]).unwrap();
        }
        drop(db);
        let store = Store::open(&path, Arc::default()).unwrap();
        assert_eq!(store.format().unwrap(), FORMAT);
        let rows = store.rows(&super::super::read::Which::Open).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].subject.as_str(), rows[0].priority), ("Refund still missing", Default::default()));
        assert_eq!(store.search("refund", 9, None).unwrap().len(), 1);
        let lan = crate::domain::event::Author { person: None, login: "lan".into() };
        let acts: Vec<_> = store.acts(&lan).unwrap().into_iter().map(|act| (act.seq.0, act.undone)).collect();
        assert_eq!(acts, [(3, true), (2, false)], "the customer came along, and is no act");
        assert_eq!(store.db.execute("DELETE FROM event", []).unwrap_err().to_string(), "the event log is append-only");
    }
}
