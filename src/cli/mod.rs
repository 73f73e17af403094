//! Command-line interface: one file per subcommand, dispatched here.

pub mod absence;
pub mod aging;
pub mod attend;
mod changes;
pub mod clock;
pub mod coach;
pub mod concessions;
pub mod config;
pub mod coverage;
pub mod customer;
pub mod demo;
pub mod distribute;
pub mod doctor;
pub mod formatting;
pub mod handover;
pub mod import;
pub mod list_export;
pub mod metrics;
pub mod open;
pub mod output;
pub mod page;
mod parse;
pub mod person;
pub mod plan;
pub mod quality;
pub mod queue;
pub mod report;
pub mod requirement;
pub mod roster;
pub mod search;
pub mod shift;
pub mod staffing;
pub mod survey;
pub mod ticket;
pub mod training;
pub mod undo;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::Settings;
use crate::model::ids::{CustomerId, PersonId};
use crate::model::person::Author;
use crate::model::text::{clean_line, fold};
use crate::model::time::{Instant, parse_moment};
use crate::store::{self, Store};

/// Terminal dashboard for customer-service team leads: queue, backlog aging, role coverage and figures.
#[derive(Debug, Parser)]
#[command(name = "shiftdesk", version, about, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    pub command: Option<CliCommand>,
}

/// Help heading of the global options.
const GLOBAL_HEADING: &str = "With every command";

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

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum CliCommand {
    /// Open a sample team to explore
    Demo(demo::Args),
    /// Import tickets from a CSV file
    Import(import::Args),
    /// List the queue
    Queue(queue::Args),
    /// Show backlog aging
    Aging(aging::Args),
    /// Distribute: suggest who takes the unassigned tickets; --apply assigns them
    Deal(distribute::Args),
    /// Show coverage by slot or by day, or for a what-if scenario
    Coverage(coverage::Args),
    /// Show staffing need, forecast and backlog, or calculate with given figures (Erlang)
    Staffing(staffing::Args),
    /// Show the figures of a period
    Metrics(metrics::Args),
    /// Manage customers: list, import, follow-ups, churn
    Customer(customer::Args),
    /// List concessions
    Concessions(concessions::Args),
    /// Manage survey answers: import, add, list
    Survey(survey::Args),
    /// Write a report of a day, week, month, quarter or year as text, Markdown, HTML, xlsx or JSON
    Report(report::Args),
    /// Create, show and change tickets
    Ticket(ticket::Args),
    /// Manage the team: people, skills, skill gaps
    Person(person::Args),
    /// Manage shifts and shift templates
    Shift(shift::Args),
    /// Manage absences
    Absence(absence::Args),
    /// Show, import, export and copy the roster; list rule violations
    Roster(roster::Args),
    /// Check people in and out; list adherence
    Attend(attend::Args),
    /// Manage coverage requirements
    Requirement(requirement::Args),
    /// QA: samples, reviews, scores and reviewer agreement
    Quality(quality::Args),
    /// Coaching, 1:1s, reviews and recognition; leads only
    Coach(coach::Args),
    /// Manage trainings and who has completed them; leads only
    Training(training::Args),
    /// Draft, leave, read and acknowledge hand-overs
    Handover(handover::Args),
    /// Print the shift huddle or the weekly review
    Huddle(plan::huddle::Args),
    /// Add, list, review and close goals
    Goal(plan::goal::Args),
    /// Add, list and complete action items
    Action(plan::action::Args),
    /// Customer feedback: add, list, link, set the status
    Feedback(plan::feedback::Args),
    /// Add, list, show and acknowledge notices and policies
    Notice(plan::notice::Args),
    /// Calculate business time over a calendar, interval by interval
    Clock(clock::Args),
    /// Search messages, notes and subjects
    Search(search::Args),
    /// Undo your last change
    Undo(undo::Args),
    /// Redo the change you last undid
    Redo(undo::Args),
    /// Check file, terminal and settings, with a fix for each fault
    Doctor(doctor::Args),
    /// Show the settings files, check them, or print the defaults
    Config(config::Args),
}

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

/// Runs the command. Returns the exit code; on failure, prints one sentence on stderr.
pub fn run(cli: Cli, clock: fn() -> Instant) -> i32 {
    match dispatch(cli, clock) {
        Ok(()) => 0,
        // The reader closed the pipe: success.
        Err(error) if is_broken_pipe(&error) => 0,
        Err(error) => {
            output::print_message(&format!("{error:#}"));
            exit_code(&error)
        }
    }
}

fn dispatch(cli: Cli, clock: fn() -> Instant) -> anyhow::Result<()> {
    let context = CliContext::new(cli.global, clock)?;
    let Some(command) = cli.command else { return open::run(&context) };
    // These two report settings problems in their output.
    let says_itself = matches!(command, CliCommand::Doctor(_) | CliCommand::Config(_));
    if let Some(notice) = context.settings_notice.as_ref().filter(|_| !says_itself) {
        output::print_message(notice);
    }
    match command {
        CliCommand::Demo(args) => demo::run(args, &context),
        CliCommand::Import(args) => import::run(args, &context),
        CliCommand::Queue(args) => queue::run(args, &context),
        CliCommand::Aging(args) => aging::run(args, &context),
        CliCommand::Deal(args) => distribute::run(args, &context),
        CliCommand::Coverage(args) => coverage::run(args, &context),
        CliCommand::Staffing(args) => staffing::run(args, &context),
        CliCommand::Metrics(args) => metrics::run(args, &context),
        CliCommand::Customer(args) => customer::run(args, &context),
        CliCommand::Concessions(args) => concessions::run(&args, &context),
        CliCommand::Survey(args) => survey::run(args, &context),
        CliCommand::Report(args) => report::run(args, &context),
        CliCommand::Ticket(args) => ticket::run(args, &context),
        CliCommand::Person(args) => person::run(args, &context),
        CliCommand::Shift(args) => shift::run(args, &context),
        CliCommand::Absence(args) => absence::run(args, &context),
        CliCommand::Roster(args) => roster::run(args, &context),
        CliCommand::Attend(args) => attend::run(args, &context),
        CliCommand::Requirement(args) => requirement::run(args, &context),
        CliCommand::Quality(args) => quality::run(args, &context),
        CliCommand::Coach(args) => coach::run(args, &context),
        CliCommand::Training(args) => training::run(args, &context),
        CliCommand::Handover(args) => handover::run(args, &context),
        CliCommand::Huddle(args) => plan::huddle::run(args, &context),
        CliCommand::Goal(args) => plan::goal::run(args, &context),
        CliCommand::Action(args) => plan::action::run(args, &context),
        CliCommand::Feedback(args) => plan::feedback::run(args, &context),
        CliCommand::Notice(args) => plan::notice::run(args, &context),
        CliCommand::Clock(args) => clock::run(args, &context),
        CliCommand::Search(args) => search::run(args, &context),
        CliCommand::Undo(args) => undo::run(args, &context),
        CliCommand::Redo(args) => undo::run_redo(args, &context),
        CliCommand::Doctor(args) => doctor::run(args, &context),
        CliCommand::Config(args) => config::run(args, &context),
    }
}

/// Whether the reader closed the pipe.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref().is_some_and(broken))
}

impl CliContext {
    /// Loads the settings and resolves the database path, without opening it.
    fn new(common: GlobalArgs, clock: fn() -> Instant) -> anyhow::Result<CliContext> {
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

/// Finds the one person whose name equals or contains `name`, ignoring case and accents. A full match wins over a
/// longer name: An is not Anh.
pub fn find_person(store: &Store, name: &str) -> anyhow::Result<PersonId> {
    if let Some(id) = store.find_person(name)? {
        return Ok(id);
    }
    let like = if name.trim().is_empty() { Vec::new() } else { store.search_people(name)? };
    unique_match(name, like, || {
        format!("There is nobody named ‘{name}’ in the team; `shiftdesk person list` shows who is.")
    })
}

/// Like [`find_person`], for a customer.
pub fn find_customer(store: &Store, name: &str) -> anyhow::Result<CustomerId> {
    let like = if name.trim().is_empty() { Vec::new() } else { store.search_customers(name, MAX_CANDIDATES)? };
    unique_match(name, like, || {
        format!("There is no customer named ‘{name}’ in the file; `ticket new --customer` adds one with their ticket.")
    })
}

/// Maximum number of candidates listed for an ambiguous name.
const MAX_CANDIDATES: usize = 9;

fn unique_match<T: Copy>(name: &str, like: Vec<(T, String)>, nobody: impl FnOnce() -> String) -> anyhow::Result<T> {
    let wanted = fold(name.trim());
    let whole: Vec<_> = like.iter().filter(|(_, other)| fold(other) == wanted).collect();
    match (&whole[..], &like[..]) {
        ([(id, _)], _) | (_, [(id, _)]) => Ok(*id),
        (_, []) => Err(Failure::not_found(nobody())),
        (_, several) => {
            let names: Vec<_> = several.iter().map(|(_, name)| name.as_str()).collect();
            Err(Failure::usage(format!("‘{name}’ could be {}; write more of the name.", names.join(" or "))))
        }
    }
}

/// Exit code for a missing record.
const NOT_FOUND: i32 = 3;

/// An error with an explicit exit code.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub struct Failure {
    pub code: i32,
    pub sentence: String,
}

impl Failure {
    /// Exit code 2: invalid arguments.
    pub fn usage(sentence: impl Into<String>) -> anyhow::Error {
        Failure { code: 2, sentence: sentence.into() }.into()
    }

    /// [`Failure::usage`] from a parse error of the domain, completed to a sentence.
    pub fn from_parse_error(why: String) -> anyhow::Error {
        Failure::usage(format!("{}.", why.trim_end_matches('.')))
    }

    /// Exit code 3: not found.
    pub fn not_found(sentence: impl Into<String>) -> anyhow::Error {
        Failure { code: NOT_FOUND, sentence: sentence.into() }.into()
    }

    /// Exit code 6: input was read, but some of it was rejected.
    pub fn invalid(sentence: impl Into<String>) -> anyhow::Error {
        Failure { code: 6, sentence: sentence.into() }.into()
    }
}

/// The exit code of an error; 1 unless it specifies one.
pub fn exit_code(error: &anyhow::Error) -> i32 {
    error
        .chain()
        .find_map(|cause| {
            cause
                .downcast_ref::<Failure>()
                .map(|failure| failure.code)
                .or_else(|| cause.downcast_ref::<store::StoreError>().map(store::StoreError::exit_code))
        })
        .unwrap_or(1)
}
