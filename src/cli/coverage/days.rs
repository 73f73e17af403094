//! Coverage by day: hours covered, stretched and missing, and people stretched between two profiles.

use chrono::{Days, NaiveDate, TimeDelta};
use serde::Serialize;

use crate::cli::context::CliContext;
use crate::cli::coverage::slot_text::{format_time_range, person_name};
use crate::cli::formatting;
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::engine::coverage::history::{CoverageHistory, DualRole, SPLIT_ROLE_SHARE};
use crate::engine::coverage::types::CoverageTally;
use crate::model::team::Team;
use crate::model::time::{Instant, Zone, seconds};
use crate::presentation::numbers::NO_VALUE;

/// Longest period, in days: a year.
pub const MAX_DAYS: i64 = 366;

/// Days per query: a loaded team covers this many days after the requested one.
const CHUNK_DAYS: u64 = 60;

/// JSON of the coverage of a period. Durations are in seconds.
#[derive(Debug, Serialize)]
struct CoveragePeriodJson<'a> {
    from: NaiveDate,
    /// Exclusive.
    to: NaiveDate,
    zone: Zone,
    slot_minutes: u32,
    /// Only time before this instant is counted; null if the whole period is.
    until: Option<String>,
    profiles: Vec<ProfileTallyJson>,
    days: Vec<CoverageDayJson>,
    two_hats: Vec<RoleSplitJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ProfileTallyJson {
    profile: &'static str,
    #[serde(flatten)]
    tally: CoverageTallyJson,
}

#[derive(Debug, Serialize)]
struct CoverageDayJson {
    date: NaiveDate,
    profiles: Vec<ProfileTallyJson>,
}

#[derive(Debug, Serialize)]
struct CoverageTallyJson {
    needed: f64,
    covered: f64,
    stretched: f64,
    gap: f64,
    covered_share: Option<f64>,
}

/// A person stretched between two profiles, over which the role may have to be split.
#[derive(Debug, Serialize)]
struct RoleSplitJson<'a> {
    person: &'a str,
    profiles: [&'static str; 2],
    stretched: f64,
    worked: f64,
    share: f64,
    /// Seconds in which nobody else present held either profile.
    alone: f64,
    needs_two: bool,
    when: Vec<UnseatedIntervalJson>,
}

#[derive(Debug, Serialize)]
struct UnseatedIntervalJson {
    /// The profile left without a seat.
    profile: &'static str,
    from: String,
    to: String,
}

pub fn run(
    first: NaiveDate,
    end: NaiveDate,
    until: Option<Instant>,
    form: OutputArgs,
    context: &CliContext,
) -> anyhow::Result<()> {
    let (team, past) = load_history(first, end, until, context)?;
    let (zone, importance) = (context.settings.zone, context.settings.profile_order);
    let days = past.days.iter().map(|(date, tallies)| CoverageDayJson {
        date: *date,
        profiles: importance
            .into_iter()
            .map(|profile| (profile.name(), tallies[profile as usize]))
            .filter(|(_, tally)| tally.worst().is_some())
            .map(|(profile, tally)| ProfileTallyJson { profile, tally: tally_json(tally) })
            .collect(),
    });
    let totals = past.totals(importance);
    let shown = CoveragePeriodJson {
        from: first,
        to: end,
        zone,
        slot_minutes: context.settings.slot_minutes,
        until: until.map(|at| zone.rfc3339(at)),
        profiles: totals
            .iter()
            .map(|(profile, of)| ProfileTallyJson { profile: profile.name(), tally: tally_json(*of) })
            .collect(),
        days: days.collect(),
        two_hats: past.dual_roles.iter().map(|hats| role_split_json(hats, &team, zone)).collect(),
    };
    print_result(form, &shown, || page(&past, &team, first, end, until.is_some(), context))
}

/// Loads the period in chunks, because a team is loaded around a single day.
fn load_history(
    first: NaiveDate,
    end: NaiveDate,
    until: Option<Instant>,
    context: &CliContext,
) -> anyhow::Result<(Team, CoverageHistory)> {
    let store = context.open_store()?;
    let (zone, importance) = (context.settings.zone, context.settings.profile_order);
    let until = until.unwrap_or_else(|| zone.midnight(end));
    let mut whole = Team::default();
    let mut from = first;
    while from < end {
        let team = store.team(from)?;
        let to = end.min(from + Days::new(CHUNK_DAYS));
        // Each shift and attendance interval counts in the chunk it starts in; the first chunk has the earlier ones.
        let new = |day: NaiveDate| day < to + Days::new(1) && (from == first || day > from);
        whole.shifts.extend(team.shifts.into_iter().filter(|shift| new(shift.day)));
        whole.attendance.extend(team.attendance.into_iter().filter(|stretch| new(zone.date(stretch.from))));
        let known: Vec<i64> = whole.absences.iter().map(|absence| absence.id).collect();
        whole.absences.extend(team.absences.into_iter().filter(|absence| !known.contains(&absence.id)));
        (whole.people, whole.requirements) = (team.people, team.requirements);
        from = to;
    }
    let past =
        whole.roster(zone, importance).as_of(context.now()).history(first, end, until, context.settings.slot_minutes);
    Ok((whole, past))
}

fn tally_json(tally: CoverageTally) -> CoverageTallyJson {
    CoverageTallyJson {
        needed: seconds(tally.needed()),
        covered: seconds(tally.covered),
        stretched: seconds(tally.stretched),
        gap: seconds(tally.gap),
        covered_share: tally.covered_share(),
    }
}

fn role_split_json<'a>(hats: &DualRole, team: &'a Team, zone: Zone) -> RoleSplitJson<'a> {
    RoleSplitJson {
        person: person_name(hats.person, team),
        profiles: hats.profiles.map(|profile| profile.name()),
        stretched: seconds(hats.stretched),
        worked: seconds(hats.worked),
        share: hats.stretched_share(),
        alone: seconds(hats.sole_holder),
        needs_two: hats.should_split(),
        when: (hats.stretched_spans.iter())
            .map(|(profile, time)| UnseatedIntervalJson {
                profile: profile.name(),
                from: zone.rfc3339(time.from),
                to: zone.rfc3339(time.to),
            })
            .collect(),
    }
}

/// `7.5 h`.
fn format_hours(delta: TimeDelta) -> String {
    format!("{} h", delta.num_minutes() as f64 / 60.0)
}

fn page(
    past: &CoverageHistory,
    team: &Team,
    first: NaiveDate,
    end: NaiveDate,
    so_far: bool,
    context: &CliContext,
) -> OutputPage {
    let importance = context.settings.profile_order;
    let last = formatting::format_date(end - Days::new(1));
    let far = if so_far { ", as far as it is over" } else { "" };
    let head = format!("Coverage · {} to {last}{far}", formatting::format_date(first));
    let totals = past.totals(importance);
    if totals.is_empty() {
        return OutputPage::new(head).line("Nobody was needed on these days.");
    }
    let hours_or_none = |delta: TimeDelta| match delta > TimeDelta::zero() {
        true => PageCell::text(format_hours(delta)),
        false => PageCell::none(),
    };
    let share = |tally: &CoverageTally| {
        tally.covered_share().map_or(NO_VALUE.into(), |share| format!("{:.0} %", share * 100.0))
    };
    let columns = |first| {
        let names = ["needed", "covered", "stretched", "gap", "share covered"];
        [PageColumn::truncatable(first, 10)].into_iter().chain(names.map(PageColumn::right)).collect::<Vec<_>>()
    };
    let cells = |name: String, tally: &CoverageTally| {
        let of = [tally.needed(), tally.covered, tally.stretched, tally.gap].map(hours_or_none);
        [PageCell::text(name)].into_iter().chain(of).chain([PageCell::text(share(tally))]).collect::<Vec<_>>()
    };
    let mut by_profile = PageTable::new(columns("profile"));
    totals.iter().for_each(|(profile, tally)| by_profile.add_row(cells(formatting::humanize(profile.name()), tally)));
    let mut by_day = PageTable::new(columns("day"));
    for (date, tallies) in &past.days {
        let all = tallies.iter().fold(CoverageTally::default(), |all, one| all.plus(*one));
        by_day.add_row(cells(formatting::format_date(*date), &all));
    }
    let page = OutputPage::new(head).table(by_profile).table(by_day);
    if !so_far && past.split_candidates().next().is_none() {
        return page;
    }
    let page =
        page.line(format!("One hat only: over {:.0} % of somebody’s hours is too much.", SPLIT_ROLE_SHARE * 100.0));
    if past.dual_roles.is_empty() {
        return page.line("Nobody was stretched between two profiles.");
    }
    past.dual_roles.iter().filter(|hats| hats.should_split() || past.split_candidates().next().is_none()).take(9).fold(
        page,
        |page, hats| {
            let zone = context.settings.zone;
            let [one, other] = hats.profiles.map(|profile| formatting::humanize(profile.name()));
            let needs =
                if hats.should_split() { format!("{one} + {other} now need two people: ") } else { String::new() };
            let text = format!(
                "{needs}{} was stretched between {one} and {other} {} of {} worked ({:.0} %), alone in both {}.",
                person_name(hats.person, team),
                format_hours(hats.stretched),
                format_hours(hats.worked),
                hats.stretched_share() * 100.0,
                format_hours(hats.sole_holder),
            );
            let times = hats.stretched_spans.iter().map(|(profile, time)| {
                let date = zone.date(time.from);
                format!(
                    "{} {} without {}",
                    formatting::format_date(date),
                    format_time_range(time.from, time.to, date, zone),
                    formatting::humanize(profile.name())
                )
            });
            page.line(text).text(&times.collect::<Vec<_>>().join("\n"))
        },
    )
}
