//! Whether a file of settings has changed since the last look.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::layers::{self, Places};

/// When a file was written, how long it is, and which one lies under the name; `None` if there is none.
type Stamp = Option<(i64, i64, u64, u64)>;

/// The files that the settings come from, those of the holidays among them, as they were at the last look. Make it
/// before [`load`](super::load), so that no change falls between the two.
#[derive(Debug)]
pub struct Watch {
    places: Places,
    files: Vec<(PathBuf, Stamp)>,
}

impl Watch {
    /// Watches what [`load`](super::load) reads for the same arguments, whether it is there yet or not.
    pub fn new(own: Option<&Path>, db: &Path) -> Watch {
        let places = Places::of(own, db);
        let files = watched(&places);
        Watch { places, files }
    }

    /// Whether any file was written, replaced, made or removed since the last call. Costs a few microseconds.
    pub fn changed(&mut self) -> bool {
        let changed = self.files.iter().any(|(path, seen)| stamp(path) != *seen);
        if changed {
            // Other holidays may be named now.
            self.files = watched(&self.places);
        }
        changed
    }
}

/// Every file that counts, as it is before it is read.
fn watched(places: &Places) -> Vec<(PathBuf, Stamp)> {
    let stamped = |path: PathBuf| (stamp(&path), path);
    let settings: Vec<_> = places.files.iter().map(|(_, path)| stamped(path.clone())).collect();
    // Whoever looks keeps no copies.
    let (_, sources) = layers::read(&Places { copies: None, ..places.clone() });
    let holidays = sources.into_iter().flat_map(|source| source.holidays).map(stamped);
    settings.into_iter().chain(holidays).map(|(stamp, path)| (path, stamp)).collect()
}

fn stamp(path: &Path) -> Stamp {
    fs::metadata(path).ok().map(|data| (data.mtime(), data.mtime_nsec(), data.len(), data.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_comes_changes_or_goes_is_seen_once() {
        let folder = tempfile::tempdir().unwrap();
        let (own, db) = (folder.path().join("own.toml"), folder.path().join("team.db"));
        let mut watch = Watch::new(Some(&own), &db);
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
