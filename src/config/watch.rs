//! Detects changes of the settings files by polling.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::layers::{self, ConfigPaths};

/// Modification time (s, ns), length and inode of a file; `None` if it does not exist.
type FileStamp = Option<(i64, i64, u64, u64)>;

/// The settings and holiday files as last seen. Create it before calling [`load`](super::load), so that no change in
/// between is missed.
#[derive(Debug)]
pub struct ConfigWatcher {
    paths: ConfigPaths,
    files: Vec<(PathBuf, FileStamp)>,
}

impl ConfigWatcher {
    /// Watches the files [`load`](super::load) reads for the same arguments, including missing ones.
    pub fn new(own: Option<&Path>, db: &Path) -> ConfigWatcher {
        let places = ConfigPaths::resolve(own, db);
        let files = stamp_files(&places);
        ConfigWatcher { paths: places, files }
    }

    /// Whether any file was written, replaced, created or removed since the last call. Takes a few microseconds.
    pub fn changed(&mut self) -> bool {
        let changed = self.files.iter().any(|(path, seen)| file_stamp(path) != *seen);
        if changed {
            // The new content may reference other holiday files.
            self.files = stamp_files(&self.paths);
        }
        changed
    }
}

/// Stamps every file, settings before they are read.
fn stamp_files(places: &ConfigPaths) -> Vec<(PathBuf, FileStamp)> {
    let stamped = |path: PathBuf| (file_stamp(&path), path);
    let settings: Vec<_> = places.files.iter().map(|(_, path)| stamped(path.clone())).collect();
    // Watching must not write last-good copies.
    let (_, sources) = layers::read_layers(&ConfigPaths { last_good: None, ..places.clone() });
    let holidays = sources.into_iter().flat_map(|source| source.holiday_files).map(stamped);
    settings.into_iter().chain(holidays).map(|(stamp, path)| (path, stamp)).collect()
}

fn file_stamp(path: &Path) -> FileStamp {
    fs::metadata(path).ok().map(|data| (data.mtime(), data.mtime_nsec(), data.len(), data.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_comes_changes_or_goes_is_seen_once() {
        let folder = tempfile::tempdir().unwrap();
        let (own, db) = (folder.path().join("own.toml"), folder.path().join("team.db"));
        let mut watch = ConfigWatcher::new(Some(&own), &db);
        assert!(!watch.changed());
        for (path, text) in [(&own, "a"), (&own, "ab"), (&db.with_extension("toml"), "c")] {
            fs::write(path, text).unwrap();
            assert!(watch.changed() && !watch.changed());
        }
        fs::remove_file(&own).unwrap();
        assert!(watch.changed() && !watch.changed());
        fs::write(db.with_extension("toml"), "[[calendar]]\nname = \"a\"\nholidays_ics = [\"vn.ics\"]").unwrap();
        assert!(watch.changed() && !watch.changed());
        fs::write(folder.path().join("vn.ics"), "").unwrap();
        assert!(watch.changed() && !watch.changed());
        fs::write(&db, "the team's data are no settings").unwrap();
        assert!(!watch.changed());
    }
}
