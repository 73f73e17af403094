//! Atomic file export.
//!
//! Written to a temporary file in the same folder and renamed when complete, so that no reader sees half a file. An
//! existing file is kept unless replacing it was requested.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::error::ExportError;
use super::write_table;
use crate::model::table::{DataTable, TableFormat};
use crate::model::time::Zone;

/// Whether an existing file may be replaced.
#[derive(Debug, Clone, Copy)]
pub enum OverwritePolicy<'a> {
    /// Never.
    Never,
    /// Yes, except for the team's database, which this names.
    ReplaceExcept(&'a Path),
}

/// Exports a table to a file.
pub fn save_table(
    table: &DataTable,
    format: TableFormat,
    zone: Zone,
    path: &Path,
    over: OverwritePolicy,
) -> Result<(), ExportError> {
    save_with(path, over, |file| write_table(table, format, zone, file))
}

/// The same for the output of `put`.
pub fn save_with(
    path: &Path,
    over: OverwritePolicy,
    put: impl FnOnce(&mut dyn io::Write) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mode = check_target(path, over)?;
    let building = TempFile::create(path, mode)?;
    let mut file = &building.file;
    put(&mut file)?;
    building.file.sync_all().map_err(|error| write_error(path, &error))?;
    building.persist(path, matches!(over, OverwritePolicy::ReplaceExcept(_)))
}

/// Fails early if the target cannot be used. Returns the file mode: the existing one, else owner only, as for
/// everything with customer data.
fn check_target(path: &Path, over: OverwritePolicy) -> Result<u32, ExportError> {
    let shown = path.display();
    if path.file_name().is_none() {
        return Err(ExportError::Unwritable(format!("‘{shown}’ is not the name of a file. Name one to write to.")));
    }
    let Ok(there) = path.symlink_metadata() else { return Ok(0o600) };
    let OverwritePolicy::ReplaceExcept(db) = over else { return Err(ExportError::AlreadyExists(path.to_owned())) };
    let beside = |end: &str| {
        let mut name = db.as_os_str().to_owned();
        name.push(end);
        fs::metadata(PathBuf::from(name)).is_ok_and(|db| (db.dev(), db.ino()) == (there.dev(), there.ino()))
    };
    if ["", "-wal", "-shm"].into_iter().any(beside) {
        return Err(ExportError::Unwritable(format!(
            "{shown} is the team’s file, which is not replaced. Choose another name."
        )));
    }
    if !there.is_file() {
        return Err(ExportError::Unwritable(format!(
            "{shown} is not an ordinary file, so it is not replaced. Choose another name."
        )));
    }
    Ok(there.mode() & 0o777)
}

fn write_error(path: &Path, why: &io::Error) -> ExportError {
    let why = match why.kind() {
        io::ErrorKind::NotFound => "the folder is not there".to_owned(),
        _ => why.to_string(),
    };
    ExportError::Unwritable(format!("{} cannot be written: {why}. Choose another place.", path.display()))
}

/// A temporary file; removed when dropped before it was renamed.
struct TempFile {
    file: File,
    path: PathBuf,
    renamed: bool,
}

impl TempFile {
    fn create(place: &Path, mode: u32) -> Result<TempFile, ExportError> {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        // The name may already have the maximum length.
        let start: String = name.chars().take(40).collect();
        let path = place.with_file_name(format!(".{start}.{}.new", std::process::id()));
        // Left by a killed process with the same id.
        let _ = fs::remove_file(&path);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(|error| write_error(place, &error))?;
        let building = TempFile { file, path, renamed: false };
        // Set after creation, because the umask applies to creation.
        let permissions = fs::Permissions::from_mode(mode);
        building.file.set_permissions(permissions).map_err(|error| write_error(place, &error))?;
        Ok(building)
    }

    /// Renames the file to its final name.
    fn persist(mut self, place: &Path, replace: bool) -> Result<(), ExportError> {
        let renamed = match replace {
            true => fs::rename(&self.path, place),
            false => rename_to_free(&self.path, place),
        };
        match renamed {
            Ok(()) => {
                self.renamed = true;
                Ok(())
            }
            // Another process created the file meanwhile.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(ExportError::AlreadyExists(place.to_owned()))
            }
            Err(error) => Err(write_error(place, &error)),
        }
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        if !self.renamed {
            // An error cannot be reported from here.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Renames without replacing, even if the target appears meanwhile.
fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some file systems do not support NOREPLACE.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) if to.symlink_metadata().is_err() => fs::rename(from, to),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Err(io::ErrorKind::AlreadyExists.into()),
        done => Ok(done?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table::TableCell;

    fn table(text: &str) -> DataTable {
        DataTable { columns: vec!["subject"], rows: vec![vec![TableCell::Text(text.to_owned())]] }
    }

    fn write_to(path: &Path, text: &str, over: OverwritePolicy) -> Result<(), String> {
        save_table(&table(text), TableFormat::Csv, Zone::UTC, path, over).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_is_whole_and_never_replaced_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue.csv");
        let db = folder.path().join("team.db");
        write_to(&path, "one", OverwritePolicy::Never).unwrap();
        let said = write_to(&path, "two", OverwritePolicy::Never).unwrap_err();
        assert!(said.contains("is there already and was left as it is"), "{said}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "subject\r\none\r\n");
        write_to(&path, "two", OverwritePolicy::ReplaceExcept(&db)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "subject\r\ntwo\r\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
        let mode = || fs::metadata(&path).unwrap().mode() & 0o777;
        assert_eq!(mode(), 0o600, "for its owner alone");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write_to(&path, "three", OverwritePolicy::ReplaceExcept(&db)).unwrap();
        assert_eq!(mode(), 0o640, "for whoever could read it before");

        // A file created meanwhile is kept.
        let building = TempFile::create(&folder.path().join("late.csv"), 0o600).unwrap();
        fs::write(folder.path().join("late.csv"), "theirs").unwrap();
        assert!(building.persist(&folder.path().join("late.csv"), false).unwrap_err().to_string().contains("already"));
        assert_eq!(fs::read_to_string(folder.path().join("late.csv")).unwrap(), "theirs");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_must_not_be_replaced_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (db, link) = (folder.path().join("team.db"), folder.path().join("link.csv"));
        fs::write(&db, "precious").unwrap();
        fs::write(folder.path().join("team.db-wal"), "precious too").unwrap();
        std::os::unix::fs::symlink("/dev/null", &link).unwrap();
        for (path, why) in [
            (db.clone(), "the team’s file"),
            (folder.path().join("team.db-wal"), "the team’s file"),
            (link, "not an ordinary file"),
            (folder.path().to_owned(), "not an ordinary file"),
            (PathBuf::from("/"), "not the name of a file"),
            (folder.path().join("none/queue.csv"), "the folder is not there"),
        ] {
            let said = write_to(&path, "x", OverwritePolicy::ReplaceExcept(&db)).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
        assert_eq!(fs::read_to_string(&db).unwrap(), "precious");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn what_does_not_fit_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let rows = vec![Vec::new(); 1_048_576];
        let many = DataTable { columns: vec!["id"], rows };
        let path = folder.path().join("queue.xlsx");
        let said =
            save_table(&many, TableFormat::Xlsx, Zone::UTC, &path, OverwritePolicy::Never).unwrap_err().to_string();
        assert!(said.contains("1048575 rows at most"), "{said}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
