//! `shiftdesk handover`: draft, leave, read and acknowledge hand-overs.
//!
//! The text is in the language of the settings; everything around it is English, as on the rest of the command line.

use clap::{Subcommand, ValueEnum};
use serde::Serialize;

use crate::engine::board::Board;
use crate::engine::handover::draft::{Draft, Spell, draft};
use crate::events::change::Change;
use crate::model::figure::FigureId;
use crate::model::handover::HandOver;
use crate::model::ids::TicketId;
use crate::model::person::Author;
use crate::model::record::{Numbered, Record, RecordKind};
use crate::model::text::clean;
use crate::model::time::Zone;
use crate::presentation::plain_text::plain;
use crate::store::Store;
use crate::ui::handover::Teller;
use crate::ui::words::Words;
use super::act::{self, Answer};
use super::output::{self, Form, json, print};
use super::page::{Cell, Column, Page, Table};
use super::ticket::read;
use super::words::{self, Names};
use super::{Context, Failure};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Print a draft of the hand-over
    Draft {
        #[command(flatten)]
        how: How,
        /// Print JSON: ticket IDs, coverage intervals and figures
        #[arg(long, conflicts_with = "format")]
        json: bool,
    },
    /// Leave a hand-over: the draft, or your own text
    Leave {
        /// Text in Markdown; - reads stdin [default: the draft]
        #[arg(long, value_name = "TEXT")]
        body: Option<String>,
        #[command(flatten)]
        answer: Answer,
    },
    /// List hand-overs, newest first
    List(Form),
    /// Show a hand-over
    Show {
        /// Hand-over ID [default: the newest]
        id: Option<i64>,
        #[command(flatten)]
        how: How,
    },
    /// Acknowledge a hand-over and take over the shift
    Take {
        /// Hand-over ID [default: the newest]
        id: Option<i64>,
        #[command(flatten)]
        answer: Answer,
    },
}

#[derive(Debug, Clone, Copy, clap::Args)]
struct How {
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Plain text, for chat or print
    Text,
    Markdown,
}

/// JSON of a draft. Timestamps are RFC 3339 in the team's time zone.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    at: String,
    until: String,
    shift: Option<&'a str>,
    breached: &'a [TicketId],
    at_risk: &'a [TicketId],
    promises: Vec<ShownPromise>,
    escalated: &'a [TicketId],
    /// Also waiting on us.
    waiting: &'a [TicketId],
    unassigned: usize,
    open: usize,
    coverage: Vec<ShownSpell>,
    absences: Vec<ShownAbsence<'a>>,
    since: ShownSince<'a>,
}

#[derive(Debug, Serialize)]
struct ShownPromise {
    ticket: TicketId,
    due: String,
}

#[derive(Debug, Serialize)]
struct ShownSpell {
    profile: &'static str,
    from: String,
    to: String,
    state: &'static str,
    seated: usize,
    need: u32,
}

#[derive(Debug, Serialize)]
struct ShownAbsence<'a> {
    person: Option<&'a str>,
    kind: &'static str,
    first: chrono::NaiveDate,
    last: chrono::NaiveDate,
}

#[derive(Debug, Serialize)]
struct ShownSince<'a> {
    /// ID of the last hand-over; null if there is none.
    hand_over: Option<i64>,
    from: String,
    received: usize,
    solved: usize,
    reopened: usize,
    /// Tickets the last hand-over named, and those still open.
    named: usize,
    still_open: &'a [TicketId],
}

/// JSON of a hand-over in a list.
#[derive(Debug, Serialize)]
struct Listed {
    id: i64,
    at: String,
    shift: Option<String>,
    by: String,
    taken_by: Option<String>,
    taken: Option<String>,
}

pub fn run(args: Args, context: &Context) -> anyhow::Result<()> {
    match args.act {
        Act::Draft { how, json } => print_draft(how, json, context),
        Act::Leave { body, answer } => leave(body, answer, context),
        Act::List(form) => list(form, context),
        Act::Show { id, how } => show(id, how, context),
        Act::Take { id, answer } => take(id, answer, context),
    }
}

/// The current draft, as data and as text.
fn drawn(store: &Store, context: &Context) -> anyhow::Result<(Draft, String)> {
    let (now, settings) = (context.now(), &context.settings);
    let past = context.past(store)?;
    let desk = match past {
        Some(at) => store.desk_at(settings.zone, at)?,
        None => store.desk(settings.zone, now)?,
    };
    let board_config = settings.board_config();
    let board = Board::from_desk(&desk, now, board_config);
    let since = store.changes_since_hand_over(&settings.metrics_config(), now, past)?;
    let draft = draft(&desk, &board, board_config, now, since);
    let words = Words::of(settings.language);
    let text = Teller { words: &words, zone: settings.zone, desk: &desk, at: now }.markdown(&draft);
    Ok((draft, text))
}

fn print_draft(how: How, as_json: bool, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let (draft, text) = drawn(&store, context)?;
    if !as_json {
        return print_text(&text, how);
    }
    let zone = context.settings.zone;
    let names = store.person_names()?;
    let (_, still_open) = draft.became();
    json(&Shown {
        at: zone.rfc3339(draft.at),
        until: zone.rfc3339(draft.until),
        shift: draft.shift.as_deref(),
        breached: &draft.breached,
        at_risk: &draft.at_risk,
        promises: draft
            .promises
            .iter()
            .map(|(ticket, due)| ShownPromise { ticket: *ticket, due: zone.rfc3339(*due) })
            .collect(),
        escalated: &draft.escalated,
        waiting: &draft.waiting,
        unassigned: draft.unassigned,
        open: draft.open,
        coverage: draft.weak.iter().map(|spell| shown_spell(spell, zone)).collect(),
        absences: draft
            .absences
            .iter()
            .map(|ahead| ShownAbsence {
                person: names.get(&ahead.person).map(String::as_str),
                kind: ahead.kind.name(),
                first: ahead.first,
                last: ahead.last,
            })
            .collect(),
        since: ShownSince {
            hand_over: draft.since.last.as_ref().map(|last| last.id),
            from: zone.rfc3339(draft.since.period.from),
            received: draft.since.figures.n(FigureId::Received),
            solved: draft.since.figures.n(FigureId::Solved),
            reopened: draft.since.figures.share(FigureId::Reopen).hits,
            named: draft.since.named.len(),
            still_open: &still_open,
        },
    })
}

fn shown_spell(spell: &Spell, zone: Zone) -> ShownSpell {
    ShownSpell {
        profile: spell.profile.name(),
        from: zone.rfc3339(spell.from),
        to: zone.rfc3339(spell.to),
        state: spell.state.name(),
        seated: spell.seated,
        need: spell.need,
    }
}

fn print_text(markdown: &str, how: How) -> anyhow::Result<()> {
    let text = match how.format {
        Format::Text => plain(markdown),
        Format::Markdown => markdown.to_owned(),
    };
    output::line(clean(&text).trim_end())
}

fn leave(body: Option<String>, answer: Answer, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let (draft, drafted) = drawn(&store, context)?;
    let body = match body {
        Some(body) => read(body)?,
        None => drafted,
    };
    let left = HandOver {
        at: draft.at,
        author: context.author(&store)?,
        shift: draft.shift.clone(),
        body,
        named: draft.named(),
        acknowledged: None,
    };
    let outcome = act::make(context, &mut store, Change::Add(Record::HandOver(left)), None)?;
    act::say(&store, &outcome, answer)
}

/// The hand-over with the ID, or the newest.
fn one(store: &Store, id: Option<i64>) -> anyhow::Result<Numbered<HandOver>> {
    let mut all = store.hand_overs()?;
    let found = match id {
        None => all.pop(),
        Some(id) => all.into_iter().find(|left| left.id == id),
    };
    found.ok_or_else(|| match id {
        Some(id) => Failure::not_found(format!("There is no hand-over {id}; `shiftdesk handover list` shows them.")),
        None => Failure::not_found("Nobody has left a hand-over yet; `shiftdesk handover leave` leaves the first one."),
    })
}

fn show(id: Option<i64>, how: How, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    print_text(&one(&store, id)?.body, how)
}

fn take(id: Option<i64>, answer: Answer, context: &Context) -> anyhow::Result<()> {
    let mut store = context.store()?;
    let left = one(&store, id)?;
    let by = context.author(&store)?;
    let Some(taken) = left.acknowledge(&by, context.now()) else {
        let names = store.person_names()?;
        return Err(Failure::invalid(match &left.acknowledged {
            Some(taken) => format!("{} has taken it over already.", who(&taken.by, &names)),
            None => "You left it yourself; whoever comes next takes it over (--as says who you are).".to_owned(),
        }));
    };
    let change = Change::Replace { kind: RecordKind::HandOver, id: left.id, record: Some(Record::HandOver(taken)) };
    let outcome = act::make(context, &mut store, change, None)?;
    act::say(&store, &outcome, answer)
}

fn who(author: &Author, names: &Names) -> String {
    author.person.map_or_else(|| author.login.clone(), |person| words::who(person, names))
}

fn list(form: Form, context: &Context) -> anyhow::Result<()> {
    let store = context.store()?;
    let (zone, names) = (context.settings.zone, store.person_names()?);
    let mut all = store.hand_overs()?;
    all.reverse();
    let listed = |left: &Numbered<HandOver>| Listed {
        id: left.id,
        at: zone.rfc3339(left.at),
        shift: left.shift.clone(),
        by: who(&left.author, &names),
        taken_by: left.acknowledged.as_ref().map(|taken| who(&taken.by, &names)),
        taken: left.acknowledged.as_ref().map(|taken| zone.rfc3339(taken.at)),
    };
    print(form, &all.iter().map(listed).collect::<Vec<_>>(), || {
        let page = Page::new("Hand-overs");
        if all.is_empty() {
            return page.line("Nobody has left one yet; `shiftdesk handover draft` shows what one would say now.");
        }
        let mut table = Table::new([
            Column::right("id"),
            Column::left("when"),
            Column::cut("shift", 8),
            Column::cut("by", 8),
            Column::cut("taken over by", 8),
            Column::left("when"),
        ]);
        for left in &all {
            let taken = left.acknowledged.as_ref();
            table.row([
                Cell::number(left.id),
                Cell::text(words::moment(left.at, zone)),
                Cell::maybe(left.shift.as_ref()),
                Cell::text(who(&left.author, &names)),
                Cell::maybe(taken.map(|taken| who(&taken.by, &names))),
                Cell::maybe(taken.map(|taken| words::moment(taken.at, zone))),
            ]);
        }
        page.table(table)
    })
}
