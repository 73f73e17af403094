//! `shiftdesk person edit`: sets the given fields of a person.

use crate::cli::changes::ConfirmationArgs;
use crate::cli::context::{CliContext, load_desk};
use crate::cli::failure::Failure;
use crate::cli::lookup::find_person;
use crate::cli::parse;
use crate::cli::person::member::{find_member, save_person};
use crate::model::ids::PersonId;
use crate::model::person::{Person, Profile};
use crate::store::Store;

/// An empty text clears a field.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name, or its beginning
    person: String,
    /// New name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Primary profile; "" clears it, as for the other fields
    #[arg(long, visible_alias = "profile", value_name = "PROFILE")]
    primary: Option<String>,
    /// Second profile
    #[arg(long, value_name = "PROFILE", conflicts_with = "clear_second")]
    second: Option<String>,
    /// Remove the second profile
    #[arg(long)]
    clear_second: bool,
    /// Next role: the profile they are developing towards
    #[arg(long, value_name = "PROFILE")]
    next_profile: Option<String>,
    /// Job title
    #[arg(long)]
    title: Option<String>,
    /// Career level: agent, team lead, manager
    #[arg(long)]
    level: Option<String>,
    /// Target career level
    #[arg(long, value_name = "LEVEL")]
    target_level: Option<String>,
    /// Name of their supervisor
    #[arg(long, value_name = "NAME")]
    reports_to: Option<String>,
    /// Name of their mentor
    #[arg(long, value_name = "NAME")]
    mentor: Option<String>,
    /// Start of the mentoring [default: today, if the mentor is new]
    #[arg(long, value_name = "DAY")]
    mentor_since: Option<String>,
    /// Development goal
    #[arg(long, value_name = "TEXT")]
    development: Option<String>,
    /// Employer, if not the team's own company
    #[arg(long, value_name = "NAME")]
    employer: Option<String>,
    /// Languages they write, comma-separated: vi, en
    #[arg(long, value_name = "LIST")]
    languages: Option<String>,
    /// Channels they handle, comma-separated; "" for all
    #[arg(long, value_name = "LIST")]
    channels: Option<String>,
    /// Maximum number of open tickets
    #[arg(long, value_name = "N")]
    capacity: Option<String>,
    /// Contract hours per week: 40, 37.5
    #[arg(long, value_name = "HOURS")]
    weekly_hours: Option<String>,
    /// First day in the team
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// E-mail address
    #[arg(long)]
    email: Option<String>,
    /// Is a team lead, and may read notes about people
    #[arg(long, conflicts_with = "no_lead")]
    lead: bool,
    /// Is no longer a team lead
    #[arg(long)]
    no_lead: bool,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let desk = load_desk(context, &store)?;
    let (id, before) = find_member(&args.person, &store, &desk)?;
    let answer = args.answer;
    let person = apply_edits(before.clone(), id, args, &store, context)?;
    save_person(context, &mut store, id, person, answer)
}

fn apply_edits(
    mut person: Person,
    id: PersonId,
    args: Args,
    store: &Store,
    context: &CliContext,
) -> anyhow::Result<Person> {
    if let Some(name) = args.name {
        person.name = name;
    }
    let profiles = [
        (&args.primary, &mut person.primary),
        (&args.second, &mut person.second),
        (&args.next_profile, &mut person.next_profile),
    ];
    for (text, field) in profiles {
        set_optional(text, field, |text| text.parse::<Profile>().map_err(Failure::from_parse_error))?;
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
        set_optional(text, field, |text| Ok(text.to_owned()))?;
    }
    let mentor = person.mentor;
    for (name, field) in [(&args.reports_to, &mut person.reports_to), (&args.mentor, &mut person.mentor)] {
        set_optional(name, field, |name| match find_person(store, name)? {
            other if other == id => Err(Failure::usage("Nobody reports to themselves or is their own mentor.")),
            other => Ok(other),
        })?;
    }
    if person.mentor != mentor {
        person.mentor_since = person.mentor.map(|_| context.settings.zone.date(context.now()));
    }
    set_optional(&args.mentor_since, &mut person.mentor_since, |text| parse::parse_date(text, context))?;
    set_optional(&args.since, &mut person.since, |text| parse::parse_date(text, context))?;
    set_optional(&args.capacity, &mut person.capacity, |text| {
        text.parse().map_err(|_| Failure::usage(format!("‘{text}’ is not a number of tickets; write 8.")))
    })?;
    set_optional(&args.weekly_hours, &mut person.weekly_minutes, parse_weekly_minutes)?;
    for (text, field) in [(&args.languages, &mut person.languages), (&args.channels, &mut person.channels)] {
        if let Some(text) = text {
            *field = text.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
        }
    }
    person.lead = (person.lead || args.lead) && !args.no_lead;
    Ok(person)
}

/// Sets a field if a text is given; an empty text clears it.
fn set_optional<T>(
    text: &Option<String>,
    field: &mut Option<T>,
    read: impl Fn(&str) -> anyhow::Result<T>,
) -> anyhow::Result<()> {
    if let Some(text) = text.as_deref().map(str::trim) {
        *field = if text.is_empty() { None } else { Some(read(text)?) };
    }
    Ok(())
}

/// Parses weekly hours such as 40 or 37.5 into minutes.
fn parse_weekly_minutes(text: &str) -> anyhow::Result<u32> {
    let hours = text.replace(',', ".").parse::<f64>().ok().filter(|hours| (0.0..=168.0).contains(hours));
    let hours = hours.ok_or_else(|| Failure::usage(format!("‘{text}’ are no hours of a week; write 40 or 37.5.")))?;
    Ok((hours * 60.0).round() as u32)
}
