//! Edits a text in `$VISUAL` or `$EDITOR`, which owns the terminal until it exits.
//!
//! No text is lost: the form keeps its text until the editor succeeds, and a file that cannot be read back is kept.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

use super::input::InputGate;
use super::{signals, terminal};

/// Size limit of the edited text.
const MAX_TEXT_BYTES: u64 = 1 << 20;

/// Runs the editor on `text` and returns the edited text, or an error message. The caller must re-enter the terminal.
pub fn edit(text: &str, gate: &InputGate) -> Result<String, String> {
    let editor = editor_command(|name| env::var(name).ok())
        .ok_or("Neither VISUAL nor EDITOR is set; set one of them, such as EDITOR=nano, and start again.")?;
    let path = write_temp_file(text).map_err(|error| format!("The text cannot be given to an editor: {error}."))?;
    let ended = gate.while_closed(|| {
        terminal::restore();
        signals::with_child_terminal(|| run_editor(&editor, &path))
    });
    let left = match ended {
        None => Err("The keyboard cannot be given to an editor just now; try again.".to_owned()),
        Some(Err(error)) => Err(format!("‘{editor}’ cannot be started: {error}.")),
        Some(Ok(0)) => Ok(()),
        Some(Ok(127)) => Err(format!("‘{editor}’ is not there; VISUAL and EDITOR say which editor to start.")),
        Some(Ok(code)) => Err(format!("The editor ended with code {code}; the text is as it was.")),
    };
    // Keep a file that cannot be read back: it is the only copy of the edits.
    let text = left.map(|()| read_back(&path));
    if let Ok(Err(error)) = text {
        return Err(format!("The text cannot be read back: {error}. It is in {}.", path.display()));
    }
    let _ = fs::remove_file(&path);
    text.map(Result::unwrap_or_default)
}

/// `VISUAL` takes precedence over `EDITOR`.
fn editor_command(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    ["VISUAL", "EDITOR"].iter().find_map(|name| variable(name).filter(|it| !it.trim().is_empty()))
}

/// Writes the text to a temporary file readable only by the user.
fn write_temp_file(text: &str) -> io::Result<PathBuf> {
    let folder = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_dir());
    let folder = folder.unwrap_or_else(env::temp_dir);
    let path = folder.join(format!("shiftdesk-{:016x}.txt", fastrand::u64(..)));
    // create_new: never write to an existing file or follow a symlink.
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let written = file.write_all(text.as_bytes()).and_then(|()| file.write_all(end.as_bytes()));
    written.inspect_err(|_| drop(fs::remove_file(&path)))?;
    Ok(path)
}

fn read_back(path: &Path) -> io::Result<String> {
    if fs::metadata(path)?.len() > MAX_TEXT_BYTES {
        return Err(io::Error::other("it is longer than 1 MB"));
    }
    Ok(fs::read_to_string(path)?.trim_end_matches(['\n', '\r']).to_owned())
}

/// Runs the editor and returns its exit code. Uses a shell because the setting may contain arguments.
fn run_editor(editor: &str, path: &Path) -> io::Result<i32> {
    let child = Command::new("/bin/sh").arg("-c").arg(format!("{editor} \"$@\"")).arg(editor).arg(path).spawn()?;
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).ok_or(io::ErrorKind::InvalidData)?;
    loop {
        match waitpid(Some(pid), WaitOptions::UNTRACED) {
            Err(rustix::io::Errno::INTR) | Ok(None) => {}
            Err(error) => return Err(error.into()),
            // The user suspended the editor to get to the shell, which waits for this process: stop as well.
            Ok(Some((_, status))) if status.stopped() => {
                if signals::has_shell() {
                    signals::stop_process();
                }
                let _ = kill_process(pid, Signal::CONT);
            }
            Ok(Some((_, status))) => {
                let killed = status.terminating_signal().map(signals::exit_code);
                return Ok(status.exit_status().or(killed).unwrap_or(1));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn visual_goes_before_editor_and_an_empty_one_counts_for_nothing() {
        let of = |set: &[(&str, &str)]| {
            editor_command(|name| set.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(of(&[("EDITOR", "nano"), ("VISUAL", "vim -n")]).as_deref(), Some("vim -n"));
        assert_eq!(of(&[("EDITOR", "nano"), ("VISUAL", " ")]).as_deref(), Some("nano"));
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn a_text_goes_there_and_back_and_nobody_else_reads_it() {
        let path = write_temp_file("Chị Hoa ơi,\n\ntiền đã về").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(run_editor("printf ' sắp\\n' >> \"$1\" #", &path).unwrap(), 0);
        assert_eq!(read_back(&path).unwrap(), "Chị Hoa ơi,\n\ntiền đã về\n sắp");
        assert_eq!(run_editor("exit 3 #", &path).unwrap(), 3);
        assert_eq!(run_editor("no-such-editor", &path).unwrap(), 127);
        fs::write(&path, b"caf\xe9").unwrap();
        assert!(read_back(&path).is_err());
        fs::remove_file(path).unwrap();
    }
}
