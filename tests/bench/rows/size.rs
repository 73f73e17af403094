//! What lies on the disk: the file against its bare rows and events, and the program.

use std::fs;

use anyhow::Context as _;

use crate::files::{Bench, PROGRAM};
use crate::numbers::Amount;
use crate::reference::{BARE, bare_copy};
use crate::table::{Goal, Row};

pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Row>> {
    let folder = bench.scratch("size")?;
    let size =
        |path: &str| Ok::<_, anyhow::Error>(fs::metadata(path).with_context(|| format!("{path} is gone"))?.len());
    let whole = size(&bench.large.path.to_string_lossy())?;
    let bare = bare_copy(&bench.large.path, &folder.join("bare.db"))?;
    fs::remove_dir_all(&folder)?;
    let what = format!("size of the file, {}", bench.large.name());
    let reference = format!("its tables {} without an index: {}", BARE.join(" and "), Amount::Bytes(bare));
    let ratio = Amount::Times(whole as f64 / bare as f64);
    let program = size(PROGRAM)?;
    Ok(vec![
        Row::ratio(&what, Amount::Bytes(whole), &reference, ratio, Goal::times(2.0)),
        Row::alone("size of the program", Amount::Bytes(program), Goal::AtMost(Amount::Bytes(10_000_000)))
            .beside("stripped"),
    ])
}
