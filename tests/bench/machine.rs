//! On what it was measured: the line above the table.

use std::fs;
use std::process::Command;
use std::thread;

use chrono::Utc;

use crate::files::run;
use shiftdesk::store::open::sqlite_version;

/// Date, processors, memory, system, and the versions of what was compared.
pub fn line() -> String {
    let cpus = thread::available_parallelism().map_or(1, usize::from);
    let model = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".into());
    let kilobytes = field("/proc/meminfo", "MemTotal").and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    let memory = kilobytes.unwrap_or_default() / 1024.0 / 1024.0;
    let system = field("/etc/os-release", "PRETTY_NAME").unwrap_or_else(|| std::env::consts::OS.into());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "{} · {cpus} × {model} · {memory:.0} GiB · {} · Linux {} · shiftdesk {}, SQLite {} · sqlite3 {} · task {}",
        Utc::now().format("%Y-%m-%d"),
        system.trim_matches('"'),
        kernel.trim(),
        env!("CARGO_PKG_VERSION"),
        sqlite_version().0,
        version("sqlite3"),
        version("task"),
    )
}

/// A line of one of the system's tables: what stands after the name and its sign.
fn field(table: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(table).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once([':', '='])?.1.trim().to_owned())
}

fn version(program: &str) -> String {
    let said = run(Command::new(program).arg("--version")).ok();
    said.and_then(|said| said.split_whitespace().next().map(ToOwned::to_owned)).unwrap_or_else(|| "none".into())
}
