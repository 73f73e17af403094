//! `shiftdesk goal`: goals for figures, and their progress by the live figure.

use chrono::NaiveDate;
use clap::Subcommand;
use serde::Serialize;

use crate::cli::changes::{ConfirmationArgs, save_record};
use crate::cli::context::{CliContext, load_team};
use crate::cli::failure::Failure;
use crate::cli::formatting::{self, PersonNames, humanize};
use crate::cli::lookup::{find_person, find_record};
use crate::cli::output::{self, OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::parse::{self, parse_date_or_today, parse_interval_days};
use crate::cli::plan::figures::{current_reading, figure_cell, load_figures};
use crate::engine::goal_figure;
use crate::model::figure::FigureId;
use crate::model::goal::{Goal, GoalReview, GoalScope, GoalState, GoalStatus, Thousandths};
use crate::model::ids::WithId;
use crate::model::person::Profile;
use crate::model::record::{Record, RecordKind};
use crate::store::Store;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: GoalCommand,
}

#[derive(Debug, Subcommand)]
enum GoalCommand {
    /// Add a goal: a figure, a target and a due date
    Add(AddGoalArgs),
    /// List goals with their progress
    List {
        /// Include closed goals
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// Record a review of a goal, with the current value of its figure
    Review {
        /// Goal ID (see `goal list`)
        id: i64,
        /// Observation or decision
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// Close a goal as reached, or as dropped
    Close {
        /// Goal ID (see `goal list`)
        id: i64,
        /// Close it as dropped
        #[arg(long)]
        dropped: bool,
        /// Note
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
}

#[derive(Debug, clap::Args)]
struct AddGoalArgs {
    /// Name of the goal
    name: String,
    /// Figure, named as in `metrics --json`: first_response, fcr, csat, nps, quality, …
    figure: String,
    /// Target value: 30m, 2h, 92%, or 40
    target: String,
    /// Due date: 2026-12-31
    due: String,
    /// Starting value [default: the current value]
    #[arg(long, value_name = "VALUE")]
    start: Option<String>,
    /// First day [default: today]
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Figure of one person instead of the team
    #[arg(long, value_name = "NAME", conflicts_with = "profile")]
    person: Option<String>,
    /// Figure of everybody with this primary profile
    #[arg(long, value_name = "PROFILE")]
    profile: Option<Profile>,
    /// Review interval: 7d, 2w
    #[arg(long, value_name = "RHYTHM", value_parser = parse_interval_days)]
    every: Option<u32>,
    /// Owner [default: yourself]
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

/// JSON of a goal: durations in seconds, shares from 0 to 1. Progress is 1 at the target, not capped, and null if the
/// goal started beyond its target.
#[derive(Debug, Serialize)]
struct GoalJson<'a> {
    id: i64,
    name: &'a str,
    figure: &'a str,
    /// Person and profile are both null for a goal of the whole team.
    person: Option<String>,
    profile: Option<&'static str>,
    begun: NaiveDate,
    due: NaiveDate,
    start: f64,
    target: f64,
    value: Option<f64>,
    n: usize,
    progress: Option<f64>,
    /// Elapsed share of the time between start and due date.
    pace: f64,
    state: &'static str,
    every_days: Option<u32>,
    next_review: Option<NaiveDate>,
    owner: Option<String>,
    reviews: Vec<GoalReviewJson<'a>>,
    closed: Option<NaiveDate>,
    #[serde(skip)]
    display_progress: Option<f64>,
}

#[derive(Debug, Serialize)]
struct GoalReviewJson<'a> {
    on: NaiveDate,
    by: String,
    value: Option<f64>,
    note: &'a str,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        GoalCommand::Add(args) => add(args, context),
        GoalCommand::List { all, form } => list(all, form, context),
        GoalCommand::Review { id, note, answer } => review(id, note, None, answer, context),
        GoalCommand::Close { id, dropped, note, answer } => review(id, note, Some(!dropped), answer, context),
    }
}

fn add(add: AddGoalArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let figure = parse_goal_figure(&add.figure)?;
    let read = |text: &str| goal_figure::figure_unit(figure).parse(text).map_err(Failure::from_parse_error);
    let of = match (add.person, add.profile) {
        (Some(name), _) => GoalScope::Person(find_person(&store, &name)?),
        (None, Some(profile)) => GoalScope::Profile(profile),
        (None, None) => GoalScope::Team,
    };
    let mut goal = Goal {
        name: add.name,
        figure: figure.name().into(),
        of,
        begun: parse_date_or_today(add.from.as_deref(), context)?,
        start: Thousandths(0),
        target: read(&add.target)?,
        due: parse::parse_date(&add.due, context)?,
        every: add.every,
        owner: match add.owner {
            Some(name) => Some(find_person(&store, &name)?),
            // The author is the default owner, as in the UI.
            None => context.author(&store)?.person,
        },
        reviews: Vec::new(),
        closed: None,
    };
    let (figures, today) = (load_figures(&store, context)?, context.settings.zone.date(context.now()));
    goal.start = match add.start {
        Some(text) => read(&text)?,
        None => current_reading(&goal, &figures).value.map(Thousandths::from_f64).ok_or_else(|| {
            Failure::invalid("The figure says nothing yet, so nobody knows where the goal starts; say it with --start.")
        })?,
    };
    let standing = goal.status_on(current_reading(&goal, &figures), today);
    let late = goal.due < today;
    save_record(&mut store, context, None, Record::Goal(goal), add.answer)?;
    if !add.answer.json && standing.state == GoalState::Reached {
        let now = crate::presentation::goals::format_figure_value(figure.name(), standing.live.value);
        output::print_line(&format!("The figure is there already ({now} now), so the goal is reached."))?;
    }
    if !add.answer.json && late {
        output::print_line("Its last day is over already.")?;
    }
    Ok(())
}

/// Parses a figure that goals support.
fn parse_goal_figure(text: &str) -> anyhow::Result<FigureId> {
    let found = text.parse().ok().filter(|wanted| goal_figure::goal_figures().any(|figure| figure == *wanted));
    found.ok_or_else(|| {
        let names: Vec<_> = goal_figure::goal_figures().map(FigureId::name).collect();
        Failure::usage(format!("‘{text}’ is no figure for a goal; there are {}.", names.join(", ")))
    })
}

fn review(
    id: i64,
    note: String,
    close: Option<bool>,
    answer: ConfirmationArgs,
    context: &CliContext,
) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let seen = store.newest_seq()?;
    let goal = find_record(load_team(&store, context)?.goals, RecordKind::Goal, id)?;
    if !goal.is_open() {
        return Err(Failure::invalid(format!("Goal {id} is closed already; `shiftdesk goal list --all` shows how.")));
    }
    let value = current_reading(&goal, &load_figures(&store, context)?).value.map(Thousandths::from_f64);
    let on = context.settings.zone.date(context.now());
    let review = GoalReview { on, by: context.author(&store)?, value, note };
    let goal = match close {
        Some(reached) => goal.close(reached, review),
        None => goal.with_review(review),
    };
    save_record(&mut store, context, Some((id, seen)), Record::Goal(goal), answer)
}

fn goal_json<'a>(goal: &'a WithId<Goal>, standing: &GoalStatus, names: &PersonNames) -> GoalJson<'a> {
    let who = |id| formatting::person_name(id, names);
    let by = |review: &GoalReview| review.by.person.map_or_else(|| review.by.login.clone(), who);
    GoalJson {
        id: goal.id,
        name: &goal.name,
        figure: &goal.figure,
        person: if let GoalScope::Person(id) = goal.of { Some(who(id)) } else { None },
        profile: if let GoalScope::Profile(profile) = goal.of { Some(profile.name()) } else { None },
        begun: goal.begun,
        due: goal.due,
        start: goal.start.to_f64(),
        target: goal.target.to_f64(),
        value: standing.live.value,
        n: standing.live.n,
        progress: standing.progress,
        pace: standing.pace,
        state: standing.state.name(),
        every_days: goal.every,
        next_review: standing.next_review,
        owner: goal.owner.map(who),
        reviews: (goal.reviews.iter())
            .map(|one| GoalReviewJson {
                on: one.on,
                by: by(one),
                value: one.value.map(Thousandths::to_f64),
                note: &one.note,
            })
            .collect(),
        closed: goal.closed.as_ref().map(|closed| closed.on),
        display_progress: standing.displayed_progress(),
    }
}

fn list(all: bool, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store: Store = context.open_store()?;
    let (team, names) = (load_team(&store, context)?, store.person_names()?);
    let today = context.settings.zone.date(context.now());
    let figures = load_figures(&store, context)?;
    let mut goals: Vec<_> = team.goals.iter().filter(|goal| all || goal.is_open()).collect();
    goals.sort_by_key(|goal| (!goal.is_open(), goal.due, goal.id));
    let standing = |goal: &Goal| goal.status_on(current_reading(goal, &figures), today);
    let shown: Vec<_> = goals.iter().map(|goal| goal_json(goal, &standing(goal), &names)).collect();
    print_result(form, &shown, || {
        let page = OutputPage::new(format!("Goals · {}", formatting::format_date(today)));
        if goals.is_empty() {
            return page.line("There is no goal; `shiftdesk goal add --help` says how to set one.");
        }
        let mut table = PageTable::new([
            PageColumn::right("id"),
            PageColumn::truncatable("goal", 12),
            PageColumn::truncatable("figure", 8),
            PageColumn::right("now"),
            PageColumn::right("target"),
            PageColumn::right("way"),
            PageColumn::left("state"),
            PageColumn::left("due"),
            PageColumn::truncatable("owner", 6),
        ]);
        for goal in &shown {
            let figure = |value| figure_cell(goal.figure, value);
            let of =
                goal.person.clone().or(goal.profile.map(humanize)).map(|of| format!(" of {of}")).unwrap_or_default();
            table.add_row([
                PageCell::number(goal.id),
                PageCell::text(goal.name),
                PageCell::text(humanize(goal.figure) + &of),
                figure(goal.value),
                figure(Some(goal.target)),
                PageCell::text(crate::presentation::goals::format_progress(goal.display_progress)),
                PageCell::text(humanize(goal.state)),
                PageCell::text(goal.due.to_string()),
                PageCell::optional(goal.owner.as_ref()),
            ]);
        }
        page.table(table)
    })
}
