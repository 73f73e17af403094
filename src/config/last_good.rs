//! Copies of the files as they were when they were last sound, to start on when one of them is not.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

/// The folder of the copies, one for each file by the hash of its path. Only its owner can read it.
#[derive(Debug, Clone)]
pub struct Copies {
    folder: PathBuf,
}

impl Copies {
    pub fn new(folder: PathBuf) -> Copies {
        Copies { folder }
    }

    /// In the user's state folder; `None` where there is no home.
    pub fn usual() -> Option<Copies> {
        let dirs = directories::ProjectDirs::from("", "", "shiftdesk")?;
        Some(Copies::new(dirs.state_dir().unwrap_or(dirs.cache_dir()).join("last-good")))
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether copies could be kept, without keeping one.
    ///
    /// # Errors
    /// Nothing can be written into the folder or, where there is none yet, into the nearest one above it.
    pub fn usable(&self) -> io::Result<()> {
        let there = self.folder.ancestors().find(|folder| folder.exists()).unwrap_or(&self.folder);
        Ok(access(there, Access::WRITE_OK | Access::EXEC_OK)?)
    }

    /// The text of a file when it was last sound.
    pub fn of(&self, path: &Path) -> Option<String> {
        fs::read_to_string(self.place(path)).ok()
    }

    /// Keeps the text of a sound file. Whether it could be kept matters only to whoever asks: `doctor` does.
    pub fn keep(&self, path: &Path, text: &str) -> io::Result<()> {
        if self.of(path).is_some_and(|kept| kept == text) {
            return Ok(());
        }
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        // Renamed into place, so that another program never reads half a copy.
        let whole = self.place(path);
        let half = whole.with_extension(std::process::id().to_string());
        let _ = fs::remove_file(&half);
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half)?.write_all(text.as_bytes())?;
        fs::rename(half, whole)
    }

    fn place(&self, path: &Path) -> PathBuf {
        let path = std::path::absolute(path).unwrap_or(path.to_owned());
        self.folder.join(format!("{:016x}.toml", fnv(path.as_os_str().as_bytes())))
    }
}

/// FNV-1a: the same in every build, unlike the hash of the standard library.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_copy_is_kept_for_each_path_and_for_its_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let copies = Copies::new(home.path().join("state/last-good"));
        let (one, other) = (Path::new("/etc/one.toml"), Path::new("/etc/other.toml"));
        assert_eq!(copies.of(one), None);
        copies.usable().unwrap();
        assert!(!copies.folder().exists());
        for text in ["a = 1", "a = 2", "a = 2"] {
            copies.keep(one, text).unwrap();
            assert_eq!(copies.of(one).as_deref(), Some(text));
        }
        assert_eq!(copies.of(other), None);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(copies.folder()), mode(&copies.place(one))), (0o700, 0o600));
        assert_eq!(fs::read_dir(copies.folder()).unwrap().count(), 1);
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv(b"foobar"), 0x85944171f73967e8);
    }
}
