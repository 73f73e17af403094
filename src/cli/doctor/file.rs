//! Checks existence and permissions of the team's file, its sidecar files and its folder.
//!
//! Opens nothing: closing the file, its -wal or -shm outside SQLite would drop this process's POSIX locks.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

use super::content;
use super::disk::{self, format_bytes};
use crate::cli::doctor::finding::Finding;
use crate::cli::formatting::shell_quote;

pub fn check(db: &Path) -> Vec<Finding> {
    let folder = existing_folder(db);
    let (found, data) = check_path(db);
    let mut findings = vec![found];
    if let Some(data) = &data {
        findings.push(check_mode(db, data));
        findings.extend(["-wal", "-shm"].into_iter().filter_map(|end| check_sidecar(db, data, end)));
    }
    findings.push(check_folder(&folder, data.as_ref()));
    findings.extend(disk::check(&folder, data.as_ref().map_or(0, Metadata::len)));
    if data.is_some() {
        findings.extend(content::check(db));
    }
    findings
}

/// Checks the path; returns the metadata of a regular file.
fn check_path(db: &Path) -> (Finding, Option<Metadata>) {
    let found = Finding::ok("file", db.display().to_string());
    let another = "Name another file with --db or SHIFTDESK_DB.";
    let data = match fs::symlink_metadata(db) {
        Ok(data) => data,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let next = "Nothing needs doing: the first ticket, import or start of the screen makes it.";
            return (found.note("There is none yet.", next), None);
        }
        Err(error) => return (found.fault(format!("It cannot be looked at: {error}."), another), None),
    };
    if data.is_dir() {
        (found.fault("It is a folder.", format!("Name a file in it: --db {}", shell_quote(&db.join("team.db")))), None)
    } else if data.is_symlink() {
        (found.fault("It is a link, whose target could be exchanged.", "Name the file itself with --db."), None)
    } else if !data.is_file() {
        (found.fault("It is not an ordinary file.", another), None)
    } else {
        (Finding::ok("file", format!("{}, {}", db.display(), format_bytes(data.len()))), Some(data))
    }
}

/// Checks the permissions of the file.
fn check_mode(db: &Path, data: &Metadata) -> Finding {
    let (mode, path) = (data.mode() & 0o7777, shell_quote(db));
    let found = Finding::ok("file mode", format!("{mode:04o}, {}", describe_owner(data)));
    if !is_accessible(db, Access::READ_OK | Access::WRITE_OK) {
        return found.fault("You may not write to it.", write_access_remedy(db, data));
    }
    let wanted = if mode & 0o020 == 0 { "600" } else { "660" };
    match mode {
        0o600 | 0o660 => found,
        _ if mode & 0o002 != 0 => {
            found.fault("Everybody on this machine can change it.", format!("`chmod {wanted} {path}`"))
        }
        _ if mode & 0o004 != 0 => {
            found.note("Everybody on this machine can read it.", format!("`chmod {wanted} {path}`"))
        }
        // A read-only user creates sidecar files that the owner cannot write to.
        _ => found.note("0600 is meant for one person, 0660 for a group.", format!("`chmod {wanted} {path}`")),
    }
}

/// Checks a sidecar file of SQLite: it needs the same permissions as the database.
fn check_sidecar(db: &Path, data: &Metadata, end: &'static str) -> Option<Finding> {
    let mut path = db.as_os_str().to_owned();
    path.push(end);
    let path = PathBuf::from(path);
    let beside = fs::symlink_metadata(&path).ok()?;
    let mode = beside.mode() & 0o7777;
    let found =
        Finding::ok(end, format!("{}, mode {mode:04o}, {}", format_bytes(beside.len()), describe_owner(&beside)));
    let wanted = data.mode() & 0o777;
    let chmod = match beside.uid() == effective_uid() {
        true => format!("`chmod {wanted:o} {}`", shell_quote(&path)),
        false => format!("uid {} has to run `chmod {wanted:o} {}`", beside.uid(), shell_quote(&path)),
    };
    Some(if !is_accessible(&path, Access::READ_OK | Access::WRITE_OK) {
        found.fault("You may not write to it, so not to the team's file either.", chmod)
    } else if mode & wanted & 0o666 != wanted & 0o666 {
        found.fault(format!("Others may write to the file, which is {wanted:04o}, but not to this beside it."), chmod)
    } else {
        found
    })
}

/// Checks the folder, in which SQLite creates its sidecar files.
fn check_folder(folder: &Path, db: Option<&Metadata>) -> Finding {
    let Ok(data) = fs::metadata(folder) else {
        return Finding::ok("folder", folder.display().to_string())
            .fault("It cannot be looked at.", "Name a file in another folder with --db.");
    };
    let mode = data.mode() & 0o7777;
    let found = Finding::ok("folder", format!("{}, mode {mode:04o}, {}", folder.display(), describe_owner(&data)));
    let shared = db.is_some_and(|db| db.mode() & 0o020 != 0);
    if !is_accessible(folder, Access::WRITE_OK | Access::EXEC_OK) {
        found.fault("You may not make files in it.", write_access_remedy(folder, &data))
    } else if shared && mode & 0o2020 != 0o2020 {
        found.note(
            "The file is shared with a group, but what one member makes beside it the others may not be able to use.",
            format!("`chmod g+rwxs {}`", shell_quote(folder)),
        )
    } else {
        found
    }
}

/// The folder of the file, or its nearest existing ancestor.
fn existing_folder(db: &Path) -> PathBuf {
    let whole = std::path::absolute(db).unwrap_or(db.to_owned());
    let folder = whole.ancestors().skip(1).find(|folder| folder.is_dir());
    folder.map_or_else(|| PathBuf::from("/"), Path::to_owned)
}

/// Whether this process has the given access to the path.
fn is_accessible(path: &Path, how: Access) -> bool {
    access(path, how).is_ok()
}

fn effective_uid() -> u32 {
    rustix::process::geteuid().as_raw()
}

fn describe_owner(data: &Metadata) -> String {
    if data.uid() == effective_uid() { "yours".into() } else { format!("of uid {}, gid {}", data.uid(), data.gid()) }
}

/// The command that grants write access.
fn write_access_remedy(path: &Path, data: &Metadata) -> String {
    let path = shell_quote(path);
    let (ours, groups) = if data.is_dir() { ("u+rwx", "g+rwxs") } else { ("u+rw", "g+rw") };
    if data.uid() == effective_uid() {
        format!("`chmod {ours} {path}`")
    } else {
        format!("uid {} has to run `chgrp YOUR_GROUP {path} && chmod {groups} {path}`", data.uid())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Arc;

    use super::*;
    use crate::cli::doctor::finding::{Advice, Verdict};
    use crate::store::Store;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Names of the faults, without those that depend on the test machine.
    fn faults(findings: &[Finding]) -> Vec<&'static str> {
        let faults = findings.iter().filter(|finding| finding.is_fault()).map(|finding| finding.name);
        faults.filter(|name| !["free space", "file system"].contains(name)).collect()
    }

    fn named<'a>(findings: &'a [Finding], name: &str) -> &'a Finding {
        findings.iter().find(|finding| finding.name == name).unwrap()
    }

    #[test]
    fn a_fresh_file_is_sound_and_a_missing_one_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/team.db");
        let findings = check(&path);
        assert_eq!(faults(&findings), [""; 0]);
        assert!(matches!(named(&findings, "file").verdict, Verdict::Note(_)));
        assert!(named(&findings, "folder").value.starts_with(&folder.path().display().to_string()));

        let path = folder.path().join("team.db");
        let store = Store::open_or_create(&path, Arc::default()).unwrap();
        let findings = check(&path);
        assert_eq!(faults(&findings), [""; 0], "{findings:?}");
        assert!(named(&findings, "content").value.ends_with("journal wal, quick check sound"));
        assert_eq!(named(&findings, "counts").value, "0 tickets, 0 open, 0 people, 0 events");
        assert_eq!(named(&findings, "-wal").verdict, Verdict::Ok);
        drop(store);
    }

    #[test]
    fn what_cannot_be_a_file_of_ours_is_a_finding() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert_eq!(faults(&check(folder.path())), ["file"]);
        fs::write(at("damaged.db"), vec![7; 8192]).unwrap();
        set_mode(&at("damaged.db"), 0o600);
        let findings = check(&at("damaged.db"));
        assert_eq!(faults(&findings), ["content"]);
        assert!(matches!(named(&findings, "content").verdict, Verdict::Damage(_)));
        std::os::unix::fs::symlink(at("damaged.db"), at("link.db")).unwrap();
        assert_eq!(faults(&check(&at("link.db"))), ["file"]);
        assert_eq!(faults(&check(&at("damaged.db/team.db"))), ["file"]);
        fs::write(at("empty.db"), "").unwrap();
        set_mode(&at("empty.db"), 0o600);
        assert_eq!(faults(&check(&at("empty.db"))), [""; 0]);
    }

    #[test]
    fn a_torn_page_is_damage() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        drop(Store::open_or_create(&path, Arc::default()).unwrap());
        let mut content = fs::read(&path).unwrap();
        for byte in &mut content[4096..3 * 4096] {
            *byte = 0xAA;
        }
        fs::write(&path, content).unwrap();
        let findings = check(&path);
        assert!(findings.iter().any(|finding| matches!(finding.verdict, Verdict::Damage(_))), "{findings:?}");
    }

    #[test]
    fn a_mode_that_lets_others_in_has_its_chmod() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        fs::write(&path, "").unwrap();
        for (bits, wanted) in
            [(0o600, ""), (0o660, ""), (0o644, "chmod 600"), (0o664, "chmod 660"), (0o640, "chmod 600")]
        {
            set_mode(&path, bits);
            let found = check_mode(&path, &fs::metadata(&path).unwrap());
            assert!(!found.is_fault());
            match found.verdict {
                Verdict::Note(Advice { remedy: next, .. }) => {
                    assert!(next.contains(wanted) && !wanted.is_empty(), "{next}")
                }
                _ => assert_eq!(wanted, ""),
            }
        }
        set_mode(&path, 0o666);
        assert!(check_mode(&path, &fs::metadata(&path).unwrap()).is_fault());
    }

    #[test]
    fn a_sidecar_that_is_narrower_than_the_file_is_a_fault() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        fs::write(&path, "").unwrap();
        fs::write(folder.path().join("team.db-wal"), "").unwrap();
        set_mode(&path, 0o660);
        set_mode(&folder.path().join("team.db-wal"), 0o640);
        let found = check_sidecar(&path, &fs::metadata(&path).unwrap(), "-wal").unwrap();
        let Verdict::Fault(advice) = found.verdict else { panic!("a fault") };
        assert!(advice.remedy.starts_with("`chmod 660 ") && advice.remedy.ends_with("team.db-wal`"), "{advice:?}");
        assert_eq!(check_sidecar(&path, &fs::metadata(&path).unwrap(), "-shm"), None);
    }
}
