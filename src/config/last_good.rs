//! Copies of the last valid version of each settings file, used when the file becomes invalid.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

/// Folder of copies, named by a hash of the file's path and readable only by the owner.
#[derive(Debug, Clone)]
pub struct LastGoodCopies {
    folder: PathBuf,
}

impl LastGoodCopies {
    pub fn new(folder: PathBuf) -> LastGoodCopies {
        LastGoodCopies { folder }
    }

    /// The folder in the user's state directory; `None` without a home directory.
    pub fn in_state_dir() -> Option<LastGoodCopies> {
        let dirs = directories::ProjectDirs::from("", "", "shiftdesk")?;
        Some(LastGoodCopies::new(dirs.state_dir().unwrap_or(dirs.cache_dir()).join("last-good")))
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Checks that copies can be saved, without saving one.
    ///
    /// # Errors
    /// The folder, or its nearest existing parent, is not writable.
    pub fn check_writable(&self) -> io::Result<()> {
        let existing = self.folder.ancestors().find(|folder| folder.exists()).unwrap_or(&self.folder);
        Ok(access(existing, Access::WRITE_OK | Access::EXEC_OK)?)
    }

    /// The last valid text of a file.
    pub fn read(&self, path: &Path) -> Option<String> {
        fs::read_to_string(self.copy_path(path)).ok()
    }

    /// Saves the text of a valid file, unless it is saved already.
    pub fn save(&self, path: &Path, text: &str) -> io::Result<()> {
        if self.read(path).is_some_and(|saved| saved == text) {
            return Ok(());
        }
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        // Rename into place, so that another process never reads a partial copy.
        let target = self.copy_path(path);
        let temporary = target.with_extension(std::process::id().to_string());
        let _ = fs::remove_file(&temporary);
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?.write_all(text.as_bytes())?;
        fs::rename(temporary, target)
    }

    fn copy_path(&self, path: &Path) -> PathBuf {
        let path = std::path::absolute(path).unwrap_or(path.to_owned());
        self.folder.join(format!("{:016x}.toml", fnv1a(path.as_os_str().as_bytes())))
    }
}

/// FNV-1a: stable across builds, unlike the standard library's hash.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_copy_is_kept_for_each_path_and_for_its_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let copies = LastGoodCopies::new(home.path().join("state/last-good"));
        let (one, other) = (Path::new("/etc/one.toml"), Path::new("/etc/other.toml"));
        assert_eq!(copies.read(one), None);
        copies.check_writable().unwrap();
        assert!(!copies.folder().exists());
        for text in ["a = 1", "a = 2", "a = 2"] {
            copies.save(one, text).unwrap();
            assert_eq!(copies.read(one).as_deref(), Some(text));
        }
        assert_eq!(copies.read(other), None);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(copies.folder()), mode(&copies.copy_path(one))), (0o700, 0o600));
        assert_eq!(fs::read_dir(copies.folder()).unwrap().count(), 1);
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(b"foobar"), 0x85944171f73967e8);
    }
}
