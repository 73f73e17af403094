//! The bench of the whole program: what a person waits for, measured on the real binary in a real pseudo-terminal, each
//! time beside a reference in the same run.
//!
//! ```text
//! cargo bench --bench table                    # 10 k, 100 k and 1 M tickets; under half an hour
//! cargo bench --bench table -- --short         # 10 k and 30 k; a few minutes
//!     --keep                                   # leave the files for the next run
//!     --only start,keys                        # only some of the parts
//! ```
//!
//! What is compared is measured in turns (ours, theirs, ours, theirs, …), so that whatever else the machine does falls
//! on both; the ratio is that of the medians. The table is printed and nothing is judged: the exit code is 0 unless
//! something could not be measured at all, which the table then says in its place. Files that were kept are of the
//! format of their day: remove them with the folder that they lie in when the format has changed. To add a part: a file in `rows`, and its line in [`PARTS`].

// What it has to say goes to standard output.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

mod child;
mod files;
mod machine;
mod numbers;
mod process;
mod reference;
mod rows;
mod stage;
mod table;
mod terminal;

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, bail, ensure};
use files::Bench;
use table::Row;

/// What can be measured, in this order: what only reads comes before what writes.
const PARTS: &[(&str, Part)] = &[
    ("start", rows::start::measure),
    ("keys", rows::keys::measure),
    ("bytes", rows::bytes::measure),
    ("rest", rows::rest::measure),
    ("figures", rows::figures::measure),
    ("forecast", rows::forecast::measure),
    ("aging", rows::aging::measure),
    ("search", rows::search::measure),
    ("task", rows::task::measure),
    ("size", rows::size::measure),
    ("import", rows::import::measure),
    ("seen", rows::seen::measure),
    ("act", rows::act::measure),
    ("writers", rows::writers::measure),
];

/// One of them: it measures, and says what it found.
type Part = fn(&Bench) -> anyhow::Result<Vec<Row>>;

/// What was asked for.
#[derive(Debug, Default)]
struct Args {
    short: bool,
    keep: bool,
    only: Vec<String>,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.iter().position(|arg| arg == child::MARK) {
        Some(at) => child::run(&args[at + 1..]),
        None => read(&args).and_then(measure),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn read(args: &[String]) -> anyhow::Result<Args> {
    let mut asked = Args::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            // cargo says so to everything that it runs as a bench.
            "--bench" => {}
            "--short" => asked.short = true,
            "--keep" => asked.keep = true,
            "--only" => {
                let names = args.next().context("--only needs the names of parts after it, such as start,keys.")?;
                asked.only = names.split(',').map(ToOwned::to_owned).collect();
            }
            other => bail!("‘{other}’ is not known. There are --short, --keep and --only PART,PART."),
        }
    }
    if let Some(name) = asked.only.iter().find(|name| !PARTS.iter().any(|(part, _)| part == name)) {
        let parts: Vec<_> = PARTS.iter().map(|(part, _)| *part).collect();
        bail!("There is no part ‘{name}’; there are {}.", parts.join(", "));
    }
    Ok(asked)
}

fn measure(args: Args) -> anyhow::Result<()> {
    let begun = Instant::now();
    let mut failed = Vec::new();
    let bench = Bench::new(args.short)?;
    bench.make_files()?;
    eprintln!("the files are there after {:.0?}", begun.elapsed());
    println!("{}\n\n{}", machine::line(), table::HEAD);
    for (name, part) in PARTS.iter().filter(|(name, _)| args.only.is_empty() || args.only.iter().any(|n| n == name)) {
        let part_begun = Instant::now();
        // One part that fails says why in its place; the others can still be measured.
        let rows = part(&bench).unwrap_or_else(|error| {
            eprintln!("{name}: {error:#}");
            failed.push(*name);
            vec![Row::missing(name, "not measured; see what is said beside the table")]
        });
        rows.iter().for_each(|row| println!("{}", row.line()));
        std::io::stdout().flush()?;
        eprintln!("{name}: {:.0?}", part_begun.elapsed());
    }
    eprintln!("all of it: {:.0?}", begun.elapsed());
    if !args.keep {
        bench.clear()?;
    }
    ensure!(failed.is_empty(), "Not everything could be measured: {} failed, as said above.", failed.join(", "));
    Ok(())
}
