//! `shiftdesk shift`: add, edit, remove and list shifts.

mod template;

use chrono::{Days, NaiveDate};
use clap::Subcommand;
use serde::Serialize;

use crate::engine::roster::cells::ShiftPattern;
use crate::events::change::Change;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Hours, Shift};
use crate::model::time::parse_clock;
use super::act::{self, Answer};
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, Failure, one_person, typed, words};

/// Maximum number of days that one command may fill: a year.
const MOST_DAYS: u32 = 366;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add a shift, on one or several consecutive days
    Add(Add),
    /// Edit a shift
    Edit(Edit),
    /// Remove shifts
    Remove {
        /// Shift IDs (see `shift list`)
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[command(flatten)]
        answer: Answer,
    },
    /// Manage shift templates
    Template(template::Args),
    /// List shifts
    List {
        /// First day
        #[arg(long, value_name = "DAY", default_value = "today")]
        from: String,
        /// End of the period, exclusive [default: a week after the first day]
        #[arg(long, value_name = "DAY")]
        to: Option<String>,
        #[command(flatten)]
        form: Form,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Name, or its beginning
    person: String,
    /// Day: 2026-03-02, today or tomorrow
    day: String,
    /// Start time: 8, 8:00 or 22:30
    #[arg(value_parser = parse_clock, required_unless_present = "template", requires = "to")]
    from: Option<u32>,
    /// End time; at or before the start means the next day
    #[arg(value_parser = parse_clock)]
    to: Option<u32>,
    /// Shift name: Morning
    #[arg(long)]
    name: Option<String>,
    /// Use the hours, name and breaks of this template
    #[arg(long, value_name = "NAME", conflicts_with_all = ["from", "name"])]
    template: Option<String>,
    /// Break: 12:00-12:30; repeatable
    #[arg(long = "break", value_name = "FROM-TO", value_parser = typed::span)]
    breaks: Vec<Hours>,
    /// Number of consecutive days
    #[arg(long, value_name = "N", conflicts_with = "until")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_DAYS)))]
    days: Option<u32>,
    /// Last day, inclusive
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Debug, clap::Args)]
struct Edit {
    /// Shift ID (see `shift list`)
    id: i64,
    /// Reassign to this person
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Move to this day
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
    /// Start time
    #[arg(long, value_name = "TIME", value_parser = parse_clock)]
    from: Option<u32>,
    /// End time; at or before the start means the next day
    #[arg(long, value_name = "TIME", value_parser = parse_clock)]
    to: Option<u32>,
    /// Shift name; "" clears it
    #[arg(long)]
    name: Option<String>,
    /// Break, replacing the existing ones; repeatable
    #[arg(long = "break", value_name = "FROM-TO", value_parser = typed::span, conflicts_with = "no_breaks")]
    breaks: Vec<Hours>,
    /// Remove all breaks
    #[arg(long)]
    no_breaks: bool,
    #[command(flatten)]
    answer: Answer,
}

/// JSON of a shift. Timestamps are RFC 3339 in the team's time zone.
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
        Act::Edit(edit) => run_edit(edit, context),
        Act::Remove { ids, answer } => act::remove(context, RecordKind::Shift, &ids, answer),
        Act::Template(args) => template::run(args, context),
        Act::List { from, to, form } => list(&from, to.as_deref(), form, context),
    }
}

/// One transaction per day, so that each can be undone separately.
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
    let mut shape = match (&add.template, add.from.zip(add.to)) {
        (Some(name), _) => ShiftPattern::from(&template::named(&store.templates()?, name)?.it),
        (None, Some((from, to))) => ShiftPattern { name: add.name, ..ShiftPattern::from_hours(Hours::new(from, to)) },
        (None, None) => return Err(Failure::usage("A shift has a beginning and an end: write both, 8 16.")),
    };
    if !add.breaks.is_empty() {
        shape.breaks = add.breaks.iter().map(|pause| typed::within(shape.hours, *pause)).collect();
    }
    for day in first.iter_days().take_while(|day| *day <= last) {
        let shift = shape.to_shift((person, day));
        let outcome = act::make(context, &mut store, Change::Add(Record::Shift(shift)), None)?;
        act::say(&store, &outcome, add.answer)?;
    }
    Ok(())
}

fn run_edit(edit: Edit, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let before = store.shift(edit.id)?.ok_or_else(|| act::unknown(RecordKind::Shift, edit.id))?.it;
    let hours = match (edit.from, edit.to) {
        (None, None) => before.hours,
        (from, to) => Hours::new(from.unwrap_or(before.hours.from), to.unwrap_or(before.hours.to % (24 * 60))),
    };
    let breaks = match edit.breaks.is_empty() {
        _ if edit.no_breaks => Vec::new(),
        true => before.breaks,
        false => edit.breaks.iter().map(|pause| typed::within(hours, *pause)).collect(),
    };
    let shift = Shift {
        person: edit.person.map_or(Ok(before.person), |name| one_person(&store, &name))?,
        day: edit.day.map_or(Ok(before.day), |day| typed::day(&day, context))?,
        hours,
        name: edit.name.map_or(before.name, |name| Some(name).filter(|name| !name.trim().is_empty())),
        breaks,
    };
    let change = Change::Replace { kind: RecordKind::Shift, id: edit.id, record: Some(Record::Shift(shift)) };
    let outcome = act::make(context, &mut store, change, None)?;
    act::say(&store, &outcome, edit.answer)
}

fn list(from: &str, to: Option<&str>, form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let zone = context.settings.zone;
    let (first, last) = typed::days(from, to, context)?;
    let shifts = store.shifts(first, last)?;
    let names = store.person_names()?;
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
            let breaks: Vec<_> = shift.breaks.iter().map(|pause| pause.to_string()).collect();
            table.row([
                Cell::text(words::day(shift.day)),
                Cell::text(shift.hours.to_string()),
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
