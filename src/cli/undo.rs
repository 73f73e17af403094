//! `shiftdesk undo` takes back the author's newest act that still counts, `shiftdesk redo` does it again; both list what
//! there is, and take any of it by its number.

use serde::Serialize;

use super::output::{Form, json, line, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, Failure, act, words};
use crate::domain::act::Act;
use crate::domain::change::Change;
use crate::domain::dialogue::Subject;
use crate::domain::event::Seq;
use crate::store::Store;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// So many acts, the newest first
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100), value_name = "N")]
    #[arg(conflicts_with = "act")]
    times: u32,
    /// This act, wherever it stands in the list
    #[arg(long, value_name = "NUMBER")]
    act: Option<i64>,
    /// List what you did and can take back or do again, the newest first
    #[arg(long, conflicts_with_all = ["times", "act"])]
    list: bool,
    /// Print {"event":…,"id":…,"of":…,"n":…,"undid":…} for each act instead of a sentence; or the list as JSON
    #[arg(long, conflicts_with = "plain")]
    json: bool,
    /// Print the list one act a line, without columns, as a screen reader likes it
    #[arg(long, requires = "list")]
    plain: bool,
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

/// An act of the list, as the JSON has it.
#[derive(Debug, Serialize)]
struct Listed {
    /// Its number, which `--act` takes.
    act: Seq,
    at: String,
    kind: &'static str,
    /// `ticket`, or the kind of the record.
    of: Option<&'static str>,
    /// The number of the ticket or the record, the first of `n`.
    id: Option<i64>,
    n: usize,
    /// In words.
    did: String,
    /// It was taken back, and can be done again.
    undone: bool,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    turn(args, false, context)
}

pub fn again(args: Args, context: &Context) -> anyhow::Result<()> {
    turn(args, true, context)
}

fn turn(args: Args, again: bool, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    if args.list {
        return list(&store, Form { json: args.json, plain: args.plain }, context);
    }
    let change = match (args.act, again) {
        (Some(number), _) => one(Seq(number), again, &store, context)?,
        (None, false) => Change::Undo,
        (None, true) => Change::Redo,
    };
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

/// Turns an act of that number, if it is not that way already.
fn one(number: Seq, again: bool, store: &Store, context: &Context) -> anyhow::Result<Change> {
    let acts = store.acts(&context.author(store)?)?;
    let stands = acts.iter().find(|act| act.seq == number).map(|act| act.undone);
    match stands {
        Some(undone) if undone != again => Err(Failure::usage(match again {
            true => format!("Act {} counts; it cannot be done again before it is taken back.", number.0),
            false => format!("Act {} is taken back already; `shiftdesk redo --act {0}` does it again.", number.0),
        })),
        // What is in no list the file refuses, and says why.
        _ => Ok(Change::Turn(number)),
    }
}

fn list(store: &Store, form: Form, context: &Context) -> anyhow::Result<()> {
    let (zone, names) = (context.settings.zone, store.names()?);
    let acts = store.acts(&context.author(store)?)?;
    let shown = |act: &Act| {
        let (of, id) = match act.did.subject {
            Some(Subject::Ticket(id)) => (Some("ticket"), Some(id.0)),
            Some(Subject::Record(kind, id)) => (Some(kind.name()), Some(id)),
            None => (None, None),
        };
        Listed {
            act: act.seq,
            at: zone.rfc3339(act.at),
            kind: act.did.kind,
            of,
            id,
            n: act.did.n,
            did: words::deed(act, &names),
            undone: act.undone,
        }
    };
    let listed: Vec<Listed> = acts.iter().map(shown).collect();
    print(form, &listed, || {
        if acts.is_empty() {
            return Page::new("There is nothing of yours to take back or to do again.");
        }
        let mut table =
            Table::new([Column::right("act"), Column::left("when"), Column::left("state"), Column::cut("what", 20)]);
        for (act, listed) in acts.iter().zip(&listed) {
            table.row([
                Cell::number(act.seq.0),
                Cell::text(words::moment(act.at, zone)),
                Cell::text(if act.undone { "taken back" } else { "counts" }),
                Cell::text(&listed.did),
            ]);
        }
        Page::new("What you did, the newest first").table(table)
    })
}
