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
    let mut moved = 0;
    for _ in 0..8 {
        moved = moved.max(screen.press("j")?.map_or(0, |painted| painted.bytes));
    }
    let before = screen.bytes;
    screen.settle(Duration::from_secs(3))?;
    let idle = screen.bytes - before;
    let row =
        |what: &str, n: usize, most: u64| Row::alone(what, Amount::Bytes(n as u64), Goal::AtMost(Amount::Bytes(most)));
    Ok(vec![
        row("bytes to the terminal, start → full Today, 80×24", first, 8_192),
        row("bytes to the terminal, cursor, worst of 8", moved, 512),
        row("bytes to the terminal, idle for 3 s", idle, 0),
    ])
}
