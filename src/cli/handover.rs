//! `shiftdesk handover`: draft, leave, read and acknowledge hand-overs.
//!
//! The text is in the language of the settings; everything around it is English, as on the rest of the command line.

use clap::{Subcommand, ValueEnum};
use serde::Serialize;

use super::changes::{self, ConfirmationArgs};
use super::formatting::{self, PersonNames};
use super::output::{self, OutputArgs, print_json, print_result};
use super::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::context::CliContext;
use crate::cli::failure::Failure;
use crate::cli::text_input::read_text;
use crate::engine::board::Board;
use crate::engine::handover::draft::{CoverageShortfall, HandOverDraft, draft_hand_over};
use crate::events::change::Change;
use crate::model::figure::FigureId;
use crate::model::handover::HandOver;
use crate::model::ids::{TicketId, WithId};
use crate::model::person::Author;
use crate::model::record::{Record, RecordKind};
use crate::model::text::clean;
use crate::model::time::Zone;
use crate::presentation::catalog::Catalog;
use crate::presentation::hand_over_page::PageFormatter;
use crate::presentation::plain_text::markdown_to_plain_text;
use crate::store::Store;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: HandoverCommand,
}

#[derive(Debug, Subcommand)]
enum HandoverCommand {
    /// Print a draft of the hand-over
    Draft {
        #[command(flatten)]
        how: HandoverFormatArgs,
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
        answer: ConfirmationArgs,
    },
    /// List hand-overs, newest first
    List(OutputArgs),
    /// Show a hand-over
    Show {
        /// Hand-over ID [default: the newest]
        id: Option<i64>,
        #[command(flatten)]
        how: HandoverFormatArgs,
    },
    /// Acknowledge a hand-over and take over the shift
    Take {
        /// Hand-over ID [default: the newest]
        id: Option<i64>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
}

#[derive(Debug, Clone, Copy, clap::Args)]
struct HandoverFormatArgs {
    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: HandoverFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum HandoverFormat {
    /// Plain text, for chat or print
    Text,
    Markdown,
}

/// JSON of a draft. Timestamps are RFC 3339 in the team's time zone.
#[derive(Debug, Serialize)]
struct HandoverDraftJson<'a> {
    at: String,
    until: String,
    shift: Option<&'a str>,
    breached: &'a [TicketId],
    at_risk: &'a [TicketId],
    promises: Vec<DuePromiseJson>,
    escalated: &'a [TicketId],
    /// Also waiting on us.
    waiting: &'a [TicketId],
    unassigned: usize,
    open: usize,
    coverage: Vec<WeakCoverageJson>,
    absences: Vec<HandoverAbsenceJson<'a>>,
    since: SinceHandoverJson<'a>,
}

#[derive(Debug, Serialize)]
struct DuePromiseJson {
    ticket: TicketId,
    due: String,
}

#[derive(Debug, Serialize)]
struct WeakCoverageJson {
    profile: &'static str,
    from: String,
    to: String,
    state: &'static str,
    seated: usize,
    need: u32,
}

#[derive(Debug, Serialize)]
struct HandoverAbsenceJson<'a> {
    person: Option<&'a str>,
    kind: &'static str,
    first: chrono::NaiveDate,
    last: chrono::NaiveDate,
}

#[derive(Debug, Serialize)]
struct SinceHandoverJson<'a> {
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
struct HandoverRowJson {
    id: i64,
    at: String,
    shift: Option<String>,
    by: String,
    taken_by: Option<String>,
    taken: Option<String>,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        HandoverCommand::Draft { how, json } => print_draft(how, json, context),
        HandoverCommand::Leave { body, answer } => leave_handover(body, answer, context),
        HandoverCommand::List(form) => list(form, context),
        HandoverCommand::Show { id, how } => show(id, how, context),
        HandoverCommand::Take { id, answer } => acknowledge(id, answer, context),
    }
}

/// The current draft, as data and as text.
fn draft_with_text(store: &Store, context: &CliContext) -> anyhow::Result<(HandOverDraft, String)> {
    let (now, settings) = (context.now(), &context.settings);
    let past = context.as_of(store)?;
    let desk = match past {
        Some(at) => store.desk_at(settings.zone, at)?,
        None => store.desk(settings.zone, now)?,
    };
    let board_config = settings.board_config();
    let board = Board::from_desk(&desk, now, board_config);
    let since = store.changes_since_hand_over(&settings.metrics_config(), now, past)?;
    let draft = draft_hand_over(&desk, &board, board_config, now, since);
    let words = Catalog::for_language(settings.language);
    let text = PageFormatter { words: &words, zone: settings.zone, desk: &desk, at: now }.hand_over_page(&draft);
    Ok((draft, text))
}

fn print_draft(how: HandoverFormatArgs, as_json: bool, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let (draft, text) = draft_with_text(&store, context)?;
    if !as_json {
        return print_text(&text, how);
    }
    let zone = context.settings.zone;
    let names = store.person_names()?;
    let (_, still_open) = draft.mentioned_outcome();
    print_json(&HandoverDraftJson {
        at: zone.rfc3339(draft.at),
        until: zone.rfc3339(draft.until),
        shift: draft.shift.as_deref(),
        breached: &draft.breached,
        at_risk: &draft.at_risk,
        promises: draft
            .promises
            .iter()
            .map(|(ticket, due)| DuePromiseJson { ticket: *ticket, due: zone.rfc3339(*due) })
            .collect(),
        escalated: &draft.escalated,
        waiting: &draft.waiting_on_us,
        unassigned: draft.unassigned,
        open: draft.open_tickets,
        coverage: draft.coverage_shortfalls.iter().map(|spell| weak_coverage_json(spell, zone)).collect(),
        absences: draft
            .absences
            .iter()
            .map(|ahead| HandoverAbsenceJson {
                person: names.get(&ahead.person).map(String::as_str),
                kind: ahead.kind.name(),
                first: ahead.first,
                last: ahead.last,
            })
            .collect(),
        since: SinceHandoverJson {
            hand_over: draft.since.last.as_ref().map(|last| last.id),
            from: zone.rfc3339(draft.since.period.from),
            received: draft.since.figures.n(FigureId::Received),
            solved: draft.since.figures.n(FigureId::Solved),
            reopened: draft.since.figures.share_summary(FigureId::Reopen).hits,
            named: draft.since.mentioned_tickets.len(),
            still_open: &still_open,
        },
    })
}

fn weak_coverage_json(spell: &CoverageShortfall, zone: Zone) -> WeakCoverageJson {
    WeakCoverageJson {
        profile: spell.profile.name(),
        from: zone.rfc3339(spell.from),
        to: zone.rfc3339(spell.to),
        state: spell.state.name(),
        seated: spell.seated,
        need: spell.need,
    }
}

fn print_text(markdown: &str, how: HandoverFormatArgs) -> anyhow::Result<()> {
    let text = match how.format {
        HandoverFormat::Text => markdown_to_plain_text(markdown),
        HandoverFormat::Markdown => markdown.to_owned(),
    };
    output::print_line(clean(&text).trim_end())
}

fn leave_handover(body: Option<String>, answer: ConfirmationArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let (draft, drafted) = draft_with_text(&store, context)?;
    let body = match body {
        Some(body) => read_text(body)?,
        None => drafted,
    };
    let left = HandOver {
        at: draft.at,
        author: context.author(&store)?,
        shift: draft.shift.clone(),
        body,
        named: draft.mentioned_tickets(),
        acknowledged: None,
    };
    let outcome = changes::apply_change(context, &mut store, Change::AddRecord(Record::HandOver(left)), None)?;
    changes::print_confirmation(&store, &outcome, answer)
}

/// The hand-over with the ID, or the newest.
fn find_handover(store: &Store, id: Option<i64>) -> anyhow::Result<WithId<HandOver>> {
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

fn show(id: Option<i64>, how: HandoverFormatArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    print_text(&find_handover(&store, id)?.body, how)
}

fn acknowledge(id: Option<i64>, answer: ConfirmationArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let left = find_handover(&store, id)?;
    let by = context.author(&store)?;
    let Some(taken) = left.acknowledge(&by, context.now()) else {
        let names = store.person_names()?;
        return Err(Failure::invalid(match &left.acknowledged {
            Some(taken) => format!("{} has taken it over already.", author_name(&taken.by, &names)),
            None => "You left it yourself; whoever comes next takes it over (--as says who you are).".to_owned(),
        }));
    };
    let change =
        Change::ReplaceRecord { kind: RecordKind::HandOver, id: left.id, record: Some(Record::HandOver(taken)) };
    let outcome = changes::apply_change(context, &mut store, change, None)?;
    changes::print_confirmation(&store, &outcome, answer)
}

fn author_name(author: &Author, names: &PersonNames) -> String {
    author.person.map_or_else(|| author.login.clone(), |person| formatting::person_name(person, names))
}

fn list(form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let (zone, names) = (context.settings.zone, store.person_names()?);
    let mut all = store.hand_overs()?;
    all.reverse();
    let listed = |left: &WithId<HandOver>| HandoverRowJson {
        id: left.id,
        at: zone.rfc3339(left.at),
        shift: left.shift.clone(),
        by: author_name(&left.author, &names),
        taken_by: left.acknowledged.as_ref().map(|taken| author_name(&taken.by, &names)),
        taken: left.acknowledged.as_ref().map(|taken| zone.rfc3339(taken.at)),
    };
    print_result(form, &all.iter().map(listed).collect::<Vec<_>>(), || {
        let page = OutputPage::new("Hand-overs");
        if all.is_empty() {
            return page.line("Nobody has left one yet; `shiftdesk handover draft` shows what one would say now.");
        }
        let mut table = PageTable::new([
            PageColumn::right("id"),
            PageColumn::left("when"),
            PageColumn::truncatable("shift", 8),
            PageColumn::truncatable("by", 8),
            PageColumn::truncatable("taken over by", 8),
            PageColumn::left("when"),
        ]);
        for left in &all {
            let taken = left.acknowledged.as_ref();
            table.add_row([
                PageCell::number(left.id),
                PageCell::text(formatting::format_timestamp(left.at, zone)),
                PageCell::optional(left.shift.as_ref()),
                PageCell::text(author_name(&left.author, &names)),
                PageCell::optional(taken.map(|taken| author_name(&taken.by, &names))),
                PageCell::optional(taken.map(|taken| formatting::format_timestamp(taken.at, zone))),
            ]);
        }
        page.table(table)
    })
}
