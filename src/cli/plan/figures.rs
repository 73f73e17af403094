//! Figures of the default period and the readings of goals.

use crate::cli::context::CliContext;
use crate::cli::formatting;
use crate::cli::page::PageCell;
use crate::engine::goal_figure;
use crate::engine::metrics::{MetricsDepth, MetricsWindow};
use crate::model::goal::Goal;
use crate::model::target::FigureReading;
use crate::model::time::Period;
use crate::query::protocol::MetricsSnapshot;
use crate::store::{Store, worker};

/// The figures of the default period, as in the UI.
pub fn load_figures(store: &Store, context: &CliContext) -> anyhow::Result<MetricsSnapshot> {
    let (settings, now) = (&context.settings, context.now());
    let period = Period::last_days(settings.zone, now, settings.period_days);
    Ok(worker::compute_metrics(
        store,
        MetricsWindow { period, now, config: &settings.metrics_config(), depth: MetricsDepth::Summary },
    )?)
}

/// Current reading of a goal's figure.
pub fn current_reading(goal: &Goal, metrics: &MetricsSnapshot) -> FigureReading {
    goal_figure::goal_reading(goal, &metrics.report, |profile| {
        Some(metrics.samples.figures(&goal_figure::profile_filter(profile)))
    })
}

/// Cell with a figure's value: `45 m`, `92 %`.
pub fn figure_cell(figure: &str, value: Option<f64>) -> PageCell {
    crate::model::goal::figure_by_name(figure)
        .map_or_else(PageCell::none, |figure| formatting::figure_cell(figure, value))
}
