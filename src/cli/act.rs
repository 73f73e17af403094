//! Every act of the command line goes this way: a change, by somebody, at a moment, and one sentence about it.

use serde::Serialize;

use super::output::{json, line};
use super::{Context, Failure, words};
use crate::domain::change::{Change, Request};
use crate::domain::dialogue::{Outcome, Subject};
use crate::domain::event::{Event, Seq, What};
use crate::domain::record::RecordKind;
use crate::store::Store;

/// How an act answers.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Answer {
    /// Print {"event":…,"id":…} instead of a sentence; the event is null if nothing had to change
    #[arg(long)]
    pub json: bool,
}

/// What a program is told of an act.
#[derive(Debug, Serialize)]
struct Done {
    /// Its place in the log; null if everything stood that way already.
    event: Option<Seq>,
    /// The number of the ticket or the record.
    id: i64,
}

/// Makes a change on behalf of whoever runs the program. With `seen`, it is refused if somebody else has set the same
/// field since that event.
pub fn make(context: &Context, store: &mut Store, change: Change, seen: Option<Seq>) -> anyhow::Result<Outcome> {
    let by = context.author(store)?;
    Ok(store.apply(&Request { change, by, seen }, context.now())?)
}

/// Takes records away, all of them or none, as one act.
pub fn remove(context: &Context, kind: RecordKind, ids: &[i64], answer: Answer) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let gone = ids.iter().map(|id| Change::Replace { kind, id: *id, record: None });
    let outcome = make(context, &mut store, Change::Many(gone.collect()), None)?;
    say(&store, &outcome, answer)
}

/// That no record of the kind has that number.
pub fn unknown(kind: RecordKind, id: i64) -> anyhow::Error {
    let kind = kind.name();
    Failure::not_found(format!("There is no {kind} {id}; `shiftdesk {kind} list` shows the numbers."))
}

/// The number of whatever an act was about.
pub fn number(outcome: &Outcome) -> i64 {
    match outcome.subject {
        Subject::Ticket(id) => id.0,
        Subject::Record(_, id) => id,
    }
}

/// Says what came of an act.
pub fn say(store: &Store, outcome: &Outcome, answer: Answer) -> anyhow::Result<()> {
    let id = number(outcome);
    match outcome.event() {
        event if answer.json => json(&Done { event: event.map(|event| event.seq), id }),
        None => line("Nothing changed: it was so already."),
        Some(_) if outcome.events.len() > 1 && outcome.tickets() > 1 => line(&words::done_many(outcome)),
        Some(event) => match same_ticket(outcome) {
            Some(events) => line(&words::stand(id, &events, &store.names()?)),
            None => line(&words::stands(id, &event.what, &store.names()?)),
        },
    }
}

/// The events of an act that set several things on one ticket.
fn same_ticket(outcome: &Outcome) -> Option<Vec<&What>> {
    let same = |(subject, _): &(Subject, Event)| subject.ticket().is_some() && *subject == outcome.subject;
    let all = outcome.events.len() > 1 && outcome.events.iter().all(same);
    all.then(|| outcome.events.iter().map(|(_, event)| &event.what).collect())
}
