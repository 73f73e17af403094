//! The settings: what was written ([`written`]) and what it means ([`Settings`]).
//!
//! `config.example.toml` at the top of the sources is both: the description of every setting and, embedded, its default.
//! [`layers`] lays the person's own file and the team's over it; [`value`] refuses what cannot be, in the line where it
//! stands ([`fault`]); [`last_good`] is what the program starts on when a file is wrong; [`watch`] says when to read anew.
//! [`ics`] reads files of holidays, [`calendars`] the calendars of any file.

pub mod calendars;
pub mod fault;
pub mod ics;
pub mod last_good;
pub mod layers;
pub mod meaning;
pub mod settings;
pub mod value;
pub mod watch;
pub mod written;

pub use layers::EXAMPLE;
pub use settings::Settings;
pub use watch::Watch;

use std::path::{Path, PathBuf};

use layers::{Places, Source, State};
use meaning::Machine;

/// The names that `screen.theme` can have.
pub const THEMES: [&str; 3] = ["terminal", "high-contrast", "mono"];

/// The settings in force, and what to tell the person about them.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub settings: Settings,
    /// Why a file was not taken as it stands: what is wrong, where, and which values are in force instead. Several
    /// lines, with a picture of the line.
    pub notice: Option<String>,
    /// The files that were read, the strongest last.
    pub files: Vec<PathBuf>,
}

/// Reads the settings: the defaults, over them the person's own file (`own`, else the usual place), over them the
/// team's file beside the database.
///
/// There are always settings: a file that is wrong counts as it was when it was last sound, or not at all, and the
/// notice says so.
pub fn load(own: Option<&Path>, db: &Path) -> Loaded {
    let (written, sources) = layers::read(&Places::of(own, db));
    let settings = meaning::settings(written, Machine::ask());
    let files = sources.iter().filter(|source| source.state != State::Absent).map(|source| source.path.clone());
    Loaded { settings, notice: notice(&sources), files: files.collect() }
}

/// What is wrong, and what is in force instead.
fn notice(sources: &[Source]) -> Option<String> {
    let said = sources.iter().filter_map(|source| match &source.state {
        State::Absent | State::InForce => None,
        State::LastGood(fault) => {
            Some(format!("{fault}\nUntil that is mended, the file counts as it was when it was last sound."))
        }
        State::LeftOut(fault) => {
            Some(format!("{fault}\nUntil that is mended, the file is left out and the other settings are in force."))
        }
    });
    Some(said.collect::<Vec<_>>().join("\n\n")).filter(|notice| !notice.is_empty())
}

/// Where the team's file lies unless `--db` or `SHIFTDESK_DB` says otherwise.
pub fn default_db() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "shiftdesk").map(|dirs| dirs.data_dir().join("team.db"))
}
