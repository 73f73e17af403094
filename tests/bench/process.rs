//! What the kernel knows of a process: its time on a processor and its memory.

use std::fs;
use std::time::Duration;

use anyhow::Context as _;

/// A process by its number.
#[derive(Debug, Clone, Copy)]
pub struct Process(pub u32);

impl Process {
    /// How long its threads have been on a processor.
    pub fn cpu(self) -> anyhow::Result<Duration> {
        let tasks = format!("/proc/{}/task", self.0);
        let mut total = 0;
        for task in fs::read_dir(&tasks).with_context(|| format!("{tasks} cannot be read"))? {
            // A thread may have ended meanwhile.
            let stat = fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
            total += stat.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or(0);
        }
        Ok(Duration::from_nanos(total))
    }

    /// The bytes of its memory: `VmRSS` what it has now, `VmHWM` the most that it ever had. Nothing once it has ended.
    pub fn memory(self, which: &str) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0)).ok()?;
        let line = status.lines().find(|line| line.starts_with(which))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
    }
}
