//! `shiftdesk attend`: check people in and out, and report adherence.

use chrono::{Days, TimeDelta};
use clap::Subcommand;
use serde::Serialize;

use super::changes::{self, ConfirmationArgs};
use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use super::{formatting, parse};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::lookup::find_person;
use crate::engine::attendance::{self, AttendanceSummary, CheckInError};
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone, seconds};
use crate::presentation::numbers::NO_VALUE;
use crate::store::Store;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: AttendanceCommand,
}

#[derive(Debug, Subcommand)]
enum AttendanceCommand {
    /// Check a person in
    In(CheckInArgs),
    /// Check a person out
    Out(CheckInArgs),
    /// List adherence and conformance per person, and who is late now
    List {
        /// First day [default: a week ago]
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// End of the period, exclusive [default: now]
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        #[command(flatten)]
        form: OutputArgs,
    },
}

#[derive(Debug, clap::Args)]
struct CheckInArgs {
    /// Name, or its beginning [default: yourself]
    person: Option<String>,
    /// Time [default: now]: 8:05, or 2026-03-02T08:05
    #[arg(long, value_name = "TIME")]
    time: Option<String>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        AttendanceCommand::In(turn) => check_in_or_out(&turn, true, context),
        AttendanceCommand::Out(turn) => check_in_or_out(&turn, false, context),
        AttendanceCommand::List { from, to, form } => list(from.as_deref(), to.as_deref(), form, context),
    }
}

fn check_in_or_out(turn: &CheckInArgs, checks_in: bool, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let zone = context.settings.zone;
    let person = resolve_person(turn, &store, context)?;
    let at = turn.time.as_deref().map_or(Ok(context.now()), |text| parse::parse_past_time(text, context))?;
    let team = store.team(zone.date(at))?;
    let name = || team.name(person).unwrap_or("This person").to_owned();
    let change = match checks_in {
        true => attendance::check_in(&team, person, at),
        false => attendance::check_out(&team, person, at),
    };
    let change = change.map_err(|why| {
        Failure::usage(match why {
            CheckInError::AlreadyIn(since) => {
                format!("{} is in since {}; check them out first.", name(), formatting::format_timestamp(since, zone))
            }
            CheckInError::AlreadyRecorded(Period { from, to }) => {
                let (from, to) = (formatting::format_timestamp(from, zone), formatting::format_timestamp(to, zone));
                format!("{} was in from {from} to {to} already; choose a --time outside of that.", name())
            }
            CheckInError::NotIn => format!("{} is not in; check them in first.", name()),
        })
    })?;
    let outcome = changes::apply_change(context, &mut store, change, None)?;
    changes::print_confirmation(&store, &outcome, turn.answer)
}

fn resolve_person(turn: &CheckInArgs, store: &Store, context: &CliContext) -> anyhow::Result<PersonId> {
    match &turn.person {
        Some(name) => find_person(store, name),
        None => context
            .author(store)?
            .person
            .ok_or_else(|| Failure::usage("Say who it is: name a person, or yourself with --as or in the settings.")),
    }
}

/// JSON of a person's attendance: durations in seconds, shares from 0 to 1. All but the name is null if nobody of the
/// team checked in for the person's shifts.
#[derive(Debug, Serialize)]
struct AttendanceJson<'a> {
    person: &'a str,
    shifts: Option<u32>,
    scheduled: Option<f64>,
    worked_as_scheduled: Option<f64>,
    worked: Option<f64>,
    adherence: Option<f64>,
    conformance: Option<f64>,
    overtime: Option<f64>,
    late: Option<u32>,
    late_by: Option<f64>,
    early: Option<u32>,
    early_by: Option<f64>,
    missed: Option<u32>,
}

#[derive(Debug, Serialize)]
struct AttendanceReportJson<'a> {
    from: String,
    to: String,
    people: Vec<AttendanceJson<'a>>,
    awaited: Vec<AwaitedPersonJson<'a>>,
}

/// A person whose shift has begun and who has not checked in.
#[derive(Debug, Serialize)]
struct AwaitedPersonJson<'a> {
    person: &'a str,
    since: String,
}

fn list(from: Option<&str>, to: Option<&str>, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    const DEFAULT_DAYS: u32 = 7;
    let store = context.open_store()?;
    let (zone, now) = (context.settings.zone, context.now());
    let (first, end, period) = parse::parse_period(from, to, DEFAULT_DAYS, context)?;
    let team = store.team_between(first - Days::new(1), end + Days::new(1))?;
    let tallies: Vec<_> = (formatting::people_by_name(&team).into_iter())
        .map(|person| (person, attendance::attendance_summary(&team, zone, person, period, now)))
        .filter(|(person, tally)| tally.is_some() || team.shifts.iter().any(|shift| shift.person == *person))
        .collect();
    let awaited = attendance::missing_people(&team, zone, now);
    let report = AttendanceReportJson {
        from: zone.rfc3339(period.from),
        to: zone.rfc3339(period.to),
        people: tallies.iter().map(|(person, tally)| attendance_json(*person, tally.as_ref(), &team)).collect(),
        awaited: (awaited.iter())
            .map(|(person, since)| AwaitedPersonJson {
                person: team.name(*person).unwrap_or_default(),
                since: zone.rfc3339(*since),
            })
            .collect(),
    };
    print_result(form, &report, || page(&tallies, &awaited, &team, period, (zone, now)))
}

fn attendance_json<'a>(person: PersonId, tally: Option<&AttendanceSummary>, team: &'a Team) -> AttendanceJson<'a> {
    let span = |of: fn(&AttendanceSummary) -> TimeDelta| tally.map(|tally| seconds(of(tally)));
    AttendanceJson {
        person: team.name(person).unwrap_or_default(),
        shifts: tally.map(|tally| tally.shifts),
        scheduled: span(|it| it.scheduled),
        worked_as_scheduled: span(|it| it.worked_as_scheduled),
        worked: span(|it| it.worked),
        adherence: tally.and_then(AttendanceSummary::adherence),
        conformance: tally.and_then(AttendanceSummary::conformance),
        overtime: span(|it| it.overtime),
        late: tally.map(|tally| tally.late),
        late_by: span(|it| it.late_by),
        early: tally.map(|tally| tally.left_early),
        early_by: span(|it| it.left_early_by),
        missed: tally.map(|tally| tally.missed),
    }
}

fn page(
    tallies: &[(PersonId, Option<AttendanceSummary>)],
    awaited: &[(PersonId, Instant)],
    team: &Team,
    period: Period,
    (zone, now): (Zone, Instant),
) -> OutputPage {
    let mut table = PageTable::new([
        PageColumn::truncatable("person", 12),
        PageColumn::right("shifts"),
        PageColumn::right("scheduled"),
        PageColumn::right("worked"),
        PageColumn::right("adherence"),
        PageColumn::right("conformance"),
        PageColumn::right("overtime"),
        PageColumn::left("late"),
        PageColumn::left("early"),
        PageColumn::right("missed"),
    ]);
    let often = |n: u32, total: TimeDelta| match n {
        0 => PageCell::none(),
        n => PageCell::text(format!("{n} × {}", formatting::format_duration(total / i32::try_from(n).unwrap_or(1)))),
    };
    for (person, tally) in tallies {
        let name = PageCell::text(team.name(*person).unwrap_or(NO_VALUE));
        let Some(tally) = tally else {
            table.add_row([vec![name], vec![PageCell::none(); 9]].concat());
            continue;
        };
        let share = |rate: Option<f64>| {
            rate.map_or_else(PageCell::none, |rate| PageCell::text(crate::presentation::numbers::format_percent(rate)))
        };
        let hours = |delta: TimeDelta| PageCell::text(formatting::format_work_hours(delta));
        table.add_row([
            name,
            PageCell::number(tally.shifts),
            hours(tally.scheduled),
            hours(tally.worked),
            share(tally.adherence()),
            share(tally.conformance()),
            hours(tally.overtime),
            often(tally.late, tally.late_by),
            often(tally.left_early, tally.left_early_by),
            PageCell::number(tally.missed),
        ]);
    }
    let head = format!(
        "Attendance · {} to {}",
        formatting::format_timestamp(period.from, zone),
        formatting::format_timestamp(period.to, zone)
    );
    let mut page = OutputPage::new(head).table(table);
    for (person, since) in awaited {
        let late = formatting::format_duration(now - *since);
        page = page
            .line(format!("{} should be here for {late} and has not come.", team.name(*person).unwrap_or(NO_VALUE)));
    }
    if tallies.is_empty() {
        return page.line("Nobody works on these days.");
    }
    page = match tallies.iter().any(|(_, tally)| tally.is_none()) {
        true => {
            page.line("–: nobody checked in for these shifts, so nothing is known. `shiftdesk attend in PERSON` does.")
        }
        false => page,
    };
    page.line("Adherence: worked as scheduled ÷ scheduled. Conformance: worked ÷ scheduled. Breaks and absences are off the schedule; five minutes are on time.")
}
