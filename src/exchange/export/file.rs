//! A table in a file, whole or not at all.
//!
//! It is written under another name beside its place and takes its own name when it is whole, so that whoever reads the
//! place never finds half of it. What is there already is left alone unless it is to be replaced.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::{Error, write};
use crate::domain::table::{Format, Table};
use crate::domain::time::Zone;

/// What may become of a file that is there already.
#[derive(Debug, Clone, Copy)]
pub enum Over<'a> {
    /// It is left as it is.
    Nothing,
    /// It is replaced, unless it is the team's file, which this names.
    AllBut(&'a Path),
}

/// Writes a table into a file.
pub fn save(table: &Table, format: Format, zone: Zone, path: &Path, over: Over) -> Result<(), Error> {
    save_with(path, over, |file| write(table, format, zone, file))
}

/// The same for whatever `put` writes.
pub fn save_with(
    path: &Path,
    over: Over,
    put: impl FnOnce(&mut dyn io::Write) -> Result<(), Error>,
) -> Result<(), Error> {
    let mode = look(path, over)?;
    let building = Building::begin(path, mode)?;
    let mut file = &building.file;
    put(&mut file)?;
    building.file.sync_all().map_err(|error| cannot(path, &error))?;
    building.finish(path, matches!(over, Over::AllBut(_)))
}

/// Refuses a place that is not free before any work is done. Returns who may read the file: whoever could before, else
/// its owner alone, as with everything that has customers in it.
fn look(path: &Path, over: Over) -> Result<u32, Error> {
    let shown = path.display();
    if path.file_name().is_none() {
        return Err(Error::Place(format!("‘{shown}’ is not the name of a file. Name one to write to.")));
    }
    let Ok(there) = path.symlink_metadata() else { return Ok(0o600) };
    let Over::AllBut(db) = over else { return Err(Error::There(path.to_owned())) };
    let beside = |end: &str| {
        let mut name = db.as_os_str().to_owned();
        name.push(end);
        fs::metadata(PathBuf::from(name)).is_ok_and(|db| (db.dev(), db.ino()) == (there.dev(), there.ino()))
    };
    if ["", "-wal", "-shm"].into_iter().any(beside) {
        return Err(Error::Place(format!("{shown} is the team’s file, which is not replaced. Choose another name.")));
    }
    if !there.is_file() {
        return Err(Error::Place(format!(
            "{shown} is not an ordinary file, so it is not replaced. Choose another name."
        )));
    }
    Ok(there.mode() & 0o777)
}

fn cannot(path: &Path, why: &io::Error) -> Error {
    let why = match why.kind() {
        io::ErrorKind::NotFound => "the folder is not there".to_owned(),
        _ => why.to_string(),
    };
    Error::Place(format!("{} cannot be written: {why}. Choose another place.", path.display()))
}

/// A file under construction. Dropped unfinished, it leaves nothing behind.
struct Building {
    file: File,
    path: PathBuf,
    finished: bool,
}

impl Building {
    fn begin(place: &Path, mode: u32) -> Result<Building, Error> {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        // The name may be as long as names can be.
        let start: String = name.chars().take(40).collect();
        let path = place.with_file_name(format!(".{start}.{}.new", std::process::id()));
        // Left behind by a program of the same number that was killed.
        let _ = fs::remove_file(&path);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(|error| cannot(place, &error))?;
        let building = Building { file, path, finished: false };
        // After it was made, so that no umask takes from it.
        let permissions = fs::Permissions::from_mode(mode);
        building.file.set_permissions(permissions).map_err(|error| cannot(place, &error))?;
        Ok(building)
    }

    /// Gives the file its name.
    fn finish(mut self, place: &Path, replace: bool) -> Result<(), Error> {
        let renamed = match replace {
            true => fs::rename(&self.path, place),
            false => rename_to_free(&self.path, place),
        };
        match renamed {
            Ok(()) => {
                self.finished = true;
                Ok(())
            }
            // Somebody was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Error::There(place.to_owned())),
            Err(error) => Err(cannot(place, &error)),
        }
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        if !self.finished {
            // Nobody is left to tell.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Renames onto a name that must be free, also if somebody takes it meanwhile.
fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some file systems cannot promise it.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) if to.symlink_metadata().is_err() => fs::rename(from, to),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Err(io::ErrorKind::AlreadyExists.into()),
        done => Ok(done?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::table::Cell;

    fn table(text: &str) -> Table {
        Table { columns: vec!["subject"], rows: vec![vec![Cell::Text(text.to_owned())]] }
    }

    fn write_to(path: &Path, text: &str, over: Over) -> Result<(), String> {
        save(&table(text), Format::Csv, Zone::UTC, path, over).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_is_whole_and_never_replaced_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("queue.csv");
        let db = folder.path().join("team.db");
        write_to(&path, "one", Over::Nothing).unwrap();
        let said = write_to(&path, "two", Over::Nothing).unwrap_err();
        assert!(said.contains("is there already and was left as it is"), "{said}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "subject\r\none\r\n");
        write_to(&path, "two", Over::AllBut(&db)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "subject\r\ntwo\r\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
        let mode = || fs::metadata(&path).unwrap().mode() & 0o777;
        assert_eq!(mode(), 0o600, "for its owner alone");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write_to(&path, "three", Over::AllBut(&db)).unwrap();
        assert_eq!(mode(), 0o640, "for whoever could read it before");

        // Whoever takes the name while we write keeps it.
        let building = Building::begin(&folder.path().join("late.csv"), 0o600).unwrap();
        fs::write(folder.path().join("late.csv"), "theirs").unwrap();
        assert!(building.finish(&folder.path().join("late.csv"), false).unwrap_err().to_string().contains("already"));
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
            let said = write_to(&path, "x", Over::AllBut(&db)).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
        assert_eq!(fs::read_to_string(&db).unwrap(), "precious");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn what_does_not_fit_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let rows = vec![Vec::new(); 1_048_576];
        let many = Table { columns: vec!["id"], rows };
        let path = folder.path().join("queue.xlsx");
        let said = save(&many, Format::Xlsx, Zone::UTC, &path, Over::Nothing).unwrap_err().to_string();
        assert!(said.contains("1048575 rows at most"), "{said}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
