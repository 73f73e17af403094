//! `shiftdesk aging`: the backlog by age, the oldest tickets and the stuck ones.

use serde::Serialize;

use crate::engine::aging::{BacklogAging, AgingTicket, backlog_aging};
use crate::engine::desk::Row;
use crate::model::aging::{AgingBuckets, StuckRule};
use crate::model::ids::TicketId;
use crate::model::ticket::Ticket;
use crate::model::time::{Instant, Zone, seconds};
use crate::store::read::TicketSelection;
use super::output::{Form, print, tell};
use super::page::{Cell, Column, Page, Table};
use super::{Context, words};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: Form,
    /// Bucket boundaries, ascending: 1d,3d,7d,14d,30d
    #[arg(long, value_name = "AGES")]
    buckets: Option<AgingBuckets>,
}

/// JSON of the backlog by age. Ages are in seconds.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    at: String,
    total: usize,
    buckets: Vec<Bucket<'a>>,
    oldest: Vec<Old>,
    stuck: Vec<Stuck>,
}

#[derive(Debug, Serialize)]
struct Bucket<'a> {
    label: &'a str,
    n: usize,
    us: usize,
    customer: usize,
    third_party: usize,
}

#[derive(Debug, Serialize)]
struct Old {
    id: TicketId,
    age: f64,
}

#[derive(Debug, Serialize)]
struct Stuck {
    id: TicketId,
    rule: &'static str,
}

/// Prints the current backlog, or with `--at` the backlog at that time, replayed from the history.
pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let (now, zone) = (context.now(), context.settings.zone);
    let items: Vec<AgingTicket> = match context.past(&store)? {
        None => store.rows(&TicketSelection::Open)?.iter().filter_map(Row::aging).collect(),
        Some(at) => store.backlog_at(at)?.iter().filter_map(item).collect(),
    };
    let buckets = args.buckets.as_ref().unwrap_or(&context.settings.aging_buckets);
    let found = backlog_aging(items, now, buckets, &context.settings.stuck_rules);
    if let (true, n @ 1..) = (args.form.json, found.unknown_age) {
        tell(&format!("Beside them {} of unknown age, in no bucket.", words::count(n, "ticket")));
    }
    print(args.form, &shown(&found, zone.rfc3339(now)), || page(&found, now, zone))
}

fn item(ticket: &Ticket) -> Option<AgingTicket> {
    Some(AgingTicket {
        id: ticket.id,
        created: ticket.created,
        waits_on: ticket.status.waits_on()?,
        last_event: ticket.last_event,
        reassigned: ticket.reassigned,
        reopened: ticket.reopened,
    })
}

fn shown(found: &BacklogAging, at: String) -> Shown<'_> {
    Shown {
        at,
        total: found.total,
        buckets: (found.buckets.iter())
            .map(|bucket| Bucket {
                label: &bucket.label,
                n: bucket.total,
                us: bucket.us,
                customer: bucket.customer,
                third_party: bucket.third_party,
            })
            .collect(),
        oldest: found.oldest.iter().map(|(id, age)| Old { id: *id, age: seconds(*age) }).collect(),
        stuck: found.stuck.iter().map(|(id, rule)| Stuck { id: *id, rule: rule.name() }).collect(),
    }
}

fn page(found: &BacklogAging, now: Instant, zone: Zone) -> Page {
    let mut ages = Table::new([
        Column::right("age"),
        Column::right("tickets"),
        Column::right("us"),
        Column::right("customer"),
        Column::right("third party"),
    ]);
    for bucket in &found.buckets {
        let counts = [bucket.total, bucket.us, bucket.customer, bucket.third_party].map(Cell::number);
        ages.row([Cell::text(&bucket.label)].into_iter().chain(counts).collect::<Vec<_>>());
    }
    let mut oldest = Table::new([Column::right("oldest"), Column::right("age")]);
    for (id, age) in &found.oldest {
        oldest.row([Cell::number(id), Cell::text(words::span(*age))]);
    }
    let head = format!("Backlog aging · {} · {}", words::moment(now, zone), words::count(found.total, "ticket"));
    let mut page = Page::new(head).table(ages).table(oldest);
    for rule in StuckRule::ALL {
        let ids: Vec<_> = found.stuck.iter().filter(|(_, why)| *why == rule).map(|(id, _)| id.to_string()).collect();
        if !ids.is_empty() {
            page = page.line(format!("Stuck ({}): {}.", rule.name(), some_of(&ids)));
        }
    }
    match found.unknown_age {
        0 => page,
        n => page.line(format!("Beside them {} of unknown age, in no bucket.", words::count(n, "ticket"))),
    }
}

/// The first IDs, and how many more there are.
fn some_of(ids: &[String]) -> String {
    const MAX_IDS: usize = 20;
    match ids.len().saturating_sub(MAX_IDS) {
        0 => ids.join(", "),
        more => format!("{} and {more} more", ids[..MAX_IDS].join(", ")),
    }
}
