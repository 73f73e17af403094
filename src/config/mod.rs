//! The settings: what was written ([`written`]) and what it means ([`Settings`]).

pub mod settings;

pub use settings::Settings;

use std::path::{Path, PathBuf};

/// The settings in force, and what to tell the person about them.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub settings: Settings,
    /// Why a file was not taken as it stands: what is wrong, where, and which values are in force instead.
    pub notice: Option<String>,
    /// The files that were read, the strongest last.
    pub files: Vec<PathBuf>,
}

/// Reads the settings: the defaults, over them the person's own file (`own`, else the usual place), over them the
/// team's file beside the database.
pub fn load(_own: Option<&Path>, _db: &Path) -> Loaded {
    use crate::domain::{aging::*, person::Profile, time::Zone};
    let settings = Settings {
        me: None,
        team: "Team".into(),
        zone: Zone::UTC,
        language: Default::default(),
        theme: "terminal".into(),
        color: Default::default(),
        capacity: 10,
        rules: Default::default(),
        buckets: Buckets::default(),
        stuck: StuckRules::default(),
        importance: Profile::ALL,
        slot_minutes: 30,
        fcr_window: chrono::TimeDelta::days(7),
        period_days: 30,
        keys: Default::default(),
    };
    Loaded { settings, notice: None, files: Vec::new() }
}

/// Where the team's file lies unless `--db` or `SHIFTDESK_DB` says otherwise.
pub fn default_db() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "shiftdesk").map(|dirs| dirs.data_dir().join("team.db"))
}
