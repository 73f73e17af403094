//! `shiftdesk notice`: notices for the team or a profile, and who has read them.

use chrono::NaiveDate;
use clap::Subcommand;
use serde::Serialize;

use crate::cli::changes::{self, ConfirmationArgs, save_record};
use crate::cli::context::{CliContext, load_team};
use crate::cli::failure::Failure;
use crate::cli::formatting::{self, PersonNames, humanize};
use crate::cli::lookup::find_record;
use crate::cli::output::{self, OutputArgs, print_result};
use crate::cli::page::{OutputPage, PageCell, PageColumn, PageTable};
use crate::cli::parse;
use crate::cli::text_input::read_text;
use crate::events::change::Change;
use crate::model::ids::WithId;
use crate::model::notice::Notice;
use crate::model::person::Profile;
use crate::model::record::{Record, RecordKind};
use crate::model::team::Team;
use crate::model::text::clean;
use crate::model::time::Zone;
use crate::presentation::plain_text::markdown_to_plain_text;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: NoticeCommand,
}

#[derive(Debug, Subcommand)]
enum NoticeCommand {
    /// Add a notice; without an end date, a policy or procedure
    Add {
        title: String,
        /// Text in Markdown; - reads stdin
        body: String,
        /// Last day [default: until further notice]
        #[arg(long, value_name = "DAY")]
        until: Option<String>,
        /// Only people with this profile have to read it
        #[arg(long, value_name = "PROFILE")]
        to: Option<Profile>,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
    /// List notices, and how many of the required readers have read them
    List {
        /// Include expired notices
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        form: OutputArgs,
    },
    /// Show a notice
    Show {
        /// Notice ID (see `notice list`)
        id: i64,
    },
    /// Acknowledge a notice
    Read {
        /// Notice ID (see `notice list`)
        id: i64,
        #[command(flatten)]
        answer: ConfirmationArgs,
    },
}

/// JSON of a notice.
#[derive(Debug, Serialize)]
struct NoticeJson<'a> {
    id: i64,
    title: &'a str,
    body: &'a str,
    by: String,
    at: String,
    until: Option<NaiveDate>,
    to: Option<&'static str>,
    /// Required readers who have read it, and all required readers.
    read: usize,
    asked: usize,
    read_by: Vec<NoticeReadJson>,
    missing: Vec<String>,
}

#[derive(Debug, Serialize)]
struct NoticeReadJson {
    person: String,
    at: String,
}

pub fn run(args: Args, context: &CliContext) -> anyhow::Result<()> {
    match args.command {
        NoticeCommand::Add { title, body, until, to, answer } => add(title, body, until, to, answer, context),
        NoticeCommand::List { all, form } => list(all, form, context),
        NoticeCommand::Show { id } => show(id, context),
        NoticeCommand::Read { id, answer } => acknowledge(id, answer, context),
    }
}

fn add(
    title: String,
    body: String,
    until: Option<String>,
    to: Option<Profile>,
    answer: ConfirmationArgs,
    context: &CliContext,
) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    let notice = Notice {
        title,
        body: read_text(body)?,
        by: context.author(&store)?,
        at: context.now(),
        until: until.map(|day| parse::parse_date(&day, context)).transpose()?,
        to,
        read: Vec::new(),
    };
    save_record(&mut store, context, None, Record::Notice(notice), answer)
}

fn acknowledge(id: i64, answer: ConfirmationArgs, context: &CliContext) -> anyhow::Result<()> {
    let mut store = context.open_store()?;
    find_record(load_team(&store, context)?.notices, RecordKind::Notice, id)?;
    if context.author(&store)?.person.is_none() {
        return Err(Failure::usage(
            "Nobody knows who you are, so nobody would know who has read it; say it with --as NAME.",
        ));
    }
    let change = Change::AcknowledgeNotice { notice: id, at: context.now() };
    let outcome = changes::apply_change(context, &mut store, change, None)?;
    changes::print_confirmation(&store, &outcome, answer)
}

fn show(id: i64, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let notice = find_record(load_team(&store, context)?.notices, RecordKind::Notice, id)?;
    output::print_line(clean(&format!("{}\n\n{}", notice.title, markdown_to_plain_text(&notice.body))).trim_end())
}

fn notice_json<'a>(notice: &'a WithId<Notice>, team: &Team, zone: Zone, names: &PersonNames) -> NoticeJson<'a> {
    let who = |id| formatting::person_name(id, names);
    let (read, asked) = notice.read_count(team);
    NoticeJson {
        id: notice.id,
        title: &notice.title,
        body: &notice.body,
        by: notice.by.person.map_or_else(|| notice.by.login.clone(), who),
        at: zone.rfc3339(notice.at),
        until: notice.until,
        to: notice.to.map(Profile::name),
        read,
        asked,
        read_by: notice.read.iter().map(|it| NoticeReadJson { person: who(it.by), at: zone.rfc3339(it.at) }).collect(),
        missing: notice.recipients(team).filter(|id| !notice.has_read(*id)).map(who).collect(),
    }
}

fn list(all: bool, form: OutputArgs, context: &CliContext) -> anyhow::Result<()> {
    let store = context.open_store()?;
    let (team, names, zone) = (load_team(&store, context)?, store.person_names()?, context.settings.zone);
    let today = zone.date(context.now());
    let mut notices: Vec<_> = team.notices.iter().filter(|notice| all || notice.is_active(today)).collect();
    notices.sort_by_key(|notice| std::cmp::Reverse((notice.at, notice.id)));
    let shown: Vec<_> = notices.iter().map(|notice| notice_json(notice, &team, zone, &names)).collect();
    print_result(form, &shown, || {
        let page = OutputPage::new("Notices");
        if shown.is_empty() {
            return page.line("There is nothing to read; `shiftdesk notice add` puts something up.");
        }
        let mut table = PageTable::new([
            PageColumn::right("id"),
            PageColumn::truncatable("title", 12),
            PageColumn::truncatable("by", 6),
            PageColumn::left("until"),
            PageColumn::truncatable("for", 8),
            PageColumn::right("read"),
            PageColumn::truncatable("not yet", 8),
        ]);
        for notice in &shown {
            table.add_row([
                PageCell::number(notice.id),
                PageCell::text(notice.title),
                PageCell::text(&notice.by),
                PageCell::text(notice.until.map_or_else(|| "further notice".into(), |day| day.to_string())),
                PageCell::text(notice.to.map_or_else(|| "everybody".into(), humanize)),
                PageCell::text(format!("{} of {}", notice.read, notice.asked)),
                PageCell::optional(Some(notice.missing.join(", "))),
            ]);
        }
        page.table(table)
    })
}
