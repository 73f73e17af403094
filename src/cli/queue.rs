//! `shiftdesk queue`: the tickets that wait, the most pressing first.

use serde::Serialize;

use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, words};
use crate::domain::board::{self, Queued};
use crate::domain::desk::{Row, Team};
use crate::domain::person::PersonId;
use crate::domain::ticket::Status;
use crate::domain::time::{Zone, seconds};
use crate::store::read::Which;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: Form,
    /// Print at most so many tickets
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Only tickets in this status: backlog, all, new, open, pending, on_hold, solved or closed
    #[arg(long, value_name = "STATUS", default_value = "backlog", value_parser = wanted)]
    status: Wanted,
}

/// Which tickets are printed.
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
    /// The smallest set of the store's that holds them.
    fn among(self) -> Which {
        match self {
            Wanted::Backlog => Which::Open,
            Wanted::Only(status) if status.in_backlog() => Which::Open,
            Wanted::All | Wanted::Only(_) => Which::All,
        }
    }
}

/// A ticket, as the JSON has it. Durations are seconds, moments RFC 3339 in the team's zone, what is missing is null.
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

/// Without `--at` the queue as it is. With `--at` the queue as it was at that moment, worked out from the history: who
/// had which ticket then, and what its clock said.
pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let (now, zone) = (context.now(), context.settings.zone);
    let mut rows = match context.fixed {
        None => store.rows(&args.status.among())?,
        Some(at) => store.rows_at(at, &args.status.among())?,
    };
    if let Wanted::Only(status) = args.status {
        rows.retain(|row| row.status == status);
    }
    rows.sort_by_cached_key(board::order);
    let found = rows.len();
    rows.truncate(args.limit.unwrap_or(found));
    let team = store.team(zone.date(now))?;
    let shift_end = board::shift_now(&team, zone, now).map(|shift| shift.ends);
    let rows: Vec<_> = rows.iter().map(|row| (row, board::queued(row, now, shift_end))).collect();
    let entries: Vec<_> = rows.iter().map(|(row, queued)| entry(row, queued, &team, zone)).collect();
    print(args.form, &entries, || page(&rows, found, &team, &words::moment(now, zone)))
}

fn entry<'a>(row: &'a Row, queued: &Queued, team: &'a Team, zone: Zone) -> Entry<'a> {
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
        due: row.clock.as_ref().and_then(|clock| clock.due()).map(|at| zone.rfc3339(at)),
        left: queued.left.map(seconds),
        state: queued.state.map(|state| state.name()),
    }
}

fn page(rows: &[(&Row, Queued)], found: usize, team: &Team, moment: &str) -> Page {
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
            words::left(queued.left),
            Cell::maybe(queued.state.map(|state| words::word(state.name()))),
            Cell::number(row.id),
            Cell::text(row.title()),
            Cell::maybe(row.customer.as_ref()),
            Cell::text(row.priority.name()),
            Cell::text(words::word(row.status.name())),
            Cell::maybe(row.assignee.and_then(name)),
        ]);
    }
    let shown = if rows.len() < found { format!(", the first {}", rows.len()) } else { String::new() };
    let head = match found {
        0 => format!("Queue · {moment} · no tickets"),
        n => format!("Queue · {moment} · {}{shown}", words::count(n, "ticket")),
    };
    Page::new(head).table(table)
}
