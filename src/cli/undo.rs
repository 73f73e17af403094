//! `shiftdesk undo` and `shiftdesk redo`: revert or reapply the author's newest or a chosen transaction, and list them.

use serde::Serialize;

use super::output::{OutputArgs, print_json, print_line, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use super::{changes, formatting};
use crate::cli::context::CliContext;
use crate::cli::event_text;
use crate::cli::failure::Failure;
use crate::events::change::Change;
use crate::events::transaction::{EventSubject, Transaction};
use crate::model::ids::Seq;
use crate::store::Store;

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
struct UndoJson {
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
struct TransactionJson {
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

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    undo_or_redo(args, false, context)
}

pub fn run_redo(args: Args, context: &CliContext) -> anyhow::Result<()> {
    undo_or_redo(args, true, context)
}

fn undo_or_redo(args: Args, again: bool, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    if args.list {
        return list(&store, OutputArgs { json: args.json, plain: args.plain }, context);
    }
    let change = match (args.act, again) {
        (Some(number), _) => select_transaction(Seq(number), again, &store, context)?,
        (None, false) => Change::Undo,
        (None, true) => Change::Redo,
    };
    for _ in 0..args.times {
        let outcome = changes::apply_change(context, &mut store, change.clone(), None)?;
        let (of, ticket) = match outcome.subject {
            EventSubject::Ticket(id) => ("ticket", Some(id.0)),
            EventSubject::Record(kind, _) => (kind.name(), None),
        };
        let Some(turned) = &outcome.undo_step else { continue };
        match turned.summary.count {
            n if args.json => print_json(&UndoJson {
                event: outcome.first_event().map(|event| event.seq),
                id: changes::changed_id(&outcome),
                of,
                n,
                undid: turned.summary.kind,
            })?,
            n => print_line(&event_text::describe_undo(ticket, n, turned, &store.person_names()?))?,
        }
    }
    Ok(())
}

/// The change that undoes or redoes a transaction; fails if it is in that state already.
fn select_transaction(number: Seq, again: bool, store: &Store, context: &CliContext) -> anyhow::Result<Change> {
    let acts = store.undo_history(&context.author(store)?)?;
    let undone = acts.iter().find(|act| act.seq == number).map(|act| act.undone);
    match undone {
        Some(undone) if undone != again => Err(Failure::usage(match again {
            true => format!("Act {} counts; it cannot be done again before it is taken back.", number.0),
            false => format!("Act {} is taken back already; `shiftdesk redo --act {0}` does it again.", number.0),
        })),
        // The store rejects transactions that are not in the list, with the reason.
        _ => Ok(Change::UndoOrRedo(number)),
    }
}

fn list(store: &Store, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let (zone, names) = (context.settings.zone, store.person_names()?);
    let acts = store.undo_history(&context.author(store)?)?;
    let shown = |act: &Transaction| {
        let (of, id) = match act.summary.subject {
            Some(EventSubject::Ticket(id)) => (Some("ticket"), Some(id.0)),
            Some(EventSubject::Record(kind, id)) => (Some(kind.name()), Some(id)),
            None => (None, None),
        };
        TransactionJson {
            act: act.seq,
            at: zone.rfc3339(act.at),
            kind: act.summary.kind,
            of,
            id,
            n: act.summary.count,
            did: event_text::describe_transaction(act, &names),
            undone: act.undone,
        }
    };
    let listed: Vec<TransactionJson> = acts.iter().map(shown).collect();
    print_result(form, &listed, || {
        if acts.is_empty() {
            return OutputPage::new("There is nothing of yours to take back or to do again.");
        }
        let mut table = PageTable::new([
            PageColumn::right("act"),
            PageColumn::left("when"),
            PageColumn::left("state"),
            PageColumn::truncatable("what", 20),
        ]);
        for (act, listed) in acts.iter().zip(&listed) {
            table.add_row([
                PageCell::number(act.seq.0),
                PageCell::text(formatting::format_timestamp(act.at, zone)),
                PageCell::text(if act.undone { "taken back" } else { "counts" }),
                PageCell::text(&listed.did),
            ]);
        }
        OutputPage::new("What you did, the newest first").table(table)
    })
}
