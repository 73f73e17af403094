//! `shiftdesk action`: add, list and complete action items.

use chrono::NaiveDate;
use clap::{ArgGroup, Subcommand};
use serde::Serialize;

use crate::cli::act::Answer;
use crate::cli::output::{self, Form, print};
use crate::cli::page::{Cell, Column, Page, Table};
use crate::cli::words::{self, Names};
use crate::cli::{Context, Failure, typed};
use crate::model::action_item::{ActionItem, Origin};
use crate::model::ids::TicketId;
use crate::model::record::{Numbered, Record, RecordKind};
use super::{one, person, rhythm, team, tickets, write};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add an action item with owner, due date and success criterion
    Add(Add),
    /// List action items, earliest due date first
    List {
        /// Include done and dropped items
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        form: Form,
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
        answer: Answer,
    },
}

#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("from").args(["goal", "feedback", "ticket", "touch_point"]))]
struct Add {
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
    #[arg(long, value_name = "RHYTHM", value_parser = rhythm)]
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
    answer: Answer,
}

/// JSON of an action item.
#[derive(Debug, Serialize)]
struct Shown<'a> {
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
    steps: Vec<ShownStep<'a>>,
    goal: Option<i64>,
    feedback: Option<i64>,
    tickets: &'a [TicketId],
    touch_point: Option<&'a str>,
    credit: Option<String>,
}

#[derive(Debug, Serialize)]
struct ShownStep<'a> {
    what: &'a str,
    done: Option<NaiveDate>,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::Add(args) => add(args, context),
        Act::List { all, form } => list(all, form, context),
        Act::Done { id, step, dropped, answer } => done(id, step, dropped, answer, context),
    }
}

fn add(add: Add, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let team = team(&store, context)?;
    let from = match (add.goal, add.feedback, add.touch_point) {
        (Some(id), ..) => Some(Origin::Goal(one(team.goals, RecordKind::Goal, id)?.id)),
        (_, Some(id), _) => Some(Origin::Feedback(one(team.feedback, RecordKind::Feedback, id)?.id)),
        (.., Some(point)) => Some(Origin::TouchPoint(point)),
        _ if add.ticket.is_empty() => None,
        _ => Some(Origin::Tickets(tickets(&store, &add.ticket)?)),
    };
    let owner = match add.owner {
        None => context.author(&store)?.person,
        name => person(&store, name)?,
    };
    let item = ActionItem {
        title: add.title,
        owner,
        opened: context.settings.zone.date(context.now()),
        due: typed::day(&add.due, context)?,
        criterion: add.criterion,
        every: add.every,
        steps: Vec::new(),
        from,
        credit: person(&store, add.credit)?,
        ended: None,
    };
    let item = item.with_steps(add.step.iter().map(String::as_str));
    let late = item.due < item.opened;
    write(&mut store, context, None, Record::Action(item), add.answer)?;
    if late && !add.answer.json { output::line("It is overdue already.") } else { Ok(()) }
}

fn done(id: i64, step: Option<usize>, dropped: bool, answer: Answer, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let seen = store.newest_seq()?;
    let item = one(team(&store, context)?.actions, RecordKind::Action, id)?;
    let today = context.settings.zone.date(context.now());
    let after = match step {
        Some(n) => {
            let at = n.checked_sub(1).filter(|at| *at < item.steps.len()).ok_or_else(|| {
                let there = words::count(item.steps.len(), "step");
                Failure::not_found(format!("Action item {id} has {there}; `shiftdesk action list --json` names them."))
            })?;
            if item.steps[at].done.is_some() { item.it } else { item.tick(at, today) }
        }
        None if item.is_open() => item.end(!dropped, today),
        None => item.it,
    };
    write(&mut store, context, Some((id, seen)), Record::Action(after), answer)
}

fn shown<'a>(item: &'a Numbered<ActionItem>, today: NaiveDate, names: &Names) -> Shown<'a> {
    let who = |id| words::who(id, names);
    let mut shown = Shown {
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
        steps: item.steps.iter().map(|step| ShownStep { what: &step.what, done: step.done }).collect(),
        goal: None,
        feedback: None,
        tickets: &[],
        touch_point: None,
        credit: item.credit.map(who),
    };
    match &item.from {
        Some(Origin::Goal(id)) => shown.goal = Some(*id),
        Some(Origin::Feedback(id)) => shown.feedback = Some(*id),
        Some(Origin::Tickets(ids)) => shown.tickets = ids,
        Some(Origin::TouchPoint(point)) => shown.touch_point = Some(point),
        None => {}
    }
    shown
}

fn list(all: bool, form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let (team, names) = (team(&store, context)?, store.person_names()?);
    let today = context.settings.zone.date(context.now());
    let mut items: Vec<_> = team.actions.iter().filter(|item| all || item.is_open()).collect();
    items.sort_by_key(|item| (item.order(), item.id));
    let shown: Vec<_> = items.iter().map(|item| shown(item, today, &names)).collect();
    print(form, &shown, || {
        let page = Page::new(format!("Action items · {}", words::day(today)));
        if shown.is_empty() {
            return page.line("There is nothing to be done; `shiftdesk action add` writes something down.");
        }
        let mut table = Table::new([
            Column::right("id"),
            Column::left("due"),
            Column::left("state"),
            Column::cut("what", 16),
            Column::right("steps"),
            Column::cut("owner", 6),
            Column::cut("from", 8),
        ]);
        for (item, shown) in items.iter().zip(&shown) {
            let (ticked, steps) = item.ticked();
            let steps = if steps > 0 { Some(format!("{ticked}/{steps}")) } else { None };
            table.row([
                Cell::number(shown.id),
                Cell::text(shown.due.to_string()),
                Cell::text(if shown.overdue { "overdue" } else { shown.status }),
                Cell::text(shown.title),
                Cell::maybe(steps),
                Cell::maybe(shown.owner.as_ref()),
                Cell::maybe(item.from.as_ref().map(origin)),
            ]);
        }
        page.table(table)
    })
}

fn origin(from: &Origin) -> String {
    match from {
        Origin::Goal(id) => format!("goal {id}"),
        Origin::Feedback(id) => format!("feedback {id}"),
        Origin::Tickets(ids) => ids.iter().map(|id| format!("#{id}")).collect::<Vec<_>>().join(" "),
        Origin::TouchPoint(point) => point.clone(),
    }
}
