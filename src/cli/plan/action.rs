//! `shiftdesk action`: add, list and complete action items.

use chrono::NaiveDate;
use clap::{ArgGroup, Subcommand};
use serde::Serialize;

use crate::cli::changes::{ConfirmationArgs, save_record};
use crate::cli::context::{CliContext, load_team};
use crate::cli::failure::Failure;
use crate::cli::formatting::{self, PersonNames};
use crate::cli::lookup::{find_optional_person, find_record, find_tickets};
use crate::cli::output::{self, OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::parse::{self, parse_interval_days};
use crate::model::action_item::{ActionItem, ActionOrigin};
use crate::model::ids::{TicketId, WithId};
use crate::model::record::{Record, RecordKind};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: ActionItemCommand,
}

#[derive(Debug, Subcommand)]
enum ActionItemCommand {
    /// Add an action item with owner, due date and success criterion
    Add(AddActionItemArgs),
    /// List action items, earliest due date first
    List {
        /// Include done and dropped items
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// Mark an action item, or one of its steps, as done
    Done {
        /// Action item ID (see `action list`)
        id: i64,
        /// Only this step, counting from 1
        #[arg(long, value_name = "N", conflicts_with = "dropped")]
        step: Option<usize>,
        /// Mark it as dropped instead
        #[arg(long)]
        dropped: bool,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
}

#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("from").args(["goal", "feedback", "ticket", "touch_point"]))]
struct AddActionItemArgs {
    /// Title
    title: String,
    /// Due date: 2026-03-02, today or tomorrow
    due: String,
    /// Owner [default: yourself]
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Success criterion
    #[arg(long, value_name = "TEXT", default_value = "")]
    criterion: String,
    /// Interval at which the criterion is measured: 7d, 2w
    #[arg(long, value_name = "RHYTHM", value_parser = parse_interval_days)]
    every: Option<u32>,
    /// A step; repeatable
    #[arg(long, value_name = "TEXT")]
    step: Vec<String>,
    /// Goal it belongs to
    #[arg(long, value_name = "ID")]
    goal: Option<i64>,
    /// Customer feedback it comes from
    #[arg(long, value_name = "ID")]
    feedback: Option<i64>,
    /// Ticket it comes from; repeatable
    #[arg(long, value_name = "ID")]
    ticket: Vec<i64>,
    /// Touch point to improve
    #[arg(long, value_name = "TEXT")]
    touch_point: Option<String>,
    /// Whose idea it was
    #[arg(long, value_name = "NAME")]
    credit: Option<String>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

/// JSON of an action item.
#[derive(Debug, Serialize)]
struct ActionItemJson<'a> {
    id: i64,
    title: &'a str,
    owner: Option<String>,
    opened: NaiveDate,
    due: NaiveDate,
    overdue: bool,
    /// open, done or dropped
    status: &'static str,
    ended: Option<NaiveDate>,
    criterion: &'a str,
    every_days: Option<u32>,
    steps: Vec<ActionStepJson<'a>>,
    goal: Option<i64>,
    feedback: Option<i64>,
    tickets: &'a [TicketId],
    touch_point: Option<&'a str>,
    credit: Option<String>,
}

#[derive(Debug, Serialize)]
struct ActionStepJson<'a> {
    what: &'a str,
    done: Option<NaiveDate>,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        ActionItemCommand::Add(args) => add(args, context),
        ActionItemCommand::List { all, form } => list(all, form, context),
        ActionItemCommand::Done { id, step, dropped, answer } => complete(id, step, dropped, answer, context),
    }
}

fn add(add: AddActionItemArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let team = load_team(&store, context)?;
    let from = match (add.goal, add.feedback, add.touch_point) {
        (Some(id), ..) => Some(ActionOrigin::Goal(find_record(team.goals, RecordKind::Goal, id)?.id)),
        (_, Some(id), _) => Some(ActionOrigin::Feedback(find_record(team.feedback, RecordKind::Feedback, id)?.id)),
        (.., Some(point)) => Some(ActionOrigin::TouchPoint(point)),
        _ if add.ticket.is_empty() => None,
        _ => Some(ActionOrigin::Tickets(find_tickets(&store, &add.ticket)?)),
    };
    let owner = match add.owner {
        None => context.author(&store)?.person,
        name => find_optional_person(&store, name)?,
    };
    let item = ActionItem {
        title: add.title,
        owner,
        opened: context.settings.zone.date(context.now()),
        due: parse::parse_date(&add.due, context)?,
        criterion: add.criterion,
        every: add.every,
        steps: Vec::new(),
        from,
        credit: find_optional_person(&store, add.credit)?,
        ended: None,
    };
    let item = item.with_steps(add.step.iter().map(String::as_str));
    let late = item.due < item.opened;
    save_record(&mut store, context, None, Record::Action(item), add.answer)?;
    if late && !add.answer.json { output::print_line("It is overdue already.") } else { Ok(()) }
}

fn complete(
    id: i64,
    step: Option<usize>,
    dropped: bool,
    answer: ConfirmationArgs,
    context: &CliContext,
) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let seen = store.newest_seq()?;
    let item = find_record(load_team(&store, context)?.actions, RecordKind::Action, id)?;
    let today = context.settings.zone.date(context.now());
    let after = match step {
        Some(n) => {
            let at = n.checked_sub(1).filter(|at| *at < item.steps.len()).ok_or_else(|| {
                let there = formatting::format_count(item.steps.len(), "step");
                Failure::not_found(format!("Action item {id} has {there}; `shiftdesk action list --json` names them."))
            })?;
            if item.steps[at].done.is_some() { item.it } else { item.toggle_step(at, today) }
        }
        None if item.is_open() => item.toggle_closed(!dropped, today),
        None => item.it,
    };
    save_record(&mut store, context, Some((id, seen)), Record::Action(after), answer)
}

fn action_item_json<'a>(item: &'a WithId<ActionItem>, today: NaiveDate, names: &PersonNames) -> ActionItemJson<'a> {
    let who = |id| formatting::person_name(id, names);
    let mut shown = ActionItemJson {
        id: item.id,
        title: &item.title,
        owner: item.owner.map(who),
        opened: item.opened,
        due: item.due,
        overdue: item.is_overdue(today),
        status: item.status(),
        ended: item.ended.map(|ended| ended.on),
        criterion: &item.criterion,
        every_days: item.every,
        steps: item.steps.iter().map(|step| ActionStepJson { what: &step.what, done: step.done }).collect(),
        goal: None,
        feedback: None,
        tickets: &[],
        touch_point: None,
        credit: item.credit.map(who),
    };
    match &item.from {
        Some(ActionOrigin::Goal(id)) => shown.goal = Some(*id),
        Some(ActionOrigin::Feedback(id)) => shown.feedback = Some(*id),
        Some(ActionOrigin::Tickets(ids)) => shown.tickets = ids,
        Some(ActionOrigin::TouchPoint(point)) => shown.touch_point = Some(point),
        None => {}
    }
    shown
}

fn list(all: bool, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let (team, names) = (load_team(&store, context)?, store.person_names()?);
    let today = context.settings.zone.date(context.now());
    let mut items: Vec<_> = team.actions.iter().filter(|item| all || item.is_open()).collect();
    items.sort_by_key(|item| (item.sort_key(), item.id));
    let shown: Vec<_> = items.iter().map(|item| action_item_json(item, today, &names)).collect();
    print_result(form, &shown, || {
        let page = OutputPage::new(format!("Action items · {}", formatting::format_date(today)));
        if shown.is_empty() {
            return page.line("There is nothing to be done; `shiftdesk action add` writes something down.");
        }
        let mut table = PageTable::new([
            PageColumn::right("id"),
            PageColumn::left("due"),
            PageColumn::left("state"),
            PageColumn::truncatable("what", 16),
            PageColumn::right("steps"),
            PageColumn::truncatable("owner", 6),
            PageColumn::truncatable("from", 8),
        ]);
        for (item, shown) in items.iter().zip(&shown) {
            let (ticked, steps) = item.step_progress();
            let steps = if steps > 0 { Some(format!("{ticked}/{steps}")) } else { None };
            table.add_row([
                PageCell::number(shown.id),
                PageCell::text(shown.due.to_string()),
                PageCell::text(if shown.overdue { "overdue" } else { shown.status }),
                PageCell::text(shown.title),
                PageCell::optional(steps),
                PageCell::optional(shown.owner.as_ref()),
                PageCell::optional(item.from.as_ref().map(describe_origin)),
            ]);
        }
        page.table(table)
    })
}

fn describe_origin(from: &ActionOrigin) -> String {
    match from {
        ActionOrigin::Goal(id) => format!("goal {id}"),
        ActionOrigin::Feedback(id) => format!("feedback {id}"),
        ActionOrigin::Tickets(ids) => ids.iter().map(|id| format!("#{id}")).collect::<Vec<_>>().join(" "),
        ActionOrigin::TouchPoint(point) => point.clone(),
    }
}
