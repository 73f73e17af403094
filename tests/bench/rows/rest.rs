//! What the screen takes of the machine while nobody does anything.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::files::{Bench, Desk};
use crate::numbers::Amount;
use crate::table::{Goal, Row};
use crate::terminal::{Screen, is_full};

/// So long after the start nothing of it goes on any more.
const SETTLED: Duration = Duration::from_secs(5);

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let watched = Duration::from_secs(bench.rounds(20, 10) as u64);
    let mut rows = Vec::new();
    for (desk, most) in [(&bench.large, 30_000_000), (&bench.wide, 100_000_000)] {
        let (share, memory) = at_rest(bench, desk, watched)?;
        let seconds = watched.as_secs();
        let idle = format!("idle with live refresh, processor over {seconds} s, {}", desk.name());
        let rest = format!("memory at rest, {}", desk.name());
        rows.push(Row::alone(&idle, Amount::Share(share), Goal::AtMost(Amount::Share(0.005))).beside("of one core"));
        rows.push(
            Row::alone(&rest, Amount::Bytes(memory), Goal::AtMost(Amount::Bytes(most))).beside("VmRSS after 5 s"),
        );
    }
    Ok(rows)
}

/// The share of one core while the clock goes on as on a real desk, and the memory with all figures there.
fn at_rest(bench: &Bench, desk: &Desk, watched: Duration) -> anyhow::Result<(f64, u64)> {
    let mut full = Screen::open(bench.screen(desk), (120, 35))?;
    full.until("everybody’s figures", is_full)?;
    thread::sleep(SETTLED);
    let memory = full.process().memory("VmRSS").context("The screen has ended while it was looked at.")?;
    drop(full);
    let mut screen = Screen::open(bench.screen_now(desk), (120, 35))?;
    screen.until("the queue", |text| text.contains("more below"))?;
    thread::sleep(SETTLED);
    let process = screen.process();
    let (cpu, begun) = (process.cpu()?, Instant::now());
    thread::sleep(watched);
    let share = (process.cpu()? - cpu).as_secs_f64() / begun.elapsed().as_secs_f64();
    Ok((share, memory))
}
