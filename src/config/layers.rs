//! Merges the settings files by precedence and falls back to the last valid copy of an invalid one.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::error::ConfigError;
use super::last_good::LastGoodCopies;
use super::schema::ConfigFile;
use crate::model::calendar;

/// Every setting with its default: the lowest layer, and the output of `config default`.
pub const DEFAULT_CONFIG: &str = include_str!("../../config.example.toml");

/// Size limit; a larger file is not a settings file.
const MAX_FILE_BYTES: u64 = 1 << 20;

/// Origin of a settings file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// The user's file at the standard path.
    User,
    /// The user's file given with `--config`; must exist.
    Explicit,
    /// The team's file beside the database.
    Team,
}

/// Paths of the settings files and of their last valid copies.
#[derive(Debug, Clone)]
pub struct ConfigPaths {
    /// Highest precedence last.
    pub files: Vec<(SourceKind, PathBuf)>,
    pub db: PathBuf,
    /// `None` without a home directory.
    pub last_good: Option<LastGoodCopies>,
}

impl ConfigPaths {
    /// The user's file (`own`, else the standard path) and the team's: `team.toml` beside `team.db`.
    pub fn resolve(own: Option<&Path>, db: &Path) -> ConfigPaths {
        let usual =
            || directories::ProjectDirs::from("", "", "shiftdesk").map(|dirs| dirs.config_dir().join("config.toml"));
        let own = match own {
            Some(path) => Some((SourceKind::Explicit, path.to_owned())),
            None => usual().map(|path| (SourceKind::User, path)),
        };
        // Do not read a database called team.toml as settings, nor the same file twice.
        let team = db.with_extension("toml");
        let known = team == db || own.as_ref().is_some_and(|(_, own)| *own == team);
        let files = own.into_iter().chain((!known).then_some((SourceKind::Team, team))).collect();
        ConfigPaths { files, db: db.to_owned(), last_good: LastGoodCopies::in_state_dir() }
    }
}

/// A settings file and the result of reading it.
#[derive(Debug, Clone)]
pub struct ConfigSource {
    pub kind: SourceKind,
    pub path: PathBuf,
    pub state: SourceState,
    /// The holiday files it references.
    pub holiday_files: Vec<PathBuf>,
}

/// Result of reading a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceState {
    /// The file does not exist.
    Missing,
    Active,
    /// Invalid; its last valid copy is used.
    LastGood(ConfigError),
    /// Invalid, and no valid copy exists.
    Ignored(ConfigError),
}

impl SourceState {
    /// Why the file is invalid.
    pub fn error(&self) -> Option<&ConfigError> {
        match self {
            SourceState::LastGood(fault) | SourceState::Ignored(fault) => Some(fault),
            SourceState::Missing | SourceState::Active => None,
        }
    }
}

/// Merges every existing file over the defaults; an invalid file is replaced by its last valid copy, if any.
pub fn read_layers(places: &ConfigPaths) -> (ConfigFile, Vec<ConfigSource>) {
    let mut written = defaults();
    let mut sources = Vec::new();
    for (whose, path) in &places.files {
        let mut holidays = Vec::new();
        let (layer, state) = read_layer(places, *whose, path, &written, &mut holidays);
        written = layer.unwrap_or(written);
        sources.push(ConfigSource { kind: *whose, path: path.clone(), state, holiday_files: holidays });
    }
    (written, sources)
}

#[expect(clippy::expect_used, reason = "the example is embedded, and a test reads it")]
fn defaults() -> ConfigFile {
    toml::from_str(DEFAULT_CONFIG).expect("config.example.toml is part of the program, and tested")
}

/// Merges one file over the lower layers; `None` if it is missing or ignored. Appends the holiday files it references
/// to `named`, readable or not.
fn read_layer(
    places: &ConfigPaths,
    whose: SourceKind,
    path: &Path,
    under: &ConfigFile,
    named: &mut Vec<PathBuf>,
) -> (Option<ConfigFile>, SourceState) {
    let mut valid_texts = Vec::new();
    let mut read_holidays = |ics: &Path| {
        named.push(ics.to_owned());
        let text = read_referenced_file(ics, &places.db)?;
        valid_texts.push((ics.to_owned(), text.clone()));
        Ok(text)
    };
    let merged = match read_text_file(path, &places.db) {
        Ok(Some(text)) => {
            apply_layer(path, &text, under, &mut read_holidays).inspect(|_| valid_texts.push((path.to_owned(), text)))
        }
        Ok(None) if whose == SourceKind::Explicit => {
            let fault =
                ConfigError::for_file(path, "is not there; `shiftdesk config default` prints one to begin with.");
            return (None, SourceState::Ignored(fault));
        }
        Ok(None) => return (None, SourceState::Missing),
        Err(fault) => Err(fault),
    };
    let copies = places.last_good.as_ref();
    match merged {
        Ok(layer) => {
            for (path, text) in &valid_texts {
                // A failed copy does not affect the settings; `doctor` reports an unwritable folder.
                let _ = copies.map(|copies| copies.save(path, text));
            }
            (Some(layer), SourceState::Active)
        }
        Err(fault) => {
            let last_good = |path: &Path| copies.and_then(|copies| copies.read(path));
            let mut read_holidays =
                |ics: &Path| last_good(ics).ok_or_else(|| ConfigError::for_file(ics, "was never sound."));
            match last_good(path).and_then(|text| apply_layer(path, &text, under, &mut read_holidays).ok()) {
                Some(layer) => (Some(layer), SourceState::LastGood(fault)),
                None => (None, SourceState::Ignored(fault)),
            }
        }
    }
}

/// Reads a holiday or calendar file that must exist.
pub fn read_referenced_file(ics: &Path, db: &Path) -> Result<String, ConfigError> {
    read_text_file(ics, db)?.ok_or_else(|| ConfigError::for_file(ics, "is not there."))
}

/// Reads a text file; `None` if it does not exist.
fn read_text_file(path: &Path, db: &Path) -> Result<Option<String>, ConfigError> {
    let unreadable = |error: std::io::Error| ConfigError::for_file(path, &format!("cannot be read: {error}."));
    let data = match fs::metadata(path) {
        Ok(data) => data,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    // Closing a second handle to the database would drop SQLite's POSIX locks.
    if fs::metadata(db).is_ok_and(|db| (db.dev(), db.ino()) == (data.dev(), data.ino())) {
        return Err(ConfigError::for_file(path, "is the team's database, not a file of settings."));
    }
    if !data.is_file() || data.len() > MAX_FILE_BYTES {
        return Err(ConfigError::for_file(
            path,
            "is not a file of settings or holidays, which is an ordinary file of at most 1 MB.",
        ));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    String::from_utf8(bytes).map(Some).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        ConfigError::at_span(path, &text, at..at + 1, "the file is not UTF-8 from here on; save it as UTF-8")
    })
}

/// Parses a file and merges it over the lower layers. `read_holidays` reads the holiday files it references.
pub fn apply_layer(
    path: &Path,
    text: &str,
    under: &ConfigFile,
    read_holidays: &mut dyn FnMut(&Path) -> Result<String, ConfigError>,
) -> Result<ConfigFile, ConfigError> {
    let mut layer: ConfigFile = toml::from_str(text)
        .map_err(|error| ConfigError::at_span(path, text, error.span().unwrap_or(0..0), error.message()))?;
    if let Some((bytes, message)) = find_conflict(&layer, under) {
        return Err(ConfigError::at_span(path, text, bytes, &message));
    }
    for calendar in layer.calendar.iter_mut().flat_map(|list| list.get_mut()) {
        let bytes = calendar.span();
        add_holidays(calendar.get_mut(), path, read_holidays).map_err(|fault| match fault {
            HolidayFileError::Invalid(fault) => fault,
            HolidayFileError::Unreadable(why) => ConfigError::at_span(path, text, bytes, &why),
        })?;
    }
    Ok(layer.merge_over(under.clone()))
}

/// Why a calendar's holidays could not be loaded.
pub enum HolidayFileError {
    /// The holiday file cannot be read.
    Unreadable(String),
    /// The holiday file is invalid.
    Invalid(ConfigError),
}

/// Adds the holidays of a calendar's `holidays_ics` files; their paths are relative to the folder of `path`.
pub fn add_holidays(
    calendar: &mut calendar::CalendarConfig,
    path: &Path,
    read_holidays: &mut dyn FnMut(&Path) -> Result<String, ConfigError>,
) -> Result<(), HolidayFileError> {
    let mut days: BTreeMap<NaiveDate, String> = BTreeMap::new();
    for name in &calendar.holidays_ics {
        let ics = path.with_file_name(name);
        let text = read_holidays(&ics).map_err(|fault| {
            HolidayFileError::Unreadable(format!(
                "the holidays of the calendar ‘{}’ are not to be had: {fault}",
                calendar.name
            ))
        })?;
        let found = super::ics::parse_holidays(&text);
        let found = found.map_err(|wrong| {
            HolidayFileError::Invalid(ConfigError::at_span(&ics, &text, wrong.bytes, &wrong.message))
        })?;
        for (day, name) in found {
            match days.get_mut(&day) {
                Some(other) if *other != name => other.push_str(&format!(", {name}")),
                Some(_) => {}
                None => drop(days.insert(day, name)),
            }
        }
    }
    days.into_iter().for_each(|(day, name)| calendar.add_holiday(day, name));
    Ok(())
}

/// Checks across values: a duplicate name, or a reference to an undefined calendar. Returns the byte range in the
/// layer.
fn find_conflict(layer: &ConfigFile, under: &ConfigFile) -> Option<(Range<usize>, String)> {
    let empty = Vec::new();
    let calendars = layer.calendar.as_ref().map(|list| list.get_ref());
    let policies = layer.sla.as_ref();

    let names = calendars.unwrap_or(&empty).iter().map(|it| (it.span(), it.get_ref().name.as_str()));
    if let Some((bytes, name)) = first_duplicate(names) {
        return Some((bytes, format!("there is already a calendar ‘{name}’; give this one another name")));
    }
    let names = policies.into_iter().flatten().map(|it| (it.name.span(), it.name.get_ref().0.as_str()));
    if let Some((bytes, name)) = first_duplicate(names) {
        return Some((bytes, format!("there is already a promise ‘{name}’; give this one another name")));
    }
    let names = layer.deal.iter().flatten().map(|it| (it.name.span(), it.name.get_ref().0.as_str()));
    if let Some((bytes, name)) = first_duplicate(names) {
        return Some((bytes, format!("there is already a rule ‘{name}’ for the deal; give this one another name")));
    }
    let names = layer.profile.iter().flatten().map(|it| (it.name.span(), it.name.get_ref().name()));
    if let Some((bytes, name)) = first_duplicate(names) {
        return Some((bytes, format!("there is already a [[profile]] ‘{name}’; write all that it asks in one place")));
    }
    let names = layer.scorecard.iter().flatten().map(|it| (it.name.span(), it.name.get_ref().0.as_str()));
    if let Some((bytes, name)) = first_duplicate(names) {
        return Some((bytes, format!("there is already a scorecard ‘{name}’; give this one another name")));
    }

    let known = calendars.or(under.calendar.as_ref().map(|list| list.get_ref())).unwrap_or(&empty);
    let known: Vec<_> = known.iter().map(|calendar| calendar.get_ref().name.as_str()).collect();
    if let Some(named) = layer.metrics.calendar.as_ref().or(under.metrics.calendar.as_ref())
        && !named.get_ref().0.is_empty()
        && !known.contains(&named.get_ref().0.as_str())
    {
        let name = &named.get_ref().0;
        let bytes = match (&layer.metrics.calendar, &layer.calendar) {
            (Some(written), _) => written.span(),
            (None, Some(list)) => list.span(),
            (None, None) => return None,
        };
        return Some((bytes, format!("the figures count in a calendar ‘{name}’, and no [[calendar]] is named so")));
    }
    let lost = policies
        .or(under.sla.as_ref())?
        .iter()
        .find(|it| it.calendar_name().is_some_and(|name| !known.contains(&name)))?;
    let (name, policy) = (lost.calendar_name()?, &lost.name.get_ref().0);
    if policies.is_some() {
        let available =
            if known.is_empty() { "there is none".into() } else { format!("there are {}", known.join(", ")) };
        return Some((lost.calendar.as_ref()?.span(), format!("no [[calendar]] is named ‘{name}’; {available}")));
    }
    // The policy is in a lower layer, and this file replaced the calendar list without its calendar.
    let message =
        format!("the promise ‘{policy}’ counts in a calendar ‘{name}’; list it here too, or write [[sla]] anew");
    Some((layer.calendar.as_ref()?.span(), message))
}

/// The first duplicate name.
fn first_duplicate<'a>(names: impl Iterator<Item = (Range<usize>, &'a str)>) -> Option<(Range<usize>, &'a str)> {
    let mut seen = std::collections::BTreeSet::new();
    let mut names = names;
    names.find(|(_, name)| !seen.insert(*name))
}

#[cfg(test)]
mod tests;
