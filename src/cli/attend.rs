//! `shiftdesk attend`: check people in and out, and report adherence.

use chrono::{Days, TimeDelta};
use clap::Subcommand;
use serde::Serialize;

use crate::engine::attendance::{self, Tally, Why};
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::time::{Instant, Period, Zone, seconds};
use crate::store::Store;
use super::act::{self, Answer};
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, Failure, one_person, typed, words};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Check a person in
    In(Turn),
    /// Check a person out
    Out(Turn),
    /// List adherence and conformance per person, and who is late now
    List {
        /// First day [default: a week ago]
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// End of the period, exclusive [default: now]
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        #[command(flatten)]
        form: Form,
    },
}

#[derive(Debug, clap::Args)]
struct Turn {
    /// Name, or its beginning [default: yourself]
    person: Option<String>,
    /// Time [default: now]: 8:05, or 2026-03-02T08:05
    #[arg(long, value_name = "TIME")]
    time: Option<String>,
    #[command(flatten)]
    answer: Answer,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::In(turn) => check(&turn, true, context),
        Act::Out(turn) => check(&turn, false, context),
        Act::List { from, to, form } => list(from.as_deref(), to.as_deref(), form, context),
    }
}

fn check(turn: &Turn, checks_in: bool, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let zone = context.settings.zone;
    let person = whose(turn, &store, context)?;
    let at = turn.time.as_deref().map_or(Ok(context.now()), |text| typed::past(text, context))?;
    let team = store.team(zone.date(at))?;
    let name = || team.name(person).unwrap_or("This person").to_owned();
    let change = match checks_in {
        true => attendance::check_in(&team, person, at),
        false => attendance::check_out(&team, person, at),
    };
    let change = change.map_err(|why| {
        Failure::usage(match why {
            Why::InSince(since) => {
                format!("{} is in since {}; check them out first.", name(), words::moment(since, zone))
            }
            Why::WasIn(Period { from, to }) => {
                let (from, to) = (words::moment(from, zone), words::moment(to, zone));
                format!("{} was in from {from} to {to} already; choose a --time outside of that.", name())
            }
            Why::NotIn => format!("{} is not in; check them in first.", name()),
        })
    })?;
    let outcome = act::make(context, &mut store, change, None)?;
    act::say(&store, &outcome, turn.answer)
}

fn whose(turn: &Turn, store: &Store, context: &Context) -> anyhow::Result<PersonId> {
    match &turn.person {
        Some(name) => one_person(store, name),
        None => context
            .author(store)?
            .person
            .ok_or_else(|| Failure::usage("Say who it is: name a person, or yourself with --as or in the settings.")),
    }
}

/// JSON of a person's attendance: durations in seconds, shares from 0 to 1. All but the name is null if nobody of the
/// team checked in for the person's shifts.
#[derive(Debug, Serialize)]
struct Shown<'a> {
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
struct Report<'a> {
    from: String,
    to: String,
    people: Vec<Shown<'a>>,
    awaited: Vec<Awaited<'a>>,
}

/// A person whose shift has begun and who has not checked in.
#[derive(Debug, Serialize)]
struct Awaited<'a> {
    person: &'a str,
    since: String,
}

fn list(from: Option<&str>, to: Option<&str>, form: Form, context: &Context) -> anyhow::Result<()> {
    const DEFAULT_DAYS: u32 = 7;
    let store = context.store()?;
    let (zone, now) = (context.settings.zone, context.now());
    let (first, end, period) = typed::period(from, to, DEFAULT_DAYS, context)?;
    let team = store.team_between(first - Days::new(1), end + Days::new(1))?;
    let tallies: Vec<_> = (words::by_name(&team).into_iter())
        .map(|person| (person, attendance::tally(&team, zone, person, period, now)))
        .filter(|(person, tally)| tally.is_some() || team.shifts.iter().any(|shift| shift.person == *person))
        .collect();
    let awaited = attendance::awaited(&team, zone, now);
    let report = Report {
        from: zone.rfc3339(period.from),
        to: zone.rfc3339(period.to),
        people: tallies.iter().map(|(person, tally)| shown(*person, tally.as_ref(), &team)).collect(),
        awaited: (awaited.iter())
            .map(|(person, since)| Awaited {
                person: team.name(*person).unwrap_or_default(),
                since: zone.rfc3339(*since),
            })
            .collect(),
    };
    print(form, &report, || page(&tallies, &awaited, &team, period, (zone, now)))
}

fn shown<'a>(person: PersonId, tally: Option<&Tally>, team: &'a Team) -> Shown<'a> {
    let span = |of: fn(&Tally) -> TimeDelta| tally.map(|tally| seconds(of(tally)));
    Shown {
        person: team.name(person).unwrap_or_default(),
        shifts: tally.map(|tally| tally.shifts),
        scheduled: span(|it| it.scheduled),
        worked_as_scheduled: span(|it| it.kept),
        worked: span(|it| it.worked),
        adherence: tally.and_then(Tally::adherence),
        conformance: tally.and_then(Tally::conformance),
        overtime: span(|it| it.overtime),
        late: tally.map(|tally| tally.late),
        late_by: span(|it| it.late_by),
        early: tally.map(|tally| tally.early),
        early_by: span(|it| it.early_by),
        missed: tally.map(|tally| tally.missed),
    }
}

fn page(
    tallies: &[(PersonId, Option<Tally>)],
    awaited: &[(PersonId, Instant)],
    team: &Team,
    period: Period,
    (zone, now): (Zone, Instant),
) -> Page {
    let mut table = Table::new([
        Column::cut("person", 12),
        Column::right("shifts"),
        Column::right("scheduled"),
        Column::right("worked"),
        Column::right("adherence"),
        Column::right("conformance"),
        Column::right("overtime"),
        Column::left("late"),
        Column::left("early"),
        Column::right("missed"),
    ]);
    let often = |n: u32, total: TimeDelta| match n {
        0 => Cell::none(),
        n => Cell::text(format!("{n} × {}", words::span(total / i32::try_from(n).unwrap_or(1)))),
    };
    for (person, tally) in tallies {
        let name = Cell::text(team.name(*person).unwrap_or(words::NONE));
        let Some(tally) = tally else {
            table.row([vec![name], vec![Cell::none(); 9]].concat());
            continue;
        };
        let share = |rate: Option<f64>| rate.map_or_else(Cell::none, |rate| Cell::text(crate::engine::summary::format_percent(rate)));
        let hours = |delta: TimeDelta| Cell::text(words::hours_of_work(delta));
        table.row([
            name,
            Cell::number(tally.shifts),
            hours(tally.scheduled),
            hours(tally.worked),
            share(tally.adherence()),
            share(tally.conformance()),
            hours(tally.overtime),
            often(tally.late, tally.late_by),
            often(tally.early, tally.early_by),
            Cell::number(tally.missed),
        ]);
    }
    let head = format!("Attendance · {} to {}", words::moment(period.from, zone), words::moment(period.to, zone));
    let mut page = Page::new(head).table(table);
    for (person, since) in awaited {
        let late = words::span(now - *since);
        page = page
            .line(format!("{} should be here for {late} and has not come.", team.name(*person).unwrap_or(words::NONE)));
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
