//! `shiftdesk training`: what people learn, who has done it and until when it counts. For leads alone.

use chrono::NaiveDate;
use clap::Subcommand;
use serde::Serialize;

use super::act::{self, Answer};
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::person::{desk, found, leads_only};
use super::{Context, Failure, typed, words};
use crate::domain::change::Change;
use crate::domain::coaching::{Learnt, Trained, Training, trainings};
use crate::domain::desk::Team;
use crate::domain::person::Profile;
use crate::domain::record::{Numbered, Record, RecordKind};
use crate::domain::text::fold;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add something to learn
    Add {
        /// Its name
        name: String,
        /// Where it is: a link, a room, a person
        #[arg(long = "where", value_name = "PLACE")]
        place: Option<String>,
        /// For how many days it counts [default: for ever]
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3650))]
        valid: Option<u32>,
        /// Whose it is: those who hold one of these profiles [default: everybody's]
        #[arg(long = "for", value_name = "PROFILE")]
        profiles: Vec<Profile>,
        #[command(flatten)]
        answer: Answer,
    },
    /// Say that people have done a training: training done privacy Minh Hoa --on 2026-11-02
    Done {
        /// Its name, or the beginning of it
        training: String,
        /// Names, or their beginnings
        #[arg(required = true)]
        people: Vec<String>,
        /// When [default: today]
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        #[command(flatten)]
        answer: Answer,
    },
    /// Take trainings away
    Remove {
        /// Their numbers in `training list --json`
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[command(flatten)]
        answer: Answer,
    },
    /// Print who stands how with which training; those who lack it first
    List {
        /// A name, or its beginning [default: everybody]
        person: Option<String>,
        /// Only what is missing, has run out or runs out within 30 days
        #[arg(long)]
        due: bool,
        #[command(flatten)]
        form: Form,
    },
}

/// Somebody's stand, as the JSON has it.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    id: i64,
    training: &'a str,
    #[serde(rename = "where")]
    place: Option<&'a str>,
    person: String,
    /// missing, expired, expiring or valid.
    state: &'static str,
    done: Option<NaiveDate>,
    /// The last day on which it counts; null for ever, or where it was never done.
    until: Option<NaiveDate>,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let live = desk(context, &store)?;
    leads_only(context, &store, &live)?;
    match args.act {
        Act::Add { name, place, valid, profiles, answer } => {
            if live.team.trainings.iter().any(|one| fold(&one.name) == fold(name.trim())) {
                return Err(Failure::usage(format!(
                    "There is a training ‘{}’ already; give this one another name.",
                    name.trim()
                )));
            }
            let record = Record::Training(Training { name, place, valid_days: valid, profiles });
            let outcome = act::make(context, &mut store, Change::Add(record), None)?;
            act::say(&store, &outcome, answer)
        }
        Act::Done { training, people, on, answer } => {
            let training = one(&training, &live.team)?;
            let on = typed::day(on.as_deref().unwrap_or("today"), context)?;
            if on > context.settings.zone.date(context.now()) {
                return Err(Failure::usage(format!("{} is still to come; name a day that has been.", words::day(on))));
            }
            let mut done = Vec::new();
            for name in &people {
                let (person, _) = found(name, &store, &live)?;
                done.push(Change::Add(Record::Trained(Trained { person, training: training.id, on })));
            }
            let change = if done.len() == 1 { done.remove(0) } else { Change::Many(done) };
            let outcome = act::make(context, &mut store, change, None)?;
            act::say(&store, &outcome, answer)
        }
        Act::Remove { ids, answer } => {
            drop(store);
            act::remove(context, RecordKind::Training, &ids, answer)
        }
        Act::List { person, due, form } => {
            let who = person.map(|name| found(&name, &store, &live).map(|(id, _)| id)).transpose()?;
            let mut shown = stands(&live.team, context.settings.zone.date(context.now()));
            shown.retain(|(id, learnt, _)| {
                who.is_none_or(|who| *id == who) && !(due && matches!(learnt, Learnt::Valid(_)))
            });
            let shown: Vec<_> = shown.into_iter().map(|(.., shown)| shown).collect();
            print(form, &shown, || page(&shown, live.team.trainings.is_empty()))
        }
    }
}

/// Everybody's stand with everything that is theirs: what is missing first.
fn stands(team: &Team, today: NaiveDate) -> Vec<(crate::domain::person::PersonId, Learnt, Shown<'_>)> {
    let mut all = Vec::new();
    for (id, person) in team.people.iter().filter(|(_, person)| person.primary.is_some()) {
        for (number, done, learnt) in trainings(team, *id, today) {
            let Some(training) = team.trainings.iter().find(|one| one.id == number) else { continue };
            let shown = Shown {
                id: number,
                training: &training.it.name,
                place: training.it.place.as_deref(),
                person: person.name.clone(),
                state: learnt.name(),
                done,
                until: done.and_then(|done| training.until(done)),
            };
            all.push((*id, learnt, shown));
        }
    }
    all.sort_by_cached_key(|(_, learnt, shown)| (*learnt, fold(&shown.person), fold(shown.training)));
    all
}

/// The one training whose name is, or begins with, what was typed.
fn one<'a>(name: &str, team: &'a Team) -> anyhow::Result<&'a Numbered<Training>> {
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

fn page(shown: &[Shown], none: bool) -> Page {
    let mut table = Table::new([
        Column::cut("training", 12),
        Column::cut("person", 8),
        Column::left("state"),
        Column::left("done"),
        Column::left("counts until"),
    ]);
    for one in shown {
        let for_ever = one.done.is_some() && one.until.is_none();
        table.row([
            Cell::text(one.training),
            Cell::text(&one.person),
            Cell::text(one.state),
            Cell::maybe(one.done.map(words::day)),
            if for_ever { Cell::text("for ever") } else { Cell::maybe(one.until.map(words::day)) },
        ]);
    }
    let lacking = shown.iter().filter(|one| ["missing", "expired"].contains(&one.state)).count();
    let page = Page::new(format!("Training · {lacking} missing")).table(table);
    match (shown.is_empty(), none) {
        (true, true) => page.line("The team has no trainings yet; `shiftdesk training add NAME` adds one."),
        (true, false) => page.line("Nothing is missing."),
        _ => page,
    }
}
