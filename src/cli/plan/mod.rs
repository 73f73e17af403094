//! The plan on the command line: goals, action items, the voice of the customer, notices, and the huddle.

pub mod action;
pub mod feedback;
pub mod goal;
pub mod huddle;
pub mod notice;

use super::act::{self, Answer};
use super::page::Cell;
use super::words;
use super::{Context, Failure, one_person, typed};
use crate::domain::change::Change;
use crate::domain::desk::Team;
use crate::domain::dialogue::Metrics;
use crate::domain::event::Seq;
use crate::domain::metrics::{Depth, Window};
use crate::domain::person::PersonId;
use crate::domain::plan::figure;
use crate::domain::plan::goal::Goal;
use crate::domain::record::{Numbered, Record, RecordKind};
use crate::domain::targets::Reading;
use crate::domain::ticket::TicketId;
use crate::domain::time::Period;
use crate::store::{Store, worker};

/// The team of today.
fn team(store: &Store, context: &Context) -> anyhow::Result<Team> {
    Ok(store.team(context.settings.zone.date(context.now()))?)
}

/// The figures of the last days, as the screen has them.
fn figures(store: &Store, context: &Context) -> anyhow::Result<Metrics> {
    let (settings, now) = (&context.settings, context.now());
    let period = Period::last_days(settings.zone, now, settings.period_days);
    Ok(worker::metrics(store, Window { period, now, counting: &settings.counting(), depth: Depth::Glance })?)
}

/// What the figure of a goal says now.
fn live(goal: &Goal, metrics: &Metrics) -> Reading {
    figure::live(goal, &metrics.report, |profile| Some(metrics.samples.figures(&figure::cut(profile))))
}

/// A number of a figure in words: `45 m`, `92 %`.
fn amount(figure: &str, value: Option<f64>) -> Cell {
    figure::known(figure).map_or_else(Cell::none, |figure| words::figure(figure, value))
}

/// The record of that number.
fn one<T>(all: Vec<Numbered<T>>, kind: RecordKind, id: i64) -> anyhow::Result<Numbered<T>> {
    all.into_iter().find(|one| one.id == id).ok_or_else(|| act::unknown(kind, id))
}

fn person(store: &Store, name: Option<String>) -> anyhow::Result<Option<PersonId>> {
    name.map(|name| one_person(store, &name)).transpose()
}

/// Days between two looks: `7d`, `2w`, or a number of days.
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

/// Tickets of which each has to be there.
fn tickets(store: &Store, numbers: &[i64]) -> anyhow::Result<Vec<TicketId>> {
    let known = |id: &i64| match store.ticket(TicketId(*id))? {
        Some(_) => Ok(TicketId(*id)),
        None => Err(Failure::not_found(format!("There is no ticket {id}; `shiftdesk queue` shows the numbers."))),
    };
    numbers.iter().map(known).collect()
}

/// Adds a record, or puts it in the place of another one that was read at an event, and says so. What somebody else has
/// made of that one since is not lost: then it is refused.
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

/// Today, or the day that was typed.
fn day(text: Option<&str>, context: &Context) -> anyhow::Result<chrono::NaiveDate> {
    typed::day(text.unwrap_or("today"), context)
}
