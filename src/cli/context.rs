//! Context of a command: global options, settings, database file, clock and author.

use std::path::PathBuf;

use crate::cli::failure::{Failure, NOT_FOUND, exit_code};
use crate::cli::lookup::find_person;
use crate::config::Settings;
use crate::engine::desk::Desk;
use crate::model::person::Author;
use crate::model::team::Team;
use crate::model::text::clean_line;
use crate::model::time::{Instant, parse_moment};
use crate::store::{self, Store};

/// Options of every command.
#[derive(Debug, Clone, clap::Args)]
pub struct GlobalArgs {
    /// Team database [default: in the user's data folder]
    #[arg(long, global = true, env = "SHIFTDESK_DB", hide_env_values = true)]
    #[arg(value_name = "FILE", help_heading = GLOBAL_HEADING)]
    pub db: Option<PathBuf>,
    /// Settings file to use instead of the user's own
    #[arg(long, global = true, env = "SHIFTDESK_CONFIG", hide_env_values = true)]
    #[arg(value_name = "FILE", help_heading = GLOBAL_HEADING)]
    pub config: Option<PathBuf>,
    /// Act as this person
    #[arg(long = "as", global = true, value_name = "PERSON", help_heading = GLOBAL_HEADING)]
    pub acting_as: Option<String>,
    /// Use this time as now: 2026-03-02T09:00, or a day for its last second
    #[arg(long, global = true, value_name = "MOMENT", help_heading = GLOBAL_HEADING)]
    pub at: Option<String>,
}

/// Help heading of the global options.
const GLOBAL_HEADING: &str = "With every command";

/// Context of a command: global options, settings, database path, clock.
pub struct CliContext {
    pub global: GlobalArgs,
    pub settings: Settings,
    pub db: PathBuf,
    /// Wall clock, used by [`CliContext::now`] unless `--at` is given.
    pub clock: fn() -> Instant,
    /// The time of `--at`, if given.
    pub fixed_now: Option<Instant>,
    /// Warning about a settings file that could not be used.
    pub settings_notice: Option<String>,
}

impl CliContext {
    /// Loads the settings and resolves the database path, without opening it.
    pub fn new(common: GlobalArgs, clock: fn() -> Instant) -> anyhow::Result<CliContext> {
        let named = common.db.clone().filter(|path| !path.as_os_str().is_empty());
        let db = named.or_else(crate::config::default_db_path).ok_or_else(|| {
            Failure::usage("There is no home folder to keep the team’s file in; name the file with --db.")
        })?;
        let loaded = crate::config::load(common.config.as_deref(), &db)?;
        let zone = loaded.settings.zone;
        let fixed =
            common.at.as_deref().map(|at| parse_moment(at, zone)).transpose().map_err(Failure::from_parse_error)?;
        Ok(CliContext {
            global: common,
            settings: loaded.settings,
            db,
            clock,
            fixed_now: fixed,
            settings_notice: loaded.notice,
        })
    }

    /// The time of `--at` if it is in the past, that is, if the file has later events.
    pub fn as_of(&self, store: &Store) -> anyhow::Result<Option<Instant>> {
        match self.fixed_now {
            Some(at) if store.has_events_after(at)? => Ok(Some(at)),
            _ => Ok(None),
        }
    }

    /// Current time: `--at`, else the wall clock.
    pub fn now(&self) -> Instant {
        self.fixed_now.unwrap_or_else(self.clock)
    }

    /// Opens the database, which must exist.
    pub fn open_store(&self) -> Result<Store, store::StoreError> {
        Store::open(&self.db, self.settings.sla_rules.clone())
    }

    /// Opens the database, creating it if missing.
    pub fn open_or_create_store(&self) -> Result<Store, store::StoreError> {
        if let Some(folder) = self.db.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| store::StoreError::CannotOpen {
                path: self.db.clone(),
                why: error.to_string(),
                next: "Choose a folder that you may write to, with --db.".into(),
            })?;
        }
        Store::open_or_create(&self.db, self.settings.sla_rules.clone())
    }

    /// The author of changes: the person of `--as`, else `me` of the settings if the file has that person, else the
    /// login alone, because somebody has to add the first person to a new file.
    pub fn author(&self, store: &Store) -> anyhow::Result<Author> {
        let person = match (&self.global.acting_as, &self.settings.me) {
            (Some(name), _) => Some(find_person(store, name)?),
            (None, Some(name)) => match find_person(store, name) {
                Err(error) if exit_code(&error) == NOT_FOUND => None,
                found => Some(found?),
            },
            (None, None) => None,
        };
        Ok(Author { person, login: login_name() })
    }
}

/// Login name of the user.
fn login_name() -> String {
    ["USER", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .map(|name| clean_line(&name).into_owned())
        .unwrap_or_else(|| format!("uid {}", rustix::process::getuid().as_raw()))
}

/// Loads the team as of today.
pub fn load_team(store: &Store, context: &CliContext) -> anyhow::Result<Team> {
    Ok(store.team(context.settings.zone.date(context.now()))?)
}

/// Loads the live desk as of now.
pub fn load_desk(context: &CliContext, store: &Store) -> anyhow::Result<Desk> {
    Ok(store.desk(context.settings.zone, context.now())?)
}
