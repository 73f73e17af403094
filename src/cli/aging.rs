//! `shiftdesk aging`: how old the tickets are that wait, the oldest of them, and those that are stuck.

use serde::Serialize;

use super::output::{Form, print, tell};
use super::page::{Cell, Column, Page, Table};
use super::{Context, words};
use crate::domain::aging::{Aging, Buckets, Item, StuckRule, aging};
use crate::domain::desk::Row;
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::{Instant, Zone, seconds};
use crate::store::read::Which;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: Form,
    /// The ages between the buckets, ascending: 1d,3d,7d,14d,30d
    #[arg(long, value_name = "AGES")]
    buckets: Option<Buckets>,
}

/// The backlog by age, as the JSON has it: ages are seconds.
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

/// Without `--at` the backlog as it is. With `--at` the backlog as it was at that moment, worked out from the history.
pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let (now, zone) = (context.now(), context.settings.zone);
    let items: Vec<Item> = match context.past(&store)? {
        None => store.rows(&Which::Open)?.iter().filter_map(Row::aging).collect(),
        Some(at) => store.backlog_at(at)?.iter().filter_map(item).collect(),
    };
    let buckets = args.buckets.as_ref().unwrap_or(&context.settings.buckets);
    let found = aging(items, now, buckets, &context.settings.stuck);
    if let (true, n @ 1..) = (args.form.json, found.unknown_age) {
        tell(&format!("Beside them {} of unknown age, in no bucket.", words::count(n, "ticket")));
    }
    print(args.form, &shown(&found, zone.rfc3339(now)), || page(&found, now, zone))
}

fn item(ticket: &Ticket) -> Option<Item> {
    Some(Item {
        id: ticket.id,
        created: ticket.created,
        waits_on: ticket.status.waits_on()?,
        last_event: ticket.last_event,
        reassigned: ticket.reassigned,
        reopened: ticket.reopened,
    })
}

fn shown(found: &Aging, at: String) -> Shown<'_> {
    Shown {
        at,
        total: found.total,
        buckets: (found.buckets.iter())
            .map(|bucket| Bucket {
                label: &bucket.label,
                n: bucket.n,
                us: bucket.us,
                customer: bucket.customer,
                third_party: bucket.third_party,
            })
            .collect(),
        oldest: found.oldest.iter().map(|(id, age)| Old { id: *id, age: seconds(*age) }).collect(),
        stuck: found.stuck.iter().map(|(id, rule)| Stuck { id: *id, rule: rule.name() }).collect(),
    }
}

fn page(found: &Aging, now: Instant, zone: Zone) -> Page {
    let mut ages = Table::new([
        Column::right("age"),
        Column::right("tickets"),
        Column::right("us"),
        Column::right("customer"),
        Column::right("third party"),
    ]);
    for bucket in &found.buckets {
        let counts = [bucket.n, bucket.us, bucket.customer, bucket.third_party].map(Cell::number);
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

/// The numbers one after the other, as far as anybody reads them aloud.
fn some_of(ids: &[String]) -> String {
    const SAID: usize = 20;
    match ids.len().saturating_sub(SAID) {
        0 => ids.join(", "),
        more => format!("{} and {more} more", ids[..SAID].join(", ")),
    }
}
