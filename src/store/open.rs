//! Opens the file: checks before it is trusted, connection settings, migrations.
//!
//! Only SQLite may open the file, its -wal or its -shm while a connection is open: closing any other descriptor in the
//! same process would drop the locks.

use std::fs::OpenOptions;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::connection::{Store, device_and_inode};
use super::policy_history::PolicyHistoryCache;
use super::schema::{APPLICATION_ID, MIGRATIONS, REBUILD_VERSIONS, user_version};
use super::{StoreError, projection};
use crate::model::policy::PolicySet;

pub use super::schema::SCHEMA_VERSION;

/// The oldest safe SQLite release: earlier ones can corrupt a file with several writers (WAL-reset bug).
const MIN_SQLITE_VERSION: i32 = 3_051_003;

/// Busy retries before a write gives up: 0.5 ms each on average, 5 s in all. SQLite's own back-off grows to tenths of a
/// second, which lets a frequent writer starve the others.
const MAX_BUSY_RETRIES: i32 = 10_000;

/// Prepared statements cached per connection.
const STATEMENT_CACHE_SIZE: usize = 64;

impl Store {
    /// Opens an existing file.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::ForeignFile`], [`StoreError::NewerFormat`],
    /// [`StoreError::NetworkFileSystem`], [`StoreError::CannotOpen`] and SQLite errors. The file is unchanged in every
    /// case.
    pub fn open(path: &Path, rules: Arc<PolicySet>) -> Result<Store, StoreError> {
        let (mut db, inode) = connect_checked(path)?;
        configure_shared_access(&db).map_err(|error| explain_open_error(path, error.into()))?;
        migrate(&mut db, path)?;
        let version = db.query_row("PRAGMA data_version", [], |row| row.get(0))?;
        Ok(Store {
            db,
            policies: rules,
            policy_history: PolicyHistoryCache::default(),
            lookup_cache: Arc::default(),
            path: path.to_owned(),
            inode,
            data_version: version,
        })
    }

    /// Opens an existing file for inspection (`doctor`): no migration, no change of the journal mode. A file with an
    /// older schema, or an empty one, cannot be queried for tickets.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_for_inspection(path: &Path) -> Result<Store, StoreError> {
        let (db, inode) = connect_checked(path)?;
        let (rules, book, met) = (Arc::default(), PolicyHistoryCache::default(), Arc::default());
        Ok(Store {
            db,
            policies: rules,
            policy_history: book,
            lookup_cache: met,
            path: path.to_owned(),
            inode,
            data_version: 0,
        })
    }

    /// Opens the file and creates it first if missing, readable by its owner only before anything is written.
    pub fn open_or_create(path: &Path, rules: Arc<PolicySet>) -> Result<Store, StoreError> {
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        match made {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                let next = "Choose a folder that you may write to, with --db.".into();
                return Err(StoreError::CannotOpen { path: path.to_owned(), why: error.to_string(), next });
            }
        }
        Store::open(path, rules)
    }

    /// Copies the whole file into memory, for a trial import that must not reach the file.
    pub fn copy_to_memory(&self) -> Result<Store, StoreError> {
        let mut db = Connection::open_in_memory()?;
        // In one step: a stepwise copy restarts whenever another connection writes.
        let copied = Backup::new(&self.db, &mut db)?.step(-1)?;
        if copied != StepResult::Done {
            return Err(StoreError::Busy);
        }
        db.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")?;
        db.set_prepared_statement_cache_capacity(STATEMENT_CACHE_SIZE);
        Ok(Store {
            db,
            policies: self.policies.clone(),
            policy_history: PolicyHistoryCache::default(),
            lookup_cache: Arc::default(),
            path: self.path.clone(),
            inode: self.inode,
            data_version: 0,
        })
    }
}

/// The bundled SQLite version, and whether it is safe for shared files.
pub fn sqlite_version() -> (&'static str, bool) {
    (rusqlite::version(), rusqlite::version_number() >= MIN_SQLITE_VERSION)
}

/// Connects to an existing shiftdesk file without changing it, so that a foreign file stays intact.
fn connect_checked(path: &Path) -> Result<(Connection, (u64, u64)), StoreError> {
    if let (found, false) = sqlite_version() {
        return Err(StoreError::SqliteTooOld { found });
    }
    if !path.exists() {
        return Err(StoreError::Missing(path.to_owned()));
    }
    ensure_local_file_system(path)?;
    let inode = device_and_inode(path).ok_or_else(|| StoreError::Missing(path.to_owned()))?;
    let connected = connect(path).map_err(StoreError::from).and_then(|db| check_schema_version(&db, path).map(|_| db));
    Ok((connected.map_err(|error| explain_open_error(path, error))?, inode))
}

fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NOFOLLOW | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // NOFOLLOW rejects symlinks anywhere in the path, so the folder is resolved first; only the file itself must be
    // none.
    let real =
        match (path.parent().map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p }), path.file_name()) {
            (Some(folder), Some(name)) => {
                folder.canonicalize().map(|folder| folder.join(name)).unwrap_or(path.to_owned())
            }
            _ => path.to_owned(),
        };
    let mut db = Connection::open_with_flags(real, flags)?;
    db.busy_handler(Some(on_busy))?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    Ok(db)
}

/// Busy handler: sleeps with jitter, so that two writers do not stay in step; `false` after the last retry.
fn on_busy(looks: i32) -> bool {
    std::thread::sleep(Duration::from_micros(fastrand::u64(100..900)));
    looks < MAX_BUSY_RETRIES
}

/// Sets WAL mode and full durability.
fn configure_shared_access(db: &Connection) -> Result<(), rusqlite::Error> {
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
    db.set_prepared_statement_cache_capacity(STATEMENT_CACHE_SIZE);
    Ok(())
}

/// The schema version, if the file is a shiftdesk file and not newer than this program. An empty file has version 0.
fn check_schema_version(db: &Connection, path: &Path) -> Result<i64, StoreError> {
    // One transaction, so that no other program creates the tables between the two queries.
    let tx = db.unchecked_transaction()?;
    let (application, format) =
        (tx.query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0))?, user_version(&tx)?);
    let tables: i64 = tx.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    drop(tx);
    let fresh = application == 0 && format == 0 && tables == 0;
    if application != APPLICATION_ID && !fresh {
        return Err(StoreError::ForeignFile(path.to_owned()));
    }
    if format > SCHEMA_VERSION {
        return Err(StoreError::NewerFormat { path: path.to_owned(), theirs: format, ours: SCHEMA_VERSION });
    }
    Ok(format)
}

/// Migrates the file to [`SCHEMA_VERSION`], one transaction per step.
fn migrate(db: &mut Connection, path: &Path) -> Result<(), StoreError> {
    loop {
        let format = check_schema_version(db, path)?;
        let Some(step) = usize::try_from(format).ok().and_then(|format| MIGRATIONS.get(format)) else { return Ok(()) };
        // Replacing a table must not trigger foreign-key checks for every row that referenced the old one.
        db.pragma_update(None, "foreign_keys", false)?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have run the same step while this one waited.
        if user_version(&tx)? == format {
            tx.execute_batch(step)?;
            if REBUILD_VERSIONS.contains(&(format + 1)) {
                projection::rebuild_all(&tx, &*PolicyHistoryCache::default().load(&tx)?)?;
            }
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", format + 1)?;
        }
        tx.commit()?;
        db.pragma_update(None, "foreign_keys", true)?;
    }
}

/// File systems on which locks or shared memory do not work across machines, by magic number (linux/magic.h).
pub const NETWORK_FILE_SYSTEMS: &[(u64, &str)] = &[
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB2"),
    (0x5346_414F, "AFS"),
    (0x00C3_6400, "Ceph"),
    (0x0102_1997, "9p"),
    (0x7461_636F, "OCFS2"),
];

/// The magic number of the file system under `path`; `None` outside Linux.
pub fn file_system_magic(path: &Path) -> Option<u64> {
    #[cfg(target_os = "linux")]
    return rustix::fs::statfs(path).ok().map(|stat| stat.f_type as u64 & 0xFFFF_FFFF);
    #[cfg(not(target_os = "linux"))]
    return {
        let _ = path;
        None
    };
}

fn ensure_local_file_system(path: &Path) -> Result<(), StoreError> {
    let magic = file_system_magic(path);
    let network = NETWORK_FILE_SYSTEMS.iter().find(|(number, _)| Some(*number) == magic);
    match network {
        Some((_, kind)) if std::env::var_os("SHIFTDESK_ANY_FS").is_none() => {
            Err(StoreError::NetworkFileSystem { path: path.to_owned(), kind })
        }
        _ => Ok(()),
    }
}

/// Adds what to do to SQLite's message about a file that it cannot open.
fn explain_open_error(path: &Path, error: StoreError) -> StoreError {
    match error {
        StoreError::Sqlite(inner) => {
            let mode = std::fs::metadata(path).map_or(0, |data| data.mode() & 0o7777);
            let next = format!(
                "Its mode is {mode:04o}; the file and its folder must be writable by you. `shiftdesk doctor` says more."
            );
            StoreError::CannotOpen { path: path.to_owned(), why: inner.to_string(), next }
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
        assert!(matches!(Store::open(&path, Arc::default()), Err(StoreError::ForeignFile(_))));
        assert!(matches!(Store::open_for_inspection(&path), Err(StoreError::ForeignFile(_))));
        assert!(std::fs::read(&path).unwrap() == before, "not even its journal is another one");
    }

    #[test]
    fn a_look_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        std::fs::write(&path, "").unwrap();
        let store = Store::open_for_inspection(&path).unwrap();
        assert_eq!((store.schema_version().unwrap(), store.journal_mode().unwrap().as_str()), (0, "delete"));
        drop(store);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 0);
        Store::open(&path, Arc::default()).unwrap();
        let store = Store::open_for_inspection(&path).unwrap();
        assert_eq!((store.schema_version().unwrap(), store.journal_mode().unwrap().as_str()), (SCHEMA_VERSION, "wal"));
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
        assert_eq!(store.schema_version().unwrap(), SCHEMA_VERSION);
        let rows = store.rows(&super::super::read::TicketSelection::Open).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].subject.as_str(), rows[0].priority), ("Refund still missing", Default::default()));
        assert_eq!(store.search("refund", 9, None).unwrap().len(), 1);
        let lan = crate::model::person::Author { person: None, login: "lan".into() };
        let acts: Vec<_> = store.undo_history(&lan).unwrap().into_iter().map(|act| (act.seq.0, act.undone)).collect();
        assert_eq!(acts, [(3, true), (2, false)], "the customer came along, and is no act");
        assert_eq!(store.db.execute("DELETE FROM event", []).unwrap_err().to_string(), "the event log is append-only");
    }
}
