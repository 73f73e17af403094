//! `shiftdesk undo` and `shiftdesk redo`: revert or reapply the author's newest or a chosen transaction, and list them.

use serde::Serialize;

use crate::events::change::Change;
use crate::events::transaction::{Act, Subject};
use crate::model::ids::Seq;
use crate::store::Store;
use super::output::{Form, json, line, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, Failure, act, words};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Number of changes, newest first
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100), value_name = "N")]
    #[arg(conflicts_with = "act")]
    times: u32,
    /// Only this change (see --list)
    #[arg(long, value_name = "NUMBER")]
    act: Option<i64>,
    /// List your changes that can be undone or redone, newest first
    #[arg(long, conflicts_with_all = ["times", "act"])]
    list: bool,
    /// Print {"event":…,"id":…,"of":…,"n":…,"undid":…} per change instead of a sentence; with --list, the list as JSON
    #[arg(long, conflicts_with = "plain")]
    json: bool,
    /// Print one change per line, for screen readers
    #[arg(long, requires = "list")]
    plain: bool,
}

/// JSON confirmation of an undo or redo.
#[derive(Debug, Serialize)]
struct Undone {
    /// Sequence number of the undo in the event log.
    event: Option<Seq>,
    /// ID of the ticket or record, the first of `n`.
    id: i64,
    /// `ticket`, or the kind of record.
    of: &'static str,
    n: usize,
    /// Kind of the undone or redone events; `changed` if there are several kinds.
    undid: &'static str,
}

/// JSON of a transaction in the list.
#[derive(Debug, Serialize)]
struct Listed {
    /// ID for `--act`.
    act: Seq,
    at: String,
    kind: &'static str,
    /// `ticket`, or the kind of record.
    of: Option<&'static str>,
    /// ID of the ticket or record, the first of `n`.
    id: Option<i64>,
    n: usize,
    /// Description.
    did: String,
    /// Undone, so it can be redone.
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
            n => line(&words::turned(ticket, n, turned, &store.person_names()?))?,
        }
    }
    Ok(())
}

/// The change that undoes or redoes a transaction; fails if it is in that state already.
fn one(number: Seq, again: bool, store: &Store, context: &Context) -> anyhow::Result<Change> {
    let acts = store.undo_history(&context.author(store)?)?;
    let undone = acts.iter().find(|act| act.seq == number).map(|act| act.undone);
    match undone {
        Some(undone) if undone != again => Err(Failure::usage(match again {
            true => format!("Act {} counts; it cannot be done again before it is taken back.", number.0),
            false => format!("Act {} is taken back already; `shiftdesk redo --act {0}` does it again.", number.0),
        })),
        // The store rejects transactions that are not in the list, with the reason.
        _ => Ok(Change::Turn(number)),
    }
}

fn list(store: &Store, form: Form, context: &Context) -> anyhow::Result<()> {
    let (zone, names) = (context.settings.zone, store.person_names()?);
    let acts = store.undo_history(&context.author(store)?)?;
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
