//! `shiftdesk feedback`: customer feedback by theme and department, with its status.

use clap::Subcommand;
use serde::Serialize;

use crate::cli::act::Answer;
use crate::cli::handed::Handed;
use crate::cli::output::{Form, print};
use crate::cli::page::{Cell, Column, Page, Table};
use crate::cli::ticket::read;
use crate::cli::words::{self, Names, word};
use crate::cli::{Context, typed};
use crate::model::feedback::{Feedback, Status, Tally, tally};
use crate::model::ids::TicketId;
use crate::model::person::Author;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::table;
use crate::model::text::fold;
use crate::model::time::Zone;
use super::{one, team, tickets, write};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Add customer feedback
    Add(Add),
    /// List customer feedback, newest first, with counts by theme and department
    List(List),
    /// Set the status: new, passed_on, answered, done or declined
    Status {
        /// Feedback ID (see `feedback list`)
        id: i64,
        /// Status: new, passed_on, answered, done or declined
        status: Status,
        /// Answer of the department
        #[arg(long, value_name = "TEXT")]
        answered: Option<String>,
        #[command(flatten)]
        answer: Answer,
    },
    /// Link tickets
    Link {
        /// Feedback ID (see `feedback list`)
        id: i64,
        /// Tickets with the same feedback
        #[arg(required = true, value_name = "TICKET")]
        tickets: Vec<i64>,
        #[command(flatten)]
        answer: Answer,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// What the customer said; - reads stdin
    said: String,
    /// Theme, in a few recurring words: "delivery date"
    #[arg(long, value_name = "TEXT")]
    theme: String,
    /// Responsible department: product, sales, …
    #[arg(long = "for", value_name = "DEPARTMENT")]
    department: String,
    /// Touch point: "order mail"
    #[arg(long, value_name = "TEXT")]
    touch_point: Option<String>,
    /// Linked ticket; repeatable
    #[arg(long, value_name = "ID")]
    ticket: Vec<i64>,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Include done and declined feedback
    #[arg(long)]
    all: bool,
    /// Only this theme
    #[arg(long, value_name = "TEXT")]
    theme: Option<String>,
    /// Only this department
    #[arg(long = "for", value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Only from this day
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    handed: Handed,
}

/// JSON of the feedback list.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    entries: Vec<Entry<'a>>,
    themes: Vec<Count>,
    departments: Vec<Count>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    id: i64,
    at: String,
    by: String,
    theme: &'a str,
    touch_point: Option<&'a str>,
    department: &'a str,
    said: &'a str,
    tickets: &'a [TicketId],
    status: &'static str,
    passed_by: Option<String>,
    passed: Option<String>,
    answer: &'a str,
}

/// JSON of the counts for a theme or department; `tickets` counts distinct tickets.
#[derive(Debug, Serialize)]
struct Count {
    name: String,
    entries: usize,
    open: usize,
    tickets: usize,
}

impl From<Tally> for Count {
    fn from(tally: Tally) -> Count {
        Count { name: tally.key, entries: tally.entries, open: tally.open, tickets: tally.tickets }
    }
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::Add(args) => add(args, context),
        Act::List(args) => list(args, context),
        Act::Status { id, status, answered, answer } => put(id, status, answered, answer, context),
        Act::Link { id, tickets, answer } => link(id, &tickets, answer, context),
    }
}

fn add(add: Add, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let feedback = Feedback {
        theme: add.theme,
        touch_point: add.touch_point,
        department: add.department,
        said: read(add.said)?,
        tickets: tickets(&store, &add.ticket)?,
        at: context.now(),
        by: context.author(&store)?,
        status: Status::New,
        passed: None,
        answer: String::new(),
    };
    write(&mut store, context, None, Record::Feedback(feedback), add.answer)
}

fn put(id: i64, status: Status, said: Option<String>, answer: Answer, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let seen = store.newest_seq()?;
    let entry = one(team(&store, context)?.feedback, RecordKind::Feedback, id)?;
    let mut after = entry.put(status, &context.author(&store)?, context.now());
    if let Some(said) = said {
        after.answer = said;
    }
    write(&mut store, context, Some((id, seen)), Record::Feedback(after), answer)
}

fn link(id: i64, numbers: &[i64], answer: Answer, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let seen = store.newest_seq()?;
    let entry = one(team(&store, context)?.feedback, RecordKind::Feedback, id)?;
    let after = tickets(&store, numbers)?.into_iter().fold(entry.it, |entry, ticket| entry.linked(ticket));
    write(&mut store, context, Some((id, seen)), Record::Feedback(after), answer)
}

fn entry<'a>(entry: &'a Numbered<Feedback>, zone: Zone, names: &Names) -> Entry<'a> {
    let who = |author: &Author| author.person.map_or_else(|| author.login.clone(), |id| words::who(id, names));
    Entry {
        id: entry.id,
        at: zone.rfc3339(entry.at),
        by: who(&entry.by),
        theme: &entry.theme,
        touch_point: entry.touch_point.as_deref(),
        department: &entry.department,
        said: &entry.said,
        tickets: &entry.tickets,
        status: entry.status.name(),
        passed_by: entry.passed.as_ref().map(|passed| who(&passed.by)),
        passed: entry.passed.as_ref().map(|passed| zone.rfc3339(passed.at)),
        answer: &entry.answer,
    }
}

fn list(list: List, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let (team, names, zone) = (team(&store, context)?, store.person_names()?, context.settings.zone);
    let from = list.from.as_deref().map(|text| typed::day(text, context)).transpose()?;
    let same = |wanted: &Option<String>, text: &str| wanted.as_ref().is_none_or(|it| fold(it.trim()) == fold(text));
    let fits = |one: &Feedback| {
        (list.all || one.status.is_open())
            && same(&list.theme, &one.theme)
            && same(&list.department, &one.department)
            && from.is_none_or(|day| zone.date(one.at) >= day)
    };
    let mut found: Vec<_> = team.feedback.into_iter().filter(|one| fits(one)).collect();
    found.sort_by_key(|one| std::cmp::Reverse((one.at, one.id)));
    let shown = Shown {
        entries: found.iter().map(|one| entry(one, zone, &names)).collect(),
        themes: tally(&found, |one| &one.theme).into_iter().map(Count::from).collect(),
        departments: tally(&found, |one| &one.department).into_iter().map(Count::from).collect(),
    };
    if list.handed.wanted() {
        return list.handed.hand(&as_table(&found, &shown.entries), "entry", context);
    }
    print(list.form, &shown, || page(&shown))
}

fn page(shown: &Shown) -> Page {
    let page = Page::new("What customers say");
    if shown.entries.is_empty() {
        return page.line("Nothing that somebody has to see to; `shiftdesk feedback add` writes something down.");
    }
    let mut entries = Table::new([
        Column::right("id"),
        Column::cut("theme", 10),
        Column::left("for"),
        Column::left("status"),
        Column::right("tickets"),
        Column::cut("said", 16),
    ]);
    for one in &shown.entries {
        entries.row([
            Cell::number(one.id),
            Cell::text(one.theme),
            Cell::text(one.department),
            Cell::text(word(one.status)),
            Cell::number(one.tickets.len()),
            Cell::text(one.said),
        ]);
    }
    page.table(counts("theme", &shown.themes)).table(counts("department", &shown.departments)).table(entries)
}

fn counts(of: &'static str, counts: &[Count]) -> Table {
    let mut table =
        Table::new([Column::cut(of, 12), Column::right("tickets"), Column::right("entries"), Column::right("open")]);
    for count in counts {
        table.row([
            Cell::text(&count.name),
            Cell::number(count.tickets),
            Cell::number(count.entries),
            Cell::number(count.open),
        ]);
    }
    table
}

fn as_table(found: &[Numbered<Feedback>], entries: &[Entry]) -> table::Table {
    let text = |text: &str| table::Cell::Text(text.to_owned());
    let row = |(one, entry): (&Numbered<Feedback>, &Entry)| {
        let tickets: Vec<_> = entry.tickets.iter().map(ToString::to_string).collect();
        vec![
            table::Cell::Count(entry.id),
            table::Cell::Moment(one.at),
            text(&entry.by),
            text(entry.theme),
            entry.touch_point.into(),
            text(entry.department),
            text(entry.said),
            table::Cell::Count(i64::try_from(tickets.len()).unwrap_or(i64::MAX)),
            text(&tickets.join(" ")),
            text(entry.status),
            entry.passed_by.as_deref().into(),
            one.passed.as_ref().map(|passed| passed.at).into(),
            text(entry.answer),
        ]
    };
    table::Table {
        columns: vec![
            "id",
            "at",
            "by",
            "theme",
            "touch_point",
            "department",
            "said",
            "tickets",
            "ticket_ids",
            "status",
            "passed_by",
            "passed_at",
            "answer",
        ],
        rows: found.iter().zip(entries).map(row).collect(),
    }
}
