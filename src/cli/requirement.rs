//! `shiftdesk requirement`: how many people of which profile are needed, and when. The basis of coverage.

use clap::Subcommand;
use serde::Serialize;

use super::changes::{self, ConfirmationArgs};
use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use super::{formatting, parse};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::events::change::Change;
use crate::model::person::Profile;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Hours, Requirement};
use crate::model::time::{format_clock, parse_clock};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: RequirementCommand,
}

#[derive(Debug, Subcommand)]
enum RequirementCommand {
    /// Add a requirement; overlapping requirements add up
    Add(AddRequirementArgs),
    /// List requirements
    List(OutputArgs),
    /// Edit a requirement
    Edit(EditRequirementArgs),
    /// Remove a requirement
    Remove {
        /// Requirement ID (see `requirement list`)
        id: i64,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
}

#[derive(Debug, clap::Args)]
struct AddRequirementArgs {
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
    #[arg(long, value_name = "DAYS", default_value = "every", value_parser = parse::parse_weekdays)]
    weekdays: u8,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

#[derive(Debug, clap::Args)]
#[group(id = "what", required = true, multiple = true, args = ["profile", "from", "to", "need", "weekdays"])]
struct EditRequirementArgs {
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
    #[arg(long, value_name = "DAYS", value_parser = parse::parse_weekdays)]
    weekdays: Option<u8>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

/// JSON of a requirement. Hours are local times; `to` may be on the next day.
#[derive(Debug, Serialize)]
struct RequirementJson {
    id: i64,
    profile: Profile,
    need: u32,
    /// 1 is Monday, 7 is Sunday.
    weekdays: Vec<u8>,
    from: String,
    to: String,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        RequirementCommand::Add(add) => run_add(add, context),
        RequirementCommand::List(form) => list(form, context),
        RequirementCommand::Edit(edit) => run_edit(edit, context),
        RequirementCommand::Remove { id, answer } => update_requirement(id, |_| None, answer, context),
    }
}

fn run_add(add: AddRequirementArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_or_create_store()?;
    let requirement = Requirement {
        profile: add.profile,
        weekdays: add.weekdays,
        hours: Hours::new(add.from, add.to),
        need: add.need,
    };
    let outcome =
        changes::apply_change(context, &mut store, Change::AddRecord(Record::Requirement(requirement)), None)?;
    changes::print_confirmation(&store, &outcome, add.answer)
}

fn run_edit(edit: EditRequirementArgs, context: &CliContext) -> anyhow::Result<()> {
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
    update_requirement(edit.id, edited, edit.answer, context)
}

/// Replaces or removes a requirement.
fn update_requirement(
    id: i64,
    new: impl Fn(&Requirement) -> Option<Requirement>,
    answer: ConfirmationArgs,
    context: &CliContext,
) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let known = store.requirements()?;
    let old = known.iter().find(|one| one.id == id).ok_or_else(|| {
        Failure::not_found(format!("There is no requirement {id}; `shiftdesk requirement list` shows their numbers."))
    })?;
    let record = new(old).map(Record::Requirement);
    let change = Change::ReplaceRecord { kind: RecordKind::Requirement, id, record };
    let outcome = changes::apply_change(context, &mut store, change, None)?;
    changes::print_confirmation(&store, &outcome, answer)
}

fn list(form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let requirements = store.requirements()?;
    let shown: Vec<_> = (requirements.iter())
        .map(|requirement| RequirementJson {
            id: requirement.id,
            profile: requirement.profile,
            need: requirement.need,
            weekdays: (1..=7).filter(|day| requirement.weekdays >> (day - 1) & 1 == 1).collect(),
            from: format_clock(requirement.hours.from),
            to: format_clock(requirement.hours.clock_end()),
        })
        .collect();
    print_result(form, &shown, || {
        let mut table = PageTable::new([
            PageColumn::left("profile"),
            PageColumn::left("on"),
            PageColumn::left("hours"),
            PageColumn::right("need"),
            PageColumn::right("id"),
        ]);
        for requirement in &requirements {
            table.add_row([
                PageCell::text(formatting::humanize(requirement.profile.name())),
                PageCell::text(formatting::format_weekdays(requirement.weekdays)),
                PageCell::text(requirement.hours.to_string()),
                PageCell::number(requirement.need),
                PageCell::number(requirement.id),
            ]);
        }
        let page = OutputPage::new("What the desk needs").table(table);
        if requirements.is_empty() {
            page.line("Nothing yet. `shiftdesk requirement add champion 8:00 16:00 --need 2` says it.")
        } else {
            page
        }
    })
}
