//! `shiftdesk queue`: lists the queue, most urgent first, or the tickets that match a filter.

pub mod columns;
pub mod filter;

use serde::Serialize;

use super::formatting;
use super::list_export::ExportArgs;
use super::output::{self, OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::context::CliContext;
use crate::engine::board::brief::QueueStatus;
use crate::engine::desk::TicketRow;
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::ticket::Status;
use crate::model::time::{Zone, seconds};
use crate::query::column_values::queue_table;
use crate::query::columns::DEFAULT_EXPORT_COLUMNS;
use crate::query::filter::folded_text::FoldedText;
use crate::query::filter::matching::FilterContext;
use crate::query::sort::QueueSort;
use crate::store::read::TicketSelection;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: OutputArgs,
    #[command(flatten)]
    export: ExportArgs,
    /// Maximum number of tickets
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Only this status: backlog, all, new, open, pending, on_hold, solved or closed
    /// [default: backlog, or all if the filter names solved or closed]
    #[arg(long, value_name = "STATUS", value_parser = parse_status_selection)]
    status: Option<StatusSelection>,
    #[command(flatten)]
    filter: filter::QueueFilterArgs,
}

/// Statuses to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StatusSelection {
    Backlog,
    All,
    Only(Status),
}

fn parse_status_selection(text: &str) -> Result<StatusSelection, String> {
    match text {
        "backlog" => Ok(StatusSelection::Backlog),
        "all" => Ok(StatusSelection::All),
        status => status.parse().map(StatusSelection::Only),
    }
}

impl StatusSelection {
    /// The smallest selection of the store that contains them.
    fn ticket_selection(self) -> TicketSelection {
        match self {
            StatusSelection::Backlog => TicketSelection::Open,
            StatusSelection::Only(status) if status.in_backlog() => TicketSelection::Open,
            StatusSelection::All | StatusSelection::Only(_) => TicketSelection::All,
        }
    }
}

/// JSON of a ticket: durations in seconds, timestamps RFC 3339 in the team's time zone, missing values null.
#[derive(Debug, Serialize)]
struct QueueTicketJson<'a> {
    id: i64,
    source: Option<&'a str>,
    source_id: Option<&'a str>,
    subject: &'a str,
    customer: Option<&'a str>,
    channel: Option<&'a str>,
    category: Option<&'a str>,
    priority: &'static str,
    status: &'static str,
    waits_on: Option<&'static str>,
    assignee: Option<&'a str>,
    created: Option<String>,
    first_response: Option<String>,
    solved: Option<String>,
    due: Option<String>,
    left: Option<f64>,
    state: Option<&'static str>,
}

/// Prints the current queue, or with `--at` the queue at that time, replayed from the history with assignees and SLA
/// clocks.
pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    if args.filter.help_filter {
        return output::print_page(args.form, filter::help());
    }
    let shown = args.filter.parse()?;
    let status =
        args.status.unwrap_or(if shown.includes_done() { StatusSelection::All } else { StatusSelection::Backlog });
    let store = context.open_store()?;
    let (now, zone) = (context.now(), context.settings.zone);
    // Without filter and sort order, a limit needs only the head of the queue.
    let plain = status == StatusSelection::Backlog && !shown.is_filtered() && shown.sort == QueueSort::default();
    let mut whole = None;
    let mut rows = match (context.as_of(&store)?, args.limit.filter(|_| plain)) {
        (Some(at), _) => store.rows_at(at, &status.ticket_selection())?,
        (None, None) => store.rows(&status.ticket_selection())?,
        (None, Some(most)) => {
            let (rows, all) = store.queue_head(most)?;
            whole = Some(all);
            rows
        }
    };
    if let StatusSelection::Only(status) = status {
        rows.retain(|row| row.status == status);
    }
    rows.sort_by_cached_key(crate::engine::board::brief::queue_order);
    let team = store.team(zone.date(now))?;
    let shift_end = crate::engine::board::current_shift::current_shift(&team, zone, now).map(|shift| shift.ends);
    // Only filters depend on the user.
    let me = if shown.is_filtered() { context.author(&store)?.person } else { None };
    let moment = FilterContext { now, shift_end, stuck: &context.settings.stuck_rules, me, team: &team };
    let texts: Vec<FoldedText> = rows.iter().map(|row| FoldedText::from_row(row, &team)).collect();
    let mut tickets: Vec<(&TicketRow, &FoldedText)> = rows.iter().zip(&texts).collect();
    tickets.retain(|(row, text)| shown.matches(row, text, &moment));
    shown.sort.sort(&mut tickets, |(row, text)| (row, text), &moment);
    let found = whole.unwrap_or(tickets.len());
    tickets.truncate(args.limit.unwrap_or(usize::MAX));
    let rows: Vec<&TicketRow> = tickets.into_iter().map(|(row, _)| row).collect();
    if args.export.is_requested() {
        let wanted = shown.columns.as_deref().unwrap_or(DEFAULT_EXPORT_COLUMNS);
        return args.export.export(&queue_table(rows, wanted, &moment), "ticket", context);
    }
    let head = headline(rows.len(), found, &formatting::format_timestamp(now, zone));
    if let Some(wanted) = &shown.columns {
        let table = queue_table(rows, wanted, &moment);
        let object = |cells| columns::QueueRowJson { columns: &table.columns, cells, zone };
        let objects: Vec<_> = table.rows.iter().map(|row| object(row)).collect();
        return print_result(args.form, &objects, || OutputPage::new(head).table(columns::page_table(&table, zone)));
    }
    let rows: Vec<_> =
        rows.into_iter().map(|row| (row, crate::engine::board::brief::queue_status(row, now, shift_end))).collect();
    let entries: Vec<_> = rows.iter().map(|(row, queued)| ticket_json(row, queued, &team, zone)).collect();
    print_result(args.form, &entries, || page(&rows, head, &team))
}

fn ticket_json<'a>(row: &'a TicketRow, queued: &QueueStatus, team: &'a Team, zone: Zone) -> QueueTicketJson<'a> {
    QueueTicketJson {
        id: row.id.0,
        source: row.source.as_ref().map(|source| source.name.as_str()),
        source_id: row.source.as_ref().map(|source| source.id.as_str()),
        subject: &row.subject,
        customer: row.customer.as_deref(),
        channel: row.channel.as_deref(),
        category: row.category.as_deref(),
        priority: row.priority.name(),
        status: row.status.name(),
        waits_on: row.waits_on().map(|on| on.name()),
        assignee: row.assignee.and_then(|person| team.name(person)),
        created: row.created.map(|at| zone.rfc3339(at)),
        first_response: row.first_reply.map(|at| zone.rfc3339(at)),
        solved: row.solved.map(|at| zone.rfc3339(at)),
        due: row.clock.as_ref().and_then(|clock| clock.due_at()).map(|at| zone.rfc3339(at)),
        left: queued.time_left.map(seconds),
        state: queued.state.map(|state| state.name()),
    }
}

fn page(rows: &[(&TicketRow, QueueStatus)], head: String, team: &Team) -> OutputPage {
    let name = |person: PersonId| team.name(person).map(str::to_owned);
    let mut table = PageTable::new([
        PageColumn::right("left"),
        PageColumn::left("state"),
        PageColumn::right("id"),
        PageColumn::truncatable("subject", 16),
        PageColumn::truncatable("from", 8),
        PageColumn::left("priority"),
        PageColumn::left("status"),
        PageColumn::truncatable("who", 8),
    ]);
    for (row, queued) in rows {
        table.add_row([
            formatting::time_left_cell(queued.time_left),
            PageCell::optional(queued.state.map(|state| formatting::humanize(state.name()))),
            PageCell::number(row.id),
            PageCell::text(row.title()),
            PageCell::optional(row.customer.as_ref()),
            PageCell::text(row.priority.name()),
            PageCell::text(formatting::humanize(row.status.name())),
            PageCell::optional(row.assignee.and_then(name)),
        ]);
    }
    OutputPage::new(head).table(table)
}

fn headline(shown: usize, found: usize, moment: &str) -> String {
    let first = if shown < found { format!(", the first {shown}") } else { String::new() };
    match found {
        0 => format!("Queue · {moment} · no tickets"),
        n => format!("Queue · {moment} · {}{first}", formatting::format_count(n, "ticket")),
    }
}
