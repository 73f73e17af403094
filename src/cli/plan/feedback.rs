//! `shiftdesk feedback`: customer feedback by theme and department, with its status.

use clap::Subcommand;
use serde::Serialize;

use crate::cli::changes::{ConfirmationArgs, save_record};
use crate::cli::context::{CliContext, load_team};
use crate::cli::formatting::{self, PersonNames, humanize};
use crate::cli::list_export::ExportArgs;
use crate::cli::lookup::{find_record, find_tickets};
use crate::cli::output::{OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::parse;
use crate::cli::text_input::read_text;
use crate::model::feedback::{CustomerFeedbackStatus, Feedback, FeedbackTally, tally_feedback};
use crate::model::ids::{TicketId, WithId};
use crate::model::person::Author;
use crate::model::record::{Record, RecordKind};
use crate::model::table;
use crate::model::text::fold;
use crate::model::time::Zone;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: FeedbackCommand,
}

#[derive(Debug, Subcommand)]
enum FeedbackCommand {
    /// Add customer feedback
    Add(AddFeedbackArgs),
    /// List customer feedback, newest first, with counts by theme and department
    List(ListFeedbackArgs),
    /// Set the status: new, passed_on, answered, done or declined
    Status {
        /// Feedback ID (see `feedback list`)
        id: i64,
        /// Status: new, passed_on, answered, done or declined
        status: CustomerFeedbackStatus,
        /// Answer of the department
        #[arg(long, value_name = "TEXT")]
        answered: Option<String>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// Link tickets
    Link {
        /// Feedback ID (see `feedback list`)
        id: i64,
        /// Tickets with the same feedback
        #[arg(required = true, value_name = "TICKET")]
        tickets: Vec<i64>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
}

#[derive(Debug, clap::Args)]
struct AddFeedbackArgs {
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
    answer: ConfirmationArgs,
}

#[derive(Debug, clap::Args)]
struct ListFeedbackArgs {
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
    form: OutputArgs,
    #[command(flatten)]
    export: ExportArgs,
}

/// JSON of the feedback list.
#[derive(Debug, Serialize)]
struct FeedbackListJson<'a> {
    entries: Vec<FeedbackJson<'a>>,
    themes: Vec<FeedbackCountJson>,
    departments: Vec<FeedbackCountJson>,
}

#[derive(Debug, Serialize)]
struct FeedbackJson<'a> {
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
struct FeedbackCountJson {
    name: String,
    entries: usize,
    open: usize,
    tickets: usize,
}

impl From<FeedbackTally> for FeedbackCountJson {
    fn from(tally: FeedbackTally) -> FeedbackCountJson {
        FeedbackCountJson { name: tally.key, entries: tally.entries, open: tally.open, tickets: tally.tickets }
    }
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        FeedbackCommand::Add(args) => add(args, context),
        FeedbackCommand::List(args) => list(args, context),
        FeedbackCommand::Status { id, status, answered, answer } => set_status(id, status, answered, answer, context),
        FeedbackCommand::Link { id, tickets, answer } => link(id, &tickets, answer, context),
    }
}

fn add(add: AddFeedbackArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let feedback = Feedback {
        theme: add.theme,
        touch_point: add.touch_point,
        department: add.department,
        said: read_text(add.said)?,
        tickets: find_tickets(&store, &add.ticket)?,
        at: context.now(),
        by: context.author(&store)?,
        status: CustomerFeedbackStatus::New,
        passed: None,
        answer: String::new(),
    };
    save_record(&mut store, context, None, Record::Feedback(feedback), add.answer)
}

fn set_status(
    id: i64,
    status: CustomerFeedbackStatus,
    said: Option<String>,
    answer: ConfirmationArgs,
    context: &CliContext,
) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let seen = store.newest_seq()?;
    let entry = find_record(load_team(&store, context)?.feedback, RecordKind::Feedback, id)?;
    let mut after = entry.with_status(status, &context.author(&store)?, context.now());
    if let Some(said) = said {
        after.answer = said;
    }
    save_record(&mut store, context, Some((id, seen)), Record::Feedback(after), answer)
}

fn link(id: i64, numbers: &[i64], answer: ConfirmationArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let seen = store.newest_seq()?;
    let entry = find_record(load_team(&store, context)?.feedback, RecordKind::Feedback, id)?;
    let after = find_tickets(&store, numbers)?.into_iter().fold(entry.it, |entry, ticket| entry.with_ticket(ticket));
    save_record(&mut store, context, Some((id, seen)), Record::Feedback(after), answer)
}

fn feedback_json<'a>(entry: &'a WithId<Feedback>, zone: Zone, names: &PersonNames) -> FeedbackJson<'a> {
    let who =
        |author: &Author| author.person.map_or_else(|| author.login.clone(), |id| formatting::person_name(id, names));
    FeedbackJson {
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

fn list(list: ListFeedbackArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let (team, names, zone) = (load_team(&store, context)?, store.person_names()?, context.settings.zone);
    let from = list.from.as_deref().map(|text| parse::parse_date(text, context)).transpose()?;
    let same = |wanted: &Option<String>, text: &str| wanted.as_ref().is_none_or(|it| fold(it.trim()) == fold(text));
    let fits = |one: &Feedback| {
        (list.all || one.status.is_open())
            && same(&list.theme, &one.theme)
            && same(&list.department, &one.department)
            && from.is_none_or(|day| zone.date(one.at) >= day)
    };
    let mut found: Vec<_> = team.feedback.into_iter().filter(|one| fits(one)).collect();
    found.sort_by_key(|one| std::cmp::Reverse((one.at, one.id)));
    let shown = FeedbackListJson {
        entries: found.iter().map(|one| feedback_json(one, zone, &names)).collect(),
        themes: tally_feedback(&found, |one| &one.theme).into_iter().map(FeedbackCountJson::from).collect(),
        departments: tally_feedback(&found, |one| &one.department).into_iter().map(FeedbackCountJson::from).collect(),
    };
    if list.export.is_requested() {
        return list.export.export(&export_table(&found, &shown.entries), "entry", context);
    }
    print_result(list.form, &shown, || page(&shown))
}

fn page(shown: &FeedbackListJson) -> OutputPage {
    let page = OutputPage::new("What customers say");
    if shown.entries.is_empty() {
        return page.line("Nothing that somebody has to see to; `shiftdesk feedback add` writes something down.");
    }
    let mut entries = PageTable::new([
        PageColumn::right("id"),
        PageColumn::truncatable("theme", 10),
        PageColumn::left("for"),
        PageColumn::left("status"),
        PageColumn::right("tickets"),
        PageColumn::truncatable("said", 16),
    ]);
    for one in &shown.entries {
        entries.add_row([
            PageCell::number(one.id),
            PageCell::text(one.theme),
            PageCell::text(one.department),
            PageCell::text(humanize(one.status)),
            PageCell::number(one.tickets.len()),
            PageCell::text(one.said),
        ]);
    }
    page.table(counts_table("theme", &shown.themes))
        .table(counts_table("department", &shown.departments))
        .table(entries)
}

fn counts_table(of: &'static str, counts: &[FeedbackCountJson]) -> PageTable {
    let mut table = PageTable::new([
        PageColumn::truncatable(of, 12),
        PageColumn::right("tickets"),
        PageColumn::right("entries"),
        PageColumn::right("open"),
    ]);
    for count in counts {
        table.add_row([
            PageCell::text(&count.name),
            PageCell::number(count.tickets),
            PageCell::number(count.entries),
            PageCell::number(count.open),
        ]);
    }
    table
}

fn export_table(found: &[WithId<Feedback>], entries: &[FeedbackJson]) -> table::DataTable {
    let text = |text: &str| table::TableCell::Text(text.to_owned());
    let row = |(one, entry): (&WithId<Feedback>, &FeedbackJson)| {
        let tickets: Vec<_> = entry.tickets.iter().map(ToString::to_string).collect();
        vec![
            table::TableCell::Count(entry.id),
            table::TableCell::Moment(one.at),
            text(&entry.by),
            text(entry.theme),
            entry.touch_point.into(),
            text(entry.department),
            text(entry.said),
            table::TableCell::Count(i64::try_from(tickets.len()).unwrap_or(i64::MAX)),
            text(&tickets.join(" ")),
            text(entry.status),
            entry.passed_by.as_deref().into(),
            one.passed.as_ref().map(|passed| passed.at).into(),
            text(entry.answer),
        ]
    };
    table::DataTable {
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
