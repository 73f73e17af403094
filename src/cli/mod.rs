//! What can be typed after the name: one file per command, and the table of them here.

pub mod absence;
mod act;
pub mod aging;
pub mod attend;
pub mod clock;
pub mod coach;
pub mod concessions;
pub mod config;
pub mod coverage;
pub mod customer;
pub mod deal;
pub mod demo;
pub mod doctor;
pub mod handed;
pub mod handover;
pub mod import;
pub mod metrics;
pub mod open;
pub mod output;
pub mod page;
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
mod typed;
pub mod undo;
pub mod words;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::Settings;
use crate::domain::customer::CustomerId;
use crate::domain::event::Author;
use crate::domain::person::PersonId;
use crate::domain::text::{clean_line, fold};
use crate::domain::time::{Instant, parse_moment};
use crate::store::{self, Store};

/// The first screen of a customer-service team lead: queue, backlog aging, role coverage and figures, in a terminal.
#[derive(Debug, Parser)]
#[command(name = "shiftdesk", version, about, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Over the options that every command has.
const EVERYWHERE: &str = "With every command";

/// What every command understands.
#[derive(Debug, Clone, clap::Args)]
pub struct Common {
    /// The team's file [default: in the user's data folder]
    #[arg(long, global = true, env = "SHIFTDESK_DB", hide_env_values = true)]
    #[arg(value_name = "FILE", help_heading = EVERYWHERE)]
    pub db: Option<PathBuf>,
    /// Settings to use instead of the user's own
    #[arg(long, global = true, env = "SHIFTDESK_CONFIG", hide_env_values = true)]
    #[arg(value_name = "FILE", help_heading = EVERYWHERE)]
    pub config: Option<PathBuf>,
    /// Act as this person of the team
    #[arg(long = "as", global = true, value_name = "PERSON", help_heading = EVERYWHERE)]
    pub acting_as: Option<String>,
    /// Take this moment for now: 2026-03-02T09:00, or a day for its last second
    #[arg(long, global = true, value_name = "MOMENT", help_heading = EVERYWHERE)]
    pub at: Option<String>,
}

/// Everything that the program can do without a screen, and the ways to open one.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open an invented team, to look around
    Demo(demo::Args),
    /// Bring in tickets from a file
    Import(import::Args),
    /// Print the queue
    Queue(queue::Args),
    /// Print the backlog's aging
    Aging(aging::Args),
    /// Propose who takes which ticket, with reasons; --apply makes it so
    Deal(deal::Args),
    /// Print which profiles are covered, slot by slot, over days, or with something supposed
    Coverage(coverage::Args),
    /// Print how many people are needed and there, and what is to come; or reckon with given figures (Erlang)
    Staffing(staffing::Args),
    /// Print the figures of a period
    Metrics(metrics::Args),
    /// The customers: how they stand, who looks after them, whom to contact, who was lost
    Customer(customer::Args),
    /// Print what was given to customers to make up for things
    Concessions(concessions::Args),
    /// What customers answered when they were asked: bring in, write down, list
    Survey(survey::Args),
    /// Write a report of a day, a week, a month, a quarter or a year: text, Markdown, HTML, xlsx or JSON
    Report(report::Args),
    /// Open, show and change tickets
    Ticket(ticket::Args),
    /// The team: its people, their cards, skills and gaps
    Person(person::Args),
    /// Add, change, remove and list shifts, and the templates that they are made from
    Shift(shift::Args),
    /// Add, change, remove and list absences
    Absence(absence::Args),
    /// Print a week, bring a roster in or hand it on, copy weeks, list what is flagged
    Roster(roster::Args),
    /// Check people in and out, and print how they kept to the roster
    Attend(attend::Args),
    /// Add, list, edit and remove how many of which profile the desk needs
    Requirement(requirement::Args),
    /// Samples of answers, their reviews and scores, and how far reviewers agree
    Quality(quality::Args),
    /// What is said to people and what is due to them: coaching, 1:1s, reviews, recognition; leads only
    Coach(coach::Args),
    /// What people learn, who has done it and who has not; leads only
    Training(training::Args),
    /// Draft, leave, read and take over what the next shift has to know
    Handover(handover::Args),
    /// Print the one page with which a shift begins, or the weekly review
    Huddle(plan::huddle::Args),
    /// Set, list, review and close goals: a figure that is to reach a value by a day
    Goal(plan::goal::Args),
    /// Add, list and finish action items
    Action(plan::action::Args),
    /// The voice of the customer: add, list, link, and say what became of it
    Feedback(plan::feedback::Args),
    /// Put up, list, show and acknowledge notices and pages of policy
    Notice(plan::notice::Args),
    /// Sum business time over a calendar, with its working
    Clock(clock::Args),
    /// Find words in everything ever said
    Search(search::Args),
    /// Take back what you did last
    Undo(undo::Args),
    /// Do again what you took back last
    Redo(undo::Args),
    /// See whether file, terminal and settings are sound, and what to do if not
    Doctor(doctor::Args),
    /// Show where settings come from, check them, or print the defaults
    Config(config::Args),
}

/// What a command works with: the settings in force, the file, the moment.
pub struct Context {
    pub common: Common,
    pub settings: Settings,
    pub db: PathBuf,
    /// The wall clock, which [`Context::now`] asks unless `--at` has fixed the moment.
    pub clock: fn() -> Instant,
    /// The moment of `--at`, if it was given.
    pub fixed: Option<Instant>,
    /// What there is to tell about the settings: a file that could not be taken as it stands.
    pub notice: Option<String>,
}

/// Does what was typed. Returns the exit code; on failure one sentence is on stderr.
pub fn run(cli: Cli, clock: fn() -> Instant) -> i32 {
    match dispatch(cli, clock) {
        Ok(()) => 0,
        // Whoever read our output has seen enough.
        Err(error) if nobody_reads(&error) => 0,
        Err(error) => {
            output::tell(&format!("{error:#}"));
            exit_code(&error)
        }
    }
}

fn dispatch(cli: Cli, clock: fn() -> Instant) -> anyhow::Result<()> {
    let context = Context::new(cli.common, clock)?;
    let Some(command) = cli.command else { return open::run(&context) };
    // These two say what is wrong with the settings as part of their answer.
    let says_itself = matches!(command, Command::Doctor(_) | Command::Config(_));
    if let Some(notice) = context.notice.as_ref().filter(|_| !says_itself) {
        output::tell(notice);
    }
    match command {
        Command::Demo(args) => demo::run(args, &context),
        Command::Import(args) => import::run(args, &context),
        Command::Queue(args) => queue::run(args, &context),
        Command::Aging(args) => aging::run(args, &context),
        Command::Deal(args) => deal::run(args, &context),
        Command::Coverage(args) => coverage::run(args, &context),
        Command::Staffing(args) => staffing::run(args, &context),
        Command::Metrics(args) => metrics::run(args, &context),
        Command::Customer(args) => customer::run(args, &context),
        Command::Concessions(args) => concessions::run(&args, &context),
        Command::Survey(args) => survey::run(args, &context),
        Command::Report(args) => report::run(args, &context),
        Command::Ticket(args) => ticket::run(args, &context),
        Command::Person(args) => person::run(args, &context),
        Command::Shift(args) => shift::run(args, &context),
        Command::Absence(args) => absence::run(args, &context),
        Command::Roster(args) => roster::run(args, &context),
        Command::Attend(args) => attend::run(args, &context),
        Command::Requirement(args) => requirement::run(args, &context),
        Command::Quality(args) => quality::run(args, &context),
        Command::Coach(args) => coach::run(args, &context),
        Command::Training(args) => training::run(args, &context),
        Command::Handover(args) => handover::run(args, &context),
        Command::Huddle(args) => plan::huddle::run(args, &context),
        Command::Goal(args) => plan::goal::run(args, &context),
        Command::Action(args) => plan::action::run(args, &context),
        Command::Feedback(args) => plan::feedback::run(args, &context),
        Command::Notice(args) => plan::notice::run(args, &context),
        Command::Clock(args) => clock::run(args, &context),
        Command::Search(args) => search::run(args, &context),
        Command::Undo(args) => undo::run(args, &context),
        Command::Redo(args) => undo::again(args, &context),
        Command::Doctor(args) => doctor::run(args, &context),
        Command::Config(args) => config::run(args, &context),
    }
}

/// The other end of a pipe was closed.
fn nobody_reads(error: &anyhow::Error) -> bool {
    let broken = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref().is_some_and(broken))
}

impl Context {
    /// Reads the settings and finds the file; opens nothing yet.
    fn new(common: Common, clock: fn() -> Instant) -> anyhow::Result<Context> {
        let named = common.db.clone().filter(|path| !path.as_os_str().is_empty());
        let db = named.or_else(crate::config::default_db).ok_or_else(|| {
            Failure::usage("There is no home folder to keep the team’s file in; name the file with --db.")
        })?;
        let loaded = crate::config::load(common.config.as_deref(), &db);
        let zone = loaded.settings.zone;
        let fixed = common.at.as_deref().map(|at| parse_moment(at, zone)).transpose().map_err(Failure::said)?;
        Ok(Context { common, settings: loaded.settings, db, clock, fixed, notice: loaded.notice })
    }

    /// The moment of `--at`, if it is over: if the file tells anything that came later.
    pub fn past(&self, store: &Store) -> anyhow::Result<Option<Instant>> {
        match self.fixed {
            Some(at) if store.knows_later(at)? => Ok(Some(at)),
            _ => Ok(None),
        }
    }

    /// The moment at which a command is carried out.
    pub fn now(&self) -> Instant {
        self.fixed.unwrap_or_else(self.clock)
    }

    /// The file, which must be there.
    pub fn store(&self) -> Result<Store, store::Error> {
        Store::open(&self.db, self.settings.rules.clone())
    }

    /// The file, made if there is none yet.
    pub fn store_or_new(&self) -> Result<Store, store::Error> {
        if let Some(folder) = self.db.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| store::Error::CannotOpen {
                path: self.db.clone(),
                why: error.to_string(),
                next: "Choose a folder that you may write to, with --db.".into(),
            })?;
        }
        Store::open_or_create(&self.db, self.settings.rules.clone())
    }

    /// Who acts: the person of `--as`, else of the settings if the file knows them, else nobody of the team but the
    /// login. A file that is new knows nobody, and somebody has to add the first person to it.
    pub fn author(&self, store: &Store) -> anyhow::Result<Author> {
        let person = match (&self.common.acting_as, &self.settings.me) {
            (Some(name), _) => Some(one_person(store, name)?),
            (None, Some(name)) => match one_person(store, name) {
                Err(error) if exit_code(&error) == NOT_FOUND => None,
                found => Some(found?),
            },
            (None, None) => None,
        };
        Ok(Author { person, login: login() })
    }
}

/// The login of whoever runs the program.
fn login() -> String {
    ["USER", "LOGNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .map(|name| clean_line(&name).into_owned())
        .unwrap_or_else(|| format!("uid {}", rustix::process::getuid().as_raw()))
}

/// The one person whose name is, begins with or holds `name`, whatever its case and accents. A whole name comes before
/// a longer one: An is not Anh.
pub fn one_person(store: &Store, name: &str) -> anyhow::Result<PersonId> {
    if let Some(id) = store.person_named(name)? {
        return Ok(id);
    }
    let like = if name.trim().is_empty() { Vec::new() } else { store.people_like(name)? };
    the_one(name, like, || format!("There is nobody named ‘{name}’ in the team; `shiftdesk person list` shows who is."))
}

/// The same for a customer.
pub fn one_customer(store: &Store, name: &str) -> anyhow::Result<CustomerId> {
    let like = if name.trim().is_empty() { Vec::new() } else { store.customers_like(name, DOUBTFUL)? };
    the_one(name, like, || {
        format!("There is no customer named ‘{name}’ in the file; `ticket new --customer` adds one with their ticket.")
    })
}

/// So many who could be meant are enough to be in doubt.
const DOUBTFUL: usize = 9;

fn the_one<T: Copy>(name: &str, like: Vec<(T, String)>, nobody: impl FnOnce() -> String) -> anyhow::Result<T> {
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

/// The exit code where whatever was named is not there.
const NOT_FOUND: i32 = 3;

/// A failure with an exit code of its own, where the error itself does not say.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}")]
pub struct Failure {
    pub code: i32,
    pub sentence: String,
}

impl Failure {
    /// Exit code 2: it was asked for in a way that cannot be understood.
    pub fn usage(sentence: impl Into<String>) -> anyhow::Error {
        Failure { code: 2, sentence: sentence.into() }.into()
    }

    /// [`Failure::usage`] from the domain's words for what cannot be read, made a sentence.
    pub fn said(why: String) -> anyhow::Error {
        Failure::usage(format!("{}.", why.trim_end_matches('.')))
    }

    /// Exit code 3.
    pub fn not_found(sentence: impl Into<String>) -> anyhow::Error {
        Failure { code: NOT_FOUND, sentence: sentence.into() }.into()
    }

    /// Exit code 6: it was read, but some of it had to be refused.
    pub fn invalid(sentence: impl Into<String>) -> anyhow::Error {
        Failure { code: 6, sentence: sentence.into() }.into()
    }
}

/// The exit code that an error stands for.
pub fn exit_code(error: &anyhow::Error) -> i32 {
    error
        .chain()
        .find_map(|cause| {
            cause
                .downcast_ref::<Failure>()
                .map(|failure| failure.code)
                .or_else(|| cause.downcast_ref::<store::Error>().map(store::Error::exit_code))
        })
        .unwrap_or(1)
}
