//! From the start of the program to the first Today that has all its numbers.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::files::{Bench, Desk, installed, run};
use crate::numbers::{Amount, Times};
use crate::table::{Goal, Row};
use crate::terminal::{Screen, has_data, is_full};
use crate::{child, reference};

const SIZE: (u16, u16) = (120, 35);

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let rounds = bench.rounds(9, 5);
    let (mut data, mut full, mut grown, mut wide) = <(Times, Times, Times, Times)>::default();
    let (mut listed, mut read) = <(Times, Times)>::default();
    let sqlite3 = installed("sqlite3");
    // The first of each is not counted: it finds the file still on the disk.
    for round in 0..=rounds {
        let large = start(bench, &bench.large)?;
        let list = if sqlite3 { list(&bench.large)? } else { Duration::ZERO };
        let middle = start(bench, &bench.middle)?;
        let many = start(bench, &bench.wide)?;
        let bare = timed(&mut child::command("desk", &bench.wide.path, &[])?)?;
        if round > 0 {
            data.push(large.0);
            full.push(large.1);
            listed.push(list);
            grown.push(middle.1);
            wide.push(many.1);
            read.push(bare);
        }
    }
    let what = format!("start → full Today, 120×35, {}", bench.large.name());
    let first = match sqlite3 {
        true => Row::against(&what, full.median(), "`sqlite3`, the 50 most urgent", listed.median(), Goal::times(5.0)),
        false => Row::missing(&what, "sqlite3 is not installed (Debian package sqlite3)"),
    };
    let early = format!("start → queue, aging and coverage of it, {}", bench.large.name());
    let growth = format!("start → full Today, {} ÷ {}", bench.large.name(), bench.middle.name());
    let many = format!("start → full Today, {}", bench.wide.name());
    Ok(vec![
        first,
        Row::told(&early, Amount::Time(data.median())),
        Row::growth(&growth, (&bench.middle.size(), grown.median()), full.median(), Goal::times(1.3))
            .beside(bench.busier()),
        Row::against(&many, wide.median(), "a bare program reads the open rows", read.median(), Goal::times(2.0)),
    ])
}

/// Until there are data, and until there is all of it.
fn start(bench: &Bench, desk: &Desk) -> anyhow::Result<(Duration, Duration)> {
    let mut screen = Screen::open(bench.screen(desk), SIZE)?;
    let data = screen.since_start("queue, aging and coverage", has_data)?;
    let full = if is_full(&screen.text()) { data } else { screen.since_start("everybody’s figures", is_full)? };
    Ok((data, full))
}

fn list(desk: &Desk) -> anyhow::Result<Duration> {
    timed(Command::new("sqlite3").arg(&desk.path).arg(reference::MOST_URGENT))
}

/// How long a program takes from its start to its end.
pub fn timed(command: &mut Command) -> anyhow::Result<Duration> {
    let before = Instant::now();
    run(command)?;
    Ok(before.elapsed())
}
