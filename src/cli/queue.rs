//! `shiftdesk queue`: lists the queue, most urgent first, or the tickets that match a filter.

mod columns;
mod filter;

use serde::Serialize;

use crate::engine::board::brief::QueueStatus;
use crate::engine::board;
use crate::engine::desk::Row;
use crate::model::ids::PersonId;
use crate::model::team::Team;
use crate::model::ticket::Status;
use crate::model::time::{Zone, seconds};
use crate::query::columns::{DEFAULT_EXPORT_COLUMNS, QueueSort, queue_table};
use crate::query::filter::fits::FilterContext;
use crate::query::filter::index::FoldedText;
use crate::store::read::TicketSelection;
use super::handed::Handed;
use super::output::{self, Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, words};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    handed: Handed,
    /// Maximum number of tickets
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Only this status: backlog, all, new, open, pending, on_hold, solved or closed
    /// [default: backlog, or all if the filter names solved or closed]
    #[arg(long, value_name = "STATUS", value_parser = wanted)]
    status: Option<Wanted>,
    #[command(flatten)]
    shown: filter::Asked,
}

/// Statuses to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Backlog,
    All,
    Only(Status),
}

fn wanted(text: &str) -> Result<Wanted, String> {
    match text {
        "backlog" => Ok(Wanted::Backlog),
        "all" => Ok(Wanted::All),
        status => status.parse().map(Wanted::Only),
    }
}

impl Wanted {
    /// The smallest selection of the store that contains them.
    fn among(self) -> TicketSelection {
        match self {
            Wanted::Backlog => TicketSelection::Open,
            Wanted::Only(status) if status.in_backlog() => TicketSelection::Open,
            Wanted::All | Wanted::Only(_) => TicketSelection::All,
        }
    }
}

/// JSON of a ticket: durations in seconds, timestamps RFC 3339 in the team's time zone, missing values null.
#[derive(Debug, Serialize)]
struct Entry<'a> {
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
pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    if args.shown.help_filter {
        return output::page(args.form, filter::help());
    }
    let shown = args.shown.read()?;
    let status = args.status.unwrap_or(if shown.asks_for_done() { Wanted::All } else { Wanted::Backlog });
    let store = context.store()?;
    let (now, zone) = (context.now(), context.settings.zone);
    // Without filter and sort order, a limit needs only the head of the queue.
    let plain = status == Wanted::Backlog && !shown.is_filtered() && shown.sort == QueueSort::default();
    let mut whole = None;
    let mut rows = match (context.past(&store)?, args.limit.filter(|_| plain)) {
        (Some(at), _) => store.rows_at(at, &status.among())?,
        (None, None) => store.rows(&status.among())?,
        (None, Some(most)) => {
            let (rows, all) = store.queue_head(most)?;
            whole = Some(all);
            rows
        }
    };
    if let Wanted::Only(status) = status {
        rows.retain(|row| row.status == status);
    }
    rows.sort_by_cached_key(crate::engine::board::brief::queue_order);
    let team = store.team(zone.date(now))?;
    let shift_end = crate::engine::board::shift::current_shift(&team, zone, now).map(|shift| shift.ends);
    // Only filters depend on the user.
    let me = if shown.is_filtered() { context.author(&store)?.person } else { None };
    let moment = FilterContext { now, shift_end, stuck: &context.settings.stuck_rules, me, team: &team };
    let texts: Vec<FoldedText> = rows.iter().map(|row| FoldedText::from_row(row, &team)).collect();
    let mut tickets: Vec<(&Row, &FoldedText)> = rows.iter().zip(&texts).collect();
    tickets.retain(|(row, text)| shown.fits(row, text, &moment));
    shown.sort.sort(&mut tickets, |(row, text)| (row, text), &moment);
    let found = whole.unwrap_or(tickets.len());
    tickets.truncate(args.limit.unwrap_or(usize::MAX));
    let rows: Vec<&Row> = tickets.into_iter().map(|(row, _)| row).collect();
    if args.handed.wanted() {
        let wanted = shown.columns.as_deref().unwrap_or(DEFAULT_EXPORT_COLUMNS);
        return args.handed.hand(&queue_table(rows, wanted, &moment), "ticket", context);
    }
    let head = head(rows.len(), found, &words::moment(now, zone));
    if let Some(wanted) = &shown.columns {
        let table = queue_table(rows, wanted, &moment);
        let object = |cells| columns::Object { columns: &table.columns, cells, zone };
        let objects: Vec<_> = table.rows.iter().map(|row| object(row)).collect();
        return print(args.form, &objects, || Page::new(head).table(columns::page(&table, zone)));
    }
    let rows: Vec<_> = rows.into_iter().map(|row| (row, crate::engine::board::brief::queue_status(row, now, shift_end))).collect();
    let entries: Vec<_> = rows.iter().map(|(row, queued)| entry(row, queued, &team, zone)).collect();
    print(args.form, &entries, || page(&rows, head, &team))
}

fn entry<'a>(row: &'a Row, queued: &QueueStatus, team: &'a Team, zone: Zone) -> Entry<'a> {
    Entry {
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

fn page(rows: &[(&Row, QueueStatus)], head: String, team: &Team) -> Page {
    let name = |person: PersonId| team.name(person).map(str::to_owned);
    let mut table = Table::new([
        Column::right("left"),
        Column::left("state"),
        Column::right("id"),
        Column::cut("subject", 16),
        Column::cut("from", 8),
        Column::left("priority"),
        Column::left("status"),
        Column::cut("who", 8),
    ]);
    for (row, queued) in rows {
        table.row([
            words::left(queued.time_left),
            Cell::maybe(queued.state.map(|state| words::word(state.name()))),
            Cell::number(row.id),
            Cell::text(row.title()),
            Cell::maybe(row.customer.as_ref()),
            Cell::text(row.priority.name()),
            Cell::text(words::word(row.status.name())),
            Cell::maybe(row.assignee.and_then(name)),
        ]);
    }
    Page::new(head).table(table)
}

fn head(shown: usize, found: usize, moment: &str) -> String {
    let first = if shown < found { format!(", the first {shown}") } else { String::new() };
    match found {
        0 => format!("Queue · {moment} · no tickets"),
        n => format!("Queue · {moment} · {}{first}", words::count(n, "ticket")),
    }
}
