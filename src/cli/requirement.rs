//! `shiftdesk requirement`: how many people of which profile are needed, and when. The basis of coverage.

use clap::Subcommand;
use serde::Serialize;

use crate::events::change::Change;
use crate::model::person::Profile;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Hours, Requirement};
use crate::model::time::{clock, parse_clock};
use super::act::{self, Answer};
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, Failure, typed, words};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add a requirement; overlapping requirements add up
    Add(Add),
    /// List requirements
    List(Form),
    /// Edit a requirement
    Edit(Edit),
    /// Remove a requirement
    Remove {
        /// Requirement ID (see `requirement list`)
        id: i64,
        #[command(flatten)]
        answer: Answer,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Profile: customer_champion, field_expert, operationalist, quality_controller, strategist or analyst
    profile: Profile,
    /// Start time: 8, 8:00 or 22:30
    #[arg(value_parser = parse_clock)]
    from: u32,
    /// End time; at or before the start means the next day
    #[arg(value_parser = parse_clock)]
    to: u32,
    /// Number of people
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=999))]
    need: u32,
    /// Weekdays on which it starts: mon-fri, or sat,sun, or every
    #[arg(long, value_name = "DAYS", default_value = "every", value_parser = typed::weekdays)]
    weekdays: u8,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Debug, clap::Args)]
#[group(id = "what", required = true, multiple = true, args = ["profile", "from", "to", "need", "weekdays"])]
struct Edit {
    /// Requirement ID (see `requirement list`)
    id: i64,
    /// Profile: customer_champion, field_expert, operationalist, quality_controller, strategist or analyst
    #[arg(long)]
    profile: Option<Profile>,
    /// Start time: 8, 8:00 or 22:30
    #[arg(long, value_name = "TIME", value_parser = parse_clock)]
    from: Option<u32>,
    /// End time; at or before the start means the next day
    #[arg(long, value_name = "TIME", value_parser = parse_clock)]
    to: Option<u32>,
    /// Number of people
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=999))]
    need: Option<u32>,
    /// Weekdays on which it starts: mon-fri, or sat,sun, or every
    #[arg(long, value_name = "DAYS", value_parser = typed::weekdays)]
    weekdays: Option<u8>,
    #[command(flatten)]
    answer: Answer,
}

/// JSON of a requirement. Hours are local times; `to` may be on the next day.
#[derive(Debug, Serialize)]
struct Shown {
    id: i64,
    profile: Profile,
    need: u32,
    /// 1 is Monday, 7 is Sunday.
    weekdays: Vec<u8>,
    from: String,
    to: String,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::Add(add) => run_add(add, context),
        Act::List(form) => list(form, context),
        Act::Edit(edit) => run_edit(edit, context),
        Act::Remove { id, answer } => replace(id, |_| None, answer, context),
    }
}

fn run_add(add: Add, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store_or_new()?;
    let requirement = Requirement {
        profile: add.profile,
        weekdays: add.weekdays,
        hours: Hours::new(add.from, add.to),
        need: add.need,
    };
    let outcome = act::make(context, &mut store, Change::Add(Record::Requirement(requirement)), None)?;
    act::say(&store, &outcome, add.answer)
}

fn run_edit(edit: Edit, context: &Context) -> anyhow::Result<()> {
    const DAY: u32 = 24 * 60;
    let edited = |old: &Requirement| {
        let from = edit.from.unwrap_or(old.hours.from);
        let to = edit.to.unwrap_or(if old.hours.to > DAY { old.hours.to - DAY } else { old.hours.to });
        Some(Requirement {
            profile: edit.profile.unwrap_or(old.profile),
            weekdays: edit.weekdays.unwrap_or(old.weekdays),
            hours: Hours::new(from, to),
            need: edit.need.unwrap_or(old.need),
        })
    };
    replace(edit.id, edited, edit.answer, context)
}

/// Replaces or removes a requirement.
fn replace(
    id: i64,
    new: impl Fn(&Requirement) -> Option<Requirement>,
    answer: Answer,
    context: &Context,
) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let known = store.requirements()?;
    let old = known.iter().find(|one| one.id == id).ok_or_else(|| {
        Failure::not_found(format!("There is no requirement {id}; `shiftdesk requirement list` shows their numbers."))
    })?;
    let record = new(old).map(Record::Requirement);
    let change = Change::Replace { kind: RecordKind::Requirement, id, record };
    let outcome = act::make(context, &mut store, change, None)?;
    act::say(&store, &outcome, answer)
}

fn list(form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let requirements = store.requirements()?;
    let shown: Vec<_> = (requirements.iter())
        .map(|requirement| Shown {
            id: requirement.id,
            profile: requirement.profile,
            need: requirement.need,
            weekdays: (1..=7).filter(|day| requirement.weekdays >> (day - 1) & 1 == 1).collect(),
            from: clock(requirement.hours.from),
            to: clock(requirement.hours.until()),
        })
        .collect();
    print(form, &shown, || {
        let mut table = Table::new([
            Column::left("profile"),
            Column::left("on"),
            Column::left("hours"),
            Column::right("need"),
            Column::right("id"),
        ]);
        for requirement in &requirements {
            table.row([
                Cell::text(words::word(requirement.profile.name())),
                Cell::text(words::weekdays(requirement.weekdays)),
                Cell::text(requirement.hours.to_string()),
                Cell::number(requirement.need),
                Cell::number(requirement.id),
            ]);
        }
        let page = Page::new("What the desk needs").table(table);
        if requirements.is_empty() {
            page.line("Nothing yet. `shiftdesk requirement add champion 8:00 16:00 --need 2` says it.")
        } else {
            page
        }
    })
}
