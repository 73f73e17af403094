//! `shiftdesk absence`: add, edit, remove and list absences.

use chrono::NaiveDate;
use clap::Subcommand;
use serde::Serialize;

use crate::events::change::Change;
use crate::model::record::{Record, RecordKind};
use crate::model::shift::{Absence, AbsenceKind, Hours};
use crate::model::time::clock;
use super::act::{self, Answer};
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, one_person, typed, words};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add an absence
    Add(Add),
    /// Edit an absence
    Edit(Edit),
    /// Remove absences
    Remove {
        /// Absence IDs (see `absence list`)
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
        #[command(flatten)]
        answer: Answer,
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
        form: Form,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// Name, or its beginning
    person: String,
    /// Kind: sick, leave, training, late or other
    kind: AbsenceKind,
    /// First day: 2026-03-02, today or tomorrow
    first: String,
    /// Last day, inclusive [default: the first day]
    last: Option<String>,
    /// Hours of each day, if not all day: 9:00-11:00
    #[arg(long, value_name = "FROM-TO", value_parser = typed::span)]
    hours: Option<Hours>,
    /// Note
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Debug, clap::Args)]
struct Edit {
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
    #[arg(long, value_name = "FROM-TO", value_parser = typed::span, conflicts_with = "all_day")]
    hours: Option<Hours>,
    /// All day
    #[arg(long)]
    all_day: bool,
    /// Note; "" clears it
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    answer: Answer,
}

/// JSON of an absence. Both days are inclusive; `from` and `to` are local times of each day.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    id: i64,
    person: String,
    kind: &'static str,
    first: NaiveDate,
    last: NaiveDate,
    from: Option<String>,
    to: Option<String>,
    note: Option<&'a str>,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::Add(add) => run_add(add, context),
        Act::Edit(edit) => run_edit(edit, context),
        Act::Remove { ids, answer } => act::remove(context, RecordKind::Absence, &ids, answer),
        Act::List { from, to, form } => list(&from, to.as_deref(), form, context),
    }
}

fn run_add(add: Add, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let first = typed::day(&add.first, context)?;
    let absence = Absence {
        person: one_person(&store, &add.person)?,
        kind: add.kind,
        first,
        last: add.last.as_deref().map(|day| typed::day(day, context)).transpose()?.unwrap_or(first),
        hours: add.hours,
        note: add.note,
    };
    let outcome = act::make(context, &mut store, Change::Add(Record::Absence(absence)), None)?;
    act::say(&store, &outcome, add.answer)
}

fn run_edit(edit: Edit, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let before = store.absence(edit.id)?.ok_or_else(|| act::unknown(RecordKind::Absence, edit.id))?.it;
    let day = |text: Option<String>, otherwise| text.map_or(Ok(otherwise), |text| typed::day(&text, context));
    let absence = Absence {
        person: before.person,
        kind: edit.kind.unwrap_or(before.kind),
        first: day(edit.first, before.first)?,
        last: day(edit.last, before.last)?,
        hours: if edit.all_day { None } else { edit.hours.or(before.hours) },
        note: edit.note.map_or(before.note, |note| Some(note).filter(|note| !note.trim().is_empty())),
    };
    let change = Change::Replace { kind: RecordKind::Absence, id: edit.id, record: Some(Record::Absence(absence)) };
    let outcome = act::make(context, &mut store, change, None)?;
    act::say(&store, &outcome, edit.answer)
}

fn list(from: &str, to: Option<&str>, form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let (first, last) = typed::days(from, to, context)?;
    let absences = store.absences(first, last)?;
    let names = store.person_names()?;
    let shown: Vec<_> = (absences.iter())
        .map(|absence| Shown {
            id: absence.id,
            person: words::who(absence.person, &names),
            kind: absence.kind.name(),
            first: absence.first,
            last: absence.last,
            from: absence.hours.map(|hours| clock(hours.from)),
            to: absence.hours.map(|hours| clock(hours.until())),
            note: absence.note.as_deref(),
        })
        .collect();
    print(form, &shown, || {
        let mut table = Table::new([
            Column::left("first"),
            Column::left("last"),
            Column::left("hours"),
            Column::cut("person", 12),
            Column::left("kind"),
            Column::cut("note", 8),
            Column::right("id"),
        ]);
        for absence in &absences {
            table.row([
                Cell::text(words::day(absence.first)),
                Cell::text(words::day(absence.last)),
                Cell::text(absence.hours.map_or_else(|| "all day".into(), |hours| hours.to_string())),
                Cell::text(words::who(absence.person, &names)),
                Cell::text(absence.kind.name()),
                Cell::maybe(absence.note.as_ref()),
                Cell::number(absence.id),
            ]);
        }
        let head = format!("Absences · {} to {}", words::day(first), words::day(last));
        let page = Page::new(head).table(table);
        if absences.is_empty() { page.line("Nobody is away on these days.") } else { page }
    })
}
