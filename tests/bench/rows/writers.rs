//! Eight programs write into one file as fast as they can.

use std::process::Child;
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::child::{self, Told};
use crate::files::Bench;
use crate::numbers::Amount;
use crate::table::{Goal, Row};

const WRITERS: usize = 8;

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let file = bench.scratch("writers")?.join("desk.db");
    // Nobody else has the file open, so all of it is in the one that is copied.
    std::fs::copy(&bench.middle.path, &file).context("The file cannot be copied; is the disk full?")?;
    let seconds = bench.rounds(5, 4).to_string();
    let config = bench.config();
    let start = |seed: usize| -> anyhow::Result<Child> {
        Ok(child::command("write", &file, &[&config.to_string_lossy(), &seed.to_string(), &seconds])?.spawn()?)
    };
    let writers = (1..=WRITERS).map(start).collect::<Result<Vec<_>, _>>()?;
    let mut told = Vec::new();
    for writer in writers {
        let output = writer.wait_with_output()?;
        ensure!(output.status.success(), "A writer ended with {}; what it said stands above.", output.status);
        told.push(Told::read(&String::from_utf8_lossy(&output.stdout))?);
    }
    let done = told.iter().map(|told| told.done);
    let (slowest, fastest) = (done.clone().min().unwrap_or(0), done.clone().max().unwrap_or(0));
    let all = done.sum::<u64>() as f64 / seconds.parse::<f64>()?;
    let busy = told.iter().map(|told| told.busy).sum::<u64>();
    let worst = told.iter().map(|told| told.worst).max().unwrap_or_default();
    let fair = Amount::Times(slowest as f64 / fastest.max(1) as f64);
    let what = format!("{WRITERS} writers flat out, {}", bench.middle.name());
    let most = Goal::AtMost(Amount::Time(Duration::from_millis(250)));
    Ok(vec![
        Row::alone(&format!("{what}: refused as busy"), Amount::Count(busy as f64), Goal::AtMost(Amount::Count(0.0)))
            .beside(&format!("all together {}", Amount::PerSecond(all))),
        Row::alone("the same: longest wait", Amount::Time(worst), most),
        Row::ratio(
            "the same: slowest ÷ fastest",
            Amount::Count(slowest as f64),
            &format!("fastest: {fastest}"),
            fair,
            Goal::AtLeast(Amount::Times(0.7)),
        ),
    ])
}
