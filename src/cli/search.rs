//! `shiftdesk search`: full-text search in messages, notes and subjects, newest first.

use serde::Serialize;

use crate::model::ids::TicketId;
use crate::query::protocol::Hit;
use crate::query::wanted::Wanted;
use super::output::{Form, print};
use super::page::{Cell, Column, Page, Table};
use super::{Context, Failure, words};

/// Excerpt width in JSON, in columns.
const CONTEXT: usize = 160;
/// Excerpt width on a page, where it has to fit on a line.
const LINE: usize = 60;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Words that must all occur, accents ignored; the last may be a prefix. Words in "quotes" must be adjacent
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Maximum number of hits
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    #[command(flatten)]
    form: Form,
}

/// JSON of a search hit.
#[derive(Debug, Serialize)]
struct Found<'a> {
    ticket: TicketId,
    /// Current subject of the ticket.
    subject: &'a str,
    status: &'static str,
    /// Sequence number in the event log.
    event: i64,
    at: String,
    /// Name of the person, else the login.
    by: String,
    kind: &'static str,
    /// Excerpt around the matches.
    context: String,
    /// Full text of the event.
    text: String,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    let typed = args.words.join(" ");
    let wanted = Wanted::of(&typed);
    if wanted.is_empty() {
        return Err(Failure::usage("There is no word to look for; write one with letters or digits."));
    }
    let store = context.store()?;
    let until = context.fixed;
    let (zone, names) = (context.settings.zone, store.person_names()?);
    let hits = store.search(&typed, args.limit, until)?;
    let text = |hit: &Hit| hit.event.what.said().join("\n");
    let excerpt = |hit: &Hit, columns: usize| -> String {
        wanted.excerpt(&hit.event.what.said().join(" · "), columns).into_iter().map(|(text, _)| text).collect()
    };
    let by = |hit: &Hit| match hit.event.by.person {
        Some(person) => words::who(person, &names),
        None => hit.event.by.login.clone(),
    };
    let mut found = Vec::new();
    for hit in &hits {
        found.push(Found {
            ticket: hit.ticket,
            subject: &hit.subject,
            status: hit.status.name(),
            event: hit.event.seq.0,
            at: zone.rfc3339(hit.event.at),
            by: by(hit),
            kind: hit.event.what.kind(),
            context: excerpt(hit, CONTEXT),
            text: text(hit),
        });
    }
    print(args.form, &found, || {
        let n = match hits.len() {
            0 => return Page::new(format!("Nothing was said with all of ‘{typed}’.")),
            n if n == args.limit => format!("the newest {n}"),
            n => n.to_string(),
        };
        let mut table = Table::new([
            Column::left("when"),
            Column::right("ticket"),
            Column::cut("who", 6),
            Column::left("what"),
            Column::cut("words", 20),
        ]);
        for hit in &hits {
            table.row([
                Cell::text(words::moment(hit.event.at, zone)),
                Cell::number(hit.ticket),
                Cell::text(by(hit)),
                Cell::text(words::word(hit.event.what.kind())),
                Cell::text(excerpt(hit, LINE)),
            ]);
        }
        Page::new(format!("‘{typed}’ · {n}")).table(table)
    })
}
