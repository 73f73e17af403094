//! `shiftdesk person skills`, `skill` and `gap`: skills compared with the profile requirements.

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::changes::ConfirmationArgs;
use crate::cli::context::{CliContext, load_desk};
use crate::cli::failure::Failure;
use crate::cli::formatting::{self, count_people};
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::parse;
use crate::cli::person::member::{find_member, save_person};
use crate::engine::skills::{self, SkillGap};
use crate::model::person::{Person, Profile};
use crate::model::target::ProfileExpectations;
use crate::model::team::Team;
use crate::model::text::fold;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Name, or its beginning [default: the whole team]
    person: Option<String>,
    /// Compare with this profile's requirements instead of those of the profiles held
    #[arg(long, value_name = "PROFILE")]
    profile: Option<Profile>,
    #[command(flatten)]
    form: OutputArgs,
}

#[derive(Debug, clap::Args)]
pub struct SkillGapArgs {
    /// Profile to cover
    #[arg(long, value_name = "PROFILE")]
    profile: Profile,
    #[command(flatten)]
    form: OutputArgs,
}

#[derive(Debug, clap::Args)]
pub struct RateSkillArgs {
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
    answer: ConfirmationArgs,
}

/// JSON of a skill compared with the requirement.
#[derive(Debug, Serialize)]
pub struct SkillJson {
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

impl From<SkillGap> for SkillJson {
    fn from(held: SkillGap) -> SkillJson {
        let given = |level: u8| Some(level).filter(|level| *level > 0);
        let (gap, level, asked) = (held.gap(), given(held.level), given(held.required));
        SkillJson {
            skill: held.skill,
            level,
            on: held.rated_on,
            stale: held.stale,
            asked,
            asked_by: held.required_by,
            gap,
        }
    }
}

#[derive(Debug, Serialize)]
struct PersonSkillsJson<'a> {
    name: &'a str,
    skills: Vec<SkillJson>,
}

/// JSON of a skill across the team.
#[derive(Debug, Serialize)]
struct SkillCoverageJson<'a> {
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
struct TeamSkillsJson<'a> {
    people: Vec<PersonSkillsJson<'a>>,
    skills: Vec<SkillCoverageJson<'a>>,
}

#[derive(Debug, Serialize)]
struct SuccessorJson<'a> {
    name: &'a str,
    /// The profile is their next role.
    aims: bool,
    levels_missing: u32,
    lacks: Vec<SkillJson>,
}

/// Compares a person's skills with one profile, or with the profiles they hold.
fn compare_skills(
    person: &Person,
    profile: Option<&ProfileExpectations>,
    asked: &[ProfileExpectations],
    today: NaiveDate,
) -> Vec<SkillGap> {
    match profile {
        Some(asked) => skills::profile_gaps(person, asked, today),
        None => skills::skill_gaps(person, asked, today),
    }
}

/// The requirements of a profile; fails if it has none.
fn required_skills(profile: Profile, context: &CliContext) -> anyhow::Result<&ProfileExpectations> {
    let asked = ProfileExpectations::for_profile(profile, &context.settings.profile_requirements)
        .filter(|asked| !asked.skills.is_empty());
    asked.ok_or_else(|| {
        Failure::usage(format!("No skills are asked of a {profile}; list them under [[profile]] in the settings."))
    })
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let desk = load_desk(context, &store)?;
    let today = context.settings.zone.date(context.now());
    let profiles = &context.settings.profile_requirements;
    let profile = args.profile.map(|profile| required_skills(profile, context)).transpose()?;
    let to_json = |person: &Person| -> Vec<SkillJson> {
        compare_skills(person, profile, profiles, today).into_iter().map(SkillJson::from).collect()
    };
    if let Some(name) = &args.person {
        let (_, person) = find_member(name, &store, &desk)?;
        let shown = PersonSkillsJson { name: &person.name, skills: to_json(person) };
        return print_result(args.form, &shown, || person_page(&shown));
    }
    let mut all: Vec<&Person> = desk.team.people.values().collect();
    all.sort_by_cached_key(|person| fold(&person.name));
    let one = profile.map(std::slice::from_ref);
    let reached = skills::skill_coverage(&desk.team.people, one.unwrap_or(profiles)).into_iter();
    let reached = reached.filter(|reach| profile.is_none() || reach.required > 0).map(|reach| SkillCoverageJson {
        asked: Some(reach.required).filter(|level| *level > 0),
        on_one_person: reach.depends_on_one(),
        seen: reach.rated,
        able: reach.able.iter().filter_map(|id| desk.team.name(*id)).collect(),
        skill: reach.skill,
    });
    let shown = TeamSkillsJson {
        skills: reached.collect(),
        people: all
            .into_iter()
            .map(|person| PersonSkillsJson { name: &person.name, skills: to_json(person) })
            .collect(),
    };
    print_result(args.form, &shown, || team_page(&shown))
}

/// Table of skills.
pub fn skills_table(skills: &[SkillJson]) -> PageTable {
    let mut table = PageTable::new([
        PageColumn::truncatable("skill", 12),
        PageColumn::right("level"),
        PageColumn::right("asked"),
        PageColumn::left("stands"),
        PageColumn::left("seen on"),
        PageColumn::left("asked by"),
    ]);
    for held in skills {
        table.add_row([
            PageCell::text(&held.skill),
            held.level.map_or_else(PageCell::none, PageCell::number),
            held.asked.map_or_else(PageCell::none, PageCell::number),
            skill_state(held),
            PageCell::optional(held.on.map(formatting::format_date)),
            PageCell::optional(held.asked_by.map(|profile| formatting::humanize(profile.name()))),
        ]);
    }
    table
}

fn skill_state(held: &SkillJson) -> PageCell {
    match (held.gap, held.asked) {
        (0, None) => PageCell::text(if held.stale { "old" } else { "–" }),
        (0, Some(_)) => PageCell::text(if held.stale { "✓ enough, old" } else { "✓ enough" }),
        _ if held.level.is_none() => PageCell::text("○ not seen yet"),
        (gap, _) => PageCell::text(format!("▼ {} short{}", gap, if held.stale { ", old" } else { "" })),
    }
}

fn person_page(shown: &PersonSkillsJson) -> OutputPage {
    let page = OutputPage::new(format!("Skills · {}", shown.name)).table(skills_table(&shown.skills));
    if shown.skills.is_empty() {
        page.line("Nothing is known yet. `shiftdesk person skill NAME \"product knowledge 4\"` says it.")
    } else {
        page
    }
}

fn team_page(shown: &TeamSkillsJson) -> OutputPage {
    let mut table = PageTable::new([
        PageColumn::truncatable("skill", 12),
        PageColumn::right("asked"),
        PageColumn::right("have it"),
        PageColumn::left("rests on"),
        PageColumn::truncatable("who", 16),
    ]);
    for reach in &shown.skills {
        let rests = match (reach.asked, reach.able.len()) {
            (Some(_), 0) if reach.seen == 0 => PageCell::text("○ not seen yet"),
            (Some(_), 0) => PageCell::text("✖ nobody"),
            (Some(_), 1) => PageCell::text("▲ one person"),
            (Some(_), _) => PageCell::text("✓ several"),
            (None, _) => PageCell::none(),
        };
        table.add_row([
            PageCell::text(&reach.skill),
            reach.asked.map_or_else(PageCell::none, PageCell::number),
            PageCell::number(reach.able.len()),
            rests,
            PageCell::optional(Some(reach.able.join(", "))),
        ]);
    }
    let mut gaps = PageTable::new([
        PageColumn::truncatable("name", 12),
        PageColumn::right("short of"),
        PageColumn::truncatable("what", 16),
    ]);
    for person in &shown.people {
        let short: Vec<_> = person.skills.iter().filter(|held| held.gap > 0).collect();
        if !short.is_empty() {
            gaps.add_row([
                PageCell::text(person.name),
                PageCell::number(short.len()),
                PageCell::text(describe_gaps(short)),
            ]);
        }
    }
    let head = format!("Skills · {}", count_people(shown.people.len()));
    OutputPage::new(head).table(table).line("Short of what is asked").table(gaps)
}

/// "diagnosis 2 of 4, empathy none of 3".
fn describe_gaps<'a>(lacks: impl IntoIterator<Item = &'a SkillJson>) -> String {
    let one = |held: &SkillJson| {
        let has = held.level.map_or_else(|| "none".into(), |level| level.to_string());
        format!("{} {has} of {}", held.skill, held.asked.unwrap_or(0))
    };
    lacks.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

pub fn run_gap(args: SkillGapArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let desk = load_desk(context, &store)?;
    let today = context.settings.zone.date(context.now());
    let asked = required_skills(args.profile, context)?;
    let shown: Vec<SuccessorJson> = skills::successors(&desk.team.people, asked, today)
        .into_iter()
        .map(|one| SuccessorJson {
            name: desk.team.name(one.person).unwrap_or_default(),
            aims: one.is_next_profile,
            levels_missing: one.missing_levels(),
            lacks: one.gaps.into_iter().map(SkillJson::from).collect(),
        })
        .collect();
    print_result(args.form, &shown, || successors_page(&shown, args.profile, &desk.team))
}

fn successors_page(shown: &[SuccessorJson], profile: Profile, team: &Team) -> OutputPage {
    let mut table = PageTable::new([
        PageColumn::truncatable("name", 12),
        PageColumn::left("aims at it"),
        PageColumn::right("levels short"),
        PageColumn::truncatable("lacks", 20),
    ]);
    for next in shown {
        table.add_row([
            PageCell::text(next.name),
            if next.aims { PageCell::text("yes") } else { PageCell::none() },
            PageCell::number(next.levels_missing),
            PageCell::optional(Some(describe_gaps(&next.lacks))),
        ]);
    }
    let holders = team.people.values().filter(|person| person.has_profile(profile));
    let mut holders: Vec<_> = holders.map(|person| person.name.as_str()).collect();
    holders.sort_by_cached_key(|name| fold(name));
    let now = if holders.is_empty() { "nobody".into() } else { holders.join(", ") };
    let page = OutputPage::new(format!("Who could cover {} next", formatting::humanize(profile.name())));
    let page = page.line(format!("Now: {now}.")).table(table);
    if shown.is_empty() { page.line("There is nobody else in the team.") } else { page }
}

pub fn run_rate(args: RateSkillArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let desk = load_desk(context, &store)?;
    let (id, person) = find_member(&args.person, &store, &desk)?;
    let on = parse::parse_date(&args.on, context)?;
    let rated = args.skills.as_deref().map(skills::parse_skill_levels).transpose().map_err(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        Failure::usage(format!("Nothing was changed. {}", lines.join("\n")))
    })?;
    let mut person = person.clone();
    for name in &args.remove {
        if !person.remove_skill(name) {
            return Err(Failure::not_found(format!("{} has no skill ‘{name}’; nothing was changed.", person.name)));
        }
    }
    rated.iter().flatten().for_each(|(name, level)| person.set_skill(name, *level, on));
    save_person(context, &mut store, id, person, args.answer)
}
