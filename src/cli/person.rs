//! `shiftdesk person`: manage people, their profiles, skills and notes.

pub mod add;
pub mod edit;
pub mod member;
pub mod note;
pub mod show;
pub mod skills;

use clap::Subcommand;
use serde::Serialize;

use super::changes::{self, ConfirmationArgs};
use super::formatting;
use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::context::{CliContext, load_desk};
use crate::cli::failure::Failure;
use crate::cli::formatting::count_people;
use crate::cli::person::member::find_member;
use crate::engine::board;
use crate::events::change::{Change, ValidationError};
use crate::model::person::Profile;
use crate::model::record::RecordKind;
use crate::model::text::fold;
use crate::store;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: PersonCommand,
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    /// Add people: person add Minh Hoa Lan --preset agent, or "Minh agent, Lan lead"
    Add(add::Args),
    /// List the team
    List(OutputArgs),
    /// Show a person's profile card
    Show(show::Args),
    /// Edit a person
    Edit(Box<edit::Args>),
    /// Remove a person whom no record refers to
    Remove {
        /// Name, or its beginning
        person: String,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// Rate skills: person skill Minh "product knowledge 4, empathy 3"
    Skill(skills::RateSkillArgs),
    /// Add, edit or remove a note about a person; leads only
    Note(note::Args),
    /// Compare skills with the profile requirements, for a person or the team
    Skills(skills::Args),
    /// List who could cover a profile next, and their skill gaps
    Gap(skills::SkillGapArgs),
}

/// JSON of a person in the team list.
#[derive(Debug, Serialize)]
struct TeamMemberJson<'a> {
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

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        PersonCommand::Add(args) => add::run(args, context),
        PersonCommand::List(form) => list(form, context),
        PersonCommand::Show(args) => show::run(args, context),
        PersonCommand::Edit(args) => edit::run(*args, context),
        PersonCommand::Remove { person, answer } => remove(&person, answer, context),
        PersonCommand::Skill(args) => skills::run_rate(args, context),
        PersonCommand::Note(args) => note::run(args, context),
        PersonCommand::Skills(args) => skills::run(args, context),
        PersonCommand::Gap(args) => skills::run_gap(args, context),
    }
}

fn remove(name: &str, answer: ConfirmationArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let desk = load_desk(context, &store)?;
    let (id, person) = find_member(name, &store, &desk)?;
    let change = Change::ReplaceRecord { kind: RecordKind::Person, id: id.0, record: None };
    match changes::apply_change(context, &mut store, change, None) {
        Ok(outcome) => changes::print_confirmation(&store, &outcome, answer),
        Err(error) => match error.downcast_ref::<store::StoreError>() {
            Some(store::StoreError::Validation(ValidationError::InUse(_))) => Err(Failure {
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

fn list(form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let desk = load_desk(context, &store)?;
    let load = board::open_tickets_per_person(&desk);
    let mut members: Vec<_> = (desk.team.people.iter())
        .map(|(id, person)| TeamMemberJson {
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
    print_result(form, &members, || page(&members))
}

fn page(members: &[TeamMemberJson]) -> OutputPage {
    let mut table = PageTable::new([
        PageColumn::truncatable("name", 12),
        PageColumn::left("profile"),
        PageColumn::left("second"),
        PageColumn::right("open"),
        PageColumn::right("of"),
        PageColumn::truncatable("title", 5),
    ]);
    for member in members {
        let profile =
            |profile: Option<Profile>| PageCell::optional(profile.map(|profile| formatting::humanize(profile.name())));
        let title = match (member.lead, member.title) {
            (true, Some(title)) => Some(format!("lead, {title}")),
            (true, None) => Some("lead".to_owned()),
            (false, title) => title.map(str::to_owned),
        };
        table.add_row([
            PageCell::text(member.name),
            profile(member.primary),
            profile(member.second),
            PageCell::number(member.open),
            PageCell::number(member.capacity),
            PageCell::optional(title),
        ]);
    }
    let page = OutputPage::new(format!("Team · {}", count_people(members.len()))).table(table);
    if members.is_empty() { page.line("`shiftdesk person add NAME --preset agent` adds somebody.") } else { page }
}
