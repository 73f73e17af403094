//! `shiftdesk person`: manage people, their profiles, skills and notes.

mod add;
mod edit;
mod note;
mod show;
mod skills;

use clap::Subcommand;
use serde::Serialize;

use crate::engine::board;
use crate::engine::desk::Desk;
use crate::events::change::{Change, Refusal};
use crate::model::ids::PersonId;
use crate::model::person::{Person, Profile};
use crate::model::record::{Record, RecordKind};
use crate::model::text::fold;
use crate::store::{self, Store};
use super::act::{self, Answer};
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, Failure, one_person, words};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add people: person add Minh Hoa Lan --preset agent, or "Minh agent, Lan lead"
    Add(add::Args),
    /// List the team
    List(Form),
    /// Show a person's profile card
    Show(show::Args),
    /// Edit a person
    Edit(Box<edit::Args>),
    /// Remove a person whom no record refers to
    Remove {
        /// Name, or its beginning
        person: String,
        #[command(flatten)]
        answer: Answer,
    },
    /// Rate skills: person skill Minh "product knowledge 4, empathy 3"
    Skill(skills::Rate),
    /// Add, edit or remove a note about a person; leads only
    Note(note::Args),
    /// Compare skills with the profile requirements, for a person or the team
    Skills(skills::Args),
    /// List who could cover a profile next, and their skill gaps
    Gap(skills::Gap),
}

/// JSON of a person in the team list.
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
    /// Open tickets assigned to them.
    open: usize,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::Add(args) => add::run(args, context),
        Act::List(form) => list(form, context),
        Act::Show(args) => show::run(args, context),
        Act::Edit(args) => edit::run(*args, context),
        Act::Remove { person, answer } => remove(&person, answer, context),
        Act::Skill(args) => skills::rate(args, context),
        Act::Note(args) => note::run(args, context),
        Act::Skills(args) => skills::run(args, context),
        Act::Gap(args) => skills::gap(args, context),
    }
}

/// Loads the live desk as of now.
pub(super) fn desk(context: &Context, store: &Store) -> anyhow::Result<Desk> {
    Ok(store.desk(context.settings.zone, context.now())?)
}

/// Whether the current user is a lead.
fn is_lead(context: &Context, store: &Store, desk: &Desk) -> anyhow::Result<bool> {
    let me = context.author(store)?.person;
    Ok(me.and_then(|me| desk.team.people.get(&me)).is_some_and(|me| me.lead))
}

/// Fails unless the current user is a lead.
pub(super) fn leads_only(context: &Context, store: &Store, desk: &Desk) -> anyhow::Result<()> {
    if is_lead(context, store, desk)? {
        return Ok(());
    }
    let sentence =
        "Notes on people are for leads alone. Say with --as which lead you are, or set `me` in your settings.";
    Err(Failure { code: 1, sentence: sentence.into() }.into())
}

/// Finds a team member by name.
pub(super) fn found<'a>(name: &str, store: &Store, desk: &'a Desk) -> anyhow::Result<(PersonId, &'a Person)> {
    let id = one_person(store, name)?;
    let person = desk.team.people.get(&id);
    let person = person.ok_or_else(|| Failure::not_found(format!("‘{name}’ is not on the team any more.")))?;
    Ok((id, person))
}

/// Saves a changed person and prints the confirmation.
fn put(context: &Context, store: &mut Store, id: PersonId, person: Person, answer: Answer) -> anyhow::Result<()> {
    let record = Some(Record::Person(person));
    let outcome = act::make(context, store, Change::Replace { kind: RecordKind::Person, id: id.0, record }, None)?;
    act::say(store, &outcome, answer)
}

fn remove(name: &str, answer: Answer, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let desk = desk(context, &store)?;
    let (id, person) = found(name, &store, &desk)?;
    let change = Change::Replace { kind: RecordKind::Person, id: id.0, record: None };
    match act::make(context, &mut store, change, None) {
        Ok(outcome) => act::say(&store, &outcome, answer),
        Err(error) => match error.downcast_ref::<store::StoreError>() {
            Some(store::StoreError::Validation(Refusal::InUse(_))) => Err(Failure {
                code: 1,
                sentence: format!(
                    "{} stays: tickets, shifts, absences or notes in the file are theirs, or its history names them.",
                    person.name
                ),
            }
            .into()),
            _ => Err(error),
        },
    }
}

fn list(form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let desk = desk(context, &store)?;
    let load = board::open_tickets_per_person(&desk);
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
