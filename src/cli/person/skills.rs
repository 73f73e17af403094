//! `shiftdesk person skills`, `skill` and `gap`: skills compared with the profile requirements.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::act::Answer;
use crate::cli::output::{Form, print};
use crate::cli::page::{Cell, Column, Page, Table};
use crate::cli::{Context, Failure, typed, words};
use crate::engine::skills::{self, SkillGap};
use crate::model::person::{Person, Profile};
use crate::model::target::ProfileExpectations;
use crate::model::team::Team;
use crate::model::text::fold;
use super::{desk, found, people, put};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name, or its beginning [default: the whole team]
    person: Option<String>,
    /// Compare with this profile's requirements instead of those of the profiles held
    #[arg(long, value_name = "PROFILE")]
    profile: Option<Profile>,
    #[command(flatten)]
    form: Form,
}

#[derive(Debug, clap::Args)]
pub struct Gap {
    /// Profile to cover
    #[arg(long, value_name = "PROFILE")]
    profile: Profile,
    #[command(flatten)]
    form: Form,
}

#[derive(Debug, clap::Args)]
pub struct Rate {
    /// Name, or its beginning
    person: String,
    /// Skills with levels from 1 (beginner) to 5 (teaches it): "product knowledge 4, empathy 3"
    #[arg(required_unless_present = "remove")]
    skills: Option<String>,
    /// Day of the rating
    #[arg(long, value_name = "DAY", default_value = "today")]
    on: String,
    /// Remove this skill; repeatable
    #[arg(long, value_name = "SKILL")]
    remove: Vec<String>,
    #[command(flatten)]
    answer: Answer,
}

/// JSON of a skill compared with the requirement.
#[derive(Debug, Serialize)]
pub struct Shown {
    skill: String,
    /// 1 to 5; null if never rated.
    level: Option<u8>,
    on: Option<NaiveDate>,
    /// Rated more than a year ago.
    stale: bool,
    /// Required level; null if no profile requires it.
    asked: Option<u8>,
    asked_by: Option<Profile>,
    /// Missing levels.
    gap: u8,
}

impl From<SkillGap> for Shown {
    fn from(held: SkillGap) -> Shown {
        let given = |level: u8| Some(level).filter(|level| *level > 0);
        let (gap, level, asked) = (held.gap(), given(held.level), given(held.required));
        Shown { skill: held.skill, level, on: held.rated_on, stale: held.stale, asked, asked_by: held.required_by, gap }
    }
}

#[derive(Debug, Serialize)]
struct OfPerson<'a> {
    name: &'a str,
    skills: Vec<Shown>,
}

/// JSON of a skill across the team.
#[derive(Debug, Serialize)]
struct Reached<'a> {
    skill: String,
    /// Highest level that a profile requires.
    asked: Option<u8>,
    /// People at that level or above.
    able: Vec<&'a str>,
    /// Number of people with any level.
    seen: usize,
    on_one_person: bool,
}

#[derive(Debug, Serialize)]
struct OfTeam<'a> {
    people: Vec<OfPerson<'a>>,
    skills: Vec<Reached<'a>>,
}

#[derive(Debug, Serialize)]
struct Next<'a> {
    name: &'a str,
    /// The profile is their next role.
    aims: bool,
    levels_missing: u32,
    lacks: Vec<Shown>,
}

/// Compares a person's skills with one profile, or with the profiles they hold.
fn beside(person: &Person, profile: Option<&ProfileExpectations>, asked: &[ProfileExpectations], today: NaiveDate) -> Vec<SkillGap> {
    match profile {
        Some(asked) => skills::profile_gaps(person, asked, today),
        None => skills::skill_gaps(person, asked, today),
    }
}

/// The requirements of a profile; fails if it has none.
fn asked_by(profile: Profile, context: &Context) -> anyhow::Result<&ProfileExpectations> {
    let asked = ProfileExpectations::for_profile(profile, &context.settings.profile_requirements).filter(|asked| !asked.skills.is_empty());
    asked.ok_or_else(|| {
        Failure::usage(format!("No skills are asked of a {profile}; list them under [[profile]] in the settings."))
    })
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let desk = desk(context, &store)?;
    let today = context.settings.zone.date(context.now());
    let profiles = &context.settings.profile_requirements;
    let profile = args.profile.map(|profile| asked_by(profile, context)).transpose()?;
    let to_json =
        |person: &Person| -> Vec<Shown> { beside(person, profile, profiles, today).into_iter().map(Shown::from).collect() };
    if let Some(name) = &args.person {
        let (_, person) = found(name, &store, &desk)?;
        let shown = OfPerson { name: &person.name, skills: to_json(person) };
        return print(args.form, &shown, || page_of(&shown));
    }
    let mut all: Vec<&Person> = desk.team.people.values().collect();
    all.sort_by_cached_key(|person| fold(&person.name));
    let one = profile.map(std::slice::from_ref);
    let reached = skills::skill_coverage(&desk.team.people, one.unwrap_or(profiles)).into_iter();
    let reached = reached.filter(|reach| profile.is_none() || reach.required > 0).map(|reach| Reached {
        asked: Some(reach.required).filter(|level| *level > 0),
        on_one_person: reach.depends_on_one(),
        seen: reach.rated,
        able: reach.able.iter().filter_map(|id| desk.team.name(*id)).collect(),
        skill: reach.skill,
    });
    let shown = OfTeam {
        skills: reached.collect(),
        people: all.into_iter().map(|person| OfPerson { name: &person.name, skills: to_json(person) }).collect(),
    };
    print(args.form, &shown, || page_of_team(&shown))
}

/// Table of skills.
pub fn table(skills: &[Shown]) -> Table {
    let mut table = Table::new([
        Column::cut("skill", 12),
        Column::right("level"),
        Column::right("asked"),
        Column::left("stands"),
        Column::left("seen on"),
        Column::left("asked by"),
    ]);
    for held in skills {
        table.row([
            Cell::text(&held.skill),
            held.level.map_or_else(Cell::none, Cell::number),
            held.asked.map_or_else(Cell::none, Cell::number),
            stands(held),
            Cell::maybe(held.on.map(words::day)),
            Cell::maybe(held.asked_by.map(|profile| words::word(profile.name()))),
        ]);
    }
    table
}

fn stands(held: &Shown) -> Cell {
    match (held.gap, held.asked) {
        (0, None) => Cell::text(if held.stale { "old" } else { "–" }),
        (0, Some(_)) => Cell::text(if held.stale { "✓ enough, old" } else { "✓ enough" }),
        _ if held.level.is_none() => Cell::text("○ not seen yet"),
        (gap, _) => Cell::text(format!("▼ {} short{}", gap, if held.stale { ", old" } else { "" })),
    }
}

fn page_of(shown: &OfPerson) -> Page {
    let page = Page::new(format!("Skills · {}", shown.name)).table(table(&shown.skills));
    if shown.skills.is_empty() {
        page.line("Nothing is known yet. `shiftdesk person skill NAME \"product knowledge 4\"` says it.")
    } else {
        page
    }
}

fn page_of_team(shown: &OfTeam) -> Page {
    let mut table = Table::new([
        Column::cut("skill", 12),
        Column::right("asked"),
        Column::right("have it"),
        Column::left("rests on"),
        Column::cut("who", 16),
    ]);
    for reach in &shown.skills {
        let rests = match (reach.asked, reach.able.len()) {
            (Some(_), 0) if reach.seen == 0 => Cell::text("○ not seen yet"),
            (Some(_), 0) => Cell::text("✖ nobody"),
            (Some(_), 1) => Cell::text("▲ one person"),
            (Some(_), _) => Cell::text("✓ several"),
            (None, _) => Cell::none(),
        };
        table.row([
            Cell::text(&reach.skill),
            reach.asked.map_or_else(Cell::none, Cell::number),
            Cell::number(reach.able.len()),
            rests,
            Cell::maybe(Some(reach.able.join(", "))),
        ]);
    }
    let mut gaps = Table::new([Column::cut("name", 12), Column::right("short of"), Column::cut("what", 16)]);
    for person in &shown.people {
        let short: Vec<_> = person.skills.iter().filter(|held| held.gap > 0).collect();
        if !short.is_empty() {
            gaps.row([Cell::text(person.name), Cell::number(short.len()), Cell::text(lacking(short))]);
        }
    }
    let head = format!("Skills · {}", people(shown.people.len()));
    Page::new(head).table(table).line("Short of what is asked").table(gaps)
}

/// "diagnosis 2 of 4, empathy none of 3".
fn lacking<'a>(lacks: impl IntoIterator<Item = &'a Shown>) -> String {
    let one = |held: &Shown| {
        let has = held.level.map_or_else(|| "none".into(), |level| level.to_string());
        format!("{} {has} of {}", held.skill, held.asked.unwrap_or(0))
    };
    lacks.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

pub fn gap(args: Gap, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let desk = desk(context, &store)?;
    let today = context.settings.zone.date(context.now());
    let asked = asked_by(args.profile, context)?;
    let shown: Vec<Next> = skills::successors(&desk.team.people, asked, today)
        .into_iter()
        .map(|one| Next {
            name: desk.team.name(one.person).unwrap_or_default(),
            aims: one.is_next_profile,
            levels_missing: one.missing_levels(),
            lacks: one.gaps.into_iter().map(Shown::from).collect(),
        })
        .collect();
    print(args.form, &shown, || page_of_gap(&shown, args.profile, &desk.team))
}

fn page_of_gap(shown: &[Next], profile: Profile, team: &Team) -> Page {
    let mut table = Table::new([
        Column::cut("name", 12),
        Column::left("aims at it"),
        Column::right("levels short"),
        Column::cut("lacks", 20),
    ]);
    for next in shown {
        table.row([
            Cell::text(next.name),
            if next.aims { Cell::text("yes") } else { Cell::none() },
            Cell::number(next.levels_missing),
            Cell::maybe(Some(lacking(&next.lacks))),
        ]);
    }
    let holders = team.people.values().filter(|person| person.holds(profile));
    let mut holders: Vec<_> = holders.map(|person| person.name.as_str()).collect();
    holders.sort_by_cached_key(|name| fold(name));
    let now = if holders.is_empty() { "nobody".into() } else { holders.join(", ") };
    let page = Page::new(format!("Who could cover {} next", words::word(profile.name())));
    let page = page.line(format!("Now: {now}.")).table(table);
    if shown.is_empty() { page.line("There is nobody else in the team.") } else { page }
}

pub fn rate(args: Rate, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let desk = desk(context, &store)?;
    let (id, person) = found(&args.person, &store, &desk)?;
    let on = typed::day(&args.on, context)?;
    let rated = args.skills.as_deref().map(skills::parse_skill_levels).transpose().map_err(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        Failure::usage(format!("Nothing was changed. {}", lines.join("\n")))
    })?;
    let mut person = person.clone();
    for name in &args.remove {
        if !person.forget(name) {
            return Err(Failure::not_found(format!("{} has no skill ‘{name}’; nothing was changed.", person.name)));
        }
    }
    rated.iter().flatten().for_each(|(name, level)| person.rate(name, *level, on));
    put(context, &mut store, id, person, args.answer)
}
