//! `shiftdesk absence`: add, edit, remove and list absences.

use chrono::NaiveDate;
use clap::Subcommand;
use serde::Serialize;

use super::changes::{self, ConfirmationArgs};
use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use super::{formatting, parse};
use crate::cli::context::CliContext;
use crate::cli::lookup::{find_person, record_not_found};
use crate::events::change::Change;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Absence, AbsenceKind, Hours};
use crate::model::time::format_clock;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: AbsenceCommand,
}

#[derive(Debug, Subcommand)]
enum AbsenceCommand {
    /// Add an absence
    Add(AddAbsenceArgs),
    /// Edit an absence
    Edit(EditAbsenceArgs),
    /// Remove absences
    Remove {
        /// Absence IDs (see `absence list`)
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// List absences
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
struct AddAbsenceArgs {
    /// Name, or its beginning
    person: String,
    /// Kind: sick, leave, training, late or other
    kind: AbsenceKind,
    /// First day: 2026-03-02, today or tomorrow
    first: String,
    /// Last day, inclusive [default: the first day]
    last: Option<String>,
    /// Hours of each day, if not all day: 9:00-11:00
    #[arg(long, value_name = "FROM-TO", value_parser = parse::parse_hours)]
    hours: Option<Hours>,
    /// Note
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

#[derive(Debug, clap::Args)]
struct EditAbsenceArgs {
    /// Absence ID (see `absence list`)
    id: i64,
    /// Kind: sick, leave, training, late or other
    #[arg(long, value_name = "KIND")]
    kind: Option<AbsenceKind>,
    /// First day
    #[arg(long, value_name = "DAY")]
    first: Option<String>,
    /// Last day, inclusive
    #[arg(long, value_name = "DAY")]
    last: Option<String>,
    /// Hours of each day, if not all day
    #[arg(long, value_name = "FROM-TO", value_parser = parse::parse_hours, conflicts_with = "all_day")]
    hours: Option<Hours>,
    /// All day
    #[arg(long)]
    all_day: bool,
    /// Note; "" clears it
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    answer: ConfirmationArgs,
}

/// JSON of an absence. Both days are inclusive; `from` and `to` are local times of each day.
#[derive(Debug, Serialize)]
struct AbsenceJson<'a> {
    id: i64,
    person: String,
    kind: &'static str,
    first: NaiveDate,
    last: NaiveDate,
    from: Option<String>,
    to: Option<String>,
    note: Option<&'a str>,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        AbsenceCommand::Add(add) => run_add(add, context),
        AbsenceCommand::Edit(edit) => run_edit(edit, context),
        AbsenceCommand::Remove { ids, answer } => changes::remove_records(context, RecordKind::Absence, &ids, answer),
        AbsenceCommand::List { from, to, form } => list(&from, to.as_deref(), form, context),
    }
}

fn run_add(add: AddAbsenceArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let first = parse::parse_date(&add.first, context)?;
    let absence = Absence {
        person: find_person(&store, &add.person)?,
        kind: add.kind,
        first,
        last: add.last.as_deref().map(|day| parse::parse_date(day, context)).transpose()?.unwrap_or(first),
        hours: add.hours,
        note: add.note,
    };
    let outcome = changes::apply_change(context, &mut store, Change::AddRecord(Record::Absence(absence)), None)?;
    changes::print_confirmation(&store, &outcome, add.answer)
}

fn run_edit(edit: EditAbsenceArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let before = store.absence(edit.id)?.ok_or_else(|| record_not_found(RecordKind::Absence, edit.id))?.it;
    let day = |text: Option<String>, otherwise| text.map_or(Ok(otherwise), |text| parse::parse_date(&text, context));
    let absence = Absence {
        person: before.person,
        kind: edit.kind.unwrap_or(before.kind),
        first: day(edit.first, before.first)?,
        last: day(edit.last, before.last)?,
        hours: if edit.all_day { None } else { edit.hours.or(before.hours) },
        note: edit.note.map_or(before.note, |note| Some(note).filter(|note| !note.trim().is_empty())),
    };
    let change =
        Change::ReplaceRecord { kind: RecordKind::Absence, id: edit.id, record: Some(Record::Absence(absence)) };
    let outcome = changes::apply_change(context, &mut store, change, None)?;
    changes::print_confirmation(&store, &outcome, edit.answer)
}

fn list(from: &str, to: Option<&str>, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let (first, last) = parse::parse_date_range(from, to, context)?;
    let absences = store.absences(first, last)?;
    let names = store.person_names()?;
    let shown: Vec<_> = (absences.iter())
        .map(|absence| AbsenceJson {
            id: absence.id,
            person: formatting::person_name(absence.person, &names),
            kind: absence.kind.name(),
            first: absence.first,
            last: absence.last,
            from: absence.hours.map(|hours| format_clock(hours.from)),
            to: absence.hours.map(|hours| format_clock(hours.clock_end())),
            note: absence.note.as_deref(),
        })
        .collect();
    print_result(form, &shown, || {
        let mut table = PageTable::new([
            PageColumn::left("first"),
            PageColumn::left("last"),
            PageColumn::left("hours"),
            PageColumn::truncatable("person", 12),
            PageColumn::left("kind"),
            PageColumn::truncatable("note", 8),
            PageColumn::right("id"),
        ]);
        for absence in &absences {
            table.add_row([
                PageCell::text(formatting::format_date(absence.first)),
                PageCell::text(formatting::format_date(absence.last)),
                PageCell::text(absence.hours.map_or_else(|| "all day".into(), |hours| hours.to_string())),
                PageCell::text(formatting::person_name(absence.person, &names)),
                PageCell::text(absence.kind.name()),
                PageCell::optional(absence.note.as_ref()),
                PageCell::number(absence.id),
            ]);
        }
        let head = format!("Absences · {} to {}", formatting::format_date(first), formatting::format_date(last));
        let page = OutputPage::new(head).table(table);
        if absences.is_empty() { page.line("Nobody is away on these days.") } else { page }
    })
}
