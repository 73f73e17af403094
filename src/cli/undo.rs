//! `shiftdesk undo`: takes back the author's newest act that still counts.

use serde::Serialize;

use super::output::{json, line};
use super::{Context, act, words};
use crate::domain::change::Change;
use crate::domain::dialogue::Subject;
use crate::domain::event::Seq;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Take back so many acts, the newest first
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100), value_name = "N")]
    times: u32,
    /// Print {"event":…,"id":…,"of":…,"undid":…} for each act instead of a sentence
    #[arg(long)]
    json: bool,
}

/// What a program is told of an undo.
#[derive(Debug, Serialize)]
struct Undone {
    /// The place of the undo in the log.
    event: Option<Seq>,
    /// The number of the ticket or the record that it was about.
    id: i64,
    /// `ticket`, or the kind of the record.
    of: &'static str,
    /// The kind of the event that was taken back.
    undid: Option<&'static str>,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    for _ in 0..args.times {
        let outcome = act::make(context, &mut store, Change::Undo, None)?;
        let (of, ticket) = match outcome.subject {
            Subject::Ticket(id) => ("ticket", Some(id.0)),
            Subject::Record(kind, _) => (kind.name(), None),
        };
        match &outcome.undid {
            what if args.json => json(&Undone {
                event: outcome.event.as_ref().map(|event| event.seq),
                id: act::number(&outcome),
                of,
                undid: what.as_ref().map(|what| what.kind()),
            })?,
            Some(what) => line(&words::taken_back(ticket, what, &store.names()?))?,
            None => {}
        }
    }
    Ok(())
}
