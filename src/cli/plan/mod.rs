//! Subcommands for planning: goals, action items, customer feedback, notices and the huddle.

pub mod action;
pub mod feedback;
pub mod figures;
pub mod goal;
pub mod huddle;
pub mod notice;
<<<<<<< HEAD

use super::changes::{self, ConfirmationArgs};
use super::page::PageCell;
use super::{CliContext, Failure, find_person, formatting, parse};
use crate::engine::goal_figure;
use crate::engine::metrics::{MetricsDepth, MetricsWindow};
use crate::events::change::Change;
use crate::model::goal::Goal;
use crate::model::ids::{PersonId, Seq, TicketId, WithId};
use crate::model::record::{Record, RecordKind};
use crate::model::target::FigureReading;
use crate::model::team::Team;
use crate::model::time::Period;
use crate::query::protocol::MetricsSnapshot;
use crate::store::{Store, worker};

/// Loads the team as of today.
fn load_team(store: &Store, context: &CliContext) -> anyhow::Result<Team> {
    Ok(store.team(context.settings.zone.date(context.now()))?)
}

/// The figures of the default period, as in the UI.
fn load_figures(store: &Store, context: &CliContext) -> anyhow::Result<MetricsSnapshot> {
    let (settings, now) = (&context.settings, context.now());
    let period = Period::last_days(settings.zone, now, settings.period_days);
    Ok(worker::compute_metrics(
        store,
        MetricsWindow { period, now, config: &settings.metrics_config(), depth: MetricsDepth::Summary },
    )?)
}

/// Current reading of a goal's figure.
fn current_reading(goal: &Goal, metrics: &MetricsSnapshot) -> FigureReading {
    goal_figure::goal_reading(goal, &metrics.report, |profile| {
        Some(metrics.samples.figures(&goal_figure::profile_filter(profile)))
    })
}

/// Cell with a figure's value: `45 m`, `92 %`.
fn figure_cell(figure: &str, value: Option<f64>) -> PageCell {
    crate::model::goal::figure_by_name(figure)
        .map_or_else(PageCell::none, |figure| formatting::figure_cell(figure, value))
}

/// Finds the record with the ID.
fn find_record<T>(all: Vec<WithId<T>>, kind: RecordKind, id: i64) -> anyhow::Result<WithId<T>> {
    all.into_iter().find(|one| one.id == id).ok_or_else(|| changes::record_not_found(kind, id))
}

fn find_optional_person(store: &Store, name: Option<String>) -> anyhow::Result<Option<PersonId>> {
    name.map(|name| find_person(store, &name)).transpose()
}

/// Parses a review interval into days: `7d`, `2w`, or a number of days.
fn parse_interval_days(text: &str) -> Result<u32, String> {
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
fn find_tickets(store: &Store, numbers: &[i64]) -> anyhow::Result<Vec<TicketId>> {
    let known = |id: &i64| match store.ticket(TicketId(*id))? {
        Some(_) => Ok(TicketId(*id)),
        None => Err(Failure::not_found(format!("There is no ticket {id}; `shiftdesk queue` shows the numbers."))),
    };
    numbers.iter().map(known).collect()
}

/// Adds a record, or replaces the one with the ID, and prints the confirmation. Rejected if somebody else has changed
/// the record since the given event.
fn save_record(
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
    let outcome = changes::apply_change(context, store, change, seen)?;
    changes::print_confirmation(store, &outcome, answer)
}

/// The given day, or today.
fn parse_date_or_today(text: Option<&str>, context: &CliContext) -> anyhow::Result<chrono::NaiveDate> {
    parse::parse_date(text.unwrap_or("today"), context)
}
=======
>>>>>>> wt-cli
