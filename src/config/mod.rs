//! Settings: TOML files ([`schema`]) merged, validated and resolved to [`Settings`].
//!
//! `config.example.toml` documents every setting and is embedded as the defaults. [`layers`] merges the user's file and
//! the team's file over it; [`value`] validates values while parsing, and [`error`] points at the offending line;
//! [`last_good`] holds the fallback copies for invalid files; [`watch`] detects changes. [`ics`] parses holiday files,
//! [`calendars`] reads calendars from any file.

pub mod calendars;
pub mod error;
pub mod ics;
pub mod last_good;
pub mod layers;
pub mod resolve;
pub mod schema;
pub mod settings;
pub mod value;
pub mod watch;

pub use layers::DEFAULT_CONFIG;
pub use settings::Settings;
pub use watch::ConfigWatcher;

use std::path::{Path, PathBuf};

use error::ConfigError;
use layers::{ConfigPaths, ConfigSource, SourceState};
use resolve::SystemDefaults;

/// The active settings and the problems found while loading them.
#[derive(Debug, Clone)]
pub struct LoadedSettings {
    pub settings: Settings,
    /// What is wrong in which file and which values apply instead; several lines, with an excerpt of the file.
    pub notice: Option<String>,
    /// The files that exist, highest precedence last.
    pub files: Vec<PathBuf>,
}

/// Loads the settings: defaults, then the user's file (`own`, else the standard path), then the team's file beside the
/// database.
///
/// An invalid file is replaced by its last valid copy or ignored, and `notice` says so.
///
/// # Errors
/// If the embedded defaults lack a setting, which a test rules out.
pub fn load(own: Option<&Path>, db: &Path) -> Result<LoadedSettings, ConfigError> {
    let (written, sources) = layers::read_layers(&ConfigPaths::resolve(own, db));
    let settings = resolve::resolve_settings(written, SystemDefaults::detect())?;
    let files = sources.iter().filter(|source| source.state != SourceState::Missing).map(|source| source.path.clone());
    Ok(LoadedSettings { settings, notice: describe_faults(&sources), files: files.collect() })
}

/// Describes the invalid files and what applies instead.
fn describe_faults(sources: &[ConfigSource]) -> Option<String> {
    let faults = sources.iter().filter_map(|source| match &source.state {
        SourceState::Missing | SourceState::Active => None,
        SourceState::LastGood(fault) => {
            Some(format!("{fault}\nUntil that is mended, the file counts as it was when it was last sound."))
        }
        SourceState::Ignored(fault) => {
            Some(format!("{fault}\nUntil that is mended, the file is left out and the other settings are in force."))
        }
    });
    Some(faults.collect::<Vec<_>>().join("\n\n")).filter(|notice| !notice.is_empty())
}

/// Database path unless `--db` or `SHIFTDESK_DB` is given.
pub fn default_db_path() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "shiftdesk").map(|dirs| dirs.data_dir().join("team.db"))
}
