//! Applies the changes that commands request, and prints the confirmation.

use serde::Serialize;

use super::output::{print_json, print_line};
use crate::cli::context::CliContext;
use crate::cli::event_text;
use crate::events::change::{Change, ChangeRequest};
use crate::events::transaction::EventSubject;
use crate::model::event::{Event, EventPayload};
use crate::model::ids::Seq;
use crate::model::record::{Record, RecordKind};
use crate::query::protocol::ChangeOutcome;
use crate::store::Store;

/// How a change is confirmed.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct ConfirmationArgs {
    /// Print {"event":…,"id":…} instead of a sentence; event is null if nothing changed
    #[arg(long)]
    pub json: bool,
}

/// JSON confirmation of a change.
#[derive(Debug, Serialize)]
struct ConfirmationJson {
    /// Sequence number in the event log; null if nothing changed.
    event: Option<Seq>,
    /// ID of the ticket or record.
    id: i64,
}

/// Applies a change as the current user. With `seen`, it is rejected if someone else has set the same field since that
/// event.
pub fn apply_change(
    context: &CliContext,
    store: &mut Store,
    change: Change,
    seen: Option<Seq>,
) -> anyhow::Result<ChangeOutcome> {
    let by = context.author(store)?;
    Ok(store.apply(&ChangeRequest { change, by, seen_seq: seen }, context.now())?)
}

/// Removes records in one transaction, all or none.
pub fn remove_records(
    context: &CliContext,
    kind: RecordKind,
    ids: &[i64],
    answer: ConfirmationArgs,
) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let gone = ids.iter().map(|id| Change::ReplaceRecord { kind, id: *id, record: None });
    let outcome = apply_change(context, &mut store, Change::Batch(gone.collect()), None)?;
    print_confirmation(&store, &outcome, answer)
}

/// ID of the ticket or record that was changed.
pub fn changed_id(outcome: &ChangeOutcome) -> i64 {
    match outcome.subject {
        EventSubject::Ticket(id) => id.0,
        EventSubject::Record(_, id) => id,
    }
}

/// Prints the confirmation of a change.
pub fn print_confirmation(store: &Store, outcome: &ChangeOutcome, answer: ConfirmationArgs) -> anyhow::Result<()> {
    let id = changed_id(outcome);
    match outcome.first_event() {
        event if answer.json => print_json(&ConfirmationJson { event: event.map(|event| event.seq), id }),
        None => print_line("Nothing changed: it was so already."),
        Some(_) if outcome.events.len() > 1 && outcome.affected_count() > 1 => {
            print_line(&event_text::describe_bulk_change(outcome))
        }
        Some(event) => match single_ticket_events(outcome) {
            Some(events) => print_line(&event_text::confirm_ticket_events(id, &events, &store.person_names()?)),
            None => print_line(&event_text::confirm_event(id, &event.what, &store.person_names()?)),
        },
    }
}

/// The events of a transaction that set several fields of a single ticket.
fn single_ticket_events(outcome: &ChangeOutcome) -> Option<Vec<&EventPayload>> {
    let same = |(subject, _): &(EventSubject, Event)| subject.ticket().is_some() && *subject == outcome.subject;
    let all = outcome.events.len() > 1 && outcome.events.iter().all(same);
    all.then(|| outcome.events.iter().map(|(_, event)| &event.what).collect())
}

/// Adds a record, or replaces the one with the ID, and prints the confirmation. Rejected if somebody else has changed
/// the record since the given event.
pub fn save_record(
    store: &mut Store,
    context: &CliContext,
    before: Option<(i64, Seq)>,
    record: Record,
    answer: ConfirmationArgs,
) -> anyhow::Result<()> {
    let (change, seen) = match before {
        Some((id, seen)) => (Change::ReplaceRecord { kind: record.kind(), id, record: Some(record) }, Some(seen)),
        None => (Change::AddRecord(record), None),
    };
    let outcome = apply_change(context, store, change, seen)?;
    print_confirmation(store, &outcome, answer)
}
