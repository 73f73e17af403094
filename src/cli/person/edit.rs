//! `shiftdesk person edit`: sets what is known of a person; nothing else of them changes.

use super::{desk, found, put};
use crate::cli::act::Answer;
use crate::cli::{Context, Failure, one_person, typed};
use crate::domain::person::{Person, PersonId, Profile};
use crate::store::Store;

/// An empty text leaves a field open.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A name, or its beginning
    person: String,
    /// What they are called from now on
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What they are for, one of the six profiles; "" for nothing in particular, and so with the others
    #[arg(long, visible_alias = "profile", value_name = "PROFILE")]
    primary: Option<String>,
    /// What they can do beside it
    #[arg(long, value_name = "PROFILE", conflicts_with = "clear_second")]
    second: Option<String>,
    /// They have one profile only
    #[arg(long)]
    clear_second: bool,
    /// The profile that they are to hold one day
    #[arg(long, value_name = "PROFILE")]
    next_profile: Option<String>,
    /// What they are in the company
    #[arg(long)]
    title: Option<String>,
    /// Where they stand on their path: agent, team lead, manager
    #[arg(long)]
    level: Option<String>,
    /// Where they want to stand next
    #[arg(long, value_name = "LEVEL")]
    target_level: Option<String>,
    /// To whom they report, by name
    #[arg(long, value_name = "NAME")]
    reports_to: Option<String>,
    /// Who helps them to grow, by name
    #[arg(long, value_name = "NAME")]
    mentor: Option<String>,
    /// Since when the mentor is theirs [default: today, where the mentor is new]
    #[arg(long, value_name = "DAY")]
    mentor_since: Option<String>,
    /// What they want to learn or become
    #[arg(long, value_name = "TEXT")]
    development: Option<String>,
    /// Who employs them, where that is not the team's own company
    #[arg(long, value_name = "NAME")]
    employer: Option<String>,
    /// The languages that they write, with commas between them: vi, en
    #[arg(long, value_name = "LIST")]
    languages: Option<String>,
    /// The channels that they take, with commas between them; none is every one
    #[arg(long, value_name = "LIST")]
    channels: Option<String>,
    /// How many open tickets they can carry at once
    #[arg(long, value_name = "N")]
    capacity: Option<String>,
    /// The hours a week of their contract: 40, 37.5
    #[arg(long, value_name = "HOURS")]
    weekly_hours: Option<String>,
    /// Their first day
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Their address
    #[arg(long)]
    email: Option<String>,
    /// Leads the team, and may read the notes on people
    #[arg(long, conflicts_with = "no_lead")]
    lead: bool,
    /// Does not lead the team any more
    #[arg(long)]
    no_lead: bool,
    #[command(flatten)]
    answer: Answer,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let desk = desk(context, &store)?;
    let (id, before) = found(&args.person, &store, &desk)?;
    let answer = args.answer;
    let person = edited(before.clone(), id, args, &store, context)?;
    put(context, &mut store, id, person, answer)
}

fn edited(mut person: Person, id: PersonId, args: Args, store: &Store, context: &Context) -> anyhow::Result<Person> {
    if let Some(name) = args.name {
        person.name = name;
    }
    let profiles = [
        (&args.primary, &mut person.primary),
        (&args.second, &mut person.second),
        (&args.next_profile, &mut person.next_profile),
    ];
    for (text, field) in profiles {
        set(text, field, |text| text.parse::<Profile>().map_err(Failure::said))?;
    }
    if args.clear_second {
        person.second = None;
    }
    let texts = [
        (&args.title, &mut person.title),
        (&args.level, &mut person.level),
        (&args.target_level, &mut person.target_level),
        (&args.development, &mut person.development),
        (&args.employer, &mut person.employer),
        (&args.email, &mut person.email),
    ];
    for (text, field) in texts {
        set(text, field, |text| Ok(text.to_owned()))?;
    }
    let mentor = person.mentor;
    for (name, field) in [(&args.reports_to, &mut person.reports_to), (&args.mentor, &mut person.mentor)] {
        set(name, field, |name| match one_person(store, name)? {
            other if other == id => Err(Failure::usage("Nobody reports to themselves or is their own mentor.")),
            other => Ok(other),
        })?;
    }
    if person.mentor != mentor {
        person.mentor_since = person.mentor.map(|_| context.settings.zone.date(context.now()));
    }
    set(&args.mentor_since, &mut person.mentor_since, |text| typed::day(text, context))?;
    set(&args.since, &mut person.since, |text| typed::day(text, context))?;
    set(&args.capacity, &mut person.capacity, |text| {
        text.parse().map_err(|_| Failure::usage(format!("‘{text}’ is not a number of tickets; write 8.")))
    })?;
    set(&args.weekly_hours, &mut person.weekly_minutes, weekly_minutes)?;
    for (text, field) in [(&args.languages, &mut person.languages), (&args.channels, &mut person.channels)] {
        if let Some(text) = text {
            *field = text.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
        }
    }
    person.lead = (person.lead || args.lead) && !args.no_lead;
    Ok(person)
}

/// Sets a field to what was typed, or leaves it open where that is nothing.
fn set<T>(
    text: &Option<String>,
    field: &mut Option<T>,
    read: impl Fn(&str) -> anyhow::Result<T>,
) -> anyhow::Result<()> {
    if let Some(text) = text.as_deref().map(str::trim) {
        *field = if text.is_empty() { None } else { Some(read(text)?) };
    }
    Ok(())
}

/// Hours such as 40 or 37.5, in minutes.
fn weekly_minutes(text: &str) -> anyhow::Result<u32> {
    let hours = text.replace(',', ".").parse::<f64>().ok().filter(|hours| (0.0..=168.0).contains(hours));
    let hours = hours.ok_or_else(|| Failure::usage(format!("‘{text}’ are no hours of a week; write 40 or 37.5.")))?;
    Ok((hours * 60.0).round() as u32)
}
