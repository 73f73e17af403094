//! `shiftdesk person`: who is in the team, and what for.

use clap::{Subcommand, ValueEnum};
use serde::Serialize;

use super::act::{self, Answer};
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, words};
use crate::domain::board;
use crate::domain::change::Change;
use crate::domain::person::{Person, Profile};
use crate::domain::record::Record;
use crate::domain::text::fold;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add a person
    Add(Add),
    /// Print the team
    List(Form),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// What they are called; no two people have the same name
    name: String,
    /// What they are for: customer_champion, field_expert, operationalist, quality_controller, strategist or analyst
    #[arg(long, value_name = "PROFILE")]
    primary: Option<Profile>,
    /// What they can do beside it
    #[arg(long, value_name = "PROFILE")]
    second: Option<Profile>,
    /// The usual pair of profiles, where they are not given
    #[arg(long)]
    preset: Option<Preset>,
    /// How many open tickets they can carry at once
    #[arg(long, value_name = "N")]
    capacity: Option<u32>,
    /// Their address
    #[arg(long)]
    email: Option<String>,
    /// What they are in the company
    #[arg(long)]
    title: Option<String>,
    /// Leads the team
    #[arg(long)]
    lead: bool,
    #[command(flatten)]
    answer: Answer,
}

/// Pairs of profiles that often go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Preset {
    /// Customer champion, and field expert beside it
    Agent,
    /// Quality controller, and operationalist beside it; leads the team
    Lead,
}

impl Preset {
    fn profiles(self) -> (Profile, Profile) {
        match self {
            Preset::Agent => (Profile::CustomerChampion, Profile::FieldExpert),
            Preset::Lead => (Profile::QualityController, Profile::Operationalist),
        }
    }
}

/// A person, as the JSON has them.
#[derive(Debug, Serialize)]
struct Member<'a> {
    id: i64,
    name: &'a str,
    primary: Option<Profile>,
    second: Option<Profile>,
    lead: bool,
    title: Option<&'a str>,
    email: Option<&'a str>,
    capacity: u32,
    /// How many open tickets they have.
    open: usize,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::Add(add) => run_add(add, context),
        Act::List(form) => list(form, context),
    }
}

fn run_add(add: Add, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store_or_new()?;
    let preset = add.preset.map(Preset::profiles);
    let primary = add.primary.or(preset.map(|(primary, _)| primary));
    // A preset's second profile that was given as the primary one is not needed twice.
    let second = add.second.or(preset.map(|(_, second)| second).filter(|second| Some(*second) != primary));
    let person = Person {
        primary,
        second,
        email: add.email,
        title: add.title,
        capacity: add.capacity,
        lead: add.lead || add.preset == Some(Preset::Lead),
        ..Person::named(add.name)
    };
    let outcome = act::make(context, &mut store, Change::Add(Record::Person(person)), None)?;
    act::say(&store, &outcome, add.answer)
}

fn list(form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let desk = store.desk(context.settings.zone, context.now())?;
    let load = board::load(&desk);
    let mut members: Vec<_> = (desk.team.people.iter())
        .map(|(id, person)| Member {
            id: id.0,
            name: &person.name,
            primary: person.primary,
            second: person.second,
            lead: person.lead,
            title: person.title.as_deref(),
            email: person.email.as_deref(),
            capacity: person.capacity.unwrap_or(context.settings.capacity),
            open: load.get(id).copied().unwrap_or(0),
        })
        .collect();
    members.sort_by_cached_key(|member| (fold(member.name), member.id));
    print(form, &members, || page(&members))
}

fn page(members: &[Member]) -> Page {
    let mut table = Table::new([
        Column::cut("name", 12),
        Column::left("profile"),
        Column::left("second"),
        Column::right("open"),
        Column::right("of"),
        Column::cut("title", 5),
    ]);
    for member in members {
        let profile = |profile: Option<Profile>| Cell::maybe(profile.map(|profile| words::word(profile.name())));
        let title = match (member.lead, member.title) {
            (true, Some(title)) => Some(format!("lead, {title}")),
            (true, None) => Some("lead".to_owned()),
            (false, title) => title.map(str::to_owned),
        };
        table.row([
            Cell::text(member.name),
            profile(member.primary),
            profile(member.second),
            Cell::number(member.open),
            Cell::number(member.capacity),
            Cell::maybe(title),
        ]);
    }
    let page = Page::new(format!("Team · {}", people(members.len()))).table(table);
    if members.is_empty() { page.line("`shiftdesk person add NAME --preset agent` adds somebody.") } else { page }
}

fn people(n: usize) -> String {
    if n == 1 { "1 person".into() } else { format!("{n} people") }
}
