//! `shiftdesk person add`: adds one or several people.

use crate::cli::changes::{self, ConfirmationArgs};
use crate::cli::context::CliContext;
use crate::cli::event_text;
use crate::cli::failure::Failure;
use crate::cli::output::{print_json, print_line};
use crate::events::change::Change;
use crate::events::transaction::EventSubject;
use crate::model::person::{Person, Profile};
use crate::model::record::Record;
use crate::model::role_preset::{RolePreset, parse_people};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Unique names. Separate several with spaces or commas; with commas, each may be followed by a preset:
    /// "Minh agent, Lan lead"
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// Primary profile: customer_champion, field_expert, operationalist, quality_controller, strategist or analyst
    #[arg(long, value_name = "PROFILE")]
    primary: Option<Profile>,
    /// Second profile
    #[arg(long, value_name = "PROFILE")]
    second: Option<Profile>,
    /// Default profiles: agent (champion and expert), lead (quality and operations, leads the team), analyst, manager
    /// (strategist, leads the team)
    #[arg(long)]
    preset: Option<RolePreset>,
    /// Maximum number of open tickets
    #[arg(long, value_name = "N")]
    capacity: Option<u32>,
    /// E-mail address
    #[arg(long)]
    email: Option<String>,
    /// Job title
    #[arg(long)]
    title: Option<String>,
    /// Is a team lead
    #[arg(long)]
    lead: bool,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let people = people_to_add(&args)?;
    if args.email.is_some() && people.len() > 1 {
        return Err(Failure::usage("Several people do not share one address; add them without --email."));
    }
    let mut store = context.open_or_create_store()?;
    let changes: Vec<Change> = people
        .into_iter()
        .map(|person| {
            let primary = args.primary.or(person.primary);
            // Skip a preset's second profile that equals the given primary one.
            let second = args.second.or(person.second.filter(|second| Some(*second) != primary));
            let (email, title) = (args.email.clone(), args.title.clone());
            let lead = args.lead || person.lead;
            Change::AddRecord(Record::Person(Person {
                primary,
                second,
                email,
                title,
                capacity: args.capacity,
                lead,
                ..person
            }))
        })
        .collect();
    if let [change] = changes.as_slice() {
        let outcome = changes::apply_change(context, &mut store, change.clone(), None)?;
        return changes::print_confirmation(&store, &outcome, args.answer);
    }
    let outcome = changes::apply_change(context, &mut store, Change::Batch(changes), None)?;
    if args.answer.json {
        let number = |subject: &EventSubject| match subject {
            EventSubject::Ticket(id) => id.0,
            EventSubject::Record(_, id) => *id,
        };
        let added = outcome.events.iter();
        let added = added.map(|(subject, event)| serde_json::json!({ "event": event.seq, "id": number(subject) }));
        return print_json(&added.collect::<Vec<_>>());
    }
    let names = store.person_names()?;
    outcome.events.iter().try_for_each(|(_, event)| print_line(&event_text::confirm_event(0, &event.what, &names)))
}

/// The people to add, with the profiles of their presets.
fn people_to_add(args: &Args) -> anyhow::Result<Vec<Person>> {
    let presets = RolePreset::ALL.map(|preset| (preset.name().to_owned(), preset));
    if let [name] = args.names.as_slice()
        && !name.contains(',')
    {
        return Ok(vec![args.preset.map_or_else(|| Person::with_name(name), |preset| preset.person(name))]);
    }
    parse_people(&args.names.join(","), &presets, args.preset).map_err(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        Failure::usage(format!("Nobody was added. {}", lines.join("\n")))
    })
}
