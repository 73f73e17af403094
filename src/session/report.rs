//! Builds a report from the store and writes it in a language and format. Shared by UI and command line, so that both
//! give the same report.

use std::io::Write;
use std::path::Path;

use crate::config::Settings;
use crate::engine::metrics::{MetricsDepth, MetricsWindow};
use crate::engine::report::input::{ReportInput, ReportRequest};
use crate::engine::report::{Report, ReportFileRequest, ReportFormat};
use crate::exchange::export::ExportError;
use crate::exchange::export::file::{OverwritePolicy, save_with};
use crate::exchange::report::write_report;
use crate::model::settings::Language;
use crate::model::time::{Instant, Period};
use crate::presentation::catalog::Catalog;
use crate::query::protocol::ExportedFile;
use crate::store::{Store, StoreError, worker};

/// Builds a report as of `now`.
///
/// # Errors
/// The database cannot be read.
pub fn build_report(
    store: &Store,
    settings: &Settings,
    order: &ReportRequest,
    now: Instant,
) -> Result<Report, StoreError> {
    let counting = settings.metrics_config();
    let samples = |period: Period| {
        let window = MetricsWindow { period, now, config: &counting, depth: MetricsDepth::Full };
        worker::compute_metrics(store, window).map(|metrics| metrics.samples)
    };
    let primary = samples(order.period.days.period)?;
    let comparison = order.period.comparison.map(|comparison| samples(comparison.period)).transpose()?;
    Ok(Report::build(&ReportInput {
        request: order,
        now,
        config: &counting,
        samples: &primary,
        comparison: comparison.as_ref(),
        team: &store.team(settings.zone.date(now))?,
        names: &store.person_names()?,
        title: &settings.team_name,
        expectations: &settings.profile_requirements,
    }))
}

/// Writes a report in a language.
///
/// # Errors
/// Writing to `out` fails.
pub fn render_report(
    report: &Report,
    form: ReportFormat,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    write_report(report, form, &Catalog::for_language(language), out)
}

/// Writes a report to a file atomically.
///
/// # Errors
/// The file exists and `over` forbids overwriting, or it cannot be written.
pub fn save_report(
    report: &Report,
    form: ReportFormat,
    language: Language,
    path: &Path,
    over: OverwritePolicy,
) -> Result<(), ExportError> {
    save_with(path, over, |file| render_report(report, form, language, file))
}

/// Exports a report for the UI on its own database connection; never overwrites a file.
///
/// # Errors
/// A message for the user.
pub fn export_report(
    db: &Path,
    settings: &Settings,
    request: &ReportFileRequest,
    path: &Path,
    now: Instant,
) -> Result<ExportedFile, String> {
    let store = Store::open(db, settings.sla_rules.clone()).map_err(|error| error.to_string())?;
    let report = build_report(&store, settings, &request.request, now).map_err(|error| error.to_string())?;
    let language = Language::from_code(&request.lang).unwrap_or(settings.language);
    save_report(&report, request.format, language, path, OverwritePolicy::Never).map_err(|error| error.to_string())?;
    Ok(ExportedFile { rows: None, path: path.display().to_string() })
}
