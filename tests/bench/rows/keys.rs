//! From a key to the last byte of what it changed on the screen, against the mere drawing of the same frames.

use std::time::Duration;

use anyhow::ensure;

use crate::files::{Bench, Desk};
use crate::numbers::{Amount, Times};
use crate::stage::{ESCAPE, PAGE_DOWN, Stage};
use crate::table::{Goal, Row};
use crate::terminal::{Screen, is_full};

const SIZE: (u16, u16) = (120, 35);

/// A way to use the keys: what is pressed before, then the keys that are timed, then what is pressed after.
struct Manner {
    name: &'static str,
    before: &'static [&'static str],
    keys: fn(usize) -> Vec<String>,
    after: &'static [&'static str],
}

const MANNERS: [Manner; 4] = [
    Manner { name: "cursor", before: &["2"], keys: |n| vec!["j".into(); n], after: &["1"] },
    Manner { name: "page", before: &["2"], keys: |n| vec![PAGE_DOWN.into(); n], after: &["1"] },
    Manner {
        name: "view",
        before: &[],
        keys: |n| ["2", "1"].into_iter().cycle().take(n).map(Into::into).collect(),
        after: &["1"],
    },
    Manner { name: "filter letter", before: &["2", "/"], keys: |n| words(n), after: &[ESCAPE, ESCAPE, "1"] },
];

/// Letters of words that the demo's tickets hold, one or more of them, both languages.
fn words(n: usize) -> Vec<String> {
    let text = "refund hoan tien invoice nguyen parcel account tai khoan charged twice giao hang warranty voucher";
    text.chars().cycle().take(n).map(String::from).collect()
}

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let mut small = Player::open(bench, &bench.small)?;
    let mut wide = Player::open(bench, &bench.wide)?;
    let mut rows = Vec::new();
    for manner in &MANNERS {
        // The words of the filter make it longer and longer; a few are enough.
        let n = bench.rounds(100, 20).min(if manner.name == "filter letter" { 40 } else { usize::MAX });
        let (few, _) = small.play(manner, n)?;
        let (painted, drawn) = wide.play(manner, n)?;
        let what = format!("{} → painted, 120×35, {}", manner.name, bench.wide.name());
        let growth = format!("{} → painted, {} ÷ {}", manner.name, bench.wide.name(), bench.small.name());
        let worst = format!("the same, p99 of {}", painted.count());
        rows.extend([
            Row::against(&what, painted.median(), "the same frame drawn in-process", drawn.median(), Goal::times(4.0)),
            Row::alone(&worst, Amount::Time(painted.p99()), Goal::AtMost(Amount::Time(Duration::from_millis(16)))),
            Row::growth(&growth, (&bench.small.size(), few.median()), painted.median(), Goal::times(1.2)),
        ]);
    }
    Ok(rows)
}

/// A desk in a terminal and on the stage, and the same keys for both.
struct Player<'a> {
    screen: Screen,
    stage: Stage<'a>,
}

impl<'a> Player<'a> {
    fn open(bench: &'a Bench, desk: &Desk) -> anyhow::Result<Player<'a>> {
        let mut screen = Screen::open(bench.screen(desk), SIZE)?;
        screen.until("everybody’s figures", is_full)?;
        screen.settle(Duration::from_millis(200))?;
        Ok(Player { screen, stage: Stage::open(bench, desk, SIZE)? })
    }

    /// What was painted in the terminal, and what was drawn on the stage, key by key.
    fn play(&mut self, manner: &Manner, n: usize) -> anyhow::Result<(Times, Times)> {
        let (mut painted, mut drawn) = (Times::default(), Times::default());
        self.prepare(manner.before)?;
        for key in (manner.keys)(n) {
            let seen = self.screen.press(&key)?;
            let took = self.stage.press(&key)?;
            if let Some(seen) = seen {
                painted.push(seen.took);
                drawn.push(took);
            }
        }
        self.prepare(manner.after)?;
        ensure!(painted.count() * 2 > n, "Most keys of ‘{}’ changed nothing on the screen.", manner.name);
        Ok((painted, drawn))
    }

    fn prepare(&mut self, keys: &[&str]) -> anyhow::Result<()> {
        for key in keys {
            self.screen.press(key)?;
            self.stage.press(key)?;
        }
        Ok(())
    }
}
