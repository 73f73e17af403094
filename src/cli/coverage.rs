//! `shiftdesk coverage`: coverage of the required profiles by slot, by day, over four weeks, or in a what-if scenario.

pub mod days;
pub mod slot_text;
pub mod what_if;

use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use super::{formatting, parse};
use crate::cli::context::CliContext;
use crate::cli::coverage::slot_text::{
    describe_seated, format_time_of_day, format_time_range, person_name, person_names,
};
use crate::cli::failure::Failure;
use crate::engine::coverage::history::LOOKBACK_DAYS;
use crate::engine::coverage::types::{CoverageSlot, ProfileCoverage};
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::time::{Instant, Zone};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: OutputArgs,
    /// Day: 2026-03-02, today or tomorrow
    #[arg(long, value_name = "DAY", default_value = "today")]
    date: String,
    /// The ISO week of --date, day by day
    #[arg(long, conflicts_with_all = ["month", "from", "what_if"])]
    week: bool,
    /// The last four weeks, and which roles should be split between two people
    #[arg(long, conflicts_with_all = ["from", "what_if", "date"])]
    month: bool,
    /// First day of a period, day by day
    #[arg(long, value_name = "DAY", conflicts_with_all = ["what_if", "date"])]
    from: Option<String>,
    /// End of the period, exclusive [default: a week after the first day]
    #[arg(long, value_name = "DAY", requires = "from")]
    to: Option<String>,
    /// Print what a scenario would change, such as "Minh is sick, Hoa works 14-22"; saves nothing
    #[arg(long, value_name = "SENTENCE")]
    what_if: Option<String>,
}

/// JSON of a day's coverage.
#[derive(Debug, Serialize)]
struct CoverageJson<'a> {
    date: NaiveDate,
    zone: Zone,
    slot_minutes: u32,
    profiles: Vec<ProfileCoverageJson<'a>>,
}

#[derive(Debug, Serialize)]
struct ProfileCoverageJson<'a> {
    profile: &'static str,
    slots: Vec<CoverageSlotJson<'a>>,
}

#[derive(Debug, Serialize)]
struct CoverageSlotJson<'a> {
    from: String,
    need: u32,
    /// Present people who hold the profile, including those seated in their other profile.
    present: u32,
    /// Filled seats.
    seated: usize,
    state: &'static str,
    /// Names of the people seated.
    who: Vec<&'a str>,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let date = parse::parse_date(&args.date, context)?;
    if let Some(text) = &args.what_if {
        return what_if::run(text, date, args.form, context);
    }
    if args.week {
        let monday = date - Days::new(u64::from(date.weekday().num_days_from_monday()));
        return days::run(monday, monday + Days::new(7), None, args.form, context);
    }
    if args.month {
        let end = context.settings.zone.date(context.now()) + Days::new(1);
        return days::run(end - Days::new(LOOKBACK_DAYS.into()), end, Some(context.now()), args.form, context);
    }
    if let Some(from) = &args.from {
        let (first, last) = parse::parse_date_range(from, args.to.as_deref(), context)?;
        if (last - first).num_days() > days::MAX_DAYS {
            return Err(Failure::usage(format!(
                "At most {} days at once; choose --to nearer to --from.",
                days::MAX_DAYS
            )));
        }
        return days::run(first, last + Days::new(1), None, args.form, context);
    }
    let store = context.open_store()?;
    let (zone, slot_minutes) = (context.settings.zone, context.settings.slot_minutes);
    let team = store.team(date)?;
    let roster = team.roster(zone, context.settings.profile_order).as_of(context.now());
    let rows = roster.coverage_of_day(date, slot_minutes);
    let shown = CoverageJson {
        date,
        zone,
        slot_minutes,
        profiles: rows.iter().map(|row| profile_coverage_json(row, &team, zone)).collect(),
    };
    print_result(args.form, &shown, || {
        let page = page(&rows, &team, date, zone);
        roster.sole_holders(date, slot_minutes).iter().fold(page, |page, (person, times)| {
            let times: Vec<_> = times.iter().map(|time| format_time_range(time.from, time.to, date, zone)).collect();
            let pair = profile_pair(*person, &team);
            page.line(format!("{} is the only one for {pair}: {}.", person_name(*person, &team), times.join(", ")))
        })
    })
}

/// `field expert and customer champion`.
fn profile_pair(person: PersonId, team: &Team) -> String {
    let known = team.people.get(&person);
    let held = known.into_iter().flat_map(|known| [known.primary, known.second]).flatten();
    held.map(|profile| formatting::humanize(profile.name())).collect::<Vec<_>>().join(" and ")
}

fn profile_coverage_json<'a>(row: &ProfileCoverage, team: &'a Team, zone: Zone) -> ProfileCoverageJson<'a> {
    let slot = |slot: &CoverageSlot| CoverageSlotJson {
        from: zone.rfc3339(slot.time.from),
        need: slot.need,
        present: slot.present,
        seated: slot.seated.len(),
        state: slot.state.name(),
        who: person_names(&slot.seated, team),
    };
    ProfileCoverageJson { profile: row.profile.name(), slots: row.slots.iter().map(slot).collect() }
}

fn page(rows: &[ProfileCoverage], team: &Team, date: NaiveDate, zone: Zone) -> OutputPage {
    let head = format!("Coverage · {}", formatting::format_date(date));
    if rows.is_empty() {
        return OutputPage::new(head).line(
            "Nobody is needed on this day. `shiftdesk requirement add PROFILE FROM TO` says what the desk needs.",
        );
    }
    let mut table = PageTable::new([
        PageColumn::truncatable("profile", 12),
        PageColumn::left("from"),
        PageColumn::left("to"),
        PageColumn::right("need"),
        PageColumn::right("in"),
        PageColumn::left("state"),
        PageColumn::truncatable("seated", 12),
    ]);
    for row in rows {
        for (slot, until) in merge_equal_slots(&row.slots) {
            table.add_row([
                PageCell::text(formatting::humanize(row.profile.name())),
                PageCell::text(format_time_of_day(slot.time.from, date, zone)),
                PageCell::text(format_time_of_day(until, date, zone)),
                PageCell::number(slot.need),
                PageCell::number(slot.present),
                PageCell::text(slot.state.name()),
                PageCell::optional(Some(describe_seated(slot, team))),
            ]);
        }
    }
    OutputPage::new(head).table(table)
}

/// Merges adjacent equal slots: the first slot and the end of the last.
fn merge_equal_slots(slots: &[CoverageSlot]) -> Vec<(&CoverageSlot, Instant)> {
    let mut runs: Vec<(&CoverageSlot, Instant)> = Vec::new();
    for slot in slots {
        let alike = |first: &CoverageSlot| CoverageSlot { time: slot.time, ..first.clone() } == *slot;
        match runs.last_mut() {
            Some((first, until)) if *until == slot.time.from && alike(first) => *until = slot.time.to,
            _ => runs.push((slot, slot.time.to)),
        }
    }
    runs
}
