//! Command-line interface: one file per subcommand, dispatched here.

pub mod absence;
pub mod aging;
pub mod attend;
pub mod changes;
pub mod clock;
pub mod coach;
pub mod concessions;
pub mod config;
pub mod context;
pub mod coverage;
pub mod customer;
pub mod demo;
pub mod distribute;
pub mod doctor;
pub mod event_text;
pub mod failure;
pub mod formatting;
pub mod handover;
pub mod import;
pub mod list_export;
pub mod lookup;
pub mod metrics;
pub mod open;
pub mod output;
pub mod page;
pub mod parse;
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
pub mod text_input;
pub mod ticket;
pub mod training;
pub mod undo;

use clap::{Parser, Subcommand};

use crate::cli::context::{CliContext, GlobalArgs};
use crate::cli::failure::{exit_code, is_broken_pipe};
use crate::model::time::Instant;

/// Terminal dashboard for customer-service team leads: queue, backlog aging, role coverage and figures.
#[derive(Debug, Parser)]
#[command(name = "shiftdesk", version, about, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    pub command: Option<CliCommand>,
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
