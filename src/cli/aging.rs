//! `shiftdesk aging`: the backlog by age, the oldest tickets and the stuck ones.

use serde::Serialize;

use super::formatting;
use super::output::{OutputArgs, print_message, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::context::CliContext;
use crate::engine::aging::{AgingTicket, BacklogAging, backlog_aging};
use crate::engine::desk::TicketRow;
use crate::model::aging::{AgingBuckets, StuckRule};
use crate::model::ids::TicketId;
use crate::model::ticket::Ticket;
use crate::model::time::{Instant, Zone, seconds};
use crate::store::read::TicketSelection;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    form: OutputArgs,
    /// Bucket boundaries, ascending: 1d,3d,7d,14d,30d
    #[arg(long, value_name = "AGES")]
    buckets: Option<AgingBuckets>,
}

/// JSON of the backlog by age. Ages are in seconds.
#[derive(Debug, Serialize)]
struct AgingJson<'a> {
    at: String,
    total: usize,
    buckets: Vec<AgingBucketJson<'a>>,
    oldest: Vec<OldestTicketJson>,
    stuck: Vec<StuckTicketJson>,
}

#[derive(Debug, Serialize)]
struct AgingBucketJson<'a> {
    label: &'a str,
    n: usize,
    us: usize,
    customer: usize,
    third_party: usize,
}

#[derive(Debug, Serialize)]
struct OldestTicketJson {
    id: TicketId,
    age: f64,
}

#[derive(Debug, Serialize)]
struct StuckTicketJson {
    id: TicketId,
    rule: &'static str,
}

/// Prints the current backlog, or with `--at` the backlog at that time, replayed from the history.
pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let (now, zone) = (context.now(), context.settings.zone);
    let items: Vec<AgingTicket> = match context.as_of(&store)? {
        None => store.rows(&TicketSelection::Open)?.iter().filter_map(TicketRow::aging_item).collect(),
        Some(at) => store.backlog_at(at)?.iter().filter_map(aging_item).collect(),
    };
    let buckets = args.buckets.as_ref().unwrap_or(&context.settings.aging_buckets);
    let found = backlog_aging(items, now, buckets, &context.settings.stuck_rules);
    if let (true, n @ 1..) = (args.form.json, found.unknown_age) {
        print_message(&format!("Beside them {} of unknown age, in no bucket.", formatting::format_count(n, "ticket")));
    }
    print_result(args.form, &aging_json(&found, zone.rfc3339(now)), || page(&found, now, zone))
}

fn aging_item(ticket: &Ticket) -> Option<AgingTicket> {
    Some(AgingTicket {
        id: ticket.id,
        created: ticket.created,
        waits_on: ticket.status.waits_on()?,
        last_event: ticket.last_event,
        reassigned: ticket.reassigned,
        reopened: ticket.reopened,
    })
}

fn aging_json(found: &BacklogAging, at: String) -> AgingJson<'_> {
    AgingJson {
        at,
        total: found.total,
        buckets: (found.buckets.iter())
            .map(|bucket| AgingBucketJson {
                label: &bucket.label,
                n: bucket.total,
                us: bucket.us,
                customer: bucket.customer,
                third_party: bucket.third_party,
            })
            .collect(),
        oldest: found.oldest.iter().map(|(id, age)| OldestTicketJson { id: *id, age: seconds(*age) }).collect(),
        stuck: found.stuck.iter().map(|(id, rule)| StuckTicketJson { id: *id, rule: rule.name() }).collect(),
    }
}

fn page(found: &BacklogAging, now: Instant, zone: Zone) -> OutputPage {
    let mut ages = PageTable::new([
        PageColumn::right("age"),
        PageColumn::right("tickets"),
        PageColumn::right("us"),
        PageColumn::right("customer"),
        PageColumn::right("third party"),
    ]);
    for bucket in &found.buckets {
        let counts = [bucket.total, bucket.us, bucket.customer, bucket.third_party].map(PageCell::number);
        ages.add_row([PageCell::text(&bucket.label)].into_iter().chain(counts).collect::<Vec<_>>());
    }
    let mut oldest = PageTable::new([PageColumn::right("oldest"), PageColumn::right("age")]);
    for (id, age) in &found.oldest {
        oldest.add_row([PageCell::number(id), PageCell::text(formatting::format_duration(*age))]);
    }
    let head = format!(
        "Backlog aging · {} · {}",
        formatting::format_timestamp(now, zone),
        formatting::format_count(found.total, "ticket")
    );
    let mut page = OutputPage::new(head).table(ages).table(oldest);
    for rule in StuckRule::ALL {
        let ids: Vec<_> = found.stuck.iter().filter(|(_, why)| *why == rule).map(|(id, _)| id.to_string()).collect();
        if !ids.is_empty() {
            page = page.line(format!("Stuck ({}): {}.", rule.name(), list_ids(&ids)));
        }
    }
    match found.unknown_age {
        0 => page,
        n => page.line(format!("Beside them {} of unknown age, in no bucket.", formatting::format_count(n, "ticket"))),
    }
}

/// The first IDs, and how many more there are.
fn list_ids(ids: &[String]) -> String {
    const MAX_IDS: usize = 20;
    match ids.len().saturating_sub(MAX_IDS) {
        0 => ids.join(", "),
        more => format!("{} and {more} more", ids[..MAX_IDS].join(", ")),
    }
}
