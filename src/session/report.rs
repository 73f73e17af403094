//! A report, from the file to the reader: filled from the store by the settings, in the words of a language, written
//! where it is wanted. Screen and command line both come here, so neither can say anything else than the other.

use std::io::Write;
use std::path::Path;

use crate::config::Settings;
use crate::config::settings::Language;
use crate::domain::dialogue::Written;
use crate::domain::metrics::{Depth, Window};
use crate::domain::report::{Form, Order, Report, Source, Wanted};
use crate::domain::time::{Instant, Period};
use crate::exchange::export::Error as ExportError;
use crate::exchange::export::file::{Over, save_with};
use crate::exchange::report::write;
use crate::store::{Error, Store, worker};
use crate::ui::words::Words;

/// Fills a report from the file as it is.
///
/// # Errors
/// Where the file cannot be read.
pub fn fill(store: &Store, settings: &Settings, order: &Order, now: Instant) -> Result<Report, Error> {
    let counting = settings.counting();
    let samples = |period: Period| {
        let window = Window { period, now, counting: &counting, depth: Depth::Whole };
        worker::metrics(store, window).map(|metrics| metrics.samples)
    };
    let looked = samples(order.frame.stretch.period)?;
    let beside = order.frame.beside.map(|beside| samples(beside.period)).transpose()?;
    Ok(Report::fill(&Source {
        order,
        now,
        counting: &counting,
        samples: &looked,
        beside: beside.as_ref(),
        team: &store.team(settings.zone.date(now))?,
        names: &store.names()?,
        title: &settings.team,
        asked: &settings.profiles,
    }))
}

/// Writes a report in the words of a language.
///
/// # Errors
/// Where `out` does not take it.
pub fn put(report: &Report, form: Form, language: Language, out: &mut dyn Write) -> Result<(), ExportError> {
    write(report, form, &Words::of(language), out)
}

/// Writes a report into a file, whole or not at all.
///
/// # Errors
/// Where the place is not free or takes no file.
pub fn save(report: &Report, form: Form, language: Language, path: &Path, over: Over) -> Result<(), ExportError> {
    save_with(path, over, |file| put(report, form, language, file))
}

/// Does what a screen wants: opens the file once more, fills the report and writes it. What is there already is left alone.
///
/// # Errors
/// A sentence.
pub fn written(db: &Path, settings: &Settings, wanted: &Wanted, path: &Path, now: Instant) -> Result<Written, String> {
    let store = Store::open(db, settings.rules.clone()).map_err(|error| error.to_string())?;
    let report = fill(&store, settings, &wanted.order, now).map_err(|error| error.to_string())?;
    let language = Language::named(&wanted.lang).unwrap_or(settings.language);
    save(&report, wanted.form, language, path, Over::Nothing).map_err(|error| error.to_string())?;
    Ok(Written { rows: None, path: path.display().to_string() })
}
