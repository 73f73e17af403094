//! `shiftdesk undo` takes back the author's newest act that still counts, `shiftdesk redo` does it again.

use serde::Serialize;

use super::output::{json, line};
use super::{Context, act, words};
use crate::domain::change::Change;
use crate::domain::dialogue::Subject;
use crate::domain::event::Seq;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// So many acts, the newest first
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100), value_name = "N")]
    times: u32,
    /// Print {"event":…,"id":…,"of":…,"n":…,"undid":…} for each act instead of a sentence
    #[arg(long)]
    json: bool,
}

/// What a program is told of an undo.
#[derive(Debug, Serialize)]
struct Undone {
    /// The place of the undo in the log.
    event: Option<Seq>,
    /// The number of the ticket or the record that it was about, the first of `n`.
    id: i64,
    /// `ticket`, or the kind of the record.
    of: &'static str,
    n: usize,
    /// The kind of the events that were taken back, or done again; `changed` where there were several.
    undid: &'static str,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    turn(args, Change::Undo, context)
}

pub fn again(args: Args, context: &Context) -> anyhow::Result<()> {
    turn(args, Change::Redo, context)
}

fn turn(args: Args, change: Change, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    for _ in 0..args.times {
        let outcome = act::make(context, &mut store, change.clone(), None)?;
        let (of, ticket) = match outcome.subject {
            Subject::Ticket(id) => ("ticket", Some(id.0)),
            Subject::Record(kind, _) => (kind.name(), None),
        };
        let Some(turned) = &outcome.turned else { continue };
        match turned.did.n {
            n if args.json => json(&Undone {
                event: outcome.event().map(|event| event.seq),
                id: act::number(&outcome),
                of,
                n,
                undid: turned.did.kind,
            })?,
            n => line(&words::turned(ticket, n, turned, &store.names()?))?,
        }
    }
    Ok(())
}
