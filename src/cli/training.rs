//! `shiftdesk training`: trainings, who has completed them and until when they are valid. Leads only.

use chrono::NaiveDate;
use clap::Subcommand;
use serde::Serialize;

use super::changes::{self, ConfirmationArgs};
use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use super::{formatting, parse};
use crate::cli::context::{CliContext, load_desk};
use crate::cli::failure::Failure;
use crate::cli::person::member::{find_member, require_lead};
use crate::engine::coaching::{TrainingStatus, required_trainings};
use crate::events::change::Change;
use crate::model::coaching::{Training, TrainingCompletion};
use crate::model::ids::WithId;
use crate::model::person::Profile;
use crate::model::record::{Record, RecordKind};
use crate::model::team::Team;
use crate::model::text::fold;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: TrainingCommand,
}

#[derive(Debug, Subcommand)]
enum TrainingCommand {
    /// Add a training
    Add {
        /// Name
        name: String,
        /// Location: a link, a room, a person
        #[arg(long = "where", value_name = "PLACE")]
        place: Option<String>,
        /// Validity in days [default: no expiry]
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3650))]
        valid: Option<u32>,
        /// Profiles that need it; repeatable [default: all]
        #[arg(long = "for", value_name = "PROFILE")]
        profiles: Vec<Profile>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// Mark a training as completed: training done privacy Minh Hoa --on 2026-11-02
    Done {
        /// Training name, or its beginning
        training: String,
        /// Names of people, or their beginnings
        #[arg(required = true)]
        people: Vec<String>,
        /// Day of completion [default: today]
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// Remove trainings
    Remove {
        /// Training IDs (see `training list --json`)
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// List the training status of people, missing first
    List {
        /// Name, or its beginning [default: everybody]
        person: Option<String>,
        /// Only missing, expired, or expiring within 30 days
        #[arg(long)]
        due: bool,
        #[command(flatten)]
        form: OutputArgs,
    },
}

/// JSON of a person's training status.
#[derive(Debug, Serialize)]
struct TrainingStatusJson<'a> {
    id: i64,
    training: &'a str,
    #[serde(rename = "where")]
    place: Option<&'a str>,
    person: String,
    /// missing, expired, expiring or valid.
    state: &'static str,
    done: Option<NaiveDate>,
    /// Last valid day; null without expiry or if never completed.
    until: Option<NaiveDate>,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let live = load_desk(context, &store)?;
    require_lead(context, &store, &live)?;
    match args.command {
        TrainingCommand::Add { name, place, valid, profiles, answer } => {
            if live.team.trainings.iter().any(|one| fold(&one.name) == fold(name.trim())) {
                return Err(Failure::usage(format!(
                    "There is a training ‘{}’ already; give this one another name.",
                    name.trim()
                )));
            }
            let record = Record::Training(Training { name, place, valid_days: valid, profiles });
            let outcome = changes::apply_change(context, &mut store, Change::AddRecord(record), None)?;
            changes::print_confirmation(&store, &outcome, answer)
        }
        TrainingCommand::Done { training, people, on, answer } => {
            let training = find_training(&training, &live.team)?;
            let on = parse::parse_date(on.as_deref().unwrap_or("today"), context)?;
            if on > context.settings.zone.date(context.now()) {
                return Err(Failure::usage(format!(
                    "{} is still to come; name a day that has been.",
                    formatting::format_date(on)
                )));
            }
            let mut done = Vec::new();
            for name in &people {
                let (person, _) = find_member(name, &store, &live)?;
                done.push(Change::AddRecord(Record::Trained(TrainingCompletion { person, training: training.id, on })));
            }
            let change = if done.len() == 1 { done.remove(0) } else { Change::Batch(done) };
            let outcome = changes::apply_change(context, &mut store, change, None)?;
            changes::print_confirmation(&store, &outcome, answer)
        }
        TrainingCommand::Remove { ids, answer } => {
            drop(store);
            changes::remove_records(context, RecordKind::Training, &ids, answer)
        }
        TrainingCommand::List { person, due, form } => {
            let who = person.map(|name| find_member(&name, &store, &live).map(|(id, _)| id)).transpose()?;
            let mut shown = training_statuses(&live.team, context.settings.zone.date(context.now()));
            shown.retain(|(id, learnt, _)| {
                who.is_none_or(|who| *id == who) && !(due && matches!(learnt, TrainingStatus::Valid(_)))
            });
            let shown: Vec<_> = shown.into_iter().map(|(.., shown)| shown).collect();
            print_result(form, &shown, || page(&shown, live.team.trainings.is_empty()))
        }
    }
}

/// Status of every required training of every person, missing first.
fn training_statuses(
    team: &Team,
    today: NaiveDate,
) -> Vec<(crate::model::ids::PersonId, TrainingStatus, TrainingStatusJson<'_>)> {
    let mut all = Vec::new();
    for (id, person) in team.people.iter().filter(|(_, person)| person.primary.is_some()) {
        for (number, done, learnt) in required_trainings(team, *id, today) {
            let Some(training) = team.trainings.iter().find(|one| one.id == number) else { continue };
            let shown = TrainingStatusJson {
                id: number,
                training: &training.it.name,
                place: training.it.place.as_deref(),
                person: person.name.clone(),
                state: learnt.name(),
                done,
                until: done.and_then(|done| training.valid_until(done)),
            };
            all.push((*id, learnt, shown));
        }
    }
    all.sort_by_cached_key(|(_, learnt, shown)| (*learnt, fold(&shown.person), fold(shown.training)));
    all
}

/// Finds the one training whose name equals or contains `name`.
fn find_training<'a>(name: &str, team: &'a Team) -> anyhow::Result<&'a WithId<Training>> {
    let wanted = fold(name.trim());
    let like: Vec<_> = team.trainings.iter().filter(|one| fold(&one.name).contains(&wanted)).collect();
    let whole = like.iter().find(|one| fold(&one.name) == wanted);
    match (whole, like.as_slice()) {
        (Some(one), _) | (None, [one]) => Ok(one),
        (None, []) => {
            Err(Failure::not_found(format!("There is no training ‘{name}’; `shiftdesk training list` shows them.")))
        }
        (None, several) => {
            let names: Vec<_> = several.iter().map(|one| one.name.as_str()).collect();
            Err(Failure::usage(format!("‘{name}’ could be {}; write more of the name.", names.join(" or "))))
        }
    }
}

fn page(shown: &[TrainingStatusJson], none: bool) -> OutputPage {
    let mut table = PageTable::new([
        PageColumn::truncatable("training", 12),
        PageColumn::truncatable("person", 8),
        PageColumn::left("state"),
        PageColumn::left("done"),
        PageColumn::left("counts until"),
    ]);
    for one in shown {
        let for_ever = one.done.is_some() && one.until.is_none();
        table.add_row([
            PageCell::text(one.training),
            PageCell::text(&one.person),
            PageCell::text(one.state),
            PageCell::optional(one.done.map(formatting::format_date)),
            if for_ever {
                PageCell::text("for ever")
            } else {
                PageCell::optional(one.until.map(formatting::format_date))
            },
        ]);
    }
    let lacking = shown.iter().filter(|one| ["missing", "expired"].contains(&one.state)).count();
    let page = OutputPage::new(format!("Training · {lacking} missing")).table(table);
    match (shown.is_empty(), none) {
        (true, true) => page.line("The team has no trainings yet; `shiftdesk training add NAME` adds one."),
        (true, false) => page.line("Nothing is missing."),
        _ => page,
    }
}
