//! What goes to a terminal of 80×24, which may be at the end of a slow line.

use std::time::Duration;

use crate::files::Bench;
use crate::numbers::Amount;
use crate::table::{Goal, Row};
use crate::terminal::{Screen, is_full};

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let mut screen = Screen::open(bench.screen(&bench.large), (80, 24))?;
    screen.until("everybody’s figures", is_full)?;
    screen.settle(Duration::from_millis(300))?;
    let first = screen.bytes;
    // As far as the queue's rows reach at this size, and then beyond, where the list has to move.
    let mut worst = |n: usize| -> anyhow::Result<usize> {
        let mut worst = 0;
        for _ in 0..n {
            worst = worst.max(screen.press("j")?.map_or(0, |painted| painted.bytes));
        }
        Ok(worst)
    };
    let (moved, rolled) = (worst(5)?, worst(20)?);
    let before = screen.bytes;
    screen.settle(Duration::from_secs(3))?;
    let idle = screen.bytes - before;
    let row =
        |what: &str, n: usize, most: u64| Row::alone(what, Amount::Bytes(n as u64), Goal::AtMost(Amount::Bytes(most)));
    Ok(vec![
        row("bytes to the terminal, start → full Today, 80×24", first, 8_192),
        row("bytes to the terminal, cursor, worst of 5", moved, 512),
        Row::told("bytes to the terminal, cursor where the list moves on, worst of 20", Amount::Bytes(rolled as u64)),
        row("bytes to the terminal, idle for 3 s", idle, 0),
    ])
}
