//! Subcommands for planning: goals, action items, customer feedback, notices and the huddle.

pub mod action;
pub mod feedback;
pub mod goal;
pub mod huddle;
pub mod notice;

use crate::engine::goal_figure;
use crate::engine::metrics::{Depth, Window};
use crate::events::change::Change;
use crate::model::goal::Goal;
use crate::model::ids::{PersonId, Seq, TicketId};
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::target::Reading;
use crate::model::team::Team;
use crate::model::time::Period;
use crate::query::protocol::Metrics;
use crate::store::{Store, worker};
use super::act::{self, Answer};
use super::page::Cell;
use super::{Context, Failure, one_person, typed, words};

/// Loads the team as of today.
fn team(store: &Store, context: &Context) -> anyhow::Result<Team> {
    Ok(store.team(context.settings.zone.date(context.now()))?)
}

/// The figures of the default period, as in the UI.
fn figures(store: &Store, context: &Context) -> anyhow::Result<Metrics> {
    let (settings, now) = (&context.settings, context.now());
    let period = Period::last_days(settings.zone, now, settings.period_days);
    Ok(worker::compute_metrics(store, Window { period, now, counting: &settings.metrics_config(), depth: Depth::Glance })?)
}

/// Current reading of a goal's figure.
fn live(goal: &Goal, metrics: &Metrics) -> Reading {
    goal_figure::live(goal, &metrics.report, |profile| Some(metrics.samples.figures(&goal_figure::cut(profile))))
}

/// Cell with a figure's value: `45 m`, `92 %`.
fn amount(figure: &str, value: Option<f64>) -> Cell {
    goal_figure::known(figure).map_or_else(Cell::none, |figure| words::figure(figure, value))
}

/// Finds the record with the ID.
fn one<T>(all: Vec<Numbered<T>>, kind: RecordKind, id: i64) -> anyhow::Result<Numbered<T>> {
    all.into_iter().find(|one| one.id == id).ok_or_else(|| act::unknown(kind, id))
}

fn person(store: &Store, name: Option<String>) -> anyhow::Result<Option<PersonId>> {
    name.map(|name| one_person(store, &name)).transpose()
}

/// Parses a review interval into days: `7d`, `2w`, or a number of days.
fn rhythm(text: &str) -> Result<u32, String> {
    let text = text.trim();
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let days = match (text.strip_suffix('d'), text.strip_suffix('w')) {
        (Some(days), _) => number(days),
        (_, Some(weeks)) => number(weeks).and_then(|weeks| weeks.checked_mul(7)),
        _ => number(text),
    };
    days.filter(|days| (1..=366).contains(days))
        .ok_or_else(|| format!("‘{text}’ is no rhythm; write 7d, 2w or a number of days up to 366"))
}

/// Converts ticket IDs; fails if one does not exist.
fn tickets(store: &Store, numbers: &[i64]) -> anyhow::Result<Vec<TicketId>> {
    let known = |id: &i64| match store.ticket(TicketId(*id))? {
        Some(_) => Ok(TicketId(*id)),
        None => Err(Failure::not_found(format!("There is no ticket {id}; `shiftdesk queue` shows the numbers."))),
    };
    numbers.iter().map(known).collect()
}

/// Adds a record, or replaces the one with the ID, and prints the confirmation. Rejected if somebody else has changed
/// the record since the given event.
fn write(
    store: &mut Store,
    context: &Context,
    before: Option<(i64, Seq)>,
    record: Record,
    answer: Answer,
) -> anyhow::Result<()> {
    let (change, seen) = match before {
        Some((id, seen)) => (Change::Replace { kind: record.kind(), id, record: Some(record) }, Some(seen)),
        None => (Change::Add(record), None),
    };
    let outcome = act::make(context, store, change, seen)?;
    act::say(store, &outcome, answer)
}

/// The given day, or today.
fn day(text: Option<&str>, context: &Context) -> anyhow::Result<chrono::NaiveDate> {
    typed::day(text.unwrap_or("today"), context)
}
