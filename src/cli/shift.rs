//! `shiftdesk shift`: who works when.

use chrono::{Days, NaiveDate};
use clap::Subcommand;
use serde::Serialize;

use super::act::{self, Answer};
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, Failure, one_person, typed, words};
use crate::domain::change::Change;
use crate::domain::record::Record;
use crate::domain::shift::{Hours, Shift};
use crate::domain::time::parse_clock;

/// As many days as one act may fill: a year.
const MOST_DAYS: u32 = 366;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add a shift, on one day or on several that follow each other
    Add(Add),
    /// Print the shifts of some days
    List {
        /// The first day
        #[arg(long, value_name = "DAY", default_value = "today")]
        from: String,
        /// The day after the last one [default: a week after the first]
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        #[command(flatten)]
        form: Form,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// A name, or its beginning
    person: String,
    /// 2026-03-02, today or tomorrow
    day: String,
    /// When it begins: 8, 8:00 or 22:30
    #[arg(value_parser = parse_clock)]
    from: u32,
    /// When it ends; at or before the beginning is on the next day
    #[arg(value_parser = parse_clock)]
    to: u32,
    /// What the team calls it: Morning
    #[arg(long)]
    name: Option<String>,
    /// Hours in which they are not there: 12:00-12:30; may be given several times
    #[arg(long = "break", value_name = "FROM-TO", value_parser = typed::span)]
    breaks: Vec<Hours>,
    /// On so many days, one after the other
    #[arg(long, value_name = "N", conflicts_with = "until")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_DAYS)))]
    days: Option<u32>,
    /// On every day up to and with this one
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    #[command(flatten)]
    answer: Answer,
}

/// A shift, as the JSON has it. Its moments are RFC 3339 in the team's zone.
#[derive(Debug, Serialize)]
struct Shown {
    id: i64,
    person: String,
    day: NaiveDate,
    from: String,
    to: String,
    name: Option<String>,
    breaks: Vec<ShownBreak>,
}

#[derive(Debug, Serialize)]
struct ShownBreak {
    from: String,
    to: String,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::Add(add) => run_add(add, context),
        Act::List { from, to, form } => list(&from, to.as_deref(), form, context),
    }
}

/// Each day is an act of its own, so that each can be taken back.
fn run_add(add: Add, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let person = one_person(&store, &add.person)?;
    let first = typed::day(&add.day, context)?;
    let last = match &add.until {
        Some(day) => typed::day(day, context)?,
        None => first + Days::new(u64::from(add.days.unwrap_or(1) - 1)),
    };
    if last < first || last - first >= chrono::TimeDelta::days(i64::from(MOST_DAYS)) {
        return Err(Failure::usage(format!("The last day lies between {first} and a year after it; {last} does not.")));
    }
    let hours = Hours::new(add.from, add.to);
    let breaks: Vec<_> = add.breaks.iter().map(|pause| typed::within(hours, *pause)).collect();
    for day in first.iter_days().take_while(|day| *day <= last) {
        let shift = Shift { person, day, hours, name: add.name.clone(), breaks: breaks.clone() };
        let outcome = act::make(context, &mut store, Change::Add(Record::Shift(shift)), None)?;
        act::say(&store, &outcome, add.answer)?;
    }
    Ok(())
}

fn list(from: &str, to: Option<&str>, form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let zone = context.settings.zone;
    let (first, last) = typed::days(from, to, context)?;
    let shifts = store.shifts(first, last)?;
    let names = store.names()?;
    let shown: Vec<_> = (shifts.iter())
        .map(|shift| Shown {
            id: shift.id,
            person: words::who(shift.person, &names),
            day: shift.day,
            from: zone.rfc3339(shift.starts(zone)),
            to: zone.rfc3339(shift.ends(zone)),
            name: shift.name.clone(),
            breaks: (shift.breaks.iter())
                .map(|pause| ShownBreak {
                    from: zone.rfc3339(zone.at_minute(shift.day, pause.from)),
                    to: zone.rfc3339(zone.at_minute(shift.day, pause.to)),
                })
                .collect(),
        })
        .collect();
    print(form, &shown, || {
        let mut table = Table::new([
            Column::left("day"),
            Column::left("hours"),
            Column::cut("person", 12),
            Column::cut("name", 8),
            Column::cut("breaks", 11),
            Column::right("id"),
        ]);
        for shift in &shifts {
            let breaks: Vec<_> = shift.breaks.iter().map(|pause| words::hours(*pause)).collect();
            table.row([
                Cell::text(words::day(shift.day)),
                Cell::text(words::hours(shift.hours)),
                Cell::text(words::who(shift.person, &names)),
                Cell::maybe(shift.name.as_ref()),
                Cell::maybe(Some(breaks.join(", "))),
                Cell::number(shift.id),
            ]);
        }
        let head = format!("Shifts · {} to {}", words::day(first), words::day(last));
        let page = Page::new(head).table(table);
        if shifts.is_empty() { page.line("Nobody works on these days.") } else { page }
    })
}
