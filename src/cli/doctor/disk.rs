//! Checks the file system and free space under the team's file.

use std::path::Path;

use crate::cli::doctor::finding::Finding;
use crate::store::open;

/// Minimum free space, in bytes.
const MIN_FREE_BYTES: u64 = 500_000_000;
/// Minimum free space as a multiple of the file size: rewriting it needs a copy and a journal.
const FREE_SPACE_FACTOR: u64 = 3;

/// Checks the disk of a folder for a file of `size` bytes.
pub fn check(folder: &Path, size: u64) -> [Finding; 2] {
    [file_system(folder), free_space(folder, size)]
}

/// File systems by their magic numbers in linux/magic.h, besides those the store rejects.
const FILE_SYSTEM_MAGICS: &[(u64, &str)] = &[
    (0xEF53, "ext4"),
    (0x5846_5342, "XFS"),
    (0x9123_683E, "btrfs"),
    (0x2FC1_2FC1, "ZFS"),
    (0xF2F5_2010, "F2FS"),
    (0x0102_1994, "tmpfs"),
    (0x8584_58F6, "ramfs"),
    (0x794C_7630, "overlay"),
    (0x6573_5546, "FUSE"),
];

fn file_system(folder: &Path) -> Finding {
    let Some(magic) = open::file_system_magic(folder) else {
        return Finding::ok("file system", "unknown");
    };
    if let Some((_, kind)) = open::NETWORK_FILE_SYSTEMS.iter().find(|(number, _)| *number == magic) {
        let found = Finding::ok("file system", *kind);
        return match std::env::var_os("SHIFTDESK_ANY_FS") {
            None => found.fault(
                "Several machines could open the file at once and damage it.",
                "Put it on a local disk, or set SHIFTDESK_ANY_FS=1 if only one machine ever opens it.",
            ),
            Some(_) => {
                found.note("SHIFTDESK_ANY_FS allows it.", "See to it that only one machine ever opens the file.")
            }
        };
    }
    let Some((_, kind)) = FILE_SYSTEM_MAGICS.iter().find(|(number, _)| *number == magic) else {
        return Finding::ok("file system", format!("{magic:#x}"));
    };
    let found = Finding::ok("file system", *kind);
    match *kind {
        "tmpfs" | "ramfs" => {
            found.note("It lies in memory and is gone when the machine restarts.", "Put the file on a disk, with --db.")
        }
        "overlay" => found.note(
            "It is a container's layer, which goes when the container goes.",
            "Put the file on a volume, with --db.",
        ),
        "FUSE" => found.note(
            "Whether locks hold depends on the program behind it.",
            "If several programs use the file, put it on a local disk, with --db.",
        ),
        _ => found,
    }
}

fn free_space(folder: &Path, size: u64) -> Finding {
    let Ok(disk) = rustix::fs::statvfs(folder) else {
        return Finding::ok("free space", "unknown");
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let wanted = MIN_FREE_BYTES.max(size.saturating_mul(FREE_SPACE_FACTOR));
    let found = Finding::ok("free space", format_bytes(free));
    if free >= wanted {
        return found;
    }
    found.fault(
        format!("That is less than the {} that this file should have.", format_bytes(wanted)),
        format!("Make room on the disk of {}.", folder.display()),
    )
}

/// `1.2 MB`, in powers of 1000.
pub fn format_bytes(n: u64) -> String {
    match n {
        0..1_000 => format!("{n} B"),
        1_000..1_000_000 => format!("{} kB", n / 1_000),
        1_000_000..1_000_000_000 => format!("{:.1} MB", n as f64 / 1e6),
        _ => format!("{:.1} GB", n as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_easily() {
        assert_eq!(
            [0, 999, 1_234, 5_600_000, 7_800_000_000].map(format_bytes),
            ["0 B", "999 B", "1 kB", "5.6 MB", "7.8 GB"]
        );
    }
}
