//! `shiftdesk requirement`: how many of which profile the desk needs, and when. Without any there is no coverage.

use clap::Subcommand;
use serde::Serialize;

use super::act::{self, Answer};
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, typed, words};
use crate::domain::change::Change;
use crate::domain::person::Profile;
use crate::domain::record::Record;
use crate::domain::shift::{Hours, Requirement};
use crate::domain::time::{clock, parse_clock};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Say that the desk needs a profile at some hours; what is said twice adds up
    Add(Add),
    /// Print what the desk needs
    List(Form),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// customer_champion, field_expert, operationalist, quality_controller, strategist or analyst
    profile: Profile,
    /// From when: 8, 8:00 or 22:30
    #[arg(value_parser = parse_clock)]
    from: u32,
    /// Until when; at or before the beginning is on the next day
    #[arg(value_parser = parse_clock)]
    to: u32,
    /// How many people
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=999))]
    need: u32,
    /// On which weekdays it begins: mon-fri, or sat,sun, or every
    #[arg(long, value_name = "DAYS", default_value = "every", value_parser = typed::weekdays)]
    weekdays: u8,
    #[command(flatten)]
    answer: Answer,
}

/// A requirement, as the JSON has it: hours are clock times, `to` may lie on the next day (past 24:00).
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
            to: clock(requirement.hours.to),
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
                Cell::text(words::hours(requirement.hours)),
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
