//! Opens files to import. They are read more than once, so pipes are copied to a temporary file first.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;

use crate::cli::failure::Failure;

/// Opens the file at `path`; `-` is standard input.
pub fn open(path: &Path) -> anyhow::Result<File> {
    if path == Path::new("-") {
        return copy_to_temp_file(&mut io::stdin().lock()).context("Standard input cannot be read");
    }
    let refuse = |why: String| Failure::not_found(format!("{} cannot be read: {why}.", path.display()));
    let mut file = File::open(path).map_err(|error| refuse(error.to_string()))?;
    let kind = file.metadata().map_err(|error| refuse(error.to_string()))?.file_type();
    if kind.is_dir() {
        return Err(refuse("it is a folder".into()));
    }
    if kind.is_file() {
        Ok(file)
    } else {
        copy_to_temp_file(&mut file).with_context(|| format!("{} cannot be read", path.display()))
    }
}

/// Default source name: the file stem.
pub fn source_stem(path: &Path) -> String {
    match path.file_stem() {
        Some(stem) if path != Path::new("-") => stem.to_string_lossy().into_owned(),
        _ => "stdin".to_owned(),
    }
}

/// Copies a stream to an unlinked temporary file, which disappears when closed.
fn copy_to_temp_file(stream: &mut impl io::Read) -> io::Result<File> {
    let folder = std::env::temp_dir();
    let path = folder.join(format!("shiftdesk-{}-{:016x}", std::process::id(), fastrand::u64(..)));
    let mut file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
    std::fs::remove_file(&path)?;
    io::copy(stream, &mut file)?;
    Ok(file)
}
