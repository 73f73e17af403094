//! `shiftdesk shift`: add, edit, remove and list shifts.

pub mod template;

use chrono::{Days, NaiveDate};
use clap::Subcommand;
use serde::Serialize;

use super::changes::{self, ConfirmationArgs};
use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use super::{formatting, parse};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::lookup::{find_person, record_not_found};
use crate::engine::roster::cells::ShiftPattern;
use crate::events::change::Change;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Hours, Shift};
use crate::model::time::parse_clock;

/// Maximum number of days that one command may fill: a year.
const MAX_DAYS: u32 = 366;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: ShiftCommand,
}

#[derive(Debug, Subcommand)]
enum ShiftCommand {
    /// Add a shift, on one or several consecutive days
    Add(AddShiftArgs),
    /// Edit a shift
    Edit(EditShiftArgs),
    /// Remove shifts
    Remove {
        /// Shift IDs (see `shift list`)
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[command(flatten)]
        answer: ConfirmationArgs,
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
        form: OutputArgs,
    },
}

#[derive(Debug, clap::Args)]
struct AddShiftArgs {
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
    #[arg(long = "break", value_name = "FROM-TO", value_parser = parse::parse_hours)]
    breaks: Vec<Hours>,
    /// Number of consecutive days
    #[arg(long, value_name = "N", conflicts_with = "until")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_DAYS)))]
    days: Option<u32>,
    /// Last day, inclusive
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

#[derive(Debug, clap::Args)]
struct EditShiftArgs {
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
    #[arg(long = "break", value_name = "FROM-TO", value_parser = parse::parse_hours, conflicts_with = "no_breaks")]
    breaks: Vec<Hours>,
    /// Remove all breaks
    #[arg(long)]
    no_breaks: bool,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

/// JSON of a shift. Timestamps are RFC 3339 in the team's time zone.
#[derive(Debug, Serialize)]
struct ShiftJson {
    id: i64,
    person: String,
    day: NaiveDate,
    from: String,
    to: String,
    name: Option<String>,
    breaks: Vec<ShiftBreakJson>,
}

#[derive(Debug, Serialize)]
struct ShiftBreakJson {
    from: String,
    to: String,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        ShiftCommand::Add(add) => run_add(add, context),
        ShiftCommand::Edit(edit) => run_edit(edit, context),
        ShiftCommand::Remove { ids, answer } => changes::remove_records(context, RecordKind::Shift, &ids, answer),
        ShiftCommand::Template(args) => template::run(args, context),
        ShiftCommand::List { from, to, form } => list(&from, to.as_deref(), form, context),
    }
}

/// One transaction per day, so that each can be undone separately.
fn run_add(add: AddShiftArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let person = find_person(&store, &add.person)?;
    let first = parse::parse_date(&add.day, context)?;
    let last = match &add.until {
        Some(day) => parse::parse_date(day, context)?,
        None => first + Days::new(u64::from(add.days.unwrap_or(1) - 1)),
    };
    if last < first || last - first >= chrono::TimeDelta::days(i64::from(MAX_DAYS)) {
        return Err(Failure::usage(format!("The last day lies between {first} and a year after it; {last} does not.")));
    }
    let mut shape = match (&add.template, add.from.zip(add.to)) {
        (Some(name), _) => ShiftPattern::from(&template::find_template(&store.templates()?, name)?.it),
        (None, Some((from, to))) => ShiftPattern { name: add.name, ..ShiftPattern::from_hours(Hours::new(from, to)) },
        (None, None) => return Err(Failure::usage("A shift has a beginning and an end: write both, 8 16.")),
    };
    if !add.breaks.is_empty() {
        shape.breaks = add.breaks.iter().map(|pause| parse::align_break(shape.hours, *pause)).collect();
    }
    for day in first.iter_days().take_while(|day| *day <= last) {
        let shift = shape.to_shift((person, day));
        let outcome = changes::apply_change(context, &mut store, Change::AddRecord(Record::Shift(shift)), None)?;
        changes::print_confirmation(&store, &outcome, add.answer)?;
    }
    Ok(())
}

fn run_edit(edit: EditShiftArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let before = store.shift(edit.id)?.ok_or_else(|| record_not_found(RecordKind::Shift, edit.id))?.it;
    let hours = match (edit.from, edit.to) {
        (None, None) => before.hours,
        (from, to) => Hours::new(from.unwrap_or(before.hours.from), to.unwrap_or(before.hours.to % (24 * 60))),
    };
    let breaks = match edit.breaks.is_empty() {
        _ if edit.no_breaks => Vec::new(),
        true => before.breaks,
        false => edit.breaks.iter().map(|pause| parse::align_break(hours, *pause)).collect(),
    };
    let shift = Shift {
        person: edit.person.map_or(Ok(before.person), |name| find_person(&store, &name))?,
        day: edit.day.map_or(Ok(before.day), |day| parse::parse_date(&day, context))?,
        hours,
        name: edit.name.map_or(before.name, |name| Some(name).filter(|name| !name.trim().is_empty())),
        breaks,
    };
    let change = Change::ReplaceRecord { kind: RecordKind::Shift, id: edit.id, record: Some(Record::Shift(shift)) };
    let outcome = changes::apply_change(context, &mut store, change, None)?;
    changes::print_confirmation(&store, &outcome, edit.answer)
}

fn list(from: &str, to: Option<&str>, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let zone = context.settings.zone;
    let (first, last) = parse::parse_date_range(from, to, context)?;
    let shifts = store.shifts(first, last)?;
    let names = store.person_names()?;
    let shown: Vec<_> = (shifts.iter())
        .map(|shift| ShiftJson {
            id: shift.id,
            person: formatting::person_name(shift.person, &names),
            day: shift.day,
            from: zone.rfc3339(shift.starts(zone)),
            to: zone.rfc3339(shift.ends(zone)),
            name: shift.name.clone(),
            breaks: (shift.breaks.iter())
                .map(|pause| ShiftBreakJson {
                    from: zone.rfc3339(zone.at_minute(shift.day, pause.from)),
                    to: zone.rfc3339(zone.at_minute(shift.day, pause.to)),
                })
                .collect(),
        })
        .collect();
    print_result(form, &shown, || {
        let mut table = PageTable::new([
            PageColumn::left("day"),
            PageColumn::left("hours"),
            PageColumn::truncatable("person", 12),
            PageColumn::truncatable("name", 8),
            PageColumn::truncatable("breaks", 11),
            PageColumn::right("id"),
        ]);
        for shift in &shifts {
            let breaks: Vec<_> = shift.breaks.iter().map(|pause| pause.to_string()).collect();
            table.add_row([
                PageCell::text(formatting::format_date(shift.day)),
                PageCell::text(shift.hours.to_string()),
                PageCell::text(formatting::person_name(shift.person, &names)),
                PageCell::optional(shift.name.as_ref()),
                PageCell::optional(Some(breaks.join(", "))),
                PageCell::number(shift.id),
            ]);
        }
        let head = format!("Shifts · {} to {}", formatting::format_date(first), formatting::format_date(last));
        let page = OutputPage::new(head).table(table);
        if shifts.is_empty() { page.line("Nobody works on these days.") } else { page }
    })
}
