//! `shiftdesk search`: full-text search in messages, notes and subjects, newest first.

use serde::Serialize;

use super::formatting;
use super::output::{OutputArgs, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::model::ids::TicketId;
use crate::query::protocol::SearchHit;
use crate::query::search_terms::SearchTerms;

/// Excerpt width in JSON, in columns.
const JSON_EXCERPT_WIDTH: usize = 160;
/// Excerpt width on a page, where it has to fit on a line.
const PAGE_EXCERPT_WIDTH: usize = 60;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Words that must all occur, accents ignored; the last may be a prefix. Words in "quotes" must be adjacent
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Maximum number of hits
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    #[command(flatten)]
    form: OutputArgs,
}

/// JSON of a search hit.
#[derive(Debug, Serialize)]
struct SearchHitJson<'a> {
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

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    let typed = args.words.join(" ");
    let wanted = SearchTerms::parse(&typed);
    if wanted.is_empty() {
        return Err(Failure::usage("There is no word to look for; write one with letters or digits."));
    }
    let store = context.open_store()?;
    let until = context.fixed_now;
    let (zone, names) = (context.settings.zone, store.person_names()?);
    let hits = store.search(&typed, args.limit, until)?;
    let text = |hit: &SearchHit| hit.event.what.texts().join("\n");
    let excerpt = |hit: &SearchHit, columns: usize| -> String {
        wanted.excerpt(&hit.event.what.texts().join(" · "), columns).into_iter().map(|(text, _)| text).collect()
    };
    let by = |hit: &SearchHit| match hit.event.by.person {
        Some(person) => formatting::person_name(person, &names),
        None => hit.event.by.login.clone(),
    };
    let mut found = Vec::new();
    for hit in &hits {
        found.push(SearchHitJson {
            ticket: hit.ticket,
            subject: &hit.subject,
            status: hit.status.name(),
            event: hit.event.seq.0,
            at: zone.rfc3339(hit.event.at),
            by: by(hit),
            kind: hit.event.what.kind(),
            context: excerpt(hit, JSON_EXCERPT_WIDTH),
            text: text(hit),
        });
    }
    print_result(args.form, &found, || {
        let n = match hits.len() {
            0 => return OutputPage::new(format!("Nothing was said with all of ‘{typed}’.")),
            n if n == args.limit => format!("the newest {n}"),
            n => n.to_string(),
        };
        let mut table = PageTable::new([
            PageColumn::left("when"),
            PageColumn::right("ticket"),
            PageColumn::truncatable("who", 6),
            PageColumn::left("what"),
            PageColumn::truncatable("words", 20),
        ]);
        for hit in &hits {
            table.add_row([
                PageCell::text(formatting::format_timestamp(hit.event.at, zone)),
                PageCell::number(hit.ticket),
                PageCell::text(by(hit)),
                PageCell::text(formatting::humanize(hit.event.what.kind())),
                PageCell::text(excerpt(hit, PAGE_EXCERPT_WIDTH)),
            ]);
        }
        OutputPage::new(format!("‘{typed}’ · {n}")).table(table)
    })
}
